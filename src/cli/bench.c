/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Subcommand bench: hosts and programs named on the command line, with a screen or without.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/vec.h"
#include "bench/bench.h"
#include "bench/record.h"
#include "cli/cli_internal.h"
#include "loop/loop.h"
#include "net/wire.h"
#include "packet/format.h"
#include "tape/tape.h"
#include "term/terminal.h"

#define LOOK_EVERY (20 * NSEC_PER_MSEC)

/* A program's words while they wait for the end of their line. */
struct speaker {
	char line[1024];
	size_t len;
};

struct headless {
	struct loop *loop;
	struct bench *bench;
	struct speaker *speakers;
	uint64_t at; /* next tape event to print */
	nsec until;  /* 0: until every program has ended */
	FILE *out;   /* where programs' words go; stderr when the frames go to stdout */
	bool interrupted;
	bool frames; /* printed, too */
	nsec began;
};

static void say_line(struct headless *h, uint16_t pane)
{
	struct speaker *s = &h->speakers[pane];
	fprintf(h->out, "%s: %.*s\n", bench_pane(h->bench, pane)->name, (int)s->len, s->line);
	s->len = 0;
}

static void say(struct headless *h, const struct tape_output *o)
{
	struct speaker *s = &h->speakers[o->pane];
	for (uint32_t i = 0; i < o->length; i++) {
		if (o->bytes[i] == '\n' || s->len == sizeof(s->line))
			say_line(h, o->pane);
		if (o->bytes[i] != '\n' && o->bytes[i] != '\r')
			s->line[s->len++] = o->bytes[i];
	}
}

static void say_end(const struct headless *h, const struct tape_program *p)
{
	const char *name = bench_pane(h->bench, p->pane)->name;
	if (p->ended == 1)
		fprintf(stderr, _("%s exited with %d\n"), name, p->code);
	else if (p->ended == 2)
		fprintf(stderr, _("%s was killed by signal %d\n"), name, p->code);
	else if (p->ended)
		fprintf(stderr, _("%s could not start\n"), name);
}

/* A call as strace writes it, on stderr as strace does. */
static void say_call(const struct headless *h, const struct tape_call *c)
{
	if (c->stage != CALL_RETURNED)
		return;
	fprintf(stderr, "%s: %s(%s) = %lld%s%s\n", bench_pane(h->bench, c->pane)->name, c->name,
	        c->args, (long long)c->result, c->error ? " " : "",
	        c->error ? strerrorname_np(c->error) : "");
}

/* As tcpdump writes it. */
static void say_frame(const struct headless *h, const struct tape_event *ev)
{
	struct packet p;
	struct flow_note note;
	char line[512];
	const struct tape_frame *f = &ev->frame;
	packet_decode(PACKET_LINK_ETHERNET, f->bytes, f->captured, f->length, &p);
	bool known = wire_note(bench_wire(h->bench), ev->id, &note);
	format_line_bytes(&p, f->bytes, known ? &note : NULL, false, line, sizeof(line));
	fprintf(h->out, "%.6f %s\n", (double)(ev->when - h->began) / (double)NSEC_PER_SEC, line);
}

static void print_new(struct headless *h)
{
	struct tape_event ev;
	for (; tape_get(bench_tape(h->bench), h->at, &ev); h->at++) {
		if (ev.kind == TAPE_OUTPUT)
			say(h, &ev.output);
		else if (ev.kind == TAPE_PROGRAM)
			say_end(h, &ev.program);
		else if (ev.kind == TAPE_CALL)
			say_call(h, &ev.call);
		else if (ev.kind == TAPE_FRAME && h->frames)
			say_frame(h, &ev);
	}
	if (h->at < tape_first(bench_tape(h->bench)))
		h->at = tape_first(bench_tape(h->bench));
	fflush(h->out);
}

static bool all_over(const struct headless *h)
{
	for (size_t i = 0; i < bench_panes(h->bench); i++) {
		enum terminal_state state =
		        terminal_status(bench_pane(h->bench, i)->terminal).state;
		if (state == TERMINAL_RUNNING || state == TERMINAL_NOT_STARTED)
			return false;
	}
	return true;
}

static void on_look(void *user)
{
	struct headless *h = user;
	print_new(h);
	bool late = h->until && loop_now(h->loop) >= h->until;
	if (h->interrupted || late || all_over(h))
		loop_stop(h->loop);
}

static void on_interrupt(void *user, int signum)
{
	(void)signum;
	struct headless *h = user;
	h->interrupted = true;
	loop_stop(h->loop);
}

static void watch_signals(struct headless *h)
{
	static const int signals[] = {SIGINT, SIGTERM, SIGHUP};
	for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++)
		loop_signal_add(h->loop, signals[i], on_interrupt, h);
}

static void print_rest(struct headless *h)
{
	print_new(h);
	for (size_t i = 0; i < bench_panes(h->bench); i++)
		if (h->speakers[i].len)
			say_line(h, (uint16_t)i);
}

static int run_headless(const struct cli *c, const struct bench_options *o, bool frames)
{
	struct err e;
	const char *paths[] = {c->args.write, c->args.save};
	struct record_files files;
	if (!record_open(&files, paths[0], paths[1], &e))
		return cli_fail(&e);
	bool to_stdout = false;
	for (size_t i = 0; i < 2; i++)
		to_stdout = to_stdout || (paths[i] && strcmp(paths[i], "-") == 0);
	struct headless h = {
	        .loop = loop_create(), .out = to_stdout ? stderr : stdout, .frames = frames};
	h.bench = bench_create(h.loop, o, &e);
	if (!h.bench) {
		record_close(NULL, &files, NULL);
		loop_destroy(h.loop);
		return cli_fail(&e);
	}
	h.speakers = xcalloc(bench_panes(h.bench) + 1, sizeof(*h.speakers));
	h.until = c->args.seconds > 0
	                  ? loop_now(h.loop) + (nsec)(c->args.seconds * (double)NSEC_PER_SEC)
	                  : 0;
	h.began = loop_now(h.loop);
	watch_signals(&h);
	struct loop_timer *look = loop_timer_add(h.loop, on_look, &h);
	loop_timer_set(look, LOOK_EVERY, LOOK_EVERY);
	loop_run(h.loop);
	print_rest(&h);
	int status = record_close(h.bench, &files, &e) ? 0 : cli_fail(&e);
	bench_destroy(h.bench);
	loop_destroy(h.loop);
	free(h.speakers);
	return status;
}

/* "HOST=COMMAND" or "HOST" (a shell). Several programs may be on one host. */
static bool add_program(const char *word, struct bench_program *p, char **host, struct err *e)
{
	const char *equals = strchr(word, '=');
	*host = equals ? xstrndup(word, (size_t)(equals - word)) : xstrdup(word);
	p->host = *host;
	p->run = equals && equals[1] ? equals + 1 : NULL;
	p->name = *host;
	if (**host)
		return true;
	return err_set(e, ERR_USAGE, _("expected HOST=COMMAND, found \"%s\""), word);
}

struct casting {
	VEC(struct bench_program) programs;
	VEC(char *) hosts; /* each word's; owned */
	VEC(const char *) distinct;
};

static void add_distinct(struct casting *c, const char *host)
{
	for (size_t i = 0; i < c->distinct.count; i++)
		if (strcmp(c->distinct.at[i], host) == 0)
			return;
	vec_push(&c->distinct, host);
}

static bool cast(const struct cli_args *a, struct casting *c, struct topology *t, struct err *e)
{
	char *both[] = {(char[]){"client"}, (char[]){"server"}};
	char **words = a->word_count ? a->words : both;
	size_t count = a->word_count ? a->word_count : 2;
	for (size_t i = 0; i < count; i++) {
		struct bench_program p;
		char *host;
		bool good = add_program(words[i], &p, &host, e);
		vec_push(&c->hosts, host);
		if (!good)
			return false;
		vec_push(&c->programs, p);
		add_distinct(c, host);
	}
	if (topology_simple(t, c->distinct.at, c->distinct.count, e) && topology_complete(t, e))
		return true;
	e->code = ERR_USAGE; /* a lab's names are input, these are words of the command line */
	return false;
}

static int run_on_screen(const struct cli *c, struct bench_options *o)
{
	const char *without_screen = c->args.save          ? "--save"
	                             : c->args.write       ? "--write"
	                             : c->args.seconds > 0 ? "--for"
	                                                   : NULL;
	struct err e;
	if (without_screen) {
		err_set(&e, ERR_USAGE,
		        _("%s needs --headless; on the screen there are the commands `save FILE` "
		          "and "
		          "`write FILE`"),
		        without_screen);
		return cli_fail(&e);
	}
	o->state_dir = c->options.state_dir;
	o->no_autosave = c->args.no_autosave;
	return c->front->bench(&c->options, o);
}

int cli_bench_one(struct cli *c, const char *line)
{
	static const char *const host = "here";
	struct err e;
	struct topology t;
	const struct bench_program program = {.name = host, .host = host, .run = line};
	if (!topology_simple(&t, &host, 1, &e))
		return cli_fail(&e);
	struct bench_options o = {.topology = &t,
	        .programs = &program,
	        .program_count = 1,
	        .calls = bench_can_trace(NULL) ? CALLS_PASS : CALLS_OFF,
	        .gate = "",
	        .lang = c->options.lang};
	bool screen = c->front->bench && !c->args.text && !c->args.write && isatty(STDIN_FILENO) &&
	              isatty(STDOUT_FILENO);
	return screen ? run_on_screen(c, &o) : run_headless(c, &o, true);
}

int cli_bench(struct cli *c)
{
	struct err e;
	struct casting cast_of = {0};
	struct topology t = {0};
	int status;
	if (!cast(&c->args, &cast_of, &t, &e)) {
		status = cli_fail(&e);
	} else {
		bool hold = c->args.wire && strcmp(c->args.wire, "hold") == 0;
		struct bench_options o = {.topology = &t,
		        .programs = cast_of.programs.at,
		        .program_count = cast_of.programs.count,
		        .mode = hold ? WIRE_HOLD : WIRE_PASS,
		        .calls = !c->args.calls                       ? CALLS_OFF
		                 : strcmp(c->args.calls, "hold") == 0 ? CALLS_HOLD
		                                                      : CALLS_PASS,
		        .gate = c->args.gate ? c->args.gate : "",
		        .lang = c->options.lang,
		        .tape_bytes = c->args.tape_mib << 20};
		status = c->args.headless ? run_headless(c, &o, false) : run_on_screen(c, &o);
	}
	for (size_t i = 0; i < cast_of.hosts.count; i++)
		free(cast_of.hosts.at[i]);
	vec_free(&cast_of.hosts);
	vec_free(&cast_of.programs);
	vec_free(&cast_of.distinct);
	return status;
}
