/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The knobs of the network namespace in which the caller is now (below /proc/sys/net/).
 */
#ifndef NET_SYSCTL_H
#define NET_SYSCTL_H

#include <stddef.h>

struct sysctl_setting {
	const char *key; /* "ipv4/ip_forward" */
	const char *value;
};

/* 0 or -errno: -ENOENT for an unknown key, -EINVAL for a value the kernel refuses. */
int sysctl_write(const char *key, const char *value);

/* Writes all; keys that this kernel lacks are passed over. The index of the first other failure
 * goes to *failed and -errno is returned. */
int sysctl_write_all(const struct sysctl_setting *settings, size_t count, size_t *failed);

#endif
