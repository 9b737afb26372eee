/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Frames a second of every link, and the governor that ends a storm.
 *
 * The kernel's own interface counters are sampled, so a storm too fast to capture is still
 * counted. A storm is more than STORM_RATE frames a second on a link between two switches; when
 * one has gone on for the lab's limit, the governor pulls that link's cable: with the loop open
 * nothing circulates any more.
 */
#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "bench/bench_internal.h"
#include "loop/loop.h"
#include "net/world.h"
#include "tape/tape.h"

#define SAMPLE_EVERY (250 * NSEC_PER_MSEC)
#define STORM_RATE 2000.0
#define STORM_LIMIT 10.0

static uint64_t frames_of(struct bench *b, int link)
{
	struct world_counters c;
	if (!world_counters(b->world, link, 0, &c))
		return b->rates.last[link];
	return c.rx_frames + c.tx_frames;
}

static void add_sample(struct bench_rate *r, double value)
{
	if (r->count == BENCH_RATE_SAMPLES)
		memmove(r->samples, r->samples + 1, sizeof(r->samples) - sizeof(r->samples[0]));
	else
		r->count++;
	r->samples[r->count - 1] = (float)value;
	r->now = value;
	if (value > r->peak)
		r->peak = value;
}

static void sample_link(struct bench *b, int link, double seconds)
{
	struct bench_rate *r = &b->rates.links[link];
	uint64_t frames = frames_of(b, link);
	uint64_t more = frames >= b->rates.last[link] ? frames - b->rates.last[link] : 0;
	b->rates.last[link] = frames;
	r->total += more;
	double rate = (double)more / seconds;
	if (rate != r->now || more)
		bench_touch(b);
	add_sample(r, rate);
}

static bool joins_switches(const struct bench *b, int link)
{
	const struct topology_link *l = &b->topology.links[link];
	return b->topology.nodes[l->ends[0].node].kind == NODE_SWITCH &&
	       b->topology.nodes[l->ends[1].node].kind == NODE_SWITCH;
}

/* The link between switches that storms most, -1 when none does. */
static int storming_link(const struct bench *b)
{
	int worst = -1;
	for (int i = 0; i < b->topology.link_count; i++) {
		if (!joins_switches(b, i) || b->rates.links[i].now < STORM_RATE)
			continue;
		if (worst < 0 || b->rates.links[i].now > b->rates.links[worst].now)
			worst = i;
	}
	return worst;
}

static void end_storm(struct bench *b, int link, nsec now)
{
	struct err e;
	const char *name = b->topology.links[link].name;
	if (!world_plug(b->world, link, false, &e)) {
		bench_say(b, true, "%s", e.text);
		return;
	}
	char text[96];
	snprintf(text, sizeof(text), "governor pulls %s", name);
	tape_add_note(b->tape, now, NOTE_LINK, text);
	bench_say(b, false,
	        _("The governor ended the storm after %.0f s: it pulled the cable of %s"),
	        b->rates.storm_limit, name);
	b->rates.storm_since = 0;
}

static void govern(struct bench *b, nsec now)
{
	int link = storming_link(b);
	if (link < 0) {
		b->rates.storm_since = 0;
		return;
	}
	if (!b->rates.storm_since)
		b->rates.storm_since = now;
	if ((double)(now - b->rates.storm_since) >= b->rates.storm_limit * (double)NSEC_PER_SEC)
		end_storm(b, link, now);
}

static void on_sample(void *user)
{
	struct bench *b = user;
	nsec now = loop_now(b->loop);
	double seconds = (double)(now - b->rates.last_when) / (double)NSEC_PER_SEC;
	if (seconds <= 0)
		return;
	b->rates.last_when = now;
	for (int i = 0; i < b->topology.link_count; i++)
		sample_link(b, i, seconds);
	govern(b, now);
}

void rates_begin(struct bench *b)
{
	memset(&b->rates, 0, sizeof(b->rates));
	b->rates.storm_limit =
	        b->lab && b->lab->storm_seconds > 0 ? b->lab->storm_seconds : STORM_LIMIT;
	b->rates.last_when = loop_now(b->loop);
	for (int i = 0; i < b->topology.link_count; i++)
		b->rates.last[i] = frames_of(b, i);
	b->rates.timer = loop_timer_add(b->loop, on_sample, b);
	loop_timer_set(b->rates.timer, SAMPLE_EVERY, SAMPLE_EVERY);
}

void rates_end(struct bench *b)
{
	loop_timer_remove(b->rates.timer);
	b->rates.timer = NULL;
}

bool bench_link_rate(const struct bench *b, int link, struct bench_rate *out)
{
	if (link < 0 || link >= b->topology.link_count)
		return false;
	*out = b->rates.links[link];
	return true;
}

double bench_governor(const struct bench *b)
{
	if (!b->rates.storm_since)
		return -1;
	double lasted = (double)(loop_now(b->loop) - b->rates.storm_since) / (double)NSEC_PER_SEC;
	return lasted < b->rates.storm_limit ? b->rates.storm_limit - lasted : 0;
}
