/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Messages of applications as cases of a table: what they are taken for, what is said of them in
 * one line, and some of their fields.
 */
#ifndef TESTS_APP_CASES_H
#define TESTS_APP_CASES_H

#include "packet/application/app_internal.h"
#include "tests/unit/packet/frames.h"

#define TCP_CASE 6
#define UDP_CASE 17
/* Bytes written as a C string, which may hold zeros. */
#define BYTES(text) text, sizeof(text) - 1

struct app_case {
	uint8_t protocol;
	uint16_t sport, dport;
	const char *bytes;
	size_t len;
	uint8_t kind; /* LAYER_PAYLOAD: nobody takes it */
	bool guessed;
	const char *summary; /* the application's own words; NULL: whatever */
	struct {
		const char *name, *value, *meaning; /* NULL: whatever */
	} fields[10];
};

/* A frame 10.0.0.1 > 10.0.0.2 that carries those bytes. */
static inline void app_frame(struct frame *f, const struct app_case *c)
{
	bool tcp = c->protocol == TCP_CASE;
	size_t header = tcp ? 20 : 8;
	frame_raw(f, tcp ? ETH4 IP4("0028", "06") "0000 0000 00000001 00000002 5018 0100 0000 0000"
	                 : ETH4 IP4("001c", "11") "0000 0000 0008 0000");
	assert_true(34 + header + c->len <= sizeof(f->bytes));
	memcpy(f->bytes + f->len, c->bytes, c->len);
	f->len += c->len;
	const struct {
		size_t at, value;
	} shorts[] = {{16, 20 + header + c->len}, {34, c->sport}, {36, c->dport},
	        {tcp ? 16 : 38, tcp ? 20 + header + c->len : header + c->len}};
	for (size_t i = 0; i < sizeof(shorts) / sizeof(shorts[0]); i++) {
		f->bytes[shorts[i].at] = (uint8_t)(shorts[i].value >> 8);
		f->bytes[shorts[i].at + 1] = (uint8_t)shorts[i].value;
	}
	packet_decode(PACKET_LINK_ETHERNET, f->bytes, f->len, f->len, &f->p);
	packet_mend_checksums(&f->p, f->bytes);
	frame_look(f);
}

static inline void app_check_fields(const struct frame *f, const struct app_case *c)
{
	for (size_t i = 0; i < sizeof(c->fields) / sizeof(c->fields[0]) && c->fields[i].name; i++) {
		const struct field *field = frame_field(f, c->fields[i].name);
		char text[300];
		field_value_text(field, f->bytes, text, sizeof(text));
		if (c->fields[i].value)
			assert_string_equal(text, c->fields[i].value);
		if (c->fields[i].meaning)
			assert_string_equal(field->meaning, c->fields[i].meaning);
	}
}

static inline void app_check(const struct app_case *cases, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct frame f;
		char text[200];
		app_frame(&f, &cases[i]);
		const struct packet_layer *last = &f.p.layers[f.p.layer_count - 1];
		if (last->kind != cases[i].kind)
			fail_msg("case %zu: layer kind %u, not %u", i, last->kind, cases[i].kind);
		assert_int_equal((f.p.flags & PACKET_GUESSED) != 0, cases[i].guessed);
		struct out o = out_begin(text, sizeof(text));
		app_summary(&f.p, last, f.bytes, &o);
		if (cases[i].summary)
			assert_string_equal(text, cases[i].summary);
		app_check_fields(&f, &cases[i]);
		frame_cut_everywhere(&f);
		field_list_finish(&f.list);
	}
}
#define APP_CHECK(cases) app_check(cases, sizeof(cases) / sizeof(cases[0]))

/* How many fields of that name there are. */
static inline size_t app_count(const struct frame *f, const char *name)
{
	size_t n = 0;
	for (size_t i = 0; i < f->list.count; i++)
		n += strcmp(f->list.at[i].name, name) == 0;
	return n;
}

#endif
