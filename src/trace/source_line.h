/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The line of the program's own source that makes a call: the first frame, from the kernel
 * upwards, that lies in the program's file and has debug lines.
 *
 * How it works: elfutils unwinds the stopped thread (.eh_frame, .debug_frame, frame pointers).
 * What it found is remembered by the pc and the words of the stack that were return addresses,
 * so that the same call from the same place costs one read of the stack.
 */
#ifndef TRACE_SOURCE_LINE_H
#define TRACE_SOURCE_LINE_H

#include <stdint.h>
#include <sys/types.h>

#include "trace/args.h"
#include "trace/call.h"

struct source_lines; /* of one process */

/* The process is traced by us; its program is read at the first question. */
struct source_lines *source_lines_create(pid_t pid);
void source_lines_destroy(struct source_lines *s);

/* Where thread tid, which is in a ptrace stop at pc with stack pointer sp, comes from. The
 * strings live as long as s. */
struct trace_source source_lines_find(
        struct source_lines *s, pid_t tid, uint64_t pc, uint64_t sp, const struct args_memory *m);

#endif
