/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Conversations: which flow a frame belongs to and what it means there (relative sequence
 * numbers, retransmissions, windows, round trips). TCP, UDP, SCTP and ICMP echo; VLANs do not
 * part flows. The marks and numbers of TCP are those of Wireshark's TCP analysis.
 *
 * flow_summary.h tells of a whole conversation, flow_words.h makes words of either.
 */
#ifndef PACKET_FLOW_H
#define PACKET_FLOW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"
#include "packet/packet.h"

struct flow_table;

#define FLOW_NONE UINT64_MAX

/* What a TCP segment is within its flow, each in Wireshark's sense (tcp.analysis.NAME). */
enum flow_marks {
	FLOW_RETRANSMISSION = 1 << 0, /* of any of the three kinds */
	FLOW_FAST = 1 << 1,           /* fast_retransmission: two duplicate ACKs asked for it */
	FLOW_SPURIOUS = 1 << 2,       /* spurious_retransmission: it was acknowledged already */
	FLOW_OUT_OF_ORDER = 1 << 3,
	FLOW_LOST = 1 << 4,     /* lost_segment: the one before was not captured */
	FLOW_ACK_LOST = 1 << 5, /* ack_lost_segment: acknowledges what was not captured */
	FLOW_DUP_ACK = 1 << 6,
	FLOW_KEEP_ALIVE = 1 << 7,
	FLOW_KEEP_ALIVE_ACK = 1 << 8,
	FLOW_ZERO_WINDOW = 1 << 9,
	FLOW_ZERO_PROBE = 1 << 10, /* zero_window_probe: a byte beyond the closed window */
	FLOW_ZERO_PROBE_ACK = 1 << 11,
	FLOW_WINDOW_FULL = 1 << 12,
	FLOW_WINDOW_UPDATE = 1 << 13,
	FLOW_REUSED_PORTS = 1 << 14,
	/* Ours: below the next number, of no byte or one, while the other's window is closed. It
	 * is a keep-alive to Wireshark; Linux asks so whether the window has opened. */
	FLOW_WINDOW_PROBE = 1 << 15,
};
#define FLOW_MARKS 16

/* Why a connection was probably reset. */
enum flow_reset {
	FLOW_RESET_NONE,
	FLOW_RESET_REFUSED,     /* answers a SYN: nobody listens */
	FLOW_RESET_UNEXPECTED,  /* answers a SYN ACK to a SYN that was never, or no longer, meant */
	FLOW_RESET_LEFT,        /* ends the handshake that it began: a scan, or a change of mind */
	FLOW_RESET_HALF_OPEN,   /* answers a segment of a connection that its host does not know */
	FLOW_RESET_AFTER_CLOSE, /* answers data that came after its own close() */
	FLOW_RESET_UNREAD,      /* close() with received data unread, or SO_LINGER 0 */
	FLOW_RESET_ABORT,       /* SO_LINGER 0, or the program was killed */
	FLOW_RESET_GAVE_UP,     /* after retransmissions or keep-alives without an answer */
	FLOW_RESET_AGAIN,       /* answers what was still on its way after the first reset */
	FLOW_RESET_IGNORED,     /* outside of the window: its receiver will not believe it */
	FLOW_RESETS
};

#define FLOW_SCALE_UNKNOWN (-1) /* the SYNs were not seen */
#define FLOW_SCALE_NONE (-2)    /* not agreed on */

/* What one frame is within its flow. Ids are the caller's frame numbers. All but the first six
 * members are TCP's. */
struct flow_note {
	uint64_t flow;       /* FLOW_NONE when the frame has none (ARP, ...) */
	uint32_t stream;     /* counts flows of its protocol, as tcp.stream does */
	uint8_t protocol;    /* IP protocol number */
	uint8_t direction;   /* 0: from the flow's initiator, 1: to it */
	bool known_isn;      /* relative numbers count from the SYN (else from the first seen) */
	uint32_t length;     /* bytes of payload, without SYN and FIN */
	uint8_t reset;       /* enum flow_reset */
	uint8_t complete;    /* tcp.completeness before this frame: 1 SYN, 2 SYN ACK, 4 ACK, 8 data,
	                        16 FIN, 32 RST */
	int8_t scale;        /* shift count of `window`, or FLOW_SCALE_ */
	uint32_t marks;      /* enum flow_marks */
	uint32_t seq, ack;   /* relative; ack 0 without the flag */
	uint32_t window;     /* bytes; as in the header where the scale is unknown */
	uint32_t in_flight;  /* sent and not acknowledged, with this segment; 0 where not known */
	uint32_t pushed;     /* bytes since the last PSH; with in_flight only */
	uint32_t dup_number; /* how many times now: the duplicate ACK's number */
	uint64_t dup_of;     /* frame whose ACK this duplicates, FLOW_NONE if none */
	uint64_t repeats;    /* frame of which this is a retransmission, FLOW_NONE if not known */
	uint64_t acks;       /* frame which this acknowledges to its end, FLOW_NONE if none */
	nsec rtt;            /* since that frame; 0 where there is none */
	nsec rto;            /* retransmission: since the oldest unacknowledged segment; or 0 */
	nsec initial_rtt;    /* of the handshake: SYN to ACK; 0 until it is known */
};

/* A note in 32 bytes, for who keeps one for each frame of millions. */
struct flow_packed {
	uint32_t flow;
	uint32_t bits; /* marks, then FLOW_PACKED_ bits */
	uint32_t seq, ack, window, in_flight;
	uint32_t back; /* frames back to what it repeats, duplicates, or else acknowledges; or 0 */
	uint32_t time; /* rtt in units of 100 ns, at most UINT32_MAX; of a duplicate its number */
};
_Static_assert(sizeof(struct flow_packed) == 32, "packed");
#define FLOW_PACKED_DIRECTION (1u << 16)
#define FLOW_PACKED_KNOWN_ISN (1u << 17)
#define FLOW_PACKED_SCALE_SHIFT 18 /* 5 bits: scale + 2 */
#define FLOW_PACKED_RESET_SHIFT 23 /* 4 bits */

enum flow_judge {
	/* Frames come as the network carried them: Wireshark's rules, which tell by the time
	 * whether a segment below the highest number is new. */
	FLOW_BY_TIME,
	/* Frames may be held for minutes on their way: what was seen before is a retransmission,
	 * at whatever time. Remembers the last 64 segments of each direction. */
	FLOW_BY_ORDER,
};

/* A table of at most max_flows: the least recently used flow goes when it is full, and `flow` is
 * a handle that never comes again. 0: never forgets, and `flow` counts 0, 1, ... without a gap. */
struct flow_table *flow_table_create(size_t max_flows, enum flow_judge judge);
void flow_table_destroy(struct flow_table *t);
/* Flows there have been. */
uint64_t flow_table_count(const struct flow_table *t);
/* A flow's protocol and number among those of its protocol, as in flow_note; false when the table
 * has no such flow, or not any more. */
bool flow_stream(const struct flow_table *t, uint64_t flow, uint8_t *protocol, uint32_t *stream);
/* Bytes of memory in use. */
size_t flow_table_bytes(const struct flow_table *t);

/* Takes the next frame, in the order of the capture. `id` is the caller's number of it, rising. */
struct flow_note flow_note_frame(
        struct flow_table *t, const struct packet *p, nsec when, uint64_t id);

/* What an ICMP error (RFC 792, RFC 4443) is to the flow whose packet it quotes: not of it, about
 * it. */
struct flow_quote {
	uint64_t flow;     /* FLOW_NONE: it quotes none that is known */
	uint8_t direction; /* to whom the error goes: that of answers to the quoted packet */
};
struct flow_quote flow_quoted(
        const struct flow_table *t, const struct packet *p, const uint8_t *bytes);
/* Where the packet that it quotes begins; NULL: it quotes none. */
const struct packet_layer *flow_quoted_layer(const struct packet *p);

/* For flows below UINT32_MAX. */
struct flow_packed flow_pack(const struct flow_note *n, uint64_t id);
/* What was not kept is 0 or FLOW_NONE. */
struct flow_note flow_unpack(const struct flow_packed *k, uint64_t id);

#endif
