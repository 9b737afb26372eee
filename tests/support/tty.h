/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A program on a terminal of our own, driven by keys and watched frame by frame.
 *
 * How it works: src/term runs the program and draws its screen in memory. A program that sees
 * WIRELAB_TEST_MARK ends each frame with ESC ] 7777 ; frame=N BEL; from the first mark on only
 * whole frames are looked at. Of programs without marks the screen is looked at as it is. Nothing
 * here waits for time to pass: waits end with what they wait for, or fail at their deadline and
 * print the screen to stderr.
 *
 * The program gets a small fixed environment: PATH, TERM=xterm-256color, LC_ALL=C.UTF-8, TZ=UTC,
 * ESCDELAY=25, WIRELAB_TEST_MARK=1, HOME and all XDG homes in an empty directory that is also the
 * working directory, and what sanitizers and coverage need.
 */
#ifndef SUPPORT_TTY_H
#define SUPPORT_TTY_H

#include <stdbool.h>

#include "base/err.h"
#include "loop/loop.h"
#include "term/vt.h"
#include "tests/support/dump.h"

struct tty;

struct tty *tty_create(int rows, int cols);
void tty_destroy(struct tty *t); /* kills the program, removes the directory; NULL is fine */

/* Before the start: "NAME=VALUE" replaces or adds, "NAME=" makes it empty. */
void tty_env(struct tty *t, const char *assignment);
const char *tty_home(const struct tty *t);
bool tty_start(struct tty *t, char *const *argv, struct err *e);
/* The program will mark its frames: nothing is looked at on the alternate screen before the first
 * mark, for the first frame may be there in part only. */
void tty_expect_marks(struct tty *t);

/* A word: one key "<Enter>", "<C-Down>", "<F5>", "C-b", "M-x", "<Space>", "<lt>"; all else is
 * typed as it is. False: no such key. */
bool tty_key(struct tty *t, const char *word);
void tty_type(struct tty *t, const char *text);
void tty_mouse(struct tty *t, struct vt_mouse mouse);
void tty_resize(struct tty *t, int rows, int cols);
void tty_kill(struct tty *t, int signum);

/* What is looked at: the last whole frame. Borrowed until the next wait. */
const struct frame *tty_frame(const struct tty *t);
const char *tty_screen_text(struct tty *t);
unsigned long tty_frame_number(const struct tty *t); /* of the last mark; 0: none yet */

/* Each waits at most `timeout`. tty_wait asks `met` after every frame, or turn without marks. */
typedef bool (*tty_condition)(struct tty *t, void *user);
bool tty_wait(struct tty *t, tty_condition met, void *user, nsec timeout);
bool tty_wait_text(struct tty *t, const char *text, nsec timeout);
/* A frame with a number above `after`. */
bool tty_wait_frame(struct tty *t, unsigned long after, nsec timeout);
/* Until the program has printed nothing for `quiet`, at most twenty times as long: only to make
 * goldens, never to check. */
void tty_wait_quiet(struct tty *t, nsec quiet);
bool tty_wait_exit(struct tty *t, nsec timeout, struct loop_exit *how);

/* Whether the program has given the terminal back: main screen, cursor shown, mouse off, line
 * discipline as before. `why` names the first that is not. */
bool tty_restored(struct tty *t, const char **why);

/* The screen to stderr, with `title` above. */
void tty_print(struct tty *t, const char *title);

#endif
