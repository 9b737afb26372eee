/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whole files.
 */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/i18n.h"

static bool refuse(struct err *e, const char *path, int errnum)
{
	return err_set(e, ERR_INPUT, "%s: %s", path, strerror(errnum));
}

static bool too_long(struct err *e, const char *path, size_t limit)
{
	return err_set(e, ERR_INPUT, _("%s: longer than the %zu bytes allowed here"), path, limit);
}

bool file_read(const char *path, size_t limit, struct buf *out, struct err *e)
{
	/* Not blocking: opening a pipe nobody writes to must not hang the program. */
	int _cleanup_fd_ fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	if (fd < 0)
		return refuse(e, path, errno);
	struct stat st;
	if (fstat(fd, &st) < 0)
		return refuse(e, path, errno);
	if (S_ISDIR(st.st_mode))
		return refuse(e, path, EISDIR);
	if (!S_ISREG(st.st_mode))
		return err_set(e, ERR_INPUT, _("%s: not a regular file"), path);
	if (st.st_size > 0 && (size_t)st.st_size > limit)
		return too_long(e, path, limit);
	int got = buf_read(out, fd, limit);
	if (got == 0)
		return true;
	return got == -EFBIG ? too_long(e, path, limit) : refuse(e, path, -got);
}

int file_write_all(int fd, const void *bytes, size_t len)
{
	const char *at = bytes;
	while (len) {
		ssize_t n = write(fd, at, len);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -errno;
		at += n;
		len -= (size_t)n;
	}
	return 0;
}

static int fill(int fd, const void *bytes, size_t len, mode_t mode)
{
	int r = file_write_all(fd, bytes, len);
	if (r < 0)
		return r;
	if (fchmod(fd, mode) < 0 || fsync(fd) < 0)
		return -errno;
	return 0;
}

/* Makes the rename itself last; not every file system can, and none of that matters to people. */
static void sync_directory(const char *path)
{
	char *_cleanup_free_ dir = xstrdup(path);
	char *slash = strrchr(dir, '/');
	if (slash)
		slash[slash == dir ? 1 : 0] = '\0';
	int _cleanup_fd_ fd = open(slash ? dir : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd >= 0)
		(void)fsync(fd);
}

static int open_nameless(const char *target)
{
	char *_cleanup_free_ dir = xstrdup(target);
	char *slash = strrchr(dir, '/');
	if (slash)
		slash[slash == dir ? 1 : 0] = '\0';
	return open(slash ? dir : ".", O_TMPFILE | O_WRONLY | O_CLOEXEC, 0600);
}

/* Without a name until it is complete, where the file system can: a kill leaves nothing then. */
static int replace(const char *target, const void *bytes, size_t len, mode_t mode)
{
	char *_cleanup_free_ temporary = xasprintf("%s.%ld.part", target, (long)getpid());
	unlink(temporary); /* left by a namesake that was killed */
	int _cleanup_fd_ fd = open_nameless(target);
	bool nameless = fd >= 0;
	if (!nameless)
		fd = open(temporary, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
	if (fd < 0)
		return -errno;
	char self[64];
	snprintf(self, sizeof(self), "/proc/self/fd/%d", fd);
	int r = fill(fd, bytes, len, mode);
	if (r == 0 && nameless &&
	        linkat(AT_FDCWD, self, AT_FDCWD, temporary, AT_SYMLINK_FOLLOW) < 0)
		r = -errno;
	if (r == 0 && rename(temporary, target) < 0)
		r = -errno;
	if (r < 0)
		unlink(temporary);
	else
		sync_directory(target);
	return r;
}

bool file_write(const char *path, const void *bytes, size_t len, mode_t mode, struct err *e)
{
	/* Where the path is a link, the file behind it is what changes. */
	char *_cleanup_free_ real = realpath(path, NULL);
	const char *target = real ? real : path;
	struct stat st;
	if (real && stat(real, &st) == 0) {
		if (S_ISDIR(st.st_mode))
			return err_sys(e, EISDIR, _("cannot write %s"), path);
		mode = st.st_mode & 07777;
	}
	int r = replace(target, bytes, len, mode);
	return r == 0 ? true : err_sys(e, -r, _("cannot write %s"), path);
}
