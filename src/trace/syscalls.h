/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The calls the tracer stops at: number, name, groups, and what each argument is.
 */
#ifndef TRACE_SYSCALLS_H
#define TRACE_SYSCALLS_H

#include <stddef.h>
#include <stdint.h>

/* Groups of calls, as bits; a call may be in several. */
enum trace_group {
	TRACE_SOCKET = 1 << 0,  /* socket calls proper, as strace's "network" */
	TRACE_IO = 1 << 1,      /* read and write and their like, shown on sockets and pipes only */
	TRACE_FDS = 1 << 2,     /* close, dup, fcntl, ioctl, pipe, eventfd */
	TRACE_WAIT = 1 << 3,    /* select, poll, epoll */
	TRACE_PROCESS = 1 << 4, /* fork, clone, execve, exit */
	TRACE_URING = 1 << 5,   /* io_uring */
	TRACE_SEND = 1 << 6,    /* bytes leave through the first descriptor */
	TRACE_RECV = 1 << 7,    /* bytes come in through the first descriptor */
	TRACE_QUIET = 1 << 8,   /* only looked at by the tracer itself: ptrace, sched_setaffinity */
	TRACE_ALL_GROUPS = (1 << 9) - 1
};

/* What the argument in a register means, for args.c. */
enum trace_spec {
	SPEC_END,
	SPEC_INT,
	SPEC_SIZE,
	SPEC_HEX,
	SPEC_FD,
	SPEC_SIGNAL,
	SPEC_AF,
	SPEC_SOCK,
	SPEC_SOCK_FLAGS,
	SPEC_PROTOCOL, /* by the family before it */
	SPEC_SHUT,
	SPEC_MSG,
	SPEC_LEVEL,
	SPEC_OPTNAME,     /* by the level before it */
	SPEC_OPTION,      /* value that is set; its length is the next argument */
	SPEC_OPTION_OUT,  /* value that is got; its length is behind the next argument */
	SPEC_ADDRESS,     /* length is the next argument */
	SPEC_ADDRESS_OUT, /* length is behind the next argument */
	SPEC_LENGTH_OUT,  /* int behind a pointer, changed by the kernel */
	SPEC_BYTES,       /* length is the next argument */
	SPEC_BYTES_OUT,   /* length is the result */
	SPEC_IOV,         /* count is the next argument */
	SPEC_IOV_OUT,     /* the same, filled up to the result */
	SPEC_MSGHDR,
	SPEC_MSGHDR_OUT,
	SPEC_MMSGHDR, /* the first message of many; count is the next argument */
	SPEC_MMSGHDR_OUT,
	SPEC_POLL,  /* count is the next argument */
	SPEC_FDSET, /* count is the first argument */
	SPEC_TIMEVAL,
	SPEC_TIMESPEC,
	SPEC_SIGSET,
	SPEC_SELECT_SET, /* pselect's last: a pointer to a pointer and a size */
	SPEC_EPOLL_OP,
	SPEC_EPOLL_FLAGS,
	SPEC_EPOLL_EVENT, /* one epoll_event */
	SPEC_EPOLL_OUT,   /* as many as the result */
	SPEC_PAIR_OUT,
	SPEC_O,
	SPEC_F,
	SPEC_FCNTL_ARG, /* by the command before it */
	SPEC_IOCTL,     /* the filter stops at the requests of CONST_IOCTL alone */
	SPEC_IOCTL_ARG, /* an int behind a pointer, read or written by the request before it */
	SPEC_EVENTFD,
	SPEC_SPLICE,
	SPEC_OFFSET, /* off_t behind a pointer */
	SPEC_PATH,
	SPEC_STRINGS,
	SPEC_CLONE,
	SPEC_CLONE_ARGS,
	SPEC_CLOSE_RANGE,
	SPECS
};

struct trace_syscall {
	int sysno;
	const char *name;
	uint32_t groups; /* enum trace_group */
	uint8_t specs[6];
};

/* The table of this machine; *count entries. Static. */
const struct trace_syscall *syscalls_all(size_t *count);
/* By number or by name; NULL when the tracer doesn't know it. */
const struct trace_syscall *syscalls_find(int sysno);
const struct trace_syscall *syscalls_named(const char *name);
/* A group's name as in rules ("socket", "io", "wait" ...; "network" and "%net" are "socket");
 * 0 when there is none. */
uint32_t syscalls_group(const char *name, size_t len);

#endif
