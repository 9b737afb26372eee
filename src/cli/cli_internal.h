/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The subcommands without a screen. Each returns the exit status.
 */
#ifndef CLI_CLI_INTERNAL_H
#define CLI_CLI_INTERNAL_H

#include "cli/args.h"
#include "cli/front.h"

/* What every subcommand may need; all owned by cli_main. */
struct cli {
	struct cli_args args;
	const struct cli_front *front;
	struct front_options options;
};

struct err;

int cli_home(struct cli *c);
int cli_lab(struct cli *c);
int cli_run(struct cli *c);
int cli_bench(struct cli *c);
/* A bench of one host, which runs this line for a shell; its lo is watched, its calls traced. */
int cli_bench_one(struct cli *c, const char *line);
int cli_read(struct cli *c);
int cli_labs(struct cli *c);
int cli_doctor(struct cli *c);
int cli_lint(struct cli *c);
int cli_new(struct cli *c);
int cli_sock(struct cli *c);
int cli_watch(struct cli *c);

/* Says the sentence on stderr and returns its exit status. */
int cli_fail(const struct err *e);

/* For the home screen: one line about this machine. */
const char *cli_machine_line(bool *ok);

#endif
