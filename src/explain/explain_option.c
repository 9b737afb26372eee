/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is explained of options and flags of sockets, and their signals.
 */
#include "base/i18n.h"
#include "explain/explain_internal.h"

const struct explanation explain_option[] = {
        {"SO_REUSEADDR",
                N_("bind() may take a port that only connections in TIME-WAIT still hold. Servers "
                   "set it, or else they can't be started again for a minute; two listening "
                   "sockets at once it does not allow."),
                "socket(7)"},
        {"SO_REUSEPORT",
                N_("Several sockets of one user may bind the same port, and the kernel spreads "
                   "connections or datagrams over them. All of them must set it before bind()."),
                "socket(7)"},
        {"SO_KEEPALIVE",
                N_("Asks a silent connection whether the other side still lives, first after two "
                   "hours of silence. TCP_KEEPIDLE, TCP_KEEPINTVL and TCP_KEEPCNT set it shorter."),
                "socket(7), tcp(7)"},
        {"SO_LINGER",
                N_("With a time, close() waits until everything is acknowledged or the time is "
                   "over. With 0 it throws the rest away and sends RST instead of FIN."),
                "socket(7)"},
        {"SO_RCVBUF",
                N_("How much the kernel keeps for a program that does not read yet; it bounds "
                   "TCP's window. Linux doubles what is set, for its own bookkeeping, and no "
                   "longer tunes it by itself."),
                "socket(7), tcp(7)"},
        {"SO_SNDBUF",
                N_("How much may wait to be sent and acknowledged before send() blocks. Linux "
                   "doubles what is set."),
                "socket(7)"},
        {"SO_RCVTIMEO",
                N_("Reading fails with EAGAIN after that time instead of waiting for ever. It "
                   "counts for accept() as well."),
                "socket(7)"},
        {"SO_SNDTIMEO",
                N_("Sending, and connect(), fail after that time: EAGAIN, or EINPROGRESS from "
                   "connect(). 0 waits for ever."),
                "socket(7)"},
        {"SO_RCVLOWAT",
                N_("Reading waits until that many bytes are there, by default 1. poll() heeds it "
                   "too, for TCP since Linux 2.6.28."),
                "socket(7)"},
        {"SO_BROADCAST",
                N_("Allows datagrams to broadcast addresses. Without it sendto() fails with "
                   "EACCES, so that nobody disturbs the whole link by mistake."),
                "socket(7)"},
        {"SO_ERROR",
                N_("The error that is waiting on the socket; asking clears it. After a "
                   "non-blocking connect() it is how one learns whether it worked."),
                "socket(7)"},
        {"SO_TYPE",
                N_("The type that the socket was made with. It helps a program that inherited the "
                   "descriptor."),
                "socket(7)"},
        {"SO_PROTOCOL", N_("The protocol of the socket, such as IPPROTO_TCP. It can only be read."),
                "socket(7)"},
        {"SO_DOMAIN", N_("The family of the socket, such as AF_INET6. It can only be read."),
                "socket(7)"},
        {"SO_ACCEPTCONN",
                N_("Whether listen() was called on the socket. It can only be read, as by a "
                   "program that inherited the descriptor."),
                "socket(7)"},
        {"SO_OOBINLINE",
                N_("Leaves urgent data in the stream. Otherwise one byte is kept apart and read "
                   "with MSG_OOB."),
                "socket(7), tcp(7)"},
        {"SO_BINDTODEVICE",
                N_("Only packets of that interface are received, and sent ones leave by it. Since "
                   "Linux 5.7 no privilege is needed if it was not yet bound to one."),
                "socket(7)"},
        {"SO_TIMESTAMP",
                N_("Each datagram comes with the time at which the kernel got it, as control data "
                   "of recvmsg(). It is the kernel's clock, not the card's."),
                "socket(7)"},
        {"SO_MARK",
                N_("A number on the packets that the socket sends, for routing rules and filters. "
                   "It needs CAP_NET_ADMIN."),
                "socket(7)"},
        {"SO_PRIORITY",
                N_("Which queue of the interface the packets go to. 0 to 6 are free to everybody, "
                   "others need CAP_NET_ADMIN."),
                "socket(7)"},
        {"SO_BUSY_POLL",
                N_("A reader may spin for so many microseconds, asking the card itself. It buys "
                   "delay with processor time."),
                "socket(7)"},
        {"SO_PEERCRED",
                N_("Who is at the other end of a Unix socket: process, user and group at the time "
                   "of connecting. It can't be forged."),
                "unix(7)"},
        {"SO_ATTACH_FILTER",
                N_("A small program that sees each packet first and says how much of it to keep. "
                   "tcpdump's filters are that."),
                "socket(7), bpf(2)"},
        {"TCP_NODELAY",
                N_("Small writes are sent at once. Without it Nagle's algorithm holds them back "
                   "while earlier data are unacknowledged, which with delayed ACKs costs up to 40 "
                   "ms a turn."),
                "tcp(7), RFC 896"},
        {"TCP_CORK",
                N_("Only full segments are sent until it is cleared, or 200 ms are over. It joins "
                   "a header that is written first with the file behind it."),
                "tcp(7)"},
        {"TCP_QUICKACK",
                N_("Acknowledge at once for the moment instead of waiting for data to send along. "
                   "It is no setting that lasts: the kernel falls back by itself."),
                "tcp(7)"},
        {"TCP_MAXSEG",
                N_("The largest segment that this side announces and sends. It counts before "
                   "connect() or listen()."),
                "tcp(7)"},
        {"TCP_KEEPIDLE",
                N_("How many seconds of silence pass before keep-alive asks for the first time; "
                   "7200 by default. It needs SO_KEEPALIVE."),
                "tcp(7)"},
        {"TCP_KEEPINTVL",
                N_("How many seconds lie between two keep-alive questions; 75 by default. It needs "
                   "SO_KEEPALIVE."),
                "tcp(7)"},
        {"TCP_KEEPCNT",
                N_("How many keep-alive questions may stay unanswered until the connection fails "
                   "with ETIMEDOUT; 9 by default. It needs SO_KEEPALIVE."),
                "tcp(7)"},
        {"TCP_SYNCNT",
                N_("How often a SYN is sent again until connect() fails; 6 by default, which is "
                   "about two minutes. 1 fails after 3 seconds."),
                "tcp(7)"},
        {"TCP_USER_TIMEOUT",
                N_("How many milliseconds sent data may stay unacknowledged until the connection "
                   "fails with ETIMEDOUT. Without it that takes a quarter of an hour."),
                "tcp(7)"},
        {"TCP_DEFER_ACCEPT",
                N_("accept() wakes only when data are there, not at the end of the handshake. It "
                   "suits protocols in which the client speaks first."),
                "tcp(7)"},
        {"TCP_FASTOPEN",
                N_("A listening socket takes data in SYN segments; the number bounds how many such "
                   "handshakes may be open. Clients need a cookie from an earlier visit."),
                "tcp(7), RFC 7413"},
        {"TCP_INFO",
                N_("What the kernel knows of the connection: state, round trip, window, losses. It "
                   "is what ss -i shows."),
                "tcp(7)"},
        {"TCP_CONGESTION",
                N_("Which algorithm finds the rate for this connection, such as cubic, reno or "
                   "bbr. Those of tcp_allowed_congestion_control may be chosen without privilege."),
                "tcp(7)"},
        {"TCP_LINGER2",
                N_("How long a closed connection waits in FIN-WAIT-2 for the other side's FIN. It "
                   "is no relative of SO_LINGER."),
                "tcp(7)"},
        {"TCP_WINDOW_CLAMP",
                N_("The largest window that this side announces. It keeps a receiver from being "
                   "handed too much at once."),
                "tcp(7)"},
        {"IP_TTL",
                N_("The time to live of what the socket sends, 64 by default. traceroute counts it "
                   "up from 1."),
                "ip(7)"},
        {"IP_TOS",
                N_("Sets DSCP in the packets that the socket sends. Networks may ignore or clear "
                   "it."),
                "ip(7)"},
        {"IP_MTU_DISCOVER",
                N_("Whether packets may be fragmented on the way; by default not, and the path's "
                   "MTU is learned. With it set for UDP, too large datagrams fail with EMSGSIZE."),
                "ip(7)"},
        {"IP_RECVERR",
                N_("ICMP errors are queued and can be read with MSG_ERRQUEUE, with who sent them. "
                   "An unconnected UDP socket learns of them in no other way."),
                "ip(7)"},
        {"IP_ADD_MEMBERSHIP",
                N_("Joins a multicast group on an interface; the kernel tells routers by IGMP. "
                   "Without it the card does not even pass the packets up."),
                "ip(7)"},
        {"IP_MULTICAST_TTL",
                N_("How far multicasts may go; 1 by default, so that they stay on the link. 0 "
                   "keeps them on the host."),
                "ip(7)"},
        {"IP_MULTICAST_LOOP",
                N_("Whether the sender's own host gets its multicasts as well. It is on by "
                   "default."),
                "ip(7)"},
        {"IP_PKTINFO",
                N_("Each datagram comes with the address it was sent to and its interface. A "
                   "server on 0.0.0.0 needs it to answer from the right address."),
                "ip(7)"},
        {"IP_TRANSPARENT",
                N_("Lets a socket bind addresses that are not this host's, for proxies that nobody "
                   "shall notice. It needs CAP_NET_ADMIN."),
                "ip(7)"},
        {"IP_FREEBIND",
                N_("bind() accepts addresses that the host does not have yet. It is for servers "
                   "that start before the network does."),
                "ip(7)"},
        {"IPV6_V6ONLY",
                N_("Whether a socket bound to :: takes IPv6 alone or IPv4 as well, as "
                   "::ffff:a.b.c.d. The default is net.ipv6.bindv6only, which is 0: both."),
                "ipv6(7)"},
        {"IPV6_UNICAST_HOPS",
                N_("The hop limit of what the socket sends. -1 restores the default."), "ipv6(7)"},
        {"IPV6_RECVPKTINFO",
                N_("Each datagram comes with the address it was sent to and its interface. "
                   "Link-local answers need the interface."),
                "ipv6(7)"},
        {"MSG_PEEK",
                N_("Shows what has arrived and leaves it there. The next recv() returns the same "
                   "bytes."),
                "recv(2)"},
        {"MSG_DONTWAIT",
                N_("This call alone does not wait and fails with EAGAIN instead. The descriptor's "
                   "own mode stays as it is."),
                "recv(2), send(2)"},
        {"MSG_WAITALL",
                N_("Waits until the whole buffer is filled. A signal, an error or the end of the "
                   "stream still ends it early."),
                "recv(2)"},
        {"MSG_NOSIGNAL",
                N_("A write to a dead connection gives EPIPE without SIGPIPE. Libraries need it, "
                   "since they can't know how the program treats the signal."),
                "send(2)"},
        {"MSG_OOB", N_("Sends or reads a byte of urgent data. TCP knows only one at a time."),
                "send(2), tcp(7)"},
        {"MSG_MORE",
                N_("More follows soon: don't send a segment that is not full. It is TCP_CORK for "
                   "one call."),
                "send(2)"},
        {"MSG_TRUNC",
                N_("The datagram was longer than the buffer and its rest is lost. Given to recv(), "
                   "it returns the true length."),
                "recv(2)"},
        {"MSG_ERRQUEUE",
                N_("Reads from the queue of errors in place of data. It is where IP_RECVERR puts "
                   "ICMP messages and where send times are told."),
                "recv(2), ip(7)"},
        {"MSG_CMSG_CLOEXEC",
                N_("Descriptors that come over a Unix socket are closed on exec. Without it a fork "
                   "in another thread could leak them."),
                "recv(2)"},
        {"MSG_FASTOPEN",
                N_("Connects and sends by one call, the data in the SYN if a cookie is known. "
                   "Otherwise it is an ordinary connect()."),
                "tcp(7)"},
        {"MSG_ZEROCOPY",
                N_("Sends without copying; the memory must not be changed until the error queue "
                   "says so. It pays off for large writes only."),
                "send(2)"},
        {"SHUT_RD",
                N_("Nothing more is read. For TCP nothing is sent; on Linux data that still come "
                   "are taken and can even be read."),
                "shutdown(2)"},
        {"SHUT_WR",
                N_("Nothing more is sent: FIN goes out behind the last data. It is how a client "
                   "says \"that was my request\" and still gets the answer."),
                "shutdown(2)"},
        {"SHUT_RDWR",
                N_("Both directions end, for all copies of the descriptor. A thread that waits in "
                   "recv() wakes up, which close() does not achieve."),
                "shutdown(2)"},
        {"SOCK_STREAM",
                N_("A stream of bytes with a connection, in order: TCP, for AF_INET. Message "
                   "boundaries are lost."),
                "socket(2)"},
        {"SOCK_DGRAM",
                N_("Datagrams, each by itself: UDP, for AF_INET. Each send is one message, which "
                   "may be lost."),
                "socket(2)"},
        {"SOCK_RAW", N_("Packets as they are above IP, such as ICMP. It needs CAP_NET_RAW."),
                "socket(2), raw(7)"},
        {"SOCK_SEQPACKET",
                N_("A connection that keeps message boundaries. Unix sockets and SCTP have it."),
                "socket(2), unix(7)"},
        {"SOCK_NONBLOCK",
                N_("The socket does not wait from the start, as with O_NONBLOCK. It saves a call "
                   "of fcntl()."),
                "socket(2)"},
        {"SOCK_CLOEXEC",
                N_("The descriptor is closed when another program is executed. Setting it later "
                   "leaves a gap in which another thread may fork."),
                "socket(2)"},
        {"AF_INET",
                N_("Addresses of IPv4: 32 bits and a port. Both stand in network byte order in "
                   "sockaddr_in."),
                "ip(7)"},
        {"AF_INET6",
                N_("Addresses of IPv6: 128 bits, a port and, for link-local ones, the interface. "
                   "Such a socket can talk to IPv4 as well, unless IPV6_V6ONLY is set."),
                "ipv6(7)"},
        {"AF_UNIX",
                N_("Sockets within this host whose addresses are paths, or names that begin with a "
                   "NUL. They can pass descriptors and tell who is at the other end."),
                "unix(7)"},
        {"AF_PACKET",
                N_("Frames as they are on the link, with CAP_NET_RAW. Captures are made with it."),
                "packet(7)"},
        {"AF_NETLINK",
                N_("Messages between programs and the kernel about links, addresses and routes. "
                   "ip(8) speaks it."),
                "netlink(7)"},
        {"INADDR_ANY",
                N_("0.0.0.0: all addresses of this host. A server bound to it is reached over "
                   "every interface, also from outside."),
                "ip(7)"},
        {"INADDR_LOOPBACK",
                N_("127.0.0.1: this host alone. A server bound to it can't be reached from others, "
                   "which is often what is wanted or what is wrong."),
                "ip(7)"},
        {"O_NONBLOCK",
                N_("Calls on the descriptor don't wait: they fail with EAGAIN, and connect() with "
                   "EINPROGRESS. Copies of the descriptor share the mode."),
                "fcntl(2), open(2)"},
        {"FD_CLOEXEC",
                N_("The descriptor is closed when the process executes another program. It belongs "
                   "to the number and not to the socket."),
                "fcntl(2)"},
        {"FIONREAD",
                N_("How many bytes can be read at once. For UDP it is the size of the next "
                   "datagram."),
                "tcp(7), udp(7)"},
        {"SIOCOUTQ",
                N_("How many bytes are not acknowledged yet, for TCP. 0 means that the other "
                   "kernel has everything."),
                "tcp(7)"},
        {"POLLIN",
                N_("There is something to read, a connection to accept, or the end of the stream. "
                   "The read that follows does not wait."),
                "poll(2)"},
        {"POLLOUT",
                N_("There is room to write, or a connect() is over. That it is writable does not "
                   "mean that it worked: ask SO_ERROR."),
                "poll(2)"},
        {"POLLERR",
                N_("An error waits; it is told without being asked for. SO_ERROR or the next call "
                   "says which."),
                "poll(2)"},
        {"POLLHUP", N_("Both directions are closed. What has arrived can still be read."),
                "poll(2)"},
        {"POLLRDHUP", N_("The other side has closed or shut down writing. It must be asked for."),
                "poll(2)"},
        {"POLLNVAL",
                N_("The number is no open descriptor. It is a mistake of the program: the "
                   "descriptor was closed."),
                "poll(2)"},
        {"EPOLLIN",
                N_("There is something to read, a connection to accept, or the end of the stream. "
                   "Level-triggered, it comes again until everything is read."),
                "epoll_ctl(2)"},
        {"EPOLLOUT",
                N_("There is room to write. Level-triggered, it comes always when nothing waits: "
                   "ask for it only while you have something to send."),
                "epoll_ctl(2)"},
        {"EPOLLET",
                N_("Edge-triggered: told only when something new comes. Read until EAGAIN, or the "
                   "rest stays unnoticed."),
                "epoll_ctl(2), epoll(7)"},
        {"EPOLLONESHOT",
                N_("Told once, then silent until EPOLL_CTL_MOD. Threads that share a set need it "
                   "so that one connection is served by one of them."),
                "epoll_ctl(2)"},
        {"EPOLLEXCLUSIVE",
                N_("Of several sets that wait for one socket only one wakes, or a few. It spares a "
                   "herd of processes that all run to one accept()."),
                "epoll_ctl(2)"},
        {"EPOLLRDHUP",
                N_("The other side has closed or shut down writing. It tells without a read that "
                   "would return 0."),
                "epoll_ctl(2)"},
        {"SIGPIPE",
                N_("Sent to a process that writes to a connection that can't be written to any "
                   "more; it kills unless handled. Servers ignore it and look at EPIPE."),
                "signal(7), send(2)"},
        {"SIGCHLD",
                N_("A child has ended or stopped. A server that forks must wait() for its children "
                   "or they stay as zombies."),
                "signal(7)"},
        {"SIGURG",
                N_("Urgent data have come, for the owner of the socket set by F_SETOWN. It is "
                   "ignored by default."),
                "signal(7), tcp(7)"},
        {"SIGIO",
                N_("A descriptor in mode O_ASYNC is ready. poll() and epoll are used instead "
                   "today."),
                "signal(7), fcntl(2)"},
        {NULL, NULL, NULL},
};
