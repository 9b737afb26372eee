/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The tracer with programs: what it reports, holds and changes, and that it leaves nothing behind.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "loop/loop.h"
#include "term/terminal.h"
#include "trace/format.h"
#include "trace/tracer.h"

#define PATIENCE (60 * NSEC_PER_SEC)

/* A tracer, a terminal, and what was seen. */
struct box {
	struct loop *loop;
	struct tracer *tracer;
	struct tracer_ticket *ticket;
	struct terminal *term;
	struct buf lines;  /* a call a line, short */
	struct buf output; /* of the program */
	int events[TRACER_EVENTS];
	int count_of[512]; /* finished calls by number */
	pid_t held;        /* the last one */
	bool let_at_once;
	int exits; /* ended processes with code 0 */
	int signal;
	struct trace_source source; /* of the last bind */
	struct trace_fd fd;         /* of the last send */
	struct trace_fd connected;  /* of the last connect, at its end */
	nsec spent;                 /* of the last send, from asking to the end */
	bool ended;
	int code;
};

static void note_call(struct box *b, const struct trace_call *c)
{
	format_call(&b->lines, c, (struct trace_style){.form = TRACE_SHORT});
	buf_putc(&b->lines, '\n');
	/* What a signal interrupts is made once more, and counts once. */
	if (c->sysno >= 0 && c->sysno < 512 && c->error < 512)
		b->count_of[c->sysno]++;
	if (c->sysno == SYS_bind)
		b->source = c->source;
	if (c->sysno == SYS_connect && c->fd)
		b->connected = *c->fd;
	if (c->sysno == SYS_sendto && c->fd)
		b->fd = *c->fd;
	if (c->sysno == SYS_sendto)
		b->spent = c->left - c->entered;
}

static void on_event(void *user, const struct tracer_event *ev)
{
	struct box *b = user;
	b->events[ev->kind]++;
	if (ev->kind == TRACER_CALL)
		note_call(b, ev->call);
	if (ev->kind == TRACER_SIGNAL && ev->signal != SIGCHLD)
		b->signal = ev->signal;
	if (ev->kind == TRACER_ENDED && ev->tid == ev->pid && !ev->code && !ev->signal)
		b->exits++;
	if (ev->kind != TRACER_HELD)
		return;
	b->held = ev->tid;
	if (b->let_at_once)
		assert_true(tracer_let(b->tracer, ev->tid));
}

static void on_output(void *user, const char *bytes, size_t len)
{
	struct box *b = user;
	buf_add(&b->output, bytes, len);
}

static void on_exit_of(void *user, struct loop_exit how)
{
	struct box *b = user;
	b->code = how.signal ? 128 + how.signal : how.code;
	b->ended = true;
}

static struct box *make_box(const struct tracer_options *options)
{
	struct err e;
	struct box *b = calloc(1, sizeof(*b));
	assert_non_null(b);
	b->loop = loop_create();
	b->tracer = tracer_create(
	        b->loop, options, &(struct tracer_hooks){.on_event = on_event, .user = b}, &e);
	assert_non_null(b->tracer);
	b->ticket = tracer_ticket_create(b->tracer, 7, NULL, NULL);
	b->term = terminal_create(b->loop, 24, 80, 0);
	terminal_set_hooks(b->term,
	        &(struct terminal_hooks){.on_output = on_output, .on_exit = on_exit_of, .user = b});
	return b;
}

static void free_box(struct box *b)
{
	terminal_destroy(b->term);
	tracer_destroy(b->tracer);
	tracer_ticket_destroy(b->ticket);
	loop_destroy(b->loop);
	buf_finish(&b->lines);
	buf_finish(&b->output);
	free(b);
}

static bool try_start(
        struct box *b, struct err *e, const char *program, const char *a, const char *c)
{
	char *words[4] = {NULL};
	const char *given[] = {program, a, c};
	for (int i = 0; i < 3 && given[i]; i++)
		words[i] = strdup(given[i]);
	struct terminal_program p = {.argv = words,
	        .enter = tracer_enter,
	        .seize = tracer_seize,
	        .enter_user = b->ticket};
	bool good = terminal_start(b->term, &p, e);
	for (int i = 0; i < 3; i++)
		free(words[i]);
	return good;
}

static void start(struct box *b, const char *program, const char *a, const char *c)
{
	struct err e = {0};
	if (!try_start(b, &e, program, a, c))
		fail_msg("%s: %s", program, e.text);
}

static void add_rule(struct box *b, const char *text)
{
	struct trace_rule r;
	struct err e = {0};
	if (!rule_parse(text, &r, &e))
		fail_msg("%s", e.text);
	tracer_add_rule(b->tracer, &r);
}

static void turn_to_the_end(struct box *b)
{
	nsec end = clock_now() + PATIENCE;
	while ((!b->ended || tracer_counters(b->tracer).threads) && clock_now() < end)
		loop_turn(b->loop, NSEC_PER_SEC);
	assert_true(b->ended);
	assert_int_equal(tracer_counters(b->tracer).threads, 0);
}

static void turn_until_held(struct box *b)
{
	nsec end = clock_now() + PATIENCE;
	while (!tracer_counters(b->tracer).held && clock_now() < end)
		loop_turn(b->loop, NSEC_PER_SEC);
	assert_int_equal(tracer_counters(b->tracer).held, 1);
}

static bool saw(const struct box *b, const char *line)
{
	return strstr(buf_text(&b->lines), line) != NULL;
}

/* ---- the gate ---- */

static void holds_and_lets(void **state)
{
	(void)state;
	struct box *b = make_box(&(struct tracer_options){0});
	add_rule(b, "connect,shutdown");
	start(b, SUBJECT, "tcp", NULL);
	turn_until_held(b);
	const struct trace_call *held[2];
	assert_int_equal(tracer_held(b->tracer, held, 2), 1);
	assert_string_equal(held[0]->name, "connect");
	assert_ptr_equal(tracer_current(b->tracer, b->held), held[0]);
	assert_int_equal(b->count_of[SYS_connect], 0);
	/* It waits: nothing happens until it is let go. */
	uint64_t stops = tracer_counters(b->tracer).stops;
	loop_turn(b->loop, 20 * NSEC_PER_MSEC);
	assert_int_equal(tracer_counters(b->tracer).stops, stops);
	assert_true(tracer_let(b->tracer, b->held));
	assert_false(tracer_let(b->tracer, b->held));
	turn_until_held(b);
	assert_int_equal(b->count_of[SYS_connect], 1);
	tracer_held(b->tracer, held, 2);
	assert_string_equal(held[0]->name, "shutdown");
	assert_true(tracer_fail(b->tracer, b->held, ENOBUFS));
	turn_to_the_end(b);
	assert_true(saw(b, "SHUT_WR) = ENOBUFS (changed)\n"));
	assert_int_equal(b->code, 0);
	free_box(b);
}

static void holds_once(void **state)
{
	(void)state;
	struct trace_rule r;
	struct err e;
	struct box *b = make_box(&(struct tracer_options){0});
	assert_true(rule_parse("sendto", &r, &e));
	tracer_hold_once(b->tracer, &r);
	start(b, MANY, "repeat", "5");
	turn_until_held(b);
	assert_true(tracer_let(b->tracer, b->held));
	turn_to_the_end(b);
	assert_int_equal(b->events[TRACER_HELD], 1);
	assert_int_equal(b->count_of[SYS_sendto], 5);
	free_box(b);
}

static void lets_inside_the_event(void **state)
{
	(void)state;
	struct box *b = make_box(&(struct tracer_options){0});
	b->let_at_once = true;
	add_rule(b, "all");
	start(b, SUBJECT, "wait", NULL);
	turn_to_the_end(b);
	assert_int_equal(b->events[TRACER_HELD] + 1, b->events[TRACER_CALL]); /* all but execve */
	assert_int_equal(b->code, 0);
	free_box(b);
}

static void lets_changed(void **state)
{
	(void)state;
	struct trace_rule how;
	struct err e;
	struct box *b = make_box(&(struct tracer_options){0});
	add_rule(b, "sendto:when=2..3:program=7");
	add_rule(b, "sendto:program=8");
	start(b, MANY, "repeat", "4");
	turn_until_held(b);
	assert_true(rule_parse("all:short=3:delay_enter=5ms", &how, &e));
	assert_true(tracer_let_changed(b->tracer, b->held, &how));
	assert_false(tracer_let_changed(b->tracer, b->held, &how));
	turn_until_held(b);
	assert_true(b->spent >= 5 * NSEC_PER_MSEC);
	assert_true(rule_parse("all:retval=5", &how, &e));
	assert_true(tracer_let_changed(b->tracer, b->held, &how));
	turn_to_the_end(b);
	assert_non_null(strstr(buf_text(&b->output), "40 sent 0 failed"));
	free_box(b);
}

static void a_held_one_can_be_killed(void **state)
{
	(void)state;
	struct box *b = make_box(&(struct tracer_options){0});
	add_rule(b, "connect");
	start(b, SUBJECT, "tcp", NULL);
	turn_until_held(b);
	assert_true(terminal_kill(b->term, SIGKILL));
	turn_to_the_end(b);
	assert_int_equal(tracer_counters(b->tracer).held, 0);
	assert_int_equal(b->code, 128 + SIGKILL);
	free_box(b);
}

/* ---- changes ---- */

static void check_repeat(const char *rule, const char *output)
{
	struct box *b = make_box(&(struct tracer_options){0});
	add_rule(b, rule);
	start(b, MANY, "repeat", "10");
	turn_to_the_end(b);
	if (!strstr(buf_text(&b->output), output))
		fail_msg("%s: %s", rule, buf_text(&b->output));
	assert_int_equal(b->code, 0);
	free_box(b);
}

static void changes(void **state)
{
	(void)state;
	check_repeat("sendto:error=ENOBUFS:when=3", "144 sent 1 failed");
	check_repeat("sendto:error=EPERM", "0 sent 10 failed");
	check_repeat("sendto:when=2+2:error=EPERM", "80 sent 5 failed");
	check_repeat("sendto:retval=7", "70 sent 0 failed");
	check_repeat("sendto:short=3", "30 sent 0 failed");
	check_repeat("sendto:short=3:when=1..4", "108 sent 0 failed");
}

static void delays(void **state)
{
	(void)state;
	struct box *b = make_box(&(struct tracer_options){0});
	add_rule(b, "sendto:delay_enter=30ms");
	start(b, MANY, "repeat", "1");
	turn_to_the_end(b);
	assert_true(b->spent >= 30 * NSEC_PER_MSEC);
	free_box(b);
}

static void sends_signals(void **state)
{
	(void)state;
	struct box *b = make_box(&(struct tracer_options){0});
	add_rule(b, "sendto:signal=SIGTERM:when=2");
	start(b, MANY, "repeat", "10");
	turn_to_the_end(b);
	assert_int_equal(b->signal, SIGTERM);
	assert_int_equal(b->code, 128 + SIGTERM);
	free_box(b);
}

/* ---- following ---- */

static void check_server(const char *kind, const char *clients, int processes, int threads)
{
	struct box *b = make_box(&(struct tracer_options){0});
	start(b, MANY, kind, clients);
	turn_to_the_end(b);
	int n = (int)strtol(clients, NULL, 10);
	int accepted = b->count_of[SYS_accept4];
#ifdef SYS_accept
	accepted += b->count_of[SYS_accept];
#endif
	assert_int_equal(b->code, 0);
	assert_int_equal(accepted, n);
	assert_int_equal(b->count_of[SYS_connect], n);
	assert_int_equal(b->count_of[SYS_sendto], 2 * n);
	assert_int_equal(b->count_of[SYS_recvfrom], 2 * n);
	assert_int_equal(b->exits, processes);
	assert_int_equal(b->events[TRACER_ENDED], threads);
	assert_int_equal(b->events[TRACER_CHILD], threads - 1);
	free_box(b);
}

static void fork_server(void **state)
{
	(void)state;
	check_server("forks", "50", 101, 101);
}

static void thread_server(void **state)
{
	(void)state;
	check_server("threads", "50", 1, 101);
}

static void epoll_server(void **state)
{
	(void)state;
	check_server("epoll", "100", 101, 101);
}

static void exec_of_another_thread(void **state)
{
	(void)state;
	struct box *b = make_box(&(struct tracer_options){0});
	char *words[] = {
	        (char[]){MANY}, (char[]){"exec"}, (char[]){SUBJECT}, (char[]){"udp"}, NULL};
	struct terminal_program p = {.argv = words,
	        .enter = tracer_enter,
	        .seize = tracer_seize,
	        .enter_user = b->ticket};
	struct err e = {0};
	assert_true(terminal_start(b->term, &p, &e));
	turn_to_the_end(b);
	assert_int_equal(b->code, 0);
	assert_int_equal(b->events[TRACER_EXEC], 2);
	assert_int_equal(b->count_of[SYS_sendmsg], 1);
	free_box(b);
}

static void signals(void **state)
{
	(void)state;
	struct box *b = make_box(&(struct tracer_options){0});
	start(b, MANY, "pipe", NULL);
	turn_to_the_end(b);
	assert_int_equal(b->signal, SIGPIPE);
	assert_int_equal(b->code, 128 + SIGPIPE);
	assert_true(saw(b, "write(") && saw(b, "= EPIPE\n"));
	free_box(b);
}

/* ---- what calls carry ---- */

static void source_lines(void **state)
{
	(void)state;
	char *text = NULL;
	size_t room = 0;
	int wanted = 0;
	FILE *f = fopen(HERE "/subject.c", "re");
	assert_non_null(f);
	for (int line = 1; getline(&text, &room, f) > 0; line++) {
		if (strstr(text, "bind(fd, (struct sockaddr *)&a, sizeof(a))"))
			wanted = line;
	}
	fclose(f);
	free(text);
	struct box *b = make_box(&(struct tracer_options){.source_lines = true});
	add_rule(b, "getsockname:hold");
	start(b, SUBJECT, "udp", NULL);
	turn_until_held(b);
	assert_non_null(b->source.file);
	assert_non_null(strstr(b->source.file, "subject.c"));
	assert_int_equal(b->source.line, wanted);
	assert_string_equal(b->source.function, "bind_it");
	tracer_let(b->tracer, b->held);
	turn_until_held(b); /* the second time from the same place */
	assert_int_equal(b->source.line, wanted);
	free_box(b);
}

static void descriptors(void **state)
{
	(void)state;
	struct box *b = make_box(&(struct tracer_options){0});
	add_rule(b, "shutdown");
	start(b, SUBJECT, "tcp", NULL);
	turn_until_held(b);
	assert_int_equal(b->fd.kind, TRACE_FD_SOCKET);
	assert_int_equal(b->fd.family, AF_INET);
	assert_int_equal(b->fd.type, SOCK_STREAM);
	assert_true(b->fd.local.port && b->fd.remote.port && b->fd.inode);
	assert_int_equal(b->connected.inode, b->fd.inode);
	assert_int_equal(b->connected.local.port, b->fd.local.port);
	assert_int_equal(b->connected.remote.port, b->fd.remote.port);
	const struct trace_fd *fd = tracer_fd(b->tracer, b->held, 0);
	assert_non_null(fd);
	assert_int_equal(fd->kind, TRACE_FD_TERMINAL);
	assert_null(tracer_fd(b->tracer, b->held, 99));
	tracer_let_all(b->tracer);
	turn_to_the_end(b);
	free_box(b);
}

static void shares_a_cpu_and_gives_it_back(void **state)
{
	(void)state;
	cpu_set_t before, after;
	char wanted[32];
	sched_getaffinity(0, sizeof(before), &before);
	struct box *b = make_box(&(struct tracer_options){0});
	start(b, MANY, "cpus", NULL);
	turn_to_the_end(b);
	/* A program that asks for its CPUs sees what it would see untraced. */
	snprintf(wanted, sizeof(wanted), "%d cpus", CPU_COUNT(&before));
	assert_non_null(strstr(buf_text(&b->output), wanted));
	free_box(b);
	sched_getaffinity(0, sizeof(after), &after);
	assert_true(CPU_EQUAL(&before, &after));
}

/* While calls are frequent all share a CPU; a thread that waits has its own set back. */
static void a_thread_that_waits_has_its_cpus(void **state)
{
	(void)state;
	cpu_set_t before, now;
	sched_getaffinity(0, sizeof(before), &before);
	struct box *b = make_box(&(struct tracer_options){0});
	add_rule(b, "sendto:when=500");
	start(b, MANY, "repeat", "512");
	turn_until_held(b);
	assert_true(tracer_counters(b->tracer).shares_cpu);
	nsec end = clock_now() + PATIENCE;
	while (tracer_counters(b->tracer).shares_cpu && clock_now() < end)
		loop_turn(b->loop, NSEC_PER_SEC);
	assert_false(tracer_counters(b->tracer).shares_cpu);
	assert_int_equal(sched_getaffinity(b->held, sizeof(now), &now), 0);
	assert_true(CPU_EQUAL(&before, &now));
	sched_getaffinity(0, sizeof(now), &now);
	assert_true(CPU_EQUAL(&before, &now));
	tracer_let_all(b->tracer);
	turn_to_the_end(b);
	assert_non_null(strstr(buf_text(&b->output), "8192 sent 0 failed"));
	free_box(b);
}

static void stays_off_the_cpu_when_told(void **state)
{
	(void)state;
	struct box *b = make_box(&(struct tracer_options){.own_cpu = true});
	add_rule(b, "sendto:when=500");
	start(b, MANY, "repeat", "500");
	turn_until_held(b);
	assert_false(tracer_counters(b->tracer).shares_cpu);
	tracer_let_all(b->tracer);
	turn_to_the_end(b);
	free_box(b);
}

static void job_control_works(void **state)
{
	(void)state;
	struct box *b = make_box(&(struct tracer_options){0});
	start(b, "sh", "-c", "kill -STOP $$; echo back; exit 3");
	nsec end = clock_now() + PATIENCE;
	while (b->signal != SIGSTOP && clock_now() < end)
		loop_turn(b->loop, NSEC_PER_SEC);
	assert_int_equal(b->signal, SIGSTOP);
	loop_turn(b->loop, 20 * NSEC_PER_MSEC);
	assert_null(strstr(buf_text(&b->output), "back"));
	assert_true(terminal_kill(b->term, SIGCONT));
	turn_to_the_end(b);
	assert_non_null(strstr(buf_text(&b->output), "back"));
	assert_int_equal(b->code, 3);
	free_box(b);
}

/* ---- beginnings and ends ---- */

static void sentences(void **state)
{
	(void)state;
	struct err e = {0};
	struct box *b = make_box(&(struct tracer_options){0});
	assert_false(try_start(b, &e, "/no/such/program", NULL, NULL));
	assert_string_equal(e.text, "can't start /no/such/program: No such file or directory");
	nsec end = clock_now() + PATIENCE;
	while (tracer_counters(b->tracer).threads && clock_now() < end)
		loop_turn(b->loop, NSEC_PER_SEC);
	assert_int_equal(tracer_counters(b->tracer).threads, 0);
	/* And the ticket serves again. */
	start(b, "true", NULL, NULL);
	turn_to_the_end(b);
	assert_int_equal(b->code, 0);
	b->ended = false;
	assert_true(terminal_restart(b->term, &e));
	turn_to_the_end(b);
	assert_int_equal(b->events[TRACER_STARTED], 2);
	free_box(b);
}

static void set_user_id(void **state)
{
	(void)state;
	struct err e = {0};
	char file[] = "/tmp/wirelab-setuid-XXXXXX";
	int fd = mkstemp(file);
	assert_true(fd >= 0);
	bool made = fchown(fd, 65534, 65534) == 0 && fchmod(fd, 04755) == 0;
	close(fd);
	if (made) {
		assert_false(tracer_may_trace(file, NULL, &e));
		assert_non_null(strstr(e.text, "start it untraced"));
	}
	unlink(file);
	assert_true(tracer_may_trace("sh", "/bin:/usr/bin", &e));
	assert_true(tracer_may_trace("no-such-program", "/bin", &e));
	assert_true(tracer_may_trace(HERE "/subject.c", NULL, &e));
	if (!made)
		skip();
}

/* Children of pid, as pidfds; proc_pid_task_children(5). */
static size_t children_of(pid_t pid, int *out, size_t max)
{
	char path[64];
	size_t n = 0;
	int child = 0;
	snprintf(path, sizeof(path), "/proc/%d/task/%d/children", (int)pid, (int)pid);
	FILE *f = fopen(path, "re");
	while (f && n < max && fscanf(f, "%d", &child) == 1) {
		int fd = (int)syscall(SYS_pidfd_open, child, 0);
		if (fd < 0)
			continue;
		out[n++] = fd;
		n += children_of(child, out + n, max - n);
	}
	if (f)
		fclose(f);
	return n;
}

static void check_they_end(int *fds, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct pollfd p = {.fd = fds[i], .events = POLLIN};
		assert_int_equal(poll(&p, 1, 20000), 1);
		close(fds[i]);
	}
}

static void destroying_kills(void **state)
{
	(void)state;
	int fds[16];
	struct box *b = make_box(&(struct tracer_options){0});
	start(b, MANY, "block", "5");
	nsec end = clock_now() + PATIENCE;
	while (!strstr(buf_text(&b->output), "blocked") && clock_now() < end)
		loop_turn(b->loop, NSEC_PER_SEC);
	pid_t pid = terminal_status(b->term).pid;
	size_t n = children_of(pid, fds, 16);
	assert_int_equal(n, 5);
	tracer_destroy(b->tracer);
	b->tracer = NULL;
	check_they_end(fds, n);
	free_box(b);
	assert_int_equal(waitpid(pid, NULL, 0), pid);
}

/* However the tracer dies, its programs die with it. */
static void nothing_survives_the_tracer(void **state)
{
	(void)state;
	int out[2], fds[16];
	assert_int_equal(pipe2(out, O_CLOEXEC), 0);
	pid_t pid = fork();
	if (pid == 0) {
		dup2(out[1], 1);
		execl(TRACE_RUN, TRACE_RUN, "-o", "/dev/null", MANY, "block", "5", (char *)NULL);
		_exit(127);
	}
	close(out[1]);
	char bytes[64];
	assert_true(read(out[0], bytes, sizeof(bytes)) > 0); /* "blocked" */
	size_t n = children_of(pid, fds, 16);
	assert_int_equal(n, 6);
	kill(pid, SIGKILL);
	check_they_end(fds, n);
	assert_int_equal(waitpid(pid, NULL, 0), pid);
	close(out[0]);
}

int main(void)
{
	struct err e;
	if (!tracer_probe(&e)) {
		printf("skipped: %s\n", e.text);
		return 77;
	}
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(holds_and_lets),
	        cmocka_unit_test(holds_once),
	        cmocka_unit_test(lets_inside_the_event),
	        cmocka_unit_test(lets_changed),
	        cmocka_unit_test(a_held_one_can_be_killed),
	        cmocka_unit_test(changes),
	        cmocka_unit_test(delays),
	        cmocka_unit_test(sends_signals),
	        cmocka_unit_test(fork_server),
	        cmocka_unit_test(thread_server),
	        cmocka_unit_test(epoll_server),
	        cmocka_unit_test(exec_of_another_thread),
	        cmocka_unit_test(signals),
	        cmocka_unit_test(source_lines),
	        cmocka_unit_test(descriptors),
	        cmocka_unit_test(shares_a_cpu_and_gives_it_back),
	        cmocka_unit_test(a_thread_that_waits_has_its_cpus),
	        cmocka_unit_test(stays_off_the_cpu_when_told),
	        cmocka_unit_test(job_control_works),
	        cmocka_unit_test(sentences),
	        cmocka_unit_test(set_user_id),
	        cmocka_unit_test(destroying_kills),
	        cmocka_unit_test(nothing_survives_the_tracer),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
