/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * States of a terminal, kept and returned to: a copy of the arena that libvterm lives in, and of
 * what is outside of it.
 */
#include <stdlib.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "term/vt_internal.h"

struct vt_state {
	struct vt vt; /* its lines and its scan's string are its own */
	void *memory; /* of the arena */
	size_t length;
};

/* Copies what is not in the arena. */
static void copy_outside(struct vt *to, const struct vt *from)
{
	*to = *from;
	to->scan.string = (struct buf){0};
	if (from->scan.string.len)
		buf_add(&to->scan.string, from->scan.string.at, from->scan.string.len);
	vt_lines_copy(&to->lines, &from->lines);
}

struct vt_state *vt_keep(const struct vt *vt)
{
	if (!vt->arena)
		return NULL;
	struct vt_state *s = xcalloc(1, sizeof(*s));
	copy_outside(&s->vt, vt);
	s->memory = arena_copy(vt->arena, &s->length);
	return s;
}

void vt_return(struct vt *vt, const struct vt_state *s)
{
	struct vt_hooks hooks = vt->hooks;
	uint64_t generation = vt->status.generation;
	vt_finish_outside(vt);
	copy_outside(vt, &s->vt);
	arena_restore(vt->arena, s->memory, s->length);
	vt->hooks = hooks;
	vt->status.generation = generation + 1;
}

size_t vt_state_bytes(const struct vt_state *s, const struct vt_state *before)
{
	size_t bytes = sizeof(*s) + s->length + (size_t)s->vt.lines.room * sizeof(struct vt_line);
	uint64_t scrolled = s->vt.status.scrolled - (before ? before->vt.status.scrolled : 0);
	uint64_t count = (uint64_t)s->vt.lines.count;
	bytes += vt_lines_bytes(&s->vt.lines, (int)(scrolled < count ? scrolled : count));
	return bytes;
}

void vt_state_free(struct vt_state *s)
{
	if (!s)
		return;
	vt_finish_outside(&s->vt);
	free(s->memory);
	free(s);
}
