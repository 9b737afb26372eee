/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The tables of explanations, by subject; each ends with a NULL term. Between files of src/explain
 * only.
 */
#ifndef EXPLAIN_EXPLAIN_INTERNAL_H
#define EXPLAIN_EXPLAIN_INTERNAL_H

#include "explain/explain.h"

extern const struct explanation explain_link[], explain_ip[], explain_tcp[], explain_app[],
        explain_errno[], explain_call[], explain_option[];

#endif
