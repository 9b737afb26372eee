/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The entrances of the screen, for the command line (cli/front.h says what each does).
 */
#ifndef FRONT_FRONT_H
#define FRONT_FRONT_H

#include "cli/front.h"

int front_home(const struct front_options *o);
int front_lab(const struct front_options *o, const struct front_lab *l);
int front_bench(const struct front_options *o, const struct bench_options *b);
int front_read(const struct front_options *o, const struct tape_file *f);
int front_capture(const struct front_options *o, const struct front_capture *c);
int front_watch(const struct front_options *o, const struct watch_options *w, const char *shown);
int front_sock(const struct front_options *o);

#endif
