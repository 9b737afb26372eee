/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Commands on frames that wait at the gate.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/err.h"
#include "base/i18n.h"
#include "bench/bench_internal.h"
#include "bench/command_internal.h"

bool command_time(const char *word, nsec *out, struct err *e)
{
	static const struct {
		const char *unit;
		nsec length;
	} units[] = {{"us", NSEC_PER_USEC}, {"ms", NSEC_PER_MSEC}, {"", NSEC_PER_MSEC},
	        {"s", NSEC_PER_SEC}};
	char *end;
	double value = strtod(word, &end);
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		if (end == word || strcmp(end, units[i].unit) != 0)
			continue;
		double ns = value * (double)units[i].length;
		if (!(ns >= 0 && ns <= 3600.0 * (double)NSEC_PER_SEC))
			break;
		*out = (nsec)ns;
		return true;
	}
	return err_set(e, ERR_USAGE, _("expected a time such as 20ms or 1.5s, found \"%s\""), word);
}

/* A frame that waits; a call can't be dropped, doubled or changed. */
static bool select_frame(struct bench *b, int argc, char **argv, uint64_t *frame, struct err *e)
{
	if (!next_select(b, argc, argv, frame, e))
		return false;
	return !next_is_call(b, *frame) ||
	       err_set(e, ERR_USAGE, _("that is a call: it can be delivered or made to fail"));
}

bool command_deliver(struct bench *b, int argc, char **argv, struct err *e)
{
	if (argc == 2 && strcmp(argv[1], "all") == 0) {
		wire_deliver_all(b->wire);
		calls_let_all(b);
		return true;
	}
	uint64_t id = 0;
	if (!next_select(b, argc - 1, argv + 1, &id, e))
		return false;
	return next_is_call(b, id) ? calls_let(b, id, 0, e) : wire_deliver(b->wire, id, e);
}

bool command_drop(struct bench *b, int argc, char **argv, struct err *e)
{
	uint64_t frame = 0;
	return select_frame(b, argc - 1, argv + 1, &frame, e) && wire_drop(b->wire, frame, e);
}

bool command_duplicate(struct bench *b, int argc, char **argv, struct err *e)
{
	uint64_t frame = 0;
	return select_frame(b, argc - 1, argv + 1, &frame, e) && wire_duplicate(b->wire, frame, e);
}

bool command_delay(struct bench *b, int argc, char **argv, struct err *e)
{
	nsec delay = 0;
	uint64_t frame = 0;
	return command_time(argv[1], &delay, e) && select_frame(b, argc - 2, argv + 2, &frame, e) &&
	       wire_delay(b->wire, frame, delay, e);
}

/* "move [FRAME]": to the front; "move FRAME before #7". */
bool command_move(struct bench *b, int argc, char **argv, struct err *e)
{
	uint64_t frame = 0, before = 0;
	int at = 1;
	while (at < argc && strcmp(argv[at], "before") != 0)
		at++;
	if (!select_frame(b, at - 1, argv + 1, &frame, e))
		return false;
	if (at < argc)
		return select_frame(b, argc - at - 1, argv + at + 1, &before, e) &&
		       wire_move(b->wire, frame, before, e);
	return frame == b->next.at[0].id || wire_move(b->wire, frame, b->next.at[0].id, e);
}

/* "corrupt [at OFFSET] [FRAME]": without a place the last byte, which no length or port needs. */
bool command_corrupt(struct bench *b, int argc, char **argv, struct err *e)
{
	int offset = -1, used = 1;
	if (argc >= 3 && strcmp(argv[1], "at") == 0) {
		char *end;
		long value = strtol(argv[2], &end, 0);
		if (*end || end == argv[2] || value < -65535 || value > 65535)
			return err_set(e, ERR_USAGE,
			        _("expected a byte's place such as 54 or -1, found \"%s\""),
			        argv[2]);
		offset = (int)value;
		used = 3;
	}
	uint64_t frame = 0;
	return select_frame(b, argc - used, argv + used, &frame, e) &&
	       wire_corrupt(b->wire, frame, offset, 0x01, e);
}

/* "edit FIELD=VALUE [keep] [FRAME]": keep leaves the checksums as they were. */
bool command_edit(struct bench *b, int argc, char **argv, struct err *e)
{
	const char *equals = strchr(argv[1], '=');
	if (!equals || equals == argv[1])
		return err_set(e, ERR_USAGE,
		        _("expected FIELD=VALUE such as tcp.window=0, found \"%s\""), argv[1]);
	bool keep = argc > 2 && strcmp(argv[2], "keep") == 0;
	int used = keep ? 3 : 2;
	char *_cleanup_free_ field = xstrndup(argv[1], (size_t)(equals - argv[1]));
	uint64_t frame = 0;
	return select_frame(b, argc - used, argv + used, &frame, e) &&
	       wire_edit(b->wire, frame, field, equals + 1, !keep, e);
}

bool command_restore(struct bench *b, int argc, char **argv, struct err *e)
{
	uint64_t frame = 0;
	return select_frame(b, argc - 1, argv + 1, &frame, e) && wire_restore(b->wire, frame, e);
}
