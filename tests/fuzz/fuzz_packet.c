/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The packet decoder over any bytes: decode, list, verify, mend, edit, note, make text.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/err.h"
#include "packet/byteorder.h"
#include "packet/fields.h"
#include "packet/flow/flow.h"
#include "packet/format.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* In the order of LINKS in tests/decode/make_captures.py, which makes the seeds. */
static const enum packet_link links[] = {PACKET_LINK_ETHERNET, PACKET_LINK_NULL, PACKET_LINK_PPP,
        PACKET_LINK_RAW_BSD, PACKET_LINK_RAW_OPENBSD, PACKET_LINK_PPP_HDLC, PACKET_LINK_PPP_ETHER,
        PACKET_LINK_ATM_RFC1483, PACKET_LINK_RAW, PACKET_LINK_C_HDLC, PACKET_LINK_WLAN,
        PACKET_LINK_LOOP, PACKET_LINK_LINUX_SLL, PACKET_LINK_PRISM, PACKET_LINK_RADIOTAP,
        PACKET_LINK_AVS, PACKET_LINK_PPP_PPPD, PACKET_LINK_PPP_WITH_DIR, PACKET_LINK_IPV4,
        PACKET_LINK_IPV6, PACKET_LINK_LINUX_SLL2, PACKET_LINK_FDDI, PACKET_LINK_PPI,
        PACKET_LINK_NFLOG, (enum packet_link)147};

static void must(bool truth)
{
	if (!truth)
		abort();
}

/* Can the field be asked for? Names are static, so each is looked up once. */
static void check_name(const char *name)
{
	static const char *known[4096];
	size_t at = ((uintptr_t)name * 2654435761u >> 8) % (sizeof(known) / sizeof(known[0]));
	if (known[at] == name)
		return;
	must(fields_known(name));
	known[at] = name;
}

/* Every layer and every field lies inside the frame; every text ends. */
static void check_fields(
        const struct packet *p, const struct field_list *list, const uint8_t *bytes)
{
	for (unsigned i = 0; i < p->layer_count; i++)
		must((size_t)p->layers[i].offset + p->layers[i].length <= p->captured);
	for (size_t i = 0; i < list->count; i++) {
		const struct field *f = &list->at[i];
		char text[100];
		struct byteorder_lens lens;
		must((size_t)f->offset + f->length <= p->captured);
		must(f->layer < p->layer_count || p->layer_count == 0);
		must(memchr(f->meaning, '\0', sizeof(f->meaning)) != NULL);
		field_value_text(f, bytes, text, sizeof(text));
		byteorder_look(f, bytes, &lens);
		must(fields_find(list, f->name) != NULL);
		check_name(f->name);
	}
	fields_at(list, 0);
	fields_at(list, p->captured / 2);
}

/* A value written back as it reads leaves the bytes as they are. */
static void check_edits(const struct field_list *list, uint8_t *bytes, size_t size)
{
	uint8_t *before = xmalloc(size);
	memcpy(before, bytes, size);
	struct err e;
	for (size_t i = 0; i < list->count && i < 200; i++) {
		const struct field *f = &list->at[i];
		char text[400];
		bool number =
		        f->form == FIELD_UINT || f->form == FIELD_HEX || f->form == FIELD_FLAG;
		if (f->form == FIELD_HEADER || f->form == FIELD_TEXT || f->length > 100)
			continue;
		if (number && f->bits > 64)
			continue;
		if (number)
			snprintf(text, sizeof(text), "%llu", (unsigned long long)f->value);
		else
			field_value_text(f, bytes, text, sizeof(text));
		must(field_edit(f, bytes, size, text, &e));
		must(memcmp(before, bytes, size) == 0);
		field_edit(f, bytes, size, "1", &e);
		memcpy(bytes, before, size);
	}
	free(before);
}

static void check_text(const struct packet *p, const uint8_t *bytes, const struct flow_note *note)
{
	char text[200];
	format_summary(p, NULL, true, text, sizeof(text));
	format_summary_bytes(p, bytes, note, false, text, sizeof(text));
	format_line(p, note, false, text, 20);
	format_line_bytes(p, bytes, NULL, false, text, sizeof(text));
	must(format_protocol(p) != NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size < 1 || size > 100000)
		return 0;
	/* The first byte: the link type, and whether more was on the wire than was captured. */
	enum packet_link link = links[(data[0] & 0x7f) % (sizeof(links) / sizeof(links[0]))];
	size_t length = size - 1 + (data[0] & 0x80 ? 100 : 0);
	uint8_t *bytes = xmalloc(size - 1);
	memcpy(bytes, data + 1, size - 1);
	size--;
	struct packet p;
	packet_decode(link, bytes, size, length, &p);
	must(p.layer_count <= PACKET_LAYERS_MAX && p.captured == size);
	must(p.payload_offset <= p.length);
	packet_verify(&p, bytes);
	struct field_list list = {0};
	fields_build(&p, bytes, &list);
	check_fields(&p, &list, bytes);
	check_edits(&list, bytes, size);
	struct flow_table *flows = flow_table_create(2, FLOW_BY_ORDER);
	struct flow_note note = flow_note_frame(flows, &p, 0, 1);
	check_text(&p, bytes, &note);
	note = flow_note_frame(flows, &p, 0, 2);
	check_text(&p, bytes, &note);
	flow_table_destroy(flows);
	packet_mend_checksums(&p, bytes);
	struct packet mended;
	packet_decode(link, bytes, size, length, &mended);
	packet_verify(&mended, bytes);
	must(!(mended.flags & PACKET_BAD_CHECKSUM));
	field_list_finish(&list);
	free(bytes);
	return 0;
}
