/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Runs a program behind the least seccomp filter there is, one instruction that allows everything:
 * what any tracer that filters costs the calls it does not trace.
 *
 *   allow PROGRAM [ARGUMENTS...]
 */
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	struct sock_filter allow = BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
	struct sock_fprog program = {.len = 1, .filter = &allow};
	if (argc < 2 || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 ||
	        prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) < 0)
		return 2;
	execvp(argv[1], argv + 1);
	return 2;
}
