/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Rules about calls: what they name, when they apply, what is refused. And the tables they use.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/socket.h>

#include "trace/rule.h"
#include "trace/stop.h"
#include "trace/syscalls.h"

static struct trace_rule parse(const char *text)
{
	struct trace_rule r;
	struct err e = {0};
	if (!rule_parse(text, &r, &e))
		fail_msg("%s: %s", text, e.text);
	return r;
}

static bool names(const char *rule, const char *call)
{
	struct trace_rule r = parse(rule);
	struct trace_call c = {
	        .tid = 7, .pid = 5, .program = 2, .sysno = syscalls_named(call)->sysno};
	return rule_names(&r, &c);
}

static void sets(void **state)
{
	(void)state;
	assert_true(names("connect", "connect"));
	assert_false(names("connect", "bind"));
	assert_true(names("connect,bind", "bind"));
	assert_true(names("send", "sendto"));
	assert_true(names("%net", "socket"));
	assert_true(names("network", "recvmsg"));
	assert_false(names("network", "read"));
	assert_true(names("io,close", "close"));
	assert_true(names("all", "epoll_pwait"));
	assert_false(names("all", "ptrace"));
	assert_false(names("!wait,close", "close"));
	assert_false(names("!wait,close", "ppoll"));
	assert_true(names("!wait,close", "socket"));
	assert_true(names("all:pid=5", "read"));
	assert_true(names("all:pid=7", "read"));
	assert_false(names("all:pid=6", "read"));
	assert_true(names("all:program=2", "read"));
	assert_false(names("all:program=0", "read"));
}

/* Which of twelve calls in a row it is the turn of. */
static void check_when(const char *text, const char *wanted)
{
	struct trace_rule r = parse(text);
	struct trace_call c = {.sysno = syscalls_named("read")->sysno};
	struct trace_call other = {.sysno = syscalls_named("bind")->sysno};
	char got[13] = "";
	for (int i = 0; i < 12; i++) {
		assert_false(rule_applies(&r, &other));
		got[i] = rule_applies(&r, &c) ? 'x' : '.';
	}
	if (strcmp(got, wanted) != 0)
		fail_msg("%s: %s instead of %s", text, got, wanted);
}

static void whens(void **state)
{
	(void)state;
	check_when("read", "xxxxxxxxxxxx");
	check_when("read:when=3", "..x.........");
	check_when("read:when=3+", "..xxxxxxxxxx");
	check_when("read:when=2+3", ".x..x..x..x.");
	check_when("read:when=3..5", "..xxx.......");
	check_when("read:when=2..9+3", ".x..x..x....");
}

static void actions(void **state)
{
	(void)state;
	assert_int_equal(parse("read").actions, RULE_HOLD);
	struct trace_rule r = parse("connect:error=ECONNREFUSED:when=2");
	assert_int_equal(r.actions, RULE_ERROR);
	assert_int_equal(r.error, ECONNREFUSED);
	assert_int_equal(parse("read:error=11").error, EAGAIN);
	assert_int_equal(parse("read:retval=0").actions, RULE_RETVAL);
	assert_int_equal(parse("read:short=3").shorten, 3);
	assert_int_equal(parse("send:delay_enter=10ms").delay_enter, 10 * NSEC_PER_MSEC);
	assert_int_equal(parse("send:delay_exit=250").delay_exit, 250 * NSEC_PER_USEC);
	assert_int_equal(parse("send:signal=SIGUSR1").signal, SIGUSR1);
	assert_int_equal(parse("send:signal=USR1:hold").actions, RULE_HOLD | RULE_SIGNAL);
}

static void refusals(void **state)
{
	(void)state;
	static const char *const bad[] = {"", "conect", "connect:", "connect:error",
	        "connect:error=X", "connect:error=0", "connect:when=0", "connect:when=3..2",
	        "connect:when=1+0", "connect:when=1x", "connect:delay_enter=1h", "connect:pid=-1",
	        "read:program=x", "read:short=", "read:error=EIO:retval=1", "connect,,bind",
	        "read:signal=99", "read:signal=SIGFOO", "ptrace",
	        "read:retval=99999999999999999999999"};
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct trace_rule r;
		struct err e = {0};
		if (rule_parse(bad[i], &r, &e))
			fail_msg("\"%s\" was understood", bad[i]);
		assert_int_equal(e.code, ERR_USAGE);
		assert_true(strlen(e.text) > 0);
	}
}

static void table_of_calls(void **state)
{
	(void)state;
	size_t count = 0;
	const struct trace_syscall *all = syscalls_all(&count);
	assert_true(count > 50);
	for (size_t i = 0; i < count; i++) {
		assert_ptr_equal(syscalls_find(all[i].sysno), &all[i]);
		assert_ptr_equal(syscalls_named(all[i].name), &all[i]);
		assert_true(all[i].groups != 0 && all[i].sysno < RULE_CALLS_MAX);
		/* What looks at the next argument has one. */
		assert_true(all[i].specs[5] == SPEC_END || all[i].specs[5] == SPEC_INT ||
		            all[i].specs[5] == SPEC_HEX || all[i].specs[5] == SPEC_SIZE ||
		            all[i].specs[5] == SPEC_LENGTH_OUT || all[i].specs[5] == SPEC_SPLICE ||
		            all[i].specs[5] == SPEC_SELECT_SET);
	}
	assert_null(syscalls_find(-1));
	assert_null(syscalls_named("frobnicate"));
}

static void names_of_constants(void **state)
{
	(void)state;
	char text[64], small[8];
	assert_string_equal(const_flags(CONST_MSG, 0x40 | 0x4000, text, sizeof(text)),
	        "MSG_DONTWAIT|MSG_NOSIGNAL");
	assert_string_equal(const_flags(CONST_MSG, 0, text, sizeof(text)), "0");
	assert_string_equal(const_flags(CONST_FD, 9, text, sizeof(text)), "FD_CLOEXEC|0x8");
	assert_string_equal(const_flags(CONST_MSG, 0x40, small, sizeof(small)), "MSG_DON");
	assert_string_equal(const_flags(CONST_SOCK, SOCK_DGRAM, text, sizeof(text)), "SOCK_DGRAM");
	assert_string_equal(const_error(EAGAIN), "EAGAIN");
	assert_string_equal(const_error(512), "ERESTARTSYS");
	assert_string_equal(const_error_meaning(ECONNRESET), "Connection reset by peer");
	assert_int_equal(const_error_value("EWOULDBLOCK"), EAGAIN);
	assert_int_equal(const_error_value("nothing"), 0);
	assert_string_equal(const_signal(SIGPIPE, text), "SIGPIPE");
	assert_string_equal(const_signal(35, text), "SIGRT_3");
	uint64_t value = 0;
	assert_true(const_value(CONST_AF, "AF_INET6", &value) && value == AF_INET6);
	assert_false(const_value(CONST_AF, "AF_NOWHERE", &value));
	for (int set = CONST_NONE; set < CONST_SETS; set++)
		assert_null(const_name((enum const_set)set, 0x123456789));
}

static void kinds_of_stops(void **state)
{
	(void)state;
	static const struct {
		int status;
		enum stop_kind kind;
		int signal;
	} stops[] = {{SIGTRAP | PTRACE_EVENT_SECCOMP << 8, STOP_CALL, 0},
	        {SIGTRAP | 0x80, STOP_LEFT, 0}, {SIGTRAP | PTRACE_EVENT_CLONE << 8, STOP_CHILD, 0},
	        {SIGTRAP | PTRACE_EVENT_VFORK << 8, STOP_CHILD, 0},
	        {SIGTRAP | PTRACE_EVENT_EXEC << 8, STOP_EXEC, 0},
	        {SIGTRAP | PTRACE_EVENT_EXIT << 8, STOP_EXIT, 0},
	        {SIGTRAP | PTRACE_EVENT_STOP << 8, STOP_FIRST, 0},
	        {SIGTSTP | PTRACE_EVENT_STOP << 8, STOP_GROUP, SIGTSTP},
	        {SIGTRAP | PTRACE_EVENT_VFORK_DONE << 8, STOP_OTHER, 0},
	        {SIGTRAP, STOP_SIGNAL, SIGTRAP}, {SIGPIPE, STOP_SIGNAL, SIGPIPE}};
	for (size_t i = 0; i < sizeof(stops) / sizeof(stops[0]); i++) {
		struct stop s = stop_of(stops[i].status);
		assert_int_equal(s.kind, stops[i].kind);
		assert_int_equal(s.signal, stops[i].signal);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(sets),
	        cmocka_unit_test(whens),
	        cmocka_unit_test(actions),
	        cmocka_unit_test(refusals),
	        cmocka_unit_test(table_of_calls),
	        cmocka_unit_test(names_of_constants),
	        cmocka_unit_test(kinds_of_stops),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
