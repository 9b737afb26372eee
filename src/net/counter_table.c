/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The counters that explain something, and what each means.
 *
 * In the order in which they explain: where several move for one frame, the first one is said.
 */
#include <string.h>

#include "base/i18n.h"
#include "net/counters.h"

#define ROW(group_, key, says_, meaning_)                                                       \
	{                                                                                       \
		.name = #group_ #key, .group = #group_, .shorter = #key, .meaning = (meaning_), \
		.says = (says_)                                                                 \
	}
#define DISCARDS COUNTER_DISCARDS
#define SENDS COUNTER_SENDS
#define HOST COUNTER_OF_HOST

static const struct counter_row table[] = {
        ROW(Tcp, InCsumErrors, DISCARDS,
                N_("A segment's checksum was wrong: it was thrown away, as if it had never come.")),
        ROW(Udp, InCsumErrors, DISCARDS,
                N_("A datagram's checksum was wrong: it was thrown away.")),
        ROW(Icmp, InCsumErrors, DISCARDS,
                N_("An ICMP message's checksum was wrong: it was thrown away.")),
        ROW(Ip, InHdrErrors, DISCARDS,
                N_("An IP header was wrong (checksum, version, TTL): the packet was thrown away.")),
        ROW(Ip, InAddrErrors, DISCARDS,
                N_("A packet was for an address that this host neither has nor forwards to.")),
        ROW(IpExt, InNoRoutes, DISCARDS,
                N_("A packet came for which there is no route: it was thrown away.")),
        ROW(TcpExt, IPReversePathFilter, DISCARDS,
                N_("A packet came from where its sender can't be (rp_filter): thrown away.")),
        ROW(TcpExt, ListenOverflows, DISCARDS,
                N_("The accept queue was full: the program calls accept() too seldom for its "
                   "backlog.")),
        ROW(TcpExt, TCPReqQFullDrop, DISCARDS,
                N_("Too many handshakes were half open: a SYN was ignored.")),
        ROW(TcpExt, TCPReqQFullDoCookies, SENDS,
                N_("Too many handshakes were half open: a SYN was answered with a cookie.")),
        ROW(TcpExt, ListenDrops, DISCARDS,
                N_("A listening socket ignored a SYN or the last ACK of a handshake.")),
        ROW(TcpExt, TCPBacklogDrop, DISCARDS,
                N_("The program held its socket so long that its backlog of segments was full.")),
        ROW(TcpExt, TCPRcvQDrop, DISCARDS,
                N_("The receive queue had no room left: the segment was thrown away.")),
        ROW(TcpExt, TCPZeroWindowDrop, DISCARDS,
                N_("Data came although the window was closed: it was thrown away.")),
        ROW(TcpExt, PAWSEstab, DISCARDS,
                N_("A segment's timestamp was older than one seen before: taken for a stray from "
                   "the past (RFC 7323 5).")),
        ROW(TcpExt, TCPDeferAcceptDrop, DISCARDS,
                N_("TCP_DEFER_ACCEPT: the bare ACK was ignored, since data has to come first.")),
        ROW(Tcp, InErrs, DISCARDS, N_("A segment was damaged or too short.")),
        ROW(Udp, NoPorts, DISCARDS,
                N_("No socket has that port: the datagram was refused with an ICMP error.")),
        ROW(Udp, RcvbufErrors, DISCARDS,
                N_("The socket's receive buffer was full: the program reads too slowly, the "
                   "datagram is lost.")),
        ROW(Udp, InErrors, DISCARDS, N_("A datagram could not be given to its socket.")),
        ROW(Ip, InDiscards, DISCARDS, N_("A packet without fault was thrown away.")),
        ROW(TcpExt, TCPFastRetrans, SENDS,
                N_("A segment was sent again because the ACKs showed it missing, without waiting "
                   "for the timer (RFC 5681 3.2).")),
        ROW(TcpExt, TCPTimeouts, SENDS,
                N_("The retransmission timer ran out: no ACK came in time (RFC 6298 5).")),
        ROW(TcpExt, TCPLossProbes, SENDS,
                N_("The last segment was sent again after two round trips, to learn of a loss "
                   "sooner (RFC 8985 7).")),
        ROW(TcpExt, TCPSlowStartRetrans, SENDS,
                N_("A segment was sent again while the window grows anew after a timeout.")),
        ROW(TcpExt, TCPSynRetrans, SENDS, N_("A SYN or SYN ACK was sent again.")),
        ROW(Tcp, RetransSegs, SENDS, N_("Segments were sent again.")),
        ROW(TcpExt, TCPWinProbe, SENDS,
                N_("The other side's window is closed: one byte asked whether it still is.")),
        ROW(TcpExt, TCPKeepAlive, SENDS,
                N_("Nothing was said for long: a probe asked whether the other side lives.")),
        ROW(TcpExt, TCPSYNChallenge, SENDS,
                N_("A SYN came into a connection that stands: answered with an ACK (RFC 5961 4).")),
        ROW(TcpExt, TCPChallengeACK, SENDS,
                N_("A doubtful RST or SYN was answered with an ACK instead of believed (RFC "
                   "5961).")),
        ROW(Tcp, OutRsts, HOST, N_("A RST was sent.")),
        ROW(TcpExt, DelayedACKs, HOST,
                N_("An ACK waited for data to ride on, and went alone when its time was up.")),
        ROW(TcpExt, TCPAbortOnData, HOST,
                N_("A program closed its socket with data unread: the other side got a RST.")),
        ROW(TcpExt, TCPAbortOnClose, HOST,
                N_("A program closed its socket with data unread: the connection ended with "
                   "RST.")),
        ROW(TcpExt, TCPAbortOnLinger, HOST,
                N_("A program closed with SO_LINGER 0: a RST instead of a FIN.")),
        ROW(TcpExt, TCPAbortOnTimeout, HOST,
                N_("A connection was given up: too many segments without any answer.")),
        ROW(TcpExt, TCPAbortOnMemory, HOST,
                N_("A connection was ended for lack of memory or because of too many orphans.")),
        ROW(TcpExt, TCPAbortFailed, HOST, N_("A RST should have been sent and could not.")),
        ROW(Tcp, AttemptFails, HOST,
                N_("An attempt to connect failed: refused, reset or timed out before it stood.")),
        ROW(Tcp, EstabResets, HOST, N_("A connection that stood ended with a RST.")),
        ROW(TcpExt, EmbryonicRsts, HOST, N_("A handshake was ended by a RST before its last ACK.")),
        ROW(TcpExt, TCPLostRetransmit, HOST, N_("A segment that was sent again was lost again.")),
        ROW(TcpExt, TCPSpuriousRTOs, HOST,
                N_("A timeout was too early: the ACK was only late (RFC 5682).")),
        ROW(TcpExt, TCPDSACKRecv, HOST,
                N_("The other side says that it got a segment twice (RFC 2883).")),
        ROW(TcpExt, TCPDSACKOldSent, HOST,
                N_("A segment came twice; the other side is told so (RFC 2883).")),
        ROW(TcpExt, TCPOFOQueue, HOST,
                N_("A segment came before its turn and waits for the gap to be filled.")),
        ROW(TcpExt, TCPSACKReorder, HOST,
                N_("What looked lost was only late: segments overtook each other.")),
        ROW(TcpExt, DelayedACKLost, HOST,
                N_("A segment came again, so the ACK for it may have been lost or too late.")),
        ROW(TcpExt, TCPToZeroWindowAdv, HOST,
                N_("The receive queue is full: the window was closed.")),
        ROW(TcpExt, TCPFromZeroWindowAdv, HOST,
                N_("The program has read: the window was opened again.")),
        ROW(TcpExt, PruneCalled, HOST,
                N_("A socket ran out of buffer: the kernel squeezed its queues.")),
        ROW(TcpExt, RcvPruned, HOST, N_("Even squeezing did not help: segments were lost.")),
        ROW(TcpExt, SyncookiesSent, HOST, N_("A SYN was answered with a cookie.")),
        ROW(TcpExt, SyncookiesRecv, HOST, N_("A cookie came back and became a connection.")),
        ROW(TcpExt, SyncookiesFailed, HOST, N_("A cookie that came back was wrong or too old.")),
        ROW(TcpExt, TW, HOST, N_("A connection's TIME-WAIT ended: its ports are free again.")),
        ROW(TcpExt, TCPTimeWaitOverflow, HOST,
                N_("Too many connections in TIME-WAIT: one was not kept.")),
        ROW(Udp, SndbufErrors, HOST,
                N_("A send buffer was full: a datagram was not sent, and the program was told.")),
        ROW(Ip, OutNoRoutes, HOST, N_("A packet had nowhere to go: no route.")),
        ROW(Ip, ReasmFails, HOST,
                N_("Fragments could not be put together: one is missing or time is up.")),
        ROW(Ip, FragFails, HOST, N_("A packet was too large and must not be cut (DF).")),
        ROW(Icmp, OutDestUnreachs, HOST, N_("This host told somebody: destination unreachable.")),
        ROW(Icmp, InDestUnreachs, HOST, N_("This host was told: destination unreachable.")),
        ROW(Icmp, OutTimeExcds, HOST, N_("This host told somebody: the TTL ran out here.")),
        ROW(Icmp, InTimeExcds, HOST, N_("This host was told that the TTL ran out on the way.")),
};
_Static_assert(sizeof(table) / sizeof(table[0]) <= COUNTERS_MAX, "a row has a place");

const struct counter_row *counters_table(size_t *count)
{
	*count = sizeof(table) / sizeof(table[0]);
	return table;
}

const struct counter_row *counters_row(const char *name)
{
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (!strcmp(table[i].name, name))
			return &table[i];
	return NULL;
}
