# SPDX-License-Identifier: GPL-3.0-or-later
# Programs that measure; scripts/bench runs them. Built with everything so that they stay alive.
add_executable(wire_bench ${CMAKE_CURRENT_LIST_DIR}/wire_bench.c)
target_link_libraries(wire_bench PRIVATE net)
add_executable(gen_trace ${CMAKE_CURRENT_LIST_DIR}/gen_trace.c)
target_link_libraries(gen_trace PRIVATE house)
add_executable(past_bench ${CMAKE_CURRENT_LIST_DIR}/past_bench.c)
target_link_libraries(past_bench PRIVATE bench)

# That scripts/bench measures everything; how fast is no matter for a test.
find_package(Python3 COMPONENTS Interpreter)
if(Python3_FOUND AND TARGET wirelab AND NOT WIRELAB_SANITIZE)
	add_test(NAME bench/smoke COMMAND ${Python3_EXECUTABLE} -B
		${CMAKE_CURRENT_LIST_DIR}/smoke_test.py $<TARGET_FILE:wirelab> $<TARGET_FILE:wire_bench>)
	set_tests_properties(bench/smoke PROPERTIES SKIP_RETURN_CODE 77 TIMEOUT 300 PROCESSORS 2)
endif()
add_executable(udp_blast ${CMAKE_CURRENT_LIST_DIR}/udp_blast.c)
target_link_libraries(udp_blast PRIVATE base)
add_executable(decode_bench ${CMAKE_CURRENT_LIST_DIR}/decode_bench.c)
target_link_libraries(decode_bench PRIVATE packet)
