/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reads a classic pcap file and prints chosen fields of every frame, one frame a line, as
 * `tshark -T fields` does: fields apart by tabs, several values of one field by commas.
 *
 *     decode_dump FILE NAME...     fields_build()'s values
 *     decode_dump --line FILE      format_line_bytes()
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/bytes.h"
#include "packet/fields.h"
#include "packet/flow.h"
#include "packet/format.h"

#define FILE_MAX (64u << 20)
#define FRAME_MAX 262144u

struct reader {
	struct bytes b;
	bool little;
	uint32_t link;
};

static uint32_t swap32(uint32_t v)
{
	return v >> 24 | (v >> 8 & 0xff00) | (v << 8 & 0xff0000) | v << 24;
}

static uint32_t take32(struct reader *r)
{
	uint32_t v = bytes_be32(&r->b);
	return r->little ? swap32(v) : v;
}

static uint8_t *load(const char *path, size_t *len)
{
	FILE *f = fopen(path, "rb");
	if (!f)
		return NULL;
	uint8_t *data = NULL;
	size_t room = 0;
	*len = 0;
	while (!feof(f) && !ferror(f) && *len < FILE_MAX) {
		if (room - *len < 65536) {
			room += 1u << 20;
			data = xrealloc(data, room);
		}
		*len += fread(data + *len, 1, room - *len, f);
	}
	fclose(f);
	return data;
}

/* The file's header: magic in either byte order, of microseconds or nanoseconds. */
static bool open_file(struct reader *r)
{
	uint32_t magic = bytes_be32(&r->b);
	r->little = magic == 0xd4c3b2a1 || magic == 0x4d3cb2a1;
	if (!r->little && magic != 0xa1b2c3d4 && magic != 0xa1b23c4d)
		return false;
	bytes_skip(&r->b, 16);
	r->link = take32(r) & 0xffff;
	return !r->b.bad;
}

static void print_values(const struct field_list *list, const uint8_t *bytes, const char *name)
{
	bool first = true;
	for (size_t i = 0; i < list->count; i++) {
		const struct field *f = &list->at[i];
		if (strcmp(f->name, name) != 0)
			continue;
		char text[4096];
		if (f->form == FIELD_HEX)
			snprintf(text, sizeof(text), "0x%0*" PRIx64, (f->bits + 3) / 4, f->value);
		else if (f->form == FIELD_BYTES && f->meaning[0] && strncmp(name, "dns.", 4) == 0)
			snprintf(text, sizeof(text), "%s", f->meaning);
		else
			field_value_text(f, bytes, text, sizeof(text));
		printf("%s%s", first ? "" : ",", text);
		first = false;
	}
}

/* Wireshark's numbers for what became of a checksum: bad, good, unverified, not present. */
static void print_status(const struct field_list *list, const char *name)
{
	static const char *const states[] = {"wrong", "correct", "not checked", "not used"};
	size_t length = strlen(name) - strlen(".status");
	bool first = true;
	for (size_t i = 0; i < list->count; i++) {
		const struct field *f = &list->at[i];
		if (strncmp(f->name, name, length) != 0 || f->name[length] != '\0')
			continue;
		for (unsigned state = 0; state < 4; state++) {
			if (strncmp(f->meaning, states[state], strlen(states[state])) == 0)
				printf("%s%u", first ? "" : ",", state);
		}
		first = false;
	}
}

static bool is_status(const char *name)
{
	const char *dot = strrchr(name, '.');
	return dot && strcmp(dot, ".status") == 0;
}

static void print_frame(
        const uint8_t *bytes, uint32_t captured, uint32_t length, char **names, int count)
{
	static struct field_list list;
	struct packet p;
	packet_decode(PACKET_LINK_ETHERNET, bytes, captured, length, &p);
	fields_build(&p, bytes, &list);
	for (int i = 0; i < count; i++) {
		if (i)
			putchar('\t');
		if (is_status(names[i]))
			print_status(&list, names[i]);
		else if (strcmp(names[i], "flags") == 0)
			printf("%u", p.flags);
		else
			print_values(&list, bytes, names[i]);
	}
	putchar('\n');
}

static void print_line(struct flow_table *flows, const uint8_t *bytes, uint32_t captured,
        uint32_t length, uint64_t id)
{
	struct packet p;
	packet_decode(PACKET_LINK_ETHERNET, bytes, captured, length, &p);
	struct flow_note note = flow_note_frame(flows, &p, 0, id);
	char text[400];
	format_line_bytes(&p, bytes, &note, false, text, sizeof(text));
	puts(text);
	format_summary_bytes(&p, bytes, &note, false, text, sizeof(text));
	printf("    %s: %s\n", format_protocol(&p), text);
}

int main(int argc, char **argv)
{
	bool lines = argc > 1 && strcmp(argv[1], "--line") == 0;
	if (argc < 3)
		return 2;
	size_t len = 0;
	uint8_t *_cleanup_free_ data = load(argv[lines ? 2 : 1], &len);
	struct reader r = {.b = bytes_over(data, len)};
	if (!data || !open_file(&r) || r.link != PACKET_LINK_ETHERNET) {
		fprintf(stderr, "decode_dump: no classic pcap file of Ethernet frames\n");
		return 4;
	}
	struct flow_table *flows = flow_table_create(1024);
	for (uint64_t id = 1; bytes_left(&r.b) > 0; id++) {
		bytes_skip(&r.b, 8);
		uint32_t captured = take32(&r), length = take32(&r);
		const uint8_t *at = r.b.base + r.b.pos;
		if (captured > FRAME_MAX || !bytes_skip(&r.b, captured))
			break;
		if (lines)
			print_line(flows, at, captured, length, id);
		else
			print_frame(at, captured, length, argv + 2, argc - 2);
	}
	flow_table_destroy(flows);
	return 0;
}
