/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A bench's folders: the learner's sources, the programs built from them, the compiler's scratch.
 *
 * Two wirelabs may have the same lab open, each building other sources under the same name; so a
 * folder of programs belongs to one bench at a time, by a lock that goes with the process. The
 * scratch is covered by a file system in memory, so that a killed compiler leaves nothing.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/paths.h"
#include "bench/bench_internal.h"
#include "net/world.h"

#define FOLDERS_MAX 32 /* benches of one lab at once */

/* A descriptor that holds the folder, -1 when another bench has it, -2 with e on failure. */
static int take(const char *dir, struct err *e)
{
	if (!paths_make_dir(dir, e))
		return -2;
	int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0) {
		err_sys(e, errno, "%s", dir);
		return -2;
	}
	/* Any other error: a file system without locks, where nothing can be told. */
	if (flock(fd, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK)
		return fd;
	close(fd);
	return -1;
}

static bool take_programs(struct bench *b, struct err *e)
{
	for (int i = 1; i <= FOLDERS_MAX; i++) {
		const char *kind = b->state_dir ? "work" : "labs";
		free(b->bin_dir);
		b->bin_dir = i == 1 ? xasprintf("%s/%s/%s", b->cache_dir, kind, b->lab->name)
		                    : xasprintf("%s/%s/%s.%d", b->cache_dir, kind, b->lab->name, i);
		b->bin_lock = take(b->bin_dir, e);
		if (b->bin_lock != -1)
			return b->bin_lock >= 0;
	}
	return err_set(e, ERR_MACHINE, _("the lab is open %d times already"), FOLDERS_MAX);
}

/* Removes what was left by a kill: files whose names end so. */
static void sweep(const char *dir, const char *ending)
{
	size_t length = strlen(ending);
	DIR *d = opendir(dir);
	if (!d)
		return;
	const struct dirent *entry;
	while ((entry = readdir(d))) {
		size_t n = strlen(entry->d_name);
		if (n >= length && strcmp(entry->d_name + n - length, ending) == 0)
			unlinkat(dirfd(d), entry->d_name, 0); /* "." and ".." are no files */
	}
	closedir(d);
}

static bool make_scratch(struct bench *b, struct err *e)
{
	b->scratch_dir = xasprintf("%s/.build", b->bin_dir);
	if (!paths_make_dir(b->scratch_dir, e))
		return false;
	sweep(b->bin_dir, ".part");
	sweep(b->scratch_dir, "");
	b->scratch_covered = world_cover(b->scratch_dir);
	return true;
}

bool folders_create(struct bench *b, const struct bench_options *o, struct err *e)
{
	b->bin_lock = -1;
	b->state_dir = o->state_dir ? xstrdup(o->state_dir) : NULL;
	b->cache_dir = o->cache_dir ? xstrdup(o->cache_dir) : NULL;
	if (!b->lab)
		return true;
	b->lab_dir = realpath(b->lab->dir, NULL);
	if (!b->lab_dir)
		return err_sys(e, errno, "%s", b->lab->dir);
	if (b->state_dir)
		b->work_dir = xasprintf("%s/work/%s", b->state_dir, b->lab->name);
	if (b->work_dir && !paths_make_dir(b->work_dir, e))
		return false;
	return !b->cache_dir || (take_programs(b, e) && make_scratch(b, e));
}

void folders_destroy(struct bench *b)
{
	if (b->scratch_covered)
		world_uncover(b->scratch_dir);
	if (b->bin_lock >= 0)
		close(b->bin_lock);
	free(b->state_dir);
	free(b->cache_dir);
	free(b->work_dir);
	free(b->lab_dir);
	free(b->bin_dir);
	free(b->scratch_dir);
}
