/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Socket options: one table of name, level, number and what their value is like (socket(7), tcp(7),
 * ip(7), ipv6(7)).
 */
#ifndef SOCK_OPTION_H
#define SOCK_OPTION_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/socket.h>

#include "base/buf.h"
#include "base/err.h"

enum sock_value_kind {
	SOCK_VALUE_BOOL,   /* on, off, or a number */
	SOCK_VALUE_INT,    /* a number */
	SOCK_VALUE_LINGER, /* off, or seconds */
	SOCK_VALUE_TIME,   /* seconds, with a fraction; 0: no limit */
	SOCK_VALUE_TEXT,   /* a name */
	SOCK_VALUE_GROUP4, /* a multicast group, and an interface's address */
	SOCK_VALUE_GROUP6, /* a multicast group, and an interface's name */
	SOCK_VALUE_ERROR,  /* an errno, read only */
	SOCK_VALUE_NAMED,  /* a domain, type or protocol, read only */
	SOCK_VALUE_KINDS
};

struct sock_option {
	const char *name;
	int level, number;
	enum sock_value_kind kind;
	const char *help; /* one sentence, to be translated */
};

#define SOCK_VALUE_MAX 64

struct sock_value {
	_Alignas(8) uint8_t bytes[SOCK_VALUE_MAX];
	socklen_t len;
};

/* Row i of the table; NULL behind its end. */
const struct sock_option *sock_option_at(size_t i);
/* level -1: any. NULL: none. */
const struct sock_option *sock_option_find(int level, const char *name);
/* What stands for a value in a line: "on|off", "NUMBER"; "" when it can't be set. */
const char *sock_option_expects(const struct sock_option *o);
/* Words in a value: 1, or 2 for a group with an interface; 0 when it can't be set. */
size_t sock_option_words(const struct sock_option *o);

/* The words of a value (second may be NULL) into bytes for setsockopt(). False with ERR_USAGE. */
bool sock_option_parse(const struct sock_option *o, const char *word, const char *second,
        struct sock_value *out, struct err *e);
/* "&(int){1}": an expression in C that points to the value. */
void sock_option_c(const struct sock_option *o, const struct sock_value *v, struct buf *out);
/* "1", "on, 5 seconds", "no limit": what getsockopt() brought. */
void sock_option_text(const struct sock_option *o, const struct sock_value *v, struct buf *out);

#endif
