/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Home: chapters and labs with their progress, the free bench, and what this machine allows.
 */
#include "ui/front/home.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/text.h"
#include "base/vec.h"
#include "bench/command.h"
#include "capture/file.h"
#include "lab/catalogue.h"
#include "lab/progress.h"
#include "net/world.h"
#include "ui/draw/box.h"
#include "ui/draw/graph.h"
#include "ui/draw/text.h"
#include "ui/front/bars.h"
#include "ui/front/bench_screen.h"
#include "ui/front/complete.h"
#include "ui/front/inspect_screen.h"
#include "ui/front/overlay.h"
#include "ui/front/recent.h"
#include "watch/watch.h"

#define ASK_AFTER (40 * NSEC_PER_MSEC)

enum row_kind { ROW_BENCH, ROW_CHAPTER, ROW_LAB, ROW_BROKEN, ROW_CAPTURE, ROW_RECENT, ROW_WATCH };

/* What is opened that is no lab: its row, and what is said about it. */
static const struct {
	const char *row, *title, *about;
} doors[] = {
        [ROW_BENCH] = {N_("A free bench: two hosts, a wire, and your own programs"), N_("bench"),
                N_("Two hosts of your own, client and server, each with a shell. Whatever they "
                   "send stops at your wire until you let it go.\n\nFrom the command line: "
                   "wirelab bench server='python3 server.py' client='nc server 8888'")},
        [ROW_CAPTURE] = {N_("Open a capture or a saved tape"), N_("capture"),
                N_("Packets that were captured: pcap, pcapng, also compressed, and tapes of "
                   "labs and benches. Enter asks for the file; Tab completes its name.\n\n"
                   "From the command line: wirelab read FILE")},
        [ROW_RECENT] = {NULL, N_("capture"),
                N_("A capture or a tape that you have opened before.")},
        [ROW_WATCH] = {N_("Watch packets as they pass"), N_("watch"),
                N_("The packets of this machine's lo, or of another interface, with the program "
                   "at each end. Enter asks which and for a filter.\n\nFrom the command line: "
                   "wirelab watch; wirelab watch -- COMMAND needs no right at all.")},
};

struct row {
	enum row_kind kind;
	char chapter;
	size_t at;   /* lab, broken sentence or recent capture */
	size_t done; /* steps done of a lab */
};

struct home {
	const struct front_options *o;
	struct catalogue *labs;
	VEC(struct row) rows;
	struct recent recent; /* captures opened before */
	struct list list;
	int top;        /* screen row of the list's first, for the mouse */
	bool asked, ok; /* about the machine */
	const char *machine;
};

static void add_row(struct home *h, struct row row)
{
	vec_push(&h->rows, row);
}

/* The lab to go on with: the first that is not done. */
static void choose_next(struct home *h)
{
	for (size_t i = 0; i < h->rows.count; i++) {
		const struct row *r = &h->rows.at[i];
		if (r->kind == ROW_LAB && r->done < h->labs->labs[r->at]->step_count) {
			h->list.selected = i;
			return;
		}
	}
	h->list.selected = h->rows.count - 1;
}

static void make_rows(struct home *h)
{
	const struct catalogue *labs = h->labs;
	char chapter = 0;
	h->rows.count = 0;
	for (size_t i = 0; i < labs->count; i++) {
		if (labs->labs[i]->chapter != chapter) {
			chapter = labs->labs[i]->chapter;
			add_row(h, (struct row){.kind = ROW_CHAPTER, .chapter = chapter});
		}
		add_row(h, (struct row){.kind = ROW_LAB, .at = i});
	}
	for (size_t i = 0; i < labs->broken_count; i++)
		add_row(h, (struct row){.kind = ROW_BROKEN, .at = i});
	add_row(h, (struct row){.kind = ROW_CAPTURE});
	for (size_t i = 0; i < h->recent.count; i++)
		add_row(h, (struct row){.kind = ROW_RECENT, .at = i});
	add_row(h, (struct row){.kind = ROW_WATCH});
	add_row(h, (struct row){.kind = ROW_BENCH});
}

struct home *home_create(const struct front_options *o, struct err *e)
{
	struct catalogue *labs = catalogue_load(o->labs_dir, e);
	if (!labs)
		return NULL;
	struct home *h = xcalloc(1, sizeof(*h));
	h->o = o;
	h->labs = labs;
	home_refresh(h);
	choose_next(h);
	return h;
}

void home_destroy(struct home *h)
{
	if (!h)
		return;
	catalogue_destroy(h->labs);
	vec_free(&h->rows);
	recent_finish(&h->recent);
	free(h);
}

void home_refresh(struct home *h)
{
	recent_load(&h->recent, h->o->state_dir);
	make_rows(h);
	VEC_EACH (row, &h->rows) {
		struct progress p;
		if (row->kind != ROW_LAB)
			continue;
		const struct lab *lab = h->labs->labs[row->at];
		progress_init(&p);
		row->done = 0;
		if (h->o->state_dir && progress_load(lab, h->o->state_dir, &p, NULL))
			row->done = progress_count(lab, &p);
	}
}

static const struct row *chosen(const struct home *h)
{
	return h->list.selected < h->rows.count ? &h->rows.at[h->list.selected] : NULL;
}

/* What Enter opens: the lab's folder, borrowed, or NULL for the free bench. */
static const char *choice(const struct home *h)
{
	const struct row *r = chosen(h);
	return r && r->kind == ROW_LAB ? h->labs->labs[r->at]->dir : NULL;
}

/* Headings can't be chosen: moves on until something can. */
static void skip_headings(struct home *h, int step)
{
	size_t at = h->list.selected;
	while (at < h->rows.count &&
	        (h->rows.at[at].kind == ROW_CHAPTER || h->rows.at[at].kind == ROW_BROKEN)) {
		if ((step < 0 && at == 0) || (step > 0 && at + 1 >= h->rows.count)) {
			step = -step;
			continue;
		}
		at = step < 0 ? at - 1 : at + 1;
	}
	list_select(&h->list, at);
}

static bool act(struct app *app, const struct view_act *a)
{
	struct home *h = app->home;
	struct view_act moved = *a;
	size_t before = h->list.selected;
	if (a->kind == ACT_CLICK)
		moved.y -= h->top;
	if (!view_list_act(&h->list, &moved))
		return false;
	skip_headings(h, a->kind == ACT_FIRST || h->list.selected > before ? 1 : -1);
	if (a->kind == ACT_FIRST || h->list.selected == 1)
		h->list.top = 0;
	return true;
}

static void draw_lab(const struct home *h, struct canvas *c, int y, const struct row *r, bool here)
{
	const struct lab *lab = h->labs->labs[r->at];
	struct style st = style_of(here ? ROLE_SELECTED : ROLE_TEXT);
	char right[64];
	bool done = lab->step_count && r->done >= lab->step_count;
	snprintf(right, sizeof(right), _("%zu/%zu  %3u min"), r->done, lab->step_count,
	        lab->minutes);
	if (here)
		canvas_fill(c, (struct rect){0, y, c->w, 1}, ' ', st);
	canvas_glyph(c, 2, y, here ? st : style_of(done ? ROLE_OK : ROLE_DIM),
	        done      ? GLYPH_CHECK
	        : r->done ? GLYPH_LAMP_ON
	                  : GLYPH_LAMP_OFF);
	int room = c->w - 5 - text_width(right) - 2, name = room > 40 ? 18 : 0;
	if (name)
		canvas_fit(c, 4, y, name - 1, st, lab->name);
	canvas_fit(c, 4 + name, y, room - name, st, lab_text(&lab->title, h->o->lang));
	canvas_right(c, c->w - 2, y, here ? st : style_of(ROLE_DIM), right);
}

static void draw_plain(struct canvas *c, int y, bool here, enum glyph sign, const char *text)
{
	struct style st = style_of(here ? ROLE_SELECTED : ROLE_TEXT);
	if (here)
		canvas_fill(c, (struct rect){0, y, c->w, 1}, ' ', st);
	canvas_glyph(c, 2, y, here ? st : style_of(ROLE_DIM), sign);
	canvas_fit(c, 4, y, c->w - 4, st, text);
}

static void draw_row(const struct home *h, struct canvas *c, int y, size_t at)
{
	const struct row *r = &h->rows.at[at];
	bool here = at == h->list.selected;
	switch (r->kind) {
	case ROW_CHAPTER:
		canvas_printf(c, 0, y, style_of(ROLE_HEADING), "%c  %s", r->chapter,
		        _(catalogue_chapter(r->chapter)));
		break;
	case ROW_LAB:
		draw_lab(h, c, y, r, here);
		break;
	case ROW_BROKEN:
		canvas_fit(c, 2, y, c->w - 2, style_of(ROLE_ERROR), h->labs->broken[r->at]);
		break;
	case ROW_BENCH:
	case ROW_CAPTURE:
	case ROW_WATCH:
		draw_plain(c, y, here, GLYPH_PLAY, _(doors[r->kind].row));
		break;
	case ROW_RECENT:
		draw_plain(c, y, here, GLYPH_BULLET, h->recent.paths[r->at]);
		break;
	}
	if (here)
		canvas_cursor(c, 2, y);
}

static void describe(const struct home *h, struct canvas *c)
{
	const struct row *r = chosen(h);
	if (!r || r->kind != ROW_LAB) {
		text_draw_wrapped(c, style_of(ROLE_TEXT), _(doors[r ? r->kind : ROW_BENCH].about));
		return;
	}
	const struct lab *lab = h->labs->labs[r->at];
	struct canvas text = canvas_sub(c, (struct rect){0, 0, c->w, c->h - 3});
	text_draw_wrapped(&text, style_of(ROLE_TEXT), lab_text(&lab->about, h->o->lang));
	if (c->h < 5)
		return;
	int y = c->h - 2, x = canvas_text(c, 0, y, style_of(ROLE_DIM), _("level "));
	for (unsigned i = 0; i < 3; i++)
		x += canvas_glyph(
		        c, x, y, style_of(ROLE_DIM), i < lab->level ? GLYPH_STAR : GLYPH_FLAG_NONE);
	canvas_printf(c, x + 3, y, style_of(ROLE_DIM),
	        P_("about %u minute", "about %u minutes", lab->minutes), lab->minutes);
	graph_bar(c, 0, y + 1, c->w < 30 ? c->w : 30, (double)r->done, (double)lab->step_count,
	        style_of(ROLE_OK));
	canvas_printf(
	        c, 32, y + 1, style_of(ROLE_DIM), _("%zu of %zu steps"), r->done, lab->step_count);
}

/* What the machine allows may take a while to ask: only once the screen is there. */
static bool still_to_ask(const struct home *h)
{
	return !h->asked && h->o->machine;
}

static void ticked(struct app *a)
{
	struct home *h = a->home;
	if (!still_to_ask(h))
		return;
	h->asked = true;
	h->machine = h->o->machine(&h->ok);
}

static nsec tick(const struct app *a)
{
	return still_to_ask(a->home) ? ASK_AFTER : 0;
}

static void draw_machine(const struct home *h, struct canvas *c, int y)
{
	if (still_to_ask(h))
		canvas_fit(c, 3, y, c->w - 4, style_of(ROLE_DIM),
		        _("trying what this machine allows"));
	if (!h->machine)
		return;
	enum role role = h->ok ? ROLE_OK : ROLE_WARNING;
	canvas_glyph(c, 1, y, style_of(role), h->ok ? GLYPH_CHECK : GLYPH_FAILED);
	canvas_fit(c, 3, y, c->w - 4, style_of(h->ok ? ROLE_DIM : ROLE_WARNING), h->machine);
}

static void draw(struct app *a, struct canvas *c, nsec now)
{
	struct home *h = a->home;
	(void)now;
	bool wide = c->w >= 100;
	int body = c->h - 3, below = wide || body < 18 ? 0 : 8;
	struct rect list = {0, 1, wide ? c->w * 3 / 5 : c->w, body - below};
	struct box b = {.title = _("Labs"), .focus = true};
	struct canvas area = canvas_sub(c, list);
	struct rect in = box_inside((struct rect){0, 0, list.w, list.h});
	list_layout(&h->list, h->rows.count, in.h > 0 ? (size_t)in.h : 1);
	h->top = list.y + in.y;
	b.top = h->list.top;
	b.rows = h->list.rows;
	b.count = h->rows.count;
	struct canvas inside = box_draw(&area, &b);
	for (size_t i = 0; i < h->list.rows && h->list.top + i < h->rows.count; i++)
		draw_row(h, &inside, (int)i, h->list.top + i);
	if (wide || below) {
		struct rect side = wide ? (struct rect){list.w, 1, c->w - list.w, body}
		                        : (struct rect){0, 1 + list.h, c->w, below};
		struct canvas about = canvas_sub(c, side);
		const struct row *r = chosen(h);
		struct box ab = {.title = r && r->kind == ROW_LAB
		                                  ? h->labs->labs[r->at]->name
		                                  : _(doors[r ? r->kind : ROW_BENCH].title)};
		struct canvas text = box_draw(&about, &ab);
		describe(h, &text);
	}
	draw_machine(h, c, c->h - 2);
}

/* A capture, or a tape of our own. */
static bool open_file(struct app *a, const char *path, struct err *e)
{
	bool good = capture_file_is_tape(path) ? bench_screen_tape_at(a, path, e)
	                                       : inspect_screen_open(a, path, NULL, e);
	if (good)
		recent_add(a->o->state_dir, path);
	return good;
}

static bool run_read(struct app *a, int argc, char **argv, struct err *e)
{
	char *_cleanup_free_ path = command_words_joined(argc, argv, 1);
	return path[0] ? open_file(a, path, e)
	               : err_set(e, ERR_USAGE, "%s", _("expected the name of a file"));
}

/* Once a bench was open, wirelab sits in namespaces of its own: their lo is not the machine's. */
static bool run_watch(struct app *a, int argc, char **argv, struct err *e)
{
	if (world_entered())
		return err_set(e, ERR_MACHINE, "%s",
		        _("a lab or bench was open: wirelab sees its hosts now, not this machine; "
		          "leave, and start wirelab watch"));
	char *_cleanup_free_ filter = command_words_joined(argc, argv, 2);
	const struct watch_options o = {.live = {.interface = argc > 1 ? argv[1] : "lo",
	                                        .filter = filter,
	                                        .promiscuous = true}};
	return inspect_watch_open(a, &o, NULL, e);
}

static bool open_chosen(struct app *a, struct err *e)
{
	const struct row *r = chosen(a->home);
	if (r && r->kind == ROW_RECENT)
		return open_file(a, a->home->recent.paths[r->at], e);
	if (r && (r->kind == ROW_CAPTURE || r->kind == ROW_WATCH)) {
		app_command(a, r->kind == ROW_WATCH ? "prompt watch lo " : "prompt read ");
		return true;
	}
	const char *dir = choice(a->home);
	return dir ? bench_screen_lab(a, dir, -1, false, e) : bench_screen_bench(a, NULL, e);
}

static const struct key_binding *keys(size_t *count)
{
	static const struct key_binding rows[] = {
	        {"home", "<Enter>", "open", N_("open")},
	        {"home", "<Space>", "open", NULL},
	        {"home", "r", "prompt read ", N_("read a capture")},
	        {"home", "w", "prompt watch lo ", N_("watch packets")},
	};
	*count = sizeof(rows) / sizeof(rows[0]);
	return rows;
}

static const struct app_command *commands(size_t *count)
{
	static const struct app_command table[] = {
	        {"read", N_("FILE"), N_("open a capture or a saved tape"), run_read},
	        {"watch", N_("[INTERFACE [FILTER]]"),
	                N_("show packets as they pass, on lo or another interface"), run_watch},
	};
	*count = sizeof(table) / sizeof(table[0]);
	return table;
}

static void complete(
        struct app *a, const char *line, size_t word, size_t cursor, prompt_emit_fn emit, void *to)
{
	(void)a;
	if (strncmp(line, "read ", 5) == 0)
		complete_path(line + word, cursor - word, emit, to);
	if (strncmp(line, "watch ", 6) == 0 && word == 6)
		complete_interface(line + word, cursor - word, emit, to);
}

static void leave(struct app *a)
{
	(void)a; /* home stays, to come back to */
}

static int top_right(const struct app *a, struct canvas *c)
{
	(void)a;
	return canvas_right(c, c->w - 2, 0, style_of(ROLE_BAR), _("F1 help"));
}

static void top_left(const struct app *a, struct canvas *c, int x)
{
	(void)a;
	(void)c;
	(void)x;
}

static void hints(const struct app *a, struct bars_hints *h)
{
	(void)a;
	bars_hints_of(h, "home", 8);
}

static void help(struct app *a, struct overlay_help *h)
{
	(void)a;
	overlay_keys(h, "home", _("Home"));
}

const struct app_screen home_screen = {
        .mode = "home",
        .keys = keys,
        .commands = commands,
        .act = act,
        .draw = draw,
        .leave = leave,
        .top_right = top_right,
        .top_left = top_left,
        .hints = hints,
        .help = help,
        .open = open_chosen,
        .complete = complete,
        .tick = tick,
        .ticked = ticked,
};
