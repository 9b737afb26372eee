/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a flow is to the files that follow it: flow_table.c finds and keeps it, flow_tcp.c judges a
 * segment, flow_reset.c a reset, flow_summary.c tells it all. Between files of src/packet only.
 *
 * How it is kept: a flow of any protocol is `struct flow`; a TCP connection has a `struct flow_tcp`
 * besides, and one on which something went wrong a `struct flow_trouble`: most have none.
 */
#ifndef PACKET_FLOW_INTERNAL_H
#define PACKET_FLOW_INTERNAL_H

#include "packet/flow/flow.h"
#include "packet/flow/flow_segments.h"

#define FLOW_NOBODY UINT32_MAX
#define FLOW_WINDOW_UNSEEN UINT32_MAX

#define FLOW_LINE 64 /* bytes of a cache line: what is read together lies in few */

/* Both ends, smaller one first, so that both directions meet in one flow. An address is 4 or 16
 * bytes as they come, then zeros; ICMP echo has its identifier as both ports. */
struct flow_key {
	uint64_t low[2], high[2];
	uint16_t low_port, high_port;
	uint8_t family; /* length of the addresses */
	uint8_t protocol;
	uint16_t none;
};
_Static_assert(sizeof(struct flow_key) == 40, "compared as five words");

/* One direction of a TCP connection. What it tells of the other one's segments (acknowledged,
 * window) is here too: it is what this end said. */
struct flow_side {
	uint32_t base;   /* what relative number 0 is */
	uint32_t next;   /* behind the highest byte seen; 0: nothing seen (as Wireshark has it) */
	uint32_t whole;  /* behind the highest byte up to which nothing is missing; 0 as well */
	uint32_t ack;    /* last acknowledgment number */
	uint32_t window; /* last one as in the header, or FLOW_WINDOW_UNSEEN */
	int32_t dup_acks;
	struct segments outstanding;
	nsec acked_when;    /* of the last segment */
	nsec next_when;     /* when `next` was reached */
	uint32_t ack_frame; /* which told `ack` first; the lower half of its id */
	uint32_t pushed;    /* bytes since the last PSH */
	uint32_t sacked;    /* bytes in the SACK blocks of the last segment */
	uint32_t in_flight; /* the most there were */
	uint64_t rtt_sum;   /* round trips of what it sent, in units of FLOW_TIME_UNIT */
	uint32_t rtt_count, rtt_min, rtt_max;
	uint32_t fin;      /* number behind its FIN, with `closed` */
	uint16_t mss;      /* as its SYN has it, 0: none or not seen */
	int8_t scale;      /* shift count of its windows, or FLOW_SCALE_ */
	uint8_t options;   /* enum packet_tcp_option_bits of its SYN */
	uint8_t multipath; /* MPTCP subtypes of the connection as of its last segment */
	bool based : 1, syn : 1, closed : 1, reset : 1; /* number known; it sent SYN, FIN, RST */
	bool flight_known : 1; /* not after a hole, until the other end acknowledged something */
	bool push_last : 1, first_ack : 1;
	bool was_keep_alive : 1, was_probe : 1; /* its last segment was one */
};

struct flow_tcp {
	struct flow_side sides[2];    /* [0] the initiator's */
	struct flow_trouble *trouble; /* NULL: none yet */
	nsec syn_when;                /* of the latest SYN, 0: none */
	nsec syn_ack_when;
	nsec initial_rtt;
	uint8_t complete;   /* as in flow_note */
	uint8_t multipath;  /* MPTCP subtypes seen */
	uint8_t first_fin;  /* direction + 1 of the first FIN */
	uint8_t reset;      /* enum flow_reset of the first RST that was believed */
	uint8_t reset_by;   /* its direction + 1 */
	uint8_t last;       /* direction + 1 of the last segment */
	uint8_t last_data;  /* of the last with data */
	uint8_t last_flags; /* of the last segment */
	uint8_t unanswered; /* keep-alives and retransmissions since the other end was heard */
	struct flow_history *history; /* FLOW_BY_ORDER only */
};

#define FLOW_TIME_UNIT 100 /* ns; UINT32_MAX of them are 7 minutes */

/* One direction's troubles. */
struct flow_trouble_side {
	uint64_t repeated_bytes;
	uint32_t repeated, fast, spurious, out_of_order, lost, dup_acks, zero_windows, window_full;
	uint32_t keep_alives;
	nsec closed_since; /* its window is closed, 0: open */
	nsec stalled;      /* how long its window was closed, before */
};

struct flow_trouble {
	struct flow_trouble_side sides[2];
};

#define FLOW_HISTORY 64 /* segments a direction; a power of two */

/* FLOW_BY_ORDER: the last segments that brought something new. */
struct flow_history_side {
	uint32_t forgotten; /* ranges below may have left the history */
	bool forgot;
	uint32_t count; /* segments ever put here */
	struct {
		uint32_t seq, end;
		uint64_t id;
	} at[FLOW_HISTORY];
};

struct flow_history {
	struct flow_history_side sides[2];
};

/* The only packet of a TCP flow so far: what its analysis needs. Scans and floods are full of such
 * flows, which get a `struct flow_tcp` with their second packet; the first is then judged anew. */
struct flow_seed {
	uint64_t id;
	uint32_t seq, ack, sacked, length, payload;
	uint16_t window, tcp_flags, mss, multipath;
	uint8_t wscale, options, flags;
	bool direction : 1, again : 1; /* again: on the ends of an older flow */
};

struct flow_totals {
	uint64_t bytes[2], payload[2]; /* from the initiator, to it; of whole frames */
	uint32_t packets[2];
};

struct flow {
	struct flow_key key;
	struct flow_tcp *tcp; /* NULL: it is not TCP, or has a seed */
	nsec first, last;
	union {
		struct flow_totals totals;
		struct flow_seed seed; /* with `seeded` */
	};
	uint32_t stream;
	bool low_began; /* the initiator is key.low */
	bool seeded;
} __attribute__((aligned(FLOW_LINE)));
_Static_assert(sizeof(struct flow) == 2 * FLOW_LINE, "two lines");

/* A flow's place among the others of a bounded table. */
struct flow_use {
	uint64_t handle;
	uint32_t newer, older; /* list by use */
};

/* Records of one size. */
struct flow_pool {
	void *blocks, *unused;
	size_t size, bytes;
};

struct flow_slot {
	uint32_t hash;
	uint32_t flow; /* FLOW_NOBODY: free */
};

/* Flows by a hash of something of theirs: probed one slot after the other. */
struct flow_slots {
	struct flow_slot *at;
	uint32_t mask, used;
};

#define FLOW_PAGE 1024 /* flows */

struct flow_table {
	struct flow **pages;
	struct flow_use *uses;           /* one a flow; only of a bounded table */
	struct flow_slots keys, handles; /* handles: only of a bounded table */
	uint32_t page_count, count;
	uint32_t max; /* 0: never forgets */
	uint32_t newest, oldest;
	uint32_t streams[256]; /* by protocol */
	uint64_t next_handle;
	uint64_t seed;
	enum flow_judge judge;
	struct flow_pool tcp, trouble, history;
	struct segments_pool *segments;
};

/* flow_table.c */

enum flow_found {
	FLOW_KNOWN,
	FLOW_NEW,
	FLOW_AGAIN, /* new, on the ends of an older one */
};

/* The flow a frame belongs to, made where there is none. */
struct flow_hit {
	struct flow *flow; /* NULL when it belongs to none */
	uint64_t handle;
	bool from_low;
	enum flow_found found;
};
struct flow_hit flow_find(struct flow_table *t, const struct packet *p, nsec when);
/* The same where there is one; none is made. */
struct flow_hit flow_look(const struct flow_table *t, const struct packet *p);
/* The flow of that handle, or NULL. */
const struct flow *flow_by_handle(const struct flow_table *t, uint64_t handle);

/* flow_pool.c: zeroed records. */
void *flow_pool_take(struct flow_pool *p);
void flow_pool_give(struct flow_pool *p, void *record);
void flow_pool_finish(struct flow_pool *p);

/* A segment on its way through the analysis. */
struct flow_turn {
	struct flow_table *t;
	struct flow_tcp *c;
	struct flow_side *s, *o; /* who sends it, the other end */
	const struct packet *p;
	struct flow_note *n;
	nsec when;
	uint64_t id;
	uint32_t seq, ack, len; /* as in the header; without SYN and FIN */
	uint16_t flags;
	bool sure_rtt; /* of what was not sent twice (RFC 6298 3) */
	enum flow_found found;
};

/* A turn of a segment in its connection. */
void flow_turn_begin(struct flow_turn *k, struct flow_tcp *c);

/* flow_tcp.c: fills in what the segment is, and remembers it. */
void flow_tcp_note(struct flow_turn *k);
/* flow_repeat.c: of a segment that takes up numbers, whether they are new. */
void flow_repeat_judge(const struct flow_turn *k);
/* flow_count.c: adds it to what the summary tells. */
void flow_count(const struct flow_turn *k);

/* flow_seed.c */

/* A connection of which nothing was seen, and back; in `c` itself nothing is kept. */
void flow_tcp_begin(struct flow_tcp *c);
void flow_tcp_end(struct flow_table *t, struct flow_tcp *c);
/* Judges the first segment of a flow, and keeps it as its seed. */
void flow_seed_sow(struct flow_turn *k, struct flow *f);
/* The totals of a flow's seed, and the connection as it is after it, in `c`. */
struct flow_totals flow_seed_replay(struct flow_table *t, const struct flow *f, struct flow_tcp *c);
/* Gives a flow of TCP its connection, after its seed if it has one. */
void flow_seed_grow(struct flow_table *t, struct flow *f);

/* flow_history.c: the frame that carried number `seq` first, and whether it was seen at all. */
bool flow_history_find(const struct flow_history_side *h, uint32_t seq, uint64_t *id);
void flow_history_add(struct flow_history_side *h, uint32_t seq, uint32_t end, uint64_t id);

/* flow_reset.c: why the RST at hand was sent; before the sides learn of it. */
enum flow_reset flow_reset_why(
        const struct flow_tcp *c, unsigned direction, const struct packet *p);

/* RFC 9293 3.4. Of two numbers half the space apart each is before and after the other, as in
 * Wireshark; only broken captures have them. */
static inline bool flow_before(uint32_t a, uint32_t b)
{
	return (int32_t)(a - b) < 0;
}

static inline bool flow_after(uint32_t a, uint32_t b)
{
	return flow_before(b, a);
}

#endif
