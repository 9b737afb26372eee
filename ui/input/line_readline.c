/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A line by readline's callback interface.
 *
 * How it works: signals are blocked except within ppoll(), so that none is lost between looking at
 * its flag and waiting; readline's own signal handling, which goes on with the line after C-c, is
 * off.
 */
#include "ui/input/line.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <readline/history.h>
#include <readline/readline.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/file.h"
#include "base/text.h"
#include "base/vec.h"

#define HISTORY_BYTES_MAX ((size_t)4 << 20)

struct candidate {
	char *text, *help;
};

struct line {
	char *history;
	line_complete_fn complete;
	void *user;
	VEC(struct candidate) found;
	size_t generated;
	bool done;
	char *text;
};

/* readline's callbacks and signal handlers carry no user pointer. */
static struct line *current;
static volatile sig_atomic_t seen[NSIG];

static const int signals[] = {SIGINT, SIGTERM, SIGHUP, SIGTSTP, SIGWINCH};
#define SIGNALS (sizeof(signals) / sizeof(signals[0]))

static void note_signal(int number)
{
	seen[number] = 1;
}

static bool took(int number)
{
	bool was = seen[number] != 0;
	seen[number] = 0;
	return was;
}

/* ---- completion ---- */

static void forget_found(struct line *l)
{
	VEC_EACH (one, &l->found) {
		free(one->text);
		free(one->help);
	}
	l->found.count = 0;
}

static void emit(void *to, const char *candidate, const char *help)
{
	struct line *l = to;
	struct candidate one = {xstrdup(candidate), xstrdup(help ? help : "")};
	vec_push(&l->found, one);
}

/* readline frees what this returns. */
static char *next_match(const char *word, int state)
{
	struct line *l = current;
	size_t len = strlen(word);
	if (state == 0)
		l->generated = 0;
	while (l->generated < l->found.count) {
		const char *one = l->found.at[l->generated++].text;
		if (strncmp(one, word, len) == 0)
			return xstrdup(one);
	}
	return NULL;
}

static char **complete(const char *word, int start, int end)
{
	struct line *l = current;
	rl_attempted_completion_over = 1; /* never file names */
	forget_found(l);
	if (!l->complete)
		return NULL;
	l->complete(l->user, rl_line_buffer, (size_t)start, (size_t)end, emit, l);
	return rl_completion_matches(word, next_match);
}

static const char *help_of(const char *match)
{
	VEC_EACH (one, &current->found)
		if (strcmp(one->text, match) == 0)
			return one->help;
	return "";
}

/* One row each with its help while that leaves room for the line; else readline's columns. The
 * matches are 1 to count. */
static void show_candidates(char **matches, int count, int longest)
{
	int rows, columns;
	rl_get_screen_size(&rows, &columns);
	if (count + 2 >= rows || !*help_of(matches[1])) {
		rl_display_match_list(matches, count, longest);
		rl_forced_update_display();
		return;
	}
	fputc('\n', rl_outstream);
	for (int i = 1; i <= count; i++) {
		char *_cleanup_free_ row =
		        xasprintf("%-*s  %s", longest, matches[i], help_of(matches[i]));
		int used;
		size_t len = text_prefix(row, columns - 1, &used);
		fprintf(rl_outstream, "%.*s\n", (int)len, row);
	}
	rl_forced_update_display();
}

/* ---- history ---- */

static void remember(const char *line)
{
	HIST_ENTRY *last =
	        history_length > 0 ? history_get(history_base + history_length - 1) : NULL;
	if (*line && !(last && strcmp(last->line, line) == 0))
		add_history(line);
}

static void load_history(struct line *l)
{
	struct buf file = {0};
	size_t lines = 0;
	if (l->history && file_read(l->history, HISTORY_BYTES_MAX, &file, NULL)) {
		char *rest = file.at;
		for (char *line = strsep(&rest, "\n"); line; line = strsep(&rest, "\n")) {
			remember(line);
			lines++;
		}
	}
	buf_finish(&file);
	if (lines < 2 * (size_t)LINE_HISTORY_MAX)
		return;
	HIST_ENTRY **list = history_list();
	for (size_t i = 0; list && list[i]; i++)
		buf_printf(&file, "%s\n", list[i]->line);
	file_write(l->history, buf_text(&file), file.len, 0600, NULL);
	buf_finish(&file);
}

/* One line at the end: shells in several panes add to one file. What can't be written is only
 * not remembered. */
static void keep_line(const struct line *l, const char *line)
{
	if (!l->history || !*line)
		return;
	int _cleanup_fd_ fd = open(l->history, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
	char *_cleanup_free_ whole = xasprintf("%s\n", line);
	if (fd >= 0)
		(void)file_write_all(fd, whole, strlen(whole));
}

/* ---- the line ---- */

static void take_line(char *text)
{
	current->text = text;
	current->done = true;
	rl_callback_handler_remove();
}

static void configure(void)
{
	rl_readline_name = "wirelab-sock";
	rl_catch_signals = 0;
	rl_catch_sigwinch = 0;
	rl_change_environment = 0;
	rl_attempted_completion_function = complete;
	rl_completion_display_matches_hook = show_candidates;
	rl_completer_word_break_characters = " \t;";
	rl_completer_quote_characters = NULL;
	rl_sort_completion_matches = 0;
	rl_variable_bind("bell-style", "none");
	rl_variable_bind("enable-bracketed-paste", "off");
	rl_variable_bind("show-all-if-ambiguous", "on");
	rl_variable_bind("page-completions", "off");
	rl_variable_bind("completion-query-items", "-1");
	using_history();
	stifle_history(LINE_HISTORY_MAX);
}

struct line *line_create(const char *history, line_complete_fn complete_fn, void *user)
{
	struct line *l = xcalloc(1, sizeof(*l));
	l->history = history ? xstrdup(history) : NULL;
	l->complete = complete_fn;
	l->user = user;
	current = l;
	configure();
	load_history(l);
	return l;
}

void line_destroy(struct line *l)
{
	if (!l)
		return;
	clear_history();
	forget_found(l);
	vec_free(&l->found);
	free(l->history);
	free(l);
	current = NULL;
}

/* C-z: the shell that started us gets its terminal back until it continues us. */
static void suspend(void)
{
	rl_deprep_terminal();
	raise(SIGSTOP);
	rl_prep_terminal(1);
	rl_forced_update_display();
}

static void resize(void)
{
	rl_resize_terminal();
}

static enum line_outcome abandon(enum line_outcome outcome)
{
	rl_callback_sigcleanup();
	rl_free_line_state();
	rl_replace_line("", 1);
	rl_callback_handler_remove();
	return outcome;
}

/* After ppoll() has let signals in; LINE_READ: go on. */
static enum line_outcome heed_signals(void)
{
	if (took(SIGTERM) || took(SIGHUP))
		return LINE_END;
	if (took(SIGINT))
		return LINE_INTERRUPTED;
	if (took(SIGTSTP))
		suspend();
	if (took(SIGWINCH))
		resize();
	return LINE_READ;
}

static enum line_outcome wait_for_line(struct line *l, const sigset_t *open)
{
	while (!l->done) {
		struct pollfd p = {.fd = STDIN_FILENO, .events = POLLIN};
		int ready = ppoll(&p, 1, NULL, open);
		if (ready < 0 && errno != EINTR)
			return abandon(LINE_END);
		enum line_outcome outcome = heed_signals();
		if (outcome != LINE_READ)
			return abandon(outcome);
		if (ready > 0)
			rl_callback_read_char();
	}
	return l->text ? LINE_READ : LINE_END;
}

enum line_outcome line_read(struct line *l, const char *prompt, char **out)
{
	struct sigaction note = {.sa_handler = note_signal}, before[SIGNALS];
	sigset_t block, open;
	sigemptyset(&block);
	for (size_t i = 0; i < SIGNALS; i++)
		sigaddset(&block, signals[i]);
	sigprocmask(SIG_BLOCK, &block, &open);
	for (size_t i = 0; i < SIGNALS; i++)
		sigaction(signals[i], &note, &before[i]);
	l->done = false;
	l->text = NULL;
	rl_callback_handler_install(prompt, take_line);
	rl_reset_screen_size(); /* it may have changed while a line was run */
	enum line_outcome outcome = wait_for_line(l, &open);
	for (size_t i = 0; i < SIGNALS; i++)
		sigaction(signals[i], &before[i], NULL);
	sigprocmask(SIG_SETMASK, &open, NULL);
	*out = l->text;
	if (outcome != LINE_READ) {
		/* As the terminal echoes it elsewhere. The next prompt, or the shell's, comes on a
		 * row of its own. */
		puts(outcome == LINE_INTERRUPTED ? "^C" : "");
		fflush(stdout);
		return outcome;
	}
	remember(l->text);
	keep_line(l, l->text);
	return outcome;
}
