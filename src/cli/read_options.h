/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * From the command line's words to a printer's options.
 */
#ifndef CLI_READ_OPTIONS_H
#define CLI_READ_OPTIONS_H

#include <stdbool.h>

#include "print/print.h"

struct cli_print;
struct err;

/* Borrows the names of fields from `a`. False with ERR_USAGE. */
bool read_print_options(const struct cli_print *a, struct print_options *o, struct err *e);

#endif
