/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The bench's part of the help, and the question before programs are ended.
 */
#include "ui/front/bench_screen.h"

#include <stdio.h>

#include "base/i18n.h"
#include "bench/command.h"
#include "term/terminal.h"
#include "ui/draw/box.h"
#include "ui/draw/text.h"
#include "ui/front/overlay.h"

/* The three things to know before all the others. */
static void add_ideas(const struct app *a, struct overlay_help *h)
{
	overlay_head(h, _("The world stands still until you let it move"));
	overlay_line(h, "Space", _("lets what is chosen in Next happen"));
	overlay_line(h, "Tab  Enter", _("go from pane to pane; give a terminal the keyboard"));
	overlay_line(
	        h, a->prefix_name, _("takes the keyboard back; once more, it goes to the program"));
}

void bench_help(struct app *a, struct overlay_help *h)
{
	const struct bench_screen *b = a->bench;
	int focus = b->tiles.focus;
	size_t count;
	char left[96];
	add_ideas(a, h);
	overlay_keys(h, b->tiles.slots[focus].ops->name, tiles_name(&b->tiles, focus));
	overlay_keys(h, "bench", _("Everywhere on the bench"));
	overlay_keys(h, "past", _("While looking back"));
	overlay_head(h, _("Commands of the bench, after a colon"));
	const struct command *c = command_table(&count);
	for (size_t i = 0; i < count; i++) {
		snprintf(left, sizeof(left), "%s %s", c[i].name,
		        c[i].arguments[0] ? _(c[i].arguments) : "");
		overlay_line(h, left, _(c[i].help));
	}
}

/* "client, server" of those that run. */
static int running(const struct bench_screen *b, char *out, size_t size)
{
	int n = 0;
	size_t used = 0;
	out[0] = 0;
	for (size_t i = 0; i < bench_panes(b->bench); i++) {
		const struct bench_pane *p = bench_pane(b->bench, i);
		if (terminal_status(p->terminal).state != TERMINAL_RUNNING)
			continue;
		if (used < size)
			used += (size_t)snprintf(
			        out + used, size - used, "%s%s", n ? ", " : "", p->name);
		n++;
	}
	return n;
}

void bench_question(const struct app *a, struct canvas *c)
{
	const struct bench_screen *b = a->bench;
	char names[160], text[400];
	int n = running(b, names, sizeof(names));
	struct box frame = {
	        .title = a->home ? _("Leave the bench?") : _("Leave wirelab?"), .focus = true};
	struct canvas in = box_dialog(c, c->w - 4 < 60 ? c->w - 4 : 60, 5, &frame);
	if (n)
		snprintf(text, sizeof(text), _("Running, and would end: %s."), names);
	else
		snprintf(text, sizeof(text), "%s", _("No program runs."));
	struct canvas words = canvas_sub(&in, (struct rect){1, 0, in.w - 2, 2});
	text_draw_wrapped(&words, style_of(n ? ROLE_WARNING : ROLE_TEXT), text);
	canvas_fit(&in, 1, 2, in.w - 2, style_of(ROLE_TEXT),
	        b->lab ? _("Your place in the lab is kept.")
	               : _("Frames not written to a file go: :write FILE"));
	canvas_fit(
	        &in, 1, 4, in.w - 2, style_of(ROLE_KEY), _("q or y: leave    any other key: stay"));
	canvas_cursor(&in, 1, 4);
}
