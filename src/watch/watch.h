/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A live capture under way: frames come from libpcap, or from dumpcap(1) where only that has the
 * right; they are saved, kept for being looked at or handed on one by one, and it is known whose
 * they are.
 */
#ifndef WATCH_WATCH_H
#define WATCH_WATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"
#include "capture/file.h"
#include "capture/live.h"
#include "capture/save.h"

struct err;
struct loop;
struct traffic;
struct watch;
struct watch_owners;

struct watch_options {
	struct live_watch live;
	struct save_options save; /* path NULL: nothing is saved */
	uint64_t count;           /* ends after so many packets; 0: goes on */
	uint64_t keep;            /* bytes of the latest frames kept to be looked at; 0: 1 GiB */
	/* Hands each frame over in the order of arrival; then none is kept. NULL: they are kept.
	 * The interface is that of watch_interface(). */
	void (*on_frame)(void *user, const struct capture_frame *f);
	/* After a batch of frames, and when the state has changed. May be NULL. */
	void (*on_change)(void *user);
	void *user;
};

enum watch_state {
	WATCH_RUNNING,
	WATCH_PAUSED, /* stopped by us: frames pass unseen */
	WATCH_ENDED,  /* count or number of files reached, or what watch_failure() says */
};

struct watch_status {
	enum watch_state state;
	bool dumpcap;       /* by it, not by libpcap */
	uint64_t captured;  /* frames that came */
	uint64_t dropped;   /* the kernel could not keep for us; dumpcap's are not known */
	uint64_t unkept;    /* came, but the disk had no room for them */
	const char *saving; /* the file that is written now, NULL: none */
};

/* Starts. The options' texts are copied. NULL with one sentence of cause and cure. */
struct watch *watch_create(struct loop *l, const struct watch_options *o, struct err *e);
/* False with e when something could not be saved. Frees. NULL is fine. */
bool watch_destroy(struct watch *w, struct err *e);

void watch_pause(struct watch *w);
/* Also with another filter (NULL: the one it has). False with e: nothing has changed. */
bool watch_resume(struct watch *w, const char *filter, struct err *e);

struct watch_status watch_status(const struct watch *w);
const char *watch_failure(const struct watch *w);   /* why it ended by itself; "" */
const char *watch_interface(const struct watch *w); /* its name */
const char *watch_filter(const struct watch *w);    /* "" for none */
uint32_t watch_link(const struct watch *w);         /* LINKTYPE_ number */

/* What is kept; NULL with on_frame. Grows by itself while the loop runs. */
struct traffic *watch_traffic(struct watch *w);
struct watch_owners *watch_owners(struct watch *w);

#endif
