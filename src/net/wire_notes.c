/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What flows said of the last frames.
 */
#include "net/wire_notes.h"

#include <stdlib.h>

#include "base/alloc.h"

struct entry {
	uint64_t key; /* frame id + 1; 0: nothing here */
	struct flow_note note;
};

struct wire_notes {
	struct entry at[WIRE_NOTES];
};

struct wire_notes *wire_notes_create(void)
{
	return xcalloc(1, sizeof(struct wire_notes));
}

void wire_notes_destroy(struct wire_notes *n)
{
	free(n);
}

void wire_notes_put(struct wire_notes *n, uint64_t frame, const struct flow_note *note)
{
	struct entry *e = &n->at[frame % WIRE_NOTES];
	e->key = frame + 1;
	e->note = *note;
}

bool wire_notes_get(const struct wire_notes *n, uint64_t frame, struct flow_note *out)
{
	const struct entry *e = &n->at[frame % WIRE_NOTES];
	if (e->key != frame + 1)
		return false;
	*out = e->note;
	return true;
}
