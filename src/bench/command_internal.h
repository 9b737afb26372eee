/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The functions behind the rows of the command table. argv[0] is the command's name.
 */
#ifndef BENCH_COMMAND_INTERNAL_H
#define BENCH_COMMAND_INTERNAL_H

#include <stdbool.h>

#include "base/clock.h"

struct bench;
struct err;

/* command_frame.c: verbs on what waits */
bool command_deliver(struct bench *b, int argc, char **argv, struct err *e);
bool command_drop(struct bench *b, int argc, char **argv, struct err *e);
bool command_duplicate(struct bench *b, int argc, char **argv, struct err *e);
bool command_delay(struct bench *b, int argc, char **argv, struct err *e);
bool command_move(struct bench *b, int argc, char **argv, struct err *e);
bool command_corrupt(struct bench *b, int argc, char **argv, struct err *e);
bool command_edit(struct bench *b, int argc, char **argv, struct err *e);
bool command_restore(struct bench *b, int argc, char **argv, struct err *e);

/* command_call.c: the programs' calls */
bool command_calls(struct bench *b, int argc, char **argv, struct err *e);
bool command_fail(struct bench *b, int argc, char **argv, struct err *e);
bool command_until(struct bench *b, int argc, char **argv, struct err *e);
bool command_inject(struct bench *b, int argc, char **argv, struct err *e);

/* command_link.c: links, switches, rules */
bool command_hold(struct bench *b, int argc, char **argv, struct err *e);
bool command_pass(struct bench *b, int argc, char **argv, struct err *e);
bool command_rule(struct bench *b, int argc, char **argv, struct err *e);
bool command_unrule(struct bench *b, int argc, char **argv, struct err *e);
bool command_impair(struct bench *b, int argc, char **argv, struct err *e);
bool command_pull(struct bench *b, int argc, char **argv, struct err *e);
bool command_plug(struct bench *b, int argc, char **argv, struct err *e);
bool command_stp(struct bench *b, int argc, char **argv, struct err *e);
bool command_rate(struct bench *b, int argc, char **argv, struct err *e);

/* command_program.c: programs, the lesson, files */
bool command_start(struct bench *b, int argc, char **argv, struct err *e);
bool command_stop(struct bench *b, int argc, char **argv, struct err *e);
bool command_type(struct bench *b, int argc, char **argv, struct err *e);
bool command_source(struct bench *b, int argc, char **argv, struct err *e);
bool command_build(struct bench *b, int argc, char **argv, struct err *e);
bool command_use(struct bench *b, int argc, char **argv, struct err *e);
bool command_predict(struct bench *b, int argc, char **argv, struct err *e);
bool command_hint(struct bench *b, int argc, char **argv, struct err *e);
bool command_step(struct bench *b, int argc, char **argv, struct err *e);
bool command_reset(struct bench *b, int argc, char **argv, struct err *e);
bool command_wait(struct bench *b, int argc, char **argv, struct err *e);
bool command_schedule(struct bench *b, int argc, char **argv, struct err *e);
bool command_save(struct bench *b, int argc, char **argv, struct err *e);
bool command_export(struct bench *b, int argc, char **argv, struct err *e);
bool command_write(struct bench *b, int argc, char **argv, struct err *e);

/* "20ms", "1.5s", "300us", a bare number is ms; at most an hour. */
bool command_time(const char *word, nsec *out, struct err *e);

#endif
