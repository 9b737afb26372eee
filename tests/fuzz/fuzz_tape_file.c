/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Feeds any bytes to the reader of saved tapes: a tape whose events refer only to what there is,
 * or one sentence. What was read can be looked at as of any moment.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "bench/past.h"
#include "record/tape_file.h"
#include "tape/tape.h"
#include "term/vt.h"

#define SEEKS 16

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_event(const struct tape_file *f, const struct tape_event *ev)
{
	const struct topology *t = &f->about->topology;
	bool good = true;
	if (ev->kind == TAPE_FRAME)
		good = ev->frame.link < t->link_count && ev->frame.fate < FATES;
	else if (ev->kind == TAPE_SOCKET)
		good = ev->socket.node < t->node_count;
	else if (ev->kind == TAPE_PROGRAM)
		good = ev->program.pane < f->about->pane_count;
	else if (ev->kind == TAPE_OUTPUT)
		good = ev->output.pane < f->about->pane_count;
	else if (ev->kind == TAPE_CALL)
		good = ev->call.node < t->node_count && ev->call.enter <= ev->id;
	else if (ev->kind == TAPE_COUNTER)
		good = ev->counter.node < t->node_count;
	if (!good)
		abort();
}

static void look(struct past *p)
{
	const struct tape_socket *s;
	const struct bench_next *n;
	char words[200];
	for (int node = 0; node < past_about(p)->topology.node_count; node++)
		past_sockets(p, node, &s);
	for (size_t pane = 0; pane < past_about(p)->pane_count; pane++)
		if (vt_status(past_vt(p, pane)).rows < 1)
			abort();
	if (past_next(p, &n))
		past_fate_text(p, n[0].id, words, sizeof(words));
	struct flow_note note;
	past_note(p, past_cursor(p), &note);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct err e = {0};
	struct tape_file *f = tape_file_read(data, size, "fuzz", &e);
	if (!f && (e.code != ERR_INPUT || !e.text[0] || strchr(e.text, '\n')))
		abort();
	if (!f)
		return 0;
	struct tape_event ev;
	for (uint64_t id = tape_first(f->tape); tape_get(f->tape, id, &ev); id++)
		check_event(f, &ev);
	struct past *p = past_create(f->tape, f->about);
	uint64_t count = tape_end(f->tape) - tape_first(f->tape);
	for (uint64_t i = 0; i <= SEEKS; i++) {
		past_seek(p, tape_first(f->tape) + count * (SEEKS - i) / SEEKS);
		look(p);
	}
	past_destroy(p);
	tape_file_close(f);
	return 0;
}
