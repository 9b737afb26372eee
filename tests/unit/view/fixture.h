/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A laboratory made by hand for tests of views: hosts, a tape, frames, and golden pictures.
 *
 * WIRELAB_GOLDEN=update writes the pictures instead of comparing them; look at the difference.
 */
#ifndef TESTS_VIEW_FIXTURE_H
#define TESTS_VIEW_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "base/file.h"
#include "packet/checksum.h"
#include "ui/view/source.h"
#include "ui/view/view.h"

struct fixture {
	struct topology topology;
	struct tape *tape;
	struct flow_table *flows;
	struct flow_note notes[64]; /* by event id */
	bool noted[64];
	struct bench_next next[8];
	struct view_source_ops ops;
	struct view_source source;
	struct view_shared shared;
	nsec now;
};

static inline bool fixture_note(const void *from, uint64_t frame, struct flow_note *out)
{
	const struct fixture *f = from;
	if (frame >= 64 || !f->noted[frame])
		return false;
	*out = f->notes[frame];
	return true;
}

/* The fate as words of its own, so that pictures don't depend on the bench's. */
static inline void fixture_fate(const void *from, uint64_t frame, char *out, size_t size)
{
	static const char *const words[FATES] = {
	        "seen", "held", "delayed", "delivered", "dropped", "folded"};
	const struct fixture *f = from;
	struct tape_event e;
	if (tape_get(f->tape, frame, &e))
		snprintf(out, size, "%s%s", words[e.frame.fate],
		        e.frame.marks & MARK_REPEAT ? ", sent again" : "");
}

static inline void fixture_begin(struct fixture *f, const char *const *hosts, size_t count)
{
	*f = (struct fixture){.now = NSEC_PER_SEC};
	struct err e = {0};
	assert_true(topology_simple(&f->topology, hosts, count, &e));
	f->tape = tape_create(1 << 20);
	f->flows = flow_table_create(64, FLOW_BY_ORDER);
	f->ops = (struct view_source_ops){.note = fixture_note, .fate_text = fixture_fate};
	f->source = (struct view_source){.topology = &f->topology,
	        .tape = f->tape,
	        .began = NSEC_PER_SEC,
	        .next = f->next,
	        .gate = "",
	        .governor = -1,
	        .ops = &f->ops,
	        .from = f};
	f->shared.frame = f->shared.event = TAPE_NONE;
	f->shared.waiting = TAPE_NONE;
}

static inline void fixture_end(struct fixture *f)
{
	view_shared_finish(&f->shared);
	tape_destroy(f->tape);
	flow_table_destroy(f->flows);
}

static inline nsec fixture_later(struct fixture *f, int ms)
{
	f->now += ms * NSEC_PER_MSEC;
	f->source.now = f->now;
	return f->now;
}

static inline void put16(uint8_t *at, unsigned v)
{
	at[0] = (uint8_t)(v >> 8);
	at[1] = (uint8_t)v;
}

static inline void put32(uint8_t *at, uint32_t v)
{
	put16(at, v >> 16);
	put16(at + 2, v & 0xffff);
}

/* A TCP segment between hosts a and b of the first link as its bytes; returns their number. */
static inline size_t fixture_tcp(struct fixture *f, int direction, unsigned flags, uint32_t seq,
        uint32_t ack, const char *data, uint8_t out[128])
{
	const struct topology_link *l = &f->topology.links[0];
	const struct topology_end *from = &l->ends[direction], *to = &l->ends[!direction];
	size_t n = strlen(data), len = 54 + n;
	memset(out, 0, 128);
	memcpy(out, to->mac, 6);
	memcpy(out + 6, from->mac, 6);
	put16(out + 12, 0x0800);
	uint8_t *ip = out + 14, *tcp = out + 34;
	ip[0] = 0x45;
	put16(ip + 2, (unsigned)(40 + n));
	ip[6] = 0x40;
	ip[8] = 64;
	ip[9] = 6;
	/* Behind a switch there is the next host. */
	memcpy(ip + 12, topology_address(&f->topology, direction ? 1 : 0, 4)->bytes, 4);
	memcpy(ip + 16, topology_address(&f->topology, direction ? 0 : 1, 4)->bytes, 4);
	put16(tcp, direction ? 8888 : 40000);
	put16(tcp + 2, direction ? 40000 : 8888);
	put32(tcp + 4, seq);
	put32(tcp + 8, ack);
	tcp[12] = 5 << 4;
	tcp[13] = (uint8_t)flags;
	put16(tcp + 14, 64240);
	memcpy(tcp + 20, data, n);
	struct packet p;
	packet_decode(PACKET_LINK_ETHERNET, out, len, len, &p);
	packet_mend_checksums(&p, out);
	return len;
}

/* Puts a segment on the tape; returns its id. */
static inline uint64_t fixture_segment(struct fixture *f, int direction, unsigned flags,
        uint32_t seq, uint32_t ack, const char *data, enum frame_fate fate)
{
	uint8_t bytes[128];
	size_t len = fixture_tcp(f, direction, flags, seq, ack, data, bytes);
	struct tape_frame frame = {.direction = (uint8_t)direction,
	        .fate = (uint8_t)fate,
	        .related = TAPE_NONE,
	        .captured = (uint32_t)len,
	        .length = (uint32_t)len,
	        .bytes = bytes};
	uint64_t id = tape_add_frame(f->tape, f->now, &frame);
	struct packet p;
	packet_decode(PACKET_LINK_ETHERNET, bytes, len, len, &p);
	if (id < 64) {
		f->notes[id] = flow_note_frame(f->flows, &p, f->now, id);
		f->noted[id] = true;
	}
	return id;
}

/* A UDP datagram between the first two hosts; returns its id. */
static inline uint64_t fixture_datagram(
        struct fixture *f, int direction, const char *data, enum frame_fate fate)
{
	uint8_t bytes[128];
	size_t n = strlen(data), len = 42 + n;
	fixture_tcp(f, direction, 0, 0, 0, "", bytes);
	put16(bytes + 16, (unsigned)(28 + n));
	bytes[23] = 17;
	put16(bytes + 38, (unsigned)(8 + n));
	put16(bytes + 40, 0);
	memcpy(bytes + 42, data, n);
	struct tape_frame frame = {.direction = (uint8_t)direction,
	        .fate = (uint8_t)fate,
	        .related = TAPE_NONE,
	        .captured = (uint32_t)len,
	        .length = (uint32_t)len,
	        .bytes = bytes};
	return tape_add_frame(f->tape, f->now, &frame);
}

static inline void fixture_socket(
        struct fixture *f, int node, int state, int old, unsigned port, unsigned remote)
{
	tape_add_socket(f->tape, f->now,
	        &(struct tape_socket){.node = (uint16_t)node,
	                .family = 2,
	                .protocol = 6,
	                .state = (uint8_t)state,
	                .old_state = (uint8_t)old,
	                .local_port = (uint16_t)port,
	                .remote_port = (uint16_t)remote});
}

/* A call of the connection between the first two hosts, as far as it is a connection's. */
static inline struct tape_call fixture_call(
        struct fixture *f, int node, enum tape_call_kind kind, const char *name, const char *args)
{
	bool ends = kind == CALL_SEND || kind == CALL_RECV || kind == CALL_CONNECT ||
	            kind == CALL_SHUTDOWN || kind == CALL_CLOSE;
	struct tape_call c = {.node = (uint16_t)node,
	        .pane = (uint16_t)node,
	        .pid = 100 + node,
	        .tid = 100 + node,
	        .kind = (uint8_t)kind,
	        .enter = TAPE_NONE,
	        .fd = 3,
	        .family = 2,
	        .protocol = 6,
	        .name = name,
	        .args = args,
	        .source = ""};
	memcpy(c.local, topology_address(&f->topology, node, 4)->bytes, 4);
	memcpy(c.remote, topology_address(&f->topology, !node, 4)->bytes, 4);
	c.local_port = !ends ? 0 : node ? 8888 : 40000;
	c.remote_port = !ends ? 0 : node ? 40000 : 8888;
	return c;
}

/* Puts one stage of it on the tape; the first one's id is the call's. */
static inline uint64_t fixture_stage(
        struct fixture *f, struct tape_call *c, enum tape_call_stage stage, int64_t result)
{
	c->stage = (uint8_t)stage;
	c->result = result < 0 ? -1 : result;
	c->error = result < 0 ? (int32_t)-result : 0;
	if (c->enter == TAPE_NONE)
		c->enter = tape_end(f->tape);
	return tape_add_call(f->tape, f->now, c);
}

/* Asked and answered at once. */
static inline uint64_t fixture_done(struct fixture *f, struct tape_call c, int64_t result)
{
	fixture_stage(f, &c, CALL_ENTERED, 0);
	return fixture_stage(f, &c, CALL_RETURNED, result);
}

static inline struct view_env fixture_env(struct fixture *f, bool focus)
{
	return (struct view_env){.source = &f->source,
	        .shared = &f->shared,
	        .dissected = &f->shared.dissected,
	        .focus = focus};
}

static inline void fixture_layout(
        struct fixture *f, const struct view_ops *ops, void *state, int w, int h, bool focus)
{
	struct view_env env = fixture_env(f, focus);
	view_shared_update(&f->shared, &f->source);
	ops->layout(state, &env, w, h);
	view_shared_update(&f->shared, &f->source);
}

/* Lays out and draws a view alone into w x h; the text of it, freed by the caller. */
static inline char *fixture_picture(struct fixture *f, const struct view_ops *ops, void *state,
        int w, int h, bool focus, bool ascii)
{
	struct canvas c;
	struct buf text = {0};
	struct view_env env = fixture_env(f, focus);
	fixture_layout(f, ops, state, w, h, focus);
	canvas_init(&c, w, h);
	if (ascii)
		c.glyphs = &glyphs_ascii;
	ops->draw(state, &env, &c);
	canvas_dump_text(&c, &text);
	canvas_finish(&c);
	return buf_steal(&text);
}

static inline bool fixture_act(struct fixture *f, const struct view_ops *ops, void *state,
        struct view_act act, struct view_reply *r)
{
	struct view_env env = fixture_env(f, true);
	return ops->act(state, &env, &act, r);
}

static inline void expect_picture(const char *name, const char *picture)
{
	char *_cleanup_free_ path =
	        xasprintf("%s/tests/unit/view/golden/%s.screen", SOURCE_DIR, name);
	const char *update = getenv("WIRELAB_GOLDEN");
	struct buf want = {0};
	struct err e = {0};
	if (update && strcmp(update, "update") == 0) {
		assert_true(file_write(path, picture, strlen(picture), 0644, &e));
		return;
	}
	if (!file_read(path, 1 << 20, &want, &e))
		fail_msg("%s", e.text);
	assert_string_equal(buf_text(&want), picture);
	buf_finish(&want);
}

/* Draws and compares with golden/NAME.screen. */
static inline void expect_view(
        struct fixture *f, const char *name, const struct view_ops *ops, void *state, int w, int h)
{
	char *_cleanup_free_ picture = fixture_picture(f, ops, state, w, h, true, false);
	expect_picture(name, picture);
}

#endif
