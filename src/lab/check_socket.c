/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Checks of sockets. A mirror holds the sockets as the tape tells them, so that each event
 * changes the counts by one at most, however many sockets there are.
 */
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "lab/check_internal.h"
#include "lab/values.h"

#define BUCKETS 4096u
#define SOCKETS_MAX 16384u
#define NOBODY UINT32_MAX

struct entry {
	struct tape_socket socket;
	uint64_t event; /* that told of it last */
	uint32_t next;  /* in its bucket */
};

struct socket_mirror {
	uint32_t buckets[BUCKETS]; /* index of an entry, NOBODY */
	struct entry *at;          /* owned */
	uint32_t count, room;
};

struct socket_mirror *socket_mirror_create(void)
{
	struct socket_mirror *m = xcalloc(1, sizeof(*m));
	socket_mirror_clear(m);
	return m;
}

void socket_mirror_destroy(struct socket_mirror *m)
{
	if (!m)
		return;
	free(m->at);
	free(m);
}

void socket_mirror_clear(struct socket_mirror *m)
{
	memset(m->buckets, 0xff, sizeof(m->buckets));
	m->count = 0;
}

/* FNV-1a over what stays the same during a socket's life. The remote end counts as part of it:
 * a connection is told by both ends, whatever its inode (0 until it is accepted). */
static uint32_t bucket_of(const struct tape_socket *s)
{
	uint32_t hash = 2166136261u;
	const uint32_t parts[] = {s->node, s->protocol, s->local_port, s->remote_port};
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		hash = (hash ^ parts[i]) * 16777619u;
	for (size_t i = 0; i < sizeof(s->remote); i++)
		hash = (hash ^ s->remote[i]) * 16777619u;
	return hash % BUCKETS;
}

static bool is_same(const struct tape_socket *a, const struct tape_socket *b)
{
	if (a->node != b->node || a->protocol != b->protocol || a->family != b->family ||
	        a->local_port != b->local_port || a->remote_port != b->remote_port)
		return false;
	if (!a->remote_port && a->inode != b->inode)
		return false;
	return memcmp(a->local, b->local, sizeof(a->local)) == 0 &&
	       memcmp(a->remote, b->remote, sizeof(a->remote)) == 0;
}

/* The place that points to the socket's entry, or the end of its bucket (pointing to NOBODY). */
static uint32_t *find(struct socket_mirror *m, const struct tape_socket *s)
{
	uint32_t *at = &m->buckets[bucket_of(s)];
	while (*at != NOBODY && !is_same(&m->at[*at].socket, s))
		at = &m->at[*at].next;
	return at;
}

/* The last entry moves into the gap. */
static void take_out(struct socket_mirror *m, uint32_t *at)
{
	uint32_t gap = *at, last = m->count - 1;
	*at = m->at[gap].next;
	if (gap != last) {
		uint32_t *to_last = find(m, &m->at[last].socket);
		m->at[gap] = m->at[last];
		*to_last = gap;
	}
	m->count--;
}

static void put_in(struct socket_mirror *m, const struct tape_socket *s, uint64_t event)
{
	if (m->count == SOCKETS_MAX)
		return;
	if (m->count == m->room) {
		m->room = m->room ? m->room * 2 : 64;
		m->at = xrealloc(m->at, m->room * sizeof(*m->at));
	}
	uint32_t *at = find(m, s); /* only now: growing may have moved the entries */
	m->at[m->count] = (struct entry){.socket = *s, .event = event, .next = NOBODY};
	*at = m->count++;
}

/* Remembers the event; *old is what was known before, false when nothing was. */
static bool update(struct socket_mirror *m, const struct tape_event *ev, struct entry *old)
{
	uint32_t *at = find(m, &ev->socket);
	bool known = *at != NOBODY;
	if (known)
		*old = m->at[*at];
	if (known && ev->socket.gone) {
		take_out(m, at);
	} else if (known) {
		m->at[*at].socket = ev->socket;
		m->at[*at].event = ev->id;
	} else if (!ev->socket.gone) {
		put_in(m, &ev->socket, ev->id);
	}
	return known;
}

/* A half-open connection is SYN_RECV (3) or, before it has a socket, NEW_SYN_RECV (12). */
static bool fits_state(int wanted, uint8_t state)
{
	return wanted < 0 || wanted == state || (wanted == 3 && state == 12);
}

static bool fits(const struct check_state *s, const struct tape_socket *k)
{
	const struct lab_check *lab = s->lab;
	return k->node == s->node && k->protocol == lab->protocol && !k->gone &&
	       fits_state(lab->state, k->state) && (!lab->port || lab->port == k->local_port) &&
	       (!lab->peer_port || lab->peer_port == k->remote_port) &&
	       bound_has(&lab->recv_queue, k->recv_queue) &&
	       bound_has(&lab->send_queue, k->send_queue) &&
	       bound_has(&lab->retransmits, k->retransmits);
}

void check_socket_event(struct checker *c, const struct tape_event *ev)
{
	struct entry old;
	bool known = update(c->sockets, ev, &old);
	for (size_t i = 0; i < c->count; i++) {
		struct check_state *s = &c->states[i];
		if (!checker_wants(c, i, CHECK_SOCKET, ev->id))
			continue;
		bool counted = known && (!s->lab->since_step || old.event >= c->step_from);
		bool before = counted && fits(s, &old.socket), after = fits(s, &ev->socket);
		if (before && !after && s->count > 0)
			s->count--;
		else if (after && !before)
			s->count++;
		checker_settle(c, i, bound_has(&s->lab->count, (double)s->count), ev->when, ev->id);
	}
}
