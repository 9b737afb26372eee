/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The captures that were opened last: a path a line.
 */
#include "ui/front/recent.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/file.h"

#define FILE_MAX ((size_t)RECENT_MAX * (PATH_MAX + 1))

void recent_finish(struct recent *r)
{
	for (size_t i = 0; i < r->count; i++)
		free(r->paths[i]);
	*r = (struct recent){0};
}

void recent_load(struct recent *r, const char *state_dir)
{
	struct buf text = {0};
	recent_finish(r);
	if (!state_dir)
		return;
	char *_cleanup_free_ path = xasprintf("%s/captures", state_dir);
	if (access(path, R_OK) != 0 || !file_read(path, FILE_MAX, &text, NULL))
		return;
	char *rest = text.at, *line;
	while (r->count < RECENT_MAX && (line = strsep(&rest, "\n")))
		if (line[0] == '/' && access(line, R_OK) == 0)
			r->paths[r->count++] = xstrdup(line);
	buf_finish(&text);
}

void recent_add(const char *state_dir, const char *path)
{
	struct recent before = {0};
	struct buf text = {0};
	char *_cleanup_free_ whole = realpath(path, NULL);
	/* A name with a line feed can't be a line. */
	if (!state_dir || !whole || strchr(whole, '\n'))
		return;
	recent_load(&before, state_dir);
	buf_printf(&text, "%s\n", whole);
	for (size_t i = 0, kept = 1; i < before.count && kept < RECENT_MAX; i++) {
		if (strcmp(before.paths[i], whole) == 0)
			continue;
		buf_printf(&text, "%s\n", before.paths[i]);
		kept++;
	}
	char *_cleanup_free_ file = xasprintf("%s/captures", state_dir);
	file_write(file, text.at, text.len, 0600, NULL);
	recent_finish(&before);
	buf_finish(&text);
}
