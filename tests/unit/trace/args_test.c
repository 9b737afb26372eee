/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Arguments to values, and those values as text: each call with memory made by hand.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <time.h>

#include "tests/unit/trace/fixture.h"

static const struct sockaddr_in server = {
        .sin_family = AF_INET, .sin_port = 0x5000, .sin_addr.s_addr = 0x0200000a};

static void check(struct made *d, enum trace_form form, const char *wanted)
{
	assert_string_equal(text_of(d, form), wanted);
}

static void addresses(void **state)
{
	(void)state;
	struct memory m = {0};
	struct made d = {0};
	uint64_t at = put(&m, &server, sizeof(server));
	begin(&d, &m, "connect", (uint64_t[6]){3, at, sizeof(server)});
	assert_int_equal(d.call.args[1].address.family, AF_INET);
	assert_int_equal(d.call.args[1].address.port, ntohs(server.sin_port));
	check(&d, TRACE_SHORT, "connect(3, 10.0.0.2:80)");
	leave(&d, 0, ECONNREFUSED);
	check(&d, TRACE_SHORT, "connect(3, 10.0.0.2:80) = ECONNREFUSED");
	check(&d, TRACE_LONG,
	        "connect(3, {AF_INET, 10.0.0.2:80}, 16) = -1 ECONNREFUSED (Connection refused)");

	struct sockaddr_in6 six = {.sin6_family = AF_INET6, .sin6_port = htons(443)};
	six.sin6_addr.s6_addr[15] = 1;
	begin(&d, &m, "bind", (uint64_t[6]){4, put(&m, &six, sizeof(six)), sizeof(six)});
	check(&d, TRACE_SHORT, "bind(4, [::1]:443)");
	struct sockaddr_un un = {.sun_family = AF_UNIX, .sun_path = "/run/x"};
	begin(&d, &m, "bind", (uint64_t[6]){4, put(&m, &un, sizeof(un)), sizeof(un)});
	check(&d, TRACE_SHORT, "bind(4, /run/x)");
	un.sun_path[0] = '\0';
	begin(&d, &m, "bind", (uint64_t[6]){4, put(&m, &un, 8), 8});
	check(&d, TRACE_SHORT, "bind(4, @run/x)");
	/* Cut short, nowhere, or longer than there is memory: the pointer as it is. */
	begin(&d, &m, "connect", (uint64_t[6]){3, at, 5});
	check(&d, TRACE_SHORT, "connect(3, 0x10000)");
	begin(&d, &m, "connect", (uint64_t[6]){3, 0x99, 16});
	check(&d, TRACE_LONG, "connect(3, 0x99, 16)");
	begin(&d, &m, "connect", (uint64_t[6]){3, 0, 16});
	check(&d, TRACE_LONG, "connect(3, NULL, 16)");
	finish(&d);
}

static void accepted_addresses(void **state)
{
	(void)state;
	struct memory m = {0};
	struct made d = {0};
	socklen_t len = sizeof(server);
	uint64_t at = put(&m, &server, sizeof(server)), len_at = put(&m, &len, sizeof(len));
	begin(&d, &m, "accept4", (uint64_t[6]){3, at, len_at, SOCK_NONBLOCK});
	assert_true(d.call.args[1].out && d.call.args[1].unread);
	check(&d, TRACE_LONG, "accept4(3, 0x10000, [16], SOCK_NONBLOCK)");
	leave(&d, 4, 0);
	check(&d, TRACE_LONG, "accept4(3, {AF_INET, 10.0.0.2:80}, [16], SOCK_NONBLOCK) = 4");
	begin(&d, &m, "accept4", (uint64_t[6]){3, 0, 0, 0});
	leave(&d, 0, EAGAIN);
	check(&d, TRACE_SHORT, "accept4(3) = EAGAIN");
	finish(&d);
}

static void buffers(void **state)
{
	(void)state;
	struct memory m = {0};
	struct made d = {0};
	uint64_t at = put(&m, "Gr\xc3\xbc\xc3\x9f\"e\n\x01\xff", 12);
	begin(&d, &m, "sendto", (uint64_t[6]){3, at, 11, MSG_NOSIGNAL});
	assert_int_equal(d.call.args[1].bytes.kept, 11);
	leave(&d, 11, 0);
	check(&d, TRACE_SHORT,
	        "sendto(3, \"Gr\xc3\xbc\xc3\x9f\\\"e\\n\\x01\\xff\", 11, MSG_NOSIGNAL) = 11");
	/* More than is kept: what is kept is bounded, the total is told. */
	begin(&d, &m, "write", (uint64_t[6]){3, at, 100000});
	assert_int_equal(d.call.args[1].bytes.kept, 64);
	assert_int_equal(d.call.args[1].bytes.total, 100000);
	/* Received: as much as the result says, never more than was asked for. */
	begin(&d, &m, "recvfrom", (uint64_t[6]){3, at, 4, MSG_TRUNC, 0, 0});
	leave(&d, 9000, 0);
	assert_int_equal(d.call.args[1].bytes.total, 4);
	begin(&d, &m, "read", (uint64_t[6]){3, at, 100});
	leave(&d, 0, EINTR);
	check(&d, TRACE_LONG, "read(3, 0x10000, 100) = -1 EINTR (Interrupted system call)");
	begin(&d, &m, "read", (uint64_t[6]){3, at, 100});
	leave(&d, 0, 0);
	check(&d, TRACE_LONG, "read(3, \"\", 100) = 0");
	/* At the end of what can be read. */
	begin(&d, &m, "write", (uint64_t[6]){3, MEMORY_AT + 4090, 20});
	assert_int_equal(d.call.args[1].bytes.kept, 6);
	finish(&d);
}

static void vectors_and_messages(void **state)
{
	(void)state;
	struct memory m = {0};
	struct made d = {0};
	uint64_t a = put(&m, "head", 4), b = put(&m, "body!", 5);
	uint64_t iov[] = {a, 4, b, 5};
	uint64_t at = put(&m, iov, sizeof(iov));
	begin(&d, &m, "writev", (uint64_t[6]){3, at, 2});
	check(&d, TRACE_LONG, "writev(3, [4 + 5] \"headbody!\", 2)");
	begin(&d, &m, "readv", (uint64_t[6]){3, at, 2});
	leave(&d, 6, 0);
	check(&d, TRACE_SHORT, "readv(3, [4 + 5] \"headbo\") = 6");
	begin(&d, &m, "writev", (uint64_t[6]){3, at, UINT64_MAX});
	assert_true(d.call.args[1].unread);

	const struct cmsghdr head = {
	        .cmsg_len = CMSG_LEN(8), .cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS};
	uint8_t rights[CMSG_SPACE(8)] = {0};
	memcpy(rights, &head, sizeof(head));
	struct msghdr msg = {
	        .msg_namelen = sizeof(server), .msg_iovlen = 2, .msg_controllen = sizeof(rights)};
	uint64_t name = put(&m, &server, sizeof(server)), ctl = put(&m, rights, sizeof(rights));
	memcpy(&msg.msg_name, &name, 8);
	memcpy(&msg.msg_iov, &at, 8);
	memcpy(&msg.msg_control, &ctl, 8);
	begin(&d, &m, "sendmsg", (uint64_t[6]){3, put(&m, &msg, sizeof(msg)), 0});
	assert_int_equal(d.call.args[1].message.rights, 2);
	assert_int_equal(d.call.args[1].second, 9);
	leave(&d, 9, 0);
	check(&d, TRACE_SHORT,
	        "sendmsg(3, {10.0.0.2:80, [4 + 5] \"headbody!\", 2 descriptors}) = 9");
	struct mmsghdr many[2] = {{.msg_hdr = msg, .msg_len = 9}, {.msg_hdr = msg, .msg_len = 3}};
	uint64_t many_at = put(&m, many, sizeof(many));
	begin(&d, &m, "sendmmsg", (uint64_t[6]){3, many_at, 2, 0});
	leave(&d, 2, 0);
	assert_int_equal(d.call.args[1].number, 2);
	assert_int_equal(d.call.args[1].second, 12);
	finish(&d);
}

static void readiness(void **state)
{
	(void)state;
	struct memory m = {0};
	struct made d = {0};
	struct pollfd p[2] = {{3, POLLIN, 0}, {4, POLLIN | POLLOUT, 0}};
	uint64_t at = put(&m, p, sizeof(p));
	begin(&d, &m, "ppoll", (uint64_t[6]){at, 2, 0, 0, 8});
	check(&d, TRACE_LONG, "ppoll([3 POLLIN, 4 POLLIN|POLLOUT], 2, NULL, NULL, 8)");
	p[1].revents = POLLOUT;
	memcpy(m.bytes + (at - MEMORY_AT), p, sizeof(p));
	leave(&d, 1, 0);
	check(&d, TRACE_SHORT, "ppoll([3 POLLIN, 4 POLLIN|POLLOUT => POLLOUT], NULL) = 1");

	struct epoll_event ev = {.events = EPOLLIN | EPOLLET, .data.fd = 7};
	uint64_t ev_at = put(&m, &ev, sizeof(ev));
	begin(&d, &m, "epoll_ctl", (uint64_t[6]){5, EPOLL_CTL_ADD, 7, ev_at});
	check(&d, TRACE_SHORT, "epoll_ctl(5, EPOLL_CTL_ADD, 7, [7 EPOLLIN|EPOLLET])");
	begin(&d, &m, "epoll_pwait", (uint64_t[6]){5, ev_at, 64, 1000, 0, 8});
	leave(&d, 1, 0);
	check(&d, TRACE_LONG, "epoll_pwait(5, [7 => EPOLLIN|EPOLLET], 64, 1000, NULL, 8) = 1");
	begin(&d, &m, "epoll_pwait", (uint64_t[6]){5, ev_at, 64, 1000, 0, 8});
	leave(&d, 0, 0);
	check(&d, TRACE_LONG, "epoll_pwait(5, [], 64, 1000, NULL, 8) = 0 (timeout)");

	uint64_t set[16] = {1 << 3 | 1 << 9};
	struct timespec t = {2, 500000000};
	uint64_t set_at = put(&m, set, sizeof(set));
	begin(&d, &m, "pselect6", (uint64_t[6]){10, set_at, 0, 0, put(&m, &t, sizeof(t)), 0});
	m.bytes[set_at - MEMORY_AT] = 0;
	leave(&d, 1, 0);
	check(&d, TRACE_LONG, "pselect6(10, [3 9] => [9], NULL, NULL, 2.5s, NULL) = 1");
	finish(&d);
}

static void options(void **state)
{
	(void)state;
	struct memory m = {0};
	struct made d = {0};
	int one = 1, error = ECONNREFUSED, linger[2] = {1, 30};
	socklen_t len = 4;
	uint64_t one_at = put(&m, &one, 4), len_at = put(&m, &len, 4);
	begin(&d, &m, "setsockopt", (uint64_t[6]){3, SOL_SOCKET, SO_REUSEADDR, one_at, 4});
	check(&d, TRACE_SHORT, "setsockopt(3, SOL_SOCKET, SO_REUSEADDR, [1])");
	begin(&d, &m, "setsockopt", (uint64_t[6]){3, IPPROTO_TCP, TCP_NODELAY, one_at, 4});
	check(&d, TRACE_LONG, "setsockopt(3, SOL_TCP, TCP_NODELAY, [1], 4)");
	begin(&d, &m, "setsockopt", (uint64_t[6]){3, SOL_SOCKET, SO_LINGER, put(&m, linger, 8), 8});
	check(&d, TRACE_SHORT, "setsockopt(3, SOL_SOCKET, SO_LINGER, {on, 30s})");
	struct timeval t = {1, 500000};
	begin(&d, &m, "setsockopt",
	        (uint64_t[6]){3, SOL_SOCKET, SO_RCVTIMEO, put(&m, &t, sizeof(t)), sizeof(t)});
	check(&d, TRACE_LONG, "setsockopt(3, SOL_SOCKET, SO_RCVTIMEO, 1.5s, 16)");
	begin(&d, &m, "setsockopt",
	        (uint64_t[6]){3, IPPROTO_TCP, TCP_CONGESTION, put(&m, "bbr", 4), 4});
	check(&d, TRACE_SHORT, "setsockopt(3, SOL_TCP, TCP_CONGESTION, \"bbr\")");
	begin(&d, &m, "getsockopt",
	        (uint64_t[6]){3, SOL_SOCKET, SO_ERROR, put(&m, &error, 4), len_at});
	leave(&d, 0, 0);
	check(&d, TRACE_SHORT, "getsockopt(3, SOL_SOCKET, SO_ERROR, [ECONNREFUSED]) = 0");
	finish(&d);
}

static void small_things(void **state)
{
	(void)state;
	struct memory m = {0};
	struct made d = {0};
	begin(&d, &m, "socket", (uint64_t[6]){AF_INET, SOCK_STREAM | SOCK_CLOEXEC, IPPROTO_TCP});
	check(&d, TRACE_LONG, "socket(AF_INET, SOCK_STREAM|SOCK_CLOEXEC, IPPROTO_TCP)");
	begin(&d, &m, "shutdown", (uint64_t[6]){3, SHUT_WR});
	check(&d, TRACE_LONG, "shutdown(3, SHUT_WR)");
	begin(&d, &m, "fcntl", (uint64_t[6]){3, F_SETFL, O_RDWR | O_NONBLOCK});
	check(&d, TRACE_LONG, "fcntl(3, F_SETFL, O_RDWR|O_NONBLOCK)");
	begin(&d, &m, "fcntl", (uint64_t[6]){3, F_GETFL, 0});
	leave(&d, O_RDWR | O_NONBLOCK, 0);
	check(&d, TRACE_LONG, "fcntl(3, F_GETFL) = 2050 (O_RDWR|O_NONBLOCK)");
	int one = 1;
	uint64_t one_at = put(&m, &one, sizeof(one));
	begin(&d, &m, "ioctl", (uint64_t[6]){3, FIONBIO, one_at});
	check(&d, TRACE_SHORT, "ioctl(3, FIONBIO, [1])");
	begin(&d, &m, "ioctl", (uint64_t[6]){3, FIONREAD, one_at});
	check(&d, TRACE_SHORT, "ioctl(3, FIONREAD, 0x10000)");
	leave(&d, 0, 0);
	check(&d, TRACE_SHORT, "ioctl(3, FIONREAD, [1]) = 0");
	int pair[2] = {3, 4};
	begin(&d, &m, "pipe2", (uint64_t[6]){put(&m, pair, 8), O_CLOEXEC});
	leave(&d, 0, 0);
	check(&d, TRACE_LONG, "pipe2([3, 4], O_CLOEXEC) = 0");
	uint64_t argv[] = {put(&m, "ls", 3), put(&m, "-l", 3), 0};
	uint64_t path = put(&m, "/bin/ls", 8);
	begin(&d, &m, "execve", (uint64_t[6]){path, put(&m, argv, sizeof(argv)), 0});
	check(&d, TRACE_LONG, "execve(\"/bin/ls\", [\"ls\", \"-l\"], NULL)");
	begin(&d, &m, "clone", (uint64_t[6]){0x11, 0});
	check(&d, TRACE_LONG, "clone(0|SIGCHLD, NULL)");
	begin(&d, &m, "exit_group", (uint64_t[6]){3});
	leave(&d, 0, 0);
	check(&d, TRACE_LONG, "exit_group(3) = ?");
	begin(&d, &m, "read", (uint64_t[6]){3, 0, 0});
	leave(&d, 0, 512);
	check(&d, TRACE_LONG,
	        "read(3, NULL, 0) = ? ERESTARTSYS (interrupted by a signal; "
	        "the kernel starts it again)");
	finish(&d);
}

/* Each kind of argument that a call has is decoded: no call is made without. */
static void every_argument(void **state)
{
	(void)state;
	struct memory m = {0};
	struct made d = {0};
	size_t count = 0;
	const struct trace_syscall *all = syscalls_all(&count);
	for (size_t k = 0; k < count; k++) {
		begin(&d, &m, all[k].name, (uint64_t[6]){3, F_DUPFD, 4, 5, 6, 7});
		for (int i = 0; i < d.call.arg_count; i++)
			assert_int_not_equal(d.call.args[i].kind, TRACE_ARG_NONE);
	}
	finish(&d);
}

/* Whatever the registers hold, nothing is read outside and the text is whole. */
static void any_registers(void **state)
{
	(void)state;
	static const uint64_t odd[] = {0, 1, 3, MEMORY_AT, MEMORY_AT + 4000, MEMORY_AT + 4095,
	        UINT64_MAX, INT64_MAX, 0xffffffff, 0x80000000, 1024};
	struct memory m = {.end = sizeof(m.bytes)};
	struct made d = {0};
	uint64_t seed = 1;
	for (size_t i = 0; i < sizeof(m.bytes); i++)
		m.bytes[i] = (uint8_t)(i % 3 ? 0 : i * 37);
	size_t count = 0;
	const struct trace_syscall *all = syscalls_all(&count);
	for (size_t k = 0; k < count * 200; k++) {
		uint64_t raw[6];
		for (int i = 0; i < 6; i++) {
			seed = seed * 6364136223846793005u + 1442695040888963407u;
			raw[i] = odd[(seed >> 33) % (sizeof(odd) / sizeof(odd[0]))];
		}
		begin(&d, &m, all[k % count].name, raw);
		assert_true(strlen(text_of(&d, TRACE_LONG)) > 0);
		leave(&d, (int64_t)(seed >> 40), seed & 1 ? EAGAIN : 0);
		assert_true(strlen(text_of(&d, TRACE_SHORT)) > 0);
		assert_true(d.room.used <= d.room.size);
	}
	finish(&d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(addresses),
	        cmocka_unit_test(accepted_addresses),
	        cmocka_unit_test(buffers),
	        cmocka_unit_test(vectors_and_messages),
	        cmocka_unit_test(readiness),
	        cmocka_unit_test(options),
	        cmocka_unit_test(small_things),
	        cmocka_unit_test(every_argument),
	        cmocka_unit_test(any_registers),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
