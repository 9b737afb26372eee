/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The wire's settings and what can be asked of it.
 */
#include "net/wire.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/err.h"
#include "base/i18n.h"
#include "net/wire_internal.h"

#define FLOWS_MAX 4096
#define FRAME_MAX 262144

static void add_addresses(struct wire *w, const struct topology_end *end)
{
	for (int i = 0; i < end->address_count; i++) {
		char text[46];
		packet_addr_text(&end->addresses[i].addr, text);
		buf_printf(&w->names, "%s%s", w->names.len ? " " : "", text);
	}
}

/* All addresses of a host by its name, parted by spaces. */
static const char *addresses_of(void *user, const char *name)
{
	struct wire *w = user;
	int node = topology_node(w->topology, name);
	if (node < 0)
		return NULL;
	buf_clear(&w->names);
	for (int i = 0; i < 2 * w->link_count; i++) {
		const struct topology_end *end = &w->topology->links[i / 2].ends[i % 2];
		if (end->node == node)
			add_addresses(w, end);
	}
	return w->names.len ? buf_text(&w->names) : NULL;
}

struct wire *wire_core_create(
        const struct topology *t, struct tape *tape, const struct wire_below *below)
{
	struct wire *w = xcalloc(1, sizeof(*w));
	w->topology = t;
	w->tape = tape;
	w->below = *below;
	w->flows = flow_table_create(FLOWS_MAX, FLOW_BY_ORDER);
	w->notes = wire_notes_create();
	w->rules = wire_rules_create(addresses_of, w);
	w->scratch = xmalloc(FRAME_MAX);
	w->armed = WIRE_QUEUE_NEVER;
	w->link_count = t->link_count;
	for (int i = 0; i < w->link_count; i++) {
		w->links[i].watched = t->links[i].carrier != LINK_WIRE;
		w->links[i].loopback = t->links[i].carrier == LINK_LOOPBACK;
		w->links[i].window = INT64_MIN / 2;
		w->links[i].gate = filter_create("", NULL, NULL, NULL);
		for (int way = 0; way < 2; way++)
			w->links[i].ways[way].impair.last_due = INT64_MIN;
	}
	return w;
}

void wire_core_destroy(struct wire *w)
{
	for (int i = 0; i < w->link_count; i++) {
		filter_destroy(w->links[i].gate);
		wire_impair_finish(&w->links[i].ways[0].impair);
		wire_impair_finish(&w->links[i].ways[1].impair);
	}
	wire_queue_finish(&w->queue);
	wire_held_finish(&w->held);
	wire_rules_destroy(w->rules);
	wire_notes_destroy(w->notes);
	flow_table_destroy(w->flows);
	buf_finish(&w->names);
	free(w->scratch);
	free(w);
}

void wire_listen(struct wire *w, wire_frame_fn on_frame, wire_change_fn on_change, void *user)
{
	w->on_frame = on_frame;
	w->on_change = on_change;
	w->user = user;
}

static void set_mode(struct wire *w, struct wire_link *l, enum wire_mode mode, const char *gate)
{
	filter_destroy(l->gate);
	l->mode = mode;
	l->gate = filter_create(gate, addresses_of, w, NULL);
}

bool wire_set_mode(struct wire *w, int link, enum wire_mode mode, const char *gate, struct err *e)
{
	if (link >= 0 && link < w->link_count && w->links[link].watched && mode == WIRE_HOLD)
		return err_set(e, ERR_USAGE,
		        _("the frames of \"%s\" are carried by the kernel: they can be watched, "
		          "not held"),
		        w->topology->links[link].name);
	struct filter *tried = filter_create(gate ? gate : "", addresses_of, w, e);
	if (!tried)
		return false;
	filter_destroy(tried);
	for (int i = 0; i < w->link_count; i++)
		if ((link < 0 || link == i) && !w->links[i].watched)
			set_mode(w, &w->links[i], mode, gate ? gate : "");
	return true;
}

/* A link that stands for "every link": the first that can be held. */
static int concrete(const struct wire *w, int link)
{
	for (int i = 0; link < 0 && i < w->link_count; i++)
		if (!w->links[i].watched)
			return i;
	return link < 0 ? 0 : link;
}

enum wire_mode wire_mode(const struct wire *w, int link)
{
	return w->links[concrete(w, link)].mode;
}

const char *wire_gate(const struct wire *w, int link)
{
	return filter_text(w->links[concrete(w, link)].gate);
}

void wire_impair(struct wire *w, int link, int direction, const struct wire_impairment *i)
{
	for (int at = 0; at < 2 * w->link_count; at++) {
		struct wire_link *l = &w->links[at / 2];
		bool meant = (link < 0 || link == at / 2) && (direction < 0 || direction == at % 2);
		if (meant && !l->watched)
			wire_impair_set(&l->ways[at % 2].impair, i, (uint64_t)at);
	}
}

const struct wire_impairment *wire_impairment(const struct wire *w, int link, int direction)
{
	return &w->links[concrete(w, link)].ways[direction == 1].impair.set;
}

bool wire_rule_add(struct wire *w, const char *text, struct err *e)
{
	return wire_rules_add(w->rules, text, e);
}

bool wire_rule_remove(struct wire *w, size_t index)
{
	return wire_rules_remove(w->rules, index);
}

size_t wire_rules(const struct wire *w, const struct wire_rule **out)
{
	return wire_rules_list(w->rules, out);
}

size_t wire_held(const struct wire *w, const struct wire_held **out)
{
	*out = w->held.list.at;
	return w->held.list.count;
}

bool wire_note(const struct wire *w, uint64_t frame, struct flow_note *out)
{
	return wire_notes_get(w->notes, frame, out);
}

static void add(struct wire_stats *sum, const struct wire_stats *s)
{
	sum->seen += s->seen;
	sum->delivered += s->delivered;
	sum->dropped += s->dropped;
	sum->not_recorded += s->not_recorded;
}

struct wire_stats wire_stats(struct wire *w, int link)
{
	struct wire_stats sum = {0};
	for (int i = 0; i < w->link_count; i++) {
		if (link >= 0 && link != i)
			continue;
		add(&sum, &w->links[i].stats);
		if (w->below.lost)
			sum.lost_by_kernel += w->below.lost(w->below.user, i);
	}
	return sum;
}
