/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The lanes: boundaries of messages, queues, what was sent again, datagrams, scales and choices.
 */
#include "tests/unit/view/fixture.h"

static const char *const two[] = {"client", "server"};

struct desk {
	struct fixture f;
	struct lanes *lanes;
	void *view;
	uint64_t place[2]; /* bytes sent so far, by node */
	uint64_t got[2];
};

static void begin(struct desk *d)
{
	*d = (struct desk){.view = xcalloc(1, view_lanes.state_size), .lanes = lanes_create()};
	fixture_begin(&d->f, two, 2);
	d->f.source.lanes = d->lanes;
	fixture_segment(&d->f, 0, TCP_SYN, 1000, 0, "", FATE_DELIVERED);
	fixture_segment(&d->f, 1, TCP_SYN | TCP_ACK, 7000, 1001, "", FATE_DELIVERED);
}

static void end(struct desk *d)
{
	free(d->view);
	lanes_destroy(d->lanes);
	fixture_end(&d->f);
}

static uint64_t sends(struct desk *d, int node, const char *text)
{
	struct tape_call c = fixture_call(&d->f, node, CALL_SEND, "send", "3, ...");
	c.offset = d->place[node];
	c.data = (const uint8_t *)text;
	c.data_kept = c.data_total = (uint32_t)strlen(text);
	d->place[node] += strlen(text);
	fixture_later(&d->f, 1);
	return fixture_done(&d->f, c, (int64_t)strlen(text));
}

static uint64_t receives(struct desk *d, int node, const char *text)
{
	struct tape_call c = fixture_call(&d->f, node, CALL_RECV, "recv", "4, ..., 100");
	c.offset = d->got[node];
	c.data = (const uint8_t *)text;
	c.data_kept = c.data_total = (uint32_t)strlen(text);
	d->got[node] += strlen(text);
	fixture_later(&d->f, 1);
	return fixture_done(&d->f, c, (int64_t)strlen(text));
}

static uint64_t carries(struct desk *d, uint32_t place, const char *text, enum frame_fate fate)
{
	return fixture_segment(&d->f, 0, TCP_PSH | TCP_ACK, 1001 + place, 7001, text, fate);
}

/* Three messages, two segments, one receive: the picture of the sticky-packets lab. */
static uint64_t stick(struct desk *d)
{
	sends(d, 0, "hello");
	carries(d, 0, "hello", FATE_DELIVERED);
	sends(d, 0, "world");
	sends(d, 0, "how are you");
	carries(d, 5, "worldhow are you", FATE_DELIVERED);
	return receives(d, 1, "helloworldhow are you");
}

static char *picture(struct desk *d, int w, int h, bool focus, bool ascii)
{
	lanes_update(d->lanes, d->f.tape, tape_end(d->f.tape), SIZE_MAX);
	return fixture_picture(&d->f, &view_lanes, d->view, w, h, focus, ascii);
}

static void expect(struct desk *d, const char *name, int w, int h)
{
	char *_cleanup_free_ p = picture(d, w, h, true, false);
	expect_picture(name, p);
}

static void act(struct desk *d, enum view_act_kind kind, long by, const char *text)
{
	struct view_reply r = {0};
	assert_true(fixture_act(&d->f, &view_lanes, d->view,
	        (struct view_act){.kind = kind, .by = by, .text = text}, &r));
}

static void shows_boundaries(void **state)
{
	(void)state;
	struct desk d;
	begin(&d);
	stick(&d);
	expect(&d, "lanes-sticky-80", 78, 12);
	expect(&d, "lanes-sticky-78x9", 78, 9);
	expect(&d, "lanes-sticky-198", 198, 20);
	char *_cleanup_free_ ascii = picture(&d, 78, 12, false, true);
	expect_picture("lanes-ascii", ascii);
	for (const char *s = ascii; *s; s++)
		assert_in_range((unsigned char)*s, 1, 126);
	end(&d);
}

/* A dropped segment, the same again, one held, bytes still in the send queue. */
static void shows_trouble(void **state)
{
	(void)state;
	struct desk d;
	begin(&d);
	sends(&d, 0, "one two ");
	uint64_t lost = carries(&d, 0, "one two ", FATE_DROPPED);
	uint64_t again = carries(&d, 0, "one two ", FATE_DELIVERED);
	tape_relate(d.f.tape, again, lost, MARK_REPEAT);
	sends(&d, 0, "three ");
	carries(&d, 8, "three ", FATE_HELD);
	sends(&d, 0, "four five");
	expect(&d, "lanes-trouble", 100, 14);
	end(&d);
}

static void marks_what_fed_a_receive(void **state)
{
	(void)state;
	struct desk d;
	begin(&d);
	uint64_t got = stick(&d);
	char *_cleanup_free_ first = picture(&d, 78, 12, true, false);
	assert_int_equal(d.f.shared.event, got);
	assert_int_equal(d.f.shared.why.count, 5);
	act(&d, ACT_MOVE, -1, NULL);
	expect(&d, "lanes-chosen", 78, 12);
	assert_int_equal(d.f.shared.why.count, 3);
	struct view_reply r = {0};
	assert_true(
	        fixture_act(&d.f, &view_lanes, d.view, (struct view_act){.kind = ACT_OPEN}, &r));
	char want[32];
	snprintf(want, sizeof(want), "goto %llu", (unsigned long long)d.f.shared.event);
	assert_string_equal(r.line, want);
	end(&d);
}

/* A press on a box chooses its part. */
static void chooses_by_mouse(void **state)
{
	(void)state;
	struct desk d;
	struct view_reply r = {0};
	begin(&d);
	uint64_t got = stick(&d);
	free(picture(&d, 78, 12, true, false));
	/* 10 columns of names; the second send has bytes 5 to 9 at two columns each. */
	assert_true(fixture_act(&d.f, &view_lanes, d.view,
	        (struct view_act){.kind = ACT_CLICK, .x = 22, .y = 1}, &r));
	char *_cleanup_free_ world = picture(&d, 78, 12, true, false);
	assert_non_null(strstr(world, "bytes 5 to 9"));
	assert_true(d.f.shared.event < got);
	assert_true(fixture_act(&d.f, &view_lanes, d.view,
	        (struct view_act){.kind = ACT_CLICK, .x = 76, .y = 1}, &r));
	char *_cleanup_free_ nothing = picture(&d, 78, 12, true, false);
	assert_string_equal(world, nothing);
	end(&d);
}

/* One send, one datagram, one receive; what was lost has no receive. */
static void shows_datagrams(void **state)
{
	(void)state;
	static const char *const words[] = {"one", "three", "seven"};
	struct desk d;
	begin(&d);
	for (int i = 0; i < 3; i++) {
		struct tape_call c = fixture_call(&d.f, 0, CALL_SEND, "sendto", "3, ...");
		c.protocol = 17;
		c.data = (const uint8_t *)words[i];
		c.data_kept = c.data_total = (uint32_t)strlen(words[i]);
		fixture_done(&d.f, c, (int64_t)strlen(words[i]));
		fixture_datagram(&d.f, 0, words[i], i < 2 ? FATE_DELIVERED : FATE_DROPPED);
		if (i == 2)
			continue;
		c.node = 1;
		c.kind = CALL_RECV;
		c.name = "recvfrom";
		memcpy(c.local, topology_address(&d.f.topology, 1, 4)->bytes, 4);
		memcpy(c.remote, topology_address(&d.f.topology, 0, 4)->bytes, 4);
		c.local_port = 8888;
		c.remote_port = 40000;
		fixture_done(&d.f, c, (int64_t)strlen(words[i]));
	}
	expect(&d, "lanes-datagrams", 78, 9);
	end(&d);
}

/* The other direction is a flow of its own. */
static void chooses_flows(void **state)
{
	(void)state;
	struct desk d;
	begin(&d);
	stick(&d);
	sends(&d, 1, "thanks");
	fixture_segment(&d.f, 1, TCP_ACK, 7001, 1022, "thanks", FATE_DELIVERED);
	char *_cleanup_free_ first = picture(&d, 78, 12, true, false);
	assert_null(strstr(first, " thanks "));
	act(&d, ACT_SIDE, 1, NULL);
	char *_cleanup_free_ second = picture(&d, 78, 12, true, false);
	assert_non_null(strstr(second, " thanks "));
	assert_non_null(strstr(second, "6 in the receive queue"));
	end(&d);
}

/* A stream that is far longer than the screen is wide. */
static void scales(void **state)
{
	(void)state;
	struct desk d;
	struct view_box before = {0}, after = {0};
	begin(&d);
	for (int i = 0; i < 300; i++)
		sends(&d, 0, "sixteen bytes...");
	carries(&d, 0, "sixteen bytes...", FATE_DELIVERED);
	struct view_env env = fixture_env(&d.f, true);
	expect(&d, "lanes-far", 78, 9);
	view_lanes.box(d.view, &env, &before);
	assert_string_equal(before.foot_note, "128 bytes a column");
	for (int i = 0; i < 8; i++)
		act(&d, ACT_TOGGLE, 0, "in");
	char *_cleanup_free_ near = picture(&d, 78, 9, true, false);
	assert_non_null(strstr(near, "sixteen bytes"));
	act(&d, ACT_FIRST, 0, NULL);
	char *_cleanup_free_ first = picture(&d, 78, 9, true, false);
	assert_string_not_equal(near, first);
	act(&d, ACT_PAGE, 1, NULL);
	char *_cleanup_free_ next = picture(&d, 78, 9, true, false);
	assert_string_not_equal(next, first);
	act(&d, ACT_TOGGLE, 0, "fit");
	free(picture(&d, 78, 9, true, false));
	view_lanes.box(d.view, &env, &after);
	assert_string_equal(after.foot_note, before.foot_note);
	end(&d);
}

/* Drawn as of a moment before: what came later is not there although the lanes know it. */
static void ends_where_the_tape_ends(void **state)
{
	(void)state;
	struct desk d;
	begin(&d);
	sends(&d, 0, "hello");
	uint64_t held = carries(&d, 0, "hello", FATE_HELD);
	uint64_t then = tape_end(d.f.tape);
	tape_set_fate(d.f.tape, d.f.now, held, FATE_DELIVERED, BY_LEARNER, 0);
	receives(&d, 1, "hello");
	lanes_update(d.lanes, d.f.tape, tape_end(d.f.tape), SIZE_MAX);
	struct tape *window = tape_window(NULL, d.f.tape, then);
	d.f.source.tape = window;
	d.f.source.past = true;
	expect(&d, "lanes-past", 78, 9);
	tape_destroy(window);
	end(&d);
}

static void survives_any_size(void **state)
{
	(void)state;
	struct desk d;
	begin(&d);
	free(picture(&d, 78, 12, true, false));
	stick(&d);
	for (int w = 1; w < 140; w += 3)
		for (int h = 1; h < 26; h++)
			free(picture(&d, w, h, true, false));
	for (int i = 0; i < 40; i++) {
		act(&d, ACT_TOGGLE, 0, "out");
		free(picture(&d, 78, 12, true, false));
	}
	for (int i = 0; i < 40; i++) {
		act(&d, ACT_TOGGLE, 0, "in");
		free(picture(&d, 78, 12, true, false));
	}
	end(&d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(shows_boundaries),
	        cmocka_unit_test(shows_trouble),
	        cmocka_unit_test(marks_what_fed_a_receive),
	        cmocka_unit_test(chooses_by_mouse),
	        cmocka_unit_test(shows_datagrams),
	        cmocka_unit_test(chooses_flows),
	        cmocka_unit_test(scales),
	        cmocka_unit_test(ends_where_the_tape_ends),
	        cmocka_unit_test(survives_any_size),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
