/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Printers by their form.
 */
#include "print/print.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/err.h"
#include "base/i18n.h"
#include "print/columns.h"

static const struct form {
	const char *name;
	const struct print_ops *ops;
	char separator;
	bool header;
} forms[] = {
        [PRINT_TEXT] = {"text", &print_text_ops, 0, false},
        [PRINT_JSON] = {"json", &print_json_ops, 0, false},
        [PRINT_JSONL] = {"jsonl", &print_jsonl_ops, 0, false},
        [PRINT_CSV] = {"csv", &print_csv_ops, ',', true},
        [PRINT_FIELDS] = {"fields", &print_csv_ops, '\t', false},
        [PRINT_HEX] = {"hex", &print_hex_ops, 0, false},
        [PRINT_C] = {"c", &print_c_ops, 0, false},
};
_Static_assert(sizeof(forms) / sizeof(forms[0]) == PRINT_FORMS, "one row a form");

static const char *const csv_columns[] = {
        "number", "time", "from", "to", "protocol", "length", "info"};

bool print_form_named(const char *word, enum print_form *out)
{
	for (size_t i = 0; i < PRINT_FORMS; i++) {
		if (strcmp(forms[i].name, word) == 0) {
			*out = (enum print_form)i;
			return true;
		}
	}
	return false;
}

static bool add_column(struct printer *p, const char *name, struct err *e)
{
	struct column c;
	if (!column_find(name, &c)) {
		const char *near = column_near(name);
		return near ? err_set(e, ERR_USAGE,
		                      _("there is no field \"%s\"; the nearest is %s"), name, near)
		            : err_set(e, ERR_USAGE, _("there is no field \"%s\""), name);
	}
	p->need_fields = p->need_fields || !c.builtin;
	p->columns[p->column_count++] = c;
	return true;
}

static bool add_columns(struct printer *p, struct err *e)
{
	const struct print_options *o = &p->options;
	const char *const *names = o->fields;
	size_t count = o->field_count;
	bool json = o->form == PRINT_JSON || o->form == PRINT_JSONL;
	if (o->form == PRINT_FIELDS && !count)
		return err_set(e, ERR_USAGE, _("-T fields needs -e FIELD"));
	if (o->form == PRINT_CSV && !count) {
		names = csv_columns;
		count = sizeof(csv_columns) / sizeof(csv_columns[0]);
	} else if (json && !count) {
		p->all_fields = p->need_fields = true;
		names = columns_of_json;
		while (names[count])
			count++;
	}
	p->columns = xcalloc(count ? count : 1, sizeof(*p->columns));
	for (size_t i = 0; i < count; i++)
		if (!add_column(p, names[i], e))
			return false;
	return true;
}

struct printer *printer_create(const struct print_options *o, struct sink *out, struct err *e)
{
	struct printer *p = xcalloc(1, sizeof(*p));
	const struct form *f = &forms[o->form];
	p->options = *o;
	p->ops = f->ops;
	p->out = out;
	p->options.separator = o->separator ? o->separator : f->separator;
	p->options.header = o->header || (f->header && !o->no_header);
	p->options.occurrence = o->occurrence ? o->occurrence : 'a';
	if (o->form == PRINT_FIELDS && o->quote == PRINT_QUOTE_NEEDED)
		p->options.quote = PRINT_QUOTE_NONE;
	sink_init(&p->object, -1);
	if (!add_columns(p, e)) {
		printer_destroy(p);
		return NULL;
	}
	if (p->ops->begin)
		p->ops->begin(p);
	return p;
}

void printer_packet(struct printer *p, const struct print_packet *k)
{
	p->ops->packet(p, k);
	print_clock_tick(&p->clock, k->when);
	p->printed++;
}

void printer_end(struct printer *p)
{
	if (p->ops->end)
		p->ops->end(p);
}

void printer_destroy(struct printer *p)
{
	if (!p)
		return;
	field_list_finish(&p->fields);
	sink_finish(&p->object);
	free(p->columns);
	free(p);
}
