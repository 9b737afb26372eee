# SPDX-License-Identifier: GPL-3.0-or-later
#
# The program without its screen, as people and scripts meet it: tests/cli/NAME_test.py.
find_package(Python3 COMPONENTS Interpreter)
if(NOT Python3_FOUND OR NOT TARGET wirelab)
	return()
endif()

file(GLOB cli_tests CONFIGURE_DEPENDS ${CMAKE_CURRENT_LIST_DIR}/*_test.py)
foreach(script ${cli_tests})
	get_filename_component(name ${script} NAME_WE)
	string(REPLACE "_test" "" name ${name})
	add_test(NAME cli/${name} COMMAND ${Python3_EXECUTABLE} -B ${script}
		$<TARGET_FILE:wirelab> ${CMAKE_SOURCE_DIR}/labs)
	set_tests_properties(cli/${name} PROPERTIES SKIP_RETURN_CODE 77 TIMEOUT 180)
endforeach()
