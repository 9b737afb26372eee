# SPDX-License-Identifier: GPL-3.0-or-later
#
# Any fuzz_NAME.c here with seeds in corpus/NAME becomes the test fuzz/NAME, which replays the
# seeds; built with WIRELAB_FUZZ (clang) the same program is a fuzzer: `fuzz_NAME corpus/NAME`.
file(GLOB fuzz_targets CONFIGURE_DEPENDS ${CMAKE_CURRENT_LIST_DIR}/fuzz_*.c)
foreach(source ${fuzz_targets})
	get_filename_component(target ${source} NAME_WE)
	string(REPLACE "fuzz_" "" name ${target})
	set(corpus ${CMAKE_CURRENT_LIST_DIR}/corpus/${name})
	add_executable(${target} ${source})
	target_include_directories(${target} PRIVATE ${CMAKE_SOURCE_DIR})
	target_link_libraries(${target} PRIVATE ui_parts cli PkgConfig::JANSSON)
	if(WIRELAB_FUZZ)
		target_link_options(${target} PRIVATE -fsanitize=fuzzer)
		add_test(NAME fuzz/${name} COMMAND ${target} -runs=0 ${corpus})
	else()
		target_sources(${target} PRIVATE ${CMAKE_CURRENT_LIST_DIR}/replay_main.c)
		add_test(NAME fuzz/${name} COMMAND ${target} ${corpus})
	endif()
	set_tests_properties(fuzz/${name} PROPERTIES TIMEOUT 120)
endforeach()
