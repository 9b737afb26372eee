# SPDX-License-Identifier: GPL-3.0-or-later
#
# tests/tui/NAME.tui is the test tui/NAME. Those in harness/ test the runner itself, those in
# refuse/ must fail as their first line says.
set(tui_folder ${CMAKE_CURRENT_LIST_DIR})
add_executable(tui_run ${tui_folder}/tui_run.c)
target_link_libraries(tui_run PRIVATE test_support)
target_compile_definitions(tui_run PRIVATE SOURCE_DIR="${CMAKE_SOURCE_DIR}")
set(tui_program "")
if(TARGET wirelab)
	set(tui_program $<TARGET_FILE:wirelab>)
endif()

file(GLOB tui_scripts CONFIGURE_DEPENDS ${tui_folder}/*.tui)
foreach(script ${tui_scripts})
	get_filename_component(name ${script} NAME_WE)
	file(STRINGS ${script} runs REGEX "^run")
	if(runs AND NOT TARGET wirelab)
		continue()
	endif()
	add_test(NAME tui/${name} COMMAND tui_run ${script} ${tui_program})
	set_tests_properties(tui/${name} PROPERTIES SKIP_RETURN_CODE 77 TIMEOUT 120)
endforeach()

# The harness's own tests take sh for wirelab.
file(GLOB tui_harness CONFIGURE_DEPENDS ${tui_folder}/harness/*.tui)
foreach(script ${tui_harness})
	get_filename_component(name ${script} NAME_WE)
	add_test(NAME tui/harness/${name} COMMAND tui_run ${script} /bin/sh)
	set_tests_properties(tui/harness/${name} PROPERTIES TIMEOUT 120)
endforeach()

file(GLOB tui_refused CONFIGURE_DEPENDS ${tui_folder}/refuse/*.tui)
foreach(script ${tui_refused})
	get_filename_component(name ${script} NAME_WE)
	file(STRINGS ${script} expects LIMIT_COUNT 1)
	string(REPLACE "# expects: " "" expects "${expects}")
	add_test(NAME tui/refuse/${name} COMMAND tui_run ${script})
	set_tests_properties(tui/refuse/${name} PROPERTIES
		PASS_REGULAR_EXPRESSION "${expects}" TIMEOUT 120)
endforeach()

# Every lab's tape, reopened: tui/reopened-LAB. A storm is played up to its beginning and
# ended, and then stands for all that follows: under the sanitizers a processor of a small machine
# is needed for looking at it.
add_executable(reopened ${tui_folder}/reopened.c)
target_link_libraries(reopened PRIVATE test_support lab record)
if(TARGET wirelab)
	file(GLOB tui_labs CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/labs/*/lab.yaml)
	foreach(found ${tui_labs})
		get_filename_component(lab ${found} DIRECTORY)
		get_filename_component(name ${lab} NAME)
		set(part "")
		if(name STREQUAL "broadcast-storm")
			set(part 3 "pull up")
		endif()
		add_test(NAME tui/reopened-${name} COMMAND reopened $<TARGET_FILE:wirelab> ${lab} ${part})
		set_tests_properties(tui/reopened-${name} PROPERTIES SKIP_RETURN_CODE 77 TIMEOUT 200)
	endforeach()
endif()
