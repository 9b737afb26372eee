/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Subcommand doctor: each ability tried for real.
 */
#include <stdio.h>

#include "base/err.h"
#include "base/i18n.h"
#include "bench/report.h"
#include "cli/cli_internal.h"
#include "net/probe.h"

static void print_probe(const struct probe *p, const struct probe_result *r)
{
	printf("  %s  %-12s %s\n", r->ok ? "ok  " : "FAIL", p->name, _(p->what));
	if (r->ok)
		return;
	printf("        %s %s\n", _("cause:"), r->cause);
	printf("        %s %s\n", _("cure:"), r->cure);
	if (r->without)
		printf("        %s %s\n", _("still works:"), _(r->without));
}

int cli_doctor(struct cli *c)
{
	size_t count;
	const struct probe *probes = probe_table(&count);
	struct report *report = c->args.json ? report_probes_begin() : NULL;
	bool labs = true;
	for (size_t i = 0; i < count; i++) {
		struct probe_result r;
		probe_run(i, &r);
		labs = labs && (r.ok || !probes[i].needed);
		if (report)
			report_probe(report, probes[i].name, probes[i].what, &r);
		else
			print_probe(&probes[i], &r);
		fflush(stdout);
	}
	if (report)
		report_probes_end(report, labs);
	else
		puts(labs ? _("Labs can run here.")
		          : _("Labs can't run here; see the cures above."));
	return labs ? 0 : err_exit_status(ERR_MACHINE);
}

const char *cli_machine_line(bool *ok)
{
	static char line[512]; /* asked once; what the screen shows as long as it runs */
	size_t count;
	const struct probe *probes = probe_table(&count);
	for (size_t i = 0; i < count; i++) {
		struct probe_result r;
		if (!probes[i].needed)
			continue;
		probe_run(i, &r);
		if (r.ok)
			continue;
		*ok = false;
		snprintf(line, sizeof(line), _("private hosts: no. %s; %s"), r.cause, r.cure);
		return line;
	}
	*ok = true;
	return _("private hosts without root: yes");
}
