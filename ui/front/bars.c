/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The top line (where am I, what stands still) and the bottom line (what can be done, what was
 * said, the prompt).
 */
#include "ui/front/app.h"

#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"

#define SAY_FOR (6 * NSEC_PER_SEC)

/* Where am I, within `room` columns. */
static void top_left(const struct app *a, struct canvas *c, int room)
{
	struct style bar = style_of(ROLE_BAR), strong = bar;
	struct canvas left = canvas_sub(c, (struct rect){0, 0, room, 1});
	char step[200];
	strong.attrs = ATTR_BOLD;
	int x = 1 + canvas_text(&left, 1, 0, strong, "wirelab");
	if (!a->view)
		return;
	const struct view_source *s = a->view;
	if (!s->lab) {
		canvas_text(&left, x + 2, 0, bar, a->saved ? _("saved tape") : _("bench"));
		return;
	}
	if (c->w < 100)
		x = -1; /* the lab's name says it all */
	x += 2 + canvas_text(&left, x + 2, 0, c->w < 100 ? strong : bar, s->lab->name);
	if (s->step.index >= s->lab->step_count)
		return;
	snprintf(step, sizeof(step), "%zu/%zu %.150s", s->step.index + 1, s->step.count,
	        lab_text(&s->lab->steps[s->step.index].title, s->lang));
	canvas_fill(&left, (struct rect){x, 0, room - x, 1}, ' ', bar);
	canvas_fit(&left, x + 2, 0, room - x - 2, bar, step);
}

/* "⏸ wire holds 2   ⏸ calls hold". */
static void standing(const struct view_source *s, const struct canvas *c, char *out, size_t size)
{
	size_t frames = 0, calls;
	char wire[64], traced[64] = "";
	for (size_t i = 0; i < s->next_count; i++)
		frames += s->next[i].kind == NEXT_FRAME;
	calls = s->next_count - frames;
	const char *pause = glyph(c->glyphs, GLYPH_PAUSE), *play = glyph(c->glyphs, GLYPH_PLAY);
	if (s->holds && frames)
		snprintf(wire, sizeof(wire), P_("%s wire holds %zu", "%s wire holds %zu", frames),
		        pause, frames);
	else if (s->holds)
		snprintf(wire, sizeof(wire), _("%s wire holds"), pause);
	else
		snprintf(wire, sizeof(wire), _("%s wire passes"), play);
	if (s->calls == CALLS_HOLD && calls)
		snprintf(traced, sizeof(traced),
		        P_("   %s calls hold %zu", "   %s calls hold %zu", calls), pause, calls);
	else if (s->calls == CALLS_HOLD)
		snprintf(traced, sizeof(traced), _("   %s calls hold"), pause);
	else if (s->calls == CALLS_PASS)
		snprintf(traced, sizeof(traced), _("   %s calls pass"), play);
	snprintf(out, size, "%s%s", wire, traced);
}

/* What stands still; returns its columns. */
static int top_right(const struct app *a, struct canvas *c)
{
	char text[256], stands[160], frames[48];
	const struct view_source *s = a->view;
	struct style bar = style_of(ROLE_BAR);
	if (!s)
		return canvas_right(c, c->w - 2, 0, bar, _("F1 help"));
	if (a->looking_back) {
		app_past_words(a, stands, sizeof(stands));
		snprintf(text, sizeof(text), " %s %s ", glyph(c->glyphs, GLYPH_REWIND), stands);
		return canvas_right(c, c->w - 1, 0, style_of(ROLE_SELECTED), text);
	}
	unsigned long long n = tape_count(s->tape, TAPE_FRAME);
	standing(s, c, stands, sizeof(stands));
	snprintf(frames, sizeof(frames), P_("%llu frame", "%llu frames", (unsigned long)n), n);
	snprintf(text, sizeof(text), "  %s   %s%s%s", stands, frames, c->w < 100 ? "" : "   ",
	        c->w < 100 ? "" : _("F1 help"));
	return canvas_right(c, c->w - 2, 0, bar, text);
}

void bars_draw_top(const struct app *a, struct canvas *c)
{
	canvas_fill(c, (struct rect){0, 0, c->w, 1}, ' ', style_of(ROLE_BAR));
	int right = top_right(a, c);
	top_left(a, c, c->w - right - 1);
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

/* One hint "key what"; false when it does not fit any more. */
static bool hint(struct canvas *c, int *x, int y, const char *key, const char *help)
{
	char name[KEY_NAME_MAX];
	bars_key_name(key, name);
	int gap = c->w < 85 ? 2 : 3, width = text_width(name) + 1 + text_width(help);
	if (*x + width > c->w)
		return false;
	*x += canvas_text(c, *x, y, style_of(ROLE_KEY), name) + 1;
	*x += canvas_text(c, *x, y, style_of(ROLE_BAR), help) + gap;
	return true;
}

/* Whether a key of the general modes does something else in the mode of this pane. */
static bool hidden(const struct app *a, const struct key_binding *b)
{
	struct key k;
	return strcmp(b->mode, app_mode(a)) != 0 && key_parse(b->key, &k) &&
	       keymap_find(a->keys, app_mode(a), k);
}

/* A call can be let go or made to fail, a frame anything but that. */
static bool wrong_kind(const struct app *a, const char *command)
{
	const struct bench_next *e = view_waiting(a->view, app_entry_meant(a));
	bool both = strcmp(command, "deliver {frame}") == 0 || !strstr(command, "{");
	if (!e || both || strstr(command, "{program}"))
		return false;
	return (e->kind == NEXT_CALL) != (strstr(command, "{error}") != NULL);
}

/* Frames' verbs are worth a hint only while something waits. */
static bool useless(const struct app *a, const struct key_binding *b)
{
	if (!a->view)
		return false;
	/* What would be refused, and the way through time where time stands at its end. */
	bool travels =
	        strncmp(b->command, "past ", 5) == 0 || strncmp(b->command, "prompt past", 11) == 0;
	if (a->looking_back && !travels && !app_harmless(b->command))
		return true;
	if (strcmp(b->command, "hint") == 0)
		return !a->view->step.count || a->view->step.done;
	const struct bench_step_state *step = &a->view->step;
	if (strncmp(b->command, "predict ", 8) == 0)
		return !step->asked || step->answered || step->done;
	/* These two are shown first, where they count. */
	if (strcmp(b->command, "step next") == 0)
		return true;
	if (strcmp(b->command, "deliver {frame}") == 0 && a->focus != PANE_NEXT)
		return true;
	if (a->view->next_count && wrong_kind(a, b->command))
		return true;
	return !a->view->next_count &&
	       (strstr(b->command, "{frame}") || strstr(b->command, "{edit}") ||
	               strcmp(b->command, "deliver all") == 0);
}

static void hints_of(
        const struct app *a, struct canvas *c, int *x, int y, const char *mode, int most)
{
	for (size_t i = 0; i < keymap_count(a->keys) && most > 0; i++) {
		const struct key_binding *b = keymap_at(a->keys, i);
		if (strcmp(b->mode, mode) != 0 || !b->help || hidden(a, b) || useless(a, b) ||
		        keys_told_before(a, i))
			continue;
		if (!hint(c, x, y, b->key, _(b->help)))
			return;
		most--;
	}
}

static void draw_hints(const struct app *a, struct canvas *c, int y)
{
	int x = 1;
	/* The way out and the help stand at the right whatever else fits. */
	char text[64];
	if (c->w < 100)
		snprintf(text, sizeof(text), "  ? %s  q %s", _("help"), _("leave"));
	else
		snprintf(text, sizeof(text), "   ? %s   : %s   q %s", _("help"), _("command"),
		        _("leave"));
	int right = text_width(text) + 1;
	struct canvas left =
	        canvas_sub(c, (struct rect){0, 0, c->w > 60 ? c->w - right : c->w, c->h});
	bool waits = a->view && !a->looking_back && a->view->next_count;
	if (a->looking_back)
		hints_of(a, &left, &x, y, "past", 12);
	if (a->view && !a->looking_back && a->view->step.done &&
	        a->view->step.index + 1 < a->view->step.count)
		hint(&left, &x, y, ">", _("next step"));
	if (a->view && waits && a->focus == PANE_NEXT)
		hints_of(a, &left, &x, y, "bench", 12);
	else if (a->view) {
		if (waits)
			hint(&left, &x, y, "Space", _("let it happen"));
		hints_of(a, &left, &x, y, app_mode(a), 8);
		hints_of(a, &left, &x, y, "bench", 12);
	} else {
		hints_of(a, &left, &x, y, "home", 8);
	}
	if (c->w > 60)
		canvas_right(c, c->w - 2, y, style_of(ROLE_BAR), text);
}

static void draw_keyboard(const struct app *a, struct canvas *c, int y)
{
	char text[160];
	snprintf(text, sizeof(text), _(" keys %s %s   (%s: back)"), glyph(c->glyphs, GLYPH_TO),
	        app_pane_name(a, a->focus), a->prefix_name);
	canvas_fit(c, 0, y, c->w, style_of(ROLE_KEY), text);
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

static void draw_prompt(const struct app *a, struct canvas *c, int y)
{
	int x = canvas_text(c, 0, y, style_of(ROLE_PROMPT), prompt_label(a->prompt));
	int column = prompt_column(a->prompt),
	    shift = x + column >= c->w ? x + column - c->w + 1 : 0;
	struct canvas line = canvas_sub(c, (struct rect){x, y, c->w - x, 1});
	canvas_text(&line, -shift, 0, style_of(ROLE_PROMPT), prompt_text(a->prompt));
	draw_candidates(a, c, y);
	canvas_cursor(c, x + column - shift, y);
}

/* What was said last, by the screen or by the bench, while it is fresh. */
static const char *said(const struct app *a, nsec now, bool *is_error)
{
	const struct bench_message *m = a->bench ? bench_message(a->bench) : NULL;
	nsec when = a->say_when;
	const char *text = when ? a->say : NULL;
	*is_error = a->say_error;
	if (m && m->when > when && m->when > a->last_key - NSEC_PER_SEC) {
		text = m->text;
		when = m->when;
		*is_error = m->is_error;
	}
	return text && (now - when < SAY_FOR || *is_error) ? text : NULL;
}

void bars_draw_bottom(const struct app *a, struct canvas *c, nsec now)
{
	int y = c->h - 1;
	bool is_error;
	canvas_fill(c, (struct rect){0, y, c->w, 1}, ' ', style_of(ROLE_BAR));
	if (prompt_is_open(a->prompt)) {
		draw_prompt(a, c, y);
		return;
	}
	const char *text = said(a, now, &is_error);
	if (text) {
		canvas_text(
		        c, 1, y, style_of(is_error ? ROLE_ERROR : ROLE_OK), is_error ? "!" : "-");
		canvas_fit(c, 3, y, c->w - 4, style_of(is_error ? ROLE_ERROR : ROLE_BAR), text);
	} else if (a->keyboard) {
		draw_keyboard(a, c, y);
	} else {
		draw_hints(a, c, y);
	}
}
