/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A capture on the screen: opens it, reads on between keys, shows filters while they are typed.
 */
#include "ui/front/inspect_screen.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "ui/draw/box.h"
#include "ui/front/bars.h"
#include "ui/front/overlay.h"
#include "ui/inspect/summary.h"

#define BUSY_EVERY (80 * NSEC_PER_MSEC) /* frames while packets come in and no key is pressed */
#define FIRST_WORK (8 * NSEC_PER_MSEC)  /* before the first frame, so that it shows rows */
#define PIPE_BATCH 2000u
#define COUNT_MAX 100000000ul

static struct tiles *tiles(const struct app *a)
{
	return &a->inspect->tiles;
}

static const char *mode_at(const struct app *a, int i)
{
	const struct tiles *t = &a->inspect->tiles;
	return i == 0 ? t->slots[t->focus].ops->name : NULL;
}

static void draw(struct app *a, struct canvas *c, nsec now)
{
	struct inspect_screen *s = a->inspect;
	int line = c->h >= 12 ? 1 : 0;
	(void)now;
	inspect_panes_arrange(s, (struct rect){0, 1, c->w, c->h - 2 - line});
	/* The list says which packet the others are about, even when another tab hides it. */
	tiles_lay_out(&s->tiles, 0, true);
	inspect_update(s->in);
	for (int i = 1; i < LAYOUT_PANES_MAX; i++)
		if (tiles_there(&s->tiles, i))
			tiles_lay_out(&s->tiles, i, false);
	tiles_draw(&s->tiles, c);
	if (line) {
		struct canvas below = canvas_sub(c, (struct rect){0, c->h - 2, c->w, 1});
		summary_draw(s->in, &below);
	}
	s->seen = inspect_changed(s->in);
}

static void on_pipe(void *user, int fd, unsigned events)
{
	struct inspect_screen *s = user;
	(void)fd;
	(void)events;
	traffic_work(s->in->traffic, PIPE_BATCH);
}

/* Waits for a pipe exactly while there is something to wait for. */
static void listen(struct inspect_screen *s)
{
	int fd = traffic_state(s->in->traffic) == TRAFFIC_WAIT ? traffic_fd(s->in->traffic) : -1;
	if (fd >= 0 && !s->wait)
		s->wait = loop_fd_add(s->app->loop, fd, LOOP_READ, on_pipe, s);
	if (fd < 0 && s->wait) {
		loop_fd_remove(s->wait);
		s->wait = NULL;
	}
}

static bool work(struct app *a, nsec until)
{
	bool more = inspect_work(a->inspect->in, until);
	listen(a->inspect);
	return more;
}

static void tell_once(struct app *a, struct inspect_screen *s)
{
	const char *damage = traffic_damage(s->in->traffic);
	if (damage[0] && !s->damage_told && traffic_state(s->in->traffic) == TRAFFIC_DONE) {
		s->damage_told = true;
		app_say(a, true, "%s", damage);
	}
	if (s->in->said.text[0])
		app_say(a, s->in->said.is_error, "%s", s->in->said.text);
	s->in->said.text[0] = 0;
}

static void changed(struct app *a, nsec now)
{
	struct inspect_screen *s = a->inspect;
	(void)now;
	tell_once(a, s);
	if (inspect_changed(s->in) != s->seen)
		app_touch(a);
}

static nsec pace(const struct app *a)
{
	return inspect_settled(a->inspect->in) && !a->inspect->wait ? 0 : BUSY_EVERY;
}

/* A filter works while it is typed. */
static void typed(struct app *a, const char *line)
{
	struct inspect_screen *s = a->inspect;
	const char *text = line && strncmp(line, "filter ", 7) == 0 ? line + 7 : NULL;
	s->trying = text != NULL;
	s->wrong = text && !inspect_filter(s->in, text, true, &s->why);
	if (!text)
		inspect_filter_give_up(s->in);
}

static bool typed_note(const struct app *a, struct app_note *out)
{
	const struct inspect_screen *s = a->inspect;
	const char *text = inspect_filter_text(s->in), *spelt = inspect_filter_expanded(s->in);
	if (!s->trying)
		return false;
	if (s->wrong) {
		*out = (struct app_note){
		        .is_error = true, .at = 7 + s->why.offset, .text = s->why.text};
		return true;
	}
	*out = (struct app_note){.text = spelt};
	return strcmp(text, spelt) != 0;
}

/* Digits before a key: so many times, or the number of a packet. */
static bool key(struct app *a, struct key k)
{
	struct inspect_screen *s = a->inspect;
	const struct key_binding *b = app_binding(a, k);
	unsigned long count = s->count;
	char line[48];
	if (k.sym == KEYSYM_CHAR && !k.mods && k.cp < 128 && isdigit((int)k.cp) &&
	        (k.cp != '0' || count)) {
		s->count = count < COUNT_MAX ? count * 10 + (k.cp - '0') : count;
		app_touch(a);
		return true;
	}
	s->count = 0;
	if (!count || !b)
		return false;
	if (strcmp(b->command, "cursor last") == 0 || strcmp(b->command, "cursor first") == 0) {
		snprintf(line, sizeof(line), "goto %lu", count);
		app_command(a, line);
		return true;
	}
	bool down = strcmp(b->command, "cursor down") == 0;
	if (!down && strcmp(b->command, "cursor up") != 0)
		return false;
	app_act(a, s->tiles.focus,
	        &(struct view_act){.kind = ACT_MOVE, .by = down ? (long)count : -(long)count});
	return true;
}

static void hints(const struct app *a, struct bars_hints *h)
{
	bars_hints_of(h, mode_at(a, 0), 4);
	bars_hints_of(h, "inspect", 20);
}

static void help(struct app *a, struct overlay_help *h)
{
	const struct inspect_screen *s = a->inspect;
	overlay_keys(h, mode_at(a, 0), tiles_name(&s->tiles, s->tiles.focus));
	overlay_keys(h, "inspect", _("In a capture"));
	overlay_line(h, "17G  5j", _("to packet 17; five rows down"));
}

/* A file that is still being written would end where it is. */
static bool asks(const struct app *a)
{
	return a->inspect->in->writing;
}

static void question(const struct app *a, struct canvas *c)
{
	struct box frame = {
	        .title = a->home ? _("Leave the capture?") : _("Leave wirelab?"), .focus = true};
	struct canvas in = box_dialog(c, c->w - 4 < 60 ? c->w - 4 : 60, 3, &frame);
	canvas_fit(&in, 1, 0, in.w - 2, style_of(ROLE_WARNING),
	        _("Packets are still being written: the file would end there."));
	canvas_fit(
	        &in, 1, 2, in.w - 2, style_of(ROLE_KEY), _("q or y: leave    any other key: stay"));
	canvas_cursor(&in, 1, 2);
}

static void close_source(const struct inspect_source *source)
{
	if (source->close)
		source->close(source->user);
}

static void leave(struct app *a)
{
	struct inspect_screen *s = a->inspect;
	if (s->wait)
		loop_fd_remove(s->wait);
	tiles_finish(&s->tiles);
	inspect_destroy(s->in);
	close_source(&s->source);
	free(s->name);
	free(s->path);
	free(s);
	a->inspect = NULL;
}

const struct app_screen inspect_screen = {
        .mode = "inspect",
        .keys = inspect_keys,
        .commands = inspect_commands,
        .tiles = tiles,
        .draw = draw,
        .leave = leave,
        .mode_at = mode_at,
        .top_right = inspect_top_right,
        .top_left = inspect_top_left,
        .hints = hints,
        .help = help,
        .key = key,
        .fill = inspect_fill,
        .complete = inspect_complete,
        .typed = typed,
        .typed_note = typed_note,
        .changed = changed,
        .pace = pace,
        .work = work,
        .asks = asks,
        .question = question,
};

bool inspect_screen_show(struct app *a, const struct inspect_source *source, const char *name,
        const char *filter, struct err *e)
{
	struct traffic_filter_error why;
	struct inspect *in = inspect_create(source->traffic);
	in->owner = source->owner;
	in->owner_user = source->user;
	if (filter && !inspect_filter(in, filter, false, &why)) {
		err_set(e, ERR_USAGE, "%s", why.text);
		inspect_destroy(in);
		close_source(source);
		return false;
	}
	struct inspect_screen *s = a->inspect = xcalloc(1, sizeof(*s));
	s->app = a;
	s->source = *source;
	s->in = in;
	s->name = xstrdup(name);
	/* What grows is followed, a file is read from its beginning. */
	in->follow = traffic_progress(source->traffic) < 0;
	inspect_columns_load(s);
	inspect_panes_make(s);
	char *_cleanup_free_ title = xasprintf("wirelab: %s", name);
	screen_title(a->screen, title);
	a->said.when = 0;
	app_show(a, &inspect_screen);
	work(a, clock_now() + FIRST_WORK);
	return true;
}

static void close_file(void *user)
{
	traffic_destroy(user);
}

bool inspect_screen_open(struct app *a, const char *path, const char *filter, struct err *e)
{
	bool standard = strcmp(path, "-") == 0;
	const char *slash = strrchr(path, '/');
	struct capture_file *f = capture_file_open(path, e);
	if (!f)
		return false;
	struct traffic *t = traffic_create(f);
	bool good = inspect_screen_show(a,
	        &(struct inspect_source){.traffic = t, .user = t, .close = close_file},
	        standard ? _("standard input")
	        : slash  ? slash + 1
	                 : path,
	        filter, e);
	if (good && !standard)
		a->inspect->path = xstrdup(path);
	return good;
}
