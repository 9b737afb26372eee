/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Frames written down as hexadecimal text, for the tests of src/packet.
 */
#ifndef TESTS_FRAMES_H
#define TESTS_FRAMES_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "packet/fields.h"
#include "packet/packet.h"

#define ETH "020000000002 020000000001 "
#define ETH4 ETH "0800 "
#define ETH6 ETH "86dd "
/* IPv4 10.0.0.1 > 10.0.0.2; total and protocol as hexadecimal text. */
#define IP4(total, protocol) "4500 " total " 1c46 4000 40 " protocol " 0000 0a000001 0a000002 "
/* IPv6 2001:db8::1 > 2001:db8::2. */
#define IP6(length, next)                                                   \
	"60000000 " length " " next " 40 20010db8000000000000000000000001 " \
	"20010db8000000000000000000000002 "

struct frame {
	uint8_t bytes[2048];
	size_t len;
	uint32_t not_ethernet; /* its LINKTYPE_ number + 1; 0 for Ethernet */
	struct packet p;
	struct field_list list;
};

static inline int frame_digit(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static inline enum packet_link frame_link(const struct frame *f)
{
	return f->not_ethernet ? (enum packet_link)(f->not_ethernet - 1) : PACKET_LINK_ETHERNET;
}

/* Decodes again and lists the fields. */
static inline void frame_look(struct frame *f)
{
	packet_decode(frame_link(f), f->bytes, f->len, f->len, &f->p);
	packet_verify(&f->p, f->bytes);
	fields_build(&f->p, f->bytes, &f->list);
}

/* A frame of that link type from hexadecimal text (blanks ignored), decoded as it is. */
static inline void frame_of_link(struct frame *f, enum packet_link link, const char *hex)
{
	*f = (struct frame){.not_ethernet = (uint32_t)link + 1};
	int high = -1;
	for (; *hex; hex++) {
		int d = frame_digit(*hex);
		if (d < 0)
			continue;
		if (high >= 0)
			f->bytes[f->len++] = (uint8_t)(high << 4 | d);
		high = high < 0 ? d : -1;
	}
	assert_int_equal(high, -1);
	frame_look(f);
}

static inline void frame_raw(struct frame *f, const char *hex)
{
	frame_of_link(f, PACKET_LINK_ETHERNET, hex);
}

/* The same with every checksum made right. */
static inline void frame_mended(struct frame *f, const char *hex)
{
	frame_raw(f, hex);
	packet_mend_checksums(&f->p, f->bytes);
	fields_build(&f->p, f->bytes, &f->list);
	packet_verify(&f->p, f->bytes);
}

static inline void frame_finish(struct frame *f)
{
	field_list_finish(&f->list);
}

static inline const struct field *frame_field(const struct frame *f, const char *name)
{
	const struct field *field = fields_find(&f->list, name);
	if (!field)
		fail_msg("no field %s", name);
	return field;
}

/* The field's value in words of field_value_text(). */
static inline void assert_value(const struct frame *f, const char *name, const char *expected)
{
	char text[128];
	field_value_text(frame_field(f, name), f->bytes, text, sizeof(text));
	assert_string_equal(text, expected);
}

static inline void assert_meaning(const struct frame *f, const char *name, const char *expected)
{
	assert_string_equal(frame_field(f, name)->meaning, expected);
}

/* The kinds of the layers, in order. */
#define assert_layers(f, ...)                                                 \
	do {                                                                  \
		const uint8_t kinds_[] = {__VA_ARGS__};                       \
		assert_int_equal((f)->p.layer_count, sizeof(kinds_));         \
		for (size_t i_ = 0; i_ < sizeof(kinds_); i_++)                \
			assert_int_equal((f)->p.layers[i_].kind, kinds_[i_]); \
	} while (0)

/* Cut at every length, in memory of exactly that length: nothing may read behind it, and what is
 * cut is told or was not needed. */
static inline void frame_cut_everywhere(const struct frame *f)
{
	for (size_t len = 0; len <= f->len; len++) {
		uint8_t *part = malloc(len ? len : 1);
		assert_non_null(part);
		memcpy(part, f->bytes, len);
		struct packet p;
		struct field_list list = {0};
		packet_decode(frame_link(f), part, len, f->len, &p);
		packet_verify(&p, part);
		fields_build(&p, part, &list);
		for (size_t i = 0; i < list.count; i++)
			assert_true((size_t)list.at[i].offset + list.at[i].length <= len);
		assert_false(p.flags & PACKET_BAD_CHECKSUM);
		packet_mend_checksums(&p, part);
		assert_memory_equal(part, f->bytes, len);
		field_list_finish(&list);
		free(part);
	}
}

#endif
