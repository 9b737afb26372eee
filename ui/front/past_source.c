/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The views' source, answered by the past.
 */
#include "ui/front/past_source.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/file.h"
#include "base/i18n.h"
#include "bench/lanes.h"
#include "term/terminal.h"

#define SOURCE_FILE_MAX (256u * 1024)
#define FOLLOW_A_FRAME 20000 /* events read ahead, at most */

static struct past *past_of(const void *from)
{
	return ((const struct past_source *)from)->past;
}

static bool note(const void *from, uint64_t frame, struct flow_note *out)
{
	return past_note(past_of(from), frame, out);
}

static void fate_text(const void *from, uint64_t frame, char *out, size_t size)
{
	past_fate_text(past_of(from), frame, out, size);
}

static const struct bench_pane *pane(const void *from, size_t index)
{
	return &((const struct past_source *)from)->panes[index];
}

static const struct vt *vt(const void *from, size_t index)
{
	return past_vt_soon(past_of(from), index);
}

static struct terminal_status status(const void *from, size_t index)
{
	struct past_pane p = past_pane(past_of(from), index);
	struct terminal_status s = {.state = (enum terminal_state)p.state, .began = p.since};
	s.code = s.state == TERMINAL_EXITED ? p.code : 0;
	s.signal = s.state == TERMINAL_SIGNALED ? p.code : 0;
	return s;
}

static size_t sockets(const void *from, int node, const struct tape_socket **out)
{
	return past_sockets(past_of(from), node, out);
}

/* Sources are shown as they are now, the lab's own with a file: the tape has none. */
static const char *text(const void *from, size_t index, size_t *len)
{
	const struct past_source *s = from;
	*len = 0;
	if (s->live)
		return s->live->ops->text ? s->live->ops->text(s->live->from, index, len) : NULL;
	if (!s->texts || !s->texts[index].path)
		return NULL;
	*len = s->texts[index].text.len;
	return buf_text(&s->texts[index].text);
}

static bool check(const void *from, size_t index, const char **detail)
{
	const struct past_source *s = from;
	*detail = "";
	return s->view.lab && past_check(s->past, s->view.lab->checks[index].name, NULL);
}

static void link_words(const void *from, int link, char *out, size_t size)
{
	const struct past_source *s = from;
	bool kernel = s->view.topology->links[link].carrier == LINK_KERNEL;
	snprintf(out, size, "%s", kernel ? _("carried by the kernel, watched") : "");
}

static bool plugged(const void *from, int link)
{
	return past_plugged(past_of(from), link);
}

static const struct view_source_ops ops = {
        .note = note,
        .fate_text = fate_text,
        .pane = pane,
        .vt = vt,
        .status = status,
        .sockets = sockets,
        .text = text,
        .check = check,
        .link_words = link_words,
        .plugged = plugged,
};

static void make_panes(struct past_source *s, const struct tape_about *about)
{
	s->panes = xcalloc(about->pane_count ? about->pane_count : 1, sizeof(*s->panes));
	for (size_t i = 0; i < about->pane_count; i++) {
		struct bench_pane *p = &s->panes[i];
		const struct bench_pane *now = s->live ? view_source_pane(s->live, (int)i) : NULL;
		snprintf(p->name, sizeof(p->name), "%s", about->panes[i].name);
		p->node = about->panes[i].node;
		p->run = about->panes[i].run[0] ? about->panes[i].run : NULL;
		p->source = now ? now->source : NULL;
		p->build_output = "";
	}
}

/* The lab that a file tells of, if it is here; without it the tape says enough. */
static void load_lab(struct past_source *s, const char *dir, bool zh)
{
	struct err e = {0};
	s->lab = lab_load(dir, &e);
	if (!s->lab)
		return;
	char *_cleanup_free_ chinese = xasprintf("%s/lesson.zh.md", dir);
	char *_cleanup_free_ english = xasprintf("%s/lesson.md", dir);
	zh = zh && access(chinese, R_OK) == 0;
	s->lesson = lesson_load(zh ? chinese : english, &e);
	if (s->lesson && s->lesson->section_count == s->lab->step_count)
		return;
	lesson_destroy(s->lesson);
	s->lesson = NULL;
}

static void read_texts(struct past_source *s, size_t count)
{
	struct err e = {0};
	s->texts = xcalloc(count ? count : 1, sizeof(*s->texts));
	for (size_t i = 0; i < count; i++) {
		int at = lab_program(s->lab, s->panes[i].name);
		const char *name = at >= 0 ? s->lab->programs[at].source : NULL;
		if (!name)
			continue;
		char *path = xasprintf("%s/%s", s->lab->dir, name);
		if (file_read(path, SOURCE_FILE_MAX, &s->texts[i].text, &e))
			s->panes[i].source = s->texts[i].path = path;
		else
			free(path);
	}
}

void past_source_begin(struct past_source *s, const struct tape *t, const struct tape_about *about,
        const struct view_source *live, const char *lab_dir, enum lab_lang lang)
{
	*s = (struct past_source){.all = t, .live = live, .moment = TAPE_NONE};
	s->past = past_create(t, about);
	about = past_about(s->past);
	if (!live) {
		s->lanes = lanes_create();
		if (lab_dir)
			load_lab(s, lab_dir, lang == LAB_ZH);
	}
	make_panes(s, about);
	if (s->lab)
		read_texts(s, about->pane_count);
	s->view = (struct view_source){.began = about->began,
	        .topology = &about->topology,
	        .past = true,
	        .gate = "",
	        .pane_count = about->pane_count,
	        .lab = live ? live->lab : s->lab,
	        .lesson = live ? live->lesson : s->lesson,
	        .lang = lang,
	        .governor = -1,
	        .ops = &ops,
	        .from = s};
	past_source_seek(s, TAPE_NONE - 1);
}

/* What was recorded came out as the lesson expects: who recorded it made sure of that. */
static void answer(const struct past_source *s, struct bench_step_state *out)
{
	const struct lesson_section *section =
	        s->view.lesson ? &s->view.lesson->sections[out->index] : NULL;
	out->chosen = s->answers->chosen[out->index];
	out->answered = out->chosen >= 0;
	out->hints = s->answers->hints[out->index];
	for (size_t i = 0; section && out->done && i < section->option_count; i++)
		if (section->options[i].expected)
			out->right_option = (int)i;
}

static struct bench_step_state step_of(const struct past_source *s)
{
	struct past_step then = past_step(s->past);
	const struct lab *lab = s->view.lab;
	struct bench_step_state out = {.right_option = -1, .chosen = -1};
	int at = lab && then.id[0] ? lab_step(lab, then.id) : -1;
	if (!lab)
		return out;
	out.count = lab->step_count;
	if (at < 0)
		return out;
	out.index = (size_t)at;
	out.done = then.done;
	out.asked = lab->steps[at].asks;
	out.chosen = then.chosen;
	out.answered = then.chosen >= 0;
	if (then.done && s->live && s->live->step.index == out.index)
		out.right_option = s->live->step.right_option;
	if (s->answers)
		answer(s, &out);
	return out;
}

void past_source_answers(struct past_source *s, const struct progress *answers)
{
	s->answers = answers;
	s->view.recording = true;
}

static void tell(struct past_source *s)
{
	struct view_source *v = &s->view;
	v->tape = past_tape(s->past);
	v->now = past_now(s->past);
	v->lanes = s->live ? s->live->lanes : s->lanes;
	v->next_count = past_next(s->past, &v->next);
	v->holds = v->next_count > 0;
	v->step = step_of(s);
}

void past_source_seek(struct past_source *s, uint64_t event)
{
	past_seek(s->past, event);
	s->moment = past_cursor(s->past);
	tell(s);
}

bool past_source_behind(const struct past_source *s)
{
	return s->behind || past_is_late(s->past);
}

void past_source_fill(struct past_source *s)
{
	s->behind = !past_follow(s->past, FOLLOW_A_FRAME);
	if (s->lanes) {
		lanes_update(s->lanes, s->all, tape_end(s->all), FOLLOW_A_FRAME);
		s->behind |= lanes_update(s->lanes, s->all, tape_end(s->all), 16);
	}
	past_source_seek(s, s->moment == TAPE_NONE ? TAPE_NONE - 1 : s->moment);
}

void past_source_finish(struct past_source *s)
{
	for (size_t i = 0; s->texts && i < s->view.pane_count; i++) {
		free(s->texts[i].path);
		buf_finish(&s->texts[i].text);
	}
	free(s->texts);
	past_destroy(s->past);
	lanes_destroy(s->lanes);
	lesson_destroy(s->lesson);
	lab_destroy(s->lab);
	free(s->panes);
	*s = (struct past_source){0};
}
