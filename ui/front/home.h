/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Home: chapters and labs with their progress, the free bench, and what this machine allows.
 */
#ifndef FRONT_HOME_H
#define FRONT_HOME_H

#include "ui/front/app.h"

extern const struct app_screen home_screen;

struct home *home_create(const struct front_options *o, struct err *e);
void home_destroy(struct home *h); /* NULL is fine */
void home_refresh(struct home *h); /* progress may have changed */

#endif
