/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The line of a Python program that makes a call, read out of the interpreter's memory.
 *
 * How it works: CPython keeps for each thread a chain of frames, each with its code object and the
 * instruction it is at; the code object's location table says which line that is (PEP 626,
 * CPython's Objects/locations.md). Where all that lies is known for CPython 3.11, whose structures
 * stayed the same in all its releases; any other version is left alone. Nothing is asked of the
 * program and nothing is changed. Whatever is read may be nonsense: every pointer is followed a
 * bounded number of times, types are checked by name, and what does not fit gives no line.
 */
#ifndef TRACE_SOURCE_PYTHON_H
#define TRACE_SOURCE_PYTHON_H

#include <stdbool.h>
#include <stdint.h>

#include "trace/args.h"
#include "trace/call.h"

struct source_python; /* of one process */

/* Whether lines are known of this version: the interpreter's Py_Version, such as 0x030b02f0. */
bool source_python_knows(uint64_t version);

/* runtime: address of the interpreter's _PyRuntime. */
struct source_python *source_python_create(uint64_t runtime);
void source_python_destroy(struct source_python *s); /* NULL is fine */

/* Where the thread is whose number is `thread` to the program itself, gettid(2): the innermost
 * frame of the program's own source, else of any file (all of Python's own library). A file is told
 * as Python says it, "<string>" for python3 -c. The strings live as long as s. */
struct trace_source source_python_find(
        struct source_python *s, uint64_t thread, const struct args_memory *m);

#endif
