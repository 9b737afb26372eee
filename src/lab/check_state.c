/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The truth of one check: what an observation makes of it, and whether it is still of interest.
 */
#include "lab/check_internal.h"

void checker_settle(struct checker *c, size_t i, bool raw, nsec when, uint64_t event)
{
	struct check_state *s = &c->states[i];
	if (s->truth && !s->momentary)
		return;
	if (!raw) {
		c->changed |= s->truth;
		s->raw = s->truth = false;
		s->event = TAPE_NONE;
		return;
	}
	if (!s->raw) {
		s->raw = true;
		s->raw_since = when;
	}
	bool long_enough = (double)(when - s->raw_since) >= s->lab->hold * (double)NSEC_PER_SEC;
	if (s->truth || !long_enough)
		return;
	s->truth = c->changed = true;
	s->event = event;
	s->when = when;
}

bool checker_wants(const struct checker *c, size_t i, enum lab_check_kind kind, uint64_t event)
{
	const struct check_state *s = &c->states[i];
	if (s->lab->kind != kind || (s->truth && !s->momentary))
		return false;
	return !s->lab->since_step || event >= c->step_from;
}
