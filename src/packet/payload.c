/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Bytes that nobody decodes further.
 */
#include "base/text.h"
#include "packet/fields_internal.h"

static const struct field_spec data = {"data.data", N_("Data"), FIELD_BYTES, .depth = 1};
static const struct spec_group groups[] = {{&data, 1}, {NULL, 0}};

static enum packet_layer_kind decode(struct decode *d)
{
	uint32_t n = decode_left(d);
	if (n)
		decode_layer(d, LAYER_PAYLOAD, n);
	return LAYER_NONE;
}

static void fields(struct builder *b, const struct packet_layer *l)
{
	struct field *f = field_add_sized(b, &data, l->offset, l->length);
	if (!f)
		return;
	uint8_t head[40];
	size_t n = l->length < sizeof(head) ? l->length : sizeof(head);
	if (!builder_copy(b, l->offset, head, n))
		return;
	char text[64];
	text_printable((const char *)head, n, text, sizeof(text));
	field_mean(f, "%s%s", text, n < l->length ? "…" : "");
}

const struct protocol protocol_payload = {"data", N_("Data"), "data", decode, fields, groups};
