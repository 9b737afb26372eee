/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reads a capture into memory as the program does: traffic_dump FILE [FILTER]
 *
 * Without a filter one line a packet: number, seconds, captured, length, link, and whether the
 * capture was whole in the end. With a filter: the numbers it lets through.
 */
#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "traffic/filter.h"
#include "traffic/selection.h"
#include "traffic/traffic.h"

static void print_packets(const struct traffic *t)
{
	struct traffic_packet p;
	for (uint64_t n = traffic_first(t); n <= traffic_last(t); n++) {
		traffic_peek(t, n, &p);
		printf("%llu %lld.%09lld %u %u %u\n", (unsigned long long)n,
		        (long long)(p.when / NSEC_PER_SEC), (long long)(p.when % NSEC_PER_SEC),
		        p.captured, p.length, traffic_interface(t, p.interface)->link);
	}
	printf("%s\n", traffic_damage(t)[0] ? traffic_damage(t) : "whole");
}

static int print_selected(struct traffic *t, const char *text)
{
	struct traffic_filter_context context = {.traffic = t};
	struct traffic_filter_error why;
	struct traffic_filter *f = traffic_filter_create(text, &context, &why);
	if (!f) {
		fprintf(stderr, "%s\n%*s^ %s\n", text, (int)why.offset, "", why.text);
		return 2;
	}
	struct selection *s = selection_create(t, f);
	while (selection_work(s, 10000))
		;
	for (uint64_t i = 0; i < selection_count(s); i++)
		printf("%llu\n", (unsigned long long)selection_number(s, i));
	selection_destroy(s);
	return 0;
}

int main(int argc, char **argv)
{
	struct err e;
	if (argc < 2)
		return 2;
	struct capture_file *f = capture_file_open(argv[1], &e);
	if (!f) {
		fprintf(stderr, "%s\n", e.text);
		return 4;
	}
	struct traffic *t = traffic_create(f);
	while (traffic_work(t, 10000) != TRAFFIC_DONE)
		;
	int status = 0;
	if (argc > 2)
		status = print_selected(t, argv[2]);
	else
		print_packets(t);
	traffic_destroy(t);
	return status;
}
