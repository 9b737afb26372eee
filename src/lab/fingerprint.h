/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A number for what a lab does, to tell whether something was made of it as it is now.
 */
#ifndef LAB_FINGERPRINT_H
#define LAB_FINGERPRINT_H

#include <stdbool.h>
#include <stdint.h>

struct err;

/* Of lab.yaml without the words for people (titles, sentences, comments, layout) and of the files
 * beside it, lessons and recordings excepted: another number where the lab runs otherwise, the same
 * where it is only told otherwise. Never 0. False: a file can't be read. */
bool lab_fingerprint(const char *dir, uint64_t *out, struct err *e);

#endif
