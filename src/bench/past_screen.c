/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One pane's terminal as of any moment: forward by feeding it, back from the nearest state kept on
 * the way, one after so many bytes.
 */
#include "bench/past_screen.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/vec.h"
#include "term/vt.h"

#define SCROLLBACK_LINES 5000 /* as a running bench has them */
#define KEEP_EVERY ((size_t)32 << 10)
#define KEPT_MOST 512
#define KEPT_BYTES ((size_t)256 << 20)
#define SIZE_MOST 10000
#define FOLLOW_AFTER 8192 /* events: so seldom is it moved while somebody looks elsewhere */
#define FOLLOW_BYTES ((size_t)64 << 10)
#define LOOK_BYTES ((size_t)96 << 10) /* 10 to 20 ms */

struct kept {
	uint64_t next;
	struct vt_state *state; /* owned */
};

struct past_screen {
	uint16_t pane;
	int rows, cols;
	struct vt *vt;
	uint64_t front;        /* as far as it ever was */
	uint64_t next;         /* event to look at next */
	uint64_t output, note; /* the next ones of their kind, unless before `next` */
	size_t fed;            /* bytes since the last state was kept, or gone back to */
	size_t kept_bytes;
	size_t every;  /* bytes between two */
	uint64_t look; /* the last one that asked, and what it may still feed */
	size_t look_bytes;
	VEC(struct kept) kept;
};

struct past_screen *past_screen_create(uint16_t pane, int rows, int cols)
{
	struct past_screen *s = xcalloc(1, sizeof(*s));
	s->pane = pane;
	s->rows = rows;
	s->cols = cols;
	s->every = KEEP_EVERY;
	return s;
}

static void forget_all(struct past_screen *s)
{
	VEC_EACH (k, &s->kept)
		vt_state_free(k->state);
	s->kept.count = 0;
	s->kept_bytes = 0;
	vt_destroy(s->vt);
	s->vt = NULL;
}

void past_screen_destroy(struct past_screen *s)
{
	if (!s)
		return;
	forget_all(s);
	vec_free(&s->kept);
	free(s);
}

/* Every other goes, but the first. */
static void thin_out(struct past_screen *s)
{
	const struct vt_state *before = NULL;
	size_t left = 0;
	s->kept_bytes = 0;
	for (size_t i = 0; i < s->kept.count; i++) {
		if (i % 2) {
			vt_state_free(s->kept.at[i].state);
			continue;
		}
		s->kept_bytes += vt_state_bytes(s->kept.at[i].state, before);
		before = s->kept.at[i].state;
		s->kept.at[left++] = s->kept.at[i];
	}
	s->kept.count = left;
	s->every *= 2;
}

static void keep(struct past_screen *s)
{
	bool known = s->kept.count && s->kept.at[s->kept.count - 1].next >= s->next;
	struct kept k = {.next = s->next, .state = known ? NULL : vt_keep(s->vt)};
	s->fed = 0;
	if (!k.state)
		return;
	if (s->kept.count == KEPT_MOST || (s->kept.count > 1 && s->kept_bytes > KEPT_BYTES))
		thin_out(s);
	size_t n = s->kept.count;
	s->kept_bytes += vt_state_bytes(k.state, n ? s->kept.at[n - 1].state : NULL);
	vec_push(&s->kept, k);
}

/* States belong to their terminal: a new one begins without any but its first. */
static void begin(struct past_screen *s, uint64_t first)
{
	forget_all(s);
	s->vt = vt_create_keeping(s->rows, s->cols, SCROLLBACK_LINES);
	s->next = first;
	keep(s);
}

/* To a state from which `end` lies ahead, and near. */
static void go_back(struct past_screen *s, const struct tape *t, uint64_t end)
{
	bool ahead = s->vt && s->next <= end && s->next >= tape_first(t);
	size_t i = s->kept.count;
	while (i > 0 && s->kept.at[i - 1].next > end)
		i--;
	const struct kept *k = i ? &s->kept.at[i - 1] : NULL;
	if (ahead && (!k || k->next <= s->next))
		return;
	if (!s->vt || !k || k->next < tape_first(t)) {
		begin(s, tape_first(t));
		return;
	}
	vt_return(s->vt, k->state);
	s->next = k->next;
	s->fed = 0;
}

/* "PANE ROWS COLS". */
static void take_size(const struct past_screen *s, const char *text)
{
	unsigned long n[3];
	char *end;
	for (size_t i = 0; i < 3; i++, text = end) {
		n[i] = strtoul(text, &end, 10);
		if (end == text || n[i] > SIZE_MOST)
			return;
	}
	if (n[0] == s->pane)
		vt_resize(s->vt, (int)n[1], (int)n[2]);
}

static void take(struct past_screen *s, const struct tape_event *ev)
{
	if (ev->kind == TAPE_NOTE && ev->note.kind == NOTE_SIZE)
		take_size(s, ev->note.text);
	if (ev->kind != TAPE_OUTPUT || ev->output.pane != s->pane)
		return;
	vt_feed(s->vt, ev->output.bytes, ev->output.length);
	s->fed += ev->output.length;
}

/* The next event that could be about a terminal, at `end` at most. */
static uint64_t skip_to(struct past_screen *s, const struct tape *t, uint64_t end)
{
	if (s->output < s->next)
		s->output = tape_find(t, s->next, TAPE_OUTPUT, 1);
	if (s->note < s->next)
		s->note = tape_find(t, s->next, TAPE_NOTE, 1);
	uint64_t id = s->output < s->note ? s->output : s->note;
	return id < end ? id : end;
}

/* On to `end`, or until so many bytes were fed, an event of others counting as one; returns how
 * many were. */
static size_t advance(struct past_screen *s, const struct tape *t, uint64_t end, size_t bytes)
{
	struct tape_event ev;
	size_t fed = 0;
	s->output = tape_find(t, s->next, TAPE_OUTPUT, 1);
	s->note = tape_find(t, s->next, TAPE_NOTE, 1);
	while ((s->next = skip_to(s, t, end)) < end && fed < bytes && tape_get(t, s->next, &ev)) {
		size_t before = s->fed;
		take(s, &ev);
		fed += s->fed > before ? s->fed - before : 1;
		s->next++;
		if (s->fed >= s->every)
			keep(s);
	}
	if (s->next > s->front)
		s->front = s->next;
	return fed;
}

struct vt *past_screen_at(struct past_screen *s, const struct tape *t, uint64_t end)
{
	go_back(s, t, end);
	advance(s, t, end, SIZE_MAX);
	return s->vt;
}

struct vt *past_screen_near(
        struct past_screen *s, const struct tape *t, uint64_t end, uint64_t look)
{
	if (s->look != look)
		s->look_bytes = LOOK_BYTES;
	s->look = look;
	go_back(s, t, end);
	size_t fed = advance(s, t, end, s->look_bytes);
	s->look_bytes -= fed < s->look_bytes ? fed : s->look_bytes;
	return s->next == end ? s->vt : NULL;
}

bool past_screen_follow(struct past_screen *s, const struct tape *t, uint64_t end)
{
	if (s->front + FOLLOW_AFTER > end)
		return true;
	go_back(s, t, s->front);
	advance(s, t, end, FOLLOW_BYTES);
	return s->front + FOLLOW_AFTER > end;
}
