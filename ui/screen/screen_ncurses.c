/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The screen on a real terminal. Only this file knows ncurses.
 *
 * How it works: ncurses writes, we read. Output goes through ncurses' diffing; rows that differ
 * from the last canvas are handed over whole. Input bytes are read by ourselves and decoded in
 * decode.c, since bracketed pastes, modified keys and the mouse need that anyway. ncurses'
 * signal handlers are kept out: its SIGWINCH handler loses resizes that fall between getch() and
 * poll(), so the loop hears the signal and calls screen_resize().
 */
#include <curses.h>

#include <errno.h>
#include <fcntl.h>
#include <langinfo.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>
#include <wchar.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/file.h"
#include "base/i18n.h"
#include "ui/screen/screen_internal.h"

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))
#define SIDE_MAX 1000
#define RESTORE_MAX 512

/* xterm ctlseqs: bracketed paste, focus events; button and drag events in SGR form. */
static const char modes_on[] = "\x1b[?2004h\x1b[?1004h";
static const char modes_off[] = "\x1b[?1006l\x1b[?1002l\x1b[?1004l\x1b[?2004l";
static const char mouse_on[] = "\x1b[?1002h\x1b[?1006h";

#ifdef __SANITIZE_ADDRESS__
/* newterm() forgets what it made when it does not know the terminal; then we try another. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
	return "leak:new_prescr";
}
#endif

struct terminal {
	struct screen base;
	SCREEN *curses;
	FILE *in, *out; /* duplicates of the caller's fds, for ncurses */
	int in_fd, out_fd;
	struct termios saved;
	bool mouse, mark, suspended, repaint;
	bool xterm_like;   /* knows OSC and private modes, or ignores them */
	int cursor;        /* 1 shown, 0 hidden, -1 not known */
	struct cell *last; /* what the terminal shows, base.w * base.h */
	cchar_t *line;     /* room for one row */
};

/* What screen_emergency_restore() needs: a signal handler gets no argument. */
static struct {
	volatile sig_atomic_t armed;
	int in_fd, out_fd;
	struct termios saved;
	char bytes[RESTORE_MAX];
	size_t len;
} rescue;

static struct terminal *terminal_of(struct screen *s)
{
	return (struct terminal *)s;
}

static void send(const struct terminal *t, const char *bytes, size_t len)
{
	/* A terminal that is gone shows itself as the end of the input. */
	(void)file_write_all(t->out_fd, bytes, len);
}

static void send_text(const struct terminal *t, const char *text)
{
	send(t, text, strlen(text));
}

static void send_modes(const struct terminal *t, bool on)
{
	if (!t->xterm_like)
		return;
	send_text(t, on ? modes_on : modes_off);
	if (on && t->mouse)
		send_text(t, mouse_on);
}

/* Adds a capability without its padding ("$<5>", terminfo(5)): nobody counts milliseconds in a
 * signal handler. */
static void rescue_add(const char *capability)
{
	for (const char *p = capability; *p && rescue.len < RESTORE_MAX; p++) {
		const char *end = p[0] == '$' && p[1] == '<' ? strchr(p, '>') : NULL;
		if (end)
			p = end;
		else
			rescue.bytes[rescue.len++] = *p;
	}
}

static void rescue_arm(const struct terminal *t)
{
	static const char *const capabilities[] = {"sgr0", "op", "cnorm", "rmkx", "rmcup"};
	rescue.len = 0;
	if (t->xterm_like)
		rescue_add(modes_off);
	for (size_t i = 0; i < ARRAY_SIZE(capabilities); i++) {
		const char *bytes = tigetstr(capabilities[i]);
		if (bytes && bytes != (char *)-1)
			rescue_add(bytes);
	}
	rescue.in_fd = t->in_fd;
	rescue.out_fd = t->out_fd;
	rescue.saved = t->saved;
	rescue.armed = 1;
}

void screen_emergency_restore(void)
{
	if (!rescue.armed)
		return;
	rescue.armed = 0;
	for (size_t at = 0; at < rescue.len;) {
		ssize_t n = write(rescue.out_fd, rescue.bytes + at, rescue.len - at);
		if (n < 0 && errno != EINTR)
			break;
		at += n > 0 ? (size_t)n : 0;
	}
	tcsetattr(rescue.in_fd, TCSANOW, &rescue.saved);
}

static bool window_size(const struct terminal *t, int *w, int *h)
{
	struct winsize ws = {0};
	if (ioctl(t->out_fd, TIOCGWINSZ, &ws) != 0 || ws.ws_col == 0 || ws.ws_row == 0)
		return false;
	*w = ws.ws_col < SIDE_MAX ? ws.ws_col : SIDE_MAX;
	*h = ws.ws_row < SIDE_MAX ? ws.ws_row : SIDE_MAX;
	return true;
}

static void set_size(struct terminal *t, int w, int h)
{
	t->base.w = w;
	t->base.h = h;
	t->last = xrealloc(t->last, (size_t)w * (size_t)h * sizeof(*t->last));
	t->line = xrealloc(t->line, ((size_t)w + 1) * sizeof(*t->line));
	t->repaint = true;
}

static bool terminal_resize(struct screen *s)
{
	struct terminal *t = terminal_of(s);
	int w, h;
	if (t->suspended || !window_size(t, &w, &h) || (w == s->w && h == s->h))
		return false;
	resizeterm(h, w);
	set_size(t, w, h);
	return true;
}

static attr_t attrs_of(uint8_t attrs)
{
	static const struct {
		uint8_t ours;
		attr_t theirs;
	} table[] = {
	        {ATTR_BOLD, WA_BOLD},
	        {ATTR_DIM, WA_DIM},
	        {ATTR_UNDERLINE, WA_UNDERLINE},
	        {ATTR_REVERSE, WA_REVERSE},
	        {ATTR_ITALIC, WA_ITALIC},
	        {ATTR_BLINK, WA_BLINK},
	};
	attr_t out = WA_NORMAL;
	for (size_t i = 0; i < ARRAY_SIZE(table); i++) {
		if (attrs & table[i].ours)
			out |= table[i].theirs;
	}
	return out;
}

static int colour_of(struct paint p)
{
	return p.kind == PAINT_INDEX ? p.v[0] : -1;
}

static int pair_of(const struct terminal *t, const struct look *l)
{
	int fg = colour_of(l->fg), bg = colour_of(l->bg);
	if (t->base.depth == DEPTH_MONO || (fg < 0 && bg < 0))
		return 0;
	int pair = alloc_pair(fg, bg);
	return pair > 0 ? pair : 0;
}

/* What the locale cannot show becomes '?', so that ncurses and we agree on every column. */
static size_t wide_of(const struct terminal *t, const struct cell *cell, wchar_t *out)
{
	wint_t cp = cell->cp;
	size_t n = 1;
	bool control = cp < 0x20 || (cp >= 0x7f && cp < 0xa0);
	bool known = cp < 0x7f || (t->base.utf8 && wcwidth((wchar_t)cp) == cell->width);
	out[0] = control ? L' ' : known ? (wchar_t)cp : L'?';
	for (int i = 0; i < CELL_MARKS && cell->marks[i] && t->base.utf8 && known; i++) {
		if (wcwidth((wchar_t)cell->marks[i]) == 0)
			out[n++] = (wchar_t)cell->marks[i];
	}
	out[n] = L'\0';
	return out[0] == L'?' || out[0] == L' ' ? 1 : cell->width;
}

struct pen {
	struct style style;
	attr_t attrs;
	int pair;
	bool valid;
};

static bool style_equal(const struct style *a, const struct style *b)
{
	return a->role == b->role && a->attrs == b->attrs &&
	       memcmp(&a->fg, &b->fg, sizeof(a->fg)) == 0 &&
	       memcmp(&a->bg, &b->bg, sizeof(a->bg)) == 0;
}

static void pen_take(struct pen *pen, const struct terminal *t, const struct style *style)
{
	if (pen->valid && style_equal(&pen->style, style))
		return;
	struct look l = theme_look(t->base.theme, *style, t->base.depth);
	*pen = (struct pen){
	        .style = *style, .attrs = attrs_of(l.attrs), .pair = pair_of(t, &l), .valid = true};
}

static void draw_row(struct terminal *t, const struct canvas *c, int y, struct pen *pen)
{
	static const struct cell empty = {.cp = ' ', .width = 1};
	int count = 0;
	for (int x = 0; x < t->base.w;) {
		const struct cell *cell = canvas_at(c, x, y);
		wchar_t wide[CELL_MARKS + 2];
		if (!cell || cell->width == 0 || x + cell->width > t->base.w)
			cell = &empty;
		size_t columns = wide_of(t, cell, wide);
		pen_take(pen, t, &cell->style);
		/* The pair goes through the last argument: a short is too small for it. */
		setcchar(&t->line[count++], wide, pen->attrs, 0, &pen->pair);
		for (; columns < cell->width; columns++)
			setcchar(&t->line[count++], L" ", pen->attrs, 0, &pen->pair);
		x += cell->width;
	}
	mvwadd_wchnstr(stdscr, y, 0, t->line, count);
}

static bool cell_equal(const struct cell *a, const struct cell *b)
{
	return a->cp == b->cp && a->width == b->width && a->marks[0] == b->marks[0] &&
	       a->marks[1] == b->marks[1] && style_equal(&a->style, &b->style);
}
_Static_assert(CELL_MARKS == 2, "cell_equal() compares them by hand");

/* Takes row y over into what is shown; true when it differs. */
static bool row_changed(struct terminal *t, const struct canvas *c, int y)
{
	struct cell *row = t->last + (size_t)y * (size_t)t->base.w;
	bool changed = t->repaint;
	for (int x = 0; x < t->base.w; x++) {
		const struct cell *cell = canvas_at(c, x, y);
		struct cell now = cell ? *cell : (struct cell){.cp = ' ', .width = 1};
		if (t->repaint || !cell_equal(&row[x], &now)) {
			row[x] = now;
			changed = true;
		}
	}
	return changed;
}

static void show_cursor(struct terminal *t, const struct canvas *c)
{
	int x, y;
	bool wanted = canvas_cursor_at(c, &x, &y) && x < t->base.w && y < t->base.h;
	if (wanted != t->cursor)
		curs_set(wanted);
	t->cursor = wanted;
	wmove(stdscr, wanted ? y : t->base.h - 1, wanted ? x : 0);
}

static void terminal_present(struct screen *s, const struct canvas *c)
{
	struct terminal *t = terminal_of(s);
	struct pen pen = {0};
	if (t->suspended)
		return;
	for (int y = 0; y < s->h; y++) {
		if (row_changed(t, c, y))
			draw_row(t, c, y, &pen);
	}
	t->repaint = false;
	show_cursor(t, c);
	wnoutrefresh(stdscr);
	doupdate();
	if (t->mark) {
		char mark[48];
		int len = snprintf(mark, sizeof(mark), "\x1b]7777;frame=%lu\a", s->frames);
		send(t, mark, (size_t)len);
	}
}

static void terminal_redraw(struct screen *s)
{
	struct terminal *t = terminal_of(s);
	t->repaint = true;
	if (!t->suspended)
		clearok(curscr, TRUE);
}

static int terminal_fd(const struct screen *s)
{
	return ((const struct terminal *)s)->in_fd;
}

static ssize_t terminal_input(struct screen *s, char *bytes, size_t room)
{
	const struct terminal *t = terminal_of(s);
	/* O_NONBLOCK would be seen by everybody who shares the terminal, so ask first. */
	struct pollfd p = {.fd = t->in_fd, .events = POLLIN};
	if (t->suspended || poll(&p, 1, 0) <= 0)
		return 0;
	ssize_t n = read(t->in_fd, bytes, room);
	if (n < 0 && (errno == EINTR || errno == EAGAIN))
		return 0;
	return n > 0 ? n : -1;
}

static void terminal_suspend(struct screen *s)
{
	struct terminal *t = terminal_of(s);
	if (t->suspended)
		return;
	t->suspended = true;
	rescue.armed = 0;
	send_modes(t, false);
	curs_set(1);
	endwin();
	tcsetattr(t->in_fd, TCSADRAIN, &t->saved);
}

static void terminal_resume(struct screen *s)
{
	struct terminal *t = terminal_of(s);
	if (!t->suspended)
		return;
	t->suspended = false;
	reset_prog_mode();
	terminal_resize(s);
	/* The first refresh after endwin() enters the alternate screen again. */
	clearok(curscr, TRUE);
	wnoutrefresh(stdscr);
	doupdate();
	t->cursor = -1;
	t->repaint = true;
	send_modes(t, true);
	rescue_arm(t);
}

static void terminal_close(struct screen *s)
{
	struct terminal *t = terminal_of(s);
	terminal_suspend(s);
	delscreen(t->curses);
	fclose(t->in);
	fclose(t->out);
	free(t->last);
	free(t->line);
	free(t);
}

/* RFC 4648 base64. */
static void add_base64(struct buf *out, const char *text, size_t len)
{
	static const char digits[] =
	        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	for (size_t i = 0; i < len; i += 3) {
		uint32_t v = (uint32_t)(unsigned char)text[i] << 16;
		v |= i + 1 < len ? (uint32_t)(unsigned char)text[i + 1] << 8 : 0;
		v |= i + 2 < len ? (unsigned char)text[i + 2] : 0;
		buf_putc(out, digits[v >> 18]);
		buf_putc(out, digits[v >> 12 & 63]);
		buf_putc(out, i + 1 < len ? digits[v >> 6 & 63] : '=');
		buf_putc(out, i + 2 < len ? digits[v & 63] : '=');
	}
}

/* OSC 52 sets the clipboard of the machine the person sits at, also through ssh. */
static bool terminal_copy(struct screen *s, const char *text, size_t len)
{
	const struct terminal *t = terminal_of(s);
	struct buf out = {0};
	if (!t->xterm_like || t->suspended)
		return false;
	buf_puts(&out, "\x1b]52;c;");
	add_base64(&out, text, len);
	buf_putc(&out, '\a');
	send(t, out.at, out.len);
	buf_finish(&out);
	return true;
}

static void terminal_title(struct screen *s, const char *printable)
{
	const struct terminal *t = terminal_of(s);
	if (!t->xterm_like || t->suspended)
		return;
	send_text(t, "\x1b]2;");
	send_text(t, printable);
	send_text(t, "\a");
}

static void terminal_bell(struct screen *s)
{
	send_text(terminal_of(s), "\a");
}

static const struct screen_ops terminal_ops = {
        .close = terminal_close,
        .present = terminal_present,
        .redraw = terminal_redraw,
        .resize = terminal_resize,
        .fd = terminal_fd,
        .input = terminal_input,
        .suspend = terminal_suspend,
        .resume = terminal_resume,
        .copy = terminal_copy,
        .title = terminal_title,
        .bell = terminal_bell,
};

/* ncurses leaves alone what is not at its default, so nothing is at its default meanwhile. */
static SCREEN *newterm_without_handlers(const char *term, FILE *out, FILE *in)
{
	static const int signals[] = {SIGWINCH, SIGTSTP, SIGINT, SIGTERM};
	struct sigaction before[ARRAY_SIZE(signals)];
	struct sigaction ignore = {.sa_handler = SIG_IGN};
	for (size_t i = 0; i < ARRAY_SIZE(signals); i++)
		sigaction(signals[i], &ignore, &before[i]);
	use_env(FALSE); /* LINES and COLUMNS would win over the real size */
	use_tioctl(TRUE);
	SCREEN *curses = newterm(term, out, in);
	for (size_t i = 0; i < ARRAY_SIZE(signals); i++)
		sigaction(signals[i], &before[i], NULL);
	return curses;
}

/* Starts ncurses with the first of these names that terminfo knows; gives that name. */
static const char *start_curses(struct terminal *t, const char *wanted, struct err *e)
{
	const char *const names[] = {wanted, "xterm-256color", "ansi", "vt100"};
	const char *term = NULL;
	for (size_t i = 0; i < ARRAY_SIZE(names) && !t->curses; i++) {
		term = names[i];
		if (term && *term)
			t->curses = newterm_without_handlers(term, t->out, t->in);
	}
	if (!t->curses) {
		err_set(e, ERR_MACHINE,
		        _("no description of this terminal (TERM=%s) nor of xterm, ansi or vt100: "
		          "is ncurses-base installed?"),
		        wanted ? wanted : "");
		return NULL;
	}
	const char *place = tigetstr("cup");
	if (place && place != (char *)-1)
		return term;
	reset_shell_mode(); /* nothing was drawn: unlike endwin() it writes nothing either */
	delscreen(t->curses);
	t->curses = NULL;
	err_set(e, ERR_MACHINE, _("TERM=%s: this terminal cannot place text"), term);
	return NULL;
}

static enum depth depth_of_colours(void)
{
	if (!has_colors() || start_color() != OK)
		return DEPTH_MONO;
	use_default_colors();
	return COLORS >= 256  ? DEPTH_256
	       : COLORS >= 16 ? DEPTH_16
	       : COLORS >= 8  ? DEPTH_8
	                      : DEPTH_MONO;
}

/* Keys that terminfo spells differently from what decode.c knows already. */
static void add_terminfo_keys(struct decoder *d)
{
	static const struct {
		const char *capability;
		enum key_sym sym;
	} table[] = {
	        {"kcuu1", KEYSYM_UP},
	        {"kcud1", KEYSYM_DOWN},
	        {"kcub1", KEYSYM_LEFT},
	        {"kcuf1", KEYSYM_RIGHT},
	        {"khome", KEYSYM_HOME},
	        {"kend", KEYSYM_END},
	        {"kpp", KEYSYM_PAGE_UP},
	        {"knp", KEYSYM_PAGE_DOWN},
	        {"kich1", KEYSYM_INSERT},
	        {"kdch1", KEYSYM_DELETE},
	};
	for (size_t i = 0; i < ARRAY_SIZE(table); i++) {
		const char *bytes = tigetstr(table[i].capability);
		if (bytes && bytes != (char *)-1)
			decoder_add(d, bytes, (struct key){.sym = (uint8_t)table[i].sym});
	}
	for (unsigned i = 0; i <= KEYSYM_F12 - KEYSYM_F1; i++) {
		char name[8];
		snprintf(name, sizeof(name), "kf%u", i + 1);
		const char *bytes = tigetstr(name);
		if (bytes && bytes != (char *)-1)
			decoder_add(d, bytes, (struct key){.sym = (uint8_t)(KEYSYM_F1 + i)});
	}
}

/* Until its first endwin() ncurses sends each cursor movement by itself: a frame would be a hundred
 * writes, and its beginning could be seen without its end. So it ends once, where nobody looks, and
 * goes on like after a suspension. */
static void end_first_time(struct terminal *t)
{
	int fd = fileno(t->out);
	int terminal = fcntl(fd, F_DUPFD_CLOEXEC, 0);
	int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
	if (terminal >= 0 && nowhere >= 0 && dup2(nowhere, fd) >= 0) {
		wnoutrefresh(stdscr);
		doupdate();
		endwin();
		dup2(terminal, fd);
		clearok(curscr, TRUE);
	}
	if (terminal >= 0)
		close(terminal);
	if (nowhere >= 0)
		close(nowhere);
}

/* Line discipline and drawing, after newterm(). */
static void configure(struct terminal *t, const char *term, const char *theme)
{
	int w = COLS, h = LINES;
	raw();
	noecho();
	nonl();
	typeahead(-1); /* ncurses must not look at input it does not read */
	leaveok(stdscr, FALSE);
	scrollok(stdscr, FALSE);
	t->xterm_like = strncmp(term, "vt", 2) != 0 && strcmp(term, "ansi") != 0 &&
	                strncmp(term, "linux", 5) != 0;
	t->base.depth = depth_of_colours();
	t->base.theme = theme_choose(theme, getenv("NO_COLOR"), t->base.depth);
	t->base.utf8 = strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
	t->cursor = -1;
	if (window_size(t, &w, &h))
		resizeterm(h, w);
	set_size(t, w, h);
	add_terminfo_keys(&t->base.decoder);
	end_first_time(t);
	wnoutrefresh(stdscr);
	doupdate();
	send_modes(t, true);
	rescue_arm(t);
}

static FILE *stream_of(int fd, const char *mode)
{
	int copy = dup(fd);
	FILE *f = copy < 0 ? NULL : fdopen(copy, mode);
	if (!f && copy >= 0)
		close(copy);
	return f;
}

struct screen *screen_open(const struct screen_options *o, struct err *e)
{
	if (!isatty(o->in_fd) || !isatty(o->out_fd)) {
		err_set(e, ERR_MACHINE, _("the screen needs a terminal"));
		return NULL;
	}
	struct terminal *t = xcalloc(1, sizeof(*t));
	t->base.ops = &terminal_ops;
	t->in_fd = o->in_fd;
	t->out_fd = o->out_fd;
	t->mouse = o->mouse;
	t->mark = o->test_mark || getenv("WIRELAB_TEST_MARK");
	if (tcgetattr(t->in_fd, &t->saved) != 0) {
		err_sys(e, errno, _("cannot ask the terminal for its settings"));
		goto fail;
	}
	t->in = stream_of(o->in_fd, "r");
	t->out = stream_of(o->out_fd, "w");
	if (!t->in || !t->out) {
		err_sys(e, errno, _("cannot open the terminal"));
		goto fail;
	}
	const char *term = start_curses(t, o->term ? o->term : getenv("TERM"), e);
	if (!term)
		goto fail;
	configure(t, term, o->theme);
	return &t->base;
fail:
	if (t->in)
		fclose(t->in);
	if (t->out)
		fclose(t->out);
	free(t);
	return NULL;
}
