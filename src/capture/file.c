/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A capture file as its frames: where the bytes come from, what both formats share.
 */
#include "capture/file.h"

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
#include "capture/file_internal.h"
#include "capture/gzip.h"
#include "capture/pcapng_read.h"

#define FEEDS_A_CALL 16 /* pieces of 256 KiB that one call brings on */
#define MAGIC 4
#define BEGINNING 65536 /* of a file, which has a tape's own block in it */
#define UNPACKED_BEGINNING (256 * 1024)

enum capture_step file_damaged(struct capture_file *f, const char *fmt, ...)
{
	va_list args;
	va_start(args, fmt);
	vsnprintf(f->damage, sizeof(f->damage), fmt, args);
	va_end(args);
	f->over = CAPTURE_DAMAGED;
	return f->over;
}

enum capture_step file_cut(struct capture_file *f)
{
	if (f->feed && feed_failure(f->feed)[0])
		return file_damaged(f, _("%s: what came before is shown"), feed_failure(f->feed));
	return file_damaged(f,
	        _("the file is cut off in the middle of packet %llu: what came before is shown"),
	        (unsigned long long)f->frames + 1);
}

/* Brings on what a pipe has or a compressed file holds; FRAME: try again. */
static enum capture_step bring_on(struct capture_file *f, unsigned *budget)
{
	if (!f->feed)
		return CAPTURE_END;
	if (!(*budget)--)
		return CAPTURE_WAIT;
	switch (feed_work(f->feed)) {
	case FEED_MORE:
		return CAPTURE_FRAME;
	case FEED_WAIT:
		return CAPTURE_WAIT;
	case FEED_END:
	case FEED_FAILED:
		break;
	}
	return CAPTURE_END;
}

enum capture_step file_need(struct capture_file *f, uint64_t offset, size_t n, const uint8_t **out)
{
	unsigned budget = FEEDS_A_CALL;
	for (;;) {
		*out = window_get(&f->ahead, offset, n);
		if (*out)
			return CAPTURE_FRAME;
		if (f->ahead.error)
			return file_damaged(f, _("reading failed after packet %llu: %s"),
			        (unsigned long long)f->frames, strerror(-f->ahead.error));
		enum capture_step step = bring_on(f, &budget);
		if (step == CAPTURE_WAIT)
			return step;
		if (step != CAPTURE_FRAME)
			break;
	}
	bool failed = f->feed && feed_failure(f->feed)[0];
	return window_left(&f->ahead, offset, n) || failed ? CAPTURE_DAMAGED : CAPTURE_END;
}

struct file_interface *file_add_interface(struct capture_file *f, uint32_t link, uint32_t snaplen)
{
	if (f->interfaces.count >= INTERFACES_MAX)
		return NULL;
	struct file_interface i = {
	        .shown = {.link = link,
	                .snaplen = snaplen,
	                .section = f->section,
	                .big_endian = !f->little,
	                .name = "",
	                .description = "",
	                .filter = ""},
	        .resolution = 6,
	};
	i.name = xstrdup("");
	i.description = xstrdup("");
	i.filter = xstrdup("");
	vec_push(&f->interfaces, i);
	return &f->interfaces.at[f->interfaces.count - 1];
}

/* Which format it is, once the first bytes are there. */
static enum capture_step begin(struct capture_file *f)
{
	const uint8_t *at;
	enum capture_step step = file_need(f, 0, MAGIC, &at);
	if (step == CAPTURE_WAIT)
		return step;
	if (step == CAPTURE_END)
		return file_damaged(f, _("it is empty"));
	enum pcapng_kind kind =
	        step == CAPTURE_FRAME ? pcapng_kind(bytes_over(at, MAGIC)) : PCAPNG_NO;
	if (kind != PCAPNG_YES && kind != PCAPNG_OLD_PCAP)
		return f->over ? f->over : file_damaged(f, _("this is no capture"));
	step = kind == PCAPNG_YES ? file_pcapng_begin(f) : file_pcap_begin(f);
	if (step == CAPTURE_FRAME)
		f->format = kind == PCAPNG_YES ? FILE_PCAPNG : FILE_PCAP;
	return step;
}

enum capture_step capture_file_next(struct capture_file *f, struct capture_frame *out)
{
	if (f->over)
		return f->over;
	enum capture_step step = f->format ? CAPTURE_FRAME : begin(f);
	if (step == CAPTURE_FRAME)
		step = f->format == FILE_PCAP ? file_pcap_next(f, out) : file_pcapng_next(f, out);
	if (step == CAPTURE_END)
		f->over = step;
	return step;
}

static bool is_gzip(int fd)
{
	uint8_t m[2];
	return pread(fd, m, sizeof(m), 0) == sizeof(m) && m[0] == 0x1f && m[1] == 0x8b;
}

static struct capture_file *take(int fd, const char *name, const struct stat *st, struct err *e)
{
	bool regular = S_ISREG(st->st_mode) && lseek(fd, 0, SEEK_CUR) == 0;
	struct feed *feed = NULL;
	bool plain = regular && !is_gzip(fd);
	if (!plain) {
		feed = feed_create(fd, e);
		if (!feed)
			return NULL;
		fd = feed_fd(feed);
	}
	struct capture_file *f = xcalloc(1, sizeof(*f));
	f->fd = fd;
	f->name = xstrdup(name);
	f->feed = feed;
	f->regular = regular;
	f->size = regular ? (uint64_t)st->st_size : 0;
	f->ahead.fd = f->again.fd = fd;
	return f;
}

struct capture_file *capture_file_take(int fd, const char *name, struct err *e)
{
	struct stat st;
	if (fstat(fd, &st) < 0 || S_ISDIR(st.st_mode)) {
		err_set(e, ERR_INPUT, "%s: %s", name,
		        strerror(S_ISDIR(st.st_mode) ? EISDIR : errno));
		close(fd);
		return NULL;
	}
	struct capture_file *f = take(fd, name, &st, e);
	if (!f || !f->regular || begin(f) == CAPTURE_FRAME)
		return f;
	if (f->over) {
		err_set(e, ERR_INPUT,
		        _("%s: %s; a pcap or pcapng file was expected, or one of them "
		          "compressed by gzip"),
		        name, f->damage);
		capture_file_close(f);
		return NULL;
	}
	return f;
}

struct capture_file *capture_file_open(const char *path, struct err *e)
{
	bool standard = strcmp(path, "-") == 0;
	int fd = standard ? dup(STDIN_FILENO) : open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0) {
		err_set(e, ERR_INPUT, "%s: %s", path, strerror(errno));
		return NULL;
	}
	return capture_file_take(fd, standard ? _("standard input") : path, e);
}

void capture_file_close(struct capture_file *f)
{
	if (!f)
		return;
	if (!f->feed)
		close(f->fd);
	feed_destroy(f->feed);
	window_finish(&f->ahead);
	window_finish(&f->again);
	VEC_EACH (i, &f->interfaces) {
		free(i->name);
		free(i->description);
		free(i->filter);
	}
	vec_free(&f->interfaces);
	file_names_finish(&f->names);
	buf_finish(&f->comments);
	buf_finish(&f->comment);
	free(f->name);
	free(f);
}

int capture_file_fd(const struct capture_file *f)
{
	return f->feed && !f->regular && !f->over ? feed_input(f->feed) : -1;
}

const char *capture_file_damage(const struct capture_file *f)
{
	return f->damage;
}

uint64_t capture_file_position(const struct capture_file *f)
{
	return f->feed ? feed_taken(f->feed) : f->at;
}

uint64_t capture_file_size(const struct capture_file *f)
{
	return f->size;
}

const uint8_t *capture_file_bytes(struct capture_file *f, uint64_t offset, uint32_t n)
{
	return n > CAPTURE_FRAME_MAX ? NULL : window_get(&f->again, offset, n);
}

uint32_t capture_file_interface_count(const struct capture_file *f)
{
	return (uint32_t)f->interfaces.count;
}

const struct capture_interface *capture_file_interface(const struct capture_file *f, uint32_t i)
{
	return &f->interfaces.at[i].shown;
}

const char *capture_file_comment(const struct capture_file *f)
{
	return buf_text(&f->comments);
}

bool capture_file_is_tape(const char *path)
{
	uint8_t bytes[BEGINNING];
	struct buf unpacked = {0};
	struct stat st;
	_cleanup_fd_ int fd = -1;
	if (strcmp(path, "-") != 0)
		fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0 || fstat(fd, &st) < 0 || !S_ISREG(st.st_mode))
		return false;
	ssize_t n = pread(fd, bytes, sizeof(bytes), 0);
	struct bytes beginning = bytes_over(bytes, n > 0 ? (size_t)n : 0);
	if (gzip_is(bytes, beginning.len)) {
		(void)gzip_unpack(bytes, beginning.len, UNPACKED_BEGINNING, &unpacked);
		beginning = bytes_over(unpacked.at, unpacked.len);
	}
	bool tape = pcapng_begins_tape(beginning);
	buf_finish(&unpacked);
	return tape;
}
