/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Arguments to values: one small function for each kind of argument, in two tables, one for the
 * begin of a call and one for its end.
 */
#include "trace/args.h"

#include <fcntl.h>
#include <linux/sched.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <poll.h>
#include <time.h>

#include "base/alloc.h"
#include "base/bytes.h"

enum {
	TEXT_MAX = 1024,   /* of a path and of one string of argv */
	STRINGS_MAX = 32,  /* of argv */
	MESSAGES_MAX = 64, /* whose lengths are summed, sendmmsg(2) */
	RIGHTS_MAX = 253,  /* SCM_MAX_FD */
	OPTION_MAX = 256,
};

/* One decoding under way. */
struct decoding {
	struct trace_call *call;
	const struct args_memory *memory;
	struct args_room *room;
};

typedef void (*spec_fn)(struct decoding *d, int i);

/* ---- memory ---- */

static bool read_all(const struct decoding *d, uint64_t address, void *out, size_t len)
{
	return address && d->memory->read(d->memory->user, address, out, len) == len;
}

static size_t room_left(const struct args_room *room)
{
	return room->size - room->used;
}

/* Reads up to len bytes to the room; what is kept is bounded by `keep` and by the room. */
static struct trace_bytes keep_bytes(struct decoding *d, uint64_t address, uint64_t len)
{
	struct trace_bytes b = {.at = d->room->at + d->room->used, .total = len};
	size_t want = len < d->memory->keep ? (size_t)len : d->memory->keep;
	if (want > room_left(d->room))
		want = room_left(d->room);
	if (!want || !address)
		return b;
	size_t got = d->memory->read(d->memory->user, address, d->room->at + d->room->used, want);
	b.kept = (uint32_t)got;
	d->room->used += got;
	return b;
}

/* A string of the program: its length without the NUL is what was kept. In pieces that don't cross
 * a page, for the next one may not be there. */
static struct trace_bytes keep_string(struct decoding *d, uint64_t address)
{
	struct trace_bytes b = {.at = d->room->at + d->room->used};
	size_t most = room_left(d->room) < TEXT_MAX ? room_left(d->room) : TEXT_MAX;
	while (address && b.kept < most) {
		size_t piece = 256 - (size_t)(address & 255);
		if (piece > most - b.kept)
			piece = most - b.kept;
		uint8_t *to = d->room->at + d->room->used;
		size_t got = d->memory->read(d->memory->user, address, to, piece);
		const uint8_t *nul = got ? memchr(to, 0, got) : NULL;
		size_t text = nul ? (size_t)(nul - to) : got;
		b.kept += (uint32_t)text;
		d->room->used += text;
		address += got;
		if (nul || got < piece)
			break;
	}
	b.total = b.kept;
	return b;
}

static struct trace_arg *arg(struct decoding *d, int i)
{
	return &d->call->args[i];
}

static uint64_t raw(const struct decoding *d, int i)
{
	return d->call->args[i].raw; /* those that look at the next argument have one */
}

/* ---- plain numbers ---- */

static void plain(struct decoding *d, int i, enum trace_kind kind, enum const_set set)
{
	struct trace_arg *a = arg(d, i);
	a->kind = (uint8_t)kind;
	a->set = (uint8_t)set;
	a->number = (int32_t)a->raw;
}

static void as_int(struct decoding *d, int i)
{
	plain(d, i, TRACE_ARG_INT, CONST_NONE);
}

static void as_size(struct decoding *d, int i)
{
	plain(d, i, TRACE_ARG_INT, CONST_NONE);
	arg(d, i)->number = (int64_t)arg(d, i)->raw;
}

static void as_hex(struct decoding *d, int i)
{
	plain(d, i, TRACE_ARG_HEX, CONST_NONE);
}

static void as_fd(struct decoding *d, int i)
{
	plain(d, i, TRACE_ARG_FD, CONST_ANY_FD);
}

static void as_signal(struct decoding *d, int i)
{
	plain(d, i, TRACE_ARG_SIGNAL, CONST_NONE);
}

#define NAMED(function, set)                            \
	static void function(struct decoding *d, int i) \
	{                                               \
		plain(d, i, TRACE_ARG_NAME, set);       \
	}
#define FLAGGED(function, set)                              \
	static void function(struct decoding *d, int i)     \
	{                                                   \
		plain(d, i, TRACE_ARG_FLAGS, set);          \
		arg(d, i)->mask = (uint32_t)arg(d, i)->raw; \
	}
NAMED(as_af, CONST_AF)
NAMED(as_shut, CONST_SHUT)
NAMED(as_level, CONST_SOL)
NAMED(as_epoll_op, CONST_EPOLL_OP)
NAMED(as_fcntl, CONST_F)
FLAGGED(as_sock, CONST_SOCK)
FLAGGED(as_sock_flags, CONST_SOCK_FLAGS)
FLAGGED(as_msg, CONST_MSG)
FLAGGED(as_epoll_flags, CONST_EPOLL_CREATE)
FLAGGED(as_o, CONST_O_FLAGS)
FLAGGED(as_eventfd, CONST_EVENTFD)
FLAGGED(as_splice, CONST_SPLICE)
FLAGGED(as_close_range, CONST_CLOSE_RANGE)
#undef NAMED
#undef FLAGGED

static void as_protocol(struct decoding *d, int i)
{
	int family = i >= 2 ? (int)raw(d, i - 2) : 0;
	bool internet = family == AF_INET || family == AF_INET6;
	plain(d, i, internet ? TRACE_ARG_NAME : TRACE_ARG_INT,
	        internet ? CONST_IPPROTO : CONST_NONE);
}

static void as_optname(struct decoding *d, int i)
{
	plain(d, i, TRACE_ARG_NAME, const_options_of((int)raw(d, i - 1)));
}

static void as_fcntl_arg(struct decoding *d, int i)
{
	static const struct {
		int command;
		enum trace_kind kind;
		enum const_set set;
	} by[] = {{F_SETFL, TRACE_ARG_FLAGS, CONST_O}, {F_SETFD, TRACE_ARG_FLAGS, CONST_FD},
	        {F_DUPFD, TRACE_ARG_INT, CONST_NONE}, {F_DUPFD_CLOEXEC, TRACE_ARG_INT, CONST_NONE},
	        {F_GETFL, TRACE_ARG_NONE, CONST_NONE}, {F_GETFD, TRACE_ARG_NONE, CONST_NONE},
	        {F_GETOWN, TRACE_ARG_NONE, CONST_NONE}, {F_GETSIG, TRACE_ARG_NONE, CONST_NONE},
	        {F_GETPIPE_SZ, TRACE_ARG_NONE, CONST_NONE},
	        {F_SETPIPE_SZ, TRACE_ARG_INT, CONST_NONE}, {F_SETOWN, TRACE_ARG_INT, CONST_NONE},
	        {F_SETSIG, TRACE_ARG_SIGNAL, CONST_NONE}};
	for (size_t k = 0; k < sizeof(by) / sizeof(by[0]); k++) {
		if (by[k].command != (int)raw(d, i - 1))
			continue;
		plain(d, i, by[k].kind, by[k].set);
		arg(d, i)->mask = (uint32_t)arg(d, i)->raw;
		if (by[k].kind == TRACE_ARG_NONE)
			d->call->arg_count = (uint8_t)i;
		return;
	}
	as_hex(d, i);
}

static void as_clone(struct decoding *d, int i)
{
	plain(d, i, TRACE_ARG_CLONE, CONST_CLONE);
	arg(d, i)->mask = arg(d, i)->raw & ~(uint64_t)0xff;
	arg(d, i)->number = (int64_t)(arg(d, i)->raw & 0xff);
}

static void as_clone_args(struct decoding *d, int i)
{
	plain(d, i, TRACE_ARG_CLONE, CONST_CLONE);
	struct clone_args a = {0};
	struct trace_arg *out = arg(d, i);
	out->unread = !read_all(d, out->raw, &a, offsetof(struct clone_args, stack));
	out->mask = a.flags;
	out->number = (int64_t)a.exit_signal;
}

/* ---- pointers ---- */

/* Marks what the kernel will fill. */
static void as_out(struct decoding *d, int i, enum trace_kind kind)
{
	plain(d, i, kind, CONST_NONE);
	arg(d, i)->out = true;
	arg(d, i)->unread = true;
}

bool args_address(const void *bytes, size_t len, struct trace_address *out)
{
	*out = (struct trace_address){.length = (uint32_t)len};
	struct bytes b = bytes_over(bytes, len);
	if (!bytes_copy(&b, &out->family, sizeof(out->family)))
		return false;
	if (out->family == AF_INET) {
		out->port = bytes_be16(&b);
		bytes_copy(&b, out->bytes, 4);
	} else if (out->family == AF_INET6) {
		out->port = bytes_be16(&b);
		bytes_skip(&b, 4); /* flow label */
		bytes_copy(&b, out->bytes, 16);
		bytes_copy(&b, &out->scope, sizeof(out->scope));
	} else if (out->family == AF_UNIX) {
		size_t n = bytes_left(&b) < TRACE_PATH_MAX ? bytes_left(&b) : TRACE_PATH_MAX;
		bytes_copy(&b, out->path, n);
		out->path_length = (uint16_t)(out->path[0] ? strnlen(out->path, n) : n);
	}
	return !b.bad;
}

/* length: as given; what is longer than any address is cut. */
static void take_address(struct decoding *d, int i, uint64_t length)
{
	struct trace_arg *a = arg(d, i);
	uint8_t bytes[sizeof(struct sockaddr_storage)];
	size_t n = length < sizeof(bytes) ? (size_t)length : sizeof(bytes);
	a->kind = TRACE_ARG_ADDRESS;
	a->unread = !n || !read_all(d, a->raw, bytes, n) || !args_address(bytes, n, &a->address);
	a->address.length = (uint32_t)length;
}

static void as_address(struct decoding *d, int i)
{
	take_address(d, i, (uint32_t)raw(d, i + 1));
}

static void as_address_out(struct decoding *d, int i)
{
	as_out(d, i, TRACE_ARG_ADDRESS);
}

static void got_address(struct decoding *d, int i)
{
	int32_t length = 0;
	if (d->call->result >= 0 && raw(d, i) &&
	        read_all(d, raw(d, i + 1), &length, sizeof(length)) && length > 0)
		take_address(d, i, (uint64_t)length);
}

static void as_length_out(struct decoding *d, int i)
{
	as_out(d, i, TRACE_ARG_NUMBER);
	int32_t n = 0;
	arg(d, i)->unread = !read_all(d, raw(d, i), &n, sizeof(n));
	arg(d, i)->number = n;
}

static void as_bytes(struct decoding *d, int i)
{
	plain(d, i, TRACE_ARG_BYTES, CONST_NONE);
	struct trace_arg *a = arg(d, i);
	a->bytes = keep_bytes(d, a->raw, raw(d, i + 1));
	a->unread = a->bytes.total && !a->bytes.kept;
}

static void as_bytes_out(struct decoding *d, int i)
{
	as_out(d, i, TRACE_ARG_BYTES);
	arg(d, i)->bytes = (struct trace_bytes){.at = d->room->at, .total = raw(d, i + 1)};
}

static void got_bytes(struct decoding *d, int i)
{
	if (d->call->result < 0)
		return;
	/* With MSG_TRUNC the result is the datagram's length, which the buffer need not have. */
	uint64_t n = (uint64_t)d->call->result < raw(d, i + 1) ? (uint64_t)d->call->result
	                                                       : raw(d, i + 1);
	arg(d, i)->bytes = keep_bytes(d, raw(d, i), n);
	arg(d, i)->unread = n && !arg(d, i)->bytes.kept;
}

/* The parts of an iovec array; at most `filled` bytes of them hold something. */
static bool take_vector(struct decoding *d, uint64_t address, uint64_t count, uint64_t filled,
        struct trace_vector *out)
{
	*out = (struct trace_vector){.bytes.at = d->room->at + d->room->used};
	if (count > 1024) /* UIO_MAXIOV */
		return false;
	out->parts = (uint32_t)count;
	for (uint32_t i = 0; i < out->parts; i++) {
		struct iovec v;
		if (!read_all(d, address + i * sizeof(v), &v, sizeof(v)))
			return false;
		if (i < TRACE_PARTS_MAX)
			out->lengths[i] = v.iov_len;
		uint64_t left = filled - out->bytes.total;
		uint64_t here = v.iov_len < left ? v.iov_len : left;
		/* The kept bytes lie one after the other only as long as none is missing. */
		if (out->bytes.kept == out->bytes.total && out->bytes.kept < d->memory->keep)
			out->bytes.kept +=
			        keep_bytes(d, (uint64_t)(uintptr_t)v.iov_base, here).kept;
		out->bytes.total += here;
	}
	return true;
}

static void as_iov(struct decoding *d, int i)
{
	plain(d, i, TRACE_ARG_VECTOR, CONST_NONE);
	arg(d, i)->unread =
	        !take_vector(d, raw(d, i), raw(d, i + 1), UINT64_MAX, &arg(d, i)->vector);
}

static void as_iov_out(struct decoding *d, int i)
{
	as_out(d, i, TRACE_ARG_VECTOR);
	take_vector(d, raw(d, i), raw(d, i + 1), 0, &arg(d, i)->vector);
}

static void got_iov(struct decoding *d, int i)
{
	if (d->call->result >= 0)
		arg(d, i)->unread = !take_vector(
		        d, raw(d, i), raw(d, i + 1), (uint64_t)d->call->result, &arg(d, i)->vector);
}

/* How many descriptors the ancillary data passes, cmsg(3). */
static int32_t count_rights(const struct decoding *d, const struct msghdr *m)
{
	uint8_t control[CMSG_SPACE(RIGHTS_MAX * sizeof(int))];
	size_t n = m->msg_controllen < sizeof(control) ? m->msg_controllen : sizeof(control);
	if (!n || !read_all(d, (uint64_t)(uintptr_t)m->msg_control, control, n))
		return 0;
	int32_t rights = 0;
	struct bytes b = bytes_over(control, n);
	while (bytes_left(&b) >= sizeof(struct cmsghdr)) {
		struct cmsghdr h;
		bytes_copy(&b, &h, sizeof(h));
		if (h.cmsg_len < sizeof(h))
			break;
		size_t body = h.cmsg_len - sizeof(h);
		if (h.cmsg_level == SOL_SOCKET && h.cmsg_type == SCM_RIGHTS)
			rights += (int32_t)(body / sizeof(int));
		if (!bytes_skip(&b, CMSG_ALIGN(body)))
			break;
	}
	return rights < RIGHTS_MAX ? rights : RIGHTS_MAX;
}

static bool take_message(
        struct decoding *d, uint64_t address, uint64_t filled, struct trace_message *out)
{
	struct msghdr m;
	if (!read_all(d, address, &m, sizeof(m)))
		return false;
	*out = (struct trace_message){.control = m.msg_controllen, .flags = (uint32_t)m.msg_flags};
	uint8_t name[sizeof(struct sockaddr_storage)];
	size_t n = m.msg_namelen < sizeof(name) ? m.msg_namelen : sizeof(name);
	out->named = n && read_all(d, (uint64_t)(uintptr_t)m.msg_name, name, n) &&
	             args_address(name, n, &out->name);
	out->rights = count_rights(d, &m);
	return take_vector(d, (uint64_t)(uintptr_t)m.msg_iov, m.msg_iovlen, filled, &out->vector);
}

static void as_msghdr(struct decoding *d, int i)
{
	plain(d, i, TRACE_ARG_MESSAGE, CONST_NONE);
	arg(d, i)->unread = !take_message(d, raw(d, i), UINT64_MAX, &arg(d, i)->message);
	arg(d, i)->number = 1;
	arg(d, i)->second = (int64_t)arg(d, i)->message.vector.bytes.total;
}

static void as_msghdr_out(struct decoding *d, int i)
{
	as_out(d, i, TRACE_ARG_MESSAGE);
}

static void got_msghdr(struct decoding *d, int i)
{
	if (d->call->result < 0)
		return;
	struct trace_arg *a = arg(d, i);
	a->unread = !take_message(d, raw(d, i), (uint64_t)d->call->result, &a->message);
	a->number = 1;
	a->second = d->call->result;
}

/* Bytes of all messages after the call: each mmsghdr has its own msg_len. */
static int64_t sum_messages(const struct decoding *d, int i, int64_t count)
{
	int64_t sum = 0;
	for (int64_t k = 0; k < count && k < MESSAGES_MAX; k++) {
		struct mmsghdr m;
		if (read_all(d, raw(d, i) + (uint64_t)k * sizeof(m), &m, sizeof(m)))
			sum += m.msg_len;
	}
	return sum;
}

static void as_mmsghdr(struct decoding *d, int i)
{
	as_msghdr(d, i);
	arg(d, i)->number = (int64_t)(uint32_t)raw(d, i + 1);
}

static void sent_mmsghdr(struct decoding *d, int i)
{
	if (d->call->result < 0)
		return;
	arg(d, i)->number = d->call->result;
	arg(d, i)->second = sum_messages(d, i, d->call->result);
}

static void got_mmsghdr(struct decoding *d, int i)
{
	if (d->call->result <= 0)
		return;
	struct trace_arg *a = arg(d, i);
	uint64_t first = (uint64_t)sum_messages(d, i, 1);
	a->unread = !take_message(d, raw(d, i), first, &a->message);
	sent_mmsghdr(d, i);
}

/* ---- readiness ---- */

static void take_poll(struct decoding *d, int i, bool after)
{
	struct trace_arg *a = arg(d, i);
	uint64_t count = raw(d, i + 1);
	a->poll.count = count < UINT32_MAX ? (uint32_t)count : UINT32_MAX;
	a->unread = count != 0;
	for (uint32_t k = 0; k < a->poll.count && k < TRACE_PARTS_MAX; k++) {
		struct pollfd p;
		if (!read_all(d, raw(d, i) + k * sizeof(p), &p, sizeof(p)))
			return;
		a->poll.at[k].fd = p.fd;
		a->poll.at[k].events = (uint16_t)p.events;
		a->poll.at[k].revents = after ? (uint16_t)p.revents : 0;
	}
	a->unread = false;
}

static void as_poll(struct decoding *d, int i)
{
	plain(d, i, TRACE_ARG_POLL, CONST_POLL);
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
	return !limit || read_all(d, raw(d, i), bits, (limit + 63) / 64 * 8);
}

static void as_fdset(struct decoding *d, int i)
{
	plain(d, i, TRACE_ARG_FDS, CONST_NONE);
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
		if (!read_all(d, raw(d, i) + k * sizeof(ev), &ev, sizeof(ev)))
			return;
		a->poll.at[k].fd = ev.data.fd;
		a->poll.at[k].events = ready ? 0 : ev.events;
		a->poll.at[k].revents = ready ? ev.events : 0;
	}
	a->unread = false;
}

static void as_epoll_event(struct decoding *d, int i)
{
	plain(d, i, TRACE_ARG_EVENTS, CONST_EPOLL);
	take_events(d, i, raw(d, i) ? 1 : 0, false);
}

static void as_epoll_out(struct decoding *d, int i)
{
	as_out(d, i, TRACE_ARG_EVENTS);
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
	plain(d, i, TRACE_ARG_TIME, CONST_NONE);
	struct timespec t;
	arg(d, i)->unread = !read_all(d, raw(d, i), &t, sizeof(t));
	if (!arg(d, i)->unread && t.tv_sec >= 0 && t.tv_sec < INT64_MAX / NSEC_PER_SEC)
		arg(d, i)->number = t.tv_sec * NSEC_PER_SEC + t.tv_nsec;
}

static void as_timeval(struct decoding *d, int i)
{
	plain(d, i, TRACE_ARG_TIME, CONST_NONE);
	struct timeval t;
	arg(d, i)->unread = !read_all(d, raw(d, i), &t, sizeof(t));
	if (!arg(d, i)->unread && t.tv_sec >= 0 && t.tv_sec < INT64_MAX / NSEC_PER_SEC)
		arg(d, i)->number = t.tv_sec * NSEC_PER_SEC + t.tv_usec * NSEC_PER_USEC;
}

static void take_sigset(struct decoding *d, int i, uint64_t address)
{
	plain(d, i, TRACE_ARG_SIGNALS, CONST_NONE);
	arg(d, i)->unread = !read_all(d, address, &arg(d, i)->mask, sizeof(arg(d, i)->mask));
}

static void as_sigset(struct decoding *d, int i)
{
	take_sigset(d, i, raw(d, i));
}

static void as_select_set(struct decoding *d, int i)
{
	uint64_t pointer = 0;
	if (read_all(d, raw(d, i), &pointer, sizeof(pointer)))
		arg(d, i)->raw = pointer; /* glibc always has the outer one */
	take_sigset(d, i, pointer);
}

static void got_pair(struct decoding *d, int i)
{
	int32_t pair[2];
	if (d->call->result < 0 || !read_all(d, raw(d, i), pair, sizeof(pair)))
		return;
	arg(d, i)->unread = false;
	arg(d, i)->number = pair[0];
	arg(d, i)->second = pair[1];
}

static void as_pair(struct decoding *d, int i)
{
	as_out(d, i, TRACE_ARG_PAIR);
}

static void as_offset(struct decoding *d, int i)
{
	plain(d, i, TRACE_ARG_NUMBER, CONST_NONE);
	arg(d, i)->unread = !read_all(d, raw(d, i), &arg(d, i)->number, sizeof(int64_t));
}

static void as_path(struct decoding *d, int i)
{
	plain(d, i, TRACE_ARG_TEXT, CONST_NONE);
	arg(d, i)->bytes = keep_string(d, raw(d, i));
	arg(d, i)->unread = !arg(d, i)->bytes.kept;
}

static void as_strings(struct decoding *d, int i)
{
	plain(d, i, TRACE_ARG_TEXTS, CONST_NONE);
	struct trace_bytes all = {.at = d->room->at + d->room->used};
	for (uint64_t k = 0; k < STRINGS_MAX; k++) {
		uint64_t pointer = 0;
		if (!read_all(d, raw(d, i) + k * sizeof(pointer), &pointer, sizeof(pointer)) ||
		        !pointer || room_left(d->room) < 2)
			break;
		keep_string(d, pointer);
		if (d->room->used == d->room->size)
			d->room->used--;
		d->room->at[d->room->used++] = '\0';
	}
	all.kept = (uint32_t)(d->room->at + d->room->used - all.at);
	all.total = all.kept;
	arg(d, i)->bytes = all;
	arg(d, i)->unread = !all.kept;
}

/* ---- socket options, socket(7), tcp(7), ip(7) ---- */

static bool is_text_option(int level, int name)
{
	return (level == SOL_SOCKET && name == SO_BINDTODEVICE) ||
	       (level == IPPROTO_TCP && (name == TCP_CONGESTION || name == TCP_ULP));
}

static bool is_time_option(int level, int name)
{
	return level == SOL_SOCKET && (name == SO_RCVTIMEO || name == SO_SNDTIMEO);
}

/* The few options whose int has names of its own. */
static enum const_set names_of_option(int level, int name)
{
	if (level != SOL_SOCKET)
		return CONST_NONE;
	return name == SO_DOMAIN     ? CONST_AF
	       : name == SO_TYPE     ? CONST_SOCK
	       : name == SO_PROTOCOL ? CONST_IPPROTO
	                             : CONST_NONE;
}

static void take_option(struct decoding *d, int i, uint32_t length)
{
	struct trace_arg *a = arg(d, i);
	int level = (int)raw(d, i - 2), name = (int)raw(d, i - 1);
	int32_t two[2] = {0};
	if (is_time_option(level, name) && length >= sizeof(struct timeval)) {
		as_timeval(d, i);
	} else if (level == SOL_SOCKET && name == SO_LINGER && length >= sizeof(two)) {
		a->kind = TRACE_ARG_LINGER;
		a->unread = !read_all(d, a->raw, two, sizeof(two));
		a->number = two[0];
		a->second = two[1];
	} else if (length == sizeof(int32_t) && !is_text_option(level, name)) {
		bool error = level == SOL_SOCKET && name == SO_ERROR;
		a->kind = error ? TRACE_ARG_ERROR : TRACE_ARG_OPTION;
		a->set = (uint8_t)names_of_option(level, name);
		a->unread = !read_all(d, a->raw, two, sizeof(two[0]));
		a->number = two[0];
	} else {
		a->kind = is_text_option(level, name) ? TRACE_ARG_TEXT : TRACE_ARG_BYTES;
		a->bytes = keep_bytes(d, a->raw, length < OPTION_MAX ? length : OPTION_MAX);
		a->unread = length && !a->bytes.kept;
		const uint8_t *nul = a->bytes.kept ? memchr(a->bytes.at, 0, a->bytes.kept) : NULL;
		if (a->kind == TRACE_ARG_TEXT && nul)
			a->bytes.total = a->bytes.kept = (uint32_t)(nul - a->bytes.at);
	}
}

static void as_option(struct decoding *d, int i)
{
	take_option(d, i, (uint32_t)raw(d, i + 1));
}

static void as_option_out(struct decoding *d, int i)
{
	as_out(d, i, TRACE_ARG_OPTION);
}

static void got_option(struct decoding *d, int i)
{
	int32_t length = 0;
	if (d->call->result >= 0 && read_all(d, raw(d, i + 1), &length, sizeof(length)) &&
	        length > 0)
		take_option(d, i, (uint32_t)length);
}

/* ---- the tables ---- */

static const spec_fn enter[] = {
        [SPEC_END] = NULL,
        [SPEC_INT] = as_int,
        [SPEC_SIZE] = as_size,
        [SPEC_HEX] = as_hex,
        [SPEC_FD] = as_fd,
        [SPEC_SIGNAL] = as_signal,
        [SPEC_AF] = as_af,
        [SPEC_SOCK] = as_sock,
        [SPEC_SOCK_FLAGS] = as_sock_flags,
        [SPEC_PROTOCOL] = as_protocol,
        [SPEC_SHUT] = as_shut,
        [SPEC_MSG] = as_msg,
        [SPEC_LEVEL] = as_level,
        [SPEC_OPTNAME] = as_optname,
        [SPEC_OPTION] = as_option,
        [SPEC_OPTION_OUT] = as_option_out,
        [SPEC_ADDRESS] = as_address,
        [SPEC_ADDRESS_OUT] = as_address_out,
        [SPEC_LENGTH_OUT] = as_length_out,
        [SPEC_BYTES] = as_bytes,
        [SPEC_BYTES_OUT] = as_bytes_out,
        [SPEC_IOV] = as_iov,
        [SPEC_IOV_OUT] = as_iov_out,
        [SPEC_MSGHDR] = as_msghdr,
        [SPEC_MSGHDR_OUT] = as_msghdr_out,
        [SPEC_MMSGHDR] = as_mmsghdr,
        [SPEC_MMSGHDR_OUT] = as_msghdr_out,
        [SPEC_POLL] = as_poll,
        [SPEC_FDSET] = as_fdset,
        [SPEC_TIMEVAL] = as_timeval,
        [SPEC_TIMESPEC] = as_timespec,
        [SPEC_SIGSET] = as_sigset,
        [SPEC_SELECT_SET] = as_select_set,
        [SPEC_EPOLL_OP] = as_epoll_op,
        [SPEC_EPOLL_FLAGS] = as_epoll_flags,
        [SPEC_EPOLL_EVENT] = as_epoll_event,
        [SPEC_EPOLL_OUT] = as_epoll_out,
        [SPEC_PAIR_OUT] = as_pair,
        [SPEC_O] = as_o,
        [SPEC_F] = as_fcntl,
        [SPEC_FCNTL_ARG] = as_fcntl_arg,
        [SPEC_EVENTFD] = as_eventfd,
        [SPEC_SPLICE] = as_splice,
        [SPEC_OFFSET] = as_offset,
        [SPEC_PATH] = as_path,
        [SPEC_STRINGS] = as_strings,
        [SPEC_CLONE] = as_clone,
        [SPEC_CLONE_ARGS] = as_clone_args,
        [SPEC_CLOSE_RANGE] = as_close_range,
};
_Static_assert(sizeof(enter) / sizeof(enter[0]) == SPECS, "one for each kind");

/* What is not here is known at the begin. */
static const spec_fn leave[SPECS] = {
        [SPEC_OPTION_OUT] = got_option,
        [SPEC_ADDRESS_OUT] = got_address,
        [SPEC_LENGTH_OUT] = as_length_out,
        [SPEC_BYTES_OUT] = got_bytes,
        [SPEC_IOV_OUT] = got_iov,
        [SPEC_MSGHDR_OUT] = got_msghdr,
        [SPEC_MMSGHDR] = sent_mmsghdr,
        [SPEC_MMSGHDR_OUT] = got_mmsghdr,
        [SPEC_POLL] = got_poll,
        [SPEC_FDSET] = got_fdset,
        [SPEC_EPOLL_OUT] = got_epoll,
        [SPEC_PAIR_OUT] = got_pair,
};

static void make_room(struct args_room *room, uint32_t keep)
{
	/* Two buffers and small things; it must not move while a call borrows from it. */
	size_t need = 2 * (size_t)keep + 4096;
	room->used = 0;
	if (room->size >= need)
		return;
	free(room->at);
	room->at = xmalloc(need);
	room->size = need;
}

void args_room_finish(struct args_room *room)
{
	free(room->at);
	*room = (struct args_room){0};
}

void args_enter(struct trace_call *c, const struct trace_syscall *s, const uint64_t raws[6],
        const struct args_memory *m, struct args_room *room)
{
	make_room(room, m->keep);
	struct decoding d = {.call = c, .memory = m, .room = room};
	c->sysno = s->sysno;
	c->name = s->name;
	c->groups = s->groups;
	c->done = c->changed = false;
	c->result = 0;
	c->error = 0;
	c->arg_count = 0;
	while (c->arg_count < TRACE_ARGS && s->specs[c->arg_count] != SPEC_END)
		c->arg_count++;
	for (int i = 0; i < TRACE_ARGS; i++) {
		struct trace_arg *a = arg(&d, i);
		a->kind = TRACE_ARG_NONE;
		a->set = CONST_NONE;
		a->out = a->unread = false;
		a->raw = raws[i];
		a->number = a->second = 0;
		a->mask = 0;
	}
	for (int i = 0; i < c->arg_count && i < TRACE_ARGS; i++)
		enter[s->specs[i]](&d, i);
}

void args_leave(struct trace_call *c, const struct trace_syscall *s, const struct args_memory *m,
        struct args_room *room)
{
	struct decoding d = {.call = c, .memory = m, .room = room};
	for (int i = 0; i < c->arg_count && i < TRACE_ARGS; i++) {
		spec_fn fn = leave[s->specs[i]];
		if (fn)
			fn(&d, i);
	}
}
