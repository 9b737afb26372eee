/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Writes pcapng files (draft-ietf-opsawg-pcapng-03): one section, in this machine's byte order.
 *
 * How it works. Blocks go through stdio into a file that has no name yet, so that nothing is left
 * of it when we die; where the file system can't do that it has a temporary name. Closing gives it
 * the name. Whatever fails is remembered and told once, by pcapng_close().
 */
#include "capture/pcapng.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"

enum block_type {
	BLOCK_SECTION = 0x0a0d0d0a,   /* section 4.1 */
	BLOCK_INTERFACE = 0x00000001, /* section 4.2 */
	BLOCK_PACKET = 0x00000006,    /* section 4.3 */
};

enum option_code {
	OPTION_END = 0,
	OPTION_COMMENT = 1,
	OPTION_IF_NAME = 2,
	OPTION_IF_DESCRIPTION = 3,
	OPTION_SECTION_APPLICATION = 4,
	OPTION_IF_RESOLUTION = 9,
};

#define LINKTYPE_ETHERNET 1
#define TEXT_MAX 32768

struct pcapng {
	char *path;      /* as given, for sentences; owned */
	char *target;    /* the file that will change; owned, NULL when written directly */
	char *temporary; /* owned, NULL when the new file has no name */
	mode_t mode;
	FILE *file;
	struct buf block; /* the block being built */
	int interfaces;
	int error; /* the first errno */
	nsec offset;
	uint64_t bytes;
};

static void put32(struct buf *b, uint32_t value)
{
	buf_add(b, &value, sizeof(value));
}

static void put16(struct buf *b, uint16_t value)
{
	buf_add(b, &value, sizeof(value));
}

/* Bytes, filled up to a multiple of four. */
static void put_padded(struct buf *b, const void *bytes, size_t len)
{
	buf_add(b, bytes, len);
	buf_add(b, "\0\0\0", (4 - len % 4) % 4);
}

static void put_option(struct buf *b, enum option_code code, const void *bytes, size_t len)
{
	put16(b, (uint16_t)code);
	put16(b, (uint16_t)len);
	put_padded(b, bytes, len);
}

static void put_text(struct buf *b, enum option_code code, const char *text)
{
	if (!text || !*text)
		return;
	size_t len = strlen(text);
	if (len > TEXT_MAX) {
		len = TEXT_MAX;
		while (len && ((uint8_t)text[len] & 0xc0) == 0x80) /* not inside a character */
			len--;
	}
	put_option(b, code, text, len);
}

/* Type and length are written around the body. */
static void write_block(struct pcapng *p, uint32_t type)
{
	uint32_t head[2] = {type, (uint32_t)p->block.len + 12};
	p->bytes += head[1];
	if (!p->error && (fwrite(head, sizeof(head), 1, p->file) != 1 ||
	                         fwrite(p->block.at, p->block.len, 1, p->file) != 1 ||
	                         fwrite(&head[1], sizeof(head[1]), 1, p->file) != 1))
		p->error = errno ? errno : EIO;
	buf_clear(&p->block);
}

static void write_section(struct pcapng *p)
{
	put32(&p->block, 0x1a2b3c4d);
	put16(&p->block, 1); /* version 1.0 */
	put16(&p->block, 0);
	put32(&p->block, UINT32_MAX); /* length of the section: not told */
	put32(&p->block, UINT32_MAX);
	put_text(&p->block, OPTION_SECTION_APPLICATION, "wirelab " WIRELAB_VERSION);
	put_option(&p->block, OPTION_END, "", 0);
	write_block(p, BLOCK_SECTION);
}

void pcapng_abandon(struct pcapng *p)
{
	if (!p)
		return;
	if (p->temporary)
		unlink(p->temporary);
	if (p->file && p->file != stdout)
		fclose(p->file);
	buf_finish(&p->block);
	free(p->path);
	free(p->target);
	free(p->temporary);
	free(p);
}

static int open_nameless(const char *target)
{
	char *_cleanup_free_ dir = xstrdup(target);
	char *slash = strrchr(dir, '/');
	if (slash)
		slash[slash == dir ? 1 : 0] = '\0';
	return open(slash ? dir : ".", O_TMPFILE | O_WRONLY | O_CLOEXEC, 0600);
}

/* A new file for p->target. */
static int open_new(struct pcapng *p)
{
	int fd = open_nameless(p->target);
	if (fd >= 0)
		return fd;
	p->temporary = xasprintf("%s.XXXXXX", p->target);
	fd = mkostemp(p->temporary, O_CLOEXEC);
	if (fd >= 0)
		return fd;
	int errnum = errno;
	free(p->temporary);
	p->temporary = NULL;
	return -errnum;
}

/* Opens what `path` says; 0 or -errno. */
static int open_path(struct pcapng *p)
{
	if (strcmp(p->path, "-") == 0) {
		p->file = stdout;
		return 0;
	}
	if (!p->path[0])
		return -ENOENT;
	struct stat st;
	bool there = stat(p->path, &st) == 0;
	if (there && S_ISDIR(st.st_mode))
		return -EISDIR;
	if (there && access(p->path, W_OK) < 0)
		return -errno;
	mode_t mask = umask(0);
	umask(mask);
	p->mode = there ? st.st_mode & 07777 : 0666 & ~mask;
	bool direct = there && !S_ISREG(st.st_mode);
	if (!direct)
		p->target = there ? realpath(p->path, NULL) : xstrdup(p->path);
	int fd = direct ? open(p->path, O_WRONLY | O_CLOEXEC) : open_new(p);
	if (fd < 0)
		return direct ? -errno : fd;
	p->file = fdopen(fd, "wb");
	if (p->file)
		return 0;
	close(fd);
	return -ENOMEM;
}

static int open_with(struct pcapng *p, int flags, mode_t mode)
{
	int fd = open(p->path, O_WRONLY | O_CREAT | O_CLOEXEC | flags, mode);
	if (fd < 0)
		return -errno;
	p->file = fdopen(fd, "wb");
	if (p->file)
		return 0;
	close(fd);
	return -ENOMEM;
}

static int open_growing(struct pcapng *p)
{
	return open_with(p, O_EXCL | O_NOFOLLOW, 0600);
}

static int open_capture(struct pcapng *p)
{
	if (strcmp(p->path, "-") != 0)
		return open_with(p, O_TRUNC, 0666);
	p->file = stdout;
	return 0;
}

static struct pcapng *create(const char *path, int (*open_it)(struct pcapng *p), struct err *e)
{
	struct pcapng *p = xcalloc(1, sizeof(*p));
	p->path = xstrdup(path);
	p->offset = clock_realtime_offset();
	int rc = open_it(p);
	if (rc == 0) {
		write_section(p);
		return p;
	}
	err_sys(e, -rc, _("cannot write %s"), path);
	pcapng_abandon(p);
	return NULL;
}

struct pcapng *pcapng_create(const char *path, struct err *e)
{
	return create(path, open_path, e);
}

struct pcapng *pcapng_create_growing(const char *path, struct err *e)
{
	return create(path, open_growing, e);
}

struct pcapng *pcapng_create_capture(const char *path, struct err *e)
{
	return create(path, open_capture, e);
}

void pcapng_set_offset(struct pcapng *p, nsec offset)
{
	p->offset = offset;
}

struct pcapng *pcapng_create_memory(char **bytes, size_t *len)
{
	struct pcapng *p = xcalloc(1, sizeof(*p));
	p->path = xstrdup("-");
	p->offset = clock_realtime_offset();
	p->file = open_memstream(bytes, len);
	if (!p->file)
		abort();
	write_section(p);
	return p;
}

int pcapng_interface(struct pcapng *p, const char *name, const char *description)
{
	return pcapng_interface_of(p, LINKTYPE_ETHERNET, 0, name, description);
}

int pcapng_interface_of(struct pcapng *p, uint32_t link, uint32_t snaplen, const char *name,
        const char *description)
{
	const uint8_t nanoseconds = 9;
	put16(&p->block, (uint16_t)link);
	put16(&p->block, 0);
	put32(&p->block, snaplen);
	put_text(&p->block, OPTION_IF_NAME, name);
	put_text(&p->block, OPTION_IF_DESCRIPTION, description);
	put_option(&p->block, OPTION_IF_RESOLUTION, &nanoseconds, sizeof(nanoseconds));
	put_option(&p->block, OPTION_END, "", 0);
	write_block(p, BLOCK_INTERFACE);
	return p->interfaces++;
}

void pcapng_frame(struct pcapng *p, int interface, nsec when, const uint8_t *bytes,
        uint32_t captured, uint32_t length, const char *comment)
{
	pcapng_frame_with(p, interface, when, bytes, captured, length, comment, 0, NULL, 0);
}

void pcapng_frame_with(struct pcapng *p, int interface, nsec when, const uint8_t *bytes,
        uint32_t captured, uint32_t length, const char *comment, uint16_t code, const void *extra,
        size_t len)
{
	uint64_t stamp = (uint64_t)when + (uint64_t)p->offset;
	put32(&p->block, (uint32_t)interface);
	put32(&p->block, (uint32_t)(stamp >> 32));
	put32(&p->block, (uint32_t)stamp);
	put32(&p->block, captured);
	put32(&p->block, length);
	put_padded(&p->block, bytes, captured);
	put_text(&p->block, OPTION_COMMENT, comment);
	if (len)
		put_option(&p->block, (enum option_code)code, extra, len);
	if (len || (comment && *comment))
		put_option(&p->block, OPTION_END, "", 0);
	write_block(p, BLOCK_PACKET);
}

void pcapng_block(struct pcapng *p, uint32_t type, const void *body, size_t len)
{
	put_padded(&p->block, body, len);
	write_block(p, type);
}

bool pcapng_flush(struct pcapng *p)
{
	errno = 0;
	if (!p->error && fflush(p->file) != 0)
		p->error = errno ? errno : EIO;
	return !p->error;
}

uint64_t pcapng_bytes(const struct pcapng *p)
{
	return p->bytes;
}

/* Gives a file without a name the temporary name, from which it is renamed like any other. */
static int give_name(struct pcapng *p)
{
	if (p->temporary)
		return 0;
	char self[64];
	snprintf(self, sizeof(self), "/proc/self/fd/%d", fileno(p->file));
	p->temporary = xasprintf("%s.%ld.part", p->target, (long)getpid());
	if (linkat(AT_FDCWD, self, AT_FDCWD, p->temporary, AT_SYMLINK_FOLLOW) == 0)
		return 0;
	int errnum = errno;
	free(p->temporary);
	p->temporary = NULL;
	return -errnum;
}

/* Everything written, then the name; 0 or -errno. */
static int finish(struct pcapng *p)
{
	errno = 0;
	if (fflush(p->file) != 0)
		return errno ? -errno : -EIO;
	if (!p->target)
		return 0;
	int fd = fileno(p->file);
	if (fchmod(fd, p->mode) < 0 || fsync(fd) < 0)
		return -errno;
	int rc = give_name(p);
	if (rc < 0)
		return rc;
	if (rename(p->temporary, p->target) < 0)
		return -errno;
	free(p->temporary);
	p->temporary = NULL;
	return 0;
}

bool pcapng_close(struct pcapng *p, struct err *e)
{
	if (!p)
		return true;
	int rc = p->error ? -p->error : finish(p);
	if (rc < 0)
		err_sys(e, -rc, _("cannot write %s"), p->path);
	pcapng_abandon(p);
	return rc == 0;
}
