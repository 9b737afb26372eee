/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Subcommand doctor: each ability tried for real.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/err.h"
#include "base/i18n.h"
#include "bench/bench.h"
#include "bench/recording.h"
#include "bench/report.h"
#include "cli/cli_internal.h"
#include "lab/catalogue.h"
#include "net/probe.h"

/* What the layer below the probes does not know of: the tracer. */
static const struct probe tracing = {"call-tracing",
        N_("the programs' calls, seen and held (ptrace)"),
        N_("labs run, but their steps that wait for calls do not end"), false};

struct finding {
	const struct probe *probe;
	struct probe_result result;
};

static void try_tracing(struct probe_result *r)
{
	struct err e = {0};
	*r = (struct probe_result){.ok = bench_can_trace(&e), .without = ""};
	if (r->ok)
		return;
	r->without = _(tracing.without);
	snprintf(r->cause, sizeof(r->cause), "%.*s", (int)sizeof(r->cause) - 1, e.text);
	snprintf(r->cure, sizeof(r->cure), "%s",
	        _("allow it: sudo sysctl kernel.yama.ptrace_scope=1, and in a container "
	          "--cap-add SYS_PTRACE"));
}

/* The first of the findings before this one that failed for the same cause; NULL: none. */
static const struct finding *same_before(const struct finding *all, size_t at)
{
	for (size_t i = 0; i < at; i++)
		if (!all[i].result.ok && strcmp(all[i].result.cause, all[at].result.cause) == 0)
			return &all[i];
	return NULL;
}

/* A cause that fails many things is told once, with its cure. */
static void print_finding(const struct finding *all, size_t at)
{
	const struct probe *p = all[at].probe;
	const struct probe_result *r = &all[at].result;
	printf("  %s  %-18s %s\n", r->ok ? "ok  " : "FAIL", p->name, _(p->what));
	if (r->ok)
		return;
	const struct finding *before = same_before(all, at);
	if (before) {
		printf("        %s ", _("cause:"));
		printf(_("that of %s\n"), before->probe->name);
	} else {
		printf("        %s %s\n", _("cause:"), r->cause);
		printf("        %s %s\n", _("cure:"), r->cure);
	}
	if (r->without[0])
		printf("        %s %s\n", _("still works:"), r->without);
}

static size_t count_recordings(const struct cli *c)
{
	struct err e;
	size_t n = 0;
	struct catalogue *all = catalogue_load(c->options.labs_dir, &e);
	for (size_t i = 0; all && i < all->count; i++)
		n += recording_there(all->labs[i]->dir);
	catalogue_destroy(all);
	return n;
}

static void print_end(const struct cli *c, bool labs)
{
	puts(labs ? _("Labs can run here.") : _("Labs can't run here; see the cures above."));
	size_t n = labs ? 0 : count_recordings(c);
	if (n)
		printf(P_("The recording of %zu lab can be looked at: `wirelab lab NAME`, or "
		          "home.\n",
		               "The recordings of %zu labs can be looked at: `wirelab lab NAME`, "
		               "or "
		               "home.\n",
		               n),
		        n);
}

int cli_doctor(struct cli *c)
{
	struct report *report = c->args.json ? report_probes_begin() : NULL;
	bool labs = true;
	size_t count = probe_count() + 1;
	struct finding *_cleanup_free_ all = xcalloc(count, sizeof(*all));
	for (size_t i = 0; i < count; i++) {
		struct finding *f = &all[i];
		f->probe = i + 1 < count ? probe_get(i) : &tracing;
		if (i + 1 < count)
			probe_run(i, &f->result);
		else
			try_tracing(&f->result);
		labs = labs && (f->result.ok || !f->probe->essential);
		if (report)
			report_probe(report, f->probe->name, f->probe->what, &f->result);
		else
			print_finding(all, i);
		fflush(stdout);
	}
	if (report)
		report_probes_end(report, labs);
	else
		print_end(c, labs);
	return labs ? 0 : err_exit_status(ERR_MACHINE);
}

const char *cli_machine_line(bool *ok)
{
	static char line[512]; /* asked once; what the screen shows as long as it runs */
	for (size_t i = 0; i < probe_count(); i++) {
		struct probe_result r;
		if (!probe_get(i)->essential || probe_run(i, &r))
			continue;
		*ok = false;
		snprintf(line, sizeof(line),
		        _("private hosts: no, labs open as recordings. %s; %s"), r.cause, r.cure);
		return line;
	}
	*ok = true;
	return _("private hosts without root: yes");
}
