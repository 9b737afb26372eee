/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What forms share. Between files of src/print only.
 */
#ifndef PRINT_PRINT_INTERNAL_H
#define PRINT_PRINT_INTERNAL_H

#include "packet/fields.h"
#include "print/dump.h"
#include "print/print.h"
#include "print/put.h"
#include "print/sink.h"

/* Times of packets, told one after the other. */
struct print_clock {
	bool begun;
	nsec first, before;
	/* The second whose date is in `date`. */
	int64_t second;
	char date[32];
	size_t date_length;
};

struct column;

struct printer {
	struct print_options options;
	const struct print_ops *ops;
	struct sink *out;
	struct print_clock clock;
	uint64_t printed;
	struct column *columns; /* owned */
	size_t column_count;
	bool need_fields;         /* a column is found in the fields alone */
	bool all_fields;          /* columns, then every field */
	struct field_list fields; /* of the packet at hand, when needed */
	struct sink object;       /* a piece under way, in memory */
};

struct print_ops {
	void (*begin)(struct printer *p);
	void (*packet)(struct printer *p, const struct print_packet *k);
	void (*end)(struct printer *p);
};

extern const struct print_ops print_text_ops, print_json_ops, print_jsonl_ops, print_csv_ops,
        print_hex_ops, print_c_ops;

#define PRINT_SECONDS_MAX 32
#define PRINT_INFO_MAX 1024
#define PRINT_TIME_MAX 48

/* "12.345678": so many places behind the point; may be negative. */
char *put_seconds(char *at, nsec t, int places);
/* The column of the time; takes notice of the packet's. */
char *put_time(char *at, struct print_clock *c, enum print_time how, nsec when);
/* Sets first and before: once a packet, after all its columns. */
void print_clock_tick(struct print_clock *c, nsec when);

/* What the packet says, without its ends; control characters are '?'. */
char *put_info(char *at, const struct print_packet *k, bool absolute);
/* The packet's ends as in a line: "10.0.0.1.80"; '-' when there are none. */
#define PRINT_END_MAX (PUT_ADDR_MAX + 6)
char *put_end(char *at, const struct packet *p, bool source);
const char *print_protocol(const struct print_packet *k);
/* Where the network layer begins, for dumps without the link's header. */
uint32_t print_network(const struct packet *p);

/* One line without its end. */
void print_line(struct printer *p, const struct print_packet *k);
void print_tree(struct printer *p, const struct print_packet *k);

/* A JSON string with its quotes; what is no UTF-8 becomes U+FFFD (RFC 8259). */
void print_json_text(struct sink *s, const char *text, size_t len);
void print_json_hex(struct sink *s, const uint8_t *bytes, size_t len);

#endif
