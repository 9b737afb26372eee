/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The socket shell for a person: lines with editing, history and completion on a plain terminal.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/i18n.h"
#include "base/paths.h"
#include "sock/shell.h"
#include "ui/front/front.h"
#include "ui/front/sock_wait.h"
#include "ui/input/line.h"

#define PROMPT "sock> "

struct front_sock {
	struct sock_shell *shell;
	struct sock_wait *wait;
	struct line *line;
};

static int columns(void)
{
	struct winsize size;
	return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col ? size.ws_col : 80;
}

static void show(void *user, const struct sock_event *event)
{
	(void)user;
	struct buf text = {0};
	sock_event_text(event, columns(), &text);
	fputs(buf_text(&text), stdout);
	fflush(stdout);
	buf_finish(&text);
}

static void before(void *user)
{
	struct front_sock *f = user;
	sock_wait_begin(f->wait);
}

static void after(void *user)
{
	struct front_sock *f = user;
	sock_wait_end(f->wait);
}

static void complete(
        void *user, const char *line, size_t word, size_t cursor, line_emit_fn emit, void *to)
{
	struct front_sock *f = user;
	sock_complete(f->shell, line, word, cursor, emit, to);
}

/* It only has to be there: without SA_RESTART the call that waits ends with EINTR. */
static void interrupt(int number)
{
	(void)number;
}

static void run_lines(struct front_sock *f)
{
	enum sock_outcome outcome = SOCK_DONE;
	while (outcome != SOCK_QUIT) {
		char *text = NULL;
		struct err e = {0};
		enum line_outcome got = line_read(f->line, PROMPT, &text);
		if (got == LINE_END)
			return;
		if (got == LINE_READ)
			outcome = sock_run(f->shell, text, &e);
		if (got == LINE_READ && outcome == SOCK_REFUSED)
			printf("%s\n", e.text);
		fflush(stdout);
		free(text);
	}
}

int front_sock(const struct front_options *o)
{
	(void)o;
	static const struct sock_ops ops = {.happened = show, .before = before, .after = after};
	struct front_sock f = {0};
	struct sigaction act = {.sa_handler = interrupt}, was;
	/* A history that can't be kept is no reason not to work. */
	char *_cleanup_free_ history = paths_state_file("sock-history", NULL);
	char *_cleanup_free_ waits = xasprintf(" %s\n", _("... it waits; C-c interrupts"));
	sigaction(SIGINT, &act, &was);
	f.wait = sock_wait_create(waits);
	f.shell = sock_create(&ops, &f);
	f.line = line_create(history, complete, &f);
	printf("%s\n", _("help lists the calls, Tab completes."));
	run_lines(&f);
	line_destroy(f.line);
	sock_destroy(f.shell);
	sock_wait_destroy(f.wait);
	sigaction(SIGINT, &was, NULL);
	return 0;
}
