/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Calls under way, and calls as words.
 */
#include "ui/view/calls.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"

#define BACK_MAX 100000 /* events looked at when the moment jumped */
#define BRIEF_MAX 64    /* events within which a call that was answered at once is answered */
#define BRIEF_TIME (2 * NSEC_PER_MSEC)
#define OPEN_MAX 4096 /* threads */

static struct calls_open *of_thread(struct calls *c, int32_t tid)
{
	VEC_EACH (o, &c->open)
		if (o->tid == tid)
			return o;
	return NULL;
}

static bool ends(const struct tape_call *call)
{
	return call->stage == CALL_RETURNED ||
	       (call->stage == CALL_PROCESS && strncmp(call->name, "exit", 4) == 0);
}

static void note_call(struct calls *c, uint64_t id, const struct tape_call *call)
{
	struct calls_open *o = of_thread(c, call->tid);
	if (ends(call)) {
		if (o)
			vec_remove(&c->open, (size_t)(o - c->open.at));
		return;
	}
	if (call->stage != CALL_HELD && call->stage != CALL_ENTERED)
		return;
	struct calls_open now = {.tid = call->tid,
	        .pane = call->pane,
	        .held = call->stage == CALL_HELD,
	        .enter = call->enter,
	        .last = id};
	if (o)
		*o = now;
	else if (c->open.count < OPEN_MAX)
		vec_push(&c->open, now);
}

static void note(struct calls *c, const struct tape_event *e)
{
	if (e->kind == TAPE_CALL) {
		note_call(c, e->id, &e->call);
		return;
	}
	if (e->kind != TAPE_PROGRAM || !e->program.ended)
		return;
	for (size_t i = c->open.count; i-- > 0;)
		if (c->open.at[i].pane == e->program.pane)
			vec_remove(&c->open, i);
}

void calls_update(struct calls *c, const struct tape *t)
{
	uint64_t first = tape_first(t), end = tape_end(t);
	bool jumped = c->tape != t || end < c->next || end - c->next > BACK_MAX;
	if (jumped) {
		c->tape = t;
		c->open.count = 0;
		c->next = end - first > BACK_MAX ? end - BACK_MAX : first;
	}
	struct tape_event e;
	for (; c->next < end; c->next++)
		if (tape_get(t, c->next, &e))
			note(c, &e);
}

void calls_finish(struct calls *c)
{
	vec_free(&c->open);
	*c = (struct calls){0};
}

const struct calls_open *calls_find(const struct calls *c, uint64_t enter)
{
	for (size_t i = 0; i < c->open.count; i++)
		if (c->open.at[i].enter == enter)
			return &c->open.at[i];
	return NULL;
}

static bool among(const char *names, const char *name)
{
	size_t len = strlen(name);
	for (const char *at = names; *at;) {
		size_t n = strcspn(at, ", ");
		if (n == len && memcmp(at, name, n) == 0)
			return true;
		at += n;
		at += strspn(at, ", ");
	}
	return false;
}

bool calls_wanted(const struct calls_filter *f, const struct tape_call *call)
{
	if (f->names[0])
		return among(f->names, call->name);
	if (f->level != CALLS_OF_SOCKETS)
		return f->level == CALLS_ALL;
	if (call->stage == CALL_PROCESS)
		return true;
	if (call->stage == CALL_SIGNAL) /* every program gets it when its pane changes its size */
		return strcmp(call->name, "SIGWINCH") != 0;
	return call->family || call->kind == CALL_SOCKET || call->kind == CALL_WAIT;
}

/* Answered at once, and nothing was seen on the wire meanwhile. */
static bool brief(const struct tape *t, uint64_t enter, uint64_t id)
{
	struct tape_event e;
	for (uint64_t at = id + 1; at <= id + BRIEF_MAX && tape_get(t, at, &e); at++) {
		if (e.kind == TAPE_FRAME)
			return false;
		if (e.kind == TAPE_CALL && e.call.enter == enter)
			return e.call.stage == CALL_RETURNED && e.call.blocked < BRIEF_TIME;
	}
	return false;
}

bool calls_shown(const struct calls *c, const struct tape *t, const struct tape_event *e)
{
	const struct calls_open *o;
	switch ((enum tape_call_stage)e->call.stage) {
	case CALL_HELD:
		o = calls_find(c, e->call.enter);
		return o && o->held;
	case CALL_ENTERED:
		return calls_find(c, e->call.enter) || !brief(t, e->call.enter, e->id);
	case CALL_RETURNED:
	case CALL_SIGNAL:
	case CALL_PROCESS:
		break;
	}
	return true;
}

const char *calls_error(int32_t error)
{
	const char *name = strerrorname_np(error);
	return name ? name : "?";
}

static void result_of(const struct tape_call *call, bool shortest, char *out, size_t size)
{
	out[0] = 0;
	if (call->stage != CALL_RETURNED)
		return;
	if (call->error && shortest)
		snprintf(out, size, " %s", calls_error(call->error));
	else if (call->error)
		snprintf(out, size, " = -1 %s", calls_error(call->error));
	else
		snprintf(out, size, " = %lld", (long long)call->result);
}

void calls_text(const struct tape_call *call, enum calls_form form, char *out, size_t size)
{
	char result[64], args[160];
	bool line = (form == CALLS_LONG || form == CALLS_LINE) && call->source && call->source[0];
	bool whole = form == CALLS_LONG || form == CALLS_ARGS;
	const char *all = call->args ? call->args : "";
	text_printable(all, strlen(all), args, sizeof(args));
	if (call->stage == CALL_SIGNAL || call->stage == CALL_PROCESS) {
		snprintf(out, size, "%s%s%s", call->name, whole && args[0] ? " " : "",
		        whole ? args : "");
		return;
	}
	result_of(call, form == CALLS_SHORTEST, result, sizeof(result));
	if (form == CALLS_SHORTEST)
		snprintf(out, size, "%s%s", call->name, result);
	else
		snprintf(out, size, "%s(%s)%s%s%s", call->name, whole ? args : "", result,
		        line ? "  " : "", line ? call->source : "");
	out[text_whole(out, strlen(out))] = 0;
}
