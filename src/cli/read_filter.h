/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The expression on the command line, and what is said when it is not understood.
 */
#ifndef CLI_READ_FILTER_H
#define CLI_READ_FILTER_H

#include "traffic/filter.h"

struct cli_args;

/* The words behind the file with blanks between; the caller frees. "" for none. */
char *read_expression(const struct cli_args *a);
/* Says why on stderr, below it the expression with a caret under the place; the exit status. */
int read_complain(const char *text, const struct traffic_filter_error *why);

#endif
