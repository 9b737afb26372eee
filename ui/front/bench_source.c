/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The views' source, answered by a running bench.
 */
#include "ui/front/bench_source.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/i18n.h"
#include "bench/lanes.h"
#include "net/sockets.h"
#include "net/wire.h"
#include "net/world.h"

#define PORTS_EVERY (400 * NSEC_PER_MSEC)
#define LANES_A_FRAME 10000 /* events read for the lanes, at most */
#define SOURCE_FILE_MAX (256u * 1024)

static struct bench *bench_of(const void *from)
{
	return ((const struct bench_source *)from)->bench;
}

static bool note(const void *from, uint64_t frame, struct flow_note *out)
{
	return wire_note(bench_wire(bench_of(from)), frame, out);
}

static void fate_text(const void *from, uint64_t frame, char *out, size_t size)
{
	bench_fate_text(bench_of(from), frame, out, size);
}

static bool held(const void *from, uint64_t frame, struct view_held *out)
{
	const struct wire_held *all;
	size_t n = wire_held(bench_wire(bench_of(from)), &all);
	for (size_t i = 0; i < n; i++) {
		if (all[i].frame != frame)
			continue;
		*out = (struct view_held){all[i].bytes, all[i].length, all[i].marks};
		return true;
	}
	return false;
}

static const struct bench_pane *pane(const void *from, size_t index)
{
	return bench_pane(bench_of(from), index);
}

static size_t sockets(const void *from, int node, const struct tape_socket **out)
{
	return sockets_of(bench_sockets(bench_of(from)), node, out);
}

static bool owner(const void *from, uint64_t inode, struct bench_owner *out)
{
	return bench_socket_owner(bench_of(from), inode, out);
}

static nsec polled(const void *from)
{
	return sockets_polled(bench_sockets(bench_of(from)));
}

static const char *text(const void *from, size_t index, size_t *len)
{
	const struct bench_source *s = from;
	*len = 0;
	if (index >= BENCH_SOURCE_TEXTS || !s->texts[index].there)
		return NULL;
	*len = s->texts[index].text.len;
	return buf_text(&s->texts[index].text);
}

static bool check(const void *from, size_t index, const char **detail)
{
	*detail = bench_check_detail(bench_of(from), index);
	return bench_check(bench_of(from), index, NULL) == CHECK_TRUE;
}

static bool rate(const void *from, int link, struct bench_rate *out)
{
	return bench_link_rate(bench_of(from), link, out);
}

static bool plugged(const void *from, int link)
{
	return world_plugged(bench_world(bench_of(from)), link);
}

static int port_state(const void *from, int link, int end)
{
	return ((const struct bench_source *)from)->ports.state[link][end];
}

static bool stp(const void *from, int node)
{
	return world_stp(bench_world(bench_of(from)), node);
}

/* Adds "word value" for each thing a direction's impairment does. */
static void add_impairment(struct buf *b, const struct wire_impairment *i)
{
	const struct {
		const char *word;
		uint32_t ppm;
	} chances[] = {
	        {_("loss"), i->loss_ppm},
	        {_("doubled"), i->duplicate_ppm},
	        {_("reordered"), i->reorder_ppm},
	        {_("corrupted"), i->corrupt_ppm},
	};
	if (i->delay)
		buf_printf(b, "  %s %.4g ms", _("delay"), (double)i->delay / 1e6);
	if (i->jitter)
		buf_printf(b, " ±%.4g ms", (double)i->jitter / 1e6);
	for (size_t n = 0; n < sizeof(chances) / sizeof(chances[0]); n++)
		if (chances[n].ppm)
			buf_printf(b, "  %s %.4g%%", chances[n].word, chances[n].ppm / 1e4);
	if (i->rate_bit)
		buf_printf(b, "  %.4g kbit/s", (double)i->rate_bit / 1e3);
	if (i->mtu)
		buf_printf(b, "  MTU %u", i->mtu);
}

static void link_words(const void *from, int link, char *out, size_t size)
{
	struct bench *b = bench_of(from);
	const struct topology *t = bench_topology(b);
	struct buf words = {0};
	if (t->links[link].carrier == LINK_KERNEL) {
		buf_puts(&words, _("carried by the kernel, watched"));
		if (t->links[link].rate_kbit)
			buf_printf(&words, "  %u kbit/s", t->links[link].rate_kbit);
	} else {
		const char *gate = wire_gate(bench_wire(b), link);
		if (wire_mode(bench_wire(b), link) == WIRE_PASS)
			buf_puts(&words, _("lets everything pass"));
		else if (gate && gate[0])
			buf_printf(&words, _("holds \"%s\""), gate);
		else
			buf_puts(&words, _("holds every frame"));
		const struct wire_impairment *i = wire_impairment(bench_wire(b), link, 0);
		if (i)
			add_impairment(&words, i);
	}
	snprintf(out, size, "%s", buf_text(&words));
	buf_finish(&words);
}

static const struct view_source_ops ops = {
        .note = note,
        .fate_text = fate_text,
        .held = held,
        .pane = pane,
        .sockets = sockets,
        .owner = owner,
        .polled = polled,
        .text = text,
        .check = check,
        .link_words = link_words,
        .rate = rate,
        .plugged = plugged,
        .port_state = port_state,
        .stp = stp,
};

static void look_at_text(struct bench_source_text *t, const char *path, nsec now)
{
	struct stat st;
	t->looked = now;
	if (!path || stat(path, &st) < 0) {
		t->there = false;
		return;
	}
	int64_t changed = (int64_t)st.st_mtim.tv_sec * NSEC_PER_SEC + st.st_mtim.tv_nsec;
	if (t->there && t->size == st.st_size && t->changed == changed)
		return;
	buf_clear(&t->text);
	t->there = file_read(path, SOURCE_FILE_MAX, &t->text, NULL);
	t->size = st.st_size;
	t->changed = changed;
}

static void look_at_texts(struct bench_source *s, struct bench *b, nsec now)
{
	size_t n = bench_panes(b);
	for (size_t i = 0; i < n && i < BENCH_SOURCE_TEXTS; i++)
		if (!s->texts[i].looked || now - s->texts[i].looked > NSEC_PER_SEC)
			look_at_text(&s->texts[i], bench_pane(b, i)->source, now);
}

static void look_at_ports(struct bench_source *s, struct bench *b, nsec now)
{
	const struct topology *t = bench_topology(b);
	if (s->ports.looked && now - s->ports.looked < PORTS_EVERY)
		return;
	s->ports.looked = now;
	for (int i = 0; i < t->link_count; i++)
		for (int end = 0; end < 2; end++) {
			bool port = t->nodes[t->links[i].ends[end].node].kind == NODE_SWITCH;
			s->ports.state[i][end] =
			        (int8_t)(port ? world_port_state(bench_world(b), i, end) : -1);
		}
}

static void fill_wire(struct view_source *v, struct bench *b)
{
	struct wire *w = bench_wire(b);
	v->holds = false;
	v->gate = "";
	for (int i = 0; w && i < v->topology->link_count; i++) {
		if (v->topology->links[i].carrier != LINK_WIRE || wire_mode(w, i) != WIRE_HOLD)
			continue;
		v->holds = true;
		const char *gate = wire_gate(w, i);
		if (gate && gate[0])
			v->gate = gate;
	}
}

/* A storm is read piece by piece. */
static void follow_lanes(struct bench_source *s, const struct tape *t)
{
	if (!s->lanes)
		s->lanes = lanes_create();
	lanes_update(s->lanes, t, tape_end(t), LANES_A_FRAME);
	s->behind = lanes_update(s->lanes, t, tape_end(t), 16);
	s->view.lanes = s->lanes;
}

void bench_source_fill(struct bench_source *s, struct bench *b, nsec now)
{
	struct view_source *v = &s->view;
	s->bench = b;
	*v = (struct view_source){.now = now,
	        .began = bench_began(b),
	        .topology = bench_topology(b),
	        .tape = bench_tape(b),
	        .pane_count = bench_panes(b),
	        .lab = bench_lab(b),
	        .lesson = bench_lesson(b),
	        .lang = bench_lang(b),
	        .calls = bench_calls(b),
	        .step = bench_step(b),
	        .governor = bench_governor(b),
	        .ops = &ops,
	        .from = s};
	v->next_count = bench_next(b, &v->next);
	const struct progress *p = bench_progress(b);
	v->steps_done = p ? p->done : NULL;
	fill_wire(v, b);
	look_at_ports(s, b, now);
	look_at_texts(s, b, now);
	follow_lanes(s, v->tape);
}

void bench_source_finish(struct bench_source *s)
{
	lanes_destroy(s->lanes);
	for (size_t i = 0; i < BENCH_SOURCE_TEXTS; i++)
		buf_finish(&s->texts[i].text);
	*s = (struct bench_source){0};
}
