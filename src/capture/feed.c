/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A pipe or compressed file, brought into a spool.
 */
#include "capture/feed.h"

#include <errno.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/err.h"
#include "base/i18n.h"
#include "capture/gunzip.h"
#include "capture/spool.h"

#define PIECE ((size_t)256 << 10)

struct feed {
	int fd;
	struct spool *spool;
	struct gunzip *gunzip; /* NULL: as it is */
	bool told;             /* whether it is compressed */
	bool hungry;           /* gunzip has used up its input */
	bool ended;
	uint64_t taken;
	char failure[320];
	size_t waiting; /* bytes in `in` that are not told yet */
	uint8_t in[PIECE], out[PIECE];
};

struct feed *feed_create(int fd, struct err *e)
{
	struct spool *spool = spool_create(0, e);
	if (!spool) {
		close(fd);
		return NULL;
	}
	struct feed *f = xcalloc(1, sizeof(*f));
	f->fd = fd;
	f->spool = spool;
	f->hungry = true;
	return f;
}

void feed_destroy(struct feed *f)
{
	if (!f)
		return;
	close(f->fd);
	spool_destroy(f->spool);
	gunzip_destroy(f->gunzip);
	free(f);
}

static enum feed_step fail(struct feed *f, const char *sentence)
{
	snprintf(f->failure, sizeof(f->failure), "%s", sentence);
	f->ended = true;
	return FEED_FAILED;
}

static enum feed_step keep(struct feed *f, const uint8_t *bytes, size_t len)
{
	int rc = spool_add(f->spool, bytes, len);
	if (rc == 0)
		return FEED_MORE;
	if (rc == -EFBIG)
		return fail(
		        f, _("more than 32 GiB came from a pipe or a compressed file: save it to "
		             "a file and read that"));
	char text[300];
	snprintf(text, sizeof(text), _("the disk of %s is full (%s): TMPDIR names another folder"),
	        spool_folder(f->spool), strerror(-rc));
	return fail(f, text);
}

/* Some bytes of the input behind the first `have` of `in`; *len 0 at its end. */
static enum feed_step read_some(struct feed *f, size_t have, size_t *len)
{
	struct pollfd p = {.fd = f->fd, .events = POLLIN};
	int ready = poll(&p, 1, 0);
	if (ready == 0 || (ready < 0 && errno == EINTR))
		return FEED_WAIT;
	ssize_t n = read(f->fd, f->in + have, PIECE - have);
	if (n < 0 && (errno == EINTR || errno == EAGAIN))
		return FEED_WAIT;
	if (n < 0)
		return fail(f, strerror(errno));
	*len = (size_t)n;
	f->taken += (size_t)n;
	return FEED_MORE;
}

static enum feed_step end(struct feed *f)
{
	f->ended = true;
	if (f->gunzip && !gunzip_whole(f->gunzip))
		return fail(f, _("the compressed file is cut off"));
	return FEED_END;
}

/* New input, told apart by the two bytes that gzip begins with. */
static enum feed_step take_input(struct feed *f)
{
	size_t n = 0;
	enum feed_step step = read_some(f, f->waiting, &n);
	if (step != FEED_MORE)
		return step;
	size_t have = f->waiting + n;
	if (!f->told && have < 2 && n) {
		f->waiting = have;
		return FEED_MORE;
	}
	if (!f->told && have >= 2 && f->in[0] == 0x1f && f->in[1] == 0x8b)
		f->gunzip = gunzip_create();
	f->told = true;
	f->waiting = 0;
	if (!have)
		return end(f);
	if (!f->gunzip)
		return keep(f, f->in, have);
	gunzip_feed(f->gunzip, f->in, have);
	f->hungry = false;
	return FEED_MORE;
}

enum feed_step feed_work(struct feed *f)
{
	if (f->ended)
		return f->failure[0] ? FEED_FAILED : FEED_END;
	if (f->hungry)
		return take_input(f);
	size_t len = 0;
	enum gunzip_step step = gunzip_take(f->gunzip, f->out, PIECE, &len);
	if (len && keep(f, f->out, len) == FEED_FAILED)
		return FEED_FAILED;
	if (step == GUNZIP_WRONG)
		return fail(f, _("the compressed file is damaged"));
	f->hungry = step == GUNZIP_MORE;
	return FEED_MORE;
}

const char *feed_failure(const struct feed *f)
{
	return f->failure;
}

int feed_fd(const struct feed *f)
{
	return spool_fd(f->spool);
}

int feed_input(const struct feed *f)
{
	return f->fd;
}

uint64_t feed_taken(const struct feed *f)
{
	return f->taken;
}
