# SPDX-License-Identifier: GPL-3.0-or-later
#
# Every folder of labs/ is two tests. labs/steps-NAME: its solution passes and nothing less does;
# labs/kill9-NAME: a kill at any moment leaves nothing. Under the sanitizers labs/all plays every
# solution.
find_package(Python3 COMPONENTS Interpreter)
if(NOT Python3_FOUND OR NOT TARGET wirelab)
	return()
endif()

function(labs_test name)
	add_test(NAME labs/${name} COMMAND ${Python3_EXECUTABLE} -B ${ARGN})
	set_tests_properties(labs/${name} PROPERTIES SKIP_RETURN_CODE 77 TIMEOUT 400 LABELS labs PROCESSORS 2)
endfunction()

set(labs_tests ${CMAKE_CURRENT_LIST_DIR})
if(NOT WIRELAB_SANITIZE)
	file(GLOB labs_found CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/labs/*/lab.yaml)
	foreach(found ${labs_found})
		get_filename_component(lab ${found} DIRECTORY)
		get_filename_component(name ${lab} NAME)
		labs_test(steps-${name} ${labs_tests}/lab_test.py $<TARGET_FILE:wirelab> ${lab})
		labs_test(kill9-${name} ${labs_tests}/kill9_test.py $<TARGET_FILE:wirelab> ${lab})
	endforeach()
	labs_test(schedule ${labs_tests}/schedule_test.py $<TARGET_FILE:wirelab> 20)
endif()
labs_test(all ${labs_tests}/all_test.py $<TARGET_FILE:wirelab> ${CMAKE_SOURCE_DIR}/labs)
labs_test(recordings ${labs_tests}/recordings_test.py $<TARGET_FILE:wirelab> ${CMAKE_SOURCE_DIR}/labs)
labs_test(shared ${labs_tests}/shared_test.py $<TARGET_FILE:wirelab>)
