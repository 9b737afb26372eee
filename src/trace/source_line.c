/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Source lines: which way a process has them.
 */
#include "trace/source_line.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/map.h"
#include "trace/source_dw.h"
#include "trace/source_python.h"

enum { THREADS_MAX = 4096 };

struct source_lines {
	pid_t pid;
	bool looked;
	struct source_dw *dw;         /* NULL: not asked yet */
	struct source_python *python; /* NULL: no Python, or none that is known */
	struct map own_numbers;       /* of threads, to what gettid(2) says there */
	char word[160];               /* "": nothing to say */
};

struct source_lines *source_lines_create(pid_t pid)
{
	struct source_lines *s = xcalloc(1, sizeof(*s));
	s->pid = pid;
	return s;
}

void source_lines_destroy(struct source_lines *s)
{
	if (!s)
		return;
	source_dw_destroy(s->dw);
	source_python_destroy(s->python);
	map_finish(&s->own_numbers);
	free(s);
}

const char *source_lines_word(const struct source_lines *s)
{
	return s->word[0] ? s->word : NULL;
}

/* ---- Python ---- */

/* Whether an interpreter is mapped, proc_pid_maps(5): most processes have none, and their symbols
 * need not be gone through. */
static bool maps_python(pid_t pid)
{
	char path[64], line[PATH_MAX + 128];
	bool found = false;
	snprintf(path, sizeof(path), "/proc/%d/maps", (int)pid);
	FILE *f = fopen(path, "re");
	while (f && !found && fgets(line, sizeof(line), f)) {
		const char *slash = strrchr(line, '/');
		found = slash && strstr(slash, "python3");
	}
	if (f)
		fclose(f);
	return found;
}

static void look_for_python(struct source_lines *s, const struct args_memory *m)
{
	static const char *const names[] = {"_PyRuntime", "Py_Version"};
	uint64_t at[2], version = 0;
	if (!maps_python(s->pid) || !source_dw_symbols(s->pid, "python3", names, at, 2) || !at[0])
		return;
	if (at[1] && m->read(m->user, at[1], &version, sizeof(version)) != sizeof(version))
		version = 0;
	if (source_python_knows(version))
		s->python = source_python_create(at[0]);
	else if (version) /* 0x030b02f0: 3.11.2 */
		snprintf(s->word, sizeof(s->word),
		        _("this is Python %u.%u: lines of Python are known for version 3.11 only"),
		        (unsigned)(version >> 24 & 0xff), (unsigned)(version >> 16 & 0xff));
	else
		snprintf(s->word, sizeof(s->word), "%s",
		        _("this Python is older than 3.11: lines of Python are known for version "
		          "3.11 only"));
}

/* A thread's number in the innermost PID namespace it is in, proc_pid_status(5). */
static uint64_t read_own_number(pid_t tid)
{
	char path[64], line[256];
	uint64_t own = (uint64_t)tid;
	snprintf(path, sizeof(path), "/proc/%d/status", (int)tid);
	FILE *f = fopen(path, "re");
	while (f && fgets(line, sizeof(line), f)) {
		const char *last = strncmp(line, "NSpid:", 6) == 0 ? strrchr(line, '\t') : NULL;
		if (!last)
			continue;
		own = strtoull(last + 1, NULL, 10);
		break;
	}
	if (f)
		fclose(f);
	return own;
}

static uint64_t own_number(struct source_lines *s, pid_t tid)
{
	const uint64_t *known = map_find(&s->own_numbers, (uint64_t)tid);
	if (known)
		return *known;
	if (s->own_numbers.count >= THREADS_MAX)
		map_finish(&s->own_numbers);
	uint64_t own = read_own_number(tid);
	map_put(&s->own_numbers, (uint64_t)tid, own);
	return own;
}

static struct trace_source find_in_python(
        struct source_lines *s, pid_t tid, const struct args_memory *m)
{
	return source_python_find(s->python, own_number(s, tid), m);
}

/* ---- either ---- */

struct trace_source source_lines_find(
        struct source_lines *s, pid_t tid, uint64_t pc, uint64_t sp, const struct args_memory *m)
{
	if (!s->looked)
		look_for_python(s, m);
	s->looked = true;
	struct trace_source found = {0};
	if (s->python)
		found = find_in_python(s, tid, m);
	if (found.file || s->word[0])
		return found;
	if (!s->dw)
		s->dw = source_dw_create(s->pid);
	return source_dw_find(s->dw, tid, pc, sp, m);
}
