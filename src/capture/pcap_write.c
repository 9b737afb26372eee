/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Writes pcap files in this machine's byte order.
 */
#include "capture/pcap_write.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/err.h"
#include "base/i18n.h"

#define MAGIC_NANOSECONDS 0xa1b23c4du
#define SNAPLEN 262144

struct pcap_write {
	char *path; /* for sentences; owned */
	FILE *file;
	int error; /* the first errno */
	uint64_t bytes;
};

static void put(struct pcap_write *p, const void *bytes, size_t len)
{
	p->bytes += len;
	if (!p->error && len && fwrite(bytes, len, 1, p->file) != 1)
		p->error = errno ? errno : EIO;
}

static FILE *open_file(const char *path)
{
	if (strcmp(path, "-") == 0)
		return stdout;
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	return fd < 0 ? NULL : fdopen(fd, "wb");
}

struct pcap_write *pcap_write_create(
        const char *path, uint32_t link, uint32_t snaplen, struct err *e)
{
	FILE *file = open_file(path);
	if (!file) {
		err_sys(e, errno, _("cannot write %s"), path);
		return NULL;
	}
	struct pcap_write *p = xcalloc(1, sizeof(*p));
	p->path = xstrdup(path);
	p->file = file;
	const struct {
		uint32_t magic;
		uint16_t major, minor;
		uint32_t unused[2], snaplen, link;
	} head = {MAGIC_NANOSECONDS, 2, 4, {0, 0}, snaplen ? snaplen : SNAPLEN, link};
	_Static_assert(sizeof(head) == 24, "as in pcap-savefile(5)");
	put(p, &head, sizeof(head));
	return p;
}

void pcap_write_frame(
        struct pcap_write *p, nsec when, const uint8_t *bytes, uint32_t captured, uint32_t length)
{
	const uint32_t head[] = {
	        (uint32_t)(when / NSEC_PER_SEC), (uint32_t)(when % NSEC_PER_SEC), captured, length};
	put(p, head, sizeof(head));
	put(p, bytes, captured);
}

bool pcap_write_flush(struct pcap_write *p)
{
	errno = 0;
	if (!p->error && fflush(p->file) != 0)
		p->error = errno ? errno : EIO;
	return !p->error;
}

uint64_t pcap_write_bytes(const struct pcap_write *p)
{
	return p->bytes;
}

bool pcap_write_close(struct pcap_write *p, struct err *e)
{
	if (!p)
		return true;
	bool good = pcap_write_flush(p);
	int error = p->error;
	if (p->file != stdout && fclose(p->file) != 0 && good)
		error = errno;
	if (error)
		err_sys(e, error, _("cannot write %s"), p->path);
	free(p->path);
	free(p);
	return !error;
}
