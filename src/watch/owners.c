/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Ends of conversations and who holds them.
 */
#include "watch/owners.h"

#include <netinet/in.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "base/alloc.h"
#include "base/map.h"
#include "net/holders.h"
#include "net/lookup.h"

#define PROCESSES_MAX 16384u
#define PENDING_MAX 1024u
#define PROGRAMS_MAX 16384u
#define USERS_MAX 64u
#define TRIES 3
/* A look costs up to some ten milliseconds on a machine with many processes: a tenth of the time at
 * most is spent on it. */
#define LOOK_LEAST (20 * NSEC_PER_MSEC)
#define LOOK_SHARE 10

enum { UNKNOWN = 0 }; /* index of programs[]: nobody */

struct pending {
	uint64_t inode;
	uint64_t flow;
	uint32_t uid;
	uint8_t end, tries;
};

struct user {
	uint32_t uid;
	char name[32];
};

struct watch_owners {
	struct lookup *lookup; /* NULL: nothing is told */
	struct holders *holders;
	struct map asked; /* by flow: the index of programs[] of end 0, above it that of end 1 */
	struct watch_owner *programs;
	size_t program_count, program_room;
	struct pending pending[PENDING_MAX];
	size_t pending_count;
	struct user users[USERS_MAX];
	size_t user_count;
	nsec look_after;
};

struct watch_owners *watch_owners_create(void)
{
	struct watch_owners *o = xcalloc(1, sizeof(*o));
	o->lookup = lookup_create(NULL);
	o->holders = holders_create();
	o->program_room = 16;
	o->programs = xcalloc(o->program_room, sizeof(*o->programs));
	o->program_count = UNKNOWN + 1;
	return o;
}

void watch_owners_destroy(struct watch_owners *o)
{
	if (!o)
		return;
	lookup_destroy(o->lookup);
	holders_destroy(o->holders);
	map_finish(&o->asked);
	free(o->programs);
	free(o);
}

/* From the file alone: a directory service would be asked over the network that is watched. */
static void find_user(uint32_t uid, char out[32])
{
	snprintf(out, 32, "%u", uid);
	FILE *f = fopen("/etc/passwd", "re");
	if (!f)
		return;
	const struct passwd *p;
	while ((p = fgetpwent(f)))
		if (p->pw_uid == uid) {
			snprintf(out, 32, "%.31s", p->pw_name);
			break;
		}
	fclose(f);
}

static void user_name(struct watch_owners *o, uint32_t uid, char out[32])
{
	for (size_t i = 0; i < o->user_count; i++)
		if (o->users[i].uid == uid) {
			memcpy(out, o->users[i].name, 32);
			return;
		}
	find_user(uid, out);
	if (o->user_count == USERS_MAX)
		return;
	struct user *u = &o->users[o->user_count++];
	u->uid = uid;
	memcpy(u->name, out, sizeof(u->name));
}

static uint32_t program_index(struct watch_owners *o, const struct watch_owner *who)
{
	/* The same program again is most often a late one. */
	for (size_t i = o->program_count; i-- > UNKNOWN + 1;) {
		const struct watch_owner *p = &o->programs[i];
		if (p->pid == who->pid && p->uid == who->uid && !strcmp(p->program, who->program))
			return (uint32_t)i;
	}
	if (o->program_count == PROGRAMS_MAX)
		return UNKNOWN;
	if (o->program_count == o->program_room) {
		o->program_room *= 2;
		o->programs = xrealloc(o->programs, o->program_room * sizeof(*o->programs));
	}
	o->programs[o->program_count] = *who;
	return (uint32_t)o->program_count++;
}

/* True: the process is known. */
static bool settle(struct watch_owners *o, const struct pending *p)
{
	struct holder held;
	struct watch_owner who = {.uid = p->uid};
	bool found = holders_find(o->holders, p->inode, &held);
	if (found) {
		who.pid = held.pid;
		memcpy(who.program, held.program, sizeof(who.program));
	}
	user_name(o, p->uid, who.user);
	uint64_t *both = map_find(&o->asked, p->flow);
	unsigned shift = p->end ? 32 : 0;
	*both &= ~((uint64_t)UINT32_MAX << shift);
	*both |= (uint64_t)program_index(o, &who) << shift;
	return found;
}

static struct lookup_key key_of(const struct packet *p, bool of_source)
{
	struct lookup_key k = {
	        .family = p->src.length == 16 ? AF_INET6 : AF_INET,
	        .protocol = p->protocol,
	        .local_port = of_source ? p->sport : p->dport,
	        .remote_port = of_source ? p->dport : p->sport,
	};
	memcpy(k.local, of_source ? p->src.bytes : p->dst.bytes, p->src.length);
	memcpy(k.remote, of_source ? p->dst.bytes : p->src.bytes, p->src.length);
	return k;
}

static void ask(struct watch_owners *o, uint64_t flow, uint8_t end, const struct lookup_key *k)
{
	struct lookup_socket s;
	if (!lookup_find(o->lookup, k, &s) || !s.inode)
		return;
	struct pending p = {.inode = s.inode, .flow = flow, .uid = s.uid, .end = end};
	if (!settle(o, &p) && o->pending_count < PENDING_MAX)
		o->pending[o->pending_count++] = p;
}

bool watch_owners_asked(const struct watch_owners *o, uint64_t flow)
{
	return map_find(&o->asked, flow) || !o->lookup || o->asked.count >= WATCH_OWNERS_FLOWS_MAX;
}

void watch_owners_note(
        struct watch_owners *o, uint64_t flow, uint8_t direction, const struct packet *p)
{
	if (watch_owners_asked(o, flow))
		return;
	map_put(&o->asked, flow, UNKNOWN);
	if (p->protocol != IPPROTO_TCP && p->protocol != IPPROTO_UDP)
		return;
	if ((p->src.length != 4 && p->src.length != 16) || p->src.length != p->dst.length)
		return;
	struct lookup_key from = key_of(p, true), to = key_of(p, false);
	ask(o, flow, direction, &from);
	ask(o, flow, !direction, &to);
}

bool watch_owners_pending(const struct watch_owners *o)
{
	return o->pending_count > 0;
}

bool watch_owners_work(struct watch_owners *o, nsec now)
{
	if (!o->pending_count || now < o->look_after)
		return false;
	nsec began = clock_now();
	holders_look_everywhere(o->holders, PROCESSES_MAX);
	nsec pause = (clock_now() - began) * LOOK_SHARE;
	o->look_after = now + (pause > LOOK_LEAST ? pause : LOOK_LEAST);
	size_t kept = 0;
	bool more = false;
	for (size_t i = 0; i < o->pending_count; i++) {
		struct pending p = o->pending[i];
		if (settle(o, &p))
			more = true;
		else if (++p.tries < TRIES)
			o->pending[kept++] = p;
	}
	o->pending_count = kept;
	return more;
}

bool watch_owners_of(const struct watch_owners *o, uint64_t flow, int end, struct watch_owner *out)
{
	const uint64_t *both = map_find(&o->asked, flow);
	uint32_t index = !both ? UNKNOWN : (uint32_t)(*both >> (end ? 32 : 0));
	if (index == UNKNOWN)
		return false;
	*out = o->programs[index];
	return true;
}

bool watch_owners_end(const struct watch_owners *o, const struct flow_note *note,
        enum traffic_end end, struct watch_owner *room, struct traffic_owner *out)
{
	/* End 0 is the initiator's, who has sent what goes in direction 0. */
	int side = note->direction ^ (end == TRAFFIC_RECEIVER);
	if (note->flow == FLOW_NONE || !watch_owners_of(o, note->flow, side, room) || !room->pid)
		return false;
	*out = (struct traffic_owner){.pid = room->pid, .program = room->program};
	return true;
}

static size_t one_text(const struct watch_owner *who, char *out, size_t size)
{
	int n = who->pid ? snprintf(out, size, "%s[%d] %s", who->program, who->pid, who->user)
	                 : snprintf(out, size, "%s", who->user);
	return n < 0 ? 0 : (size_t)n < size ? (size_t)n : size - 1;
}

void watch_owners_text(const struct watch_owners *o, uint64_t flow, char *out, size_t size)
{
	struct watch_owner who[2];
	bool known[2];
	size_t len = 0;
	*out = '\0';
	for (int end = 0; end < 2; end++)
		known[end] = watch_owners_of(o, flow, end, &who[end]);
	if (known[0])
		len = one_text(&who[0], out, size);
	if (known[1] && len + 4 < size) {
		len += (size_t)snprintf(out + len, size - len, "%s> ", len ? " " : "");
		one_text(&who[1], out + len, size - len);
	}
}
