/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tables of constants.
 */
#include "sock/names.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>

#include "base/i18n.h"

#define ROW(name)           \
	{                   \
#name, name \
	}

const struct sock_name sock_families[] = {
        ROW(AF_INET), ROW(AF_INET6), ROW(AF_UNIX), ROW(AF_UNSPEC), {NULL, 0}};

const struct sock_name sock_types[] = {
        ROW(SOCK_STREAM), ROW(SOCK_DGRAM), ROW(SOCK_SEQPACKET), ROW(SOCK_RAW), {NULL, 0}};

const struct sock_name sock_protocols[] = {{"0", 0}, ROW(IPPROTO_TCP), ROW(IPPROTO_UDP),
        ROW(IPPROTO_ICMP), ROW(IPPROTO_ICMPV6), {NULL, 0}};

const struct sock_name sock_flags[] = {ROW(MSG_DONTWAIT), ROW(MSG_PEEK), ROW(MSG_WAITALL),
        ROW(MSG_TRUNC), ROW(MSG_OOB), ROW(MSG_MORE), ROW(MSG_NOSIGNAL), ROW(MSG_DONTROUTE),
        ROW(MSG_CONFIRM), ROW(MSG_EOR), ROW(MSG_ERRQUEUE), {NULL, 0}};

const struct sock_name sock_hows[] = {ROW(SHUT_RD), ROW(SHUT_WR), ROW(SHUT_RDWR), {NULL, 0}};

const struct sock_name sock_events[] = {ROW(POLLIN), ROW(POLLOUT), ROW(POLLPRI), ROW(POLLRDHUP),
        ROW(POLLERR), ROW(POLLHUP), ROW(POLLNVAL), {NULL, 0}};

const struct sock_name sock_levels[] = {ROW(SOL_SOCKET), ROW(IPPROTO_TCP), ROW(IPPROTO_IP),
        ROW(IPPROTO_IPV6), {"SOL_TCP", IPPROTO_TCP}, {"SOL_IP", IPPROTO_IP},
        {"SOL_IPV6", IPPROTO_IPV6}, {NULL, 0}};

const struct sock_name sock_states[] = {{"ESTABLISHED", TCP_ESTABLISHED},
        {"SYN-SENT", TCP_SYN_SENT}, {"SYN-RECEIVED", TCP_SYN_RECV}, {"FIN-WAIT-1", TCP_FIN_WAIT1},
        {"FIN-WAIT-2", TCP_FIN_WAIT2}, {"TIME-WAIT", TCP_TIME_WAIT}, {"CLOSED", TCP_CLOSE},
        {"CLOSE-WAIT", TCP_CLOSE_WAIT}, {"LAST-ACK", TCP_LAST_ACK}, {"LISTEN", TCP_LISTEN},
        {"CLOSING", TCP_CLOSING}, {NULL, 0}};

const struct sock_name *sock_name_find(const struct sock_name *table, const char *name)
{
	for (; table->name; table++)
		if (strcmp(table->name, name) == 0)
			return table;
	return NULL;
}

const char *sock_name_of(const struct sock_name *table, int value)
{
	for (; table->name; table++)
		if (table->value == value)
			return table->name;
	return NULL;
}

static const struct sock_name *find_part(
        const struct sock_name *table, const char *part, size_t len)
{
	for (; table->name; table++)
		if (strlen(table->name) == len && strncmp(table->name, part, len) == 0)
			return table;
	return NULL;
}

bool sock_bits_parse(const struct sock_name *table, const char *text, int *bits, const char **bad,
        size_t *bad_len)
{
	while (true) {
		size_t len = strcspn(text, "|");
		const struct sock_name *row = find_part(table, text, len);
		if (!row && !(len == 1 && *text == '0')) {
			*bad = text;
			*bad_len = len;
			return false;
		}
		*bits |= row ? row->value : 0;
		if (!text[len])
			return true;
		text += len + 1;
	}
}

void sock_bits_text(const struct sock_name *table, int bits, struct buf *out)
{
	const char *between = "";
	if (!bits)
		buf_putc(out, '0');
	for (; table->name; table++) {
		if (!table->value || (bits & table->value) != table->value)
			continue;
		buf_printf(out, "%s%s", between, table->name);
		bits &= ~table->value;
		between = "|";
	}
	if (bits)
		buf_printf(out, "%s0x%x", between, (unsigned)bits);
}

struct hint {
	int errnum;
	const char *says;
};

static const struct hint hints[] = {
        {EACCES, N_("not allowed: a port below 1024, a file's permissions, or a broadcast address "
                    "without SO_BROADCAST")},
        {EADDRINUSE, N_("another socket has this address; SO_REUSEADDR before bind() lets one "
                        "past connections in TIME-WAIT")},
        {EADDRNOTAVAIL, N_("no interface of this host has that address, or no port is left")},
        {EAFNOSUPPORT, N_("the address is of another family than the socket")},
        {EAGAIN, N_("the call would have had to wait, and was told not to, or no longer")},
        {EALREADY, N_("the connection that was begun earlier is still being made")},
        {EBADF, N_("no open descriptor has this number")},
        {ECONNABORTED, N_("the connection ended before it was accepted")},
        {ECONNREFUSED, N_("nobody listens there: the answer was a RST, or ICMP port unreachable")},
        {ECONNRESET, N_("the connection was reset: the peer closed with data unread, or knew "
                        "nothing of it")},
        {EDESTADDRREQ, N_("it has no peer: connect() first, or sendto() with an address")},
        {EHOSTUNREACH, N_("nobody answers for that address, or a router says so")},
        {EINPROGRESS, N_("the connection is being made; poll() for POLLOUT, then read SO_ERROR")},
        {EINTR, N_("a signal came before anything else: your Ctrl-C")},
        {EISCONN, N_("it is connected already")},
        {EMFILE, N_("this process may open no more descriptors")},
        {EMSGSIZE, N_("too long for one datagram")},
        {ENETUNREACH, N_("no route leads there")},
        {ENOBUFS, N_("the kernel has no room for it now")},
        {ENOENT, N_("there is no such file")},
        {ENOPROTOOPT, N_("this kind of socket does not have that option")},
        {ENOTCONN, N_("it has no peer: connect() or accept() comes first")},
        {ENOTSOCK, N_("it is a descriptor, but of no socket")},
        {EOPNOTSUPP, N_("this kind of socket can't do that")},
        {EPERM, N_("only root may do that")},
        {EPIPE, N_("this way is shut; the SIGPIPE that would end a program is ignored here")},
        {EPROTOTYPE, N_("the socket at that address is of another type")},
        {ETIMEDOUT, N_("no answer came, however often it was sent again")},
};

const char *sock_errno_hint(int errnum)
{
	for (size_t i = 0; i < sizeof(hints) / sizeof(hints[0]); i++)
		if (hints[i].errnum == errnum)
			return _(hints[i].says);
	return NULL;
}
