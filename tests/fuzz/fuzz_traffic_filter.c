/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Any text as a display filter: accepted or refused at a place of it; what is accepted says the
 * same once it is spelt out.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/err.h"
#include "traffic/filter.h"
#include "traffic/traffic.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define PACKETS 3

static void must(bool truth)
{
	if (!truth)
		abort();
}

/* pcap, little-endian, Ethernet: a SYN of IPv4, once more, and ARP. */
static struct traffic *make_traffic(void)
{
	static const uint8_t head[24] = {0xd4, 0xc3, 0xb2, 0xa1, 2, 0, 4, 0, [17] = 4, [20] = 1};
	static const uint8_t record[16] = {[8] = 54, [12] = 54};
	static const uint8_t syn[54] = {2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1, 8, 0, 0x45, 0, 0, 40, 0,
	        0, 0x40, 0, 64, 6, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2, 0xc0, 0, 0, 80, 0, 0, 0, 100, 0,
	        0, 0, 0, 0x50, 2, 0xff, 0xff};
	uint8_t file[24 + PACKETS * 70];
	struct err e;
	memcpy(file, head, sizeof(head));
	for (size_t i = 0; i < PACKETS; i++) {
		memcpy(file + 24 + 70 * i, record, sizeof(record));
		memcpy(file + 24 + 70 * i + 16, syn, sizeof(syn));
	}
	file[24 + 140 + 16 + 13] = 6;
	int fd = memfd_create("fuzz", MFD_CLOEXEC);
	must(fd >= 0 && pwrite(fd, file, sizeof(file), 0) == (ssize_t)sizeof(file));
	struct capture_file *f = capture_file_take(fd, "fuzz", &e);
	must(f != NULL);
	struct traffic *t = traffic_create(f);
	while (traffic_work(t, 100) == TRAFFIC_MORE)
		;
	must(traffic_last(t) == PACKETS);
	return t;
}

static bool owner_of(void *user, uint64_t number, enum traffic_end end, struct traffic_owner *out)
{
	(void)user;
	(void)end;
	*out = (struct traffic_owner){.pid = (int)number, .program = "nc"};
	return number > 1;
}

static void check(struct traffic *t, const char *text)
{
	const struct traffic_filter_context c = {.traffic = t, .owner = owner_of};
	struct traffic_filter_error e;
	struct traffic_filter *f = traffic_filter_create(text, &c, &e);
	if (!f) {
		must(e.text[0] && e.offset <= strlen(text));
		must(e.length <= strlen(text) - e.offset);
		return;
	}
	const char *spelt = traffic_filter_expanded(f);
	struct traffic_filter *again = NULL;
	if (strlen(spelt) < 1500)
		again = traffic_filter_create(spelt, &c, &e);
	for (uint64_t n = 1; n <= PACKETS; n++) {
		bool match = traffic_filter_match(f, t, n);
		must(!again || match == traffic_filter_match(again, t, n));
	}
	traffic_filter_destroy(again);
	traffic_filter_destroy(f);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size > 300)
		return 0;
	char *text = xstrndup((const char *)data, size);
	struct traffic *t = make_traffic();
	traffic_mark(t, 2, true);
	check(t, text);
	traffic_destroy(t);
	free(text);
	return 0;
}
