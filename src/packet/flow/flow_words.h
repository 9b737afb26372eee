/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Words for what flows say.
 */
#ifndef PACKET_FLOW_WORDS_H
#define PACKET_FLOW_WORDS_H

#include <stddef.h>

#include "packet/flow/flow_summary.h"

/* The name of one mark in tshark's words, "fast_retransmission"; ours for FLOW_WINDOW_PROBE. */
const char *flow_mark_name(enum flow_marks mark);
/* One mark in words, "previous segment not captured". Translated, static. */
const char *flow_mark_words(enum flow_marks mark);
/* All that a note remarks, each in parentheses behind a space: " (duplicate ACK 2 of #17)
 * (window full)"; "" when there is nothing. A reset's reason is not among them. */
void flow_note_words(const struct flow_note *n, char *out, size_t size);

/* Why it was reset, a sentence without a subject: "answers a SYN: nobody listens there". */
const char *flow_reset_words(enum flow_reset why);
const char *flow_state_words(enum flow_state state);

#endif
