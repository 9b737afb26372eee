/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a ptrace stop means (ptrace(2), "Attaching and detaching" onwards), from its status alone.
 */
#ifndef TRACE_STOP_H
#define TRACE_STOP_H

enum stop_kind {
	STOP_CALL,  /* about to make a call of the filter */
	STOP_LEFT,  /* the call that was let go is over */
	STOP_CHILD, /* fork, vfork or clone made a new thread or process */
	STOP_EXEC,
	STOP_EXIT,   /* about to end */
	STOP_GROUP,  /* stopped by job control: SIGSTOP, SIGTSTP ... */
	STOP_FIRST,  /* a new thread begins, or PTRACE_INTERRUPT */
	STOP_SIGNAL, /* a signal is about to be delivered */
	STOP_OTHER,
	STOPS
};

struct stop {
	enum stop_kind kind;
	int signal; /* of SIGNAL and GROUP */
};

/* status: signal in the low byte and PTRACE_EVENT_* above, as waitid(2)'s si_status gives it. */
struct stop stop_of(int status);

#endif
