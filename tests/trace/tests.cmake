# SPDX-License-Identifier: GPL-3.0-or-later
#
# The tracer with real programs. The subjects are plain programs: what is traced has no sanitizer,
# whose own calls would be seen too.
add_executable(trace_run ${CMAKE_CURRENT_LIST_DIR}/trace_run.c)
target_link_libraries(trace_run PRIVATE trace term)
foreach(name subject pingpong many crowd allow)
	add_executable(trace_${name} ${CMAKE_CURRENT_LIST_DIR}/${name}.c)
	target_compile_definitions(trace_${name} PRIVATE _GNU_SOURCE)
	target_compile_options(trace_${name} PRIVATE -O1 -g)
endforeach()
find_package(Threads REQUIRED)
target_link_libraries(trace_many PRIVATE Threads::Threads)
target_link_libraries(trace_crowd PRIVATE Threads::Threads)

find_package(Python3 COMPONENTS Interpreter REQUIRED)
foreach(what subject strace)
	add_test(NAME trace/${what} COMMAND ${Python3_EXECUTABLE}
		${CMAKE_CURRENT_LIST_DIR}/calls_test.py $<TARGET_FILE:trace_run>
		$<TARGET_FILE:trace_subject> $<TARGET_FILE:trace_pingpong> ${what})
	set_tests_properties(trace/${what} PROPERTIES TIMEOUT 120 SKIP_RETURN_CODE 77)
endforeach()

# Its name and what it exports make it a Python.
add_executable(trace_python3_13 ${CMAKE_CURRENT_LIST_DIR}/python3_13.c)
set_target_properties(trace_python3_13 PROPERTIES ENABLE_EXPORTS ON)
foreach(python /usr/bin/python3 ${Python3_EXECUTABLE})
	if(EXISTS ${python})
		string(MAKE_C_IDENTIFIER ${python} name)
		add_test(NAME trace/lines${name} COMMAND ${Python3_EXECUTABLE}
			${CMAKE_CURRENT_LIST_DIR}/calls_test.py $<TARGET_FILE:trace_run>
			$<TARGET_FILE:trace_python3_13> ${python} python)
		set_tests_properties(trace/lines${name} PROPERTIES TIMEOUT 120 SKIP_RETURN_CODE 77)
	endif()
endforeach()

# Where there is no libc to link statically there are no static programs either.
include(CheckCSourceCompiles)
set(CMAKE_REQUIRED_LINK_OPTIONS -static)
check_c_source_compiles("int main(void) { return 0; }" WIRELAB_STATIC_LIBC)
unset(CMAKE_REQUIRED_LINK_OPTIONS)
if(WIRELAB_STATIC_LIBC)
	add_executable(trace_static ${CMAKE_CURRENT_LIST_DIR}/subject.c)
	target_compile_definitions(trace_static PRIVATE _GNU_SOURCE)
	target_link_options(trace_static PRIVATE -static)
	add_test(NAME trace/static COMMAND ${Python3_EXECUTABLE}
		${CMAKE_CURRENT_LIST_DIR}/calls_test.py $<TARGET_FILE:trace_run>
		$<TARGET_FILE:trace_static> $<TARGET_FILE:trace_pingpong> subject)
	set_tests_properties(trace/static PROPERTIES TIMEOUT 120)
endif()

add_executable(trace_tracer_test ${CMAKE_CURRENT_LIST_DIR}/tracer_test.c)
target_link_libraries(trace_tracer_test PRIVATE trace term PkgConfig::CMOCKA)
target_compile_definitions(trace_tracer_test PRIVATE
	SUBJECT="$<TARGET_FILE:trace_subject>" PINGPONG="$<TARGET_FILE:trace_pingpong>"
	MANY="$<TARGET_FILE:trace_many>" TRACE_RUN="$<TARGET_FILE:trace_run>"
	HERE="${CMAKE_CURRENT_LIST_DIR}")
add_dependencies(trace_tracer_test trace_subject trace_pingpong trace_many trace_run)
add_test(NAME trace/tracer COMMAND trace_tracer_test)
set_tests_properties(trace/tracer PROPERTIES TIMEOUT 120 SKIP_RETURN_CODE 77)

add_executable(trace_world_test ${CMAKE_CURRENT_LIST_DIR}/world_test.c
	${CMAKE_CURRENT_LIST_DIR}/../netns/support.c)
target_include_directories(trace_world_test PRIVATE ${CMAKE_SOURCE_DIR})
target_link_libraries(trace_world_test PRIVATE trace term net PkgConfig::CMOCKA)
target_compile_definitions(trace_world_test PRIVATE
	SUBJECT="$<TARGET_FILE:trace_subject>" MANY="$<TARGET_FILE:trace_many>")
add_dependencies(trace_world_test trace_subject trace_many)
add_test(NAME trace/world COMMAND trace_world_test)
add_test(NAME trace/world-as-user COMMAND trace_world_test --as-user)
set_tests_properties(trace/world trace/world-as-user PROPERTIES
	TIMEOUT 60 SKIP_RETURN_CODE 77 LABELS netns)

if(TARGET wirelab AND NOT WIRELAB_SANITIZE)
	add_test(NAME trace/random-kill COMMAND ${Python3_EXECUTABLE} -B
		${CMAKE_CURRENT_LIST_DIR}/random_kill_test.py $<TARGET_FILE:wirelab>
		$<TARGET_FILE:trace_crowd>)
	set_tests_properties(trace/random-kill PROPERTIES
		TIMEOUT 120 SKIP_RETURN_CODE 77 LABELS netns PROCESSORS 2)
endif()
