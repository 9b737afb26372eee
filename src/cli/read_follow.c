/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One conversation's bytes: with a line before each packet's as text or hexadecimal, or raw.
 */
#include "cli/read_follow.h"

#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/err.h"
#include "base/i18n.h"
#include "capture/file.h"
#include "cli/cli_internal.h"
#include "packet/flow/flow.h"
#include "packet/packet.h"
#include "print/dump.h"
#include "print/put.h"
#include "print/sink.h"
#include "traffic/stream.h"

#define FLOWS_MAX ((size_t)1 << 16)

enum follow_form { FOLLOW_TEXT, FOLLOW_HEX, FOLLOW_RAW };

struct following {
	uint8_t protocol;
	uint32_t number; /* of the conversation among those of its protocol */
	int side;        /* -1: both */
	enum follow_form form;
	struct stream *stream;
	uint64_t flow; /* FLOW_NONE: not seen yet */
	struct packet_addr ends[2];
	uint16_t ports[2];
};

/* "tcp:7", "udp:0:server". */
static bool parse_what(const char *word, struct following *f, struct err *e)
{
	bool tcp = strncmp(word, "tcp:", 4) == 0, udp = strncmp(word, "udp:", 4) == 0;
	const char *digits = tcp || udp ? word + 4 : "";
	char *end;
	errno = 0;
	unsigned long n = strtoul(digits, &end, 10);
	f->side = strcmp(end, ":client") == 0 ? 0 : strcmp(end, ":server") == 0 ? 1 : -1;
	bool number = digits[0] >= '0' && digits[0] <= '9' && !errno && n < UINT32_MAX;
	if (!number || (f->side < 0 && *end))
		return err_set(e, ERR_USAGE,
		        _("--follow: expected tcp:N or udp:N, with :client or :server behind it "
		          "for one side, found \"%s\""),
		        word);
	f->protocol = tcp ? IPPROTO_TCP : IPPROTO_UDP;
	f->number = (uint32_t)n;
	return true;
}

static bool parse_form(const char *word, struct following *f, struct err *e)
{
	static const char *const forms[] = {"text", "hex", "raw"};
	for (size_t i = 0; word && i < sizeof(forms) / sizeof(forms[0]); i++) {
		if (strcmp(forms[i], word) == 0) {
			f->form = (enum follow_form)i;
			return true;
		}
	}
	return !word || err_set(e, ERR_USAGE,
	                        _("--follow-as: expected text, hex or raw, found \"%s\""), word);
}

static void take(struct following *f, const struct capture_frame *frame, uint32_t link,
        struct flow_table *flows, uint64_t number)
{
	struct packet p;
	packet_decode((enum packet_link)link, frame->bytes, frame->captured, frame->length, &p);
	struct flow_note note = flow_note_frame(flows, &p, frame->when, number);
	if (note.flow == FLOW_NONE || p.protocol != f->protocol || note.stream != f->number)
		return;
	if (f->flow == FLOW_NONE) {
		f->flow = note.flow;
		f->ends[note.direction] = p.src;
		f->ends[!note.direction] = p.dst;
		f->ports[note.direction] = p.sport;
		f->ports[!note.direction] = p.dport;
	}
	stream_take(f->stream, number, frame->when, &p, frame->bytes, &note);
}

static void read_all(struct following *f, struct capture_file *file)
{
	struct flow_table *flows = flow_table_create(FLOWS_MAX, FLOW_BY_TIME);
	struct capture_frame frame;
	enum capture_step step;
	uint64_t number = 0;
	while ((step = capture_file_next(file, &frame)) == CAPTURE_FRAME || step == CAPTURE_WAIT) {
		struct pollfd wait = {.fd = capture_file_fd(file), .events = POLLIN};
		if (step == CAPTURE_FRAME)
			take(f, &frame, capture_file_interface(file, frame.interface)->link, flows,
			        ++number);
		else if (wait.fd >= 0)
			poll(&wait, 1, -1);
	}
	flow_table_destroy(flows);
	stream_end(f->stream);
}

static void put_who(struct sink *out, const struct following *f, int direction)
{
	char *at = put_addr(sink_room(out, PUT_ADDR_MAX + 8), &f->ends[direction]);
	sink_end(out, put_u64(put_char(at, '.'), f->ports[direction]));
}

/* "> #4 29 bytes at 0": who speaks, in which packet, where in the stream. */
static void put_head(struct sink *out, const struct following *f, const struct stream_chunk *c)
{
	char line[128];
	if (c->missing) {
		snprintf(line, sizeof(line), "%c [%llu bytes were not captured]\n",
		        c->direction ? '<' : '>', (unsigned long long)c->missing);
		sink_puts(out, line);
	}
	snprintf(line, sizeof(line), "%c #%llu ", c->direction ? '<' : '>',
	        (unsigned long long)c->number);
	sink_puts(out, line);
	put_who(out, f, c->direction);
	snprintf(line, sizeof(line), " %u bytes at %llu\n", c->length,
	        (unsigned long long)c->offset);
	sink_puts(out, line);
}

static void put_chunk(struct sink *out, const struct following *f, const struct stream_chunk *c)
{
	if (f->side >= 0 && c->direction != f->side)
		return;
	if (f->form == FOLLOW_RAW) {
		for (uint32_t at = 0; at < c->length && !out->error; at += 65536)
			sink_add(out, c->bytes + at,
			        c->length - at < 65536 ? c->length - at : 65536);
		return;
	}
	put_head(out, f, c);
	if (f->form == FOLLOW_HEX)
		print_dump(out, c->bytes, c->length, true);
	else
		print_ascii(out, c->bytes, c->length);
}

static int put_all(const struct following *f)
{
	struct err e;
	struct sink out;
	sink_init(&out, STDOUT_FILENO);
	for (size_t i = 0; i < stream_count(f->stream) && !out.error; i++) {
		struct stream_chunk c = stream_chunk(f->stream, i);
		put_chunk(&out, f, &c);
	}
	bool good = sink_flush(&out);
	int error = out.error;
	sink_finish(&out);
	if (good)
		return 0;
	if (error == EPIPE)
		return err_exit_status(ERR_SYSTEM);
	err_sys(&e, error, _("can't write to standard output"));
	return cli_fail(&e);
}

static int follow_file(struct following *f, struct capture_file *file, const char *path)
{
	struct err e;
	read_all(f, file);
	int status = put_all(f);
	const char *damage = capture_file_damage(file);
	if (damage[0]) {
		err_set(&e, ERR_INPUT, "%s: %s", path, damage);
		return cli_fail(&e);
	}
	if (f->flow == FLOW_NONE) {
		err_set(&e, ERR_CHECK, _("%s: there is no such conversation"), path);
		return cli_fail(&e);
	}
	if (stream_is_cut(f->stream))
		fprintf(stderr, "wirelab: %s\n", _("only the first 64 MiB are shown"));
	return status;
}

int cli_read_follow(struct cli *c)
{
	struct err e;
	const struct cli_print *a = &c->args.print;
	struct following f = {.flow = FLOW_NONE};
	if (!parse_what(a->follow, &f, &e) || !parse_form(a->follow_as, &f, &e))
		return cli_fail(&e);
	struct capture_file *file = capture_file_open(a->file, &e);
	if (!file)
		return cli_fail(&e);
	f.stream = stream_create(0);
	int status = follow_file(&f, file, a->file);
	stream_destroy(f.stream);
	capture_file_close(file);
	return status;
}
