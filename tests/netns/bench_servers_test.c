/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Servers with many clients at once, traced on a bench: each message of each client is on the tape
 * with the call that sent it and the call that received it, nothing is lost, nobody stays behind.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <errno.h>
#include <signal.h>
#include <sys/socket.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/err.h"
#include "bench/bench.h"
#include "loop/loop.h"
#include "net/wire.h"
#include "tape/tape.h"
#include "term/terminal.h"
#include "tests/netns/support.h"

#define DEADLINE (50 * NSEC_PER_SEC)
#define PORT "7000"

enum { CLIENTS_MAX = 512, MESSAGE_MAX = 64 };

static struct bench *open_bench(
        struct loop *l, struct topology *t, const char *server, const char *client)
{
	static const char *const hosts[] = {"server", "client"};
	const struct bench_program programs[] = {
	        {.name = "server", .host = "server", .run = server},
	        {.name = "client", .host = "client", .run = client},
	};
	struct err e = {0};
	assert_true(topology_simple(t, hosts, 2, &e) && topology_complete(t, &e));
	struct bench_options o = {.topology = t,
	        .programs = programs,
	        .program_count = 2,
	        .mode = WIRE_PASS,
	        .gate = "",
	        .calls = CALLS_PASS};
	struct bench *b = bench_create(l, &o, &e);
	if (!b)
		fail_msg("%s", e.text);
	return b;
}

static bool is_over(const struct bench *b)
{
	for (size_t i = 0; i < bench_panes(b); i++) {
		if (terminal_status(bench_pane(b, i)->terminal).state != TERMINAL_EXITED)
			return false;
	}
	return true;
}

static bool printed(const struct bench *b, size_t pane, const char *words)
{
	struct buf text = {0};
	vt_text(terminal_vt(bench_pane(b, pane)->terminal), 0, 23, &text);
	bool found = strstr(buf_text(&text), words) != NULL;
	if (!found)
		print_message("%s: %s\n", bench_pane(b, pane)->name, buf_text(&text));
	buf_finish(&text);
	return found;
}

/* How often each client's words were moved by a finished call, by kind and by who called. */
struct heard {
	unsigned sent[CLIENTS_MAX], received[CLIENTS_MAX]; /* "client I" */
	unsigned answered[CLIENTS_MAX], told[CLIENTS_MAX]; /* "client I was heard" */
	unsigned connected, accepted;                      /* so far */
	unsigned accepted_first, connected_first; /* before the first answer; before it arrived */
};

static void note_message(struct heard *h, const struct tape_call *c)
{
	char text[MESSAGE_MAX];
	char *end = NULL;
	if (c->data_kept >= sizeof(text) || (size_t)c->result != c->data_kept)
		return;
	memcpy(text, c->data, c->data_kept);
	text[c->data_kept] = '\0';
	if (strncmp(text, "client ", 7) != 0)
		return;
	unsigned long i = strtoul(text + 7, &end, 10);
	bool answer = strcmp(end, " was heard") == 0, send = c->kind == CALL_SEND;
	assert_true(i < CLIENTS_MAX && (answer || !*end));
	unsigned *count = answer ? (send ? h->answered : h->told) : (send ? h->sent : h->received);
	count[i]++;
}

static void note_call(struct heard *h, const struct tape_call *c, int server)
{
	if (c->stage != CALL_RETURNED || c->error)
		return;
	if (c->kind == CALL_SEND || c->kind == CALL_RECV)
		note_message(h, c);
	h->connected += c->kind == CALL_CONNECT && c->family == AF_INET;
	h->accepted += c->kind == CALL_ACCEPT;
	if (c->kind == CALL_SEND && c->node == server && !h->accepted_first)
		h->accepted_first = h->accepted;
	if (c->kind == CALL_RECV && c->node != server && !h->connected_first)
		h->connected_first = h->connected;
}

/* Everybody who was forked, executed something or ended. */
struct people {
	int32_t pids[8 * CLIENTS_MAX];
	size_t count, forked;
};

static void note_person(struct people *p, const struct tape_call *c)
{
	p->forked += strcmp(c->name, "fork") == 0;
	if (p->count < sizeof(p->pids) / sizeof(p->pids[0]))
		p->pids[p->count++] = c->pid;
}

static void look_at_tape(const struct tape *t, struct heard *h, struct people *p)
{
	struct tape_event ev;
	for (uint64_t id = tape_first(t); id < tape_end(t); id++) {
		if (!tape_get(t, id, &ev) || ev.kind != TAPE_CALL)
			continue;
		note_call(h, &ev.call, 0);
		if (ev.call.stage == CALL_PROCESS)
			note_person(p, &ev.call);
	}
}

static void nobody_is_left(const struct people *p)
{
	for (size_t i = 0; i < p->count; i++)
		assert_true(kill(p->pids[i], 0) < 0 && errno == ESRCH);
}

static void check_server(const char *kind, unsigned n)
{
	char server[512], client[512], words[40];
	struct topology t = {0};
	snprintf(server, sizeof(server), "%s %s " PORT " %u", CROWD, kind, n);
	snprintf(client, sizeof(client), "%s clients server " PORT " %u", CROWD, n);
	struct loop *loop = loop_create();
	struct bench *b = open_bench(loop, &t, server, client);
	nsec begin = clock_now(), end = begin + DEADLINE;
	while (!is_over(b) && clock_now() < end)
		loop_turn(loop, 50 * NSEC_PER_MSEC);
	snprintf(words, sizeof(words), "%u were heard", n);
	assert_true(printed(b, 1, words));
	struct heard *h = xcalloc(1, sizeof(*h));
	struct people *p = xcalloc(1, sizeof(*p));
	look_at_tape(bench_tape(b), h, p);
	assert_int_equal(tape_lost(bench_tape(b)), 0);
	for (unsigned i = 0; i < CLIENTS_MAX; i++) {
		unsigned wanted = i < n;
		assert_int_equal(h->sent[i], wanted);
		assert_int_equal(h->received[i], wanted);
		assert_int_equal(h->answered[i], wanted);
		assert_int_equal(h->told[i], wanted);
	}
	assert_int_equal(h->connected_first, n);
	if (strcmp(kind, "epoll") == 0)
		assert_int_equal(h->accepted_first, n);
	assert_int_equal(p->forked, strcmp(kind, "forks") == 0 ? n : 0);
	print_message("%s: %u clients at once, %llu calls' events, %.1f s\n", kind, n,
	        (unsigned long long)tape_count(bench_tape(b), TAPE_CALL),
	        (double)(clock_now() - begin) / (double)NSEC_PER_SEC);
	free(h);
	bench_destroy(b);
	loop_destroy(loop);
	nobody_is_left(p);
	free(p);
}

static void fork_server(void **state)
{
	(void)state;
	check_server("forks", 50);
}

static void thread_server(void **state)
{
	(void)state;
	check_server("threads", 50);
}

static void epoll_server(void **state)
{
	(void)state;
	check_server("epoll", 500);
}

int main(int argc, char **argv)
{
	support_begin(argc, argv);
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(fork_server),
	        cmocka_unit_test(thread_server),
	        cmocka_unit_test(epoll_server),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
