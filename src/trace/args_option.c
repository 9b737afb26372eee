/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Values of socket options (socket(7), tcp(7), ip(7)) and of requests of ioctl(2).
 */
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/time.h>

#include "trace/args_internal.h"

enum { OPTION_MAX = 256 };

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
		args_timeval(d, i);
	} else if (level == SOL_SOCKET && name == SO_LINGER && length >= sizeof(two)) {
		a->kind = TRACE_ARG_LINGER;
		a->unread = !args_read(d, a->raw, two, sizeof(two));
		a->number = two[0];
		a->second = two[1];
	} else if (length == sizeof(int32_t) && !is_text_option(level, name)) {
		bool error = level == SOL_SOCKET && name == SO_ERROR;
		a->kind = error ? TRACE_ARG_ERROR : TRACE_ARG_OPTION;
		a->set = (uint8_t)names_of_option(level, name);
		a->unread = !args_read(d, a->raw, two, sizeof(two[0]));
		a->number = two[0];
	} else {
		a->kind = is_text_option(level, name) ? TRACE_ARG_TEXT : TRACE_ARG_BYTES;
		a->bytes = args_keep(d, a->raw, length < OPTION_MAX ? length : OPTION_MAX);
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
	args_out(d, i, TRACE_ARG_OPTION);
}

static void got_option(struct decoding *d, int i)
{
	int32_t length = 0;
	if (d->call->result >= 0 && args_read(d, raw(d, i + 1), &length, sizeof(length)) &&
	        length > 0)
		take_option(d, i, (uint32_t)length);
}

/* ---- requests ---- */

/* Those that set something; the others ask. */
static bool sets(uint64_t request)
{
	return request == FIONBIO || request == FIOASYNC;
}

static void take_int(struct decoding *d, int i)
{
	int32_t n = 0;
	arg(d, i)->unread = !args_read(d, raw(d, i), &n, sizeof(n));
	arg(d, i)->number = n;
}

static void as_ioctl_arg(struct decoding *d, int i)
{
	if (sets((uint32_t)raw(d, i - 1))) {
		args_plain(d, i, TRACE_ARG_NUMBER, CONST_NONE);
		take_int(d, i);
	} else {
		args_out(d, i, TRACE_ARG_NUMBER);
	}
}

static void got_ioctl_arg(struct decoding *d, int i)
{
	if (arg(d, i)->out && d->call->result >= 0)
		take_int(d, i);
}

const struct args_spec args_of_option[SPECS] = {
        [SPEC_IOCTL_ARG] = {as_ioctl_arg, got_ioctl_arg},
        [SPEC_OPTION] = {as_option, NULL},
        [SPEC_OPTION_OUT] = {as_option_out, got_option},
};
