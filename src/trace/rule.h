/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Rules about calls: which ones, when, and what to do. Pure values.
 *
 *   SET[:ACTION...][:when=FIRST[..LAST][+STEP]][:program=N][:pid=N]
 *
 * SET is names and groups with commas, "all", or "!" before it for all others. ACTIONS are those
 * of strace(1)'s inject: error=ECONNREFUSED, retval=N, delay_enter=10ms, delay_exit=10ms,
 * signal=SIGUSR1; and ours: hold, short=BYTES. Without an action the rule holds.
 */
#ifndef TRACE_RULE_H
#define TRACE_RULE_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/clock.h"
#include "base/err.h"
#include "trace/call.h"

#define RULE_CALLS_MAX 512

enum rule_action {
	RULE_HOLD = 1 << 0,
	RULE_ERROR = 1 << 1,  /* the call is not made, it fails with `error` */
	RULE_RETVAL = 1 << 2, /* the call is not made, it returns `retval` */
	RULE_SHORT = 1 << 3,  /* its length is made at most `shorten` */
	RULE_DELAY_ENTER = 1 << 4,
	RULE_DELAY_EXIT = 1 << 5,
	RULE_SIGNAL = 1 << 6, /* `signal` is sent to it when the call begins */
};

struct trace_rule {
	uint64_t calls[RULE_CALLS_MAX / 64]; /* bits by sysno */
	pid_t pid;                           /* 0: every program; else process or thread */
	int program;                         /* -1: every one; else what it descends from */
	uint32_t actions;                    /* enum rule_action */
	int error;
	int64_t retval;
	uint64_t shorten;
	int signal;
	nsec delay_enter, delay_exit;
	uint64_t first, last, step; /* of the matching calls, from 1; step 0: first..last all */
	uint64_t seen;              /* matching calls so far: counted by rule_applies() */
};

/* Parses text; false with e, which names the word that is not understood. */
bool rule_parse(const char *text, struct trace_rule *out, struct err *e);

/* Whether it speaks of this call, and if so counts it and tells whether it is its turn. */
bool rule_applies(struct trace_rule *r, const struct trace_call *c);
/* Whether it speaks of this call at all; counts nothing. */
bool rule_names(const struct trace_rule *r, const struct trace_call *c);

#endif
