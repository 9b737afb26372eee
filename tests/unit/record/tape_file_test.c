/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tapes as files: every kind of event comes back as it was, in order, with its id and time; what
 * is cut off or damaged is read up to there, with a sentence.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/file.h"
#include "capture/pcapng.h"
#include "capture/pcapng_read.h"
#include "capture/gzip.h"
#include "record/tape_file.h"
#include "tape/tape.h"

#define FILE_MOST ((size_t)64 << 20)

static const uint8_t bytes[] = {
        2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1, 8, 6, 0, 1, 8, 0, 6, 4, 0, 1, 7};

static struct tape_about *about_two(void)
{
	static const char *const hosts[] = {"client", "server"};
	struct tape_about *a = xcalloc(1, sizeof(*a));
	assert_true(topology_simple(&a->topology, hosts, 2, NULL));
	assert_true(topology_complete(&a->topology, NULL));
	snprintf(a->version, sizeof(a->version), "9.9");
	snprintf(a->lab, sizeof(a->lab), "tcp-handshake");
	snprintf(a->lang, sizeof(a->lang), "zh");
	a->began = 5;
	a->offset = 1700000000 * NSEC_PER_SEC;
	a->pane_count = 2;
	a->panes[0] = (struct tape_about_pane){.name = "client", .rows = 24, .cols = 80};
	a->panes[1] = (struct tape_about_pane){
	        .name = "server", .run = "nc -l 80", .node = 1, .rows = 10, .cols = 132};
	return a;
}

static uint64_t add_frame(struct tape *t, nsec when, enum frame_fate fate, uint64_t related)
{
	struct tape_frame f = {.direction = 1,
	        .fate = (uint8_t)fate,
	        .by = BY_LEARNER,
	        .marks = fate == FATE_FOLDED ? MARK_REPEAT : 0,
	        .related = related,
	        .captured = sizeof(bytes),
	        .length = 60,
	        .bytes = bytes};
	return tape_add_frame(t, when, &f);
}

static void add_call(struct tape *t, nsec when)
{
	struct tape_call c = {.node = 1,
	        .pane = UINT16_MAX,
	        .pid = 70000,
	        .tid = 70001,
	        .stage = CALL_RETURNED,
	        .kind = CALL_SEND,
	        .changed = true,
	        .enter = tape_end(t) - 2,
	        .fd = 3,
	        .error = 11,
	        .result = -1,
	        .blocked = 12345678901,
	        .inode = 1ull << 40,
	        .family = AF_INET,
	        .protocol = 17,
	        .local_port = 1,
	        .remote_port = 65535,
	        .local = {10, 0, 0, 1},
	        .remote = {[15] = 8},
	        .offset = 5000000000,
	        .data_total = 1000,
	        .data_kept = 4,
	        .data = (const uint8_t *)"a\0b\n",
	        .name = "sendto",
	        .args = "3, \"a\", 1000, 0, NULL, 0",
	        .source = "client.c:31"};
	tape_add_call(t, when, &c);
}

/* All kinds, a held frame that was sent again, changed and let go, and what refers back. */
static void add_all(struct tape *t, nsec when)
{
	tape_add_note(t, when, NOTE_WORLD, "tcp-handshake");
	uint64_t held = add_frame(t, when + 1, FATE_HELD, TAPE_NONE);
	uint64_t again = add_frame(t, when + 2, FATE_FOLDED, held);
	tape_fold(t, held);
	assert_true(again > held);
	struct tape_socket s;
	memset(&s, 0, sizeof(s));
	s = (struct tape_socket){.node = 1,
	        .family = AF_INET6,
	        .protocol = 6,
	        .state = 10,
	        .old_state = 7,
	        .gone = true,
	        .retransmits = 3,
	        .timer = 1,
	        .timer_ms = 200,
	        .options = 5,
	        .wscale = 0x71,
	        .backoff = 2,
	        .mss = 1448,
	        .sent_again = 300,
	        .local_port = 8888,
	        .remote_port = 40000,
	        .local = {1, 2, 3},
	        .remote = {[15] = 9},
	        .recv_queue = 1,
	        .send_queue = 5,
	        .cwnd = 10,
	        .ssthresh = 7,
	        .rtt_us = 300,
	        .rto_us = 200000,
	        .inode = 1ull << 33};
	tape_add_socket(t, when + 3, &s);
	struct tape_program p = {.node = 1, .pane = 1, .ended = 2, .code = -9, .command = "nc"};
	tape_add_program(t, when + 4, &p);
	tape_add_output(t, when + 5, 1, "a\0\033[1mb\n", 8);
	tape_add_output(t, when + 5, 0, "", 0);
	tape_set_fate(t, when + 6, held, FATE_DELAYED, BY_IMPAIRMENT, MARK_EDITED);
	add_call(t, when + 7);
	struct tape_counter c = {.node = 1,
	        .by = -2,
	        .value = UINT64_MAX,
	        .frame = held,
	        .name = "TcpExtListenOverflows"};
	tape_add_counter(t, when + 8, &c);
	tape_set_fate(t, when + 9, held, FATE_DELIVERED, BY_LEARNER, MARK_MOVED);
	tape_add_note(t, when + 9, NOTE_SIZE, "1 10 100");
}

static void same_frame(const struct tape_event *a, const struct tape_event *b)
{
	const struct tape_frame *f = &a->frame, *g = &b->frame;
	assert_int_equal(f->link, g->link);
	assert_int_equal(f->direction, g->direction);
	assert_int_equal(f->fate, g->fate);
	assert_int_equal(f->by, g->by);
	assert_int_equal(f->marks, g->marks);
	assert_int_equal(f->folded, g->folded);
	assert_true(f->related == g->related);
	assert_int_equal(f->captured, g->captured);
	assert_int_equal(f->length, g->length);
	assert_memory_equal(f->bytes, g->bytes, f->captured);
}

static void same_call(const struct tape_call *c, const struct tape_call *d)
{
	assert_int_equal(c->node, d->node);
	assert_int_equal(c->pane, d->pane);
	assert_int_equal(c->pid, d->pid);
	assert_int_equal(c->tid, d->tid);
	assert_int_equal(c->stage, d->stage);
	assert_int_equal(c->kind, d->kind);
	assert_int_equal(c->changed, d->changed);
	assert_true(c->enter == d->enter);
	assert_int_equal(c->fd, d->fd);
	assert_int_equal(c->error, d->error);
	assert_true(c->result == d->result && c->blocked == d->blocked);
	assert_true(c->inode == d->inode && c->offset == d->offset);
	assert_int_equal(c->family, d->family);
	assert_int_equal(c->protocol, d->protocol);
	assert_int_equal(c->local_port, d->local_port);
	assert_int_equal(c->remote_port, d->remote_port);
	assert_memory_equal(c->local, d->local, sizeof(c->local));
	assert_memory_equal(c->remote, d->remote, sizeof(c->remote));
	assert_int_equal(c->data_total, d->data_total);
	assert_int_equal(c->data_kept, d->data_kept);
	assert_memory_equal(c->data, d->data, c->data_kept);
	assert_string_equal(c->name, d->name);
	assert_string_equal(c->args, d->args);
	assert_string_equal(c->source, d->source);
}

static void same_event(const struct tape_event *a, const struct tape_event *b)
{
	assert_true(a->id == b->id);
	assert_true(a->when == b->when);
	assert_int_equal(a->kind, b->kind);
	switch (a->kind) {
	case TAPE_FRAME:
		same_frame(a, b);
		return;
	case TAPE_FATE:
		assert_true(a->fate.frame == b->fate.frame);
		assert_int_equal(a->fate.fate, b->fate.fate);
		assert_int_equal(a->fate.by, b->fate.by);
		assert_int_equal(a->fate.marks, b->fate.marks);
		return;
	case TAPE_SOCKET:
		assert_memory_equal(&a->socket, &b->socket, sizeof(a->socket));
		return;
	case TAPE_PROGRAM:
		assert_int_equal(a->program.node, b->program.node);
		assert_int_equal(a->program.pane, b->program.pane);
		assert_int_equal(a->program.ended, b->program.ended);
		assert_int_equal(a->program.code, b->program.code);
		assert_string_equal(a->program.command, b->program.command);
		return;
	case TAPE_OUTPUT:
		assert_int_equal(a->output.pane, b->output.pane);
		assert_int_equal(a->output.length, b->output.length);
		assert_memory_equal(a->output.bytes, b->output.bytes, a->output.length);
		return;
	case TAPE_NOTE:
		assert_int_equal(a->note.kind, b->note.kind);
		assert_string_equal(a->note.text, b->note.text);
		return;
	case TAPE_CALL:
		same_call(&a->call, &b->call);
		return;
	case TAPE_COUNTER:
		assert_int_equal(a->counter.node, b->counter.node);
		assert_true(a->counter.by == b->counter.by);
		assert_true(a->counter.value == b->counter.value);
		assert_true(a->counter.frame == b->counter.frame);
		assert_string_equal(a->counter.name, b->counter.name);
		return;
	case TAPE_KINDS:
		break;
	}
	fail();
}

/* Every event of b, and every frame's fate at every moment, is what a says. */
static void same_tape(const struct tape *a, const struct tape *b, uint64_t first, uint64_t end)
{
	assert_true(tape_first(b) == first);
	assert_true(tape_end(b) == end);
	for (uint64_t id = first; id < end; id++) {
		struct tape_event e, f;
		assert_true(tape_get(a, id, &e));
		assert_true(tape_get(b, id, &f));
		same_event(&e, &f);
		for (uint64_t at = id; e.kind == TAPE_FRAME && at < end; at++) {
			struct tape_fate then, now;
			assert_true(tape_fate_at(a, id, at, &then));
			assert_true(tape_fate_at(b, id, at, &now));
			assert_int_equal(then.fate, now.fate);
			assert_int_equal(then.by, now.by);
			assert_int_equal(then.marks, now.marks);
		}
	}
}

static char directory[] = "/tmp/tape-file-test-XXXXXX";

static int make_directory(void **state)
{
	*state = NULL;
	return mkdtemp(directory) ? 0 : -1;
}

static int remove_directory(void **state)
{
	(void)state;
	return rmdir(directory); /* fails when anything was left in it */
}

static void words(const void *user, uint64_t frame, char *out, size_t size)
{
	snprintf(out, size, "%s %llu", (const char *)user, (unsigned long long)frame);
}

/* The file of a tape, in memory. */
static struct buf saved(const struct tape *t, const struct tape_about *a)
{
	char *_cleanup_free_ path = xasprintf("%s/t.pcapng", directory);
	struct pcapng *out = pcapng_create(path, NULL);
	struct tape_writer *w = tape_writer_begin(out, a, words, "frame");
	struct buf file = {0};
	tape_writer_add(w, t);
	assert_true(tape_writer_end(w, NULL));
	assert_true(file_read(path, FILE_MOST, &file, NULL));
	unlink(path);
	return file;
}

static struct tape_file *reopened(const struct tape *t, const struct tape_about *a)
{
	struct buf file = saved(t, a);
	struct err e = {0};
	struct tape_file *f = tape_file_read(file.at, file.len, "it", &e);
	assert_string_equal(e.text, "");
	assert_non_null(f);
	buf_finish(&file);
	return f;
}

static void test_every_kind_comes_back(void **state)
{
	(void)state;
	struct tape_about *a = about_two();
	struct tape *t = tape_create(1 << 20);
	add_all(t, 1000);
	struct tape_file *f = reopened(t, a);
	assert_string_equal(f->damage, "");
	assert_int_equal(tape_end(t), 12);
	same_tape(t, f->tape, 0, tape_end(t));
	assert_memory_equal(f->about, a, sizeof(*a));
	tape_file_close(f);
	tape_destroy(t);
	free(a);
}

/* Fates and calls whose first event is gone from the tape. */
static void test_a_tape_that_forgot(void **state)
{
	(void)state;
	struct tape_about *a = about_two();
	struct tape *t = tape_create(1 << 16);
	uint64_t early = add_frame(t, 1, FATE_HELD, TAPE_NONE);
	for (nsec i = 0; i < 3000; i++) {
		if (tape_first(t) <= early && tape_end(t) % 50 == 0)
			tape_set_fate(t, i, early, FATE_HELD, BY_LEARNER, MARK_EDITED);
		add_all(t, 10 * i);
	}
	assert_true(tape_first(t) > 1000);
	struct tape_file *f = reopened(t, a);
	assert_string_equal(f->damage, "");
	same_tape(t, f->tape, tape_first(t), tape_end(t));
	tape_file_close(f);
	tape_destroy(t);
	free(a);
}

static void test_an_empty_tape(void **state)
{
	(void)state;
	struct tape_about *a = about_two();
	struct tape *t = tape_create(1 << 16);
	struct tape_file *f = reopened(t, a);
	assert_string_equal(f->damage, "");
	assert_true(tape_first(f->tape) == tape_end(f->tape));
	tape_file_close(f);
	tape_destroy(t);
	free(a);
}

static void test_large_events(void **state)
{
	(void)state;
	struct tape_about *a = about_two();
	struct tape *t = tape_create(8 << 20);
	char *text = xcalloc(1, 1 << 20);
	memset(text, 'x', (1 << 20) - 1);
	for (int i = 0; i < 3; i++)
		tape_add_output(t, i, 1, text, 1 << 20);
	struct tape_file *f = reopened(t, a);
	same_tape(t, f->tape, 0, 3);
	tape_file_close(f);
	tape_destroy(t);
	free(text);
	free(a);
}

/* As autosave does: what was flushed is there, whatever comes after. */
static void test_what_was_flushed_is_there(void **state)
{
	(void)state;
	struct tape_about *a = about_two();
	struct tape *t = tape_create(1 << 20);
	char *_cleanup_free_ path = xasprintf("%s/growing.pcapng", directory);
	struct pcapng *out = pcapng_create_growing(path, NULL);
	assert_non_null(out);
	assert_null(pcapng_create_growing(path, NULL)); /* never over another's */
	struct tape_writer *w = tape_writer_begin(out, a, NULL, NULL);
	uint64_t held = add_frame(t, 1, FATE_HELD, TAPE_NONE);
	for (int round = 0; round < 5; round++) {
		add_all(t, 1000 * round);
		add_frame(t, 1000 * round + 10, FATE_FOLDED, held);
		tape_fold(t, held);
		tape_writer_add(w, t);
		assert_true(tape_writer_flush(w));
		struct tape_file *f = tape_file_open(path, NULL);
		assert_non_null(f);
		assert_non_null(strstr(f->damage, "cut off"));
		same_tape(t, f->tape, 0, tape_end(t));
		tape_file_close(f);
	}
	assert_true(tape_writer_end(w, NULL));
	struct tape_file *f = tape_file_open(path, NULL);
	assert_string_equal(f->damage, "");
	tape_file_close(f);
	unlink(path);
	tape_destroy(t);
	free(a);
}

/* A writer that came too late for some events: the tape begins after the gap. */
static void test_a_gap_loses_the_older(void **state)
{
	(void)state;
	struct tape_about *a = about_two();
	struct tape *t = tape_create(1 << 16);
	char *_cleanup_free_ path = xasprintf("%s/gap.pcapng", directory);
	struct tape_writer *w = tape_writer_begin(pcapng_create_growing(path, NULL), a, NULL, NULL);
	add_all(t, 1);
	tape_writer_add(w, t);
	for (nsec i = 1; i < 1000; i++)
		add_all(t, 100 * i);
	assert_true(tape_first(t) > 100);
	tape_writer_add(w, t);
	assert_true(tape_writer_end(w, NULL));
	struct tape_file *f = tape_file_open(path, NULL);
	assert_string_equal(f->damage, "");
	same_tape(t, f->tape, tape_first(t), tape_end(t));
	tape_file_close(f);
	unlink(path);
	tape_destroy(t);
	free(a);
}

/* At every length: a tape that is the beginning of the whole, or a sentence. */
static void test_cut_at_every_byte(void **state)
{
	(void)state;
	struct tape_about *a = about_two();
	struct tape *t = tape_create(1 << 20);
	add_all(t, 1000);
	struct buf file = saved(t, a);
	size_t with_events = 0;
	for (size_t cut = 0; cut < file.len; cut++) {
		struct err e = {0};
		uint8_t *part = xmalloc(cut ? cut : 1);
		memcpy(part, file.at, cut);
		struct tape_file *f = tape_file_read(part, cut, "it", &e);
		assert_true(f ? f->damage[0] != '\0' : e.code == ERR_INPUT);
		struct tape_event x, y;
		for (uint64_t id = 0; f && id < tape_end(f->tape); id++) {
			assert_true(tape_get(f->tape, id, &x) && tape_get(t, id, &y));
			assert_true(x.when == y.when && x.kind == y.kind);
			with_events++;
		}
		tape_file_close(f);
		free(part);
	}
	assert_true(with_events > file.len / 2);
	buf_finish(&file);
	tape_destroy(t);
	free(a);
}

static void test_damage_ends_the_reading(void **state)
{
	(void)state;
	struct tape_about *a = about_two();
	struct tape *t = tape_create(1 << 20);
	tape_add_note(t, 1, NOTE_WORLD, "x");
	add_frame(t, 2, FATE_HELD, TAPE_NONE);
	tape_add_output(t, 3, 7, "no such pane", 12);
	add_frame(t, 4, FATE_HELD, TAPE_NONE);
	struct tape_file *f = reopened(t, a);
	assert_int_equal(tape_end(f->tape), 2);
	assert_non_null(strstr(f->damage, "damaged at byte"));
	tape_file_close(f);
	tape_destroy(t);
	free(a);
}

static void test_packed_files(void **state)
{
	(void)state;
	struct tape_about *a = about_two();
	struct tape *t = tape_create(1 << 20);
	struct buf packed = {0};
	struct err e = {0};
	char *bytes_now = NULL;
	size_t len = 0;
	a->recorded = 0x123456789abcdef0;
	add_frame(t, 1, FATE_HELD, TAPE_NONE);
	for (int i = 0; i < 1000; i++)
		tape_add_output(t, 2, 1, "ten bytes ", 10);
	struct tape_writer *w =
	        tape_writer_begin(pcapng_create_memory(&bytes_now, &len), a, NULL, NULL);
	tape_writer_add(w, t);
	assert_true(tape_writer_end(w, &e));
	gzip_pack(bytes_now, len, &packed);
	struct tape_file *f = tape_file_read(packed.at, packed.len, "that", &e);
	assert_non_null(f);
	assert_string_equal(f->damage, "");
	assert_true(f->about->recorded == a->recorded);
	assert_int_equal(tape_end(f->tape), 1001);
	tape_file_close(f);
	f = tape_file_read(packed.at, packed.len - 20, "that", &e);
	assert_non_null(f);
	assert_non_null(strstr(f->damage, "cut off"));
	tape_file_close(f);
	buf_finish(&packed);
	free(bytes_now);
	tape_destroy(t);
	free(a);
}

static void test_other_files_are_refused(void **state)
{
	(void)state;
	static const struct {
		const char *content, *says;
		size_t len;
	} files[] = {
	        {"", "no tape and no capture", 0},
	        {"hello, world", "no tape and no capture", 12},
	        {"\xd4\xc3\xb2\xa1\2\0\4\0", "pcap capture", 8},
	        {"\x1f\x8b\x08\0", "gzip can't unpack it", 4},
	        {"\x0a\x0d\x0d\x0a\0\0\0\x1c\x1a\x2b\x3c\x4d\0\1\0\0"
	         "\xff\xff\xff\xff\xff\xff\xff\xff\0\0\0\x1c",
	                "pcapng capture without a tape", 28},
	};
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		struct err e = {0};
		assert_null(tape_file_read(files[i].content, files[i].len, "that", &e));
		assert_int_equal(e.code, ERR_INPUT);
		assert_non_null(strstr(e.text, files[i].says));
		assert_non_null(strstr(e.text, "that"));
	}
	struct err e = {0};
	assert_null(tape_file_open("/nowhere/t.pcapng", &e));
	assert_int_equal(e.code, ERR_INPUT);
}

/* The frames' comments are for people: the words of the callback, as pcapng says. */
static void test_frames_have_comments(void **state)
{
	(void)state;
	struct tape_about *a = about_two();
	struct tape *t = tape_create(1 << 20);
	add_all(t, 1000);
	struct buf file = saved(t, a);
	struct pcapng_walk walk = {.file = bytes_over(file.at, file.len)};
	struct pcapng_found found;
	size_t frames = 0;
	while (pcapng_next(&walk, &found) == PCAPNG_FOUND) {
		struct pcapng_packet p;
		struct bytes value;
		uint16_t code;
		if (found.type != PCAPNG_PACKET)
			continue;
		assert_true(pcapng_packet(&walk, found.body, &p));
		assert_true(p.stamp == (uint64_t)a->offset + 1001 + frames);
		assert_true(pcapng_option(&walk, &p.options, &code, &value));
		assert_int_equal(code, 1);
		assert_memory_equal(value.base, frames ? "frame 2" : "frame 1", 7);
		frames++;
	}
	assert_int_equal(frames, 2);
	buf_finish(&file);
	tape_destroy(t);
	free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_every_kind_comes_back),
	        cmocka_unit_test(test_a_tape_that_forgot),
	        cmocka_unit_test(test_an_empty_tape),
	        cmocka_unit_test(test_large_events),
	        cmocka_unit_test(test_what_was_flushed_is_there),
	        cmocka_unit_test(test_a_gap_loses_the_older),
	        cmocka_unit_test(test_cut_at_every_byte),
	        cmocka_unit_test(test_damage_ends_the_reading),
	        cmocka_unit_test(test_packed_files),
	        cmocka_unit_test(test_other_files_are_refused),
	        cmocka_unit_test(test_frames_have_comments),
	};
	return cmocka_run_group_tests(tests, make_directory, remove_directory);
}
