/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is explained of fields of TCP, its states, and what an analysis of it remarks.
 */
#include "base/i18n.h"
#include "explain/explain_internal.h"

const struct explanation explain_tcp[] = {
        {"tcp",
                N_("Carries a stream of bytes each way between two programs, in order and without "
                   "gaps, whatever happens to packets. It keeps no message boundaries: one write "
                   "may arrive in several reads, and several in one."),
                "RFC 9293, tcp(7)"},
        {"tcp.srcport",
                N_("The port of the sender. The four numbers of both addresses and both ports "
                   "together name the connection; a client's port is usually chosen by its "
                   "kernel."),
                "RFC 9293 3.1"},
        {"tcp.dstport",
                N_("The port of the receiver, on which a server listens. If nobody does, the "
                   "kernel answers with RST, and connect() fails with ECONNREFUSED."),
                "RFC 9293 3.1"},
        {"tcp.seq",
                N_("The number of the first byte in this segment, counted from the start of the "
                   "stream so that it begins at 1 behind SYN's 0. SYN and FIN take one number "
                   "each, so that they can be acknowledged."),
                "RFC 9293 3.4"},
        {"tcp.seq_raw",
                N_("The number as it stands in the header. Each side begins with one that can't be "
                   "guessed, so that nobody outside can slip a segment in."),
                "RFC 9293 3.4.1, RFC 6528"},
        {"tcp.ack",
                N_("The number of the next byte that the sender of this expects: everything before "
                   "it has arrived. It is taken by the kernel, which does not mean that the "
                   "program has read it."),
                "RFC 9293 3.1"},
        {"tcp.ack_raw",
                N_("The acknowledgment as it stands in the header. It counts only if the flag ACK "
                   "is set, which is so in every segment but the first."),
                "RFC 9293 3.1"},
        {"tcp.hdr_len",
                N_("The header's length in units of 4 bytes: 5 without options, 15 at most. What "
                   "is more than 20 bytes are options."),
                "RFC 9293 3.1"},
        {"tcp.len",
                N_("How many bytes of the stream this segment carries. The header does not say so: "
                   "it is what IP's length leaves."),
                "RFC 9293 3.1"},
        {"tcp.flags",
                N_("Bits that say what the segment does besides carrying data. SYN, FIN and RST "
                   "open, close and abort; ACK is always there but in the first segment."),
                "RFC 9293 3.1"},
        {"tcp.flags.syn",
                N_("Begins a connection and says with which number the sender begins to count. A "
                   "SYN that is not answered is sent again after 1, 3, 7 s and so on, until "
                   "connect() fails with ETIMEDOUT."),
                "RFC 9293 3.5, tcp(7)"},
        {"tcp.flags.ack",
                N_("The acknowledgment number counts. Only the very first segment of a connection "
                   "has it unset, which is how a firewall tells who calls."),
                "RFC 9293 3.1"},
        {"tcp.flags.fin",
                N_("The sender has nothing more to say: it closed, or shut down its writing side. "
                   "The receiver's read then returns 0, but it may still send for as long as it "
                   "likes."),
                "RFC 9293 3.6"},
        {"tcp.flags.reset",
                N_("Ends the connection at once; what was not yet read may be lost. It answers a "
                   "segment that belongs to no connection, and is sent when a program closes a "
                   "socket with data unread or with SO_LINGER 0."),
                "RFC 9293 3.5.2"},
        {"tcp.flags.push",
                N_("Asks the receiver to pass what is here to the program without waiting for "
                   "more. Linux sets it on the last segment of a write, and as a receiver takes no "
                   "notice."),
                "RFC 9293 3.9.1"},
        {"tcp.flags.urg",
                N_("The urgent pointer counts: some byte is to be seen out of order. It comes of "
                   "MSG_OOB, and hardly any protocol but Telnet and FTP uses it."),
                "RFC 9293 3.8.5, RFC 6093"},
        {"tcp.flags.ece",
                N_("In a SYN: I understand congestion marks. Later: a packet with such a mark "
                   "reached me, slow down; it is repeated until CWR answers."),
                "RFC 3168 6.1"},
        {"tcp.flags.cwr",
                N_("The sender has reduced its congestion window because it was told of "
                   "congestion. The receiver may then stop repeating ECE."),
                "RFC 3168 6.1"},
        {"tcp.flags.ae",
                N_("In a SYN it offers to count marked packets exactly; then the three bits AE, "
                   "CWR and ECE are a counter. Without such an agreement it is 0."),
                "RFC 9768 3"},
        {"tcp.flags.res",
                N_("Bits that nobody uses yet; senders leave them 0. What is set there is "
                   "ignored."),
                "RFC 9293 3.1"},
        {"tcp.window_size_value",
                N_("How many bytes the sender of this is ready to take, as it stands in the "
                   "header. After the handshake it must be multiplied by the scale that the "
                   "sender's own SYN announced."),
                "RFC 9293 3.8.6, RFC 7323 2"},
        {"tcp.window_size",
                N_("The window with the scale reckoned in: so many bytes beyond the acknowledged "
                   "one may be sent. It shrinks as the receiver's buffer fills, and 0 means stop."),
                "RFC 7323 2.3"},
        {"tcp.window_size_scalefactor",
                N_("What the window in the header is multiplied by, from the handshake. If the SYN "
                   "was not captured nobody can know it, and the windows shown are too small."),
                "RFC 7323 2"},
        {"tcp.checksum",
                N_("A sum over header, data and addresses. On the sender's own host it is often "
                   "wrong in captures, since the card computes it only after the capture has seen "
                   "the packet."),
                "RFC 9293 3.1, ethtool(8)"},
        {"tcp.urgent_pointer",
                N_("Where urgent data end, counted from this segment's number; it counts only with "
                   "URG. Linux takes exactly one byte out of the stream there, unless SO_OOBINLINE "
                   "is set."),
                "RFC 6093, tcp(7)"},
        {"tcp.options",
                N_("What did not fit into the fixed header, each with a kind and a length. Most of "
                   "them are agreed on in the SYN segments and count only if both sides sent "
                   "them."),
                "RFC 9293 3.2"},
        {"tcp.option_kind",
                N_("Which option this is: 2 maximum segment size, 3 window scale, 4 selective "
                   "acknowledgment permitted, 5 its blocks, 8 timestamps. Unknown ones are "
                   "skipped."),
                "RFC 9293 3.1, IANA"},
        {"tcp.option_len",
                N_("The length of the option with its kind and length bytes. Kinds 0 and 1 have "
                   "none: they are one byte."),
                "RFC 9293 3.2"},
        {"tcp.options.mss",
                N_("The largest segment that the sender of the SYN wants to receive, without "
                   "headers: 1460 on Ethernet with IPv4, 65495 on loopback. It is not negotiated: "
                   "each side tells its own."),
                "RFC 9293 3.7.1"},
        {"tcp.options.mss_val",
                N_("The largest amount of data in one segment that the sender of this SYN takes. "
                   "The other side sends the lesser of it and what the path allows."),
                "RFC 9293 3.7.1"},
        {"tcp.options.wscale",
                N_("By how many bits the windows that this side will announce are to be shifted. "
                   "Without it no window is larger than 65535 bytes, which is little for a fast "
                   "path; it counts only if both SYNs have it."),
                "RFC 7323 2"},
        {"tcp.options.sack_perm",
                N_("This side understands selective acknowledgments. If both say so, a receiver "
                   "can tell which bytes behind a gap it already has."),
                "RFC 2018 2"},
        {"tcp.options.sack",
                N_("Which bytes behind the gap have arrived, as ranges; the most recent one comes "
                   "first. The sender then repeats only what is missing."),
                "RFC 2018 3"},
        {"tcp.options.sack_le",
                N_("The first byte of a range that has arrived out of order. What lies between the "
                   "acknowledgment and it is missing."),
                "RFC 2018 3"},
        {"tcp.options.sack_re",
                N_("The byte behind a range that has arrived out of order. A range below the "
                   "acknowledgment says that something came twice."),
                "RFC 2018 3, RFC 2883"},
        {"tcp.options.timestamp",
                N_("The sender's clock and the last value heard from the other side. They measure "
                   "the round trip, and tell old duplicates where sequence numbers have gone "
                   "round."),
                "RFC 7323 3"},
        {"tcp.options.timestamp.tsval",
                N_("The sender's clock when it sent this, in ticks that only it knows; Linux "
                   "counts milliseconds from a start of its own. It only ever grows within a "
                   "connection."),
                "RFC 7323 3.2"},
        {"tcp.options.timestamp.tsecr",
                N_("The last clock value that was heard from the other side. When it comes back, "
                   "its sender knows how long the round took."),
                "RFC 7323 3.2"},
        {"tcp.options.nop",
                N_("A byte of filling, so that the next option begins at a multiple of 4. It means "
                   "nothing."),
                "RFC 9293 3.2"},
        {"tcp.options.eol",
                N_("The list of options ends here; the rest up to the header's length is filling. "
                   "It is needed only if the options don't end with the header."),
                "RFC 9293 3.2"},
        {"tcp.options.tfo",
                N_("A cookie that lets a client send data in its SYN, on its second visit. In the "
                   "first SYN it is empty and asks for one."),
                "RFC 7413"},
        {"tcp.options.mptcp",
                N_("Parts of one connection over several paths, such as WLAN and mobile network at "
                   "once. What follows is a subtype of its own."),
                "RFC 8684 3"},
        {"tcp.options.md5",
                N_("A signature with a shared key over the segment, for routers that speak BGP. A "
                   "segment without it is dropped."),
                "RFC 2385"},
        {"tcp.options.user_to",
                N_("How long the sender keeps unacknowledged data before it gives the connection "
                   "up. Linux has the socket option TCP_USER_TIMEOUT for this, but does not send "
                   "it."),
                "RFC 5482"},
        {"tcp.payload",
                N_("The bytes of the stream in this segment. Where a message begins or ends TCP "
                   "does not say: the protocol above does, or the programs must agree on "
                   "something."),
                "RFC 9293 3.1"},
        {"tcp.stream",
                N_("A number for the connection within this capture, from 0 on. It is not in the "
                   "packet: it counts pairs of addresses and ports."),
                ""},
        {"ESTABLISHED",
                N_("The handshake is done and both sides may send. A connection can rest here for "
                   "days without a single packet, unless keep-alive is on."),
                "RFC 9293 3.3.2"},
        {"LISTEN",
                N_("The socket waits for connections on its port. Finished handshakes are queued "
                   "up to the backlog of listen() until the program calls accept()."),
                "RFC 9293 3.3.2, listen(2)"},
        {"SYN-SENT",
                N_("connect() has sent its SYN and waits for an answer. None comes when the packet "
                   "or the answer is lost or filtered; Linux tries six times more, about two "
                   "minutes."),
                "RFC 9293 3.3.2, tcp(7)"},
        {"SYN-RECEIVED",
                N_("A SYN came and was answered, the last ACK of the handshake is missing. Many of "
                   "them with no progress are what a SYN flood leaves."),
                "RFC 9293 3.3.2, RFC 4987"},
        {"FIN-WAIT-1",
                N_("This side has closed and sent its FIN, which is not acknowledged yet. It stays "
                   "here while data before the FIN can't be delivered."),
                "RFC 9293 3.6"},
        {"FIN-WAIT-2",
                N_("Our FIN is acknowledged, the other side has not closed yet. If our program has "
                   "let go of the socket, Linux waits only tcp_fin_timeout, 60 s."),
                "RFC 9293 3.6, tcp(7)"},
        {"CLOSE-WAIT",
                N_("The other side has closed, our program has not: read() gave it 0. Sockets that "
                   "pile up here are leaked by a program that forgets to close()."),
                "RFC 9293 3.6"},
        {"CLOSING",
                N_("Both sides sent a FIN before seeing the other's. It is rare, and turns into "
                   "TIME-WAIT with the next ACK."),
                "RFC 9293 3.6"},
        {"LAST-ACK",
                N_("The other side closed first, then we did, and our FIN waits for its ACK. Then "
                   "the connection is gone without a TIME-WAIT here."),
                "RFC 9293 3.6"},
        {"TIME-WAIT",
                N_("Who closed first keeps the connection for a while, 60 s on Linux, so that a "
                   "lost last ACK can be repeated and old segments die out. It holds the port: "
                   "bind() of a server fails with EADDRINUSE unless SO_REUSEADDR is set."),
                "RFC 9293 3.6.1, socket(7)"},
        {"CLOSED",
                N_("There is no connection. A segment that comes for it anyway is answered with "
                   "RST."),
                "RFC 9293 3.10.7"},
        {"tcp.analysis.retransmission",
                N_("These bytes were sent before, and no acknowledgment had come when they were "
                   "sent again. Either they or the acknowledgment was lost, or the timer was too "
                   "short."),
                "RFC 6298, RFC 9293 3.8.1"},
        {"tcp.analysis.fast_retransmission",
                N_("Bytes sent again because of duplicate acknowledgments, without waiting for the "
                   "timer. It costs one round trip instead of 200 ms or more."),
                "RFC 5681 3.2"},
        {"tcp.analysis.spurious_retransmission",
                N_("Bytes sent again although their acknowledgment had already passed here. The "
                   "acknowledgment was lost behind this point, or came too late for the sender's "
                   "timer."),
                "RFC 5682, RFC 2883"},
        {"tcp.analysis.out_of_order",
                N_("The segment has lower numbers than one seen before, yet came too soon after it "
                   "to be a retransmission. Packets took different paths, or a queue mixed them."),
                "RFC 4737"},
        {"tcp.analysis.lost_segment",
                N_("Numbers between the last segment and this one were not captured. They were "
                   "lost before this point or taken by another path, or the capture dropped them."),
                ""},
        {"tcp.analysis.ack_lost_segment",
                N_("Something is acknowledged that was never seen here. The capture missed it: a "
                   "segment that is really lost is not acknowledged."),
                ""},
        {"tcp.analysis.duplicate_ack",
                N_("The same acknowledgment again, without data: the receiver got something behind "
                   "a gap. After the third the sender repeats what is missing."),
                "RFC 5681 3.2"},
        {"tcp.analysis.duplicate_ack_num",
                N_("How many times this acknowledgment has come again. Three start a fast "
                   "retransmission; many mean that a lot arrived behind the gap."),
                "RFC 5681 3.2"},
        {"tcp.analysis.keep_alive",
                N_("A segment with an old sequence number and no or one byte, only to provoke an "
                   "answer. A side that set SO_KEEPALIVE asks whether the other one still lives."),
                "RFC 9293 3.8.4, tcp(7)"},
        {"tcp.analysis.keep_alive_ack",
                N_("The other side still lives and says so. Without it the kernel asks again some "
                   "times and then fails the socket with ETIMEDOUT."),
                "RFC 9293 3.8.4"},
        {"tcp.analysis.zero_window",
                N_("The receiver's buffer is full and its program does not read. The sender must "
                   "stop and ask now and then whether there is room again."),
                "RFC 9293 3.8.6"},
        {"tcp.analysis.zero_window_probe",
                N_("The sender asks, with one byte or none, whether a closed window has opened. An "
                   "update that was lost would else stop the connection for ever."),
                "RFC 9293 3.8.6.1"},
        {"tcp.analysis.zero_window_probe_ack",
                N_("The answer to a probe: still closed, or open again. The sender goes on asking "
                   "at growing intervals."),
                "RFC 9293 3.8.6.1"},
        {"tcp.analysis.window_full",
                N_("With this segment the sender has used up the window that the receiver last "
                   "told. It must wait for an acknowledgment: not the network but the reader is "
                   "slow."),
                "RFC 9293 3.8.6"},
        {"tcp.analysis.window_update",
                N_("An acknowledgment of nothing new, but with a larger window: the program has "
                   "read. A sender that was stopped may go on."),
                "RFC 9293 3.8.6"},
        {"tcp.analysis.reused_ports",
                N_("A SYN for ports whose older connection was seen before. That is normal where a "
                   "client has a fixed port or ran out of them."),
                "RFC 9293 3.6.1"},
        {"tcp.analysis.bytes_in_flight",
                N_("How many bytes of the sender are on the way: sent and not acknowledged. It "
                   "can't be more than the window, and more than the path holds ends in queues."),
                "RFC 5681 2"},
        {"tcp.analysis.push_bytes_sent",
                N_("How many bytes were sent since the last segment with PSH. That is often how "
                   "much one write() handed over."),
                ""},
        {"tcp.analysis.initial_rtt",
                N_("The round trip as the handshake shows it, from SYN to the last ACK. Segments "
                   "within it can't have been answered yet."),
                ""},
        {"tcp.analysis.ack_rtt",
                N_("How long it took from the segment to its acknowledgment, as seen from here. "
                   "Near the receiver it shows the receiver's delay alone, near the sender the "
                   "whole path."),
                "RFC 6298"},
        {"tcp.analysis.acks_frame",
                N_("Which captured frame this one acknowledges. The time between both is the round "
                   "trip from here."),
                ""},
        {"tcp.analysis.rto",
                N_("How long the sender waited before it sent this again. Linux waits at least 200 "
                   "ms, and twice as long each time."),
                "RFC 6298, tcp(7)"},
        {"tcp.completeness",
                N_("Which parts of the conversation were captured: SYN 1, SYN-ACK 2, ACK 4, data "
                   "8, FIN 16, RST 32. 31 is one from beginning to end."),
                ""},
        {NULL, NULL, NULL},
};
