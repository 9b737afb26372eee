/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The prompt: readline as a pure line editor.
 *
 * How it works: keys become the bytes an xterm would send, queued; rl_getc_function takes them
 * from there while rl_callback_read_char() runs. With our own redisplay function readline does not
 * even look at terminfo, and its streams are /dev/null, so nothing of it reaches the terminal.
 */
#include "ui/input/prompt.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <readline/history.h>
#include <readline/readline.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/file.h"
#include "base/text.h"
#include "base/vec.h"

#define HISTORY_BYTES_MAX ((size_t)PROMPT_HISTORY_MAX * PROMPT_LINE_MAX)

struct candidate {
	char *text;
	char *help;
};

struct candidates {
	VEC(struct candidate) all;
};

struct prompt {
	struct prompt_ops ops;
	void *user;
	char *label;
	bool open, remember;
	bool done;  /* readline has called back during this key */
	char *line; /* what it gave; NULL for end of file */
	struct buf queue;
	size_t taken;             /* bytes of queue that readline has read */
	struct candidates found;  /* of the completion that runs */
	struct candidates shown;  /* what prompt_candidate() gives */
	size_t generated;         /* progress of next_match() */
	HISTORY_STATE *put_aside; /* the history while a prompt without one is open */
	FILE *in, *out;
};

/* readline's callbacks carry no user pointer, and it has one line at a time. */
static struct prompt *current;

static void candidates_clear(struct candidates *c)
{
	VEC_EACH (one, &c->all) {
		free(one->text);
		free(one->help);
	}
	c->all.count = 0;
}

static int take_byte(FILE *unused)
{
	(void)unused;
	struct prompt *p = current;
	/* Not EOF, which would end the line: readline only asks when bytes are left. */
	return p->taken < p->queue.len ? (unsigned char)p->queue.at[p->taken++] : 0;
}

static int bytes_left(void)
{
	return current->taken < current->queue.len;
}

static void draw_nothing(void)
{
}

static void prepare_nothing(int meta)
{
	(void)meta;
}

static void take_line(char *line)
{
	current->line = line;
	current->done = true;
	rl_callback_handler_remove();
}

static void emit(void *to, const char *candidate, const char *help)
{
	struct prompt *p = to;
	if (p->found.all.count == PROMPT_CANDIDATES_MAX)
		return;
	struct candidate one = {.text = xstrdup(candidate), .help = xstrdup(help ? help : "")};
	vec_push(&p->found.all, one);
}

static void keep_matching(struct candidates *c, const char *word)
{
	size_t len = strlen(word), kept = 0;
	for (size_t i = 0; i < c->all.count; i++) {
		struct candidate one = c->all.at[i];
		if (strncmp(one.text, word, len) == 0) {
			c->all.at[kept++] = one;
			continue;
		}
		free(one.text);
		free(one.help);
	}
	c->all.count = kept;
}

/* readline frees what this returns. */
static char *next_match(const char *word, int state)
{
	(void)word;
	struct prompt *p = current;
	if (state == 0)
		p->generated = 0;
	return p->generated < p->found.all.count ? xstrdup(p->found.all.at[p->generated++].text)
	                                         : NULL;
}

static char **complete(const char *word, int start, int end)
{
	struct prompt *p = current;
	rl_attempted_completion_over = 1; /* never file names unless the callback gives them */
	candidates_clear(&p->found);
	if (!p->ops.complete)
		return NULL;
	p->ops.complete(p->user, rl_line_buffer, (size_t)start, (size_t)end, emit, p);
	keep_matching(&p->found, word);
	if (p->found.all.count == 1) {
		const char *only = p->found.all.at[0].text;
		char last = *only ? only[strlen(only) - 1] : '\0';
		rl_completion_suppress_append = last == '/' || last == '=' || last == ':';
	}
	return p->found.all.count ? rl_completion_matches(word, next_match) : NULL;
}

static void show_candidates(char **matches, int count, int longest)
{
	(void)matches;
	(void)count;
	(void)longest;
	struct candidates swap = current->shown;
	current->shown = current->found;
	current->found = swap;
}

struct setting {
	const char *name, *value;
};

/* Whatever the person's inputrc says, these keep readline from waiting or writing. */
static const struct setting settings[] = {
        {"bell-style", "none"},
        {"keyseq-timeout", "0"},
        {"enable-bracketed-paste", "off"},
        {"echo-control-characters", "off"},
        {"show-all-if-ambiguous", "on"},
        {"completion-query-items", "-1"},
        {"page-completions", "off"},
        {"blink-matching-paren", "off"},
        {"convert-meta", "off"},
        {"input-meta", "on"},
        {"output-meta", "on"},
};

struct sequence {
	const char *keys;
	rl_command_func_t *function;
};

static const struct sequence sequences[] = {
        {"\\e[3~", rl_delete},
        {"\\e[1;5D", rl_backward_word},
        {"\\e[1;5C", rl_forward_word},
        {"\\e[1;3D", rl_backward_word},
        {"\\e[1;3C", rl_forward_word},
        {"\\e[5~", rl_history_search_backward},
        {"\\e[6~", rl_history_search_forward},
};

static void configure(struct prompt *p)
{
	rl_readline_name = "wirelab";
	rl_instream = p->in;
	rl_outstream = p->out;
	rl_getc_function = take_byte;
	rl_input_available_hook = bytes_left;
	rl_redisplay_function = draw_nothing;
	rl_prep_term_function = prepare_nothing;
	rl_deprep_term_function = draw_nothing;
	rl_catch_signals = 0;
	rl_catch_sigwinch = 0;
	rl_change_environment = 0;
	rl_attempted_completion_function = complete;
	rl_completion_display_matches_hook = show_candidates;
	rl_completer_word_break_characters = " \t";
	rl_sort_completion_matches = 0;
	rl_initialize();
	for (size_t i = 0; i < sizeof(settings) / sizeof(settings[0]); i++)
		rl_variable_bind(settings[i].name, settings[i].value);
	for (size_t i = 0; i < sizeof(sequences) / sizeof(sequences[0]); i++)
		rl_bind_keyseq_if_unbound(sequences[i].keys, sequences[i].function);
	using_history();
	stifle_history(PROMPT_HISTORY_MAX);
}

struct prompt *prompt_create(const struct prompt_ops *ops, void *user)
{
	struct prompt *p = xcalloc(1, sizeof(*p));
	p->ops = *ops;
	p->user = user;
	p->in = fopen("/dev/null", "re");
	p->out = fopen("/dev/null", "we");
	current = p;
	configure(p);
	return p;
}

void prompt_destroy(struct prompt *p)
{
	if (!p)
		return;
	prompt_close(p);
	clear_history();
	candidates_clear(&p->found);
	candidates_clear(&p->shown);
	vec_free(&p->found.all);
	vec_free(&p->shown.all);
	buf_finish(&p->queue);
	rl_instream = rl_outstream = NULL;
	if (p->in)
		fclose(p->in);
	if (p->out)
		fclose(p->out);
	current = NULL;
	free(p->label);
	free(p);
}

void prompt_open(struct prompt *p, const char *label, const char *text, bool remember)
{
	prompt_close(p);
	free(p->label);
	p->label = xstrdup(label);
	p->remember = remember;
	if (!remember) {
		HISTORY_STATE none = {0};
		p->put_aside = history_get_history_state();
		history_set_history_state(&none);
	}
	using_history();
	buf_clear(&p->queue);
	p->taken = 0;
	p->done = false;
	p->open = true;
	rl_callback_handler_install("", take_line);
	if (text)
		prompt_paste(p, text, strlen(text));
}

/* After readline has let go of the line. */
static void closed(struct prompt *p)
{
	p->open = false;
	candidates_clear(&p->shown);
	if (p->put_aside) {
		history_set_history_state(p->put_aside);
		free(p->put_aside);
		p->put_aside = NULL;
	}
}

void prompt_close(struct prompt *p)
{
	if (!p->open)
		return;
	rl_callback_sigcleanup(); /* leaves a search or a numeric argument */
	rl_free_line_state();
	rl_replace_line("", 1);
	rl_callback_handler_remove();
	closed(p);
}

bool prompt_is_open(const struct prompt *p)
{
	return p->open;
}

static void remember_line(const char *line)
{
	HIST_ENTRY *last =
	        history_length > 0 ? history_get(history_base + history_length - 1) : NULL;
	bool again = last && strcmp(last->line, line) == 0;
	bool secret = *line == ' '; /* as in bash: a leading space keeps it out */
	if (*line && !again && !secret)
		add_history(line);
}

static void finish_line(struct prompt *p)
{
	_cleanup_free_ char *line = p->line;
	p->line = NULL;
	closed(p);
	if (!line) {
		p->ops.on_cancel(p->user);
		return;
	}
	if (p->remember)
		remember_line(line);
	p->ops.on_line(p->user, line);
}

static bool is_searching(void)
{
	return RL_ISSTATE(RL_STATE_ISEARCH | RL_STATE_NSEARCH) != 0;
}

static bool is_ctrl(struct key key, uint32_t letter)
{
	return key.sym == KEYSYM_CHAR && key.cp == letter && key.mods == KEYMOD_CTRL;
}

static bool leaves(struct key key)
{
	if ((key.sym == KEYSYM_ESC && key.mods == 0) || is_ctrl(key, 'c') || is_ctrl(key, 'g'))
		return true;
	bool deletes = key.sym == KEYSYM_BACKSPACE || is_ctrl(key, 'd');
	return deletes && rl_end == 0 && !is_searching();
}

void prompt_key(struct prompt *p, struct key key)
{
	char bytes[KEY_NAME_MAX];
	if (!p->open)
		return;
	candidates_clear(&p->shown);
	if (leaves(key) && is_searching()) {
		key = (struct key){.sym = KEYSYM_CHAR, .cp = 'g', .mods = KEYMOD_CTRL};
	} else if (leaves(key)) {
		prompt_close(p);
		p->ops.on_cancel(p->user);
		return;
	}
	if (key.sym == KEYSYM_CHAR && key.mods == 0 && rl_end >= PROMPT_LINE_MAX)
		return;
	buf_clear(&p->queue);
	p->taken = 0;
	buf_add(&p->queue, bytes, key_encode(key, bytes));
	while (!p->done && p->taken < p->queue.len)
		rl_callback_read_char();
	if (p->done)
		finish_line(p);
}

void prompt_paste(struct prompt *p, const char *text, size_t len)
{
	if (!p->open || is_searching() || rl_end >= PROMPT_LINE_MAX)
		return;
	size_t room = (size_t)(PROMPT_LINE_MAX - rl_end);
	len = len < room ? len : room;
	_cleanup_free_ char *raw = xmalloc(len + 1);
	for (size_t i = 0; i < len; i++)
		raw[i] = text[i] == '\n' || text[i] == '\r' || text[i] == '\t' ? ' ' : text[i];
	/* U+FFFD for a bad byte takes three. */
	_cleanup_free_ char *clean = xmalloc(3 * len + 1);
	text_printable(raw, len, clean, 3 * len + 1);
	candidates_clear(&p->shown);
	rl_insert_text(clean);
}

const char *prompt_label(const struct prompt *p)
{
	if (p->open && is_searching() && rl_display_prompt)
		return rl_display_prompt;
	return p->label ? p->label : "";
}

const char *prompt_text(const struct prompt *p)
{
	return p->open && rl_line_buffer ? rl_line_buffer : "";
}

int prompt_column(const struct prompt *p)
{
	const char *text = prompt_text(p);
	int columns = 0;
	for (size_t at = 0, end = p->open ? (size_t)rl_point : 0; at < end;) {
		uint32_t cp;
		at += text_decode(text + at, end - at, &cp);
		columns += text_width_cp(cp);
	}
	return columns;
}

size_t prompt_candidate_count(const struct prompt *p)
{
	return p->shown.all.count;
}

const char *prompt_candidate(const struct prompt *p, size_t i)
{
	return i < p->shown.all.count ? p->shown.all.at[i].text : "";
}

const char *prompt_candidate_help(const struct prompt *p, size_t i)
{
	return i < p->shown.all.count ? p->shown.all.at[i].help : "";
}

bool prompt_history_load(struct prompt *p, const char *path, struct err *e)
{
	(void)p;
	if (access(path, F_OK) != 0 && errno == ENOENT)
		return true;
	struct buf file = {0};
	if (!file_read(path, HISTORY_BYTES_MAX, &file, e)) {
		buf_finish(&file);
		return false;
	}
	char *rest = file.at;
	for (char *line = strsep(&rest, "\n"); line; line = strsep(&rest, "\n")) {
		if (*line && strlen(line) <= PROMPT_LINE_MAX)
			remember_line(line);
	}
	buf_finish(&file);
	return true;
}

bool prompt_history_save(const struct prompt *p, const char *path, struct err *e)
{
	HIST_ENTRY **list = p->put_aside ? p->put_aside->entries : history_list();
	struct buf file = {0};
	for (size_t i = 0; list && list[i]; i++)
		buf_printf(&file, "%s\n", list[i]->line);
	bool ok = file_write(path, buf_text(&file), file.len, 0600, e);
	buf_finish(&file);
	return ok;
}
