/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The list of frames, the fields of the chosen one, its bytes, and how they point at each other.
 */
#include "tests/unit/view/fixture.h"

#include "ui/view/events.h"

static const char *const two[] = {"client", "server"};

static void talk(struct fixture *f)
{
	fixture_segment(f, 0, TCP_SYN, 1000, 0, "", FATE_DELIVERED);
	fixture_later(f, 20);
	fixture_segment(f, 1, TCP_SYN | TCP_ACK, 7000, 1001, "", FATE_DELIVERED);
	fixture_later(f, 1);
	fixture_segment(f, 0, TCP_PSH | TCP_ACK, 1001, 7001, "hello", FATE_HELD);
}

static void lists(void **state)
{
	(void)state;
	struct fixture f;
	void *view = xcalloc(1, view_packets.state_size);
	fixture_begin(&f, two, 2);
	expect_view(&f, "packets-none", &view_packets, view, 60, 4);
	talk(&f);
	expect_view(&f, "packets-60", &view_packets, view, 60, 6);
	expect_view(&f, "packets-110", &view_packets, view, 110, 6);
	expect_view(&f, "packets-170", &view_packets, view, 170, 6);
	f.shared.delta = true;
	char *_cleanup_free_ delta = fixture_picture(&f, &view_packets, view, 60, 6, true, false);
	assert_non_null(strstr(delta, "+0.020"));
	free(view);
	fixture_end(&f);
}

static void copies_a_line(void **state)
{
	(void)state;
	struct fixture f;
	struct view_reply r = {0};
	void *view = xcalloc(1, view_packets.state_size);
	fixture_begin(&f, two, 2);
	talk(&f);
	fixture_layout(&f, &view_packets, view, 60, 6, true);
	assert_true(fixture_act(&f, &view_packets, view, (struct view_act){.kind = ACT_COPY}, &r));
	assert_non_null(strstr(buf_text(&r.copy), "10.0.0.1.40000 > 10.0.0.2.8888"));
	buf_finish(&r.copy);
	free(view);
	fixture_end(&f);
}

/* The field chosen in the tree is lit in the bytes, and the other way round. */
static void field_and_byte_agree(void **state)
{
	(void)state;
	struct fixture f;
	struct view_reply r = {0};
	void *fields = xcalloc(1, view_fields.state_size);
	void *bytes = xcalloc(1, view_bytes.state_size);
	fixture_begin(&f, two, 2);
	talk(&f);
	view_shared_choose(&f.shared, 2, true);
	fixture_layout(&f, &view_fields, fields, 70, 30, true);
	fixture_layout(&f, &view_bytes, bytes, 80, 10, true);
	assert_string_equal(dissected_field(&f.shared.dissected)->name, "tcp.flags");
	/* The destination port lies in the third byte of the TCP header: 14 + 20 + 2. */
	fixture_act(&f, &view_bytes, bytes, (struct view_act){.kind = ACT_FIRST}, &r);
	for (int i = 0; i < 36; i++)
		fixture_act(
		        &f, &view_bytes, bytes, (struct view_act){.kind = ACT_SIDE, .by = 1}, &r);
	assert_string_equal(dissected_field(&f.shared.dissected)->name, "tcp.dstport");
	expect_view(&f, "bytes-80", &view_bytes, bytes, 80, 10);
	expect_view(&f, "bytes-40", &view_bytes, bytes, 40, 10);
	expect_view(&f, "fields-70", &view_fields, fields, 70, 40);
	view_fields.finish(fields);
	free(fields);
	free(bytes);
	fixture_end(&f);
}

static void shows_what_the_filter_lets_through(void **state)
{
	(void)state;
	struct fixture f;
	struct err e = {0};
	void *view = xcalloc(1, view_packets.state_size);
	fixture_begin(&f, two, 2);
	talk(&f);
	f.shared.filter = filter_create("data", NULL, NULL, &e);
	assert_non_null(f.shared.filter);
	char *_cleanup_free_ picture = fixture_picture(&f, &view_packets, view, 80, 6, true, false);
	assert_non_null(strstr(picture, "#2 "));
	assert_null(strstr(picture, "#0 "));
	assert_null(strstr(picture, "#1 "));
	free(view);
	fixture_end(&f);
}

static int frames_only(const void *user, const struct tape_event *e)
{
	(void)user;
	return e->kind == TAPE_FRAME;
}

/* Scrolling copes with the tape forgetting what is on the screen. */
static void survives_forgetting(void **state)
{
	(void)state;
	struct fixture f;
	struct events v = {.follow = true};
	fixture_begin(&f, two, 2);
	struct tape *small = tape_create(64 * 1024);
	struct events_filter filter = {.tape = small, .height = frames_only};
	uint8_t bytes[128];
	size_t len = fixture_tcp(&f, 0, TCP_ACK, 1, 1, "x", bytes);
	struct tape_frame frame = {.related = TAPE_NONE,
	        .captured = (uint32_t)len,
	        .length = (uint32_t)len,
	        .bytes = bytes};
	for (int i = 0; i < 100; i++)
		tape_add_frame(small, i, &frame);
	events_layout(&v, &filter, 10);
	assert_int_equal(v.selected, 99);
	events_move(&v, &filter, -50);
	events_layout(&v, &filter, 10);
	assert_int_equal(v.selected, 49);
	for (int i = 0; i < 2000; i++)
		tape_add_frame(small, i, &frame);
	assert_true(tape_first(small) > 49);
	events_layout(&v, &filter, 10);
	assert_int_equal(v.selected, tape_first(small));
	assert_int_equal(v.count, 10);
	tape_destroy(small);
	fixture_end(&f);
}

/* What is not shown at all may be long: the walk is bounded and says that there is no more. */
static void walks_no_further_than_allowed(void **state)
{
	(void)state;
	struct fixture f;
	struct events v = {.follow = true};
	fixture_begin(&f, two, 2);
	struct tape *t = tape_create(8 << 20);
	struct events_filter filter = {.tape = t, .height = frames_only};
	for (int i = 0; i < EVENTS_WALK_MAX + 10; i++)
		tape_add_note(t, i, NOTE_COMMAND, "x");
	events_layout(&v, &filter, 10);
	assert_false(v.any);
	assert_int_equal(v.count, 0);
	tape_destroy(t);
	fixture_end(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(lists),
	        cmocka_unit_test(copies_a_line),
	        cmocka_unit_test(shows_what_the_filter_lets_through),
	        cmocka_unit_test(field_and_byte_agree),
	        cmocka_unit_test(survives_forgetting),
	        cmocka_unit_test(walks_no_further_than_allowed),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
