/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the files of the terminal share.
 */
#ifndef TERM_VT_INTERNAL_H
#define TERM_VT_INTERNAL_H

#include <vterm.h>

#include "term/arena.h"
#include "term/scan.h"
#include "term/vt.h"
#include "term/vt_lines.h"

enum { VT_SIZE_MAX = 1000, VT_TITLE_ROOM = 256 };

struct vt {
	struct arena *arena; /* where libvterm's memory is; NULL: anywhere */
	VTerm *term;
	VTermScreen *screen;
	VTermState *state;
	struct scan scan;
	struct vt_hooks hooks;
	struct vt_status status; /* but for rows, cols and the cursor's position */
	char title[VT_TITLE_ROOM];
	struct vt_lines lines;
};

static inline int vt_clamp(int value, int least, int most)
{
	return value < least ? least : value > most ? most : value;
}

/* To who has hooks.output. */
void vt_send(struct vt *vt, const char *bytes, size_t len);
/* Frees what is not in the arena. */
void vt_finish_outside(struct vt *vt);

#endif
