/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a person does to a frame that waits.
 */
#include <stdlib.h>

#include "base/err.h"
#include "base/i18n.h"
#include "net/wire_internal.h"
#include "packet/fields.h"

static void changed(struct wire *w)
{
	if (w->on_change)
		w->on_change(w->user);
}

static nsec now(const struct wire *w)
{
	return w->below.now(w->below.user);
}

/* Where it waits; -1 with the sentence. */
static long find(const struct wire *w, uint64_t frame, struct err *e)
{
	long at = wire_held_find(&w->held, frame);
	if (at < 0)
		err_set(e, ERR_USAGE, _("no frame #%llu waits"), (unsigned long long)frame);
	return at;
}

static void let_go(struct wire *w, size_t at, bool twice)
{
	struct wire_held h;
	uint8_t *bytes = wire_held_take(&w->held, at, &h);
	struct wire_fate want = {.by = BY_LEARNER, .marks = h.marks};
	if (twice)
		want.marks |= MARK_DOUBLED;
	struct wire_fate f =
	        wire_send(w, h.link, h.direction, h.frame, bytes, h.length, want, twice);
	tape_set_fate(w->tape, now(w), h.frame, f.fate, f.by, f.marks);
	if (twice && f.fate == FATE_DELIVERED) {
		f = wire_send(w, h.link, h.direction, h.frame, bytes, h.length, want, false);
		if (f.fate == FATE_DELIVERED)
			wire_send_record_copy(
			        w, h.link, h.direction, h.frame, bytes, h.length, BY_LEARNER);
	}
	free(bytes);
	changed(w);
}

bool wire_deliver(struct wire *w, uint64_t frame, struct err *e)
{
	long at = find(w, frame, e);
	if (at < 0)
		return false;
	let_go(w, (size_t)at, false);
	return true;
}

bool wire_duplicate(struct wire *w, uint64_t frame, struct err *e)
{
	long at = find(w, frame, e);
	if (at < 0)
		return false;
	let_go(w, (size_t)at, true);
	return true;
}

bool wire_drop(struct wire *w, uint64_t frame, struct err *e)
{
	long at = find(w, frame, e);
	if (at < 0)
		return false;
	struct wire_held h;
	free(wire_held_take(&w->held, (size_t)at, &h));
	w->links[h.link].stats.dropped++;
	tape_set_fate(w->tape, now(w), frame, FATE_DROPPED, BY_LEARNER, h.marks);
	changed(w);
	return true;
}

bool wire_delay(struct wire *w, uint64_t frame, nsec delay, struct err *e)
{
	long at = find(w, frame, e);
	if (at < 0)
		return false;
	struct wire_held h;
	uint8_t *bytes = wire_held_take(&w->held, (size_t)at, &h);
	struct wire_fate want = {.by = BY_LEARNER, .marks = h.marks};
	struct wire_fate f = wire_send_at(w, now(w) + (delay > 0 ? delay : 0), h.link, h.direction,
	        frame, bytes, h.length, want, false, false);
	tape_set_fate(w->tape, now(w), frame, f.fate, f.by, f.marks);
	free(bytes);
	changed(w);
	return true;
}

bool wire_move(struct wire *w, uint64_t frame, uint64_t before, struct err *e)
{
	long at = find(w, frame, e);
	long to = before == TAPE_NONE ? (long)w->held.list.count : find(w, before, e);
	if (at < 0 || to < 0)
		return false;
	wire_held_move(&w->held, (size_t)at, (size_t)to);
	changed(w);
	return true;
}

bool wire_corrupt(struct wire *w, uint64_t frame, int offset, uint8_t flip, struct err *e)
{
	long at = find(w, frame, e);
	if (at < 0)
		return false;
	int64_t length = w->held.list.at[at].length;
	int64_t byte = offset < 0 ? length + offset : offset;
	if (byte < 0 || byte >= length)
		return err_set(e, ERR_USAGE,
		        _("byte %d is outside of the frame: 0 to %lld was expected, or -1 to "
		          "%lld from the end"),
		        offset, (long long)length - 1, -(long long)length);
	if (!flip)
		return err_set(e, ERR_USAGE, _("no bit to flip was named: 1 to 255 was expected"));
	wire_held_edit(&w->held, (size_t)at)[byte] ^= flip;
	wire_held_changed(&w->held, (size_t)at, MARK_CORRUPTED);
	changed(w);
	return true;
}

static bool edit(const struct wire_held *h, uint8_t *bytes, const char *field, const char *value,
        struct err *e)
{
	struct field_list fields = {0};
	fields_build(&h->packet, bytes, &fields);
	const struct field *f = fields_find(&fields, field);
	bool good = f ? field_edit(f, bytes, h->length, value, e)
	              : err_set(e, ERR_USAGE, _("frame #%llu has no field \"%.60s\""),
	                        (unsigned long long)h->frame, field);
	field_list_finish(&fields);
	return good;
}

bool wire_edit(struct wire *w, uint64_t frame, const char *field, const char *value, bool mend,
        struct err *e)
{
	long at = find(w, frame, e);
	if (at < 0)
		return false;
	struct wire_held *h = &w->held.list.at[at];
	uint8_t *bytes = wire_held_edit(&w->held, (size_t)at);
	if (!edit(h, bytes, field, value, e))
		return false;
	wire_held_changed(&w->held, (size_t)at, MARK_EDITED);
	if (mend) {
		packet_mend_checksums(&h->packet, bytes);
		wire_held_changed(&w->held, (size_t)at, MARK_EDITED);
	}
	changed(w);
	return true;
}

bool wire_restore(struct wire *w, uint64_t frame, struct err *e)
{
	long at = find(w, frame, e);
	if (at < 0)
		return false;
	wire_held_restore(&w->held, (size_t)at);
	changed(w);
	return true;
}

void wire_deliver_all(struct wire *w)
{
	/* Who is told of a change may hold more: only those that wait now. */
	for (size_t n = w->held.list.count; n && w->held.list.count; n--)
		let_go(w, 0, false);
}
