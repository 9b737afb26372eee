/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How a program becomes a traced one, between fork and exec.
 *
 * How it works: the child waits, in tracer_enter(), until the parent has seized it: a call of the
 * filter would fail without a tracer. A word of shared memory tells; the parent counts it up, and
 * the child compares it with what it was at the fork.
 */
#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/futex.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "trace/tracer_internal.h"

#if defined(__x86_64__)
#define OWN_MACHINE EM_X86_64
#else
#define OWN_MACHINE EM_AARCH64
#endif

struct tracer_ticket {
	struct tracer *tracer;
	int tag;
	bool (*enter)(void *user, struct err *e);
	void *enter_user;
	uint32_t started;         /* how often; the child has it as it was at the fork */
	void *shared;             /* with the child: */
	_Atomic uint32_t *seized; /* its one word */
};

struct tracer_ticket *tracer_ticket_create(
        struct tracer *t, int tag, bool (*enter)(void *user, struct err *e), void *enter_user)
{
	void *shared = mmap(
	        NULL, sizeof(uint32_t), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (shared == MAP_FAILED)
		abort(); /* no memory */
	struct tracer_ticket *k = xcalloc(1, sizeof(*k));
	k->tracer = t;
	k->tag = tag;
	k->enter = enter;
	k->enter_user = enter_user;
	k->shared = shared;
	k->seized = shared;
	return k;
}

void tracer_ticket_destroy(struct tracer_ticket *k)
{
	if (!k)
		return;
	munmap(k->shared, sizeof(uint32_t));
	free(k);
}

static void wait_until_seized(const struct tracer_ticket *k)
{
	/* Nobody would wake it any more. */
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	while (atomic_load(k->seized) == k->started)
		syscall(SYS_futex, k->seized, FUTEX_WAIT, k->started, NULL, NULL, 0);
	prctl(PR_SET_PDEATHSIG, 0);
}

bool tracer_enter(void *ticket, struct err *e)
{
	const struct tracer_ticket *k = ticket;
	wait_until_seized(k);
	if (k->enter && !k->enter(k->enter_user, e))
		return false;
	int rc = call_filter_install(k->tracer->filter);
	return rc == 0 || err_sys(e, -rc, _("the filter for traced calls is refused"));
}

bool tracer_seize(void *ticket, pid_t pid, struct err *e)
{
	struct tracer_ticket *k = ticket;
	/* Not PTRACE_O_TRACEEXIT: who kills a program would have to wait for us, who may be the
	 * one that waits for its end. */
	long options = PTRACE_O_TRACESECCOMP | PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK |
	               PTRACE_O_TRACECLONE | PTRACE_O_TRACEEXEC | PTRACE_O_TRACESYSGOOD |
	               PTRACE_O_EXITKILL;
	if (ptrace(PTRACE_SEIZE, pid, NULL, options) < 0) {
		if (errno == EPERM || errno == ENOSYS)
			return err_set(e, ERR_MACHINE,
			        _("tracing is not allowed here (kernel.yama.ptrace_scope, "
			          "or a container's seccomp profile)"));
		return err_sys(e, errno, _("it can't be traced"));
	}
	struct thread *th = tracer_add_thread(k->tracer, pid, pid);
	if (!th)
		return err_set(e, ERR_MACHINE, _("more than %d threads can't be traced"),
		        TRACER_THREADS_MAX);
	th->direct = true;
	th->before_exec = true;
	th->program = k->tag;
	k->started++;
	atomic_store(k->seized, k->started);
	syscall(SYS_futex, k->seized, FUTEX_WAKE, 1, NULL, NULL, 0);
	return true;
}

/* ---- what can be traced ---- */

/* The file that exec would run; NULL when there is none. The caller frees it. */
static char *find_program(const char *name, const char *path)
{
	if (strchr(name, '/') || !path)
		return xstrdup(name);
	for (const char *at = path; *at;) {
		size_t n = strcspn(at, ":");
		char *full = xasprintf("%.*s/%s", (int)n, n ? at : ".", name);
		if (access(full, X_OK) == 0)
			return full;
		free(full);
		at += n + (at[n] == ':');
	}
	return NULL;
}

static bool has_rights(const char *file, const struct stat *st)
{
	bool user = (st->st_mode & S_ISUID) && st->st_uid != geteuid();
	bool group = (st->st_mode & S_ISGID) && (st->st_mode & S_IXGRP) && st->st_gid != getegid();
	return user || group || getxattr(file, "security.capability", NULL, 0) > 0;
}

/* Whether an ELF file is of this machine; what is no ELF file passes. */
static bool is_ours(const char *file)
{
	_cleanup_fd_ int fd = open(file, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	unsigned char head[20];
	if (fd < 0 || read(fd, head, sizeof(head)) != (ssize_t)sizeof(head) ||
	        memcmp(head, ELFMAG, SELFMAG) != 0)
		return true;
	return head[EI_CLASS] == ELFCLASS64 && (head[18] | head[19] << 8) == OWN_MACHINE;
}

bool tracer_may_trace(const char *name, const char *path, struct err *e)
{
	char *_cleanup_free_ file = find_program(name, path);
	struct stat st;
	if (!file || stat(file, &st) < 0)
		return true;
	if (has_rights(file, &st))
		return err_set(e, ERR_USAGE,
		        _("%s gets rights of its own when it starts, which a traced program can't "
		          "have: start it untraced"),
		        name);
	if (!is_ours(file))
		return err_set(e, ERR_USAGE,
		        _("%s is for another kind of machine than this one: start it untraced"),
		        name);
	return true;
}
