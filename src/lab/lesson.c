/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Lessons from Markdown: md4c calls back for each block, span and text; what is collected goes
 * into the introduction or into the part of the section at hand.
 */
#include "lab/lesson.h"

#include <md4c.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/file.h"
#include "base/text.h"

#define FILE_MAX ((size_t)256 * 1024)
#define SECTIONS_MAX 64
#define OPTIONS_MAX 16
#define LISTS_MAX 8
#define HINTS 3

enum part { PART_BODY, PART_HINTS, PART_WHY };

struct writer {
	struct lesson *lesson;
	struct err *e;
	const char *markdown; /* to tell lines */
	size_t len, seen;     /* seen: where the last text ended */
	bool failed;
	enum part part;
	unsigned hint;            /* within PART_HINTS: items so far */
	struct lesson_block open; /* being filled */
	bool is_open;
	bool is_item;             /* open is an item whose first paragraph may come yet */
	bool is_option, expected; /* the item is an answer */
	unsigned heading;         /* level of the heading we are in, 0: none */
	unsigned heading_line;
	unsigned quotes, lists;
	unsigned number[LISTS_MAX]; /* next number of the list of that depth, 0: bullets */
	unsigned strong, emphasis, code, link;
	struct buf text; /* of the span that grows */
	enum lesson_span_style style;
};

/* ---- growing arrays: room is the next power of two ---- */

static void *grown(void *at, size_t count, size_t size)
{
	if (count & (count - 1))
		return at;
	return xrealloc(at, (count ? count * 2 : 1) * size);
}

static unsigned line_at(const struct writer *w, const char *text)
{
	uintptr_t at = (uintptr_t)text, begin = (uintptr_t)w->markdown;
	if (at < begin || at >= begin + w->len)
		return 0;
	unsigned line = 1;
	for (const char *c = w->markdown; (uintptr_t)c < at; c++)
		line += *c == '\n';
	return line;
}

static int fail(struct writer *w, const char *what)
{
	const struct lesson *l = w->lesson;
	w->failed = true; /* md4c may go on calling back */
	if (!l->sections)
		err_set(w->e, ERR_INPUT, "%s", what);
	else
		err_set(w->e, ERR_INPUT, "section %zu (%s): %s", l->section_count,
		        l->sections[l->section_count - 1].title, what);
	return 1;
}

/* ---- spans and blocks ---- */

static void end_span(struct writer *w)
{
	struct lesson_block *b = &w->open;
	if (!w->text.len)
		return;
	b->spans = grown(b->spans, b->span_count, sizeof(*b->spans));
	b->spans[b->span_count++] =
	        (struct lesson_span){.style = w->style, .text = buf_steal(&w->text)};
}

static enum lesson_span_style style_now(const struct writer *w)
{
	if (w->code)
		return SPAN_CODE;
	if (w->link)
		return SPAN_LINK;
	if (w->strong)
		return SPAN_STRONG;
	return w->emphasis ? SPAN_EMPHASIS : SPAN_PLAIN;
}

static void add_text(struct writer *w, const char *text, size_t len)
{
	enum lesson_span_style style = style_now(w);
	if (style != w->style)
		end_span(w);
	w->style = style;
	buf_add(&w->text, text, len);
}

static void finish_block(struct lesson_block *b)
{
	for (size_t i = 0; i < b->span_count; i++)
		free(b->spans[i].text);
	free(b->spans);
}

static void push_block(struct lesson_blocks *to, struct lesson_block block)
{
	to->at = grown(to->at, to->count, sizeof(*to->at));
	to->at[to->count++] = block;
}

static struct lesson_section *section(const struct writer *w)
{
	struct lesson *l = w->lesson;
	return l->section_count ? &l->sections[l->section_count - 1] : NULL;
}

static struct lesson_blocks *target(struct writer *w)
{
	struct lesson_section *s = section(w);
	if (!s)
		return &w->lesson->intro;
	if (w->part == PART_WHY)
		return &s->why;
	if (w->part == PART_HINTS && w->hint)
		return &s->hints[w->hint - 1];
	return &s->body;
}

static int push_option(struct writer *w)
{
	struct lesson_section *s = section(w);
	if (!s || s->option_count == OPTIONS_MAX)
		return fail(w, "a question has at most 16 answers");
	s->options = grown(s->options, s->option_count, sizeof(*s->options));
	s->options[s->option_count++] =
	        (struct lesson_option){.text = w->open, .expected = w->expected};
	w->open = (struct lesson_block){0};
	return 0;
}

/* Ends the block at hand, if any. Blocks without text are left out, but for lines of code, rules
 * and answers. */
static int end_block(struct writer *w)
{
	end_span(w);
	bool was_open = w->is_open, option = w->is_option;
	w->is_open = w->is_item = w->is_option = false;
	if (!was_open)
		return 0;
	if (option)
		return push_option(w);
	bool empty =
	        !w->open.span_count && w->open.kind != LESSON_CODE && w->open.kind != LESSON_RULE;
	if (empty)
		finish_block(&w->open);
	else
		push_block(target(w), w->open);
	w->open = (struct lesson_block){0};
	return 0;
}

static int begin_block(struct writer *w, enum lesson_block_kind kind, unsigned level)
{
	int stop = end_block(w);
	w->open = (struct lesson_block){.kind = kind, .level = level};
	w->is_open = !stop;
	return stop;
}

/* ---- headings ---- */

static char *steal_heading(struct writer *w)
{
	struct buf all = {0};
	end_span(w);
	for (size_t i = 0; i < w->open.span_count; i++)
		buf_puts(&all, w->open.spans[i].text);
	finish_block(&w->open);
	w->open = (struct lesson_block){0};
	w->is_open = false;
	return buf_steal(&all);
}

static int end_title(struct writer *w)
{
	if (w->lesson->title || w->lesson->section_count)
		return fail(w, "expected one `# ` title at the top, found another");
	w->lesson->title = steal_heading(w);
	return 0;
}

static int end_section_heading(struct writer *w)
{
	struct lesson *l = w->lesson;
	if (l->section_count == SECTIONS_MAX)
		return fail(w, "a lesson has at most 64 sections");
	char *title = steal_heading(w);
	l->sections = grown(l->sections, l->section_count, sizeof(*l->sections));
	l->sections[l->section_count++] =
	        (struct lesson_section){.title = title, .line = w->heading_line};
	w->part = PART_BODY;
	w->hint = 0;
	return 0;
}

/* A heading of the third level names a part, or is one of the author's own. */
static int end_part_heading(struct writer *w)
{
	static const struct {
		const char *word;
		enum part part;
	} words[] = {{"Hints", PART_HINTS}, {"提示", PART_HINTS}, {"Why", PART_WHY},
	        {"为什么", PART_WHY}};
	end_span(w);
	const char *only = w->open.span_count == 1 ? w->open.spans[0].text : "";
	for (size_t i = 0; section(w) && i < sizeof(words) / sizeof(words[0]); i++) {
		if (strcmp(only, words[i].word) != 0)
			continue;
		free(steal_heading(w));
		w->part = words[i].part;
		return 0;
	}
	if (w->part == PART_HINTS)
		w->part = PART_BODY;
	return end_block(w);
}

static int end_heading(struct writer *w)
{
	unsigned level = w->heading;
	w->heading = 0;
	if (level == 1)
		return end_title(w);
	if (level == 2)
		return end_section_heading(w);
	return level == 3 ? end_part_heading(w) : end_block(w);
}

/* ---- lists ---- */

static int begin_list(struct writer *w, unsigned first)
{
	if (w->lists == LISTS_MAX)
		return fail(w, "lists lie deeper than 8 levels");
	w->number[w->lists++] = first;
	return 0;
}

static int begin_hint(struct writer *w)
{
	if (++w->hint > HINTS)
		return fail(w, "a step has three hints, found more");
	return 0;
}

static int begin_option(struct writer *w, char mark)
{
	if (!section(w) || w->part != PART_BODY)
		return fail(
		        w, "a question (`- [ ]`) stands in the text of a step, before its hints");
	if (begin_block(w, LESSON_ITEM, w->lists))
		return 1;
	w->is_item = w->is_option = true;
	w->expected = mark == 'x' || mark == 'X';
	return 0;
}

static int begin_item(struct writer *w, const MD_BLOCK_LI_DETAIL *d)
{
	unsigned *number = &w->number[w->lists - 1];
	unsigned n = *number;
	if (n && n < 9999)
		*number = n + 1;
	if (end_block(w))
		return 1;
	if (d->is_task)
		return begin_option(w, d->task_mark);
	bool hint = w->part == PART_HINTS && w->lists == 1 && n;
	if (hint && begin_hint(w))
		return 1;
	enum lesson_block_kind kind = n ? LESSON_NUMBERED : LESSON_ITEM;
	if (begin_block(w, hint ? LESSON_PARAGRAPH : kind, hint ? 0 : n ? n : w->lists))
		return 1;
	w->is_item = true;
	return 0;
}

/* ---- callbacks of md4c ---- */

static int begin_paragraph(struct writer *w)
{
	if (w->is_open && w->is_item) {
		w->is_item = false; /* the item's own text; a second paragraph stands alone */
		return 0;
	}
	if (w->part == PART_HINTS && !w->hint)
		return fail(w, "expected hints as a numbered list");
	return begin_block(w, w->quotes ? LESSON_QUOTE : LESSON_PARAGRAPH, w->quotes);
}

static int begin_heading(struct writer *w, const MD_BLOCK_H_DETAIL *d)
{
	w->heading = d->level;
	w->heading_line = 0;
	if (w->quotes || w->lists)
		return fail(w, "a heading can't stand in a list or a quote");
	return begin_block(w, LESSON_HEADING, d->level);
}

static int on_enter_block(MD_BLOCKTYPE type, void *detail, void *user)
{
	struct writer *w = user;
	if (w->failed)
		return 1;
	switch (type) {
	case MD_BLOCK_QUOTE:
		w->quotes++;
		return end_block(w);
	case MD_BLOCK_UL:
		return begin_list(w, 0);
	case MD_BLOCK_OL: {
		unsigned start = ((MD_BLOCK_OL_DETAIL *)detail)->start;
		return begin_list(w, start ? start : 1);
	}
	case MD_BLOCK_LI:
		return begin_item(w, detail);
	case MD_BLOCK_HR:
		return begin_block(w, LESSON_RULE, 0) || end_block(w);
	case MD_BLOCK_H:
		return begin_heading(w, detail);
	case MD_BLOCK_CODE:
		return begin_block(w, LESSON_CODE, 0);
	case MD_BLOCK_P:
		return begin_paragraph(w);
	case MD_BLOCK_TR:
		return begin_block(w, LESSON_TABLE_ROW, 0);
	case MD_BLOCK_TH:
	case MD_BLOCK_TD:
		end_span(w);
		if (w->open.span_count)
			add_text(w, "\t", 1);
		end_span(w);
		return 0;
	case MD_BLOCK_DOC:
	case MD_BLOCK_HTML:
	case MD_BLOCK_TABLE:
	case MD_BLOCK_THEAD:
	case MD_BLOCK_TBODY:
		break;
	}
	return 0;
}

/* A block of code ends with a newline, after which nothing comes. */
static int end_code(struct writer *w)
{
	end_span(w);
	if (w->open.span_count)
		return end_block(w);
	finish_block(&w->open);
	w->open = (struct lesson_block){0};
	w->is_open = false;
	return 0;
}

static int on_leave_block(MD_BLOCKTYPE type, void *detail, void *user)
{
	(void)detail;
	struct writer *w = user;
	if (w->failed)
		return 1;
	switch (type) {
	case MD_BLOCK_QUOTE:
		w->quotes--;
		return end_block(w);
	case MD_BLOCK_UL:
	case MD_BLOCK_OL:
		w->lists--;
		return end_block(w);
	case MD_BLOCK_H:
		return end_heading(w);
	case MD_BLOCK_CODE:
		return end_code(w);
	case MD_BLOCK_LI:
	case MD_BLOCK_P:
	case MD_BLOCK_TR:
		return end_block(w);
	case MD_BLOCK_TH:
	case MD_BLOCK_TD:
		end_span(w);
		return 0;
	case MD_BLOCK_DOC:
	case MD_BLOCK_HR:
	case MD_BLOCK_HTML:
	case MD_BLOCK_TABLE:
	case MD_BLOCK_THEAD:
	case MD_BLOCK_TBODY:
		break;
	}
	return 0;
}

static unsigned *style_count(struct writer *w, MD_SPANTYPE type)
{
	static const struct {
		MD_SPANTYPE type;
		size_t offset;
	} spans[] = {
	        {MD_SPAN_EM, offsetof(struct writer, emphasis)},
	        {MD_SPAN_STRONG, offsetof(struct writer, strong)},
	        {MD_SPAN_CODE, offsetof(struct writer, code)},
	        {MD_SPAN_A, offsetof(struct writer, link)},
	};
	for (size_t i = 0; i < sizeof(spans) / sizeof(spans[0]); i++)
		if (spans[i].type == type)
			return (void *)((char *)w + spans[i].offset);
	return NULL;
}

static int on_enter_span(MD_SPANTYPE type, void *detail, void *user)
{
	(void)detail;
	unsigned *count = style_count(user, type);
	if (count)
		++*count;
	return 0;
}

static int on_leave_span(MD_SPANTYPE type, void *detail, void *user)
{
	(void)detail;
	unsigned *count = style_count(user, type);
	if (count)
		--*count;
	return 0;
}

/* Full-width punctuation brings its own room. */
static bool is_mark(uint32_t cp)
{
	return (cp >= 0x3000 && cp <= 0x303f) || (cp >= 0xff00 && cp <= 0xff65);
}

/* Chinese writes these, too, without a blank: quotes, dashes, the ellipsis. */
static bool is_shared(uint32_t cp)
{
	return cp >= 0x2010 && cp <= 0x2027;
}

static uint32_t last_character(const struct writer *w)
{
	const char *text = buf_text(&w->text);
	size_t at = w->text.len;
	while (at > 0 && ((unsigned char)text[at - 1] & 0xc0) == 0x80)
		at--;
	uint32_t cp = ' ';
	if (at > 0)
		text_decode(text + at - 1, w->text.len - at + 1, &cp);
	return cp;
}

/* What the next line begins with, behind the signs of emphasis and code. */
static uint32_t next_character(const struct writer *w)
{
	size_t at = w->seen;
	while (at < w->len && strchr(" \t\r\n*_`[>", w->markdown[at]))
		at++;
	uint32_t cp = ' ';
	if (at < w->len)
		text_decode(w->markdown + at, w->len - at, &cp);
	return cp;
}

/* Lines that the author broke are joined: with a blank, but not within Chinese text. */
static void join_lines(struct writer *w)
{
	uint32_t before = last_character(w), after = next_character(w);
	bool wide = text_width_cp(before) == 2, wide_next = text_width_cp(after) == 2;
	bool chinese = wide && wide_next;
	bool marked = is_mark(before) || is_mark(after);
	bool shared = (wide && is_shared(after)) || (is_shared(before) && wide_next);
	if (!chinese && !marked && !shared)
		add_text(w, " ", 1);
}

static void add_entity(struct writer *w, const char *text, size_t len)
{
	static const struct {
		const char *name, *text;
	} entities[] = {
	        {"&amp;", "&"}, {"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&nbsp;", " "}};
	for (size_t i = 0; i < sizeof(entities) / sizeof(entities[0]); i++) {
		if (strlen(entities[i].name) != len || memcmp(entities[i].name, text, len) != 0)
			continue;
		add_text(w, entities[i].text, 1);
		return;
	}
	add_text(w, text, len);
}

/* md4c gives code line by line, or several lines at once. */
static int add_code(struct writer *w, const char *text, size_t len)
{
	while (len) {
		const char *newline = memchr(text, '\n', len);
		size_t part = newline ? (size_t)(newline - text) : len;
		add_text(w, text, part);
		if (!newline)
			return 0;
		if (begin_block(w, LESSON_CODE, 0))
			return 1;
		text += part + 1;
		len -= part + 1;
	}
	return 0;
}

/* md4c 0.4.8 can end a link before it began, and then gives a length of nearly 4 GiB. Texts lie in
 * the Markdown, or are short ones of md4c's own (blanks of an indentation). */
static bool is_sane(const struct writer *w, const char *text, size_t len)
{
	uintptr_t at = (uintptr_t)text, begin = (uintptr_t)w->markdown, end = begin + w->len;
	return at >= begin && at <= end ? len <= end - at : len <= 64;
}

static int on_text(MD_TEXTTYPE type, const MD_CHAR *text, MD_SIZE len, void *user)
{
	struct writer *w = user;
	if (w->failed)
		return 1;
	if (!is_sane(w, text, len))
		return fail(
		        w, "the Markdown can't be read: a link or an emphasis has no clear end");
	if (w->heading && !w->heading_line)
		w->heading_line = line_at(w, text);
	uintptr_t end = (uintptr_t)text + len - (uintptr_t)w->markdown;
	if (end <= w->len)
		w->seen = (size_t)end;
	/* In a list without empty lines, text behind a block of code has no paragraph. */
	if (!w->is_open && begin_block(w, LESSON_PARAGRAPH, 0))
		return 1;
	switch (type) {
	case MD_TEXT_NULLCHAR:
		break;
	case MD_TEXT_BR:
		return w->is_option ? 0 : begin_block(w, w->open.kind, w->open.level);
	case MD_TEXT_SOFTBR:
		join_lines(w);
		break;
	case MD_TEXT_ENTITY:
		add_entity(w, text, len);
		break;
	case MD_TEXT_CODE:
	case MD_TEXT_NORMAL:
	case MD_TEXT_HTML:
	case MD_TEXT_LATEXMATH:
		if (w->open.kind == LESSON_CODE)
			return add_code(w, text, len);
		add_text(w, text, len);
		break;
	}
	return 0;
}

/* ---- the whole ---- */

/* Only text may reach the screen: UTF-8 without control characters. */
static bool check_text(const char *text, size_t len, struct err *e)
{
	unsigned line = 1;
	for (size_t at = 0; at < len;) {
		uint32_t cp;
		size_t n = text_decode(text + at, len - at, &cp);
		bool control = (cp < 0x20 && !strchr("\n\r\t", (int)cp)) || cp == 0 ||
		               (cp >= 0x7f && cp < 0xa0);
		if (control || (cp == 0xfffd && n == 1))
			return err_set(e, ERR_INPUT, "line %u: %s", line,
			        control ? "a control character" : "this is not UTF-8 text");
		line += cp == '\n';
		at += n;
	}
	return true;
}

struct lesson *lesson_parse(const char *markdown, size_t len, struct err *e)
{
	if (len > FILE_MAX) {
		err_set(e, ERR_INPUT, "a lesson is at most 256 kB long");
		return NULL;
	}
	if (!check_text(markdown, len, e))
		return NULL;
	static const MD_PARSER parser = {
	        .flags = MD_FLAG_TASKLISTS | MD_FLAG_TABLES | MD_FLAG_NOHTML,
	        .enter_block = on_enter_block,
	        .leave_block = on_leave_block,
	        .enter_span = on_enter_span,
	        .leave_span = on_leave_span,
	        .text = on_text,
	};
	struct writer w = {
	        .lesson = xcalloc(1, sizeof(*w.lesson)), .e = e, .markdown = markdown, .len = len};
	bool read = md_parse(markdown, (MD_SIZE)len, &parser, &w) == 0;
	if (!read && !w.failed)
		fail(&w, "the Markdown can't be read");
	if (!w.failed && !w.lesson->title)
		fail(&w, "expected a title, `# ...`, at the top");
	finish_block(&w.open);
	buf_finish(&w.text);
	if (!w.failed)
		return w.lesson;
	lesson_destroy(w.lesson);
	return NULL;
}

struct lesson *lesson_load(const char *path, struct err *e)
{
	struct buf text = {0};
	if (!file_read(path, FILE_MAX, &text, e))
		return NULL;
	struct lesson *l = lesson_parse(buf_text(&text), text.len, e);
	buf_finish(&text);
	if (!l)
		err_wrap(e, "%s", path);
	return l;
}

static void finish_blocks(struct lesson_blocks *b)
{
	for (size_t i = 0; i < b->count; i++)
		finish_block(&b->at[i]);
	free(b->at);
}

static void finish_section(struct lesson_section *s)
{
	free(s->title);
	finish_blocks(&s->body);
	for (size_t i = 0; i < s->option_count; i++)
		finish_block(&s->options[i].text);
	free(s->options);
	for (size_t i = 0; i < HINTS; i++)
		finish_blocks(&s->hints[i]);
	finish_blocks(&s->why);
}

void lesson_destroy(struct lesson *l)
{
	if (!l)
		return;
	free(l->title);
	finish_blocks(&l->intro);
	for (size_t i = 0; i < l->section_count; i++)
		finish_section(&l->sections[i]);
	free(l->sections);
	free(l);
}
