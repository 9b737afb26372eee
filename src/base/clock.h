/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One clock for packets, programs and the screen: nanoseconds of CLOCK_MONOTONIC.
 */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stdint.h>

typedef int64_t nsec;

#define NSEC_PER_USEC ((nsec)1000)
#define NSEC_PER_MSEC ((nsec)1000000)
#define NSEC_PER_SEC ((nsec)1000000000)

/* Nanoseconds of CLOCK_MONOTONIC now. The loop reads it once a turn; prefer loop_now(). */
nsec clock_now(void);

/* CLOCK_REALTIME minus CLOCK_MONOTONIC, measured at the first call and then kept, so that
 * wall-clock stamps (libpcap's) convert to our clock at the edge and back for files. */
nsec clock_realtime_offset(void);

#endif
