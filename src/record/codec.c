/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Events as bytes and back. The functions put_X and take_X of a kind mirror each other.
 */
#include "record/codec.h"

#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

#define SOCKET_STATES 13
#define NO_PANE UINT16_MAX /* a call of a process that no pane started */

void put8(struct buf *b, uint8_t v)
{
	buf_add(b, &v, 1);
}

void put16(struct buf *b, uint16_t v)
{
	uint16_t be = htobe16(v);
	buf_add(b, &be, sizeof(be));
}

void put32(struct buf *b, uint32_t v)
{
	uint32_t be = htobe32(v);
	buf_add(b, &be, sizeof(be));
}

void put64(struct buf *b, uint64_t v)
{
	uint64_t be = htobe64(v);
	buf_add(b, &be, sizeof(be));
}

static void put_bytes(struct buf *b, const void *bytes, uint32_t len)
{
	put32(b, len);
	if (len)
		buf_add(b, bytes, len);
}

void put_text(struct buf *b, const char *text)
{
	size_t len = strnlen(text, UINT16_MAX);
	put16(b, (uint16_t)len);
	if (len)
		buf_add(b, text, len);
}

uint64_t take64(struct bytes *b)
{
	uint64_t high = bytes_be32(b);
	return high << 32 | bytes_be32(b);
}

static struct bytes take_bytes(struct bytes *b)
{
	return bytes_sub(b, bytes_be32(b));
}

const char *take_text(struct bytes *b, struct buf *out)
{
	struct bytes text = bytes_sub(b, bytes_be16(b));
	buf_clear(out);
	if (text.len)
		buf_add(out, text.base, text.len);
	return buf_text(out);
}

void codec_put_head(struct buf *b)
{
	buf_add(b, TAPE_MAGIC, sizeof(TAPE_MAGIC));
	put8(b, TAPE_VERSION);
}

bool codec_take_head(struct bytes *b)
{
	char magic[sizeof(TAPE_MAGIC)];
	bytes_copy(b, magic, sizeof(magic));
	uint8_t version = bytes_u8(b);
	return !b->bad && memcmp(magic, TAPE_MAGIC, sizeof(magic)) == 0 && version == TAPE_VERSION;
}

void codec_put_frame(struct buf *b, const struct tape_event *ev, const struct tape_fate *first)
{
	put64(b, ev->id);
	put64(b, (uint64_t)ev->when);
	put64(b, ev->frame.related);
	put8(b, first->fate);
	put8(b, first->by);
	put8(b, first->marks);
}

bool codec_take_frame(struct bytes *b, struct tape_event *out)
{
	*out = (struct tape_event){.kind = TAPE_FRAME};
	out->id = take64(b);
	out->when = (nsec)take64(b);
	out->frame.related = take64(b);
	out->frame.fate = bytes_u8(b);
	out->frame.by = bytes_u8(b);
	out->frame.marks = bytes_u8(b);
	return !b->bad && out->frame.fate < FATES && out->frame.by < BYS;
}

/* What reading one event needs beside its bytes. */
struct reading {
	struct bytes *from;
	const struct tape_about *about;
	struct tape *tape;
	nsec when;
};

static bool is_node(const struct reading *r, uint16_t node)
{
	return node < r->about->topology.node_count;
}

static bool is_pane(const struct reading *r, uint16_t pane)
{
	return pane < r->about->pane_count;
}

static void put_fate(struct buf *b, const struct tape_event *ev)
{
	put64(b, ev->fate.frame);
	put8(b, ev->fate.fate);
	put8(b, ev->fate.by);
	put8(b, ev->fate.marks);
}

static bool take_fate(const struct reading *r)
{
	struct tape_fate f = {.frame = take64(r->from)};
	f.fate = bytes_u8(r->from);
	f.by = bytes_u8(r->from);
	f.marks = bytes_u8(r->from);
	if (r->from->bad || f.fate >= FATES || f.by >= BYS || f.frame >= tape_end(r->tape))
		return false;
	tape_add_fate(r->tape, r->when, &f);
	return true;
}

/* Who adds a member to these has to keep it, too. */
_Static_assert(sizeof(struct tape_socket) == 88, "every member of a socket is kept");
_Static_assert(
        sizeof(struct tape_call) == 120 + 3 * sizeof(void *), "every member of a call is kept");

static void put_socket(struct buf *b, const struct tape_event *ev)
{
	const struct tape_socket *s = &ev->socket;
	const uint8_t small[] = {s->family, s->protocol, s->state, s->old_state, s->gone,
	        s->retransmits, s->timer, s->options, s->wscale, s->backoff};
	const uint32_t large[] = {s->timer_ms, s->recv_queue, s->send_queue, s->cwnd, s->ssthresh,
	        s->rtt_us, s->rto_us};
	put16(b, s->node);
	buf_add(b, small, sizeof(small));
	put16(b, s->local_port);
	put16(b, s->remote_port);
	buf_add(b, s->local, sizeof(s->local));
	buf_add(b, s->remote, sizeof(s->remote));
	for (size_t i = 0; i < sizeof(large) / sizeof(large[0]); i++)
		put32(b, large[i]);
	put16(b, s->mss);
	put16(b, s->sent_again);
	put64(b, s->inode);
}

static bool take_socket(const struct reading *r)
{
	struct bytes *b = r->from;
	struct tape_socket s;
	memset(&s, 0, sizeof(s)); /* the tape keeps it with its padding */
	s.node = bytes_be16(b);
	s.family = bytes_u8(b);
	s.protocol = bytes_u8(b);
	s.state = bytes_u8(b);
	s.old_state = bytes_u8(b);
	s.gone = bytes_u8(b) != 0;
	s.retransmits = bytes_u8(b);
	s.timer = bytes_u8(b);
	s.options = bytes_u8(b);
	s.wscale = bytes_u8(b);
	s.backoff = bytes_u8(b);
	s.local_port = bytes_be16(b);
	s.remote_port = bytes_be16(b);
	bytes_copy(b, s.local, sizeof(s.local));
	bytes_copy(b, s.remote, sizeof(s.remote));
	uint32_t *const large[] = {&s.timer_ms, &s.recv_queue, &s.send_queue, &s.cwnd, &s.ssthresh,
	        &s.rtt_us, &s.rto_us};
	for (size_t i = 0; i < sizeof(large) / sizeof(large[0]); i++)
		*large[i] = bytes_be32(b);
	s.mss = bytes_be16(b);
	s.sent_again = bytes_be16(b);
	s.inode = take64(b);
	if (b->bad || !is_node(r, s.node) || s.state >= SOCKET_STATES ||
	        s.old_state >= SOCKET_STATES ||
	        (s.family != AF_INET && s.family != AF_INET6 && s.family != AF_UNIX))
		return false;
	tape_add_socket(r->tape, r->when, &s);
	return true;
}

static void put_program(struct buf *b, const struct tape_event *ev)
{
	put16(b, ev->program.node);
	put16(b, ev->program.pane);
	put8(b, ev->program.ended);
	put32(b, (uint32_t)ev->program.code);
	put_text(b, ev->program.command);
}

static bool take_program(const struct reading *r)
{
	struct buf text = {0};
	struct tape_program p = {.node = bytes_be16(r->from)};
	p.pane = bytes_be16(r->from);
	p.ended = bytes_u8(r->from);
	p.code = (int32_t)bytes_be32(r->from);
	p.command = take_text(r->from, &text);
	bool good = !r->from->bad && is_node(r, p.node) && is_pane(r, p.pane) && p.ended <= 3;
	if (good)
		tape_add_program(r->tape, r->when, &p);
	buf_finish(&text);
	return good;
}

static void put_output(struct buf *b, const struct tape_event *ev)
{
	put16(b, ev->output.pane);
	put_bytes(b, ev->output.bytes, ev->output.length);
}

static bool take_output(const struct reading *r)
{
	uint16_t pane = bytes_be16(r->from);
	struct bytes said = take_bytes(r->from);
	if (r->from->bad || !is_pane(r, pane))
		return false;
	tape_add_output(r->tape, r->when, pane, (const char *)said.base, said.len);
	return true;
}

static void put_note(struct buf *b, const struct tape_event *ev)
{
	put8(b, ev->note.kind);
	put_text(b, ev->note.text);
}

static bool take_note(const struct reading *r)
{
	struct buf text = {0};
	uint8_t kind = bytes_u8(r->from);
	take_text(r->from, &text);
	bool good = !r->from->bad && kind < NOTE_KINDS;
	if (good)
		tape_add_note(r->tape, r->when, (enum tape_note_kind)kind, buf_text(&text));
	buf_finish(&text);
	return good;
}

static void put_call(struct buf *b, const struct tape_event *ev)
{
	const struct tape_call *c = &ev->call;
	put16(b, c->node);
	put16(b, c->pane);
	put8(b, c->stage);
	put8(b, c->kind);
	put8(b, c->changed);
	put32(b, (uint32_t)c->pid);
	put32(b, (uint32_t)c->tid);
	put32(b, (uint32_t)c->fd);
	put32(b, (uint32_t)c->error);
	put64(b, c->enter);
	put64(b, (uint64_t)c->result);
	put64(b, (uint64_t)c->blocked);
	put64(b, c->inode);
	put8(b, c->family);
	put8(b, c->protocol);
	put16(b, c->local_port);
	put16(b, c->remote_port);
	buf_add(b, c->local, sizeof(c->local));
	buf_add(b, c->remote, sizeof(c->remote));
	put64(b, c->offset);
	put32(b, c->data_total);
	put_bytes(b, c->data, c->data_kept);
	put_text(b, c->name);
	put_text(b, c->args);
	put_text(b, c->source);
}

static bool take_call(const struct reading *r)
{
	struct bytes *b = r->from;
	struct buf texts[3] = {0};
	struct tape_call c = {.node = bytes_be16(b)};
	c.pane = bytes_be16(b);
	c.stage = bytes_u8(b);
	c.kind = bytes_u8(b);
	c.changed = bytes_u8(b) != 0;
	c.pid = (int32_t)bytes_be32(b);
	c.tid = (int32_t)bytes_be32(b);
	c.fd = (int32_t)bytes_be32(b);
	c.error = (int32_t)bytes_be32(b);
	c.enter = take64(b);
	c.result = (int64_t)take64(b);
	c.blocked = (nsec)take64(b);
	c.inode = take64(b);
	c.family = bytes_u8(b);
	c.protocol = bytes_u8(b);
	c.local_port = bytes_be16(b);
	c.remote_port = bytes_be16(b);
	bytes_copy(b, c.local, sizeof(c.local));
	bytes_copy(b, c.remote, sizeof(c.remote));
	c.offset = take64(b);
	c.data_total = bytes_be32(b);
	struct bytes data = take_bytes(b);
	c.data = data.base;
	c.data_kept = (uint32_t)data.len;
	c.name = take_text(b, &texts[0]);
	c.args = take_text(b, &texts[1]);
	c.source = take_text(b, &texts[2]);
	bool good = !b->bad && is_node(r, c.node) && (is_pane(r, c.pane) || c.pane == NO_PANE) &&
	            c.stage <= CALL_PROCESS && c.kind <= CALL_WAIT && c.enter <= tape_end(r->tape);
	if (good)
		tape_add_call(r->tape, r->when, &c);
	for (size_t i = 0; i < 3; i++)
		buf_finish(&texts[i]);
	return good;
}

static void put_counter(struct buf *b, const struct tape_event *ev)
{
	put16(b, ev->counter.node);
	put64(b, (uint64_t)ev->counter.by);
	put64(b, ev->counter.value);
	put64(b, ev->counter.frame);
	put_text(b, ev->counter.name);
}

static bool take_counter(const struct reading *r)
{
	struct buf text = {0};
	struct tape_counter c = {.node = bytes_be16(r->from)};
	c.by = (int64_t)take64(r->from);
	c.value = take64(r->from);
	c.frame = take64(r->from);
	c.name = take_text(r->from, &text);
	bool good = !r->from->bad && is_node(r, c.node);
	if (good)
		tape_add_counter(r->tape, r->when, &c);
	buf_finish(&text);
	return good;
}

static const struct {
	void (*put)(struct buf *b, const struct tape_event *ev);
	bool (*take)(const struct reading *r);
} kinds[] = {
        [TAPE_FRAME] = {0}, /* an enhanced packet block, not here */
        [TAPE_FATE] = {put_fate, take_fate},
        [TAPE_SOCKET] = {put_socket, take_socket},
        [TAPE_PROGRAM] = {put_program, take_program},
        [TAPE_OUTPUT] = {put_output, take_output},
        [TAPE_NOTE] = {put_note, take_note},
        [TAPE_CALL] = {put_call, take_call},
        [TAPE_COUNTER] = {put_counter, take_counter},
};
_Static_assert(sizeof(kinds) / sizeof(kinds[0]) == TAPE_KINDS, "every kind can be kept");

void codec_put_event(struct buf *b, const struct tape_event *ev)
{
	put8(b, (uint8_t)ev->kind);
	put64(b, (uint64_t)ev->when);
	kinds[ev->kind].put(b, ev);
}

bool codec_take_event(struct bytes *b, const struct tape_about *about, struct tape *t)
{
	uint8_t kind = bytes_u8(b);
	struct reading r = {.from = b, .about = about, .tape = t};
	r.when = (nsec)take64(b);
	return !b->bad && kind < TAPE_KINDS && kinds[kind].take && kinds[kind].take(&r);
}
