# SPDX-License-Identifier: GPL-3.0-or-later
#
# The tracer with real programs.
add_executable(trace_run ${CMAKE_CURRENT_LIST_DIR}/trace_run.c)
target_link_libraries(trace_run PRIVATE trace term)
