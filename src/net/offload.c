/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The old ethtool ioctls: one small call each, on every kernel, without a table of feature names.
 */
#include "net/offload.h"

#include <errno.h>
#include <linux/ethtool.h>
#include <linux/sockios.h>
#include <net/if.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

int offload_socket(void)
{
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	return fd < 0 ? -errno : fd;
}

int offload_disable(int socket, const char *interface)
{
	/* Segmentation first: it depends on scatter-gather and checksums. Receive checksums too:
	 * with them veth vouches for frames that were damaged on the wire. */
	static const unsigned commands[] = {ETHTOOL_STSO, ETHTOOL_SGSO, ETHTOOL_SGRO, ETHTOOL_SSG,
	        ETHTOOL_STXCSUM, ETHTOOL_SRXCSUM};
	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++) {
		struct ethtool_value off = {.cmd = commands[i], .data = 0};
		struct ifreq request = {.ifr_data = (void *)&off};
		snprintf(request.ifr_name, sizeof(request.ifr_name), "%s", interface);
		if (ioctl(socket, SIOCETHTOOL, &request) < 0 && errno != EOPNOTSUPP)
			return -errno;
	}
	return 0;
}
