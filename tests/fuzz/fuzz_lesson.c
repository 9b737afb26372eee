/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Feeds any bytes to the reader of lessons: blocks without control characters, or a sentence.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "lab/lesson.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void look_at_blocks(const struct lesson_blocks *b)
{
	for (size_t i = 0; i < b->count; i++)
		for (size_t j = 0; j < b->at[i].span_count; j++)
			if (strpbrk(b->at[i].spans[j].text, "\n\x1b"))
				abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct err e = {0};
	struct lesson *l = lesson_parse((const char *)data, size, &e);
	if (!l && !*e.text)
		abort();
	if (!l)
		return 0;
	look_at_blocks(&l->intro);
	for (size_t i = 0; i < l->section_count; i++) {
		look_at_blocks(&l->sections[i].body);
		look_at_blocks(&l->sections[i].why);
		for (int h = 0; h < 3; h++)
			look_at_blocks(&l->sections[i].hints[h]);
	}
	lesson_destroy(l);
	return 0;
}
