/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The list of a frame's fields: building and searching it.
 */
#include "packet/fields.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/text.h"
#include "packet/application/app_internal.h"
#include "packet/checksum.h"
#include "packet/fields_internal.h"

/* Names that Wireshark gives to values relative to a flow; a lone frame has the raw ones. */
static const struct {
	const char *alias, *name;
} aliases[] = {
        {"tcp.seq", "tcp.seq_raw"},
        {"tcp.ack", "tcp.ack_raw"},
        {"tcp.window_size", "tcp.window_size_value"},
};

static void build_layer(struct builder *b, const struct packet_layer *l)
{
	const struct protocol *proto = protocol_of((enum packet_layer_kind)l->kind);
	const struct field_spec header = {proto->name, proto->label, FIELD_HEADER, .depth = 0};
	uint32_t left = b->captured > l->offset ? b->captured - l->offset : 0;
	struct field *f =
	        field_add_sized(b, &header, l->offset, l->length < left ? l->length : left);
	if (app_is(l->kind) && (b->p->flags & PACKET_GUESSED))
		field_mean(f, "%s", _("looks like it: no port says so"));
	proto->fields(b, l);
}

/* What lies behind the content by the headers' words: Ethernet fills frames up to 60 bytes. */
static void build_padding(struct builder *b)
{
	static const struct field_spec padding = {
	        "eth.padding", N_("Padding"), FIELD_BYTES, .depth = 0};
	const struct packet *p = b->p;
	uint64_t end = (uint64_t)p->payload_offset + p->payload_length;
	if (p->layer_count == 0 || p->layers[0].kind != LAYER_ETHERNET || end >= b->captured)
		return;
	if (p->flags & PACKET_MALFORMED)
		return;
	b->layer = 0;
	struct field *f = field_add_sized(b, &padding, (uint32_t)end, b->captured - (uint32_t)end);
	field_mean(f, _("fills the frame up to Ethernet's least length"));
}

void fields_build(const struct packet *p, const uint8_t *bytes, struct field_list *out)
{
	out->count = 0;
	struct builder b = {.list = out, .p = p, .bytes = bytes, .captured = p->captured};
	for (unsigned i = 0; i < p->layer_count; i++) {
		b.layer = (uint8_t)i;
		build_layer(&b, &p->layers[i]);
	}
	build_padding(&b);
}

void field_list_finish(struct field_list *list)
{
	free(list->at);
	*list = (struct field_list){0};
}

const struct field *fields_find(const struct field_list *list, const char *name)
{
	for (size_t i = 0; i < COUNT_OF(aliases); i++) {
		if (strcmp(aliases[i].alias, name) == 0)
			name = aliases[i].name;
	}
	for (size_t i = 0; i < list->count; i++) {
		if (strcmp(list->at[i].name, name) == 0)
			return &list->at[i];
	}
	return NULL;
}

/* How well a field answers "what is this byte?": whole bytes beat single bits, then depth. */
static int rank(const struct field *f, uint32_t offset)
{
	if (offset < f->offset || offset - f->offset >= f->length)
		return -1;
	if (f->form == FIELD_HEADER)
		return f->depth;
	uint64_t first = (uint64_t)(offset - f->offset) * 8;
	bool whole = f->bits % 8 == 0 ? f->bit == 0
	                              : f->bit <= first && first + 8 <= (uint64_t)f->bit + f->bits;
	return whole ? 200 + f->depth : 100 - f->depth;
}

const struct field *fields_at(const struct field_list *list, uint32_t offset)
{
	const struct field *best = NULL;
	int best_rank = -1;
	for (size_t i = 0; i < list->count; i++) {
		int r = rank(&list->at[i], offset);
		if (r > best_rank) {
			best_rank = r;
			best = &list->at[i];
		}
	}
	return best;
}
