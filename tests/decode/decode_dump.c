/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Prints chosen fields of every frame of a pcap or pcapng file, one frame a line, as
 * `tshark -T fields` does: fields apart by tabs, several values of one field by the byte 0x1f.
 *
 *     decode_dump FILE NAME...     fields_build()'s values, and `specials` below
 *     decode_dump --line FILE      format_line_bytes()
 *     decode_dump --protocols      the names of what is decoded
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/bytes.h"
#include "packet/decode_internal.h"
#include "packet/fields.h"
#include "packet/flow/flow_words.h"
#include "packet/format.h"
#include "tests/decode/dump_file.h"

#define FILE_MAX (64u << 20)
#define APART "\x1f"

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

/* Bytes that hold a name, a number or an address, which tshark gives as such. */
static bool told_by_meaning(const struct field *f)
{
	static const char *const names[] = {"mqtt.len", "quic.length", "quic.token_length",
	        "ftp.passive.ip", "ftp.passive.port", "ftp.active.cip", "ftp.active.port",
	        "dhcp.option.dhcp_dns_domain_search_list_fqdn", "dhcp.fqdn.name",
	        "dhcpv6.search_list_entry", "dhcpv6.client_domain", "snmp.name"};
	if (f->form == FIELD_BYTES && strncmp(f->name, "dns.", 4) == 0)
		return true;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (strcmp(f->name, names[i]) == 0)
			return true;
	}
	return false;
}

static void hexadecimal(const struct field *f, const uint8_t *bytes, char *out, size_t size)
{
	for (uint32_t i = 0; i < f->length && 2 * i + 3 < size; i++)
		snprintf(out + 2 * i, 3, "%02x", bytes[f->offset + i]);
}

static void print_values(const struct field_list *list, const uint8_t *bytes, const char *name)
{
	bool first = true;
	for (size_t i = 0; i < list->count; i++) {
		const struct field *f = &list->at[i];
		if (strcmp(f->name, name) != 0)
			continue;
		char text[1 << 16];
		if (f->form == FIELD_HEX)
			snprintf(text, sizeof(text), "0x%0*" PRIx64, (f->bits + 3) / 4, f->value);
		else if (f->meaning[0] && told_by_meaning(f))
			snprintf(text, sizeof(text), "%s", f->meaning);
		else if (f->form == FIELD_BYTES)
			hexadecimal(f, bytes, text, sizeof(text));
		else
			field_value_text(f, bytes, text, sizeof(text));
		printf("%s%s", first ? "" : APART, text);
		first = false;
	}
}

/* Wireshark's numbers for what became of a checksum: bad, good, unverified, not present. */
static void print_status(const struct field_list *list, const char *name)
{
	static const char *const states[] = {
	        "wrong", "correct", "not checked", "not used", "not computed"};
	enum { PARTIAL = 4 }; /* a wrong one to tshark, which says so in words */
	size_t length = strlen(name) - strlen(".status");
	bool first = true;
	for (size_t i = 0; i < list->count; i++) {
		const struct field *f = &list->at[i];
		if (strncmp(f->name, name, length) != 0 || f->name[length] != '\0')
			continue;
		for (unsigned state = 0; state <= PARTIAL; state++) {
			if (strncmp(f->meaning, states[state], strlen(states[state])) == 0)
				printf("%s%u", first ? "" : APART, state == PARTIAL ? 0 : state);
		}
		first = false;
	}
}

static bool is_status(const char *name)
{
	const char *end = strstr(name, "checksum.status");
	return end && strcmp(end, "checksum.status") == 0;
}

/* What the dump has of a file: one at a time. */
struct dump {
	char **names;
	int count;
	struct flow_table *flows;
	struct field_list list;
	uint64_t id;
	/* of the frame at hand */
	const struct dump_frame *frame;
	struct packet p;
	struct flow_note note;
};

/* Whether there is a TCP header of which all fixed fields were captured. */
static bool noted(const struct dump *d)
{
	const struct packet_layer *tcp = packet_find(&d->p, LAYER_TCP);
	return d->note.flow != FLOW_NONE && d->p.protocol == 6 && tcp && tcp->length >= 20;
}

static void print_flags(const struct dump *d)
{
	printf("%u", d->p.flags);
}

static void print_layers(const struct dump *d)
{
	for (unsigned i = 0; i < d->p.layer_count; i++)
		printf("%s%s", i ? ":" : "",
		        protocol_of((enum packet_layer_kind)d->p.layers[i].kind)->name);
}

static void print_seq(const struct dump *d)
{
	if (noted(d))
		printf("%u", d->note.seq);
}

static void print_ack(const struct dump *d)
{
	if (noted(d))
		printf("%u", d->p.tcp_flags & TCP_ACK ? d->note.ack : d->p.tcp_ack);
}

static void print_window(const struct dump *d)
{
	if (noted(d))
		printf("%u", d->note.window);
}

static void print_len(const struct dump *d)
{
	if (noted(d))
		printf("%u", d->p.payload_length);
}

/* SACK's edges count from the other side's first number, as the acknowledgment does. */
static void print_edges(const struct dump *d, const char *name)
{
	uint32_t base = noted(d) ? d->p.tcp_ack - d->note.ack : 0;
	bool first = true;
	for (size_t i = 0; i < d->list.count; i++) {
		if (strcmp(d->list.at[i].name, name) != 0)
			continue;
		printf("%s%u", first ? "" : APART, (uint32_t)d->list.at[i].value - base);
		first = false;
	}
}

static void print_left_edges(const struct dump *d)
{
	print_edges(d, "tcp.options.sack_le");
}

static void print_right_edges(const struct dump *d)
{
	print_edges(d, "tcp.options.sack_re");
}

static void print_scale(const struct dump *d)
{
	bool shown = noted(d) && !(d->p.tcp_flags & TCP_SYN);
	if (shown)
		printf("%d", d->note.scale < 0 ? d->note.scale : 1 << d->note.scale);
}

static void print_stream(const struct dump *d)
{
	if (noted(d))
		printf("%u", d->note.stream);
}

static void print_udp_stream(const struct dump *d)
{
	if (d->note.flow != FLOW_NONE && d->p.protocol == 17)
		printf("%u", d->note.stream);
}

static void print_complete(const struct dump *d)
{
	if (noted(d))
		printf("%u", d->note.complete);
}

static void print_time(nsec time)
{
	const char *sign = time < 0 ? "-" : "";
	uint64_t t = (uint64_t)(time < 0 ? -time : time);
	if (time)
		printf("%s%llu.%09llu", sign, (unsigned long long)(t / 1000000000),
		        (unsigned long long)(t % 1000000000));
}

static void print_rtt(const struct dump *d)
{
	print_time(d->note.rtt);
}

static void print_rto(const struct dump *d)
{
	print_time(d->note.rto);
}

static void print_initial_rtt(const struct dump *d)
{
	print_time(d->note.initial_rtt);
}

static void print_acks(const struct dump *d)
{
	if (d->note.acks != FLOW_NONE)
		printf("%llu", (unsigned long long)d->note.acks);
}

static void print_in_flight(const struct dump *d)
{
	if (d->note.in_flight)
		printf("%u", d->note.in_flight);
}

static void print_pushed(const struct dump *d)
{
	if (d->note.in_flight)
		printf("%u", d->note.pushed);
}

static void print_dup_number(const struct dump *d)
{
	if (d->note.marks & FLOW_DUP_ACK)
		printf("%u", d->note.dup_number);
}

static void print_dup_frame(const struct dump *d)
{
	if (d->note.marks & FLOW_DUP_ACK)
		printf("%llu", (unsigned long long)d->note.dup_of);
}

/* Values that are no field of a lone frame: one row each. */
static const struct {
	const char *name;
	void (*print)(const struct dump *d);
} specials[] = {
        {"flags", print_flags},
        {"layers", print_layers},
        {"tcp.seq", print_seq},
        {"tcp.ack", print_ack},
        {"tcp.window_size", print_window},
        {"tcp.len", print_len},
        {"tcp.options.sack_le", print_left_edges},
        {"tcp.options.sack_re", print_right_edges},
        {"tcp.window_size_scalefactor", print_scale},
        {"tcp.stream", print_stream},
        {"tcp.completeness", print_complete},
        {"udp.stream", print_udp_stream},
        {"tcp.analysis.acks_frame", print_acks},
        {"tcp.analysis.ack_rtt", print_rtt},
        {"tcp.analysis.initial_rtt", print_initial_rtt},
        {"tcp.analysis.rto", print_rto},
        {"tcp.analysis.bytes_in_flight", print_in_flight},
        {"tcp.analysis.push_bytes_sent", print_pushed},
        {"tcp.analysis.duplicate_ack_num", print_dup_number},
        {"tcp.analysis.duplicate_ack_frame", print_dup_frame},
};

/* "tcp.analysis." and the name of a mark; false when it is none. */
static bool print_mark(const struct dump *d, const char *name)
{
	const char *rest = strncmp(name, "tcp.analysis.", 13) == 0 ? name + 13 : "";
	for (unsigned i = 0; i < FLOW_MARKS; i++) {
		if (strcmp(flow_mark_name((enum flow_marks)(1u << i)), rest) != 0)
			continue;
		if (d->note.marks >> i & 1)
			putchar('1');
		return true;
	}
	return false;
}

static void print_name(struct dump *d, const char *name)
{
	for (size_t i = 0; i < sizeof(specials) / sizeof(specials[0]); i++) {
		if (strcmp(specials[i].name, name) == 0) {
			specials[i].print(d);
			return;
		}
	}
	if (print_mark(d, name))
		return;
	if (is_status(name))
		print_status(&d->list, name);
	else
		print_values(&d->list, d->frame->bytes, name);
}

static void decode(struct dump *d, const struct dump_frame *f)
{
	d->frame = f;
	packet_decode((enum packet_link)f->link, f->bytes, f->captured, f->length, &d->p);
	d->note = flow_note_frame(d->flows, &d->p, (nsec)f->when, ++d->id);
}

static void print_frame(void *user, const struct dump_frame *f)
{
	struct dump *d = user;
	decode(d, f);
	fields_build(&d->p, f->bytes, &d->list);
	for (int i = 0; i < d->count; i++) {
		if (i)
			putchar('\t');
		print_name(d, d->names[i]);
	}
	putchar('\n');
}

static void print_line(void *user, const struct dump_frame *f)
{
	struct dump *d = user;
	char text[400];
	decode(d, f);
	format_line_bytes(&d->p, f->bytes, &d->note, false, text, sizeof(text));
	puts(text);
	format_summary_bytes(&d->p, f->bytes, &d->note, false, text, sizeof(text));
	printf("    %s: %s\n", format_protocol(&d->p), text);
}

static int list_protocols(void)
{
	for (unsigned kind = 0; kind < LAYER_KINDS; kind++)
		puts(protocol_of((enum packet_layer_kind)kind)->name);
	return 0;
}

int main(int argc, char **argv)
{
	if (argc == 2 && strcmp(argv[1], "--protocols") == 0)
		return list_protocols();
	bool lines = argc > 1 && strcmp(argv[1], "--line") == 0;
	if (argc < 3)
		return 2;
	size_t len = 0;
	uint8_t *_cleanup_free_ data = load(argv[lines ? 2 : 1], &len);
	struct dump d = {
	        .names = argv + 2, .count = argc - 2, .flows = flow_table_create(0, FLOW_BY_TIME)};
	bool known = data && dump_file_each(data, len, lines ? print_line : print_frame, &d);
	if (!known)
		fprintf(stderr, "decode_dump: no pcap or pcapng file\n");
	flow_table_destroy(d.flows);
	field_list_finish(&d.list);
	return known ? 0 : 4;
}
