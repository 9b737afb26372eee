/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Work that a network card would do for the kernel, and a cable can't: switched off, so that
 * every frame has real checksums, fits the MTU, and a damaged one is noticed (ethtool(8) -K).
 */
#ifndef NET_OFFLOAD_H
#define NET_OFFLOAD_H

/* A socket for offload_disable() in the namespace in which the caller is now; -errno. */
int offload_socket(void);

/* 0 or -errno. What the device can't switch is passed over. */
int offload_disable(int socket, const char *interface);

#endif
