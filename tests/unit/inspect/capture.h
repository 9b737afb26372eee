/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A capture of packets made by hand, and its views drawn, for the tests of ui/inspect.
 */
#ifndef TESTS_INSPECT_CAPTURE_H
#define TESTS_INSPECT_CAPTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/err.h"
#include "ui/inspect/inspect.h"
#include "ui/view/view.h"

struct capture {
	struct traffic *traffic;
	struct inspect *in;
	nsec now;
};

static inline void capture_begin(struct capture *c)
{
	struct err e = {0};
	*c = (struct capture){.now = 1000 * NSEC_PER_SEC};
	c->traffic = traffic_create_live(0, 1 << 20, &e);
	assert_non_null(c->traffic);
	traffic_add_interface(c->traffic, PACKET_LINK_ETHERNET, "eth0");
	c->in = inspect_create(c->traffic);
}

static inline void capture_end(struct capture *c)
{
	inspect_destroy(c->in);
	traffic_destroy(c->traffic);
}

static inline void capture_add(struct capture *c, const uint8_t *bytes, uint32_t len)
{
	c->now += NSEC_PER_MSEC;
	assert_true(traffic_append(c->traffic,
	        &(struct capture_frame){
	                .when = c->now, .captured = len, .length = len, .bytes = bytes}));
}

static inline void capture_put(uint8_t *at, uint32_t v, int bytes)
{
	for (int i = bytes; i-- > 0; v >>= 8)
		at[i] = (uint8_t)v;
}

/* Ethernet and IPv4 from 10.0.0.1 to 10.0.0.2, or back; returns where the rest begins. */
static inline uint8_t *capture_ip(uint8_t out[256], bool back, uint8_t protocol, size_t rest)
{
	memset(out, 0, 256);
	capture_put(out + 12, 0x0800, 2);
	out[14] = 0x45;
	capture_put(out + 16, (uint32_t)(20 + rest), 2);
	out[22] = 64;
	out[23] = protocol;
	capture_put(out + 26, back ? 0x0a000002 : 0x0a000001, 4);
	capture_put(out + 30, back ? 0x0a000001 : 0x0a000002, 4);
	return out + 34;
}

/* A TCP segment between ports 40000 and 80. */
static inline void capture_tcp(
        struct capture *c, bool back, unsigned flags, uint32_t seq, uint32_t ack, const char *data)
{
	uint8_t bytes[256];
	size_t len = strlen(data);
	uint8_t *t = capture_ip(bytes, back, 6, 20 + len);
	capture_put(t, back ? 80 : 40000, 2);
	capture_put(t + 2, back ? 40000 : 80, 2);
	capture_put(t + 4, seq, 4);
	capture_put(t + 8, ack, 4);
	t[12] = 0x50;
	t[13] = (uint8_t)flags;
	capture_put(t + 14, 1000, 2);
	memcpy(t + 20, data, len);
	capture_add(c, bytes, (uint32_t)(54 + len));
}

/* Four segments: a handshake, and five bytes. */
static inline void capture_handshake(struct capture *c)
{
	capture_tcp(c, false, TCP_SYN, 100, 0, "");
	capture_tcp(c, true, TCP_SYN | TCP_ACK, 500, 101, "");
	capture_tcp(c, false, TCP_ACK, 101, 501, "");
	capture_tcp(c, false, TCP_PSH | TCP_ACK, 101, 501, "hello");
}

/* All work that there is. */
static inline void capture_settle(struct capture *c)
{
	while (inspect_work(c->in, clock_now() + NSEC_PER_SEC))
		;
}

/* A view laid out and drawn at a size; the caller frees the text. */
static inline char *capture_draw(
        struct capture *c, const struct view_ops *ops, void *state, int w, int h)
{
	struct canvas canvas;
	struct buf out = {0};
	struct view_env env = {.inspect = c->in, .dissected = &c->in->dissected, .focus = true};
	canvas_init(&canvas, w, h);
	inspect_update(c->in);
	ops->layout(state, &env, w, h);
	inspect_update(c->in);
	ops->draw(state, &env, &canvas);
	canvas_dump_text(&canvas, &out);
	canvas_finish(&canvas);
	return buf_steal(&out);
}

static inline bool capture_act(struct capture *c, const struct view_ops *ops, void *state,
        struct view_act act, struct view_reply *r)
{
	struct view_env env = {.inspect = c->in, .dissected = &c->in->dissected, .focus = true};
	*r = (struct view_reply){0};
	return ops->act(state, &env, &act, r);
}

#endif
