/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The ladder: line styles of fates, states of sockets, following and standing still.
 */
#include "tests/unit/view/fixture.h"

#include "packet/packet.h"

static const char *const two[] = {"client", "server"};
static const char *const three[] = {"alice", "bob", "carol"};

/* A handshake whose first SYN was dropped, then data held, a reply corrupted, an ACK doubled. */
static void shake_hands(struct fixture *f)
{
	tape_add_note(f->tape, f->now, NOTE_STEP, "listen");
	fixture_later(f, 10);
	tape_add_program(f->tape, f->now,
	        &(struct tape_program){.node = 1, .pane = 1, .command = "./server 8888"});
	fixture_socket(f, 1, 10, 0, 8888, 0);
	fixture_later(f, 500);
	uint64_t lost = fixture_segment(f, 0, TCP_SYN, 1000, 0, "", FATE_DROPPED);
	fixture_socket(f, 0, 2, 0, 40000, 8888);
	fixture_later(f, 1000);
	uint64_t again = fixture_segment(f, 0, TCP_SYN, 1000, 0, "", FATE_DELIVERED);
	tape_relate(f->tape, again, lost, MARK_REPEAT);
	fixture_segment(f, 1, TCP_SYN | TCP_ACK, 7000, 1001, "", FATE_DELIVERED);
	fixture_socket(f, 1, 3, 0, 8888, 40000);
	uint64_t ack = fixture_segment(f, 0, TCP_ACK, 1001, 7001, "", FATE_DELIVERED);
	tape_set_fate(f->tape, f->now, ack, FATE_DELIVERED, BY_LEARNER, MARK_DOUBLED);
	fixture_socket(f, 0, 1, 2, 40000, 8888);
	fixture_later(f, 300);
	uint64_t bad = fixture_segment(f, 1, TCP_PSH | TCP_ACK, 7001, 1001, "welcome", FATE_HELD);
	tape_set_fate(f->tape, f->now, bad, FATE_DELIVERED, BY_LEARNER, MARK_CORRUPTED);
	fixture_segment(f, 0, TCP_PSH | TCP_ACK, 1001, 7001, "hello", FATE_HELD);
	fixture_segment(f, 1, TCP_ACK, 7001, 1006, "", FATE_DELAYED);
	tape_add_program(f->tape, f->now,
	        &(struct tape_program){.node = 0, .ended = 2, .code = 9, .command = "./client"});
}

static void shows_fates(void **state)
{
	(void)state;
	struct fixture f;
	void *view = xcalloc(1, view_ladder.state_size);
	fixture_begin(&f, two, 2);
	shake_hands(&f);
	expect_view(&f, "ladder-80", &view_ladder, view, 80, 26);
	expect_view(&f, "ladder-120", &view_ladder, view, 120, 26);
	expect_view(&f, "ladder-50", &view_ladder, view, 50, 26);
	char *_cleanup_free_ ascii = fixture_picture(&f, &view_ladder, view, 80, 26, false, true);
	expect_picture("ladder-ascii", ascii);
	for (const char *s = ascii; *s; s++)
		assert_in_range((unsigned char)*s, 1, 126);
	free(view);
	fixture_end(&f);
}

static void tells_absolute_numbers(void **state)
{
	(void)state;
	struct fixture f;
	void *view = xcalloc(1, view_ladder.state_size);
	fixture_begin(&f, two, 2);
	fixture_segment(&f, 0, TCP_SYN, 12345, 0, "", FATE_DELIVERED);
	char *_cleanup_free_ relative = fixture_picture(&f, &view_ladder, view, 80, 6, true, false);
	assert_null(strstr(relative, "12345"));
	f.shared.absolute = true;
	char *_cleanup_free_ absolute = fixture_picture(&f, &view_ladder, view, 80, 6, true, false);
	assert_non_null(strstr(absolute, "12345"));
	free(view);
	fixture_end(&f);
}

/* A counter is a row at its host, the foot says what it means, its frame has its fate below. */
static void explains_a_counter(void **state)
{
	(void)state;
	struct fixture f;
	struct view_box b = {.foot = ""};
	struct view_reply r = {0};
	void *view = xcalloc(1, view_ladder.state_size);
	fixture_begin(&f, two, 2);
	uint64_t syn = fixture_segment(&f, 0, TCP_SYN, 1000, 0, "", FATE_DELIVERED);
	char *_cleanup_free_ plain = fixture_picture(&f, &view_ladder, view, 90, 8, true, false);
	assert_null(strstr(plain, "delivered"));
	tape_add_counter(f.tape, f.now,
	        &(struct tape_counter){.node = 1,
	                .by = 1,
	                .value = 1,
	                .frame = syn,
	                .name = "TcpExtListenOverflows"});
	char *_cleanup_free_ counted = fixture_picture(&f, &view_ladder, view, 90, 8, true, false);
	assert_non_null(strstr(counted, "delivered"));
	assert_non_null(strstr(counted, "ListenOverflows +1"));
	fixture_act(&f, &view_ladder, view, (struct view_act){.kind = ACT_FIRST}, &r);
	fixture_act(&f, &view_ladder, view, (struct view_act){.kind = ACT_MOVE, .by = 1}, &r);
	/* A row behind it, so that the choice does not follow the newest. */
	fixture_socket(&f, 0, 2, 0, 40000, 8888);
	fixture_layout(&f, &view_ladder, view, 90, 8, true);
	struct view_env env = fixture_env(&f, true);
	view_ladder.box(view, &env, &b);
	assert_non_null(strstr(b.foot, "accept queue was full"));
	free(view);
	fixture_end(&f);
}

static void holds_three_hosts(void **state)
{
	(void)state;
	struct fixture f;
	void *view = xcalloc(1, view_ladder.state_size);
	fixture_begin(&f, three, 3);
	fixture_segment(&f, 0, TCP_SYN, 1, 0, "", FATE_DELIVERED);
	expect_view(&f, "ladder-three", &view_ladder, view, 80, 6);
	free(view);
	fixture_end(&f);
}

/* Moving up stands still while more comes; the end follows again. */
static void stands_still_when_moved(void **state)
{
	(void)state;
	struct fixture f;
	struct view_reply r = {0};
	void *view = xcalloc(1, view_ladder.state_size);
	fixture_begin(&f, two, 2);
	for (uint32_t i = 0; i < 30; i++) {
		fixture_later(&f, 1);
		fixture_segment(&f, 0, TCP_ACK, i, 1, "", FATE_DELIVERED);
	}
	fixture_layout(&f, &view_ladder, view, 80, 11, true);
	assert_true(fixture_act(
	        &f, &view_ladder, view, (struct view_act){.kind = ACT_PAGE, .by = -1}, &r));
	fixture_layout(&f, &view_ladder, view, 80, 11, true);
	assert_int_equal(f.shared.frame, 20);
	assert_true(f.shared.pinned);
	fixture_segment(&f, 0, TCP_ACK, 100, 1, "", FATE_DELIVERED);
	char *_cleanup_free_ still = fixture_picture(&f, &view_ladder, view, 80, 11, true, false);
	assert_non_null(strstr(still, "#20"));
	assert_null(strstr(still, "#30"));
	fixture_act(&f, &view_ladder, view, (struct view_act){.kind = ACT_LAST}, &r);
	char *_cleanup_free_ follows = fixture_picture(&f, &view_ladder, view, 80, 11, true, false);
	assert_non_null(strstr(follows, "#30"));
	free(view);
	fixture_end(&f);
}

/* A connection with its calls, one of them blocked, one held, one failed. */
static uint64_t calls_of_a_connection(struct fixture *f)
{
	struct tape_call c = fixture_call(f, 1, CALL_SOCKET, "socket", "AF_INET, SOCK_STREAM, 0");
	c.source = "server.c:20";
	fixture_done(f, c, 3);
	c = fixture_call(f, 1, CALL_LISTEN, "listen", "3, 5");
	c.source = "server.c:23";
	fixture_done(f, c, 0);
	struct tape_call accept = fixture_call(f, 1, CALL_ACCEPT, "accept", "3, NULL, NULL");
	accept.source = "server.c:24";
	fixture_stage(f, &accept, CALL_ENTERED, 0);
	fixture_later(f, 100);
	struct tape_call connect =
	        fixture_call(f, 0, CALL_CONNECT, "connect", "3, {AF_INET, 10.0.0.2:8888}, 16");
	connect.source = "client.c:31";
	fixture_stage(f, &connect, CALL_ENTERED, 0);
	uint64_t syn = fixture_segment(f, 0, TCP_SYN, 1000, 0, "", FATE_DELIVERED);
	fixture_segment(f, 1, TCP_SYN | TCP_ACK, 7000, 1001, "", FATE_DELIVERED);
	fixture_segment(f, 0, TCP_ACK, 1001, 7001, "", FATE_DELIVERED);
	fixture_stage(f, &connect, CALL_RETURNED, 0);
	fixture_stage(f, &accept, CALL_RETURNED, 4);
	c = fixture_call(f, 1, CALL_OTHER, "fork", "4711");
	fixture_stage(f, &c, CALL_PROCESS, 0);
	c = fixture_call(f, 1, CALL_RECV, "recv", "4, 0x7ffe, 100, MSG_DONTWAIT");
	fixture_done(f, c, -11);
	tape_add_counter(f->tape, f->now,
	        &(struct tape_counter){.node = 1,
	                .by = 1,
	                .value = 1,
	                .frame = syn,
	                .name = "TcpExtListenOverflows"});
	struct tape_call send = fixture_call(f, 0, CALL_SEND, "send", "3, \"hello\", 5, 0");
	fixture_stage(f, &send, CALL_HELD, 0);
	struct tape_call recv = fixture_call(f, 1, CALL_RECV, "recv", "4, 0x7ffe, 100, 0");
	fixture_stage(f, &recv, CALL_ENTERED, 0);
	return syn;
}

static void shows_calls(void **state)
{
	(void)state;
	struct fixture f;
	void *view = xcalloc(1, view_ladder.state_size);
	fixture_begin(&f, two, 2);
	calls_of_a_connection(&f);
	expect_view(&f, "ladder-calls-80", &view_ladder, view, 80, 20);
	expect_view(&f, "ladder-calls-120", &view_ladder, view, 120, 20);
	expect_view(&f, "ladder-calls-190", &view_ladder, view, 190, 20);
	char *_cleanup_free_ ascii = fixture_picture(&f, &view_ladder, view, 80, 20, true, true);
	expect_picture("ladder-calls-ascii", ascii);
	free(view);
	fixture_end(&f);
}

static char *after(struct fixture *f, void *view, const char *toggle)
{
	struct view_reply r = {0};
	assert_true(fixture_act(
	        f, &view_ladder, view, (struct view_act){.kind = ACT_TOGGLE, .text = toggle}, &r));
	assert_true(r.say[0]);
	return fixture_picture(f, &view_ladder, view, 100, 20, true, false);
}

static void hides_calls(void **state)
{
	(void)state;
	struct fixture f;
	void *view = xcalloc(1, view_ladder.state_size);
	fixture_begin(&f, two, 2);
	calls_of_a_connection(&f);
	char *_cleanup_free_ none = after(&f, view, "calls none");
	assert_null(strstr(none, "listen("));
	assert_non_null(strstr(none, "SYN"));
	assert_non_null(strstr(none, "ListenOverflows"));
	char *_cleanup_free_ some = after(&f, view, "calls listen,connect");
	assert_non_null(strstr(some, "listen("));
	assert_non_null(strstr(some, "connect("));
	assert_null(strstr(some, "socket("));
	char *_cleanup_free_ sockets = after(&f, view, "calls");
	assert_non_null(strstr(sockets, "socket("));
	struct tape_call c = fixture_call(&f, 0, CALL_CLOSE, "close", "7");
	c.family = 0;
	fixture_done(&f, c, 0);
	assert_null(strstr(sockets, "close("));
	char *_cleanup_free_ all = after(&f, view, "calls");
	assert_non_null(strstr(all, "close("));
	char *_cleanup_free_ quiet = after(&f, view, "counters");
	assert_null(strstr(quiet, "ListenOverflows"));
	free(view);
	fixture_end(&f);
}

/* The SYN says which call made it, the counter which frame it counted. */
static void says_why(void **state)
{
	(void)state;
	struct fixture f;
	struct view_reply r = {0};
	void *view = xcalloc(1, view_ladder.state_size);
	fixture_begin(&f, two, 2);
	uint64_t syn = calls_of_a_connection(&f);
	fixture_layout(&f, &view_ladder, view, 80, 20, true);
	assert_true(fixture_act(&f, &view_ladder, view,
	        (struct view_act){.kind = ACT_SEARCH, .by = -1, .text = "SYN seq"}, &r));
	char *_cleanup_free_ picture = fixture_picture(&f, &view_ladder, view, 80, 20, true, false);
	assert_int_equal(f.shared.event, syn);
	expect_picture("ladder-why", picture);
	assert_true(fixture_act(&f, &view_ladder, view,
	        (struct view_act){.kind = ACT_SEARCH, .by = 1, .text = "overflows"}, &r));
	fixture_layout(&f, &view_ladder, view, 80, 20, true);
	assert_true(why_has(&f.shared.why, syn));
	assert_string_equal(f.shared.why.words, "the frame it counts");
	free(view);
	fixture_end(&f);
}

/* From the segment to the send that wrote its bytes and the recv that got them, and back. */
static void follows_bytes(void **state)
{
	(void)state;
	struct fixture f;
	struct lanes *lanes = lanes_create();
	fixture_begin(&f, two, 2);
	fixture_segment(&f, 0, TCP_SYN, 1000, 0, "", FATE_DELIVERED);
	struct tape_call c = fixture_call(&f, 0, CALL_SEND, "send", "");
	uint64_t first = fixture_done(&f, c, 5);
	c.offset = 5;
	uint64_t second = fixture_done(&f, c, 6);
	uint64_t a = fixture_segment(&f, 0, TCP_ACK, 1001, 1, "hello", FATE_DELIVERED);
	uint64_t b = fixture_segment(&f, 0, TCP_ACK, 1006, 1, " world", FATE_DELIVERED);
	c = fixture_call(&f, 1, CALL_RECV, "recv", "");
	uint64_t got = fixture_done(&f, c, 11);
	lanes_update(lanes, f.tape, tape_end(f.tape), SIZE_MAX);
	f.source.lanes = lanes;
	struct why w;
	why_update(&w, &f.source, got);
	assert_int_equal(w.count, 4);
	assert_string_equal(w.words, "2 segments fed it");
	why_update(&w, &f.source, b);
	assert_int_equal(w.count, 2);
	assert_true(why_has(&w, second) && why_has(&w, got));
	why_update(&w, &f.source, first);
	assert_int_equal(w.count, 2);
	assert_true(why_has(&w, a) && why_has(&w, got));
	lanes_destroy(lanes);
	fixture_end(&f);
}

/* No size may upset it. */
static void survives_any_size(void **state)
{
	(void)state;
	struct fixture f;
	void *view = xcalloc(1, view_ladder.state_size);
	fixture_begin(&f, two, 2);
	shake_hands(&f);
	calls_of_a_connection(&f);
	for (int w = 1; w < 140; w += 3)
		for (int h = 1; h < 20; h++)
			free(fixture_picture(&f, &view_ladder, view, w, h, true, false));
	free(view);
	fixture_end(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(shows_fates),
	        cmocka_unit_test(tells_absolute_numbers),
	        cmocka_unit_test(explains_a_counter),
	        cmocka_unit_test(holds_three_hosts),
	        cmocka_unit_test(stands_still_when_moved),
	        cmocka_unit_test(shows_calls),
	        cmocka_unit_test(hides_calls),
	        cmocka_unit_test(says_why),
	        cmocka_unit_test(follows_bytes),
	        cmocka_unit_test(survives_any_size),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
