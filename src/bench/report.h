/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Results for programs to read: JSON on standard output, one object a call of report_end,
 * report_labs or report_probes.
 */
#ifndef BENCH_REPORT_H
#define BENCH_REPORT_H

#include <stdbool.h>

#include "lab/lab.h"

struct catalogue;
struct probe_result;
struct report;

/* A run: {"lab": ..., "passed": ..., "error": ..., "steps": [{"id", "passed", "detail"}]}. */
struct report *report_begin(const char *lab);
void report_step(struct report *r, const char *id, bool passed, const char *detail);
/* Prints and frees it. error may be NULL. */
void report_end(struct report *r, bool passed, const char *error);

/* A list of labs. */
void report_labs(const struct catalogue *c, enum lab_lang lang);

/* Doctor's findings: begin, each ability, print. */
struct report *report_probes_begin(void);
void report_probe(
        struct report *r, const char *name, const char *what, const struct probe_result *p);
void report_probes_end(struct report *r, bool labs_can_run);

#endif
