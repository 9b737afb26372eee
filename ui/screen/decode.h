/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Bytes from a terminal -> keys, mouse, pastes, focus. Pure; foreign bytes, so all is bounded.
 *
 * Understands what xterm and its kin send (xterm's ctlseqs: CSI with modifiers, SS3, SGR and X10
 * mouse, bracketed paste, focus, CSI u), the Linux console and rxvt, and sequences that were added
 * from terminfo. Complete sequences that mean nothing to us are swallowed.
 */
#ifndef SCREEN_DECODE_H
#define SCREEN_DECODE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "ui/screen/screen.h"

#define DECODE_EXTRA_MAX 32
#define DECODE_SEQUENCE_MAX 64 /* a longer control sequence is dropped */

struct decode_extra {
	char bytes[12];
	struct key key;
};

struct decoder {
	struct buf input; /* bytes not decoded yet begin at `taken` */
	size_t taken;
	bool pasting;
	struct buf paste;
	struct decode_extra extra[DECODE_EXTRA_MAX];
	size_t extra_count;
};

void decoder_finish(struct decoder *d);

/* What this terminal sends for a key; longer or more than fit are ignored. */
void decoder_add(struct decoder *d, const char *bytes, struct key key);

void decoder_feed(struct decoder *d, const char *bytes, size_t len);

/* The next event; false when the rest is nothing or the begin of a sequence. `settle`: no more
 * will come, so an ESC is the Esc key and half a sequence is dropped. */
bool decoder_next(struct decoder *d, bool settle, struct screen_event *out);

/* Whether the begin of a sequence waits for its rest (not inside a paste). */
bool decoder_pending(const struct decoder *d);

#endif
