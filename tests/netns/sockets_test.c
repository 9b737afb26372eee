/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The sockets of two real kernels, from LISTEN to gone, as the tape gets them.
 */
#include <errno.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/err.h"
#include "net/sockets.h"
#include "net/world.h"
#include "net/world_internal.h"
#include "tests/netns/support.h"

/* A socket belongs to the namespace in which it was made, so the test can hold those of both. */
struct order {
	int family, type, fd;
};

static int open_socket(void *user)
{
	struct order *o = user;
	o->fd = socket(o->family, o->type | SOCK_CLOEXEC, 0);
	return o->fd < 0 ? -errno : 0;
}

static int socket_on(const struct world *w, int node, int family, int type)
{
	struct order o = {family, type, -1};
	assert_int_equal(world_call_in_host(w, node, open_socket, &o), 0);
	return o.fd;
}

/* The host's socket in that state; all 0 when there is none. */
static struct tape_socket find(const struct sockets *s, int node, const char *state)
{
	const struct tape_socket *all;
	size_t count = sockets_of(s, node, &all);
	for (size_t i = 0; i < count; i++)
		if (all[i].state == sockets_state_parse(state))
			return all[i];
	return (struct tape_socket){0};
}

static struct tape_socket last_event(const struct tape *t)
{
	struct tape_event e;
	assert_true(tape_get(t, tape_end(t) - 1, &e));
	assert_int_equal(e.kind, TAPE_SOCKET);
	return e.socket;
}

static int listen_on(const struct world *w, int family)
{
	int fd = socket_on(w, 1, family, SOCK_STREAM);
	struct sockaddr_in6 a6 = {.sin6_family = AF_INET6, .sin6_port = htons(80)};
	struct sockaddr_in a4 = {.sin_family = AF_INET, .sin_port = htons(80)};
	if (family == AF_INET)
		assert_int_equal(bind(fd, (struct sockaddr *)&a4, sizeof(a4)), 0);
	else
		assert_int_equal(bind(fd, (struct sockaddr *)&a6, sizeof(a6)), 0);
	assert_int_equal(listen(fd, 7), 0);
	return fd;
}

static int connect_from_client(const struct world *w)
{
	struct sockaddr_in a = {
	        .sin_family = AF_INET, .sin_port = htons(80), .sin_addr.s_addr = htonl(0x0a000002)};
	int fd = socket_on(w, 0, AF_INET, SOCK_STREAM);
	assert_int_equal(connect(fd, (struct sockaddr *)&a, sizeof(a)), 0);
	return fd;
}

struct bench {
	struct world *w;
	struct tape *tape;
	struct sockets *s;
};

static struct bench begin(void)
{
	struct topology t;
	struct err e = {0};
	support_star(&t, 2);
	struct bench b = {.w = world_create(&t, &e), .tape = tape_create(1 << 20)};
	assert_non_null(b.w);
	b.s = sockets_create(b.w, b.tape, &e);
	assert_non_null(b.s);
	assert_int_equal(sockets_poll(b.s, 1), 0);
	return b;
}

static void end(struct bench *b)
{
	sockets_destroy(b->s);
	tape_destroy(b->tape);
	world_destroy(b->w);
}

static void test_life_of_a_connection(void **state)
{
	(void)state;
	struct bench b = begin();
	int server = listen_on(b.w, AF_INET);
	assert_int_equal(sockets_poll(b.s, 2), 1);
	struct tape_socket found = find(b.s, 1, "LISTEN");
	assert_int_not_equal(found.state, 0);
	assert_int_equal(found.local_port, 80);
	assert_int_equal(found.send_queue, 7);
	assert_int_equal(found.node, 1);
	assert_int_equal(found.old_state, 0);

	int client = connect_from_client(b.w);
	assert_true(sockets_poll(b.s, 3) >= 3);
	assert_int_equal(find(b.s, 1, "LISTEN").recv_queue, 1);
	found = find(b.s, 0, "ESTABLISHED");
	assert_int_not_equal(found.state, 0);
	assert_int_equal(found.remote_port, 80);
	assert_int_equal(found.remote[3], 2);
	assert_true(found.cwnd > 0 && found.rto_us > 0);
	/* What both ends of two kernels with defaults agree on: all of RFC 7323 and SACK. */
	assert_int_equal(found.options & 7, 7);
	assert_true(found.wscale >> 4 && (found.wscale & 15));
	assert_true(found.mss > 1000 && found.mss < 1500);
	assert_int_equal(found.sent_again, 0);
	assert_true(sockets_polled(b.s) == 3);
	assert_int_not_equal(find(b.s, 1, "ESTABLISHED").state, 0);
	assert_int_equal(find(b.s, 1, "ESTABLISHED").inode, 0);

	int accepted = accept4(server, NULL, NULL, SOCK_CLOEXEC);
	assert_true(accepted >= 0);
	assert_int_equal(
	        sockets_poll(b.s, 4), 2); /* the queue is shorter, the other has an owner */
	assert_int_not_equal(find(b.s, 1, "established").inode, 0);
	assert_int_equal(sockets_poll(b.s, 5), 0);

	/* Bytes that the program has not read. */
	assert_int_equal(send(client, "hello", 5, 0), 5);
	assert_true(sockets_poll(b.s, 6) >= 1);
	assert_int_equal(find(b.s, 1, "ESTABLISHED").recv_queue, 5);

	close(client);
	sockets_poll(b.s, 7);
	assert_int_equal(find(b.s, 0, "ESTABLISHED").state, 0);
	found = find(b.s, 1, "CLOSE_WAIT");
	assert_int_not_equal(found.state, 0);
	assert_int_equal(found.old_state, 1);
	close(accepted);
	close(server);
	sockets_poll(b.s, 8);
	const struct tape_socket *none;
	assert_int_equal(sockets_of(b.s, 1, &none), 0);
	assert_true(last_event(b.tape).gone);
	end(&b);
}

/* The one who closes first waits, and its kernel says for how long (RFC 9293 3.3.2). */
static void test_time_wait_counts_down(void **state)
{
	(void)state;
	struct bench b = begin();
	int server = listen_on(b.w, AF_INET);
	int client = connect_from_client(b.w);
	int accepted = accept4(server, NULL, NULL, SOCK_CLOEXEC);
	close(client);
	close(accepted);
	sockets_poll(b.s, 2);
	struct tape_socket found = find(b.s, 0, "TIME-WAIT");
	assert_int_equal(found.state, 6);
	assert_int_equal(found.timer, 3);
	assert_true(found.timer_ms > 50000 && found.timer_ms <= 61000);
	assert_int_equal(found.inode, 0);
	close(server);
	end(&b);
}

/* A server for both families that is spoken to over IPv4. */
static void test_mapped_addresses(void **state)
{
	(void)state;
	struct bench b = begin();
	int server = listen_on(b.w, AF_INET6);
	int client = connect_from_client(b.w);
	sockets_poll(b.s, 2);
	struct tape_socket found = find(b.s, 1, "LISTEN");
	assert_int_equal(found.family, AF_INET6);
	found = find(b.s, 1, "ESTABLISHED");
	assert_int_equal(found.family, AF_INET);
	static const uint8_t expected[16] = {10, 0, 0, 1};
	assert_memory_equal(found.remote, expected, sizeof(expected));
	close(client);
	close(server);
	end(&b);
}

static void test_udp(void **state)
{
	(void)state;
	struct bench b = begin();
	struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons(53)};
	int fd = socket_on(b.w, 0, AF_INET, SOCK_DGRAM);
	assert_int_equal(bind(fd, (struct sockaddr *)&a, sizeof(a)), 0);
	assert_int_equal(sockets_poll(b.s, 2), 1);
	struct tape_socket s = last_event(b.tape);
	assert_int_equal(s.protocol, IPPROTO_UDP);
	assert_int_equal(s.local_port, 53);
	assert_string_equal(sockets_state_name(s.protocol, s.state), "UNCONN");
	close(fd);
	assert_int_equal(sockets_poll(b.s, 3), 1);
	assert_true(last_event(b.tape).gone);
	end(&b);
}

/* Two listeners on one port are two sockets. */
static void test_reused_port(void **state)
{
	(void)state;
	struct bench b = begin();
	struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons(80)};
	int fds[2], on = 1;
	for (int i = 0; i < 2; i++) {
		fds[i] = socket_on(b.w, 1, AF_INET, SOCK_STREAM);
		setsockopt(fds[i], SOL_SOCKET, SO_REUSEPORT, &on, sizeof(on));
		assert_int_equal(bind(fds[i], (struct sockaddr *)&a, sizeof(a)), 0);
		assert_int_equal(listen(fds[i], 5), 0);
	}
	assert_int_equal(sockets_poll(b.s, 2), 2);
	assert_int_equal(sockets_poll(b.s, 3), 0);
	close(fds[0]);
	assert_int_equal(sockets_poll(b.s, 4), 1);
	close(fds[1]);
	end(&b);
}

static void test_many_sockets(void **state)
{
	(void)state;
	enum { MANY = 300 };
	struct bench b = begin();
	int fds[MANY];
	for (int i = 0; i < MANY; i++) {
		struct sockaddr_in a = {
		        .sin_family = AF_INET, .sin_port = htons((uint16_t)(2000 + i))};
		fds[i] = socket_on(b.w, 1, AF_INET, SOCK_DGRAM);
		assert_int_equal(bind(fds[i], (struct sockaddr *)&a, sizeof(a)), 0);
	}
	assert_int_equal(sockets_poll(b.s, 2), MANY);
	assert_int_equal(sockets_poll(b.s, 3), 0);
	for (int i = 0; i < MANY; i++)
		close(fds[i]);
	assert_int_equal(sockets_poll(b.s, 4), MANY);
	end(&b);
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
	        cmocka_unit_test(test_life_of_a_connection),
	        cmocka_unit_test(test_time_wait_counts_down),
	        cmocka_unit_test(test_mapped_addresses),
	        cmocka_unit_test(test_udp),
	        cmocka_unit_test(test_reused_port),
	        cmocka_unit_test(test_many_sockets),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
