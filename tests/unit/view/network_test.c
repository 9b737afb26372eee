/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The network: whether switches stand in a loop that is closed, and which cable Enter pulls.
 */
#include "tests/unit/view/fixture.h"

static const char *const two[] = {"client", "server"};

struct ring {
	struct fixture f;
	void *view;
	bool plugged[8];
	int state[8][2];
};

static bool plugged(const void *from, int link)
{
	return ((const struct ring *)from)->plugged[link];
}

static int port_state(const void *from, int link, int end)
{
	return ((const struct ring *)from)->state[link][end];
}

static bool stp(const void *from, int node)
{
	(void)from;
	return node == 1;
}

static bool rate(const void *from, int link, struct bench_rate *out)
{
	(void)from;
	*out = (struct bench_rate){.now = link == 1 ? 41380 : 12,
	        .peak = 50000,
	        .total = 1234567,
	        .count = 4,
	        .samples = {0, 1, 4, 8}};
	return true;
}

static void begin(struct ring *r)
{
	struct err e = {0};
	*r = (struct ring){.view = xcalloc(1, view_network.state_size)};
	fixture_begin(&r->f, two, 2);
	struct topology *t = &r->f.topology;
	*t = (struct topology){0};
	int host = topology_add_node(t, "client", NODE_HOST, &e);
	int sw1 = topology_add_node(t, "sw1", NODE_SWITCH, &e);
	int sw2 = topology_add_node(t, "sw2", NODE_SWITCH, &e);
	topology_add_link(t, "up", host, sw1, &e);
	topology_add_link(t, "one", sw1, sw2, &e);
	topology_add_link(t, "two", sw1, sw2, &e);
	for (int i = 0; i < 8; i++) {
		r->plugged[i] = true;
		r->state[i][0] = i ? 3 : -1;
		r->state[i][1] = 3;
	}
	t->links[1].carrier = t->links[2].carrier = LINK_KERNEL;
	r->f.ops.plugged = plugged;
	r->f.ops.port_state = port_state;
	r->f.ops.stp = stp;
	r->f.ops.rate = rate;
	r->f.source.from = r;
	r->f.source.governor = 7.24;
}

static void end(struct ring *r)
{
	free(r->view);
	fixture_end(&r->f);
}

static bool says(struct ring *r, const char *words)
{
	char *_cleanup_free_ picture =
	        fixture_picture(&r->f, &view_network, r->view, 90, 12, true, false);
	return strstr(picture, words);
}

static void tells_a_closed_loop(void **state)
{
	(void)state;
	struct ring r;
	begin(&r);
	expect_view(&r.f, "network-storm", &view_network, r.view, 90, 12);
	assert_true(says(&r, "loop CLOSED"));
	r.plugged[2] = false;
	assert_true(says(&r, "loop open"));
	r.plugged[2] = true;
	r.state[1][1] = 4; /* blocking */
	assert_true(says(&r, "loop open"));
	end(&r);
}

static void pulls_and_plugs(void **state)
{
	(void)state;
	struct ring r;
	struct view_reply reply = {0};
	begin(&r);
	fixture_layout(&r.f, &view_network, r.view, 90, 12, true);
	fixture_act(&r.f, &view_network, r.view, (struct view_act){.kind = ACT_LAST}, &reply);
	fixture_act(&r.f, &view_network, r.view, (struct view_act){.kind = ACT_OPEN}, &reply);
	assert_string_equal(reply.line, "pull two");
	r.plugged[2] = false;
	fixture_act(&r.f, &view_network, r.view, (struct view_act){.kind = ACT_OPEN}, &reply);
	assert_string_equal(reply.line, "plug two");
	end(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(tells_a_closed_loop),
	        cmocka_unit_test(pulls_and_plugs),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
