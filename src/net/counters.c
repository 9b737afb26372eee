/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reading the counters of hosts that had something to do, and telling which moved.
 */
#include "net/counters.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "net/verdict.h"
#include "net/world_internal.h"
#include "tape/tape.h"

enum {
	TEXT_ROOM = 24576,
	COLUMNS_MAX = 320, /* numbers in a line; TcpExt has 130 */
	LOOK_AT_MAX = 512, /* events between two polls; beyond them every host is asked */
};

struct counters {
	const struct world *world;
	struct tape *tape;
	uint64_t seen; /* events before this id have been looked at */
	int16_t columns[COUNTERS_MAX];
	uint64_t values[TOPOLOGY_NODES_MAX][COUNTERS_MAX];
	uint64_t next[COUNTERS_MAX];
	struct verdict verdict;
	char text[TEXT_ROOM];
};

/* Cuts a line off; its length, without the end. */
static size_t take_line(const char **at, const char **line)
{
	const char *end = strchr(*at, '\n');
	*line = *at;
	*at = end ? end + 1 : *at + strlen(*at);
	return (size_t)((end ? end : *at) - *line);
}

/* The length of "TcpExt" in "TcpExt: ..."; 0 when it is no such line. */
static size_t group_of(const char *line, size_t len)
{
	const char *colon = memchr(line, ':', len);
	return colon ? (size_t)(colon - line) : 0;
}

static bool same(const char *word, const char *text, size_t len)
{
	return strlen(word) == len && !memcmp(word, text, len);
}

static void name_columns(const char *line, size_t len, size_t group, int16_t columns[COUNTERS_MAX])
{
	size_t rows, at = group + 1;
	const struct counter_row *table = counters_table(&rows);
	for (int16_t column = 0; at < len && column < COLUMNS_MAX; column++) {
		while (at < len && line[at] == ' ')
			at++;
		size_t begin = at;
		while (at < len && line[at] != ' ')
			at++;
		for (size_t i = 0; i < rows; i++)
			if (same(table[i].shorter, line + begin, at - begin) &&
			        same(table[i].group, line, group))
				columns[i] = column;
	}
}

void counters_columns(const char *text, int16_t columns[COUNTERS_MAX])
{
	for (size_t i = 0; i < COUNTERS_MAX; i++)
		columns[i] = -1;
	while (*text) {
		const char *names, *numbers;
		size_t len = take_line(&text, &names), group = group_of(names, len);
		take_line(&text, &numbers);
		if (group)
			name_columns(names, len, group, columns);
	}
}

/* Numbers of a line, at most COLUMNS_MAX; MaxConn may be negative. */
static size_t take_numbers(const char *at, const char *end, uint64_t out[COLUMNS_MAX])
{
	size_t count = 0;
	while (at < end && count < COLUMNS_MAX) {
		while (at < end && *at == ' ')
			at++;
		bool negative = at < end && *at == '-';
		at += negative;
		if (at == end || *at < '0' || *at > '9')
			break;
		uint64_t v = 0;
		while (at < end && *at >= '0' && *at <= '9')
			v = v * 10 + (uint64_t)(*at++ - '0');
		out[count++] = negative ? 0 : v;
	}
	return count;
}

void counters_values(
        const char *text, const int16_t columns[COUNTERS_MAX], uint64_t values[COUNTERS_MAX])
{
	size_t rows;
	const struct counter_row *table = counters_table(&rows);
	while (*text) {
		const char *names, *line;
		uint64_t numbers[COLUMNS_MAX];
		take_line(&text, &names);
		size_t len = take_line(&text, &line), group = group_of(line, len);
		size_t count = group ? take_numbers(line + group + 1, line + len, numbers) : 0;
		for (size_t i = 0; count && i < rows; i++)
			if (columns[i] >= 0 && (size_t)columns[i] < count &&
			        same(table[i].group, line, group))
				values[i] = numbers[columns[i]];
	}
}

static bool read_host(struct counters *c, int node, uint64_t values[COUNTERS_MAX])
{
	if (!world_read_counters(c->world, node, c->text, sizeof(c->text)))
		return false;
	counters_values(c->text, c->columns, values);
	return true;
}

struct counters *counters_create(const struct world *w, struct tape *tape)
{
	struct counters *c = xcalloc(1, sizeof(*c));
	const struct topology *t = world_topology(w);
	c->world = w;
	c->tape = tape;
	c->seen = tape_end(tape);
	bool known = false;
	for (int i = 0; i < t->node_count; i++) {
		if (!known && world_read_counters(w, i, c->text, sizeof(c->text))) {
			counters_columns(c->text, c->columns);
			known = true;
		}
		if (known)
			read_host(c, i, c->values[i]);
	}
	return c;
}

void counters_destroy(struct counters *c)
{
	free(c);
}

/* Which hosts an event concerns, as bits; behind a switch may be any. */
static uint64_t concerned(const struct counters *c, const struct tape_event *e)
{
	const struct topology *t = world_topology(c->world);
	struct tape_event frame = *e;
	if (e->kind == TAPE_SOCKET)
		return (uint64_t)1 << e->socket.node;
	if (e->kind == TAPE_CALL)
		return (uint64_t)1 << e->call.node;
	if (e->kind == TAPE_FATE && !tape_get(c->tape, e->fate.frame, &frame))
		return UINT64_MAX;
	if (frame.kind != TAPE_FRAME || frame.frame.link >= t->link_count)
		return 0;
	uint64_t hosts = 0;
	for (int end = 0; end < 2; end++) {
		int node = t->links[frame.frame.link].ends[end].node;
		if (t->nodes[node].kind == NODE_SWITCH)
			return UINT64_MAX;
		hosts |= (uint64_t)1 << node;
	}
	return hosts;
}
_Static_assert(TOPOLOGY_NODES_MAX <= 64, "a bit a node");

static uint64_t hosts_to_ask(const struct counters *c, uint64_t end)
{
	uint64_t hosts = 0;
	struct tape_event e;
	if (end - c->seen > LOOK_AT_MAX)
		return UINT64_MAX;
	for (uint64_t id = c->seen; id < end && hosts != UINT64_MAX; id++)
		if (tape_get(c->tape, id, &e))
			hosts |= concerned(c, &e);
	return hosts;
}

static size_t report(struct counters *c, int node, nsec now)
{
	size_t rows, events = 0;
	const struct counter_row *table = counters_table(&rows);
	for (size_t i = 0; i < rows; i++) {
		uint64_t *old = &c->values[node][i], moved = c->next[i] - *old;
		if (moved == 0)
			continue;
		*old = c->next[i];
		struct tape_counter event = {.node = (uint16_t)node,
		        .by = (int64_t)moved,
		        .value = c->next[i],
		        .name = table[i].name,
		        .frame = TAPE_NONE};
		if (moved == 1)
			event.frame = verdict_frame(&c->verdict, &table[i], node);
		tape_add_counter(c->tape, now, &event);
		events++;
	}
	return events;
}

size_t counters_poll(struct counters *c, nsec now)
{
	const struct topology *t = world_topology(c->world);
	uint64_t end = tape_end(c->tape);
	if (end == c->seen)
		return 0;
	uint64_t hosts = hosts_to_ask(c, end);
	if (end - c->seen > LOOK_AT_MAX)
		c->verdict.too_many = true;
	else if (hosts)
		verdict_gather(&c->verdict, c->tape, t, c->seen, end);
	size_t events = 0;
	for (int i = 0; hosts && i < t->node_count; i++) {
		if (!(hosts >> i & 1))
			continue;
		memcpy(c->next, c->values[i], sizeof(c->next));
		if (read_host(c, i, c->next))
			events += report(c, i, now);
	}
	/* What this poll has written concerns nobody. */
	c->seen = tape_end(c->tape);
	return events;
}
