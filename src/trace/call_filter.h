/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The seccomp filter (seccomp(2)) that stops a program at the calls of the tracer and nowhere
 * else.
 */
#ifndef TRACE_CALL_FILTER_H
#define TRACE_CALL_FILTER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

struct call_filter;

/* A filter that stops at every known call of these groups (enum trace_group). */
struct call_filter *call_filter_create(uint32_t groups, struct err *e);
void call_filter_destroy(struct call_filter *f);

/* In the child, before the exec, once it is traced (else those calls fail with ENOSYS): from here
 * on it stops. Sets no_new_privs, so that programs can't gain rights. 0 or -errno; only
 * async-signal-safe calls. */
int call_filter_install(const struct call_filter *f);

#endif
