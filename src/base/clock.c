/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The clock.
 */
#include "base/clock.h"

#include <time.h>

static nsec read_clock(clockid_t id)
{
	struct timespec ts;
	clock_gettime(id, &ts);
	return (nsec)ts.tv_sec * NSEC_PER_SEC + ts.tv_nsec;
}

nsec clock_now(void)
{
	return read_clock(CLOCK_MONOTONIC);
}

nsec clock_realtime_offset(void)
{
	static nsec offset; /* measured once: a constant of this run */

	if (!offset)
		offset = read_clock(CLOCK_REALTIME) - read_clock(CLOCK_MONOTONIC);
	return offset;
}
