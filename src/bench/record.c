/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The tape as a pcapng file.
 */
#include "bench/record.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/text.h"
#include "bench/bench_internal.h"
#include "bench/fate.h"
#include "bench/past.h"
#include "capture/pcapng.h"
#include "loop/loop.h"
#include "net/world.h"
#include "record/tape_file.h"
#include "tape/tape.h"
#include "term/terminal.h"

/* One interface a link end, numbered 2 * link + end: where the frame came in. */
static void add_interfaces(const struct bench *b, struct pcapng *out)
{
	for (int i = 0; i < b->topology.link_count; i++) {
		for (int end = 0; end < 2; end++) {
			const struct topology_end *at = &b->topology.links[i].ends[end];
			char name[64];
			snprintf(name, sizeof(name), "%s-%s", b->topology.nodes[at->node].name,
			        at->interface);
			pcapng_interface(out, name, b->topology.links[i].name);
		}
	}
}

void record_comment(const void *user, uint64_t frame, char *out, size_t size)
{
	const struct bench *b = user;
	struct fate_scene s = {b->tape, &b->topology, loop_now(b->loop)};
	fate_comment(&s, frame, out, size);
}

static void add_frame(const struct bench *b, struct pcapng *out, const struct tape_event *ev)
{
	const struct tape_frame *f = &ev->frame;
	char fate[320];
	record_comment(b, ev->id, fate, sizeof(fate));
	pcapng_frame(
	        out, 2 * f->link + f->direction, ev->when, f->bytes, f->captured, f->length, fate);
}

static bool write_frames(const struct bench *b, struct pcapng *out, struct err *e)
{
	add_interfaces(b, out);
	struct tape_event ev;
	uint64_t id = tape_find(b->tape, tape_first(b->tape), TAPE_FRAME, 1);
	while (id != TAPE_NONE && tape_get(b->tape, id, &ev)) {
		add_frame(b, out, &ev);
		id = tape_find(b->tape, id + 1, TAPE_FRAME, 1);
	}
	return pcapng_close(out, e);
}

static void about_pane(const struct bench *b, size_t i, struct tape_about_pane *out)
{
	const struct bench_pane *p = bench_pane(b, i);
	struct vt_status now = vt_status(terminal_vt(p->terminal));
	/* A tape that has forgotten its begin may have forgotten sizes, too. */
	bool whole = tape_first(b->tape) == 0;
	out->node = (uint16_t)p->node;
	out->rows = (uint16_t)(whole ? (int)b->rows : now.rows);
	out->cols = (uint16_t)(whole ? (int)b->cols : now.cols);
	snprintf(out->name, sizeof(out->name), "%s", p->name);
	snprintf(out->run, sizeof(out->run), "%s", p->run ? p->run : "");
	out->run[text_whole(out->run, strlen(out->run))] = '\0';
}

void bench_about(const struct bench *b, struct tape_about *out)
{
	*out = (struct tape_about){
	        .began = b->began, .offset = clock_realtime_offset(), .topology = b->topology};
	snprintf(out->version, sizeof(out->version), "%s", WIRELAB_VERSION);
	snprintf(out->lab, sizeof(out->lab), "%s", b->lab ? b->lab->name : "");
	snprintf(out->lang, sizeof(out->lang), "%s", b->lang == LAB_ZH ? "zh" : "en");
	for (size_t i = 0; i < b->panes.count && i < TAPE_ABOUT_PANES; i++)
		about_pane(b, i, &out->panes[out->pane_count++]);
}

static bool write_tape(const struct bench *b, struct pcapng *out, struct err *e)
{
	struct tape_about *about = xmalloc(sizeof(*about));
	bench_about(b, about);
	struct tape_writer *w = tape_writer_begin(out, about, record_comment, b);
	free(about);
	tape_writer_add(w, b->tape);
	return tape_writer_end(w, e);
}

bool record_save(const struct bench *b, const char *path, struct err *e)
{
	struct pcapng *out = pcapng_create(path, e);
	return out && write_tape(b, out, e);
}

bool record_write(const struct bench *b, const char *path, struct err *e)
{
	struct pcapng *out = pcapng_create(path, e);
	return out && write_frames(b, out, e);
}

bool record_open(struct record_files *f, const char *frames, const char *tape, struct err *e)
{
	*f = (struct record_files){0};
	if (!frames && !tape)
		return true;
	if (frames && tape && strcmp(frames, "-") == 0 && strcmp(tape, "-") == 0)
		return err_set(e, ERR_USAGE, _("only one file can go to standard output"));
	if (!world_enter(e))
		return false;
	f->frames = frames ? pcapng_create(frames, e) : NULL;
	if (frames && !f->frames)
		return false;
	f->tape = tape ? pcapng_create(tape, e) : NULL;
	if (!tape || f->tape)
		return true;
	pcapng_abandon(f->frames);
	return false;
}

bool record_close(const struct bench *b, struct record_files *f, struct err *e)
{
	bool good = true;
	if (!b) {
		pcapng_abandon(f->frames);
		pcapng_abandon(f->tape);
	} else {
		good = !f->frames || write_frames(b, f->frames, e);
		good = (!f->tape || write_tape(b, f->tape, good ? e : NULL)) && good;
	}
	*f = (struct record_files){0};
	return good;
}
