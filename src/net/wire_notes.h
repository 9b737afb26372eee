/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What flows said of the last frames: a ring by frame id.
 */
#ifndef NET_WIRE_NOTES_H
#define NET_WIRE_NOTES_H

#include <stdbool.h>
#include <stdint.h>

#include "packet/flow/flow.h"

#define WIRE_NOTES 65536 /* a power of two */

struct wire_notes;

struct wire_notes *wire_notes_create(void);
void wire_notes_destroy(struct wire_notes *n);
void wire_notes_put(struct wire_notes *n, uint64_t frame, const struct flow_note *note);
bool wire_notes_get(const struct wire_notes *n, uint64_t frame, struct flow_note *out);

#endif
