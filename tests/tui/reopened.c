/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A saved tape shows what the bench showed: plays a lab on one terminal, saves its tape, opens the
 * file on a second one of the same size, and compares every pane at the same moments, cell by cell.
 *
 *   reopened WIRELAB LAB [STEP [COMMAND]]
 *
 * STEP is the step to begin at, else the last: the ones before it are played. COMMAND is given
 * then. Exit 0 the same, 1 not, 77 skipped.
 *
 * Not compared: the first row, which says "the past" here and "a saved tape" there, with numbers
 * of their own; and the last, whose hints are those of a bench that goes on or of a file.
 */
#include <locale.h>
#include <sched.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/vec.h"
#include "lab/lab.h"
#include "record/tape_file.h"
#include "tape/tape.h"
#include "tests/support/tty.h"

enum { ROWS = 40, COLS = 120, PASSED = 0, FAILED = 1, SKIPPED = 77, WORDS_MAX = 8 };

#define PLAYED_WITHIN (100 * NSEC_PER_SEC)
#define SHOWN_WITHIN (20 * NSEC_PER_SEC)
/* The bench reads its tape on between frames; a storm under the sanitizers is a lot to read. */
#define CATCHES_UP_WITHIN (20 * NSEC_PER_SEC)
#define SPREAD 5 /* moments between the first and the last */

/* What is played before the tape is saved. */
struct part {
	const char *dir;
	size_t step;
	const char *command; /* NULL: none */
};

struct pair {
	struct tty *here, *there; /* the bench and the file */
	VEC(uint64_t) moments;
	char letter; /* of the last mark */
	size_t compared;
};

static bool say(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

static bool say(const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
	return false;
}

static bool have_namespaces(void)
{
	pid_t pid = fork();
	if (pid == 0)
		_exit(unshare(CLONE_NEWUSER | CLONE_NEWNET) == 0 ? 0 : 1);
	int status = 1;
	return pid > 0 && waitpid(pid, &status, 0) == pid && status == 0;
}

static void command(struct tty *t, const char *line)
{
	tty_type(t, ":");
	tty_type(t, line);
	tty_type(t, "\r");
}

static bool start(struct tty *t, const char *const *words)
{
	struct err e = {0};
	char *argv[WORDS_MAX + 1] = {0};
	for (size_t i = 0; words[i]; i++)
		argv[i] = xstrdup(words[i]);
	tty_expect_marks(t);
	bool good = tty_start(t, argv, &e) || say("%s", e.text);
	for (size_t i = 0; argv[i]; i++)
		free(argv[i]);
	return good;
}

/* Plays it and saves its tape as tape.pcapng in the first terminal's home. */
static bool play(struct pair *p, const char *wirelab, const struct part *part)
{
	char number[16];
	snprintf(number, sizeof(number), "%zu", part->step);
	const char *const argv[] = {
	        wirelab, "lab", part->dir, "--step", number, "--no-autosave", NULL};
	if (!start(p->here, argv) ||
	        !tty_wait_text(p->here, "Ready: the steps before this one", PLAYED_WITHIN))
		return false;
	if (part->command)
		command(p->here, part->command);
	command(p->here, "save tape.pcapng");
	return tty_wait_text(p->here, "Tape saved", SHOWN_WITHIN);
}

static void add_moment(struct pair *p, uint64_t id)
{
	VEC_EACH (known, &p->moments)
		if (*known == id)
			return;
	vec_push(&p->moments, id);
}

/* The beginning, the end, the begin of steps, what happened in between, and back again. */
static bool choose_moments(struct pair *p, const char *path)
{
	struct err e = {0};
	struct tape_event ev;
	struct tape_file *f = tape_file_open(path, &e);
	if (!f)
		return say("%s", e.text);
	uint64_t first = tape_first(f->tape), last = tape_end(f->tape) - 1;
	add_moment(p, last);
	for (uint64_t i = SPREAD; i > 0; i--)
		add_moment(p, first + (last - first) * i / (SPREAD + 1));
	uint64_t steps = 0;
	for (uint64_t id = first; tape_get(f->tape, id, &ev) && steps < 2; id++) {
		if (ev.kind != TAPE_NOTE || ev.note.kind != NOTE_STEP || id < (first + last) / 3)
			continue;
		add_moment(p, id);
		steps++;
	}
	add_moment(p, first);
	bool good = !f->damage[0] || say("%s", f->damage);
	tape_file_close(f);
	return good;
}

/* As it is seen: a cell never written to is blank like a space, and a blank's ink is not seen. */
static struct vt_cell seen(const struct vt_cell *cell)
{
	struct vt_cell c = *cell;
	if (c.width == 1 && !c.chars[0])
		c.chars[0] = ' ';
	if (c.width == 1 && c.chars[0] == ' ' && !c.attrs)
		c.fg = (struct vt_color){0};
	return c;
}

static bool same_cell(const struct vt_cell *left, const struct vt_cell *right)
{
	struct vt_cell here = seen(left), there = seen(right), *a = &here, *b = &there;
	return memcmp(a->chars, b->chars, sizeof(a->chars)) == 0 && a->width == b->width &&
	       a->attrs == b->attrs && memcmp(&a->fg, &b->fg, sizeof(a->fg)) == 0 &&
	       memcmp(&a->bg, &b->bg, sizeof(a->bg)) == 0;
}

/* Whether the panes are the same; else where the first difference is. */
static bool same_panes(const struct pair *p, int *row, int *col)
{
	const struct frame *a = tty_frame(p->here), *b = tty_frame(p->there);
	for (*row = 1; *row < ROWS - 1; (*row)++)
		for (*col = 0; *col < COLS; (*col)++)
			if (!same_cell(frame_cell(a, *row, *col), frame_cell(b, *row, *col)))
				return false;
	*row = a->status.cursor_row;
	*col = a->status.cursor_col;
	return a->status.cursor_visible == b->status.cursor_visible &&
	       *row == b->status.cursor_row && *col == b->status.cursor_col;
}

static bool is_same(struct tty *t, void *pair)
{
	int row, col;
	(void)t;
	return same_panes(pair, &row, &col);
}

/* Both go to the moment, and say so when it is on the screen: marks take turns as letters. */
static bool go(struct pair *p, uint64_t moment)
{
	char line[64], said[64];
	p->letter = p->letter == 'z' || !p->letter ? 'a' : (char)(p->letter + 1);
	struct tty *const both[] = {p->here, p->there};
	for (size_t i = 0; i < 2; i++) {
		snprintf(line, sizeof(line), "past %llu", (unsigned long long)moment);
		command(both[i], line);
		snprintf(line, sizeof(line), "past mark %c", p->letter);
		command(both[i], line);
	}
	snprintf(said, sizeof(said), "this moment is mark %c:", p->letter);
	return tty_wait_text(p->here, said, SHOWN_WITHIN) &&
	       tty_wait_text(p->there, said, SHOWN_WITHIN);
}

static bool compare(struct pair *p, const char *pane, uint64_t moment)
{
	int row, col;
	if (!go(p, moment))
		return false;
	p->compared++;
	/* Either may draw once more, when it has read on in a long tape. */
	if (tty_wait(p->there, is_same, p, NSEC_PER_SEC / 5) ||
	        tty_wait(p->here, is_same, p, CATCHES_UP_WITHIN) ||
	        tty_wait(p->there, is_same, p, NSEC_PER_SEC))
		return true;
	same_panes(p, &row, &col);
	say("%s after event %llu differs first in row %d, column %d", pane,
	        (unsigned long long)moment, row, col);
	tty_print(p->here, "the bench");
	tty_print(p->there, "the file");
	return false;
}

static bool focus(struct pair *p, const char *pane)
{
	char *_cleanup_free_ line = xasprintf("focus %s", pane);
	command(p->here, line);
	command(p->there, line);
	return true;
}

static bool compare_pane(struct pair *p, const char *pane)
{
	focus(p, pane);
	VEC_EACH (moment, &p->moments)
		if (!compare(p, pane, *moment))
			return false;
	return true;
}

/* Each pane as large as the screen, then all of them beside each other. */
static bool compare_all(struct pair *p, const struct lab *lab)
{
	static const char *const panes[] = {"lesson", "next-list", "ladder", "packets", "fields",
	        "bytes", "network", "sockets", "states", "lanes"};
	if (!go(p, p->moments.at[0]))
		return false;
	command(p->here, "zoom");
	command(p->there, "zoom");
	for (size_t i = 0; i < sizeof(panes) / sizeof(panes[0]); i++)
		if (!compare_pane(p, panes[i]))
			return false;
	for (size_t i = 0; i < lab->program_count; i++) {
		if (!compare_pane(p, lab->programs[i].name))
			return false;
		/* A source is as it is now, whatever the moment. */
		if (lab->programs[i].source && focus(p, lab->programs[i].source) &&
		        !compare(p, lab->programs[i].source, p->moments.at[0]))
			return false;
	}
	command(p->here, "zoom");
	command(p->there, "zoom");
	return compare_pane(p, "ladder");
}

static bool test(
        struct pair *p, const char *wirelab, const struct part *part, const struct lab *lab)
{
	char *_cleanup_free_ path = xasprintf("%s/tape.pcapng", tty_home(p->here));
	const char *const argv[] = {wirelab, "read", path, NULL};
	if (!play(p, wirelab, part) || !choose_moments(p, path) || !start(p->there, argv) ||
	        !tty_wait_text(p->there, "event ", SHOWN_WITHIN) || !compare_all(p, lab))
		return false;
	printf("%s: %zu screens compared\n", lab->name, p->compared);
	return true;
}

int main(int argc, char **argv)
{
	struct err e = {0};
	setlocale(LC_ALL, "C.UTF-8");
	if (argc < 3)
		return say("usage: reopened WIRELAB LAB [STEP [COMMAND]]"), FAILED;
	if (!have_namespaces())
		return say("skipped: no user and network namespaces here"), SKIPPED;
	struct lab *lab = lab_load(argv[2], &e);
	if (!lab)
		return say("%s", e.text), FAILED;
	struct part part = {
	        .dir = argv[2],
	        .step = argc > 3 ? strtoul(argv[3], NULL, 10) : lab->step_count,
	        .command = argc > 4 ? argv[4] : NULL,
	};
	struct pair p = {.here = tty_create(ROWS, COLS), .there = tty_create(ROWS, COLS)};
	bool good = test(&p, argv[1], &part, lab);
	tty_destroy(p.here);
	tty_destroy(p.there);
	vec_free(&p.moments);
	lab_destroy(lab);
	return good ? PASSED : FAILED;
}
