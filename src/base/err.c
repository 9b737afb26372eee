/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Failures as values.
 */
#include "base/err.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const int exit_status[] = {
	[ERR_NONE] = 0, [ERR_CHECK] = 1, [ERR_USAGE] = 2,
	[ERR_MACHINE] = 3, [ERR_INPUT] = 4, [ERR_SYSTEM] = 3,
};
_Static_assert(sizeof(exit_status) / sizeof(exit_status[0]) == ERR_SYSTEM + 1, "one per code");

bool err_set(struct err *e, enum err_code code, const char *fmt, ...)
{
	if (!e)
		return false;
	e->code = code;
	va_list ap;
	va_start(ap, fmt);
	vsnprintf(e->text, sizeof(e->text), fmt, ap);
	va_end(ap);
	return false;
}

bool err_sys(struct err *e, int errnum, const char *fmt, ...)
{
	if (!e)
		return false;
	e->code = ERR_SYSTEM;
	va_list ap;
	va_start(ap, fmt);
	int n = vsnprintf(e->text, sizeof(e->text), fmt, ap);
	va_end(ap);
	if (n >= 0 && (size_t)n < sizeof(e->text))
		snprintf(e->text + n, sizeof(e->text) - (size_t)n, ": %s", strerror(errnum));
	return false;
}

bool err_wrap(struct err *e, const char *fmt, ...)
{
	if (!e)
		return false;
	char context[160];
	va_list ap;
	va_start(ap, fmt);
	vsnprintf(context, sizeof(context), fmt, ap);
	va_end(ap);
	char text[sizeof(e->text) + sizeof(context) + 2];
	snprintf(text, sizeof(text), "%s: %s", context, e->text);
	memcpy(e->text, text, sizeof(e->text) - 1);
	e->text[sizeof(e->text) - 1] = '\0';
	return false;
}

int err_exit_status(enum err_code code)
{
	return exit_status[code];
}
