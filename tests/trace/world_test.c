/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The tracer with programs on private hosts, as root and as an ordinary user.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "loop/loop.h"
#include "base/clock.h"
#include "net/topology.h"
#include "net/world.h"
#include "term/terminal.h"
#include "tests/netns/support.h"
#include "trace/tracer.h"

struct seen {
	struct loop *loop;
	struct tracer *tracer;
	int calls, began, ended, wrong;
	bool over[2];
	int code[2];
	struct trace_fd client; /* of the last connect */
};

struct place {
	struct seen *seen;
	int index;
	struct world_seat seat;
	struct tracer_ticket *ticket;
	struct terminal *term;
};

static void on_event(void *user, const struct tracer_event *ev)
{
	struct seen *s = user;
	s->began += ev->kind == TRACER_STARTED;
	s->ended += ev->kind == TRACER_ENDED;
	s->calls += ev->kind == TRACER_CALL;
	if (ev->kind != TRACER_CALL || ev->call->sysno != SYS_sendto || !ev->call->fd)
		return;
	s->client = *ev->call->fd;
	s->wrong += ev->program != ev->call->program || (ev->program & ~1);
	s->wrong += s->client.local.family != AF_INET || !s->client.inode;
}

static void on_exit_of(void *user, struct loop_exit how)
{
	struct place *p = user;
	p->seen->over[p->index] = true;
	p->seen->code[p->index] = how.signal ? 128 + how.signal : how.code;
}

static void start_on(struct place *p, struct world *w, const char *program, const char *word)
{
	struct err e = {0};
	p->seat = (struct world_seat){.world = w, .node = p->index};
	p->ticket = tracer_ticket_create(p->seen->tracer, p->index, world_sit, &p->seat);
	p->term = terminal_create(p->seen->loop, 24, 80, 0);
	terminal_set_hooks(p->term, &(struct terminal_hooks){.on_exit = on_exit_of, .user = p});
	char name[512], argument[16];
	snprintf(name, sizeof(name), "%s", program);
	snprintf(argument, sizeof(argument), "%s", word);
	char *argv[] = {name, argument, (char[]){"3"}, NULL};
	struct terminal_program how = {.argv = argv,
	        .enter = tracer_enter,
	        .seize = tracer_seize,
	        .enter_user = p->ticket};
	if (!terminal_start(p->term, &how, &e))
		fail_msg("%s", e.text);
}

static struct world *begin(struct seen *s)
{
	struct err e = {0};
	struct topology t;
	struct tracer_options options = {0};
	support_star(&t, 2);
	assert_true(world_enter(&e));
	struct world *w = world_create(&t, &e);
	if (!w)
		fail_msg("%s", e.text);
	s->loop = loop_create();
	s->tracer = tracer_create(
	        s->loop, &options, &(struct tracer_hooks){.on_event = on_event, .user = s}, &e);
	assert_non_null(s->tracer);
	return w;
}

static void turn_to_the_end(const struct seen *s)
{
	nsec end = clock_now() + 30 * NSEC_PER_SEC;
	while ((!s->over[0] || !s->over[1] || tracer_counters(s->tracer).threads) &&
	        clock_now() < end)
		loop_turn(s->loop, NSEC_PER_SEC);
	assert_int_equal(tracer_counters(s->tracer).threads, 0);
	assert_int_equal(s->began, 2);
}

static void finish(struct seen *s, struct place places[2])
{
	for (int i = 0; i < 2; i++) {
		terminal_destroy(places[i].term);
		tracer_ticket_destroy(places[i].ticket);
	}
	tracer_destroy(s->tracer);
	loop_destroy(s->loop);
}

static void subject_on_hosts(void **state)
{
	(void)state;
	struct seen s = {0};
	struct world *w = begin(&s);
	struct place places[2] = {{.seen = &s, .index = 0}, {.seen = &s, .index = 1}};
	for (int i = 0; i < 2; i++)
		start_on(&places[i], w, SUBJECT, "tcp");
	turn_to_the_end(&s);
	assert_int_equal(s.code[0], 0);
	assert_int_equal(s.code[1], 0);
	assert_int_equal(s.ended, 2);
	assert_int_equal(s.wrong, 0);
	assert_int_equal(s.calls, 2 * 19);
	assert_true(s.client.remote.port != 0);
	finish(&s, places);
	world_destroy(w);
}

/* The state of a process as proc_pid_stat(5) has it; 0: gone. */
static char state_of(pid_t pid)
{
	char path[64], c = 0;
	snprintf(path, sizeof(path), "/proc/%d/stat", (int)pid);
	FILE *f = fopen(path, "re");
	if (!f)
		return 0;
	if (fscanf(f, "%*d (%*[^)]) %c", &c) != 1)
		c = 0;
	fclose(f);
	return c;
}

/* Taking down a world waits for the end of its programs, while nobody serves their stops. */
static void programs_end_with_the_world(void **state)
{
	(void)state;
	struct seen s = {0};
	struct trace_rule hold;
	struct err e;
	struct world *w = begin(&s);
	struct place places[2] = {{.seen = &s, .index = 0}, {.seen = &s, .index = 1}};
	assert_true(rule_parse("recvfrom", &hold, &e));
	tracer_add_rule(s.tracer, &hold);
	for (int i = 0; i < 2; i++)
		start_on(&places[i], w, MANY, "block");
	nsec end = clock_now() + 30 * NSEC_PER_SEC;
	while (tracer_counters(s.tracer).held < 8 && clock_now() < end)
		loop_turn(s.loop, NSEC_PER_SEC);
	assert_int_equal(tracer_counters(s.tracer).held, 8);
	world_destroy(w);
	for (int i = 0; i < 2; i++) {
		char now = state_of(terminal_status(places[i].term).pid);
		assert_true(now == 'Z' || now == 0);
	}
	turn_to_the_end(&s);
	assert_int_equal(s.ended, 8);
	assert_int_equal(tracer_counters(s.tracer).held, 0);
	assert_int_equal(s.code[0], 128 + SIGKILL);
	finish(&s, places);
}

int main(int argc, char **argv)
{
	support_begin(argc, argv);
	struct err e;
	if (!tracer_probe(&e)) {
		printf("skipped: %s\n", e.text);
		return 77;
	}
	if (access(SUBJECT, X_OK) < 0) {
		printf("skipped: this user can't reach the programs to be traced\n");
		return 77;
	}
	static const struct CMUnitTest tests[] = {
	        cmocka_unit_test(subject_on_hosts), cmocka_unit_test(programs_end_with_the_world)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
