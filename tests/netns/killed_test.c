/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the kernel itself would go on with in the namespaces of an owner that was killed: frames in
 * a loop of switches, connections whose programs are gone.
 */
#include <arpa/inet.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/clock.h"
#include "base/err.h"
#include "loop/loop.h"
#include "net/wire.h"
#include "net/world.h"
#include "tape/tape.h"
#include "tests/netns/support.h"

#define PATIENCE (20 * NSEC_PER_SEC)
#define STORM_FRAMES 10000
#define CALM 100000 /* frames a second that a machine without a storm stays below */
#define PORT 9000

/* A namespace's handle (nsfs, Linux 6.18), as name_to_handle_at(2) gives it. */
struct handle {
	unsigned bytes;
	int type;
	uint8_t id[16];
};
#define ROOT_OF_NSFS (-10003)

struct owned {
	struct loop *loop;
	struct world *world;
	struct wire *wire;
	int ready; /* the test waits for a byte */
	int handle;
};

static struct owned own(const struct topology *t, int ready)
{
	struct err e = {0};
	struct owned o = {.loop = loop_create(), .world = world_create(t, &e), .ready = ready};
	if (!o.world || !(o.wire = wire_create(o.loop, o.world, tape_create(1 << 20), &e))) {
		print_error("%s\n", e.text);
		_exit(1);
	}
	return o;
}

static pid_t spawn_on(const struct owned *o, int node)
{
	pid_t pid = fork();
	struct world_seat seat = {.world = o->world, .node = node};
	if (pid == 0 && !world_sit(&seat, NULL))
		_exit(1);
	return pid;
}

static void add_host(struct topology *t, const char *name, int switch_node)
{
	int node = topology_add_node(t, name, NODE_HOST, NULL);
	t->nodes[node].learn_neighbours = true;
	topology_add_link(t, NULL, node, switch_node, NULL);
}

/* Three switches in a ring, and hosts on wires of ours: the frame that circles is one that we have
 * sent. */
static _Noreturn void own_a_storm(int ready)
{
	static const char *const names[] = {"sw1", "sw2", "sw3"};
	struct topology t = {0};
	for (int i = 0; i < 3; i++)
		topology_add_node(&t, names[i], NODE_SWITCH, NULL);
	for (int i = 0; i < 3; i++)
		t.links[topology_add_link(&t, NULL, i, (i + 1) % 3, NULL)].carrier = LINK_KERNEL;
	add_host(&t, "client", 0);
	add_host(&t, "server", 1);
	if (!topology_complete(&t, NULL))
		_exit(1);
	struct owned o = own(&t, ready);
	if (spawn_on(&o, topology_node(&t, "client")) == 0)
		_exit(support_ping("server"));
	bool told = false;
	for (;;) {
		struct wire_stats s = wire_stats(o.wire, -1);
		if (!told && s.seen + s.lost_by_kernel > STORM_FRAMES)
			told = write(o.ready, "r", 1) == 1;
		loop_turn(o.loop, 20 * NSEC_PER_MSEC);
	}
}

static void put_handle(int to)
{
	struct handle h = {.bytes = sizeof(h.id)};
	int mount;
	if (syscall(SYS_name_to_handle_at, AT_FDCWD, "/proc/thread-self/ns/net", &h, &mount,
	            AT_SYMLINK_FOLLOW) < 0)
		h.bytes = 0;
	(void)!write(to, &h, sizeof(h));
}

static struct sockaddr_in address(const struct topology *t, int node)
{
	struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons(PORT)};
	memcpy(&a.sin_addr, topology_address(t, node, 4)->bytes, 4);
	return a;
}

static _Noreturn void serve(const struct owned *o)
{
	struct sockaddr_in a = address(world_topology(o->world), 1);
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	if (bind(fd, (struct sockaddr *)&a, sizeof(a)) < 0 || listen(fd, 1) < 0)
		_exit(1);
	put_handle(o->handle);
	accept(fd, NULL, NULL);
	(void)!write(o->ready, "r", 1);
	for (;;)
		pause();
}

static _Noreturn void connect_to(const struct owned *o)
{
	struct sockaddr_in a = address(world_topology(o->world), 1);
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	while (connect(fd, (struct sockaddr *)&a, sizeof(a)) < 0)
		; /* refused until somebody listens */
	for (;;)
		pause();
}

/* A connection over a wire that ends with its owner, so that nothing can end it in order. */
static _Noreturn void own_a_connection(int ready, int handle)
{
	static const char *const hosts[] = {"client", "server"};
	struct topology t;
	if (!topology_simple(&t, hosts, 2, NULL))
		_exit(1);
	struct owned o = own(&t, ready);
	o.handle = handle;
	if (spawn_on(&o, 1) == 0)
		serve(&o);
	if (spawn_on(&o, 0) == 0)
		connect_to(&o);
	for (;;)
		loop_turn(o.loop, 20 * NSEC_PER_MSEC);
}

static void kill_when_ready(pid_t owner, int ready)
{
	char byte;
	assert_int_equal(read(ready, &byte, 1), 1);
	assert_int_equal(kill(owner, SIGKILL), 0);
	assert_int_equal(waitpid(owner, NULL, 0), owner);
}

/* Frames that all processors together have taken in: softnet_stat's first column. */
static uint64_t frames(void)
{
	char line[512];
	uint64_t sum = 0;
	FILE *f = fopen("/proc/net/softnet_stat", "r");
	assert_non_null(f);
	while (fgets(line, sizeof(line), f))
		sum += strtoul(line, NULL, 16);
	fclose(f);
	return sum;
}

/* Frames a second, over a fifth of one. */
static uint64_t rate(void)
{
	uint64_t before = frames(), ticks;
	nsec begin = clock_now();
	struct itimerspec window = {.it_value.tv_nsec = 200 * NSEC_PER_MSEC};
	int timer = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC);
	assert_int_equal(timerfd_settime(timer, 0, &window, NULL), 0);
	assert_int_equal(read(timer, &ticks, sizeof(ticks)), sizeof(ticks));
	close(timer);
	return (frames() - before) * NSEC_PER_SEC / (uint64_t)(clock_now() - begin);
}

static void test_a_storm_ends_with_its_owner(void **state)
{
	(void)state;
	int ready[2];
	assert_int_equal(pipe(ready), 0);
	fflush(stdout);
	pid_t owner = fork();
	if (owner == 0)
		own_a_storm(ready[1]);
	close(ready[1]);
	kill_when_ready(owner, ready[0]);
	nsec deadline = clock_now() + PATIENCE;
	uint64_t now = rate();
	while (now > CALM && clock_now() < deadline)
		now = rate();
	print_message("%llu frames a second are left\n", (unsigned long long)now);
	assert_true(now <= CALM);
	close(ready[0]);
}

static bool is_there(struct handle h)
{
	int fd = (int)syscall(SYS_open_by_handle_at, ROOT_OF_NSFS, &h, O_RDONLY);
	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

static void test_connections_end_with_their_owner(void **state)
{
	(void)state;
	int ready[2], handles[2];
	struct handle h;
	assert_int_equal(pipe(ready), 0);
	assert_int_equal(pipe(handles), 0);
	fflush(stdout);
	pid_t owner = fork();
	if (owner == 0)
		own_a_connection(ready[1], handles[1]);
	close(ready[1]);
	close(handles[1]);
	assert_int_equal(read(handles[0], &h, sizeof(h)), sizeof(h));
	bool seen = h.bytes && is_there(h);
	kill_when_ready(owner, ready[0]);
	close(ready[0]);
	close(handles[0]);
	if (!seen) {
		print_message(
		        "skipped: whether a namespace is still there can be asked since Linux "
		        "6.18, and by root\n");
		skip();
	}
	nsec deadline = clock_now() + PATIENCE;
	while (is_there(h) && clock_now() < deadline)
		rate();
	assert_false(is_there(h));
}

int main(int argc, char **argv)
{
	support_begin(argc, argv);
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_a_storm_ends_with_its_owner),
	        cmocka_unit_test(test_connections_end_with_their_owner),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
