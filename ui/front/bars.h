/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The top line (where am I, what stands still) and the bottom line (what can be done, what was
 * said, the prompt).
 */
#ifndef FRONT_BARS_H
#define FRONT_BARS_H

#include "ui/front/app.h"

void bars_draw_top(const struct app *a, struct canvas *c);
void bars_draw_bottom(const struct app *a, struct canvas *c, nsec now);

/* Hints "key what" from left to right, as many as fit. */
struct bars_hints {
	const struct app *app;
	struct canvas area;
	int x, y;
};
void bars_hint(struct bars_hints *h, const char *key, const char *help);
/* Those of a mode of the keymap that are worth it, so many at most. */
void bars_hints_of(struct bars_hints *h, const char *mode, int most);
/* A key's name as hints and help say it. */
void bars_key_name(const char *key, char out[KEY_NAME_MAX]);

#endif
