/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Names of addresses.
 */
#include "ui/inspect/names.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/file.h"
#include "base/text.h"
#include "packet/fields.h"
#include "traffic/traffic.h"

#define HOSTS_FILE "/etc/hosts"
#define HOSTS_BYTES_MAX ((size_t)1 << 20)

/* FNV-1a. */
static size_t hash_of(const struct packet_addr *a)
{
	uint64_t h = 14695981039346656037u;
	for (size_t i = 0; i < a->length; i++)
		h = (h ^ a->bytes[i]) * 1099511628211u;
	return (size_t)(h ^ h >> 32);
}

/* The slot that has the address, or the free one where it belongs. */
static uint32_t *slot_of(const struct names *n, const struct packet_addr *a)
{
	size_t at = hash_of(a) & (n->room - 1);
	while (n->slots[at] && !packet_addr_equal(&n->known.at[n->slots[at] - 1].address, a))
		at = (at + 1) & (n->room - 1);
	return &n->slots[at];
}

static void make_room(struct names *n)
{
	if (n->room && n->known.count * 2 < n->room)
		return;
	free(n->slots);
	n->room = n->room ? n->room * 2 : 256;
	n->slots = xcalloc(n->room, sizeof(*n->slots));
	for (size_t i = 0; i < n->known.count; i++)
		*slot_of(n, &n->known.at[i].address) = (uint32_t)i + 1;
}

/* The first name stays: /etc/hosts is read before any answer. */
void names_learn(struct names *n, const struct packet_addr *a, const char *name)
{
	if (!name[0] || n->known.count == NAMES_MAX)
		return;
	make_room(n);
	uint32_t *slot = slot_of(n, a);
	if (*slot)
		return;
	struct name one = {.address = *a};
	text_printable(name, strlen(name), one.text, sizeof(one.text));
	vec_push(&n->known, one);
	*slot = (uint32_t)n->known.count;
}

/* "10.0.0.1  server server.lab  # comment": the first name is the canonical one (hosts(5)). */
static void read_line(struct names *n, const char *line, size_t len)
{
	char text[512], *rest = text;
	struct packet_addr a;
	snprintf(text, sizeof(text), "%.*s", (int)len, line);
	text[strcspn(text, "#")] = 0;
	const char *address = strsep(&rest, " \t");
	while (rest && (*rest == ' ' || *rest == '\t'))
		rest++;
	const char *name = rest ? strsep(&rest, " \t\r") : NULL;
	if (name && packet_addr_parse(address, &a))
		names_learn(n, &a, name);
}

void names_read_hosts(struct names *n, const char *text)
{
	while (*text) {
		size_t len = strcspn(text, "\n");
		read_line(n, text, len);
		text += len + (text[len] == '\n');
	}
}

/* Addresses of an answer belong to the name that was asked for. */
static void learn_answers(struct names *n, const struct traffic_packet *k)
{
	struct packet p;
	struct field_list fields = {0};
	const char *asked = "";
	packet_decode(k->link, k->bytes, k->captured, k->length, &p);
	fields_build(&p, k->bytes, &fields);
	for (size_t i = 0; i < fields.count; i++) {
		const struct field *f = &fields.at[i];
		struct packet_addr a = {.length = (uint8_t)f->length};
		if (strcmp(f->name, "dns.qry.name") == 0)
			asked = f->meaning;
		if ((strcmp(f->name, "dns.a") != 0 && strcmp(f->name, "dns.aaaa") != 0) ||
		        (f->length != 4 && f->length != 16))
			continue;
		memcpy(a.bytes, k->bytes + f->offset, f->length);
		names_learn(n, &a, asked);
	}
	field_list_finish(&fields);
}

static void read_hosts_file(struct names *n)
{
	struct buf text = {0};
	n->hosts_read = true;
	if (file_read(HOSTS_FILE, HOSTS_BYTES_MAX, &text, NULL))
		names_read_hosts(n, buf_text(&text));
	buf_finish(&text);
}

bool names_work(struct names *n, struct traffic *t, unsigned most)
{
	struct traffic_packet k;
	if (!n->hosts_read)
		read_hosts_file(n);
	if (n->seen + 1 < traffic_first(t))
		n->seen = traffic_first(t) - 1;
	for (; most && n->seen < traffic_last(t); most--) {
		n->seen++;
		if (traffic_peek(t, n->seen, &k) && k.kind == LAYER_DNS &&
		        traffic_get(t, n->seen, &k) && k.bytes)
			learn_answers(n, &k);
	}
	return n->seen < traffic_last(t);
}

const char *names_of(const struct names *n, const struct traffic *t, const struct packet_addr *a)
{
	const char *own = traffic_name(t, a);
	if (own || !n->room)
		return own;
	uint32_t at = *slot_of(n, a);
	return at ? n->known.at[at - 1].text : NULL;
}

void names_finish(struct names *n)
{
	vec_free(&n->known);
	free(n->slots);
	*n = (struct names){0};
}
