/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Frame filters: libpcap compiles and runs what filter_words.c spelt out.
 */
#include "capture/filter.h"

#include <pcap/pcap.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/vec.h"
#include "capture/filter_internal.h"

#define TEXT_MAX 2000
#define SNAPLEN 262144
#define PROGRAMS_MAX 64 /* kinds of links in one file */

/* Frames of one kind of link. */
struct program {
	uint32_t link;
	bool none; /* nothing there can match, or it can't be said of such frames */
	struct bpf_program bpf;
};

struct filter {
	char *text, *expanded; /* owned */
	bool all;              /* matches everything; nothing was compiled */
	VEC(struct program) programs;
};

static void store32(uint8_t *at, uint32_t v, bool big)
{
	for (unsigned i = 0; i < 4; i++)
		at[big ? 3 - i : i] = (uint8_t)(v >> 8 * i);
}

/* A handle as for a capture file of that link: libpcap compiles otherwise for files than for what
 * is captured here, since loopback links have the numbers of other systems, in the file's order. */
static pcap_t *open_as_file(uint32_t link)
{
	bool big = link & FILTER_BIG_ENDIAN;
	uint8_t head[24] = {0};
	char why[PCAP_ERRBUF_SIZE];
	store32(head, 0xa1b2c3d4, big);
	head[big ? 5 : 4] = 2;
	head[big ? 7 : 6] = 4;
	store32(head + 16, SNAPLEN, big);
	store32(head + 20, link & 0xffff, big);
	FILE *memory = fmemopen(head, sizeof(head), "rb");
	pcap_t *p = memory ? pcap_fopen_offline(memory, why) : NULL;
	if (memory && !p)
		fclose(memory);
	return p;
}

/* 0, or -1 with libpcap's words. */
static int compile(
        const char *expanded, uint32_t link, struct bpf_program *program, char *why, size_t size)
{
	pcap_t *handle = open_as_file(link);
	if (!handle)
		abort();
	int rc = pcap_compile(handle, program, expanded, 1, PCAP_NETMASK_UNKNOWN);
	if (rc < 0 && why)
		snprintf(why, size, "%s", pcap_geterr(handle));
	pcap_close(handle);
	return rc;
}

char *filter_expand(const char *text, filter_name_fn names, void *user)
{
	struct buf out = {0};
	struct filter_place where;
	filter_spell_out(text, names, user, &out, &where, NULL);
	return buf_steal(&out);
}

/* libpcap's sentence about a filter that is right but never true. */
static bool rejects_all(const char *why)
{
	return strstr(why, "rejects all packets") != NULL;
}

/* Compiles for a link; false with the reason when it can't be said of such frames. */
static bool add_program(struct filter *f, uint32_t link, char *why, size_t size)
{
	struct program p = {.link = link};
	p.none = compile(f->expanded, link, &p.bpf, why, size) != 0;
	vec_push(&f->programs, p);
	return !p.none;
}

/* Those a filter is made for, and who knows its names. */
struct wish {
	const uint32_t *links;
	size_t count;
	filter_name_fn names;
	void *user;
	bool never_is_right; /* what is never true is a filter, too */
};

/* Is it a filter for the first of the links, or could be for other frames of it? */
static bool compiles(const void *user, const char *text)
{
	const struct wish *w = user;
	char why[PCAP_ERRBUF_SIZE] = "";
	struct buf out = {0};
	struct filter_place where;
	struct bpf_program program;
	bool good = filter_spell_out(text, w->names, w->user, &out, &where, NULL);
	if (good && compile(buf_text(&out), w->links[0], &program, why, sizeof(why)) == 0)
		pcap_freecode(&program);
	else
		good = good && rejects_all(why);
	buf_finish(&out);
	return good;
}

/* It is enough that one of the links has such frames. */
static bool compile_for(
        struct filter *f, const struct wish *w, struct filter_place *where, struct err *e)
{
	char first[PCAP_ERRBUF_SIZE] = "";
	bool good = false;
	for (size_t i = 0; i < w->count; i++) {
		char why[PCAP_ERRBUF_SIZE] = "";
		good = add_program(f, w->links[i], why, sizeof(why)) || good;
		if (!i)
			snprintf(first, sizeof(first), "%s", why);
	}
	if (good || (w->never_is_right && rejects_all(first)))
		return true;
	if (!rejects_all(first))
		return filter_point(f->text, compiles, w, first, where, e);
	*where = (struct filter_place){0, strlen(f->text)};
	return err_set(
	        e, ERR_USAGE, _("\"%.120s\" can't be true of any frame: %.120s"), f->text, first);
}

static struct filter *create(
        const char *text, const struct wish *w, struct filter_place *where, struct err *e)
{
	*where = (struct filter_place){0, strlen(text)};
	if (strlen(text) > TEXT_MAX) {
		err_set(e, ERR_USAGE, _("a filter of at most %d bytes was expected"), TEXT_MAX);
		return NULL;
	}
	struct buf out = {0};
	struct filter *f = xcalloc(1, sizeof(*f));
	f->text = xstrdup(text);
	f->all = text[strspn(text, " \t\n")] == '\0';
	bool good = filter_spell_out(text, w->names, w->user, &out, where, e);
	f->expanded = buf_steal(&out);
	if (good && !f->all)
		good = compile_for(f, w, where, e);
	if (good)
		return f;
	filter_destroy(f);
	return NULL;
}

struct filter *filter_create(const char *text, filter_name_fn names, void *user, struct err *e)
{
	struct filter_place where;
	const struct wish w = {&(uint32_t){DLT_EN10MB}, 1, names, user, false};
	return create(text, &w, &where, e);
}

struct filter *filter_create_for(const char *text, const uint32_t *links, size_t count,
        filter_name_fn names, void *user, struct filter_place *where, struct err *e)
{
	const struct wish w = {links, count, names, user, true};
	return create(text, &w, where, e);
}

void filter_destroy(struct filter *f)
{
	if (!f)
		return;
	VEC_EACH (p, &f->programs)
		pcap_freecode(&p->bpf);
	vec_free(&f->programs);
	free(f->text);
	free(f->expanded);
	free(f);
}

static bool run(const struct program *p, const uint8_t *bytes, size_t captured, size_t length)
{
	struct pcap_pkthdr head = {.caplen = (bpf_u_int32)captured, .len = (bpf_u_int32)length};
	return !p->none && pcap_offline_filter(&p->bpf, &head, bytes) != 0;
}

bool filter_match(const struct filter *f, const uint8_t *bytes, size_t captured, size_t length)
{
	return f->all || run(&f->programs.at[0], bytes, captured, length);
}

bool filter_match_link(
        struct filter *f, uint32_t link, const uint8_t *bytes, size_t captured, size_t length)
{
	if (f->all)
		return true;
	for (size_t i = 0; i < f->programs.count; i++)
		if (f->programs.at[i].link == link)
			return run(&f->programs.at[i], bytes, captured, length);
	if (f->programs.count >= PROGRAMS_MAX)
		return false;
	add_program(f, link, NULL, 0);
	return run(&f->programs.at[f->programs.count - 1], bytes, captured, length);
}

const char *filter_expanded(const struct filter *f)
{
	return f->expanded;
}

const char *filter_text(const struct filter *f)
{
	return f->text;
}
