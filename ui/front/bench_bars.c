/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the bench says in the top line (which lab, what stands still) and the bottom line.
 */
#include "ui/front/bench_screen.h"

#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "ui/front/bars.h"

void bench_top_left(const struct app *a, struct canvas *c, int x)
{
	const struct bench_screen *b = a->bench;
	const struct view_source *s = b->view;
	struct style bar = style_of(ROLE_BAR), strong = bar;
	bool narrow = a->canvas.w < 100;
	char step[200];
	strong.attrs = ATTR_BOLD;
	if (!s->lab) {
		canvas_text(c, x + 2, 0, bar, b->saved ? _("saved tape") : _("bench"));
		return;
	}
	if (narrow) {
		x = -1; /* the lab's name says it all */
		canvas_fill(c, canvas_area(c), ' ', bar);
	}
	x += 2 + canvas_text(c, x + 2, 0, narrow ? strong : bar, s->lab->name);
	if (s->step.index >= s->lab->step_count)
		return;
	snprintf(step, sizeof(step), "%zu/%zu %.150s", s->step.index + 1, s->step.count,
	        lab_text(&s->lab->steps[s->step.index].title, s->lang));
	canvas_fit(c, x + 2, 0, c->w - x - 2, bar, step);
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

int bench_top_right(const struct app *a, struct canvas *c)
{
	const struct bench_screen *b = a->bench;
	char text[256], stands[160], frames[48];
	const struct view_source *s = b->view;
	struct style bar = style_of(ROLE_BAR);
	if (b->looking_back) {
		bench_past_words(b, stands, sizeof(stands));
		snprintf(text, sizeof(text), " %s %s%s ", glyph(c->glyphs, GLYPH_REWIND),
		        b->recording ? _("RECORDING  ") : "", stands);
		return canvas_right(c, c->w - 1, 0, style_of(ROLE_SELECTED), text);
	}
	unsigned long long n = tape_count(s->tape, TAPE_FRAME);
	standing(s, c, stands, sizeof(stands));
	snprintf(frames, sizeof(frames), P_("%llu frame", "%llu frames", (unsigned long)n), n);
	snprintf(text, sizeof(text), "  %s   %s%s%s", stands, frames, c->w < 100 ? "" : "   ",
	        c->w < 100 ? "" : _("F1 help"));
	return canvas_right(c, c->w - 2, 0, bar, text);
}

/* A call can be let go or made to fail, a frame anything but that. */
static bool wrong_kind(const struct bench_screen *b, const char *command)
{
	const struct bench_next *e = view_waiting(b->view, bench_entry_meant(b));
	bool both = strcmp(command, "deliver {frame}") == 0 || !strstr(command, "{");
	if (!e || both || strstr(command, "{program}"))
		return false;
	return (e->kind == NEXT_CALL) != (strstr(command, "{error}") != NULL);
}

/* Frames' verbs are worth a hint only while something waits. */
static bool waits_in_vain(const struct bench_screen *b, const char *command)
{
	if (b->view->next_count)
		return wrong_kind(b, command);
	return strstr(command, "{frame}") || strstr(command, "{edit}") ||
	       strcmp(command, "deliver all") == 0;
}

bool bench_useless(const struct app *a, const struct key_binding *key)
{
	const struct bench_screen *b = a->bench;
	/* What would be refused, and the way through time where time stands at its end. */
	bool travels = strncmp(key->command, "past ", 5) == 0 ||
	               strncmp(key->command, "prompt past", 11) == 0;
	if (b->looking_back && !travels && !bench_harmless(a, key->command))
		return true;
	const struct bench_step_state *step = &b->view->step;
	if (strcmp(key->command, "hint") == 0)
		return !step->count || step->done;
	if (strncmp(key->command, "predict ", 8) == 0)
		return !step->asked || step->answered || step->done;
	/* These two are shown first, where they count. */
	if (strcmp(key->command, "step next") == 0)
		return true;
	if (strcmp(key->command, "deliver {frame}") == 0 && b->tiles.focus != PANE_NEXT)
		return true;
	return waits_in_vain(b, key->command);
}

void bench_hints(const struct app *a, struct bars_hints *h)
{
	const struct bench_screen *b = a->bench;
	const struct bench_step_state *step = &b->view->step;
	bool waits = !b->looking_back && b->view->next_count;
	if (b->recording)
		bars_hints_of(h, "recording", 1);
	if (b->looking_back)
		bars_hints_of(h, "past", 12);
	else if (step->done && step->index + 1 < step->count)
		bars_hint(h, ">", _("next step"));
	if (!waits || b->tiles.focus != PANE_NEXT) {
		if (waits)
			bars_hint(h, "Space", _("let it happen"));
		bars_hints_of(h, b->tiles.slots[b->tiles.focus].ops->name, 8);
	}
	bars_hints_of(h, "bench", 12);
}

bool bench_bottom(const struct app *a, struct canvas *c, int y)
{
	const struct bench_screen *b = a->bench;
	char text[160];
	if (!b->keyboard)
		return false;
	snprintf(text, sizeof(text), _(" keys %s %s   (%s: back)"), glyph(c->glyphs, GLYPH_TO),
	        tiles_name(&b->tiles, b->tiles.focus), a->prefix_name);
	canvas_fit(c, 0, y, c->w, style_of(ROLE_KEY), text);
	return true;
}
