/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How long looking back takes on a tape of a million events, and saving and opening it.
 *
 *   past_bench [EVENTS]       one JSON object a line: figure, path, value (ms), unit
 *
 * Two tapes: one with some of everything, and one where programs print all the time (a third of
 * the events are lines of 60 bytes with colours). What a screen shows is asked for as a screen
 * does: the moment, both terminals, sockets, what waited.
 */
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "base/err.h"
#include "bench/past.h"
#include "capture/pcapng.h"
#include "record/tape_file.h"
#include "tape/tape.h"
#include "term/vt.h"

enum { LOOKS = 300, COLD_LOOKS = 5, FOLLOW_EVENTS = 20000 };

struct times {
	double ms[LOOKS];
	size_t count;
};

static uint32_t next_random(uint32_t *seed)
{
	*seed = *seed * 1664525 + 1013904223;
	return *seed >> 8;
}

static double since(nsec begin)
{
	return (double)(clock_now() - begin) / 1e6;
}

static void say(const char *figure, const char *path, double value, const char *unit)
{
	printf("{\"figure\": \"%s\", \"path\": \"%s\", \"value\": %.3f, \"unit\": \"%s\"}\n",
	        figure, path, value, unit);
	fflush(stdout);
}

/* ---- the tapes ---- */

static void add_frame(struct tape *t, nsec when, uint32_t r)
{
	uint8_t bytes[90] = {2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1, 8, 0, 0x45};
	memcpy(bytes + 30, &r, sizeof(r));
	struct tape_frame f = {.direction = r & 1,
	        .fate = r % 8 ? FATE_DELIVERED : FATE_HELD,
	        .related = TAPE_NONE,
	        .captured = sizeof(bytes),
	        .length = sizeof(bytes),
	        .bytes = bytes};
	uint64_t id = tape_add_frame(t, when, &f);
	if (f.fate == FATE_HELD)
		tape_set_fate(t, when, id, FATE_DELIVERED, BY_LEARNER, 0);
}

static void add_socket(struct tape *t, nsec when, uint32_t r)
{
	struct tape_socket s = {.node = (uint16_t)(r & 1),
	        .family = AF_INET,
	        .protocol = IPPROTO_TCP,
	        .state = (uint8_t)(1 + r % 11),
	        .gone = r % 5 == 0,
	        .local_port = (uint16_t)(1 + r % 97),
	        .inode = 1 + r % 97};
	tape_add_socket(t, when, &s);
}

static void add_call(struct tape *t, nsec when, uint32_t r)
{
	struct tape_call c = {.node = (uint16_t)(r & 1),
	        .pane = (uint16_t)(r & 1),
	        .pid = 100,
	        .tid = 100,
	        .stage = CALL_RETURNED,
	        .kind = CALL_SEND,
	        .enter = TAPE_NONE,
	        .fd = 3,
	        .result = 5,
	        .data_total = 5,
	        .data_kept = 5,
	        .data = (const uint8_t *)"hello",
	        .name = "sendto",
	        .args = "3, \"hello\", 5, 0, NULL, 0",
	        .source = "client.c:31"};
	tape_add_call(t, when, &c);
}

static void add_output(struct tape *t, nsec when, uint32_t r)
{
	char text[120];
	int len = snprintf(text, sizeof(text),
	        "\033[3%um%8u\033[m a line that a server wrote to its log, no %u\r\n", r % 8, r, r);
	tape_add_output(t, when, (uint16_t)(r & 1), text, (size_t)len);
}

static struct tape *make_tape(size_t events, bool prints)
{
	struct tape *t = tape_create((size_t)1 << 30);
	uint32_t seed = 7;
	while (tape_end(t) < events) {
		uint32_t r = next_random(&seed);
		nsec when = (nsec)tape_end(t) * NSEC_PER_USEC;
		uint32_t kind = r % 16;
		if (prints ? r % 3 == 0 : kind == 0)
			add_output(t, when, r >> 4);
		else if (kind < 7)
			add_frame(t, when, r >> 4);
		else if (kind < 10)
			add_socket(t, when, r >> 4);
		else
			add_call(t, when, r >> 4);
	}
	return t;
}

static struct tape_about about(void)
{
	static const char *const hosts[] = {"client", "server"};
	struct err e;
	struct tape_about a = {.began = 0, .pane_count = 2};
	if (!topology_simple(&a.topology, hosts, 2, &e) || !topology_complete(&a.topology, &e))
		abort();
	for (int i = 0; i < 2; i++)
		a.panes[i] = (struct tape_about_pane){.node = (uint16_t)i, .rows = 24, .cols = 80};
	return a;
}

/* ---- looking ---- */

/* As a screen does; what is found is used, so that nothing is left out. True: all was there. */
static bool look(struct past *p, uint64_t id)
{
	const struct tape_socket *sockets;
	const struct bench_next *next;
	unsigned sum = 0;
	bool all = true;
	past_seek(p, id);
	for (int i = 0; i < 2; i++) {
		struct vt_cell c;
		struct vt *vt = past_vt_soon(p, (size_t)i);
		all = all && vt;
		for (int row = 0; vt && row < 24; row++)
			for (int col = 0; col < 80; col++)
				sum += vt_cell(vt, row, col, &c) && c.chars[0];
		sum += (unsigned)past_sockets(p, i, &sockets);
	}
	sum += (unsigned)past_next(p, &next);
	return all && sum != UINT32_MAX;
}

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

static void say_times(const char *what, const char *path, struct times *t)
{
	char figure[80];
	qsort(t->ms, t->count, sizeof(t->ms[0]), by_value);
	snprintf(figure, sizeof(figure), "%s: median", what);
	say(figure, path, t->ms[t->count / 2], "ms");
	snprintf(figure, sizeof(figure), "%s: longest", what);
	say(figure, path, t->ms[t->count - 1], "ms");
}

/* The first look of all, anywhere: nothing is prepared. */
static void measure_cold(const struct tape *t, const struct tape_about *a, const char *path)
{
	struct times opened = {.count = COLD_LOOKS}, looks = {0}, ready = {.count = COLD_LOOKS};
	uint64_t end = tape_end(t);
	for (size_t i = 0; i < COLD_LOOKS; i++) {
		nsec begin = clock_now();
		struct past *p = past_create(t, a);
		opened.ms[i] = since(begin);
		for (bool all = false; !all;) {
			nsec frame = clock_now();
			past_follow(p, FOLLOW_EVENTS);
			all = look(p, end - 1 - end * i / COLD_LOOKS);
			if (looks.count < LOOKS)
				looks.ms[looks.count++] = since(frame);
		}
		ready.ms[i] = since(begin);
		past_destroy(p);
	}
	say_times("going through it once", path, &opened);
	say_times("unprepared look, a frame", path, &looks);
	say_times("unprepared look, terminals there after", path, &ready);
}

static void measure_warm(const struct tape *t, const struct tape_about *a, const char *path)
{
	struct past *p = past_create(t, a);
	struct times steps = {0}, jumps = {.count = LOOKS};
	double longest = 0;
	nsec begin = clock_now();
	for (bool done = false; !done;) {
		nsec turn = clock_now();
		done = past_follow(p, FOLLOW_EVENTS);
		double took = since(turn);
		longest = took > longest ? took : longest;
	}
	say("preparing all", path, since(begin), "ms");
	say("preparing: longest turn", path, longest, "ms");
	uint32_t seed = 11;
	uint64_t at = tape_end(t) / 2;
	for (size_t i = 0; i < LOOKS; i++) {
		begin = clock_now();
		look(p, next_random(&seed) % tape_end(t));
		jumps.ms[i] = since(begin);
	}
	say_times("jump anywhere", path, &jumps);
	look(p, at);
	for (size_t i = 0; i < LOOKS; i++) {
		begin = clock_now();
		look(p, --at);
		steps.ms[steps.count++] = since(begin);
	}
	say_times("step back", path, &steps);
	past_destroy(p);
}

/* ---- files ---- */

static void give_up(const char *what, const struct err *e)
{
	fprintf(stderr, "past_bench: %s: %s\n", what, e->text);
	exit(1);
}

static void measure_file(const struct tape *t, const struct tape_about *a, const char *path)
{
	char name[] = "/tmp/wirelab-past-bench-XXXXXX";
	struct err e;
	int fd = mkstemp(name);
	if (fd < 0)
		exit(1);
	close(fd);
	nsec begin = clock_now();
	struct pcapng *out = pcapng_create(name, &e);
	if (!out)
		give_up("creating", &e);
	struct tape_writer *w = tape_writer_begin(out, a, NULL, NULL);
	tape_writer_add(w, t);
	if (!tape_writer_end(w, &e))
		give_up("saving", &e);
	say("save", path, since(begin), "ms");
	begin = clock_now();
	struct tape_file *f = tape_file_open(name, &e);
	if (!f)
		give_up("opening", &e);
	say("open", path, since(begin), "ms");
	tape_file_close(f);
	unlink(name);
}

int main(int argc, char **argv)
{
	static const struct {
		const char *path;
		bool prints;
	} tapes[] = {{"of everything", false}, {"of output", true}};
	size_t events = argc > 1 ? strtoul(argv[1], NULL, 10) : 1000000;
	struct tape_about a = about();
	for (size_t i = 0; i < sizeof(tapes) / sizeof(tapes[0]); i++) {
		struct tape *t = make_tape(events, tapes[i].prints);
		if (tape_lost(t) || tape_end(t) < events)
			return 1;
		measure_file(t, &a, tapes[i].path);
		measure_cold(t, &a, tapes[i].path);
		measure_warm(t, &a, tapes[i].path);
		tape_destroy(t);
	}
	return 0;
}
