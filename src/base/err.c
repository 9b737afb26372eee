/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Failures as values.
 */
#include "base/err.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"

static const int exit_status[] = {
        [ERR_NONE] = 0,
        [ERR_CHECK] = 1,
        [ERR_USAGE] = 2,
        [ERR_MACHINE] = 3,
        [ERR_INPUT] = 4,
        [ERR_SYSTEM] = 3,
};
_Static_assert(sizeof(exit_status) / sizeof(exit_status[0]) == ERR_SYSTEM + 1, "one per code");

/* Longer than any text, so that a sentence cut off here is cut again, between characters. */
enum { RAW = 512 };
_Static_assert(RAW > sizeof(((struct err *)0)->text) + 4, "a cut must fall behind the text's end");

/* One line that can be shown, whatever names from outside it quotes. */
static void say(struct err *e, const char *raw)
{
	text_printable(raw, strlen(raw), e->text, sizeof(e->text));
}

bool err_set(struct err *e, enum err_code code, const char *fmt, ...)
{
	if (!e)
		return false;
	char raw[RAW];
	va_list ap;
	va_start(ap, fmt);
	vsnprintf(raw, sizeof(raw), fmt, ap);
	va_end(ap);
	e->code = code;
	say(e, raw);
	return false;
}

bool err_sys(struct err *e, int errnum, const char *fmt, ...)
{
	if (!e)
		return false;
	char raw[RAW];
	va_list ap;
	va_start(ap, fmt);
	int n = vsnprintf(raw, sizeof(raw), fmt, ap);
	va_end(ap);
	if (n >= 0 && (size_t)n < sizeof(raw))
		snprintf(raw + n, sizeof(raw) - (size_t)n, ": %s", strerror(errnum));
	e->code = ERR_SYSTEM;
	say(e, raw);
	return false;
}

bool err_wrap(struct err *e, const char *fmt, ...)
{
	if (!e)
		return false;
	char raw[RAW];
	va_list ap;
	va_start(ap, fmt);
	int n = vsnprintf(raw, sizeof(raw), fmt, ap);
	va_end(ap);
	if (n >= 0 && (size_t)n < sizeof(raw))
		snprintf(raw + n, sizeof(raw) - (size_t)n, ": %s", e->text);
	say(e, raw);
	return false;
}

int err_exit_status(enum err_code code)
{
	return exit_status[code];
}
