/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Optimal string alignment distance over short words.
 */
#include "base/near.h"

#include <string.h>

#define LONGEST 47

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* Both at most LONGEST letters. */
static size_t distance(const char *a, size_t a_len, const char *b, size_t b_len)
{
	size_t rows[3][LONGEST + 1] = {{0}};
	for (size_t j = 0; j <= b_len; j++)
		rows[0][j] = j;
	for (size_t i = 1; i <= a_len; i++) {
		size_t *row = rows[i % 3];
		const size_t *up = rows[(i - 1) % 3], *up2 = rows[(i + 1) % 3];
		row[0] = i;
		for (size_t j = 1; j <= b_len; j++) {
			size_t changed = up[j - 1] + (a[i - 1] != b[j - 1]);
			row[j] = least(changed, least(up[j], row[j - 1]) + 1);
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
				row[j] = least(row[j], up2[j - 2] + 1);
		}
	}
	return rows[a_len % 3][b_len];
}

const char *near_word(const char *word, const char *const *words, size_t count)
{
	size_t len = strlen(word);
	const char *best = NULL;
	size_t best_distance = len / 3 ? len / 3 : 1;
	for (size_t i = 0; len <= LONGEST && i < count; i++) {
		size_t other = strlen(words[i]);
		if (other > LONGEST)
			continue;
		size_t d = distance(word, len, words[i], other);
		if (d > best_distance || (best && d == best_distance))
			continue;
		best = words[i];
		best_distance = d;
	}
	return best;
}
