/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tests of checks that ask the kernel: counters, cables, switches, in a real world. Skipped where
 * private hosts are forbidden.
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/err.h"
#include "lab/check.h"
#include "net/world.h"

static const char yaml[] =
        "name: x\ntitle: T\nabout: A\nchapter: B\nminutes: 5\nlevel: 1\n"
        "network:\n"
        "  hosts: [{name: client}, {name: server}]\n"
        "  switches: [{name: sw}]\n"
        "  links: [{between: [client, sw], carrier: kernel}, {between: [server, sw], carrier: "
        "kernel}]\n"
        "checks:\n"
        "  grew: {says: a, counter: {host: client, name: UdpNoPorts, is: 1..}}\n"
        "  other: {says: a, counter: {host: server, name: UdpNoPorts, is: 0}}\n"
        "  nonsense: {says: a, counter: {host: server, name: NoSuchCounter, is: 0..}}\n"
        "  stp: {says: a, now: true, switch: {name: sw, stp: on}}\n"
        "  port: {says: a, now: true, switch: {name: sw, link: client-sw, state: forwarding}}\n"
        "  pulled: {says: a, cable: {link: client-sw, plugged: false}}\n"
        "  plugged: {says: a, now: true, cable: {link: client-sw, plugged: true}}\n"
        "steps: [{id: s, title: S, until: [grew], solution: [x]}]\n";

struct room {
	struct lab *lab;
	struct world *world;
	struct checker *checker;
	nsec now;
};

/* A datagram from a host to a port of its own where nobody listens. */
static void send_to_nobody(const struct world *w, int node)
{
	pid_t child = fork();
	if (child == 0) {
		struct world_seat seat = {.world = w, .node = node};
		struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(9)};
		struct err e;
		to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
		if (!world_sit(&seat, &e))
			_exit(1);
		int fd = socket(AF_INET, SOCK_DGRAM, 0);
		_exit(sendto(fd, "x", 1, 0, (struct sockaddr *)&to, sizeof(to)) == 1 ? 0 : 1);
	}
	int status = -1;
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
}

static bool holds(const struct room *r, const char *name)
{
	return checker_truth(r->checker, (size_t)lab_check(r->lab, name)) == CHECK_TRUE;
}

/* The kernel is asked ten times a second at most. */
static void update(struct room *r)
{
	r->now += NSEC_PER_SEC;
	checker_update(r->checker, r->now);
}

static int set_up(void **state)
{
	static struct room room;
	struct err e = {0};
	*state = NULL;
	if (!world_enter(&e)) {
		print_message("no private hosts here: %s\n", e.text);
		return 0;
	}
	room.lab = lab_parse(yaml, strlen(yaml), ".", &e);
	assert_non_null(room.lab);
	room.world = world_create(&room.lab->topology, &e);
	if (!room.world)
		fail_msg("%s", e.text);
	struct check_world cw = {.world = room.world};
	room.checker = checker_create(room.lab, &cw, &e);
	assert_non_null(room.checker);
	*state = &room;
	return 0;
}

static int tear_down(void **state)
{
	struct room *r = *state;
	if (!r)
		return 0;
	checker_destroy(r->checker);
	world_destroy(r->world);
	lab_destroy(r->lab);
	return 0;
}

static void counters_count_from_the_step(void **state)
{
	struct room *r = *state;
	if (!r)
		skip();
	send_to_nobody(r->world, 0);
	checker_begin_lab(r->checker, 0);
	update(r);
	assert_true(!holds(r, "grew") && holds(r, "other") && !holds(r, "nonsense"));
	assert_string_equal(checker_detail(r->checker, 0), "0, needs >= 1");
	send_to_nobody(r->world, 0);
	update(r);
	assert_true(holds(r, "grew") && holds(r, "other"));
	checker_begin_step(r->checker, 0);
	update(r);
	assert_false(holds(r, "grew"));
}

static void cables_and_switches_are_asked(void **state)
{
	struct room *r = *state;
	struct err e = {0};
	if (!r)
		skip();
	checker_begin_lab(r->checker, 0);
	update(r);
	assert_true(
	        !holds(r, "stp") && holds(r, "port") && !holds(r, "pulled") && holds(r, "plugged"));
	assert_true(world_set_stp(r->world, 2, true, &e));
	assert_true(world_plug(r->world, 0, false, &e));
	update(r);
	assert_true(
	        holds(r, "stp") && !holds(r, "port") && holds(r, "pulled") && !holds(r, "plugged"));
	assert_true(world_plug(r->world, 0, true, &e));
	assert_true(world_set_stp(r->world, 2, false, &e));
	update(r);
	assert_true(!holds(r, "stp") && holds(r, "pulled") && holds(r, "plugged"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(counters_count_from_the_step),
	        cmocka_unit_test(cables_and_switches_are_asked),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
