# SPDX-License-Identifier: GPL-3.0-or-later
# Programs that measure; scripts/bench runs them. Built with everything so that they stay alive.
add_executable(wire_bench ${CMAKE_CURRENT_LIST_DIR}/wire_bench.c)
target_link_libraries(wire_bench PRIVATE net)
