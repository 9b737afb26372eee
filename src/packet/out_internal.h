/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Text of bounded size under way: what does not fit is left out at a whole character. Between
 * files of src/packet only.
 */
#ifndef PACKET_OUT_INTERNAL_H
#define PACKET_OUT_INTERNAL_H

#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"
#include "packet/packet.h"

struct out {
	char *at; /* borrowed; NUL-terminated from out_begin() on, unless size is 0 */
	size_t size, len;
};

struct out out_begin(char *at, size_t size);
void out_add(struct out *o, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* The same as "%s", "%u" and an address in its usual form, at a tenth of the cost. */
void out_text(struct out *o, const char *text);
void out_number(struct out *o, uint32_t number);
void out_address(struct out *o, const struct packet_addr *a);
/* Up to n of the foreign bytes at the cursor, control characters as '?'; at most 200. */
void out_foreign(struct out *o, struct bytes b, size_t n);
/* Takes no more text. */
void out_close(struct out *o);

#endif
