/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A file without a name.
 */
#include "capture/spool.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/err.h"
#include "base/i18n.h"

#define LOOK_EVERY ((uint64_t)16 << 20) /* bytes between two looks at the free space */

struct spool {
	int fd;
	uint64_t size, limit, looked;
	char *folder; /* owned */
};

/* O_TMPFILE is not known to every file system. */
static int open_nameless(const char *folder)
{
	int fd = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	if (fd >= 0)
		return fd;
	char *_cleanup_free_ path = xasprintf("%s/wirelab-XXXXXX", folder);
	fd = mkostemp(path, O_CLOEXEC);
	if (fd >= 0)
		unlink(path);
	return fd;
}

struct spool *spool_create(uint64_t limit, struct err *e)
{
	const char *wished = getenv("TMPDIR");
	const char *folders[] = {wished && *wished ? wished : "/var/tmp", "/var/tmp", "/tmp"};
	for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]); i++) {
		int fd = open_nameless(folders[i]);
		if (fd < 0)
			continue;
		struct spool *s = xcalloc(1, sizeof(*s));
		s->fd = fd;
		s->limit = limit ? limit : SPOOL_MAX;
		s->folder = xstrdup(folders[i]);
		return s;
	}
	err_sys(e, errno, _("no temporary file can be made in %s (TMPDIR names another folder)"),
	        folders[0]);
	return NULL;
}

void spool_destroy(struct spool *s)
{
	if (!s)
		return;
	close(s->fd);
	free(s->folder);
	free(s);
}

int spool_fd(const struct spool *s)
{
	return s->fd;
}

uint64_t spool_size(const struct spool *s)
{
	return s->size;
}

const char *spool_folder(const struct spool *s)
{
	return s->folder;
}

static int look_for_room(struct spool *s, uint64_t end)
{
	if (end <= s->size || (s->size && end < s->looked + LOOK_EVERY))
		return 0;
	struct statvfs fs;
	s->looked = s->size;
	if (fstatvfs(s->fd, &fs) == 0 && fs.f_bavail * fs.f_frsize < SPOOL_LEAVES + (end - s->size))
		return -ENOSPC;
	return 0;
}

int spool_put(struct spool *s, uint64_t offset, const void *bytes, size_t len)
{
	if (offset > s->size || offset > s->limit || len > s->limit - offset)
		return -EFBIG;
	int rc = look_for_room(s, offset + len);
	const char *from = bytes;
	for (size_t done = 0; rc == 0 && done < len;) {
		ssize_t n = pwrite(s->fd, from + done, len - done, (off_t)(offset + done));
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			rc = n < 0 ? -errno : -ENOSPC;
		else
			done += (size_t)n;
	}
	if (rc == 0 && offset + len > s->size)
		s->size = offset + len;
	return rc;
}

int spool_add(struct spool *s, const void *bytes, size_t len)
{
	return spool_put(s, s->size, bytes, len);
}
