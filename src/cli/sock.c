/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Subcommand sock: the socket shell, for a person on a terminal or for a script.
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"
#include "cli/cli_internal.h"
#include "sock/shell.h"

#define COLUMNS 80

static void print_event(void *user, const struct sock_event *event)
{
	bool *failed = user;
	*failed = *failed || event->error;
	struct buf text = {0};
	sock_event_text(event, COLUMNS, &text);
	fputs(buf_text(&text), stdout);
	fflush(stdout); /* a call that waits is seen to wait, through a pipe, too */
	buf_finish(&text);
}

/* Lines of standard input until one is refused or quits. */
static enum sock_outcome run_lines(struct sock_shell *s, struct err *e)
{
	char *_cleanup_free_ line = NULL;
	size_t room = 0;
	enum sock_outcome outcome = SOCK_DONE;
	for (unsigned long number = 1; getline(&line, &room, stdin) >= 0; number++) {
		outcome = sock_run(s, line, e);
		if (outcome == SOCK_REFUSED)
			err_wrap(e, _("line %lu"), number);
		if (outcome == SOCK_REFUSED || outcome == SOCK_QUIT)
			return outcome;
	}
	return outcome;
}

static int run_script(const char *commands)
{
	static const struct sock_ops ops = {.happened = print_event};
	struct err e = {0};
	bool failed = false;
	struct sock_shell *s = sock_create(&ops, &failed);
	enum sock_outcome outcome = commands ? sock_run(s, commands, &e) : run_lines(s, &e);
	sock_destroy(s);
	if (outcome == SOCK_REFUSED)
		return cli_fail(&e);
	return failed ? err_exit_status(ERR_CHECK) : 0;
}

int cli_sock(struct cli *c)
{
	bool person = isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
	if (!c->args.commands && person)
		return c->front->sock(&c->options);
	return run_script(c->args.commands);
}
