/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One frame taken apart.
 */
#include "ui/view/dissected.h"

/* The field shown at first: what the frame is about, not its first byte. */
static size_t field_at_first(const struct dissected *d)
{
	static const char *const wanted[] = {
	        "tcp.flags", "udp.dstport", "icmp.type", "arp.opcode", "tcp.dstport"};
	for (size_t w = 0; w < sizeof(wanted) / sizeof(wanted[0]); w++) {
		const struct field *f = fields_find(&d->fields, wanted[w]);
		if (f)
			return (size_t)(f - d->fields.at);
	}
	return 0;
}

void dissected_set(struct dissected *d, uint64_t frame, const struct dissected_bytes *b)
{
	bool is_new = !d->any || d->frame != frame;
	buf_clear(&d->bytes);
	buf_add(&d->bytes, b->at, b->captured);
	packet_decode(b->link, dissected_at(d), b->captured, b->length, &d->packet);
	d->fields.count = 0;
	fields_build(&d->packet, dissected_at(d), &d->fields);
	d->any = true;
	d->frame = frame;
	d->edited = false;
	d->fate[0] = 0;
	if (is_new)
		d->field = field_at_first(d);
	if (d->field >= d->fields.count)
		d->field = 0;
}

void dissected_clear(struct dissected *d)
{
	buf_clear(&d->bytes);
	d->fields.count = 0;
	d->any = d->edited = false;
	d->fate[0] = 0;
}

void dissected_finish(struct dissected *d)
{
	field_list_finish(&d->fields);
	buf_finish(&d->bytes);
	*d = (struct dissected){0};
}

const struct field *dissected_field(const struct dissected *d)
{
	return d->any && d->field < d->fields.count ? &d->fields.at[d->field] : NULL;
}

const uint8_t *dissected_at(const struct dissected *d)
{
	return (const uint8_t *)buf_text(&d->bytes);
}
