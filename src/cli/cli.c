/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The command line from main() to a subcommand.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/paths.h"
#include "cli/cli_internal.h"

int cli_fail(const struct err *e)
{
	fprintf(stderr, "wirelab: %s\n", e->text);
	return err_exit_status(e->code);
}

int cli_home(struct cli *c)
{
	return c->front->home(&c->options);
}

static int cli_help(struct cli *c)
{
	(void)c;
	cli_args_help();
	return 0;
}

static int cli_version(struct cli *c)
{
	(void)c;
	puts("wirelab " WIRELAB_VERSION);
	return 0;
}

static int (*const run[])(struct cli *c) = {
        [CLI_HOME] = cli_home,
        [CLI_LAB] = cli_lab,
        [CLI_RUN] = cli_run,
        [CLI_BENCH] = cli_bench,
        [CLI_READ] = cli_read,
        [CLI_WATCH] = cli_watch,
        [CLI_LABS] = cli_labs,
        [CLI_DOCTOR] = cli_doctor,
        [CLI_LINT] = cli_lint,
        [CLI_NEW] = cli_new,
        [CLI_SOCK] = cli_sock,
        [CLI_HELP] = cli_help,
        [CLI_VERSION] = cli_version,
};
_Static_assert(sizeof(run) / sizeof(run[0]) == CLI_COMMANDS, "one function a command");

/* Commands that only look and tell work without a home, too. */
static bool needs_home(enum cli_command command)
{
	return command == CLI_HOME || command == CLI_LAB || command == CLI_RUN ||
	       command == CLI_LABS;
}

/* Those whose screen keeps a history and columns where there is a home, and shows without. */
static bool likes_home(enum cli_command command)
{
	return (command == CLI_BENCH || command == CLI_READ || command == CLI_WATCH) &&
	       isatty(STDOUT_FILENO);
}

static bool settle(struct cli *c, char **owned, struct err *e)
{
	const struct cli_args *a = &c->args;
	owned[0] = a->labs ? xstrdup(a->labs) : paths_labs();
	bool home = needs_home(a->command);
	bool state = home || likes_home(a->command);
	owned[1] = state ? paths_state_file(".", home ? e : NULL) : NULL;
	owned[2] = home && owned[1] ? paths_cache_file(".", e) : NULL;
	c->options = (struct front_options){.theme = a->theme,
	        .prefix = a->prefix,
	        .ascii = a->ascii || !i18n_utf8(),
	        .mouse = !a->no_mouse,
	        .no_autosave = a->no_autosave,
	        .test_mark = getenv("WIRELAB_TEST_MARK"),
	        .lang = i18n_lang()[0] == 'z' ? LAB_ZH : LAB_EN,
	        .labs_dir = owned[0],
	        .state_dir = owned[1],
	        .cache_dir = owned[2],
	        .machine = cli_machine_line};
	return !home || (owned[1] && owned[2]);
}

/* Standard descriptors that were closed would become a pty's or a capture's. They are opened the
 * wrong way round, so that reading or writing fails as it would have, and is said. */
static void fill_standard_files(void)
{
	static const int modes[] = {O_WRONLY, O_RDONLY, O_WRONLY};
	for (int fd = 0; fd < 3; fd++)
		if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", modes[fd]) != fd)
			abort();
}

/* Labs run `wirelab sock` by this name, also from a build tree: our folder is looked at last. */
static void be_found(void)
{
	char self[PATH_MAX];
	const char *path = getenv("PATH");
	ssize_t len = readlink("/proc/self/exe", self, sizeof(self) - 1);
	if (len <= 0 || !path || !*path)
		return;
	self[len] = '\0';
	*strrchr(self, '/') = '\0';
	char *_cleanup_free_ longer = xasprintf("%s:%s", path, self);
	setenv("PATH", longer, 1);
}

/* What was printed must have arrived; that nobody reads it is nobody's fault. */
static int finish_stdout(int status)
{
	errno = 0;
	if (fflush(stdout) == 0 && !ferror(stdout))
		return status;
	struct err e;
	if (errno != EPIPE)
		err_sys(&e, errno ? errno : EIO, _("can't write to standard output"));
	int failed = errno == EPIPE ? err_exit_status(ERR_SYSTEM) : cli_fail(&e);
	return status ? status : failed;
}

int cli_main(int argc, char **argv, const struct cli_front *front)
{
	struct cli c = {.front = front};
	struct err e = {0};
	char *owned[3] = {0};
	signal(SIGPIPE, SIG_IGN);
	fill_standard_files();
	be_found();
	char *_cleanup_free_ locale = paths_locale();
	i18n_init(NULL, locale);
	if (!cli_args_parse(argc, argv, &c.args, &e))
		return cli_fail(&e);
	if (c.args.lang)
		i18n_init(c.args.lang, locale);
	int status = settle(&c, owned, &e) ? run[c.args.command](&c) : cli_fail(&e);
	status = finish_stdout(status);
	for (size_t i = 0; i < sizeof(owned) / sizeof(owned[0]); i++)
		free(owned[i]);
	return status;
}
