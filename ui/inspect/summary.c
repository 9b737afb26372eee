/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A conversation in one line.
 */
#include "ui/inspect/summary.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "packet/flow/flow_words.h"

#define PROTOCOL_TCP 6

void summary_bytes(uint64_t n, char *out, size_t size)
{
	static const char *const units[] = {"kB", "MB", "GB", "TB"};
	double v = (double)n / 1000;
	size_t unit = 0;
	if (n < 1000) {
		snprintf(out, size, P_("%u byte", "%u bytes", (unsigned long)n), (unsigned)n);
		return;
	}
	while (v >= 999.95 && unit + 1 < sizeof(units) / sizeof(units[0])) {
		v /= 1000;
		unit++;
	}
	snprintf(out, size, "%.1f %s", v, units[unit]);
}

/* Both sides' counts of what went wrong, as words for those that did. */
static void put_troubles(const struct flow_summary *s, struct buf *out)
{
	const struct flow_summary_side *a = &s->sides[0], *b = &s->sides[1];
	const struct {
		uint32_t count;
		const char *words;
	} all[] = {
	        {a->repeated + b->repeated, _("sent again")},
	        {a->lost + b->lost, _("not captured")},
	        {a->out_of_order + b->out_of_order, _("out of order")},
	        {a->zero_windows + b->zero_windows, _("zero window")},
	        {a->window_full + b->window_full, _("window full")},
	};
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (all[i].count)
			buf_printf(out, "  %u %s", all[i].count, all[i].words);
}

static void put_tcp(const struct flow_summary *s, struct buf *out)
{
	buf_printf(out, "  %s", flow_state_words(s->state));
	if (s->reset_by >= 0 && s->reset)
		buf_printf(out, " (%s)", flow_reset_words(s->reset));
	put_troubles(s, out);
	if (s->syn_to_ack)
		buf_printf(out, _("  handshake %.3f ms"),
		        (double)s->syn_to_ack / (double)NSEC_PER_MSEC);
}

void summary_happened(const struct flow_summary *s, char *out, size_t size)
{
	struct buf text = {0};
	if (s->protocol == PROTOCOL_TCP)
		put_tcp(s, &text);
	const char *from = buf_text(&text);
	snprintf(out, size, "%s", from + strspn(from, " "));
	buf_finish(&text);
}

static void put_ends(const struct inspect *in, const struct flow_summary *s, const char *between,
        struct buf *out)
{
	char name[96];
	inspect_end_text(in, &s->sides[0].address, s->sides[0].port, name, sizeof(name));
	buf_printf(out, "%s %s ", name, between);
	inspect_end_text(in, &s->sides[1].address, s->sides[1].port, name, sizeof(name));
	buf_puts(out, name);
}

void summary_draw(const struct inspect *in, struct canvas *c)
{
	struct flow_summary s;
	struct buf text = {0};
	char there[32], back[32], owner[64];
	canvas_fill(c, canvas_area(c), ' ', style_of(ROLE_DIM));
	uint64_t flow = inspect_flow_of(in);
	if (flow == FLOW_NONE || !flow_summary(traffic_flows(in->traffic), flow, &s))
		return;
	if (in->packet.about != FLOW_NONE && in->quoted)
		buf_printf(&text, _("about #%llu of "), (unsigned long long)in->quoted);
	else if (in->packet.about != FLOW_NONE)
		buf_puts(&text, _("about "));
	buf_printf(&text, "%llu  ", (unsigned long long)s.flow);
	put_ends(in, &s, glyph(c->glyphs, GLYPH_BOTH), &text);
	inspect_owner_text(in, in->packet.number, owner, sizeof(owner));
	if (owner[0])
		buf_printf(&text, "  %s", owner);
	summary_bytes(s.sides[0].payload, there, sizeof(there));
	summary_bytes(s.sides[1].payload, back, sizeof(back));
	buf_printf(&text, "  %s %s %s %s", there, glyph(c->glyphs, GLYPH_TO),
	        glyph(c->glyphs, GLYPH_FROM), back);
	if (s.protocol == PROTOCOL_TCP)
		put_tcp(&s, &text);
	canvas_fit(c, 1, 0, c->w - 2, style_of(ROLE_TEXT), buf_text(&text));
	buf_finish(&text);
}
