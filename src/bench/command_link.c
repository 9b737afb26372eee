/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Commands on links and switches: gates, impairments, rules, cables, spanning tree.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"
#include "bench/bench_internal.h"
#include "bench/command_internal.h"
#include "loop/loop.h"
#include "net/world.h"
#include "tape/tape.h"

static bool link_named(struct bench *b, const char *word, bool all, int *link, struct err *e)
{
	*link = all && strcmp(word, "all") == 0 ? -1 : topology_link(&b->topology, word);
	if (*link >= 0 || (all && strcmp(word, "all") == 0))
		return true;
	struct buf names = {0};
	for (int i = 0; i < b->topology.link_count; i++)
		buf_printf(&names, "%s%s", i ? ", " : "", b->topology.links[i].name);
	err_set(e, ERR_USAGE, _("expected a link (%s%s), found \"%s\""), buf_text(&names),
	        all ? ", all" : "", word);
	buf_finish(&names);
	return false;
}

static char *rest_of(int argc, char **argv, int from)
{
	struct buf text = {0};
	for (int i = from; i < argc; i++)
		buf_printf(&text, "%s%s", i > from ? " " : "", argv[i]);
	return buf_steal(&text);
}

/* "hold [LINK|all] [FILTER]". A first word that is no link begins the filter. */
bool command_hold(struct bench *b, int argc, char **argv, struct err *e)
{
	int link = -1, used = 1;
	if (argc > 1 &&
	        (strcmp(argv[1], "all") == 0 || topology_link(&b->topology, argv[1]) >= 0)) {
		if (!link_named(b, argv[1], true, &link, e))
			return false;
		used = 2;
	}
	char *_cleanup_free_ gate = rest_of(argc, argv, used);
	return wire_set_mode(b->wire, link, WIRE_HOLD, gate, e);
}

/* Letting a link pass also lets go what waits there: nothing may wait behind an open gate. */
bool command_pass(struct bench *b, int argc, char **argv, struct err *e)
{
	int link = -1;
	if (argc > 1 && !link_named(b, argv[1], true, &link, e))
		return false;
	if (!wire_set_mode(b->wire, link, WIRE_PASS, "", e))
		return false;
	const struct wire_held *held;
	size_t n;
	for (size_t i = 0; i < (n = wire_held(b->wire, &held)) && n;) {
		if ((link >= 0 && held[i].link != link) ||
		        !wire_deliver(b->wire, held[i].frame, NULL))
			i++;
	}
	return true;
}

bool command_rule(struct bench *b, int argc, char **argv, struct err *e)
{
	char *_cleanup_free_ text = rest_of(argc, argv, 1);
	return wire_rule_add(b->wire, text, e);
}

bool command_unrule(struct bench *b, int argc, char **argv, struct err *e)
{
	const struct wire_rule *rules;
	if (argc == 1 || strcmp(argv[1], "all") == 0) {
		while (wire_rules(b->wire, &rules))
			wire_rule_remove(b->wire, 0);
		return true;
	}
	char *end;
	unsigned long n = strtoul(argv[1], &end, 10);
	if (*end || n < 1 || !wire_rule_remove(b->wire, n - 1))
		return err_set(e, ERR_USAGE,
		        _("expected a rule from 1 to %zu or all, found \"%s\""),
		        wire_rules(b->wire, &rules), argv[1]);
	return true;
}

static bool parse_share(const char *word, uint32_t *ppm, struct err *e)
{
	char *end;
	double percent = strtod(word, &end);
	if (end == word || (strcmp(end, "%") != 0 && *end) || !(percent >= 0 && percent <= 100))
		return err_set(
		        e, ERR_USAGE, _("expected a share such as 10%%, found \"%s\""), word);
	*ppm = (uint32_t)(percent * 10000 + 0.5);
	return true;
}

static bool parse_number(const char *word, uint64_t most, uint64_t *out, struct err *e)
{
	static const struct {
		const char *unit;
		double times;
	} units[] = {
	        {"", 1}, {"bit", 1}, {"kbit", 1e3}, {"mbit", 1e6}, {"Mbit", 1e6}, {"gbit", 1e9}};
	char *end;
	double value = strtod(word, &end);
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		if (end == word || strcmp(end, units[i].unit) != 0)
			continue;
		if (!(value >= 0 && value * units[i].times <= (double)most))
			break;
		*out = (uint64_t)(value * units[i].times);
		return true;
	}
	return err_set(e, ERR_USAGE, _("expected a number up to %llu, found \"%s\""),
	        (unsigned long long)most, word);
}

static bool parse_impairment(
        struct wire_impairment *i, const char *key, const char *word, struct err *e)
{
	uint64_t number = 0;
	if (strcmp(key, "delay") == 0)
		return command_time(word, &i->delay, e);
	if (strcmp(key, "jitter") == 0)
		return command_time(word, &i->jitter, e);
	if (strcmp(key, "loss") == 0)
		return parse_share(word, &i->loss_ppm, e);
	if (strcmp(key, "duplicate") == 0)
		return parse_share(word, &i->duplicate_ppm, e);
	if (strcmp(key, "reorder") == 0)
		return parse_share(word, &i->reorder_ppm, e);
	if (strcmp(key, "corrupt") == 0)
		return parse_share(word, &i->corrupt_ppm, e);
	if (strcmp(key, "rate") == 0)
		return parse_number(word, 100000000000ull, &i->rate_bit, e);
	if (strcmp(key, "seed") == 0)
		return parse_number(word, UINT32_MAX, &i->seed, e);
	if (strcmp(key, "mtu") != 0)
		return err_set(e, ERR_USAGE,
		        _("expected delay, jitter, loss, duplicate, reorder, corrupt, rate, mtu or "
		          "seed, found \"%s\""),
		        key);
	if (!parse_number(word, 65535, &number, e))
		return false;
	i->mtu = (uint32_t)number;
	return true;
}

/* "impair LINK [from HOST] off" or "... KEY VALUE [KEY VALUE ...]"; what is not named stays. */
bool command_impair(struct bench *b, int argc, char **argv, struct err *e)
{
	int link, direction = -1, at = 2;
	if (!link_named(b, argv[1], true, &link, e))
		return false;
	if (argc > 3 && strcmp(argv[2], "from") == 0) {
		int node = topology_node(&b->topology, argv[3]);
		if (link < 0 || node < 0)
			return err_set(e, ERR_USAGE,
			        _("expected one link and a host of it, found \"%s\""), argv[3]);
		direction = b->topology.links[link].ends[1].node == node;
		at = 4;
	}
	struct wire_impairment i =
	        *wire_impairment(b->wire, link < 0 ? 0 : link, direction < 0 ? 0 : direction);
	if (argc == at + 1 && strcmp(argv[at], "off") == 0) {
		i = (struct wire_impairment){0};
		at++;
	}
	if ((argc - at) % 2)
		return err_set(e, ERR_USAGE, _("expected a value after \"%s\""), argv[argc - 1]);
	for (; at < argc; at += 2)
		if (!parse_impairment(&i, argv[at], argv[at + 1], e))
			return false;
	wire_impair(b->wire, link, direction, &i);
	return true;
}

static bool set_plugged(struct bench *b, const char *word, bool plugged, struct err *e)
{
	int link = -1;
	if (!link_named(b, word, false, &link, e) || !world_plug(b->world, link, plugged, e))
		return false;
	char text[96];
	snprintf(text, sizeof(text), "%s %s", plugged ? "plug" : "pull",
	        b->topology.links[link].name);
	tape_add_note(b->tape, loop_now(b->loop), NOTE_LINK, text);
	return true;
}

bool command_pull(struct bench *b, int argc, char **argv, struct err *e)
{
	(void)argc;
	return set_plugged(b, argv[1], false, e);
}

bool command_plug(struct bench *b, int argc, char **argv, struct err *e)
{
	(void)argc;
	return set_plugged(b, argv[1], true, e);
}

bool command_stp(struct bench *b, int argc, char **argv, struct err *e)
{
	(void)argc;
	bool on = strcmp(argv[2], "on") == 0, all = strcmp(argv[1], "all") == 0, any = false;
	if (!on && strcmp(argv[2], "off") != 0)
		return err_set(e, ERR_USAGE, _("expected on or off, found \"%s\""), argv[2]);
	for (int i = 0; i < b->topology.node_count; i++) {
		const struct topology_node *n = &b->topology.nodes[i];
		if (n->kind != NODE_SWITCH || (!all && strcmp(n->name, argv[1]) != 0))
			continue;
		if (!world_set_stp(b->world, i, on, e))
			return false;
		any = true;
	}
	return any || err_set(e, ERR_USAGE, _("expected a switch or all, found \"%s\""), argv[1]);
}

bool command_rate(struct bench *b, int argc, char **argv, struct err *e)
{
	(void)argc;
	int link = -1;
	uint64_t kbit = 0;
	return link_named(b, argv[1], false, &link, e) &&
	       parse_number(argv[2], 100000000, &kbit, e) &&
	       world_set_rate(b->world, link, (uint32_t)kbit, e);
}
