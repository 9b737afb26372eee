/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Commands on programs, the lesson and files.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"
#include "bench/bench_internal.h"
#include "bench/command_internal.h"
#include "bench/export.h"
#include "bench/past.h"
#include "bench/record.h"
#include "bench/schedule.h"
#include "bench/script.h"
#include "loop/loop.h"
#include "net/sockets.h"
#include "tape/tape.h"
#include "term/terminal.h"

static struct pane *pane_named(struct bench *b, const char *word, struct err *e)
{
	int index = bench_pane_find(b, word);
	if (index >= 0)
		return b->panes.at[index];
	struct buf names = {0};
	for (size_t i = 0; i < b->panes.count; i++)
		buf_printf(&names, "%s%s", i ? ", " : "", b->panes.at[i]->shown.name);
	err_set(e, ERR_USAGE, _("expected a program (%s), found \"%s\""), buf_text(&names), word);
	buf_finish(&names);
	return NULL;
}

static bool is_running(const struct pane *p)
{
	return terminal_status(p->shown.terminal).state == TERMINAL_RUNNING;
}

bool command_start(struct bench *b, int argc, char **argv, struct err *e)
{
	(void)argc;
	struct pane *p = pane_named(b, argv[1], e);
	return p && pane_start(p, e);
}

bool command_stop(struct bench *b, int argc, char **argv, struct err *e)
{
	struct pane *p = pane_named(b, argv[1], e);
	if (!p)
		return false;
	int signum = argc > 2 && strcmp(argv[2], "kill") == 0 ? SIGKILL : SIGINT;
	return terminal_kill(p->shown.terminal, signum) ||
	       err_set(e, ERR_CHECK, _("%s is not running"), argv[1]);
}

/* C's escapes as far as a terminal needs them: \n is the Enter key, \e Escape, \cX Control-X. */
static char unescape(const char **at)
{
	static const char names[] = "ntre0\\", values[] = "\r\t\r\033\0\\";
	char c = *(*at)++;
	if (c == 'c' && **at)
		return (char)(*(*at)++ & 0x1f);
	const char *name = c ? strchr(names, c) : NULL;
	return name ? values[name - names] : c;
}

bool command_type(struct bench *b, int argc, char **argv, struct err *e)
{
	struct pane *p = pane_named(b, argv[1], e);
	if (!p)
		return false;
	if (!is_running(p))
		return err_set(e, ERR_CHECK, _("%s is not running"), argv[1]);
	struct buf text = {0};
	for (int i = 2; i < argc; i++) {
		if (i > 2)
			buf_putc(&text, ' ');
		for (const char *at = argv[i]; *at;) {
			char c = *at++;
			buf_putc(&text, c == '\\' && *at ? unescape(&at) : c);
		}
	}
	terminal_send(p->shown.terminal, buf_text(&text), text.len);
	buf_finish(&text);
	return true;
}

bool command_source(struct bench *b, int argc, char **argv, struct err *e)
{
	(void)argc;
	struct pane *p = pane_named(b, argv[1], e);
	return p && pane_edit(p, e);
}

bool command_build(struct bench *b, int argc, char **argv, struct err *e)
{
	(void)argc;
	struct pane *p = pane_named(b, argv[1], e);
	if (!p)
		return false;
	if (!p->source)
		return err_set(e, ERR_USAGE, _("%s has no source to build"), argv[1]);
	build_start(p);
	return true;
}

bool command_use(struct bench *b, int argc, char **argv, struct err *e)
{
	(void)argc;
	struct pane *p = pane_named(b, argv[1], e);
	return p && pane_use(p, argv[2], e);
}

bool command_predict(struct bench *b, int argc, char **argv, struct err *e)
{
	(void)argc;
	char *end;
	unsigned long option = strtoul(argv[1], &end, 10);
	if (*end || end == argv[1])
		return err_set(
		        e, ERR_USAGE, _("expected an answer's number, found \"%s\""), argv[1]);
	return steps_choose(b, option, e);
}

bool command_hint(struct bench *b, int argc, char **argv, struct err *e)
{
	(void)argc;
	(void)argv;
	return steps_hint(b, e);
}

bool command_step(struct bench *b, int argc, char **argv, struct err *e)
{
	return navigate_to(b, argc > 1 ? argv[1] : "next", e);
}

bool command_reset(struct bench *b, int argc, char **argv, struct err *e)
{
	if (argc > 1 && strcmp(argv[1], "lab") == 0 && b->lab)
		return navigate_to(b, "1", e);
	if (argc > 1 && strcmp(argv[1], "world") != 0)
		return err_set(
		        e, ERR_USAGE, _("expected nothing, world or lab, found \"%s\""), argv[1]);
	return bench_reset(b, argc == 1, e);
}

static bool wait_check(struct bench *b, const char *name, struct err *e)
{
	int check = b->lab ? lab_check(b->lab, name) : -1;
	if (check < 0)
		return err_set(e, ERR_USAGE,
		        _("expected a check of this lab, held or ended, found \"%s\""), name);
	steps_update(b, loop_now(b->loop));
	if (bench_check(b, (size_t)check, NULL) == CHECK_TRUE)
		return true;
	return err_set(e, ERR_CHECK, _("%s does not hold yet: %s"), name,
	        bench_check_detail(b, (size_t)check));
}

static bool wait_held(struct bench *b, int argc, char **argv, struct err *e)
{
	uint64_t frame;
	return next_select(b, argc - 2, argv + 2, &frame, e);
}

static bool wait_ended(struct bench *b, int argc, char **argv, struct err *e)
{
	(void)argc;
	struct pane *p = pane_named(b, argv[2], e);
	if (!p)
		return false;
	if (p->shown.wanted || is_running(p) ||
	        terminal_status(p->shown.terminal).state == TERMINAL_NOT_STARTED)
		return err_set(e, ERR_CHECK, _("%s has not ended yet"), argv[2]);
	return true;
}

/* "wait listens HOST PORT": a TCP listener, or a UDP socket without a peer. */
static bool wait_listens(struct bench *b, int argc, char **argv, struct err *e)
{
	(void)argc;
	int node = topology_node(&b->topology, argv[2]);
	unsigned long port = strtoul(argv[3], NULL, 10);
	if (node < 0)
		return err_set(e, ERR_USAGE, _("expected a host, found \"%s\""), argv[2]);
	sockets_poll(b->sockets, loop_now(b->loop));
	const struct tape_socket *s = NULL;
	size_t n = sockets_of(b->sockets, node, &s);
	for (size_t i = 0; i < n; i++)
		if (s[i].local_port == port && s[i].remote_port == 0)
			return true;
	return err_set(e, ERR_CHECK, _("nobody listens on port %s of %s yet"), argv[3], argv[2]);
}

/* "wait printed PROGRAM TEXT": since it was started. */
static bool wait_printed(struct bench *b, int argc, char **argv, struct err *e)
{
	(void)argc;
	struct pane *p = pane_named(b, argv[2], e);
	if (!p)
		return false;
	return script_printed(b, p->index, argv[3]) ||
	       err_set(e, ERR_CHECK, _("%s has not printed \"%s\" yet"), argv[2], argv[3]);
}

static const struct {
	const char *word;
	int least; /* words that it needs, itself included */
	bool (*holds)(struct bench *b, int argc, char **argv, struct err *e);
} waits[] = {
        {"held", 2, wait_held},
        {"ended", 3, wait_ended},
        {"listens", 4, wait_listens},
        {"printed", 4, wait_printed},
};

/* "wait CHECK" or one of the words above. A schedule tries it until it is so. */
bool command_wait(struct bench *b, int argc, char **argv, struct err *e)
{
	for (size_t i = 0; i < sizeof(waits) / sizeof(waits[0]); i++)
		if (strcmp(waits[i].word, argv[1]) == 0 && argc >= waits[i].least)
			return waits[i].holds(b, argc, argv, e);
	return wait_check(b, argv[1], e);
}

static void on_played(void *user, const struct err *error)
{
	struct bench *b = user;
	b->playing = NULL;
	if (error)
		bench_say(b, true, "%s", error->text);
	else
		bench_say(b, false, "%s", _("The schedule was played to its end"));
}

static bool play_file(struct bench *b, const char *path, struct err *e)
{
	size_t count;
	char **lines = script_load(path, &count, e);
	if (!lines)
		return false;
	schedule_stop(b->playing);
	b->playing = schedule_play(b, lines, count, 0, on_played, b);
	script_lines_free(lines, count);
	return true;
}

bool command_schedule(struct bench *b, int argc, char **argv, struct err *e)
{
	if (strcmp(argv[1], "clear") == 0) {
		script_clear(b);
		return true;
	}
	if (argc > 2 && strcmp(argv[1], "play") == 0)
		return play_file(b, argv[2], e);
	if (argc < 3 || strcmp(argv[1], "save") != 0)
		return err_set(e, ERR_USAGE, _("expected save FILE, play FILE or clear"));
	if (!script_save(b, argv[2], e))
		return false;
	bench_say(b, false, _("What was done is in %s: a schedule"), argv[2]);
	return true;
}

/* Standard output is where the screen is. */
static bool is_file(const char *path, struct err *e)
{
	return strcmp(path, "-") != 0 || err_set(e, ERR_USAGE, _("expected a file, found \"-\""));
}

bool command_save(struct bench *b, int argc, char **argv, struct err *e)
{
	(void)argc;
	if (!is_file(argv[1], e) || !record_save(b, argv[1], e))
		return false;
	bench_say(b, false, _("Tape saved to %s"), argv[1]);
	return true;
}

bool command_export(struct bench *b, int argc, char **argv, struct err *e)
{
	(void)argc;
	enum export_format form;
	if (!export_format(argv[1], &form, e) || !is_file(argv[2], e))
		return false;
	struct tape_about *about = xmalloc(sizeof(*about));
	bench_about(b, about);
	struct past *p = past_create(b->tape, about);
	free(about);
	bool good = export_write(p, form, argv[2], e);
	past_destroy(p);
	if (good)
		bench_say(b, false, _("Exported to %s"), argv[2]);
	return good;
}

bool command_write(struct bench *b, int argc, char **argv, struct err *e)
{
	(void)argc;
	if (!record_write(b, argv[1], e))
		return false;
	bench_say(b, false, _("Frames written to %s"), argv[1]);
	return true;
}
