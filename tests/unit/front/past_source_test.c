/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Looking back shows what was: at every moment of a tape each view is, cell by cell, what it is at
 * the end of a tape that ends there; and of a tape written to a file and read back, too.
 */
#include "tests/unit/view/fixture.h"

#include <unistd.h>

#include "bench/lanes.h"
#include "capture/pcapng.h"
#include "record/tape_file.h"
#include "ui/front/past_source.h"

static const char *const two[] = {"client", "server"};

/* What happens, one thing after the other; each may be several events. */
static void say(struct fixture *f, int pane, const char *text)
{
	tape_add_output(f->tape, f->now, (uint16_t)pane, text, strlen(text));
}

static void starts(struct fixture *f)
{
	tape_add_note(f->tape, f->now, NOTE_STEP, "listen");
	tape_add_program(f->tape, f->now,
	        &(struct tape_program){.node = 1, .pane = 1, .command = "./server 8888"});
	say(f, 1, "listening\r\n");
}

static void listens(struct fixture *f)
{
	fixture_done(f, fixture_call(f, 1, CALL_LISTEN, "listen", "3, 5"), 0);
	fixture_socket(f, 1, 10, 0, 8888, 0);
	struct tape_call c = fixture_call(f, 1, CALL_ACCEPT, "accept", "3, NULL, NULL");
	fixture_stage(f, &c, CALL_ENTERED, 0);
}

static void loses_a_syn(struct fixture *f)
{
	uint64_t syn = fixture_segment(f, 0, TCP_SYN, 1000, 0, "", FATE_HELD);
	fixture_socket(f, 0, 2, 0, 40000, 8888);
	tape_set_fate(f->tape, f->now, syn, FATE_DROPPED, BY_LEARNER, 0);
	fixture_later(f, 1000);
	uint64_t again = fixture_segment(f, 0, TCP_SYN, 1000, 0, "", FATE_HELD);
	tape_relate(f->tape, again, syn, MARK_REPEAT);
	tape_set_fate(f->tape, f->now, again, FATE_DELIVERED, BY_LEARNER, MARK_DOUBLED);
}

static void shakes_hands(struct fixture *f)
{
	fixture_segment(f, 1, TCP_SYN | TCP_ACK, 7000, 1001, "", FATE_DELIVERED);
	fixture_segment(f, 0, TCP_ACK, 1001, 7001, "", FATE_DELIVERED);
	fixture_socket(f, 0, 1, 2, 40000, 8888);
	fixture_socket(f, 1, 1, 3, 8888, 40000);
	say(f, 0, "\x1b[1mconnected\x1b[0m\r\n");
}

static void sends(struct fixture *f)
{
	struct tape_call c = fixture_call(f, 0, CALL_SEND, "send", "3, \"hello\", 5, 0");
	c.data = (const uint8_t *)"hello";
	c.data_kept = c.data_total = 5;
	fixture_done(f, c, 5);
	uint64_t held = fixture_segment(f, 0, TCP_PSH | TCP_ACK, 1001, 7001, "hello", FATE_HELD);
	fixture_later(f, 200);
	tape_set_fate(f->tape, f->now, held, FATE_DELIVERED, BY_LEARNER, MARK_CORRUPTED);
	tape_add_counter(f->tape, f->now,
	        &(struct tape_counter){
	                .node = 1, .by = 1, .frame = held, .name = "TcpInCsumErrors"});
}

static void receives(struct fixture *f)
{
	struct tape_call c = fixture_call(f, 1, CALL_RECV, "recv", "4, 0x7ffe, 100, 0");
	fixture_stage(f, &c, CALL_HELD, 0);
	fixture_stage(f, &c, CALL_ENTERED, 0);
	c.data = (const uint8_t *)"hello";
	c.data_kept = c.data_total = 5;
	fixture_stage(f, &c, CALL_RETURNED, 5);
	tape_add_note(f->tape, f->now, NOTE_LINK, "wire unplugged");
	tape_add_note(f->tape, f->now, NOTE_STEP, "after");
	say(f, 1, "got hello\r\n");
	tape_add_program(f->tape, f->now,
	        &(struct tape_program){
	                .node = 1, .pane = 1, .ended = 1, .code = 3, .command = "./server"});
}

static void (*const happenings[])(struct fixture *f) = {
        starts, listens, loses_a_syn, shakes_hands, sends, receives};
#define HAPPENINGS (sizeof(happenings) / sizeof(happenings[0]))

static struct tape_about *about_of(const struct fixture *f)
{
	struct tape_about *a = xcalloc(1, sizeof(*a));
	snprintf(a->lang, sizeof(a->lang), "en");
	a->began = f->source.began;
	a->topology = f->topology;
	a->pane_count = 2;
	a->panes[0] = (struct tape_about_pane){.name = "client", .rows = 6, .cols = 40};
	a->panes[1] = (struct tape_about_pane){
	        .name = "server", .run = "./server 8888", .node = 1, .rows = 6, .cols = 40};
	return a;
}

/* Text and styles of all views, one below the other. */
static char *pictures(struct past_source *s)
{
	static const struct view_ops *const views[] = {&view_ladder, &view_packets, &view_lanes,
	        &view_next, &view_network, &view_sockets, &view_terminal, &view_terminal};
	struct buf out = {0};
	struct view_shared shared = {.frame = TAPE_NONE, .event = TAPE_NONE, .waiting = TAPE_NONE};
	past_source_fill(s);
	for (size_t i = 0; i < sizeof(views) / sizeof(views[0]); i++) {
		struct view_env env = {.source = &s->view,
		        .shared = &shared,
		        .dissected = &shared.dissected,
		        .index = i == 7};
		void *state = xcalloc(1, views[i]->state_size);
		struct view_box box = {0};
		struct canvas c;
		canvas_init(&c, 100, 24);
		view_shared_update(&shared, &s->view);
		views[i]->layout(state, &env, 100, 24);
		view_shared_update(&shared, &s->view);
		views[i]->box(state, &env, &box);
		views[i]->draw(state, &env, &c);
		buf_printf(&out, "== %s %s %s %s\n", views[i]->name, box.title, box.note, box.foot);
		canvas_dump_text(&c, &out);
		canvas_dump_styles(&c, &out);
		canvas_finish(&c);
		if (views[i]->finish)
			views[i]->finish(state);
		free(state);
	}
	view_shared_finish(&shared);
	return buf_steal(&out);
}

static char *at_the_end_of(const struct tape *t, const struct tape_about *about)
{
	struct past_source s;
	past_source_begin(&s, t, about, NULL, NULL, LAB_EN);
	char *out = pictures(&s);
	past_source_finish(&s);
	return out;
}

static void shows_what_was(void **state)
{
	(void)state;
	struct fixture whole;
	struct past_source back;
	uint64_t ends[HAPPENINGS];
	fixture_begin(&whole, two, 2);
	for (size_t i = 0; i < HAPPENINGS; i++) {
		happenings[i](&whole);
		ends[i] = tape_end(whole.tape);
		fixture_later(&whole, 50);
	}
	struct tape_about *about = about_of(&whole);
	past_source_begin(&back, whole.tape, about, NULL, NULL, LAB_EN);
	/* Backwards, and once more forwards. */
	for (size_t n = 0; n < 2 * HAPPENINGS; n++) {
		size_t i = n < HAPPENINGS ? HAPPENINGS - 1 - n : n - HAPPENINGS;
		struct fixture then;
		fixture_begin(&then, two, 2);
		for (size_t k = 0; k <= i; k++) {
			happenings[k](&then);
			fixture_later(&then, 50);
		}
		assert_int_equal(tape_end(then.tape), ends[i]);
		past_source_seek(&back, ends[i] - 1);
		char *_cleanup_free_ looked_back = pictures(&back);
		char *_cleanup_free_ ended = at_the_end_of(then.tape, about);
		assert_string_equal(looked_back, ended);
		fixture_end(&then);
	}
	free(about);
	past_source_finish(&back);
	fixture_end(&whole);
}

/* Every event of the tape, from the file as from the tape itself. */
static void shows_the_same_from_a_file(void **state)
{
	(void)state;
	struct fixture f;
	struct err e = {0};
	char path[] = "/tmp/past_source_test.XXXXXX";
	int fd = mkstemp(path);
	assert_true(fd >= 0);
	fixture_begin(&f, two, 2);
	for (size_t i = 0; i < HAPPENINGS; i++) {
		happenings[i](&f);
		fixture_later(&f, 50);
	}
	struct tape_about *about = about_of(&f);
	struct pcapng *out = pcapng_create(path, &e);
	assert_non_null(out);
	struct tape_writer *w = tape_writer_begin(out, about, NULL, NULL);
	tape_writer_add(w, f.tape);
	assert_true(tape_writer_end(w, &e));
	struct tape_file *file = tape_file_open(path, &e);
	if (!file)
		fail_msg("%s", e.text);
	assert_string_equal(file->damage, "");
	struct past_source here, there;
	past_source_begin(&here, f.tape, about, NULL, NULL, LAB_EN);
	past_source_begin(&there, file->tape, file->about, NULL, NULL, LAB_EN);
	assert_int_equal(tape_end(file->tape), tape_end(f.tape));
	for (uint64_t id = tape_first(f.tape); id < tape_end(f.tape); id++) {
		past_source_seek(&here, id);
		past_source_seek(&there, id);
		char *_cleanup_free_ a = pictures(&here);
		char *_cleanup_free_ b = pictures(&there);
		assert_string_equal(a, b);
	}
	past_source_finish(&here);
	past_source_finish(&there);
	tape_file_close(file);
	free(about);
	fixture_end(&f);
	close(fd);
	unlink(path);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(shows_what_was),
	        cmocka_unit_test(shows_the_same_from_a_file),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
