/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Searching what is said and what is in the bytes; filters made from what is chosen.
 */
#include "tests/unit/inspect/capture.h"

#include "packet/fields.h"
#include "ui/inspect/filter_of.h"

static void looks_on_and_back(void **state)
{
	(void)state;
	struct capture c;
	struct err e = {0};
	capture_begin(&c);
	capture_handshake(&c);
	capture_tcp(&c, true, TCP_PSH | TCP_ACK, 501, 106, "hello");
	inspect_choose(c.in, 1);
	assert_false(inspect_search(c.in, "", 1, &e));
	assert_true(inspect_search(c.in, "syn ack", 1, &e));
	capture_settle(&c);
	assert_int_equal(c.in->chosen, 2);
	assert_true(inspect_search(c.in, "bytes hello", 1, &e));
	capture_settle(&c);
	assert_int_equal(c.in->chosen, 4);
	assert_true(inspect_search(c.in, "", 1, &e));
	capture_settle(&c);
	assert_int_equal(c.in->chosen, 5);
	assert_true(inspect_search(c.in, "", 1, &e));
	capture_settle(&c);
	assert_int_equal(c.in->chosen, 5);
	assert_true(c.in->said.is_error);
	assert_true(inspect_search(c.in, "0x68 656c", -1, &e));
	capture_settle(&c);
	assert_int_equal(c.in->chosen, 4);
	assert_false(inspect_search(c.in, "0x6", 1, &e));
	assert_false(inspect_search(c.in, "0xzz", 1, &e));
	assert_false(inspect_search(c.in, "bytes ", 1, &e));
	capture_end(&c);
}

static void finds_nothing_in_nothing(void **state)
{
	(void)state;
	struct capture c;
	struct err e = {0};
	capture_begin(&c);
	assert_true(inspect_search(c.in, "word", -1, &e));
	capture_settle(&c);
	assert_true(c.in->said.is_error);
	capture_end(&c);
}

static void choose_field(struct capture *c, const char *name)
{
	const struct field *f = fields_find(&c->in->dissected.fields, name);
	assert_non_null(f);
	c->in->dissected.field = (size_t)(f - c->in->dissected.fields.at);
}

/* Every filter lets its own packet through. */
static void filters_let_their_own_through(void **state)
{
	static const struct {
		const char *field, *filter;
	} wanted[] = {
	        {"ip.src", "src host 10.0.0.1"},
	        {"tcp.dstport", "tcp dst port 80"},
	        {"ip.ttl", "ip[8:1] = 64"},
	        {"tcp.flags.push", "tcp[13:1] & 0x8 = 8"},
	        {"tcp.seq", "tcp[4:4] = 101"},
	};
	struct capture c;
	struct err e = {0};
	(void)state;
	capture_begin(&c);
	capture_handshake(&c);
	inspect_choose(c.in, 4);
	inspect_update(c.in);
	for (size_t i = 0; i < sizeof(wanted) / sizeof(wanted[0]); i++) {
		struct traffic_filter_error why = {0};
		struct buf text = {0};
		if (!fields_find(&c.in->dissected.fields, wanted[i].field))
			fail_msg("there is no field %s", wanted[i].field);
		choose_field(&c, wanted[i].field);
		assert_true(filter_of_field(c.in, &text, &e));
		assert_string_equal(buf_text(&text), wanted[i].filter);
		if (!inspect_filter(c.in, buf_text(&text), false, &why))
			fail_msg("%s: %s", buf_text(&text), why.text);
		capture_settle(&c);
		assert_true(selection_has(c.in->shown, 4));
		buf_finish(&text);
	}
	struct buf text = {0};
	assert_true(filter_of_host(c.in, &text, &e));
	buf_puts(&text, " and ");
	assert_true(filter_of_conversation(c.in, &text, &e));
	assert_string_equal(buf_text(&text), "host 10.0.0.1 and stream 0");
	buf_clear(&text);
	choose_field(&c, "tcp");
	assert_false(filter_of_field(c.in, &text, &e));
	buf_finish(&text);
	capture_end(&c);
}

static void steps_through_a_conversation(void **state)
{
	(void)state;
	struct capture c;
	uint8_t arp[60] = {[12] = 8, [13] = 6};
	capture_begin(&c);
	inspect_update(c.in);
	assert_null(inspect_conversation(c.in));
	capture_tcp(&c, false, TCP_SYN, 100, 0, "");
	capture_add(&c, arp, sizeof(arp));
	capture_tcp(&c, true, TCP_SYN | TCP_ACK, 500, 101, "");
	inspect_choose(c.in, 1);
	inspect_update(c.in);
	assert_non_null(inspect_conversation(c.in));
	capture_settle(&c);
	assert_int_equal(inspect_conversation_step(c.in, 1), 3);
	assert_int_equal(inspect_conversation_step(c.in, -1), 0);
	inspect_choose(c.in, 2);
	inspect_update(c.in);
	assert_null(inspect_conversation(c.in));
	capture_end(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(looks_on_and_back),
	        cmocka_unit_test(finds_nothing_in_nothing),
	        cmocka_unit_test(filters_let_their_own_through),
	        cmocka_unit_test(steps_through_a_conversation),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
