/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The table of traced calls. Some exist on x86-64 only; newer machines have the longer forms.
 */
#include "trace/syscalls.h"

#include <string.h>
#include <sys/syscall.h>

#define S TRACE_SOCKET
#define IO TRACE_IO
#define F TRACE_FDS
#define W TRACE_WAIT
#define P TRACE_PROCESS
#define OUT TRACE_SEND
#define IN TRACE_RECV

static const struct trace_syscall table[] = {
        {SYS_socket, "socket", S, {SPEC_AF, SPEC_SOCK, SPEC_PROTOCOL}},
        {SYS_socketpair, "socketpair", S, {SPEC_AF, SPEC_SOCK, SPEC_PROTOCOL, SPEC_PAIR_OUT}},
        {SYS_bind, "bind", S, {SPEC_FD, SPEC_ADDRESS, SPEC_INT}},
        {SYS_listen, "listen", S, {SPEC_FD, SPEC_INT}},
#ifdef SYS_accept
        {SYS_accept, "accept", S, {SPEC_FD, SPEC_ADDRESS_OUT, SPEC_LENGTH_OUT}},
#endif
        {SYS_accept4, "accept4", S, {SPEC_FD, SPEC_ADDRESS_OUT, SPEC_LENGTH_OUT, SPEC_SOCK_FLAGS}},
        {SYS_connect, "connect", S, {SPEC_FD, SPEC_ADDRESS, SPEC_INT}},
        {SYS_getsockname, "getsockname", S, {SPEC_FD, SPEC_ADDRESS_OUT, SPEC_LENGTH_OUT}},
        {SYS_getpeername, "getpeername", S, {SPEC_FD, SPEC_ADDRESS_OUT, SPEC_LENGTH_OUT}},
        {SYS_sendto, "sendto", S | OUT,
                {SPEC_FD, SPEC_BYTES, SPEC_SIZE, SPEC_MSG, SPEC_ADDRESS, SPEC_INT}},
        {SYS_recvfrom, "recvfrom", S | IN,
                {SPEC_FD, SPEC_BYTES_OUT, SPEC_SIZE, SPEC_MSG, SPEC_ADDRESS_OUT, SPEC_LENGTH_OUT}},
        {SYS_sendmsg, "sendmsg", S | OUT, {SPEC_FD, SPEC_MSGHDR, SPEC_MSG}},
        {SYS_recvmsg, "recvmsg", S | IN, {SPEC_FD, SPEC_MSGHDR_OUT, SPEC_MSG}},
        {SYS_sendmmsg, "sendmmsg", S | OUT, {SPEC_FD, SPEC_MMSGHDR, SPEC_INT, SPEC_MSG}},
        {SYS_recvmmsg, "recvmmsg", S | IN,
                {SPEC_FD, SPEC_MMSGHDR_OUT, SPEC_INT, SPEC_MSG, SPEC_TIMESPEC}},
        {SYS_shutdown, "shutdown", S, {SPEC_FD, SPEC_SHUT}},
        {SYS_setsockopt, "setsockopt", S,
                {SPEC_FD, SPEC_LEVEL, SPEC_OPTNAME, SPEC_OPTION, SPEC_INT}},
        {SYS_getsockopt, "getsockopt", S,
                {SPEC_FD, SPEC_LEVEL, SPEC_OPTNAME, SPEC_OPTION_OUT, SPEC_LENGTH_OUT}},
        {SYS_sendfile, "sendfile", S | IO | OUT, {SPEC_FD, SPEC_FD, SPEC_OFFSET, SPEC_SIZE}},

        {SYS_read, "read", IO | IN, {SPEC_FD, SPEC_BYTES_OUT, SPEC_SIZE}},
        {SYS_write, "write", IO | OUT, {SPEC_FD, SPEC_BYTES, SPEC_SIZE}},
        {SYS_readv, "readv", IO | IN, {SPEC_FD, SPEC_IOV_OUT, SPEC_INT}},
        {SYS_writev, "writev", IO | OUT, {SPEC_FD, SPEC_IOV, SPEC_INT}},
        {SYS_preadv2, "preadv2", IO | IN,
                {SPEC_FD, SPEC_IOV_OUT, SPEC_INT, SPEC_INT, SPEC_INT, SPEC_HEX}},
        {SYS_pwritev2, "pwritev2", IO | OUT,
                {SPEC_FD, SPEC_IOV, SPEC_INT, SPEC_INT, SPEC_INT, SPEC_HEX}},
        {SYS_splice, "splice", IO,
                {SPEC_FD, SPEC_OFFSET, SPEC_FD, SPEC_OFFSET, SPEC_SIZE, SPEC_SPLICE}},
        {SYS_tee, "tee", IO, {SPEC_FD, SPEC_FD, SPEC_SIZE, SPEC_SPLICE}},
        {SYS_vmsplice, "vmsplice", IO, {SPEC_FD, SPEC_IOV, SPEC_SIZE, SPEC_SPLICE}},

        {SYS_close, "close", F, {SPEC_FD}},
#ifdef SYS_close_range
        {SYS_close_range, "close_range", F, {SPEC_SIZE, SPEC_SIZE, SPEC_CLOSE_RANGE}},
#endif
        {SYS_dup, "dup", F, {SPEC_FD}},
#ifdef SYS_dup2
        {SYS_dup2, "dup2", F, {SPEC_FD, SPEC_FD}},
#endif
        {SYS_dup3, "dup3", F, {SPEC_FD, SPEC_FD, SPEC_O}},
        {SYS_fcntl, "fcntl", F, {SPEC_FD, SPEC_F, SPEC_FCNTL_ARG}},
        {SYS_ioctl, "ioctl", F, {SPEC_FD, SPEC_IOCTL, SPEC_IOCTL_ARG}},
#ifdef SYS_pipe
        {SYS_pipe, "pipe", F, {SPEC_PAIR_OUT}},
#endif
        {SYS_pipe2, "pipe2", F, {SPEC_PAIR_OUT, SPEC_O}},
#ifdef SYS_eventfd
        {SYS_eventfd, "eventfd", F, {SPEC_SIZE}},
#endif
        {SYS_eventfd2, "eventfd2", F, {SPEC_SIZE, SPEC_EVENTFD}},

#ifdef SYS_select
        {SYS_select, "select", W, {SPEC_INT, SPEC_FDSET, SPEC_FDSET, SPEC_FDSET, SPEC_TIMEVAL}},
#endif
        {SYS_pselect6, "pselect6", W,
                {SPEC_INT, SPEC_FDSET, SPEC_FDSET, SPEC_FDSET, SPEC_TIMESPEC, SPEC_SELECT_SET}},
#ifdef SYS_poll
        {SYS_poll, "poll", W, {SPEC_POLL, SPEC_SIZE, SPEC_INT}},
#endif
        {SYS_ppoll, "ppoll", W, {SPEC_POLL, SPEC_SIZE, SPEC_TIMESPEC, SPEC_SIGSET, SPEC_SIZE}},
        {SYS_restart_syscall, "restart_syscall", W, {SPEC_END}},
#ifdef SYS_epoll_create
        {SYS_epoll_create, "epoll_create", W, {SPEC_INT}},
#endif
        {SYS_epoll_create1, "epoll_create1", W, {SPEC_EPOLL_FLAGS}},
        {SYS_epoll_ctl, "epoll_ctl", W, {SPEC_FD, SPEC_EPOLL_OP, SPEC_FD, SPEC_EPOLL_EVENT}},
#ifdef SYS_epoll_wait
        {SYS_epoll_wait, "epoll_wait", W, {SPEC_FD, SPEC_EPOLL_OUT, SPEC_INT, SPEC_INT}},
#endif
        {SYS_epoll_pwait, "epoll_pwait", W,
                {SPEC_FD, SPEC_EPOLL_OUT, SPEC_INT, SPEC_INT, SPEC_SIGSET, SPEC_SIZE}},
#ifdef SYS_epoll_pwait2
        {SYS_epoll_pwait2, "epoll_pwait2", W,
                {SPEC_FD, SPEC_EPOLL_OUT, SPEC_INT, SPEC_TIMESPEC, SPEC_SIGSET, SPEC_SIZE}},
#endif

#ifdef SYS_fork
        {SYS_fork, "fork", P, {SPEC_END}},
        {SYS_vfork, "vfork", P, {SPEC_END}},
#endif
        {SYS_clone, "clone", P, {SPEC_CLONE, SPEC_HEX}},
        {SYS_clone3, "clone3", P, {SPEC_CLONE_ARGS, SPEC_SIZE}},
        {SYS_execve, "execve", P, {SPEC_PATH, SPEC_STRINGS, SPEC_HEX}},
        {SYS_execveat, "execveat", P, {SPEC_FD, SPEC_PATH, SPEC_STRINGS, SPEC_HEX, SPEC_HEX}},
        {SYS_exit, "exit", P, {SPEC_INT}},
        {SYS_exit_group, "exit_group", P, {SPEC_INT}},

        {SYS_io_uring_setup, "io_uring_setup", TRACE_URING, {SPEC_INT, SPEC_HEX}},
        {SYS_io_uring_enter, "io_uring_enter", TRACE_URING,
                {SPEC_FD, SPEC_INT, SPEC_INT, SPEC_HEX, SPEC_HEX, SPEC_SIZE}},
        {SYS_io_uring_register, "io_uring_register", TRACE_URING,
                {SPEC_FD, SPEC_INT, SPEC_HEX, SPEC_INT}},

        {SYS_ptrace, "ptrace", TRACE_QUIET, {SPEC_INT, SPEC_INT, SPEC_HEX, SPEC_HEX}},
        {SYS_sched_setaffinity, "sched_setaffinity", TRACE_QUIET, {SPEC_INT, SPEC_SIZE, SPEC_HEX}},
        {SYS_sched_getaffinity, "sched_getaffinity", TRACE_QUIET, {SPEC_INT, SPEC_SIZE, SPEC_HEX}},
};

#define COUNT (sizeof(table) / sizeof(table[0]))

const struct trace_syscall *syscalls_all(size_t *count)
{
	*count = COUNT;
	return table;
}

const struct trace_syscall *syscalls_find(int sysno)
{
	for (size_t i = 0; i < COUNT; i++) {
		if (table[i].sysno == sysno)
			return &table[i];
	}
	return NULL;
}

const struct trace_syscall *syscalls_named(const char *name)
{
	for (size_t i = 0; i < COUNT; i++) {
		if (strcmp(table[i].name, name) == 0)
			return &table[i];
	}
	return NULL;
}

uint32_t syscalls_group(const char *name, size_t len)
{
	static const struct {
		const char *name;
		uint32_t group;
	} groups[] = {{"socket", S}, {"network", S}, {"net", S}, {"io", IO}, {"fds", F},
	        {"desc", F}, {"wait", W}, {"process", P}, {"uring", TRACE_URING}, {"send", OUT},
	        {"recv", IN}};
	if (len && *name == '%') {
		name++;
		len--;
	}
	for (size_t i = 0; i < sizeof(groups) / sizeof(groups[0]); i++) {
		if (strlen(groups[i].name) == len && memcmp(groups[i].name, name, len) == 0)
			return groups[i].group;
	}
	return 0;
}
