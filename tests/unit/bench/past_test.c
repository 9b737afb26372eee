/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The bench as of a moment: whatever way the cursor took, what is told is what a fresh look at the
 * events up to there tells; and a tape that grows and forgets.
 */
#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "bench/past.h"
#include "tape/tape.h"
#include "term/terminal.h"
#include "term/vt.h"

/* ARP, 10.0.0.1 asks for 10.0.0.2. */
static const uint8_t arp[] = {255, 255, 255, 255, 255, 255, 2, 0, 0, 0, 0, 1, 8, 6, 0, 1, 8, 0, 6,
        4, 0, 1, 2, 0, 0, 0, 0, 1, 10, 0, 0, 1, 0, 0, 0, 0, 0, 0, 10, 0, 0, 2};

static struct tape_about about(void)
{
	static const char *const hosts[] = {"client", "server"};
	struct tape_about a = {.began = 0, .pane_count = 2};
	assert_true(topology_simple(&a.topology, hosts, 2, NULL));
	assert_true(topology_complete(&a.topology, NULL));
	a.panes[0] = (struct tape_about_pane){.name = "client", .rows = 5, .cols = 40};
	a.panes[1] = (struct tape_about_pane){.name = "server", .node = 1, .rows = 5, .cols = 40};
	return a;
}

static uint64_t add_frame(struct tape *t, nsec when, enum frame_fate fate, uint64_t related)
{
	struct tape_frame f = {.fate = (uint8_t)fate,
	        .by = BY_LEARNER,
	        .marks = fate == FATE_FOLDED ? MARK_REPEAT : 0,
	        .related = related,
	        .captured = sizeof(arp),
	        .length = sizeof(arp),
	        .bytes = arp};
	return tape_add_frame(t, when, &f);
}

static void add_socket(struct tape *t, nsec when, unsigned port, unsigned state, bool gone)
{
	struct tape_socket s;
	memset(&s, 0, sizeof(s));
	s = (struct tape_socket){.node = 1,
	        .family = AF_INET,
	        .protocol = IPPROTO_TCP,
	        .state = (uint8_t)state,
	        .gone = gone,
	        .local_port = (uint16_t)port,
	        .inode = port};
	tape_add_socket(t, when, &s);
}

static uint32_t next_random(uint32_t *seed)
{
	*seed = *seed * 1664525 + 1013904223;
	return *seed >> 8;
}

static void add_output(struct tape *t, nsec when, uint32_t n)
{
	char text[160];
	int len = snprintf(text, sizeof(text), "\033[%u;%uHline \033[1;3%um%u\033[m\r\n%s",
	        n % 5 + 1, n % 40 + 1, n % 8, n,
	        n % 3 ? "" : "more words than a line of forty columns has\n");
	tape_add_output(t, when, (uint16_t)(n % 2), text, (size_t)len);
	if (n % 64 == 0)
		tape_add_note(t, when, NOTE_SIZE, n % 128 ? "0 5 40" : "0 8 31");
}

struct scribe {
	uint32_t seed;
	uint64_t held;
};

/* Some of everything, always the same. */
static void add_some(struct tape *t, struct scribe *s, size_t count)
{
	uint64_t held = s->held;
	for (size_t i = 0; i < count; i++) {
		nsec now = (nsec)tape_end(t);
		uint32_t r = next_random(&s->seed);
		switch (r % 8) {
		case 0:
			held = add_frame(t, now, FATE_HELD, TAPE_NONE);
			break;
		case 1:
			if (held != TAPE_NONE && held >= tape_first(t)) {
				add_frame(t, now, FATE_FOLDED, held);
				tape_fold(t, held);
			}
			break;
		case 2:
			if (held != TAPE_NONE)
				tape_set_fate(t, now, held, FATE_DROPPED, BY_LEARNER, MARK_MOVED);
			held = TAPE_NONE;
			break;
		case 3:
			add_socket(t, now, 1 + r % 97, 1 + r % 11, r % 5 == 0);
			break;
		case 4:
			tape_add_note(t, now, NOTE_CHECK, r % 16 < 8 ? "syn pass" : "syn open");
			break;
		case 5:
			tape_add_note(t, now, r % 9 ? NOTE_LINK : NOTE_STEP,
			        r % 16 < 8 ? "pull client-server" : "plug client-server");
			break;
		default:
			add_output(t, now, r);
		}
	}
	s->held = held;
}

static char *screen_text(struct vt *vt)
{
	struct buf text = {0};
	struct vt_status s = vt_status(vt);
	vt_text(vt, -vt_scrollback(vt), s.rows - 1, &text);
	buf_printf(&text, "%d %d %d %d %llu", s.rows, s.cols, s.cursor_row, s.cursor_col,
	        (unsigned long long)s.scrolled);
	return buf_steal(&text);
}

static void same_screens(struct past *p, struct past *q)
{
	for (size_t pane = 0; pane < 2; pane++) {
		struct vt *v = past_vt(p, pane), *w = past_vt(q, pane);
		char *_cleanup_free_ a = screen_text(v);
		char *_cleanup_free_ b = screen_text(w);
		assert_string_equal(a, b);
		for (int row = 0; row < vt_status(v).rows; row++) {
			for (int col = 0; col < vt_status(v).cols; col++) {
				struct vt_cell c, d;
				vt_cell(v, row, col, &c);
				vt_cell(w, row, col, &d);
				assert_memory_equal(&c.chars, &d.chars, sizeof(c.chars));
				assert_int_equal(c.attrs, d.attrs);
				assert_int_equal(c.fg.value, d.fg.value);
			}
		}
	}
}

static void same_moment(struct past *p, struct past *q)
{
	const struct tape_socket *s, *r;
	const struct bench_next *n, *m;
	assert_true(past_cursor(p) == past_cursor(q));
	assert_true(past_now(p) == past_now(q));
	size_t count = past_sockets(p, 1, &s);
	assert_int_equal(count, past_sockets(q, 1, &r));
	if (count)
		assert_memory_equal(s, r, count * sizeof(*s));
	count = past_next(p, &n);
	assert_int_equal(count, past_next(q, &m));
	for (size_t i = 0; i < count; i++) {
		assert_true(n[i].id == m[i].id && n[i].repeats == m[i].repeats);
		assert_string_equal(n[i].what, m[i].what);
	}
	uint64_t e = 0, f = 0;
	assert_int_equal(past_check(p, "syn", &e), past_check(q, "syn", &f));
	assert_true(e == f);
	assert_string_equal(past_step(p).id, past_step(q).id);
	assert_int_equal(past_plugged(p, 0), past_plugged(q, 0));
}

static void test_any_way_leads_to_the_same(void **state)
{
	(void)state;
	struct tape_about a = about();
	struct tape *t = tape_create(8 << 20);
	uint32_t seed = 1;
	struct scribe scribe = {1, TAPE_NONE};
	add_some(t, &scribe, 60000);
	struct past *p = past_create(t, &a);
	for (int i = 0; i < 12; i++) {
		uint64_t at = next_random(&seed) % tape_end(t);
		struct past *fresh = past_create(t, &a);
		past_seek(p, at);
		past_seek(fresh, at);
		assert_true(past_cursor(p) == at);
		same_moment(p, fresh);
		same_screens(p, fresh);
		past_seek(p, at + 1);
		past_seek(p, at);
		same_moment(p, fresh);
		same_screens(p, fresh);
		past_destroy(fresh);
	}
	past_destroy(p);
	tape_destroy(t);
}

/* Frames read through the window are what the tape said when it ended there. */
static void test_the_window_is_the_tape_of_then(void **state)
{
	(void)state;
	struct tape_about a = about();
	struct tape *t = tape_create(8 << 20);
	struct scribe seed = {7, TAPE_NONE}, again = seed;
	add_some(t, &seed, 3000);
	struct past *p = past_create(t, &a);
	struct tape *then = tape_create(8 << 20);
	for (int i = 0; i < 30; i++) {
		add_some(then, &again, 100);
		past_seek(p, tape_end(then) - 1);
		const struct tape *w = past_tape(p);
		assert_true(tape_end(w) == tape_end(then));
		for (int kind = 0; kind < TAPE_KINDS; kind++)
			assert_true(tape_count(w, (enum tape_kind)kind) ==
			            tape_count(then, (enum tape_kind)kind));
		struct tape_event e, f;
		for (uint64_t id = 0; tape_get(then, id, &e); id++) {
			assert_true(tape_get(w, id, &f));
			assert_int_equal(e.kind, f.kind);
			if (e.kind != TAPE_FRAME)
				continue;
			assert_int_equal(e.frame.fate, f.frame.fate);
			assert_int_equal(e.frame.marks, f.frame.marks);
			assert_int_equal(e.frame.folded, f.frame.folded);
		}
		assert_false(tape_get(w, tape_end(w), &f));
	}
	past_destroy(p);
	tape_destroy(then);
	tape_destroy(t);
}

static void test_what_a_moment_tells(void **state)
{
	(void)state;
	struct tape_about a = about();
	struct tape *t = tape_create(1 << 20);
	struct tape_program began = {.pane = 0, .command = "nc"};
	tape_add_note(t, 0, NOTE_WORLD, "x");
	tape_add_program(t, 1, &began);
	tape_add_note(t, 2, NOTE_STEP, "open");
	tape_add_note(t, 3, NOTE_PREDICTION, "open 2");
	uint64_t held = add_frame(t, 4, FATE_HELD, TAPE_NONE);
	tape_set_fate(t, 5, held, FATE_DROPPED, BY_LEARNER, 0);
	tape_add_note(t, 6, NOTE_LINK, "pull client-server");
	tape_add_note(t, 7, NOTE_CHECK, "step open");
	struct tape_program ended = {.pane = 0, .ended = 1, .code = 3, .command = "nc"};
	tape_add_program(t, 8, &ended);

	struct past *p = past_create(t, &a);
	assert_true(past_cursor(p) == 8);
	assert_int_equal(past_pane(p, 0).state, TERMINAL_EXITED);
	assert_int_equal(past_pane(p, 0).code, 3);
	assert_int_equal(past_pane(p, 1).state, TERMINAL_NOT_STARTED);
	assert_true(past_step(p).done);
	assert_false(past_plugged(p, 0));

	const struct bench_next *n;
	char words[100];
	assert_int_equal(past_next(p, &n), 0);
	past_seek(p, held);
	assert_int_equal(past_next(p, &n), 1);
	assert_true(n[0].id == held);
	assert_int_equal(n[0].from, 0);
	assert_int_equal(n[0].to, 1);
	assert_non_null(strstr(n[0].what, "10.0.0.2"));
	past_fate_text(p, held, words, sizeof(words));
	assert_string_equal(words, "held 0.0 s");
	assert_int_equal(past_pane(p, 0).state, TERMINAL_RUNNING);
	assert_int_equal(past_step(p).chosen, 1);
	assert_false(past_step(p).done);
	assert_true(past_plugged(p, 0));
	past_seek(p, held + 1);
	past_fate_text(p, held, words, sizeof(words));
	assert_string_equal(words, "dropped by you");
	past_seek(p, 0);
	assert_string_equal(past_step(p).id, "");
	assert_int_equal(past_pane(p, 0).state, TERMINAL_NOT_STARTED);
	past_destroy(p);
	tape_destroy(t);
}

/* A running bench: events come, the oldest go, and what is told stays exact. */
static void test_a_tape_that_grows_and_forgets(void **state)
{
	(void)state;
	struct tape_about a = about();
	struct tape *t = tape_create(1 << 20), *all = tape_create(64 << 20);
	struct scribe seed = {3, TAPE_NONE}, same = seed;
	struct past *p = past_create(t, &a);
	for (int i = 0; i < 60; i++) {
		add_some(t, &seed, 1000);
		add_some(all, &same, 1000);
		while (!past_follow(p, 300))
			;
	}
	/* A frame that the small tape has forgotten can't be folded into or dropped there. */
	assert_true(tape_first(t) > 0);
	struct past *whole = past_create(all, &a);
	past_seek(p, tape_first(t));
	uint64_t earliest = past_cursor(p);
	assert_true(earliest - tape_first(t) <= 4096);
	assert_true(tape_end(t) == tape_end(all));
	for (uint64_t at = earliest; at < tape_end(t); at += 1000) {
		const struct tape_socket *s, *r;
		past_seek(p, at);
		past_seek(whole, at);
		assert_true(past_cursor(p) == at);
		size_t count = past_sockets(p, 1, &s);
		assert_int_equal(count, past_sockets(whole, 1, &r));
		assert_memory_equal(s, r, count * sizeof(*s));
		assert_int_equal(past_plugged(p, 0), past_plugged(whole, 0));
	}
	past_destroy(whole);
	past_destroy(p);
	tape_destroy(all);
	tape_destroy(t);
}

static void test_an_empty_tape(void **state)
{
	(void)state;
	struct tape_about a = about();
	struct tape *t = tape_create(1 << 16);
	struct past *p = past_create(t, &a);
	const struct bench_next *n;
	struct flow_note note;
	assert_true(past_cursor(p) == TAPE_NONE);
	past_seek(p, 5);
	assert_true(past_cursor(p) == TAPE_NONE);
	assert_int_equal(past_next(p, &n), 0);
	assert_int_equal(vt_status(past_vt(p, 0)).rows, 5);
	assert_null(past_vt(p, 2));
	assert_false(past_note(p, 0, &note));
	tape_add_note(t, 5, NOTE_STEP, "a");
	past_seek(p, TAPE_NONE);
	assert_true(past_cursor(p) == 0);
	assert_string_equal(past_step(p).id, "a");
	past_destroy(p);
	tape_destroy(t);
}

/* A first look at much output takes bounded steps and ends with the same as an unbounded one. */
static void looks_soon(void **state)
{
	(void)state;
	struct tape_about a = about();
	struct tape *t = tape_create((size_t)64 << 20);
	char text[1000];
	for (uint32_t i = 0; i < 3000; i++) {
		int len = snprintf(text, sizeof(text), "\033[3%um%u%0700u\r\n", i % 8, i, i);
		tape_add_output(t, i, (uint16_t)(i % 2), text, (size_t)len);
	}
	struct past *soon = past_create(t, &a), *exact = past_create(t, &a);
	assert_null(past_vt_soon(soon, 0));
	assert_true(past_is_late(soon));
	static const uint64_t moments[] = {2999, 1500, 17, 2998};
	for (size_t i = 0; i < sizeof(moments) / sizeof(moments[0]); i++) {
		int frames = 0;
		past_seek(exact, moments[i]);
		do {
			past_follow(soon, 300);
			past_seek(soon, moments[i]);
			frames++;
		} while (!past_vt_soon(soon, 0) || !past_vt_soon(soon, 1));
		assert_in_range(frames, i ? 1 : 2, 40);
		past_follow(exact, 1);
		same_screens(soon, exact);
	}
	past_destroy(soon);
	past_destroy(exact);
	tape_destroy(t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_any_way_leads_to_the_same),
	        cmocka_unit_test(test_the_window_is_the_tape_of_then),
	        cmocka_unit_test(test_what_a_moment_tells),
	        cmocka_unit_test(test_a_tape_that_grows_and_forgets),
	        cmocka_unit_test(test_an_empty_tape),
	        cmocka_unit_test(looks_soon),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
