/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A program on a terminal of our own, driven by keys and watched frame by frame.
 */
#include "tests/support/tty.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/text.h"
#include "base/vec.h"
#include "term/pty.h"
#include "term/terminal.h"

struct tty {
	struct loop *loop;
	struct terminal *terminal;
	VEC(char *) env;
	char home[64];
	struct frame frame;
	struct buf text;      /* of frame */
	unsigned long number; /* of the last mark */
	size_t output;        /* bytes the program has printed */
	bool marks_expected;
	bool ended;
	struct loop_exit how;
	/* While a wait is on: it is asked at every mark, for frames can come faster than turns. */
	tty_condition met;
	void *met_user;
	bool met_now;
};

static void look(struct tty *t)
{
	frame_take(&t->frame, terminal_vt(t->terminal));
	buf_clear(&t->text);
	frame_text(&t->frame, &t->text);
	if (t->met && !t->met_now)
		t->met_now = t->met(t, t->met_user);
}

static void on_osc(void *user, int number, const char *text, size_t len)
{
	struct tty *t = user;
	static const char mark[] = "frame=";
	if (number != 7777 || len < sizeof(mark) || len > 30 ||
	        memcmp(text, mark, sizeof(mark) - 1) != 0)
		return;
	char *_cleanup_free_ digits = xstrndup(text + sizeof(mark) - 1, len - (sizeof(mark) - 1));
	t->number = strtoul(digits, NULL, 10);
	/* A met condition keeps the frame it was met with until the wait has returned. */
	if (!t->met_now)
		look(t);
}

static void on_output(void *user, const char *bytes, size_t len)
{
	(void)bytes;
	((struct tty *)user)->output += len;
}

static void on_end(void *user, struct loop_exit how)
{
	struct tty *t = user;
	t->ended = true;
	t->how = how;
}

/* ---- environment ---- */

static size_t name_length(const char *assignment)
{
	return strcspn(assignment, "=") + 1;
}

void tty_env(struct tty *t, const char *assignment)
{
	size_t len = name_length(assignment);
	VEC_EACH (it, &t->env) {
		if (strncmp(*it, assignment, len) == 0) {
			free(*it);
			*it = xstrdup(assignment);
			return;
		}
	}
	vec_push(&t->env, xstrdup(assignment));
}

static void env_in_home(struct tty *t, const char *name, const char *folder)
{
	char *_cleanup_free_ s = xasprintf("%s=%s%s", name, t->home, folder);
	tty_env(t, s);
}

static void env_inherited(struct tty *t, const char *name)
{
	const char *value = getenv(name);
	if (!value)
		return;
	char *_cleanup_free_ s = xasprintf("%s=%s", name, value);
	tty_env(t, s);
}

static void set_environment(struct tty *t)
{
	static const char *const fixed[] = {"LC_ALL=C.UTF-8", "TZ=UTC", "ESCDELAY=25",
	        "TERM=xterm-256color", "WIRELAB_TEST_MARK=1"};
	static const char *const inherited[] = {"PATH", "ASAN_OPTIONS", "UBSAN_OPTIONS",
	        "LSAN_OPTIONS", "LLVM_PROFILE_FILE", "GCOV_PREFIX", "GCOV_PREFIX_STRIP"};
	for (size_t i = 0; i < sizeof(fixed) / sizeof(fixed[0]); i++)
		tty_env(t, fixed[i]);
	for (size_t i = 0; i < sizeof(inherited) / sizeof(inherited[0]); i++)
		env_inherited(t, inherited[i]);
	env_in_home(t, "HOME", "");
	env_in_home(t, "XDG_CONFIG_HOME", "/.config");
	env_in_home(t, "XDG_STATE_HOME", "/.local/state");
	env_in_home(t, "XDG_DATA_HOME", "/.local/share");
	env_in_home(t, "XDG_CACHE_HOME", "/.cache");
	env_in_home(t, "XDG_RUNTIME_DIR", "");
}

const char *tty_home(const struct tty *t)
{
	return t->home;
}

/* ---- life ---- */

struct tty *tty_create(int rows, int cols)
{
	struct tty *t = xcalloc(1, sizeof(*t));
	snprintf(t->home, sizeof(t->home), "/tmp/wirelab-tty-XXXXXX");
	if (!mkdtemp(t->home)) {
		perror(t->home);
		abort();
	}
	t->loop = loop_create();
	t->terminal = terminal_create(t->loop, rows, cols, 1000);
	terminal_set_hooks(t->terminal,
	        &(struct terminal_hooks){
	                .on_output = on_output, .on_exit = on_end, .on_osc = on_osc, .user = t});
	set_environment(t);
	look(t);
	return t;
}

static int remove_one(const char *path, const struct stat *s, int type, struct FTW *ftw)
{
	(void)s;
	(void)type;
	(void)ftw;
	return remove(path);
}

void tty_destroy(struct tty *t)
{
	if (!t)
		return;
	terminal_destroy(t->terminal);
	loop_destroy(t->loop);
	nftw(t->home, remove_one, 16, FTW_DEPTH | FTW_PHYS | FTW_MOUNT);
	VEC_EACH (it, &t->env)
		free(*it);
	vec_free(&t->env);
	frame_finish(&t->frame);
	buf_finish(&t->text);
	free(t);
}

static const char *value_of(const struct tty *t, const char *name)
{
	for (size_t i = 0; i < t->env.count; i++) {
		size_t len = name_length(t->env.at[i]);
		if (strlen(name) == len - 1 && strncmp(t->env.at[i], name, len - 1) == 0)
			return t->env.at[i] + len;
	}
	return NULL;
}

bool tty_start(struct tty *t, char *const *argv, struct err *e)
{
	VEC(char *) env = {0};
	VEC_EACH (it, &t->env)
		vec_push(&env, *it);
	vec_push(&env, NULL);
	t->ended = false;
	t->number = 0;
	bool ok = terminal_start(t->terminal,
	        &(struct terminal_program){
	                .argv = argv, .envp = env.at, .cwd = t->home, .term = value_of(t, "TERM")},
	        e);
	vec_free(&env);
	return ok;
}

/* ---- keys ---- */

static const struct {
	const char *name;
	struct vt_key key;
} key_names[] = {
        {"Enter", {.name = VT_KEY_ENTER}},
        {"Tab", {.name = VT_KEY_TAB}},
        {"BS", {.name = VT_KEY_BACKSPACE}},
        {"Backspace", {.name = VT_KEY_BACKSPACE}},
        {"Esc", {.name = VT_KEY_ESCAPE}},
        {"Escape", {.name = VT_KEY_ESCAPE}},
        {"Up", {.name = VT_KEY_UP}},
        {"Down", {.name = VT_KEY_DOWN}},
        {"Left", {.name = VT_KEY_LEFT}},
        {"Right", {.name = VT_KEY_RIGHT}},
        {"Home", {.name = VT_KEY_HOME}},
        {"End", {.name = VT_KEY_END}},
        {"PgUp", {.name = VT_KEY_PAGE_UP}},
        {"PgDn", {.name = VT_KEY_PAGE_DOWN}},
        {"Ins", {.name = VT_KEY_INSERT}},
        {"Del", {.name = VT_KEY_DELETE}},
        {"Space", {.unicode = ' '}},
        {"lt", {.unicode = '<'}},
};

/* "F1" to "F12" */
static bool function_key(const char *name, struct vt_key *key)
{
	char *end = NULL;
	if (name[0] != 'F' || name[1] < '1' || name[1] > '9')
		return false;
	unsigned long n = strtoul(name + 1, &end, 10);
	if (*end || n > 12)
		return false;
	key->name = (enum vt_key_name)(VT_KEY_F1 + (int)n - 1);
	return true;
}

static bool named_key(const char *name, struct vt_key *key)
{
	for (size_t i = 0; i < sizeof(key_names) / sizeof(key_names[0]); i++) {
		if (strcmp(name, key_names[i].name) == 0) {
			*key = key_names[i].key;
			return true;
		}
	}
	return function_key(name, key);
}

static const char *take_mods(const char *name, unsigned *mods)
{
	for (; name[0] && name[1] == '-' && name[2]; name += 2) {
		if (name[0] == 'C')
			*mods |= VT_CTRL;
		else if (name[0] == 'M' || name[0] == 'A')
			*mods |= VT_ALT;
		else if (name[0] == 'S')
			*mods |= VT_SHIFT;
		else
			break;
	}
	return name;
}

static bool one_character(const char *s, struct vt_key *key)
{
	return text_decode(s, strlen(s), &key->unicode) == strlen(s);
}

static bool parse_key(const char *word, struct vt_key *key)
{
	size_t len = strlen(word);
	unsigned mods = 0;
	*key = (struct vt_key){0};
	bool bracketed = len > 2 && word[0] == '<' && word[len - 1] == '>';
	char *_cleanup_free_ inner = xstrndup(word + bracketed, len - 2 * (size_t)bracketed);
	const char *name = take_mods(inner, &mods);
	bool ok = (bracketed && named_key(name, key)) || one_character(name, key);
	key->mods = mods;
	return ok && (bracketed || mods);
}

bool tty_key(struct tty *t, const char *word)
{
	struct vt_key key;
	size_t len = strlen(word);
	if (parse_key(word, &key)) {
		terminal_key(t->terminal, key);
		return true;
	}
	if (len > 2 && word[0] == '<' && word[len - 1] == '>')
		return false;
	tty_type(t, word);
	return true;
}

void tty_type(struct tty *t, const char *text)
{
	terminal_send(t->terminal, text, strlen(text));
}

void tty_mouse(struct tty *t, struct vt_mouse mouse)
{
	terminal_mouse(t->terminal, mouse);
}

void tty_resize(struct tty *t, int rows, int cols)
{
	terminal_resize(t->terminal, rows, cols);
}

void tty_kill(struct tty *t, int signum)
{
	terminal_kill(t->terminal, signum);
}

/* ---- looking and waiting ---- */

const struct frame *tty_frame(const struct tty *t)
{
	return &t->frame;
}

const char *tty_screen_text(struct tty *t)
{
	return buf_text(&t->text);
}

unsigned long tty_frame_number(const struct tty *t)
{
	return t->number;
}

void tty_expect_marks(struct tty *t)
{
	t->marks_expected = true;
}

/* Whether the screen as it is may be looked at, rather than only what stood there at a mark. */
static bool is_open(const struct tty *t)
{
	if (t->ended)
		return true;
	return t->number == 0 &&
	       !(t->marks_expected && vt_status(terminal_vt(t->terminal)).alternate);
}

/* One turn of the loop; without marks, and after the end, the screen is looked at as it is. */
static void turn(struct tty *t, nsec left)
{
	size_t before = t->output;
	bool ended = t->ended;
	loop_turn(t->loop, left < NSEC_PER_SEC ? left : NSEC_PER_SEC);
	bool news = t->output != before || t->ended != ended;
	if (news && !t->met_now && is_open(t))
		look(t);
}

bool tty_wait(struct tty *t, tty_condition met, void *user, nsec timeout)
{
	nsec deadline = clock_now() + timeout;
	if (is_open(t))
		look(t);
	t->met_now = met(t, user);
	t->met = met;
	t->met_user = user;
	for (nsec left = timeout; !t->met_now && left > 0; left = deadline - clock_now()) {
		turn(t, left);
		/* The end may be what was waited for; after it nothing else will come. */
		if (t->ended) {
			t->met_now = t->met_now || met(t, user);
			break;
		}
	}
	bool result = t->met_now;
	t->met = NULL;
	t->met_now = false;
	return result;
}

static bool has_text(struct tty *t, void *user)
{
	return strstr(tty_screen_text(t), user) != NULL;
}

bool tty_wait_text(struct tty *t, const char *text, nsec timeout)
{
	char *_cleanup_free_ copy = xstrdup(text);
	if (tty_wait(t, has_text, copy, timeout))
		return true;
	fprintf(stderr, "\"%s\" did not come onto the screen\n", text);
	tty_print(t, "the screen");
	return false;
}

static bool has_frame(struct tty *t, void *user)
{
	return t->number > *(unsigned long *)user;
}

bool tty_wait_frame(struct tty *t, unsigned long after, nsec timeout)
{
	if (tty_wait(t, has_frame, &after, timeout))
		return true;
	fprintf(stderr, "no frame came after frame %lu\n", after);
	tty_print(t, "the screen");
	return false;
}

void tty_wait_quiet(struct tty *t, nsec quiet)
{
	nsec since = clock_now(), deadline = since + 20 * quiet;
	while (!t->ended && clock_now() - since < quiet && clock_now() < deadline) {
		size_t before = t->output;
		turn(t, quiet);
		if (t->output != before)
			since = clock_now();
	}
}

static bool has_ended(struct tty *t, void *user)
{
	(void)user;
	return t->ended;
}

bool tty_wait_exit(struct tty *t, nsec timeout, struct loop_exit *how)
{
	if (!tty_wait(t, has_ended, NULL, timeout)) {
		fprintf(stderr, "the program did not end\n");
		tty_print(t, "the screen");
		return false;
	}
	*how = t->how;
	return true;
}

/* What a terminal is like before anybody has touched it. */
static bool fresh_modes(struct termios *out)
{
	struct pty p;
	if (pty_open(&p, 24, 80) < 0)
		return false;
	bool ok = tcgetattr(p.master, out) == 0;
	pty_close(&p);
	return ok;
}

static bool same_modes(const struct termios *a, const struct termios *b)
{
	return a->c_iflag == b->c_iflag && a->c_oflag == b->c_oflag && a->c_lflag == b->c_lflag &&
	       a->c_cflag == b->c_cflag && memcmp(a->c_cc, b->c_cc, sizeof(a->c_cc)) == 0;
}

bool tty_restored(struct tty *t, const char **why)
{
	struct vt_status s = vt_status(terminal_vt(t->terminal));
	struct termios now, fresh;
	*why = NULL;
	if (s.alternate)
		*why = "the alternate screen was not left";
	else if (!s.cursor_visible)
		*why = "the cursor is still hidden";
	else if (s.mouse != VT_MOUSE_OFF)
		*why = "the mouse is still reported";
	else if (tcgetattr(terminal_fd(t->terminal), &now) < 0 || !fresh_modes(&fresh))
		*why = "the terminal's modes can't be read";
	else if (!same_modes(&now, &fresh))
		*why = "the terminal's modes (stty) were not restored";
	return *why == NULL;
}

void tty_print(struct tty *t, const char *title)
{
	struct buf out = {0};
	dump_frame(&t->frame, buf_text(&t->text), &out);
	fprintf(stderr, "---- %s%s ----\n%s----\n", title,
	        t->ended ? " (the program has ended)" : "", buf_text(&out));
	buf_finish(&out);
}
