/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Names of the constants that socket programs use, and of errors and signals.
 */
#ifndef TRACE_CONSTS_H
#define TRACE_CONSTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Families of constants; each is either a list of single names or of flags. */
enum const_set {
	CONST_NONE,
	CONST_AF,
	CONST_SOCK,       /* SOCK_STREAM and the flags SOCK_NONBLOCK, SOCK_CLOEXEC */
	CONST_SOCK_FLAGS, /* the flags alone: accept4(2) */
	CONST_IPPROTO,
	CONST_SOL, /* levels of socket options */
	CONST_SO,
	CONST_TCP,
	CONST_IP,
	CONST_IPV6,
	CONST_UDP,
	CONST_MSG,
	CONST_SHUT,
	CONST_POLL,
	CONST_EPOLL,
	CONST_EPOLL_OP,
	CONST_EPOLL_CREATE,
	CONST_O,       /* with its access mode: of an open file */
	CONST_O_FLAGS, /* without: pipe2(2), dup3(2) */
	CONST_F,
	CONST_IOCTL, /* requests about a descriptor's bytes and modes, none about devices */
	CONST_FD,
	CONST_EVENTFD,
	CONST_SPLICE,
	CONST_CLONE,
	CONST_CLOSE_RANGE,
	CONST_ANY_FD, /* AT_FDCWD and the like */
	CONST_SETS
};

/* "AF_INET"; NULL when the set has no such name. Static. */
const char *const_name(enum const_set set, uint64_t value);
/* All values of a set: fills at most `max`, returns how many there are. */
size_t const_values(enum const_set set, uint64_t *out, size_t max);
/* The value of a name; false when no set has it. */
bool const_value(enum const_set set, const char *name, uint64_t *value);

/* The flags by name joined with '|', what has no name in hex: "MSG_DONTWAIT|0x10"; "0" for none.
 * For CONST_SOCK the type first. Cut to size; returns out. */
const char *const_flags(enum const_set set, uint64_t value, char *out, size_t size);

/* The set of option names that belongs to a level (SOL_SOCKET: CONST_SO), CONST_NONE. */
enum const_set const_options_of(int level);

/* "ECONNREFUSED"; "ERESTARTSYS" and its like for the kernel's own; NULL. Static. */
const char *const_error(int error);
/* What it means: "Connection refused". Static. */
const char *const_error_meaning(int error);
/* The number of an error's name, 0 when unknown. */
int const_error_value(const char *name);

/* "SIGPIPE"; "SIGRT_3" for real-time ones into out. */
const char *const_signal(int signum, char out[16]);

#endif
