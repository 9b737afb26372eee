/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What made packets add up to.
 */
#include <string.h>

#include "base/err.h"
#include "packet/flow/flow_summary.h"
#include "tests/unit/packet/frames.h"
#include "tests/unit/traffic/captures.h"
#include "traffic/filter.h"
#include "traffic/selection.h"
#include "traffic/survey.h"

#define SYN ETH4 IP4("0028", "06") "c000 0050 00000064 00000000 5002 ffff 0000 0000"
#define DNS ETH4 IP4("0028", "11") "c000 0035 0014 0000 0001 0100 0001 0000 0000 0000"
#define ARP ETH "0806 0001 0800 06 04 0001 020000000001 0a000001 000000000000 0a000002"

static void add(struct made *m, const char *text, uint32_t seconds, uint32_t length)
{
	struct frame f;
	frame_raw(&f, text);
	pcap_packet(m, seconds, 0, f.bytes, (uint32_t)f.len, length);
	frame_finish(&f);
}

static struct traffic *sample(void)
{
	struct made m = {0};
	pcap_head(&m, 0xa1b2c3d4, 1);
	add(&m, SYN, 10, 100);
	add(&m, SYN, 11, 100);
	add(&m, DNS, 12, 200);
	add(&m, ARP, 9, 60); /* before the first */
	add(&m, SYN, 5000, 100);
	struct traffic *t = traffic_create(made_open(&m));
	while (traffic_work(t, 1000) == TRAFFIC_MORE)
		;
	return t;
}

/* All zero: there is none. */
static struct survey_protocol row(struct survey *s, uint8_t kind)
{
	const struct survey_protocol *rows;
	size_t count = survey_protocols(s, &rows);
	for (size_t i = 0; i < count; i++)
		if (rows[i].kind == kind)
			return rows[i];
	return (struct survey_protocol){0};
}

static void everything(void **state)
{
	(void)state;
	struct traffic *t = sample();
	struct survey *s = survey_create(t, NULL);
	assert_true(survey_work(s, 2));
	assert_int_equal(survey_total(s).packets, 2);
	assert_false(survey_work(s, 100));
	assert_int_equal(survey_total(s).packets, 5);
	assert_int_equal(survey_total(s).bytes, 560);

	const struct survey_protocol *rows;
	assert_true(survey_protocols(s, &rows) >= 5);
	assert_int_equal(rows[0].kind, LAYER_ETHERNET);
	assert_int_equal(rows[0].depth, 0);
	assert_int_equal(rows[0].all.packets, 5);
	assert_int_equal(rows[0].last.packets, 0);
	assert_int_equal(row(s, LAYER_IPV4).all.packets, 4);
	assert_int_equal(row(s, LAYER_TCP).all.packets, 3);
	assert_int_equal(row(s, LAYER_TCP).last.bytes, 300);
	assert_int_equal(row(s, LAYER_TCP).depth, 2);
	assert_int_equal(row(s, LAYER_DNS).last.packets, 1);
	assert_int_equal(row(s, LAYER_UDP).last.packets, 0);
	assert_int_equal(row(s, LAYER_ARP).last.bytes, 60);

	const struct survey_endpoint *ends;
	size_t count = survey_endpoints(s, &ends);
	assert_int_equal(count, 2); /* ARP's addresses are IP's */
	assert_int_equal(ends[0].sent.packets + ends[1].sent.packets, 5);
	assert_int_equal(ends[0].received.bytes + ends[1].received.bytes, 560);
	assert_int_equal(survey_endpoints_left_out(s), 0);

	const uint64_t *flows;
	assert_int_equal(survey_conversations(s, &flows), 2);
	struct flow_summary f;
	assert_true(flow_summary(traffic_flows(t), flows[0], &f));
	assert_int_equal(f.sides[0].packets, 3);
	survey_destroy(s);
	traffic_destroy(t);
}

static void time_in_pieces(void **state)
{
	(void)state;
	struct traffic *t = sample();
	struct survey *s = survey_create(t, NULL);
	survey_work(s, 100);
	nsec begin, width;
	const struct survey_bucket *b;
	size_t count = survey_rate(s, &begin, &width, &b);
	assert_int_equal(begin, 10 * NSEC_PER_SEC);
	assert_true(width * SURVEY_BUCKETS > 4990 * NSEC_PER_SEC);
	assert_int_equal((size_t)(4990 * NSEC_PER_SEC / width) + 1, count);
	assert_int_equal(b[count - 1].packets, 1);
	uint64_t packets = 0, bytes = 0, troubles = 0;
	for (size_t i = 0; i < count; i++) {
		packets += b[i].packets;
		bytes += b[i].bytes;
		troubles += b[i].troubles;
	}
	assert_int_equal(packets, 5);
	assert_int_equal(bytes, 560);
	assert_int_equal(troubles, 2); /* the same SYN again and again */
	survey_destroy(s);
	traffic_destroy(t);
}

static void a_selection_alone(void **state)
{
	(void)state;
	struct traffic *t = sample();
	struct traffic_filter_context context = {.traffic = t};
	struct traffic_filter_error e;
	struct selection *chosen = selection_create(t, traffic_filter_create("udp", &context, &e));
	struct survey *s = survey_create(t, chosen);
	assert_false(survey_work(s, 100)); /* nothing is judged yet */
	while (selection_work(chosen, 2))
		survey_work(s, 1);
	survey_work(s, 100);
	assert_int_equal(survey_total(s).packets, 1);
	assert_int_equal(row(s, LAYER_TCP).all.packets, 0);
	assert_int_equal(row(s, LAYER_DNS).all.packets, 1);
	survey_restart(s);
	assert_int_equal(survey_total(s).packets, 0);
	survey_work(s, 100);
	assert_int_equal(survey_total(s).bytes, 200);
	survey_destroy(s);
	selection_destroy(chosen);
	traffic_destroy(t);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
	        cmocka_unit_test(everything),
	        cmocka_unit_test(time_in_pieces),
	        cmocka_unit_test(a_selection_alone),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
