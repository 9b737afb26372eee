/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Looking back: the moment that is shown, event by event, by steps of the lesson, to a mark or to
 * words. The world goes on meanwhile: what stands still is what a gate holds.
 */
#include "ui/front/bench_screen.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "ui/view/words.h"

#define FIND_MAX 1000000 /* events looked at */

static const struct tape *whole(const struct bench_screen *b)
{
	return b->saved ? b->past.all : b->source.view.tape;
}

/* The moment shown, as an event; now is the last one. */
static uint64_t moment_of(const struct bench_screen *b)
{
	return b->looking_back ? b->past.moment : tape_end(whole(b)) - 1;
}

static void begin(struct bench_screen *b)
{
	if (b->past.past)
		return;
	struct tape_about *about = xcalloc(1, sizeof(*about));
	bench_about(b->bench, about);
	past_source_begin(
	        &b->past, b->source.view.tape, about, &b->source.view, NULL, b->source.view.lang);
	free(about);
}

/* What follows the newest follows the moment. */
static void lists_to_end(struct bench_screen *b)
{
	static const int lists[] = {PANE_LADDER, PANE_PACKETS, PANE_LANES};
	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
		app_act(b->app, lists[i], &(struct view_act){.kind = ACT_LAST});
}

/* The newest event of what is shown, and its newest frame, are the chosen ones. */
static void choose_newest(struct bench_screen *b)
{
	const struct tape *t = b->view->tape;
	uint64_t last = tape_end(t);
	if (last == tape_first(t))
		return;
	view_shared_choose(&b->shared, tape_find(t, last - 1, TAPE_FRAME, -1), false);
	view_shared_choose_event(&b->shared, b->view, last - 1, false);
}

static void look(struct bench_screen *b, uint64_t event)
{
	begin(b);
	past_source_seek(&b->past, event);
	b->looking_back = true;
	b->keyboard = b->editing = false;
	b->view = &b->past.view;
	choose_newest(b);
	lists_to_end(b);
	app_touch(b->app);
}

static void to_now(struct bench_screen *b)
{
	if (b->saved) {
		look(b, tape_end(b->past.all) - 1);
		return;
	}
	if (!b->looking_back)
		return;
	b->looking_back = false;
	b->view = &b->source.view;
	choose_newest(b);
	lists_to_end(b);
	app_touch(b->app);
}

/* Whether something that is shown changed with this event. */
static bool worth_a_stop(const struct bench_screen *b, const struct tape_event *e)
{
	const struct view_shared *sh = &b->shared;
	if (e->kind == TAPE_NOTE)
		return e->note.kind != NOTE_SIZE;
	if (e->kind == TAPE_COUNTER)
		return !sh->counters_hidden;
	if (e->kind != TAPE_CALL)
		return true;
	return calls_wanted(&sh->calls_shown, &e->call) &&
	       (e->call.stage != CALL_ENTERED || calls_shown(&sh->calls, whole(b), e));
}

static void step_event(struct bench_screen *b, int step)
{
	const struct tape *t = whole(b);
	uint64_t id = moment_of(b);
	struct tape_event e;
	if (tape_first(t) == tape_end(t))
		return;
	for (;;) {
		if (step < 0 ? id <= tape_first(t) : id + 1 >= tape_end(t))
			break;
		id = step < 0 ? id - 1 : id + 1;
		if (tape_get(t, id, &e) && worth_a_stop(b, &e)) {
			look(b, id);
			return;
		}
	}
	if (step > 0)
		to_now(b);
	else
		look(b, tape_first(t));
}

/* Steps of the lesson; on a free bench, commands. A recording stops where a step is done, too: it
 * is there that the lesson tells why. */
static bool is_a_step(const struct bench_screen *b, const struct tape_note *n)
{
	if (b->recording && n->kind == NOTE_CHECK && strncmp(n->text, "step ", 5) == 0)
		return true;
	return n->kind == (b->view->lab ? NOTE_STEP : NOTE_COMMAND);
}

static void step_lesson(struct bench_screen *b, int step)
{
	const struct tape *t = whole(b);
	uint64_t id = moment_of(b);
	struct tape_event e;
	if (tape_first(t) == tape_end(t))
		return;
	while (step > 0 || id > tape_first(t)) {
		id = tape_find(t, step < 0 ? id - 1 : id + 1, TAPE_NOTE, step);
		if (id == TAPE_NONE)
			break;
		if (tape_get(t, id, &e) && is_a_step(b, &e.note)) {
			look(b, id);
			return;
		}
	}
	if (step > 0)
		to_now(b);
	else
		look(b, tape_first(t));
}

static bool find(struct bench_screen *b, const char *text, int step, struct err *e)
{
	struct view_source all = *b->view;
	uint64_t id = moment_of(b);
	struct tape_event ev;
	char words[400];
	all.tape = whole(b);
	if (text[0])
		snprintf(b->needle, sizeof(b->needle), "%s", text);
	for (long n = 0; b->needle[0] && n < FIND_MAX; n++) {
		if (step < 0 ? id <= tape_first(all.tape) : id + 1 >= tape_end(all.tape))
			break;
		id = step < 0 ? id - 1 : id + 1;
		if (!tape_get(all.tape, id, &ev))
			continue;
		view_event_words(&all, &b->shared, &ev, words, sizeof(words));
		if (strcasestr(words, b->needle)) {
			look(b, id);
			return true;
		}
	}
	return err_set(e, ERR_USAGE, _("no more \"%.60s\" that way"), b->needle);
}

static bool letter_of(const char *text, size_t *at, struct err *e)
{
	if (text[0] < 'a' || text[0] > 'z' || text[1])
		return err_set(e, ERR_USAGE, "%s", _("a mark is a letter from a to z"));
	*at = (size_t)(text[0] - 'a');
	return true;
}

/* Without a letter the next key is it. */
static bool mark(struct bench_screen *b, bool set, const char *text, struct err *e)
{
	size_t at = 0;
	if (!text[0]) {
		b->awaits = set ? 'm' : '\'';
		app_say(b->app, false, "%s",
		        set ? _("mark this moment: press a letter")
		            : _("to a mark: press its letter"));
		return true;
	}
	if (!letter_of(text, &at, e))
		return false;
	if (!set && b->marks[at] == TAPE_NONE)
		return err_set(e, ERR_USAGE, _("there is no mark %s"), text);
	if (!set) {
		look(b, b->marks[at]);
		return true;
	}
	b->marks[at] = moment_of(b);
	app_say(b->app, false, _("this moment is mark %s: ' %s comes back to it"), text, text);
	return true;
}

bool bench_mark_key(struct bench_screen *b, struct key k)
{
	char line[32];
	if (!b->awaits || prompt_is_open(b->app->prompt))
		return false;
	bool set = b->awaits == 'm';
	b->awaits = 0;
	if (k.sym != KEYSYM_CHAR || k.cp < 'a' || k.cp > 'z')
		return k.sym == KEYSYM_ESC;
	snprintf(line, sizeof(line), "past %s %c", set ? "mark" : "jump", (char)k.cp);
	app_command(b->app, line);
	return true;
}

static bool to_event(struct bench_screen *b, const char *text, struct err *e)
{
	char *end = NULL;
	text += text[0] == '#';
	unsigned long long id = strtoull(text, &end, 10);
	if (!text[0] || *end)
		return err_set(e, ERR_USAGE, "%s",
		        _("expected back, forward, first, now, find TEXT, mark A, jump A, here or "
		          "the "
		          "number of an event"));
	look(b, id);
	return true;
}

bool bench_travel(struct app *a, int argc, char **argv, struct err *e)
{
	struct bench_screen *b = a->bench;
	static const struct {
		const char *word;
		void (*go)(struct bench_screen *b, int step);
		int step;
	} ways[] = {{"back", step_event, -1}, {"forward", step_event, 1},
	        {"step-back", step_lesson, -1}, {"step-forward", step_lesson, 1}};
	const char *way = argc > 1 ? argv[1] : "back", *more = argc > 2 ? argv[2] : "";
	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++)
		if (strcmp(ways[i].word, way) == 0) {
			ways[i].go(b, ways[i].step);
			return true;
		}
	if (strcmp(way, "first") == 0)
		look(b, tape_first(whole(b)));
	else if (strcmp(way, "now") == 0)
		to_now(b);
	else if (strcmp(way, "here") == 0 && b->shared.event != TAPE_NONE)
		look(b, b->shared.event);
	else if (strcmp(way, "find") == 0 || strcmp(way, "find-next") == 0)
		return find(b, more, 1, e);
	else if (strcmp(way, "find-back") == 0)
		return find(b, more, -1, e);
	else if (strcmp(way, "mark") == 0 || strcmp(way, "jump") == 0)
		return mark(b, way[0] == 'm', more, e);
	else
		return to_event(b, way, e);
	return true;
}

void bench_past_words(const struct bench_screen *b, char *out, size_t size)
{
	const struct tape *t = whole(b);
	const struct view_source *s = &b->past.view;
	bool any = b->past.moment != TAPE_NONE, narrow = b->app->canvas.w < 100;
	nsec since = any && s->now > s->began ? s->now - s->began : 0;
	double seconds = (double)since / (double)NSEC_PER_SEC;
	unsigned long long back = any ? tape_end(t) - 1 - b->past.moment : 0;
	if (b->saved)
		snprintf(out, size, _("%.3f s, event %llu of %llu"), seconds,
		        any ? (unsigned long long)b->past.moment : 0ull,
		        (unsigned long long)tape_end(t) - 1);
	else if (narrow)
		snprintf(out, size, _("the past: %.3f s, End returns"), seconds);
	else
		snprintf(out, size,
		        P_("the past: %.3f s, %llu event back: End returns",
		                "the past: %.3f s, %llu events back: End returns",
		                (unsigned long)back),
		        seconds, back);
}
