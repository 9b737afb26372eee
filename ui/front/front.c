/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The life of the screen: takes the terminal, opens home, labs and benches, gives it back.
 */
#include "ui/front/front.h"

#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "net/topology.h"
#include "record/tape_file.h"
#include "ui/front/app.h"

/* So that the terminal is given back whatever happens; the signal then does what it does. */
static void on_fatal(int signum)
{
	screen_emergency_restore();
	raise(signum);
}

static void guard_terminal(void)
{
	static const int fatal[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT};
	struct sigaction sa = {.sa_handler = on_fatal, .sa_flags = (int)SA_RESETHAND | SA_NODEFER};
	for (size_t i = 0; i < sizeof(fatal) / sizeof(fatal[0]); i++)
		sigaction(fatal[i], &sa, NULL);
}

void app_say(struct app *a, bool is_error, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	vsnprintf(a->say, sizeof(a->say), fmt, ap);
	va_end(ap);
	a->say_error = is_error;
	a->say_when = loop_now(a->loop);
	app_touch(a);
}

static void on_signal(void *user, int signum)
{
	struct app *a = user;
	if (signum == SIGWINCH) {
		screen_resize(a->screen);
		app_touch(a);
		return;
	}
	if (signum == SIGCONT) {
		screen_redraw(a->screen);
		app_touch(a);
		return;
	}
	a->quitting = true;
	loop_stop(a->loop);
}

static void on_tick(void *user)
{
	app_touch(user);
}

/* A clock of the screen went on, or nothing happened for long enough to ask the machine. */
static void on_slow_tick(void *user)
{
	struct app *a = user;
	if (!a->view && a->home)
		home_ask(a->home);
	app_touch(a);
}

static void listen(struct app *a)
{
	static const int signums[] = {SIGWINCH, SIGCONT, SIGTERM, SIGHUP, SIGINT};
	_Static_assert(
	        sizeof(signums) / sizeof(signums[0]) == sizeof(a->signals) / sizeof(a->signals[0]),
	        "a place for each");
	for (size_t i = 0; i < sizeof(signums) / sizeof(signums[0]); i++)
		a->signals[i] = loop_signal_add(a->loop, signums[i], on_signal, a);
	a->input = loop_fd_add(a->loop, screen_fd(a->screen), LOOP_READ, app_input, a);
	a->frame_timer = loop_timer_add(a->loop, on_tick, a);
	a->tick = loop_timer_add(a->loop, on_slow_tick, a);
	a->esc_timer = loop_timer_add(a->loop, app_drain, a);
	a->hook = loop_hook_add(a->loop, app_turn, a);
}

static char *history_path(const struct app *a)
{
	return a->o->state_dir ? xasprintf("%s/history", a->o->state_dir) : NULL;
}

static void open_prompt(struct app *a)
{
	static const struct prompt_ops ops = {
	        .on_line = app_prompt_line,
	        .on_cancel = app_prompt_cancel,
	        .complete = app_prompt_complete,
	};
	a->prompt = prompt_create(&ops, a);
	char *_cleanup_free_ path = history_path(a);
	struct err e = {0};
	/* A history that can't be read is no reason not to start. */
	if (path && !prompt_history_load(a->prompt, path, &e))
		app_say(a, true, "%s", e.text);
}

bool app_open(struct app *a, const struct front_options *o, struct err *e)
{
	*a = (struct app){.o = o, .guard = {.pipe = -1}};
	a->shared =
	        (struct view_shared){.frame = TAPE_NONE, .event = TAPE_NONE, .waiting = TAPE_NONE};
	if (!app_load_keys(a, e))
		return false;
	a->loop = loop_create();
	struct screen_options so = {.theme = o->theme,
	        .in_fd = STDIN_FILENO,
	        .out_fd = STDOUT_FILENO,
	        .mouse = o->mouse,
	        .test_mark = o->test_mark};
	a->screen = screen_open(&so, e);
	if (!a->screen)
		return false;
	guard_terminal();
	a->guard = guard_start();
	canvas_init(&a->canvas, screen_width(a->screen), screen_height(a->screen));
	open_prompt(a);
	listen(a);
	a->dirty = true;
	return true;
}

void app_leave_bench(struct app *a)
{
	if (!a->view)
		return;
	app_free_panes(a);
	past_source_finish(&a->past);
	bench_source_finish(&a->source);
	bench_destroy(a->bench);
	lab_destroy(a->lab);
	a->bench = NULL;
	a->lab = NULL;
	a->view = NULL;
	a->keyboard = a->looking_back = a->saved = false;
	a->overlay = OVERLAY_NONE;
	view_shared_finish(&a->shared);
	a->shared =
	        (struct view_shared){.frame = TAPE_NONE, .event = TAPE_NONE, .waiting = TAPE_NONE};
	if (a->home) {
		home_refresh(a->home);
		screen_title(a->screen, "wirelab");
	}
	app_touch(a);
}

void app_close(struct app *a)
{
	app_leave_bench(a);
	if (a->prompt) {
		char *_cleanup_free_ path = history_path(a);
		/* A history that can't be kept is no reason to fail. */
		if (path)
			prompt_history_save(a->prompt, path, NULL);
		prompt_destroy(a->prompt);
	}
	if (a->hook)
		loop_hook_remove(a->hook);
	loop_fd_remove(a->input);
	loop_timer_remove(a->frame_timer);
	loop_timer_remove(a->tick);
	loop_timer_remove(a->esc_timer);
	for (size_t i = 0; i < sizeof(a->signals) / sizeof(a->signals[0]); i++)
		if (a->signals[i])
			loop_signal_remove(a->signals[i]);
	if (a->screen)
		canvas_finish(&a->canvas);
	screen_close(a->screen);
	guard_stop(&a->guard);
	home_destroy(a->home);
	keymap_destroy(a->keys);
	loop_destroy(a->loop);
}

void app_run(struct app *a)
{
	if (!a->quitting)
		loop_run(a->loop);
}

static bool begin_bench(struct app *a, const struct bench_options *o, struct err *e)
{
	a->bench = bench_create(a->loop, o, e);
	if (!a->bench)
		return false;
	bench_source_fill(&a->source, a->bench, loop_now(a->loop));
	a->view = &a->source.view;
	app_make_panes(a);
	a->say_when = 0;
	char *_cleanup_free_ title = xasprintf("wirelab: %s", o->lab ? o->lab->name : _("bench"));
	screen_title(a->screen, title);
	app_touch(a);
	return true;
}

bool app_open_lab(struct app *a, const char *dir, int step, bool fresh, struct err *e)
{
	struct lab *lab = lab_load(dir, e);
	if (!lab)
		return false;
	struct bench_options o = {.lab = lab,
	        .lang = a->o->lang,
	        .state_dir = a->o->state_dir,
	        .no_autosave = a->o->no_autosave,
	        .cache_dir = a->o->cache_dir,
	        .fresh = fresh};
	if (!begin_bench(a, &o, e)) {
		lab_destroy(lab);
		return false;
	}
	a->lab = lab;
	if (step < 0)
		return true;
	char line[32];
	snprintf(line, sizeof(line), "step %d", step + 1);
	app_command(a, line);
	return true;
}

bool app_open_bench(struct app *a, const struct bench_options *b, struct err *e)
{
	static const char *const hosts[] = {"client", "server"};
	static const struct bench_program shells[] = {
	        {.name = "client", .host = "client"}, {.name = "server", .host = "server"}};
	if (b)
		return begin_bench(a, b, e);
	struct topology *t = xcalloc(1, sizeof(*t));
	struct bench_options o = {.topology = t,
	        .programs = shells,
	        .program_count = 2,
	        .mode = WIRE_HOLD,
	        .gate = "",
	        .lang = a->o->lang,
	        .state_dir = a->o->state_dir,
	        .no_autosave = a->o->no_autosave,
	        .cache_dir = a->o->cache_dir};
	bool good = topology_simple(t, hosts, 2, e) && begin_bench(a, &o, e);
	free(t);
	return good;
}

/* Ends what app_open began; says what went wrong once the terminal is ours no more. */
static int finish(struct app *a, bool good, const struct err *e)
{
	int status = good ? a->status : err_exit_status(e->code);
	app_close(a);
	free(a);
	if (!good)
		fprintf(stderr, "wirelab: %s\n", e->text);
	return status;
}

int front_home(const struct front_options *o)
{
	struct err e = {0};
	struct app *a = xcalloc(1, sizeof(*a));
	bool good = app_open(a, o, &e) && (a->home = home_create(o, &e));
	if (good)
		app_run(a);
	return finish(a, good, &e);
}

int front_lab(const struct front_options *o, const struct front_lab *l)
{
	struct err e = {0};
	struct app *a = xcalloc(1, sizeof(*a));
	bool good = app_open(a, o, &e) && app_open_lab(a, l->dir, l->step, l->fresh, &e);
	if (good)
		app_run(a);
	return finish(a, good, &e);
}

int front_read(const struct front_options *o, const struct tape_file *f)
{
	struct err e = {0};
	struct app *a = xcalloc(1, sizeof(*a));
	bool good = app_open(a, o, &e);
	if (good) {
		past_source_begin(&a->past, f->tape, f->about, NULL, o->labs_dir, o->lang);
		a->view = &a->past.view;
		a->looking_back = a->saved = true;
		app_make_panes(a);
		app_command(a, "past now");
		screen_title(a->screen, _("wirelab: a saved tape"));
		if (f->damage[0])
			app_say(a, true, "%s", f->damage);
		app_run(a);
	}
	return finish(a, good, &e);
}

int front_bench(const struct front_options *o, const struct bench_options *b)
{
	struct err e = {0};
	struct app *a = xcalloc(1, sizeof(*a));
	bool good = app_open(a, o, &e) && app_open_bench(a, b, &e);
	if (good)
		app_run(a);
	return finish(a, good, &e);
}
