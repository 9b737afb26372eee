/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * From the command line's words to a printer's options.
 */
#include "cli/read_options.h"

#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "cli/args.h"

/* tcpdump's: none, since 1970, since the one before, date and time, since the first. */
static const enum print_time times[] = {PRINT_TIME_FIRST, PRINT_TIME_NONE, PRINT_TIME_EPOCH,
        PRINT_TIME_DELTA, PRINT_TIME_DATE, PRINT_TIME_FIRST};

static bool set_separator(struct print_options *o, const char *value)
{
	static const struct {
		const char *word;
		char c;
	} words[] = {{"/t", '\t'}, {"\\t", '\t'}, {"/s", ' '}};
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (strcmp(words[i].word, value) == 0) {
			o->separator = words[i].c;
			return true;
		}
	}
	o->separator = value[0];
	return value[0] > ' ' && value[0] < 0x7f && value[0] != '"' && !value[1];
}

static bool set_quote(struct print_options *o, const char *value)
{
	static const char letters[] = "dsn";
	static const enum print_quote quotes[] = {
	        PRINT_QUOTE_DOUBLE, PRINT_QUOTE_SINGLE, PRINT_QUOTE_NONE};
	const char *at = value[0] && !value[1] ? strchr(letters, value[0]) : NULL;
	if (at)
		o->quote = quotes[at - letters];
	return at;
}

static bool set_header(struct print_options *o, const char *value)
{
	o->header = strcmp(value, "y") == 0;
	o->no_header = strcmp(value, "n") == 0;
	return o->header || o->no_header;
}

static bool set_occurrence(struct print_options *o, const char *value)
{
	o->occurrence = value[0];
	return value[0] && strchr("fla", value[0]) && !value[1];
}

/* One "key=value" of -E. */
static bool set_style(struct print_options *o, const char *word, struct err *e)
{
	static const struct {
		const char *key;
		bool (*set)(struct print_options *o, const char *value);
	} keys[] = {
	        {"separator=", set_separator},
	        {"quote=", set_quote},
	        {"header=", set_header},
	        {"occurrence=", set_occurrence},
	};
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		size_t len = strlen(keys[i].key);
		if (strncmp(word, keys[i].key, len) == 0 && keys[i].set(o, word + len))
			return true;
	}
	return err_set(e, ERR_USAGE,
	        _("-E: expected header=y|n, separator=CHARACTER, quote=d|s|n or occurrence=f|l|a, "
	          "found \"%s\""),
	        word);
}

static bool set_form(struct print_options *o, const struct cli_print *a, struct err *e)
{
	if (a->format && !print_form_named(a->format, &o->form))
		return err_set(e, ERR_USAGE,
		        _("-T: expected text, json, csv, fields, hex or c, found \"%s\""),
		        a->format);
	if (a->jsonl && a->format && o->form != PRINT_JSON && o->form != PRINT_JSONL)
		return err_set(e, ERR_USAGE, _("--jsonl goes with -T json"));
	if (a->jsonl)
		o->form = PRINT_JSONL;
	bool names = o->form == PRINT_JSON || o->form == PRINT_JSONL || o->form == PRINT_CSV ||
	             o->form == PRINT_FIELDS;
	if (a->field_count && !names)
		return err_set(e, ERR_USAGE, _("-e FIELD goes with -T fields, csv or json"));
	if (a->style_count && o->form != PRINT_CSV && o->form != PRINT_FIELDS)
		return err_set(e, ERR_USAGE, _("-E goes with -T fields or csv"));
	return true;
}

bool read_print_options(const struct cli_print *a, struct print_options *o, struct err *e)
{
	*o = (struct print_options){
	        .time = times[a->time],
	        .absolute = a->absolute,
	        .link_header = a->link_header,
	        .tree = a->verbose,
	        .hex = (uint8_t)a->hex,
	        .hex_ascii = (uint8_t)a->ascii,
	        .ascii = a->text,
	        .fields = a->fields,
	        .field_count = a->field_count,
	};
	for (size_t i = 0; i < a->style_count; i++)
		if (!set_style(o, a->style[i], e))
			return false;
	return set_form(o, a, e);
}
