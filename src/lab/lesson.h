/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The lesson of a lab: Markdown, one `## ` section a step, as blocks that a view can lay out.
 *
 * In a section, a task list is the question (`- [x]` marks the answer the author expects);
 * `### Hints` (提示) holds an ordered list of three, weakest first; `### Why` (为什么) is shown
 * once the step is done. Text before the first section is the introduction.
 */
#ifndef LAB_LESSON_H
#define LAB_LESSON_H

#include <stdbool.h>
#include <stddef.h>

struct err;

enum lesson_block_kind {
	LESSON_PARAGRAPH,
	LESSON_HEADING,
	LESSON_ITEM,
	LESSON_NUMBERED,
	LESSON_CODE,
	LESSON_QUOTE,
	LESSON_TABLE_ROW,
	LESSON_RULE
};
enum lesson_span_style { SPAN_PLAIN, SPAN_STRONG, SPAN_EMPHASIS, SPAN_CODE, SPAN_LINK };

struct lesson_span {
	enum lesson_span_style style;
	char *text; /* UTF-8, no newline */
};

struct lesson_block {
	enum lesson_block_kind kind;
	unsigned level; /* heading level, list depth, or the item's number for NUMBERED */
	struct lesson_span *spans; /* a TABLE_ROW has SPAN_PLAIN "\t" between its cells; CODE is
	        one block a line, without a span where the line is empty */
	size_t span_count;
};

struct lesson_blocks {
	struct lesson_block *at;
	size_t count;
};

struct lesson_option {
	struct lesson_block text;
	bool expected; /* [x] */
};

struct lesson_section {
	char *title;
	unsigned line; /* of its heading in the file, from 1; 0 unknown */
	struct lesson_blocks body;
	struct lesson_option *options; /* the question; option_count 0: none */
	size_t option_count;
	struct lesson_blocks hints[3]; /* count 0: none of that strength */
	struct lesson_blocks why;
};

struct lesson {
	char *title;                /* the `# ` heading */
	struct lesson_blocks intro; /* before the first section; its task lists are errors */
	struct lesson_section *sections;
	size_t section_count;
};

struct lesson *lesson_load(const char *path, struct err *e);
struct lesson *lesson_parse(const char *markdown, size_t len, struct err *e);
void lesson_destroy(struct lesson *l);

#endif
