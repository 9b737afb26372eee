/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Options that say which packets are printed, and how. Letters that tcpdump has mean the same.
 */
#include <limits.h>
#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "cli/args_internal.h"

#define TIMES_MAX 5

bool args_is_print(int id)
{
	static const int ids[] = {OPT_COUNT, OPT_JSONL, OPT_FOLLOW, OPT_FOLLOW_AS};
	for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]); i++)
		if (ids[i] == id)
			return true;
	return id < OPT_LONG && strchr("rctenSvxXAlTE", id);
}

static bool take_limit(struct cli_print *p, const char *value, struct err *e)
{
	int limit = 0;
	if (!args_number(value, 1, INT_MAX, &limit, e))
		return false;
	p->limit = (uint64_t)limit;
	return true;
}

/* -e is a flag for lines and takes a name for -T. */
static bool take_field(struct cli_print *p, const char *value, struct err *e)
{
	if (!value) {
		p->link_header = true;
		return true;
	}
	if (p->field_count == CLI_FIELDS_MAX)
		return err_set(e, ERR_USAGE, _("at most %d fields can be named"), CLI_FIELDS_MAX);
	p->fields[p->field_count++] = value;
	return true;
}

static bool take_style(struct cli_print *p, const char *value, struct err *e)
{
	size_t room = sizeof(p->style) / sizeof(p->style[0]);
	if (p->style_count == room)
		return err_set(e, ERR_USAGE, _("-E at most %zu times"), room);
	p->style[p->style_count++] = value;
	return true;
}

static bool take_text(const char **place, const char *value)
{
	*place = value;
	return true;
}

static bool take_flag(struct cli_print *p, int id)
{
	const struct {
		int id;
		bool *flag;
	} flags[] = {
	        {OPT_COUNT, &p->count},
	        {OPT_JSONL, &p->jsonl},
	        {'S', &p->absolute},
	        {'v', &p->verbose},
	        {'A', &p->text},
	        {'l', &p->line_buffered},
	};
	for (size_t i = 0; i < sizeof(flags) / sizeof(flags[0]); i++)
		if (flags[i].id == id)
			*flags[i].flag = true;
	int *times = id == 't' ? &p->time : id == 'x' ? &p->hex : id == 'X' ? &p->ascii : NULL;
	if (times && *times < TIMES_MAX)
		++*times;
	return true; /* -n: numbers they are anyway */
}

bool args_take_print(struct cli_print *p, int id, const char *value, struct err *e)
{
	switch (id) {
	case 'c':
		return take_limit(p, value, e);
	case 'e':
		return take_field(p, value, e);
	case 'E':
		return take_style(p, value, e);
	case 'r':
		return take_text(&p->file, value);
	case 'T':
		return take_text(&p->format, value);
	case OPT_FOLLOW:
		return take_text(&p->follow, value);
	case OPT_FOLLOW_AS:
		return take_text(&p->follow_as, value);
	default: /* a letter or a number, no enum of ours */
		return take_flag(p, id);
	}
}
