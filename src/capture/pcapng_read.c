/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Walks the blocks of a pcapng file.
 */
#include "capture/pcapng_read.h"

#define TAPE_BLOCKS 16
#define ORDER_MAGIC 0x1a2b3c4du

static uint32_t take32(bool little, struct bytes *b)
{
	uint32_t v = bytes_be32(b);
	return little ? __builtin_bswap32(v) : v;
}

static uint16_t take16(bool little, struct bytes *b)
{
	uint16_t v = bytes_be16(b);
	return little ? __builtin_bswap16(v) : v;
}

enum pcapng_kind pcapng_kind(struct bytes file)
{
	uint8_t m[4];
	if (!bytes_copy(&file, m, sizeof(m)))
		return PCAPNG_NO;
	uint32_t magic = (uint32_t)m[0] << 24 | (uint32_t)m[1] << 16 | (uint32_t)m[2] << 8 | m[3];
	switch (magic) {
	case PCAPNG_SECTION:
		return PCAPNG_YES;
	case 0xa1b2c3d4: /* microseconds and nanoseconds, in both orders: pcap-savefile(5) */
	case 0xd4c3b2a1:
	case 0xa1b23c4d:
	case 0x4d3cb2a1:
	case 0xa1b2cd34: /* and the modified forms, see file_pcap.c */
	case 0x34cdb2a1:
	case 0x1c0001ac:
	case 0xac01001c:
	case 0x1c0001ab:
	case 0xab01001c:
		return PCAPNG_OLD_PCAP;
	default:
		return PCAPNG_NO;
	}
}

/* A section says its byte order after its length, which is thus read once that is known. */
static bool take_order(struct pcapng_walk *w, struct bytes at)
{
	bytes_skip(&at, 4);
	uint32_t magic = bytes_be32(&at);
	if (at.bad || (magic != ORDER_MAGIC && magic != __builtin_bswap32(ORDER_MAGIC)))
		return false;
	w->little = magic != ORDER_MAGIC;
	w->begun = true;
	return true;
}

enum pcapng_step pcapng_next(struct pcapng_walk *w, struct pcapng_found *out)
{
	struct bytes *f = &w->file;
	if (!bytes_left(f))
		return PCAPNG_END;
	out->offset = f->pos;
	struct bytes at = *f;
	uint32_t type = bytes_be32(&at);
	if (bytes_left(&at) < 8)
		return PCAPNG_CUT;
	if (type == PCAPNG_SECTION && !take_order(w, at))
		return PCAPNG_WRONG;
	if (!w->begun)
		return PCAPNG_WRONG;
	out->type = w->little ? __builtin_bswap32(type) : type;
	uint32_t length = take32(w->little, &at);
	if (length < 12 || length % 4)
		return PCAPNG_WRONG;
	out->body = bytes_sub(&at, length - 12);
	uint32_t again = take32(w->little, &at);
	if (at.bad)
		return PCAPNG_CUT;
	if (again != length)
		return PCAPNG_WRONG;
	*f = at;
	return PCAPNG_FOUND;
}

bool pcapng_begins_tape(struct bytes beginning)
{
	struct pcapng_walk w = {.file = beginning};
	for (int i = 0; i < TAPE_BLOCKS; i++) {
		struct pcapng_found block = {0};
		enum pcapng_step step = pcapng_next(&w, &block);
		bool there = step == PCAPNG_FOUND || step == PCAPNG_CUT;
		if (there && block.type == PCAPNG_TAPE)
			return true;
		if (step != PCAPNG_FOUND)
			break;
	}
	return false;
}

bool pcapng_packet(const struct pcapng_walk *w, struct bytes body, struct pcapng_packet *out)
{
	out->interface = take32(w->little, &body);
	out->stamp = (uint64_t)take32(w->little, &body) << 32;
	out->stamp |= take32(w->little, &body);
	out->captured = take32(w->little, &body);
	out->length = take32(w->little, &body);
	struct bytes data = bytes_sub(&body, out->captured);
	bytes_skip(&body, (4 - out->captured % 4) % 4);
	out->bytes = data.base;
	out->options = bytes_sub(&body, body.bad ? 0 : bytes_left(&body));
	return !body.bad;
}

bool pcapng_option(
        const struct pcapng_walk *w, struct bytes *options, uint16_t *code, struct bytes *value)
{
	if (options->bad || !bytes_left(options))
		return false;
	*code = take16(w->little, options);
	uint16_t length = take16(w->little, options);
	*value = bytes_sub(options, length);
	bytes_skip(options, (4 - length % 4u) % 4);
	return !options->bad && *code != 0;
}
