/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Writes a tape into a pcapng file, at once or as it grows.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/err.h"
#include "capture/pcapng.h"
#include "capture/pcapng_read.h"
#include "record/codec.h"
#include "record/tape_file.h"

#define EVENTS_BYTES ((size_t)64 << 10) /* a block of events is ended beyond this */
#define COMMENT_MAX 320

struct tape_writer {
	struct pcapng *out;
	struct buf events; /* the block being filled, empty: none */
	struct buf frame;
	tape_comment_fn comment;
	const void *user;
	uint64_t next; /* id of the event to be written next; TAPE_NONE before the first */
};

static void begin_block(struct buf *b, enum tape_block what)
{
	codec_put_head(b);
	put8(b, (uint8_t)what);
}

static void write_block(struct tape_writer *w, struct buf *b)
{
	if (b->len)
		pcapng_block(w->out, PCAPNG_TAPE, b->at, b->len);
	buf_clear(b);
}

static void add_interfaces(const struct tape_writer *w, const struct topology *t)
{
	for (int i = 0; i < t->link_count; i++) {
		for (int end = 0; end < 2; end++) {
			const struct topology_end *at = &t->links[i].ends[end];
			char name[64];
			snprintf(name, sizeof(name), "%s-%s", t->nodes[at->node].name,
			        at->interface);
			pcapng_interface(w->out, name, t->links[i].name);
		}
	}
}

struct tape_writer *tape_writer_begin(struct pcapng *out, const struct tape_about *about,
        tape_comment_fn comment, const void *user)
{
	struct tape_writer *w = xcalloc(1, sizeof(*w));
	w->out = out;
	w->comment = comment;
	w->user = user;
	w->next = TAPE_NONE;
	pcapng_set_offset(out, about->offset);
	begin_block(&w->frame, TAPE_BLOCK_ABOUT);
	tape_about_put(about, &w->frame);
	write_block(w, &w->frame);
	add_interfaces(w, &about->topology);
	return w;
}

static void add_frame(struct tape_writer *w, const struct tape *t, const struct tape_event *ev)
{
	const struct tape_frame *f = &ev->frame;
	struct tape_fate first = {.fate = f->fate, .by = f->by, .marks = f->marks};
	char words[COMMENT_MAX] = "";
	tape_fate_at(t, ev->id, ev->id, &first);
	if (w->comment)
		w->comment(w->user, ev->id, words, sizeof(words));
	write_block(w, &w->events);
	codec_put_head(&w->frame);
	codec_put_frame(&w->frame, ev, &first);
	pcapng_frame_with(w->out, 2 * f->link + f->direction, ev->when, f->bytes, f->captured,
	        f->length, words, PCAPNG_OPTION_TAPE, w->frame.at, w->frame.len);
	buf_clear(&w->frame);
}

static void add_event(struct tape_writer *w, const struct tape_event *ev)
{
	if (w->events.len > EVENTS_BYTES)
		write_block(w, &w->events);
	if (!w->events.len) {
		begin_block(&w->events, TAPE_BLOCK_EVENTS);
		put64(&w->events, ev->id);
	}
	codec_put_event(&w->events, ev);
}

void tape_writer_add(struct tape_writer *w, const struct tape *t)
{
	struct tape_event ev;
	if (w->next == TAPE_NONE || w->next < tape_first(t)) {
		write_block(w, &w->events); /* ids in a block have no gaps */
		w->next = tape_first(t);
	}
	for (; tape_get(t, w->next, &ev); w->next++) {
		if (ev.kind == TAPE_FRAME)
			add_frame(w, t, &ev);
		else
			add_event(w, &ev);
	}
}

bool tape_writer_flush(struct tape_writer *w)
{
	write_block(w, &w->events);
	return pcapng_flush(w->out);
}

uint64_t tape_writer_bytes(const struct tape_writer *w)
{
	return pcapng_bytes(w->out) + w->events.len;
}

bool tape_writer_end(struct tape_writer *w, struct err *e)
{
	if (!w)
		return true;
	write_block(w, &w->events);
	begin_block(&w->frame, TAPE_BLOCK_END);
	put64(&w->frame, w->next == TAPE_NONE ? 0 : w->next);
	write_block(w, &w->frame);
	bool good = pcapng_close(w->out, e);
	buf_finish(&w->events);
	buf_finish(&w->frame);
	free(w);
	return good;
}
