/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The addresses among the shown packets, and how much each sent and received. Enter shows one
 * alone.
 */
#include <stdio.h>

#include "base/i18n.h"
#include "ui/inspect/summary.h"
#include "ui/inspect/table.h"
#include "ui/inspect/views.h"

enum endpoint_column {
	ADDRESS,
	PACKETS,
	BYTES,
	SENT,
	SENT_BYTES,
	RECEIVED,
	RECEIVED_BYTES,
	COLUMNS
};

static const struct table_column columns[] = {
        [ADDRESS] = {N_("address"), 16, 60, false},
        [PACKETS] = {N_("packets"), 0, 0, true},
        [BYTES] = {N_("bytes"), 9, 0, true},
        [SENT] = {N_("sent"), 8, 0, true},
        [SENT_BYTES] = {N_("bytes sent"), 9, 0, true},
        [RECEIVED] = {N_("received"), 8, 0, true},
        [RECEIVED_BYTES] = {N_("bytes received"), 9, 0, true},
};
_Static_assert(sizeof(columns) / sizeof(columns[0]) == COLUMNS, "a heading for each");

static const struct survey_endpoint *endpoint(const struct inspect *in, size_t row)
{
	const struct survey_endpoint *at;
	size_t count = in->sums.survey ? survey_endpoints(in->sums.survey, &at) : 0;
	return row < count ? &at[row] : NULL;
}

static double weight(void *from, size_t row, int column)
{
	const struct survey_endpoint *e = endpoint(from, row);
	if (!e)
		return 0;
	const double values[] = {
	        [ADDRESS] = table_address_weight(&e->address),
	        [PACKETS] = (double)(e->sent.packets + e->received.packets),
	        [BYTES] = (double)(e->sent.bytes + e->received.bytes),
	        [SENT] = (double)e->sent.packets,
	        [SENT_BYTES] = (double)e->sent.bytes,
	        [RECEIVED] = (double)e->received.packets,
	        [RECEIVED_BYTES] = (double)e->received.bytes,
	};
	_Static_assert(sizeof(values) / sizeof(values[0]) == COLUMNS, "a weight for each");
	return values[column];
}

static void text(void *from, size_t row, int column, char *out, size_t size)
{
	const struct survey_endpoint *e = endpoint(from, row);
	out[0] = 0;
	if (!e)
		return;
	if (column == ADDRESS)
		inspect_end_text(from, &e->address, 0, out, size);
	else if (column == BYTES || column == SENT_BYTES || column == RECEIVED_BYTES)
		summary_bytes((uint64_t)weight(from, row, column), out, size);
	else
		snprintf(out, size, "%.0f", weight(from, row, column));
}

static const struct table_ops ops = {columns, COLUMNS, BYTES,
        N_("There is no address among the packets that are shown."), text, weight, NULL};

static void layout(void *state, struct view_env *env, int w, int h)
{
	struct table *t = state;
	const struct survey_endpoint *at;
	struct survey *s = sums_survey(env->inspect);
	table_layout(
	        t, &ops, env->inspect, survey_endpoints(s, &at), sums_version(env->inspect), w, h);
}

static void draw(const void *state, const struct view_env *env, struct canvas *c)
{
	const struct table *t = state;
	table_draw(t, &ops, env->inspect, c, env->focus);
}

static void box(const void *state, const struct view_env *env, struct view_box *b)
{
	const struct table *t = state;
	const struct survey *s = env->inspect->sums.survey;
	unsigned long long out = s ? survey_endpoints_left_out(s) : 0;
	snprintf(b->title, sizeof(b->title), "%s", _("Endpoints"));
	snprintf(b->note, sizeof(b->note), "%zu", t->count);
	sums_foot(env->inspect, b);
	if (out)
		snprintf(
		        b->foot, sizeof(b->foot), _("there are more: %llu packets of others"), out);
	table_box(t, b);
}

static bool act(void *state, struct view_env *env, const struct view_act *a, struct view_reply *r)
{
	struct table *t = state;
	size_t row;
	const struct survey_endpoint *e =
	        table_chosen(t, &row) ? endpoint(env->inspect, row) : NULL;
	if (a->kind == ACT_OPEN && e) {
		char address[46];
		packet_addr_text(&e->address, address);
		snprintf(r->line, sizeof(r->line), "filter %shost %s",
		        e->address.length == 6 ? "ether " : "", address);
		return true;
	}
	return table_act(t, &ops, env->inspect, a, r);
}

const struct view_ops inspect_endpoints = {
        .name = "endpoints",
        .title = N_("Endpoints"),
        .state_size = sizeof(struct table),
        .finish = table_finish,
        .layout = layout,
        .box = box,
        .draw = draw,
        .act = act,
};
