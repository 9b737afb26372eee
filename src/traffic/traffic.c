/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The packets of a capture: one record each, and the way back to their bytes.
 */
#include "traffic/traffic.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/err.h"
#include "base/i18n.h"
#include "traffic/traffic_internal.h"

#define FLOWS_LIVE ((size_t)1 << 18)
#define PACKETS_LIVE ((uint64_t)4 << 20)
#define BYTES_LIVE ((uint64_t)1 << 30)
#define PACKETS_MAX ((uint64_t)UINT32_MAX - 1) /* flows remember packets in 32 bits */

struct traffic *traffic_create(struct capture_file *file)
{
	struct traffic *t = xcalloc(1, sizeof(*t));
	t->file = file;
	t->flows = flow_table_create(file ? 0 : FLOWS_LIVE, FLOW_BY_TIME);
	t->packets_max = PACKETS_MAX;
	return t;
}

struct traffic *traffic_create_live(uint64_t packets, uint64_t bytes, struct err *e)
{
	struct store *store = store_create(bytes ? bytes : BYTES_LIVE, e);
	if (!store)
		return NULL;
	struct traffic *t = traffic_create(NULL);
	t->store = store;
	t->packets_max = packets ? packets : PACKETS_LIVE;
	t->state = TRAFFIC_WAIT;
	return t;
}

void traffic_destroy(struct traffic *t)
{
	if (!t)
		return;
	capture_file_close(t->file);
	store_destroy(t->store);
	flow_table_destroy(t->flows);
	VEC_EACH (c, &t->chunks)
		free(*c);
	VEC_EACH (o, &t->own)
		free(o->comment);
	VEC_EACH (i, &t->interfaces) {
		free((*i)->named);
		free(*i);
	}
	vec_free(&t->chunks);
	vec_free(&t->comments);
	vec_free(&t->own);
	vec_free(&t->interfaces);
	buf_finish(&t->texts);
	free(t);
}

/* The innermost protocol; what an ICMP error quotes is not. */
static uint8_t main_kind(const struct packet *p)
{
	uint8_t kind = LAYER_PAYLOAD;
	for (unsigned i = 0; i < p->layer_count; i++) {
		if (p->layers[i].kind != LAYER_PAYLOAD)
			kind = p->layers[i].kind;
		if (kind == LAYER_ICMP || kind == LAYER_ICMPV6)
			break;
	}
	return kind;
}

static struct traffic_record *new_record(struct traffic *t)
{
	if (t->count % RECORDS == 0)
		vec_push(&t->chunks, xmalloc(RECORDS * sizeof(struct traffic_record)));
	t->count++;
	t->changed++;
	return traffic_record(t, t->count);
}

void traffic_take(struct traffic *t, const struct capture_frame *f)
{
	struct packet p;
	const struct capture_interface *i = traffic_interface(t, f->interface);
	packet_decode((enum packet_link)i->link, f->bytes, f->captured, f->length, &p);
	struct flow_note note = flow_note_frame(t->flows, &p, f->when, t->count + 1);
	struct flow_quote quote = {.flow = FLOW_NONE};
	if (note.flow == FLOW_NONE)
		quote = flow_quoted(t->flows, &p, f->bytes);
	if (quote.flow < UINT32_MAX) {
		note.seq = (uint32_t)quote.flow + 1; /* traffic_record_about() */
		note.direction = quote.direction;
	}
	uint64_t when = (uint64_t)f->when;
	struct traffic_record *r = new_record(t);
	*r = (struct traffic_record){
	        .offset_low = (uint32_t)f->offset,
	        .offset_high = f->offset >> 32 & 0xff,
	        .when_low = (uint32_t)when,
	        .when_high = (uint32_t)(when >> 32),
	        .captured = f->captured & ((1u << 19) - 1),
	        .length = f->length,
	        .interface = f->interface & 0xffff,
	        .tcp_flags = p.tcp_flags & 0x1ffu,
	        .sport = p.sport,
	        .dport = p.dport,
	        .kind = main_kind(&p) & 0x7fu,
	        .flags = p.flags & 0x1fu,
	        .note = flow_pack(&note, t->count),
	};
	if (t->count == 1)
		t->first_when = f->when;
}

enum traffic_state traffic_work(struct traffic *t, unsigned most)
{
	struct capture_frame f;
	enum capture_step step = CAPTURE_FRAME;
	if (!t->file || t->state == TRAFFIC_DONE)
		return t->state;
	unsigned n = 0;
	for (; n < most && t->count < t->packets_max; n++) {
		step = capture_file_next(t->file, &f);
		if (step != CAPTURE_FRAME || f.offset >> OFFSET_BITS)
			break;
		traffic_take(t, &f);
		if (f.comment_length)
			traffic_take_comment(t, f.comment, f.comment_length);
	}
	/* Also when this is a frame too many, or too far away. */
	bool done = step != CAPTURE_WAIT && n < most;
	t->changed += done;
	t->cut = done && step == CAPTURE_FRAME;
	t->state = done ? TRAFFIC_DONE : TRAFFIC_MORE;
	if (step == CAPTURE_WAIT && capture_file_fd(t->file) >= 0)
		t->state = TRAFFIC_WAIT;
	return t->state;
}

enum traffic_state traffic_state(const struct traffic *t)
{
	return t->state;
}

int traffic_fd(const struct traffic *t)
{
	return t->file ? capture_file_fd(t->file) : -1;
}

const char *traffic_damage(const struct traffic *t)
{
	if (t->cut)
		return _("the capture is longer than what can be shown: what comes before is");
	return t->file ? capture_file_damage(t->file) : "";
}

double traffic_progress(const struct traffic *t)
{
	if (t->state == TRAFFIC_DONE)
		return 1;
	uint64_t size = t->file ? capture_file_size(t->file) : 0;
	if (!size)
		return -1;
	double part = (double)capture_file_position(t->file) / (double)size;
	return part < 1 ? part : 1;
}

uint32_t traffic_add_interface(struct traffic *t, uint32_t link, const char *name)
{
	struct traffic_interface *i = xcalloc(1, sizeof(*i));
	i->named = xstrdup(name);
	i->shown = (struct capture_interface){
	        .link = link, .name = i->named, .description = "", .filter = ""};
	vec_push(&t->interfaces, i);
	return (uint32_t)t->interfaces.count - 1;
}

/* Offsets of a live capture go up for ever; the latest frame is near enough to tell the rest. */
static uint64_t offset_of(const struct traffic *t, const struct traffic_record *r)
{
	uint64_t offset = traffic_record_offset(r);
	if (t->file)
		return offset;
	uint64_t end = store_end(t->store);
	return end - ((end - offset) & (((uint64_t)1 << OFFSET_BITS) - 1));
}

/* Lets the oldest go, so that the number of packets and their bytes stay bounded. */
static void make_room(struct traffic *t, uint64_t end)
{
	uint64_t room = store_room(t->store);
	while (t->gone < t->count) {
		bool overwritten = offset_of(t, traffic_record(t, t->gone + 1)) + room < end;
		if (!overwritten && t->count - t->gone < t->packets_max)
			return;
		t->gone++;
		if (t->gone % RECORDS)
			continue;
		struct traffic_record **chunk = &t->chunks.at[t->gone / RECORDS - 1];
		free(*chunk);
		*chunk = NULL;
	}
}

bool traffic_append(struct traffic *t, const struct capture_frame *f)
{
	struct capture_frame kept = *f;
	kept.offset = store_place(t->store, f->captured);
	if (f->captured > CAPTURE_FRAME_MAX || f->interface >= t->interfaces.count ||
	        store_put(t->store, f->bytes, f->captured) < 0) {
		t->lost++;
		return false;
	}
	make_room(t, kept.offset + f->captured);
	traffic_take(t, &kept);
	return true;
}

uint64_t traffic_lost(const struct traffic *t)
{
	return t->lost;
}

uint64_t traffic_first(const struct traffic *t)
{
	return t->gone + 1;
}

uint64_t traffic_last(const struct traffic *t)
{
	return t->count;
}

uint64_t traffic_changed(const struct traffic *t)
{
	return t->changed;
}

bool traffic_peek(const struct traffic *t, uint64_t number, struct traffic_packet *out)
{
	if (!traffic_there(t, number))
		return false;
	const struct traffic_record *r = traffic_record(t, number);
	*out = (struct traffic_packet){
	        .number = number,
	        .when = traffic_record_when(r),
	        .captured = r->captured,
	        .length = r->length,
	        .interface = r->interface,
	        .link = (enum packet_link)traffic_interface(t, r->interface)->link,
	        .kind = r->kind,
	        .flags = r->flags,
	        .sport = r->sport,
	        .dport = r->dport,
	        .tcp_flags = r->tcp_flags,
	        .note = flow_unpack(&r->note, number),
	        .about = traffic_record_about(r),
	};
	if (out->note.flow == FLOW_NONE)
		out->note.seq = 0;
	return true;
}

bool traffic_get(struct traffic *t, uint64_t number, struct traffic_packet *out)
{
	if (!traffic_peek(t, number, out))
		return false;
	out->bytes = traffic_bytes(t, traffic_record(t, number));
	return true;
}

const uint8_t *traffic_bytes(struct traffic *t, const struct traffic_record *r)
{
	uint64_t offset = offset_of(t, r);
	return t->file ? capture_file_bytes(t->file, offset, r->captured)
	               : store_bytes(t->store, offset, r->captured);
}

uint32_t traffic_interface_count(const struct traffic *t)
{
	return t->file ? capture_file_interface_count(t->file) : (uint32_t)t->interfaces.count;
}

const struct capture_interface *traffic_interface(const struct traffic *t, uint32_t i)
{
	return t->file ? capture_file_interface(t->file, i) : &t->interfaces.at[i]->shown;
}

const char *traffic_name(const struct traffic *t, const struct packet_addr *a)
{
	return t->file ? capture_file_name(t->file, a) : NULL;
}

bool traffic_named(const struct traffic *t, const char *name, size_t i, struct packet_addr *out)
{
	return t->file && capture_file_named(t->file, name, i, out);
}

const char *traffic_section_comment(const struct traffic *t)
{
	return t->file ? capture_file_comment(t->file) : "";
}

const struct flow_table *traffic_flows(const struct traffic *t)
{
	return t->flows;
}

void traffic_set_reference(struct traffic *t, uint64_t number)
{
	t->reference = number;
	t->changed++;
}

uint64_t traffic_reference(const struct traffic *t)
{
	return t->reference;
}

nsec traffic_since(const struct traffic *t, nsec when)
{
	bool there = t->reference && traffic_there(t, t->reference);
	nsec from = there ? traffic_record_when(traffic_record(t, t->reference)) : t->first_when;
	return (nsec)((uint64_t)when - (uint64_t)from);
}
