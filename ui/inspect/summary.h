/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The chosen packet's conversation in one line: who, how far it got, how much, what went wrong,
 * and whose it is.
 */
#ifndef INSPECT_SUMMARY_H
#define INSPECT_SUMMARY_H

#include "ui/draw/canvas.h"
#include "ui/inspect/inspect.h"

void summary_draw(const struct inspect *in, struct canvas *c);

/* "812 bytes", "1.2 kB", "3.4 MB". */
void summary_bytes(uint64_t n, char *out, size_t size);

/* "reset (answers a SYN: nobody listens there)  3 sent again": a conversation's end and troubles.
 */
void summary_happened(const struct flow_summary *s, char *out, size_t size);

#endif
