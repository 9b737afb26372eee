/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Checks of what programs ask their kernel for.
 */
#include <math.h>
#include <string.h>

#include "lab/check_internal.h"
#include "lab/values.h"

static bool is_whose(
        const struct checker *c, const struct check_state *s, const struct tape_call *call)
{
	if (s->node >= 0 && s->node != call->node)
		return false;
	if (s->program < 0)
		return true;
	return c->world.program_of && c->world.program_of(c->world.user, call->pane) == s->program;
}

static bool has_data(const struct check_state *s, const struct tape_call *call)
{
	return !s->payload_len || memmem(call->data, call->data_kept, s->payload, s->payload_len);
}

static bool has_result(const struct lab_check *lab, const struct tape_call *call)
{
	if (call->stage != CALL_RETURNED)
		return true;
	double seconds = (double)call->blocked / (double)NSEC_PER_SEC;
	return (lab->error < 0 || lab->error == call->error) &&
	       bound_has(&lab->value, (double)call->result) && bound_has(&lab->gap, seconds);
}

static bool fits(const struct checker *c, const struct check_state *s, const struct tape_call *call)
{
	const struct lab_check *lab = s->lab;
	return lab->stage == call->stage && strcmp(lab->call, call->name) == 0 &&
	       is_whose(c, s, call) && has_result(lab, call) && has_data(s, call) &&
	       (!lab->text || strstr(call->args, lab->text));
}

void check_call_event(struct checker *c, const struct tape_event *ev)
{
	for (size_t i = 0; i < c->count; i++) {
		struct check_state *s = &c->states[i];
		if (!checker_wants(c, i, CHECK_CALL, ev->id) || !fits(c, s, &ev->call))
			continue;
		s->count++;
		checker_settle(c, i, bound_has(&s->lab->count, (double)s->count), ev->when, ev->id);
	}
}
