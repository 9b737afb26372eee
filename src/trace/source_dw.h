/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The line of a program with debug information that makes a call: the first frame, from the kernel
 * upwards, that lies in the program's file and has debug lines.
 *
 * How it works: elfutils unwinds the stopped thread (.eh_frame, .debug_frame, frame pointers).
 * What it found is remembered by the pc and the words of the stack that were return addresses,
 * so that the same call from the same place costs one read of the stack.
 */
#ifndef TRACE_SOURCE_DW_H
#define TRACE_SOURCE_DW_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "trace/args.h"
#include "trace/call.h"

struct source_dw; /* of one process */

/* The process is traced by us; its program is read here. */
struct source_dw *source_dw_create(pid_t pid);
void source_dw_destroy(struct source_dw *s); /* NULL is fine */

/* As source_lines_find(). */
struct trace_source source_dw_find(
        struct source_dw *s, pid_t tid, uint64_t pc, uint64_t sp, const struct args_memory *m);

/* Addresses in the process of exported symbols of modules whose name contains `part`, into out, 0
 * where there is none. Returns how many there are. */
size_t source_dw_symbols(
        pid_t pid, const char *part, const char *const names[], uint64_t out[], size_t count);

#endif
