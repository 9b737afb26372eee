/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The top line and the bottom line.
 */
#include "ui/front/bars.h"

#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "ui/draw/text.h"

#define SAY_FOR (6 * NSEC_PER_SEC)

void bars_draw_top(const struct app *a, struct canvas *c)
{
	struct style strong = style_of(ROLE_BAR);
	strong.attrs = ATTR_BOLD;
	canvas_fill(c, (struct rect){0, 0, c->w, 1}, ' ', style_of(ROLE_BAR));
	int right = a->here->top_right(a, c);
	struct canvas left = canvas_sub(c, (struct rect){0, 0, c->w - right - 1, 1});
	int x = 1 + canvas_text(&left, 1, 0, strong, "wirelab");
	a->here->top_left(a, &left, x);
}

void bars_key_name(const char *key, char out[KEY_NAME_MAX])
{
	/* "<Space>" reads better without its brackets; "<" itself is a key too. */
	size_t len = strlen(key);
	bool bracket = len > 2 && key[0] == '<' && key[len - 1] == '>';
	snprintf(
	        out, KEY_NAME_MAX, "%.*s", (int)(bracket ? len - 2 : len), bracket ? key + 1 : key);
	if (strcmp(out, "Lt") == 0)
		snprintf(out, KEY_NAME_MAX, "<");
}

/* False when it does not fit any more. */
static bool put_hint(struct bars_hints *h, const char *key, const char *help)
{
	struct canvas *c = &h->area;
	char name[KEY_NAME_MAX];
	bars_key_name(key, name);
	int gap = h->app->canvas.w < 85 ? 2 : 3, width = text_width(name) + 1 + text_width(help);
	if (h->x + width > c->w)
		return false;
	h->x += canvas_text(c, h->x, h->y, style_of(ROLE_KEY), name) + 1;
	h->x += canvas_text(c, h->x, h->y, style_of(ROLE_BAR), help) + gap;
	return true;
}

void bars_hint(struct bars_hints *h, const char *key, const char *help)
{
	put_hint(h, key, help);
}

/* Whether a mode that is asked before has the same key for something else. */
static bool hidden(const struct app *a, const struct key_binding *b)
{
	struct key k;
	if (!key_parse(b->key, &k))
		return false;
	const struct key_binding *first = app_binding(a, k);
	return first && first != b && strcmp(first->mode, b->mode) != 0;
}

void bars_hints_of(struct bars_hints *h, const char *mode, int most)
{
	const struct app *a = h->app;
	for (size_t i = 0; i < keymap_count(a->keys) && most > 0; i++) {
		const struct key_binding *b = keymap_at(a->keys, i);
		if (strcmp(b->mode, mode) != 0 || !b->help || hidden(a, b) ||
		        (a->here->useless && a->here->useless(a, b)) || keys_told_before(a, i))
			continue;
		if (!put_hint(h, b->key, _(b->help)))
			return;
		most--;
	}
}

static void draw_hints(const struct app *a, struct canvas *c, int y)
{
	/* The way out and the help stand at the right whatever else fits. */
	char text[64];
	if (c->w < 100)
		snprintf(text, sizeof(text), "  ? %s  q %s", _("help"), _("leave"));
	else
		snprintf(text, sizeof(text), "   ? %s   : %s   q %s", _("help"), _("command"),
		        _("leave"));
	int right = text_width(text) + 1, room = c->w > 60 ? c->w - right : c->w;
	struct bars_hints h = {
	        .app = a, .area = canvas_sub(c, (struct rect){0, 0, room, c->h}), .x = 1, .y = y};
	a->here->hints(a, &h);
	if (c->w > 60)
		canvas_right(c, c->w - 2, y, style_of(ROLE_BAR), text);
}

static void draw_candidates(const struct app *a, struct canvas *c, int y)
{
	size_t n = prompt_candidate_count(a->prompt), rows = n < 8 ? n : 8;
	if ((int)rows > y - 1)
		rows = y > 1 ? (size_t)y - 1 : 0;
	for (size_t i = 0; i < rows; i++) {
		int row = y - (int)rows + (int)i;
		canvas_fill(c, (struct rect){0, row, c->w, 1}, ' ', style_of(ROLE_BAR));
		if (i + 1 == rows && n > rows) {
			canvas_printf(
			        c, 1, row, style_of(ROLE_BAR), _("and %zu more"), n - rows + 1);
			break;
		}
		canvas_fit(c, 1, row, 20, style_of(ROLE_KEY), prompt_candidate(a->prompt, i));
		canvas_fit(c, 22, row, c->w - 23, style_of(ROLE_BAR),
		        prompt_candidate_help(a->prompt, i));
	}
}

/* What is said of the line that is being typed, an error with a caret over its word. */
static bool draw_note(const struct app *a, struct canvas *c, int y, int x)
{
	struct app_note note;
	char before[PROMPT_LINE_MAX];
	if (y < 1 || !a->here->typed_note || !a->here->typed_note(a, &note))
		return false;
	canvas_fill(c, (struct rect){0, y, c->w, 1}, ' ', style_of(ROLE_BAR));
	if (!note.is_error) {
		canvas_fit(c, 1, y, c->w - 2, style_of(ROLE_BAR), note.text);
		return true;
	}
	snprintf(before, sizeof(before), "%.*s", (int)note.at, prompt_text(a->prompt));
	x += text_width(before);
	int room = c->w - x - 3, width = text_width(note.text);
	canvas_glyph(c, x, y, style_of(ROLE_ERROR), GLYPH_DOWN);
	if (room >= width) {
		canvas_fit(c, x + 2, y, room, style_of(ROLE_ERROR), note.text);
		return true;
	}
	/* A line of its own above. */
	if (y > 1) {
		canvas_fill(c, (struct rect){0, y - 1, c->w, 1}, ' ', style_of(ROLE_BAR));
		canvas_fit(c, 1, y - 1, c->w - 2, style_of(ROLE_ERROR), note.text);
	}
	return true;
}

static void draw_prompt(const struct app *a, struct canvas *c, int y)
{
	int x = canvas_text(c, 0, y, style_of(ROLE_PROMPT), prompt_label(a->prompt));
	int column = prompt_column(a->prompt),
	    shift = x + column >= c->w ? x + column - c->w + 1 : 0;
	struct canvas line = canvas_sub(c, (struct rect){x, y, c->w - x, 1});
	canvas_text(&line, -shift, 0, style_of(ROLE_PROMPT), prompt_text(a->prompt));
	bool noted = !prompt_candidate_count(a->prompt) && draw_note(a, c, y - 1, x - shift);
	if (!noted)
		draw_candidates(a, c, y);
	canvas_cursor(c, x + column - shift, y);
}

/* What was said last, by the shell or by the screen's own parts, while it is fresh. */
static bool message(const struct app *a, nsec now, struct app_message *out)
{
	struct app_message own;
	*out = a->said;
	if (a->here->message && a->here->message(a, &own) && own.when > out->when &&
	        own.when > a->last_key - NSEC_PER_SEC)
		*out = own;
	return out->when && (now - out->when < SAY_FOR || out->is_error);
}

/* In the last line, and in as many above it as it needs: a cure that is cut off cures nothing. */
static void draw_message(const struct app_message *m, struct canvas *c, int y)
{
	struct style st = style_of(m->is_error ? ROLE_ERROR : ROLE_BAR);
	struct canvas none = canvas_sub(c, (struct rect){3, y, c->w - 4, 0});
	int rows = text_draw_wrapped(&none, st, m->text);
	int top = rows > y ? 0 : y - rows + 1;
	canvas_fill(c, (struct rect){0, top, c->w, y - top + 1}, ' ', style_of(ROLE_BAR));
	canvas_text(
	        c, 1, top, style_of(m->is_error ? ROLE_ERROR : ROLE_OK), m->is_error ? "!" : "-");
	struct canvas text = canvas_sub(c, (struct rect){3, top, c->w - 4, y - top + 1});
	text_draw_wrapped(&text, st, m->text);
}

void bars_draw_bottom(const struct app *a, struct canvas *c, nsec now)
{
	int y = c->h - 1;
	struct app_message m;
	canvas_fill(c, (struct rect){0, y, c->w, 1}, ' ', style_of(ROLE_BAR));
	if (prompt_is_open(a->prompt)) {
		draw_prompt(a, c, y);
	} else if (message(a, now, &m)) {
		draw_message(&m, c, y);
	} else if (!a->here->bottom || !a->here->bottom(a, c, y)) {
		draw_hints(a, c, y);
	}
}
