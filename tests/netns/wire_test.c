/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The wire between real kernels: a SYN held, sent again, dropped and let go; cables; bad lines;
 * links that are only watched.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/err.h"
#include "loop/loop.h"
#include "net/wire.h"
#include "net/world.h"
#include "tape/tape.h"
#include "tests/netns/support.h"

#define PATIENCE (10 * NSEC_PER_SEC)
#define PORT 8888

enum { CLIENT, SERVER };

struct lab {
	struct world *world;
	struct loop *loop;
	struct tape *tape;
	struct wire *wire;
};

static struct lab open_lab(const struct topology *t)
{
	struct lab l;
	struct err e = {0};
	l.world = world_create(t, &e);
	if (!l.world)
		fail_msg("%s", e.text);
	l.loop = loop_create();
	l.tape = tape_create(4 << 20);
	l.wire = wire_create(l.loop, l.world, l.tape, &e);
	if (!l.wire)
		fail_msg("%s", e.text);
	return l;
}

static struct lab two_hosts(void)
{
	static const char *const names[] = {"client", "server"};
	struct topology t = {0};
	struct err e = {0};
	if (!topology_simple(&t, names, 2, &e) || !topology_complete(&t, &e))
		fail_msg("%s", e.text);
	return open_lab(&t);
}

static void close_lab(struct lab *l)
{
	wire_destroy(l->wire);
	world_destroy(l->world);
	tape_destroy(l->tape);
	loop_destroy(l->loop);
}

/* A child on a host: 0 in the child. */
static pid_t spawn(const struct lab *l, int node)
{
	pid_t pid = fork();
	assert_true(pid >= 0);
	if (pid)
		return pid;
	struct err e = {0};
	struct world_seat seat = {.world = l->world, .node = node};
	if (!world_sit(&seat, &e))
		_exit(100);
	alarm(20);
	return 0;
}

static struct sockaddr_in address(const char *text)
{
	struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons(PORT)};
	inet_pton(AF_INET, text, &a.sin_addr);
	return a;
}

/* Listens before it returns; the child says what it got. */
static pid_t start_server(const struct lab *l)
{
	int ready[2];
	assert_int_equal(pipe(ready), 0);
	pid_t pid = spawn(l, SERVER);
	if (pid) {
		char c;
		close(ready[1]);
		assert_int_equal(read(ready[0], &c, 1), 1);
		close(ready[0]);
		return pid;
	}
	struct sockaddr_in a = address("0.0.0.0");
	int s = socket(AF_INET, SOCK_STREAM, 0);
	char got[16] = "";
	if (bind(s, (const struct sockaddr *)&a, sizeof(a)) < 0 || listen(s, 1) < 0 ||
	        write(ready[1], "x", 1) != 1)
		_exit(1);
	int c = accept(s, NULL, NULL);
	_exit(recv(c, got, sizeof(got), MSG_WAITALL) == 5 && memcmp(got, "hallo", 5) == 0 ? 0 : 2);
}

static pid_t start_client(const struct lab *l)
{
	pid_t pid = spawn(l, CLIENT);
	if (pid)
		return pid;
	struct sockaddr_in a = address("10.0.0.2");
	int s = socket(AF_INET, SOCK_STREAM, 0);
	if (connect(s, (const struct sockaddr *)&a, sizeof(a)) < 0 || write(s, "hallo", 5) != 5)
		_exit(1);
	close(s);
	_exit(0);
}

/* Turns the loop until fn says so. */
static bool until(const struct lab *l, bool (*fn)(const struct lab *l, void *user), void *user)
{
	nsec end = clock_now() + PATIENCE;
	while (!fn(l, user)) {
		if (clock_now() > end)
			return false;
		loop_turn(l->loop, 50 * NSEC_PER_MSEC);
	}
	return true;
}

static bool one_waits(const struct lab *l, void *user)
{
	(void)user;
	const struct wire_held *held;
	return wire_held(l->wire, &held) > 0;
}

static bool it_came_again(const struct lab *l, void *user)
{
	(void)user;
	const struct wire_held *held;
	return wire_held(l->wire, &held) > 0 && held[0].repeats > 0;
}

static bool has_ended(const struct lab *l, void *user)
{
	(void)l;
	int *pid = user, status;
	if (waitpid(*pid, &status, WNOHANG) != *pid)
		return false;
	*pid = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
	return true;
}

/* How the child ended, letting the wire carry what comes. */
static int end_of(const struct lab *l, pid_t pid)
{
	int end = pid;
	assert_true(until(l, has_ended, &end));
	return end;
}

static struct tape_frame frame(const struct lab *l, uint64_t id)
{
	struct tape_event e;
	assert_true(tape_get(l->tape, id, &e));
	assert_int_equal(e.kind, TAPE_FRAME);
	return e.frame;
}

/* The next frame that waits must have these TCP flags; its id. */
static uint64_t next(const struct lab *l, unsigned flags)
{
	const struct wire_held *held;
	assert_true(until(l, one_waits, NULL));
	wire_held(l->wire, &held);
	assert_int_equal(held[0].packet.tcp_flags, flags);
	return held[0].frame;
}

static void test_handshake_in_the_hand(void **state)
{
	(void)state;
	struct lab l = two_hosts();
	struct err e = {0};
	if (!wire_set_mode(l.wire, -1, WIRE_HOLD, "tcp port 8888", &e))
		fail_msg("%s", e.text);
	pid_t server = start_server(&l), client = start_client(&l);
	uint64_t syn = next(&l, TCP_SYN);
	assert_int_equal(frame(&l, syn).fate, FATE_HELD);
	assert_int_equal(frame(&l, syn).direction, 0);

	assert_true(until(&l, it_came_again, NULL));
	assert_int_equal(frame(&l, syn).folded, 1);
	const struct wire_held *held;
	assert_int_equal(wire_held(l.wire, &held), 1);
	nsec after = held[0].repeat_at[0] - held[0].since;
	assert_true(after > 900 * NSEC_PER_MSEC && after < 1500 * NSEC_PER_MSEC);
	uint64_t folded = tape_find(l.tape, TAPE_NONE, TAPE_FRAME, -1);
	assert_int_equal(frame(&l, folded).fate, FATE_FOLDED);
	assert_true(frame(&l, folded).related == syn);

	assert_true(wire_drop(l.wire, syn, &e));
	uint64_t again = next(&l, TCP_SYN);
	assert_true(frame(&l, again).marks & MARK_REPEAT);
	assert_true(frame(&l, again).related < again);
	assert_true(wire_deliver(l.wire, again, &e));
	assert_true(wire_deliver(l.wire, next(&l, TCP_SYN | TCP_ACK), &e));
	assert_true(wire_duplicate(l.wire, next(&l, TCP_ACK), &e));
	assert_true(wire_deliver(l.wire, next(&l, TCP_ACK | TCP_PSH), &e));
	assert_true(wire_set_mode(l.wire, -1, WIRE_PASS, "", &e));
	wire_deliver_all(l.wire);
	assert_int_equal(end_of(&l, client), 0);
	assert_int_equal(end_of(&l, server), 0);
	close_lab(&l);
}

static bool seen_again(const struct lab *l, void *user)
{
	(void)user;
	struct tape_event e;
	for (uint64_t id = tape_first(l->tape); id < tape_end(l->tape); id++)
		if (tape_get(l->tape, id, &e) && e.kind == TAPE_FRAME &&
		        e.frame.marks & MARK_REPEAT)
			return true;
	return false;
}

/* A damaged segment is not taken by the other kernel; the sender sends it again. */
static void test_rule_damages_data(void **state)
{
	(void)state;
	struct lab l = two_hosts();
	struct err e = {0};
	if (!wire_rule_add(l.wire, "corrupt data from client when 1", &e))
		fail_msg("%s", e.text);
	pid_t server = start_server(&l), client = start_client(&l);
	assert_int_equal(end_of(&l, client), 0);
	assert_int_equal(end_of(&l, server), 0);
	assert_true(seen_again(&l, NULL));
	uint64_t errors = 0;
	assert_true(world_kernel_counter(l.world, SERVER, "TcpInCsumErrors", &errors));
	assert_int_equal(errors, 1);
	close_lab(&l);
}

static int ping_in_child(const struct lab *l, const char *name)
{
	pid_t pid = spawn(l, CLIENT);
	if (!pid)
		_exit(support_ping(name));
	return end_of(l, pid);
}

static void test_pulled_cable(void **state)
{
	(void)state;
	struct lab l = two_hosts();
	struct err e = {0};
	const struct wire_held *held;
	assert_int_equal(ping_in_child(&l, "server"), 0);
	assert_true(wire_set_mode(l.wire, 0, WIRE_HOLD, "icmp", &e));
	pid_t pid = spawn(&l, CLIENT);
	if (!pid)
		_exit(support_ping("server"));
	assert_true(until(&l, one_waits, NULL));
	wire_held(l.wire, &held);
	uint64_t id = held[0].frame;
	assert_true(world_plug(l.world, 0, false, &e));
	assert_true(wire_deliver(l.wire, id, &e));
	assert_int_equal(frame(&l, id).fate, FATE_DROPPED);
	assert_int_equal(frame(&l, id).by, BY_CABLE);
	assert_int_equal(end_of(&l, pid), 1);

	assert_true(world_plug(l.world, 0, true, &e));
	assert_true(wire_set_mode(l.wire, 0, WIRE_PASS, "", &e));
	wire_deliver_all(l.wire);
	assert_int_equal(ping_in_child(&l, "server"), 0);
	close_lab(&l);
}

static void test_delay_is_kept(void **state)
{
	(void)state;
	struct lab l = two_hosts();
	struct wire_impairment i = {.delay = 20 * NSEC_PER_MSEC};
	wire_impair(l.wire, -1, -1, &i);
	assert_int_equal(ping_in_child(&l, "server"), 0);
	struct tape_event first, delivered;
	uint64_t id = tape_find(l.tape, 0, TAPE_FATE, 1);
	assert_true(tape_get(l.tape, id, &delivered));
	assert_true(tape_get(l.tape, delivered.fate.frame, &first));
	assert_int_equal(first.frame.fate, FATE_DELIVERED);
	assert_int_equal(first.frame.by, BY_IMPAIRMENT);
	nsec took = delivered.when - first.when;
	print_message("20 ms of delay took %.3f ms\n", (double)took / 1e6);
	assert_true(took >= 20 * NSEC_PER_MSEC);
	assert_true(took < NSEC_PER_SEC);
	close_lab(&l);
}

static bool both_ways_seen(const struct lab *l, void *user)
{
	unsigned *seen = user;
	struct tape_event e;
	*seen = 0;
	for (uint64_t id = tape_first(l->tape); id < tape_end(l->tape); id++)
		if (tape_get(l->tape, id, &e) && e.kind == TAPE_FRAME && e.frame.link == 0 &&
		        e.frame.fate == FATE_SEEN)
			*seen |= 1u << e.frame.direction;
	return *seen == 3;
}

static void test_switch_is_watched(void **state)
{
	(void)state;
	struct topology t = {0};
	support_star(&t, 2);
	struct lab l = open_lab(&t);
	assert_int_equal(ping_in_child(&l, "server"), 0);
	unsigned seen;
	assert_true(until(&l, both_ways_seen, &seen));
	struct wire_stats s = wire_stats(l.wire, -1);
	assert_true(s.seen >= 4); /* a request and its answer on two links */
	close_lab(&l);
}

/* Three switches in a ring without spanning tree, a host at each of two of them. */
static void ring(struct topology *t)
{
	static const char *const names[] = {"sw1", "sw2", "sw3"};
	struct err e = {0};
	for (int i = 0; i < 3; i++)
		assert_int_equal(topology_add_node(t, names[i], NODE_SWITCH, &e), i);
	for (int i = 0; i < 3; i++) {
		int link = topology_add_link(t, NULL, i, (i + 1) % 3, &e);
		assert_int_equal(link, i);
		t->links[link].carrier = LINK_KERNEL;
	}
	for (int i = 0; i < 2; i++) {
		int node = topology_add_node(t, i ? "server" : "client", NODE_HOST, &e);
		t->nodes[node].learn_neighbours = true;
		assert_true(topology_add_link(t, NULL, node, i, &e) >= 0);
	}
	if (!topology_complete(t, &e))
		fail_msg("%s", e.text);
}

static bool storm_is_seen(const struct lab *l, void *user)
{
	(void)user;
	struct wire_stats s = wire_stats(l->wire, -1);
	return s.seen + s.lost_by_kernel > 10000;
}

static void count(void *user)
{
	++*(int *)user;
}

/* A broadcast in a loop of switches: counted, hardly recorded, and the loop has time for others. */
static void test_storm_is_survived(void **state)
{
	(void)state;
	struct topology t = {0};
	ring(&t);
	struct lab l = open_lab(&t);
	struct err e = {0};
	int ticks = 0;
	struct loop_timer *timer = loop_timer_add(l.loop, count, &ticks);
	pid_t pid = spawn(&l, 3); /* the client asks who has the server's address */
	if (!pid)
		_exit(support_ping("server"));
	assert_true(until(&l, storm_is_seen, NULL));
	nsec begin = clock_now();
	loop_timer_set(timer, 10 * NSEC_PER_MSEC, 10 * NSEC_PER_MSEC);
	/* On a busy machine the kernel may take a second for itself. */
	while (clock_now() < begin + NSEC_PER_SEC || (!ticks && clock_now() < begin + PATIENCE))
		loop_turn(l.loop, 20 * NSEC_PER_MSEC);
	struct wire_stats s = wire_stats(l.wire, -1);
	print_message("storm: %llu frames seen, %llu more lost by the kernel, %llu recorded, "
	              "%d ticks of 10 ms\n",
	        (unsigned long long)s.seen, (unsigned long long)s.lost_by_kernel,
	        (unsigned long long)tape_count(l.tape, TAPE_FRAME), ticks);
	assert_true(ticks > 0);                 /* about 90 on an idle machine, few on a busy one */
	if (!world_plug(l.world, 0, false, &e)) /* breaks the loop */
		fail_msg("%s", e.text);
	assert_true(s.not_recorded > 0);
	loop_timer_remove(timer);
	end_of(&l, pid);
	close_lab(&l);
}

int main(int argc, char **argv)
{
	support_begin(argc, argv);
	struct err e = {0};
	if (!world_enter(&e)) {
		print_error("%s\n", e.text);
		return 1;
	}
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_handshake_in_the_hand),
	        cmocka_unit_test(test_rule_damages_data),
	        cmocka_unit_test(test_pulled_cable),
	        cmocka_unit_test(test_delay_is_kept),
	        cmocka_unit_test(test_switch_is_watched),
	        cmocka_unit_test(test_storm_is_survived),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
