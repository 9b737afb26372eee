/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Frames of the tape as a pcapng file.
 */
#include "bench/record.h"

#include <stdio.h>

#include "bench/bench_internal.h"
#include "capture/pcapng.h"
#include "net/world.h"
#include "tape/tape.h"

/* One interface a link end, numbered 2 * link + end: where the frame came in. */
static void add_interfaces(const struct bench *b, struct pcapng *out)
{
	for (int i = 0; i < b->topology.link_count; i++) {
		for (int end = 0; end < 2; end++) {
			const struct topology_end *at = &b->topology.links[i].ends[end];
			char name[64];
			snprintf(name, sizeof(name), "%s-%s", b->topology.nodes[at->node].name,
			        at->interface);
			pcapng_interface(out, name, b->topology.links[i].name);
		}
	}
}

static void add_frame(const struct bench *b, struct pcapng *out, const struct tape_event *ev)
{
	const struct tape_frame *f = &ev->frame;
	char fate[200] = "";
	bool plain = f->fate == FATE_SEEN || (f->fate == FATE_DELIVERED && f->by == BY_WIRE);
	if (!plain || f->marks)
		bench_fate_text(b, ev->id, fate, sizeof(fate));
	pcapng_frame(out, 2 * f->link + f->direction, ev->when, f->bytes, f->captured, f->length,
	        fate[0] ? fate : NULL);
}

bool record_write(const struct bench *b, const char *path, struct err *e)
{
	struct pcapng *out = pcapng_create(path, e);
	return out && record_finish(b, out, e);
}

struct pcapng *record_begin(const char *path, struct err *e)
{
	return world_enter(e) ? pcapng_create(path, e) : NULL;
}

bool record_finish(const struct bench *b, struct pcapng *out, struct err *e)
{
	if (!out)
		return true;
	add_interfaces(b, out);
	struct tape_event ev;
	uint64_t id = tape_find(b->tape, tape_first(b->tape), TAPE_FRAME, 1);
	while (id != TAPE_NONE && tape_get(b->tape, id, &ev)) {
		add_frame(b, out, &ev);
		id = tape_find(b->tape, id + 1, TAPE_FRAME, 1);
	}
	return pcapng_close(out, e);
}
