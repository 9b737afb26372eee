/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The seccomp filter. libseccomp writes it once; in the child it is only handed to the kernel.
 *
 * What it costs calls that are not traced: it asks for nothing but the call's number and the
 * machine (but of ioctl), so the kernel proves once what it says of each number and answers from a
 * bitmap (Linux 5.11 on). A getppid() of 110 ns was measured to take 139 ns then, as it does
 * behind a filter of one instruction that allows everything, and 160 ns behind one that the kernel
 * has to run; what is left is its longer way into a call of a program that has any filter.
 * scripts/bench --only trace measures it beside such a filter.
 */
#include "trace/call_filter.h"

#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <seccomp.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "trace/consts.h"
#include "trace/syscalls.h"

enum { REQUESTS_MAX = 16 };

struct call_filter {
	struct sock_filter *code; /* owned */
	unsigned short length;    /* instructions */
};

/* ioctl(2) is asked by everybody for everything: only what is about sockets stops. The kernel looks
 * at 32 bits of the request. */
static int add_requests(scmp_filter_ctx ctx, int sysno)
{
	uint64_t requests[REQUESTS_MAX];
	size_t count = const_values(CONST_IOCTL, requests, REQUESTS_MAX);
	for (size_t i = 0; i < count && i < REQUESTS_MAX; i++) {
		int rc = seccomp_rule_add(ctx, SCMP_ACT_TRACE(0), sysno, 1,
		        SCMP_A1(SCMP_CMP_MASKED_EQ, UINT32_MAX, requests[i]));
		if (rc < 0)
			return rc;
	}
	return 0;
}

static int add_calls(scmp_filter_ctx ctx, uint32_t groups)
{
	size_t count = 0;
	const struct trace_syscall *all = syscalls_all(&count);
	for (size_t i = 0; i < count; i++) {
		if (!(all[i].groups & groups))
			continue;
		int rc = all[i].specs[1] == SPEC_IOCTL
		                 ? add_requests(ctx, all[i].sysno)
		                 : seccomp_rule_add(ctx, SCMP_ACT_TRACE(0), all[i].sysno, 0);
		if (rc < 0)
			return rc;
	}
	return 0;
}

/* The one way on in Debian 12's libseccomp to have the program is to write it to a file. */
static int export_code(scmp_filter_ctx ctx, struct call_filter *f)
{
	_cleanup_fd_ int fd = memfd_create("wirelab-filter", MFD_CLOEXEC);
	if (fd < 0)
		return -errno;
	int rc = seccomp_export_bpf(ctx, fd);
	if (rc < 0)
		return rc;
	struct stat st;
	if (fstat(fd, &st) < 0)
		return -errno;
	size_t size = (size_t)st.st_size;
	if (!size || size % sizeof(*f->code) || size / sizeof(*f->code) > BPF_MAXINSNS)
		return -EFBIG;
	f->code = xmalloc(size);
	f->length = (unsigned short)(size / sizeof(*f->code));
	return pread(fd, f->code, size, 0) == (ssize_t)size ? 0 : -EIO;
}

static int build(struct call_filter *f, uint32_t groups)
{
	scmp_filter_ctx ctx = seccomp_init(SCMP_ACT_ALLOW);
	if (!ctx)
		return -ENOMEM;
	/* 32-bit programs have other numbers: let them be. A tree is faster than a list. */
	int rc = seccomp_attr_set(ctx, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_ALLOW);
	if (rc >= 0)
		rc = seccomp_attr_set(ctx, SCMP_FLTATR_CTL_OPTIMIZE, 2);
	if (rc >= 0)
		rc = add_calls(ctx, groups);
	if (rc >= 0)
		rc = export_code(ctx, f);
	seccomp_release(ctx);
	return rc;
}

struct call_filter *call_filter_create(uint32_t groups, struct err *e)
{
	struct call_filter *f = xcalloc(1, sizeof(*f));
	int rc = build(f, groups);
	if (rc >= 0)
		return f;
	call_filter_destroy(f);
	err_sys(e, -rc, _("can't make the filter for traced calls"));
	return NULL;
}

void call_filter_destroy(struct call_filter *f)
{
	if (!f)
		return;
	free(f->code);
	free(f);
}

int call_filter_install(const struct call_filter *f)
{
	struct sock_fprog program = {.len = f->length, .filter = f->code};
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
		return -errno;
	if (syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program) < 0)
		return -errno;
	return 0;
}
