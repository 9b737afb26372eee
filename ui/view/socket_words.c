/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The words and the tables behind them.
 */
#include "ui/view/socket_words.h"

#include <netinet/in.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "packet/packet.h"

#define SSTHRESH_NONE 0x7fffffff /* TCP_INFINITE_SSTHRESH: nothing was ever lost */

struct meaning {
	const char *section, *words;
};

static const struct meaning meanings[] = {
        [SOCKET_ESTABLISHED] = {"RFC 9293 3.5",
                N_("Both sides know where the other's stream begins, and data flows both ways. It "
                   "stays like this without a single segment, until one side closes.")},
        [SOCKET_SYN_SENT] = {"RFC 9293 3.10.7.3",
                N_("connect() has sent a SYN and waits for SYN ACK. When the timer runs out the "
                   "SYN is sent again, each time after twice as long.")},
        [SOCKET_SYN_RECEIVED] = {"RFC 9293 3.5",
                N_("A SYN came and was answered with SYN ACK; the handshake's last ACK is "
                   "awaited. The program does not know of it yet.")},
        [SOCKET_FIN_WAIT_1] = {"RFC 9293 3.6",
                N_("This side has closed: its FIN is on the way and not acknowledged yet. It can "
                   "still receive.")},
        [SOCKET_FIN_WAIT_2] = {"RFC 9293 3.6",
                N_("Our FIN is acknowledged, but the other side has not closed. It may go on "
                   "sending as long as it likes.")},
        [SOCKET_TIME_WAIT] = {"RFC 9293 3.6",
                N_("All is said; who closed first waits, for the last ACK may be lost and old "
                   "segments must die out. Linux waits 60 s, then the ports are free.")},
        [SOCKET_CLOSED] = {"RFC 9293 3.10.7.1",
                N_("There is no connection, and nothing is remembered of one. A segment that comes "
                   "for it is answered with RST.")},
        [SOCKET_CLOSE_WAIT] = {"RFC 9293 3.6",
                N_("The other side has closed: once all is read, recv() returns 0. It lasts until "
                   "this program closes, too; many of these are a program that forgets to.")},
        [SOCKET_LAST_ACK] = {"RFC 9293 3.6",
                N_("The other side closed first, then this one: our FIN waits for its ACK. With "
                   "that everything is forgotten.")},
        [SOCKET_LISTEN] = {"RFC 9293 3.10.7.2",
                N_("A program has called listen(): the kernel answers SYNs from anybody by itself. "
                   "Connections that stand wait in the accept queue until accept() takes them.")},
        [SOCKET_CLOSING] = {"RFC 9293 3.6",
                N_("Both sides closed at once and their FINs crossed. Ours is not acknowledged "
                   "yet.")},
};
_Static_assert(sizeof(meanings) / sizeof(meanings[0]) == SOCKET_STATES, "a meaning a state");

static const struct meaning datagrams[] = {
        {"RFC 768", N_("A datagram socket: it takes what comes for its port from anybody. There is "
                       "no connection and no state.")},
        {"connect(2)", N_("A datagram socket with a fixed other end: it takes datagrams from there "
                          "alone. Nothing was sent to agree on that.")},
};

static const struct meaning *meaning_of(int protocol, enum socket_state state)
{
	if (protocol == IPPROTO_UDP)
		return &datagrams[state == SOCKET_ESTABLISHED];
	return &meanings[state < SOCKET_STATES && meanings[state].words ? state : SOCKET_CLOSED];
}

enum socket_state socket_state_of(const struct tape_socket *s)
{
	enum { NEW_SYN_RECV = 12 };
	if (s->state == NEW_SYN_RECV)
		return SOCKET_SYN_RECEIVED;
	return s->state && s->state < SOCKET_STATES ? (enum socket_state)s->state : SOCKET_CLOSED;
}

const char *socket_state_meaning(int protocol, enum socket_state state)
{
	return _(meaning_of(protocol, state)->words);
}

const char *socket_state_section(int protocol, enum socket_state state)
{
	return meaning_of(protocol, state)->section;
}

bool socket_same(const struct tape_socket *a, const struct tape_socket *b)
{
	if (a->node != b->node || a->protocol != b->protocol || a->family != b->family ||
	        a->local_port != b->local_port || a->remote_port != b->remote_port)
		return false;
	if (!a->remote_port && a->inode != b->inode)
		return false;
	return !memcmp(a->local, b->local, sizeof(a->local)) &&
	       !memcmp(a->remote, b->remote, sizeof(a->remote));
}

bool socket_mirrors(const struct tape_socket *a, const struct tape_socket *b)
{
	return a->protocol == b->protocol && a->family == b->family && a->remote_port &&
	       a->local_port == b->remote_port && a->remote_port == b->local_port &&
	       !memcmp(a->local, b->remote, sizeof(a->local)) &&
	       !memcmp(a->remote, b->local, sizeof(a->remote));
}

void socket_end_text(const struct tape_socket *s, bool remote, char *out, size_t size)
{
	static const uint8_t any[16] = {0};
	const uint8_t *bytes = remote ? s->remote : s->local;
	unsigned port = remote ? s->remote_port : s->local_port;
	struct packet_addr a = {.length = s->family == AF_INET6 ? 16 : 4};
	char text[46];
	memcpy(a.bytes, bytes, a.length);
	packet_addr_text(&a, text);
	if (a.length == 16)
		snprintf(out, size, "[%s]:%u", text, port);
	else
		snprintf(out, size, "%s:%u", memcmp(bytes, any, 4) ? text : "*", port);
}

void socket_ends_text(const struct tape_socket *s, bool shorter, char *out, size_t size)
{
	char local[SOCKET_END_MAX], remote[SOCKET_END_MAX];
	socket_end_text(s, false, local, sizeof(local));
	socket_end_text(s, true, remote, sizeof(remote));
	if (!s->remote_port)
		snprintf(out, size, "%s", local);
	else if (shorter)
		snprintf(out, size, ":%u > %s", s->local_port, remote);
	else
		snprintf(out, size, "%s > %s", local, remote);
}

/* By idiag_timer (inet_diag(7)). */
static const struct {
	const char *words, *shorter;
} timers[] = {
        {"", ""},
        {N_("sends again in"), N_("again")},
        {N_("asks whether the other side lives in"), N_("alive?")},
        {N_("is forgotten in"), N_("waits")},
        {N_("asks whether the window is still closed in"), N_("window?")},
};

void socket_timer_text(const struct view_source *src, const struct tape_socket *s, bool shorter,
        char *out, size_t size)
{
	char when[32];
	out[0] = '\0';
	if (s->timer == 0 || s->timer >= sizeof(timers) / sizeof(timers[0]))
		return;
	nsec polled = view_source_polled(src);
	nsec left = (nsec)s->timer_ms * NSEC_PER_MSEC;
	if (polled && src->now > polled)
		left -= src->now - polled;
	view_duration(left > 0 ? left : 0, when, sizeof(when));
	const char *words = shorter ? timers[s->timer].shorter : timers[s->timer].words;
	snprintf(out, size, "%s %s", _(words), when);
}

void socket_owner_text(const struct view_source *src, const struct tape_socket *s, bool shorter,
        char *out, size_t size)
{
	struct bench_owner who;
	out[0] = '\0';
	if (!view_source_owner(src, s->inode, &who))
		return;
	int n = shorter ? snprintf(out, size, _("%s fd %d"), who.program, who.fd)
	                : snprintf(out, size, _("%s (pid %d, fd %d)"), who.program, (int)who.pid,
	                          who.fd);
	if (who.others && !shorter && n > 0 && (size_t)n < size)
		snprintf(out + n, size - (size_t)n,
		        P_(" and %u other process", " and %u other processes", who.others),
		        who.others);
	else if (who.others && n > 0 && (size_t)n < size)
		snprintf(out + n, size - (size_t)n, " +%u", who.others);
}

void socket_time_text(uint32_t us, char *out, size_t size)
{
	if (us >= 1000000)
		snprintf(out, size, "%.1f s", us / 1e6);
	else if (us >= 10000)
		snprintf(out, size, "%.0f ms", us / 1e3);
	else
		snprintf(out, size, "%.2f ms", us / 1e3);
}

struct words {
	char *out;
	size_t size, used;
};

__attribute__((format(printf, 2, 3))) static void say(struct words *w, const char *fmt, ...)
{
	va_list ap;
	if (w->used + 1 >= w->size)
		return;
	if (w->used)
		w->used += (size_t)snprintf(w->out + w->used, w->size - w->used, "  ");
	if (w->used + 1 >= w->size)
		return;
	va_start(ap, fmt);
	w->used += (size_t)vsnprintf(w->out + w->used, w->size - w->used, fmt, ap);
	va_end(ap);
}

void socket_flow_text(const struct tape_socket *s, char *out, size_t size)
{
	struct words w = {out, size, 0};
	char rtt[24], rto[24];
	out[0] = '\0';
	if (s->state == SOCKET_LISTEN) {
		say(&w, _("accept queue %u of %u"), s->recv_queue, s->send_queue);
		return;
	}
	say(&w, _("unread %u"), s->recv_queue);
	say(&w, s->protocol == IPPROTO_TCP ? _("not acknowledged %u") : _("not sent %u"),
	        s->send_queue);
	if (!s->cwnd)
		return;
	say(&w, _("cwnd %u x %u bytes"), s->cwnd, s->mss);
	if (s->ssthresh == SSTHRESH_NONE)
		say(&w, "%s", _("ssthresh none yet"));
	else
		say(&w, "ssthresh %u", s->ssthresh);
	socket_time_text(s->rtt_us, rtt, sizeof(rtt));
	socket_time_text(s->rto_us, rto, sizeof(rto));
	if (s->rtt_us)
		say(&w, "rtt %s", rtt);
	say(&w, "rto %s", rto);
	if (s->backoff)
		say(&w, _("doubled x%u"), s->backoff);
	if (s->retransmits)
		say(&w, _("sent again x%u"), s->retransmits);
	if (s->sent_again)
		say(&w, _("in all its life x%u"), s->sent_again);
}

void socket_option_text(const struct tape_socket *s, char *out, size_t size)
{
	enum { TIMESTAMPS = 1, SACK = 2, WSCALE = 4, ECN = 8 };
	struct words w = {out, size, 0};
	out[0] = '\0';
	if (!s->cwnd || s->state == SOCKET_LISTEN || s->state == SOCKET_SYN_SENT)
		return;
	if (s->options & WSCALE)
		say(&w, _("window scale %u here, %u there"), s->wscale >> 4, s->wscale & 15);
	if (s->options & SACK)
		say(&w, "SACK");
	if (s->options & TIMESTAMPS)
		say(&w, "%s", _("timestamps"));
	if (s->options & ECN)
		say(&w, "ECN");
	if (!s->options)
		say(&w, "%s", _("no options agreed on"));
}
