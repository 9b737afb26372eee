/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Arguments that are small structures: what is waited for, times, signal sets, pairs, strings.
 */
#include <poll.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/time.h>
#include <time.h>

#include "trace/args_internal.h"

enum { STRINGS_MAX = 32 }; /* of argv */

/* ---- readiness ---- */

static void take_poll(struct decoding *d, int i, bool after)
{
	struct trace_arg *a = arg(d, i);
	uint64_t count = raw(d, i + 1);
	a->poll.count = count < UINT32_MAX ? (uint32_t)count : UINT32_MAX;
	a->unread = count != 0;
	for (uint32_t k = 0; k < a->poll.count && k < TRACE_PARTS_MAX; k++) {
		struct pollfd p;
		if (!args_read(d, raw(d, i) + k * sizeof(p), &p, sizeof(p)))
			return;
		a->poll.at[k].fd = p.fd;
		a->poll.at[k].events = (uint16_t)p.events;
		a->poll.at[k].revents = after ? (uint16_t)p.revents : 0;
	}
	a->unread = false;
}

static void as_poll(struct decoding *d, int i)
{
	args_plain(d, i, TRACE_ARG_POLL, CONST_POLL);
	take_poll(d, i, false);
}

static void got_poll(struct decoding *d, int i)
{
	if (d->call->result >= 0)
		take_poll(d, i, true);
}

/* The kernel reads whole words, as many as nfds needs: select(2). */
static bool take_set(struct decoding *d, int i, uint64_t bits[16])
{
	uint32_t limit = arg(d, i)->fds.limit;
	return !limit || args_read(d, raw(d, i), bits, (limit + 63) / 64 * 8);
}

static void as_fdset(struct decoding *d, int i)
{
	args_plain(d, i, TRACE_ARG_FDS, CONST_NONE);
	struct trace_arg *a = arg(d, i);
	a->fds = (struct trace_fds){0};
	int32_t limit = (int32_t)raw(d, 0);
	a->fds.limit = limit < 0 ? 0 : limit > 1024 ? 1024 : (uint32_t)limit;
	a->unread = !a->raw || !take_set(d, i, a->fds.bits);
}

static void got_fdset(struct decoding *d, int i)
{
	if (d->call->result >= 0 && raw(d, i))
		take_set(d, i, arg(d, i)->fds.ready);
}

static void take_events(struct decoding *d, int i, int64_t count, bool ready)
{
	struct trace_arg *a = arg(d, i);
	a->kind = TRACE_ARG_EVENTS;
	a->set = CONST_EPOLL;
	a->poll = (struct trace_poll){.count = (uint32_t)count};
	a->unread = count != 0;
	for (uint32_t k = 0; k < a->poll.count && k < TRACE_PARTS_MAX; k++) {
		struct epoll_event ev;
		if (!args_read(d, raw(d, i) + k * sizeof(ev), &ev, sizeof(ev)))
			return;
		a->poll.at[k].fd = ev.data.fd;
		a->poll.at[k].events = ready ? 0 : ev.events;
		a->poll.at[k].revents = ready ? ev.events : 0;
	}
	a->unread = false;
}

static void as_epoll_event(struct decoding *d, int i)
{
	args_plain(d, i, TRACE_ARG_EVENTS, CONST_EPOLL);
	take_events(d, i, raw(d, i) ? 1 : 0, false);
}

static void as_epoll_out(struct decoding *d, int i)
{
	args_out(d, i, TRACE_ARG_EVENTS);
	arg(d, i)->set = CONST_EPOLL;
}

static void got_epoll(struct decoding *d, int i)
{
	if (d->call->result >= 0)
		take_events(d, i, d->call->result, true);
}

/* ---- small structures ---- */

static void as_timespec(struct decoding *d, int i)
{
	args_plain(d, i, TRACE_ARG_TIME, CONST_NONE);
	struct timespec t;
	arg(d, i)->unread = !args_read(d, raw(d, i), &t, sizeof(t));
	if (!arg(d, i)->unread && t.tv_sec >= 0 && t.tv_sec < INT64_MAX / NSEC_PER_SEC)
		arg(d, i)->number = t.tv_sec * NSEC_PER_SEC + t.tv_nsec;
}

void args_timeval(struct decoding *d, int i)
{
	args_plain(d, i, TRACE_ARG_TIME, CONST_NONE);
	struct timeval t;
	arg(d, i)->unread = !args_read(d, raw(d, i), &t, sizeof(t));
	if (!arg(d, i)->unread && t.tv_sec >= 0 && t.tv_sec < INT64_MAX / NSEC_PER_SEC)
		arg(d, i)->number = t.tv_sec * NSEC_PER_SEC + t.tv_usec * NSEC_PER_USEC;
}

static void take_sigset(struct decoding *d, int i, uint64_t address)
{
	args_plain(d, i, TRACE_ARG_SIGNALS, CONST_NONE);
	arg(d, i)->unread = !args_read(d, address, &arg(d, i)->mask, sizeof(arg(d, i)->mask));
}

static void as_sigset(struct decoding *d, int i)
{
	take_sigset(d, i, raw(d, i));
}

static void as_select_set(struct decoding *d, int i)
{
	uint64_t pointer = 0;
	if (args_read(d, raw(d, i), &pointer, sizeof(pointer)))
		arg(d, i)->raw = pointer; /* glibc always has the outer one */
	take_sigset(d, i, pointer);
}

static void got_pair(struct decoding *d, int i)
{
	int32_t pair[2];
	if (d->call->result < 0 || !args_read(d, raw(d, i), pair, sizeof(pair)))
		return;
	arg(d, i)->unread = false;
	arg(d, i)->number = pair[0];
	arg(d, i)->second = pair[1];
}

static void as_pair(struct decoding *d, int i)
{
	args_out(d, i, TRACE_ARG_PAIR);
}

static void as_offset(struct decoding *d, int i)
{
	args_plain(d, i, TRACE_ARG_NUMBER, CONST_NONE);
	arg(d, i)->unread = !args_read(d, raw(d, i), &arg(d, i)->number, sizeof(int64_t));
}

static void as_path(struct decoding *d, int i)
{
	args_plain(d, i, TRACE_ARG_TEXT, CONST_NONE);
	arg(d, i)->bytes = args_keep_string(d, raw(d, i));
	arg(d, i)->unread = !arg(d, i)->bytes.kept;
}

static void as_strings(struct decoding *d, int i)
{
	args_plain(d, i, TRACE_ARG_TEXTS, CONST_NONE);
	struct trace_bytes all = {.at = d->room->at + d->room->used};
	for (uint64_t k = 0; k < STRINGS_MAX; k++) {
		uint64_t pointer = 0;
		if (!args_read(d, raw(d, i) + k * sizeof(pointer), &pointer, sizeof(pointer)) ||
		        !pointer || args_room_left(d->room) < 2)
			break;
		args_keep_string(d, pointer);
		if (d->room->used == d->room->size)
			d->room->used--;
		d->room->at[d->room->used++] = '\0';
	}
	all.kept = (uint32_t)(d->room->at + d->room->used - all.at);
	all.total = all.kept;
	arg(d, i)->bytes = all;
	arg(d, i)->unread = !all.kept;
}

const struct args_spec args_of_struct[SPECS] = {
        [SPEC_POLL] = {as_poll, got_poll},
        [SPEC_FDSET] = {as_fdset, got_fdset},
        [SPEC_TIMEVAL] = {args_timeval, NULL},
        [SPEC_TIMESPEC] = {as_timespec, NULL},
        [SPEC_SIGSET] = {as_sigset, NULL},
        [SPEC_SELECT_SET] = {as_select_set, NULL},
        [SPEC_EPOLL_EVENT] = {as_epoll_event, NULL},
        [SPEC_EPOLL_OUT] = {as_epoll_out, got_epoll},
        [SPEC_PAIR_OUT] = {as_pair, got_pair},
        [SPEC_OFFSET] = {as_offset, NULL},
        [SPEC_PATH] = {as_path, NULL},
        [SPEC_STRINGS] = {as_strings, NULL},
};
