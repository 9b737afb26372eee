# SPDX-License-Identifier: GPL-3.0-or-later
#
# The house: what the sources must look like, and that an installed wirelab works. These look at
# the source, so once, in the plain build, is enough.
if(WIRELAB_SANITIZE OR WIRELAB_FUZZ)
	return()
endif()

function(house_test name)
	add_test(NAME house/${name} COMMAND ${ARGN} WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
	set_tests_properties(house/${name} PROPERTIES SKIP_RETURN_CODE 77 TIMEOUT 600)
endfunction()

set(scripts ${CMAKE_SOURCE_DIR}/scripts)
set(here ${CMAKE_CURRENT_LIST_DIR})
house_test(layers ${scripts}/check-layers)
house_test(length ${scripts}/check-length)
house_test(format ${scripts}/check-format)
house_test(banned ${scripts}/check-banned)
house_test(arm64 ${scripts}/check-arm64)
house_test(tidy ${scripts}/check-tidy ${CMAKE_BINARY_DIR})
# Long, and busy on two processors: first and alone, so that nothing that measures time suffers.
set_tests_properties(house/tidy PROPERTIES COST 1000 PROCESSORS 2 TIMEOUT 1500)
house_test(translation ${scripts}/check-po)
house_test(shell ${here}/shell)
house_test(packages ${here}/packages)
# The checks themselves must be able to fail, and so must the commands of the README.
house_test(checks-refuse ${here}/checks-refuse)
house_test(deps ${here}/deps)
house_test(run ${here}/run)
if(TARGET wirelab)
	house_test(manual ${here}/manual $<TARGET_FILE:wirelab>)
	house_test(install ${here}/install ${CMAKE_BINARY_DIR})
else()
	house_test(manual ${here}/manual)
endif()
