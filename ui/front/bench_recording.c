/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A lab's recording on the screen, where its hosts can't be had: a saved tape that is told as a
 * lesson. Its steps can be followed and its questions answered; nothing in it can be changed, and
 * what is answered is kept only as long as it is looked at.
 */
#include "ui/front/bench_screen.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "ui/draw/box.h"
#include "ui/draw/text.h"

/* "2026-11-23", the day on which it was made. */
static void day_of(const struct tape_about *about, char out[16])
{
	time_t when = (time_t)((about->began + about->offset) / NSEC_PER_SEC);
	struct tm tm = {0};
	out[0] = '\0';
	if (localtime_r(&when, &tm))
		strftime(out, 16, "%Y-%m-%d", &tm);
}

void bench_recording_notice(const struct bench_screen *b, struct canvas *c)
{
	const struct tape_about *about = past_about(b->past.past);
	int w = c->w - 4 < 72 ? c->w - 4 : 72, h = c->h - 4 < 16 ? c->h - 4 : 16;
	struct box frame = {.title = _("A recording"),
	        .foot_note = _("any key: look at it"),
	        .focus = true,
	        .title_role = ROLE_WARNING};
	struct canvas in = box_dialog(c, w, h, &frame);
	struct canvas area = canvas_sub(&in, (struct rect){1, 0, in.w - 2, in.h});
	char day[16], text[400];
	int y = 0;
	if (b->why[0]) {
		snprintf(text, sizeof(text), _("The lab can't run here: %s."), b->why);
		y = text_draw_wrapped(&area, style_of(ROLE_WARNING), text) + 1;
	}
	day_of(about, day);
	snprintf(text, sizeof(text),
	        _("What follows is a recording: the lab's own solution, as it ran on %s with "
	          "wirelab %s. Nothing of it is live, and nothing can be changed."),
	        day, about->version);
	struct canvas rest = canvas_sub(&area, (struct rect){0, y, area.w, area.h - y});
	y += text_draw_wrapped(&rest, style_of(ROLE_TEXT), text) + 1;
	static const struct {
		const char *keys, *help;
	} ways[] = {
	        {"{  }", N_("a step of the lesson back, and on")},
	        {"[  ]", N_("an event back, and on")},
	        {"1 2 3", N_("answer the step's question, before you go on")},
	        {"Tab  ?", N_("from pane to pane; all keys")},
	};
	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++, y++) {
		canvas_fit(&area, 0, y, 8, style_of(ROLE_KEY), ways[i].keys);
		canvas_fit(&area, 8, y, area.w - 8, style_of(ROLE_TEXT), _(ways[i].help));
	}
	canvas_cursor(&in, 0, 0);
}

/* ---- the lesson ---- */

static bool predict(struct bench_screen *b, const char *word, struct err *e)
{
	const struct bench_step_state *s = &b->view->step;
	const struct lesson *lesson = b->view->lesson;
	size_t options = lesson && s->asked ? lesson->sections[s->index].option_count : 0;
	char *end;
	long n = strtol(word, &end, 10);
	if (!options)
		return err_set(e, ERR_USAGE, "%s", _("this step asks nothing"));
	if (*end || n < 1 || (size_t)n > options)
		return err_set(e, ERR_USAGE, _("expected an answer from 1 to %zu"), options);
	if (s->done)
		return err_set(e, ERR_USAGE, "%s", _("this step is done: its question is judged"));
	b->answers.chosen[s->index] = (int)n - 1;
	return true;
}

static bool hint(struct bench_screen *b, const char *word, struct err *e)
{
	const struct lesson *lesson = b->view->lesson;
	const struct bench_step_state *s = &b->view->step;
	unsigned *taken = &b->answers.hints[s->index];
	(void)word;
	if (!lesson || *taken >= 3 || !lesson->sections[s->index].hints[*taken].count)
		return err_set(e, ERR_USAGE, "%s", _("there is no further hint"));
	(*taken)++;
	return true;
}

bool bench_recording_step(struct bench_screen *b, size_t step)
{
	const struct lab *lab = b->view->lab;
	const struct tape *t = b->past.all;
	uint64_t id = tape_first(t);
	struct tape_event ev;
	if (!lab || step >= lab->step_count)
		return false;
	while ((id = tape_find(t, id, TAPE_NOTE, 1)) != TAPE_NONE && tape_get(t, id, &ev)) {
		if (ev.note.kind == NOTE_STEP && lab_step(lab, ev.note.text) == (int)step)
			break;
		id++;
	}
	if (id == TAPE_NONE)
		return false;
	char line[48];
	snprintf(line, sizeof(line), "past %llu", (unsigned long long)id);
	app_command(b->app, line);
	return true;
}

static bool go_to_step(struct bench_screen *b, const char *word, struct err *e)
{
	const struct bench_step_state *s = &b->view->step;
	char *end;
	unsigned long n = strtoul(word, &end, 10);
	size_t to = n - 1;
	if (!word[0] || strcmp(word, "next") == 0)
		to = s->index + 1;
	else if (strcmp(word, "back") == 0)
		to = s->index ? s->index - 1 : 0;
	else if (*end)
		to = s->count;
	if (to >= s->count && to == s->index + 1)
		return err_set(e, ERR_USAGE, "%s", _("that was the last step"));
	return bench_recording_step(b, to) ||
	       err_set(e, ERR_USAGE,
	               _("expected next, back, or a step from 1 to %zu, found \"%s\""), s->count,
	               word);
}

static const struct {
	const char *name;
	bool (*run)(struct bench_screen *b, const char *word, struct err *e);
} lines[] = {{"predict", predict}, {"hint", hint}, {"step", go_to_step}};

bool bench_recording_knows(const struct bench_screen *b, const char *line)
{
	size_t len = strcspn(line, " ");
	for (size_t i = 0; b->recording && i < sizeof(lines) / sizeof(lines[0]); i++)
		if (strlen(lines[i].name) == len && strncmp(lines[i].name, line, len) == 0)
			return true;
	return false;
}

bool bench_recording_run(struct bench_screen *b, int argc, char **argv, struct err *e)
{
	const char *word = argc > 1 ? argv[1] : "";
	app_touch(b->app);
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		if (strcmp(lines[i].name, argv[0]) == 0)
			return lines[i].run(b, word, e);
	return false;
}
