/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A tape as JSON, one event after the other, so that a long one takes no more memory than its text.
 */
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "base/buf.h"
#include "base/text.h"
#include "bench/event_words.h"
#include "bench/export.h"
#include "net/sockets.h"
#include "packet/format.h"

static double seconds(nsec t)
{
	return (double)t / (double)NSEC_PER_SEC;
}

/* What is not UTF-8, as programs may print, with U+FFFD for each byte that is wrong. */
static json_t *text_of(const char *text, size_t len)
{
	struct buf clean = {0};
	for (size_t i = 0; i < len;) {
		char utf8[5];
		uint32_t cp;
		i += text_decode(text + i, len - i, &cp);
		buf_add(&clean, utf8, text_encode(cp, utf8));
	}
	json_t *j = json_stringn(buf_text(&clean), clean.len);
	buf_finish(&clean);
	return j;
}

static json_t *word(const char *text)
{
	return text_of(text, strlen(text));
}

static json_t *hex_of(const uint8_t *bytes, size_t len)
{
	static const char digits[] = "0123456789abcdef";
	struct buf hex = {0};
	for (size_t i = 0; i < len; i++) {
		buf_putc(&hex, digits[bytes[i] >> 4]);
		buf_putc(&hex, digits[bytes[i] & 15]);
	}
	json_t *j = json_stringn(buf_text(&hex), hex.len);
	buf_finish(&hex);
	return j;
}

static json_t *node_of(const struct past *p, int node)
{
	const struct topology *t = &past_about(p)->topology;
	return node >= 0 && node < t->node_count ? word(t->nodes[node].name) : json_null();
}

static json_t *pane_of(const struct past *p, size_t pane)
{
	const struct tape_about *a = past_about(p);
	return pane < a->pane_count ? word(a->panes[pane].name) : json_null();
}

static void set(json_t *o, const char *key, json_t *value)
{
	json_object_set_new(o, key, value);
}

static void set_number(json_t *o, const char *key, uint64_t value)
{
	set(o, key, json_integer((json_int_t)value));
}

static void set_fate(struct past *p, json_t *o, uint64_t frame)
{
	char words[320];
	past_fate_text(p, frame, words, sizeof(words));
	set(o, "fate", word(words));
}

static void put_frame(struct past *p, const struct tape_event *ev, json_t *o)
{
	const struct tape_frame *f = &ev->frame;
	const struct topology_link *l = &past_about(p)->topology.links[f->link];
	struct packet packet;
	struct flow_note note;
	char line[512];
	bool noted = past_note(p, ev->id, &note);
	packet_decode(PACKET_LINK_ETHERNET, f->bytes, f->captured, f->length, &packet);
	format_line_bytes(&packet, f->bytes, noted ? &note : NULL, false, line, sizeof(line));
	set(o, "link", word(l->name));
	set(o, "from", node_of(p, l->ends[f->direction ? 1 : 0].node));
	set(o, "to", node_of(p, l->ends[f->direction ? 0 : 1].node));
	set(o, "summary", word(line));
	set_number(o, "length", f->length);
	set(o, "bytes", hex_of(f->bytes, f->captured));
	set_fate(p, o, ev->id);
	set(o, "related",
	        f->related == TAPE_NONE ? json_null() : json_integer((json_int_t)f->related));
}

static void put_fate(struct past *p, const struct tape_event *ev, json_t *o)
{
	set_number(o, "frame", ev->fate.frame);
	set_fate(p, o, ev->fate.frame);
}

static void put_socket(struct past *p, const struct tape_event *ev, json_t *o)
{
	const struct tape_socket *s = &ev->socket;
	char text[80];
	set(o, "node", node_of(p, s->node));
	set(o, "protocol", json_string(s->protocol == IPPROTO_UDP ? "UDP" : "TCP"));
	event_address(s->family, s->local, s->local_port, text, sizeof(text));
	set(o, "local", json_string(text));
	event_address(s->family, s->remote, s->remote_port, text, sizeof(text));
	set(o, "remote", json_string(text));
	set(o, "state", json_string(sockets_state_name(s->protocol, s->state)));
	set(o, "before", json_string(sockets_state_name(s->protocol, s->old_state)));
	set(o, "gone", json_boolean(s->gone));
	set_number(o, "recv_queue", s->recv_queue);
	set_number(o, "send_queue", s->send_queue);
	set_number(o, "cwnd", s->cwnd);
	set_number(o, "ssthresh", s->ssthresh);
	set_number(o, "rtt_us", s->rtt_us);
	set_number(o, "rto_us", s->rto_us);
	set_number(o, "retransmits", s->retransmits);
	set_number(o, "inode", s->inode);
}

static void put_program(struct past *p, const struct tape_event *ev, json_t *o)
{
	static const char *const ends[] = {"started", "exited", "killed", "failed"};
	const struct tape_program *g = &ev->program;
	set(o, "pane", pane_of(p, g->pane));
	set(o, "node", node_of(p, g->node));
	set(o, "what", json_string(g->ended < 4 ? ends[g->ended] : "?"));
	set(o, "code", json_integer(g->code));
	set(o, "command", word(g->command));
}

static void put_output(struct past *p, const struct tape_event *ev, json_t *o)
{
	set(o, "pane", pane_of(p, ev->output.pane));
	set(o, "text", text_of(ev->output.bytes, ev->output.length));
}

static void put_note(struct past *p, const struct tape_event *ev, json_t *o)
{
	(void)p;
	set(o, "note", json_string(event_note_name((enum tape_note_kind)ev->note.kind)));
	set(o, "text", word(ev->note.text));
}

static void put_call(struct past *p, const struct tape_event *ev, json_t *o)
{
	const struct tape_call *c = &ev->call;
	const char *name = c->error ? strerrorname_np(c->error) : NULL;
	set(o, "node", node_of(p, c->node));
	set(o, "pane", pane_of(p, c->pane));
	set(o, "pid", json_integer(c->pid));
	set(o, "tid", json_integer(c->tid));
	set(o, "stage", json_string(event_stage_name((enum tape_call_stage)c->stage)));
	set(o, "name", word(c->name));
	set(o, "args", word(c->args));
	set(o, "source", word(c->source));
	set_number(o, "enter", c->enter);
	set(o, "fd", json_integer(c->fd));
	set(o, "result", json_integer((json_int_t)c->result));
	set(o, "error", name ? json_string(name) : json_null());
	set(o, "blocked", json_real(seconds(c->blocked)));
	set_number(o, "offset", c->offset);
	set_number(o, "length", c->data_total);
	set(o, "bytes", hex_of(c->data, c->data_kept));
	set(o, "changed", json_boolean(c->changed));
}

static void put_counter(struct past *p, const struct tape_event *ev, json_t *o)
{
	set(o, "node", node_of(p, ev->counter.node));
	set(o, "name", word(ev->counter.name));
	set(o, "by", json_integer((json_int_t)ev->counter.by));
	set_number(o, "value", ev->counter.value);
}

static void put_json(struct buf *out, json_t *j)
{
	char *text = json_dumps(j, JSON_COMPACT | JSON_ENCODE_ANY);
	buf_puts(out, text ? text : "null");
	free(text);
	json_decref(j);
}

static void put_event(struct past *p, const struct tape_event *ev, struct buf *out)
{
	static void (*const parts[])(struct past * p, const struct tape_event *ev, json_t *o) = {
	        [TAPE_FRAME] = put_frame,
	        [TAPE_FATE] = put_fate,
	        [TAPE_SOCKET] = put_socket,
	        [TAPE_PROGRAM] = put_program,
	        [TAPE_OUTPUT] = put_output,
	        [TAPE_NOTE] = put_note,
	        [TAPE_CALL] = put_call,
	        [TAPE_COUNTER] = put_counter,
	};
	_Static_assert(sizeof(parts) / sizeof(parts[0]) == TAPE_KINDS, "a function a kind");
	json_t *o = json_object();
	set_number(o, "id", ev->id);
	set(o, "time", json_real(seconds(ev->when - past_about(p)->began)));
	set(o, "kind", json_string(event_kind_name(ev->kind)));
	parts[ev->kind](p, ev, o);
	put_json(out, o);
}

static json_t *names_of_nodes(const struct topology *t)
{
	json_t *list = json_array();
	for (int i = 0; i < t->node_count; i++)
		json_array_append_new(list, word(t->nodes[i].name));
	return list;
}

static json_t *names_of_links(const struct topology *t)
{
	json_t *list = json_array();
	for (int i = 0; i < t->link_count; i++)
		json_array_append_new(list, word(t->links[i].name));
	return list;
}

void export_json(struct past *p, struct buf *out)
{
	const struct tape_about *a = past_about(p);
	struct tape_event ev;
	buf_puts(out, "{\"wirelab\":");
	put_json(out, word(a->version));
	buf_puts(out, ",\n\"lab\":");
	put_json(out, a->lab[0] ? word(a->lab) : json_null());
	buf_puts(out, ",\n\"began\":");
	put_json(out, json_real(seconds(a->began) + seconds(a->offset)));
	buf_puts(out, ",\n\"nodes\":");
	put_json(out, names_of_nodes(&a->topology));
	buf_puts(out, ",\n\"links\":");
	put_json(out, names_of_links(&a->topology));
	buf_puts(out, ",\n\"events\":[");
	uint64_t first = tape_first(past_tape(p));
	for (uint64_t id = first; tape_get(past_tape(p), id, &ev); id++) {
		buf_puts(out, id == first ? "\n" : ",\n");
		put_event(p, &ev, out);
	}
	buf_puts(out, "\n]}\n");
}
