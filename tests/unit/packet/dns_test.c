/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Domain names.
 */
#include <stdio.h>

#include "tests/unit/packet/frames.h"

#define QUESTION "0161 076578616d706c65 00 0001 0001 "
#define NAME "c00c "

static size_t count_of(const struct frame *f, const char *name)
{
	size_t n = 0;
	for (size_t i = 0; i < f->list.count; i++)
		n += strcmp(f->list.at[i].name, name) == 0;
	return n;
}

static void a_question(void **state)
{
	(void)state;
	struct frame f;
	frame_mended(&f, ETH4 IP4("0037", "11") "9c40 0035 0023 0000 1234 0100 0001 0000 0000 0000 "
	                                        "0161 076578616d706c65 00 001c 0001 0000");
	assert_layers(&f, LAYER_ETHERNET, LAYER_IPV4, LAYER_UDP, LAYER_DNS);
	assert_value(&f, "dns.id", "0x1234");
	assert_value(&f, "dns.flags.response", "0");
	assert_value(&f, "dns.flags.recdesired", "1");
	assert_value(&f, "dns.count.queries", "1");
	assert_meaning(&f, "dns.qry.name", "a.example");
	assert_meaning(&f, "dns.qry.type", "AAAA");
	assert_meaning(&f, "dns.qry.class", "IN");
	frame_cut_everywhere(&f);
	frame_finish(&f);
}

static void answers(void **state)
{
	(void)state;
	static const struct {
		const char *record, *field, *value, *meaning;
	} cases[] = {
	        {NAME "0001 0001 0000003c 0004 c0000201", "dns.a", "192.0.2.1", ""},
	        {NAME "001c 0001 0000003c 0010 20010db8000000000000000000000001", "dns.aaaa",
	                "2001:db8::1", ""},
	        {NAME "0005 0001 0000003c 0004 0162 c00e", "dns.cname", "01 62 c0 0e", "b.example"},
	        {NAME "000f 0001 0000003c 0006 000a 0162 c00e", "dns.mx.preference", "10", ""},
	        {NAME "000f 0001 0000003c 0006 000a 0162 c00e", "dns.mx.mail_exchange",
	                "01 62 c0 0e", "b.example"},
	        {NAME "0010 0001 0000003c 0003 02 6869", "dns.txt", "hi", ""},
	        {NAME "0021 0001 0000003c 000a 0001 0002 22b8 0162 c00e", "dns.srv.port", "8888",
	                ""},
	        {NAME "000a 0001 0000003c 0002 abcd", "dns.data", "ab cd", ""},
	        {"00 0029 04d0 00 00 8000 0000", "dns.rr.udp_payload_size", "1232", ""},
	        {NAME "0001 0001 0000003c 0004 c0000201", "dns.resp.ttl", "60", ""},
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct frame f;
		char hex[600];
		snprintf(hex, sizeof(hex), "%s%s",
		        ETH4 IP4("0000",
		                "11") "0035 9c40 0000 0000 1234 8180 0001 0001 0000 0000 " QUESTION,
		        cases[i].record);
		frame_raw(&f, hex);
		f.bytes[39] = (uint8_t)(f.len - 34);
		frame_finish(&f);
		f.list = (struct field_list){0};
		frame_look(&f);
		packet_mend_checksums(&f.p, f.bytes);
		frame_look(&f);
		assert_value(&f, cases[i].field, cases[i].value);
		assert_meaning(&f, cases[i].field, cases[i].meaning);
		frame_cut_everywhere(&f);
		frame_finish(&f);
	}
}

/* A name that points at itself, or forward and back, must end. */
static void loops_end(void **state)
{
	(void)state;
	static const struct {
		const char *name, *says;
	} cases[] = {
	        {"c00c", "<Name contains a pointer that loops>"},
	        {"c00e c00c", "<Name contains a pointer that loops>"},
	        {"0161 c00c", "<Name too long>"},
	        {"40", "<Unknown extended label>"},
	        {"ffff", NULL},
	        {"80", NULL},
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct frame f;
		char hex[600];
		snprintf(hex, sizeof(hex), "%s%s 0000 0000 0000 0000 0000 0000",
		        ETH4 IP4("0000", "11") "9c40 0035 0020 0000 1234 0100 0001 0000 0000 0000 ",
		        cases[i].name);
		frame_raw(&f, hex);
		assert_int_equal(count_of(&f, "dns.qry.name"), cases[i].says != NULL);
		if (cases[i].says)
			assert_meaning(&f, "dns.qry.name", cases[i].says);
		frame_finish(&f);
	}
}

/* A question for a name of one label of n bytes. */
static void ask(struct frame *f, const void *label, size_t n)
{
	frame_raw(f, ETH4 IP4("0000", "11") "9c40 0035 0000 0000 1234 0100 0001 0000 0000 0000 ");
	f->bytes[f->len++] = (uint8_t)n;
	memcpy(f->bytes + f->len, label, n);
	f->len += n;
	memcpy(f->bytes + f->len, "\0\0\1\0\1", 5);
	f->len += 5;
	f->bytes[39] = (uint8_t)(f->len - 34);
	packet_decode(PACKET_LINK_ETHERNET, f->bytes, f->len, f->len, &f->p);
	packet_mend_checksums(&f->p, f->bytes);
	frame_look(f);
}

/* What can't be shown is escaped as Wireshark does it; UTF-8 stays. */
static void escapes(void **state)
{
	(void)state;
	static const struct {
		const char *label;
		size_t n;
		const char *says;
	} cases[] = {
	        {"\0\1\a\n\33\177", 6, "\\000\\001\\a\\n\\033\\177"},
	        {"a.b\\ \"", 6, "a.b\\ \""},
	        {"\xe4\xb8\xad\xc3\xa9", 5, "\xe4\xb8\xad\xc3\xa9"},
	        {"a\xe4\xb8", 3, "a\xef\xbf\xbd"},
	        {"\xe4\xb8x", 3, "\xef\xbf\xbdx"},
	        {"\xe4\xc3\xa9", 3, "\xef\xbf\xbd\xc3\xa9"},
	        {"\x80\xff\xfe", 3, "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"},
	        {"\xed\xa0\x80", 3, "\xef\xbf\xbd"},
	        {"\xf4\x90\x80\x80", 4, "\xef\xbf\xbd"},
	        {"\xe2\x80\x8b\xc2\x85", 5, "\\u200B\\u0085"},
	        {"\xc0\x80", 2, "\\u0000"},
	        {"\xf3\xa0\x80\x81", 4, "\\U000E0001"},
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct frame f;
		ask(&f, cases[i].label, cases[i].n);
		assert_meaning(&f, "dns.qry.name", cases[i].says);
		frame_cut_everywhere(&f);
		frame_finish(&f);
	}
}

/* The longest name of RFC 1035, with each of its bytes escaped, is shown whole. */
static void long_names(void **state)
{
	(void)state;
	struct frame f;
	static const uint8_t sizes[] = {63, 63, 63, 61};
	frame_raw(&f, ETH4 IP4("0000", "11") "9c40 0035 0117 0000 1234 0100 0001 0000 0000 0000 ");
	for (size_t i = 0; i < sizeof(sizes); i++) {
		f.bytes[f.len++] = sizes[i];
		memset(f.bytes + f.len, 1, sizes[i]);
		f.len += sizes[i];
	}
	memcpy(f.bytes + f.len, "\0\0\1\0\1", 5);
	f.len += 5;
	frame_look(&f);
	assert_int_equal(strlen(frame_field(&f, "dns.qry.name")->meaning), 250 * 4 + 3);
	assert_value(&f, "dns.qry.type", "1");
	frame_finish(&f);
	/* Six times that by pointers back: too long, but the question behind it is read. */
	frame_raw(&f, ETH4 IP4("0000", "11") "9c40 0035 0000 0000 1234 0100 0002 0000 0000 0000 ");
	for (unsigned i = 0; i < 20; i++) {
		f.bytes[f.len++] = 63;
		memset(f.bytes + f.len, 'a', 63);
		f.len += 63;
	}
	memcpy(f.bytes + f.len, "\0\0\1\0\1\1b\0\0\1\0\1", 12);
	f.len += 12;
	f.bytes[38] = (uint8_t)((f.len - 34) >> 8);
	f.bytes[39] = (uint8_t)(f.len - 34);
	frame_look(&f);
	assert_int_equal(count_of(&f, "dns.qry.name"), 2);
	assert_meaning(&f, "dns.qry.name", "<Name too long>");
	frame_finish(&f);
}

/* An update says what is to go by records without data (RFC 2136 2.5.2). */
static void no_data(void **state)
{
	(void)state;
	struct frame f;
	frame_raw(&f,
	        ETH4 IP4("0000",
	                "11") "9c40 0035 0039 0000 1234 2800 0001 0000 0002 0000 " QUESTION NAME
	                      "0005 00ff 00000000 0000" NAME "0001 00ff 00000000 0000");
	assert_int_equal(count_of(&f, "dns.resp.name"), 2);
	assert_int_equal(count_of(&f, "dns.cname"), 0);
	assert_int_equal(count_of(&f, "dns.a"), 0);
	frame_finish(&f);
}

/* In multicast an OPT's first bit is a flag as well, not a part of the size. */
static void options_in_multicast(void **state)
{
	(void)state;
	struct frame f;
	frame_raw(&f, ETH4 IP4("0000", "11") "14e9 14e9 001f 0000 0000 0000 0000 0000 0000 0001"
	                                     "00 0029 85a0 00 00 1194 0000");
	assert_layers(&f, LAYER_ETHERNET, LAYER_IPV4, LAYER_UDP, LAYER_MDNS);
	assert_value(&f, "dns.resp.cache_flush", "1");
	assert_value(&f, "dns.rr.udp_payload_size", "1440");
	frame_finish(&f);
}

static void counts_that_lie(void **state)
{
	(void)state;
	struct frame f;
	frame_raw(&f, ETH4 IP4("0000",
	                      "11") "9c40 0035 0021 0000 1234 0100 ffff ffff ffff ffff " QUESTION);
	assert_int_equal(count_of(&f, "dns.qry.name"), 1);
	assert_int_equal(count_of(&f, "dns.resp.name"), 0);
	frame_finish(&f);
}

static void over_tcp(void **state)
{
	(void)state;
	struct frame f;
	frame_mended(&f,
	        ETH4 IP4("0043", "06") "9c40 0035 00000001 00000002 5018 0100 0000 0000 0019 "
	                               "1234 0100 0001 0000 0000 0000 " QUESTION);
	assert_layers(&f, LAYER_ETHERNET, LAYER_IPV4, LAYER_TCP, LAYER_DNS);
	assert_value(&f, "dns.length", "25");
	assert_meaning(&f, "dns.qry.name", "a.example");
	frame_cut_everywhere(&f);
	frame_finish(&f);
	/* Counts that a message of that length has no room for. */
	frame_mended(&f, ETH4 IP4("0036", "06") "9c40 0035 00000001 00000002 5018 0100 0000 0000 "
	                                        "000c 1234 0100 0001 0000 0000 0000");
	assert_layers(&f, LAYER_ETHERNET, LAYER_IPV4, LAYER_TCP, LAYER_PAYLOAD);
	frame_finish(&f);
	/* A length that questions alone can't have. */
	frame_mended(&f, ETH4 IP4("0036", "06") "9c40 0035 00000001 00000002 5018 0100 0000 0000 "
	                                        "7fff 1234 0100 0001 0000 0000 0000");
	assert_layers(&f, LAYER_ETHERNET, LAYER_IPV4, LAYER_TCP, LAYER_PAYLOAD);
	frame_finish(&f);
	/* A later segment of a message can't be read as one. */
	frame_mended(&f, ETH4 IP4("002d", "06") "9c40 0035 00000001 00000002 5018 0100 0000 0000 "
	                                        "ffff010203");
	assert_layers(&f, LAYER_ETHERNET, LAYER_IPV4, LAYER_TCP, LAYER_PAYLOAD);
	frame_finish(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(a_question),
	        cmocka_unit_test(answers),
	        cmocka_unit_test(loops_end),
	        cmocka_unit_test(escapes),
	        cmocka_unit_test(long_names),
	        cmocka_unit_test(no_data),
	        cmocka_unit_test(options_in_multicast),
	        cmocka_unit_test(counts_that_lie),
	        cmocka_unit_test(over_tcp),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
