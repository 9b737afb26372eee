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
	printf("  %s  %-18s %s\n", r->ok ? "ok  " : "FAIL", p->name, _(p->what));
	if (r->ok)
		return;
	printf("        %s %s\n", _("cause:"), r->cause);
	printf("        %s %s\n", _("cure:"), r->cure);
	if (r->without[0])
		printf("        %s %s\n", _("still works:"), r->without);
}

int cli_doctor(struct cli *c)
{
	struct report *report = c->args.json ? report_probes_begin() : NULL;
	bool labs = true;
	for (size_t i = 0; i < probe_count(); i++) {
		const struct probe *p = probe_get(i);
		struct probe_result r;
		probe_run(i, &r);
		labs = labs && (r.ok || !p->essential);
		if (report)
			report_probe(report, p->name, p->what, &r);
		else
			print_probe(p, &r);
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
	for (size_t i = 0; i < probe_count(); i++) {
		struct probe_result r;
		if (!probe_get(i)->essential || probe_run(i, &r))
			continue;
		*ok = false;
		snprintf(line, sizeof(line), _("private hosts: no. %s; %s"), r.cause, r.cure);
		return line;
	}
	*ok = true;
	return _("private hosts without root: yes");
}
