/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The sockets as the kernel sees them: tcp(7) TCP_INFO, SIOCINQ and SIOCOUTQ, poll(2).
 */
#include <errno.h>
#include <linux/sockios.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include "base/i18n.h"
#include "sock/names.h"
#include "sock/shell_internal.h"

struct seen {
	const struct sock_entry *entry;
	struct sock_address own, peer;
	bool has_tcp;
	struct tcp_info tcp;
	bool listens;
	long received, sent; /* bytes in the queues, -1: not known; of a listener, see below */
	char ready[4];
};

struct kind_name {
	int domain, type;
	const char *name;
};

static const struct kind_name kind_names[] = {{AF_INET, SOCK_STREAM, "tcp"},
        {AF_INET, SOCK_DGRAM, "udp"}, {AF_INET6, SOCK_STREAM, "tcp6"},
        {AF_INET6, SOCK_DGRAM, "udp6"}, {AF_UNIX, SOCK_STREAM, "unix"},
        {AF_UNIX, SOCK_DGRAM, "u-dgram"}, {AF_UNIX, SOCK_SEQPACKET, "u-seqp"}};

static const char *kind_name(const struct sock_entry *entry)
{
	for (size_t i = 0; i < sizeof(kind_names) / sizeof(kind_names[0]); i++)
		if (kind_names[i].domain == entry->domain && kind_names[i].type == entry->type)
			return kind_names[i].name;
	return entry->type == SOCK_RAW ? "raw" : "?";
}

static long queued(int fd, unsigned long which)
{
	int bytes = 0;
	return ioctl(fd, which, &bytes) == 0 ? bytes : -1;
}

static void look_at_readiness(struct seen *seen)
{
	struct pollfd p = {.fd = seen->entry->fd, .events = POLLIN | POLLOUT | POLLRDHUP};
	poll(&p, 1, 0);
	seen->ready[0] = p.revents & POLLIN ? 'r' : '-';
	seen->ready[1] = p.revents & POLLOUT ? 'w' : '-';
	seen->ready[2] = p.revents & (POLLERR | POLLHUP | POLLRDHUP) ? 'x' : '-';
}

static void look(const struct sock_entry *entry, struct seen *seen)
{
	*seen = (struct seen){.entry = entry};
	seen->own.len = sizeof(seen->own.at);
	if (getsockname(entry->fd, (struct sockaddr *)&seen->own.at, &seen->own.len) != 0)
		seen->own.len = 0;
	seen->peer.len = sizeof(seen->peer.at);
	if (getpeername(entry->fd, (struct sockaddr *)&seen->peer.at, &seen->peer.len) != 0)
		seen->peer.len = 0;
	int listens = 0;
	socklen_t len = sizeof(listens);
	getsockopt(entry->fd, SOL_SOCKET, SO_ACCEPTCONN, &listens, &len);
	seen->listens = listens != 0;
	len = sizeof(seen->tcp);
	seen->has_tcp = entry->domain != AF_UNIX && entry->type == SOCK_STREAM &&
	                getsockopt(entry->fd, IPPROTO_TCP, TCP_INFO, &seen->tcp, &len) == 0;
	seen->received = queued(entry->fd, SIOCINQ);
	seen->sent = queued(entry->fd, SIOCOUTQ);
	if (entry->domain == AF_UNIX) /* there it counts memory, not bytes */
		seen->sent = -1;
	if (seen->has_tcp && seen->tcp.tcpi_state == TCP_CLOSE)
		seen->received = seen->sent = -1;
	if (seen->listens &&
	        seen->has_tcp) { /* as ss(8): how many wait for accept(), of how many */
		seen->received = seen->tcp.tcpi_unacked;
		seen->sent = seen->tcp.tcpi_sacked;
	}
	look_at_readiness(seen);
}

static const char *state_of(const struct seen *seen)
{
	if (seen->has_tcp) {
		const char *name = sock_name_of(sock_states, seen->tcp.tcpi_state);
		return name ? name : "?";
	}
	if (seen->listens)
		return "LISTEN";
	return seen->peer.len ? "connected" : "-";
}

static void put_number(long number, struct buf *out)
{
	if (number < 0)
		buf_puts(out, "     -");
	else
		buf_printf(out, " %5ld", number);
}

static void tell_row(struct sock_shell *s, const struct seen *seen)
{
	struct buf own = {0}, peer = {0}, row = {0};
	sock_address_short(&seen->own, &own);
	if (seen->peer.len)
		sock_address_short(&seen->peer, &peer);
	buf_printf(&row, "%3d %-7s %-16s %-16s %-12s", seen->entry->fd, kind_name(seen->entry),
	        buf_text(&own), seen->peer.len ? buf_text(&peer) : "-", state_of(seen));
	put_number(seen->received, &row);
	put_number(seen->sent, &row);
	buf_printf(&row, "  %s", seen->ready);
	sock_tell(s, SOCK_TEXT, "%s", buf_text(&row));
	buf_finish(&own);
	buf_finish(&peer);
	buf_finish(&row);
}

/* What TCP keeps of one connection. */
static void tell_tcp(struct sock_shell *s, const struct seen *seen)
{
	const struct tcp_info *t = &seen->tcp;
	if (!seen->has_tcp || seen->listens || t->tcpi_state == TCP_CLOSE)
		return;
	sock_tell(s, SOCK_TEXT, "    rtt %.3f ms (+-%.3f)  rto %u ms  mss %u",
	        (double)t->tcpi_rtt / 1000.0, (double)t->tcpi_rttvar / 1000.0, t->tcpi_rto / 1000,
	        t->tcpi_snd_mss);
	sock_tell(s, SOCK_TEXT, "    cwnd %u  ssthresh %u  unacked %u  retransmitted %u",
	        t->tcpi_snd_cwnd, t->tcpi_snd_ssthresh, t->tcpi_unacked, t->tcpi_total_retrans);
}

enum sock_outcome sock_act_status(struct sock_shell *s, struct sock_args *a)
{
	const struct sock_entry *only = a->fd < 0 ? NULL : sock_entry_of(s, a->fd);
	struct seen seen;
	if (a->fd >= 0 && !only) {
		sock_tell(s, SOCK_NOTE, _("%d is no socket of this shell"), a->fd);
		return SOCK_DONE;
	}
	if (s->open.count == 0) {
		sock_tell(s, SOCK_NOTE, "%s", _("no socket is open"));
		return SOCK_DONE;
	}
	/* TRANSLATORS: heads of columns, each exactly above its column */
	sock_tell(s, SOCK_TEXT, "%s",
	        _(" fd kind    own address      peer             state        recvq sendq  ready"));
	for (size_t i = 0; i < s->open.count; i++) {
		if (only && only != &s->open.at[i])
			continue;
		look(&s->open.at[i], &seen);
		tell_row(s, &seen);
		if (only)
			tell_tcp(s, &seen);
	}
	return SOCK_DONE;
}
