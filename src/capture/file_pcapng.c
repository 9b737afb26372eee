/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * pcapng files (draft-ietf-opsawg-pcapng-03): frames, and what is said about interfaces and names.
 *
 * How it works: a block is read in two steps. Its head says how long it is; packets are then taken
 * from the window whole, other blocks that tell something are too if they are at most WINDOW_MOST
 * long, and all the rest is passed over without being read.
 */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "capture/file_internal.h"
#include "capture/pcapng_read.h"

#define BLOCK_LEAST 12
#define BLOCK_MOST ((uint32_t)1 << 30) /* longer is no block but damage */
#define PACKET_HEAD 28                 /* of a packet block, up to the frame */
#define SIMPLE_HEAD 12
#define TEXT_MOST 1000 /* of an interface's name and such */

enum block_type {
	BLOCK_INTERFACE = 1,
	BLOCK_OLD_PACKET = 2,
	BLOCK_SIMPLE = 3,
	BLOCK_NAMES = 4,
	BLOCK_STATISTICS = 5,
	BLOCK_PACKET = 6,
};

enum option_code {
	OPT_COMMENT = 1,
	IF_NAME = 2,
	IF_DESCRIPTION = 3,
	IF_TSRESOL = 9,
	IF_FILTER = 11,
	IF_TSOFFSET = 14,
	ISB_RECEIVED = 4,
	ISB_IF_DROPPED = 5,
	ISB_OS_DROPPED = 7,
};

struct block {
	uint32_t type, length;
	uint64_t offset;
};

static struct pcapng_walk walk_of(const struct capture_file *f)
{
	return (struct pcapng_walk){.little = f->little, .begun = true};
}

static uint64_t option_u64(const struct capture_file *f, struct bytes value)
{
	uint8_t v[8];
	bytes_copy(&value, v, sizeof(v));
	uint64_t first = file_u32(f, v), second = file_u32(f, v + 4);
	return f->little ? second << 32 | first : first << 32 | second;
}

static void replace_text(char **text, struct bytes value)
{
	size_t len = strnlen((const char *)value.base, value.len);
	free(*text);
	*text = xstrndup((const char *)value.base, len < TEXT_MOST ? len : TEXT_MOST);
}

static void take_interface_option(
        const struct capture_file *f, struct file_interface *i, uint16_t code, struct bytes value)
{
	switch (code) {
	case IF_NAME:
		replace_text(&i->name, value);
		break;
	case IF_DESCRIPTION:
		replace_text(&i->description, value);
		break;
	case IF_FILTER: /* a first byte of 0: it is text */
		if (bytes_u8(&value) == 0 && !value.bad)
			replace_text(&i->filter, bytes_sub(&value, bytes_left(&value)));
		break;
	case IF_TSRESOL:
		if (value.len == 1)
			i->resolution = value.base[0];
		break;
	case IF_TSOFFSET:
		if (value.len == 8)
			i->offset = (int64_t)option_u64(f, value);
		break;
	}
}

static void take_interface(struct capture_file *f, struct bytes body)
{
	uint8_t h[8];
	if (!bytes_copy(&body, h, sizeof(h)))
		return;
	struct file_interface *i = file_add_interface(f, file_u16(f, h), file_u32(f, h + 4));
	if (!i)
		return;
	struct pcapng_walk w = walk_of(f);
	uint16_t code;
	struct bytes value;
	while (pcapng_option(&w, &body, &code, &value))
		take_interface_option(f, i, code, value);
	i->shown.name = i->name;
	i->shown.description = i->description;
	i->shown.filter = i->filter;
}

static void take_statistics(struct capture_file *f, struct bytes body)
{
	uint8_t h[12];
	if (!bytes_copy(&body, h, sizeof(h)))
		return;
	uint32_t id = file_u32(f, h);
	if (id >= f->interfaces.count - f->first_interface)
		return;
	struct capture_interface *i = &f->interfaces.at[f->first_interface + id].shown;
	struct pcapng_walk w = walk_of(f);
	uint16_t code;
	struct bytes value;
	uint64_t dropped = 0;
	while (pcapng_option(&w, &body, &code, &value)) {
		if (value.len != 8)
			continue;
		if (code == ISB_RECEIVED)
			i->received = option_u64(f, value);
		else if (code == ISB_IF_DROPPED || code == ISB_OS_DROPPED)
			dropped += option_u64(f, value);
	}
	i->dropped = dropped; /* a later block counts from the beginning, too */
	i->counted = true;
}

/* One record of a name resolution block: an address, then names that end in 0. */
static void take_names_of(struct capture_file *f, struct bytes value, uint8_t length)
{
	uint8_t address[16];
	if (!bytes_copy(&value, address, length))
		return;
	while (bytes_left(&value)) {
		const char *name = (const char *)value.base + value.pos;
		size_t len = strnlen(name, bytes_left(&value));
		file_add_name(f, address, length, name, len);
		bytes_skip(&value, len < bytes_left(&value) ? len + 1 : len);
	}
}

static void take_names(struct capture_file *f, struct bytes body)
{
	enum { NAMES_END, NAMES_IPV4, NAMES_IPV6 };
	struct pcapng_walk w = walk_of(f);
	uint16_t type;
	struct bytes value;
	/* Records are laid out as options are, and end as they do. */
	while (pcapng_option(&w, &body, &type, &value)) {
		if (type == NAMES_IPV4)
			take_names_of(f, value, 4);
		else if (type == NAMES_IPV6)
			take_names_of(f, value, 16);
	}
}

static void add_comment(struct buf *out, struct bytes value, size_t most)
{
	if (!value.len || out->len + value.len + 1 > most)
		return;
	if (out->len)
		buf_putc(out, '\n');
	buf_add(out, value.base, value.len);
}

static void take_section(struct capture_file *f, struct bytes body)
{
	if (!bytes_skip(&body, 16)) /* byte order, version, length of the section */
		return;
	struct pcapng_walk w = walk_of(f);
	uint16_t code;
	struct bytes value;
	while (pcapng_option(&w, &body, &code, &value))
		if (code == OPT_COMMENT)
			add_comment(&f->comments, value, COMMENTS_MAX);
}

static uint64_t power_of_ten(unsigned n)
{
	uint64_t v = 1;
	while (n--)
		v *= 10;
	return v;
}

/* Whole seconds of a stamp that counts 10^-n or 2^-n of them, and what is beyond as nanoseconds. */
static uint64_t part_stamp(uint8_t resolution, uint64_t stamp, nsec *beyond)
{
	unsigned n = resolution & 0x7f;
	*beyond = 0;
	if (resolution & 0x80) {
		if (n >= 64)
			return 0;
		uint64_t rest = stamp & (((uint64_t)1 << n) - 1);
		unsigned fine = n > 34 ? n - 34 : 0; /* bits that 10^9 would push out */
		*beyond = (nsec)((rest >> fine) * 1000000000u >> (n - fine));
		return stamp >> n;
	}
	if (n > 19)
		return 0;
	uint64_t unit = power_of_ten(n), rest = stamp % unit;
	*beyond = (nsec)(n <= 9 ? rest * power_of_ten(9 - n) : rest / power_of_ten(n - 9));
	return stamp / unit;
}

static nsec clamp(nsec when)
{
	return when > CAPTURE_TIME_MAX    ? CAPTURE_TIME_MAX
	       : when < -CAPTURE_TIME_MAX ? -CAPTURE_TIME_MAX
	                                  : when;
}

static nsec stamp_time(const struct file_interface *i, uint64_t stamp)
{
	nsec beyond, when;
	uint64_t seconds = part_stamp(i->resolution, stamp, &beyond);
	int64_t whole;
	if (__builtin_add_overflow(seconds, i->offset, &whole))
		return i->offset < 0 ? -CAPTURE_TIME_MAX : CAPTURE_TIME_MAX;
	if (__builtin_mul_overflow(whole, NSEC_PER_SEC, &when) ||
	        __builtin_add_overflow(when, beyond, &when))
		return whole < 0 ? -CAPTURE_TIME_MAX : CAPTURE_TIME_MAX;
	return clamp(when);
}

static enum capture_step wrong(struct capture_file *f)
{
	return file_damaged(f, _("the file is damaged at byte %llu, after packet %llu"),
	        (unsigned long long)f->at, (unsigned long long)f->frames);
}

static void take_comments(struct capture_file *f, struct bytes options, struct capture_frame *out)
{
	struct pcapng_walk w = walk_of(f);
	uint16_t code;
	struct bytes value;
	buf_clear(&f->comment);
	while (pcapng_option(&w, &options, &code, &value))
		if (code == OPT_COMMENT)
			add_comment(&f->comment, value, UINT16_MAX);
	out->comment = f->comment.at;
	out->comment_length = (uint32_t)f->comment.len;
}

/* What lies before a frame: the same length in both kinds of packet blocks. */
static bool read_packet_head(const struct capture_file *f, const struct block *b, const uint8_t *h,
        struct capture_frame *out)
{
	*out = (struct capture_frame){.offset = b->offset + PACKET_HEAD};
	uint32_t id = b->type == BLOCK_PACKET ? file_u32(f, h + 8) : file_u16(f, h + 8);
	out->captured = file_u32(f, h + 20);
	out->length = file_u32(f, h + 24);
	uint64_t stamp = (uint64_t)file_u32(f, h + 12) << 32 | file_u32(f, h + 16);
	if (id >= f->interfaces.count - f->first_interface || out->captured > CAPTURE_FRAME_MAX ||
	        out->captured > b->length - PACKET_HEAD - 4)
		return false;
	out->interface = f->first_interface + id;
	out->when = stamp_time(&f->interfaces.at[out->interface], stamp);
	return true;
}

static bool read_simple_head(const struct capture_file *f, const struct block *b, const uint8_t *h,
        struct capture_frame *out)
{
	*out = (struct capture_frame){.offset = b->offset + SIMPLE_HEAD};
	if (f->interfaces.count == f->first_interface || b->length < 16)
		return false;
	uint32_t snaplen = f->interfaces.at[f->first_interface].shown.snaplen;
	out->interface = f->first_interface;
	out->length = file_u32(f, h + 8);
	out->captured = out->length;
	if (snaplen && out->captured > snaplen)
		out->captured = snaplen;
	return out->captured <= CAPTURE_FRAME_MAX && out->captured <= b->length - 16;
}

/* The frame and its options; `h` is the block, as much of it as is in memory. */
static enum capture_step read_packet(struct capture_file *f, const struct block *b,
        const uint8_t *h, size_t len, struct capture_frame *out)
{
	bool simple = b->type == BLOCK_SIMPLE;
	size_t head = simple ? SIMPLE_HEAD : PACKET_HEAD;
	if (b->length < head + 4 || len < head)
		return wrong(f);
	bool good = simple ? read_simple_head(f, b, h, out) : read_packet_head(f, b, h, out);
	if (!good || head + out->captured > len)
		return wrong(f);
	out->bytes = h + head;
	size_t frame = head + (out->captured + 3u) / 4 * 4;
	if (!simple && frame + 8 <= b->length && b->length <= len)
		take_comments(f, bytes_over(h + frame, b->length - 4 - frame), out);
	f->at += b->length;
	f->frames++;
	return CAPTURE_FRAME;
}

typedef void (*take_fn)(struct capture_file *f, struct bytes body);

static take_fn taker_of(uint32_t type)
{
	static const take_fn takers[] = {
	        [BLOCK_INTERFACE] = take_interface,
	        [BLOCK_NAMES] = take_names,
	        [BLOCK_STATISTICS] = take_statistics,
	};
	if (type == PCAPNG_SECTION)
		return take_section;
	return type < sizeof(takers) / sizeof(takers[0]) ? takers[type] : NULL;
}

/* Any other block: what it tells is kept, the rest passed over. */
static void read_other(struct capture_file *f, const struct block *b, const uint8_t *h, size_t len)
{
	take_fn take = taker_of(b->type);
	if (b->type == PCAPNG_SECTION) {
		f->section += f->begun;
		f->begun = true;
		f->first_interface = (uint32_t)f->interfaces.count;
	}
	if (take && b->length <= len)
		take(f, bytes_over(h + 8, b->length - BLOCK_LEAST));
	f->at += b->length;
}

/* A section says its byte order after its length, which is thus read once that is known. */
static enum capture_step read_block_head(struct capture_file *f, struct block *b)
{
	const uint8_t *h;
	enum capture_step step = file_need(f, f->at, BLOCK_LEAST, &h);
	if (step != CAPTURE_FRAME)
		return step == CAPTURE_DAMAGED ? file_cut(f) : step;
	*b = (struct block){.offset = f->at, .type = file_u32(f, h)};
	if (b->type == PCAPNG_SECTION) {
		f->little = h[8] == 0x4d;
		if (file_u32(f, h + 8) != 0x1a2b3c4d)
			return wrong(f);
	}
	b->length = file_u32(f, h + 4);
	bool least = b->length >= (b->type == PCAPNG_SECTION ? 28 : BLOCK_LEAST);
	return least && b->length % 4 == 0 && b->length <= BLOCK_MOST ? CAPTURE_FRAME : wrong(f);
}

static bool is_packet(uint32_t type)
{
	return type == BLOCK_PACKET || type == BLOCK_OLD_PACKET || type == BLOCK_SIMPLE;
}

/* The length is said once more at the end, so that a block that goes too far is found out. */
static enum capture_step check_tail(struct capture_file *f, const struct block *b)
{
	const uint8_t *tail;
	enum capture_step step = file_need(f, b->offset + b->length - 4, 4, &tail);
	if (step == CAPTURE_WAIT)
		return step;
	if (step != CAPTURE_FRAME)
		return file_cut(f);
	return file_u32(f, tail) == b->length ? CAPTURE_FRAME : wrong(f);
}

/* As much of the block as is wanted, *len bytes at *out. */
static enum capture_step read_body(
        struct capture_file *f, const struct block *b, const uint8_t **out, size_t *len)
{
	bool wanted = is_packet(b->type) || taker_of(b->type);
	*len = !wanted ? BLOCK_LEAST : b->length < WINDOW_MOST ? b->length : WINDOW_MOST;
	enum capture_step step = CAPTURE_FRAME;
	if (*len < b->length)
		step = check_tail(f, b);
	if (step == CAPTURE_FRAME)
		step = file_need(f, b->offset, *len, out);
	if (step == CAPTURE_DAMAGED || step == CAPTURE_END)
		return f->over ? f->over : file_cut(f);
	if (step == CAPTURE_FRAME && *len == b->length &&
	        file_u32(f, *out + b->length - 4) != b->length)
		return wrong(f);
	return step;
}

enum capture_step file_pcapng_begin(struct capture_file *f)
{
	struct block b = {0};
	enum capture_step step = read_block_head(f, &b);
	if (step != CAPTURE_END && step != CAPTURE_DAMAGED)
		return step;
	return file_damaged(f, _("the file is cut off or damaged in its head"));
}

enum capture_step file_pcapng_next(struct capture_file *f, struct capture_frame *out)
{
	/* Many blocks without a packet are read in several calls. */
	for (unsigned blocks = 0; blocks < 1000; blocks++) {
		struct block b = {0};
		const uint8_t *at = NULL;
		size_t len = 0;
		enum capture_step step = read_block_head(f, &b);
		if (step == CAPTURE_FRAME)
			step = read_body(f, &b, &at, &len);
		if (step != CAPTURE_FRAME)
			return step;
		if (is_packet(b.type))
			return read_packet(f, &b, at, len, out);
		read_other(f, &b, at, len);
	}
	return CAPTURE_WAIT;
}
