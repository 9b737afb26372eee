/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Checks: the walk over the tape, and when a check is true.
 *
 * How it works. Kinds that look at events keep a count; each event that fits changes it and the
 * check is settled at once, with that event. Kinds that look at the present are read at the end
 * of an update, composed ones after them in the order of the file, in which parts stand first.
 */
#include "lab/check.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/err.h"
#include "base/i18n.h"
#include "capture/filter.h"
#include "lab/check_internal.h"
#include "lab/hosts.h"
#include "lab/values.h"

/* One update looks at so many events at most; at 50 updates a second that is 400 000 a second. */
#define EVENTS_MAX 8192
/* How often the kernel is asked for counters and ports: each is a file or a message. */
#define POLL_EVERY (100 * NSEC_PER_MSEC)

/* ---- is it so now? One function a kind ---- */

static bool raw_count(struct checker *c, size_t i)
{
	const struct check_state *s = &c->states[i];
	return bound_has(&s->lab->count, (double)s->count);
}

static bool raw_order(struct checker *c, size_t i)
{
	const struct lab_check *lab = c->states[i].lab;
	const struct check_state *before = NULL;
	for (size_t p = 0; p < lab->part_count; p++) {
		const struct check_state *part = &c->states[lab->parts[p]];
		if (!part->truth)
			return false;
		if (before && (part->when < before->when || part->event + 1 < before->event + 1))
			return false;
		before = part;
	}
	return true;
}

static size_t true_parts(const struct checker *c, size_t i)
{
	const struct lab_check *lab = c->states[i].lab;
	size_t n = 0;
	for (size_t p = 0; p < lab->part_count; p++)
		n += c->states[lab->parts[p]].truth;
	return n;
}

static bool raw_all(struct checker *c, size_t i)
{
	return true_parts(c, i) == c->states[i].lab->part_count;
}

static bool raw_any(struct checker *c, size_t i)
{
	return true_parts(c, i) > 0;
}

static bool raw_not(struct checker *c, size_t i)
{
	return true_parts(c, i) == 0;
}

/* What is counted or measured, for sentences; parts: composed of others. */
static const struct kind {
	bool (*raw)(struct checker *c, size_t i);
	const char *counts; /* NULL: measures or asks */
	bool asks_kernel;   /* read at most every POLL_EVERY */
	bool composed;
} kinds[] = {
        [CHECK_FRAME] = {raw_count, N_("frames"), false, false},
        [CHECK_SOCKET] = {raw_count, N_("sockets"), false, false},
        [CHECK_OUTPUT] = {raw_count, N_("lines"), false, false},
        [CHECK_EXIT] = {raw_count, N_("ends"), false, false},
        [CHECK_CALL] = {raw_count, N_("calls"), false, false},
        [CHECK_RATE] = {check_now_read, NULL, false, false},
        [CHECK_COUNTER] = {check_now_read, NULL, true, false},
        [CHECK_SWITCH] = {check_now_read, NULL, true, false},
        [CHECK_CABLE] = {check_now_read, NULL, false, false},
        [CHECK_ORDER] = {raw_order, NULL, false, true},
        [CHECK_ALL] = {raw_all, NULL, false, true},
        [CHECK_ANY] = {raw_any, NULL, false, true},
        [CHECK_NOT] = {raw_not, NULL, false, true},
};

_Static_assert(sizeof(kinds) / sizeof(kinds[0]) == CHECK_KINDS, "each kind has its row");

/* ---- making ---- */

static int node_index(const struct lab *lab, const char *name)
{
	return name ? topology_node(&lab->topology, name) : -1;
}

/* Bounds that choose frames or sockets (gap, queues ...) don't make a check momentary: what was
 * once found stays found. */
static bool is_momentary(const struct checker *c, const struct lab_check *lab)
{
	bool measures = lab->kind == CHECK_RATE || lab->kind == CHECK_COUNTER;
	if (lab->now || lab->kind == CHECK_NOT)
		return true;
	if (isfinite(measures ? lab->value.most : lab->count.most))
		return true;
	bool passes_on = lab->kind == CHECK_ALL || lab->kind == CHECK_ANY;
	for (size_t p = 0; passes_on && p < lab->part_count; p++)
		if (c->states[lab->parts[p]].momentary)
			return true;
	return false;
}

static bool compile(struct checker *c, struct check_state *s, struct err *e)
{
	const struct lab_check *lab = s->lab;
	struct hosts hosts = {.topology = &c->lab->topology};
	if (lab->filter) {
		s->filter = filter_create(lab->filter, hosts_address, &hosts, e);
		if (!s->filter)
			return err_wrap(
			        e, "%s/lab.yaml:%u: check `%s`", c->lab->dir, lab->line, lab->name);
	}
	if (lab->payload) {
		s->payload = xmalloc(strlen(lab->payload) + 1);
		if (!value_bytes(lab->payload, s->payload, &s->payload_len))
			return err_set(e, ERR_INPUT, "%s/lab.yaml:%u: check `%s`: wrong payload",
			        c->lab->dir, lab->line, lab->name);
	}
	if (!lab->matches)
		return true;
	s->has_regex = regcomp(&s->regex, lab->matches, REG_EXTENDED | REG_NOSUB) == 0;
	return s->has_regex ||
	       err_set(e, ERR_INPUT, "%s/lab.yaml:%u: check `%s`: wrong regular expression",
	               c->lab->dir, lab->line, lab->name);
}

static bool make_state(struct checker *c, size_t i, struct err *e)
{
	const struct lab *lab = c->lab;
	const struct lab_check *l = &lab->checks[i];
	struct check_state *s = &c->states[i];
	*s = (struct check_state){
	        .lab = l,
	        .from = node_index(lab, l->from),
	        .to = node_index(lab, l->to),
	        .node = node_index(lab, l->host),
	        .link = l->link ? topology_link(&lab->topology, l->link) : -1,
	        .program = l->program ? lab_program(lab, l->program) : -1,
	        .momentary = is_momentary(c, l),
	        .value = nan(""),
	        .event = TAPE_NONE,
	};
	return compile(c, s, e);
}

struct checker *checker_create(const struct lab *lab, const struct check_world *cw, struct err *e)
{
	struct checker *c = xcalloc(1, sizeof(*c));
	c->lab = lab;
	c->world = *cw;
	c->states = xcalloc(lab->check_count + 1, sizeof(*c->states));
	c->sockets = socket_mirror_create();
	bool ok = true;
	while (ok && c->count < lab->check_count)
		ok = make_state(c, c->count++, e);
	if (ok) {
		checker_begin_lab(c, cw->tape ? tape_first(cw->tape) : 0);
		return c;
	}
	checker_destroy(c);
	return NULL;
}

void checker_destroy(struct checker *c)
{
	if (!c)
		return;
	for (size_t i = 0; i < c->count; i++) {
		filter_destroy(c->states[i].filter);
		free(c->states[i].payload);
		if (c->states[i].has_regex)
			regfree(&c->states[i].regex);
	}
	check_lines_clear(c);
	socket_mirror_destroy(c->sockets);
	field_list_finish(&c->fields);
	buf_finish(&c->detail);
	free(c->states);
	free(c);
}

/* ---- beginning anew ---- */

static void begin(struct checker *c, size_t i)
{
	struct check_state *s = &c->states[i];
	s->count = 0;
	s->value = nan("");
	s->raw = s->truth = false;
	s->event = TAPE_NONE;
	if (s->lab->kind == CHECK_COUNTER)
		check_counter_begin(c, i);
}

void checker_begin_lab(struct checker *c, uint64_t from)
{
	c->next = c->step_from = from;
	c->repeat_count = 0;
	c->has_polled = false;
	socket_mirror_clear(c->sockets);
	check_lines_clear(c);
	for (size_t i = 0; i < c->count; i++)
		begin(c, i);
}

/* A composed check begins anew when one of its parts does. */
static bool begins_with_step(const struct checker *c, size_t i, const bool *begun)
{
	const struct lab_check *lab = c->states[i].lab;
	if (lab->since_step)
		return true;
	for (size_t p = 0; p < lab->part_count; p++)
		if (begun[lab->parts[p]])
			return true;
	return false;
}

void checker_begin_step(struct checker *c, uint64_t from)
{
	c->step_from = from;
	_cleanup_free_ bool *begun = xcalloc(c->count + 1, sizeof(*begun));
	for (size_t i = 0; i < c->count; i++) {
		begun[i] = begins_with_step(c, i, begun);
		if (begun[i])
			begin(c, i);
	}
}

/* ---- truth ---- */

static void look_at(struct checker *c, const struct tape_event *ev)
{
	static void (*const lookers[])(struct checker * c, const struct tape_event *ev) = {
	        [TAPE_FRAME] = check_frame_event,
	        [TAPE_FATE] = check_fate_event,
	        [TAPE_SOCKET] = check_socket_event,
	        [TAPE_PROGRAM] = check_program_event,
	        [TAPE_OUTPUT] = check_output_event,
	        [TAPE_NOTE] = NULL,
	        [TAPE_CALL] = check_call_event,
	        [TAPE_COUNTER] = NULL,
	};
	_Static_assert(sizeof(lookers) / sizeof(lookers[0]) == TAPE_KINDS, "each kind of event");
	if (lookers[ev->kind])
		lookers[ev->kind](c, ev);
}

static void walk(struct checker *c)
{
	const struct tape *t = c->world.tape;
	if (c->next < tape_first(t))
		c->next = tape_first(t);
	for (int n = 0; n < EVENTS_MAX && c->next < tape_end(t); n++, c->next++) {
		struct tape_event ev;
		if (tape_get(t, c->next, &ev))
			look_at(c, &ev);
	}
}

bool checker_update(struct checker *c, nsec now)
{
	c->changed = false;
	if (c->world.tape)
		walk(c);
	bool poll = !c->has_polled || now - c->polled >= POLL_EVERY;
	if (poll)
		c->polled = now;
	c->has_polled = true;
	uint64_t last = c->next ? c->next - 1 : TAPE_NONE;
	for (size_t i = 0; i < c->count; i++) {
		const struct check_state *s = &c->states[i];
		const struct kind *k = &kinds[s->lab->kind];
		if (s->truth && !s->momentary)
			continue;
		bool raw = k->asks_kernel && !poll ? s->raw : k->raw(c, i);
		checker_settle(c, i, raw, now, last);
	}
	return c->changed;
}

enum check_truth checker_truth(const struct checker *c, size_t check)
{
	return check < c->count && c->states[check].truth ? CHECK_TRUE : CHECK_OPEN;
}

uint64_t checker_event(const struct checker *c, size_t check)
{
	return check < c->count ? c->states[check].event : TAPE_NONE;
}

/* ---- words ---- */

static void detail_measured(struct checker *c, const struct check_state *s)
{
	char bound[48];
	bound_text(&s->lab->value, bound);
	if (isnan(s->value))
		buf_printf(&c->detail, _("not measured, needs %s"), bound);
	else
		buf_printf(&c->detail, _("%.6g, needs %s"), s->value, bound);
}

const char *checker_detail(struct checker *c, size_t check)
{
	buf_clear(&c->detail);
	if (check >= c->count)
		return buf_text(&c->detail);
	const struct check_state *s = &c->states[check];
	const struct kind *k = &kinds[s->lab->kind];
	char bound[48];
	bound_text(&s->lab->count, bound);
	if (k->counts)
		buf_printf(&c->detail, _("%llu of %s %s"), (unsigned long long)s->count, bound,
		        _(k->counts));
	else if (k->composed)
		buf_printf(&c->detail, _("%zu of %zu checks hold"), true_parts(c, check),
		        s->lab->part_count);
	else if (s->lab->kind == CHECK_RATE || s->lab->kind == CHECK_COUNTER)
		detail_measured(c, s);
	else
		buf_puts(&c->detail, s->raw ? _("it is so") : _("it is not so"));
	if (s->raw && !s->truth && s->lab->hold > 0)
		buf_printf(&c->detail, _(", for less than %g s"), s->lab->hold);
	return buf_text(&c->detail);
}
