/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A ladder as a standalone SVG drawing (SVG 1.1). Shapes say what a frame's fate is, never colour
 * alone; dark on light where the viewer is light, and the other way round.
 */
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/text.h"
#include "bench/export.h"

enum { LANE = 320, LEFT = 130, TOP = 60, ROW = 26, RIGHT = 420, ROWS_MOST = 5000, LABEL_MOST = 46 };

static void put_escaped(struct buf *out, const char *text, int columns)
{
	int used;
	size_t len = text_prefix(text, columns, &used);
	for (size_t i = 0; i < len; i++) {
		if (text[i] == '<')
			buf_puts(out, "&lt;");
		else if (text[i] == '&')
			buf_puts(out, "&amp;");
		else if (text[i] == '"')
			buf_puts(out, "&quot;");
		else if ((unsigned char)text[i] >= ' ')
			buf_putc(out, text[i]);
	}
	if (text[len])
		buf_puts(out, "…");
}

static int line_of(int node)
{
	return LEFT + node * LANE;
}

/* Classes have their dashes in the style sheet below. */
static const char *class_of(const struct export_row *r)
{
	switch ((enum frame_fate)r->fate) {
	case FATE_SEEN:
	case FATE_DELIVERED:
		return r->repeat ? "again" : "sent";
	case FATE_HELD:
		return "held";
	case FATE_DELAYED:
		return "late";
	case FATE_FOLDED:
		return "folded";
	case FATE_DROPPED:
		return "lost";
	case FATES:
		break;
	}
	return "sent";
}

static void put_cross(struct buf *out, int x, int y)
{
	buf_printf(out, "<path class=\"cross\" d=\"M%d %dl12 12m0 -12l-12 12\"/>", x - 6, y - 6);
}

static void put_arrow(struct buf *out, const struct export_row *r, int y)
{
	bool right = r->to > r->from;
	int from = line_of(r->from), to = line_of(r->to);
	int end = to;
	if (r->fate == FATE_DROPPED)
		end = from + (to - from) * 2 / 3;
	else if (r->fate == FATE_HELD || r->fate == FATE_FOLDED || r->fate == FATE_DELAYED)
		end = (from + to) / 2;
	buf_printf(out, "<path class=\"%s\" d=\"M%d %dH%d\"/>", class_of(r), from, y, end);
	if (r->fate == FATE_DROPPED)
		put_cross(out, end, y);
	else if (end != to)
		buf_printf(out, "<circle class=\"stop\" cx=\"%d\" cy=\"%d\" r=\"5\"/>", end, y);
	else
		buf_printf(out, "<path class=\"head\" d=\"M%d %dl%d -5v10z\"/>", to, y,
		        right ? -10 : 10);
	buf_printf(out, "<text class=\"label\" x=\"%d\" y=\"%d\">", (from + to) / 2, y - 5);
	put_escaped(out, r->words, LABEL_MOST);
	buf_puts(out, "</text>");
}

static void put_row(struct buf *out, const struct export_row *r, int y, int right)
{
	buf_printf(out, "<g><text class=\"time\" x=\"%d\" y=\"%d\">%.6f</text>", LEFT - 20, y + 4,
	        (double)r->time / (double)NSEC_PER_SEC);
	if (r->is_arrow && r->from != r->to) {
		put_arrow(out, r, y);
		buf_printf(out, "<text class=\"fate\" x=\"%d\" y=\"%d\">", right + 14, y + 4);
		put_escaped(out, r->fate_words, LABEL_MOST + 14);
	} else {
		buf_printf(out, "<text class=\"note\" x=\"%d\" y=\"%d\">", LEFT + 12, y + 4);
		put_escaped(out, r->words, 110);
	}
	buf_puts(out, "</text></g>\n");
}

static void put_rows(struct past *p, struct buf *out, int right, int *count)
{
	struct tape_event ev;
	for (uint64_t id = tape_first(past_tape(p));
	        *count < ROWS_MOST && tape_get(past_tape(p), id, &ev); id++) {
		struct export_row row;
		if (export_row(p, &ev, &row))
			put_row(out, &row, TOP + ROW * ++*count, right);
	}
}

static void put_nodes(const struct topology *t, struct buf *out, int bottom)
{
	for (int i = 0; i < t->node_count; i++) {
		buf_printf(out,
		        "<path class=\"life\" d=\"M%d %dV%d\"/><text class=\"node\" x=\"%d\" "
		        "y=\"%d\">",
		        line_of(i), TOP - 12, bottom, line_of(i), TOP - 20);
		put_escaped(out, t->nodes[i].name, 32);
		buf_puts(out, "</text>\n");
	}
}

static void put_legend(struct buf *out, int y)
{
	static const struct {
		uint8_t fate;
		bool repeat;
		const char *words;
	} lines[] = {
	        {FATE_DELIVERED, false, N_("delivered")},
	        {FATE_DELIVERED, true, N_("sent again")},
	        {FATE_DROPPED, false, N_("dropped")},
	        {FATE_HELD, false, N_("held")},
	        {FATE_DELAYED, false, N_("delayed")},
	        {FATE_FOLDED, false, N_("folded")},
	};
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		struct export_row r = {.fate = lines[i].fate, .repeat = lines[i].repeat};
		int x = LEFT + (int)i * 130;
		buf_printf(out,
		        "<path class=\"%s\" d=\"M%d %dh40\"/><text class=\"note\" x=\"%d\" "
		        "y=\"%d\">",
		        class_of(&r), x, y, x + 48, y + 4);
		put_escaped(out, _(lines[i].words), 20);
		buf_puts(out, "</text>\n");
	}
}

static const char style[] =
        "<style>svg{background:#fff;color:#111}"
        "@media(prefers-color-scheme:dark){svg{background:#111;color:#eee}}"
        "text{font:12px monospace;fill:currentColor}path,circle{stroke:currentColor;"
        "fill:none;stroke-width:1.5}.label{text-anchor:middle}.time{text-anchor:end;opacity:.7}"
        ".node{text-anchor:middle;font-weight:bold;font-size:14px}.life{stroke-width:1;"
        "opacity:.5}.head,.stop{fill:currentColor}.again{stroke-width:4}.lost{"
        "stroke-dasharray:9 5}.held{stroke-dasharray:2 4}.late{stroke-dasharray:14 4 2 4}"
        ".folded{stroke-dasharray:2 8}.cross{stroke-width:2.5}.fate{font-style:italic}"
        "</style>\n";

void export_svg(struct past *p, struct buf *out)
{
	const struct tape_about *a = past_about(p);
	struct buf rows = {0};
	int count = 0, right = line_of(a->topology.node_count - 1);
	put_rows(p, &rows, right, &count);
	int bottom = TOP + ROW * (count + 1), width = right + RIGHT;
	if (width < LEFT + 6 * 130)
		width = LEFT + 6 * 130;
	buf_printf(out,
	        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg "
	        "xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" "
	        "viewBox=\"0 0 %d %d\" role=\"img\">\n<title>",
	        width, bottom + 50, width, bottom + 50);
	put_escaped(out, a->lab[0] ? a->lab : "bench", 64);
	buf_printf(out, "</title>\n%s", style);
	put_nodes(&a->topology, out, bottom);
	buf_add(out, buf_text(&rows), rows.len);
	if (count == ROWS_MOST)
		buf_printf(out, "<text class=\"note\" x=\"%d\" y=\"%d\">…</text>\n", LEFT + 12,
		        bottom);
	put_legend(out, bottom + 30);
	buf_puts(out, "</svg>\n");
	buf_finish(&rows);
}
