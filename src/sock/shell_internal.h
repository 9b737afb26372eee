/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the shell's files share: the arguments of a command as values, the verb table's type.
 */
#ifndef SOCK_SHELL_INTERNAL_H
#define SOCK_SHELL_INTERNAL_H

#include <poll.h>

#include "base/vec.h"
#include "sock/address.h"
#include "sock/option.h"
#include "sock/shell.h"
#include "sock/words.h"

#define SOCK_POLL_MAX 32
#define SOCK_KINDS_MAX 5

/* What an argument of a verb may be. */
enum arg_kind {
	ARG_END, /* behind the last */
	ARG_FD,
	ARG_FD_MAYBE,
	ARG_TYPE,    /* tcp, udp6, AF_INET SOCK_STREAM ... */
	ARG_PAIR,    /* the same, for socketpair() */
	ARG_ADDRESS, /* of a peer */
	ARG_OWN_ADDRESS,
	ARG_BACKLOG,
	ARG_DATA,
	ARG_COUNT,
	ARG_FLAGS,
	ARG_HOW,
	ARG_OPTION,
	ARG_VALUE,
	ARG_POLLS,
	ARG_ONOFF,
	ARG_VERB,
	ARG_KINDS
};

struct sock_verb;

struct sock_args {
	const struct sock_verb *verb, *topic; /* topic: of help; NULL all */
	int fd;
	int domain, type, protocol;
	int pair[2];
	struct sock_address address; /* given, or brought by the call */
	const char *name;            /* the host that was looked up; NULL: none. Borrowed */
	int backlog;
	char *data; /* owned; to send, or room for `count` bytes and what came */
	size_t count;
	bool data_is_count; /* a pattern that nobody typed */
	bool truncated;     /* the datagram was longer than the room */
	int flags, how;
	const struct sock_option *option;
	struct sock_value value;
	struct pollfd polls[SOCK_POLL_MAX];
	nfds_t poll_count;
	int timeout; /* ms, -1: none */
	bool on;
	int file_flags; /* of nonblock */
};

struct sock_verb {
	const char *name;
	const char *arguments; /* as shown; to be translated */
	const char *help;
	const char *c; /* the C line, arguments in braces; NULL: no call */
	enum arg_kind kinds[SOCK_KINDS_MAX];
	bool waits; /* the call may block */
	/* Makes the call and nothing else: its result, errno with -1. */
	long (*call)(struct sock_args *a);
	/* Appends what stands behind the result when it is not -1. May be NULL. */
	void (*brought)(struct sock_shell *s, struct sock_args *a, long result, struct buf *out);
	/* After the result was told, which may be -1. May be NULL. */
	void (*after)(struct sock_shell *s, struct sock_args *a, long result);
	/* A verb without a call: does it. */
	enum sock_outcome (*act)(struct sock_shell *s, struct sock_args *a);
};

/* A descriptor that the shell opened, as the calls that made it told. */
struct sock_entry {
	int fd;
	int domain, type, protocol;
};

struct sock_shell {
	struct sock_ops ops;
	void *user;
	VEC(struct sock_entry) open;
};

/* shell.c */
const struct sock_entry *sock_entry_of(const struct sock_shell *s, int fd);
void sock_entry_add(struct sock_shell *s, int fd, int domain, int type, int protocol);
void sock_entry_remove(struct sock_shell *s, int fd);
void sock_tell(struct sock_shell *s, enum sock_kind kind, const char *fmt, ...)
        __attribute__((format(printf, 3, 4)));
void sock_tell_bytes(struct sock_shell *s, const void *bytes, size_t len);
/* Tells the C line, makes the call, tells the result. */
long sock_call(struct sock_shell *s, struct sock_args *a);

/* verbs.c */
const struct sock_verb *sock_verb_at(size_t i); /* NULL behind the end */
/* By its name, or a beginning that only one has; NULL: none. */
const struct sock_verb *sock_verb_find(const char *name);

/* args.c */
/* Word 0 is the verb's. False with ERR_USAGE; the caller frees a->data in any case. */
bool sock_args_parse(const struct sock_shell *s, const struct sock_verb *verb,
        const struct sock_words *words, struct sock_args *a, struct err *e);
/* Which argument word `at` belongs to (ARG_END: none), and the first word of it. */
enum arg_kind sock_args_kind_at(const struct sock_shell *s, const struct sock_verb *verb,
        const struct sock_words *words, size_t at, size_t *first);
/* Names that stand for a family, type and protocol; NULL behind the end. */
const char *sock_args_type_name(size_t i);
/* The template with its arguments. */
void sock_args_fill(const struct sock_args *a, const char *c, struct buf *out);

/* status.c */
enum sock_outcome sock_act_status(struct sock_shell *s, struct sock_args *a);

#endif
