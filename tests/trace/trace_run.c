/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Runs a program under the tracer and writes its calls as lines, like strace(1): for the tests,
 * which compare them, and to try the tracer by hand.
 *
 *   trace_run [-o FILE] [-g GROUPS] [-r RULE]... [-l] [-q] [-k BYTES] [-c] PROGRAM [ARGUMENTS...]
 *
 * -l source lines  -q no lines, only count  -s short form  -c stay off the program's CPU
 * -L let what is held go at the next turn, after saying so  -e other events too
 * The program's output goes to our stdout; its exit status is ours.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "base/buf.h"
#include "loop/loop.h"
#include "term/terminal.h"
#include "trace/format.h"
#include "trace/rule.h"
#include "trace/syscalls.h"
#include "trace/tracer.h"

struct run {
	struct loop *loop;
	struct tracer *tracer;
	FILE *out;
	bool quiet, others, let;
	struct trace_style style;
	int code;
	bool ended;
};

static void say(struct run *r, const struct tracer_event *ev, const char *word)
{
	struct buf line = {0};
	if (ev->call && ev->call->source.file)
		buf_printf(&line, "%s:%d ", ev->call->source.file, ev->call->source.line);
	format_call(&line, ev->call, r->style);
	fprintf(r->out, "%d %s%s\n", (int)ev->tid, word, buf_text(&line));
	buf_finish(&line);
}

static void say_other(const struct run *r, const struct tracer_event *ev)
{
	static const char *const words[TRACER_EVENTS] = {
	        [TRACER_STARTED] = "started",
	        [TRACER_CHILD] = "child",
	        [TRACER_EXEC] = "exec",
	        [TRACER_SIGNAL] = "signal",
	        [TRACER_ENDED] = "ended",
	        [TRACER_WORD] = "word",
	};
	char name[16];
	if (words[ev->kind])
		fprintf(r->out, "%d %d --- %s %s %d %s\n", (int)ev->tid, (int)ev->pid,
		        words[ev->kind], ev->signal ? const_signal(ev->signal, name) : "-",
		        ev->code, ev->text ? ev->text : "");
}

static void on_event(void *user, const struct tracer_event *ev)
{
	struct run *r = user;
	if (r->quiet)
		return;
	if (ev->kind == TRACER_CALL)
		say(r, ev, "");
	else if (ev->kind == TRACER_HELD)
		say(r, ev, "held ");
	else if (r->others && ev->kind != TRACER_BEGAN)
		say_other(r, ev);
}

static void on_output(void *user, const char *bytes, size_t len)
{
	(void)user;
	fwrite(bytes, 1, len, stdout);
	fflush(stdout);
}

static void on_exit_of(void *user, struct loop_exit how)
{
	struct run *r = user;
	r->code = how.signal ? 128 + how.signal : how.code;
	r->ended = true;
}

static _Noreturn void usage(void)
{
	fprintf(stderr, "usage: trace_run [-o FILE] [-g GROUP] [-r RULE] [-lqsceL] PROGRAM ...\n");
	exit(2);
}

static _Noreturn void fail(const struct err *e)
{
	fprintf(stderr, "trace_run: %s\n", e->text);
	exit(3);
}

struct given {
	struct tracer_options options;
	struct trace_rule rules[16];
	int rule_count;
};

static void add_rule(struct given *g, const char *text)
{
	struct err e;
	if (g->rule_count == 16 || !rule_parse(text, &g->rules[g->rule_count++], &e))
		fail(&e);
}

static void read_options(int argc, char **argv, struct run *r, struct given *g)
{
	for (int o; (o = getopt(argc, argv, "+o:g:r:k:lqsceL")) != -1;) {
		if (o == 'o')
			r->out = fopen(optarg, "we");
		else if (o == 'g')
			g->options.groups |= syscalls_group(optarg, strlen(optarg));
		else if (o == 'r')
			add_rule(g, optarg);
		else if (o == 'k')
			g->options.keep = (uint32_t)strtoul(optarg, NULL, 10);
		else if (o == 'l')
			g->options.source_lines = true;
		else if (o == 'q')
			r->quiet = true;
		else if (o == 's')
			r->style.form = TRACE_SHORT;
		else if (o == 'c')
			g->options.own_cpu = true;
		else if (o == 'e')
			r->others = true;
		else if (o == 'L')
			r->let = true;
		else
			usage();
	}
	if (optind >= argc || !r->out)
		usage();
}

static void run(struct run *r, const struct given *g, char **argv)
{
	struct err e;
	struct tracer_hooks hooks = {.on_event = on_event, .user = r};
	r->loop = loop_create();
	r->tracer = tracer_create(r->loop, &g->options, &hooks, &e);
	if (!r->tracer || !tracer_may_trace(argv[0], getenv("PATH"), &e))
		fail(&e);
	for (int i = 0; i < g->rule_count; i++)
		tracer_add_rule(r->tracer, &g->rules[i]);
	struct tracer_ticket *ticket = tracer_ticket_create(r->tracer, 0, NULL, NULL);
	struct terminal *term = terminal_create(r->loop, 24, 80, 0);
	terminal_set_hooks(term,
	        &(struct terminal_hooks){.on_output = on_output, .on_exit = on_exit_of, .user = r});
	struct terminal_program p = {
	        .argv = argv, .enter = tracer_enter, .seize = tracer_seize, .enter_user = ticket};
	if (!terminal_start(term, &p, &e))
		fail(&e);
	while (!r->ended || tracer_counters(r->tracer).threads) {
		loop_turn(r->loop, NSEC_PER_SEC);
		if (r->let)
			tracer_let_all(r->tracer);
	}
	struct tracer_counters c = tracer_counters(r->tracer);
	if (r->quiet)
		fprintf(stderr, "%llu calls, %llu stops, shared %d\n", (unsigned long long)c.calls,
		        (unsigned long long)c.stops, c.shares_cpu);
	terminal_destroy(term);
	tracer_destroy(r->tracer);
	tracer_ticket_destroy(ticket);
	loop_destroy(r->loop);
}

int main(int argc, char **argv)
{
	struct run r = {.out = stderr, .style = {.form = TRACE_LONG}};
	struct given g = {0};
	read_options(argc, argv, &r, &g);
	run(&r, &g, argv + optind);
	fflush(stdout);
	if (r.out != stderr)
		fclose(r.out);
	return r.code;
}
