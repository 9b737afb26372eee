/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Subcommands about labs: lab, run, labs, lint, new.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/err.h"
#include "base/i18n.h"
#include "bench/bench.h"
#include "bench/record.h"
#include "bench/recording.h"
#include "bench/report.h"
#include "bench/run.h"
#include "cli/cli_internal.h"
#include "lab/catalogue.h"
#include "lab/lint.h"
#include "lab/new.h"
#include "lab/progress.h"

int cli_lab(struct cli *c)
{
	struct err e;
	char *_cleanup_free_ dir = catalogue_find(c->options.labs_dir, c->args.words[0], &e);
	if (!dir)
		return cli_fail(&e);
	struct lab *lab = lab_load(dir, &e);
	if (!lab)
		return cli_fail(&e);
	size_t steps = lab->step_count;
	lab_destroy(lab);
	if ((size_t)c->args.step > steps) {
		err_set(&e, ERR_USAGE, _("expected a step from 1 to %zu, found %d"), steps,
		        c->args.step);
		return cli_fail(&e);
	}
	struct front_lab l = {.dir = dir,
	        .step = c->args.step - 1,
	        .fresh = c->args.fresh,
	        .recording = c->args.recording};
	return c->front->lab(&c->options, &l);
}

struct running {
	const struct lab *lab;
	enum lab_lang lang;
	bool json;
	struct report *report;
	FILE *out; /* stderr when the frames go to stdout */
};

static void on_step(void *user, size_t step, bool passed, const char *detail)
{
	struct running *r = user;
	const struct lab_step *s = &r->lab->steps[step];
	if (r->json) {
		report_step(r->report, s->id, passed, detail);
		return;
	}
	fprintf(r->out, "  %s %zu/%zu %s%s%s\n", passed ? "ok  " : "FAIL", step + 1,
	        r->lab->step_count, lab_text(&s->title, r->lang), detail[0] ? ": " : "", detail);
	fflush(r->out);
}

static void on_check(void *user, size_t check, bool holds, const char *detail)
{
	struct running *r = user;
	const struct lab_check *c = &r->lab->checks[check];
	if (r->json)
		report_step(r->report, c->name, holds, detail);
	else
		fprintf(r->out, "  %s %s\n", holds ? "ok  " : "open", c->name);
}

static bool is_stdout(const char *path)
{
	return path && strcmp(path, "-") == 0;
}

/* Plays a lab that is loaded, and writes what is open. */
static int run_loaded(const struct cli *c, const struct lab *lab, struct record_files *files)
{
	struct err e = {0};
	bool to_stdout = is_stdout(c->args.write) || is_stdout(c->args.save);
	struct running r = {.lab = lab,
	        .lang = c->options.lang,
	        .json = c->args.json,
	        .out = to_stdout ? stderr : stdout};
	if (r.json)
		r.report = report_begin(lab->name);
	else
		fprintf(r.out, "%s: %s\n", lab->name, lab_text(&lab->title, r.lang));
	fflush(r.out);
	struct run_options o = {.lab = lab,
	        .cache_dir = c->options.cache_dir,
	        .without = c->args.without - 1,
	        .seconds = c->args.seconds,
	        .files = files,
	        .play = c->args.play,
	        .record = c->args.record,
	        .on_step = on_step,
	        .on_check = on_check,
	        .user = &r};
	bool passed = run_lab(&o, &e);
	if (r.json)
		report_end(r.report, passed, passed ? NULL : e.text);
	if (passed)
		return 0;
	return r.json ? err_exit_status(e.code) : cli_fail(&e);
}

static int run_one(const struct cli *c, const char *dir)
{
	struct err e;
	struct lab *lab = lab_load(dir, &e);
	if (!lab)
		return cli_fail(&e);
	struct record_files files;
	int status;
	if ((size_t)c->args.without > lab->step_count) {
		err_set(&e, ERR_USAGE, _("expected a step from 1 to %zu, found %d"),
		        lab->step_count, c->args.without);
		status = cli_fail(&e);
	} else if (!record_open(&files, c->args.write, c->args.save, &e)) {
		status = cli_fail(&e);
	} else {
		status = run_loaded(c, lab, &files);
	}
	lab_destroy(lab);
	return status;
}

/* Each lab in a process of its own: namespaces are entered once in a process's life. */
static int run_apart(struct cli *c, const char *dir)
{
	fflush(stdout);
	pid_t pid = fork();
	if (pid == 0) {
		int status = run_one(c, dir);
		fflush(stdout);
		_exit(status);
	}
	int status = 0;
	if (pid < 0 || waitpid(pid, &status, 0) < 0)
		return err_exit_status(ERR_SYSTEM);
	return WIFEXITED(status) ? WEXITSTATUS(status) : err_exit_status(ERR_SYSTEM);
}

static int run_all(struct cli *c)
{
	struct err e;
	struct catalogue *all = catalogue_load(c->options.labs_dir, &e);
	if (!all)
		return cli_fail(&e);
	int worst = 0;
	size_t passed = 0;
	for (size_t i = 0; i < all->broken_count; i++) {
		fprintf(stderr, "wirelab: %s\n", all->broken[i]);
		worst = err_exit_status(ERR_INPUT);
	}
	if (c->args.json)
		puts("[");
	for (size_t i = 0; i < all->count; i++) {
		if (c->args.json && i > 0)
			puts(",");
		int status = run_apart(c, all->labs[i]->dir);
		passed += status == 0;
		if (status > worst)
			worst = status;
	}
	if (c->args.json)
		puts("]");
	else
		printf(_("%zu of %zu labs passed\n"), passed, all->count + all->broken_count);
	catalogue_destroy(all);
	return worst;
}

int cli_run(struct cli *c)
{
	struct err e;
	bool all = strcmp(c->args.words[0], "all") == 0;
	bool to_stdout = is_stdout(c->args.write) || is_stdout(c->args.save);
	bool writes = c->args.write || c->args.save;
	if (c->args.record && (c->args.play || c->args.without)) {
		err_set(&e, ERR_USAGE, _("only the whole solution makes a recording"));
		return cli_fail(&e);
	}
	if (writes && (all || (c->args.json && to_stdout))) {
		err_set(&e, ERR_USAGE,
		        all ? _("the frames of one lab can be written, not of all")
		            : _("JSON and frames can't both go to standard output"));
		return cli_fail(&e);
	}
	if (all)
		return run_all(c);
	char *_cleanup_free_ dir = catalogue_find(c->options.labs_dir, c->args.words[0], &e);
	return dir ? run_one(c, dir) : cli_fail(&e);
}

static void print_lab(const struct cli *c, const struct lab *lab)
{
	struct progress p;
	if (!progress_load(lab, c->options.state_dir, &p, NULL))
		progress_init(&p);
	printf("  %-18s %2zu/%-2zu  %3u min  %s\n", lab->name, progress_count(lab, &p),
	        lab->step_count, lab->minutes, lab_text(&lab->title, c->options.lang));
}

int cli_labs(struct cli *c)
{
	struct err e;
	struct catalogue *all = catalogue_load(c->options.labs_dir, &e);
	if (!all)
		return cli_fail(&e);
	char chapter = 0;
	for (size_t i = 0; i < all->count && !c->args.json; i++) {
		if (all->labs[i]->chapter != chapter) {
			chapter = all->labs[i]->chapter;
			printf("%c  %s\n", chapter, _(catalogue_chapter(chapter)));
		}
		print_lab(c, all->labs[i]);
	}
	if (c->args.json)
		report_labs(all, c->options.lang);
	for (size_t i = 0; i < all->broken_count; i++)
		fprintf(stderr, "wirelab: %s\n", all->broken[i]);
	int status = all->broken_count ? err_exit_status(ERR_INPUT) : 0;
	catalogue_destroy(all);
	return status;
}

static void on_complaint(void *user, const char *sentence)
{
	(*(size_t *)user)++;
	puts(sentence);
}

/* A lab among ours; others may do without a recording. */
static bool is_shipped(const struct cli *c, const struct lab *lab)
{
	char *_cleanup_free_ above = xasprintf("%s/..", lab->dir);
	struct stat ours, its;
	return stat(c->options.labs_dir, &ours) == 0 && stat(above, &its) == 0 &&
	       ours.st_dev == its.st_dev && ours.st_ino == its.st_ino;
}

int cli_lint(struct cli *c)
{
	int worst = 0;
	for (size_t i = 0; i < c->args.word_count; i++) {
		struct err e;
		struct lab *lab = lab_load(c->args.words[i], &e);
		if (!lab) {
			worst = cli_fail(&e);
			continue;
		}
		size_t complaints = 0;
		lab_lint(lab, on_complaint, &complaints);
		if (lab->hold_calls && !bench_knows_calls(lab->hold_calls, &e)) {
			err_wrap(&e, "%s/lab.yaml: `hold-calls`", lab->dir);
			on_complaint(&complaints, e.text);
		}
		if (is_shipped(c, lab) || recording_there(lab->dir)) {
			if (!recording_check(lab, &e))
				on_complaint(&complaints, e.text);
		}
		if (complaints && !worst)
			worst = err_exit_status(ERR_CHECK);
		lab_destroy(lab);
	}
	return worst;
}

int cli_new(struct cli *c)
{
	struct err e;
	if (!lab_new(c->args.words[0], &e))
		return cli_fail(&e);
	const char *dir = c->args.words[0];
	printf(_("A small lab is in %s: open it with `wirelab lab %s`\n"), dir, dir);
	printf(_("When it is done: `wirelab run %s --record` makes the recording for those whose "
	         "machine allows no private hosts\n"),
	        dir);
	return 0;
}
