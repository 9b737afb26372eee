/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What lies over the screen: help, made of the tables of keys and commands, and the question
 * before leaving.
 */
#ifndef FRONT_OVERLAY_H
#define FRONT_OVERLAY_H

#include "bench/command.h"
#include "ui/front/app.h"

void overlay_draw(struct app *a, struct canvas *c);

/* Lines of help: a heading, or what is told of a key or command. Texts are borrowed but `left`. */
void overlay_head(struct overlay_help *h, const char *text);
void overlay_line(struct overlay_help *h, const char *left, const char *right);
/* The keys of a mode under a heading. */
void overlay_keys(struct overlay_help *h, const char *mode, const char *title);

#endif
