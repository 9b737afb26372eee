/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Runs a .tui script: a program on a terminal, keys in, frames out. See README.md for the words.
 *
 *   tui_run SCRIPT [WIRELAB]      exit 0 passed, 1 failed, 2 the script is wrong, 77 skipped
 */
#include <ctype.h>
#include <libgen.h>
#include <locale.h>
#include <regex.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/file.h"
#include "base/text.h"
#include "base/vec.h"
#include "tests/support/tty.h"

enum outcome { PASSED = 0, FAILED = 1, WRONG = 2, SKIPPED = 77 };
enum { SCRIPT_MAX = 1024 * 1024, QUIET_MS = 500 };

struct runner {
	struct tty *tty;
	const char *script;  /* path */
	const char *folder;  /* of the script: goldens live beside it */
	const char *wirelab; /* NULL: not known */
	int line;
	nsec timeout;
	bool started;
	unsigned long frame_before_input;
	VEC(regex_t) masks;
};

/* ---- saying what is wrong ---- */

static enum outcome say(const struct runner *r, enum outcome what, const char *fmt, ...)
        __attribute__((format(printf, 3, 4)));

static enum outcome say(const struct runner *r, enum outcome what, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	char *_cleanup_free_ text = xvasprintf(fmt, ap);
	va_end(ap);
	fprintf(stderr, "%s:%d: %s\n", r->script, r->line, text);
	return what;
}

static enum outcome failed(struct runner *r, const char *what, const char *text)
{
	say(r, FAILED, "%s: %s", what, text);
	tty_print(r->tty, "the screen");
	return FAILED;
}

/* ---- words of a line ---- */

struct words {
	char *at[64];
	int count;
};

static void words_finish(struct words *w)
{
	for (int i = 0; i < w->count; i++)
		free(w->at[i]);
	*w = (struct words){0};
}

static const char *variable(const struct runner *r, const char *name)
{
	if (strcmp(name, "SOURCE") == 0)
		return SOURCE_DIR;
	if (strcmp(name, "HOME") == 0)
		return tty_home(r->tty);
	if (strcmp(name, "WIRELAB") == 0)
		return r->wirelab ? r->wirelab : "";
	return NULL;
}

/* $SOURCE, $HOME and $WIRELAB; any other $ stays. Returns where to go on. */
static const char *expand(const struct runner *r, const char *s, struct buf *out)
{
	size_t len = 1;
	while (isupper((unsigned char)s[len]))
		len++;
	char *_cleanup_free_ name = xstrndup(s + 1, len - 1);
	const char *value = variable(r, name);
	if (!value) {
		buf_putc(out, '$');
		return s + 1;
	}
	buf_puts(out, value);
	return s + len;
}

/* One word with '...' and "..." as in a shell; NULL at the end of the line. */
static const char *take_word(const struct runner *r, const char *s, struct buf *out)
{
	s += strspn(s, " \t");
	if (!*s)
		return NULL;
	char quote = '\0';
	while (*s && (quote || !isblank((unsigned char)*s))) {
		if (*s == quote) {
			quote = '\0';
			s++;
		} else if (!quote && (*s == '\'' || *s == '"')) {
			quote = *s++;
		} else if (*s == '$' && quote != '\'') {
			s = expand(r, s, out);
		} else {
			buf_putc(out, *s++);
		}
	}
	return s;
}

static bool split(const struct runner *r, const char *line, struct words *w)
{
	struct buf word = {0};
	const int room = (int)(sizeof(w->at) / sizeof(w->at[0])) - 1;
	while (w->count < room && (line = take_word(r, line, &word)))
		w->at[w->count++] = buf_steal(&word);
	w->at[w->count] = NULL;
	buf_finish(&word);
	return w->count < room;
}

/* "80x24", columns first as people say it. */
static bool parse_size(const char *text, int *cols, int *rows)
{
	char *end = NULL;
	*cols = (int)strtol(text, &end, 10);
	if (*end != 'x')
		return false;
	*rows = (int)strtol(end + 1, &end, 10);
	return !*end && *cols >= 2 && *cols <= 1000 && *rows >= 1 && *rows <= 1000;
}

/* ---- setting up ---- */

static enum outcome do_size(struct runner *r, const char *rest)
{
	int cols = 0, rows = 0;
	if (!parse_size(rest, &cols, &rows))
		return say(r, WRONG, "a size looks like 80x24, not '%s'", rest);
	tty_resize(r->tty, rows, cols);
	return PASSED;
}

static enum outcome do_env(struct runner *r, const char *rest)
{
	struct buf value = {0};
	if (!strchr(rest, '=') || !take_word(r, rest, &value))
		return say(r, WRONG, "env takes NAME=VALUE");
	tty_env(r->tty, buf_text(&value));
	buf_finish(&value);
	return PASSED;
}

static enum outcome do_within(struct runner *r, const char *rest)
{
	char *end = NULL;
	double seconds = strtod(rest, &end);
	if (*end || seconds <= 0 || seconds > 600)
		return say(r, WRONG, "within takes seconds, not '%s'", rest);
	r->timeout = (nsec)(seconds * (double)NSEC_PER_SEC);
	return PASSED;
}

static enum outcome compile(const struct runner *r, const char *text, int flags, regex_t *out)
{
	char why[128];
	int error = regcomp(out, text, REG_EXTENDED | flags);
	if (!error)
		return PASSED;
	regerror(error, out, why, sizeof(why));
	return say(r, WRONG, "'%s': %s", text, why);
}

static enum outcome do_mask(struct runner *r, const char *rest)
{
	regex_t mask;
	enum outcome o = compile(r, rest, 0, &mask);
	if (o == PASSED)
		vec_push(&r->masks, mask);
	return o;
}

static bool have_namespaces(void)
{
	pid_t pid = fork();
	if (pid == 0)
		_exit(unshare(CLONE_NEWUSER | CLONE_NEWNET) == 0 ? 0 : 1);
	int status = 1;
	return pid > 0 && waitpid(pid, &status, 0) == pid && status == 0;
}

static enum outcome do_needs(struct runner *r, const char *rest)
{
	if (strcmp(rest, "namespaces") != 0)
		return say(r, WRONG, "needs what? only 'namespaces' is known");
	if (have_namespaces())
		return PASSED;
	return say(r, SKIPPED, "skipped: no user and network namespaces here (unshare fails)");
}

static enum outcome start(struct runner *r, char *const *argv)
{
	struct err e = {0};
	if (!tty_start(r->tty, argv, &e))
		return say(r, FAILED, "%s", e.text);
	r->started = true;
	return PASSED;
}

static enum outcome do_exec(struct runner *r, const char *rest)
{
	struct words w = {0};
	enum outcome o = WRONG;
	if (!split(r, rest, &w) || w.count == 0)
		say(r, WRONG, "no program, or more than 62 words");
	else
		o = start(r, w.at);
	words_finish(&w);
	return o;
}

static enum outcome do_run(struct runner *r, const char *rest)
{
	if (!r->wirelab)
		return say(r, WRONG, "where is wirelab? name it as second argument or in $WIRELAB");
	char *_cleanup_free_ line = xasprintf("\"$WIRELAB\" %s", rest);
	tty_expect_marks(r->tty);
	return do_exec(r, line);
}

/* ---- acting ---- */

static enum outcome do_keys(struct runner *r, const char *rest)
{
	char *_cleanup_free_ copy = xstrdup(rest);
	char *at = NULL;
	r->frame_before_input = tty_frame_number(r->tty);
	for (char *word = strtok_r(copy, " \t", &at); word; word = strtok_r(NULL, " \t", &at)) {
		if (!tty_key(r->tty, word))
			return say(r, WRONG, "no such key: %s", word);
	}
	return PASSED;
}

static enum outcome do_type(struct runner *r, const char *rest)
{
	r->frame_before_input = tty_frame_number(r->tty);
	tty_type(r->tty, rest);
	return PASSED;
}

static enum outcome do_resize(struct runner *r, const char *rest)
{
	r->frame_before_input = tty_frame_number(r->tty);
	return do_size(r, rest);
}

static enum outcome do_kill9(struct runner *r, const char *rest)
{
	(void)rest;
	tty_kill(r->tty, SIGKILL);
	return PASSED;
}

static enum outcome do_signal(struct runner *r, const char *rest)
{
	static const struct {
		const char *name;
		int number;
	} signals[] = {{"TERM", SIGTERM}, {"HUP", SIGHUP}, {"INT", SIGINT}, {"TSTP", SIGTSTP},
	        {"CONT", SIGCONT}};
	for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++) {
		if (strcmp(rest, signals[i].name) != 0)
			continue;
		tty_kill(r->tty, signals[i].number);
		return PASSED;
	}
	return say(r, WRONG, "no such signal here: %s", rest);
}

/* Columns of the n-th occurrence (from 0) of text in a row, `to` just behind it; false: no more. */
static bool find_in_row(const struct frame *f, int row, const char *text, int n, int *from, int *to)
{
	size_t ends[1000];
	struct buf line = {0};
	frame_row(f, row, &line, ends);
	const char *base = buf_text(&line);
	const char *at = strstr(base, text);
	while (at && n-- > 0)
		at = strstr(at + 1, text);
	if (at) {
		size_t start = (size_t)(at - base);
		*from = 0;
		while (ends[*from] <= start)
			++*from;
		*to = *from;
		while (*to < f->cols && ends[*to] <= start + strlen(text))
			++*to;
	}
	buf_finish(&line);
	return at != NULL;
}

static enum outcome do_click(struct runner *r, const char *rest)
{
	const struct frame *f = tty_frame(r->tty);
	int from = 0, to = 0;
	for (int row = 0; row < f->rows; row++) {
		if (!find_in_row(f, row, rest, 0, &from, &to))
			continue;
		r->frame_before_input = tty_frame_number(r->tty);
		struct vt_mouse m = {.row = row, .col = from, .button = 1, .pressed = true};
		tty_mouse(r->tty, m);
		m.pressed = false;
		tty_mouse(r->tty, m);
		return PASSED;
	}
	return failed(r, "nothing to click on", rest);
}

/* ---- waiting and checking ---- */

struct match {
	regex_t regex;
	bool wanted;
};

static bool is_matched(struct tty *t, void *user)
{
	struct match *m = user;
	return (regexec(&m->regex, tty_screen_text(t), 0, NULL, 0) == 0) == m->wanted;
}

static enum outcome wait_match(struct runner *r, const char *text, bool wanted)
{
	struct match m = {.wanted = wanted};
	if (!*text)
		return say(r, WRONG, "what to wait for?");
	if (compile(r, text, REG_NEWLINE | REG_NOSUB, &m.regex) != PASSED)
		return WRONG;
	bool met = tty_wait(r->tty, is_matched, &m, r->timeout);
	regfree(&m.regex);
	if (met)
		return PASSED;
	return failed(r, wanted ? "did not come" : "did not go", text);
}

static enum outcome do_wait(struct runner *r, const char *rest)
{
	return wait_match(r, rest, true);
}

static enum outcome do_gone(struct runner *r, const char *rest)
{
	return wait_match(r, rest, false);
}

static enum outcome do_frame(struct runner *r, const char *rest)
{
	(void)rest;
	if (tty_wait_frame(r->tty, r->frame_before_input, r->timeout))
		return PASSED;
	return say(r, FAILED, "no new frame");
}

static enum outcome do_contains(struct runner *r, const char *rest)
{
	if (strstr(tty_screen_text(r->tty), rest))
		return PASSED;
	return failed(r, "not on the screen", rest);
}

static enum outcome do_lacks(struct runner *r, const char *rest)
{
	if (!strstr(tty_screen_text(r->tty), rest))
		return PASSED;
	return failed(r, "on the screen", rest);
}

static bool is_cursor_on(struct tty *t, void *user)
{
	const struct frame *f = tty_frame(t);
	int from = 0, to = 0;
	if (!f->status.cursor_visible)
		return false;
	for (int n = 0; find_in_row(f, f->status.cursor_row, user, n, &from, &to); n++) {
		if (f->status.cursor_col >= from && f->status.cursor_col <= to)
			return true;
	}
	return false;
}

static enum outcome do_cursor_on(struct runner *r, const char *rest)
{
	char *_cleanup_free_ text = xstrdup(rest);
	if (!*text)
		return say(r, WRONG, "cursor-on what?");
	if (tty_wait(r->tty, is_cursor_on, text, r->timeout))
		return PASSED;
	return failed(r, "the cursor is not on", rest);
}

static enum outcome do_exit(struct runner *r, const char *rest)
{
	struct loop_exit how;
	const char *why = NULL;
	char *end = NULL;
	long want = strtol(rest, &end, 10);
	if (*end || end == rest)
		return say(r, WRONG, "exit takes a status (128 + signal when killed)");
	if (!r->started || !tty_wait_exit(r->tty, r->timeout, &how))
		return say(r, FAILED, "the program did not end");
	int got = how.signal ? 128 + how.signal : how.code;
	if (got != want) {
		tty_print(r->tty, "the screen");
		return say(r, FAILED, "exit status %d, not %ld", got, want);
	}
	if (!how.signal && !tty_restored(r->tty, &why))
		return failed(r, "after the end", why);
	return PASSED;
}

/* ---- goldens ---- */

/* Columns stay where they are: every masked one becomes '#'. */
static void add_masked(const regex_t *mask, const char *line, struct buf *out)
{
	regmatch_t m;
	int flags = 0;
	while (*line && regexec(mask, line, 1, &m, flags) == 0 && m.rm_eo > m.rm_so) {
		buf_add(out, line, (size_t)m.rm_so);
		char *_cleanup_free_ hit = xstrndup(line + m.rm_so, (size_t)(m.rm_eo - m.rm_so));
		for (int i = text_width(hit); i > 0; i--)
			buf_putc(out, '#');
		line += m.rm_eo;
		flags = REG_NOTBOL;
	}
	buf_puts(out, line);
}

static char *masked(const struct runner *r, const char *text)
{
	char *whole = xstrdup(text);
	for (size_t i = 0; i < r->masks.count; i++) {
		struct buf out = {0};
		char *at = NULL;
		for (char *line = whole; *line; line = at) {
			at = line + strcspn(line, "\n");
			if (*at)
				*at++ = '\0';
			add_masked(&r->masks.at[i], line, &out);
			buf_putc(&out, '\n');
		}
		free(whole);
		whole = buf_steal(&out);
	}
	return whole;
}

struct golden {
	const struct runner *r;
	bool styles; /* else the text alone */
	const char *want;
	struct buf got;
};

static bool is_golden(struct tty *t, void *user)
{
	struct golden *g = user;
	char *_cleanup_free_ text = masked(g->r, tty_screen_text(t));
	buf_clear(&g->got);
	if (g->styles)
		dump_frame(tty_frame(t), text, &g->got);
	else
		buf_puts(&g->got, text);
	return strcmp(buf_text(&g->got), g->want) == 0;
}

static void print_lines(const char *sign, const char *at, size_t len, int number)
{
	if (len)
		fprintf(stderr, "%s%3d %.*s\n", sign, number, (int)len, at);
}

/* Screens differ in place, so lines are compared by their number. */
static void print_difference(const char *want, const char *got)
{
	for (int i = 1; *want || *got; i++) {
		size_t w = strcspn(want, "\n"), g = strcspn(got, "\n");
		if (w != g || memcmp(want, got, w) != 0) {
			print_lines("-", want, w, i);
			print_lines("+", got, g, i);
		}
		want += w + (want[w] == '\n');
		got += g + (got[g] == '\n');
	}
}

static enum outcome generate(const struct runner *r, const char *path, struct golden *g)
{
	struct err e = {0};
	tty_wait_quiet(r->tty, QUIET_MS * NSEC_PER_MSEC);
	if (is_golden(r->tty, g))
		return PASSED;
	fprintf(stderr, "%s is written:\n", path);
	print_difference(g->want, buf_text(&g->got));
	if (!file_write(path, g->got.at, g->got.len, 0644, &e))
		return say(r, FAILED, "%s", e.text);
	return PASSED;
}

static enum outcome compare(const struct runner *r, const char *path, struct golden *g)
{
	if (tty_wait(r->tty, is_golden, g, r->timeout))
		return PASSED;
	fprintf(stderr, "the screen (+) is not %s (-); GENERATE=1 accepts it:\n", path);
	print_difference(g->want, buf_text(&g->got));
	return say(r, FAILED, "another screen");
}

static enum outcome against_golden(struct runner *r, const char *name, bool styles)
{
	if (!*name || strchr(name, '/'))
		return say(r, WRONG, "a golden's name, without a folder");
	char *_cleanup_free_ path =
	        xasprintf("%s/%s.%s", r->folder, name, styles ? "screen" : "text");
	const char *accept = getenv("GENERATE");
	struct buf want = {0};
	struct err e = {0};
	enum outcome o = FAILED;
	bool known = file_read(path, SCRIPT_MAX, &want, &e);
	struct golden g = {.r = r, .styles = styles, .want = buf_text(&want)};
	if (accept && *accept == '1')
		o = generate(r, path, &g);
	else if (!known)
		say(r, FAILED, "%s (GENERATE=1 makes it)", e.text);
	else
		o = compare(r, path, &g);
	buf_finish(&want);
	buf_finish(&g.got);
	return o;
}

static enum outcome do_screen(struct runner *r, const char *rest)
{
	return against_golden(r, rest, true);
}

static enum outcome do_text(struct runner *r, const char *rest)
{
	return against_golden(r, rest, false);
}

/* ---- the script ---- */

enum when { BEFORE, AFTER, ANY }; /* the start of the program */

static const struct {
	const char *name;
	enum when when;
	enum outcome (*run)(struct runner *r, const char *rest);
} commands[] = {
        {"size", BEFORE, do_size},
        {"env", BEFORE, do_env},
        {"needs", BEFORE, do_needs},
        {"run", BEFORE, do_run},
        {"exec", BEFORE, do_exec},
        {"within", ANY, do_within},
        {"mask", ANY, do_mask},
        {"keys", AFTER, do_keys},
        {"type", AFTER, do_type},
        {"click", AFTER, do_click},
        {"resize", AFTER, do_resize},
        {"kill9", AFTER, do_kill9},
        {"signal", AFTER, do_signal},
        {"wait", AFTER, do_wait},
        {"gone", AFTER, do_gone},
        {"frame", AFTER, do_frame},
        {"contains", AFTER, do_contains},
        {"lacks", AFTER, do_lacks},
        {"cursor-on", AFTER, do_cursor_on},
        {"screen", AFTER, do_screen},
        {"text", AFTER, do_text},
        {"exit", AFTER, do_exit},
};

static enum outcome run_line(struct runner *r, char *line)
{
	line += strspn(line, " \t");
	if (!*line || *line == '#')
		return PASSED;
	char *rest = line + strcspn(line, " \t");
	if (*rest)
		*rest++ = '\0';
	rest += strspn(rest, " \t");
	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++) {
		if (strcmp(line, commands[i].name) != 0)
			continue;
		if (commands[i].when == AFTER && !r->started)
			return say(r, WRONG, "%s comes after run or exec", line);
		if (commands[i].when == BEFORE && r->started)
			return say(r, WRONG, "%s comes before run or exec", line);
		return commands[i].run(r, rest);
	}
	return say(r, WRONG, "no such command: %s", line);
}

static enum outcome run_script(struct runner *r, char *text)
{
	enum outcome o = PASSED;
	char *next = NULL;
	for (char *line = text; *line && o == PASSED; line = next) {
		next = line + strcspn(line, "\n");
		if (*next)
			*next++ = '\0';
		r->line++;
		o = run_line(r, line);
	}
	if (o == PASSED && !r->started)
		return say(r, WRONG, "nothing was run");
	return o;
}

static void finish(struct runner *r)
{
	tty_destroy(r->tty);
	VEC_EACH (it, &r->masks)
		regfree(it);
	vec_free(&r->masks);
}

int main(int argc, char **argv)
{
	struct buf text = {0};
	struct err e = {0};
	setlocale(LC_ALL, "C.UTF-8");
	if (argc < 2 || argc > 3) {
		fprintf(stderr, "usage: tui_run SCRIPT [WIRELAB]\n");
		return WRONG;
	}
	if (!file_read(argv[1], SCRIPT_MAX, &text, &e)) {
		fprintf(stderr, "%s\n", e.text);
		return WRONG;
	}
	char *_cleanup_free_ path = xstrdup(argv[1]);
	struct runner r = {
	        .script = argv[1], .folder = dirname(path), .timeout = 10 * NSEC_PER_SEC};
	r.wirelab = argc == 3 ? argv[2] : getenv("WIRELAB");
	r.tty = tty_create(24, 80);
	char *_cleanup_free_ script = buf_steal(&text);
	enum outcome o = run_script(&r, script);
	finish(&r);
	return (int)o;
}
