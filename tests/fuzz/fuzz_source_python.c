/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Fuzz target: any memory of what says it is Python 3.11. The input is the image that begins with
 * _PyRuntime, then so many changed bytes later the same again.
 */
#include <stdint.h>
#include <stdlib.h>

#include "tests/unit/trace/python_image.h"
#include "trace/source_python.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void look(struct source_python *s, struct image *m, uint64_t thread)
{
	struct args_memory memory = image_memory(m);
	struct trace_source found = source_python_find(s, thread, &memory);
	if (found.file && (found.line <= 0 || !found.file[0]))
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct image *m = calloc(1, sizeof(*m));
	if (!m)
		return 0;
	memcpy(m->bytes, data, size < IMAGE_SIZE ? size : IMAGE_SIZE);
	struct source_python *s = source_python_create(IMAGE_AT);
	look(s, m, IMAGE_THREAD);
	look(s, m, 0);
	for (size_t i = IMAGE_SIZE; i + 2 < size; i += 3) {
		m->bytes[(data[i] << 8 | data[i + 1]) % IMAGE_SIZE] = data[i + 2];
		look(s, m, IMAGE_THREAD);
	}
	source_python_destroy(s);
	free(m);
	return 0;
}
