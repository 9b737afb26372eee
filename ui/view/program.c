/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A program's C source with numbered lines, and what the compiler said of it.
 */
#include "ui/view/source.h"
#include "ui/view/view.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "base/vec.h"

#define TEXT_MAX (256u * 1024)

struct line {
	size_t at, len;
	bool in_comment; /* it begins inside of a block comment */
};

struct program {
	struct list list;
	VEC(struct line) lines;
	size_t here; /* line of the call under way that was seen last, from 1; 0: none */
	char needle[64];
};

/* One piece of a line in one style. */
struct token {
	size_t len;
	enum role role;
};

static void finish(void *state)
{
	struct program *p = state;
	vec_free(&p->lines);
}

static bool is_word(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

static bool is_keyword(const char *s, size_t len)
{
	static const char *const words[] = {"break", "case", "char", "const", "continue", "default",
	        "do", "double", "else", "enum", "extern", "for", "goto", "if", "int", "long",
	        "return", "short", "signed", "sizeof", "static", "struct", "switch", "typedef",
	        "union", "unsigned", "void", "while", "bool", "true", "false", "NULL", "def",
	        "import", "from", "with", "as", "in", "not", "and", "or", "None", "True", "False",
	        "class", "try", "except", "elif", "pass", "yield"};
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strlen(words[i]) == len && memcmp(words[i], s, len) == 0)
			return true;
	return false;
}

static size_t quoted(const char *s, size_t len)
{
	size_t i = 1;
	while (i < len && s[i] != s[0])
		i += s[i] == '\\' && i + 1 < len ? 2 : 1;
	return i < len ? i + 1 : len;
}

/* The next token of a line; `comment` says and learns whether a block comment is open. */
static struct token next_token(const char *s, size_t len, bool *comment, bool first)
{
	if (*comment) {
		const char *end = memmem(s, len, "*/", 2);
		*comment = !end;
		return (struct token){end ? (size_t)(end - s) + 2 : len, ROLE_CODE_COMMENT};
	}
	if (len >= 2 && s[0] == '/' && s[1] == '/')
		return (struct token){len, ROLE_CODE_COMMENT};
	if (len >= 2 && s[0] == '/' && s[1] == '*') {
		const char *end = memmem(s + 2, len - 2, "*/", 2);
		*comment = !end;
		return (struct token){end ? (size_t)(end - s) + 2 : len, ROLE_CODE_COMMENT};
	}
	if (s[0] == '"' || s[0] == '\'')
		return (struct token){quoted(s, len), ROLE_CODE_STRING};
	if (first && s[0] == '#')
		return (struct token){len, ROLE_CODE_KEYWORD};
	size_t n = 0;
	while (n < len && is_word(s[n]))
		n++;
	if (n)
		return (struct token){n, is_keyword(s, n) ? ROLE_CODE_KEYWORD : ROLE_CODE};
	return (struct token){1, ROLE_CODE};
}

static void split(struct program *p, const char *text, size_t len)
{
	bool comment = false;
	p->lines.count = 0;
	for (size_t at = 0; at < len;) {
		const char *end = memchr(text + at, '\n', len - at);
		size_t n = end ? (size_t)(end - text) - at : len - at;
		struct line line = {at, n, comment};
		vec_push(&p->lines, line);
		for (size_t i = 0; i < n;)
			i += next_token(text + at + i, n - i, &comment, i == 0).len;
		at += n + 1;
	}
}

static const char *text_of(const struct view_env *env, size_t *len)
{
	const struct view_source *s = env->source;
	const char *text = NULL;
	*len = 0;
	if (s->ops->text && env->index >= 0 && (size_t)env->index < s->pane_count)
		text = s->ops->text(s->from, (size_t)env->index, len);
	if (*len > TEXT_MAX)
		*len = TEXT_MAX;
	return text;
}

/* Where a call under way was made: its line in this file, from 1; 0: elsewhere. */
static size_t line_of(const struct view_env *env, const struct calls_open *o)
{
	struct tape_event e;
	const struct bench_pane *p = view_source_pane(env->source, env->index);
	const char *path = p ? p->source : NULL, *slash = path ? strrchr(path, '/') : NULL;
	const char *name = slash ? slash + 1 : path;
	if (!name || !tape_get(env->source->tape, o->last, &e) || e.kind != TAPE_CALL)
		return 0;
	const char *colon = strrchr(e.call.source, ':');
	size_t len = colon ? (size_t)(colon - e.call.source) : 0;
	if (!colon || strlen(name) != len || memcmp(name, e.call.source, len) != 0)
		return 0;
	return (size_t)strtoul(colon + 1, NULL, 10);
}

/* The newest call under way in this file. */
static size_t newest_here(const struct view_env *env)
{
	const struct calls *calls = &env->shared->calls;
	uint64_t newest = 0;
	size_t here = 0;
	for (size_t i = 0; i < calls->open.count; i++) {
		const struct calls_open *o = &calls->open.at[i];
		size_t line = line_of(env, o);
		if (line && o->last >= newest) {
			newest = o->last;
			here = line;
		}
	}
	return here;
}

static bool failed(const struct view_env *env)
{
	const struct bench_pane *p = view_source_pane(env->source, env->index);
	return p && p->build == BUILD_FAILED && p->build_output && p->build_output[0];
}

static void layout(void *state, struct view_env *env, int w, int h)
{
	struct program *p = state;
	size_t len;
	const char *text = text_of(env, &len);
	(void)w;
	split(p, text ? text : "", len);
	int rows = failed(env) && h > 5 ? h - 4 : h;
	size_t here = newest_here(env);
	if (here && here != p->here && !env->focus && here <= p->lines.count)
		list_select(&p->list, here - 1);
	p->here = here;
	list_layout(&p->list, p->lines.count, rows > 0 ? (size_t)rows : 1);
}

static int draw_line(struct canvas *c, int y, const char *text, const struct line *line)
{
	bool comment = line->in_comment;
	int x = 5;
	for (size_t i = 0; i < line->len;) {
		const char *s = text + line->at + i;
		struct token t = next_token(s, line->len - i, &comment, i == 0);
		if (*s == '\t') {
			x += 4 - (x - 5) % 4;
			t.len = 1;
		} else {
			/* UTF-8 outside of words: the bytes of one character belong together */
			while (i + t.len < line->len && ((unsigned char)s[t.len] & 0xC0) == 0x80)
				t.len++;
			x += canvas_text_n(c, x, y, style_of(t.role), s, t.len);
		}
		i += t.len;
	}
	return x;
}

/* Lines at which programs stand: in a call that blocks, or before one that is held. */
static void mark_here(const struct view_env *env, struct canvas *c, size_t n, int y, int end)
{
	const struct calls *calls = &env->shared->calls;
	for (size_t i = 0; i < calls->open.count; i++) {
		const struct calls_open *o = &calls->open.at[i];
		if (line_of(env, o) != n + 1)
			continue;
		enum role role = o->held ? ROLE_HELD : ROLE_WAITING;
		bool bar = o->held && c->glyphs == &glyphs_ascii;
		canvas_restyle(c, (struct rect){0, y, c->w, 1}, style_of(ROLE_HERE));
		canvas_glyph(c, 0, y, style_of(role), GLYPH_RIGHT);
		char sign[16];
		snprintf(sign, sizeof(sign), " %s",
		        bar ? "[held]" : glyph(c->glyphs, o->held ? GLYPH_PAUSE : GLYPH_HOURGLASS));
		int room = c->w - text_width(sign);
		canvas_text(c, end < room ? end : room, y, style_of(role), sign);
		return;
	}
}

static void draw(const void *state, const struct view_env *env, struct canvas *c)
{
	const struct program *p = state;
	const struct bench_pane *pane = view_source_pane(env->source, env->index);
	size_t len;
	const char *text = text_of(env, &len);
	if (!text) {
		text_draw_wrapped(c, style_of(ROLE_DIM), _("This program has no source here."));
		return;
	}
	for (size_t i = 0; i < p->list.rows && p->list.top + i < p->lines.count; i++) {
		size_t n = p->list.top + i;
		const struct line *line = &p->lines.at[n];
		if (line->at + line->len > len)
			break;
		bool chosen = env->focus && n == p->list.selected;
		canvas_printf(
		        c, 0, (int)i, style_of(chosen ? ROLE_SELECTED : ROLE_DIM), "%4zu", n + 1);
		mark_here(env, c, n, (int)i, draw_line(c, (int)i, text, line));
		if (chosen)
			canvas_cursor(c, 0, (int)i);
	}
	if (!failed(env) || c->h <= 5)
		return;
	struct canvas below = canvas_sub(c, (struct rect){0, c->h - 4, c->w, 4});
	canvas_hline(&below, 0, 0, c->w, style_of(ROLE_ERROR), GLYPH_H);
	struct canvas words = canvas_sub(&below, (struct rect){0, 1, c->w, 3});
	text_draw_wrapped(&words, style_of(ROLE_ERROR), pane->build_output);
}

static void box(const void *state, const struct view_env *env, struct view_box *b)
{
	static const char *const builds[] = {
	        [BUILD_NONE] = "",
	        [BUILD_RUNNING] = N_("building"),
	        [BUILD_DONE] = N_("built"),
	        [BUILD_FAILED] = N_("build failed"),
	};
	_Static_assert(sizeof(builds) / sizeof(builds[0]) == BUILD_FAILED + 1, "words a state");
	const struct program *p = state;
	const struct bench_pane *pane = view_source_pane(env->source, env->index);
	if (!pane)
		return;
	const char *name = pane->source ? strrchr(pane->source, '/') : NULL;
	snprintf(b->title, sizeof(b->title), "%.90s",
	        name           ? name + 1
	        : pane->source ? pane->source
	                       : pane->name);
	const char *words = env->source->past ? N_("as it is today") : builds[pane->build];
	snprintf(b->note, sizeof(b->note), "%s", words[0] ? _(words) : "");
	b->top = p->list.top;
	b->rows = p->list.rows;
	b->count = p->lines.count;
}

static void search(struct program *p, const char *text, size_t len, const struct view_act *a)
{
	if (a->text && a->text[0])
		snprintf(p->needle, sizeof(p->needle), "%s", a->text);
	size_t n = p->lines.count;
	for (size_t i = 1; p->needle[0] && i <= n; i++) {
		size_t row = (p->list.selected + (a->by > 0 ? i : n - i)) % n;
		const struct line *line = &p->lines.at[row];
		if (line->at + line->len <= len &&
		        memmem(text + line->at, line->len, p->needle, strlen(p->needle))) {
			list_select(&p->list, row);
			return;
		}
	}
}

static bool act(void *state, struct view_env *env, const struct view_act *a, struct view_reply *r)
{
	struct program *p = state;
	size_t len;
	const char *text = text_of(env, &len);
	const struct bench_pane *pane = view_source_pane(env->source, env->index);
	if (!text || !pane)
		return false;
	if (a->kind == ACT_OPEN) {
		snprintf(r->line, sizeof(r->line), "source %s", pane->name);
		return true;
	}
	if (a->kind == ACT_COPY) {
		buf_add(&r->copy, text, len);
		return true;
	}
	if (a->kind == ACT_SEARCH) {
		search(p, text, len, a);
		return true;
	}
	return view_list_act(&p->list, a);
}

const struct view_ops view_program = {
        .name = "source",
        .title = N_("Source"),
        .search_down = true,
        .state_size = sizeof(struct program),
        .finish = finish,
        .layout = layout,
        .box = box,
        .draw = draw,
        .act = act,
};
