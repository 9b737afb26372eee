/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The bench on the screen: opens one, keeps what is drawn up to date, ends it.
 */
#include "ui/front/bench_screen.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "bench/recording.h"
#include "lab/catalogue.h"
#include "net/topology.h"
#include "term/terminal.h"

#define FRAME_EVERY (16 * NSEC_PER_MSEC)
#define STORM_EVERY (50 * NSEC_PER_MSEC) /* the machine has enough to do then */
#define ANSWER_WITHIN (100 * NSEC_PER_MSEC)
#define HELD_CLOCK_EVERY (100 * NSEC_PER_MSEC)
#define SLOW_CLOCK_EVERY (250 * NSEC_PER_MSEC)

static void lay_out_all(struct bench_screen *b)
{
	/* Those that choose a frame first, then what shows the chosen one. */
	static const int choosers[] = {PANE_NEXT, PANE_LADDER, PANE_PACKETS};
	for (size_t i = 0; i < sizeof(choosers) / sizeof(choosers[0]); i++)
		if (tiles_there(&b->tiles, choosers[i]))
			tiles_lay_out(&b->tiles, choosers[i], choosers[i] == PANE_NEXT);
	view_shared_update(&b->shared, b->view);
	for (int i = 0; i < PANE_COUNT; i++)
		if (tiles_there(&b->tiles, i) && i != PANE_NEXT && i != PANE_LADDER &&
		        i != PANE_PACKETS)
			tiles_lay_out(&b->tiles, i, false);
}

static void draw(struct app *a, struct canvas *c, nsec now)
{
	struct bench_screen *b = a->bench;
	struct rect area = {0, 1, c->w, c->h - 2};
	if (b->bench)
		bench_source_fill(&b->source, b->bench, now);
	if (b->looking_back)
		past_source_fill(&b->past);
	view_shared_update(&b->shared, b->view);
	bench_panes_arrange(b, area);
	lay_out_all(b);
	tiles_draw(&b->tiles, c);
	if (b->notice)
		bench_recording_notice(b, c);
}

/* Something that grows whenever a terminal shows something else. */
static uint64_t terminals_changed(const struct bench_screen *b)
{
	uint64_t sum = 0;
	size_t n = bench_panes(b->bench);
	for (size_t i = 0; i < n; i++)
		sum += vt_status(terminal_vt(bench_pane(b->bench, i)->terminal)).generation;
	return sum;
}

/* The program that had the keyboard has ended: the keys are ours again. */
static void take_keyboard_back(struct bench_screen *b)
{
	const struct bench_pane *p =
	        bench_pane(b->bench, (size_t)b->tiles.slots[b->tiles.focus].index);
	bool ended = terminal_status(p->terminal).state != TERMINAL_RUNNING;
	if (!ended && (!b->editing || p->edits))
		return;
	app_say(b->app, false, _("%s has ended: the keys are yours again"),
	        b->editing ? _("the editor") : p->name);
	if (b->zoomed_for_editor && b->tiles.arrangement.zoomed)
		layout_zoom(&b->tiles.arrangement, b->tiles.arrangement.zoom);
	b->keyboard = b->editing = b->zoomed_for_editor = false;
}

static void changed(struct app *a, nsec now)
{
	struct bench_screen *b = a->bench;
	if (!b->bench)
		return;
	if (b->keyboard)
		take_keyboard_back(b);
	uint64_t events = bench_changed(b->bench), terminals = terminals_changed(b);
	if (events != b->seen_bench || terminals != b->seen_terminals)
		a->dirty = true;
	if (terminals != b->seen_terminals && b->keyboard && now - a->last_key < ANSWER_WITHIN)
		a->urgent = true;
	b->seen_bench = events;
	b->seen_terminals = terminals;
}

/* Whether sockets' timers are on the screen: their time runs though nothing happens. */
static bool shows_timers(const struct bench_screen *b)
{
	static const int panes[] = {PANE_SOCKETS, PANE_STATES};
	bool shown = false;
	for (size_t i = 0; i < sizeof(panes) / sizeof(panes[0]); i++)
		shown |= tiles_shown(&b->tiles, panes[i]);
	const struct topology *net = b->view->topology;
	for (int node = 0; shown && node < net->node_count; node++) {
		const struct tape_socket *all;
		size_t n = view_source_sockets(b->view, node, &all);
		for (size_t i = 0; i < n; i++)
			if (all[i].timer)
				return true;
	}
	return false;
}

static nsec tick(const struct app *a)
{
	const struct bench_screen *b = a->bench;
	nsec delay = 0;
	if (b->bench && (bench_governor(b->bench) >= 0 || (!b->looking_back && shows_timers(b))))
		delay = SLOW_CLOCK_EVERY;
	if (b->bench && !b->looking_back && b->view->next_count)
		delay = HELD_CLOCK_EVERY;
	if ((b->bench && b->source.behind) || (b->looking_back && past_source_behind(&b->past)))
		delay = FRAME_EVERY;
	return delay;
}

static nsec pace(const struct app *a)
{
	return a->bench->bench && bench_governor(a->bench->bench) >= 0 ? STORM_EVERY : 0;
}

static struct tiles *tiles(const struct app *a)
{
	return &a->bench->tiles;
}

static const char *mode_at(const struct app *a, int i)
{
	const struct bench_screen *b = a->bench;
	const char *modes[4] = {0};
	size_t n = 0;
	if (b->recording)
		modes[n++] = "recording";
	if (b->looking_back)
		modes[n++] = "past";
	modes[n] = b->tiles.slots[b->tiles.focus].ops->name;
	return (size_t)i <= n ? modes[i] : NULL;
}

static bool message(const struct app *a, struct app_message *out)
{
	const struct bench_message *m = a->bench->bench ? bench_message(a->bench->bench) : NULL;
	if (!m)
		return false;
	*out = (struct app_message){.is_error = m->is_error, .when = m->when};
	snprintf(out->text, sizeof(out->text), "%s", m->text);
	return true;
}

/* Programs may run; a saved tape is not lost. */
static bool asks(const struct app *a)
{
	return a->bench->bench != NULL;
}

static void leave(struct app *a)
{
	struct bench_screen *b = a->bench;
	tiles_finish(&b->tiles);
	past_source_finish(&b->past);
	tape_file_close(b->file);
	bench_source_finish(&b->source);
	bench_destroy(b->bench);
	lab_destroy(b->lab);
	view_shared_finish(&b->shared);
	free(b);
	a->bench = NULL;
}

const struct app_screen bench_screen = {
        .mode = "bench",
        .keys = bench_keys,
        .commands = bench_commands,
        .tiles = tiles,
        .draw = draw,
        .leave = leave,
        .mode_at = mode_at,
        .top_right = bench_top_right,
        .top_left = bench_top_left,
        .hints = bench_hints,
        .useless = bench_useless,
        .bottom = bench_bottom,
        .message = message,
        .help = bench_help,
        .key = bench_key,
        .paste = bench_paste,
        .mouse = bench_mouse,
        .run = bench_run,
        .fill = bench_fill,
        .complete = bench_complete,
        .changed = changed,
        .tick = tick,
        .pace = pace,
        .asks = asks,
        .question = bench_question,
};

static struct bench_screen *make(struct app *a)
{
	struct bench_screen *b = xcalloc(1, sizeof(*b));
	b->app = a;
	b->shared =
	        (struct view_shared){.frame = TAPE_NONE, .event = TAPE_NONE, .waiting = TAPE_NONE};
	for (size_t i = 0; i < sizeof(b->marks) / sizeof(b->marks[0]); i++)
		b->marks[i] = TAPE_NONE;
	return b;
}

/* Takes the lab, unless it fails. */
static bool begin(struct app *a, const struct bench_options *o, struct lab *lab, struct err *e)
{
	struct bench *running = bench_create(a->loop, o, e);
	if (!running)
		return false;
	struct bench_screen *b = a->bench = make(a);
	b->bench = running;
	b->lab = lab;
	bench_source_fill(&b->source, b->bench, loop_now(a->loop));
	b->view = &b->source.view;
	bench_panes_make(b);
	a->said.when = 0;
	char *_cleanup_free_ title = xasprintf("wirelab: %s", o->lab ? o->lab->name : _("bench"));
	screen_title(a->screen, title);
	app_show(a, &bench_screen);
	return true;
}

/* Where the machine refuses, the recording of the lab is better than nothing. */
static bool instead_of_lab(struct app *a, const char *dir, int step, struct err *e)
{
	char why[sizeof(e->text)];
	snprintf(why, sizeof(why), "%s", e->text);
	return e->code == ERR_MACHINE && recording_there(dir) &&
	       bench_screen_recording(a, dir, step, why, e);
}

bool bench_screen_lab(struct app *a, const char *dir, int step, bool fresh, struct err *e)
{
	struct lab *lab = lab_load(dir, e);
	if (!lab)
		return false;
	struct bench_options o = {.lab = lab,
	        .lang = a->o->lang,
	        .state_dir = a->o->state_dir,
	        .no_autosave = a->o->no_autosave,
	        .cache_dir = a->o->cache_dir,
	        .fresh = fresh};
	if (!begin(a, &o, lab, e)) {
		lab_destroy(lab);
		return instead_of_lab(a, dir, step, e);
	}
	if (step < 0)
		return true;
	char line[32];
	snprintf(line, sizeof(line), "step %d", step + 1);
	app_command(a, line);
	return true;
}

bool bench_screen_bench(struct app *a, const struct bench_options *given, struct err *e)
{
	static const char *const hosts[] = {"client", "server"};
	static const struct bench_program shells[] = {
	        {.name = "client", .host = "client"}, {.name = "server", .host = "server"}};
	if (given)
		return begin(a, given, NULL, e);
	struct topology *t = xcalloc(1, sizeof(*t));
	struct bench_options o = {.topology = t,
	        .programs = shells,
	        .program_count = 2,
	        .mode = WIRE_HOLD,
	        .gate = "",
	        .lang = a->o->lang,
	        .state_dir = a->o->state_dir,
	        .no_autosave = a->o->no_autosave,
	        .cache_dir = a->o->cache_dir};
	bool good = topology_simple(t, hosts, 2, e) && begin(a, &o, NULL, e);
	free(t);
	return good;
}

void bench_screen_tape(struct app *a, const struct tape_file *f, const char *lab_dir)
{
	struct bench_screen *b = a->bench = make(a);
	b->recording = f->about->recorded != 0;
	progress_init(&b->answers);
	past_source_begin(&b->past, f->tape, f->about, NULL, lab_dir, a->o->lang);
	if (b->recording && b->past.lab)
		past_source_answers(&b->past, &b->answers);
	b->view = &b->past.view;
	b->looking_back = b->saved = true;
	bench_panes_make(b);
	app_show(a, &bench_screen);
	app_command(a, "past now");
	screen_title(
	        a->screen, b->recording ? _("wirelab: a recording") : _("wirelab: a saved tape"));
	if (f->damage[0])
		app_say(a, true, "%s", f->damage);
	else if (lab_dir && b->recording && !recording_is_of(f->about, lab_dir))
		app_say(a, true, "%s", _("the lab has changed since this recording was made"));
}

bool bench_screen_recording(
        struct app *a, const char *dir, int step, const char *why, struct err *e)
{
	struct tape_file *f = recording_open(dir, e);
	if (!f)
		return false;
	bench_screen_tape(a, f, dir);
	struct bench_screen *b = a->bench;
	b->file = f;
	b->notice = true;
	snprintf(b->why, sizeof(b->why), "%s", why);
	bench_recording_step(b, step > 0 ? (size_t)step : 0);
	tiles_focus(&b->tiles, PANE_LESSON);
	return true;
}

/* The folder of a tape's lab, if it is here. */
static char *lab_of(const char *name, const char *labs_dir)
{
	return labs_dir && name[0] ? catalogue_find(labs_dir, name, NULL) : NULL;
}

bool bench_screen_tape_at(struct app *a, const char *path, struct err *e)
{
	struct tape_file *f = tape_file_open(path, e);
	if (!f)
		return false;
	char *_cleanup_free_ dir = lab_of(f->about->lab, a->o->labs_dir);
	bench_screen_tape(a, f, dir);
	a->bench->file = f;
	return true;
}
