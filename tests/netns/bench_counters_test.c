/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What two real kernels count, on the tape and in the words of a frame's fate: a damaged segment,
 * a SYN for which there is no place in the accept queue.
 */
#include <arpa/inet.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/err.h"
#include "bench/bench.h"
#include "loop/loop.h"
#include "net/sockets.h"
#include "net/world.h"
#include "tape/tape.h"
#include "tests/netns/support.h"

#define PATIENCE (20 * NSEC_PER_SEC)
#define PORT 8888

enum { CLIENT, SERVER };

struct scene {
	struct loop *loop;
	struct topology topology;
	struct bench *bench;
	pid_t child;
	int go; /* a byte to the child lets it go on */
};

static void begin(struct scene *s)
{
	static const char *const names[] = {"client", "server"};
	struct err e = {0};
	*s = (struct scene){.loop = loop_create()};
	if (!topology_simple(&s->topology, names, 2, &e) || !topology_complete(&s->topology, &e))
		fail_msg("%s", e.text);
	struct bench_options o = {.topology = &s->topology, .mode = WIRE_PASS};
	s->bench = bench_create(s->loop, &o, &e);
	if (!s->bench)
		fail_msg("%s", e.text);
}

static void end(struct scene *s)
{
	close(s->go);
	bench_destroy(s->bench);
	waitpid(s->child, NULL, 0);
	loop_destroy(s->loop);
}

static int on_host(const struct scene *s, int node)
{
	struct err e = {0};
	struct world_seat seat = {.world = bench_world(s->bench), .node = node};
	if (!world_sit(&seat, &e))
		_exit(100);
	return socket(AF_INET, SOCK_STREAM, 0);
}

static void await(int fd)
{
	char c;
	if (read(fd, &c, 1) != 1)
		_exit(0);
}

static struct sockaddr_in address(const char *text)
{
	struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons(PORT)};
	inet_pton(AF_INET, text, &a.sin_addr);
	return a;
}

/* A server that listens and never accepts, and behind a byte each a client's deeds. */
static void start(struct scene *s, int backlog, void (*client)(int fd, int go, struct scene *s))
{
	int go[2];
	assert_int_equal(pipe(go), 0);
	s->go = go[1];
	s->child = fork();
	assert_true(s->child >= 0);
	if (s->child) {
		close(go[0]);
		return;
	}
	close(go[1]);
	alarm(30);
	struct sockaddr_in any = address("0.0.0.0");
	int listener = on_host(s, SERVER);
	if (bind(listener, (const struct sockaddr *)&any, sizeof(any)) < 0 ||
	        listen(listener, backlog) < 0)
		_exit(1);
	client(on_host(s, CLIENT), go[0], s);
	await(go[0]);
	_exit(0);
}

static void connect_to_server(int fd)
{
	struct sockaddr_in a = address("10.0.0.2");
	connect(fd, (const struct sockaddr *)&a, sizeof(a));
}

static bool until(struct scene *s, bool (*fn)(struct scene *s))
{
	nsec last = clock_now() + PATIENCE;
	while (!fn(s)) {
		if (clock_now() > last)
			return false;
		loop_turn(s->loop, 50 * NSEC_PER_MSEC);
	}
	return true;
}

/* The first event of that counter; false when there is none. */
static bool find(struct scene *s, const char *name, struct tape_event *out)
{
	const struct tape *t = bench_tape(s->bench);
	uint64_t id = tape_first(t);
	while ((id = tape_find(t, id, TAPE_COUNTER, 1)) != TAPE_NONE) {
		if (tape_get(t, id++, out) && !strcmp(out->counter.name, name))
			return true;
	}
	return false;
}

static void expect_words(struct scene *s, uint64_t frame, const char *words)
{
	char text[200];
	bench_fate_text(s->bench, frame, text, sizeof(text));
	if (!strstr(text, words))
		fail_msg("\"%s\" is not in \"%s\"", words, text);
}

static bool stands(struct scene *s)
{
	const struct tape_socket *all;
	size_t n = sockets_of(bench_sockets(s->bench), CLIENT, &all);
	for (size_t i = 0; i < n; i++)
		if (all[i].state == sockets_state_parse("ESTABLISHED"))
			return true;
	return false;
}

static bool checksum_counted(struct scene *s)
{
	struct tape_event e;
	return find(s, "TcpInCsumErrors", &e);
}

static bool sent_again(struct scene *s)
{
	struct tape_event e;
	return find(s, "TcpRetransSegs", &e);
}

static void say_something(int fd, int go, struct scene *s)
{
	(void)s;
	connect_to_server(fd);
	await(go);
	if (send(fd, "hello", 5, 0) != 5)
		_exit(2);
	await(go);
}

static void test_damaged_segment(void **state)
{
	(void)state;
	struct scene s;
	struct tape_event e;
	struct err err = {0};
	begin(&s);
	assert_true(wire_rule_add(bench_wire(s.bench), "corrupt data from client when 1", &err));
	start(&s, 5, say_something);
	assert_true(until(&s, stands));
	assert_int_equal(write(s.go, "x", 1), 1);
	assert_true(until(&s, checksum_counted));
	assert_true(find(&s, "TcpInCsumErrors", &e));
	assert_int_equal(e.counter.node, SERVER);
	assert_int_equal(e.counter.by, 1);
	assert_int_equal(e.counter.value, 1);
	uint64_t frame = e.counter.frame;
	assert_true(tape_get(bench_tape(s.bench), frame, &e));
	assert_int_equal(e.kind, TAPE_FRAME);
	assert_true(e.frame.marks & MARK_CORRUPTED);
	expect_words(&s, frame, "discarded by server: InCsumErrors +1");

	assert_true(until(&s, sent_again));
	assert_true(find(&s, "TcpRetransSegs", &e));
	assert_int_equal(e.counter.node, CLIENT);
	assert_true(e.counter.frame > frame && e.counter.frame != TAPE_NONE);
	expect_words(&s, e.counter.frame, "counted by client: TCP");
	end(&s);
}

static bool overflowed(struct scene *s)
{
	struct tape_event e;
	return find(s, "TcpExtListenOverflows", &e);
}

static bool queue_full(struct scene *s)
{
	const struct tape_socket *all;
	size_t n = sockets_of(bench_sockets(s->bench), SERVER, &all);
	for (size_t i = 0; i < n; i++)
		if (all[i].state == sockets_state_parse("LISTEN") && all[i].recv_queue == 1)
			return true;
	return false;
}

static void connect_twice(int fd, int go, struct scene *s)
{
	int second = on_host(s, CLIENT);
	connect_to_server(fd);
	await(go);
	connect_to_server(second);
}

static void test_full_accept_queue(void **state)
{
	(void)state;
	struct scene s;
	struct tape_event e;
	begin(&s);
	start(&s, 0, connect_twice);
	assert_true(until(&s, queue_full));
	assert_false(overflowed(&s));
	assert_int_equal(write(s.go, "x", 1), 1);
	assert_true(until(&s, overflowed));
	assert_true(find(&s, "TcpExtListenOverflows", &e));
	assert_int_equal(e.counter.node, SERVER);
	expect_words(&s, e.counter.frame, "discarded by server: ListenOverflows +1");
	assert_true(find(&s, "TcpExtListenDrops", &e));
	end(&s);
}

int main(int argc, char **argv)
{
	support_begin(argc, argv);
	struct err e = {0};
	if (!world_enter(&e)) {
		printf("%s\n", e.text);
		return 1;
	}
	static const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_damaged_segment),
	        cmocka_unit_test(test_full_accept_queue),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
