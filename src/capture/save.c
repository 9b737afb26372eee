/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One file after the other.
 */
#include "capture/save.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/alloc.h"
#include "base/err.h"
#include "base/i18n.h"
#include "capture/pcap_write.h"
#include "capture/pcapng.h"

#define INTERFACES_MAX 64
#define PATH_ROOM 4096
#define DIGITS_MAX 10

struct interface {
	uint32_t link, snaplen;
	char *name; /* owned */
	int number; /* in the present pcapng file */
};

struct save {
	struct save_options o;
	char *pattern; /* o.path; owned */
	char *path;    /* of the present file; owned */
	bool classic;
	struct pcapng *ng;
	struct pcap_write *pcap;
	struct interface interfaces[INTERFACES_MAX];
	int interface_count;
	unsigned file; /* number of the present one, in all */
	unsigned row;  /* number since the time changed the name */
	nsec began;    /* when the present file did, by its frames; 0: not yet */
	bool done, failed;
	struct err why;
};

static bool ends_with(const char *text, const char *end)
{
	size_t len = strlen(text), n = strlen(end);
	return len >= n && !strcmp(text + len - n, end);
}

static int digits(unsigned files)
{
	char text[DIGITS_MAX + 1];
	return files > 1 ? snprintf(text, sizeof(text), "%u", files - 1) : 1;
}

/* The pattern is the person's: that is what -G is for. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
static size_t fill_in(char *out, size_t size, const char *pattern, const struct tm *tm)
{
	return strftime(out, size, pattern, tm);
}
#pragma GCC diagnostic pop

/* The name of the file that begins at `now`. */
static char *name_of(const struct save *s, nsec now)
{
	char stem[PATH_ROOM];
	time_t t = (time_t)(now / NSEC_PER_SEC);
	struct tm tm;
	bool timed = s->o.seconds && localtime_r(&t, &tm);
	if (!timed || fill_in(stem, sizeof(stem), s->pattern, &tm) == 0)
		snprintf(stem, sizeof(stem), "%s", s->pattern);
	if (s->o.bytes && s->o.files)
		return xasprintf("%s%0*u", stem, digits(s->o.files), s->row % s->o.files);
	return s->o.bytes && s->row ? xasprintf("%s%u", stem, s->row) : xstrdup(stem);
}

static bool close_file(struct save *s)
{
	struct err e;
	bool good = pcapng_close(s->ng, &e);
	good = pcap_write_close(s->pcap, &e) && good;
	s->ng = NULL;
	s->pcap = NULL;
	if (!good && !s->failed)
		s->why = e;
	s->failed |= !good;
	return good;
}

static bool open_file(struct save *s, nsec now)
{
	free(s->path);
	s->path = name_of(s, now);
	if (s->classic)
		s->pcap = pcap_write_create(s->path, s->o.link, 0, &s->why);
	else
		s->ng = pcapng_create_capture(s->path, &s->why);
	if (!s->ng && !s->pcap) {
		s->failed = true;
		return false;
	}
	if (s->ng)
		pcapng_set_offset(s->ng, 0);
	for (int i = 0; s->ng && i < s->interface_count; i++) {
		struct interface *f = &s->interfaces[i];
		f->number = pcapng_interface_of(s->ng, f->link, f->snaplen, f->name, NULL);
	}
	s->began = now;
	return true;
}

struct save *save_create(const struct save_options *o, struct err *e)
{
	struct save *s = xcalloc(1, sizeof(*s));
	s->o = *o;
	s->pattern = xstrdup(o->path);
	s->classic = ends_with(o->path, ".pcap") || ends_with(o->path, ".cap");
	if (open_file(s, clock_now() + clock_realtime_offset()))
		return s;
	*e = s->why;
	s->failed = false;
	save_close(s, NULL);
	return NULL;
}

int save_interface(struct save *s, uint32_t link, uint32_t snaplen, const char *name)
{
	if (s->interface_count == INTERFACES_MAX)
		return INTERFACES_MAX - 1;
	struct interface *f = &s->interfaces[s->interface_count];
	*f = (struct interface){.link = link, .snaplen = snaplen, .name = xstrdup(name)};
	if (s->ng)
		f->number = pcapng_interface_of(s->ng, link, snaplen, name, NULL);
	return s->interface_count++;
}

static uint64_t written(const struct save *s)
{
	return s->ng ? pcapng_bytes(s->ng) : pcap_write_bytes(s->pcap);
}

/* A new file, if it is time for one. */
static bool turn_over(struct save *s, nsec when)
{
	bool late = s->o.seconds && when - s->began >= (nsec)s->o.seconds * NSEC_PER_SEC;
	bool large = s->o.bytes && written(s) > s->o.bytes;
	if (!late && !large)
		return true;
	if (late && !s->o.bytes && s->o.files && s->file + 1 >= s->o.files) {
		s->done = true;
		return false;
	}
	s->file++;
	s->row = late ? 0 : s->row + 1;
	return close_file(s) && open_file(s, when);
}

bool save_frame(struct save *s, int interface, nsec when, const uint8_t *bytes, uint32_t captured,
        uint32_t length, const char *comment)
{
	if (s->failed || s->done || !turn_over(s, when))
		return false;
	const struct interface *f = &s->interfaces[interface];
	if (s->ng) {
		pcapng_frame(s->ng, f->number, when, bytes, captured, length, comment);
		return true;
	}
	if (f->link != s->o.link) {
		s->failed = true;
		return err_set(&s->why, ERR_INPUT,
		        _("%s can't hold frames of several link types; name it .pcapng"), s->path);
	}
	pcap_write_frame(s->pcap, when, bytes, captured, length);
	return true;
}

bool save_flush(struct save *s)
{
	if (s->failed)
		return false;
	return s->ng ? pcapng_flush(s->ng) : pcap_write_flush(s->pcap);
}

bool save_done(const struct save *s)
{
	return s->done;
}

const char *save_path(const struct save *s)
{
	return s->path;
}

bool save_close(struct save *s, struct err *e)
{
	if (!s)
		return true;
	if (s->ng || s->pcap)
		close_file(s);
	bool good = !s->failed;
	if (!good && e)
		*e = s->why;
	for (int i = 0; i < s->interface_count; i++)
		free(s->interfaces[i].name);
	free(s->pattern);
	free(s->path);
	free(s);
	return good;
}
