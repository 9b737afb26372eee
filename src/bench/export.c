/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Ladders as text, and what all exports share.
 */
#include "bench/export.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/text.h"
#include "bench/event_words.h"
#include "bench/fate.h"
#include "packet/format.h"

#define LANE 52 /* columns from one node's line to the next */
#define TIME_COLUMNS 12
#define FIRST_LINE (TIME_COLUMNS + 8)

static const char *const format_names[] = {
        [EXPORT_TEXT] = "text",
        [EXPORT_MARKDOWN] = "markdown",
        [EXPORT_JSON] = "json",
        [EXPORT_SVG] = "svg",
};
_Static_assert(sizeof(format_names) / sizeof(format_names[0]) == EXPORT_FORMATS, "all named");

bool export_format(const char *word, enum export_format *out, struct err *e)
{
	for (int i = 0; i < EXPORT_FORMATS; i++) {
		if (strcmp(word, format_names[i]) == 0) {
			*out = (enum export_format)i;
			return true;
		}
	}
	return err_set(e, ERR_USAGE, _("expected text, markdown, json or svg, found \"%s\""), word);
}

static bool row_of_frame(struct past *p, const struct tape_event *ev, struct export_row *out)
{
	const struct tape_frame *f = &ev->frame;
	const struct topology *t = &past_about(p)->topology;
	const struct topology_link *l = &t->links[f->link];
	struct packet packet;
	struct flow_note note;
	bool noted = past_note(p, ev->id, &note);
	packet_decode(PACKET_LINK_ETHERNET, f->bytes, f->captured, f->length, &packet);
	out->is_arrow = true;
	out->from = l->ends[f->direction ? 1 : 0].node;
	out->to = l->ends[f->direction ? 0 : 1].node;
	out->fate = f->fate;
	out->repeat = f->marks & MARK_REPEAT;
	format_summary_bytes(
	        &packet, f->bytes, noted ? &note : NULL, false, out->words, sizeof(out->words));
	bool usual = f->fate == FATE_SEEN || (f->fate == FATE_DELIVERED && f->by == BY_WIRE);
	if (!usual || f->marks)
		past_fate_text(p, ev->id, out->fate_words, sizeof(out->fate_words));
	return true;
}

/* Calls that are about sockets and have an answer; the rest would hide the ladder. */
static bool is_told(const struct tape_event *ev)
{
	switch (ev->kind) {
	case TAPE_FRAME:
	case TAPE_PROGRAM:
	case TAPE_COUNTER:
		return true;
	case TAPE_NOTE:
		return ev->note.kind != NOTE_SIZE;
	case TAPE_CALL:
		return ev->call.stage == CALL_RETURNED && ev->call.kind != CALL_OTHER;
	case TAPE_SOCKET:
		return ev->socket.state != ev->socket.old_state || ev->socket.gone;
	case TAPE_FATE:
	case TAPE_OUTPUT:
	case TAPE_KINDS:
		break;
	}
	return false;
}

bool export_row(struct past *p, const struct tape_event *ev, struct export_row *out)
{
	*out = (struct export_row){.time = ev->when - past_about(p)->began, .from = -1, .to = -1};
	if (!is_told(ev))
		return false;
	if (ev->kind == TAPE_FRAME)
		return row_of_frame(p, ev, out);
	struct buf line = {0};
	event_line(p, ev, &line);
	snprintf(out->words, sizeof(out->words), "%s", buf_text(&line));
	out->words[text_whole(out->words, strlen(out->words))] = '\0';
	buf_finish(&line);
	return true;
}

/* A line of the ladder under way: columns of one byte or one character each. */
struct canvas {
	char columns[FIRST_LINE + LANE * TOPOLOGY_NODES_MAX + 1];
	size_t width;
};

static size_t line_of(int node)
{
	return FIRST_LINE + (size_t)node * LANE;
}

static void clear(struct canvas *c, const struct topology *t)
{
	c->width = line_of(t->node_count - 1) + 1;
	memset(c->columns, ' ', c->width);
	for (int i = 0; i < t->node_count; i++)
		c->columns[line_of(i)] = '|';
}

/* What fills the arrow says its fate, as in the legend. */
static char shaft_of(const struct export_row *r)
{
	switch ((enum frame_fate)r->fate) {
	case FATE_SEEN:
	case FATE_DELIVERED:
		return r->repeat ? '=' : '-';
	case FATE_HELD:
	case FATE_DELAYED:
	case FATE_FOLDED:
		return '.';
	case FATE_DROPPED:
		return '-';
	case FATES:
		break;
	}
	return '?';
}

static char head_of(const struct export_row *r, bool right)
{
	if (r->fate == FATE_DROPPED)
		return 'X';
	if (r->fate == FATE_HELD || r->fate == FATE_DELAYED)
		return 'o';
	if (r->fate == FATE_FOLDED)
		return '+';
	return right ? '>' : '<';
}

static void draw_arrow(struct canvas *c, const struct export_row *r, struct buf *out)
{
	bool right = r->to > r->from;
	size_t left = line_of(right ? r->from : r->to), end = line_of(right ? r->to : r->from);
	size_t room = end - left - 4;
	memset(&c->columns[left + 1], shaft_of(r), end - left - 1);
	c->columns[right ? end - 1 : left + 1] = head_of(r, right);
	int used = 0;
	size_t len = text_prefix(r->words, (int)room - 2, &used);
	size_t begin = left + 2 + (room - (size_t)used) / 2;
	buf_add(out, c->columns, begin - 1);
	buf_putc(out, ' ');
	buf_add(out, r->words, len);
	buf_putc(out, ' ');
	buf_add(out, c->columns + begin + used + 1, c->width - begin - (size_t)used - 1);
	if (r->words[len])
		buf_printf(out, "  %s", r->words);
	if (r->fate_words[0])
		buf_printf(out, "  (%s)", r->fate_words);
}

static void draw_row(
        struct canvas *c, const struct topology *t, const struct export_row *r, struct buf *out)
{
	char time[32];
	clear(c, t);
	int len = snprintf(
	        time, sizeof(time), "%*.6f", TIME_COLUMNS, (double)r->time / (double)NSEC_PER_SEC);
	if (len > 0 && len < FIRST_LINE)
		memcpy(c->columns, time, (size_t)len);
	if (r->is_arrow && r->from != r->to) {
		draw_arrow(c, r, out);
	} else {
		buf_add(out, c->columns, FIRST_LINE + 1);
		buf_printf(out, "  * %s", r->words);
	}
	while (out->len && out->at[out->len - 1] == ' ')
		out->at[--out->len] = '\0';
	buf_putc(out, '\n');
}

static void draw_names(const struct topology *t, struct buf *out)
{
	size_t at = 0;
	for (int i = 0; i < t->node_count; i++) {
		const char *name = t->nodes[i].name;
		size_t half = strlen(name) / 2;
		buf_printf(out, "%*s%s", (int)(line_of(i) - half - at), "", name);
		at = line_of(i) - half + strlen(name);
	}
	buf_putc(out, '\n');
}

void export_text(struct past *p, struct buf *out)
{
	const struct topology *t = &past_about(p)->topology;
	struct canvas *c = xcalloc(1, sizeof(*c));
	struct tape_event ev;
	draw_names(t, out);
	for (uint64_t id = tape_first(past_tape(p)); tape_get(past_tape(p), id, &ev); id++) {
		struct export_row row;
		if (export_row(p, &ev, &row))
			draw_row(c, t, &row, out);
	}
	free(c);
}

/* "tcp-handshake, 2026-03-01 12:00:00 UTC". */
static void put_title(const struct past *p, struct buf *out)
{
	const struct tape_about *a = past_about(p);
	time_t when = (time_t)((a->began + a->offset) / NSEC_PER_SEC);
	struct tm tm;
	char text[40] = "";
	if (gmtime_r(&when, &tm))
		strftime(text, sizeof(text), "%Y-%m-%d %H:%M:%S UTC", &tm);
	buf_printf(out, "%s, %s", a->lab[0] ? a->lab : "bench", text);
}

static void export_markdown(struct past *p, struct buf *out)
{
	buf_puts(out, "# ");
	put_title(p, out);
	buf_puts(out, "\n\n```text\n");
	export_text(p, out);
	buf_puts(out, "```\n\n");
	buf_printf(out, _("`--->` delivered, `===>` sent again, `---X` dropped, `...o` held or "
	                  "delayed, `...+` folded into the one that waits.\n"));
}

static void (*const exports[])(struct past *p, struct buf *out) = {
        [EXPORT_TEXT] = export_text,
        [EXPORT_MARKDOWN] = export_markdown,
        [EXPORT_JSON] = export_json,
        [EXPORT_SVG] = export_svg,
};
_Static_assert(sizeof(exports) / sizeof(exports[0]) == EXPORT_FORMATS, "a way a format");

bool export_write(struct past *p, enum export_format f, const char *path, struct err *e)
{
	struct buf text = {0};
	exports[f](p, &text);
	bool good = true;
	if (strcmp(path, "-") != 0) {
		good = file_write(path, buf_text(&text), text.len, 0644, e);
	} else {
		fwrite(buf_text(&text), 1, text.len, stdout);
	}
	buf_finish(&text);
	return good;
}
