/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Names of files and interfaces for the prompt.
 */
#include "ui/front/complete.h"

#include <dirent.h>
#include <limits.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/alloc.h"
#include "base/i18n.h"

#define ENTRIES_MAX 20000 /* of a folder, looked at */

static bool is_folder(const char *path)
{
	struct stat st;
	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

void complete_path(const char *word, size_t len, prompt_emit_fn emit, void *to)
{
	char typed[PATH_MAX], dir[PATH_MAX];
	snprintf(typed, sizeof(typed), "%.*s", (int)len, word);
	const char *slash = strrchr(typed, '/'), *begin = slash ? slash + 1 : typed;
	int above = (int)(begin - typed);
	snprintf(dir, sizeof(dir), "%.*s", above, typed);
	DIR *d = opendir(above ? dir : ".");
	if (!d)
		return;
	size_t wanted = strlen(begin);
	struct dirent *entry;
	for (int n = 0; n < ENTRIES_MAX && (entry = readdir(d)); n++) {
		bool hidden = entry->d_name[0] == '.' && begin[0] != '.';
		if (hidden || strncmp(entry->d_name, begin, wanted) != 0)
			continue;
		char *_cleanup_free_ path = xasprintf("%s%s", dir, entry->d_name);
		char *_cleanup_free_ shown = xasprintf("%s%s", path, is_folder(path) ? "/" : "");
		emit(to, shown, "");
	}
	closedir(d);
}

void complete_interface(const char *word, size_t len, prompt_emit_fn emit, void *to)
{
	struct if_nameindex *all = if_nameindex();
	for (const struct if_nameindex *i = all; i && i->if_name; i++)
		if (strncmp(i->if_name, word, len) == 0)
			emit(to, i->if_name, "");
	if (all)
		if_freenameindex(all);
	if (strncmp("any", word, len) == 0)
		emit(to, "any", _("all of them"));
}
