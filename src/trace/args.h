/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Arguments in registers to values. Pure: the program's memory is read through a callback.
 */
#ifndef TRACE_ARGS_H
#define TRACE_ARGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "trace/call.h"
#include "trace/syscalls.h"

/* Reads up to len bytes at an address of the program; returns how many could be read. */
typedef size_t (*args_read_fn)(void *user, uint64_t address, void *out, size_t len);

#define ARGS_PIECES_MAX 16
struct args_piece {
	uint64_t address;
	size_t len;
};

struct args_memory {
	args_read_fn read;
	/* Several pieces at once, one after the other to out: how many bytes could be read. NULL:
	 * it can't be done. */
	size_t (*read_pieces)(void *user, const struct args_piece *pieces, size_t count, void *out);
	void *user;
	uint32_t keep; /* bytes of a buffer to keep at most */
};

/* Room for what arguments point to. A zeroed one is empty; it grows up to what `keep` needs. */
struct args_room {
	uint8_t *at; /* owned */
	size_t used, size;
};
void args_room_finish(struct args_room *room);

/* Decodes what is known when the call begins, into c->args; name, groups, no result yet. Pointers
 * in c point into room, which is emptied first. */
void args_enter(struct trace_call *c, const struct trace_syscall *s, const uint64_t raw[6],
        const struct args_memory *m, struct args_room *room);

/* Decodes what the kernel filled; c->result and error have been set. */
void args_leave(struct trace_call *c, const struct trace_syscall *s, const struct args_memory *m,
        struct args_room *room);

/* A socket address of len bytes as the kernel has it (sockaddr(3type)). False: none. */
bool args_address(const void *bytes, size_t len, struct trace_address *out);

#endif
