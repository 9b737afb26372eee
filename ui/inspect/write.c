/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Writing packets into a capture file, or as text.
 */
#include "ui/inspect/write.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/err.h"
#include "base/i18n.h"
#include "capture/save.h"
#include "print/print.h"
#include "print/sink.h"

#define INTERFACES_MAX 65536u

struct inspect_write {
	struct save *save;       /* a capture file, or NULL: text */
	struct printer *printer; /* owned, with what it prints to */
	struct sink sink;
	int fd;
	char *path;
	uint64_t at, all;
	uint64_t written;
	int *interfaces; /* by the traffic's number: ours plus one, 0: not made yet. Owned */
	uint32_t interface_count;
};

static void stop(struct inspect *in)
{
	struct inspect_write *w = in->writing;
	printer_destroy(w->printer);
	sink_finish(&w->sink);
	if (w->fd >= 0)
		close(w->fd);
	free(w->path);
	free(w->interfaces);
	free(w);
	in->writing = NULL;
}

static bool may_write(const struct inspect *in, const char *path, bool replace, struct err *e)
{
	if (in->writing)
		return err_set(e, ERR_USAGE, _("%s is still being written"), in->writing->path);
	if (!path[0])
		return err_set(e, ERR_USAGE, "%s", _("expected the name of a file"));
	if (!replace && access(path, F_OK) == 0)
		return err_set(
		        e, ERR_USAGE, _("%s is there already: write! %s replaces it"), path, path);
	return true;
}

static struct inspect_write *begin(struct inspect *in, const char *path)
{
	struct inspect_write *w = in->writing = xcalloc(1, sizeof(*w));
	w->fd = -1;
	w->path = xstrdup(path);
	w->all = selection_count(in->shown);
	w->interface_count = traffic_interface_count(in->traffic);
	if (w->interface_count > INTERFACES_MAX)
		w->interface_count = INTERFACES_MAX;
	w->interfaces = xcalloc(w->interface_count ? w->interface_count : 1, sizeof(int));
	return w;
}

bool write_begin(struct inspect *in, const char *path, bool replace, struct err *e)
{
	struct traffic_packet first = {0};
	if (!may_write(in, path, replace, e))
		return false;
	traffic_peek(in->traffic, selection_number(in->shown, 0), &first);
	struct save *s =
	        save_create(&(struct save_options){.path = path, .link = (uint32_t)first.link}, e);
	if (!s)
		return false;
	begin(in, path)->save = s;
	return true;
}

bool write_begin_text(
        struct inspect *in, const char *form, const char *path, bool replace, struct err *e)
{
	struct print_options o = {.absolute = in->absolute};
	if (strcmp(form, "pcapng") == 0)
		return write_begin(in, path, replace, e);
	if (!print_form_named(form, &o.form) || o.form == PRINT_FIELDS)
		return err_set(e, ERR_USAGE, "%s",
		        _("expected text, json, jsonl, csv, hex, c or pcapng, and a file"));
	if (!may_write(in, path, replace, e))
		return false;
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	if (fd < 0)
		return err_sys(e, errno, _("%s can't be written"), path);
	struct inspect_write *w = begin(in, path);
	w->fd = fd;
	sink_init(&w->sink, fd);
	w->printer = printer_create(&o, &w->sink, e);
	if (!w->printer)
		stop(in);
	return in->writing;
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

static void save_one(struct inspect *in, const struct traffic_packet *k, const char *comment)
{
	struct inspect_write *w = in->writing;
	int interface = interface_of(in, k);
	if (interface >= 0)
		w->written += save_frame(
		        w->save, interface, k->when, k->bytes, k->captured, k->length, comment);
}

static void print_one(struct inspect *in, const struct traffic_packet *k, const char *comment)
{
	struct inspect_write *w = in->writing;
	struct packet packet;
	char owner[64];
	bool known = k->interface < traffic_interface_count(in->traffic);
	packet_decode(k->link, k->bytes, k->captured, k->length, &packet);
	inspect_owner_text(in, k->number, owner, sizeof(owner));
	struct print_packet p = {.number = k->number,
	        .when = k->when,
	        .link = (uint32_t)k->link,
	        .packet = &packet,
	        .bytes = k->bytes,
	        .note = k->note.flow == FLOW_NONE ? NULL : &k->note,
	        .interface = known ? traffic_interface(in->traffic, k->interface)->name : "",
	        .comment = comment,
	        .comment_length = comment ? strlen(comment) : 0,
	        .owner = owner[0] ? owner : NULL};
	printer_packet(w->printer, &p);
	w->written++;
}

static void write_one(struct inspect *in, uint64_t number)
{
	struct traffic_packet k;
	if (!number || !traffic_get(in->traffic, number, &k) || !k.bytes)
		return;
	const char *comment = traffic_comment(in->traffic, number);
	if (in->writing->save)
		save_one(in, &k, comment);
	else
		print_one(in, &k, comment);
}

/* False with e: not all could be written. */
static bool close_all(struct inspect_write *w, struct err *e)
{
	if (w->save)
		return save_close(w->save, e);
	printer_end(w->printer);
	return sink_flush(&w->sink) || err_sys(e, w->sink.error, _("%s can't be written"), w->path);
}

static void finish(struct inspect *in)
{
	struct inspect_write *w = in->writing;
	struct err e = {0};
	bool good = close_all(w, &e);
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
	close_all(in->writing, NULL);
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
