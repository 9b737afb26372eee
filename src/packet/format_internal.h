/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a summary and a line have in common. Between files of src/packet only.
 */
#ifndef PACKET_FORMAT_INTERNAL_H
#define PACKET_FORMAT_INTERNAL_H

#include "packet/flow/flow.h"
#include "packet/out_internal.h"
#include "packet/packet.h"

/* The numbers of a segment as they are to be shown. */
struct format_numbers {
	uint32_t seq, ack, window, length;
};
struct format_numbers format_numbers(
        const struct packet *p, const struct flow_note *note, bool absolute);

/* The layer by which the frame is known: the last that is not mere data, not a quoted one. */
enum packet_layer_kind format_main_layer(const struct packet *p);

/* Each adds its part; bytes may be NULL. */
void format_add_note(struct out *o, const struct flow_note *n);
void format_add_flags(struct out *o, const struct packet *p, enum packet_layer_kind kind);
void format_add_icmp(struct out *o, const struct packet *p, const uint8_t *bytes);
void format_add_app(
        struct out *o, const struct packet *p, const uint8_t *bytes, const char *before);
void format_add_other(
        struct out *o, const struct packet *p, enum packet_layer_kind kind, const uint8_t *bytes);

/* What a layer of the lower half says that only its bytes tell; false when it has no words. */
bool format_add_link(
        struct out *o, const struct packet *p, enum packet_layer_kind kind, const uint8_t *bytes);

#endif
