/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Subcommand read: a capture or a saved tape, on the screen, as lines, or exported.
 */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"
#include "bench/event_words.h"
#include "bench/export.h"
#include "bench/past.h"
#include "capture/file.h"
#include "capture/pcapng_read.h"
#include "cli/cli_internal.h"
#include "cli/read_filter.h"
#include "cli/read_follow.h"
#include "cli/read_packets.h"
#include "lab/hosts.h"
#include "packet/flow/flow.h"
#include "record/tape_file.h"
#include "tape/tape.h"

#define LOOK 16384 /* bytes: what a tape is about lies within */

/* A tape and which of its frames are wanted. */
struct wanted {
	struct past *past;
	struct hosts hosts;
	struct traffic_filter *filter; /* NULL: all events */
};

static bool is_wanted(struct wanted *w, const struct tape_event *ev)
{
	if (!w->filter)
		return true;
	if (ev->kind != TAPE_FRAME)
		return false;
	struct flow_note note;
	if (!past_note(w->past, ev->id, &note))
		note = (struct flow_note){.flow = FLOW_NONE};
	const struct traffic_passing p = {
	        .number = ev->id,
	        .link = PACKET_LINK_ETHERNET,
	        .captured = ev->frame.captured,
	        .length = ev->frame.length,
	        .bytes = ev->frame.bytes,
	        .note = &note,
	        .about = FLOW_NONE,
	};
	return traffic_filter_match_passing(w->filter, &p);
}

/* One line an event, each told as of its own moment. Returns how many. */
static uint64_t print_lines(struct wanted *w, const struct tape *t)
{
	struct past *p = w->past;
	struct tape_event ev;
	struct buf line = {0};
	uint64_t printed = 0;
	for (uint64_t id = tape_first(t); id < tape_end(t) && !ferror(stdout); id++) {
		past_seek(p, id);
		if (!tape_get(past_tape(p), id, &ev) || !is_wanted(w, &ev))
			continue;
		buf_clear(&line);
		event_line(p, &ev, &line);
		printf("%12.6f #%-5llu %-7s %s\n",
		        (double)(ev.when - past_about(p)->began) / (double)NSEC_PER_SEC,
		        (unsigned long long)id, event_kind_name(ev.kind), buf_text(&line));
		printed++;
	}
	buf_finish(&line);
	return printed;
}

/* The lines of frames that match, of all events without an expression. */
static int print_tape(const struct cli *c, struct past *p, const struct tape *t)
{
	struct wanted w = {.past = p, .hosts = {.topology = &past_about(p)->topology}};
	const struct traffic_filter_context context = {.host = hosts_address, .user = &w.hosts};
	struct traffic_filter_error why;
	char *_cleanup_free_ text = read_expression(&c->args);
	if (*text && !(w.filter = traffic_filter_create(text, &context, &why)))
		return read_complain(text, &why);
	uint64_t printed = print_lines(&w, t);
	int status = w.filter && !printed ? err_exit_status(ERR_CHECK) : 0;
	traffic_filter_destroy(w.filter);
	return status;
}

static int export_to(struct past *p, const struct cli *c, struct err *e)
{
	enum export_format form;
	const char *path = c->args.output ? c->args.output : "-";
	if (!export_format(c->args.form, &form, e) || !export_write(p, form, path, e))
		return cli_fail(e);
	return 0;
}

static int show_tape(struct cli *c, const struct tape_file *f, struct err *e)
{
	bool screen = c->front->read && !c->args.text && !c->args.form && !c->args.word_count &&
	              isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
	if (screen)
		return c->front->read(&c->options, f);
	struct past *p = past_create(f->tape, f->about);
	int status = c->args.form ? export_to(p, c, e) : print_tape(c, p, f->tape);
	past_destroy(p);
	return status;
}

static int read_tape(struct cli *c)
{
	struct err e;
	struct tape_file *f = tape_file_open(c->args.print.file, &e);
	if (!f)
		return cli_fail(&e);
	int status = show_tape(c, f, &e);
	if (f->damage[0]) {
		err_set(&e, ERR_INPUT, "%s: %s", c->args.print.file, f->damage);
		status = cli_fail(&e);
	}
	tape_file_close(f);
	return status;
}

/* Do the words ask for packets? Then a tape is read as the capture that it is, too. */
static bool asks_for_packets(const struct cli_args *a)
{
	const struct cli_print *p = &a->print;
	return a->write || p->limit || p->time || p->hex || p->ascii || p->count ||
	       p->link_header || p->absolute || p->verbose || p->text || p->jsonl || p->format;
}

/* tee(2) copies what is in a pipe without taking it out. A capture that is written live has a
 * first packet to wait for, no tape's first block. */
static bool pipe_is_tape(int from)
{
	uint8_t head[LOOK];
	int ends[2];
	if (pipe2(ends, O_CLOEXEC) < 0)
		return false;
	ssize_t n = tee(from, ends[1], sizeof(head), 0);
	n = n > 0 ? read(ends[0], head, sizeof(head)) : n;
	close(ends[0]);
	close(ends[1]);
	return n > 0 && pcapng_begins_tape(bytes_over(head, (size_t)n));
}

static bool is_tape(const char *path)
{
	if (strcmp(path, "-") != 0)
		return capture_file_is_tape(path);
	/* A file that standard input was taken from can be opened once more. */
	return capture_file_is_tape("/proc/self/fd/0") || pipe_is_tape(STDIN_FILENO);
}

/* A capture's packets on the screen: what is no tape, where there is a screen. */
static bool is_for_screen(const struct cli *c)
{
	return c->front->capture && !c->args.text && !asks_for_packets(&c->args) &&
	       isatty(STDOUT_FILENO);
}

static int on_screen(struct cli *c)
{
	char *_cleanup_free_ text = read_expression(&c->args);
	const struct front_capture capture = {
	        .path = c->args.print.file, .filter = *text ? text : NULL};
	return c->front->capture(&c->options, &capture);
}

static bool words_fit(const struct cli_args *a, struct err *e)
{
	enum export_format form;
	if (a->form && !export_format(a->form, &form, e))
		return false;
	if (a->output && !a->form)
		return err_set(e, ERR_USAGE, _("-o needs --export"));
	if (a->print.follow_as && !a->print.follow)
		return err_set(e, ERR_USAGE, _("--follow-as needs --follow"));
	if (a->print.follow && (a->form || a->word_count || asks_for_packets(a)))
		return err_set(e, ERR_USAGE, _("--follow goes with --follow-as alone"));
	if (a->form && (a->word_count || asks_for_packets(a)))
		return err_set(e, ERR_USAGE, _("--export writes a whole tape, no chosen packets"));
	return true;
}

int cli_read(struct cli *c)
{
	struct err e;
	if (!words_fit(&c->args, &e))
		return cli_fail(&e);
	if (c->args.print.follow)
		return cli_read_follow(c);
	if (c->args.form || (!asks_for_packets(&c->args) && is_tape(c->args.print.file)))
		return read_tape(c);
	if (is_for_screen(c))
		return on_screen(c);
	return cli_read_packets(c);
}
