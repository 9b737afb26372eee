/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One packet as a row of the list: decoded when it is shown, and its texts.
 */
#ifndef INSPECT_ROW_H
#define INSPECT_ROW_H

#include "packet/packet.h"
#include "ui/draw/canvas.h"
#include "ui/inspect/inspect.h"

struct row {
	struct traffic_packet k; /* its bytes are borrowed until the next traffic_get() */
	struct packet packet;
	uint64_t before; /* number of the row above, 0: none */
	bool there;      /* its bytes could be read */
};

/* False: there is no such packet. */
bool row_get(struct inspect *in, uint64_t number, uint64_t before, struct row *out);
/* What stands in a column. */
void row_text(const struct inspect *in, const struct row *r, enum column_kind kind, bool ascii,
        char *out, size_t size);
/* What it says, and in brackets what it means in its conversation. */
void row_info(const struct inspect *in, const struct row *r, char *out, size_t size);

/* How it looks: by kind, and by what is wrong with it; the sign says the latter without colour. */
enum role row_role(const struct row *r);
enum glyph row_sign(const struct row *r, bool *any);

#endif
