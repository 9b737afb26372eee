/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Domain names and resource records as bytes (RFC 1035 3.1, 4.1.4). Between files of src/packet
 * only.
 */
#ifndef PACKET_APPLICATION_DNS_INTERNAL_H
#define PACKET_APPLICATION_DNS_INTERNAL_H

#include "packet/application/app_internal.h"
#include "packet/application/part_internal.h"

#define DNS_HEADER 12
#define DNS_NAME_TEXT FIELD_MEANING

enum {
	DNS_A = 1,
	DNS_NS = 2,
	DNS_CNAME = 5,
	DNS_PTR = 12,
	DNS_TXT = 16,
	DNS_AAAA = 28,
	DNS_OPT = 41
};

/* A message under way: compression points back to its start. */
struct dns_message {
	struct bytes b;  /* the whole message as far as it is here */
	uint32_t offset; /* of it within the frame */
	bool partial;    /* a name may end with the bytes, without a root (RFC 4704 4.2) */
};

struct dns_name {
	char text[DNS_NAME_TEXT]; /* "www.example.org", "<Root>"; what can't be shown as "\000" */
	size_t len;
};

extern const struct word dns_types[], dns_rcodes[];

/* Reads a name at m->b and moves behind it; jumps are counted, so a loop ends: its text then says
 * so. False when the name is not all here. */
bool dns_take_name(struct dns_message *m, struct dns_name *out);
/* The same as a field whose meaning is the name; NULL when there is none. */
struct field *dns_add_name(struct builder *b, struct dns_message *m, const struct field_spec *s);

/* The n bytes of data at m->b of a record of that type, as fields. */
void dns_data_fields(struct builder *b, struct dns_message m, unsigned type, uint32_t n);

#endif
