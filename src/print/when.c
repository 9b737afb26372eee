/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Times of packets as text.
 */
#include <time.h>

#include "print/print_internal.h"

#define PLACES 6 /* of a line; what most captures have */

char *put_seconds(char *at, nsec t, int places)
{
	/* The magnitude as unsigned, so that the least nsec has one, too. */
	uint64_t v = t < 0 ? 0 - (uint64_t)t : (uint64_t)t;
	uint64_t fraction = v % (uint64_t)NSEC_PER_SEC;
	if (t < 0)
		*at++ = '-';
	at = put_char(put_u64(at, v / (uint64_t)NSEC_PER_SEC), '.');
	for (int i = places; i < 9; i++)
		fraction /= 10;
	return put_zeros(at, fraction, places);
}

/* Rounded down, so that the fraction counts upwards before 1970, too. */
static int64_t whole_second(nsec when)
{
	return when / NSEC_PER_SEC - (when % NSEC_PER_SEC < 0);
}

/* localtime_r() takes longer than all else of a line, and seconds have many packets. */
static char *put_date(char *at, struct print_clock *c, nsec when)
{
	int64_t second = whole_second(when);
	if (!c->date_length || second != c->second) {
		time_t t = (time_t)second;
		struct tm tm;
		c->second = second;
		c->date_length = localtime_r(&t, &tm) ? strftime(c->date, sizeof(c->date),
		                                                "%Y-%m-%d %H:%M:%S.", &tm)
		                                      : 0;
	}
	uint64_t fraction = (uint64_t)(when - second * NSEC_PER_SEC);
	at = put_bytes(at, c->date, c->date_length);
	return put_zeros(at, fraction / 1000, PLACES);
}

char *put_time(char *at, struct print_clock *c, enum print_time how, nsec when)
{
	switch (how) {
	case PRINT_TIME_FIRST:
		return put_seconds(at, c->begun ? when - c->first : 0, PLACES);
	case PRINT_TIME_NONE:
		return at;
	case PRINT_TIME_EPOCH:
		return put_seconds(at, when, PLACES);
	case PRINT_TIME_DELTA:
		return put_seconds(at, c->begun ? when - c->before : 0, PLACES);
	case PRINT_TIME_DATE:
		return put_date(at, c, when);
	case PRINT_TIMES:
		break;
	}
	return at;
}

void print_clock_tick(struct print_clock *c, nsec when)
{
	if (!c->begun)
		c->first = when;
	c->begun = true;
	c->before = when;
}
