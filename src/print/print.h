/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Packets as text: lines, trees, hexadecimal, JSON, CSV, chosen fields, C arrays. What `read` and
 * `watch` print and what the screen exports is made here.
 *
 * How it works: a printer is a form (an ops table) with its options. Packets are handed to it one
 * by one with what is known of them; it keeps nothing of them but what the next line needs (the
 * time of the first and the one before), so that any number of packets takes the same memory.
 */
#ifndef PRINT_PRINT_H
#define PRINT_PRINT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"
#include "packet/flow/flow.h"
#include "packet/packet.h"

struct err;
struct printer;
struct sink;

/* A packet and what is known of it; everything is borrowed for the call. */
struct print_packet {
	uint64_t number; /* from 1; flow notes name packets by it */
	nsec when;       /* since 1970 */
	uint32_t link;   /* LINKTYPE_ number */
	const struct packet *packet;
	const uint8_t *bytes;         /* packet->captured of them */
	const struct flow_note *note; /* may be NULL */
	const char *interface;        /* its name; NULL or "": not known */
	const char *comment;          /* of comment_length bytes, any */
	size_t comment_length;
	const char *owner; /* whose packet it is, "curl[811]"; NULL: not known */
};

enum print_form {
	PRINT_TEXT,   /* a line a packet, below it what else is asked for */
	PRINT_JSON,   /* one array */
	PRINT_JSONL,  /* one object a line */
	PRINT_CSV,    /* RFC 4180, a first line of names */
	PRINT_FIELDS, /* as tshark: named fields, tabs between them */
	PRINT_HEX,    /* as text2pcap(1) reads it */
	PRINT_C,      /* an array of bytes a packet */
	PRINT_FORMS
};

/* The time in a line; the order is that of tcpdump's -t ... -ttttt. */
enum print_time {
	PRINT_TIME_FIRST, /* seconds since the first packet */
	PRINT_TIME_NONE,
	PRINT_TIME_EPOCH,
	PRINT_TIME_DELTA, /* since the packet before */
	PRINT_TIME_DATE,  /* date and time of day, local */
	PRINT_TIMES
};

enum print_quote { PRINT_QUOTE_NEEDED, PRINT_QUOTE_DOUBLE, PRINT_QUOTE_SINGLE, PRINT_QUOTE_NONE };

struct print_options {
	enum print_form form;
	enum print_time time;
	bool absolute; /* TCP's numbers as in the header */
	/* Lines only. */
	bool link_header, tree, ascii;
	uint8_t hex;       /* 0: none, 1: without the link's header, 2: whole */
	uint8_t hex_ascii; /* the same with ASCII beside */
	/* Fields by Wireshark's names; of JSON none are all, of CSV those of a line. */
	const char *const *fields;
	size_t field_count;
	bool no_header, header; /* CSV has one, FIELDS has none, unless said so */
	char separator;         /* 0: the form's own */
	char occurrence;        /* of a field that is there several times: 'f'irst, 'l'ast, 'a'll */
	enum print_quote quote;
};

/* Writes to `out`, borrowed. NULL with ERR_USAGE: there is no such field, or none is named. */
struct printer *printer_create(const struct print_options *o, struct sink *out, struct err *e);
void printer_packet(struct printer *p, const struct print_packet *k);
/* What belongs after the last packet. */
void printer_end(struct printer *p);
void printer_destroy(struct printer *p); /* NULL is fine */

/* "json" ...; false: no such form. */
bool print_form_named(const char *word, enum print_form *out);

#endif
