/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Writes below /proc/sys/net, which shows the namespace of whoever opens it.
 */
#include "net/sysctl.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"

int sysctl_write(const char *key, const char *value)
{
	char path[128];
	int n = snprintf(path, sizeof(path), "/proc/sys/net/%s", key);
	if (n < 0 || (size_t)n >= sizeof(path))
		return -ENAMETOOLONG;
	_cleanup_fd_ int fd = open(path, O_WRONLY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	size_t len = strlen(value);
	ssize_t done = write(fd, value, len);
	if (done < 0)
		return -errno;
	return (size_t)done == len ? 0 : -EIO;
}

int sysctl_write_all(const struct sysctl_setting *settings, size_t count, size_t *failed)
{
	for (size_t i = 0; i < count; i++) {
		int rc = sysctl_write(settings[i].key, settings[i].value);
		if (rc < 0 && rc != -ENOENT) {
			*failed = i;
			return rc;
		}
	}
	return 0;
}
