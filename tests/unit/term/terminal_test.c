/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Real programs on a terminal: starting, ending, sizes, signals, floods.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "loop/loop.h"
#include "term/terminal.h"

/* exec(3) has no const for historical reasons; literals do with -Wwrite-strings. */
#define W(literal) ((char *)(uintptr_t)(literal))

struct bench {
	struct loop *loop;
	struct terminal *t;
	struct buf output;
	int exits;
	struct loop_exit how;
	bool restart; /* in on_exit */
	size_t most;  /* bytes of output since the last turn */
	size_t turn;
};

static void on_output(void *user, const char *bytes, size_t len)
{
	struct bench *b = user;
	buf_add(&b->output, bytes, len);
	b->turn += len;
}

static void on_exit_(void *user, struct loop_exit how)
{
	struct bench *b = user;
	b->exits++;
	b->how = how;
	if (b->restart) {
		b->restart = false;
		assert_true(terminal_restart(b->t, NULL));
	}
}

static void setup(struct bench *b, int rows, int cols)
{
	*b = (struct bench){.loop = loop_create()};
	b->t = terminal_create(b->loop, rows, cols, 100);
	terminal_set_hooks(b->t,
	        &(struct terminal_hooks){.on_output = on_output, .on_exit = on_exit_, .user = b});
}

static void teardown(struct bench *b)
{
	terminal_destroy(b->t);
	loop_destroy(b->loop);
	buf_finish(&b->output);
}

static bool start_shell(struct bench *b, const char *script)
{
	char *const argv[] = {W("sh"), W("-c"), W(script), NULL};
	struct err e = {0};
	bool ok = terminal_start(b->t, &(struct terminal_program){.argv = argv}, &e);
	if (!ok)
		print_error("%s\n", e.text);
	return ok;
}

static void turn(struct bench *b)
{
	b->turn = 0;
	loop_turn(b->loop, NSEC_PER_SEC);
	if (b->turn > b->most)
		b->most = b->turn;
}

static void run_until_exits(struct bench *b, int exits)
{
	nsec deadline = clock_now() + 30 * NSEC_PER_SEC;
	while (b->exits < exits && clock_now() < deadline)
		turn(b);
	if (b->exits < exits)
		fail_msg("no end; output so far: %s", buf_text(&b->output));
}

static void run_until_text(struct bench *b, const char *text)
{
	nsec deadline = clock_now() + 30 * NSEC_PER_SEC;
	while (!strstr(buf_text(&b->output), text) && clock_now() < deadline)
		turn(b);
	if (!strstr(buf_text(&b->output), text))
		fail_msg("'%s' never came; output so far: %s", text, buf_text(&b->output));
}

static void runs_a_program(void **state)
{
	(void)state;
	struct bench b;
	setup(&b, 5, 40);
	assert_int_equal(terminal_status(b.t).state, TERMINAL_NOT_STARTED);
	assert_true(start_shell(&b, "echo hello; exit 7"));
	struct terminal_status s = terminal_status(b.t);
	assert_int_equal(s.state, TERMINAL_RUNNING);
	assert_true(s.pid > 0);
	assert_true(s.began > 0);
	assert_string_equal(terminal_title(b.t), "sh");
	run_until_exits(&b, 1);
	s = terminal_status(b.t);
	assert_int_equal(s.state, TERMINAL_EXITED);
	assert_int_equal(s.code, 7);
	assert_true(s.ended >= s.began);
	assert_int_equal(b.how.code, 7);
	assert_string_equal(buf_text(&b.output), "hello\r\n");
	struct buf text = {0};
	vt_text(terminal_vt(b.t), 0, 0, &text);
	assert_string_equal(buf_text(&text), "hello\n");
	buf_finish(&text);
	teardown(&b);
}

static void gives_a_clean_start(void **state)
{
	(void)state;
	struct bench b;
	setup(&b, 7, 33);
	setenv("COLUMNS", "999", 1);
	setenv("LINES", "999", 1);
	signal(SIGINT, SIG_IGN);
	sigset_t some;
	sigemptyset(&some);
	sigaddset(&some, SIGTERM);
	sigprocmask(SIG_BLOCK, &some, NULL);
	int leak = fcntl(0, F_DUPFD, 20);
	assert_true(start_shell(&b,
	        "stty size; echo $TERM,$COLUMNS,$LINES,; ls /proc/self/fd | tr '\\n' ' ';"
	        "grep -E 'Sig(Blk|Ign)' /proc/self/status; tty; ps -o sid= -p $$ | tr -d ' '"));
	int pid = terminal_status(b.t).pid;
	run_until_exits(&b, 1);
	close(leak);
	signal(SIGINT, SIG_DFL);
	sigprocmask(SIG_UNBLOCK, &some, NULL);
	unsetenv("COLUMNS");
	unsetenv("LINES");
	const char *out = buf_text(&b.output);
	char sid[32];
	snprintf(sid, sizeof(sid), "\n%d\r\n", pid);
	assert_non_null(strstr(out, "7 33\r\n"));
	assert_non_null(strstr(out, "xterm-256color,,,"));
	assert_non_null(strstr(out, "\n0 1 2 3 SigBlk"));
	assert_non_null(strstr(out, "SigBlk:\t0000000000000000"));
	assert_non_null(strstr(out, "SigIgn:\t0000000000000000"));
	assert_non_null(strstr(out, "/dev/pts/"));
	assert_non_null(strstr(out, sid));
	teardown(&b);
}

static bool enter_ok(void *user, struct err *e)
{
	(void)e;
	return setenv("X", "y", 1) == 0 && chdir(user) == 0;
}

static bool enter_fails(void *user, struct err *e)
{
	(void)user;
	return err_set(e, ERR_MACHINE, "no namespaces here");
}

/* Like a PID namespace: the program runs in a child, the process that was forked waits. */
static bool enter_forks(void *user, struct err *e)
{
	(void)user;
	(void)e;
	pid_t pid = fork();
	if (pid == 0)
		return true;
	close_range(3, ~0U, 0);
	int status = 0;
	waitpid(pid, &status, 0);
	_exit(WEXITSTATUS(status));
}

static bool seize_refuses(void *user, pid_t pid, struct err *e)
{
	(void)user;
	(void)pid;
	return err_set(e, ERR_MACHINE, "no tracing here");
}

static bool seize_counts(void *user, pid_t pid, struct err *e)
{
	(void)e;
	*(int *)user += pid > 0;
	return true;
}

static void lets_a_tracer_seize_it(void **state)
{
	(void)state;
	struct bench b;
	setup(&b, 5, 40);
	struct err e = {0};
	int seized = 0;
	char *const sh[] = {W("sh"), W("-c"), W("exit 4"), NULL};
	struct terminal_program p = {.argv = sh, .seize = seize_refuses, .enter_user = &seized};
	assert_false(terminal_start(b.t, &p, &e));
	assert_string_equal(e.text, "can't start sh: no tracing here");
	assert_int_equal(e.code, ERR_MACHINE);
	assert_int_equal(terminal_status(b.t).state, TERMINAL_NOT_STARTED);
	p.seize = seize_counts;
	assert_true(terminal_start(b.t, &p, &e));
	run_until_exits(&b, 1);
	assert_int_equal(b.how.code, 4);
	assert_true(terminal_restart(b.t, &e));
	run_until_exits(&b, 2);
	assert_int_equal(seized, 2);
	teardown(&b);
}

static void says_why_it_did_not_start(void **state)
{
	(void)state;
	struct bench b;
	setup(&b, 5, 40);
	struct err e = {0};
	char *const missing[] = {W("./client"), NULL};
	char *const sh[] = {W("sh"), W("-c"), W("pwd"), NULL};
	const struct {
		struct terminal_program p;
		const char *text;
		enum err_code code;
	} fails[] = {
	        {{.argv = missing}, "can't start ./client: No such file or directory", ERR_SYSTEM},
	        {{.argv = sh, .cwd = "/nowhere"},
	                "can't start sh: /nowhere: No such file or directory", ERR_SYSTEM},
	        {{.argv = sh, .enter = enter_fails}, "can't start sh: no namespaces here",
	                ERR_MACHINE},
	        {{.argv = missing + 1}, "no program to start", ERR_USAGE},
	};
	for (size_t i = 0; i < sizeof(fails) / sizeof(fails[0]); i++) {
		assert_false(terminal_start(b.t, &fails[i].p, &e));
		assert_string_equal(e.text, fails[i].text);
		assert_int_equal(e.code, fails[i].code);
		assert_int_equal(terminal_status(b.t).state, TERMINAL_NOT_STARTED);
	}
	assert_true(start_shell(&b, "sleep 60"));
	assert_false(terminal_start(b.t, &fails[1].p, &e));
	assert_string_equal(e.text, "sh is running in this terminal");
	teardown(&b);
}

static void enters_first(void **state)
{
	(void)state;
	struct bench b;
	setup(&b, 5, 40);
	char *const sh[] = {W("sh"), W("-c"), W("pwd; exit 3"), NULL};
	char *const envp[] = {W("PATH=/usr/bin:/bin"), NULL};
	struct terminal_program p = {
	        .argv = sh, .envp = envp, .enter = enter_ok, .enter_user = W("/usr")};
	assert_true(terminal_start(b.t, &p, NULL));
	run_until_exits(&b, 1);
	assert_string_equal(buf_text(&b.output), "/usr\r\n");
	p.enter = enter_forks;
	p.cwd = "/";
	assert_true(terminal_start(b.t, &p, NULL));
	run_until_exits(&b, 2);
	assert_int_equal(b.how.code, 3);
	assert_string_equal(buf_text(&b.output), "/usr\r\n/\r\n");
	teardown(&b);
}

static void tells_of_a_signal(void **state)
{
	(void)state;
	struct bench b;
	setup(&b, 5, 40);
	assert_false(terminal_kill(b.t, SIGTERM));
	assert_true(start_shell(&b, "echo ready; sleep 1000 & wait"));
	run_until_text(&b, "ready");
	assert_true(terminal_kill(b.t, SIGTERM));
	run_until_exits(&b, 1);
	assert_int_equal(terminal_status(b.t).state, TERMINAL_SIGNALED);
	assert_int_equal(terminal_status(b.t).signal, SIGTERM);
	assert_int_equal(b.how.signal, SIGTERM);
	assert_false(terminal_kill(b.t, SIGTERM));
	teardown(&b);
}

static void interrupts_by_key(void **state)
{
	(void)state;
	struct bench b;
	setup(&b, 5, 40);
	assert_true(start_shell(
	        &b, "trap 'echo caught; exit 5' INT; echo ready; while :; do read x; done"));
	run_until_text(&b, "ready");
	terminal_key(b.t, (struct vt_key){.unicode = 'c', .mods = VT_CTRL});
	run_until_exits(&b, 1);
	assert_int_equal(b.how.code, 5);
	assert_non_null(strstr(buf_text(&b.output), "caught"));
	teardown(&b);
}

static void feeds_what_is_typed(void **state)
{
	(void)state;
	struct bench b;
	setup(&b, 5, 40);
	assert_true(start_shell(&b, "stty -echo; echo ready; read x; echo \"<$x>\"; cat"));
	run_until_text(&b, "ready");
	terminal_paste(b.t, "\u4e2da", 4);
	terminal_key(b.t, (struct vt_key){.name = VT_KEY_BACKSPACE});
	terminal_key(b.t, (struct vt_key){.name = VT_KEY_BACKSPACE});
	terminal_send(b.t, "b\n", 2);
	run_until_text(&b, "<b>\r\n");
	terminal_key(b.t, (struct vt_key){.unicode = 'd', .mods = VT_CTRL});
	run_until_exits(&b, 1);
	assert_int_equal(b.how.code, 0);
	teardown(&b);
}

static void passes_a_resize_on(void **state)
{
	(void)state;
	struct bench b;
	setup(&b, 5, 40);
	assert_true(start_shell(&b,
	        "trap 'stty size; exit' WINCH; stty size; echo ready; while :; do read x; done"));
	run_until_text(&b, "5 40\r\nready");
	terminal_resize(b.t, 12, 50);
	run_until_exits(&b, 1);
	assert_non_null(strstr(buf_text(&b.output), "12 50\r\n"));
	assert_int_equal(vt_status(terminal_vt(b.t)).rows, 12);
	teardown(&b);
}

static void reads_a_flood_in_portions(void **state)
{
	(void)state;
	struct bench b;
	setup(&b, 24, 80);
	assert_true(
	        start_shell(&b, "stty -opost; head -c 1000000 /dev/zero | tr '\\0' x; printf END"));
	run_until_exits(&b, 1);
	assert_int_equal(b.output.len, 1000003);
	assert_string_equal(buf_text(&b.output) + 1000000, "END");
	assert_true(b.most <= 65536 + 8192);
	assert_int_equal(vt_scrollback(terminal_vt(b.t)), 100);
	teardown(&b);
}

static void bounds_what_is_not_read(void **state)
{
	(void)state;
	struct bench b;
	setup(&b, 5, 40);
	assert_true(
	        start_shell(&b, "stty raw -echo; echo ready; read x; head -c 1000000 | tail -c 3"));
	run_until_text(&b, "ready");
	kill(terminal_status(b.t).pid, SIGSTOP);
	char *block = calloc(1, 100000);
	memset(block, 'q', 100000);
	for (int i = 0; i < 20; i++)
		terminal_send(b.t, block, 100000);
	free(block);
	size_t unsent = terminal_status(b.t).unsent;
	assert_in_range(unsent, 1024 * 1024 - 100000, 1024 * 1024);
	terminal_send(b.t, "z", 1);
	assert_in_range(terminal_status(b.t).unsent, 1, 1024 * 1024);
	terminal_kill(b.t, SIGKILL);
	run_until_exits(&b, 1);
	teardown(&b);
}

static void delivers_what_waited(void **state)
{
	(void)state;
	struct bench b;
	setup(&b, 5, 40);
	assert_true(
	        start_shell(&b, "stty raw -echo; echo ready; head -c 300000 | wc -c; echo done"));
	run_until_text(&b, "ready");
	char block[3000];
	memset(block, 'q', sizeof(block));
	for (int i = 0; i < 100; i++)
		terminal_send(b.t, block, sizeof(block));
	assert_true(terminal_status(b.t).unsent > 0);
	run_until_text(&b, "300000");
	run_until_exits(&b, 1);
	teardown(&b);
}

static void starts_again(void **state)
{
	(void)state;
	struct bench b;
	setup(&b, 5, 40);
	assert_false(terminal_restart(b.t, NULL));
	assert_true(start_shell(&b, "printf '\\033[?1049h\\033[?1000hrun'; read x"));
	run_until_text(&b, "run");
	int first = terminal_status(b.t).pid;
	assert_true(terminal_restart(b.t, NULL));
	run_until_exits(&b, 1);
	assert_int_equal(b.how.pid, first);
	assert_int_equal(b.how.signal, SIGKILL);
	assert_int_equal(terminal_status(b.t).state, TERMINAL_RUNNING);
	assert_true(terminal_status(b.t).pid != first);
	buf_clear(&b.output);
	run_until_text(&b, "run");
	terminal_send(b.t, "\n", 1);
	b.restart = true;
	run_until_exits(&b, 2);
	assert_int_equal(terminal_status(b.t).state, TERMINAL_RUNNING);
	assert_false(vt_status(terminal_vt(b.t)).alternate);
	assert_int_equal(vt_status(terminal_vt(b.t)).mouse, VT_MOUSE_OFF);
	teardown(&b);
}

/* The end of the program counts, even while something it left behind holds the terminal. */
static void does_not_wait_for_what_stays_behind(void **state)
{
	(void)state;
	struct bench b;
	setup(&b, 5, 40);
	assert_true(start_shell(&b, "trap '' HUP; sleep 1000 & echo $!; exit 4"));
	run_until_exits(&b, 1);
	assert_int_equal(b.how.code, 4);
	int left = (int)strtol(buf_text(&b.output), NULL, 10);
	assert_true(left > 1);
	assert_int_equal(kill(left, SIGKILL), 0);
	teardown(&b);
}

static void destroys_a_running_program(void **state)
{
	(void)state;
	struct bench b;
	setup(&b, 5, 40);
	assert_true(start_shell(&b, "trap '' HUP TERM INT; echo ready; while :; do read x; done"));
	run_until_text(&b, "ready");
	int pid = terminal_status(b.t).pid;
	terminal_destroy(b.t);
	b.t = NULL;
	nsec deadline = clock_now() + 10 * NSEC_PER_SEC;
	while (kill(pid, 0) == 0 && clock_now() < deadline)
		loop_turn(b.loop, NSEC_PER_SEC);
	assert_int_equal(kill(pid, 0), -1);
	assert_int_equal(errno, ESRCH);
	assert_int_equal(b.exits, 0);
	teardown(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(runs_a_program),
	        cmocka_unit_test(gives_a_clean_start),
	        cmocka_unit_test(lets_a_tracer_seize_it),
	        cmocka_unit_test(says_why_it_did_not_start),
	        cmocka_unit_test(enters_first),
	        cmocka_unit_test(tells_of_a_signal),
	        cmocka_unit_test(interrupts_by_key),
	        cmocka_unit_test(feeds_what_is_typed),
	        cmocka_unit_test(passes_a_resize_on),
	        cmocka_unit_test(reads_a_flood_in_portions),
	        cmocka_unit_test(bounds_what_is_not_read),
	        cmocka_unit_test(delivers_what_waited),
	        cmocka_unit_test(starts_again),
	        cmocka_unit_test(does_not_wait_for_what_stays_behind),
	        cmocka_unit_test(destroys_a_running_program),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
