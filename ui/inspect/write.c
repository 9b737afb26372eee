/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Writing packets into a capture file.
 */
#include "ui/inspect/write.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/err.h"
#include "base/i18n.h"
#include "capture/save.h"

#define INTERFACES_MAX 65536u

struct inspect_write {
	struct save *save;
	char *path;
	uint64_t at, all;
	uint64_t written;
	int *interfaces; /* by the traffic's number: ours plus one, 0: not made yet. Owned */
	uint32_t interface_count;
};

static void stop(struct inspect *in)
{
	struct inspect_write *w = in->writing;
	free(w->path);
	free(w->interfaces);
	free(w);
	in->writing = NULL;
}

bool write_begin(struct inspect *in, const char *path, bool replace, struct err *e)
{
	struct traffic_packet first = {0};
	if (in->writing)
		return err_set(e, ERR_USAGE, _("%s is still being written"), in->writing->path);
	if (!path[0])
		return err_set(e, ERR_USAGE, "%s", _("expected the name of a file"));
	if (!replace && access(path, F_OK) == 0)
		return err_set(
		        e, ERR_USAGE, _("%s is there already: write! %s replaces it"), path, path);
	uint64_t count = selection_count(in->shown);
	traffic_peek(in->traffic, selection_number(in->shown, 0), &first);
	struct save *s =
	        save_create(&(struct save_options){.path = path, .link = (uint32_t)first.link}, e);
	if (!s)
		return false;
	struct inspect_write *w = in->writing = xcalloc(1, sizeof(*w));
	w->save = s;
	w->path = xstrdup(path);
	w->all = count;
	w->interface_count = traffic_interface_count(in->traffic);
	if (w->interface_count > INTERFACES_MAX)
		w->interface_count = INTERFACES_MAX;
	w->interfaces = xcalloc(w->interface_count ? w->interface_count : 1, sizeof(int));
	return true;
}

static int interface_of(struct inspect *in, const struct traffic_packet *k)
{
	struct inspect_write *w = in->writing;
	if (k->interface >= w->interface_count)
		return -1;
	int *slot = &w->interfaces[k->interface];
	const struct capture_interface *i = traffic_interface(in->traffic, k->interface);
	if (!*slot)
		*slot = save_interface(w->save, i->link, i->snaplen, i->name) + 1;
	return *slot - 1;
}

static void write_one(struct inspect *in, uint64_t number)
{
	struct inspect_write *w = in->writing;
	struct traffic_packet k;
	if (!number || !traffic_get(in->traffic, number, &k) || !k.bytes)
		return;
	int interface = interface_of(in, &k);
	if (interface < 0)
		return;
	const char *comment = traffic_comment(in->traffic, number);
	w->written +=
	        save_frame(w->save, interface, k.when, k.bytes, k.captured, k.length, comment);
}

static void finish(struct inspect *in)
{
	struct inspect_write *w = in->writing;
	struct err e = {0};
	bool good = save_close(w->save, &e);
	unsigned long long n = w->written;
	in->said.is_error = !good;
	if (good)
		snprintf(in->said.text, sizeof(in->said.text),
		        P_("%llu packet written to %.200s", "%llu packets written to %.200s",
		                (unsigned long)n),
		        n, w->path);
	else
		snprintf(in->said.text, sizeof(in->said.text), "%s", e.text);
	stop(in);
}

bool write_work(struct inspect *in, unsigned most)
{
	struct inspect_write *w = in->writing;
	if (!w)
		return false;
	for (; most && w->at < w->all; most--)
		write_one(in, selection_number(in->shown, w->at++));
	if (w->at == w->all)
		finish(in);
	return true;
}

void write_stop(struct inspect *in)
{
	if (!in->writing)
		return;
	save_close(in->writing->save, NULL);
	stop(in);
}

bool write_progress(const struct inspect *in, uint64_t *done, uint64_t *all)
{
	if (!in->writing)
		return false;
	*done = in->writing->at;
	*all = in->writing->all;
	return true;
}
