/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Lines in, what happened out: on sockets of this process alone.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/err.h"
#include "sock/shell.h"

struct seen {
	struct sock_shell *shell;
	struct buf text;
	struct buf offered;
	int before, after;
	struct err e;
};

static void happened(void *user, const struct sock_event *event)
{
	struct seen *s = user;
	sock_event_text(event, 80, &s->text);
}

static void before(void *user)
{
	((struct seen *)user)->before++;
}

static void after(void *user)
{
	((struct seen *)user)->after++;
}

static int begin(void **state)
{
	static const struct sock_ops ops = {.happened = happened, .before = before, .after = after};
	static struct seen seen;
	seen = (struct seen){0};
	seen.shell = sock_create(&ops, &seen);
	*state = &seen;
	return 0;
}

static int end(void **state)
{
	struct seen *s = *state;
	sock_destroy(s->shell);
	buf_finish(&s->text);
	buf_finish(&s->offered);
	return 0;
}

/* Runs the line and gives what was told; %d of the line is `fd`. */
static const char *run(struct seen *s, enum sock_outcome expected, const char *line)
{
	buf_clear(&s->text);
	s->e = (struct err){0};
	assert_int_equal(sock_run(s->shell, line, &s->e), expected);
	return buf_text(&s->text);
}

/* The kernel gives the lowest number; the test runner may have some open. */
static int lowest(void)
{
	int fd = open("/dev/null", O_RDONLY);
	close(fd);
	return fd;
}

static void says(struct seen *s, enum sock_outcome expected, const char *text, const char *fmt, ...)
        __attribute__((format(printf, 4, 5)));

static void says(struct seen *s, enum sock_outcome expected, const char *text, const char *fmt, ...)
{
	char line[256];
	va_list ap;
	va_start(ap, fmt);
	vsnprintf(line, sizeof(line), fmt, ap);
	va_end(ap);
	const char *told = run(s, expected, line);
	if (!strstr(told, text))
		fail_msg("\"%s\" told \"%s\", not \"%s\"", line, told, text);
}

static void a_pair_talks(void **state)
{
	struct seen *s = *state;
	int a = lowest(), b;
	says(s, SOCK_DONE, "socketpair(AF_UNIX, SOCK_STREAM, 0, sv) = 0  sv = {", "socketpair");
	b = lowest() - 1;
	assert_int_equal(b, a + 1);
	says(s, SOCK_DONE, "\"hi\\n\", 3, 0) = 3\n", "send %d \"hi\\n\"", a);
	says(s, SOCK_DONE, "buffer, 100, 0) = 3  \"hi\\n\"\n  0000  68 69 0a", "recv %d 100", b);
	says(s, SOCK_DONE, "\"abcdefghijklmnopqrstuvwxyzabcdef\"..., 5000, MSG_DONTWAIT) = 5000",
	        "send %d 5000 MSG_DONTWAIT", a);
	says(s, SOCK_DONE, "MSG_PEEK|MSG_TRUNC) = 2  \"ab\"", "recv %d 2 MSG_PEEK MSG_TRUNC", b);
	says(s, SOCK_DONE, "... and 4744 bytes more\n", "recv %d 5000", b);
	says(s, SOCK_DONE, "SHUT_WR) = 0\n", "shutdown %d wr", a);
	says(s, SOCK_DONE, "= 0\n  0: the peer sends no more", "recv %d", b);
	says(s, SOCK_FAILED, "= -1 EPIPE (Broken pipe)\n  this way is shut", "write %d x", a);
	says(s, SOCK_DONE, ") = 0\n", "close %d", a);
	says(s, SOCK_FAILED, "= -1 EBADF (Bad file descriptor)", "close %d", a);
	assert_int_equal(s->before, s->after);
	assert_true(s->before > 0);
}

static void datagrams_are_cut_and_said_so(void **state)
{
	struct seen *s = *state;
	int a = lowest();
	run(s, SOCK_DONE, "socketpair unix-dgram");
	says(s, SOCK_DONE, "= 12", "send %d \"twelve bytes\"; send %d \"\"", a, a);
	says(s, SOCK_DONE, "the datagram is longer than this buffer", "recv %d 4 MSG_PEEK", a + 1);
	says(s, SOCK_DONE, "= 4  \"twel\"", "recv %d 4", a + 1);
	assert_non_null(strstr(buf_text(&s->text), "the rest of it is lost"));
	says(s, SOCK_DONE, "a datagram without a byte", "recv %d 4", a + 1);
	says(s, SOCK_FAILED, "EAGAIN", "recv %d 4 MSG_DONTWAIT", a + 1);
	says(s, SOCK_FAILED, "O_RDWR|O_NONBLOCK) = 0\n", "nonblock %d on; recv %d", a + 1, a + 1);
	says(s, SOCK_DONE, "O_RDWR) = 0\n", "nonblock %d off", a + 1);
}

static void tcp_connects_to_itself_by_name_and_number(void **state)
{
	struct seen *s = *state;
	int a = lowest();
	char port[8] = "";
	run(s, SOCK_DONE, "socket tcp");
	says(s, SOCK_DONE, "SO_REUSEADDR, &(int){1}, 4) = 0\n", "setsockopt %d SO_REUSEADDR on", a);
	says(s, SOCK_DONE, "{AF_INET, 127.0.0.1:0}, 16) = 0\n", "bind %d 127.0.0.1 0", a);
	says(s, SOCK_DONE, ", 7) = 0\n", "listen %d 7", a);
	says(s, SOCK_DONE, "{AF_INET, 127.0.0.1:", "getsockname %d", a);
	sscanf(strstr(buf_text(&s->text), "127.0.0.1:") + 10, "%7[0-9]", port);
	says(s, SOCK_DONE, "getaddrinfo() says that localhost is 127.0.0.1:",
	        "socket tcp; connect %d localhost %s", a + 1, port);
	says(s, SOCK_DONE, "LISTEN           1     7  r--", "status");
	says(s, SOCK_DONE, "{AF_INET, 127.0.0.1:", "accept %d", a);
	says(s, SOCK_DONE, "ESTABLISHED", "status %d", a + 2);
	assert_non_null(strstr(buf_text(&s->text), "cwnd"));
	says(s, SOCK_DONE, "1: POLL" + 3, "send %d x; poll %d %d:POLLIN|POLLOUT timeout 0", a + 1,
	        a, a + 2);
	says(s, SOCK_DONE, "(time is up, none is ready)", "poll %d timeout 0", a);
	says(s, SOCK_DONE, "IPPROTO_TCP, TCP_NODELAY, &(int){1}, 4) = 0",
	        "setsockopt %d IPPROTO_TCP TCP_NODELAY on", a + 1);
	says(s, SOCK_DONE, "value = 8192\n  the kernel doubles", "setsockopt %d SO_RCVBUF 4096", a);
	says(s, SOCK_DONE, "CLOSE-WAIT", "close %d; status", a + 1);
	says(s, SOCK_FAILED, "ECONNREFUSED (Connection refused)\n  nobody listens there",
	        "close %d; close %d; socket tcp; connect %d %s", a, a + 2, a, port);
}

static void udp_tells_who_sent(void **state)
{
	struct seen *s = *state;
	int a = lowest();
	char port[8] = "";
	run(s, SOCK_DONE, "socket udp6; socket AF_INET6 SOCK_DGRAM IPPROTO_UDP");
	assert_non_null(strstr(buf_text(&s->text), "socket(AF_INET6, SOCK_DGRAM, IPPROTO_UDP)"));
	char line[64];
	snprintf(line, sizeof(line), "bind %d [::1]:0", a);
	if (sock_run(s->shell, line, NULL) == SOCK_FAILED)
		skip(); /* a machine without IPv6 */
	says(s, SOCK_DONE, "{AF_INET6, [::1]:", "getsockname %d", a);
	sscanf(strstr(buf_text(&s->text), "[::1]:") + 6, "%7[0-9]", port);
	says(s, SOCK_DONE, "sendto(", "sendto %d \"hi\" ::1 %s MSG_DONTWAIT", a + 1, port);
	assert_non_null(strstr(buf_text(&s->text), "\"hi\", 2, MSG_DONTWAIT, {AF_INET6, [::1]:"));
	says(s, SOCK_DONE, "= 2  \"hi\" from {AF_INET6, [::1]:", "recvfrom %d 10 MSG_DONTWAIT", a);
	says(s, SOCK_FAILED, "EDESTADDRREQ", "send %d x", a + 1);
	says(s, SOCK_DONE, "connect(", "connect %d ::1 %s; connect %d AF_UNSPEC", a + 1, port,
	        a + 1);
	says(s, SOCK_FAILED, "ENOTCONN", "getpeername %d", a + 1);
}

struct refusal {
	const char *line, *sentence;
};

static const struct refusal refusals[] = {
        {"brew", "there is no verb \"brew\""},
        {"s", "may be socket, send, sendto, shutdown, setsockopt, socketpair, status"},
        {"socket", "expected: socket"},
        {"socket sctp", "found \"sctp\""},
        {"socket AF_INET SOCK_BIG", "found \"SOCK_BIG\""},
        {"socket AF_X", "found \"AF_X\""},
        {"socket tcp udp", "takes no \"udp\""},
        {"send three x", "found \"three\""},
        {"send 900", "expected: send FD"},
        {"send 900 -5 x", "found \"x\""},
        {"send 900 99999999999999999999", "from 0 to 16777216"},
        {"send 900 hello world", "found \"world\"; text with blanks needs quotes"},
        {"send 900 x MSG_PEEK|MSG_HAT", "found \"MSG_HAT\""},
        {"send 900 \"x", "not closed"},
        {"recv 900 much", "found \"much\""},
        {"recv 1", "descriptor 1 is the shell's own"},
        {"close 0", "descriptor 0 is the shell's own"},
        {"listen 900 many", "found \"many\""},
        {"bind 900 10.0.0.1", "expected HOST PORT"},
        {"connect 900 10.0.0.1 99999", "from 0 to 65535"},
        {"shutdown 900 up", "such as SHUT_WR"},
        {"setsockopt 900 SO_HAT 1", "found \"SO_HAT\""},
        {"setsockopt 900 SOL_SOCKET TCP_NODELAY 1", "TCP_NODELAY is of level IPPROTO_TCP"},
        {"setsockopt 900 SO_RCVBUF big", "SO_RCVBUF: expected NUMBER, found \"big\""},
        {"setsockopt 900 SO_ERROR 1", "SO_ERROR can only be read"},
        {"setsockopt 900 SO_RCVBUF", "expected: setsockopt"},
        {"poll", "expected: poll"},
        {"poll timeout 5", "expected 1 to 32 descriptors"},
        {"poll 900:POLLHAT", "found \"POLLHAT\""},
        {"poll x", "found \"x\""},
        {"poll 900 timeout soon", "found \"soon\""},
        {"nonblock 900 maybe", "found \"maybe\""},
        {"help me", "no verb \"me\""},
        {"status 3x", "found \"3x\""},
        {"quit now", "takes no \"now\""},
};

static void what_is_wrong_is_said_and_nothing_called(void **state)
{
	struct seen *s = *state;
	for (size_t i = 0; i < sizeof(refusals) / sizeof(refusals[0]); i++) {
		const char *told = run(s, SOCK_REFUSED, refusals[i].line);
		assert_string_equal(told, "");
		assert_int_equal(s->e.code, ERR_USAGE);
		if (!strstr(s->e.text, refusals[i].sentence))
			fail_msg("\"%s\": %s", refusals[i].line, s->e.text);
	}
}

static void a_line_ends_where_it_is_refused_or_quits(void **state)
{
	struct seen *s = *state;
	run(s, SOCK_REFUSED, "status; brew; status");
	assert_string_equal(buf_text(&s->text), "  no socket is open\n");
	run(s, SOCK_QUIT, "status; quit; status");
	assert_string_equal(buf_text(&s->text), "  no socket is open\n");
	run(s, SOCK_FAILED, "close 900; status # ; brew");
	assert_non_null(strstr(buf_text(&s->text), "no socket is open"));
}

/* Each template has only names that are known, or filling it would abort; each verb has help. */
static void every_verb_has_help_and_its_line_of_c(void **state)
{
	struct seen *s = *state;
	const char *name, *arguments, *help;
	size_t count = 0;
	for (; sock_verb_row(count, &name, &arguments, &help); count++) {
		says(s, SOCK_DONE, help, "help %s", name);
		assert_true(*help);
		assert_null(strchr(buf_text(&s->text), '{'));
	}
	assert_true(count >= 23);
	says(s, SOCK_DONE, "SO_LINGER", "help setsockopt");
	says(s, SOCK_DONE, "MSG_DONTWAIT", "help send");
	says(s, SOCK_DONE, "C: poll(polls, poll_count, timeout)", "help poll");
}

/* ---- completion ---- */

static void offer(void *user, const char *candidate, const char *help)
{
	(void)help;
	struct seen *s = user;
	buf_printf(&s->offered, "%s ", candidate);
}

/* As readline does it: the word before the end. */
static const char *offered(struct seen *s, const char *line)
{
	size_t cursor = strlen(line), word = cursor;
	while (word > 0 && !strchr(" \t;", line[word - 1]))
		word--;
	buf_clear(&s->offered);
	sock_complete(s->shell, line, word, cursor, offer, s);
	return buf_text(&s->offered);
}

static void completion_knows_what_may_stand_where(void **state)
{
	struct seen *s = *state;
	char fds[32], number[64];
	int a = lowest();
	run(s, SOCK_DONE, "socket tcp; socket unix");
	snprintf(fds, sizeof(fds), "%d %d ", a, a + 1);
	assert_non_null(strstr(offered(s, ""), "socket bind listen "));
	assert_non_null(strstr(offered(s, "close 5; re"), "recvfrom "));
	assert_non_null(strstr(offered(s, "close 5;re"), "recvfrom "));
	assert_string_equal(offered(s, "close "), fds);
	assert_string_equal(offered(s, "close 5 "), "");
	assert_string_equal(offered(s, "brew "), "");
	assert_string_equal(offered(s, "send 3 \"a "), "");
	assert_non_null(strstr(offered(s, "socket u"), "unix-dgram "));
	assert_non_null(strstr(offered(s, "socket AF_INET "), "SOCK_STREAM "));
	assert_non_null(strstr(offered(s, "socket AF_INET SOCK_DGRAM "), "IPPROTO_UDP "));
	assert_non_null(strstr(offered(s, "send 3 x MSG_DONTWAIT|"), "MSG_DONTWAIT|MSG_OOB "));
	assert_non_null(strstr(offered(s, "recv 3 "), "MSG_PEEK "));
	assert_non_null(strstr(offered(s, "shutdown 3 "), "SHUT_WR "));
	assert_non_null(strstr(offered(s, "setsockopt 3 "), "SO_LINGER "));
	assert_null(strstr(offered(s, "setsockopt 3 "), "SO_ERROR "));
	assert_non_null(strstr(offered(s, "getsockopt 3 "), "SO_ERROR "));
	assert_non_null(strstr(offered(s, "setsockopt 3 IPPROTO_TCP "), "TCP_CORK "));
	assert_null(strstr(offered(s, "setsockopt 3 IPPROTO_TCP "), "SO_LINGER "));
	assert_string_equal(offered(s, "setsockopt 3 SO_REUSEADDR "), "on off ");
	assert_string_equal(offered(s, "setsockopt 3 SO_RCVBUF "), "");
	assert_string_equal(offered(s, "nonblock 3 "), "on off ");
	assert_non_null(strstr(offered(s, "poll 3:POLLIN|"), "3:POLLIN|POLLOUT "));
	assert_non_null(strstr(offered(s, "poll 3 "), "timeout "));
	snprintf(number, sizeof(number), "connect %d ", a);
	assert_non_null(strstr(offered(s, number), "localhost "));
	assert_non_null(strstr(offered(s, "help "), "socketpair "));
}

int main(void)
{
#define EACH(test) cmocka_unit_test_setup_teardown(test, begin, end)
	const struct CMUnitTest tests[] = {
	        EACH(a_pair_talks),
	        EACH(datagrams_are_cut_and_said_so),
	        EACH(tcp_connects_to_itself_by_name_and_number),
	        EACH(udp_tells_who_sent),
	        EACH(what_is_wrong_is_said_and_nothing_called),
	        EACH(a_line_ends_where_it_is_refused_or_quits),
	        EACH(every_verb_has_help_and_its_line_of_c),
	        EACH(completion_knows_what_may_stand_where),
	};
	/* As the program does. */
	(void)signal(SIGPIPE, SIG_IGN);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
