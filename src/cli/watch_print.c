/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Each packet is decoded once, asked what it is in its conversation and whose it is, let through by
 * the filter or not, and printed; lines go out when a batch is over.
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include "base/err.h"
#include "base/i18n.h"
#include "cli/cli_internal.h"
#include "cli/read_filter.h"
#include "cli/read_options.h"
#include "cli/watch.h"
#include "loop/loop.h"
#include "packet/flow/flow.h"
#include "print/print.h"
#include "print/sink.h"
#include "traffic/filter.h"
#include "watch/owners.h"
#include "watch/watch.h"

#define FLOWS_MAX ((size_t)1 << 16)
#define LINES_EVERY (100 * NSEC_PER_MSEC) /* that nobody reads any more is seen so soon */

struct watching {
	struct loop *loop;
	struct watch *watch;
	struct flow_table *flows;
	struct traffic_filter *filter; /* NULL: everything */
	struct printer *printer;       /* NULL: nothing is printed */
	struct sink out;
	uint64_t number, matched, limit;
	const struct flow_note *note; /* of the packet that is judged */
	struct watch_owner who;       /* of the last question */
	bool over;
};

static bool owner(void *user, uint64_t number, enum traffic_end end, struct traffic_owner *out)
{
	struct watching *w = user;
	(void)number;
	return w->note && watch_owners_end(watch_owners(w->watch), w->note, end, &w->who, out);
}

static void stop(struct watching *w)
{
	w->over = true;
	loop_stop(w->loop);
}

static void learn_owners(struct watching *w, const struct packet *p, const struct flow_note *note)
{
	struct watch_owners *owners = watch_owners(w->watch);
	if (note->flow == FLOW_NONE)
		return;
	watch_owners_note(owners, note->flow, note->direction, p);
	/* A conversation's first packets are told with their program where that is quick. */
	if (watch_owners_pending(owners))
		watch_owners_work(owners, clock_now());
}

static bool lets_through(
        struct watching *w, const struct capture_frame *f, uint32_t link, const struct packet *p)
{
	if (!w->filter)
		return true;
	const struct traffic_passing passing = {.number = w->number,
	        .link = link,
	        .captured = f->captured,
	        .length = f->length,
	        .bytes = f->bytes,
	        .note = w->note,
	        .about = flow_quoted(w->flows, p, f->bytes).flow};
	return traffic_filter_match_passing(w->filter, &passing);
}

static void print(
        struct watching *w, const struct capture_frame *f, uint32_t link, const struct packet *p)
{
	char whose[96] = "";
	if (w->note->flow != FLOW_NONE)
		watch_owners_text(watch_owners(w->watch), w->note->flow, whose, sizeof(whose));
	const struct print_packet k = {.number = w->number,
	        .when = f->when,
	        .link = link,
	        .packet = p,
	        .bytes = f->bytes,
	        .note = w->note,
	        .interface = watch_interface(w->watch),
	        .owner = whose[0] ? whose : NULL};
	printer_packet(w->printer, &k);
}

/* What the packet says matters to who prints or judges it. */
static bool look_at(struct watching *w, const struct capture_frame *f)
{
	struct packet p;
	uint32_t link = watch_link(w->watch);
	packet_decode((enum packet_link)link, f->bytes, f->captured, f->length, &p);
	struct flow_note note = flow_note_frame(w->flows, &p, f->when, w->number);
	w->note = &note;
	learn_owners(w, &p, &note);
	bool through = lets_through(w, f, link, &p);
	if (through && w->printer)
		print(w, f, link, &p);
	w->note = NULL;
	return through;
}

static void on_frame(void *user, const struct capture_frame *f)
{
	struct watching *w = user;
	if (w->over)
		return;
	w->number++;
	if ((w->printer || w->filter) && !look_at(w, f))
		return;
	if (++w->matched == w->limit)
		stop(w);
}

static void on_change(void *user)
{
	struct watching *w = user;
	if (!sink_flush(&w->out) || (w->watch && watch_status(w->watch).state == WATCH_ENDED))
		stop(w);
}

static void on_interrupt(void *user, int signum)
{
	(void)signum;
	stop(user);
}

/* As tcpdump does: how much, and what is missing. */
static void say_counts(const struct watching *w)
{
	struct watch_status s = watch_status(w->watch);
	fprintf(stderr,
	        P_("%llu packet captured", "%llu packets captured", (unsigned long)w->number),
	        (unsigned long long)w->number);
	if (w->filter)
		fprintf(stderr, _(", %llu let through"), (unsigned long long)w->matched);
	if (s.dumpcap)
		fprintf(stderr, "%s", _(", dumpcap does not say how many it dropped"));
	else
		fprintf(stderr, _(", %llu dropped by the kernel"), (unsigned long long)s.dropped);
	fputc('\n', stderr);
}

static int finish(struct watching *w)
{
	struct err e;
	int status = 0;
	if (w->printer)
		printer_end(w->printer);
	sink_flush(&w->out);
	if (w->out.error && w->out.error != EPIPE) {
		err_sys(&e, w->out.error, _("can't write to standard output"));
		status = cli_fail(&e);
	}
	if (w->number || !watch_failure(w->watch)[0])
		say_counts(w);
	if (watch_failure(w->watch)[0]) {
		err_set(&e, ERR_MACHINE, "%s", watch_failure(w->watch));
		status = cli_fail(&e);
	}
	return status;
}

static bool open_printer(struct watching *w, const struct cli *c, struct err *e)
{
	struct print_options o;
	if (!read_print_options(&c->args.print, &o, e))
		return false;
	bool quiet = c->args.write && !c->args.text && !c->args.print.format;
	w->printer = quiet || c->args.print.count ? NULL : printer_create(&o, &w->out, e);
	return quiet || c->args.print.count || w->printer;
}

static int run(struct watching *w, const struct watch_options *o, struct err *e)
{
	static const int signals[] = {SIGINT, SIGTERM, SIGHUP};
	struct watch_options mine = *o;
	mine.on_frame = on_frame;
	mine.on_change = on_change;
	mine.user = w;
	w->watch = watch_create(w->loop, &mine, e);
	if (!w->watch)
		return cli_fail(e);
	for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++)
		loop_signal_add(w->loop, signals[i], on_interrupt, w);
	if (!w->over)
		loop_run(w->loop);
	int status = finish(w);
	return watch_destroy(w->watch, e) ? status : cli_fail(e);
}

int watch_print(struct cli *c, const struct watch_options *o, const char *filter)
{
	struct err e;
	struct traffic_filter_error why;
	struct watching w = {.limit = c->args.print.limit};
	const struct traffic_filter_context context = {.owner = owner, .user = &w};
	if (*filter && !(w.filter = traffic_filter_create(filter, &context, &why)))
		return read_complain(filter, &why);
	w.loop = loop_create();
	w.flows = flow_table_create(FLOWS_MAX, FLOW_BY_TIME);
	sink_init(&w.out, STDOUT_FILENO);
	int status = open_printer(&w, c, &e) ? run(&w, o, &e) : cli_fail(&e);
	printer_destroy(w.printer);
	sink_finish(&w.out);
	traffic_filter_destroy(w.filter);
	flow_table_destroy(w.flows);
	loop_destroy(w.loop);
	return status;
}
