/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Words for marks, resets and states.
 */
#include "packet/flow/flow_words.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

/* By bit. */
static const struct {
	const char *name, *words;
} marks[] = {
        {"retransmission", N_("retransmission")},
        {"fast_retransmission", N_("fast retransmission")},
        {"spurious_retransmission", N_("spurious retransmission")},
        {"out_of_order", N_("out of order")},
        {"lost_segment", N_("previous segment not captured")},
        {"ack_lost_segment", N_("ACK of a segment not captured")},
        {"duplicate_ack", N_("duplicate ACK")},
        {"keep_alive", N_("keep-alive")},
        {"keep_alive_ack", N_("answer to a keep-alive")},
        {"zero_window", N_("window closed")},
        {"zero_window_probe", N_("window probe")},
        {"zero_window_probe_ack", N_("answer to a window probe")},
        {"window_full", N_("window full")},
        {"window_update", N_("window update")},
        {"reused_ports", N_("ports used again")},
        {"window_probe", N_("window probe")},
};
_Static_assert(COUNT(marks) == FLOW_MARKS, "one per mark");

static const char *const resets[] = {
        [FLOW_RESET_NONE] = "",
        [FLOW_RESET_REFUSED] = N_("answers a SYN: nobody listens there"),
        [FLOW_RESET_UNEXPECTED] = N_("answers a SYN ACK that it did not ask for"),
        [FLOW_RESET_LEFT] = N_("breaks the handshake off that it began"),
        [FLOW_RESET_HALF_OPEN] = N_("answers a segment of a connection that it does not know"),
        [FLOW_RESET_AFTER_CLOSE] = N_("answers what came after its own close()"),
        [FLOW_RESET_UNREAD] = N_("closed with data unread, or SO_LINGER 0"),
        [FLOW_RESET_ABORT] = N_("aborted: SO_LINGER 0, or a program that was killed"),
        [FLOW_RESET_GAVE_UP] = N_("gave up: nothing it sent was answered"),
        [FLOW_RESET_AGAIN] = N_("answers what came after its first reset"),
        [FLOW_RESET_IGNORED] = N_("outside of the window: will not be believed"),
};
_Static_assert(COUNT(resets) == FLOW_RESETS, "one per reason");

static const char *const states[] = {
        [FLOW_STATE_TALK] = "",
        [FLOW_STATE_SYN_SENT] = N_("SYN not answered"),
        [FLOW_STATE_SYN_RECEIVED] = N_("handshake not finished"),
        [FLOW_STATE_ESTABLISHED] = N_("open"),
        [FLOW_STATE_HALF_CLOSED] = N_("half closed"),
        [FLOW_STATE_CLOSING] = N_("closing"),
        [FLOW_STATE_CLOSED] = N_("closed"),
        [FLOW_STATE_RESET] = N_("reset"),
};
_Static_assert(COUNT(states) == FLOW_STATES, "one per state");

static unsigned place_of(enum flow_marks mark)
{
	unsigned i = 0;
	while (i + 1 < FLOW_MARKS && !((unsigned)mark >> i & 1))
		i++;
	return i;
}

const char *flow_mark_name(enum flow_marks mark)
{
	return marks[place_of(mark)].name;
}

const char *flow_mark_words(enum flow_marks mark)
{
	return _(marks[place_of(mark)].words);
}

const char *flow_reset_words(enum flow_reset why)
{
	return resets[why][0] ? _(resets[why]) : "";
}

const char *flow_state_words(enum flow_state state)
{
	return states[state][0] ? _(states[state]) : "";
}

/* Marks that say less than another one that is set, or that were told with a number. */
static uint32_t told_otherwise(const struct flow_note *n)
{
	uint32_t told = 0;
	if (n->marks & (FLOW_FAST | FLOW_SPURIOUS))
		told |= FLOW_RETRANSMISSION;
	if (n->repeats != FLOW_NONE)
		told |= FLOW_RETRANSMISSION | FLOW_FAST | FLOW_SPURIOUS;
	if (n->dup_of != FLOW_NONE)
		told |= FLOW_DUP_ACK;
	if (n->marks & FLOW_WINDOW_PROBE)
		told |= FLOW_KEEP_ALIVE;
	if (n->marks & FLOW_ZERO_PROBE_ACK)
		told |= FLOW_ZERO_WINDOW;
	return told;
}

static void add(char *out, size_t size, const char *fmt, ...) __attribute__((format(printf, 3, 4)));

/* Behind what is there already; whole characters only. */
static void add(char *out, size_t size, const char *fmt, ...)
{
	size_t len = strlen(out);
	va_list ap;
	va_start(ap, fmt);
	int n = vsnprintf(out + len, size - len, fmt, ap);
	va_end(ap);
	if (n < 0 || (size_t)n >= size - len)
		out[text_whole(out, strlen(out))] = '\0';
}

void flow_note_words(const struct flow_note *n, char *out, size_t size)
{
	if (size == 0)
		return;
	out[0] = '\0';
	uint32_t left = n->marks & ~told_otherwise(n);
	if (n->repeats != FLOW_NONE)
		add(out, size,
		        n->marks & FLOW_SPURIOUS ? _(" (spurious retransmission of #%llu)")
		        : n->marks & FLOW_FAST   ? _(" (fast retransmission of #%llu)")
		                                 : _(" (retransmission of #%llu)"),
		        (unsigned long long)n->repeats);
	if (n->dup_of != FLOW_NONE)
		add(out, size, _(" (duplicate ACK %u of #%llu)"), n->dup_number,
		        (unsigned long long)n->dup_of);
	for (unsigned i = 0; i < FLOW_MARKS; i++) {
		if (left >> i & 1)
			add(out, size, " (%s)", _(marks[i].words));
	}
}
