/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A copy of the session's tape, appended to twice a second.
 */
#include "bench/autosave.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/paths.h"
#include "base/vec.h"
#include "bench/bench_internal.h"
#include "bench/past.h"
#include "bench/record.h"
#include "capture/pcapng.h"
#include "loop/loop.h"
#include "record/tape_file.h"
#include "tape/tape.h"

#define EVERY (500 * NSEC_PER_MSEC)
#define FILE_BYTES ((uint64_t)64 << 20)
#define ALL_BYTES ((uint64_t)256 << 20)
enum { FILES = 20, LOOKED_AT = 10000, SAME_SECOND = 100 };

struct autosave {
	struct bench *bench;
	char *path;
	struct tape_writer *writer; /* NULL: the file is full, or can't be written */
	struct loop_timer *timer;
	uint64_t begun; /* the first event that is ours */
};

struct session {
	char *name;
	int64_t changed;
	uint64_t bytes;
};

static int by_age(const void *left, const void *right)
{
	const struct session *a = left, *b = right;
	return a->changed > b->changed ? -1 : a->changed < b->changed;
}

static bool is_session(const char *name)
{
	static const char ending[] = ".pcapng";
	size_t len = strlen(name);
	return name[0] != '.' && len > sizeof(ending) &&
	       !strcmp(name + len + 1 - sizeof(ending), ending);
}

/* Removes the oldest until one more has its place. */
static void make_room(const char *dir)
{
	VEC(struct session) list = {0};
	DIR *d = opendir(dir);
	if (!d)
		return;
	const struct dirent *entry;
	while ((entry = readdir(d)) && list.count < LOOKED_AT) {
		struct stat st;
		if (!is_session(entry->d_name) ||
		        fstatat(dirfd(d), entry->d_name, &st, AT_SYMLINK_NOFOLLOW) < 0 ||
		        !S_ISREG(st.st_mode))
			continue;
		struct session s = {.name = xstrdup(entry->d_name),
		        .changed = (int64_t)st.st_mtim.tv_sec,
		        .bytes = (uint64_t)st.st_size};
		vec_push(&list, s);
	}
	if (list.count)
		qsort(list.at, list.count, sizeof(*list.at), by_age);
	uint64_t bytes = FILE_BYTES;
	for (size_t i = 0; i < list.count; i++) {
		bytes += list.at[i].bytes;
		if (i + 1 >= FILES || bytes > ALL_BYTES)
			unlinkat(dirfd(d), list.at[i].name, 0);
		free(list.at[i].name);
	}
	vec_free(&list);
	closedir(d);
}

/* A name that nobody has. */
static struct pcapng *create(struct autosave *a, const char *dir, struct err *e)
{
	time_t now = time(NULL);
	struct tm tm = {0};
	char stamp[32] = "";
	if (localtime_r(&now, &tm))
		strftime(stamp, sizeof(stamp), "%Y%m%d-%H%M%S", &tm);
	const char *name = a->bench->lab ? a->bench->lab->name : "bench";
	for (int i = 1; i <= SAME_SECOND; i++) {
		free(a->path);
		a->path = i == 1 ? xasprintf("%s/%s-%s.pcapng", dir, name, stamp)
		                 : xasprintf("%s/%s-%s.%d.pcapng", dir, name, stamp, i);
		if (access(a->path, F_OK) == 0)
			continue;
		return pcapng_create_growing(a->path, e);
	}
	err_set(e, ERR_SYSTEM, _("no name is free in %s"), dir);
	return NULL;
}

/* A session without a frame, a call or a word is none. */
static bool is_empty(const struct autosave *a)
{
	const struct tape *t = a->bench->tape;
	return tape_find(t, a->begun, TAPE_FRAME, 1) == TAPE_NONE &&
	       tape_find(t, a->begun, TAPE_CALL, 1) == TAPE_NONE &&
	       tape_find(t, a->begun, TAPE_OUTPUT, 1) == TAPE_NONE && tape_first(t) <= a->begun;
}

static void finish(struct autosave *a)
{
	struct err e;
	if (!tape_writer_end(a->writer, &e))
		bench_say(a->bench, true, _("This session is not kept: %s"), e.text);
	a->writer = NULL;
}

static void on_time(void *user)
{
	struct autosave *a = user;
	if (!a->writer)
		return;
	tape_writer_add(a->writer, a->bench->tape);
	if (!tape_writer_flush(a->writer) || tape_writer_bytes(a->writer) > FILE_BYTES)
		finish(a);
}

static struct autosave *fail(struct autosave *a, const struct err *e)
{
	bench_say(a->bench, true, _("This session is not kept: %s"), e->text);
	free(a->path);
	free(a);
	return NULL;
}

struct autosave *autosave_begin(struct bench *b, const char *state_dir)
{
	struct err e;
	struct autosave *a = xcalloc(1, sizeof(*a));
	char *_cleanup_free_ dir = xasprintf("%s/sessions", state_dir);
	a->bench = b;
	a->begun = tape_end(b->tape);
	if (!paths_make_dir(dir, &e))
		return fail(a, &e);
	make_room(dir);
	struct pcapng *out = create(a, dir, &e);
	if (!out)
		return fail(a, &e);
	struct tape_about *about = xmalloc(sizeof(*about));
	bench_about(b, about);
	a->writer = tape_writer_begin(out, about, record_comment, b);
	free(about);
	a->timer = loop_timer_add(b->loop, on_time, a);
	loop_timer_set(a->timer, EVERY, EVERY);
	return a;
}

void autosave_end(struct autosave *a)
{
	if (!a)
		return;
	loop_timer_remove(a->timer);
	if (a->writer) {
		tape_writer_add(a->writer, a->bench->tape);
		finish(a);
	}
	if (is_empty(a))
		unlink(a->path);
	free(a->path);
	free(a);
}
