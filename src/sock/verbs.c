/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The verbs: one row each, and the calls they make.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/i18n.h"
#include "sock/names.h"
#include "sock/shell_internal.h"

#define TEXT_MOST 48 /* bytes of what was received behind the result */

/* ---- sockets come and go ---- */

static long call_socket(struct sock_args *a)
{
	return socket(a->domain, a->type, a->protocol);
}

static void after_socket(struct sock_shell *s, struct sock_args *a, long result)
{
	if (result >= 0)
		sock_entry_add(s, (int)result, a->domain, a->type, a->protocol);
}

static long call_socketpair(struct sock_args *a)
{
	return socketpair(a->domain, a->type, a->protocol, a->pair);
}

static void brought_pair(struct sock_shell *s, struct sock_args *a, long result, struct buf *out)
{
	(void)s;
	(void)result;
	buf_printf(out, "sv = {%d, %d}", a->pair[0], a->pair[1]);
}

static void after_socketpair(struct sock_shell *s, struct sock_args *a, long result)
{
	for (int i = 0; result == 0 && i < 2; i++)
		sock_entry_add(s, a->pair[i], a->domain, a->type, a->protocol);
}

static long call_close(struct sock_args *a)
{
	return close(a->fd);
}

/* Linux has let go of the number even when close() says EINTR (close(2)). */
static void after_close(struct sock_shell *s, struct sock_args *a, long result)
{
	(void)result;
	sock_entry_remove(s, a->fd);
}

/* ---- addresses ---- */

static long call_bind(struct sock_args *a)
{
	return bind(a->fd, (struct sockaddr *)&a->address.at, a->address.len);
}

static long call_connect(struct sock_args *a)
{
	return connect(a->fd, (struct sockaddr *)&a->address.at, a->address.len);
}

static long call_listen(struct sock_args *a)
{
	return listen(a->fd, a->backlog);
}

static long call_accept(struct sock_args *a)
{
	a->address.len = sizeof(a->address.at);
	return accept(a->fd, (struct sockaddr *)&a->address.at, &a->address.len);
}

static void after_accept(struct sock_shell *s, struct sock_args *a, long result)
{
	if (result >= 0)
		sock_entry_add(s, (int)result, a->domain, a->type, a->protocol);
}

static long call_getsockname(struct sock_args *a)
{
	a->address.len = sizeof(a->address.at);
	return getsockname(a->fd, (struct sockaddr *)&a->address.at, &a->address.len);
}

static long call_getpeername(struct sock_args *a)
{
	a->address.len = sizeof(a->address.at);
	return getpeername(a->fd, (struct sockaddr *)&a->address.at, &a->address.len);
}

static void brought_address(struct sock_shell *s, struct sock_args *a, long result, struct buf *out)
{
	(void)s;
	(void)result;
	sock_address_text(&a->address, out);
}

/* ---- bytes ---- */

static long call_send(struct sock_args *a)
{
	return send(a->fd, a->data, a->count, a->flags);
}

static long call_sendto(struct sock_args *a)
{
	return sendto(a->fd, a->data, a->count, a->flags, (struct sockaddr *)&a->address.at,
	        a->address.len);
}

static long call_write(struct sock_args *a)
{
	return write(a->fd, a->data, a->count);
}

static void after_send(struct sock_shell *s, struct sock_args *a, long result)
{
	if (result >= 0 && (size_t)result < a->count)
		sock_tell(s, SOCK_NOTE,
		        P_("%ld byte of %zu was taken; the others are yours to send again",
		                "%ld bytes of %zu were taken; the others are yours to send again",
		                (unsigned long)result),
		        result, a->count);
}

static bool has_messages(const struct sock_args *a)
{
	return a->type != SOCK_STREAM;
}

/* recv() and recvfrom() don't tell that a datagram was cut, and recvmsg() does: it is the same
 * call to the kernel otherwise, so it is asked where there are datagrams. */
static long receive_message(struct sock_args *a, bool from)
{
	struct iovec room = {.iov_base = a->data, .iov_len = a->count};
	struct msghdr m = {.msg_iov = &room, .msg_iovlen = 1};
	if (from) {
		m.msg_name = &a->address.at;
		m.msg_namelen = sizeof(a->address.at);
	}
	long result = recvmsg(a->fd, &m, a->flags);
	a->truncated = result >= 0 && (m.msg_flags & MSG_TRUNC);
	a->address.len = from && result >= 0 ? m.msg_namelen : 0;
	return result;
}

static long call_recv(struct sock_args *a)
{
	return has_messages(a) ? receive_message(a, false)
	                       : recv(a->fd, a->data, a->count, a->flags);
}

static long call_recvfrom(struct sock_args *a)
{
	if (has_messages(a))
		return receive_message(a, true);
	a->address.len = sizeof(a->address.at);
	return recvfrom(a->fd, a->data, a->count, a->flags, (struct sockaddr *)&a->address.at,
	        &a->address.len);
}

static long call_read(struct sock_args *a)
{
	return read(a->fd, a->data, a->count);
}

/* With MSG_TRUNC the result is the datagram's length, more than what was copied; on a stream
 * nothing was copied at all (tcp(7)). */
static size_t copied(const struct sock_args *a, long result)
{
	if ((a->flags & MSG_TRUNC) && !has_messages(a) && a->domain != AF_UNIX)
		return 0;
	return (size_t)result < a->count ? (size_t)result : a->count;
}

static void brought_bytes(struct sock_shell *s, struct sock_args *a, long result, struct buf *out)
{
	(void)s;
	size_t len = copied(a, result);
	if (len)
		sock_quote(a->data, len, TEXT_MOST, out);
	if (!a->address.len)
		return;
	buf_puts(out, len ? " " : "");
	buf_printf(out, "%s ", _("from"));
	sock_address_text(&a->address, out);
}

static void after_recv(struct sock_shell *s, struct sock_args *a, long result)
{
	if (result > 0)
		sock_tell_bytes(s, a->data, copied(a, result));
	if (result == 0 && a->count && a->type != SOCK_DGRAM)
		sock_tell(s, SOCK_NOTE, "%s", _("0: the peer sends no more, this is the end"));
	if (result == 0 && a->count && a->type == SOCK_DGRAM)
		sock_tell(s, SOCK_NOTE, "%s", _("0: a datagram without a byte in it"));
	if (a->truncated)
		sock_tell(s, SOCK_NOTE, "%s",
		        a->flags & MSG_PEEK
		                ? _("MSG_TRUNC: the datagram is longer than this buffer")
		                : _("MSG_TRUNC: the datagram was longer than the buffer; the rest "
		                    "of it is lost"));
}

static long call_shutdown(struct sock_args *a)
{
	return shutdown(a->fd, a->how);
}

/* ---- options ---- */

static long call_setsockopt(struct sock_args *a)
{
	return setsockopt(a->fd, a->option->level, a->option->number, a->value.bytes, a->value.len);
}

static long call_getsockopt(struct sock_args *a)
{
	a->value = (struct sock_value){.len = SOCK_VALUE_MAX};
	return getsockopt(
	        a->fd, a->option->level, a->option->number, a->value.bytes, &a->value.len);
}

static void brought_value(struct sock_shell *s, struct sock_args *a, long result, struct buf *out)
{
	(void)s;
	(void)result;
	buf_puts(out, "value = ");
	sock_option_text(a->option, &a->value, out);
}

/* The kernel keeps twice what was asked for, within its limits (socket(7)): read it back. */
static void after_setsockopt(struct sock_shell *s, struct sock_args *a, long result)
{
	bool buffer = a->option->level == SOL_SOCKET &&
	              (a->option->number == SO_RCVBUF || a->option->number == SO_SNDBUF);
	if (result < 0 || !buffer)
		return;
	struct sock_args asked = {
	        .verb = sock_verb_find("getsockopt"), .fd = a->fd, .option = a->option};
	if (sock_call(s, &asked) == 0)
		sock_tell(s, SOCK_NOTE, "%s",
		        _("the kernel doubles what you ask for, since its own records of the data "
		          "count, too; it has a least and a most"));
}

static long call_nonblock(struct sock_args *a)
{
	int flags = fcntl(a->fd, F_GETFL);
	if (flags < 0)
		return -1;
	return fcntl(a->fd, F_SETFL, a->on ? flags | O_NONBLOCK : flags & ~O_NONBLOCK);
}

/* ---- waiting for several ---- */

static long call_poll(struct sock_args *a)
{
	return poll(a->polls, a->poll_count, a->timeout);
}

static void brought_polls(struct sock_shell *s, struct sock_args *a, long result, struct buf *out)
{
	(void)s;
	const char *between = "";
	if (result == 0)
		buf_puts(out, _("(time is up, none is ready)"));
	for (nfds_t i = 0; i < a->poll_count; i++) {
		if (!a->polls[i].revents)
			continue;
		buf_printf(out, "%s%d: ", between, a->polls[i].fd);
		sock_bits_text(sock_events, a->polls[i].revents, out);
		between = ", ";
	}
}

/* ---- verbs without a call ---- */

/* A template as a prototype: the braces gone. */
static void plain(const char *c, struct buf *out)
{
	for (; *c; c++)
		if (*c != '{' && *c != '}')
			buf_putc(out, *c);
}

static void help_options(struct sock_shell *s)
{
	const struct sock_option *o;
	for (size_t i = 0; (o = sock_option_at(i)); i++)
		sock_tell(s, SOCK_TEXT, "  %-20s %-12s %s", o->name, _(sock_option_expects(o)),
		        _(o->help));
}

static void help_names(struct sock_shell *s, const struct sock_name *table)
{
	struct buf line = {0};
	for (; table->name; table++)
		buf_printf(&line, " %s", table->name);
	sock_tell(s, SOCK_TEXT, " %s", buf_text(&line));
	buf_finish(&line);
}

static void help_kinds(struct sock_shell *s, const struct sock_verb *v)
{
	for (size_t i = 0; i < SOCK_KINDS_MAX; i++) {
		if (v->kinds[i] == ARG_OPTION)
			help_options(s);
		if (v->kinds[i] == ARG_FLAGS)
			help_names(s, sock_flags);
		if (v->kinds[i] == ARG_POLLS)
			help_names(s, sock_events);
		if (v->kinds[i] == ARG_HOW)
			help_names(s, sock_hows);
	}
}

static void help_verb(struct sock_shell *s, const struct sock_verb *v)
{
	struct buf c = {0};
	sock_tell(s, SOCK_TEXT, "%s %s", v->name, _(v->arguments));
	sock_tell(s, SOCK_TEXT, "  %s", _(v->help));
	if (v->c) {
		plain(v->c, &c);
		sock_tell(s, SOCK_TEXT, "  C: %s", buf_text(&c));
	}
	buf_finish(&c);
	help_kinds(s, v);
}

static enum sock_outcome act_help(struct sock_shell *s, struct sock_args *a)
{
	if (a->topic) {
		help_verb(s, a->topic);
		return SOCK_DONE;
	}
	const struct sock_verb *v;
	for (size_t i = 0; (v = sock_verb_at(i)); i++)
		sock_tell(s, SOCK_TEXT, "%-12s %s", v->name, _(v->help));
	sock_tell(s, SOCK_TEXT, "%s",
	        _("help VERB says more. \"text\\n\" has the escapes of C; `;` stands between "
	          "commands, # begins a remark."));
	return SOCK_DONE;
}

static enum sock_outcome act_quit(struct sock_shell *s, struct sock_args *a)
{
	(void)s;
	(void)a;
	return SOCK_QUIT;
}

/* ---- the table ---- */

static const struct sock_verb verbs[] = {
        {.name = "socket",
                .arguments = N_("tcp|udp|tcp6|udp6|unix|unix-dgram|unix-seqpacket|AF_... SOCK_... "
                                "[IPPROTO_...]"),
                .help = N_("make a socket; the result is its descriptor"),
                .c = "socket({domain}, {type}, {protocol})",
                .kinds = {ARG_TYPE},
                .call = call_socket,
                .after = after_socket},
        {.name = "bind",
                .arguments = N_("FD [HOST] PORT | PATH | @NAME"),
                .help = N_("give a socket its own address; port 0: any that is free"),
                .c = "bind({fd}, {address}, {address_len})",
                .kinds = {ARG_FD, ARG_OWN_ADDRESS},
                .call = call_bind},
        {.name = "listen",
                .arguments = N_("FD [BACKLOG]"),
                .help = N_("wait for connections; so many may wait for accept()"),
                .c = "listen({fd}, {backlog})",
                .kinds = {ARG_FD, ARG_BACKLOG},
                .call = call_listen},
        {.name = "accept",
                .arguments = N_("FD"),
                .help = N_("take the next connection; the result is a new descriptor for it"),
                .c = "accept({fd}, &address, &length)",
                .kinds = {ARG_FD},
                .waits = true,
                .call = call_accept,
                .brought = brought_address,
                .after = after_accept},
        {.name = "connect",
                .arguments = N_("FD HOST PORT | PATH | @NAME | AF_UNSPEC"),
                .help = N_("connect to a peer; with datagrams, only remember it"),
                .c = "connect({fd}, {address}, {address_len})",
                .kinds = {ARG_FD, ARG_ADDRESS},
                .waits = true,
                .call = call_connect},
        {.name = "send",
                .arguments = N_("FD \"TEXT\"|COUNT [MSG_...]"),
                .help = N_("send text, or so many bytes of a pattern"),
                .c = "send({fd}, {data}, {count}, {flags})",
                .kinds = {ARG_FD, ARG_DATA, ARG_FLAGS},
                .waits = true,
                .call = call_send,
                .after = after_send},
        {.name = "recv",
                .arguments = N_("FD [COUNT] [MSG_...]"),
                .help = N_("receive at most so many bytes (1024)"),
                .c = "recv({fd}, buffer, {count}, {flags})",
                .kinds = {ARG_FD, ARG_COUNT, ARG_FLAGS},
                .waits = true,
                .call = call_recv,
                .brought = brought_bytes,
                .after = after_recv},
        {.name = "sendto",
                .arguments = N_("FD \"TEXT\"|COUNT HOST PORT | PATH | @NAME [MSG_...]"),
                .help = N_("send a datagram to an address"),
                .c = "sendto({fd}, {data}, {count}, {flags}, {address}, {address_len})",
                .kinds = {ARG_FD, ARG_DATA, ARG_ADDRESS, ARG_FLAGS},
                .waits = true,
                .call = call_sendto,
                .after = after_send},
        {.name = "recvfrom",
                .arguments = N_("FD [COUNT] [MSG_...]"),
                .help = N_("receive, and tell who sent it"),
                .c = "recvfrom({fd}, buffer, {count}, {flags}, &address, &length)",
                .kinds = {ARG_FD, ARG_COUNT, ARG_FLAGS},
                .waits = true,
                .call = call_recvfrom,
                .brought = brought_bytes,
                .after = after_recv},
        {.name = "write",
                .arguments = N_("FD \"TEXT\"|COUNT"),
                .help = N_("the same as send() without flags"),
                .c = "write({fd}, {data}, {count})",
                .kinds = {ARG_FD, ARG_DATA},
                .waits = true,
                .call = call_write,
                .after = after_send},
        {.name = "read",
                .arguments = N_("FD [COUNT]"),
                .help = N_("the same as recv() without flags"),
                .c = "read({fd}, buffer, {count})",
                .kinds = {ARG_FD, ARG_COUNT},
                .waits = true,
                .call = call_read,
                .brought = brought_bytes,
                .after = after_recv},
        {.name = "shutdown",
                .arguments = N_("FD SHUT_RD|SHUT_WR|SHUT_RDWR"),
                .help = N_("end one way or both; the descriptor stays"),
                .c = "shutdown({fd}, {how})",
                .kinds = {ARG_FD, ARG_HOW},
                .call = call_shutdown},
        {.name = "close",
                .arguments = N_("FD"),
                .help = N_("give the descriptor back; its number is free again"),
                .c = "close({fd})",
                .kinds = {ARG_FD},
                .waits = true,
                .call = call_close,
                .after = after_close},
        {.name = "getsockname",
                .arguments = N_("FD"),
                .help = N_("the socket's own address"),
                .c = "getsockname({fd}, &address, &length)",
                .kinds = {ARG_FD},
                .call = call_getsockname,
                .brought = brought_address},
        {.name = "getpeername",
                .arguments = N_("FD"),
                .help = N_("the peer's address"),
                .c = "getpeername({fd}, &address, &length)",
                .kinds = {ARG_FD},
                .call = call_getpeername,
                .brought = brought_address},
        {.name = "setsockopt",
                .arguments = N_("FD [LEVEL] OPTION VALUE"),
                .help = N_("set an option of a socket"),
                .c = "setsockopt({fd}, {level}, {option}, {value}, {value_len})",
                .kinds = {ARG_FD, ARG_OPTION, ARG_VALUE},
                .call = call_setsockopt,
                .after = after_setsockopt},
        {.name = "getsockopt",
                .arguments = N_("FD [LEVEL] OPTION"),
                .help = N_("read an option of a socket"),
                .c = "getsockopt({fd}, {level}, {option}, &value, &length)",
                .kinds = {ARG_FD, ARG_OPTION},
                .call = call_getsockopt,
                .brought = brought_value},
        {.name = "poll",
                .arguments = N_("FD[:POLLIN|POLLOUT...]... [timeout MILLISECONDS]"),
                .help = N_("wait until one of several sockets is ready"),
                .c = "poll({polls}, {poll_count}, {timeout})",
                .kinds = {ARG_POLLS},
                .waits = true,
                .call = call_poll,
                .brought = brought_polls},
        {.name = "nonblock",
                .arguments = N_("FD on|off"),
                .help = N_("let its calls fail with EAGAIN where they would wait"),
                .c = "fcntl({fd}, F_SETFL, {file_flags})",
                .kinds = {ARG_FD, ARG_ONOFF},
                .call = call_nonblock},
        {.name = "socketpair",
                .arguments = N_("[unix|unix-dgram|unix-seqpacket]"),
                .help = N_("make two sockets that are connected to each other"),
                .c = "socketpair({domain}, {type}, {protocol}, sv)",
                .kinds = {ARG_PAIR},
                .call = call_socketpair,
                .brought = brought_pair,
                .after = after_socketpair},
        {.name = "status",
                .arguments = N_("[FD]"),
                .help = N_("show the sockets: addresses, state, queues, what they are ready for"),
                .kinds = {ARG_FD_MAYBE},
                .act = sock_act_status},
        {.name = "help",
                .arguments = N_("[VERB]"),
                .help = N_("show the verbs, or more about one"),
                .kinds = {ARG_VERB},
                .act = act_help},
        {.name = "quit",
                .arguments = "",
                .help = N_("close all sockets and leave"),
                .act = act_quit},
};
#define VERBS (sizeof(verbs) / sizeof(verbs[0]))

const struct sock_verb *sock_verb_at(size_t i)
{
	return i < VERBS ? &verbs[i] : NULL;
}

bool sock_verb_row(size_t i, const char **name, const char **arguments, const char **help)
{
	if (i >= VERBS)
		return false;
	*name = verbs[i].name;
	*arguments = verbs[i].arguments;
	*help = verbs[i].help;
	return true;
}

const struct sock_verb *sock_verb_find(const char *name)
{
	const struct sock_verb *only = NULL;
	size_t len = strlen(name);
	for (size_t i = 0; i < VERBS; i++) {
		if (strcmp(verbs[i].name, name) == 0)
			return &verbs[i];
		if (!len || strncmp(verbs[i].name, name, len) != 0)
			continue;
		if (only)
			return NULL;
		only = &verbs[i];
	}
	return only;
}
