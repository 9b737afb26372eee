/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The few registers of a stopped thread that changing a call needs, the same on every machine.
 */
#ifndef TRACE_REGS_H
#define TRACE_REGS_H

#include <stdint.h>
#include <sys/types.h>

/* All 0 or -errno; the thread is in a ptrace stop. */
int regs_skip_call(pid_t tid);                        /* at its begin: it will not be made */
int regs_set_result(pid_t tid, int64_t result);       /* at its end; -errno to fail */
int regs_set_arg(pid_t tid, int arg, uint64_t value); /* arg 0 to 5 */

#endif
