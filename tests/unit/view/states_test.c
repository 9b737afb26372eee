/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The state diagram: where both ends are, the ways they took, in every size and in ASCII.
 */
#include "tests/unit/view/fixture.h"

#include "ui/view/socket_words.h"
#include "ui/view/states.h"

static const char *const two[] = {"client", "server"};

static void tell(struct fixture *f, int node, int state, int old, bool gone)
{
	static const uint8_t addresses[2][4] = {{10, 0, 0, 1}, {10, 0, 0, 2}};
	struct tape_socket s = {.node = (uint16_t)node,
	        .family = 2,
	        .protocol = 6,
	        .state = (uint8_t)state,
	        .old_state = (uint8_t)old,
	        .gone = gone,
	        .local_port = node ? 8888 : 40000,
	        .remote_port = node ? 40000 : 8888};
	memcpy(s.local, addresses[node], 4);
	memcpy(s.remote, addresses[!node], 4);
	fixture_later(f, 100);
	tape_add_socket(f->tape, f->now, &s);
}

static void handshake(struct fixture *f)
{
	fixture_socket(f, 1, SOCKET_LISTEN, 0, 8888, 0);
	tell(f, 0, SOCKET_SYN_SENT, 0, false);
	tell(f, 1, 12, 0, false);
}

static void pictures(void **state)
{
	(void)state;
	struct fixture f;
	void *view = xcalloc(1, view_states.state_size);
	fixture_begin(&f, two, 2);
	expect_view(&f, "states-none", &view_states, view, 78, 4);
	handshake(&f);
	expect_view(&f, "states-78-handshake", &view_states, view, 78, 20);
	tell(&f, 0, SOCKET_ESTABLISHED, SOCKET_SYN_SENT, false);
	tell(&f, 1, SOCKET_ESTABLISHED, 12, false);
	expect_view(&f, "states-78-stand", &view_states, view, 78, 22);
	expect_view(&f, "states-60", &view_states, view, 60, 8);
	tell(&f, 0, SOCKET_FIN_WAIT_2, SOCKET_ESTABLISHED, false);
	tell(&f, 1, SOCKET_CLOSE_WAIT, SOCKET_ESTABLISHED, false);
	expect_view(&f, "states-110", &view_states, view, 110, 38);
	tell(&f, 1, SOCKET_LAST_ACK, SOCKET_CLOSE_WAIT, false);
	tell(&f, 1, SOCKET_LAST_ACK, SOCKET_LAST_ACK, true);
	tell(&f, 0, SOCKET_TIME_WAIT, SOCKET_FIN_WAIT_2, false);
	expect_view(&f, "states-78-closed", &view_states, view, 78, 24);
	char *_cleanup_free_ ascii = fixture_picture(&f, &view_states, view, 78, 24, true, true);
	for (const char *at = ascii; *at; at++)
		assert_true((unsigned char)*at < 0x80);
	expect_picture("states-ascii", ascii);
	free(view);
	fixture_end(&f);
}

/* What was too short to be seen is not invented. */
static void says_what_was_not_seen(void **state)
{
	(void)state;
	struct fixture f;
	struct view_reply r = {0};
	void *view = xcalloc(1, view_states.state_size);
	fixture_begin(&f, two, 2);
	tell(&f, 0, SOCKET_ESTABLISHED, 0, false);
	tell(&f, 0, SOCKET_TIME_WAIT, SOCKET_ESTABLISHED, false);
	fixture_layout(&f, &view_states, view, 78, 20, true);
	assert_true(fixture_act(&f, &view_states, view, (struct view_act){.kind = ACT_COPY}, &r));
	assert_string_equal(buf_text(&r.copy), "client: CLOSED ~ ESTABLISHED ~ TIME-WAIT");
	buf_finish(&r.copy);
	/* The same ends once more: a new path. */
	tell(&f, 0, SOCKET_TIME_WAIT, SOCKET_TIME_WAIT, true);
	tell(&f, 0, SOCKET_SYN_SENT, 0, false);
	fixture_layout(&f, &view_states, view, 78, 20, true);
	r = (struct view_reply){0};
	assert_true(fixture_act(&f, &view_states, view, (struct view_act){.kind = ACT_COPY}, &r));
	assert_string_equal(buf_text(&r.copy), "client: CLOSED > SYN-SENT");
	buf_finish(&r.copy);
	free(view);
	fixture_end(&f);
}

/* Drawn after every single event, and into every size: nothing may fall over. */
static void any_size(void **state)
{
	(void)state;
	struct fixture f;
	void *view = xcalloc(1, view_states.state_size);
	fixture_begin(&f, two, 2);
	handshake(&f);
	for (int w = 1; w < 130; w += 7)
		for (int h = 1; h < 45; h += 3)
			free(fixture_picture(&f, &view_states, view, w, h, true, false));
	free(view);
	fixture_end(&f);
}

static void arrows_are_the_figure_s(void **state)
{
	(void)state;
	assert_true(states_adjacent(SOCKET_CLOSED, SOCKET_SYN_SENT));
	assert_true(states_adjacent(SOCKET_SYN_SENT, SOCKET_SYN_RECEIVED));
	assert_true(states_adjacent(SOCKET_FIN_WAIT_1, SOCKET_CLOSING));
	assert_true(states_adjacent(SOCKET_LAST_ACK, SOCKET_CLOSED));
	assert_true(states_adjacent(SOCKET_TIME_WAIT, SOCKET_CLOSED));
	assert_false(states_adjacent(SOCKET_CLOSED, SOCKET_ESTABLISHED));
	assert_false(states_adjacent(SOCKET_ESTABLISHED, SOCKET_TIME_WAIT));
	assert_false(states_adjacent(SOCKET_CLOSE_WAIT, SOCKET_CLOSED));
	for (int s = SOCKET_ESTABLISHED; s < SOCKET_STATES; s++) {
		assert_true(strlen(socket_state_meaning(6, (enum socket_state)s)) > 40);
		assert_int_equal(
		        strncmp(socket_state_section(6, (enum socket_state)s), "RFC 9293 3.", 11),
		        0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(pictures),
	        cmocka_unit_test(says_what_was_not_seen),
	        cmocka_unit_test(any_size),
	        cmocka_unit_test(arrows_are_the_figure_s),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
