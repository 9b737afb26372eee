/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the events of a tape add up to.
 */
#include "bench/fold.h"

#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "term/terminal.h"

/* More than the kernel is asked for (net/sockets.h), and more than waits at once. */
enum { SOCKETS_MOST = 8192, HELD_MOST = 65536, CHECKS_MOST = 512 };

void fold_init(struct fold *f, uint64_t first)
{
	*f = (struct fold){.next = first, .chosen = -1};
}

/* The order and the identity that net/sockets.c gives them: a connection is its addresses, all
 * else may be there several times, told apart by the inode. */
static int compare(const struct tape_socket *a, const struct tape_socket *b)
{
	if (a->protocol != b->protocol)
		return a->protocol < b->protocol ? -1 : 1;
	if (a->family != b->family)
		return a->family < b->family ? -1 : 1;
	if (a->local_port != b->local_port)
		return a->local_port < b->local_port ? -1 : 1;
	if (a->remote_port != b->remote_port)
		return a->remote_port < b->remote_port ? -1 : 1;
	int d = memcmp(a->local, b->local, sizeof(a->local));
	if (d == 0)
		d = memcmp(a->remote, b->remote, sizeof(a->remote));
	if (d != 0 || (a->protocol == IPPROTO_TCP && a->remote_port))
		return d;
	return a->inode < b->inode ? -1 : a->inode > b->inode;
}

/* Where it is, or belongs. */
static size_t place_of(const struct fold_sockets *list, const struct tape_socket *s)
{
	size_t low = 0, high = list->count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (compare(&list->at[middle], s) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static void fold_socket(struct fold *f, const struct tape_socket *s)
{
	struct fold_sockets *list = &f->sockets[s->node];
	size_t at = place_of(list, s);
	bool there = at < list->count && compare(&list->at[at], s) == 0;
	if (s->gone) {
		if (there)
			vec_remove(list, at);
		return;
	}
	if (!there && list->count == SOCKETS_MOST)
		return;
	if (!there) {
		vec_grow(list);
		memmove(&list->at[at + 1], &list->at[at], (list->count - at) * sizeof(*list->at));
		list->count++;
	}
	list->at[at] = *s;
}

static size_t find_held(const struct fold *f, uint64_t id)
{
	size_t i = f->held.count;
	while (i > 0 && f->held.at[i - 1].id != id)
		i--;
	return i ? i - 1 : f->held.count;
}

static void add_held(struct fold *f, uint64_t id, nsec since, bool is_call)
{
	struct fold_held h = {.is_call = is_call, .id = id, .since = since};
	if (f->held.count < HELD_MOST && find_held(f, id) == f->held.count)
		vec_push(&f->held, h);
}

static void remove_held(struct fold *f, uint64_t id)
{
	size_t at = find_held(f, id);
	if (at < f->held.count)
		vec_remove(&f->held, at);
}

static void fold_frame(struct fold *f, const struct tape *t, const struct tape_event *ev)
{
	struct tape_fate first;
	if (!tape_fate_at(t, ev->id, ev->id, &first))
		return;
	if (first.fate == FATE_HELD)
		add_held(f, ev->id, ev->when, false);
	size_t at = first.fate == FATE_FOLDED ? find_held(f, ev->frame.related) : f->held.count;
	if (at < f->held.count)
		f->held.at[at].repeats++;
}

static void fold_call(struct fold *f, const struct tape_event *ev)
{
	if (ev->call.stage == CALL_HELD)
		add_held(f, ev->id, ev->when, true);
	else
		remove_held(f, ev->call.enter);
}

static void fold_program(struct fold *f, const struct tape_event *ev)
{
	static const uint8_t states[] = {
	        TERMINAL_RUNNING, TERMINAL_EXITED, TERMINAL_SIGNALED, TERMINAL_NOT_STARTED};
	const struct tape_program *p = &ev->program;
	if (p->pane >= TAPE_ABOUT_PANES || p->ended >= sizeof(states))
		return;
	f->panes[p->pane] =
	        (struct past_pane){.state = states[p->ended], .code = p->code, .since = ev->when};
}

/* "NAME pass", "NAME open", or "step ID" for one that is done. */
static void fold_check(struct fold *f, const char *text, uint64_t id)
{
	const char *blank = strrchr(text, ' ');
	size_t len = blank ? (size_t)(blank - text) : 0;
	struct fold_check c = {.event = id};
	if (!blank || len >= sizeof(c.name))
		return;
	if (strncmp(text, "step ", 5) == 0 && strcmp(text + 5, f->step) == 0) {
		f->step_done = true;
		return;
	}
	c.holds = strcmp(blank, " pass") == 0;
	if (!c.holds && strcmp(blank, " open") != 0)
		return;
	memcpy(c.name, text, len);
	VEC_EACH (old, &f->checks) {
		if (strcmp(old->name, c.name) == 0) {
			*old = c;
			return;
		}
	}
	if (f->checks.count < CHECKS_MOST)
		vec_push(&f->checks, c);
}

static void fold_step(struct fold *f, const char *text)
{
	snprintf(f->step, sizeof(f->step), "%s", text);
	f->step_done = false;
	f->chosen = -1;
}

/* "STEP N", from 1. */
static void fold_prediction(struct fold *f, const char *text)
{
	const char *blank = strrchr(text, ' ');
	long option = blank ? strtol(blank, NULL, 10) : 0;
	if (option > 0 && option < 100)
		f->chosen = (int)option - 1;
}

/* "plug LINK", "pull LINK", "governor pulls LINK". */
static void fold_link(struct fold *f, const struct tape_about *about, const char *text)
{
	const char *blank = strrchr(text, ' ');
	int link = blank ? topology_link(&about->topology, blank + 1) : -1;
	if (link >= 0 && (strncmp(text, "plug ", 5) == 0 || strstr(text, "pull")))
		f->pulled[link] = strncmp(text, "plug ", 5) != 0;
}

/* New hosts: what their kernels had is gone. */
static void fold_world(struct fold *f)
{
	for (size_t i = 0; i < TOPOLOGY_NODES_MAX; i++)
		f->sockets[i].count = 0;
	f->held.count = 0;
	f->checks.count = 0;
	memset(f->pulled, 0, sizeof(f->pulled));
}

static void fold_note(
        struct fold *f, const struct tape_about *about, uint64_t id, const struct tape_note *n)
{
	switch ((enum tape_note_kind)n->kind) {
	case NOTE_STEP:
		fold_step(f, n->text);
		return;
	case NOTE_PREDICTION:
		fold_prediction(f, n->text);
		return;
	case NOTE_CHECK:
		fold_check(f, n->text, id);
		return;
	case NOTE_LINK:
		fold_link(f, about, n->text);
		return;
	case NOTE_WORLD:
		fold_world(f);
		return;
	case NOTE_COMMAND:
	case NOTE_SIZE:
	case NOTE_CUT:
	case NOTE_KINDS:
		return;
	}
}

static void fold_event(struct fold *f, const struct tape *t, const struct tape_about *about,
        const struct tape_event *ev)
{
	switch (ev->kind) {
	case TAPE_FRAME:
		fold_frame(f, t, ev);
		return;
	case TAPE_FATE:
		if (ev->fate.fate != FATE_HELD)
			remove_held(f, ev->fate.frame);
		return;
	case TAPE_SOCKET:
		if (ev->socket.node < TOPOLOGY_NODES_MAX)
			fold_socket(f, &ev->socket);
		return;
	case TAPE_PROGRAM:
		fold_program(f, ev);
		return;
	case TAPE_NOTE:
		fold_note(f, about, ev->id, &ev->note);
		return;
	case TAPE_CALL:
		fold_call(f, ev);
		return;
	case TAPE_OUTPUT: /* what terminals made of it is told by terminals */
	case TAPE_COUNTER:
	case TAPE_KINDS:
		return;
	}
}

void fold_until(struct fold *f, const struct tape *t, const struct tape_about *about, uint64_t end)
{
	struct tape_event ev;
	if (f->next < tape_first(t))
		f->next = tape_first(t);
	for (; f->next < end && tape_get(t, f->next, &ev); f->next++)
		fold_event(f, t, about, &ev);
}

/* The copy's array takes what is there and no more. */
#define COPY_VEC(to, from)                                                               \
	do {                                                                             \
		(to)->count = (to)->room = (from)->count;                                \
		(to)->at = NULL;                                                         \
		if ((from)->count) {                                                     \
			(to)->at = xmalloc((from)->count * sizeof(*(to)->at));           \
			memcpy((to)->at, (from)->at, (from)->count * sizeof(*(to)->at)); \
		}                                                                        \
	} while (0)

void fold_copy(struct fold *to, const struct fold *from)
{
	fold_finish(to);
	*to = *from;
	for (size_t i = 0; i < TOPOLOGY_NODES_MAX; i++)
		COPY_VEC(&to->sockets[i], &from->sockets[i]);
	COPY_VEC(&to->held, &from->held);
	COPY_VEC(&to->checks, &from->checks);
}

void fold_finish(struct fold *f)
{
	for (size_t i = 0; i < TOPOLOGY_NODES_MAX; i++)
		vec_free(&f->sockets[i]);
	vec_free(&f->held);
	vec_free(&f->checks);
}

size_t fold_bytes(const struct fold *f)
{
	size_t bytes = sizeof(*f) + f->held.count * sizeof(*f->held.at) +
	               f->checks.count * sizeof(*f->checks.at);
	for (size_t i = 0; i < TOPOLOGY_NODES_MAX; i++)
		bytes += f->sockets[i].count * sizeof(*f->sockets[i].at);
	return bytes;
}
