/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Frames of one interface, live, through libpcap; and frames put onto it.
 */
#ifndef CAPTURE_LIVE_H
#define CAPTURE_LIVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"

struct err;
struct live;

enum live_direction { LIVE_IN, LIVE_BOTH, LIVE_OUT }; /* seen from the interface */

struct live_frame {
	nsec when; /* our clock */
	uint32_t captured, length;
	const uint8_t *bytes; /* borrowed for the callback */
};

typedef void (*live_fn)(void *user, const struct live_frame *f);

/* Opens in immediate mode, non-blocking. snaplen 0: whole frames (65535). buffer bytes 0: 8 MiB. */
struct live *live_open(const char *interface, enum live_direction direction, int snaplen,
        size_t buffer, struct err *e);
void live_close(struct live *l);
int live_fd(const struct live *l); /* readable when frames wait */

/* Hands over at most `max` frames; returns how many, -1 when the interface is gone. */
int live_dispatch(struct live *l, int max, live_fn fn, void *user);
/* Sends one frame out of the interface: 0 or -errno (-ENOBUFS: try later, -ENETDOWN: pulled). */
int live_inject(struct live *l, const uint8_t *bytes, size_t len);
/* Frames the kernel could not keep for us since the start. */
uint64_t live_lost(struct live *l);

#endif
