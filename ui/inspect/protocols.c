/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The protocol hierarchy: what lies in what among the shown packets, as a tree with shares.
 */
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "packet/format.h"
#include "ui/draw/graph.h"
#include "ui/inspect/summary.h"
#include "ui/inspect/views.h"

#define NUMBERS_WIDE 34 /* packets, share, bytes */
#define BAR_MIN 8
#define HEAD_ROWS 1

struct protocols {
	struct list list;
};

static void layout(void *state, struct view_env *env, int w, int h)
{
	struct protocols *v = state;
	const struct survey_protocol *rows;
	size_t count = survey_protocols(sums_survey(env->inspect), &rows);
	(void)w;
	list_layout(&v->list, count, h > HEAD_ROWS ? (size_t)(h - HEAD_ROWS) : 1);
}

static int name_width(int w)
{
	int name = w - NUMBERS_WIDE - BAR_MIN;
	return name > 44 ? 44 : name < 16 ? 16 : name;
}

static void draw_head(struct canvas *c, int name)
{
	struct style st = style_of(ROLE_HEADING);
	canvas_fill(c, (struct rect){0, 0, c->w, 1}, ' ', st);
	canvas_fit(c, 1, 0, name - 1, st, _("protocol"));
	canvas_right(c, name + 11, 0, st, _("packets"));
	canvas_right(c, name + 19, 0, st, _("share"));
	canvas_right(c, name + 31, 0, st, _("bytes"));
}

static void draw_row(struct canvas *c, int y, int name, const struct survey_protocol *p,
        uint64_t whole, struct style st)
{
	char text[96];
	enum packet_layer_kind kind = (enum packet_layer_kind)p->kind;
	int indent = 1 + 2 * p->depth;
	indent = indent < name - 8 ? indent : name - 8;
	const char *label = _(format_layer_label(kind));
	bool whole_label = text_width(label) < name - indent;
	canvas_fit(c, indent, y, name - indent, st, whole_label ? label : format_layer(kind));
	snprintf(text, sizeof(text), "%llu", (unsigned long long)p->all.packets);
	canvas_right(c, name + 11, y, st, text);
	snprintf(text, sizeof(text), "%.1f %%",
	        whole ? 100 * (double)p->all.packets / (double)whole : 0);
	canvas_right(c, name + 19, y, st, text);
	summary_bytes(p->all.bytes, text, sizeof(text));
	canvas_right(c, name + 31, y, st, text);
	int bar = c->w - name - NUMBERS_WIDE;
	if (bar >= BAR_MIN)
		graph_bar(
		        c, name + NUMBERS_WIDE, y, bar, (double)p->all.packets, (double)whole, st);
}

static void draw(const void *state, const struct view_env *env, struct canvas *c)
{
	const struct protocols *v = state;
	const struct survey_protocol *rows;
	struct survey *s = sums_survey(env->inspect);
	size_t count = survey_protocols(s, &rows);
	int name = name_width(c->w);
	draw_head(c, name);
	if (!count)
		canvas_text(c, 1, 1, style_of(ROLE_DIM), _("No packet is shown."));
	for (size_t i = 0; i < v->list.rows && v->list.top + i < count; i++) {
		size_t at = v->list.top + i;
		int y = (int)i + HEAD_ROWS;
		bool chosen = at == v->list.selected;
		struct style st = style_of(!chosen      ? ROLE_TEXT
		                           : env->focus ? ROLE_SELECTED
		                                        : ROLE_SELECTED_IDLE);
		if (chosen)
			canvas_fill(c, (struct rect){0, y, c->w, 1}, ' ', st);
		draw_row(c, y, name, &rows[at], survey_total(s).packets, st);
		if (chosen && env->focus)
			canvas_cursor(c, 0, y);
	}
}

static void box(const void *state, const struct view_env *env, struct view_box *b)
{
	const struct protocols *v = state;
	snprintf(b->title, sizeof(b->title), "%s", _("Protocols"));
	sums_foot(env->inspect, b);
	b->top = v->list.top;
	b->rows = v->list.rows;
	b->count = v->list.count;
}

/* What pcap-filter calls it; NULL: it has no word for it. */
static const char *filter_word(uint8_t kind)
{
	static const struct {
		uint8_t kind;
		const char *word;
	} words[] = {{LAYER_ARP, "arp"}, {LAYER_IPV4, "ip"}, {LAYER_IPV6, "ip6"},
	        {LAYER_TCP, "tcp"}, {LAYER_UDP, "udp"}, {LAYER_ICMP, "icmp"},
	        {LAYER_ICMPV6, "icmp6"}, {LAYER_IGMP, "igmp"}, {LAYER_VLAN, "vlan"},
	        {LAYER_STP, "stp"}, {LAYER_SCTP, "sctp"}, {LAYER_DNS, "port 53"}};
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (words[i].kind == kind)
			return words[i].word;
	return NULL;
}

static bool act(void *state, struct view_env *env, const struct view_act *a, struct view_reply *r)
{
	struct protocols *v = state;
	const struct survey_protocol *rows;
	size_t count = survey_protocols(sums_survey(env->inspect), &rows);
	struct view_act moved = *a;
	if (a->kind == ACT_OPEN && v->list.selected < count) {
		const char *word = filter_word(rows[v->list.selected].kind);
		if (word)
			snprintf(r->line, sizeof(r->line), "filter %s", word);
		else
			snprintf(r->say, sizeof(r->say), "%s",
			        _("the language of filters has no word for this protocol"));
		return true;
	}
	moved.y -= HEAD_ROWS;
	return view_list_act(&v->list, &moved);
}

const struct view_ops inspect_protocols = {
        .name = "protocols",
        .title = N_("Protocols"),
        .state_size = sizeof(struct protocols),
        .layout = layout,
        .box = box,
        .draw = draw,
        .act = act,
};
