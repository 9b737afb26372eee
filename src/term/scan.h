/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Makes what a program prints harmless and complete before libvterm interprets it.
 *
 * How it works: a state machine after ECMA-48 (the one of DEC's terminals) that is fed in any
 * pieces. It gives out whole sequences and whole code points only, bounded in number and value,
 * and it does itself what libvterm 0.1.4 of Debian 12 does not do or does wrong:
 * - strings (OSC, DCS, APC, PM, SOS) are taken out; operating system commands go to sink.osc;
 * - repeat (CSI b) is spelled out, a list of modes (CSI ? 1006;1000 h) becomes one each,
 *   CSI s and u save the cursor unless there are side margins, CSI 3 J goes to sink.forget;
 * - wide characters that are younger than libvterm's tables get the width they have (scan_reveal);
 * - double-width lines, 8-bit controls and overlong or broken UTF-8 (U+FFFD) never get there.
 */
#ifndef TERM_SCAN_H
#define TERM_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

#define SCAN_STRING_MAX 65536 /* bytes of an operating system command; longer ones are dropped */
#define SCAN_PASS_MAX 512     /* bytes handed to sink.pass at once */

enum scan_state {
	SCAN_GROUND,
	SCAN_ESCAPE,
	SCAN_ESCAPE_INTERMEDIATE,
	SCAN_CSI,
	SCAN_STRING,
	SCAN_STRING_ESCAPE,
	SCAN_STATES_
};

struct scan_sink {
	void (*pass)(void *user, const char *bytes, size_t len);
	/* What stands between ESC ] and its end; not NUL-terminated. */
	void (*osc)(void *user, const char *text, size_t len);
	void (*forget)(void *user); /* the scrollback is to be cleared */
	void *user;
};

struct scan {
	enum scan_state state;
	bool is_osc;       /* the string we are in */
	bool margins;      /* the program has set margins or origin mode since the last reset */
	bool side_margins; /* DECLRMM is on: CSI s means margins */
	bool too_long;     /* the sequence we are in is dropped at its end */
	uint8_t part[4];   /* of a code point */
	uint8_t part_have, part_need;
	uint8_t marks; /* combining marks since the last base */
	char last[5];  /* the last code point with a width, for CSI b; "" none */
	char sequence[128];
	size_t sequence_len;
	char out[SCAN_PASS_MAX + 64];
	size_t out_len;
	struct buf string;
};

/* A zeroed scan is ready. */
void scan_feed(struct scan *s, const struct scan_sink *sink, const void *bytes, size_t len);
/* The code point that was meant by one that libvterm was given: see the widths in scan.c. */
uint32_t scan_reveal(uint32_t cp);
void scan_finish(struct scan *s);

#endif
