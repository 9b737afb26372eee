/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The source of views where it may be silent, and the chosen frame taken apart.
 */
#include "ui/view/source.h"
#include "ui/view/view.h"

#include <stdio.h>
#include <string.h>

#include "base/i18n.h"

bool view_source_note(const struct view_source *s, uint64_t frame, struct flow_note *out)
{
	return s->ops->note && s->ops->note(s->from, frame, out);
}

void view_source_fate(const struct view_source *s, uint64_t frame, char *out, size_t size)
{
	out[0] = 0;
	if (s->ops->fate_text)
		s->ops->fate_text(s->from, frame, out, size);
}

bool view_source_held(const struct view_source *s, uint64_t frame, struct view_held *out)
{
	return s->ops->held && s->ops->held(s->from, frame, out);
}

const struct bench_pane *view_source_pane(const struct view_source *s, int index)
{
	if (!s->ops->pane || index < 0 || (size_t)index >= s->pane_count)
		return NULL;
	return s->ops->pane(s->from, (size_t)index);
}

const struct vt *view_source_vt(const struct view_source *s, int index)
{
	const struct bench_pane *p = view_source_pane(s, index);
	if (!p)
		return NULL;
	return s->ops->vt ? s->ops->vt(s->from, (size_t)index) : terminal_vt(p->terminal);
}

struct terminal_status view_source_status(const struct view_source *s, int index)
{
	const struct bench_pane *p = view_source_pane(s, index);
	if (!p)
		return (struct terminal_status){0};
	return s->ops->status ? s->ops->status(s->from, (size_t)index)
	                      : terminal_status(p->terminal);
}

size_t view_source_sockets(const struct view_source *s, int node, const struct tape_socket **out)
{
	return s->ops->sockets ? s->ops->sockets(s->from, node, out) : 0;
}

bool view_source_owner(const struct view_source *s, uint64_t inode, struct bench_owner *out)
{
	return inode && s->ops->owner && s->ops->owner(s->from, inode, out);
}

nsec view_source_polled(const struct view_source *s)
{
	return s->ops->polled ? s->ops->polled(s->from) : 0;
}

bool view_source_check(const struct view_source *s, size_t check, const char **detail)
{
	*detail = "";
	return s->ops->check && s->ops->check(s->from, check, detail);
}

const char *view_node(const struct view_source *s, int node)
{
	if (node < 0)
		return _("all");
	return node < s->topology->node_count ? s->topology->nodes[node].name : "?";
}

const struct bench_next *view_waiting(const struct view_source *s, uint64_t frame)
{
	for (size_t i = 0; i < s->next_count; i++)
		if (s->next[i].id == frame)
			return &s->next[i];
	return NULL;
}

void view_duration(nsec t, char *out, size_t size)
{
	long tenths = (long)(t / (NSEC_PER_SEC / 10));
	if (tenths < 600)
		snprintf(out, size, _("%ld.%ld s"), tenths / 10, tenths % 10);
	else
		snprintf(out, size, _("%ld:%02ld min"), tenths / 600, tenths / 10 % 60);
}

void view_shared_choose(struct view_shared *sh, uint64_t frame, bool by_person)
{
	if (sh->frame != frame)
		sh->dissected.field = 0;
	sh->frame = sh->event = frame;
	sh->pinned = by_person;
}

void view_shared_choose_event(
        struct view_shared *sh, const struct view_source *s, uint64_t event, bool by_person)
{
	struct tape_event e;
	if (tape_get(s->tape, event, &e) && e.kind == TAPE_FRAME)
		view_shared_choose(sh, event, by_person);
	else
		sh->event = event;
}

/* What connect() was given, beside the bytes that its kernel made of it. */
static void add_given(struct dissected *d, const struct view_source *s, uint64_t frame)
{
	struct tape_event e;
	d->given_len = 0;
	if (!why_call(s, frame, &e) || e.call.kind != CALL_CONNECT ||
	        e.call.data_kept != sizeof(d->given))
		return;
	memcpy(d->given, e.call.data, sizeof(d->given));
	d->given_len = sizeof(d->given);
	snprintf(d->given_by, sizeof(d->given_by), "%s", e.call.source);
}

void view_shared_update(struct view_shared *sh, const struct view_source *s)
{
	struct tape_event ev;
	struct dissected *d = &sh->dissected;
	calls_update(&sh->calls, s->tape);
	why_update(&sh->why, s, sh->event);
	if (sh->frame == TAPE_NONE || !tape_get(s->tape, sh->frame, &ev) || ev.kind != TAPE_FRAME) {
		dissected_clear(d);
		return;
	}
	struct view_held held = {.bytes = ev.frame.bytes, .len = ev.frame.captured};
	bool is_held = view_source_held(s, sh->frame, &held);
	dissected_set(d, sh->frame,
	        &(struct dissected_bytes){.link = PACKET_LINK_ETHERNET,
	                .at = held.bytes,
	                .captured = held.len,
	                .length = ev.frame.length});
	d->edited = is_held && (held.marks & (MARK_EDITED | MARK_CORRUPTED));
	view_source_fate(s, sh->frame, d->fate, sizeof(d->fate));
	add_given(d, s, sh->frame);
}

bool view_shared_shows(const struct view_shared *sh, const struct tape_frame *f)
{
	return !sh->filter || filter_match(sh->filter, f->bytes, f->captured, f->length);
}

void view_shared_finish(struct view_shared *sh)
{
	calls_finish(&sh->calls);
	filter_destroy(sh->filter);
	dissected_finish(&sh->dissected);
}

bool view_list_act(struct list *l, const struct view_act *a)
{
	size_t entry;
	if (a->kind == ACT_MOVE)
		list_move(l, a->by);
	else if (a->kind == ACT_PAGE)
		list_page(l, (int)a->by);
	else if (a->kind == ACT_FIRST)
		list_home(l);
	else if (a->kind == ACT_LAST)
		list_end(l);
	else if (a->kind == ACT_WHEEL)
		list_scroll(l, a->by);
	else if (a->kind == ACT_CLICK && list_at(l, a->y, &entry))
		list_select(l, entry);
	else
		return false;
	return true;
}
