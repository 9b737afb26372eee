/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reading /proc/net/dev.
 */
#include "net/devices.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "net/world.h"

/* proc_net(5): what stands in a line after the name and its colon. */
enum column {
	RX_BYTES,
	RX_FRAMES,
	RX_DROPPED = 3,
	TX_BYTES = 8,
	TX_FRAMES,
	TX_DROPPED = 11,
	COLUMNS = 16
};

int devices_open(void)
{
	int fd = open("/proc/thread-self/net/dev", O_RDONLY | O_CLOEXEC);
	return fd < 0 ? -errno : fd;
}

/* The numbers of a line "  NAME: 1 2 3 ..." of that name. */
static bool parse_line(char *line, const char *name, struct world_counters *out)
{
	uint64_t at[COLUMNS] = {0};
	char *numbers = strchr(line, ':');
	if (!numbers)
		return false;
	*numbers++ = '\0';
	if (strcmp(line + strspn(line, " "), name) != 0)
		return false;
	for (int i = 0; i < COLUMNS; i++)
		at[i] = strtoull(numbers, &numbers, 10);
	*out = (struct world_counters){.rx_frames = at[RX_FRAMES],
	        .tx_frames = at[TX_FRAMES],
	        .rx_bytes = at[RX_BYTES],
	        .tx_bytes = at[TX_BYTES],
	        .rx_dropped = at[RX_DROPPED],
	        .tx_dropped = at[TX_DROPPED]};
	return true;
}

bool devices_read(int fd, const char *name, struct world_counters *out)
{
	char text[4096];
	off_t at = 0;
	ssize_t n;
	while ((n = pread(fd, text, sizeof(text) - 1, at)) > 0) {
		text[n] = '\0';
		char *rest = text, *end;
		for (; (end = strchr(rest, '\n')); rest = end + 1) {
			*end = '\0';
			if (parse_line(rest, name, out))
				return true;
		}
		if (rest == text) /* a line longer than any */
			return false;
		at += rest - text; /* what is cut off comes again, whole */
	}
	return false;
}
