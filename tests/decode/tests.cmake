# SPDX-License-Identifier: GPL-3.0-or-later
#
# Our decoder against tshark's. WIRELAB_CAPTURES=FOLDER in the environment compares that folder.
find_package(Python3 COMPONENTS Interpreter)

add_executable(decode_dump ${CMAKE_CURRENT_LIST_DIR}/decode_dump.c
	${CMAKE_CURRENT_LIST_DIR}/dump_file.c)
target_include_directories(decode_dump PRIVATE ${CMAKE_SOURCE_DIR})
target_link_libraries(decode_dump PRIVATE packet)
if(Python3_FOUND)
	add_test(NAME decode/tshark COMMAND ${Python3_EXECUTABLE}
		${CMAKE_CURRENT_LIST_DIR}/compare.py $<TARGET_FILE:decode_dump>)
	set_tests_properties(decode/tshark PROPERTIES SKIP_RETURN_CODE 77 TIMEOUT 600)
endif()
