/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A failure as a value: what kind it is and one sentence for the person.
 *
 * Functions whose failure a person may see take `struct err *` last and return false or NULL
 * with it filled. Local plumbing returns 0 or -errno instead. There is no third style.
 */
#ifndef BASE_ERR_H
#define BASE_ERR_H

#include <stdbool.h>

/* What kind of failure, which decides the exit status. */
enum err_code {
	ERR_NONE = 0,
	ERR_CHECK,   /* exit 1: a check failed */
	ERR_USAGE,   /* exit 2: the words given were wrong */
	ERR_MACHINE, /* exit 3: this machine can't do it */
	ERR_INPUT,   /* exit 4: a file, lab or capture is wrong */
	ERR_SYSTEM,  /* exit 3: a call failed that should not have */
};

struct err {
	enum err_code code;
	char text[320]; /* one sentence, valid UTF-8 without control characters; cut if too long */
};

/* Fills e (which may be NULL) and returns false, so that callers can `return err_set(...)`. */
bool err_set(struct err *e, enum err_code code, const char *fmt, ...)
        __attribute__((format(printf, 3, 4)));

/* The same with strerror(errnum) appended after a colon, code ERR_SYSTEM. */
bool err_sys(struct err *e, int errnum, const char *fmt, ...) __attribute__((format(printf, 3, 4)));

/* Puts "context: " before the sentence that is already there; keeps the code. Returns false. */
bool err_wrap(struct err *e, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* The exit status that belongs to a code: 0 to 4 as in the man page. */
int err_exit_status(enum err_code code);

#endif
