/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The meaning of ptrace stops.
 */
#include "trace/stop.h"

#include <signal.h>
#include <sys/ptrace.h>

static const struct {
	int event;
	enum stop_kind kind;
} events[] = {
        {PTRACE_EVENT_FORK, STOP_CHILD},
        {PTRACE_EVENT_VFORK, STOP_CHILD},
        {PTRACE_EVENT_CLONE, STOP_CHILD},
        {PTRACE_EVENT_EXEC, STOP_EXEC},
        {PTRACE_EVENT_EXIT, STOP_EXIT},
        {PTRACE_EVENT_SECCOMP, STOP_CALL},
};

/* PTRACE_EVENT_STOP is SIGTRAP for a new thread, and the stopping signal in a group stop. */
static struct stop group_or_first(int signal)
{
	if (signal == SIGTRAP)
		return (struct stop){.kind = STOP_FIRST};
	return (struct stop){.kind = STOP_GROUP, .signal = signal};
}

struct stop stop_of(int status)
{
	int signal = status & 0xff;
	int event = status >> 8;
	if (event == PTRACE_EVENT_STOP)
		return group_or_first(signal);
	for (size_t i = 0; i < sizeof(events) / sizeof(events[0]); i++) {
		if (event && events[i].event == event)
			return (struct stop){.kind = events[i].kind};
	}
	if (event)
		return (struct stop){.kind = STOP_OTHER};
	if (signal == (SIGTRAP | 0x80)) /* PTRACE_O_TRACESYSGOOD */
		return (struct stop){.kind = STOP_LEFT};
	return (struct stop){.kind = STOP_SIGNAL, .signal = signal};
}
