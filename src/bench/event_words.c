/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Events of a tape as lines of text.
 */
#include "bench/event_words.h"

#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/text.h"
#include "bench/fate.h"
#include "net/sockets.h"
#include "packet/format.h"

#define LINE_MAX_ 512  /* of a decoded frame */
#define OUTPUT_MAX 160 /* bytes of what a program printed */

void event_address(uint8_t family, const uint8_t bytes[16], uint16_t port, char *out, size_t size)
{
	struct packet_addr a = {.length = family == AF_INET6 ? 16 : 4};
	static const uint8_t none[16];
	char text[64] = "*";
	memcpy(a.bytes, bytes, a.length);
	if (memcmp(a.bytes, none, a.length) != 0)
		packet_addr_text(&a, text);
	bool colons = strchr(text, ':');
	if (port)
		snprintf(out, size, "%s%s%s:%u", colons ? "[" : "", text, colons ? "]" : "", port);
	else
		snprintf(out, size, "%s%s%s:*", colons ? "[" : "", text, colons ? "]" : "");
}

const char *event_kind_name(enum tape_kind kind)
{
	static const char *const names[] = {
	        [TAPE_FRAME] = "frame",
	        [TAPE_FATE] = "fate",
	        [TAPE_SOCKET] = "socket",
	        [TAPE_PROGRAM] = "program",
	        [TAPE_OUTPUT] = "output",
	        [TAPE_NOTE] = "note",
	        [TAPE_CALL] = "call",
	        [TAPE_COUNTER] = "counter",
	};
	_Static_assert(sizeof(names) / sizeof(names[0]) == TAPE_KINDS, "a name a kind");
	return names[kind];
}

const char *event_note_name(enum tape_note_kind kind)
{
	static const char *const names[] = {
	        [NOTE_STEP] = "step",
	        [NOTE_PREDICTION] = "prediction",
	        [NOTE_CHECK] = "check",
	        [NOTE_COMMAND] = "command",
	        [NOTE_LINK] = "link",
	        [NOTE_WORLD] = "world",
	        [NOTE_SIZE] = "size",
	        [NOTE_CUT] = "left-out",
	};
	_Static_assert(sizeof(names) / sizeof(names[0]) == NOTE_KINDS, "a name a kind");
	return names[kind];
}

const char *event_stage_name(enum tape_call_stage stage)
{
	static const char *const names[] = {
	        [CALL_HELD] = "held",
	        [CALL_ENTERED] = "entered",
	        [CALL_RETURNED] = "returned",
	        [CALL_SIGNAL] = "signal",
	        [CALL_PROCESS] = "process",
	};
	return (size_t)stage < sizeof(names) / sizeof(names[0]) ? names[stage] : "?";
}

static const char *node_name(const struct past *p, int node)
{
	const struct topology *t = &past_about(p)->topology;
	return node >= 0 && node < t->node_count ? t->nodes[node].name : "*";
}

static const char *pane_name(const struct past *p, size_t pane)
{
	const struct tape_about *a = past_about(p);
	return pane < a->pane_count ? a->panes[pane].name : "?";
}

/* As C would have it: quotes, \n, \x1b. */
static void add_quoted(struct buf *out, const char *bytes, size_t len)
{
	static const char from[] = "\n\r\t\\\"", to[] = "nrt\\\"";
	size_t shown = len < OUTPUT_MAX ? len : OUTPUT_MAX;
	buf_putc(out, '"');
	for (size_t i = 0; i < shown;) {
		uint32_t cp;
		size_t took = text_decode(bytes + i, len - i, &cp);
		const char *special = cp && cp < 128 ? strchr(from, (int)cp) : NULL;
		if (special)
			buf_printf(out, "\\%c", to[special - from]);
		else if (cp < 32 || (cp >= 127 && cp < 160) || cp == 0xfffd)
			buf_printf(out, "\\x%02x", (unsigned char)bytes[i]);
		else
			buf_add(out, bytes + i, took);
		i += took;
	}
	buf_puts(out, shown < len ? "\"..." : "\"");
}

static void add_fate(struct past *p, uint64_t frame, struct buf *out)
{
	char words[320];
	past_fate_text(p, frame, words, sizeof(words));
	buf_puts(out, words);
}

static void line_of_frame(struct past *p, const struct tape_event *ev, struct buf *out)
{
	const struct tape_frame *f = &ev->frame;
	struct packet packet;
	struct flow_note note;
	char line[LINE_MAX_];
	int from, to;
	bool noted = past_note(p, ev->id, &note);
	packet_decode(PACKET_LINK_ETHERNET, f->bytes, f->captured, f->length, &packet);
	frame_ends(&past_about(p)->topology, &packet, f->link, f->direction, &from, &to);
	format_line_bytes(&packet, f->bytes, noted ? &note : NULL, false, line, sizeof(line));
	buf_printf(out, "%s > %s  %s  (", node_name(p, from), node_name(p, to), line);
	add_fate(p, ev->id, out);
	buf_putc(out, ')');
}

static void line_of_fate(struct past *p, const struct tape_event *ev, struct buf *out)
{
	buf_printf(out, "#%llu: ", (unsigned long long)ev->fate.frame);
	add_fate(p, ev->fate.frame, out);
}

static void line_of_socket(struct past *p, const struct tape_event *ev, struct buf *out)
{
	const struct tape_socket *s = &ev->socket;
	char local[80], remote[80];
	event_address(s->family, s->local, s->local_port, local, sizeof(local));
	event_address(s->family, s->remote, s->remote_port, remote, sizeof(remote));
	buf_printf(out, "%s %s %s %s ", node_name(p, s->node),
	        s->protocol == IPPROTO_UDP ? "UDP" : "TCP", local, remote);
	const char *state = sockets_state_name(s->protocol, s->state);
	const char *before = sockets_state_name(s->protocol, s->old_state);
	if (s->gone)
		buf_printf(out, "%s -> %s", state, _("gone"));
	else if (s->old_state && s->old_state != s->state)
		buf_printf(out, "%s -> %s", before, state);
	else
		buf_puts(out, state);
	buf_printf(out, " recv-q %u send-q %u", s->recv_queue, s->send_queue);
	if (s->retransmits)
		buf_printf(out, " retransmits %u", s->retransmits);
}

static void line_of_program(struct past *p, const struct tape_event *ev, struct buf *out)
{
	const struct tape_program *o = &ev->program;
	const char *name = pane_name(p, o->pane);
	if (o->ended == 0)
		buf_printf(out, _("%s starts: %s"), name, o->command);
	else if (o->ended == 1)
		buf_printf(out, _("%s exited with %d"), name, o->code);
	else if (o->ended == 2)
		buf_printf(out, _("%s was killed by signal %d"), name, o->code);
	else
		buf_printf(out, _("%s could not start"), name);
}

static void line_of_output(struct past *p, const struct tape_event *ev, struct buf *out)
{
	buf_printf(out, "%s: ", pane_name(p, ev->output.pane));
	add_quoted(out, ev->output.bytes, ev->output.length);
}

static void line_of_note(struct past *p, const struct tape_event *ev, struct buf *out)
{
	(void)p;
	buf_printf(
	        out, "%s: %s", event_note_name((enum tape_note_kind)ev->note.kind), ev->note.text);
}

void event_call(const struct tape_call *c, struct buf *out)
{
	buf_printf(out, "%s(%s)", c->name, c->args);
	if (c->stage == CALL_SIGNAL || c->stage == CALL_PROCESS || c->stage == CALL_HELD)
		buf_printf(out, " %s", event_stage_name((enum tape_call_stage)c->stage));
	if (c->stage != CALL_RETURNED)
		return;
	const char *name = c->error ? strerrorname_np(c->error) : NULL;
	buf_printf(out, " = %lld%s%s", (long long)c->result, name ? " " : "", name ? name : "");
}

static void line_of_call(struct past *p, const struct tape_event *ev, struct buf *out)
{
	const struct tape_call *c = &ev->call;
	buf_printf(out, "%s[%d] ", node_name(p, c->node), c->tid);
	event_call(c, out);
	if (c->stage == CALL_RETURNED)
		buf_printf(out, " <%.6f>", (double)c->blocked / (double)NSEC_PER_SEC);
	if (c->source[0])
		buf_printf(out, "  %s", c->source);
}

static void line_of_counter(struct past *p, const struct tape_event *ev, struct buf *out)
{
	const struct tape_counter *c = &ev->counter;
	buf_printf(out, "%s %s %+lld = %llu", node_name(p, c->node), c->name, (long long)c->by,
	        (unsigned long long)c->value);
}

void event_line(struct past *p, const struct tape_event *ev, struct buf *out)
{
	static void (*const lines[])(struct past * p, const struct tape_event *, struct buf *) = {
	        [TAPE_FRAME] = line_of_frame,
	        [TAPE_FATE] = line_of_fate,
	        [TAPE_SOCKET] = line_of_socket,
	        [TAPE_PROGRAM] = line_of_program,
	        [TAPE_OUTPUT] = line_of_output,
	        [TAPE_NOTE] = line_of_note,
	        [TAPE_CALL] = line_of_call,
	        [TAPE_COUNTER] = line_of_counter,
	};
	_Static_assert(sizeof(lines) / sizeof(lines[0]) == TAPE_KINDS, "a line a kind");
	struct buf raw = {0};
	lines[ev->kind](p, ev, &raw);
	size_t start = out->len;
	buf_add(out, buf_text(&raw), raw.len);
	for (size_t i = start; i < out->len; i++)
		if ((unsigned char)out->at[i] < 32 || out->at[i] == 127)
			out->at[i] = '?';
	buf_finish(&raw);
}
