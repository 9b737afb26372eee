/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The life of the screen: takes the terminal, shows one screen after another, gives it back.
 */
#include "ui/front/front.h"

#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "lab/catalogue.h"
#include "ui/front/app.h"
#include "ui/front/bench_screen.h"
#include "ui/front/home.h"
#include "ui/front/inspect_screen.h"

static const struct app_screen *const screens[] = {&home_screen, &bench_screen, &inspect_screen};

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
	vsnprintf(a->said.text, sizeof(a->said.text), fmt, ap);
	va_end(ap);
	a->said.is_error = is_error;
	a->said.when = loop_now(a->loop);
	app_touch(a);
}

void app_show(struct app *a, const struct app_screen *s)
{
	a->here = s;
	a->overlay = OVERLAY_NONE;
	app_touch(a);
}

bool app_leave(struct app *a)
{
	if (!a->home || a->here == &home_screen)
		return false;
	a->here->leave(a);
	home_refresh(a->home);
	screen_title(a->screen, "wirelab");
	app_show(a, &home_screen);
	return true;
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

/* A clock of the screen went on. */
static void on_slow_tick(void *user)
{
	struct app *a = user;
	if (a->here->ticked)
		a->here->ticked(a);
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

/* Packets may come from standard input; the keys come from the terminal then. */
static int keyboard(struct app *a)
{
	if (isatty(STDIN_FILENO))
		return STDIN_FILENO;
	a->tty = open("/dev/tty", O_RDWR | O_CLOEXEC);
	return a->tty >= 0 ? a->tty : STDIN_FILENO;
}

static bool app_open(struct app *a, const struct front_options *o, struct err *e)
{
	*a = (struct app){.o = o, .tty = -1, .guard = {.pipe = -1}};
	if (!app_load_keys(a, screens, sizeof(screens) / sizeof(screens[0]), e))
		return false;
	a->loop = loop_create();
	struct screen_options so = {.theme = o->theme,
	        .in_fd = keyboard(a),
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

static void app_close(struct app *a)
{
	if (a->here)
		a->here->leave(a);
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
	if (a->tty >= 0)
		close(a->tty);
}

static void app_run(struct app *a)
{
	if (!a->quitting)
		loop_run(a->loop);
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
	if (good) {
		app_show(a, &home_screen);
		app_run(a);
	}
	return finish(a, good, &e);
}

int front_lab(const struct front_options *o, const struct front_lab *l)
{
	struct err e = {0};
	struct app *a = xcalloc(1, sizeof(*a));
	bool good = app_open(a, o, &e) &&
	            (l->recording ? bench_screen_recording(a, l->dir, l->step, "", &e)
	                          : bench_screen_lab(a, l->dir, l->step, l->fresh, &e));
	if (good)
		app_run(a);
	return finish(a, good, &e);
}

/* The folder of a tape's lab, if it is here. */
static char *lab_of(const char *name, const char *labs_dir)
{
	struct err e = {0};
	return labs_dir && name[0] ? catalogue_find(labs_dir, name, &e) : NULL;
}

int front_read(const struct front_options *o, const struct tape_file *f)
{
	struct err e = {0};
	struct app *a = xcalloc(1, sizeof(*a));
	bool good = app_open(a, o, &e);
	if (good) {
		char *_cleanup_free_ dir = lab_of(f->about->lab, o->labs_dir);
		bench_screen_tape(a, f, dir);
		app_run(a);
	}
	return finish(a, good, &e);
}

int front_bench(const struct front_options *o, const struct bench_options *b)
{
	struct err e = {0};
	struct app *a = xcalloc(1, sizeof(*a));
	bool good = app_open(a, o, &e) && bench_screen_bench(a, b, &e);
	if (good)
		app_run(a);
	return finish(a, good, &e);
}

int front_watch(const struct front_options *o, const struct watch_options *w, const char *shown)
{
	struct err e = {0};
	struct app *a = xcalloc(1, sizeof(*a));
	bool good = app_open(a, o, &e) && inspect_watch_open(a, w, shown, &e);
	if (good)
		app_run(a);
	return finish(a, good, &e);
}

int front_capture(const struct front_options *o, const struct front_capture *c)
{
	struct err e = {0};
	struct app *a = xcalloc(1, sizeof(*a));
	bool good = app_open(a, o, &e) && inspect_screen_open(a, c->path, c->filter, &e);
	if (good)
		app_run(a);
	return finish(a, good, &e);
}
