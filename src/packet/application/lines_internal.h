/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Messages made of lines of text: commands with an argument, replies with a code, header fields
 * (RFC 5321 2.3.8, RFC 9112 2.2: CR LF; a bare LF or CR is taken as well, as tshark does). Between
 * files of src/packet only.
 */
#ifndef PACKET_APPLICATION_LINES_INTERNAL_H
#define PACKET_APPLICATION_LINES_INTERNAL_H

#include "packet/application/app_internal.h"
#include "packet/application/part_internal.h"

struct line {
	uint32_t at, n; /* in the frame, without the line's end */
	bool ended;     /* its end is here */
};

/* Takes one line; false when nothing is left. */
bool lines_take(struct part *p, struct line *out);

/* Bytes of the first line at the cursor without its end. */
size_t lines_first(const struct bytes *b);
/* Moves behind it and its end. */
void lines_next(struct bytes *b);
/* The first line as a summary. */
void lines_summary(struct bytes b, const struct packet *p, struct out *o);

/* The bytes begin with one of these words (upper or lower case) and a blank or a line's end. */
bool lines_verb(const struct bytes *b, const char *const *verbs);
/* "250 " or "250-" or a bare "250": three digits from 1yz to 6yz. */
bool lines_reply(const struct bytes *b);
/* The first line is not empty and of ASCII, as far as one has to look to tell. */
bool lines_text(const struct bytes *b);
/* The message comes from the side with the lower port: the server, where a port tells. */
static inline bool lines_from_server(const struct packet *p)
{
	return p->sport < p->dport;
}

/* A field for each word of the line, between blanks (of which several in a run may be one), at its
 * place; the last one takes the rest. */
void lines_words(struct builder *b, const struct line *l, const struct field_spec *words,
        size_t count, bool runs);

/* A protocol of commands and replies. */
struct dialogue {
	struct field_spec command[2]; /* the verb, its argument */
	struct field_spec reply[2];   /* the code, its text */
	struct field_spec data;       /* lines that are neither */
	const char *const *verbs;
	/* Every line of a client is a command, also one that we don't know, and every line of a
	 * server belongs to a reply: `data` is not used. */
	bool open;
	/* More of one line, may be NULL. */
	void (*more)(struct builder *b, const struct line *l, bool reply);
};
void lines_dialogue(struct part *p, const struct dialogue *d);

/* Header fields, "Name: value", to the empty line or the end. */
struct header {
	const char *header, *name; /* as it is written; the filter's name */
};
struct headers {
	const struct header *known;
	size_t count;
	const char
	        *unknown; /* the filter's name of all others: there the whole line is the value */
};
/* That name, of n bytes, is one of the known ones. */
bool lines_header_known(const struct headers *h, const char *name, size_t n);
/* Takes them and the empty line; *ended: it was there. */
void lines_headers(struct part *p, const struct headers *h, bool *ended);
/* The value of a header among those at the cursor, as a cursor: the last of several, as in tshark;
 * empty when there is none. */
struct bytes lines_header_value(struct bytes b, const char *name);

#endif
