/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Arguments that carry bytes and names: socket addresses, buffers, iovecs, messages (recvmsg(2)).
 */
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <sys/un.h>

#include "base/bytes.h"
#include "trace/args_internal.h"

enum {
	MESSAGES_MAX = 64, /* whose lengths are summed, sendmmsg(2) */
	RIGHTS_MAX = 253,  /* SCM_MAX_FD */
};

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
	a->unread = !n || !args_read(d, a->raw, bytes, n) || !args_address(bytes, n, &a->address);
	a->address.length = (uint32_t)length;
}

static void as_address(struct decoding *d, int i)
{
	take_address(d, i, (uint32_t)raw(d, i + 1));
}

static void as_address_out(struct decoding *d, int i)
{
	args_out(d, i, TRACE_ARG_ADDRESS);
}

static void got_address(struct decoding *d, int i)
{
	int32_t length = 0;
	if (d->call->result >= 0 && raw(d, i) &&
	        args_read(d, raw(d, i + 1), &length, sizeof(length)) && length > 0)
		take_address(d, i, (uint64_t)length);
}

static void as_length_out(struct decoding *d, int i)
{
	args_out(d, i, TRACE_ARG_NUMBER);
	int32_t n = 0;
	arg(d, i)->unread = !args_read(d, raw(d, i), &n, sizeof(n));
	arg(d, i)->number = n;
}

static void as_bytes(struct decoding *d, int i)
{
	args_plain(d, i, TRACE_ARG_BYTES, CONST_NONE);
	struct trace_arg *a = arg(d, i);
	a->bytes = args_keep(d, a->raw, raw(d, i + 1));
	a->unread = a->bytes.total && !a->bytes.kept;
}

static void as_bytes_out(struct decoding *d, int i)
{
	args_out(d, i, TRACE_ARG_BYTES);
	arg(d, i)->bytes = (struct trace_bytes){.at = d->room->at, .total = raw(d, i + 1)};
}

static void got_bytes(struct decoding *d, int i)
{
	if (d->call->result < 0)
		return;
	/* With MSG_TRUNC the result is the datagram's length, which the buffer need not have. */
	uint64_t n = (uint64_t)d->call->result < raw(d, i + 1) ? (uint64_t)d->call->result
	                                                       : raw(d, i + 1);
	arg(d, i)->bytes = args_keep(d, raw(d, i), n);
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
		if (!args_read(d, address + i * sizeof(v), &v, sizeof(v)))
			return false;
		if (i < TRACE_PARTS_MAX)
			out->lengths[i] = v.iov_len;
		uint64_t left = filled - out->bytes.total;
		uint64_t here = v.iov_len < left ? v.iov_len : left;
		/* The kept bytes lie one after the other only as long as none is missing. */
		if (out->bytes.kept == out->bytes.total && out->bytes.kept < d->memory->keep)
			out->bytes.kept += args_keep(d, (uint64_t)(uintptr_t)v.iov_base, here).kept;
		out->bytes.total += here;
	}
	return true;
}

static void as_iov(struct decoding *d, int i)
{
	args_plain(d, i, TRACE_ARG_VECTOR, CONST_NONE);
	arg(d, i)->unread =
	        !take_vector(d, raw(d, i), raw(d, i + 1), UINT64_MAX, &arg(d, i)->vector);
}

static void as_iov_out(struct decoding *d, int i)
{
	args_out(d, i, TRACE_ARG_VECTOR);
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
	if (!n || !args_read(d, (uint64_t)(uintptr_t)m->msg_control, control, n))
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
	if (!args_read(d, address, &m, sizeof(m)))
		return false;
	*out = (struct trace_message){.control = m.msg_controllen, .flags = (uint32_t)m.msg_flags};
	uint8_t name[sizeof(struct sockaddr_storage)];
	size_t n = m.msg_namelen < sizeof(name) ? m.msg_namelen : sizeof(name);
	out->named = n && args_read(d, (uint64_t)(uintptr_t)m.msg_name, name, n) &&
	             args_address(name, n, &out->name);
	out->rights = count_rights(d, &m);
	return take_vector(d, (uint64_t)(uintptr_t)m.msg_iov, m.msg_iovlen, filled, &out->vector);
}

static void as_msghdr(struct decoding *d, int i)
{
	args_plain(d, i, TRACE_ARG_MESSAGE, CONST_NONE);
	arg(d, i)->unread = !take_message(d, raw(d, i), UINT64_MAX, &arg(d, i)->message);
	arg(d, i)->number = 1;
	arg(d, i)->second = (int64_t)arg(d, i)->message.vector.bytes.total;
}

static void as_msghdr_out(struct decoding *d, int i)
{
	args_out(d, i, TRACE_ARG_MESSAGE);
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
		if (args_read(d, raw(d, i) + (uint64_t)k * sizeof(m), &m, sizeof(m)))
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

const struct args_spec args_of_data[SPECS] = {
        [SPEC_ADDRESS] = {as_address, NULL},
        [SPEC_ADDRESS_OUT] = {as_address_out, got_address},
        [SPEC_LENGTH_OUT] = {as_length_out, as_length_out},
        [SPEC_BYTES] = {as_bytes, NULL},
        [SPEC_BYTES_OUT] = {as_bytes_out, got_bytes},
        [SPEC_IOV] = {as_iov, NULL},
        [SPEC_IOV_OUT] = {as_iov_out, got_iov},
        [SPEC_MSGHDR] = {as_msghdr, NULL},
        [SPEC_MSGHDR_OUT] = {as_msghdr_out, got_msghdr},
        [SPEC_MMSGHDR] = {as_mmsghdr, sent_mmsghdr},
        [SPEC_MMSGHDR_OUT] = {as_msghdr_out, got_mmsghdr},
};
