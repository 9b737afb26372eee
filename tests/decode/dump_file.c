/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Every frame of a pcap or pcapng file in memory.
 */
#include "tests/decode/dump_file.h"

#include "base/bytes.h"

#define FRAME_MAX 262144u
#define INTERFACES_MAX 1024

#define NSEC 1000000000ull

__extension__ typedef unsigned __int128 wide;

struct walk {
	struct bytes b;
	bool little;
	dump_frame_fn fn;
	void *user;
	unsigned interfaces;
	struct {
		uint32_t link, snaplen;
		uint8_t resolution; /* the option's byte: a power of 10, or of 2 with the top bit */
		int64_t offset;     /* seconds */
	} of[INTERFACES_MAX];
};

static uint16_t take16(const struct walk *w, struct bytes *b)
{
	uint16_t v = bytes_be16(b);
	return w->little ? __builtin_bswap16(v) : v;
}

static uint32_t take32(const struct walk *w, struct bytes *b)
{
	uint32_t v = bytes_be32(b);
	return w->little ? __builtin_bswap32(v) : v;
}

/* Classic pcap: magic numbers of microseconds, nanoseconds, and of a kernel patch of the nineties
 * with 8 more bytes before each frame. */
static bool each_classic(struct walk *w)
{
	static const struct {
		uint32_t magic;
		uint32_t unit; /* nanoseconds */
		uint8_t more;
	} forms[] = {{0xa1b2c3d4, 1000, 0}, {0xa1b23c4d, 1, 0}, {0xa1b2cd34, 1000, 8}};
	uint32_t magic = bytes_be32(&w->b);
	unsigned form = 0;
	for (; form < 3; form++) {
		w->little = __builtin_bswap32(magic) == forms[form].magic;
		if (w->little || magic == forms[form].magic)
			break;
	}
	uint16_t major = take16(w, &w->b), minor = take16(w, &w->b);
	bool swapped = major == 2 && minor < 3; /* the lengths, in files of before 1992 */
	if (form == 3 || !bytes_skip(&w->b, 12))
		return false;
	struct dump_frame f = {.link = take32(w, &w->b) & 0xffff};
	while (!w->b.bad && bytes_left(&w->b) > 0) {
		uint64_t seconds = take32(w, &w->b);
		f.when = seconds * NSEC + (uint64_t)take32(w, &w->b) * forms[form].unit;
		uint32_t first = take32(w, &w->b), second = take32(w, &w->b);
		f.captured = swapped ? second : first;
		f.length = swapped ? first : second;
		bytes_skip(&w->b, forms[form].more);
		f.bytes = w->b.base + w->b.pos;
		if (f.captured > FRAME_MAX || !bytes_skip(&w->b, f.captured))
			break;
		w->fn(w->user, &f);
	}
	return true;
}

static void add_interface(struct walk *w, struct bytes body)
{
	if (w->interfaces == INTERFACES_MAX)
		return;
	unsigned i = w->interfaces++;
	w->of[i].link = take16(w, &body);
	bytes_skip(&body, 2);
	w->of[i].snaplen = take32(w, &body);
	w->of[i].resolution = 6;
	w->of[i].offset = 0;
	while (bytes_left(&body) >= 4) {
		uint16_t code = take16(w, &body), n = take16(w, &body);
		struct bytes value = bytes_sub(&body, n);
		bytes_skip(&body, -n & 3u);
		if (code == 0 || value.bad)
			return;
		if (code == 9 && n == 1)
			w->of[i].resolution = bytes_u8(&value);
		if (code == 14 && n == 8) {
			uint64_t a = take32(w, &value), c = take32(w, &value);
			w->of[i].offset = (int64_t)(w->little ? c << 32 | a : a << 32 | c);
		}
	}
}

static uint64_t stamp(const struct walk *w, unsigned i, uint64_t ticks)
{
	uint8_t resolution = w->of[i].resolution;
	uint64_t each = 1;
	for (unsigned n = resolution & 0x7f; n && each < UINT64_MAX / 20; n--)
		each *= resolution & 0x80 ? 2 : 10;
	uint64_t rest = (uint64_t)((wide)(ticks % each) * NSEC / each);
	return (ticks / each + (uint64_t)w->of[i].offset) * NSEC + rest;
}

static void packet_block(struct walk *w, uint32_t type, struct bytes body)
{
	enum { OLD = 2, SIMPLE = 3 };
	struct dump_frame f = {0};
	unsigned i = 0;
	uint64_t ticks = 0;
	if (type == OLD) {
		i = take16(w, &body);
		bytes_skip(&body, 2);
	} else if (type != SIMPLE) {
		i = take32(w, &body);
	}
	if (type != SIMPLE) {
		ticks = (uint64_t)take32(w, &body) << 32;
		ticks |= take32(w, &body);
		f.captured = take32(w, &body);
	}
	f.length = take32(w, &body);
	if (i >= w->interfaces || body.bad)
		return;
	if (type == SIMPLE) {
		uint32_t most = w->of[i].snaplen ? w->of[i].snaplen : UINT32_MAX;
		f.captured = f.length < most ? f.length : most;
	}
	f.link = w->of[i].link;
	f.when = type == SIMPLE ? 0 : stamp(w, i, ticks);
	f.bytes = body.base + body.pos;
	if (f.captured <= FRAME_MAX && bytes_skip(&body, f.captured))
		w->fn(w->user, &f);
}

static bool each_block(struct walk *w)
{
	enum { SECTION = 0x0a0d0d0a, INTERFACE = 1, OLD = 2, SIMPLE = 3, ENHANCED = 6 };
	while (!w->b.bad && bytes_left(&w->b) >= 12) {
		struct bytes peek = w->b;
		uint32_t type = take32(w, &peek);
		if (type == SECTION) {
			bytes_skip(&peek, 4);
			w->little = bytes_be32(&peek) != 0x1a2b3c4d;
			w->interfaces = 0;
			peek.pos -= 8;
		}
		uint32_t total = take32(w, &peek);
		if (total < 12 || total % 4 || total > bytes_left(&w->b))
			break;
		struct bytes body = bytes_sub(&peek, total - 12);
		bytes_skip(&w->b, total);
		if (type == INTERFACE)
			add_interface(w, body);
		else if (type == OLD || type == SIMPLE || type == ENHANCED)
			packet_block(w, type, body);
	}
	return true;
}

bool dump_file_each(const uint8_t *data, size_t len, dump_frame_fn fn, void *user)
{
	static struct walk w;
	w = (struct walk){.b = bytes_over(data, len), .fn = fn, .user = user};
	struct bytes peek = w.b;
	return bytes_be32(&peek) == 0x0a0d0d0a ? each_block(&w) : each_classic(&w);
}
