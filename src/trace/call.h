/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A call that a traced program makes to its kernel, as values: name, arguments, result, times.
 *
 * Plain values that tests can write down. Everything that a pointer names (bytes, events, paths)
 * is borrowed from whoever made the call value and good until the callback that gave it returns.
 * format.h makes text of them; nothing here prints.
 */
#ifndef TRACE_CALL_H
#define TRACE_CALL_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/clock.h"
#include "trace/consts.h"

#define TRACE_ARGS 6
#define TRACE_PATH_MAX 108 /* as sun_path, unix(7) */
#define TRACE_PARTS_MAX 16 /* parts of an iovec, poll sets and events kept of one argument */

/* What an argument is. "out" kinds are filled by the kernel and decoded when the call is over. */
enum trace_kind {
	TRACE_ARG_NONE,
	TRACE_ARG_INT,     /* signed, decimal */
	TRACE_ARG_HEX,     /* a pointer or an opaque number */
	TRACE_ARG_FD,      /* a descriptor: raw; a negative one as it is */
	TRACE_ARG_NAME,    /* one constant of `set` */
	TRACE_ARG_FLAGS,   /* constants of `set`, or-ed */
	TRACE_ARG_SIGNAL,  /* a signal's number */
	TRACE_ARG_ADDRESS, /* `address`: a socket address */
	TRACE_ARG_BYTES,   /* `bytes`: a buffer */
	TRACE_ARG_TEXT,    /* `bytes`: a path or another string, without its NUL */
	TRACE_ARG_TEXTS,   /* `bytes`: strings, each with its NUL (argv) */
	TRACE_ARG_VECTOR,  /* `vector`: an iovec array */
	TRACE_ARG_MESSAGE, /* `message`: a msghdr */
	TRACE_ARG_POLL,    /* `poll`: pollfds */
	TRACE_ARG_EVENTS,  /* `poll`: epoll events; `fd` is the low half of data */
	TRACE_ARG_FDS,     /* `fds`: an fd_set */
	TRACE_ARG_PAIR,    /* `number` and `second`: two descriptors, pipe(2), socketpair(2) */
	TRACE_ARG_NUMBER,  /* `number`: an int, long or off_t behind a pointer */
	TRACE_ARG_OPTION,  /* `number`: a socket option's int; NAME of `set` where it has names */
	TRACE_ARG_ERROR,   /* `number`: an errno, SO_ERROR */
	TRACE_ARG_LINGER,  /* `number` l_onoff, `second` l_linger */
	TRACE_ARG_TIME,    /* `number`: nanoseconds (timespec, timeval) */
	TRACE_ARG_SIGNALS, /* `mask`: a signal set; bit 0 is signal 1 */
	TRACE_ARG_CLONE,   /* `mask`: clone_args.flags of clone3(2), `number` the signal */
	TRACE_ARG_KINDS
};

/* A socket address, sockaddr(3type). */
struct trace_address {
	uint16_t family;      /* AF_* */
	uint16_t port;        /* host order; of AF_INET and AF_INET6 */
	uint8_t bytes[16];    /* AF_INET: 4, AF_INET6: 16, in network order */
	uint32_t scope;       /* AF_INET6 */
	uint16_t path_length; /* AF_UNIX; 0: unnamed. An abstract name begins with a NUL */
	char path[TRACE_PATH_MAX + 1];
	uint32_t length; /* as the program or the kernel said: addrlen */
};

struct trace_bytes {
	const uint8_t *at; /* what was kept */
	uint32_t kept;
	uint64_t total; /* bytes the buffer has (in: count; out: what came) */
};

struct trace_vector {
	uint64_t lengths[TRACE_PARTS_MAX]; /* of each part */
	uint32_t parts;                    /* may be more than were kept */
	struct trace_bytes bytes;          /* all parts' bytes, one after the other */
};

struct trace_message {
	struct trace_address name;
	bool named; /* msg_name was given */
	struct trace_vector vector;
	uint64_t control; /* bytes of ancillary data, cmsg(3) */
	int32_t rights;   /* descriptors passed (SCM_RIGHTS), 0 none */
	uint32_t flags;   /* msg_flags, of a received one */
};

struct trace_poll {
	struct {
		int32_t fd;
		uint32_t events, revents; /* POLL* or EPOLL*; revents once the call is over */
	} at[TRACE_PARTS_MAX];
	uint32_t count; /* may be more than were kept */
};

/* An fd_set as the program gave it and as the kernel left it; `limit` of the bits count. */
struct trace_fds {
	uint64_t bits[16];
	uint64_t ready[16]; /* once the call is over */
	uint32_t limit;     /* nfds, at most 1024 */
};

struct trace_arg {
	uint8_t kind;           /* enum trace_kind */
	uint8_t set;            /* enum const_set of NAME, FLAGS and OPTION */
	bool out;               /* filled by the kernel: known only when the call is over */
	bool unread;            /* the pointer is NULL (raw 0), or could not be read */
	uint64_t raw;           /* as passed in the register */
	int64_t number, second; /* MESSAGE of sendmmsg and recvmmsg: messages, and bytes of all */
	uint64_t mask;
	union {
		struct trace_address address;
		struct trace_bytes bytes;
		struct trace_vector vector;
		struct trace_message message;
		struct trace_poll poll;
		struct trace_fds fds;
	};
};

/* What a descriptor is. */
enum trace_fd_kind {
	TRACE_FD_UNKNOWN, /* not open, or could not be told */
	TRACE_FD_SOCKET,
	TRACE_FD_PIPE, /* and FIFOs */
	TRACE_FD_EPOLL,
	TRACE_FD_EVENT, /* eventfd, signalfd, timerfd */
	TRACE_FD_URING,
	TRACE_FD_TERMINAL,
	TRACE_FD_FILE, /* and everything else with a path */
	TRACE_FD_KINDS
};

struct trace_fd {
	uint8_t kind;    /* enum trace_fd_kind */
	uint16_t family; /* of a socket: AF_* */
	uint16_t type;   /* SOCK_* */
	uint16_t protocol;
	bool nonblocking; /* of a socket: calls don't wait on it (O_NONBLOCK) */
	uint64_t inode;   /* of sockets and pipes: as in /proc/net/tcp and sock_diag(7) */
	struct trace_address local, remote; /* family 0: none */
};

/* Where in the program's own source the call is made. */
struct trace_source {
	const char *file; /* as the debug information says; NULL: not known */
	int line;
	const char *function; /* may be NULL */
};

struct trace_call {
	pid_t tid, pid;   /* thread and process, as the tracer sees them */
	int program;      /* the tag of its ticket: which program it descends from */
	int sysno;        /* of this machine; -1 none */
	const char *name; /* "connect"; static */
	uint32_t groups;  /* enum trace_group bits, syscalls.h */
	struct trace_arg args[TRACE_ARGS];
	uint8_t arg_count;
	const struct trace_fd *fd; /* what the first descriptor among the arguments is; or NULL */
	bool done;                 /* the result is there */
	bool changed;              /* by a rule: failed, shortened, delayed */
	int64_t result;            /* -1 with error set when it failed */
	int error;      /* errno, 0; may be one of the kernel's restart numbers, 512 and up */
	uint64_t count; /* how many calls of this thread before this one were seen */
	nsec entered;   /* when the program asked */
	nsec let;       /* when it was let go; later than entered when it was held */
	nsec left;      /* when the kernel was done; left - let is the time spent in the call */
	struct trace_source source;
};

#endif
