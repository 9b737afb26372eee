/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A tape made small enough to be shipped: the same events in the same order, with long frames and
 * buffers cut, and of a step with very many frames only the first and the last ones. What is left
 * out is said where it was (NOTE_CUT); ids are given anew.
 */
#ifndef RECORD_ABRIDGE_H
#define RECORD_ABRIDGE_H

#include <stddef.h>
#include <stdint.h>

struct tape;

struct abridge_limits {
	uint32_t frame_bytes; /* kept of a frame */
	uint32_t call_bytes;  /* kept of what a call moved */
	size_t frames_a_step; /* half of them at its begin, half at its end; and besides, those that
	                       * somebody handled, and those that a kept one refers to */
};

/* The copy, to be destroyed by the caller. Predictions are not copied: they were the answers; a
 * step that begins again begins once. */
struct tape *abridge_tape(const struct tape *t, const struct abridge_limits *l);

#endif
