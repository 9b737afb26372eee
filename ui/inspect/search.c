/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Searching among the packets that are shown.
 */
#include "ui/inspect/search.h"

#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "ui/inspect/row.h"

static int hex_digit(char c)
{
	return c >= '0' && c <= '9'   ? c - '0'
	       : c >= 'a' && c <= 'f' ? c - 'a' + 10
	       : c >= 'A' && c <= 'F' ? c - 'A' + 10
	                              : -1;
}

/* "0x47 45 54", "0x474554": two digits a byte. */
static bool take_hex(struct inspect_search *s, const char *at)
{
	s->count = 0;
	while (*at && s->count < sizeof(s->bytes)) {
		if (*at == ' ' || *at == ':') {
			at++;
			continue;
		}
		int high = hex_digit(at[0]), low = high < 0 ? -1 : hex_digit(at[1]);
		if (low < 0)
			return false;
		s->bytes[s->count++] = (uint8_t)(high << 4 | low);
		at += 2;
	}
	return s->count > 0;
}

static bool take_text(struct inspect_search *s, const char *text)
{
	s->count = strlen(text);
	if (!s->count || s->count > sizeof(s->bytes))
		return false;
	memcpy(s->bytes, text, s->count);
	return true;
}

static void nothing_found(struct inspect *in)
{
	in->search.step = 0;
	in->said.is_error = true;
	snprintf(in->said.text, sizeof(in->said.text), _("no more \"%.60s\" that way"),
	        in->search.text);
}

bool inspect_search(struct inspect *in, const char *text, int step, struct err *e)
{
	struct inspect_search *s = &in->search;
	if (text[0]) {
		snprintf(s->text, sizeof(s->text), "%s", text);
		s->count = 0;
		bool hex = strncmp(text, "0x", 2) == 0, bytes = strncmp(text, "bytes ", 6) == 0;
		if ((hex && !take_hex(s, text + 2)) || (bytes && !take_text(s, text + 6))) {
			s->text[0] = 0;
			return err_set(e, ERR_USAGE, "%s",
			        _("expected text of the list, bytes as in 0x474554, or \"bytes\" "
			          "and their text"));
		}
	}
	if (!s->text[0])
		return err_set(e, ERR_USAGE, "%s", _("nothing has been searched for yet"));
	uint64_t count = selection_count(in->shown);
	s->at = s->began = selection_index(in->shown, in->chosen);
	s->step = count ? step : 0;
	if (!count)
		nothing_found(in);
	in->follow = false;
	return true;
}

static bool matches(struct inspect *in, uint64_t number)
{
	const struct inspect_search *s = &in->search;
	struct row r;
	char text[512];
	if (!row_get(in, number, 0, &r) || !r.there)
		return false;
	if (s->count)
		return memmem(r.k.bytes, r.k.captured, s->bytes, s->count);
	for (int i = 0; i < in->columns.count; i++) {
		row_text(in, &r, in->columns.at[i].kind, true, text, sizeof(text));
		if (in->columns.at[i].kind != COLUMN_TIME && strcasestr(text, s->text))
			return true;
	}
	return false;
}

bool search_work(struct inspect *in, unsigned most)
{
	struct inspect_search *s = &in->search;
	uint64_t count = selection_count(in->shown);
	if (!s->step)
		return false;
	for (; most && s->step; most--) {
		if (s->step < 0 ? s->at == 0 : s->at + 1 >= count) {
			nothing_found(in);
			break;
		}
		s->at = s->step < 0 ? s->at - 1 : s->at + 1;
		uint64_t number = selection_number(in->shown, s->at);
		if (number && matches(in, number)) {
			in->chosen = number;
			s->step = 0;
		}
	}
	return true;
}
