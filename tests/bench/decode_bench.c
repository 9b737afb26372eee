/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How long a frame takes to decode, and to decode and write as a line, as lines of JSON:
 *
 *   decode_bench [MILLIONS]
 *
 * Frames of one kind each, over and over, in a ring larger than a CPU's first cache. Three rounds;
 * the fastest counts, since everything else on the machine only makes it slower.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/alloc.h"
#include "packet/format.h"
#include "packet/packet.h"

#define RING 1024
#define FRAME_ROOM 192
#define ROUNDS 3

struct kind {
	const char *name;
	const char *hex; /* to the end of the transport's header */
	unsigned payload;
	enum packet_link link;
};

#define MACS "020000000002020000000001"
#define ADDRESSES "0a0000010a000002"
#define STAMPS "0101080a0000000100000002"
static const struct kind kinds[] = {
        {"tcp_ack",
                MACS "0800"
                     "450000341c4640004006"
                     "0000" ADDRESSES "9c4022b80000000100000001801001f60000"
                     "0000" STAMPS,
                0, 1},
        {"tcp_data",
                MACS "0800"
                     "450000981c4640004006"
                     "0000" ADDRESSES "9c4022b80000000100000001801801f60000"
                     "0000" STAMPS,
                100, 1},
        {"udp",
                MACS "0800"
                     "450000801c4640004011"
                     "0000" ADDRESSES "9c4022b8006c0000",
                100, 1},
        {"tcp_six",
                MACS "86dd"
                     "6000000000780640"
                     "20010db8000000000000000000000001"
                     "20010db8000000000000000000000002"
                     "9c4022b80000000100000001501801f600000000",
                100, 1},
        {"cooked",
                "000400010006020000000001"
                "00000800"
                "450000981c4640004006"
                "0000" ADDRESSES "9c4022b80000000100000001801801f60000"
                "0000" STAMPS,
                100, 113},
};

static unsigned digit(char c)
{
	return (unsigned)(c <= '9' ? c - '0' : c - 'a' + 10);
}

static size_t fill(const struct kind *k, uint8_t *out)
{
	size_t n = strlen(k->hex) / 2;
	for (size_t i = 0; i < n; i++)
		out[i] = (uint8_t)(digit(k->hex[2 * i]) << 4 | digit(k->hex[2 * i + 1]));
	memset(out + n, 'x', k->payload);
	return n + k->payload;
}

static double cpu_time(void)
{
	struct timespec t;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

/* One frame: decoded, and written as a line where asked. */
static uint64_t work(const struct kind *k, const uint8_t *bytes, size_t length, bool line)
{
	struct packet p;
	char text[256] = "";
	packet_decode(k->link, bytes, length, length, &p);
	if (line)
		format_line_bytes(&p, bytes, NULL, false, text, sizeof(text));
	return p.dport + (uint64_t)p.layer_count + (uint8_t)text[10];
}

static double measure(const struct kind *k, size_t count, bool line)
{
	uint8_t *ring = xcalloc(RING, FRAME_ROOM);
	size_t length = 0;
	for (size_t i = 0; i < RING; i++)
		length = fill(k, ring + i * FRAME_ROOM);
	double best = 1e9;
	uint64_t kept = 0;
	for (int round = 0; round < ROUNDS; round++) {
		double start = cpu_time();
		for (size_t i = 0; i < count; i++) {
			kept += work(k, ring + i % RING * FRAME_ROOM, length, line);
		}
		double each = (cpu_time() - start) / (double)count;
		best = each < best ? each : best;
	}
	free(ring);
	return kept ? best : 0;
}

int main(int argc, char **argv)
{
	size_t millions = argc > 1 ? strtoul(argv[1], NULL, 10) : 1;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		printf("{\"frame\": \"%s\", \"decode_ns\": %.1f, \"line_ns\": %.1f}\n",
		        kinds[i].name, measure(&kinds[i], millions * 1000000, false),
		        measure(&kinds[i], millions * 1000000, true));
	return 0;
}
