/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the files that decode arguments share: one decoding under way, and a table in each file.
 */
#ifndef TRACE_ARGS_INTERNAL_H
#define TRACE_ARGS_INTERNAL_H

#include "trace/args.h"

struct decoding {
	struct trace_call *call;
	const struct args_memory *memory;
	struct args_room *room;
};

/* Decodes argument i. */
typedef void (*spec_fn)(struct decoding *d, int i);

/* How a kind of argument (enum trace_spec) is decoded when the call begins, and when it is over;
 * NULL: what is known then is all. */
struct args_spec {
	spec_fn enter, leave;
};

/* By enum trace_spec; each kind is in one of them. */
extern const struct args_spec args_of_plain[SPECS];  /* args.c: numbers, names, flags */
extern const struct args_spec args_of_data[SPECS];   /* args_data.c */
extern const struct args_spec args_of_struct[SPECS]; /* args_struct.c */
extern const struct args_spec args_of_option[SPECS]; /* args_option.c */

static inline struct trace_arg *arg(struct decoding *d, int i)
{
	return &d->call->args[i];
}

static inline uint64_t raw(const struct decoding *d, int i)
{
	return d->call->args[i].raw; /* those that look at the next argument have one */
}

/* False unless all of it could be read. */
bool args_read(const struct decoding *d, uint64_t address, void *out, size_t len);
size_t args_room_left(const struct args_room *room);
/* Reads up to len bytes to the room; what is kept is bounded by `keep` and by the room. */
struct trace_bytes args_keep(struct decoding *d, uint64_t address, uint64_t len);
/* A string of the program: its length without the NUL is what was kept. */
struct trace_bytes args_keep_string(struct decoding *d, uint64_t address);

/* The argument is what its register says, as a signed int. */
void args_plain(struct decoding *d, int i, enum trace_kind kind, enum const_set set);
/* Marks what the kernel will fill. */
void args_out(struct decoding *d, int i, enum trace_kind kind);
/* A struct timeval behind a pointer. */
void args_timeval(struct decoding *d, int i);

#endif
