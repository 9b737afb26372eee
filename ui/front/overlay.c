/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Help and questions.
 */
#include "ui/front/overlay.h"

#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/vec.h"
#include "ui/draw/box.h"
#include "ui/front/bars.h"

struct line {
	char left[64];
	const char *right; /* borrowed */
	bool head;
};

struct overlay_help {
	const struct app *app;
	VEC(struct line) all;
};

static void add(struct overlay_help *h, bool head, const char *left, const char *right)
{
	struct line line = {.right = right, .head = head};
	snprintf(line.left, sizeof(line.left), "%s", left);
	vec_push(&h->all, line);
}

void overlay_head(struct overlay_help *h, const char *text)
{
	if (h->all.count)
		add(h, false, "", "");
	add(h, true, text, "");
}

void overlay_line(struct overlay_help *h, const char *left, const char *right)
{
	add(h, false, left, right);
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

void overlay_keys(struct overlay_help *h, const char *mode, const char *title)
{
	bool any = false;
	for (size_t i = 0; i < keymap_count(h->app->keys); i++) {
		const struct key_binding *b = keymap_at(h->app->keys, i);
		char keys[48];
		if (strcmp(b->mode, mode) != 0 || keys_told_before(h->app, i))
			continue;
		if (!any)
			overlay_head(h, title);
		any = true;
		keys_of(h->app, i, keys, sizeof(keys));
		add(h, false, keys, keys_help(h->app, b));
	}
}

static void add_commands(struct overlay_help *h, const struct app_command *c, size_t count)
{
	char left[96];
	for (size_t i = 0; i < count; i++) {
		/* The screen's own of that name is told already. */
		if (app_command_named(h->app, c[i].name) != &c[i])
			continue;
		snprintf(left, sizeof(left), "%s %s", c[i].name,
		        c[i].arguments[0] ? _(c[i].arguments) : "");
		add(h, false, left, _(c[i].help));
	}
}

static void make(struct overlay_help *h, struct app *a)
{
	size_t count, own_count;
	a->here->help(a, h);
	overlay_keys(h, "global", _("Everywhere"));
	overlay_head(h, _("Commands of the screen"));
	const struct app_command *own = a->here->commands(&own_count);
	const struct app_command *shell = app_commands(&count);
	add_commands(h, own, own_count);
	add_commands(h, shell, count);
}

static void draw_help(struct app *a, struct canvas *c)
{
	struct overlay_help l = {.app = a};
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

void overlay_draw(struct app *a, struct canvas *c)
{
	if (a->overlay == OVERLAY_HELP)
		draw_help(a, c);
	else if (a->overlay == OVERLAY_QUESTION && a->here->question)
		a->here->question(a, c);
}
