/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Builds the C program of a pane with the machine's own compiler, in the background.
 *
 * The compiler works in the scratch folder; its result is moved into place only when it succeeded,
 * so a program never runs half written and a failed build leaves the last good one. Sources that
 * are not C (scripts) are linked into the folder in which the pane's command runs.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/err.h"
#include "base/i18n.h"
#include "bench/bench_internal.h"
#include "loop/job.h"

#define COPY_AT_ONCE ((size_t)1 << 20)

struct bench_build_state {
	struct job *job;
	char *made, *target; /* what the compiler writes, where it goes */
};

static void forget(struct pane *p)
{
	if (!p->building)
		return;
	free(p->building->made);
	free(p->building->target);
	free(p->building);
	p->building = NULL;
}

void build_cancel(struct pane *p)
{
	if (!p->building)
		return;
	job_cancel(p->building->job);
	unlink(p->building->made);
	forget(p);
	p->shown.build = BUILD_NONE;
}

static void finish(struct pane *p, enum bench_build how, const char *text)
{
	free(p->build_output);
	p->build_output = xstrdup(text);
	p->shown.build_output = p->build_output;
	p->shown.build = how;
	bench_touch(p->bench);
	if (how == BUILD_FAILED) {
		bench_say(p->bench, true,
		        _("%s does not compile: its pane shows the compiler's words"),
		        p->shown.name);
		p->shown.wanted = false;
		return;
	}
	p->on_built(p);
}

static bool newer(const char *a, const char *b)
{
	struct stat sa, sb;
	if (stat(a, &sa) < 0 || stat(b, &sb) < 0)
		return false;
	if (sa.st_mtim.tv_sec != sb.st_mtim.tv_sec)
		return sa.st_mtim.tv_sec > sb.st_mtim.tv_sec;
	return sa.st_mtim.tv_nsec > sb.st_mtim.tv_nsec;
}

/* A stamp beside the program says which source it was made from, so that using another source
 * for the same program builds it again. */
static bool is_current(const struct pane *p, const char *target)
{
	char *_cleanup_free_ stamp = xasprintf("%s.from", target);
	char was[4096];
	ssize_t n = readlink(stamp, was, sizeof(was) - 1);
	if (n < 0)
		return false;
	was[n] = '\0';
	return strcmp(was, p->source) == 0 && newer(target, p->source);
}

/* Without a stamp it is simply built anew next time. */
static void unstamp(const char *target)
{
	char *_cleanup_free_ stamp = xasprintf("%s.from", target);
	unlink(stamp);
}

static bool stamp_source(const struct pane *p, const char *target)
{
	char *_cleanup_free_ stamp = xasprintf("%s.from", target);
	unlink(stamp);
	return symlink(p->source, stamp) == 0;
}

static int copy(const char *from, int to)
{
	_cleanup_fd_ int fd = open(from, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	ssize_t n;
	while ((n = sendfile(to, fd, NULL, COPY_AT_ONCE)) > 0)
		;
	return n < 0 || fchmod(to, 0700) < 0 ? -errno : 0;
}

/* A file under the name `part` with what the compiler made: at once where files can be made
 * without a name, so that a kill in between leaves nothing. 0 or -errno. */
static int make_part(const struct bench_build_state *s, const char *part, const char *dir)
{
	unlink(part);
	_cleanup_fd_ int fd = open(dir, O_TMPFILE | O_WRONLY | O_CLOEXEC, 0700);
	bool nameless = fd >= 0;
	if (!nameless)
		fd = open(part, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0700);
	if (fd < 0)
		return -errno;
	char self[64];
	snprintf(self, sizeof(self), "/proc/self/fd/%d", fd);
	int rc = copy(s->made, fd);
	if (rc == 0 && nameless && linkat(AT_FDCWD, self, AT_FDCWD, part, AT_SYMLINK_FOLLOW) < 0)
		rc = -errno;
	return rc;
}

static int install(const struct bench_build_state *s, const char *dir)
{
	char *_cleanup_free_ part = xasprintf("%s.part", s->target);
	int rc = make_part(s, part, dir);
	if (rc == 0 && rename(part, s->target) < 0)
		rc = -errno;
	if (rc < 0)
		unlink(part);
	return rc;
}

static void on_built(void *user, struct loop_exit how, const char *text, size_t len)
{
	(void)len;
	struct pane *p = user;
	struct bench_build_state *s = p->building;
	bool good = how.code == 0 && how.signal == 0;
	char *_cleanup_free_ words = xstrdup(text);
	int rc = good ? install(s, p->bench->bin_dir) : 0;
	if (rc == 0 && good && !stamp_source(p, s->target))
		rc = -errno;
	if (rc < 0) {
		free(words);
		words = xasprintf("%s: %s", s->target, strerror(-rc));
		good = false;
	}
	unlink(s->made);
	forget(p);
	finish(p, good ? BUILD_DONE : BUILD_FAILED, words);
}

/* The program's name in the folder: the pristine source's without ".c", whatever copy is built. */
static char *target_of(const struct pane *p)
{
	const char *slash = strrchr(p->pristine, '/');
	const char *base = slash ? slash + 1 : p->pristine;
	const char *dot = strrchr(base, '.');
	return xasprintf(
	        "%s/%.*s", p->bench->bin_dir, (int)(dot ? dot - base : (long)strlen(base)), base);
}

static bool is_c(const char *source)
{
	size_t len = strlen(source);
	return len > 2 && strcmp(source + len - 2, ".c") == 0;
}

static void link_script(struct pane *p)
{
	const char *slash = strrchr(p->pristine, '/');
	char *_cleanup_free_ name =
	        xasprintf("%s/%s", p->bench->bin_dir, slash ? slash + 1 : p->pristine);
	unlink(name);
	bool good = symlink(p->source, name) == 0;
	finish(p, good ? BUILD_DONE : BUILD_FAILED, good ? "" : strerror(errno));
}

bool build_is_current(const struct pane *p)
{
	if (!p->source || !is_c(p->source))
		return true;
	char *_cleanup_free_ target = target_of(p);
	return is_current(p, target);
}

/* Two panes may make one file from different sources: only the last who asked does, or the program
 * that starts now would be the other's. The other builds when it starts; one that waits for its
 * build to start is left alone. */
static void give_way(const struct pane *p, const char *target)
{
	for (size_t i = 0; i < p->bench->panes.count; i++) {
		struct pane *other = p->bench->panes.at[i];
		if (other == p || !other->building || other->shown.wanted ||
		        strcmp(other->source, p->source) == 0 ||
		        strcmp(other->building->target, target) != 0)
			continue;
		build_cancel(other);
		other->shown.build = BUILD_NONE;
	}
}

void build_start(struct pane *p)
{
	build_cancel(p);
	if (!is_c(p->source)) {
		link_script(p);
		return;
	}
	char *target = target_of(p);
	if (is_current(p, target)) {
		free(target);
		finish(p, BUILD_DONE, "");
		return;
	}
	give_way(p, target);
	struct bench_build_state *s = xcalloc(1, sizeof(*s));
	s->target = target;
	s->made = xasprintf("%s/%zu", p->bench->scratch_dir, p->index);
	char *argv[] = {(char[]){"cc"}, (char[]){"-std=c17"}, (char[]){"-D_GNU_SOURCE"},
	        (char[]){"-Wall"}, (char[]){"-Wextra"}, (char[]){"-g"}, (char[]){"-O0"},
	        (char[]){"-pipe"}, (char[]){"-pthread"}, (char[]){"-o"}, s->made, p->source, NULL};
	p->building = s;
	p->shown.build = BUILD_RUNNING;
	unstamp(target);
	struct err e;
	s->job = job_start(
	        p->bench->loop, argv, p->bench->bin_dir, p->bench->scratch_dir, on_built, p, &e);
	if (s->job)
		return;
	forget(p);
	finish(p, BUILD_FAILED, e.text);
}
