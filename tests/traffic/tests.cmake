# SPDX-License-Identifier: GPL-3.0-or-later
add_executable(traffic_dump ${CMAKE_CURRENT_LIST_DIR}/traffic_dump.c)
target_link_libraries(traffic_dump PRIVATE traffic)
