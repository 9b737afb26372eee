/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The word that was probably meant.
 */
#ifndef BASE_NEAR_H
#define BASE_NEAR_H

#include <stddef.h>

/* The word of the list that is nearest to `word` by letters inserted, left out, changed or
 * swapped: at most a third of its length, at least one; NULL when none is near. Borrowed. */
const char *near_word(const char *word, const char *const *words, size_t count);

#endif
