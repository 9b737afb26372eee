/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The parts of the wire between themselves: the core decides and records, the ports bring frames
 * and take them. The core knows no interface, so that tests can be its ports.
 *
 * wire.c       settings, queries            wire_core.c   a frame's way from arrival to its fate
 * wire_send.c  onto a port, now or later    wire_hand.c   what a person does to a held frame
 * wire_ports.c libpcap, loop and timer      wire_{rule,impair,queue,held,notes}.c: parts
 */
#ifndef NET_WIRE_INTERNAL_H
#define NET_WIRE_INTERNAL_H

#include "base/buf.h"
#include "capture/filter.h"
#include "capture/live.h"
#include "net/topology.h"
#include "net/wire.h"
#include "net/wire_held.h"
#include "net/wire_impair.h"
#include "net/wire_notes.h"
#include "net/wire_queue.h"
#include "net/wire_rule.h"

#define WIRE_WATCH_LIMIT 2000u /* frames of a watched link on the tape a second */
#define WIRE_WATCH_WINDOW (100 * NSEC_PER_MSEC)
#define WIRE_LATER_MAX 8192u /* frames that leave later, of one direction */

/* What the core needs from below. inject: 0 or -errno, -ENOBUFS: the port has no room now. */
struct wire_below {
	int (*inject)(void *user, int link, int end, const uint8_t *bytes, size_t len);
	nsec (*now)(void *user);
	void (*arm)(void *user, nsec due);      /* call wire_core_run then; WIRE_QUEUE_NEVER: not */
	uint64_t (*lost)(void *user, int link); /* frames the kernel could not keep; may be NULL */
	void *user;
};

/* One direction of a link. */
struct wire_way {
	struct wire_impair impair;
	uint32_t later;    /* frames of it in the queue */
	uint32_t retrying; /* of these, waiting for room in the port */
	nsec blocked_until;
	uint64_t late; /* order in the queue of the frame to be overtaken; 0: none */
};

struct wire_link {
	bool watched;
	bool loopback; /* of a host: the flow tells the direction */
	enum wire_mode mode;
	struct filter *gate; /* owned */
	struct wire_way ways[2];
	struct wire_stats stats;
	nsec window; /* when the window of the watch limit began */
	uint32_t in_window;
};

struct wire_ports;

struct wire {
	const struct topology *topology;
	struct tape *tape;
	struct flow_table *flows;
	struct wire_notes *notes;
	struct wire_rules *rules;
	struct wire_held_list held;
	struct wire_queue queue;
	struct wire_link links[TOPOLOGY_LINKS_MAX];
	int link_count;
	uint8_t *scratch; /* a frame being changed */
	struct buf names; /* answer of the last question for a host's addresses */
	nsec armed;
	struct wire_below below;
	struct wire_ports *ports; /* NULL in tests */
	wire_frame_fn on_frame;
	wire_change_fn on_change;
	void *user;
};

/* A frame on its way through the core. */
struct wire_arrival {
	int link;
	uint8_t direction;
	const struct live_frame *frame;
	uint64_t id; /* it will have on the tape */
	struct packet packet;
	struct flow_note note;
};

struct wire_fate {
	enum frame_fate fate;
	enum frame_by by;
	uint8_t marks;
};

/* --- wire.c --- */
struct wire *wire_core_create(
        const struct topology *t, struct tape *tape, const struct wire_below *below);
void wire_core_destroy(struct wire *w);

/* --- wire_core.c --- */
/* A frame that came in at end `direction` of a link. */
void wire_core_frame(struct wire *w, int link, uint8_t direction, const struct live_frame *f);
/* Sends what is due. */
void wire_core_run(struct wire *w);
/* Whether this link's watch limit is used up, and until when. */
bool wire_core_swamped(const struct wire *w, int link, nsec now, nsec *until);

/* --- wire_send.c --- */
/* Puts a frame onto the other port, or queues it when that has no room. Its fate is returned and
 * counted; nothing is written to the tape. */
struct wire_fate wire_send(struct wire *w, int link, uint8_t direction, uint64_t frame,
        const uint8_t *bytes, uint32_t len, struct wire_fate want, bool twice);
/* The same at a later time. `late`: as soon as the next frame of that direction has gone. */
struct wire_fate wire_send_at(struct wire *w, nsec due, int link, uint8_t direction, uint64_t frame,
        const uint8_t *bytes, uint32_t len, struct wire_fate want, bool twice, bool late);
/* Lets the frame that was to be overtaken follow one that leaves at `due`. */
void wire_send_overtaken(struct wire *w, struct wire_way *way, nsec due);
/* The copy of a frame that was delivered twice gets a record of its own. */
void wire_send_record_copy(struct wire *w, int link, uint8_t direction, uint64_t original,
        const uint8_t *bytes, uint32_t len, enum frame_by by);
void wire_send_arm(struct wire *w);

#endif
