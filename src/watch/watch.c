/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * From the source of frames to where they go.
 *
 * How it works. A turn takes at most BATCH frames or BATCH_TIME, and the descriptor stays readable
 * while there are more; so the screen is drawn between two batches, however fast frames come. What
 * can't be taken in time waits in the kernel's ring and is counted there when that is full.
 */
#include "watch/watch.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/err.h"
#include "base/i18n.h"
#include "capture/dumpcap.h"
#include "loop/loop.h"
#include "packet/packet.h"
#include "traffic/traffic.h"
#include "watch/owners.h"

#define BATCH 4096
#define STEP 256 /* frames between two looks at the clock */
#define BATCH_TIME (4 * NSEC_PER_MSEC)
#define LOOK_EVERY (50 * NSEC_PER_MSEC)
#define FLUSH_EVERY NSEC_PER_SEC

struct watch {
	struct loop *loop;
	struct watch_options o;
	char *interface, *filter; /* owned */
	struct live *live;        /* one of the two, or none while paused */
	struct dumpcap *dumpcap;
	struct capture_file *pipe; /* dumpcap's */
	struct loop_fd *source;
	struct loop_timer *look; /* for owners, and the saved file */
	struct traffic *traffic;
	struct watch_owners *owners;
	struct save *save;
	int saved_interface;
	uint32_t link;
	bool begun; /* the link type is known, what depends on it is there */
	enum watch_state state;
	uint64_t captured, dropped, unkept;
	nsec flushed;
	struct err why;
};

static void tell(struct watch *w)
{
	if (w->o.on_change)
		w->o.on_change(w->o.user);
}

static void close_source(struct watch *w)
{
	loop_fd_remove(w->source);
	w->source = NULL;
	if (w->live)
		w->dropped += live_lost(w->live);
	live_close(w->live);
	w->live = NULL;
	capture_file_close(w->pipe);
	w->pipe = NULL;
}

/* why->code ERR_NONE: as it was asked to. */
static void end(struct watch *w, const struct err *why)
{
	close_source(w);
	if (w->dumpcap)
		dumpcap_stop(w->dumpcap);
	w->dumpcap = NULL;
	w->state = WATCH_ENDED;
	w->why = *why;
	if (w->save)
		save_flush(w->save);
	tell(w);
}

static const struct err as_asked;

static bool begin_saving(struct watch *w, struct err *e)
{
	if (!w->o.save.path)
		return true;
	w->o.save.link = w->link;
	w->save = save_create(&w->o.save, e);
	if (!w->save)
		return false;
	w->saved_interface =
	        save_interface(w->save, w->link, (uint32_t)w->o.live.snaplen, w->interface);
	return true;
}

/* Once the link type is known. */
static bool begin(struct watch *w, uint32_t link, struct err *e)
{
	if (w->begun)
		return true;
	w->begun = true;
	w->link = link;
	if (w->traffic)
		traffic_add_interface(w->traffic, link, w->interface);
	return begin_saving(w, e);
}

static void note_owner(struct watch *w)
{
	struct traffic_packet t;
	uint64_t last = traffic_last(w->traffic);
	if (!traffic_peek(w->traffic, last, &t) || t.note.flow == FLOW_NONE)
		return;
	if (watch_owners_asked(w->owners, t.note.flow))
		return;
	struct packet p;
	if (!traffic_get(w->traffic, last, &t) || !t.bytes)
		return;
	packet_decode(t.link, t.bytes, t.captured, t.length, &p);
	watch_owners_note(w->owners, t.note.flow, t.note.direction, &p);
}

static void take(struct watch *w, const struct capture_frame *f)
{
	if (w->state != WATCH_RUNNING)
		return;
	w->captured++;
	if (w->save)
		save_frame(w->save, w->saved_interface, f->when, f->bytes, f->captured, f->length,
		        NULL);
	if (w->o.on_frame)
		w->o.on_frame(w->o.user, f);
	else if (traffic_append(w->traffic, f))
		note_owner(w);
	else
		w->unkept++;
	if ((w->o.count && w->captured >= w->o.count) || (w->save && save_done(w->save)))
		w->state = WATCH_ENDED;
}

static void on_live_frame(void *user, const struct live_frame *f)
{
	struct watch *w = user;
	struct capture_frame frame = {
	        .when = f->when + live_offset(w->live),
	        .captured = f->captured,
	        .length = f->length,
	        .bytes = f->bytes,
	};
	take(w, &frame);
}

static void on_live(void *user, int fd, unsigned events)
{
	(void)fd;
	(void)events;
	struct watch *w = user;
	nsec until = clock_now() + BATCH_TIME;
	int n = 1;
	for (int taken = 0; taken < BATCH && n > 0 && w->state == WATCH_RUNNING; taken += n) {
		n = live_dispatch(w->live, STEP, on_live_frame, w);
		if (clock_now() > until)
			break;
	}
	struct err gone = {0};
	if (n < 0)
		err_set(&gone, ERR_MACHINE, _("the interface %s is gone"), w->interface);
	if (n < 0 || w->state == WATCH_ENDED)
		end(w, &gone);
	else
		tell(w);
}

/* The sentence for who may not: what was tried, and every cure. */
static bool denied(const struct watch *w, struct err *e)
{
	return err_set(e, ERR_MACHINE,
	        _("you may not capture on %s; allow it with: sudo setcap cap_net_raw+ep "
	          "\"$(command -v "
	          "wirelab)\", or watch a command in a private host: wirelab watch -- COMMAND"),
	        w->interface);
}

/* What dumpcap died with, or that it did. */
static void end_of_pipe(struct watch *w)
{
	struct err why = {0};
	char *_cleanup_free_ damage = xstrdup(capture_file_damage(w->pipe));
	bool good = dumpcap_ended(w->dumpcap, &why);
	w->dumpcap = NULL;
	/* It says so itself, but not what helps. */
	if (!good && !w->captured)
		denied(w, &why);
	if (good)
		err_set(&why, ERR_MACHINE, _("dumpcap has ended%s%s"), *damage ? ": " : "", damage);
	end(w, &why);
}

static void on_pipe(void *user, int fd, unsigned events)
{
	(void)fd;
	(void)events;
	struct watch *w = user;
	struct capture_frame f;
	enum capture_step step = CAPTURE_FRAME;
	nsec until = clock_now() + BATCH_TIME;
	for (int n = 0; step == CAPTURE_FRAME && w->state == WATCH_RUNNING; n++) {
		if (n % STEP == STEP - 1 && clock_now() > until)
			break;
		step = capture_file_next(w->pipe, &f);
		if (step != CAPTURE_FRAME)
			break;
		const struct capture_interface *i = capture_file_interface(w->pipe, f.interface);
		f.interface = 0;
		struct err e;
		if (begin(w, i->link, &e))
			take(w, &f);
		else
			end(w, &e);
	}
	if (step == CAPTURE_END || step == CAPTURE_DAMAGED)
		end_of_pipe(w);
	else if (w->state == WATCH_ENDED && w->pipe)
		end(w, &as_asked);
	else
		tell(w);
	/* Frames that were read already don't make the pipe readable again. */
	if (step == CAPTURE_FRAME && w->state == WATCH_RUNNING)
		loop_again(w->loop);
}

static bool open_dumpcap(struct watch *w, struct err *e)
{
	w->dumpcap = dumpcap_start(&w->o.live, e);
	if (!w->dumpcap)
		return false;
	w->pipe = capture_file_take(dumpcap_take_fd(w->dumpcap), "dumpcap", e);
	if (!w->pipe) {
		dumpcap_stop(w->dumpcap);
		w->dumpcap = NULL;
		return false;
	}
	w->source = loop_fd_add(w->loop, capture_file_fd(w->pipe), LOOP_READ, on_pipe, w);
	return true;
}

static bool open_source(struct watch *w, struct err *e)
{
	bool only_right = false;
	w->live = live_open_watch(&w->o.live, &only_right, e);
	if (w->live) {
		w->source = loop_fd_add(w->loop, live_fd(w->live), LOOP_READ, on_live, w);
		return begin(w, live_link(w->live), e);
	}
	struct err ignored;
	return only_right && (open_dumpcap(w, &ignored) || denied(w, e));
}

static void on_look(void *user)
{
	struct watch *w = user;
	nsec now = loop_now(w->loop);
	if (watch_owners_work(w->owners, now))
		tell(w);
	if (w->save && now - w->flushed >= FLUSH_EVERY) {
		w->flushed = now;
		save_flush(w->save);
	}
}

struct watch *watch_create(struct loop *l, const struct watch_options *o, struct err *e)
{
	struct watch *w = xcalloc(1, sizeof(*w));
	w->loop = l;
	w->o = *o;
	w->interface = xstrdup(o->live.interface);
	w->filter = xstrdup(o->live.filter ? o->live.filter : "");
	w->o.live.interface = w->interface;
	w->o.live.filter = w->filter;
	w->owners = watch_owners_create();
	w->look = loop_timer_add(l, on_look, w);
	if (!o->on_frame)
		w->traffic = traffic_create_live(0, o->keep, e);
	if ((o->on_frame || w->traffic) && open_source(w, e)) {
		loop_timer_set(w->look, LOOK_EVERY, LOOK_EVERY);
		return w;
	}
	watch_destroy(w, NULL);
	return NULL;
}

bool watch_destroy(struct watch *w, struct err *e)
{
	if (!w)
		return true;
	w->o.on_change = NULL;
	close_source(w);
	if (w->dumpcap)
		dumpcap_stop(w->dumpcap);
	bool good = save_close(w->save, e);
	loop_timer_remove(w->look);
	traffic_destroy(w->traffic);
	watch_owners_destroy(w->owners);
	free(w->interface);
	free(w->filter);
	free(w);
	return good;
}

void watch_pause(struct watch *w)
{
	if (w->state != WATCH_RUNNING)
		return;
	close_source(w);
	if (w->dumpcap)
		dumpcap_stop(w->dumpcap);
	w->dumpcap = NULL;
	w->state = WATCH_PAUSED;
	tell(w);
}

bool watch_resume(struct watch *w, const char *filter, struct err *e)
{
	if (w->state == WATCH_RUNNING && w->live && filter) {
		if (!live_set_filter(w->live, filter, e))
			return false;
	} else {
		watch_pause(w);
	}
	char *old = w->filter;
	w->filter = xstrdup(filter ? filter : old);
	w->o.live.filter = w->filter;
	if (!w->source && !open_source(w, e)) {
		free(w->filter);
		w->o.live.filter = w->filter = old;
		return false;
	}
	free(old);
	w->state = WATCH_RUNNING;
	w->why = as_asked;
	tell(w);
	return true;
}

struct watch_status watch_status(const struct watch *w)
{
	return (struct watch_status){
	        .state = w->state,
	        .dumpcap = w->dumpcap,
	        .captured = w->captured,
	        .dropped = w->dropped + (w->live ? live_lost(w->live) : 0),
	        .unkept = w->unkept,
	        .saving = w->save ? save_path(w->save) : NULL,
	};
}

const char *watch_failure(const struct watch *w)
{
	return w->why.code == ERR_NONE ? "" : w->why.text;
}

const char *watch_interface(const struct watch *w)
{
	return w->interface;
}

const char *watch_filter(const struct watch *w)
{
	return w->filter;
}

uint32_t watch_link(const struct watch *w)
{
	return w->link;
}

struct traffic *watch_traffic(struct watch *w)
{
	return w->traffic;
}

struct watch_owners *watch_owners(struct watch *w)
{
	return w->owners;
}
