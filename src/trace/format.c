/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Calls as text.
 */
#include "trace/format.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "base/text.h"
#include "trace/syscalls.h"

#define FLAGS_ROOM 512

/* ---- bytes ---- */

static void add_escaped(struct buf *out, uint8_t byte)
{
	static const char plain[] = "\n\r\t\"\\", letters[] = "nrt\"\\";
	const char *at = byte ? strchr(plain, byte) : NULL;
	if (at)
		buf_printf(out, "\\%c", letters[at - plain]);
	else
		buf_printf(out, "\\x%02x", byte);
}

static void add_quoted(struct buf *out, const uint8_t *at, size_t len)
{
	buf_putc(out, '"');
	for (size_t i = 0; i < len;) {
		uint32_t cp = 0;
		size_t n = text_decode((const char *)at + i, len - i, &cp);
		bool shown = cp >= 0x20 && cp != 0x7f && cp != '"' && cp != '\\' && cp != 0xfffd &&
		             !(cp >= 0x80 && cp < 0xa0);
		if (shown)
			buf_add(out, at + i, n);
		for (size_t k = 0; k < n && !shown; k++)
			add_escaped(out, at[i + k]);
		i += n;
	}
	buf_putc(out, '"');
}

static void add_bytes(struct buf *out, const struct trace_bytes *b, struct trace_style style)
{
	size_t most = style.text_max ? style.text_max : 32;
	size_t shown = b->kept < most ? b->kept : most;
	add_quoted(out, b->at, shown);
	if (shown < b->total)
		buf_puts(out, "...");
}

/* ---- parts ---- */

static void add_name(struct buf *out, enum const_set set, int64_t value)
{
	const char *name = const_name(set, (uint64_t)value);
	if (name)
		buf_puts(out, name);
	else
		buf_printf(out, "%" PRId64, value);
}

static void add_flags(struct buf *out, enum const_set set, uint64_t value)
{
	char text[FLAGS_ROOM];
	buf_puts(out, const_flags(set, value, text, sizeof(text)));
}

static void add_unix(struct buf *out, const struct trace_address *a)
{
	if (!a->path_length) {
		buf_puts(out, "(unnamed)");
		return;
	}
	char text[TRACE_PATH_MAX + 1];
	bool abstract = a->path[0] == '\0';
	text_printable(a->path + abstract, a->path_length - (size_t)abstract, text, sizeof(text));
	buf_printf(out, "%s%s", abstract ? "@" : "", text);
}

void format_address(struct buf *out, const struct trace_address *a)
{
	char text[INET6_ADDRSTRLEN] = "";
	if (a->family == AF_INET && inet_ntop(AF_INET, a->bytes, text, sizeof(text)))
		buf_printf(out, "%s:%u", text, a->port);
	else if (a->family == AF_INET6 && inet_ntop(AF_INET6, a->bytes, text, sizeof(text)))
		buf_printf(out, "[%s]:%u", text, a->port);
	else if (a->family == AF_UNIX)
		add_unix(out, a);
	else
		add_name(out, CONST_AF, a->family);
}

static void add_address(struct buf *out, const struct trace_address *a, struct trace_style style)
{
	if (style.form == TRACE_SHORT) {
		format_address(out, a);
		return;
	}
	buf_putc(out, '{');
	add_name(out, CONST_AF, a->family);
	if (a->family == AF_INET || a->family == AF_INET6 || a->family == AF_UNIX) {
		buf_puts(out, ", ");
		format_address(out, a);
	}
	buf_putc(out, '}');
}

static void add_vector(struct buf *out, const struct trace_vector *v, struct trace_style style)
{
	buf_putc(out, '[');
	for (uint32_t i = 0; i < v->parts && i < TRACE_PARTS_MAX; i++)
		buf_printf(out, "%s%" PRIu64, i ? " + " : "", v->lengths[i]);
	if (v->parts > TRACE_PARTS_MAX)
		buf_puts(out, " + ...");
	buf_puts(out, "] ");
	add_bytes(out, &v->bytes, style);
}

static void add_message(struct buf *out, const struct trace_arg *a, struct trace_style style)
{
	const struct trace_message *m = &a->message;
	buf_putc(out, '{');
	if (m->named) {
		add_address(out, &m->name, style);
		buf_puts(out, ", ");
	}
	add_vector(out, &m->vector, style);
	if (m->rights)
		buf_printf(out, ", %" PRId32 " descriptor%s", m->rights, m->rights == 1 ? "" : "s");
	else if (m->control)
		buf_printf(out, ", %" PRIu64 " bytes of control", m->control);
	if (a->out && m->flags) {
		buf_puts(out, ", ");
		add_flags(out, CONST_MSG, m->flags);
	}
	buf_putc(out, '}');
	if (a->number > 1)
		buf_printf(out, " and %" PRId64 " more", a->number - 1);
}

static void add_poll(struct buf *out, const struct trace_arg *a)
{
	buf_putc(out, '[');
	for (uint32_t i = 0; i < a->poll.count && i < TRACE_PARTS_MAX; i++) {
		buf_printf(out, "%s%" PRId32, i ? ", " : "", a->poll.at[i].fd);
		if (a->poll.at[i].events) {
			buf_putc(out, ' ');
			add_flags(out, a->set, a->poll.at[i].events);
		}
		if (a->poll.at[i].revents) {
			buf_puts(out, " => ");
			add_flags(out, a->set, a->poll.at[i].revents);
		}
	}
	buf_puts(out, a->poll.count > TRACE_PARTS_MAX ? ", ...]" : "]");
}

static void add_bits(struct buf *out, const uint64_t bits[16], uint32_t limit)
{
	const char *between = "";
	buf_putc(out, '[');
	for (uint32_t i = 0; i < limit; i++) {
		if (!(bits[i / 64] >> (i % 64) & 1))
			continue;
		buf_printf(out, "%s%" PRIu32, between, i);
		between = " ";
	}
	buf_putc(out, ']');
}

static bool any_bit(const uint64_t bits[16])
{
	for (int i = 0; i < 16; i++) {
		if (bits[i])
			return true;
	}
	return false;
}

static void add_fds(struct buf *out, const struct trace_fds *f)
{
	add_bits(out, f->bits, f->limit);
	if (any_bit(f->ready)) {
		buf_puts(out, " => ");
		add_bits(out, f->ready, f->limit);
	}
}

static void add_signals(struct buf *out, uint64_t mask)
{
	const char *between = "";
	char name[16];
	buf_putc(out, '[');
	for (int i = 0; i < 64; i++) {
		if (!(mask >> i & 1))
			continue;
		buf_printf(out, "%s%s", between, const_signal(i + 1, name));
		between = " ";
	}
	buf_putc(out, ']');
}

/* Seconds with what is needed of the fraction: "2.5s". */
static void add_time(struct buf *out, nsec t)
{
	char text[40];
	int n = snprintf(
	        text, sizeof(text), "%" PRId64 ".%09" PRId64, t / NSEC_PER_SEC, t % NSEC_PER_SEC);
	while (n > 0 && text[n - 1] == '0')
		n--;
	if (n > 0 && text[n - 1] == '.')
		n--;
	buf_add(out, text, (size_t)n);
	buf_putc(out, 's');
}

static void add_texts(struct buf *out, const struct trace_bytes *b)
{
	buf_putc(out, '[');
	for (size_t i = 0; i < b->kept;) {
		size_t n = strnlen((const char *)b->at + i, b->kept - i);
		buf_puts(out, i ? ", " : "");
		add_quoted(out, b->at + i, n);
		i += n + 1;
	}
	buf_putc(out, ']');
}

static void add_clone(struct buf *out, const struct trace_arg *a)
{
	char name[16];
	add_flags(out, CONST_CLONE, a->mask);
	if (a->number)
		buf_printf(out, "|%s", const_signal((int)a->number, name));
}

static void add_option(struct buf *out, const struct trace_arg *a)
{
	buf_putc(out, '[');
	if (a->set == CONST_SOCK)
		add_flags(out, CONST_SOCK, (uint64_t)a->number);
	else
		add_name(out, a->set, a->number);
	buf_putc(out, ']');
}

static void add_error(struct buf *out, const struct trace_arg *a)
{
	const char *name = a->number ? const_error((int)a->number) : NULL;
	if (name)
		buf_printf(out, "[%s]", name);
	else
		buf_printf(out, "[%" PRId64 "]", a->number);
}

/* ---- an argument ---- */

static bool is_pointer(enum trace_kind kind)
{
	static const bool pointers[TRACE_ARG_KINDS] = {
	        [TRACE_ARG_ADDRESS] = true,
	        [TRACE_ARG_BYTES] = true,
	        [TRACE_ARG_TEXT] = true,
	        [TRACE_ARG_TEXTS] = true,
	        [TRACE_ARG_VECTOR] = true,
	        [TRACE_ARG_MESSAGE] = true,
	        [TRACE_ARG_POLL] = true,
	        [TRACE_ARG_EVENTS] = true,
	        [TRACE_ARG_FDS] = true,
	        [TRACE_ARG_PAIR] = true,
	        [TRACE_ARG_NUMBER] = true,
	        [TRACE_ARG_OPTION] = true,
	        [TRACE_ARG_ERROR] = true,
	        [TRACE_ARG_LINGER] = true,
	        [TRACE_ARG_TIME] = true,
	        [TRACE_ARG_SIGNALS] = true,
	};
	return pointers[kind];
}

static void add_plain(struct buf *out, const struct trace_arg *a)
{
	char name[16];
	if (a->kind == TRACE_ARG_HEX && a->raw)
		buf_printf(out, "%#" PRIx64, a->raw);
	else if (a->kind == TRACE_ARG_HEX)
		buf_puts(out, "NULL");
	else if (a->kind == TRACE_ARG_NAME || a->kind == TRACE_ARG_FD)
		add_name(out, a->set, a->number);
	else if (a->kind == TRACE_ARG_FLAGS)
		add_flags(out, a->set, a->mask);
	else if (a->kind == TRACE_ARG_SIGNAL)
		buf_puts(out, const_signal((int)a->number, name));
	else if (a->kind == TRACE_ARG_CLONE)
		add_clone(out, a);
	else if (a->kind == TRACE_ARG_INT)
		buf_printf(out, "%" PRId64, a->number);
}

static void add_pointed(struct buf *out, const struct trace_arg *a, struct trace_style style)
{
	switch ((enum trace_kind)a->kind) {
	case TRACE_ARG_ADDRESS:
		add_address(out, &a->address, style);
		break;
	case TRACE_ARG_BYTES:
	case TRACE_ARG_TEXT:
		add_bytes(out, &a->bytes, style);
		break;
	case TRACE_ARG_TEXTS:
		add_texts(out, &a->bytes);
		break;
	case TRACE_ARG_VECTOR:
		add_vector(out, &a->vector, style);
		break;
	case TRACE_ARG_MESSAGE:
		add_message(out, a, style);
		break;
	case TRACE_ARG_POLL:
	case TRACE_ARG_EVENTS:
		add_poll(out, a);
		break;
	case TRACE_ARG_FDS:
		add_fds(out, &a->fds);
		break;
	case TRACE_ARG_PAIR:
		buf_printf(out, "[%" PRId64 ", %" PRId64 "]", a->number, a->second);
		break;
	case TRACE_ARG_NUMBER:
		buf_printf(out, "[%" PRId64 "]", a->number);
		break;
	case TRACE_ARG_OPTION:
		add_option(out, a);
		break;
	case TRACE_ARG_ERROR:
		add_error(out, a);
		break;
	case TRACE_ARG_LINGER:
		buf_printf(out, "{%s, %" PRId64 "s}", a->number ? "on" : "off", a->second);
		break;
	case TRACE_ARG_TIME:
		add_time(out, a->number);
		break;
	case TRACE_ARG_SIGNALS:
		add_signals(out, a->mask);
		break;
	case TRACE_ARG_NONE:
	case TRACE_ARG_INT:
	case TRACE_ARG_HEX:
	case TRACE_ARG_FD:
	case TRACE_ARG_NAME:
	case TRACE_ARG_FLAGS:
	case TRACE_ARG_SIGNAL:
	case TRACE_ARG_CLONE:
	case TRACE_ARG_KINDS:
		break;
	}
}

void format_arg(struct buf *out, const struct trace_arg *a, struct trace_style style)
{
	if (!is_pointer(a->kind))
		add_plain(out, a);
	else if (!a->raw)
		buf_puts(out, "NULL");
	else if (a->unread)
		buf_printf(out, "%#" PRIx64, a->raw);
	else
		add_pointed(out, a, style);
}

/* ---- the call ---- */

/* What a result other than a count or a descriptor means. */
static void add_meaning(struct buf *out, const struct trace_call *c)
{
	if (strcmp(c->name, "fcntl") == 0 && c->args[1].number == F_GETFL) {
		buf_puts(out, " (");
		add_flags(out, CONST_O, (uint64_t)c->result);
		buf_putc(out, ')');
	} else if (strcmp(c->name, "fcntl") == 0 && c->args[1].number == F_GETFD && c->result) {
		buf_puts(out, " (");
		add_flags(out, CONST_FD, (uint64_t)c->result);
		buf_putc(out, ')');
	} else if ((c->groups & TRACE_WAIT) && c->result == 0 &&
	           strncmp(c->name, "epoll_c", 7) != 0) {
		buf_puts(out, " (timeout)");
	}
}

void format_result(struct buf *out, const struct trace_call *c, struct trace_style style)
{
	const char *error = c->error ? const_error(c->error) : NULL;
	bool never = strncmp(c->name, "exit", 4) == 0;
	if (never) {
		buf_putc(out, '?');
	} else if (!c->error) {
		buf_printf(out, "%" PRId64, c->result);
		add_meaning(out, c);
	} else if (style.form == TRACE_SHORT && error) {
		buf_puts(out, error);
	} else {
		buf_printf(out, "%s", c->error >= 512 ? "?" : "-1");
		if (error)
			buf_printf(out, " %s", error);
		else
			buf_printf(out, " error %d", c->error);
		buf_printf(out, " (%s)", const_error_meaning(c->error));
	}
}

/* In the short form what says nothing new goes: a length after what it measures, and no address. */
static bool is_dull(const struct trace_call *c, int i)
{
	const struct trace_arg *a = &c->args[i];
	enum trace_kind before = i ? c->args[i - 1].kind : TRACE_ARG_NONE;
	if (a->kind == TRACE_ARG_ADDRESS || a->kind == TRACE_ARG_TIME)
		return !a->raw;
	if (a->kind == TRACE_ARG_FLAGS)
		return !a->mask;
	return (a->kind == TRACE_ARG_INT || a->kind == TRACE_ARG_NUMBER) &&
	       (before == TRACE_ARG_ADDRESS || before == TRACE_ARG_TEXT ||
	               before == TRACE_ARG_OPTION || before == TRACE_ARG_LINGER ||
	               before == TRACE_ARG_ERROR || before == TRACE_ARG_VECTOR ||
	               before == TRACE_ARG_POLL || before == TRACE_ARG_SIGNALS);
}

void format_call(struct buf *out, const struct trace_call *c, struct trace_style style)
{
	const char *between = "";
	buf_printf(out, "%s(", c->name);
	for (int i = 0; i < c->arg_count; i++) {
		if (style.form == TRACE_SHORT && is_dull(c, i))
			continue;
		buf_puts(out, between);
		format_arg(out, &c->args[i], style);
		between = ", ";
	}
	buf_putc(out, ')');
	if (c->done) {
		buf_puts(out, " = ");
		format_result(out, c, style);
	}
	if (c->done && c->changed)
		buf_puts(out, " (changed)");
}

static void add_ends(struct buf *out, const struct trace_fd *fd)
{
	if (fd->local.family) {
		buf_putc(out, ' ');
		format_address(out, &fd->local);
	}
	if (fd->remote.family) {
		buf_puts(out, " -> ");
		format_address(out, &fd->remote);
	}
}

static const char *socket_word(const struct trace_fd *fd)
{
	bool internet = fd->family == AF_INET || fd->family == AF_INET6;
	if (internet && fd->type == SOCK_STREAM)
		return "TCP";
	if (internet && fd->type == SOCK_DGRAM)
		return "UDP";
	if (fd->family == AF_UNIX)
		return fd->type == SOCK_STREAM ? "unix stream" : "unix";
	return internet ? "raw" : "socket";
}

void format_fd(struct buf *out, const struct trace_fd *fd)
{
	static const char *const words[] = {
	        [TRACE_FD_UNKNOWN] = "closed",
	        [TRACE_FD_SOCKET] = "socket",
	        [TRACE_FD_PIPE] = "pipe",
	        [TRACE_FD_EPOLL] = "epoll",
	        [TRACE_FD_EVENT] = "event",
	        [TRACE_FD_URING] = "io_uring",
	        [TRACE_FD_TERMINAL] = "terminal",
	        [TRACE_FD_FILE] = "file",
	};
	_Static_assert(sizeof(words) / sizeof(words[0]) == TRACE_FD_KINDS, "a word for each");
	if (fd->kind == TRACE_FD_SOCKET) {
		buf_puts(out, socket_word(fd));
		add_ends(out, fd);
		buf_puts(out, fd->nonblocking ? ", non-blocking" : "");
		return;
	}
	buf_puts(out, words[fd->kind]);
	if (fd->kind == TRACE_FD_PIPE)
		buf_printf(out, " %" PRIu64, fd->inode);
}
