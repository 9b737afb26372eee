# SPDX-License-Identifier: GPL-3.0-or-later
#
# The socket shell as scripts use it, on loopback: tests/sock/NAME_test.py. What it is like for a
# person is in tests/tui/sock*.tui, its parts are in tests/unit/sock.
find_package(Python3 COMPONENTS Interpreter)
if(NOT Python3_FOUND OR NOT TARGET wirelab)
	return()
endif()

file(GLOB sock_tests CONFIGURE_DEPENDS ${CMAKE_CURRENT_LIST_DIR}/*_test.py)
foreach(script ${sock_tests})
	get_filename_component(name ${script} NAME_WE)
	string(REPLACE "_test" "" name ${name})
	add_test(NAME sock/${name} COMMAND ${Python3_EXECUTABLE} -B ${script} $<TARGET_FILE:wirelab>)
	set_tests_properties(sock/${name} PROPERTIES SKIP_RETURN_CODE 77 TIMEOUT 120)
endforeach()
