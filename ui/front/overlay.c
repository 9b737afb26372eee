/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What lies over the screen: help, made of the tables of keys and commands, and the question
 * before leaving.
 */
#include "ui/front/app.h"

#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/vec.h"
#include "bench/command.h"
#include "term/terminal.h"
#include "ui/draw/box.h"
#include "ui/draw/text.h"

struct line {
	char left[64];
	const char *right; /* borrowed */
	bool head;
};

struct lines {
	VEC(struct line) all;
};

static void add(struct lines *l, bool head, const char *left, const char *right)
{
	struct line line = {.right = right, .head = head};
	snprintf(line.left, sizeof(line.left), "%s", left);
	vec_push(&l->all, line);
}

/* The help of a key: its own words, else those of the command it runs. */
static const char *help_of(const struct key_binding *b)
{
	size_t count, len = strcspn(b->command, " ");
	const struct app_command *own = app_commands(&count);
	if (b->help)
		return _(b->help);
	for (size_t i = 0; i < count; i++)
		if (!b->command[len] && strlen(own[i].name) == len &&
		        strncmp(own[i].name, b->command, len) == 0)
			return _(own[i].help);
	return b->command;
}

/* All keys of a row's command in its mode: "j Down". */
static void keys_of(const struct app *a, size_t row, char *out, size_t size)
{
	const struct key_binding *b = keymap_at(a->keys, row);
	size_t used = 0;
	out[0] = 0;
	for (size_t i = row; i < keymap_count(a->keys); i++) {
		const struct key_binding *other = keymap_at(a->keys, i);
		char name[KEY_NAME_MAX];
		if (!keys_alike(other, b))
			continue;
		bars_key_name(other->key, name);
		if (used < size)
			used += (size_t)snprintf(
			        out + used, size - used, "%s%s", used ? "  " : "", name);
	}
}

static void add_keys(struct lines *l, const struct app *a, const char *mode, const char *title)
{
	bool any = false;
	for (size_t i = 0; i < keymap_count(a->keys); i++) {
		const struct key_binding *b = keymap_at(a->keys, i);
		char keys[48];
		if (strcmp(b->mode, mode) != 0 || keys_told_before(a, i))
			continue;
		if (!any)
			add(l, true, title, "");
		any = true;
		keys_of(a, i, keys, sizeof(keys));
		add(l, false, keys, help_of(b));
	}
	if (any)
		add(l, false, "", "");
}

static void add_commands(struct lines *l, const struct app *a)
{
	size_t count;
	char left[96];
	add(l, true, _("Commands of the bench, after a colon"), "");
	const struct command *c = command_table(&count);
	for (size_t i = 0; i < count; i++) {
		snprintf(left, sizeof(left), "%s %s", c[i].name,
		        c[i].arguments[0] ? _(c[i].arguments) : "");
		add(l, false, left, _(c[i].help));
	}
	add(l, false, "", "");
	add(l, true, _("Commands of the screen"), "");
	const struct app_command *own = app_commands(&count);
	for (size_t i = 0; i < count; i++) {
		snprintf(left, sizeof(left), "%s %s", own[i].name,
		        own[i].arguments[0] ? _(own[i].arguments) : "");
		add(l, false, left, _(own[i].help));
	}
	(void)a;
}

/* The three things to know before all the others. */
static void add_ideas(struct lines *l, const struct app *a)
{
	add(l, true, _("The world stands still until you let it move"), "");
	add(l, false, "Space", _("lets what is chosen in Next happen"));
	add(l, false, "Tab  Enter", _("go from pane to pane; give a terminal the keyboard"));
	add(l, false, a->prefix_name,
	        _("takes the keyboard back; once more, it goes to the program"));
	add(l, false, "", "");
}

static void make(struct lines *l, struct app *a)
{
	enum app_overlay overlay = a->overlay;
	a->overlay = OVERLAY_NONE;
	const char *mode = app_mode(a);
	a->overlay = overlay;
	if (a->view)
		add_ideas(l, a);
	if (a->view)
		add_keys(l, a, mode, app_pane_name(a, a->focus));
	add_keys(l, a, a->view ? "bench" : "home",
	        a->view ? _("Everywhere on the bench") : _("Home"));
	if (a->view)
		add_keys(l, a, "past", _("While looking back"));
	add_keys(l, a, "global", _("Everywhere"));
	add_commands(l, a);
}

static void draw_help(struct app *a, struct canvas *c)
{
	struct lines l = {0};
	make(&l, a);
	int w = c->w - 4 < 100 ? c->w - 4 : 100, h = c->h - 4;
	list_layout(&a->help, l.all.count, h > 0 ? (size_t)h : 1);
	struct box b = {.title = _("Help"),
	        .foot_note = _("any other key closes"),
	        .focus = true,
	        .top = a->help.top,
	        .rows = a->help.rows,
	        .count = l.all.count};
	struct canvas in = box_dialog(c, w, h, &b);
	int at = in.w >= 90 ? 32 : 22;
	for (size_t i = 0; i < a->help.rows && a->help.top + i < l.all.count; i++) {
		const struct line *line = &l.all.at[a->help.top + i];
		if (line->head) {
			canvas_fit(&in, 0, (int)i, in.w, style_of(ROLE_HEADING), line->left);
			continue;
		}
		canvas_fit(&in, 2, (int)i, at - 3, style_of(ROLE_KEY), line->left);
		canvas_fit(&in, at, (int)i, in.w - at, style_of(ROLE_TEXT), line->right);
	}
	canvas_cursor(&in, 0, 0);
	vec_free(&l.all);
}

/* "client, server" of those that run. */
static int running(const struct app *a, char *out, size_t size)
{
	int n = 0;
	size_t used = 0;
	out[0] = 0;
	for (size_t i = 0; i < bench_panes(a->bench); i++) {
		const struct bench_pane *p = bench_pane(a->bench, i);
		if (terminal_status(p->terminal).state != TERMINAL_RUNNING)
			continue;
		if (used < size)
			used += (size_t)snprintf(
			        out + used, size - used, "%s%s", n ? ", " : "", p->name);
		n++;
	}
	return n;
}

static void draw_quit(const struct app *a, struct canvas *c)
{
	char names[160], text[400];
	int n = running(a, names, sizeof(names));
	struct box b = {
	        .title = a->home ? _("Leave the bench?") : _("Leave wirelab?"), .focus = true};
	struct canvas in = box_dialog(c, c->w - 4 < 60 ? c->w - 4 : 60, 5, &b);
	if (n)
		snprintf(text, sizeof(text), _("Running, and would end: %s."), names);
	else
		snprintf(text, sizeof(text), "%s", _("No program runs."));
	struct canvas words = canvas_sub(&in, (struct rect){1, 0, in.w - 2, 2});
	text_draw_wrapped(&words, style_of(n ? ROLE_WARNING : ROLE_TEXT), text);
	canvas_fit(&in, 1, 2, in.w - 2, style_of(ROLE_TEXT),
	        a->lab ? _("Your place in the lab is kept.")
	               : _("Frames not written to a file go: :write FILE"));
	canvas_fit(
	        &in, 1, 4, in.w - 2, style_of(ROLE_KEY), _("q or y: leave    any other key: stay"));
	canvas_cursor(&in, 1, 4);
}

void overlay_draw(struct app *a, struct canvas *c)
{
	if (a->overlay == OVERLAY_HELP)
		draw_help(a, c);
	else if (a->overlay == OVERLAY_QUIT && a->bench)
		draw_quit(a, c);
}
