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
	static const char *const names[] = {"c00c", "c00e c00c", "0161 c00c", "ffff", "40"};
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		struct frame f;
		char hex[600];
		snprintf(hex, sizeof(hex), "%s%s 0000 0000 0000 0000 0000 0000",
		        ETH4 IP4("0000", "11") "9c40 0035 0020 0000 1234 0100 0001 0000 0000 0000 ",
		        names[i]);
		frame_raw(&f, hex);
		assert_int_equal(count_of(&f, "dns.qry.name"), 0);
		frame_finish(&f);
	}
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
	        cmocka_unit_test(counts_that_lie),
	        cmocka_unit_test(over_tcp),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
