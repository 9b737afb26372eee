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

/* No size may upset it. */
static void survives_any_size(void **state)
{
	(void)state;
	struct fixture f;
	void *view = xcalloc(1, view_ladder.state_size);
	fixture_begin(&f, two, 2);
	shake_hands(&f);
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
	        cmocka_unit_test(holds_three_hosts),
	        cmocka_unit_test(stands_still_when_moved),
	        cmocka_unit_test(survives_any_size),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
