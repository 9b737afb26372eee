/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Capture files made byte by byte, for the tests of src/capture and src/traffic.
 */
#ifndef TESTS_CAPTURES_H
#define TESTS_CAPTURES_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/err.h"
#include "capture/file.h"

/* A file in the making, in either byte order. */
struct made {
	struct buf out;
	bool big;
	size_t block; /* where the pcapng block in the making begins */
};

static inline void put16(struct made *m, uint16_t v)
{
	uint8_t b[2] = {(uint8_t)v, (uint8_t)(v >> 8)};
	uint8_t r[2] = {b[1], b[0]};
	buf_add(&m->out, m->big ? r : b, 2);
}

static inline void put32(struct made *m, uint32_t v)
{
	put16(m, (uint16_t)(m->big ? v >> 16 : v));
	put16(m, (uint16_t)(m->big ? v : v >> 16));
}

static inline void put64(struct made *m, uint64_t v)
{
	put32(m, (uint32_t)(m->big ? v >> 32 : v));
	put32(m, (uint32_t)(m->big ? v : v >> 32));
}

static inline void pcap_head(struct made *m, uint32_t magic, uint32_t link)
{
	put32(m, magic);
	put16(m, 2);
	put16(m, 4);
	put32(m, 0);
	put32(m, 0);
	put32(m, 262144);
	put32(m, link);
}

static inline void pcap_packet(struct made *m, uint32_t seconds, uint32_t part, const void *bytes,
        uint32_t captured, uint32_t length)
{
	put32(m, seconds);
	put32(m, part);
	put32(m, captured);
	put32(m, length);
	buf_add(&m->out, bytes, captured);
}

static inline void block_begin(struct made *m, uint32_t type)
{
	m->block = m->out.len;
	put32(m, type);
	put32(m, 0);
}

static inline void block_end(struct made *m)
{
	while (m->out.len % 4)
		buf_putc(&m->out, '\0');
	uint32_t length = (uint32_t)(m->out.len - m->block + 4);
	put32(m, length);
	memcpy(m->out.at + m->block + 4, m->out.at + m->out.len - 4, 4);
}

static inline void option(struct made *m, uint16_t code, const void *value, uint16_t len)
{
	put16(m, code);
	put16(m, len);
	buf_add(&m->out, value, len);
	while (m->out.len % 4)
		buf_putc(&m->out, '\0');
}

static inline void section(struct made *m)
{
	block_begin(m, 0x0a0d0d0a);
	put32(m, 0x1a2b3c4d);
	put16(m, 1);
	put16(m, 0);
	put64(m, UINT64_MAX);
	block_end(m);
}

static inline void interface(struct made *m, uint16_t link, uint32_t snaplen)
{
	block_begin(m, 1);
	put16(m, link);
	put16(m, 0);
	put32(m, snaplen);
	block_end(m);
}

/* comment: NULL for none. */
static inline void packet(struct made *m, uint32_t id, uint64_t stamp, const void *bytes,
        uint32_t captured, uint32_t length, const char *comment)
{
	block_begin(m, 6);
	put32(m, id);
	put32(m, (uint32_t)(stamp >> 32));
	put32(m, (uint32_t)stamp);
	put32(m, captured);
	put32(m, length);
	buf_add(&m->out, bytes, captured);
	while (m->out.len % 4)
		buf_putc(&m->out, '\0');
	if (comment) {
		option(m, 1, comment, (uint16_t)strlen(comment));
		option(m, 0, "", 0);
	}
	block_end(m);
}

/* An open file with these bytes. */
static inline int made_fd(const struct made *m)
{
	int fd = memfd_create("capture", MFD_CLOEXEC);
	assert_true(fd >= 0);
	assert_int_equal(pwrite(fd, m->out.at, m->out.len, 0), (ssize_t)m->out.len);
	return fd;
}

static inline struct capture_file *made_open(struct made *m)
{
	struct err e = {0};
	struct capture_file *f = capture_file_take(made_fd(m), "made", &e);
	if (!f)
		fail_msg("%s", e.text);
	buf_finish(&m->out);
	return f;
}

#endif
