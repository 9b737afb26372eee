/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Any bytes as a capture file: read to its end, indexed, filtered, each packet fetched again.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/err.h"
#include "packet/flow/flow_summary.h"
#include "traffic/filter.h"
#include "traffic/selection.h"
#include "traffic/traffic.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool truth)
{
	if (!truth)
		abort();
}

static int file_of(const uint8_t *data, size_t size)
{
	int fd = memfd_create("fuzz", MFD_CLOEXEC);
	must(fd >= 0 && pwrite(fd, data, size, 0) == (ssize_t)size);
	return fd;
}

/* The same bytes through a pipe that holds all of them give the same packets. */
static uint64_t count_through_pipe(const uint8_t *data, size_t size)
{
	struct err e;
	struct capture_frame f;
	int ends[2];
	must(pipe(ends) == 0);
	must(write(ends[1], data, size) == (ssize_t)size);
	close(ends[1]);
	struct capture_file *file = capture_file_take(ends[0], "pipe", &e);
	must(file != NULL);
	uint64_t count = 0;
	enum capture_step step;
	while ((step = capture_file_next(file, &f)) == CAPTURE_FRAME || step == CAPTURE_WAIT)
		count += step == CAPTURE_FRAME;
	capture_file_close(file);
	return count;
}

static uint32_t touch(const uint8_t *bytes, size_t len)
{
	uint32_t sum = 0;
	for (size_t i = 0; i < len; i++)
		sum += bytes[i];
	return sum;
}

static void check_packets(struct traffic *t)
{
	struct traffic_packet p;
	struct flow_summary s;
	uint32_t sum = 0;
	for (uint64_t n = traffic_first(t); n <= traffic_last(t); n++) {
		must(traffic_get(t, n, &p) && p.number == n);
		must(p.bytes != NULL && p.captured <= CAPTURE_FRAME_MAX);
		sum += touch(p.bytes, p.captured);
		must(p.interface < traffic_interface_count(t));
		must(p.note.flow == FLOW_NONE || flow_summary(traffic_flows(t), p.note.flow, &s));
		must(p.about == FLOW_NONE || p.note.flow == FLOW_NONE);
		must(traffic_quoted(t, n) < n);
		const char *comment = traffic_comment(t, n);
		sum += comment ? touch((const uint8_t *)comment, strlen(comment)) : 0;
	}
	/* Used, so that nothing of it is left out. */
	must(sum != 0 || traffic_last(t) < UINT32_MAX);
}

static void check_filter(struct traffic *t, const char *text)
{
	const struct traffic_filter_context c = {.traffic = t};
	struct traffic_filter_error e;
	struct traffic_filter *f = traffic_filter_create(text, &c, &e);
	if (!f)
		return; /* of links that can't have such frames */
	struct selection *s = selection_create(t, f);
	while (selection_work(s, 7))
		;
	uint64_t count = 0;
	for (uint64_t n = 1; n <= traffic_last(t); n++) {
		bool has = selection_has(s, n);
		must(selection_index(s, n) == count);
		must(!has || selection_number(s, count) == n);
		count += has;
	}
	must(selection_count(s) == count);
	selection_destroy(s);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct err e;
	bool packed = size > 1 && data[0] == 0x1f;
	if (size > (packed ? 4096u : 60000u))
		return 0;
	struct capture_file *f = capture_file_take(file_of(data, size), "fuzz", &e);
	if (!f)
		return 0;
	struct traffic *t = traffic_create(f);
	while (traffic_work(t, 5) == TRAFFIC_MORE)
		;
	must(traffic_state(t) == TRAFFIC_DONE);
	must(capture_file_position(f) <= capture_file_size(f));
	must(memchr(traffic_damage(t), '\0', 320) != NULL);
	check_packets(t);
	check_filter(t, "tcp or udp port 53");
	check_filter(t, "syn or retrans or not frame 2..3");
	check_filter(t, "comment and not host 10.0.0.1");
	must(count_through_pipe(data, size) == traffic_last(t));
	traffic_destroy(t);
	return 0;
}
