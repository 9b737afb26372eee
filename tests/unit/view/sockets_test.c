/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The table of sockets: columns by width, what is lit, timers that count down, the chosen row.
 */
#include "tests/unit/view/fixture.h"

#include "ui/view/socket_words.h"

static const char *const two[] = {"client", "server"};

struct world {
	struct fixture f; /* first: the ops get it */
	struct tape_socket at[2][4];
	size_t count[2];
	nsec polled;
};

static size_t sockets(const void *from, int node, const struct tape_socket **out)
{
	const struct world *w = from;
	*out = w->at[node];
	return w->count[node];
}

static bool owner(const void *from, uint64_t inode, struct bench_owner *out)
{
	(void)from;
	*out = (struct bench_owner){.pid = 4711, .fd = 3, .others = inode == 2};
	snprintf(out->program, sizeof(out->program), "%s", inode == 1 ? "client" : "server");
	return inode == 1 || inode == 2;
}

static nsec polled(const void *from)
{
	return ((const struct world *)from)->polled;
}

static struct tape_socket *put(struct world *w, int node, struct tape_socket s)
{
	static const uint8_t addresses[2][4] = {{10, 0, 0, 1}, {10, 0, 0, 2}};
	s.node = (uint16_t)node;
	s.family = 2;
	s.protocol = 6;
	if (s.remote_port) {
		memcpy(s.local, addresses[node], 4);
		memcpy(s.remote, addresses[!node], 4);
	}
	w->at[node][w->count[node]] = s;
	return &w->at[node][w->count[node]++];
}

static void tell(struct world *w, struct tape_socket *s, int state)
{
	s->old_state = s->state;
	s->state = (uint8_t)state;
	tape_add_socket(w->f.tape, w->f.now, s);
}

/* A server with two children, and a connection that waits for the answer to its SYN. */
static void begin(struct world *w)
{
	memset(w, 0, sizeof(*w));
	fixture_begin(&w->f, two, 2);
	w->f.ops.sockets = sockets;
	w->f.ops.owner = owner;
	w->f.ops.polled = polled;
	tell(w, put(w, 1, (struct tape_socket){.local_port = 8888, .send_queue = 5, .inode = 2}),
	        SOCKET_LISTEN);
	fixture_later(&w->f, 200);
	fixture_segment(&w->f, 0, TCP_SYN, 1000, 0, "", FATE_HELD);
	struct tape_socket *c = put(w, 0,
	        (struct tape_socket){.local_port = 40000,
	                .remote_port = 8888,
	                .cwnd = 10,
	                .mss = 524,
	                .ssthresh = 0x7fffffff,
	                .rto_us = 1000000,
	                .timer = 1,
	                .timer_ms = 990,
	                .inode = 1});
	tell(w, c, SOCKET_SYN_SENT);
	w->polled = w->f.now;
	fixture_later(&w->f, 100);
}

/* Both stand, and five bytes have not been read. */
static void stand(struct world *w)
{
	struct tape_socket *c = &w->at[0][0];
	c->timer = 0;
	c->rtt_us = 430;
	c->rto_us = 204000;
	c->options = 7;
	c->wscale = 0x78;
	c->mss = 1448;
	tell(w, c, SOCKET_ESTABLISHED);
	struct tape_socket *s = put(w, 1,
	        (struct tape_socket){.local_port = 8888,
	                .remote_port = 40000,
	                .cwnd = 10,
	                .mss = 1448,
	                .rto_us = 200000,
	                .recv_queue = 5,
	                .inode = 0});
	tell(w, s, SOCKET_ESTABLISHED);
	w->polled = w->f.now;
	fixture_later(&w->f, 20);
}

static void pictures(void **state)
{
	(void)state;
	struct world w;
	void *view = xcalloc(1, view_sockets.state_size);
	begin(&w);
	expect_view(&w.f, "sockets-78", &view_sockets, view, 78, 12);
	stand(&w);
	expect_view(&w.f, "sockets-78-stand", &view_sockets, view, 78, 18);
	expect_view(&w.f, "sockets-130", &view_sockets, view, 130, 18);
	expect_view(&w.f, "sockets-56", &view_sockets, view, 56, 8);
	char *_cleanup_free_ ascii = fixture_picture(&w.f, &view_sockets, view, 78, 18, true, true);
	for (const char *at = ascii; *at; at++)
		assert_true((unsigned char)*at < 0x80);
	free(view);
	fixture_end(&w.f);
}

static void none(void **state)
{
	(void)state;
	struct world w = {.count = {0, 0}};
	void *view = xcalloc(1, view_sockets.state_size);
	fixture_begin(&w.f, two, 2);
	char *_cleanup_free_ picture =
	        fixture_picture(&w.f, &view_sockets, view, 60, 5, true, false);
	assert_non_null(strstr(picture, "No host has a socket."));
	free(view);
	fixture_end(&w.f);
}

static char *draw(struct world *w, void *view)
{
	return fixture_picture(&w->f, &view_sockets, view, 100, 14, true, false);
}

/* Only time goes on: the kernel was not asked again. */
static void timers_count_down(void **state)
{
	(void)state;
	struct world w;
	void *view = xcalloc(1, view_sockets.state_size);
	begin(&w);
	char *_cleanup_free_ at_first = draw(&w, view);
	assert_non_null(strstr(at_first, "again 0.8 s"));
	fixture_later(&w.f, 400);
	char *_cleanup_free_ later = draw(&w, view);
	assert_non_null(strstr(later, "again 0.4 s"));
	fixture_later(&w.f, 4000);
	char *_cleanup_free_ over = draw(&w, view);
	assert_non_null(strstr(over, "again 0.0 s"));
	w.at[0][0].timer = 3;
	w.at[0][0].timer_ms = 60000;
	w.at[0][0].state = SOCKET_TIME_WAIT;
	w.polled = w.f.now;
	fixture_later(&w.f, 2000);
	char *_cleanup_free_ waits = draw(&w, view);
	assert_non_null(strstr(waits, "waits 58.0 s"));
	free(view);
	fixture_end(&w.f);
}

/* The star stands where something changed at the last look, or after the chosen frame. */
static void lit_is_what_changed(void **state)
{
	(void)state;
	struct world w;
	void *view = xcalloc(1, view_sockets.state_size);
	begin(&w);
	fixture_later(&w.f, 10);
	w.at[1][0].recv_queue = 1;
	tell(&w, &w.at[1][0], SOCKET_LISTEN);
	char *_cleanup_free_ last = draw(&w, view);
	assert_non_null(strstr(last, "★ server"));
	assert_null(strstr(last, "★ client"));
	view_shared_choose(&w.f.shared, tape_find(w.f.tape, 0, TAPE_FRAME, 1), true);
	char *_cleanup_free_ chosen = draw(&w, view);
	assert_null(strstr(chosen, "★ server"));
	assert_non_null(strstr(chosen, "★ client"));
	free(view);
	fixture_end(&w.f);
}

static void the_choice_stays_with_its_socket(void **state)
{
	(void)state;
	struct world w;
	struct view_reply r = {0};
	void *view = xcalloc(1, view_sockets.state_size);
	begin(&w);
	stand(&w);
	fixture_layout(&w.f, &view_sockets, view, 100, 14, true);
	assert_int_equal(w.f.shared.connection.node, 0);
	assert_true(
	        fixture_act(&w.f, &view_sockets, view, (struct view_act){.kind = ACT_LAST}, &r));
	fixture_layout(&w.f, &view_sockets, view, 100, 14, true);
	assert_int_equal(w.f.shared.connection.node, 1);
	/* The client's socket goes: the server's is chosen still. */
	w.count[0] = 0;
	fixture_layout(&w.f, &view_sockets, view, 100, 14, true);
	assert_int_equal(w.f.shared.connection.node, 1);
	assert_true(
	        fixture_act(&w.f, &view_sockets, view, (struct view_act){.kind = ACT_OPEN}, &r));
	assert_string_equal(r.line, "focus states");
	assert_true(
	        fixture_act(&w.f, &view_sockets, view, (struct view_act){.kind = ACT_COPY}, &r));
	assert_non_null(strstr(buf_text(&r.copy), "10.0.0.2:8888 > 10.0.0.1:40000 ESTABLISHED"));
	buf_finish(&r.copy);
	free(view);
	fixture_end(&w.f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(pictures),
	        cmocka_unit_test(none),
	        cmocka_unit_test(timers_count_down),
	        cmocka_unit_test(lit_is_what_changed),
	        cmocka_unit_test(the_choice_stays_with_its_socket),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
