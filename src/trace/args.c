/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Arguments to values: one small function for each kind of argument, in tables; here those that a
 * register tells alone.
 */
#include "trace/args.h"

#include <fcntl.h>
#include <linux/sched.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "base/alloc.h"
#include "trace/args_internal.h"

enum { TEXT_MAX = 1024 }; /* of a path and of one string of argv */

/* ---- memory ---- */

bool args_read(const struct decoding *d, uint64_t address, void *out, size_t len)
{
	return address && d->memory->read(d->memory->user, address, out, len) == len;
}

size_t args_room_left(const struct args_room *room)
{
	return room->size - room->used;
}

struct trace_bytes args_keep(struct decoding *d, uint64_t address, uint64_t len)
{
	struct trace_bytes b = {.at = d->room->at + d->room->used, .total = len};
	size_t want = len < d->memory->keep ? (size_t)len : d->memory->keep;
	if (want > args_room_left(d->room))
		want = args_room_left(d->room);
	if (!want || !address)
		return b;
	size_t got = d->memory->read(d->memory->user, address, d->room->at + d->room->used, want);
	b.kept = (uint32_t)got;
	d->room->used += got;
	return b;
}

/* In pieces that don't cross a page, for the next one may not be there. */
struct trace_bytes args_keep_string(struct decoding *d, uint64_t address)
{
	struct trace_bytes b = {.at = d->room->at + d->room->used};
	size_t most = args_room_left(d->room) < TEXT_MAX ? args_room_left(d->room) : TEXT_MAX;
	while (address && b.kept < most) {
		size_t piece = 256 - (size_t)(address & 255);
		if (piece > most - b.kept)
			piece = most - b.kept;
		uint8_t *to = d->room->at + d->room->used;
		size_t got = d->memory->read(d->memory->user, address, to, piece);
		const uint8_t *nul = got ? memchr(to, 0, got) : NULL;
		size_t text = nul ? (size_t)(nul - to) : got;
		b.kept += (uint32_t)text;
		d->room->used += text;
		address += got;
		if (nul || got < piece)
			break;
	}
	b.total = b.kept;
	return b;
}

/* ---- plain numbers ---- */

void args_plain(struct decoding *d, int i, enum trace_kind kind, enum const_set set)
{
	struct trace_arg *a = arg(d, i);
	a->kind = (uint8_t)kind;
	a->set = (uint8_t)set;
	a->number = (int32_t)a->raw;
}

static void as_int(struct decoding *d, int i)
{
	args_plain(d, i, TRACE_ARG_INT, CONST_NONE);
}

static void as_size(struct decoding *d, int i)
{
	args_plain(d, i, TRACE_ARG_INT, CONST_NONE);
	arg(d, i)->number = (int64_t)arg(d, i)->raw;
}

static void as_hex(struct decoding *d, int i)
{
	args_plain(d, i, TRACE_ARG_HEX, CONST_NONE);
}

static void as_fd(struct decoding *d, int i)
{
	args_plain(d, i, TRACE_ARG_FD, CONST_ANY_FD);
}

static void as_signal(struct decoding *d, int i)
{
	args_plain(d, i, TRACE_ARG_SIGNAL, CONST_NONE);
}

#define NAMED(function, set)                            \
	static void function(struct decoding *d, int i) \
	{                                               \
		args_plain(d, i, TRACE_ARG_NAME, set);  \
	}
#define FLAGGED(function, set)                              \
	static void function(struct decoding *d, int i)     \
	{                                                   \
		args_plain(d, i, TRACE_ARG_FLAGS, set);     \
		arg(d, i)->mask = (uint32_t)arg(d, i)->raw; \
	}
NAMED(as_af, CONST_AF)
NAMED(as_shut, CONST_SHUT)
NAMED(as_level, CONST_SOL)
NAMED(as_epoll_op, CONST_EPOLL_OP)
NAMED(as_fcntl, CONST_F)
NAMED(as_ioctl, CONST_IOCTL)
FLAGGED(as_sock, CONST_SOCK)
FLAGGED(as_sock_flags, CONST_SOCK_FLAGS)
FLAGGED(as_msg, CONST_MSG)
FLAGGED(as_epoll_flags, CONST_EPOLL_CREATE)
FLAGGED(as_o, CONST_O_FLAGS)
FLAGGED(as_eventfd, CONST_EVENTFD)
FLAGGED(as_splice, CONST_SPLICE)
FLAGGED(as_close_range, CONST_CLOSE_RANGE)
#undef NAMED
#undef FLAGGED

static void as_protocol(struct decoding *d, int i)
{
	int family = i >= 2 ? (int)raw(d, i - 2) : 0;
	bool internet = family == AF_INET || family == AF_INET6;
	args_plain(d, i, internet ? TRACE_ARG_NAME : TRACE_ARG_INT,
	        internet ? CONST_IPPROTO : CONST_NONE);
}

static void as_optname(struct decoding *d, int i)
{
	args_plain(d, i, TRACE_ARG_NAME, const_options_of((int)raw(d, i - 1)));
}

static void as_fcntl_arg(struct decoding *d, int i)
{
	static const struct {
		int command;
		enum trace_kind kind;
		enum const_set set;
	} by[] = {{F_SETFL, TRACE_ARG_FLAGS, CONST_O}, {F_SETFD, TRACE_ARG_FLAGS, CONST_FD},
	        {F_DUPFD, TRACE_ARG_INT, CONST_NONE}, {F_DUPFD_CLOEXEC, TRACE_ARG_INT, CONST_NONE},
	        {F_GETFL, TRACE_ARG_NONE, CONST_NONE}, {F_GETFD, TRACE_ARG_NONE, CONST_NONE},
	        {F_GETOWN, TRACE_ARG_NONE, CONST_NONE}, {F_GETSIG, TRACE_ARG_NONE, CONST_NONE},
	        {F_GETPIPE_SZ, TRACE_ARG_NONE, CONST_NONE},
	        {F_SETPIPE_SZ, TRACE_ARG_INT, CONST_NONE}, {F_SETOWN, TRACE_ARG_INT, CONST_NONE},
	        {F_SETSIG, TRACE_ARG_SIGNAL, CONST_NONE}};
	for (size_t k = 0; k < sizeof(by) / sizeof(by[0]); k++) {
		if (by[k].command != (int)raw(d, i - 1))
			continue;
		args_plain(d, i, by[k].kind, by[k].set);
		arg(d, i)->mask = (uint32_t)arg(d, i)->raw;
		if (by[k].kind == TRACE_ARG_NONE)
			d->call->arg_count = (uint8_t)i;
		return;
	}
	as_hex(d, i);
}

static void as_clone(struct decoding *d, int i)
{
	args_plain(d, i, TRACE_ARG_CLONE, CONST_CLONE);
	arg(d, i)->mask = arg(d, i)->raw & ~(uint64_t)0xff;
	arg(d, i)->number = (int64_t)(arg(d, i)->raw & 0xff);
}

static void as_clone_args(struct decoding *d, int i)
{
	args_plain(d, i, TRACE_ARG_CLONE, CONST_CLONE);
	struct clone_args a = {0};
	struct trace_arg *out = arg(d, i);
	out->unread = !args_read(d, out->raw, &a, offsetof(struct clone_args, stack));
	out->mask = a.flags;
	out->number = (int64_t)a.exit_signal;
}

/* Marks what the kernel will fill. */
void args_out(struct decoding *d, int i, enum trace_kind kind)
{
	args_plain(d, i, kind, CONST_NONE);
	arg(d, i)->out = true;
	arg(d, i)->unread = true;
}

/* ---- the tables ---- */

const struct args_spec args_of_plain[SPECS] = {
        [SPEC_INT] = {as_int, NULL},
        [SPEC_SIZE] = {as_size, NULL},
        [SPEC_HEX] = {as_hex, NULL},
        [SPEC_FD] = {as_fd, NULL},
        [SPEC_SIGNAL] = {as_signal, NULL},
        [SPEC_AF] = {as_af, NULL},
        [SPEC_SOCK] = {as_sock, NULL},
        [SPEC_SOCK_FLAGS] = {as_sock_flags, NULL},
        [SPEC_PROTOCOL] = {as_protocol, NULL},
        [SPEC_SHUT] = {as_shut, NULL},
        [SPEC_MSG] = {as_msg, NULL},
        [SPEC_LEVEL] = {as_level, NULL},
        [SPEC_OPTNAME] = {as_optname, NULL},
        [SPEC_EPOLL_OP] = {as_epoll_op, NULL},
        [SPEC_EPOLL_FLAGS] = {as_epoll_flags, NULL},
        [SPEC_O] = {as_o, NULL},
        [SPEC_F] = {as_fcntl, NULL},
        [SPEC_IOCTL] = {as_ioctl, NULL},
        [SPEC_FCNTL_ARG] = {as_fcntl_arg, NULL},
        [SPEC_EVENTFD] = {as_eventfd, NULL},
        [SPEC_SPLICE] = {as_splice, NULL},
        [SPEC_CLONE] = {as_clone, NULL},
        [SPEC_CLONE_ARGS] = {as_clone_args, NULL},
        [SPEC_CLOSE_RANGE] = {as_close_range, NULL},
};

static const struct args_spec *spec_of(uint8_t spec)
{
	static const struct args_spec *const tables[] = {
	        args_of_plain, args_of_data, args_of_struct, args_of_option};
	static const struct args_spec none = {NULL, NULL};
	for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++) {
		if (tables[i][spec].enter)
			return &tables[i][spec];
	}
	return &none;
}

static void make_room(struct args_room *room, uint32_t keep)
{
	/* Two buffers and small things; it must not move while a call borrows from it. */
	size_t need = 2 * (size_t)keep + 4096;
	room->used = 0;
	if (room->size >= need)
		return;
	free(room->at);
	room->at = xmalloc(need);
	room->size = need;
}

void args_room_finish(struct args_room *room)
{
	free(room->at);
	*room = (struct args_room){0};
}

void args_enter(struct trace_call *c, const struct trace_syscall *s, const uint64_t raws[6],
        const struct args_memory *m, struct args_room *room)
{
	make_room(room, m->keep);
	struct decoding d = {.call = c, .memory = m, .room = room};
	c->sysno = s->sysno;
	c->name = s->name;
	c->groups = s->groups;
	c->done = c->changed = false;
	c->result = 0;
	c->error = 0;
	c->arg_count = 0;
	while (c->arg_count < TRACE_ARGS && s->specs[c->arg_count] != SPEC_END)
		c->arg_count++;
	for (int i = 0; i < TRACE_ARGS; i++) {
		struct trace_arg *a = arg(&d, i);
		a->kind = TRACE_ARG_NONE;
		a->set = CONST_NONE;
		a->out = a->unread = false;
		a->raw = raws[i];
		a->number = a->second = 0;
		a->mask = 0;
	}
	for (int i = 0; i < c->arg_count && i < TRACE_ARGS; i++)
		spec_of(s->specs[i])->enter(&d, i);
}

void args_leave(struct trace_call *c, const struct trace_syscall *s, const struct args_memory *m,
        struct args_room *room)
{
	struct decoding d = {.call = c, .memory = m, .room = room};
	for (int i = 0; i < c->arg_count && i < TRACE_ARGS; i++) {
		spec_fn fn = spec_of(s->specs[i])->leave;
		if (fn)
			fn(&d, i);
	}
}
