/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is explained of the calls that network programs make.
 */
#include "base/i18n.h"
#include "explain/explain_internal.h"

const struct explanation explain_call[] = {
        {"socket",
                N_("Makes an end of a conversation and returns its descriptor; nothing is sent and "
                   "nobody knows of it yet. Family and type decide which protocol it speaks."),
                "socket(2)"},
        {"bind",
                N_("Gives the socket an address and port of this host. A server needs it so that "
                   "clients know where to call; 0 as the port asks for any that is free."),
                "bind(2)"},
        {"listen",
                N_("Makes the socket one that takes connections. From now on the kernel finishes "
                   "handshakes by itself and queues them up to the backlog, even before accept() "
                   "is called."),
                "listen(2)"},
        {"accept",
                N_("Takes a finished connection out of the queue and returns a new descriptor for "
                   "it; the listening one stays as it is. With an empty queue it waits."),
                "accept(2)"},
        {"accept4",
                N_("accept() with flags: the new descriptor is non-blocking or closed on exec from "
                   "the start. On Linux accept() does not pass on the listening socket's "
                   "O_NONBLOCK."),
                "accept(2)"},
        {"connect",
                N_("Starts the handshake and waits until it is done or fails. On a UDP socket "
                   "nothing is sent: it only sets the default address and lets ICMP errors "
                   "through."),
                "connect(2)"},
        {"send",
                N_("Copies bytes into the socket's send buffer and returns how many it took, which "
                   "may be fewer than asked. That they were taken does not mean that they were "
                   "sent, let alone received."),
                "send(2)"},
        {"sendto",
                N_("send() with an address, for datagrams. The first one without bind() makes the "
                   "kernel choose a port."),
                "send(2)"},
        {"sendmsg",
                N_("send() of several pieces of memory at once, with control data beside: a "
                   "descriptor, a source address. The pieces are one datagram."),
                "send(2)"},
        {"sendmmsg",
                N_("Sends several datagrams by one call. That saves the way into the kernel for "
                   "each."),
                "sendmmsg(2)"},
        {"recv",
                N_("Takes what has arrived, at most as much as there is room, and waits if nothing "
                   "has. 0 means that a stream's other side has closed."),
                "recv(2)"},
        {"recvfrom",
                N_("recv() that also tells who sent the datagram. The address is needed to "
                   "answer."),
                "recv(2)"},
        {"recvmsg",
                N_("recv() into several pieces of memory, with control data such as the arrival "
                   "time. msg_flags say whether the datagram was cut."),
                "recv(2)"},
        {"recvmmsg",
                N_("Takes several datagrams by one call. A timeout may be given, which is looked "
                   "at only when a datagram comes."),
                "recvmmsg(2)"},
        {"read",
                N_("On a socket the same as recv() without flags. It may return less than was "
                   "asked for: what one write sent can come in several reads."),
                "read(2), socket(7)"},
        {"write",
                N_("On a socket the same as send() without flags. If the connection is gone the "
                   "process gets SIGPIPE, since there is no place for MSG_NOSIGNAL."),
                "write(2), socket(7)"},
        {"readv",
                N_("read() into several pieces of memory in order. A header and a body can be "
                   "received apart."),
                "readv(2)"},
        {"writev",
                N_("write() of several pieces of memory in order, without copying them together. "
                   "TCP may send them in one segment, and so avoids waiting for ACKs between small "
                   "writes."),
                "writev(2)"},
        {"close",
                N_("Gives the descriptor back; when it was the last one, TCP sends what is left "
                   "and then FIN, or RST if data are unread. It returns at once: errors of the "
                   "rest are never told."),
                "close(2), socket(7)"},
        {"shutdown",
                N_("Ends one direction of a connection or both, while the descriptor stays. "
                   "SHUT_WR sends FIN, so that the other side reads to the end and can still "
                   "answer."),
                "shutdown(2)"},
        {"getsockopt", N_("Asks for an option's value. SO_ERROR is one that is cleared by asking."),
                "getsockopt(2)"},
        {"setsockopt",
                N_("Sets an option of a socket at some level: SOL_SOCKET, IPPROTO_TCP, IPPROTO_IP. "
                   "Some count only before bind() or connect()."),
                "setsockopt(2)"},
        {"getsockname",
                N_("Which address and port this end has. After bind() with port 0, it tells which "
                   "one was given."),
                "getsockname(2)"},
        {"getpeername",
                N_("Whom the socket is connected to. It fails with ENOTCONN where there is no "
                   "connection."),
                "getpeername(2)"},
        {"socketpair",
                N_("Makes two Unix sockets that are connected with each other. They serve a parent "
                   "and its child, and can carry descriptors."),
                "socketpair(2)"},
        {"poll",
                N_("Waits until one of several descriptors can be read or written without waiting, "
                   "or until a time is over. A closed or failed one counts as ready: the next call "
                   "tells what happened."),
                "poll(2)"},
        {"ppoll",
                N_("poll() with a finer time and a signal mask that holds just while it waits. "
                   "That closes the gap between looking at a flag and going to sleep."),
                "poll(2)"},
        {"select",
                N_("poll() with sets of bits, for descriptors below 1024 only. The sets are "
                   "overwritten: they must be filled anew for each call."),
                "select(2)"},
        {"pselect",
                N_("select() with a signal mask and without changing the time. The limit of 1024 "
                   "remains."),
                "select(2)"},
        {"epoll_create1",
                N_("Makes a set of descriptors to wait for that stays in the kernel. Adding is "
                   "done once, so waiting costs nothing for those that are quiet."),
                "epoll_create(2)"},
        {"epoll_ctl",
                N_("Adds a descriptor to the set, changes or removes it. Closing the last copy of "
                   "a descriptor removes it, too."),
                "epoll_ctl(2)"},
        {"epoll_wait",
                N_("Waits for the set and returns those that are ready, at most as many as asked. "
                   "Level-triggered ones come again until nothing is left, edge-triggered ones "
                   "only on news."),
                "epoll_wait(2)"},
        {"fcntl",
                N_("Looks at or changes a descriptor: O_NONBLOCK is set by it. Flags of the open "
                   "file are shared with copies and children, FD_CLOEXEC is not."),
                "fcntl(2)"},
        {"ioctl",
                N_("Requests that fit nowhere else: FIONREAD asks how many bytes can be read. What "
                   "is possible depends on what the descriptor is."),
                "ioctl(2), tcp(7)"},
        {"dup",
                N_("Another number for the same open socket. It is closed only when all copies "
                   "are."),
                "dup(2)"},
        {"dup2",
                N_("A copy of a descriptor at a chosen number, what was there is closed. Inetd "
                   "puts a connection at 0, 1 and 2 with it."),
                "dup(2)"},
        {"fork",
                N_("Makes a copy of the process, with all its descriptors. A server must close the "
                   "connection in the parent, or the other side never sees it end."),
                "fork(2)"},
        {"execve",
                N_("Replaces the program; descriptors stay open unless they are marked "
                   "close-on-exec. Sockets that leak into a child keep ports in use."),
                "execve(2)"},
        {"sendfile",
                N_("Copies from a file to a socket inside of the kernel. It saves two copies "
                   "through the program."),
                "sendfile(2)"},
        {"splice",
                N_("Moves bytes between a pipe and a socket or file without copying them through "
                   "the program. One end must be a pipe."),
                "splice(2)"},
        {"getaddrinfo",
                N_("Turns a name and a service into addresses to try, in order of preference. It "
                   "is no system call: it reads /etc/hosts and asks DNS."),
                "getaddrinfo(3)"},
        {NULL, NULL, NULL},
};
