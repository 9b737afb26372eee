# SPDX-License-Identifier: GPL-3.0-or-later
#
# What several kinds of tests use: a program on a terminal of ours (tty), its frames (dump).
add_library(test_support STATIC ${CMAKE_CURRENT_LIST_DIR}/tty.c ${CMAKE_CURRENT_LIST_DIR}/dump.c)
target_include_directories(test_support PUBLIC ${CMAKE_SOURCE_DIR})
target_link_libraries(test_support PUBLIC term)
