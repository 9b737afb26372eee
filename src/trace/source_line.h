/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The line of the program's own source that makes a call: of C by its debug information
 * (source_dw.h), of Python by the interpreter's frames (source_python.h).
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
void source_lines_destroy(struct source_lines *s); /* NULL is fine */

/* Where thread tid, which is in a ptrace stop at pc with stack pointer sp, comes from. The
 * strings live as long as s. */
struct trace_source source_lines_find(
        struct source_lines *s, pid_t tid, uint64_t pc, uint64_t sp, const struct args_memory *m);

/* One sentence on why there will be no lines, where a person may expect them; NULL: nothing to say.
 * Known after the first question. */
const char *source_lines_word(const struct source_lines *s);

#endif
