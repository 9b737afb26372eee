# SPDX-License-Identifier: GPL-3.0-or-later
#
# Capture files as tshark reads them. WIRELAB_CAPTURES=FOLDER in the environment: that folder too.
find_package(Python3 COMPONENTS Interpreter)

add_executable(traffic_dump ${CMAKE_CURRENT_LIST_DIR}/traffic_dump.c)
target_link_libraries(traffic_dump PRIVATE traffic)
if(Python3_FOUND)
	add_test(NAME traffic/tshark COMMAND ${Python3_EXECUTABLE} -B
		${CMAKE_CURRENT_LIST_DIR}/compare.py $<TARGET_FILE:traffic_dump> $<TARGET_FILE:gen_trace>)
	set_tests_properties(traffic/tshark PROPERTIES SKIP_RETURN_CODE 77 TIMEOUT 600)
endif()
