/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Checks of what stands on no tape: rates, kernel counters, switches, cables.
 */
#include <math.h>

#include "lab/check_internal.h"
#include "lab/values.h"
#include "net/world.h"

void check_counter_begin(struct checker *c, size_t i)
{
	struct check_state *s = &c->states[i];
	s->has_base = c->world.world &&
	              world_kernel_counter(c->world.world, s->node, s->lab->counter, &s->base);
}

static bool read_counter(struct checker *c, struct check_state *s)
{
	uint64_t now;
	if (!c->world.world || !s->has_base ||
	        !world_kernel_counter(c->world.world, s->node, s->lab->counter, &now))
		return false;
	s->value = (double)(now - s->base);
	return bound_has(&s->lab->value, s->value);
}

static bool read_rate(struct checker *c, struct check_state *s)
{
	if (!c->world.rate)
		return false;
	double most = 0;
	for (int link = 0; link < c->lab->topology.link_count; link++) {
		double rate =
		        s->link < 0 || s->link == link ? c->world.rate(c->world.user, link) : 0;
		most = rate > most ? rate : most;
	}
	s->value = most;
	return bound_has(&s->lab->value, most);
}

static bool read_switch(struct checker *c, const struct check_state *s)
{
	struct world *w = c->world.world;
	if (!w)
		return false;
	if (s->lab->state < 0)
		return world_stp(w, s->node) == s->lab->on;
	const struct topology_link *link = &c->lab->topology.links[s->link];
	int end = link->ends[0].node == s->node ? 0 : 1;
	return world_port_state(w, s->link, end) == s->lab->state;
}

static bool read_cable(struct checker *c, const struct check_state *s)
{
	return c->world.world && world_plugged(c->world.world, s->link) == s->lab->on;
}

bool check_now_read(struct checker *c, size_t i)
{
	struct check_state *s = &c->states[i];
	if (s->lab->kind == CHECK_COUNTER)
		return read_counter(c, s);
	if (s->lab->kind == CHECK_RATE)
		return read_rate(c, s);
	return s->lab->kind == CHECK_SWITCH ? read_switch(c, s) : read_cable(c, s);
}
