/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Calls and their parts as text, much as strace(1) writes them.
 */
#ifndef TRACE_FORMAT_H
#define TRACE_FORMAT_H

#include <stddef.h>

#include "base/buf.h"
#include "trace/call.h"

enum trace_form {
	TRACE_SHORT, /* connect(3, 10.0.0.2:80) = ECONNREFUSED */
	TRACE_LONG, /* connect(3, {AF_INET, 10.0.0.2:80}, 16) = -1 ECONNREFUSED (Connection refused)
	             */
};

struct trace_style {
	enum trace_form form;
	size_t text_max; /* bytes of a buffer that are shown, 0: 32 */
};

/* Appends the call; without " = ..." while it is not done. UTF-8 without control characters. */
void format_call(struct buf *out, const struct trace_call *c, struct trace_style style);
/* One argument alone, and the result alone ("3", "-1 EAGAIN (Resource temporarily ...)"). */
void format_arg(struct buf *out, const struct trace_arg *a, struct trace_style style);
void format_result(struct buf *out, const struct trace_call *c, struct trace_style style);
/* "10.0.0.2:80", "[::1]:80", "/run/x", "@abstract", "(unnamed)", "AF_NETLINK". */
void format_address(struct buf *out, const struct trace_address *a);
/* "TCP 10.0.0.1:4000 -> 10.0.0.2:80", "pipe 4711", "file". */
void format_fd(struct buf *out, const struct trace_fd *fd);

#endif
