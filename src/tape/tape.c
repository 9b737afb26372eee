/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The tape: records in a ring of bytes, found through a ring of offsets.
 *
 * How it works. A record begins at a multiple of 8 and never wraps: when it does not fit into the
 * room before the end of the ring, that room stays unused and the record begins at 0. An index
 * entry has the record's place (in units of 8) and its kind, so that searching for a kind reads
 * 4 bytes an event. Frames refer to others by distance, which is short and survives eviction: a
 * frame's FATE events are younger than the frame, so they are there as long as the frame is.
 */
#include "tape/tape.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

#define UNIT 8u
#define CAPACITY_MIN ((size_t)64 * 1024)
#define CAPACITY_MAX ((size_t)UINT32_MAX) /* 29 bits of units, rounded down to be safe */
#define KIND_BITS 3
#define CALL_TEXT_MAX 2048 /* of each of a call's texts */
/* A shorter record on average than this would fill the index before the bytes. */
#define BYTES_AN_EVENT 48

_Static_assert(TAPE_KINDS <= 1 << KIND_BITS, "a kind fits into an index entry");

/* What every record begins with. */
struct record {
	nsec when;
	uint32_t units; /* length of the record in units of 8, padding included */
};

struct frame_record {
	nsec when;
	uint32_t units;
	uint32_t captured, length;
	uint32_t related;   /* distance back to the related event, 0: none */
	uint32_t last_fate; /* distance on to the last FATE event, 0: none */
	uint16_t link, folded;
	uint8_t direction, fate, by, marks;
	uint8_t bytes[];
};

_Static_assert(offsetof(struct frame_record, bytes) <= 40, "44 bytes a frame, index included");

struct fate_record {
	nsec when;
	uint32_t units;
	uint32_t frame;    /* distance back to the frame */
	uint32_t previous; /* distance back to the frame's FATE event before this one, 0: none */
	uint8_t fate, by, marks;
	uint8_t old_fate, old_by, old_marks;
};

struct socket_record {
	nsec when;
	uint32_t units;
	struct tape_socket socket;
};

struct program_record {
	nsec when;
	uint32_t units;
	int32_t code;
	uint16_t node, pane;
	uint8_t ended;
	char command[];
};

struct output_record {
	nsec when;
	uint32_t units;
	uint32_t length;
	uint16_t pane;
	char bytes[];
};

struct note_record {
	nsec when;
	uint32_t units;
	uint8_t kind;
	char text[];
};

/* The three texts, each with its NUL, and then the bytes stand in tail. */
struct call_record {
	nsec when;
	uint32_t units;
	uint32_t data_total, data_kept;
	int32_t pid, tid, fd, error;
	int64_t result;
	nsec blocked;
	uint64_t inode, offset;
	uint32_t enter; /* distance back to the call's first event, 0: this one */
	uint16_t node, pane, local_port, remote_port;
	uint8_t local[16], remote[16];
	uint8_t family, protocol, stage, kind;
	bool changed;
	char tail[];
};

struct counter_record {
	nsec when;
	uint32_t units;
	uint16_t node;
	uint32_t frame; /* distance back to it, 0: none */
	int64_t by;
	uint64_t value;
	char name[];
};

struct tape {
	uint8_t *ring;   /* owned, aligned as malloc does */
	uint32_t units;  /* length of the ring */
	uint32_t head;   /* where the next record begins */
	uint32_t *index; /* owned ring: unit << KIND_BITS | kind of event id, at id % slots */
	uint32_t slots;
	uint64_t first, end;
	uint64_t lost;
	uint64_t counts[TAPE_KINDS];
	size_t bytes; /* of the records there, padding included */
	size_t capacity;
	nsec last;
	uint64_t hidden; /* of a window: the end of the tape behind it; else 0 */
};

static uint32_t slot_of(const struct tape *t, uint64_t id)
{
	return t->index[id % t->slots];
}

static void *record_at(const struct tape *t, uint64_t id)
{
	return t->ring + (size_t)(slot_of(t, id) >> KIND_BITS) * UNIT;
}

static enum tape_kind kind_of(const struct tape *t, uint64_t id)
{
	return (enum tape_kind)(slot_of(t, id) & ((1u << KIND_BITS) - 1));
}

static bool is_there(const struct tape *t, uint64_t id)
{
	return id >= t->first && id < t->end;
}

static void evict(struct tape *t)
{
	const struct record *r = record_at(t, t->first);
	t->bytes -= (size_t)r->units * UNIT;
	t->first++;
	t->lost++;
}

/* Finds a place for so many units, evicting until there is one; they are at most a quarter of the
 * ring and some, so an empty ring always has it. */
static void make_room(struct tape *t, uint32_t units)
{
	if (t->end - t->first == t->slots)
		evict(t);
	for (;;) {
		if (t->first == t->end) {
			t->head = 0;
			return;
		}
		uint32_t tail = slot_of(t, t->first) >> KIND_BITS;
		if (t->head > tail) {
			if (units <= t->units - t->head)
				return;
			if (units <= tail) {
				t->head = 0;
				return;
			}
		} else if (units <= tail - t->head) {
			return;
		}
		evict(t);
	}
}

/* A new record of that length, its head filled in. */
static void *append(struct tape *t, nsec when, enum tape_kind kind, size_t len)
{
	uint32_t units = (uint32_t)((len + UNIT - 1) / UNIT);
	make_room(t, units);
	t->index[t->end % t->slots] = t->head << KIND_BITS | kind;
	struct record *r = (void *)(t->ring + (size_t)t->head * UNIT);
	t->head += units;
	t->bytes += (size_t)units * UNIT;
	t->counts[kind]++;
	t->end++;
	if (when > t->last)
		t->last = when;
	r->when = t->last;
	r->units = units;
	return r;
}

static size_t cut(const struct tape *t, size_t len)
{
	size_t most = (size_t)t->units * UNIT / 4;
	return len < most ? len : most;
}

/* Where `to` lies as a distance back from `from`; 0 when it is none or too far. */
static uint32_t distance(uint64_t from, uint64_t to)
{
	if (to >= from || from - to > UINT32_MAX)
		return 0;
	return (uint32_t)(from - to);
}

struct tape *tape_create(size_t capacity)
{
	if (capacity < CAPACITY_MIN)
		capacity = CAPACITY_MIN;
	if (capacity > CAPACITY_MAX)
		capacity = CAPACITY_MAX;
	struct tape *t = xcalloc(1, sizeof(*t));
	t->capacity = capacity;
	t->slots = (uint32_t)(capacity / BYTES_AN_EVENT);
	t->index = xmalloc(t->slots * sizeof(*t->index));
	t->units = (uint32_t)((capacity - t->slots * sizeof(*t->index) - sizeof(*t)) / UNIT);
	t->ring = xmalloc((size_t)t->units * UNIT);
	t->last = INT64_MIN;
	return t;
}

void tape_destroy(struct tape *t)
{
	if (!t)
		return;
	if (!t->hidden) {
		free(t->ring);
		free(t->index);
	}
	free(t);
}

void tape_clear(struct tape *t)
{
	t->first = t->end;
	t->head = 0;
	t->bytes = 0;
}

uint64_t tape_add_frame(struct tape *t, nsec when, const struct tape_frame *f)
{
	size_t captured = cut(t, f->captured);
	uint64_t id = t->end;
	struct frame_record *r =
	        append(t, when, TAPE_FRAME, offsetof(struct frame_record, bytes) + captured);
	r->captured = (uint32_t)captured;
	r->length = f->length;
	r->related = distance(id, f->related);
	r->last_fate = 0;
	r->link = f->link;
	r->folded = f->folded;
	r->direction = f->direction;
	r->fate = f->fate;
	r->by = f->by;
	r->marks = f->marks;
	if (captured)
		memcpy(r->bytes, f->bytes, captured);
	return id;
}

uint64_t tape_add_socket(struct tape *t, nsec when, const struct tape_socket *s)
{
	struct socket_record *r = append(t, when, TAPE_SOCKET, sizeof(*r));
	r->socket = *s;
	return t->end - 1;
}

uint64_t tape_add_program(struct tape *t, nsec when, const struct tape_program *p)
{
	const char *command = p->command ? p->command : "";
	size_t len = cut(t, strlen(command));
	struct program_record *r =
	        append(t, when, TAPE_PROGRAM, offsetof(struct program_record, command) + len + 1);
	r->code = p->code;
	r->node = p->node;
	r->pane = p->pane;
	r->ended = p->ended;
	memcpy(r->command, command, len);
	r->command[len] = '\0';
	return t->end - 1;
}

uint64_t tape_add_output(struct tape *t, nsec when, uint16_t pane, const char *bytes, size_t len)
{
	len = cut(t, len);
	struct output_record *r =
	        append(t, when, TAPE_OUTPUT, offsetof(struct output_record, bytes) + len);
	r->length = (uint32_t)len;
	r->pane = pane;
	if (len)
		memcpy(r->bytes, bytes, len);
	return t->end - 1;
}

uint64_t tape_add_note(struct tape *t, nsec when, enum tape_note_kind kind, const char *text)
{
	size_t len = cut(t, strlen(text));
	struct note_record *r =
	        append(t, when, TAPE_NOTE, offsetof(struct note_record, text) + len + 1);
	r->kind = (uint8_t)kind;
	memcpy(r->text, text, len);
	r->text[len] = '\0';
	return t->end - 1;
}

static char *lay_text(char *at, const char *text, size_t len)
{
	memcpy(at, text, len);
	at[len] = '\0';
	return at + len + 1;
}

uint64_t tape_add_call(struct tape *t, nsec when, const struct tape_call *c)
{
	const char *texts[] = {
	        c->name ? c->name : "", c->args ? c->args : "", c->source ? c->source : ""};
	size_t lengths[3], room = offsetof(struct call_record, tail);
	for (size_t i = 0; i < 3; i++) {
		lengths[i] = strlen(texts[i]);
		if (lengths[i] > CALL_TEXT_MAX)
			lengths[i] = CALL_TEXT_MAX;
		room += lengths[i] + 1;
	}
	size_t kept = cut(t, c->data_kept + room) - room;
	uint64_t id = t->end;
	struct call_record *r = append(t, when, TAPE_CALL, room + kept);
	r->data_total = c->data_total;
	r->data_kept = (uint32_t)kept;
	r->pid = c->pid;
	r->tid = c->tid;
	r->fd = c->fd;
	r->error = c->error;
	r->result = c->result;
	r->blocked = c->blocked;
	r->inode = c->inode;
	r->offset = c->offset;
	r->enter = distance(id, c->enter);
	r->node = c->node;
	r->pane = c->pane;
	r->stage = c->stage;
	r->kind = c->kind;
	r->changed = c->changed;
	r->family = c->family;
	r->protocol = c->protocol;
	r->local_port = c->local_port;
	r->remote_port = c->remote_port;
	memcpy(r->local, c->local, sizeof(r->local));
	memcpy(r->remote, c->remote, sizeof(r->remote));
	char *at = r->tail;
	for (size_t i = 0; i < 3; i++)
		at = lay_text(at, texts[i], lengths[i]);
	if (kept)
		memcpy(at, c->data, kept);
	return id;
}

static struct frame_record *frame_at(const struct tape *t, uint64_t frame)
{
	if (!is_there(t, frame) || kind_of(t, frame) != TAPE_FRAME)
		return NULL;
	return record_at(t, frame);
}

uint64_t tape_add_counter(struct tape *t, nsec when, const struct tape_counter *c)
{
	size_t len = cut(t, strlen(c->name));
	uint64_t id = t->end;
	struct counter_record *r =
	        append(t, when, TAPE_COUNTER, offsetof(struct counter_record, name) + len + 1);
	r->node = c->node;
	r->frame = distance(id, c->frame);
	r->by = c->by;
	r->value = c->value;
	lay_text(r->name, c->name, len);
	struct frame_record *f = r->frame ? frame_at(t, c->frame) : NULL;
	if (f)
		f->marks |= MARK_COUNTED;
	return id;
}

bool tape_set_fate(struct tape *t, nsec when, uint64_t frame, enum frame_fate fate,
        enum frame_by by, unsigned add_marks)
{
	if (!frame_at(t, frame))
		return false;
	uint64_t id = t->end;
	struct fate_record *r = append(t, when, TAPE_FATE, sizeof(*r));
	/* Making room for the event may have taken the frame itself. */
	struct frame_record *f = frame_at(t, frame);
	uint8_t marks = (uint8_t)((f ? f->marks : 0u) | add_marks);
	r->frame = distance(id, frame);
	r->previous = f && f->last_fate ? distance(id, frame + f->last_fate) : 0;
	r->fate = (uint8_t)fate;
	r->by = (uint8_t)by;
	r->marks = marks;
	r->old_fate = f ? f->fate : (uint8_t)fate;
	r->old_by = f ? f->by : (uint8_t)by;
	r->old_marks = f ? f->marks : marks;
	if (!f)
		return false;
	f->last_fate = distance(id, frame);
	f->fate = (uint8_t)fate;
	f->by = (uint8_t)by;
	f->marks = marks;
	return true;
}

void tape_begin_at(struct tape *t, uint64_t id)
{
	if (t->first == t->end)
		t->first = t->end = id;
}

uint64_t tape_add_fate(struct tape *t, nsec when, const struct tape_fate *f)
{
	uint64_t id = t->end;
	if (tape_set_fate(t, when, f->frame, f->fate, f->by, f->marks)) {
		/* That only ever adds marks; here they are what they were. */
		struct fate_record *r = record_at(t, id);
		frame_at(t, f->frame)->marks = r->marks = f->marks;
	}
	if (t->end > id)
		return id;
	struct fate_record *r = append(t, when, TAPE_FATE, sizeof(*r));
	r->frame = distance(id, f->frame);
	r->previous = 0;
	r->fate = r->old_fate = f->fate;
	r->by = r->old_by = f->by;
	r->marks = r->old_marks = f->marks;
	return id;
}

void tape_relate(struct tape *t, uint64_t frame, uint64_t related, unsigned mark)
{
	struct frame_record *f = frame_at(t, frame);
	if (!f)
		return;
	f->related = distance(frame, related);
	f->marks = (uint8_t)(f->marks | mark);
}

void tape_fold(struct tape *t, uint64_t frame)
{
	struct frame_record *f = frame_at(t, frame);
	if (f && f->folded < UINT16_MAX)
		f->folded++;
}

uint64_t tape_first(const struct tape *t)
{
	return t->first;
}

uint64_t tape_end(const struct tape *t)
{
	return t->end;
}

uint64_t tape_lost(const struct tape *t)
{
	return t->lost;
}

size_t tape_used(const struct tape *t)
{
	return sizeof(*t) + t->bytes + (size_t)(t->end - t->first) * sizeof(*t->index);
}

size_t tape_capacity(const struct tape *t)
{
	return t->capacity;
}

static void read_frame(const void *record, uint64_t id, struct tape_event *out)
{
	const struct frame_record *r = record;
	out->frame = (struct tape_frame){
	        .link = r->link,
	        .direction = r->direction,
	        .fate = r->fate,
	        .by = r->by,
	        .marks = r->marks,
	        .folded = r->folded,
	        .related = r->related ? id - r->related : TAPE_NONE,
	        .captured = r->captured,
	        .length = r->length,
	        .bytes = r->bytes,
	};
}

static void read_fate(const void *record, uint64_t id, struct tape_event *out)
{
	const struct fate_record *r = record;
	out->fate = (struct tape_fate){
	        .frame = id - r->frame, .fate = r->fate, .by = r->by, .marks = r->marks};
}

static void read_socket(const void *record, uint64_t id, struct tape_event *out)
{
	(void)id;
	const struct socket_record *r = record;
	out->socket = r->socket;
}

static void read_program(const void *record, uint64_t id, struct tape_event *out)
{
	(void)id;
	const struct program_record *r = record;
	out->program = (struct tape_program){.node = r->node,
	        .pane = r->pane,
	        .ended = r->ended,
	        .code = r->code,
	        .command = r->command};
}

static void read_output(const void *record, uint64_t id, struct tape_event *out)
{
	(void)id;
	const struct output_record *r = record;
	out->output = (struct tape_output){.pane = r->pane, .length = r->length, .bytes = r->bytes};
}

static void read_note(const void *record, uint64_t id, struct tape_event *out)
{
	(void)id;
	const struct note_record *r = record;
	out->note = (struct tape_note){.kind = r->kind, .text = r->text};
}

static void read_call(const void *record, uint64_t id, struct tape_event *out)
{
	const struct call_record *r = record;
	const char *name = r->tail, *args = name + strlen(name) + 1,
	           *source = args + strlen(args) + 1;
	out->call = (struct tape_call){.node = r->node,
	        .pane = r->pane,
	        .pid = r->pid,
	        .tid = r->tid,
	        .stage = r->stage,
	        .kind = r->kind,
	        .changed = r->changed,
	        .enter = id - r->enter,
	        .fd = r->fd,
	        .error = r->error,
	        .result = r->result,
	        .blocked = r->blocked,
	        .inode = r->inode,
	        .family = r->family,
	        .protocol = r->protocol,
	        .local_port = r->local_port,
	        .remote_port = r->remote_port,
	        .offset = r->offset,
	        .data_total = r->data_total,
	        .data_kept = r->data_kept,
	        .data = (const uint8_t *)source + strlen(source) + 1,
	        .name = name,
	        .args = args,
	        .source = source};
	memcpy(out->call.local, r->local, sizeof(r->local));
	memcpy(out->call.remote, r->remote, sizeof(r->remote));
}

static void read_counter(const void *record, uint64_t id, struct tape_event *out)
{
	const struct counter_record *r = record;
	out->counter = (struct tape_counter){.node = r->node,
	        .by = r->by,
	        .value = r->value,
	        .frame = r->frame ? id - r->frame : TAPE_NONE,
	        .name = r->name};
}

typedef void (*read_fn)(const void *record, uint64_t id, struct tape_event *out);

static const read_fn readers[] = {
        [TAPE_FRAME] = read_frame,
        [TAPE_FATE] = read_fate,
        [TAPE_SOCKET] = read_socket,
        [TAPE_PROGRAM] = read_program,
        [TAPE_OUTPUT] = read_output,
        [TAPE_NOTE] = read_note,
        [TAPE_CALL] = read_call,
        [TAPE_COUNTER] = read_counter,
};
_Static_assert(sizeof(readers) / sizeof(readers[0]) == TAPE_KINDS, "one reader a kind");

/* How often a frame was folded into before the window ends. That happens only while it is held. */
static uint16_t folded_until(const struct tape *t, uint64_t frame, uint16_t most)
{
	uint16_t folded = 0;
	uint64_t id = frame;
	while (folded < most && (id = tape_find(t, id + 1, TAPE_FRAME, 1)) != TAPE_NONE) {
		const struct frame_record *r = record_at(t, id);
		bool into = r->related && id - r->related == frame;
		if (into && r->fate == FATE_FOLDED)
			folded++;
	}
	return folded;
}

/* A frame as it was when the window ends. */
static void settle(const struct tape *t, uint64_t frame, struct tape_frame *f)
{
	struct tape_fate then;
	if (!tape_fate_at(t, frame, t->end - 1, &then))
		return;
	f->fate = then.fate;
	f->by = then.by;
	f->marks = then.marks;
	if (f->folded && f->fate == FATE_HELD)
		f->folded = folded_until(t, frame, f->folded);
}

bool tape_get(const struct tape *t, uint64_t id, struct tape_event *out)
{
	if (!is_there(t, id))
		return false;
	const struct record *r = record_at(t, id);
	out->id = id;
	out->when = r->when;
	out->kind = kind_of(t, id);
	readers[out->kind](r, id, out);
	if (t->hidden && out->kind == TAPE_FRAME)
		settle(t, id, &out->frame);
	return true;
}

struct tape *tape_window(struct tape *w, const struct tape *t, uint64_t end)
{
	if (!w)
		w = xcalloc(1, sizeof(*w));
	*w = *t;
	w->hidden = t->end ? t->end : 1;
	if (end < w->end)
		w->end = end < w->first ? w->first : end;
	return w;
}

uint64_t tape_find(const struct tape *t, uint64_t id, enum tape_kind kind, int step)
{
	if (t->first == t->end)
		return TAPE_NONE;
	if (step < 0) {
		if (id >= t->end)
			id = t->end - 1;
		for (uint64_t i = id; i >= t->first && i != UINT64_MAX; i--)
			if (kind_of(t, i) == kind)
				return i;
		return TAPE_NONE;
	}
	for (uint64_t i = id < t->first ? t->first : id; i < t->end; i++)
		if (kind_of(t, i) == kind)
			return i;
	return TAPE_NONE;
}

uint64_t tape_count(const struct tape *t, enum tape_kind kind)
{
	uint64_t hidden = 0;
	for (uint64_t id = t->end; id < t->hidden; id++)
		hidden += kind_of(t, id) == kind;
	return t->counts[kind] - hidden;
}

uint64_t tape_fate_event(const struct tape *t, uint64_t frame)
{
	const struct frame_record *f = frame_at(t, frame);
	return f && f->last_fate ? frame + f->last_fate : frame;
}

bool tape_fate_at(const struct tape *t, uint64_t frame, uint64_t as_of, struct tape_fate *out)
{
	const struct frame_record *f = frame_at(t, frame);
	if (!f || as_of < frame)
		return false;
	*out = (struct tape_fate){.frame = frame, .fate = f->fate, .by = f->by, .marks = f->marks};
	uint64_t at = f->last_fate ? frame + f->last_fate : frame;
	while (at > as_of) {
		const struct fate_record *r = record_at(t, at);
		out->fate = r->old_fate;
		out->by = r->old_by;
		out->marks = r->old_marks;
		at = r->previous ? at - r->previous : frame;
	}
	return true;
}
