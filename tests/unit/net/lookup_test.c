/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The sockets of this process on loopback, found by their addresses, and their holder.
 */
#include <arpa/inet.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "net/holders.h"
#include "net/lookup.h"

static uint64_t inode_of(int fd)
{
	struct stat st;
	assert_int_equal(fstat(fd, &st), 0);
	return st.st_ino;
}

static struct sockaddr_in loopback(void)
{
	return (struct sockaddr_in){
	        .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
}

static uint16_t port_of(int fd)
{
	struct sockaddr_in a;
	socklen_t len = sizeof(a);
	assert_int_equal(getsockname(fd, (struct sockaddr *)&a, &len), 0);
	return ntohs(a.sin_port);
}

static int bound(int type)
{
	struct sockaddr_in a = loopback();
	int fd = socket(AF_INET, type, 0);
	assert_true(fd >= 0);
	assert_int_equal(bind(fd, (struct sockaddr *)&a, sizeof(a)), 0);
	return fd;
}

static void connect_to(int fd, uint16_t port)
{
	struct sockaddr_in a = loopback();
	a.sin_port = htons(port);
	assert_int_equal(connect(fd, (struct sockaddr *)&a, sizeof(a)), 0);
}

static struct lookup_key key(uint8_t protocol, uint16_t local, uint16_t remote)
{
	return (struct lookup_key){.family = AF_INET,
	        .protocol = protocol,
	        .local_port = local,
	        .remote_port = remote,
	        .local = {127, 0, 0, 1},
	        .remote = {127, 0, 0, 1}};
}

static void finds_both_ends_and_the_listener(void **state)
{
	struct lookup *l = *state;
	struct lookup_socket s;
	int listener = bound(SOCK_STREAM), client = bound(SOCK_STREAM);
	assert_int_equal(listen(listener, 1), 0);
	uint16_t server_port = port_of(listener), client_port = port_of(client);
	connect_to(client, server_port);
	int server = accept(listener, NULL, NULL);
	assert_true(server >= 0);

	struct lookup_key k = key(IPPROTO_TCP, client_port, server_port);
	assert_true(lookup_find(l, &k, &s));
	assert_int_equal(s.inode, inode_of(client));
	assert_int_equal(s.uid, getuid());
	assert_int_equal(s.state, 1);
	k = key(IPPROTO_TCP, server_port, client_port);
	assert_true(lookup_find(l, &k, &s));
	assert_int_equal(s.inode, inode_of(server));
	k = key(IPPROTO_TCP, server_port, 1);
	assert_true(lookup_find(l, &k, &s));
	assert_int_equal(s.inode, inode_of(listener));
	close(listener);
	assert_false(lookup_find(l, &k, &s));
	close(client);
	close(server);
}

static void finds_udp_sockets(void **state)
{
	struct lookup *l = *state;
	struct lookup_socket s;
	int a = bound(SOCK_DGRAM), b = bound(SOCK_DGRAM);
	uint16_t here = port_of(a), there = port_of(b);
	connect_to(a, there);
	struct lookup_key k = key(IPPROTO_UDP, here, there);
	assert_true(lookup_find(l, &k, &s));
	assert_int_equal(s.inode, inode_of(a));
	k = key(IPPROTO_UDP, there, here);
	assert_true(lookup_find(l, &k, &s));
	assert_int_equal(s.inode, inode_of(b));
	/* a is connected to b: it gets nothing from port 1. */
	k = key(IPPROTO_UDP, here, 1);
	assert_false(lookup_find(l, &k, &s));
	close(a);
	close(b);
}

static void finds_who_holds_it(void **state)
{
	struct lookup *l = *state;
	struct holders *h = holders_create();
	struct holder who;
	struct lookup_socket s;
	int fd = bound(SOCK_DGRAM);
	struct lookup_key k = key(IPPROTO_UDP, port_of(fd), 9);
	assert_true(lookup_find(l, &k, &s));
	assert_false(holders_find(h, s.inode, &who));
	assert_true(holders_look_everywhere(h, 1u << 20));
	assert_true(holders_find(h, s.inode, &who));
	assert_int_equal(who.pid, getpid());
	assert_int_equal(who.fd, fd);
	assert_true(who.program[0]);
	close(fd);
	holders_look_everywhere(h, 1u << 20);
	assert_false(holders_find(h, s.inode, &who));
	holders_destroy(h);
}

static int begin(void **state)
{
	*state = lookup_create(NULL);
	return *state ? 0 : -1;
}

static int end(void **state)
{
	lookup_destroy(*state);
	return 0;
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
	        cmocka_unit_test(finds_both_ends_and_the_listener),
	        cmocka_unit_test(finds_udp_sockets),
	        cmocka_unit_test(finds_who_holds_it),
	};
	return cmocka_run_group_tests(tests, begin, end);
}
