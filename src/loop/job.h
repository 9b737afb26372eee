/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A job: a child without a terminal whose output is collected, such as a compiler.
 */
#ifndef LOOP_JOB_H
#define LOOP_JOB_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "loop/loop.h"

#define JOB_OUTPUT_MAX 65536

struct job;

/* Called once, when the job has ended and its output was read; the job is freed after it. At most
 * JOB_OUTPUT_MAX bytes of stdout and stderr are kept; text is NUL-terminated. */
typedef void (*job_fn)(void *user, struct loop_exit how, const char *text, size_t len);

/* argv[0] is looked up in PATH; cwd NULL: ours; tmpdir NULL: TMPDIR as it is. NULL with e when it
 * can't be started. stdin is /dev/null. It is a little nicer than we are (setpriority(2)): several
 * compilers at once must not slow keys. */
struct job *job_start(struct loop *l, char *const *argv, const char *cwd, const char *tmpdir,
        job_fn fn, void *user, struct err *e);

/* Kills it and forgets it; fn is not called. NULL is fine. */
void job_cancel(struct job *j);

#endif
