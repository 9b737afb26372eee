/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Registers of a stopped thread, through PTRACE_GETREGSET (ptrace(2)), by machine.
 */
#include "trace/regs.h"

#include <elf.h>
#include <errno.h>
#include <sys/ptrace.h>
#include <sys/uio.h>
#include <sys/user.h>

#if defined(__x86_64__)

/* syscall(2): number rax (kept in orig_rax), arguments rdi rsi rdx r10 r8 r9, result rax. */
typedef struct user_regs_struct regs_all;

static void set_result(regs_all *r, int64_t value)
{
	r->rax = (uint64_t)value;
}

static void set_arg(regs_all *r, int arg, uint64_t value)
{
	unsigned long long *const place[] = {&r->rdi, &r->rsi, &r->rdx, &r->r10, &r->r8, &r->r9};
	*place[arg] = value;
}

#elif defined(__aarch64__)

/* syscall(2): number x8 (NT_ARM_SYSTEM_CALL to change it), arguments x0 to x5, result x0. */
typedef struct user_regs_struct regs_all;

static void set_result(regs_all *r, int64_t value)
{
	r->regs[0] = (uint64_t)value;
}

static void set_arg(regs_all *r, int arg, uint64_t value)
{
	r->regs[arg] = value;
}

#else
#error "wirelab knows the registers of x86-64 and arm64"
#endif

static int get(pid_t tid, regs_all *r)
{
	struct iovec all = {.iov_base = r, .iov_len = sizeof(*r)};
	return ptrace(PTRACE_GETREGSET, tid, NT_PRSTATUS, &all) < 0 ? -errno : 0;
}

static int put(pid_t tid, regs_all *r)
{
	struct iovec all = {.iov_base = r, .iov_len = sizeof(*r)};
	return ptrace(PTRACE_SETREGSET, tid, NT_PRSTATUS, &all) < 0 ? -errno : 0;
}

int regs_skip_call(pid_t tid)
{
#if defined(__aarch64__)
	int none = -1;
	struct iovec number = {.iov_base = &none, .iov_len = sizeof(none)};
	return ptrace(PTRACE_SETREGSET, tid, NT_ARM_SYSTEM_CALL, &number) < 0 ? -errno : 0;
#else
	regs_all r;
	int rc = get(tid, &r);
	if (rc < 0)
		return rc;
	r.orig_rax = ~0ULL;
	return put(tid, &r);
#endif
}

int regs_set_result(pid_t tid, int64_t result)
{
	regs_all r;
	int rc = get(tid, &r);
	if (rc < 0)
		return rc;
	set_result(&r, result);
	return put(tid, &r);
}

int regs_set_arg(pid_t tid, int arg, uint64_t value)
{
	if (arg < 0 || arg > 5)
		return -EINVAL;
	regs_all r;
	int rc = get(tid, &r);
	if (rc < 0)
		return rc;
	set_arg(&r, arg, value);
	return put(tid, &r);
}
