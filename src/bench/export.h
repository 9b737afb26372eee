/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A tape for others to read: the ladder as text, as Markdown and as SVG, all events as JSON.
 *
 * JSON: {"wirelab", "lab", "began" (seconds since 1970), "nodes": [...], "links": [...], "events":
 * [{"id", "time" (seconds from the begin), "kind", and what belongs to the kind}]}. Bytes are hex,
 * addresses "10.0.0.1:80", fates as they are when the tape ends.
 */
#ifndef BENCH_EXPORT_H
#define BENCH_EXPORT_H

#include <stdbool.h>

#include "bench/past.h"

struct buf;
struct err;

enum export_format { EXPORT_TEXT, EXPORT_MARKDOWN, EXPORT_JSON, EXPORT_SVG, EXPORT_FORMATS };

/* False with e: no such format. */
bool export_format(const char *word, enum export_format *out, struct err *e);
/* "-" is standard output. What lies after the cursor is left out. */
bool export_write(struct past *p, enum export_format f, const char *path, struct err *e);

/* One row of a ladder: an arrow, or words. */
struct export_row {
	nsec time; /* from the begin */
	bool is_arrow;
	int from, to;         /* nodes; arrows: to is the link's other end for everybody */
	uint8_t fate;         /* arrows: enum frame_fate */
	bool repeat;          /* arrows: sent before */
	char words[200];      /* what it is */
	char fate_words[320]; /* "" where it is the usual one */
};
/* Whether the event has a row. */
bool export_row(struct past *p, const struct tape_event *ev, struct export_row *out);
void export_text(struct past *p, struct buf *out);
void export_svg(struct past *p, struct buf *out);
void export_json(struct past *p, struct buf *out);

#endif
