/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The lesson: the step's text, its question, its checks, hints, and why it was so once it is done.
 *
 * How it works: layout() makes the whole step anew as a list of parts (a paragraph, an option, a
 * check), each wrapped with the indent it needs; draw() shows the rows from `top` on.
 */
#include "ui/view/source.h"
#include "ui/view/view.h"

#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "base/vec.h"

struct part {
	struct rich text;
	struct rich_lines lines;
	size_t row;    /* its first row */
	int indent;    /* columns kept for the sign and the depth */
	int option;    /* number of the option, -1: not one */
	char sign[12]; /* drawn left of the text, on the first row; "" for none */
	enum role sign_role;
	bool rule;
};

struct lesson_view {
	VEC(struct part) parts;
	size_t top, rows, total;
	int option;  /* the one pointed at */
	size_t step; /* that was laid out last, for going back to the top */
	bool done, begun;
};

static void clear(struct lesson_view *v)
{
	VEC_EACH (p, &v->parts) {
		rich_finish(&p->text);
		rich_lines_finish(&p->lines);
	}
	v->parts.count = 0;
}

static void finish(void *state)
{
	struct lesson_view *v = state;
	clear(v);
	vec_free(&v->parts);
}

static struct part *add(struct lesson_view *v, int indent, const char *sign, enum role role)
{
	struct part p = {.indent = indent, .option = -1, .sign_role = role};
	snprintf(p.sign, sizeof(p.sign), "%s", sign ? sign : "");
	vec_push(&v->parts, p);
	return &v->parts.at[v->parts.count - 1];
}

static void blank(struct lesson_view *v)
{
	if (v->parts.count)
		add(v, 0, NULL, ROLE_TEXT);
}

static struct style span_style(const struct lesson_span *s, enum role plain)
{
	static const enum role roles[] = {
	        [SPAN_PLAIN] = ROLE_TEXT,
	        [SPAN_STRONG] = ROLE_STRONG,
	        [SPAN_EMPHASIS] = ROLE_TEXT,
	        [SPAN_CODE] = ROLE_CODE,
	        [SPAN_LINK] = ROLE_LINK,
	};
	_Static_assert(sizeof(roles) / sizeof(roles[0]) == SPAN_LINK + 1, "a role a span");
	struct style st = style_of(s->style == SPAN_PLAIN ? plain : roles[s->style]);
	st.attrs = s->style == SPAN_EMPHASIS ? ATTR_ITALIC : 0;
	return st;
}

static void add_spans(struct part *p, const struct lesson_block *b, enum role plain)
{
	for (size_t i = 0; i < b->span_count; i++)
		rich_add(&p->text, span_style(&b->spans[i], plain), b->spans[i].text);
}

#define TABLE_COLUMNS_MAX 12

static bool is_tab(const struct lesson_span *s)
{
	return strcmp(s->text, "\t") == 0;
}

/* Widens `widths` to what the cells of a row need. */
static void measure_row(const struct lesson_block *b, int widths[TABLE_COLUMNS_MAX])
{
	int column = 0, used = 0;
	for (size_t i = 0; i <= b->span_count; i++) {
		if (i < b->span_count && !is_tab(&b->spans[i])) {
			used += text_width(b->spans[i].text);
			continue;
		}
		if (column < TABLE_COLUMNS_MAX && used > widths[column])
			widths[column] = used;
		column++;
		used = 0;
	}
}

/* A row of a table, its cells below those of the rows around it. */
static void add_row(struct lesson_view *v, const struct lesson_blocks *in, size_t at)
{
	int widths[TABLE_COLUMNS_MAX] = {0}, column = 0, used = 0;
	size_t first = at;
	while (first > 0 && in->at[first - 1].kind == LESSON_TABLE_ROW)
		first--;
	for (size_t i = first; i < in->count && in->at[i].kind == LESSON_TABLE_ROW; i++)
		measure_row(&in->at[i], widths);
	const struct lesson_block *b = &in->at[at];
	enum role plain = at == first ? ROLE_HEADING : ROLE_TEXT;
	struct part *p = add(v, 0, NULL, plain);
	for (size_t i = 0; i < b->span_count; i++) {
		if (!is_tab(&b->spans[i])) {
			rich_add(&p->text, span_style(&b->spans[i], plain), b->spans[i].text);
			used += text_width(b->spans[i].text);
			continue;
		}
		int most = column < TABLE_COLUMNS_MAX ? widths[column++] : used;
		for (; used < most + 2; used++)
			rich_add(&p->text, style_of(ROLE_TEXT), " ");
		used = 0;
	}
}

static void add_block(struct lesson_view *v, const struct lesson_blocks *in, size_t at)
{
	const struct lesson_block *b = &in->at[at];
	int depth = b->level > 0 && b->level < 8 ? (int)b->level - 1 : 0;
	char number[12];
	switch (b->kind) {
	case LESSON_PARAGRAPH:
		add_spans(add(v, 0, NULL, ROLE_TEXT), b, ROLE_TEXT);
		break;
	case LESSON_HEADING:
		add_spans(add(v, 0, NULL, ROLE_TEXT), b, ROLE_HEADING);
		break;
	case LESSON_ITEM:
		add_spans(add(v, 2 + 2 * depth, "*", ROLE_DIM), b, ROLE_TEXT);
		break;
	case LESSON_NUMBERED:
		snprintf(number, sizeof(number), "%u.", b->level);
		add_spans(add(v, 3, number, ROLE_DIM), b, ROLE_TEXT);
		break;
	case LESSON_CODE:
		add_spans(add(v, 2, NULL, ROLE_TEXT), b, ROLE_CODE);
		break;
	case LESSON_QUOTE:
		add_spans(add(v, 2, "|", ROLE_DIM), b, ROLE_DIM);
		break;
	case LESSON_TABLE_ROW:
		add_row(v, in, at);
		break;
	case LESSON_RULE:
		add(v, 0, NULL, ROLE_TEXT)->rule = true;
		break;
	}
}

static bool is_item(const struct lesson_block *b)
{
	return b->kind == LESSON_ITEM || b->kind == LESSON_NUMBERED || b->kind == LESSON_CODE ||
	       b->kind == LESSON_TABLE_ROW;
}

static void add_blocks(struct lesson_view *v, const struct lesson_blocks *b)
{
	for (size_t i = 0; i < b->count; i++) {
		bool tight = i > 0 && is_item(&b->at[i]) && b->at[i].kind == b->at[i - 1].kind;
		if (!tight)
			blank(v);
		add_block(v, b, i);
	}
}

static void add_line(struct lesson_view *v, enum role role, const char *text)
{
	rich_add(&add(v, 0, NULL, role)->text, style_of(role), text);
}

static bool open_question(const struct view_source *s)
{
	return s->step.asked && !s->step.answered && !s->step.done;
}

static void add_question(
        struct lesson_view *v, const struct view_source *s, const struct lesson_section *sec)
{
	if (!sec->option_count)
		return;
	blank(v);
	for (size_t i = 0; i < sec->option_count; i++) {
		bool chosen = s->step.chosen == (int)i, right = s->step.right_option == (int)i;
		enum role role = right                                 ? ROLE_OK
		                 : chosen && s->step.right_option >= 0 ? ROLE_WARNING
		                                                       : ROLE_TEXT;
		struct part *p = add(v, 6, chosen ? "(*)" : "( )", role);
		p->option = (int)i;
		char number[24];
		snprintf(number, sizeof(number), "%zu ", i + 1);
		rich_add(&p->text, style_of(ROLE_KEY), number);
		add_spans(p, &sec->options[i].text, role);
	}
	if (open_question(s)) {
		blank(v);
		add_line(v, ROLE_WARNING, _("Predict first: a number, or arrows and Enter."));
	} else if (s->step.answered && s->step.right_option >= 0) {
		bool right = s->step.chosen == s->step.right_option;
		blank(v);
		add_line(v, right ? ROLE_OK : ROLE_WARNING,
		        right ? _("You predicted it.")
		              : _("It went another way than you predicted."));
	}
}

static void add_checks(struct lesson_view *v, const struct view_source *s)
{
	const struct lab_step *step = &s->lab->steps[s->step.index];
	if (!step->until_count)
		return;
	blank(v);
	for (size_t i = 0; i < step->until_count; i++) {
		const char *detail;
		bool holds = view_source_check(s, step->until[i], &detail);
		const struct lab_check *check = &s->lab->checks[step->until[i]];
		const char *says = lab_text(&check->says, s->lang);
		struct part *p = add(v, 2, holds ? "+" : "-", holds ? ROLE_OK : ROLE_DIM);
		rich_add(&p->text, style_of(ROLE_TEXT), says && says[0] ? says : check->name);
		if (!holds && detail[0]) {
			rich_add(&p->text, style_of(ROLE_DIM), "  ");
			rich_add(&p->text, style_of(ROLE_DIM), detail);
		}
	}
}

static void add_hints(
        struct lesson_view *v, const struct view_source *s, const struct lesson_section *sec)
{
	unsigned known = 0;
	char text[96];
	for (unsigned i = 0; i < 3 && sec->hints[i].count; i++)
		known++;
	for (unsigned i = 0; i < known && i < s->step.hints; i++) {
		blank(v);
		snprintf(text, sizeof(text), _("Hint %u of %u"), i + 1, known);
		add_line(v, ROLE_HEADING, text);
		for (size_t b = 0; b < sec->hints[i].count; b++)
			add_block(v, &sec->hints[i], b);
	}
	if (s->step.done || s->step.hints >= known)
		return;
	blank(v);
	snprintf(text, sizeof(text), _("n: a hint (%u of %u)"), s->step.hints + 1, known);
	add_line(v, ROLE_DIM, text);
}

static void add_end(struct lesson_view *v, const struct view_source *s)
{
	blank(v);
	if (s->step.index + 1 < s->step.count)
		add_line(v, ROLE_OK, _("Done. Enter here, or > anywhere: the next step."));
	else if (s->recording)
		add_line(v, ROLE_OK, _("That was the last step of the recording. q leaves."));
	else
		add_line(v, ROLE_OK,
		        _("Done: this was the last step. q leaves; your progress is kept."));
}

static void make(struct lesson_view *v, const struct view_source *s)
{
	clear(v);
	if (!s->lesson || !s->lab || s->step.index >= s->lesson->section_count ||
	        s->step.index >= s->lab->step_count)
		return;
	const struct lesson_section *sec = &s->lesson->sections[s->step.index];
	if (s->step.index == 0)
		add_blocks(v, &s->lesson->intro);
	blank(v);
	add_line(v, ROLE_HEADING, sec->title);
	add_blocks(v, &sec->body);
	add_question(v, s, sec);
	add_checks(v, s);
	add_hints(v, s, sec);
	if (!s->step.done)
		return;
	if (sec->why.count) {
		blank(v);
		add_line(v, ROLE_HEADING, _("Why"));
		for (size_t i = 0; i < sec->why.count; i++)
			add_block(v, &sec->why, i);
	}
	add_end(v, s);
}

/* The row at which what is new on a step that was just done begins. */
static size_t row_of_end(const struct lesson_view *v)
{
	return v->total > v->rows ? v->total - v->rows : 0;
}

static void layout(void *state, struct view_env *env, int w, int h)
{
	struct lesson_view *v = state;
	const struct view_source *s = env->source;
	make(v, s);
	size_t row = 0;
	VEC_EACH (p, &v->parts) {
		p->row = row;
		rich_wrap(&p->text, w - p->indent, 0, &p->lines);
		row += p->lines.lines.count ? p->lines.lines.count : 1;
	}
	v->total = row;
	v->rows = h > 0 ? (size_t)h : 1;
	if (!v->begun || v->step != s->step.index) {
		v->top = 0;
		v->option = 0;
		v->done = s->step.done;
	}
	v->begun = true;
	v->step = s->step.index;
	if (s->step.done && !v->done)
		v->top = row_of_end(v);
	v->done = s->step.done;
	if (v->top > row_of_end(v))
		v->top = row_of_end(v);
}

static void draw_sign(
        const struct part *p, const struct view_env *env, struct canvas *c, int y, bool pointed)
{
	static const struct {
		const char *sign;
		enum glyph glyph;
	} signs[] = {
	        {"*", GLYPH_BULLET},
	        {"|", GLYPH_V},
	        {"+", GLYPH_CHECK},
	        {"-", GLYPH_UNCHECKED},
	        {"(*)", GLYPH_CHOICE_ON},
	        {"( )", GLYPH_CHOICE_OFF},
	};
	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++)
		if (strcmp(signs[i].sign, p->sign) == 0)
			canvas_glyph(c, p->option >= 0 ? 2 : p->indent - 2, y,
			        style_of(p->sign_role), signs[i].glyph);
	if (p->sign[0] >= '0' && p->sign[0] <= '9')
		canvas_text(c, 0, y, style_of(p->sign_role), p->sign);
	if (!pointed)
		return;
	canvas_glyph(c, 0, y, style_of(ROLE_KEY), GLYPH_RIGHT);
	if (env->focus)
		canvas_cursor(c, 0, y);
}

static void draw_part(const struct lesson_view *v, const struct part *p, const struct view_env *env,
        struct canvas *c)
{
	bool pointed = p->option >= 0 && p->option == v->option && open_question(env->source);
	int y = (int)p->row - (int)v->top;
	if (p->rule && y >= 0)
		canvas_hline(c, 0, y, c->w, style_of(ROLE_DIM), GLYPH_H);
	for (size_t i = 0; i < p->lines.lines.count; i++, y++) {
		if (y < 0 || y >= c->h)
			continue;
		if (i == 0 && p->sign[0])
			draw_sign(p, env, c, y, pointed);
		rich_draw_line(c, p->indent, y, &p->text, &p->lines.lines.at[i]);
	}
}

static void draw(const void *state, const struct view_env *env, struct canvas *c)
{
	const struct lesson_view *v = state;
	if (env->focus)
		canvas_cursor(c, 0, 0);
	if (!v->parts.count) {
		text_draw_wrapped(c, style_of(ROLE_DIM),
		        _("A free bench has no lesson. `?` tells what can be done here."));
		return;
	}
	for (size_t i = 0; i < v->parts.count; i++)
		draw_part(v, &v->parts.at[i], env, c);
}

static void box(const void *state, const struct view_env *env, struct view_box *b)
{
	const struct lesson_view *v = state;
	const struct view_source *s = env->source;
	snprintf(b->title, sizeof(b->title), "%s", _("Lesson"));
	if (s->step.count)
		snprintf(b->note, sizeof(b->note), "%zu/%zu", s->step.index + 1, s->step.count);
	if (v->top < row_of_end(v))
		snprintf(b->foot_note, sizeof(b->foot_note), "%s", _("more below"));
	b->top = v->top;
	b->rows = v->rows;
	b->count = v->total;
}

static void scroll(struct lesson_view *v, long by)
{
	long top = (long)v->top + by, most = (long)row_of_end(v);
	v->top = (size_t)(top < 0 ? 0 : top > most ? most : top);
}

/* Points at another option and brings it into sight. */
static void point(struct lesson_view *v, long by)
{
	int options = 0;
	VEC_EACH (p, &v->parts)
		options += p->option >= 0;
	long to = v->option + by;
	if (to < 0 || to >= options) {
		scroll(v, by);
		return;
	}
	v->option = (int)to;
	VEC_EACH (p, &v->parts) {
		if (p->option != v->option)
			continue;
		if (p->row < v->top)
			v->top = p->row;
		if (p->row + 2 > v->top + v->rows)
			v->top = p->row + 2 - v->rows;
	}
}

/* The option drawn at row y, -1 for none. */
static int option_at(const struct lesson_view *v, int y)
{
	size_t row = v->top + (size_t)y;
	for (size_t i = 0; i < v->parts.count; i++) {
		const struct part *p = &v->parts.at[i];
		if (p->option >= 0 && row >= p->row && row < p->row + p->lines.lines.count)
			return p->option;
	}
	return -1;
}

static bool act(void *state, struct view_env *env, const struct view_act *a, struct view_reply *r)
{
	struct lesson_view *v = state;
	const struct view_source *s = env->source;
	bool asks = open_question(s);
	switch (a->kind) {
	case ACT_MOVE:
		if (asks)
			point(v, a->by);
		else
			scroll(v, a->by);
		return true;
	case ACT_WHEEL:
		scroll(v, a->by);
		return true;
	case ACT_PAGE:
		scroll(v, a->by * ((long)v->rows - 1));
		return true;
	case ACT_FIRST:
		v->top = 0;
		return true;
	case ACT_LAST:
		v->top = row_of_end(v);
		return true;
	case ACT_CLICK:
		if (asks && option_at(v, a->y) >= 0)
			v->option = option_at(v, a->y);
		return true;
	case ACT_OPEN:
		if (asks)
			snprintf(r->line, sizeof(r->line), "predict %d", v->option + 1);
		else if (s->step.done && s->step.index + 1 < s->step.count)
			snprintf(r->line, sizeof(r->line), "step next");
		else if (!s->step.done && s->recording)
			snprintf(r->line, sizeof(r->line), "past step-forward");
		else if (!s->step.done && s->step.count)
			snprintf(r->say, sizeof(r->say), "%s",
			        _("This step is not done yet: its signs say what is missing."));
		return true;
	case ACT_SIDE:
	case ACT_SEARCH:
	case ACT_COPY:
	case ACT_BACK:
	case ACT_TOGGLE:
	case ACT_GOTO:
		break;
	}
	return false;
}

const struct view_ops view_lesson = {
        .name = "lesson",
        .title = N_("Lesson"),
        .state_size = sizeof(struct lesson_view),
        .finish = finish,
        .layout = layout,
        .box = box,
        .draw = draw,
        .act = act,
};
