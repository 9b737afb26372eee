/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Subcommand watch: the packets of an interface, or of a command in a private host.
 */
#include "cli/watch.h"

#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"
#include "capture/filter.h"
#include "cli/cli_internal.h"
#include "cli/read_filter.h"
#include "watch/watch.h"

#define KIB 1024u
#define MEGABYTE 1000000u /* as -C of tcpdump counts */

static struct watch_options options(const struct cli_args *a)
{
	const struct cli_watch *w = &a->watch;
	return (struct watch_options){
	        .live = {.interface = w->interface ? w->interface : "lo",
	                .snaplen = w->snaplen,
	                .buffer = (size_t)w->buffer_kib * KIB,
	                .promiscuous = !w->not_promiscuous},
	        .save = {.path = a->write,
	                .bytes = (uint64_t)w->megabytes * MEGABYTE,
	                .seconds = (unsigned)w->seconds,
	                .files = (unsigned)w->files},
	};
}

/* What libpcap understands is left to the kernel; the rest is judged here. True: all of it. */
static bool kernel_understands(const char *text)
{
	struct filter *f = filter_create(text, NULL, NULL, NULL);
	filter_destroy(f);
	return f;
}

/* Several words are a command's arguments, one is a line for a shell. */
static char *command_line(char **words, size_t count)
{
	struct buf line = {0};
	if (count == 1)
		return xstrdup(words[0]);
	for (size_t i = 0; i < count; i++) {
		buf_puts(&line, i ? " '" : "'");
		for (const char *c = words[i]; *c; c++)
			if (*c == '\'')
				buf_puts(&line, "'\\''");
			else
				buf_putc(&line, *c);
		buf_putc(&line, '\'');
	}
	return buf_steal(&line);
}

static bool nobody(void *user, uint64_t number, enum traffic_end end, struct traffic_owner *out)
{
	(void)user;
	(void)number;
	(void)end;
	(void)out;
	return false;
}

/* An expression that is wrong is said before anything is opened. */
static int check(const char *text)
{
	struct traffic_filter_error why;
	const struct traffic_filter_context context = {.owner = nobody};
	struct traffic_filter *f = traffic_filter_create(text, &context, &why);
	traffic_filter_destroy(f);
	return f ? 0 : read_complain(text, &why);
}

static int watch_command(struct cli *c)
{
	char *_cleanup_free_ line =
	        command_line(c->args.watch.command, c->args.watch.command_count);
	return cli_bench_one(c, line);
}

int cli_watch(struct cli *c)
{
	struct err e;
	const struct cli_args *a = &c->args;
	if (a->watch.command_count)
		return watch_command(c);
	char *_cleanup_free_ text = read_expression(a);
	struct watch_options o = options(a);
	int wrong = check(text);
	if (wrong)
		return wrong;
	bool all_there = kernel_understands(text);
	if (all_there)
		o.live.filter = text;
	if (!all_there && a->write) {
		err_set(&e, ERR_USAGE, "%s",
		        _("while watching, only what pcap-filter(7) can say chooses what is "
		          "written; wirelab read -w does the rest"));
		return cli_fail(&e);
	}
	bool screen = c->front->watch && !a->text && !a->print.format && !a->print.count &&
	              !a->write && isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
	if ((a->watch.megabytes || a->watch.seconds || a->watch.files) && !a->write) {
		err_set(&e, ERR_USAGE, "%s", _("-C, -G and -W are about the files of -w"));
		return cli_fail(&e);
	}
	if (screen) {
		o.count = a->print.limit;
		return c->front->watch(&c->options, &o, all_there ? NULL : text);
	}
	return watch_print(c, &o, all_there ? "" : text);
}
