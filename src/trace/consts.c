/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Names of constants. Values are those of this machine's headers; where an older header lacks
 * one, it has its number from the kernel's stable interface.
 */
#include "trace/consts.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/close_range.h>
#include <linux/sched.h>
#include <linux/sockios.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <netinet/udp.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

struct name {
	uint64_t value;
	const char *name;
};

#define N(x)                      \
	{                         \
		(uint64_t)(x), #x \
	}
#define END             \
	{               \
		0, NULL \
	}

static const struct name af[] = {N(AF_UNSPEC), N(AF_UNIX), N(AF_INET), N(AF_INET6), N(AF_NETLINK),
        N(AF_PACKET), N(AF_BLUETOOTH), N(AF_VSOCK), N(AF_ALG), N(AF_CAN), N(AF_TIPC), N(AF_XDP),
        END};

static const struct name sock[] = {N(SOCK_STREAM), N(SOCK_DGRAM), N(SOCK_RAW), N(SOCK_RDM),
        N(SOCK_SEQPACKET), N(SOCK_DCCP), N(SOCK_PACKET), END};

static const struct name sock_flags[] = {N(SOCK_CLOEXEC), N(SOCK_NONBLOCK), END};

static const struct name ipproto[] = {N(IPPROTO_IP), N(IPPROTO_ICMP), N(IPPROTO_IGMP),
        N(IPPROTO_TCP), N(IPPROTO_UDP), N(IPPROTO_IPV6), N(IPPROTO_ICMPV6), N(IPPROTO_SCTP),
        N(IPPROTO_UDPLITE), N(IPPROTO_RAW), N(IPPROTO_GRE), N(IPPROTO_ESP), {262, "IPPROTO_MPTCP"},
        END};

static const struct name sol[] = {N(SOL_SOCKET), N(SOL_IP), N(SOL_IPV6), N(SOL_TCP),
        {17, "SOL_UDP"}, N(SOL_RAW), N(SOL_PACKET), {270, "SOL_NETLINK"}, {58, "SOL_ICMPV6"},
        {282, "SOL_TLS"}, END};

static const struct name so[] = {N(SO_DEBUG), N(SO_REUSEADDR), N(SO_TYPE), N(SO_ERROR),
        N(SO_DONTROUTE), N(SO_BROADCAST), N(SO_SNDBUF), N(SO_RCVBUF), N(SO_KEEPALIVE),
        N(SO_OOBINLINE), N(SO_NO_CHECK), N(SO_PRIORITY), N(SO_LINGER), N(SO_REUSEPORT),
        N(SO_PASSCRED), N(SO_PEERCRED), N(SO_RCVLOWAT), N(SO_SNDLOWAT), N(SO_RCVTIMEO),
        N(SO_SNDTIMEO), N(SO_BINDTODEVICE), N(SO_ATTACH_FILTER), N(SO_DETACH_FILTER),
        N(SO_PEERNAME), N(SO_TIMESTAMP), N(SO_ACCEPTCONN), N(SO_SNDBUFFORCE), N(SO_RCVBUFFORCE),
        N(SO_MARK), N(SO_TIMESTAMPNS), N(SO_TIMESTAMPING), N(SO_PROTOCOL), N(SO_DOMAIN),
        N(SO_RXQ_OVFL), N(SO_PEEK_OFF), N(SO_BUSY_POLL), N(SO_INCOMING_CPU), N(SO_COOKIE),
        N(SO_ZEROCOPY), N(SO_INCOMING_NAPI_ID), N(SO_MAX_PACING_RATE), N(SO_TXTIME),
        N(SO_BINDTOIFINDEX), {77, "SO_PEERPIDFD"}, END};

static const struct name tcp[] = {N(TCP_NODELAY), N(TCP_MAXSEG), N(TCP_CORK), N(TCP_KEEPIDLE),
        N(TCP_KEEPINTVL), N(TCP_KEEPCNT), N(TCP_SYNCNT), N(TCP_LINGER2), N(TCP_DEFER_ACCEPT),
        N(TCP_WINDOW_CLAMP), N(TCP_INFO), N(TCP_QUICKACK), N(TCP_CONGESTION), N(TCP_MD5SIG),
        N(TCP_THIN_LINEAR_TIMEOUTS), N(TCP_THIN_DUPACK), N(TCP_USER_TIMEOUT), N(TCP_REPAIR),
        N(TCP_FASTOPEN), N(TCP_TIMESTAMP), N(TCP_NOTSENT_LOWAT), N(TCP_CC_INFO), N(TCP_SAVE_SYN),
        N(TCP_SAVED_SYN), N(TCP_FASTOPEN_CONNECT), N(TCP_ULP), N(TCP_INQ), N(TCP_TX_DELAY), END};

static const struct name ip[] = {N(IP_TOS), N(IP_TTL), N(IP_HDRINCL), N(IP_OPTIONS), N(IP_RECVOPTS),
        N(IP_RETOPTS), N(IP_PKTINFO), N(IP_MTU_DISCOVER), N(IP_RECVERR), N(IP_RECVTTL),
        N(IP_RECVTOS), N(IP_MTU), N(IP_FREEBIND), N(IP_TRANSPARENT), N(IP_ORIGDSTADDR),
        N(IP_MINTTL), N(IP_NODEFRAG), N(IP_BIND_ADDRESS_NO_PORT), N(IP_MULTICAST_IF),
        N(IP_MULTICAST_TTL), N(IP_MULTICAST_LOOP), N(IP_ADD_MEMBERSHIP), N(IP_DROP_MEMBERSHIP),
        N(IP_MULTICAST_ALL), N(IP_UNICAST_IF), {51, "IP_LOCAL_PORT_RANGE"}, END};

static const struct name ipv6[] = {N(IPV6_UNICAST_HOPS), N(IPV6_MULTICAST_IF),
        N(IPV6_MULTICAST_HOPS), N(IPV6_MULTICAST_LOOP), N(IPV6_JOIN_GROUP), N(IPV6_LEAVE_GROUP),
        N(IPV6_MTU_DISCOVER), N(IPV6_MTU), N(IPV6_RECVERR), N(IPV6_V6ONLY), N(IPV6_RECVPKTINFO),
        N(IPV6_PKTINFO), N(IPV6_RECVHOPLIMIT), N(IPV6_HOPLIMIT), N(IPV6_RECVTCLASS), N(IPV6_TCLASS),
        N(IPV6_FREEBIND), N(IPV6_TRANSPARENT), END};

static const struct name udp[] = {
        N(UDP_CORK), N(UDP_ENCAP), {103, "UDP_SEGMENT"}, {104, "UDP_GRO"}, END};

static const struct name msg[] = {N(MSG_OOB), N(MSG_PEEK), N(MSG_DONTROUTE), N(MSG_CTRUNC),
        N(MSG_TRUNC), N(MSG_DONTWAIT), N(MSG_EOR), N(MSG_WAITALL), N(MSG_FIN), N(MSG_SYN),
        N(MSG_CONFIRM), N(MSG_RST), N(MSG_ERRQUEUE), N(MSG_NOSIGNAL), N(MSG_MORE),
        N(MSG_WAITFORONE), N(MSG_BATCH), N(MSG_ZEROCOPY), N(MSG_FASTOPEN), N(MSG_CMSG_CLOEXEC),
        END};

static const struct name shut[] = {N(SHUT_RD), N(SHUT_WR), N(SHUT_RDWR), END};

static const struct name polls[] = {N(POLLIN), N(POLLPRI), N(POLLOUT), N(POLLERR), N(POLLHUP),
        N(POLLNVAL), N(POLLRDNORM), N(POLLRDBAND), N(POLLWRNORM), N(POLLWRBAND), N(POLLMSG),
        N(POLLRDHUP), END};

static const struct name epolls[] = {N(EPOLLIN), N(EPOLLPRI), N(EPOLLOUT), N(EPOLLERR), N(EPOLLHUP),
        N(EPOLLRDNORM), N(EPOLLRDBAND), N(EPOLLWRNORM), N(EPOLLWRBAND), N(EPOLLMSG), N(EPOLLRDHUP),
        N(EPOLLEXCLUSIVE), N(EPOLLWAKEUP), N(EPOLLONESHOT), N(EPOLLET), END};

static const struct name epoll_op[] = {N(EPOLL_CTL_ADD), N(EPOLL_CTL_DEL), N(EPOLL_CTL_MOD), END};
static const struct name epoll_new[] = {N(EPOLL_CLOEXEC), END};

/* The access mode is no flag: see const_flags(). */
static const struct name o[] = {N(O_CREAT), N(O_EXCL), N(O_NOCTTY), N(O_TRUNC), N(O_APPEND),
        N(O_NONBLOCK), N(O_SYNC), N(O_DSYNC), N(O_ASYNC), N(O_DIRECT), N(O_DIRECTORY),
        N(O_NOFOLLOW), N(O_NOATIME), N(O_CLOEXEC), END};

static const struct name f[] = {N(F_DUPFD), N(F_GETFD), N(F_SETFD), N(F_GETFL), N(F_SETFL),
        N(F_GETLK), N(F_SETLK), N(F_SETLKW), N(F_SETOWN), N(F_GETOWN), N(F_SETSIG), N(F_GETSIG),
        N(F_SETOWN_EX), N(F_GETOWN_EX), N(F_DUPFD_CLOEXEC), N(F_SETPIPE_SZ), N(F_GETPIPE_SZ), END};

/* ioctl_tty(2), tcp(7), udp(7): SIOCINQ is FIONREAD, SIOCOUTQ is TIOCOUTQ, by another name. */
static const struct name requests[] = {
        N(FIONBIO), N(FIOASYNC), N(FIONREAD), N(SIOCATMARK), N(SIOCOUTQ), N(SIOCOUTQNSD), END};
static const struct name fd[] = {N(FD_CLOEXEC), END};
static const struct name efd[] = {N(EFD_SEMAPHORE), N(EFD_NONBLOCK), N(EFD_CLOEXEC), END};
static const struct name splices[] = {
        N(SPLICE_F_MOVE), N(SPLICE_F_NONBLOCK), N(SPLICE_F_MORE), N(SPLICE_F_GIFT), END};
static const struct name clones[] = {N(CLONE_VM), N(CLONE_FS), N(CLONE_FILES), N(CLONE_SIGHAND),
        N(CLONE_PIDFD), N(CLONE_PTRACE), N(CLONE_VFORK), N(CLONE_PARENT), N(CLONE_THREAD),
        N(CLONE_NEWNS), N(CLONE_SYSVSEM), N(CLONE_SETTLS), N(CLONE_PARENT_SETTID),
        N(CLONE_CHILD_CLEARTID), N(CLONE_UNTRACED), N(CLONE_CHILD_SETTID), N(CLONE_NEWCGROUP),
        N(CLONE_NEWUTS), N(CLONE_NEWIPC), N(CLONE_NEWUSER), N(CLONE_NEWPID), N(CLONE_NEWNET),
        N(CLONE_IO), END};
static const struct name close_ranges[] = {N(CLOSE_RANGE_UNSHARE), N(CLOSE_RANGE_CLOEXEC), END};
static const struct name any_fd[] = {{(uint64_t)AT_FDCWD, "AT_FDCWD"}, END};
static const struct name nothing[] = {END};

static const struct name *const sets[] = {
        [CONST_NONE] = nothing,
        [CONST_AF] = af,
        [CONST_SOCK] = sock,
        [CONST_SOCK_FLAGS] = sock_flags,
        [CONST_IPPROTO] = ipproto,
        [CONST_SOL] = sol,
        [CONST_SO] = so,
        [CONST_TCP] = tcp,
        [CONST_IP] = ip,
        [CONST_IPV6] = ipv6,
        [CONST_UDP] = udp,
        [CONST_MSG] = msg,
        [CONST_SHUT] = shut,
        [CONST_POLL] = polls,
        [CONST_EPOLL] = epolls,
        [CONST_EPOLL_OP] = epoll_op,
        [CONST_EPOLL_CREATE] = epoll_new,
        [CONST_O] = o,
        [CONST_O_FLAGS] = o,
        [CONST_F] = f,
        [CONST_IOCTL] = requests,
        [CONST_FD] = fd,
        [CONST_EVENTFD] = efd,
        [CONST_SPLICE] = splices,
        [CONST_CLONE] = clones,
        [CONST_CLOSE_RANGE] = close_ranges,
        [CONST_ANY_FD] = any_fd,
};
_Static_assert(sizeof(sets) / sizeof(sets[0]) == CONST_SETS, "a list for each set");

/* Not in <errno.h>: a signal came in between, the kernel will start the call again. */
static const struct name restarts[] = {{512, "ERESTARTSYS"}, {513, "ERESTARTNOINTR"},
        {514, "ERESTARTNOHAND"}, {516, "ERESTART_RESTARTBLOCK"}, END};

static const char *find(const struct name *list, uint64_t value)
{
	for (; list->name; list++) {
		if (list->value == value)
			return list->name;
	}
	return NULL;
}

const char *const_name(enum const_set set, uint64_t value)
{
	return set < CONST_SETS ? find(sets[set], value) : NULL;
}

size_t const_values(enum const_set set, uint64_t *out, size_t max)
{
	size_t count = 0;
	for (const struct name *n = set < CONST_SETS ? sets[set] : nothing; n->name; n++) {
		if (count < max)
			out[count] = n->value;
		count++;
	}
	return count;
}

bool const_value(enum const_set set, const char *name, uint64_t *value)
{
	for (const struct name *n = set < CONST_SETS ? sets[set] : nothing; n->name; n++) {
		if (strcmp(n->name, name) == 0) {
			*value = n->value;
			return true;
		}
	}
	return false;
}

struct text {
	char *at;
	size_t size, len;
};

static void add(struct text *t, const char *word)
{
	if (t->len >= t->size)
		return;
	int n = snprintf(t->at + t->len, t->size - t->len, "%s%s", t->len ? "|" : "", word);
	t->len += n > 0 ? (size_t)n : 0;
}

static uint64_t add_flags(struct text *t, const struct name *list, uint64_t value)
{
	for (; list->name; list++) {
		if (list->value && (value & list->value) == list->value) {
			add(t, list->name);
			value &= ~list->value;
		}
	}
	return value;
}

static void add_number(struct text *t, uint64_t value)
{
	char number[24];
	snprintf(number, sizeof(number), "%#llx", (unsigned long long)value);
	add(t, number);
}

/* O_SYNC contains O_DSYNC, so it has to be asked for first: it is, in the list. */
static uint64_t add_access(struct text *t, uint64_t value)
{
	static const char *const modes[] = {"O_RDONLY", "O_WRONLY", "O_RDWR", "O_ACCMODE"};
	add(t, modes[value & O_ACCMODE]);
	return value & ~(uint64_t)O_ACCMODE;
}

static uint64_t add_socket_type(struct text *t, uint64_t value)
{
	const char *type = const_name(CONST_SOCK, value & 0xf);
	if (type)
		add(t, type);
	else
		add_number(t, value & 0xf);
	return add_flags(t, sock_flags, value & ~(uint64_t)0xf);
}

const char *const_flags(enum const_set set, uint64_t value, char *out, size_t size)
{
	struct text t = {.at = out, .size = size};
	if (!size || set >= CONST_SETS)
		return out;
	out[0] = '\0';
	if (set == CONST_SOCK)
		value = add_socket_type(&t, value);
	else if (set == CONST_O)
		value = add_access(&t, value);
	value = add_flags(&t, sets[set], set == CONST_SOCK ? 0 : value) |
	        (set == CONST_SOCK ? value : 0);
	if (value)
		add_number(&t, value);
	if (!t.len)
		add(&t, "0");
	return out;
}

enum const_set const_options_of(int level)
{
	static const struct {
		int level;
		enum const_set set;
	} levels[] = {{SOL_SOCKET, CONST_SO}, {IPPROTO_TCP, CONST_TCP}, {IPPROTO_IP, CONST_IP},
	        {IPPROTO_IPV6, CONST_IPV6}, {IPPROTO_UDP, CONST_UDP}};
	for (size_t i = 0; i < sizeof(levels) / sizeof(levels[0]); i++) {
		if (levels[i].level == level)
			return levels[i].set;
	}
	return CONST_NONE;
}

const char *const_error(int error)
{
	const char *own = find(restarts, (uint64_t)error);
	return own ? own : strerrorname_np(error);
}

const char *const_error_meaning(int error)
{
	if (find(restarts, (uint64_t)error))
		return "interrupted by a signal; the kernel starts it again";
	const char *meaning = strerrordesc_np(error);
	return meaning ? meaning : "no such error is known";
}

int const_error_value(const char *name)
{
	for (int i = 1; i < 200; i++) {
		const char *n = strerrorname_np(i);
		if (n && strcmp(n, name) == 0)
			return i;
	}
	if (strcmp(name, "EWOULDBLOCK") == 0)
		return EWOULDBLOCK;
	return 0;
}

const char *const_signal(int signum, char out[16])
{
	const char *name = signum < SIGRTMIN ? sigabbrev_np(signum) : NULL;
	if (name)
		snprintf(out, 16, "SIG%s", name);
	else if (signum >= 32 && signum <= 64)
		snprintf(out, 16, "SIGRT_%d", signum - 32);
	else
		snprintf(out, 16, "%d", signum);
	return out;
}
