# SPDX-License-Identifier: GPL-3.0-or-later
# Tests in real namespaces: tests/netns/NAME_test.c, linked with src/net, bench_NAME_test.c with
# src/bench. Where namespaces are forbidden they print why and are skipped. As root each runs a
# second time as an ordinary user.
file(GLOB netns_tests CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/netns/*_test.c)
foreach(source ${netns_tests})
	get_filename_component(name ${source} NAME_WE)
	set(target netns_${name})
	add_executable(${target} ${source} ${CMAKE_CURRENT_SOURCE_DIR}/netns/support.c)
	target_include_directories(${target} PRIVATE ${CMAKE_SOURCE_DIR})
	set(layer net)
	if(name MATCHES "^bench_")
		set(layer bench)
	endif()
	target_link_libraries(${target} PRIVATE ${layer} PkgConfig::CMOCKA)
	if(name STREQUAL "bench_servers_test") # whose subjects are the tracer's
		target_compile_definitions(${target} PRIVATE CROWD="$<TARGET_FILE:trace_crowd>")
		add_dependencies(${target} trace_crowd)
	endif()
	string(REPLACE "_test" "" short ${name})
	add_test(NAME netns/${short} COMMAND ${target})
	add_test(NAME netns/${short}-as-user COMMAND ${target} --as-user)
	# A storm takes a processor of the two, and its frames are counted; nothing else should be there.
	if(short MATCHES "^(wire|killed)$")
		set_tests_properties(netns/${short} netns/${short}-as-user PROPERTIES RUN_SERIAL TRUE)
	endif()
	set_tests_properties(netns/${short} netns/${short}-as-user PROPERTIES
		TIMEOUT 60 SKIP_RETURN_CODE 77 LABELS netns)
endforeach()
