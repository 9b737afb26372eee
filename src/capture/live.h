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

/* Opens in immediate mode, non-blocking, for Ethernet frames alone. snaplen 0: whole frames
 * (65535). buffer bytes 0: 8 MiB. */
struct live *live_open(const char *interface, enum live_direction direction, int snaplen,
        size_t buffer, struct err *e);

struct live_watch {
	const char *interface; /* "any": all of them */
	const char *filter; /* pcap-filter(7) and the words of filter.h; NULL or "": every frame */
	int snaplen;        /* bytes kept of a frame; 0: 262144 */
	size_t buffer;      /* bytes of the kernel's ring; 0: 32 MiB */
	bool promiscuous;   /* also frames for others */
};
/* Opens for watching much traffic: any link type, frames handed over in batches at most 20 ms late,
 * both directions, each once on lo. `denied`, unless NULL, tells whether only the right is missing.
 */
struct live *live_open_watch(const struct live_watch *w, bool *denied, struct err *e);
/* Another filter from now on. Frames that were caught before it may still come. */
bool live_set_filter(struct live *l, const char *filter, struct err *e);
/* LINKTYPE_ number of its frames. */
uint32_t live_link(const struct live *l);
/* CLOCK_REALTIME minus our clock, by which its frames' times were made. */
nsec live_offset(const struct live *l);
void live_close(struct live *l);
int live_fd(const struct live *l); /* readable when frames wait */

/* Hands over at most `max` frames; returns how many, -1 when the interface is gone. */
int live_dispatch(struct live *l, int max, live_fn fn, void *user);
/* Sends one frame out of the interface: 0 or -errno (-ENOBUFS: try later, -ENETDOWN: pulled). */
int live_inject(struct live *l, const uint8_t *bytes, size_t len);
/* Frames the kernel could not keep for us since the start. */
uint64_t live_lost(struct live *l);

#endif
