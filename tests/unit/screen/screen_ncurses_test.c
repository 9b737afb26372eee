/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The screen on a real terminal: a child draws on a pty, src/term looks at it.
 *
 * The child names each event it reads in row 2 and presents; the parent waits for the frame's
 * mark, never for time to pass (5 s without a byte is a failure).
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <locale.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>
#include <utmp.h>

#include "base/buf.h"
#include "term/vt.h"
#include "ui/input/prompt.h"
#include "ui/screen/screen.h"

#define QUIET_MS 5000

/* ---- the child ---- */

struct child {
	struct screen *screen;
	struct canvas canvas;
	struct buf said; /* the last event in words */
};

/* Without exit handlers: what the parent holds in memory is not the child's leak. */
static _Noreturn void leave(int code)
{
	fflush(stdout);
	_exit(code);
}

static void child_draw(struct child *c)
{
	canvas_resize(&c->canvas, screen_width(c->screen), screen_height(c->screen));
	c->canvas.glyphs = screen_utf8(c->screen) ? &glyphs_utf8 : &glyphs_ascii;
	canvas_text(&c->canvas, 0, 0, style_of(ROLE_TITLE), "wirelab 你好 e\xcc\x81|");
	canvas_glyph(&c->canvas, 0, 1, style_of(ROLE_OK), GLYPH_CHECK);
	canvas_printf(&c->canvas, 2, 1, style_of(ROLE_SELECTED), "%dx%d", c->canvas.w, c->canvas.h);
	canvas_text(&c->canvas, 0, 2, style_of(ROLE_TEXT), buf_text(&c->said));
	struct cell red = {.cp = 'R',
	        .width = 1,
	        .style = {.role = ROLE_RAW, .fg = {PAINT_INDEX, {1}}, .attrs = ATTR_UNDERLINE}};
	canvas_put(&c->canvas, c->canvas.w - 1, c->canvas.h - 1, &red);
	canvas_cursor(&c->canvas, 4, 3);
	screen_present(c->screen, &c->canvas);
}

static void ignore_line(void *user, const char *line)
{
	(void)user;
	(void)line;
}

static void ignore_cancel(void *user)
{
	(void)user;
}

/* readline beside ncurses: both know terminals, only one may touch this one. */
static void child_prompt(struct child *c)
{
	const struct prompt_ops ops = {.on_line = ignore_line, .on_cancel = ignore_cancel};
	struct prompt *p = prompt_create(&ops, NULL);
	prompt_open(p, ":", "wire ", true);
	prompt_key(p, key_char('h'));
	prompt_key(p, (struct key){.sym = KEYSYM_TAB});
	prompt_key(p, (struct key){.sym = KEYSYM_CHAR, .cp = 'l', .mods = KEYMOD_CTRL});
	buf_clear(&c->said);
	buf_printf(&c->said, "prompt %s%s", prompt_label(p), prompt_text(p));
	prompt_destroy(p);
}

static void child_act(struct child *c, uint32_t cp)
{
	switch (cp) {
	case 'q':
		screen_close(c->screen);
		leave(0);
	case 'a':
		screen_emergency_restore();
		leave(9);
	case 'c':
		assert_true(screen_copy(c->screen, "Hello", 5));
		return;
	case 's':
		screen_suspend(c->screen);
		assert_int_equal(write(1, "LENT\n", 5), 5);
		screen_resume(c->screen);
		return;
	case 'p':
		child_prompt(c);
		return;
	case 'l':
		screen_redraw(c->screen);
		return;
	}
}

static void child_event(struct child *c, const struct screen_event *e)
{
	char name[KEY_NAME_MAX];
	buf_clear(&c->said);
	switch (e->kind) {
	case SCREEN_KEY:
		key_to_name(e->key, name);
		buf_printf(&c->said, "key %s", name);
		child_act(c, e->key.sym == KEYSYM_CHAR && !e->key.mods ? e->key.cp : 0);
		return;
	case SCREEN_MOUSE:
		buf_printf(&c->said, "mouse %d %d,%d", e->mouse.action, e->mouse.x, e->mouse.y);
		return;
	case SCREEN_PASTE:
		buf_printf(&c->said, "paste %.*s", (int)e->paste_len, e->paste);
		return;
	case SCREEN_FOCUS:
		buf_printf(&c->said, "focus %d", e->focused);
		return;
	case SCREEN_CLOSED:
		leave(7);
	}
}

static void child_main(const char *term, const char *locale)
{
	struct err e = {0};
	struct child c = {0};
	sigset_t set;
	sigemptyset(&set);
	sigaddset(&set, SIGWINCH);
	sigprocmask(SIG_BLOCK, &set, NULL);
	int winch = signalfd(-1, &set, SFD_CLOEXEC);
	setenv("LINES", "5", 1); /* must not be believed */
	unsetenv("NO_COLOR");
	setlocale(LC_ALL, locale);
	struct screen_options o = {
	        .term = term, .in_fd = 0, .out_fd = 1, .mouse = true, .test_mark = true};
	c.screen = screen_open(&o, &e);
	if (!c.screen) {
		printf("%s\n", e.text);
		leave(3);
	}
	canvas_init(&c.canvas, 1, 1);
	child_draw(&c);
	for (;;) {
		struct pollfd p[] = {{.fd = 0, .events = POLLIN}, {.fd = winch, .events = POLLIN}};
		poll(p, 2, screen_deadline(c.screen) ? 5 : -1);
		struct signalfd_siginfo info;
		bool resized = (p[1].revents & POLLIN) && read(winch, &info, sizeof(info)) > 0 &&
		               screen_resize(c.screen);
		struct screen_event ev;
		bool any = resized;
		for (; screen_read(c.screen, clock_now(), &ev); any = true)
			child_event(&c, &ev);
		if (any)
			child_draw(&c);
	}
}

/* ---- the parent ---- */

struct fixture {
	int master;
	pid_t pid;
	struct vt *vt;
	unsigned long frame, copied;
	struct termios before;
};

static void on_output(void *user, const char *bytes, size_t len)
{
	const struct fixture *f = user;
	assert_int_equal(write(f->master, bytes, len), (ssize_t)len);
}

static void on_osc(void *user, int number, const char *text, size_t len)
{
	struct fixture *f = user;
	static const char want[] = "c;SGVsbG8=";
	if (number == 7777 && len > 6 && memcmp(text, "frame=", 6) == 0)
		f->frame = strtoul(text + 6, NULL, 10);
	if (number == 52 && len == sizeof(want) - 1 && memcmp(text, want, len) == 0)
		f->copied++;
}

static struct fixture start(const char *term, const char *locale)
{
	struct fixture f = {0};
	struct winsize size = {.ws_row = 10, .ws_col = 40};
	int slave;
	assert_int_equal(openpty(&f.master, &slave, NULL, NULL, &size), 0);
	assert_int_equal(tcgetattr(slave, &f.before), 0);
	fflush(NULL);
	f.pid = fork();
	if (f.pid == 0) {
		close(f.master);
		login_tty(slave);
		child_main(term, locale);
	}
	close(slave);
	f.vt = vt_create(10, 40, 0);
	return f;
}

static bool pump(struct fixture *f)
{
	char bytes[4096];
	struct pollfd p = {.fd = f->master, .events = POLLIN};
	if (poll(&p, 1, QUIET_MS) <= 0)
		fail_msg("nothing from the child");
	ssize_t n = read(f->master, bytes, sizeof(bytes));
	if (n > 0)
		vt_feed(f->vt, bytes, (size_t)n);
	return n > 0;
}

static void wait_frame(struct fixture *f, unsigned long frame)
{
	struct vt_hooks hooks = {.output = on_output, .osc = on_osc, .user = f};
	vt_set_hooks(f->vt, &hooks);
	while (f->frame < frame)
		assert_true(pump(f));
}

static int wait_exit(struct fixture *f)
{
	int status;
	while (pump(f))
		;
	assert_int_equal(waitpid(f->pid, &status, 0), f->pid);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void finish(struct fixture *f)
{
	vt_destroy(f->vt);
	close(f->master);
}

static void type(struct fixture *f, const char *bytes)
{
	assert_int_equal(write(f->master, bytes, strlen(bytes)), (ssize_t)strlen(bytes));
}

static void expect_row(const struct fixture *f, int row, const char *want)
{
	struct buf got = {0};
	vt_text(f->vt, row, row, &got);
	if (got.len)
		got.at[got.len - 1] = '\0';
	assert_string_equal(buf_text(&got), want);
	buf_finish(&got);
}

static void test_draws(void **state)
{
	(void)state;
	struct fixture f = start("xterm-256color", "C.UTF-8");
	wait_frame(&f, 1);
	expect_row(&f, 0, "wirelab 你好 e\xcc\x81|");
	expect_row(&f, 1, "✔ 40x10");
	expect_row(&f, 9, "                                       R");
	struct vt_status st = vt_status(f.vt);
	assert_true(st.alternate);
	assert_true(st.cursor_visible);
	assert_int_equal(st.cursor_row, 3);
	assert_int_equal(st.cursor_col, 4);
	struct vt_cell cell;
	vt_cell(f.vt, 0, 0, &cell);
	assert_int_equal(cell.fg.kind, VT_COLOR_INDEXED);
	assert_int_equal(cell.fg.value, 255);
	assert_int_equal(cell.attrs, VT_BOLD);
	vt_cell(f.vt, 1, 2, &cell);
	assert_true(cell.attrs & VT_REVERSE);
	vt_cell(f.vt, 9, 39, &cell);
	assert_int_equal(cell.fg.value, 1);
	assert_int_equal(cell.attrs, VT_UNDERLINE);
	type(&f, "q");
	assert_int_equal(wait_exit(&f), 0);
	finish(&f);
}

static void test_input(void **state)
{
	(void)state;
	struct fixture f = start("xterm-256color", "C.UTF-8");
	wait_frame(&f, 1);
	static const char *const rows[][2] = {
	        {"x", "key x"},
	        {"\xe4\xbd\xa0", "key 你"},
	        {"\x03", "key C-c"},
	        {"\x1a", "key C-z"},
	        {"\x1b", "key <Esc>"},
	        {"\x1b[1;5A", "key C-<Up>"},
	        {"\x1b[I", "focus 1"},
	        {"\x1bOP", "key <F1>"},
	};
	unsigned long frame = 1;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		type(&f, rows[i][0]);
		wait_frame(&f, ++frame);
		expect_row(&f, 2, rows[i][1]);
	}
	vt_paste(f.vt, "q two", 5); /* bracketed, so no key q */
	wait_frame(&f, ++frame);
	expect_row(&f, 2, "paste q two");
	vt_mouse(f.vt, (struct vt_mouse){.row = 4, .col = 7, .button = 1, .pressed = true});
	wait_frame(&f, ++frame);
	expect_row(&f, 2, "mouse 0 7,4");
	type(&f, "c");
	wait_frame(&f, ++frame);
	assert_int_equal(f.copied, 1);
	type(&f, "p");
	wait_frame(&f, ++frame);
	expect_row(&f, 2, "prompt :wire h");
	expect_row(&f, 0, "wirelab 你好 e\xcc\x81|");
	type(&f, "l");
	wait_frame(&f, ++frame);
	expect_row(&f, 2, "key l");
	type(&f, "q");
	assert_int_equal(wait_exit(&f), 0);
	finish(&f);
}

static void test_resizes(void **state)
{
	(void)state;
	struct fixture f = start("xterm-256color", "C.UTF-8");
	wait_frame(&f, 1);
	static const int sizes[][2] = {{20, 5}, {120, 50}, {40, 10}, {300, 100}, {21, 6}};
	for (unsigned i = 0; i < 5; i++) {
		char want[32];
		struct winsize size = {.ws_col = (unsigned short)sizes[i][0],
		        .ws_row = (unsigned short)sizes[i][1]};
		vt_resize(f.vt, sizes[i][1], sizes[i][0]);
		assert_int_equal(ioctl(f.master, TIOCSWINSZ, &size), 0);
		wait_frame(&f, i + 2);
		snprintf(want, sizeof(want), "✔ %dx%d", sizes[i][0], sizes[i][1]);
		expect_row(&f, 1, want);
		expect_row(&f, 0, "wirelab 你好 e\xcc\x81|");
	}
	type(&f, "q");
	assert_int_equal(wait_exit(&f), 0);
	finish(&f);
}

/* On the main screen again, cursor on, no mouse, the line discipline as before. */
static void expect_restored(struct fixture *f)
{
	struct vt_status st = vt_status(f->vt);
	assert_false(st.alternate);
	assert_true(st.cursor_visible);
	assert_int_equal(st.mouse, VT_MOUSE_OFF);
}

/* The child ends as told by the key; a second holder of the pty sees what it left behind. */
static void check_restore(const char *key, int exit_code)
{
	struct fixture f = start("xterm-256color", "C.UTF-8");
	char name[64];
	assert_int_equal(ptsname_r(f.master, name, sizeof(name)), 0);
	FILE *held = fopen(name, "re");
	assert_non_null(held);
	wait_frame(&f, 1);
	type(&f, "s");
	wait_frame(&f, 2);
	assert_true(vt_status(f.vt).alternate);
	expect_row(&f, 1, "✔ 40x10");
	type(&f, key);
	int status;
	assert_int_equal(waitpid(f.pid, &status, 0), f.pid);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), exit_code);
	struct termios after;
	assert_int_equal(tcgetattr(fileno(held), &after), 0);
	assert_int_equal(after.c_lflag, f.before.c_lflag);
	assert_int_equal(after.c_iflag, f.before.c_iflag);
	assert_int_equal(after.c_oflag, f.before.c_oflag);
	fclose(held);
	while (pump(&f))
		;
	expect_restored(&f);
	struct buf all = {0};
	vt_text(f.vt, 0, 9, &all);
	assert_non_null(strstr(buf_text(&all), "LENT"));
	assert_null(strstr(buf_text(&all), "wirelab"));
	buf_finish(&all);
	finish(&f);
}

static void test_gives_back(void **state)
{
	(void)state;
	check_restore("q", 0);
	check_restore("a", 9);
}

static void test_other_terminals(void **state)
{
	(void)state;
	static const char *const terms[] = {
	        "no-such-terminal", "linux", "vt100", "screen-256color", "tmux-256color", "ansi"};
	for (size_t i = 0; i < sizeof(terms) / sizeof(terms[0]); i++) {
		struct fixture f = start(terms[i], "C.UTF-8");
		wait_frame(&f, 1);
		expect_row(&f, 0, "wirelab 你好 e\xcc\x81|");
		expect_row(&f, 1, "✔ 40x10");
		type(&f, "\x1b[B");
		wait_frame(&f, 2);
		expect_row(&f, 2, "key <Down>");
		type(&f, "q");
		assert_int_equal(wait_exit(&f), 0);
		finish(&f);
	}
}

static void test_dumb(void **state)
{
	(void)state;
	struct fixture f = start("dumb", "C.UTF-8");
	assert_int_equal(wait_exit(&f), 3);
	expect_row(&f, 0, "TERM=dumb: this terminal cannot place te");
	finish(&f);
}

static void test_plain_locale(void **state)
{
	(void)state;
	struct fixture f = start("xterm-256color", "C");
	wait_frame(&f, 1);
	expect_row(&f, 0, "wirelab ? ?  e|");
	expect_row(&f, 1, "v 40x10");
	type(&f, "q");
	assert_int_equal(wait_exit(&f), 0);
	finish(&f);
}

static void test_hangup(void **state)
{
	(void)state;
	struct fixture f = start("xterm-256color", "C.UTF-8");
	int status;
	wait_frame(&f, 1);
	close(f.master);
	f.master = -1;
	assert_int_equal(waitpid(f.pid, &status, 0), f.pid);
	/* Told by the end of the input, or by the SIGHUP that nobody handles here. */
	bool told = WIFEXITED(status) && WEXITSTATUS(status) == 7;
	assert_true(told || (WIFSIGNALED(status) && WTERMSIG(status) == SIGHUP));
	vt_destroy(f.vt);
}

static void test_no_terminal(void **state)
{
	(void)state;
	struct err e = {0};
	int ends[2];
	assert_int_equal(pipe(ends), 0);
	struct screen_options o = {.in_fd = ends[0], .out_fd = ends[1]};
	assert_null(screen_open(&o, &e));
	assert_int_equal(e.code, ERR_MACHINE);
	close(ends[0]);
	close(ends[1]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_draws),
	        cmocka_unit_test(test_input),
	        cmocka_unit_test(test_resizes),
	        cmocka_unit_test(test_gives_back),
	        cmocka_unit_test(test_other_terminals),
	        cmocka_unit_test(test_dumb),
	        cmocka_unit_test(test_plain_locale),
	        cmocka_unit_test(test_hangup),
	        cmocka_unit_test(test_no_terminal),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
