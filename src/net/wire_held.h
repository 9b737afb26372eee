/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The frames that wait at the gate, in the order in which they are shown.
 */
#ifndef NET_WIRE_HELD_H
#define NET_WIRE_HELD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/vec.h"
#include "net/wire.h"

/* When so many wait no more are taken: a storm must not fill the memory. */
#define WIRE_HELD_MAX 1024

/* The bytes of entry i of the list. */
struct wire_held_bytes {
	uint8_t *now, *arrived; /* owned, of the entry's length */
};

struct wire_held_list {
	VEC(struct wire_held) list;
	VEC(struct wire_held_bytes) bytes; /* as many */
};

void wire_held_finish(struct wire_held_list *l);

/* Adds at the end; h->bytes are copied. False when it is full. */
bool wire_held_add(struct wire_held_list *l, const struct wire_held *h);
/* Where the frame is; -1: it does not wait. */
long wire_held_find(const struct wire_held_list *l, uint64_t frame);
/* Where the frame is that this one repeats; -1: none. TCP: the same segment or a part from its
 * beginning (RFC 9293 3.8.1), but no pure ACK. Others: the same bytes, the IPv4 identification
 * aside, but no UDP: who sends the same datagram twice means two. */
long wire_held_repeated(const struct wire_held_list *l, int link, uint8_t direction,
        const struct packet *p, const uint8_t *bytes);
/* Takes it out of the list; the bytes are the caller's to free. */
uint8_t *wire_held_take(struct wire_held_list *l, size_t at, struct wire_held *out);
/* Puts entry `at` before entry `before` (the count: at the end). */
void wire_held_move(struct wire_held_list *l, size_t at, size_t before);
/* The bytes as they would be delivered, to be changed; call wire_held_changed after. */
uint8_t *wire_held_edit(struct wire_held_list *l, size_t at);
void wire_held_changed(struct wire_held_list *l, size_t at, unsigned marks);
void wire_held_restore(struct wire_held_list *l, size_t at);

#endif
