/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Packets as they are read: decoded once, asked what they are in their conversation, let through by
 * the filter or not, and handed to a printer or a file.
 */
#include "cli/read_packets.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/err.h"
#include "base/i18n.h"
#include "capture/file.h"
#include "capture/save.h"
#include "cli/cli_internal.h"
#include "cli/read_filter.h"
#include "cli/read_options.h"
#include "packet/flow/flow.h"
#include "print/print.h"
#include "print/sink.h"

#define FLOWS_MAX ((size_t)1 << 16) /* conversations remembered: with their history some 40 MB */

struct reading {
	const struct cli_print *a;
	struct capture_file *file;
	struct flow_table *flows;
	struct traffic_filter *filter; /* NULL: everything */
	struct printer *printer;       /* NULL: nothing is printed */
	const char *save_path;         /* -w; NULL: nothing is saved */
	struct save *save;             /* from the first packet on */
	int *interfaces;               /* the file's to the save's, -1: none yet; owned */
	uint32_t interface_count;
	struct sink out;
	uint64_t number, matched;
	bool live; /* each packet is handed on at once */
	bool stop;
};

static bool save_begin(struct reading *r, uint32_t link, struct err *e)
{
	const struct save_options o = {.path = r->save_path, .link = link};
	r->save = save_create(&o, e);
	return r->save;
}

/* The interface's number in the file that is written. */
static int saved_interface(struct reading *r, uint32_t interface)
{
	const struct capture_interface *i = capture_file_interface(r->file, interface);
	if (interface >= r->interface_count) {
		uint32_t count = interface + 1;
		r->interfaces = xrealloc(r->interfaces, count * sizeof(*r->interfaces));
		for (uint32_t k = r->interface_count; k < count; k++)
			r->interfaces[k] = -1;
		r->interface_count = count;
	}
	if (r->interfaces[interface] < 0)
		r->interfaces[interface] = save_interface(r->save, i->link, i->snaplen, i->name);
	return r->interfaces[interface];
}

static bool save_packet(struct reading *r, const struct capture_frame *f, struct err *e)
{
	uint32_t link = capture_file_interface(r->file, f->interface)->link;
	if (!r->save && !save_begin(r, link, e))
		return false;
	char *_cleanup_free_ comment =
	        f->comment_length ? xstrndup(f->comment, f->comment_length) : NULL;
	int interface = saved_interface(r, f->interface);
	if (!save_frame(r->save, interface, f->when, f->bytes, f->captured, f->length, comment))
		r->stop = true; /* save_close() says why */
	return true;
}

static bool lets_through(struct reading *r, const struct capture_frame *f, uint32_t link,
        const struct packet *packet, const struct flow_note *note)
{
	if (!r->filter)
		return true;
	const struct traffic_passing p = {
	        .number = r->number,
	        .link = link,
	        .captured = f->captured,
	        .length = f->length,
	        .bytes = f->bytes,
	        .note = note,
	        .about = flow_quoted(r->flows, packet, f->bytes).flow,
	        .commented = f->comment_length,
	};
	return traffic_filter_match_passing(r->filter, &p);
}

static void print(struct reading *r, const struct capture_frame *f, const struct packet *p,
        const struct flow_note *note)
{
	const struct capture_interface *i = capture_file_interface(r->file, f->interface);
	const struct print_packet k = {
	        .number = r->number,
	        .when = f->when,
	        .link = i->link,
	        .packet = p,
	        .bytes = f->bytes,
	        .note = note,
	        .interface = i->name,
	        .comment = f->comment,
	        .comment_length = f->comment_length,
	};
	printer_packet(r->printer, &k);
	if (r->live)
		sink_flush(&r->out);
	if (r->out.error)
		r->stop = true;
}

static bool take(struct reading *r, const struct capture_frame *f, struct err *e)
{
	struct packet p;
	uint32_t link = capture_file_interface(r->file, f->interface)->link;
	packet_decode((enum packet_link)link, f->bytes, f->captured, f->length, &p);
	struct flow_note note = flow_note_frame(r->flows, &p, f->when, ++r->number);
	if (!lets_through(r, f, link, &p, &note))
		return true;
	r->matched++;
	if (r->a->limit && r->matched == r->a->limit)
		r->stop = true;
	if (r->printer)
		print(r, f, &p, &note);
	return !r->save_path || save_packet(r, f, e);
}

/* Nothing to read now: what was made so far goes out, so that nobody waits for it. */
static void wait_for_more(struct reading *r)
{
	sink_flush(&r->out);
	if (r->save && !save_flush(r->save))
		r->stop = true;
	struct pollfd waits[] = {
	        {.fd = capture_file_fd(r->file), .events = POLLIN},
	        {.fd = r->printer ? r->out.fd : -1}, /* nobody reads any more: POLLERR */
	};
	if (waits[0].fd < 0)
		return;
	while (poll(waits, 2, -1) < 0 && errno == EINTR)
		;
	if (r->out.error || (waits[1].revents & (POLLERR | POLLNVAL)))
		r->stop = true;
}

/* True: all is read that can be; else e. */
static bool read_all(struct reading *r, struct err *e)
{
	struct capture_frame f;
	while (!r->stop) {
		switch (capture_file_next(r->file, &f)) {
		case CAPTURE_FRAME:
			if (!take(r, &f, e))
				return false;
			break;
		case CAPTURE_WAIT:
			wait_for_more(r);
			break;
		case CAPTURE_END:
		case CAPTURE_DAMAGED:
			return true;
		}
	}
	return true;
}

/* What is the matter with standard output; 0: nothing. That nobody reads is nobody's fault. */
static int output_status(struct reading *r)
{
	struct err e;
	sink_flush(&r->out);
	if (!r->out.error)
		return 0;
	if (r->out.error == EPIPE)
		return err_exit_status(ERR_SYSTEM);
	err_sys(&e, r->out.error, _("can't write to standard output"));
	return cli_fail(&e);
}

static int finish_save(struct reading *r)
{
	struct err e;
	if (!r->save_path)
		return 0;
	/* Where nothing matched there is a capture without packets. */
	if (!r->save && !save_begin(r, PACKET_LINK_ETHERNET, &e))
		return cli_fail(&e);
	return save_close(r->save, &e) ? 0 : cli_fail(&e);
}

/* After the last packet: what remains to be written, and the exit status. */
static int finish(struct reading *r)
{
	struct err e;
	const char *damage = capture_file_damage(r->file);
	if (r->printer)
		printer_end(r->printer);
	if (r->a->count) {
		char line[32];
		snprintf(line, sizeof(line), "%llu\n", (unsigned long long)r->matched);
		sink_puts(&r->out, line);
	}
	int status = output_status(r);
	int saved = finish_save(r);
	status = status ? status : saved;
	if (damage[0]) {
		err_set(&e, ERR_INPUT, "%s: %s", r->a->file, damage);
		return cli_fail(&e);
	}
	return status ? status : r->filter && !r->matched;
}

static bool open_printer(struct reading *r, struct err *e)
{
	struct print_options o;
	if (!read_print_options(r->a, &o, e))
		return false;
	if (r->a->count || r->save_path)
		return true;
	r->printer = printer_create(&o, &r->out, e);
	return r->printer;
}

/* The link of the file's frames, for the expression; a pipe has not told yet. */
static uint32_t first_link(const struct capture_file *f)
{
	return capture_file_interface_count(f) ? capture_file_interface(f, 0)->link : 0;
}

static int read_filtered(struct reading *r, const char *text)
{
	struct err e;
	struct traffic_filter_error why;
	const struct traffic_filter_context context = {.link = first_link(r->file)};
	if (*text && !(r->filter = traffic_filter_create(text, &context, &why)))
		return read_complain(text, &why);
	if (!open_printer(r, &e))
		return cli_fail(&e);
	r->flows = flow_table_create(FLOWS_MAX, FLOW_BY_TIME);
	int failed = read_all(r, &e) ? 0 : cli_fail(&e);
	int status = failed ? failed : finish(r);
	printer_destroy(r->printer);
	flow_table_destroy(r->flows);
	free(r->interfaces);
	return status;
}

int cli_read_packets(struct cli *c)
{
	struct err e;
	const struct cli_print *a = &c->args.print;
	struct reading r = {.a = a,
	        .save_path = c->args.write,
	        .live = a->line_buffered || isatty(STDOUT_FILENO)};
	r.file = capture_file_open(a->file, &e);
	if (!r.file)
		return cli_fail(&e);
	char *_cleanup_free_ text = read_expression(&c->args);
	sink_init(&r.out, STDOUT_FILENO);
	int status = read_filtered(&r, text);
	traffic_filter_destroy(r.filter);
	sink_finish(&r.out);
	capture_file_close(r.file);
	return status;
}
