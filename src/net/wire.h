/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The wire that belongs to the learner: every frame between two hosts passes here, and may be
 * held, delivered, dropped, doubled, delayed, moved, corrupted or edited. What happens goes onto
 * the tape.
 *
 * How it works. Each end of a LINK_WIRE link has a libpcap handle on its port (immediate, direction
 * in). A frame that arrives is put on the tape and then takes the first of these that applies:
 * a rule; folding into a held frame that it repeats (same flow, same TCP sequence range or same
 * bytes, but never UDP: two equal datagrams are two); the gate when the link holds and the gate's
 * filter matches; the impairments; the other port. Bytes of held and delayed frames are kept here
 * as well, so that the tape may forget them. Links of LINK_KERNEL are only watched: their frames
 * have FATE_SEEN, at most 2000 a second a link, the rest is counted.
 */
#ifndef NET_WIRE_H
#define NET_WIRE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"
#include "packet/flow/flow.h"
#include "packet/packet.h"
#include "tape/tape.h"

struct err;
struct loop;
struct wire;
struct world;

enum wire_mode { WIRE_PASS, WIRE_HOLD };

/* What a link does to the frames of one direction, by itself. Probabilities are parts per
 * million. The order of chance is fixed by the seed and the frames' order. */
struct wire_impairment {
	nsec delay, jitter; /* each frame: delay +- jitter, order kept unless reorder hits */
	uint32_t loss_ppm, duplicate_ppm, reorder_ppm, corrupt_ppm;
	uint64_t rate_bit; /* bits a second, 0 unlimited; queue of 1000 frames, then drop */
	uint32_t mtu;      /* larger frames are dropped; 0 no limit */
	uint64_t seed;     /* 0: 1 */
};

enum wire_action {
	WIRE_DELIVER,
	WIRE_DROP,
	WIRE_DUPLICATE,
	WIRE_DELAY,
	WIRE_CORRUPT,
	WIRE_KEEP,
	WIRE_ACTIONS
};

/* What a rule matched so far counts; `when` is strace's: "1", "2+" (from the second on), "2+3"
 * (the second, then every third), "1..3". NULL: always. */
struct wire_rule {
	enum wire_action action; /* WIRE_KEEP: hold it */
	nsec delay;              /* WIRE_DELAY */
	int offset;              /* WIRE_CORRUPT: byte of the frame, -1: the last */
	char text[120];          /* the rule as written: "drop syn from client when 1" */
	uint64_t matched, acted;
};

/* One frame that waits. */
struct wire_held {
	uint64_t frame; /* id on the tape */
	int link;
	uint8_t direction;
	nsec since;
	uint32_t repeats;  /* sent again that often while it waited */
	nsec repeat_at[8]; /* when, the first eight */
	uint8_t marks;     /* enum frame_marks so far */
	uint32_t length;
	const uint8_t *bytes; /* as they would be delivered now, borrowed */
	struct packet packet; /* decoded from them */
	struct flow_note note;
};

/* Called for each frame after it is on the tape, decoded and noted; for copies that the wire made
 * too. What is done to the frame here happens at once. */
typedef void (*wire_frame_fn)(
        void *user, uint64_t frame, const struct packet *p, const struct flow_note *note);
/* Called when the list of held frames changed. */
typedef void (*wire_change_fn)(void *user);

/* Opens every port of the world. World, tape and loop are borrowed and outlive the wire. */
struct wire *wire_create(struct loop *l, struct world *w, struct tape *t, struct err *e);
void wire_destroy(struct wire *w);
void wire_listen(struct wire *w, wire_frame_fn on_frame, wire_change_fn on_change, void *user);

/* link -1 means every link that can be held. The gate is a filter text (see capture/filter.h), ""
 * for all. Frames that wait go on waiting in either mode: wire_deliver_all(). */
bool wire_set_mode(struct wire *w, int link, enum wire_mode mode, const char *gate, struct err *e);
enum wire_mode wire_mode(const struct wire *w, int link);
const char *wire_gate(const struct wire *w, int link); /* text as given, borrowed */
/* direction 0, 1, or -1 for both. */
void wire_impair(struct wire *w, int link, int direction, const struct wire_impairment *i);
const struct wire_impairment *wire_impairment(const struct wire *w, int link, int direction);

/* A rule: "drop|deliver|duplicate|hold|delay TIME|corrupt [OFFSET] FILTER [when WHEN]". */
bool wire_rule_add(struct wire *w, const char *text, struct err *e);
bool wire_rule_remove(struct wire *w, size_t index);
size_t wire_rules(const struct wire *w, const struct wire_rule **out);

/* What waits, in the order in which it will be shown (arrival, unless moved). Borrowed until
 * the next change. */
size_t wire_held(const struct wire *w, const struct wire_held **out);

/* Acts on a held frame. False with e when no such frame waits. */
bool wire_deliver(struct wire *w, uint64_t frame, struct err *e);
bool wire_drop(struct wire *w, uint64_t frame, struct err *e);
bool wire_duplicate(struct wire *w, uint64_t frame, struct err *e);         /* delivers it twice */
bool wire_delay(struct wire *w, uint64_t frame, nsec delay, struct err *e); /* delivered then */
bool wire_move(struct wire *w, uint64_t frame, uint64_t before, struct err *e);
/* Flips bits of one byte (offset from the start of the frame, negative from its end). */
bool wire_corrupt(struct wire *w, uint64_t frame, int offset, uint8_t flip, struct err *e);
/* Sets a field (fields.h names); mend: checksums are recomputed. It keeps waiting. */
bool wire_edit(struct wire *w, uint64_t frame, const char *field, const char *value, bool mend,
        struct err *e);
/* Forgets edits: the bytes as they arrived. */
bool wire_restore(struct wire *w, uint64_t frame, struct err *e);
/* Delivers everything that waits, in order. */
void wire_deliver_all(struct wire *w);

/* The flow note of any frame still on the tape among the last 65536; false when unknown. */
bool wire_note(const struct wire *w, uint64_t frame, struct flow_note *out);

struct wire_stats {
	uint64_t seen, delivered, dropped, lost_by_kernel, not_recorded;
};
struct wire_stats wire_stats(struct wire *w, int link); /* -1: all */

#endif
