/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whether this machine lets us trace: by doing it once, with a child of our own.
 */
#include <errno.h>
#include <signal.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/i18n.h"
#include "trace/call_filter.h"
#include "trace/stop.h"
#include "trace/syscalls.h"
#include "trace/tracer.h"

/* Waits for the word, then makes one call of the filter. */
static _Noreturn void be_traced(const struct call_filter *f, int word)
{
	char byte = 0;
	/* A program with capabilities of its own can't be traced by the same user else. */
	prctl(PR_SET_DUMPABLE, 1);
	if (write(word, &byte, 1) == 1 && read(word, &byte, 1) == 1 && call_filter_install(f) == 0)
		shutdown(-1, SHUT_RDWR);
	_exit(0);
}

/* The child stops once more for each thing that is reported; the call is what we want to see. */
static bool sees_the_call(pid_t pid, struct err *e)
{
	siginfo_t s;
	struct __ptrace_syscall_info info;
	while (waitid(P_PID, (id_t)pid, &s, WSTOPPED | WEXITED | __WALL) == 0 &&
	        s.si_code == CLD_TRAPPED) {
		if (stop_of(s.si_status).kind != STOP_CALL) {
			ptrace(PTRACE_CONT, pid, NULL, NULL);
			continue;
		}
		if (ptrace(PTRACE_GET_SYSCALL_INFO, pid, sizeof(info), &info) > 0)
			return true;
		return err_set(e, ERR_MACHINE,
		        _("this kernel does not tell what a traced program calls: it is older "
		          "than 5.3"));
	}
	return err_set(e, ERR_MACHINE, _("a filter for traced calls stops nothing here"));
}

static bool trace_child(pid_t pid, int word, struct err *e)
{
	long options = PTRACE_O_TRACESECCOMP | PTRACE_O_EXITKILL;
	char byte;
	if (read(word, &byte, 1) != 1)
		return err_set(e, ERR_SYSTEM, _("it can't be traced"));
	if (ptrace(PTRACE_SEIZE, pid, NULL, options) < 0)
		return err_set(e, ERR_MACHINE,
		        _("tracing is not allowed here (kernel.yama.ptrace_scope, "
		          "or a container's seccomp profile)"));
	if (write(word, "x", 1) != 1)
		return err_sys(e, errno, _("it can't be traced"));
	return sees_the_call(pid, e);
}

static bool probe(const struct call_filter *f, const int word[2], struct err *e)
{
	pid_t pid = fork();
	if (pid == 0)
		be_traced(f, word[0]);
	if (pid < 0)
		return err_sys(e, errno, _("it can't be traced"));
	bool good = trace_child(pid, word[1], e);
	kill(pid, SIGKILL);
	while (waitpid(pid, NULL, __WALL) < 0 && errno == EINTR)
		continue;
	return good;
}

bool tracer_probe(struct err *e)
{
	int word[2];
	struct call_filter *f = call_filter_create(TRACE_SOCKET, e);
	if (!f)
		return false;
	bool good = socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, word) == 0 ||
	            err_sys(e, errno, _("it can't be traced"));
	if (good) {
		good = probe(f, word, e);
		close(word[0]);
		close(word[1]);
	}
	call_filter_destroy(f);
	return good;
}
