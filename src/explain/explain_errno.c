/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is explained of errors of socket calls.
 */
#include "base/i18n.h"
#include "explain/explain_internal.h"

const struct explanation explain_errno[] = {
        {"EACCES",
                N_("The permission is missing: for a privileged port, a broadcast without "
                   "SO_BROADCAST, a Unix socket's file, or by a firewall's rule. Ports below 1024 "
                   "want CAP_NET_BIND_SERVICE or a lower ip_unprivileged_port_start."),
                "bind(2), connect(2), ip(7)"},
        {"EPERM",
                N_("The call is not allowed to this process, whatever the arguments. A packet "
                   "filter that drops a packet on its way out gives this to sendto(), too."),
                "sendto(2), capabilities(7)"},
        {"EADDRINUSE",
                N_("Another socket has that address and port, or a connection in TIME-WAIT still "
                   "holds it. A server sets SO_REUSEADDR before bind() and is done with the "
                   "latter."),
                "bind(2), socket(7)"},
        {"EADDRNOTAVAIL",
                N_("The address to bind is not one of this host's, or connect() found no free port "
                   "left. It is a local matter: nothing was sent."),
                "bind(2), connect(2)"},
        {"EAFNOSUPPORT",
                N_("The socket is of another family than the address, or the kernel has no such "
                   "family. An IPv4 address for an IPv6 socket is a common cause."),
                "socket(2), connect(2)"},
        {"EAGAIN",
                N_("There is nothing to read or no room to write just now, and the socket is not "
                   "to wait. Wait for it by poll() or epoll and try again; with SO_RCVTIMEO it "
                   "means that the time is over."),
                "recv(2), send(2), socket(7)"},
        {"EWOULDBLOCK",
                N_("On Linux the same number as EAGAIN: the call would have to wait and the socket "
                   "is non-blocking. It is no failure, only \"not yet\"."),
                "recv(2)"},
        {"EALREADY",
                N_("A non-blocking socket is still busy with an earlier connect(). Wait until it "
                   "can be written, then ask SO_ERROR how it went."),
                "connect(2)"},
        {"EINPROGRESS",
                N_("A non-blocking connect() has sent its SYN and goes on by itself. When poll() "
                   "says that the socket is writable, SO_ERROR tells whether it worked."),
                "connect(2)"},
        {"EISCONN",
                N_("The socket is connected already. A second connect() of a TCP socket is not "
                   "possible: make a new one."),
                "connect(2)"},
        {"ENOTCONN",
                N_("The call needs a connection and there is none: not yet, or no more. shutdown() "
                   "on a socket whose connection was reset gives it too."),
                "send(2), shutdown(2), getpeername(2)"},
        {"ECONNREFUSED",
                N_("The other host answered at once that nobody listens there: with RST for TCP, "
                   "with ICMP port unreachable for UDP. The network works; the server does not "
                   "run, or on another port or address."),
                "connect(2), tcp(7), udp(7)"},
        {"ECONNRESET",
                N_("The other side ended the connection with RST: its program died, closed with "
                   "data unread, or knows nothing of it. What had not been read yet is lost."),
                "recv(2), tcp(7)"},
        {"ECONNABORTED",
                N_("A connection that was waiting in the queue was ended before accept() took it. "
                   "A server should simply call accept() again."),
                "accept(2)"},
        {"ETIMEDOUT",
                N_("Nothing came back, not even a refusal: after all retransmissions of a SYN or "
                   "of data, the kernel gives up. A filter that drops silently, a wrong address or "
                   "a dead host look like this."),
                "connect(2), tcp(7)"},
        {"EHOSTUNREACH",
                N_("A router or the own kernel says that the host can't be reached: nobody "
                   "answered ARP, or an ICMP message said so. A silent neighbour gives it after "
                   "about three seconds."),
                "connect(2), ip(7)"},
        {"ENETUNREACH",
                N_("There is no route to that address. Usually the default route is missing, or "
                   "IPv6 is wanted on a host that has only IPv4."),
                "connect(2), ip(7)"},
        {"ENETDOWN",
                N_("The interface that the packet would leave by is down. \"ip link set DEV up\" "
                   "is what is missing."),
                "send(2), netdevice(7)"},
        {"EHOSTDOWN",
                N_("The remote host is down, as the kernel knows from its neighbour. IP sockets on "
                   "Linux rarely give it."),
                "accept(2)"},
        {"EPIPE",
                N_("Writing to a connection that can't be written to any more: it was shut down "
                   "here, or reset by the other side and that was already told. The process also "
                   "gets SIGPIPE, which kills it unless it is ignored or MSG_NOSIGNAL is given."),
                "send(2), signal(7)"},
        {"EINTR",
                N_("A signal came while the call waited, and its handler ran. Nothing was done: "
                   "call again, or set SA_RESTART for that signal."),
                "signal(7)"},
        {"EINVAL",
                N_("An argument makes no sense here: a length, a flag, a state such as listen() on "
                   "a connected socket. Binding a socket twice gives it too."),
                "bind(2), connect(2), setsockopt(2)"},
        {"EBADF",
                N_("The number is no open descriptor. Often it was closed already, in this thread "
                   "or in another."),
                "close(2)"},
        {"ENOTSOCK",
                N_("The descriptor is open but no socket: a file, a pipe. A descriptor that was "
                   "closed and given out again for a file ends up like this."),
                "send(2)"},
        {"ENOTTY",
                N_("The descriptor does not know this ioctl() request. The name comes from "
                   "terminals, the first that had such requests."),
                "ioctl(2)"},
        {"EFAULT",
                N_("A pointer does not lead to memory of the process. The kernel checks it before "
                   "it reads or writes, so the process is not killed for it."),
                "recv(2)"},
        {"EMFILE",
                N_("The process has as many descriptors open as it may (RLIMIT_NOFILE). A server "
                   "that ignores it spins: the connection stays in the queue and accept() stays "
                   "ready."),
                "accept(2), getrlimit(2)"},
        {"ENFILE",
                N_("The whole system has as many files open as it may. The limit is fs.file-max."),
                "socket(2), proc(5)"},
        {"ENOBUFS",
                N_("There is no room in a queue of the network, or no memory for it. On Linux a "
                   "packet that does not fit is usually dropped without it."),
                "send(2)"},
        {"ENOMEM",
                N_("The kernel has no memory for what the call needs. For sockets it can also mean "
                   "that a limit of buffers is reached."),
                "socket(2)"},
        {"EMSGSIZE",
                N_("The datagram is too large: for UDP more than 65507 bytes, or more than the "
                   "path takes while fragmenting is forbidden. TCP never gives it, since it cuts "
                   "as it likes."),
                "send(2), udp(7), ip(7)"},
        {"EDESTADDRREQ",
                N_("The socket is not connected and send() was given no address. A datagram needs "
                   "one of both."),
                "send(2)"},
        {"EOPNOTSUPP",
                N_("This kind of socket does not know that call or flag: listen() on UDP, MSG_OOB "
                   "on a datagram. The number is the same as ENOTSUP's."),
                "listen(2), accept(2)"},
        {"EPROTONOSUPPORT",
                N_("The family has no such protocol or type, such as TCP for Unix sockets. "
                   "socket() fails and nothing else has happened."),
                "socket(2)"},
        {"EPROTOTYPE",
                N_("The protocol is of another type than the socket: IPPROTO_TCP with SOCK_DGRAM. "
                   "With Unix sockets: the other end is of another type."),
                "socket(2), connect(2)"},
        {"ESOCKTNOSUPPORT",
                N_("The family does not have sockets of that type. Compare EPROTONOSUPPORT, which "
                   "is about the protocol."),
                "socket(2)"},
        {"ENOPROTOOPT",
                N_("The option is not known at that level. A common cause is SOL_SOCKET in place "
                   "of IPPROTO_TCP, or the other way round."),
                "setsockopt(2)"},
        {"EPROTO",
                N_("Something broke the protocol. accept() on Linux passes on errors that the new "
                   "connection already had."),
                "accept(2)"},
        {"ENOENT",
                N_("For a Unix socket: there is no such file to connect to. For a program: the "
                   "path is wrong."),
                "connect(2), unix(7)"},
        {"ENODEV",
                N_("There is no network interface of that name or number. SO_BINDTODEVICE and "
                   "multicast options give it."),
                "socket(7), ip(7)"},
        {"EDQUOT",
                N_("The file system's quota is used up, so that no socket file could be made. "
                   "Sockets of IP never give it."),
                "bind(2)"},
        {"EROFS",
                N_("The socket's file would lie on a read-only file system. Only Unix sockets have "
                   "files."),
                "unix(7)"},
        {"ENOSPC",
                N_("There is no room for another one; for epoll the limit of watches per user is "
                   "reached. It is not about a disk here."),
                "epoll_ctl(2)"},
        {"EEXIST",
                N_("The descriptor is already in the epoll set. Change it with EPOLL_CTL_MOD "
                   "instead of adding it."),
                "epoll_ctl(2)"},
        {"ELOOP",
                N_("Adding would make a circle of epoll descriptors, or a path has too many "
                   "symbolic links. Neither can be waited for."),
                "epoll_ctl(2)"},
        {"ENAMETOOLONG",
                N_("The path of a Unix socket or a host's name is too long. sun_path has 108 "
                   "bytes."),
                "unix(7), gethostname(2)"},
        {"ESHUTDOWN",
                N_("Sending after this side was shut down, in protocols that say so; TCP says "
                   "EPIPE. Nothing more can be sent on the socket."),
                "send(2)"},
        {"ENONET",
                N_("The host is not on the network. Linux' accept() lists it among the errors to "
                   "try again after."),
                "accept(2)"},
        {"EOVERFLOW",
                N_("A number or a size does not fit into the type that shall hold it. For packets: "
                   "more control data than there is room."),
                "recvmsg(2)"},
        {"ENOTSUP",
                N_("Not supported: on Linux the same number as EOPNOTSUPP. The call is known, this "
                   "use of it is not."),
                "errno(3)"},
        {"ENOSYS",
                N_("The kernel has no such call, or a filter hides it. Sandboxes answer so to what "
                   "they don't know."),
                "syscall(2), seccomp(2)"},
        {"ESTALE",
                N_("A descriptor of something that is gone; with network file systems mostly. Open "
                   "it again."),
                "errno(3)"},
        {"EIO",
                N_("A device failed below the call. Sockets give it hardly ever; terminals do when "
                   "their session is gone."),
                "read(2)"},
        {NULL, NULL, NULL},
};
