/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Options by number, and those that several files take. Between files of the command line only.
 */
#ifndef CLI_ARGS_INTERNAL_H
#define CLI_ARGS_INTERNAL_H

#include "cli/args.h"

#define OPT_LONG 256 /* below: the option's letter */

enum option_id {
	OPT_LANG = OPT_LONG,
	OPT_LABS,
	OPT_THEME,
	OPT_ASCII,
	OPT_PREFIX,
	OPT_NO_MOUSE,
	OPT_STEP,
	OPT_FRESH,
	OPT_JSON,
	OPT_WIRE,
	OPT_GATE,
	OPT_HEADLESS,
	OPT_FOR,
	OPT_PLAY,
	OPT_CALLS,
	OPT_WITHOUT,
	OPT_TAPE,
	OPT_SAVE,
	OPT_TEXT,
	OPT_EXPORT,
	OPT_NO_AUTOSAVE,
	OPT_RECORD,
	OPT_RECORDING,
	OPT_COUNT,
	OPT_JSONL,
	OPT_FOLLOW,
	OPT_FOLLOW_AS,
};

bool args_number(const char *word, int least, int most, int *out, struct err *e);

/* Is it an option of how packets are printed? args_take_print() takes it. */
bool args_is_print(int id);
bool args_take_print(struct cli_print *p, int id, const char *value, struct err *e);

/* The same for what is captured. */
bool args_is_watch(int id);
bool args_take_watch(struct cli_watch *w, int id, const char *value, struct err *e);

#endif
