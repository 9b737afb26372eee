/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Columns of the list of packets.
 */
#include "ui/inspect/columns.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/i18n.h"

#define INFO_MIN 26   /* columns of the screen in which a packet can say something */
#define INFO_LEAST 12 /* when those that are dear would have to go */
#define DEAR 8        /* `keep` of those without which a row says little */
#define AT_FIRST "number time from to protocol lamps seq length info"

struct kind {
	const char *name, *heading, *help;
	int keep; /* the least goes first where it is narrow */
	bool number;
};

static const struct kind kinds[] = {
        [COLUMN_NUMBER] = {"number", N_("No."), N_("number of the packet"), 12, true},
        [COLUMN_TIME] = {"time", N_("time"), N_("when it was seen"), 11, true},
        [COLUMN_DELTA] = {"delta", N_("delta"), N_("time since the packet before"), 3, true},
        [COLUMN_FROM] = {"from", N_("from"), N_("who sent it"), 10, false},
        [COLUMN_TO] = {"to", N_("to"), N_("to whom"), 10, false},
        [COLUMN_PROTOCOL] = {"protocol", N_("proto"), N_("the innermost protocol"), 7, false},
        [COLUMN_LAMPS] = {"lamps", "CEUAPRSF", N_("TCP's flags, a letter each"), 4, false},
        [COLUMN_FLAGS] = {"flags", N_("flags"), N_("TCP's flags as tcpdump writes them"), 5, false},
        [COLUMN_SEQ] = {"seq", N_("seq, ack"), N_("sequence and acknowledgment numbers"), 2, false},
        [COLUMN_WINDOW] = {"window", N_("window"), N_("TCP's window in bytes"), 1, true},
        [COLUMN_LENGTH] = {"length", N_("len"), N_("bytes on the wire"), 3, true},
        [COLUMN_STREAM] = {"stream", N_("stream"), N_("number of the conversation"), 2, true},
        [COLUMN_INTERFACE] = {"interface", N_("on"), N_("interface it was seen on"), 1, false},
        [COLUMN_OWNER] = {"owner", N_("program"), N_("program it belongs to"), 6, false},
        [COLUMN_INFO] = {"info", N_("what it says"), N_("what it says and means"), 13, false},
};
_Static_assert(sizeof(kinds) / sizeof(kinds[0]) == COLUMN_KINDS, "a row a kind");

const char *column_name(enum column_kind kind)
{
	return kinds[kind].name;
}

const char *column_heading(enum column_kind kind)
{
	return _(kinds[kind].heading);
}

const char *column_help(enum column_kind kind)
{
	return _(kinds[kind].help);
}

bool column_is_number(enum column_kind kind)
{
	return kinds[kind].number;
}

static bool parse_one(const char *word, size_t len, struct column *out)
{
	const char *colon = memchr(word, ':', len);
	size_t name = colon ? (size_t)(colon - word) : len;
	out->width = 0;
	if (colon) {
		char *end = NULL;
		long width = strtol(colon + 1, &end, 10);
		if (end != word + len || width < 1 || width > COLUMN_WIDTH_MAX)
			return false;
		out->width = (int)width;
	}
	for (int k = 0; k < COLUMN_KINDS; k++)
		if (strlen(kinds[k].name) == name && memcmp(kinds[k].name, word, name) == 0) {
			out->kind = (enum column_kind)k;
			return true;
		}
	return false;
}

bool columns_parse(const char *text, struct columns *out, struct err *e)
{
	struct columns c = {.count = 0};
	text += strspn(text, " ");
	if (!*text)
		text = AT_FIRST;
	while (*text) {
		size_t len = strcspn(text, " ");
		if (c.count == COLUMNS_MAX)
			return err_set(e, ERR_USAGE, _("at most %d columns"), COLUMNS_MAX);
		if (!parse_one(text, len, &c.at[c.count]))
			return err_set(e, ERR_USAGE,
			        _("\"%.*s\" is no column: expected a name, or a name and a width "
			          "as in from:30"),
			        (int)len, text);
		c.count++;
		text += len;
		text += strspn(text, " ");
	}
	*out = c;
	return true;
}

void columns_text(const struct columns *c, struct buf *out)
{
	for (int i = 0; i < c->count; i++) {
		buf_printf(out, "%s%s", i ? " " : "", kinds[c->at[i].kind].name);
		if (c->at[i].width)
			buf_printf(out, ":%d", c->at[i].width);
	}
}

/* The column that matters least of those that are there; -1: only what stays anyway. */
static int least(const struct columns *c, const int *widths)
{
	int found = -1;
	for (int i = 0; i < c->count; i++) {
		int keep = kinds[c->at[i].kind].keep;
		if (widths[i] && c->at[i].kind != COLUMN_INFO &&
		        (found < 0 || keep < kinds[c->at[found].kind].keep))
			found = i;
	}
	return found;
}

void columns_fit(const struct columns *c, const int need[COLUMN_KINDS], int room, int *widths)
{
	int used = 0, infos = 0, count = 0;
	for (int i = 0; i < c->count; i++) {
		bool info = c->at[i].kind == COLUMN_INFO && !c->at[i].width;
		widths[i] = c->at[i].width ? c->at[i].width : need[c->at[i].kind];
		infos += info;
		if (info)
			widths[i] = 1;
		count += widths[i] > 0;
		used += info || !widths[i] ? 0 : widths[i] + 1;
	}
	while (count > 1) {
		int drop = least(c, widths);
		bool dear = drop >= 0 && kinds[c->at[drop].kind].keep >= DEAR;
		if (drop < 0 || used + infos * ((dear ? INFO_LEAST : INFO_MIN) + 1) <= room + 1)
			break;
		used -= widths[drop] + 1;
		widths[drop] = 0;
		count--;
	}
	for (int i = 0; i < c->count; i++)
		if (infos && c->at[i].kind == COLUMN_INFO && !c->at[i].width)
			widths[i] = (room - used) / infos > 1 ? (room - used) / infos : 1;
}
