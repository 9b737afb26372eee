/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A new lab's first files: small, complete, and passing.
 */
#ifndef LAB_NEW_H
#define LAB_NEW_H

#include <stdbool.h>

struct err;

/* Makes the folder `dir` (its last part becomes the lab's name) with lab.yaml, lesson.md and
 * lesson.zh.md. Refuses a folder that already holds a lab. */
bool lab_new(const char *dir, struct err *e);

#endif
