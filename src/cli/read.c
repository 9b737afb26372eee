/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Subcommand read: a saved tape on the screen, as lines, or exported.
 */
#include <stdio.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"
#include "bench/event_words.h"
#include "bench/export.h"
#include "bench/past.h"
#include "capture/file.h"
#include "cli/cli_internal.h"
#include "record/tape_file.h"
#include "tape/tape.h"

/* One line an event, each told as of its own moment. */
static int print_lines(struct past *p, const struct tape *t)
{
	struct tape_event ev;
	struct buf line = {0};
	for (uint64_t id = tape_first(t); id < tape_end(t) && !ferror(stdout); id++) {
		past_seek(p, id);
		if (!tape_get(past_tape(p), id, &ev))
			continue;
		buf_clear(&line);
		event_line(p, &ev, &line);
		printf("%12.6f #%-5llu %-7s %s\n",
		        (double)(ev.when - past_about(p)->began) / (double)NSEC_PER_SEC,
		        (unsigned long long)id, event_kind_name(ev.kind), buf_text(&line));
	}
	buf_finish(&line);
	return 0;
}

static int export_to(struct past *p, const struct cli *c, struct err *e)
{
	enum export_format form;
	const char *path = c->args.output ? c->args.output : "-";
	if (!export_format(c->args.form, &form, e) || !export_write(p, form, path, e))
		return cli_fail(e);
	return 0;
}

static int read_file(struct cli *c, const struct tape_file *f, struct err *e)
{
	bool screen = c->front->read && !c->args.text && !c->args.form && isatty(STDIN_FILENO) &&
	              isatty(STDOUT_FILENO);
	if (screen)
		return c->front->read(&c->options, f);
	struct past *p = past_create(f->tape, f->about);
	int status = c->args.form ? export_to(p, c, e) : print_lines(p, f->tape);
	past_destroy(p);
	return status;
}

/* A capture's packets on the screen: what is no tape, where there is a screen. */
static bool is_for_screen(const struct cli *c, const char *path)
{
	return c->front->capture && !c->args.text && !c->args.form && isatty(STDOUT_FILENO) &&
	       !capture_file_is_tape(path);
}

int cli_read(struct cli *c)
{
	struct err e;
	enum export_format form;
	const struct cli_args *a = &c->args;
	if (is_for_screen(c, a->words[0]))
		return c->front->capture(&c->options, &(struct front_capture){.path = a->words[0]});
	if ((a->form && !export_format(a->form, &form, &e)))
		return cli_fail(&e);
	if (a->output && !a->form) {
		err_set(&e, ERR_USAGE, _("-o needs --export"));
		return cli_fail(&e);
	}
	struct tape_file *f = tape_file_open(a->words[0], &e);
	if (!f)
		return cli_fail(&e);
	int status = read_file(c, f, &e);
	if (f->damage[0]) {
		err_set(&e, ERR_INPUT, "%s: %s", a->words[0], f->damage);
		status = cli_fail(&e);
	}
	tape_file_close(f);
	return status;
}
