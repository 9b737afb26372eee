/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What makes a readable lab a good one: both languages, lessons that fit the steps, questions,
 * hints, nothing unused, programs and filters that are right.
 */
#ifndef LAB_LINT_H
#define LAB_LINT_H

#include <stdbool.h>

struct lab;

/* Called with one sentence a fault: "labs/x/lesson.md:12: ...". Borrowed. */
typedef void (*lint_fn)(void *user, const char *sentence);

/* Looks at a lab that was loaded from its folder. True when there is no fault. */
bool lab_lint(const struct lab *lab, lint_fn say, void *user);

#endif
