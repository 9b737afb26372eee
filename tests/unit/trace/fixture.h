/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Calls made by hand: a program whose memory is a few buffers of this test.
 */
#ifndef TESTS_TRACE_FIXTURE_H
#define TESTS_TRACE_FIXTURE_H

#include <stdint.h>
#include <string.h>

#include "base/buf.h"
#include "trace/args.h"
#include "trace/format.h"
#include "trace/syscalls.h"

/* The only readable memory: addresses 0x10000 onwards. */
#define MEMORY_AT 0x10000u

struct memory {
	uint8_t bytes[4096];
	size_t used;
	size_t end; /* bytes that can be read */
};

static inline size_t read_fake(void *user, uint64_t address, void *out, size_t len)
{
	const struct memory *m = user;
	if (address < MEMORY_AT || address >= MEMORY_AT + m->end)
		return 0;
	size_t left = (size_t)(MEMORY_AT + m->end - address);
	memcpy(out, m->bytes + (address - MEMORY_AT), len < left ? len : left);
	return len < left ? len : left;
}

/* Puts bytes into the memory and tells their address. */
static inline uint64_t put(struct memory *m, const void *bytes, size_t len)
{
	uint64_t at = MEMORY_AT + m->used;
	memcpy(m->bytes + m->used, bytes, len);
	m->used += (len + 7) & ~(size_t)7;
	m->end = sizeof(m->bytes);
	return at;
}

struct made {
	struct trace_call call;
	struct args_room room;
	struct args_memory memory;
	const struct trace_syscall *sys;
	struct buf text;
};

static inline void begin(struct made *d, struct memory *m, const char *name, const uint64_t raw[6])
{
	d->memory = (struct args_memory){.read = read_fake, .user = m, .keep = 64};
	d->sys = syscalls_named(name);
	args_enter(&d->call, d->sys, raw, &d->memory, &d->room);
}

static inline void leave(struct made *d, int64_t result, int error)
{
	d->call.result = error ? -1 : result;
	d->call.error = error;
	d->call.done = true;
	args_leave(&d->call, d->sys, &d->memory, &d->room);
}

static inline const char *text_of(struct made *d, enum trace_form form)
{
	buf_clear(&d->text);
	format_call(&d->text, &d->call, (struct trace_style){.form = form});
	return buf_text(&d->text);
}

static inline void finish(struct made *d)
{
	buf_finish(&d->text);
	args_room_finish(&d->room);
}

#endif
