/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Commands on the programs' calls: their gate, and what is changed about them.
 */
#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "bench/bench_internal.h"
#include "bench/command_internal.h"
#include "trace/consts.h"

/* "calls hold [SET]", "calls pass", "calls off": for programs that run and those that start. */
bool command_calls(struct bench *b, int argc, char **argv, struct err *e)
{
	static const char *const modes[] = {
	        [CALLS_OFF] = "off", [CALLS_PASS] = "pass", [CALLS_HOLD] = "hold"};
	for (size_t i = 0; i < sizeof(modes) / sizeof(modes[0]); i++)
		if (strcmp(modes[i], argv[1]) == 0)
			return calls_set(b, (enum bench_calls)i, argc > 2 ? argv[2] : NULL, e);
	return err_set(e, ERR_USAGE, _("expected hold, pass or off, found \"%s\""), argv[1]);
}

/* "fail ERRNO [CALL]" */
bool command_fail(struct bench *b, int argc, char **argv, struct err *e)
{
	int error = const_error_value(argv[1]);
	uint64_t id = 0;
	if (!error)
		return err_set(e, ERR_USAGE,
		        _("expected an error such as ECONNREFUSED, found \"%s\""), argv[1]);
	if (!next_select(b, argc - 2, argv + 2, &id, e))
		return false;
	if (!next_is_call(b, id))
		return err_set(e, ERR_USAGE, _("that is a frame: it can't be made to fail"));
	return calls_let(b, id, error, e);
}

bool command_inject(struct bench *b, int argc, char **argv, struct err *e)
{
	(void)argc;
	return calls_inject(b, argv[1], e);
}

bool command_until(struct bench *b, int argc, char **argv, struct err *e)
{
	(void)argc;
	return calls_until(b, argv[1], e);
}
