/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The conversations among the shown packets: who, how much, how long, what went wrong, how each
 * ended. Enter shows one alone.
 */
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "packet/flow/flow_words.h"
#include "ui/inspect/summary.h"
#include "ui/inspect/table.h"
#include "ui/inspect/views.h"

enum conversation_column {
	STREAM,
	PROTOCOL,
	FROM,
	TO,
	PACKETS,
	SENT,
	RECEIVED,
	HAPPENED,
	DURATION,
	START,
	COLUMNS
};

static const struct table_column columns[] = {
        [STREAM] = {N_("stream"), 0, 0, true},
        [PROTOCOL] = {N_("protocol"), 0, 0, false},
        [FROM] = {N_("began by"), 0, 42, false},
        [TO] = {N_("with"), 0, 42, false},
        [PACKETS] = {N_("packets"), 0, 0, true},
        [SENT] = {N_("sent"), 8, 0, true},
        [RECEIVED] = {N_("received"), 8, 0, true},
        [HAPPENED] = {N_("what happened"), 24, 90, false},
        [DURATION] = {N_("length s"), 0, 0, true},
        [START] = {N_("start s"), 0, 0, true},
};
_Static_assert(sizeof(columns) / sizeof(columns[0]) == COLUMNS, "a heading for each");
_Static_assert((int)COLUMNS <= (int)TABLE_COLUMNS_MAX, "room for all");

static bool summary_of(const struct inspect *in, size_t row, struct flow_summary *out)
{
	const uint64_t *flows;
	size_t count = in->sums.survey ? survey_conversations(in->sums.survey, &flows) : 0;
	return row < count && flow_summary(traffic_flows(in->traffic), flows[row], out);
}

static const char *protocol_name(uint8_t protocol)
{
	static const struct {
		uint8_t number;
		const char *name;
	} names[] = {{1, "ICMP"}, {6, "TCP"}, {17, "UDP"}, {58, "ICMPv6"}, {132, "SCTP"}};
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (names[i].number == protocol)
			return names[i].name;
	return "?";
}

static double seconds(nsec t)
{
	return (double)t / (double)NSEC_PER_SEC;
}

static uint32_t repeats(const struct flow_summary *s)
{
	return s->sides[0].repeated + s->sides[1].repeated;
}

static void text(void *from, size_t row, int column, char *out, size_t size)
{
	const struct inspect *in = from;
	struct flow_summary s;
	out[0] = 0;
	if (!summary_of(in, row, &s))
		return;
	switch ((enum conversation_column)column) {
	case STREAM:
		snprintf(out, size, "%llu", (unsigned long long)s.flow);
		break;
	case PROTOCOL:
		snprintf(out, size, "%s", protocol_name(s.protocol));
		break;
	case FROM:
	case TO: {
		const struct flow_summary_side *side = &s.sides[column == TO];
		inspect_end_text(in, &side->address, side->port, out, size);
		break;
	}
	case PACKETS:
		snprintf(out, size, "%u", s.sides[0].packets + s.sides[1].packets);
		break;
	case SENT:
	case RECEIVED:
		summary_bytes(s.sides[column == RECEIVED].bytes, out, size);
		break;
	case START:
		snprintf(out, size, "%.6f", seconds(traffic_since(in->traffic, s.first)));
		break;
	case DURATION:
		snprintf(out, size, "%.6f", seconds(s.last - s.first));
		break;
	case HAPPENED:
		summary_happened(&s, out, size);
		break;
	case COLUMNS:
		break;
	}
}

static double weight(void *from, size_t row, int column)
{
	struct flow_summary s;
	if (!summary_of(from, row, &s))
		return 0;
	switch ((enum conversation_column)column) {
	case STREAM:
		return -(double)s.flow;
	case PROTOCOL:
		return -(double)s.protocol;
	case FROM:
	case TO:
		return table_address_weight(&s.sides[column == TO].address);
	case PACKETS:
		return s.sides[0].packets + s.sides[1].packets;
	case SENT:
	case RECEIVED:
		return (double)s.sides[column == RECEIVED].bytes;
	case START:
		return -(double)s.first;
	case DURATION:
		return (double)(s.last - s.first);
	case HAPPENED:
		return repeats(&s) + (s.reset_by >= 0 ? 1e6 : 0);
	case COLUMNS:
		break;
	}
	return 0;
}

static enum role role(void *from, size_t row)
{
	struct flow_summary s;
	if (!summary_of(from, row, &s))
		return ROLE_TEXT;
	return s.reset_by >= 0 ? ROLE_ERROR : repeats(&s) ? ROLE_WARNING : ROLE_TEXT;
}

static const struct table_ops ops = {columns, COLUMNS, SENT,
        N_("There is no conversation among the packets that are shown."), text, weight, role};

static void layout(void *state, struct view_env *env, int w, int h)
{
	struct table *t = state;
	struct inspect *in = env->inspect;
	const uint64_t *flows;
	struct survey *s = sums_survey(in);
	table_layout(t, &ops, in, survey_conversations(s, &flows), sums_version(in), w, h);
}

static void draw(const void *state, const struct view_env *env, struct canvas *c)
{
	const struct table *t = state;
	table_draw(t, &ops, env->inspect, c, env->focus);
}

static void box(const void *state, const struct view_env *env, struct view_box *b)
{
	const struct table *t = state;
	snprintf(b->title, sizeof(b->title), "%s", _("Conversations"));
	snprintf(b->note, sizeof(b->note), "%zu", t->count);
	sums_foot(env->inspect, b);
	table_box(t, b);
}

static bool act(void *state, struct view_env *env, const struct view_act *a, struct view_reply *r)
{
	struct table *t = state;
	struct flow_summary s;
	size_t row;
	if (a->kind == ACT_OPEN && table_chosen(t, &row) && summary_of(env->inspect, row, &s)) {
		snprintf(
		        r->line, sizeof(r->line), "filter stream %llu", (unsigned long long)s.flow);
		return true;
	}
	return table_act(t, &ops, env->inspect, a, r);
}

const struct view_ops inspect_conversations = {
        .name = "conversations",
        .title = N_("Conversations"),
        .state_size = sizeof(struct table),
        .finish = table_finish,
        .layout = layout,
        .box = box,
        .draw = draw,
        .act = act,
};
