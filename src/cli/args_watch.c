/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Options that say what is captured, with tcpdump's letters.
 */
#include <limits.h>
#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "cli/args_internal.h"

#define SNAPLEN_MAX 262144
#define BUFFER_KIB_MAX (256 * 1024)
#define SECONDS_MAX (366 * 86400)
#define FILES_MAX 1000000

bool args_is_watch(int id)
{
	return id && id < OPT_LONG && strchr("isBpCGW", id);
}

bool args_take_watch(struct cli_watch *w, int id, const char *value, struct err *e)
{
	const struct {
		int id, most;
		int *place;
	} numbers[] = {
	        {'s', SNAPLEN_MAX, &w->snaplen},
	        {'B', BUFFER_KIB_MAX, &w->buffer_kib},
	        {'C', INT_MAX / 1000000, &w->megabytes},
	        {'G', SECONDS_MAX, &w->seconds},
	        {'W', FILES_MAX, &w->files},
	};
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		if (numbers[i].id == id)
			return args_number(value, 1, numbers[i].most, numbers[i].place, e);
	if (id == 'i')
		w->interface = value;
	else
		w->not_promiscuous = true;
	return true;
}
