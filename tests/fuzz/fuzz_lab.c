/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Feeds any bytes to the loader of lab files: a lab or one sentence with its line, nothing else.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "lab/lab.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct err e = {0};
	struct lab *lab = lab_parse((const char *)data, size, "labs/x", &e);
	if (!lab && (strncmp(e.text, "labs/x/lab.yaml:", 16) != 0 || strchr(e.text, '\n')))
		abort();
	if (lab && (!lab->step_count || lab->step_count > 64 || lab->check_count > 256))
		abort();
	lab_destroy(lab);
	return 0;
}
