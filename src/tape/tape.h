/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The tape: an append-only, bounded log of everything that was observed, in one clock. Every view
 * and every check reads it; nothing else remembers what happened.
 *
 * How it works: events lie one after the other in a ring of bytes of fixed capacity; an index
 * ring of 32-bit offsets finds event n. Ids count up from 0 and are never used again. When room
 * is needed the oldest events go, and tape_first() says from where on the tape still knows.
 * Overhead is at most 44 bytes a frame, index included, plus padding to 8 (a million frames of
 * 106 bytes take less than 1.5 times their bytes).
 *
 * A frame's fate changes after it was written (held, then delivered). The record keeps the fate
 * as it is now; each change is a FATE event of its own too, so that the fate as of any earlier
 * moment can be told: tape_fate_at().
 */
#ifndef TAPE_TAPE_H
#define TAPE_TAPE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"

#define TAPE_NONE UINT64_MAX

struct tape;

enum tape_kind {
	TAPE_FRAME,   /* a frame arrived at a port */
	TAPE_FATE,    /* what became of a frame */
	TAPE_SOCKET,  /* a socket appeared, changed or went */
	TAPE_PROGRAM, /* a program started or ended */
	TAPE_OUTPUT,  /* bytes that a program wrote to its terminal */
	TAPE_NOTE,    /* step begun, prediction made, check passed, command given, cable pulled */
	TAPE_CALL,    /* a program asked its kernel for something, or got the answer */
	TAPE_COUNTER, /* counters of a host's kernel moved */
	TAPE_KINDS
};

/* Where a frame stands. */
enum frame_fate {
	FATE_SEEN,      /* only watched: the kernel carries it, not our wire */
	FATE_HELD,      /* waits at the gate */
	FATE_DELAYED,   /* on its way, let go but late on purpose (delay, jitter, rate) */
	FATE_DELIVERED, /* injected into the other port */
	FATE_DROPPED,   /* taken away */
	FATE_FOLDED,    /* a repeat of a held frame, folded into it: never delivered itself */
	FATES
};

/* Who decided a fate. */
enum frame_by {
	BY_WIRE,       /* the wire in pass mode */
	BY_LEARNER,    /* a command on this frame */
	BY_RULE,       /* a rule: "drop syn from client when 1" */
	BY_IMPAIRMENT, /* loss, duplication, delay ... of the link */
	BY_CABLE,      /* the cable is pulled */
	BY_GOVERNOR,   /* the storm governor */
	BYS
};

/* What else was done to a frame, in any fate. */
enum frame_marks {
	MARK_DOUBLED = 1,   /* delivered more than once */
	MARK_CORRUPTED = 2, /* bytes changed, checksum not mended */
	MARK_EDITED = 4,    /* a field edited by hand */
	MARK_MOVED = 8,     /* overtook or was overtaken on purpose */
	MARK_COPY = 16,     /* is itself a copy that the wire made: `related` is the original */
	MARK_REPEAT = 32,   /* a retransmission: `related` is the frame it repeats */
	MARK_COUNTED = 64,  /* a kernel's counter speaks of it: a later COUNTER event names it */
};

struct tape_frame {
	uint16_t link;        /* index into the topology's links */
	uint8_t direction;    /* 0: from end 0 to end 1; 1: the other way */
	uint8_t fate;         /* enum frame_fate, now */
	uint8_t by;           /* enum frame_by, of that fate */
	uint8_t marks;        /* enum frame_marks */
	uint16_t folded;      /* repeats folded into this held frame (65535: that many or more) */
	uint64_t related;     /* frame id, see MARK_COPY and MARK_REPEAT; TAPE_NONE */
	uint32_t captured;    /* bytes kept */
	uint32_t length;      /* bytes on the wire */
	const uint8_t *bytes; /* as they arrived, borrowed from the tape */
};

struct tape_fate {
	uint64_t frame; /* which frame */
	uint8_t fate, by, marks;
};

/* A socket of a host as sock_diag told it (sock_diag(7)). */
struct tape_socket {
	uint16_t node;       /* index into the topology's nodes */
	uint8_t family;      /* AF_INET, AF_INET6 */
	uint8_t protocol;    /* IPPROTO_TCP, IPPROTO_UDP */
	uint8_t state;       /* Linux TCP_ESTABLISHED=1 ... TCP_CLOSING=11, 12 TCP_NEW_SYN_RECV */
	uint8_t old_state;   /* before this event; 0 when it is new */
	bool gone;           /* it is no more */
	uint8_t retransmits; /* unanswered so far */
	uint8_t timer;   /* idiag_timer: 0 none, 1 retransmit, 2 keep-alive, 3 time-wait, 4 probe */
	uint8_t options; /* TCPI_OPT_ of linux/tcp.h: 1 timestamps, 2 SACK, 4 wscale, 8 ECN */
	uint8_t wscale;  /* own shift << 4 | the other's, as negotiated (RFC 7323) */
	uint8_t backoff; /* how often the timer was doubled since the last answer */
	uint32_t timer_ms; /* until it fires */
	uint16_t local_port, remote_port;
	uint8_t local[16], remote[16];           /* network order; 4 or 16 bytes by family */
	uint32_t recv_queue;                     /* LISTEN: connections waiting for accept() */
	uint32_t send_queue;                     /* LISTEN: the backlog's limit */
	uint32_t cwnd, ssthresh, rtt_us, rto_us; /* 0 where not told */
	uint16_t mss;        /* bytes a segment sent may have; 0 where not told */
	uint16_t sent_again; /* segments in all its life (65535: that many or more) */
	uint64_t inode;
};

struct tape_program {
	uint16_t node;
	uint16_t pane;       /* the bench's number of the terminal */
	uint8_t ended;       /* 0 started, 1 exited, 2 killed by a signal, 3 could not start */
	int32_t code;        /* exit code or signal number */
	const char *command; /* borrowed */
};

struct tape_output {
	uint16_t pane;
	uint32_t length;
	const char *bytes; /* borrowed */
};

enum tape_note_kind {
	NOTE_STEP,       /* a lesson step began: text is its id */
	NOTE_PREDICTION, /* a prediction was made: "step option" */
	NOTE_CHECK,      /* a check's truth changed: "name pass" or "name open" */
	NOTE_COMMAND,    /* a command was given: its line */
	NOTE_LINK,       /* a cable pulled or plugged, a link's mode changed */
	NOTE_WORLD,      /* the hosts came up (text: lab name) or were taken down */
	NOTE_SIZE,       /* a pane's terminal changed its size: "pane rows cols", numbers */
	NOTE_CUT,        /* so many frames of the step, from here on, were not kept: a number */
	NOTE_KINDS
};

struct tape_note {
	uint8_t kind;
	const char *text; /* borrowed, NUL-terminated */
};

/* Where a call stands. Each event is one moment; `enter` ties them together. */
enum tape_call_stage {
	CALL_HELD,     /* it waits at the gate: the kernel has not been asked yet */
	CALL_ENTERED,  /* the kernel is asked */
	CALL_RETURNED, /* the answer is there */
	CALL_SIGNAL,   /* a signal was delivered: name is "SIGIO" */
	CALL_PROCESS,  /* a process or thread began or ended: name is "fork", "exec", "exit" */
};

/* What a call does with a socket's stream or messages. */
enum tape_call_kind {
	CALL_OTHER,
	CALL_SOCKET,
	CALL_BIND,
	CALL_LISTEN,
	CALL_ACCEPT,
	CALL_CONNECT,
	CALL_SEND,
	CALL_RECV,
	CALL_SHUTDOWN,
	CALL_CLOSE,
	CALL_OPTION,
	CALL_WAIT /* select, poll, epoll_wait */
};

struct tape_call {
	uint16_t node, pane;
	int32_t pid, tid;
	uint8_t stage;                    /* enum tape_call_stage */
	uint8_t kind;                     /* enum tape_call_kind */
	bool changed;                     /* a rule failed, shortened or delayed it */
	uint64_t enter;                   /* id of this call's first event; its own id there */
	int32_t fd;                       /* -1: none */
	int32_t error;                    /* errno of a RETURNED call that failed, else 0 */
	int64_t result;                   /* RETURNED: -1 with error when it failed */
	nsec blocked;                     /* RETURNED: time spent in the kernel */
	uint64_t inode;                   /* of the socket, 0 none */
	uint8_t family;                   /* AF_INET, AF_INET6, AF_UNIX; 0: no socket */
	uint8_t protocol;                 /* IPPROTO_TCP, IPPROTO_UDP, 0 other */
	uint16_t local_port, remote_port; /* 0: not known */
	uint8_t local[16], remote[16];    /* network order; 4 or 16 bytes by family */
	uint64_t offset; /* SEND, RECV: place in the stream of the first byte, from 0 */
	uint32_t
	        data_total; /* SEND, RECV: bytes that were sent or received (asked, when ENTERED) */
	uint32_t data_kept;
	const uint8_t *data; /* borrowed; of connect and bind the first 8 bytes of an AF_INET
	                        address as they lie in memory */
	const char *name;    /* "connect"; borrowed */
	const char *args;    /* "3, {AF_INET, 10.0.0.2:8888}, 16"; borrowed */
	const char *source;  /* "client.c:31", "" when not known; borrowed */
};

/* A counter that moved: /proc/net/snmp, netstat and sockstat by their names. */
struct tape_counter {
	uint16_t node;
	int64_t by;     /* how much */
	uint64_t value; /* now */
	uint64_t frame; /* the one frame of which it speaks, older than this; TAPE_NONE: unknown */
	const char *name; /* "TcpExtListenOverflows"; borrowed */
};

struct tape_event {
	uint64_t id;
	nsec when;
	enum tape_kind kind;
	union {
		struct tape_frame frame;
		struct tape_fate fate;
		struct tape_socket socket;
		struct tape_program program;
		struct tape_output output;
		struct tape_note note;
		struct tape_call call;
		struct tape_counter counter;
	};
};

/* capacity: bytes of memory the tape may take altogether, at least 64 KiB. */
struct tape *tape_create(size_t capacity);
void tape_destroy(struct tape *t);
void tape_clear(struct tape *t); /* forgets all events; ids go on counting */

/* Append one event; the bytes and texts are copied. Return its id. `when` must not go backwards
 * (earlier ones are set to the last). A frame larger than a quarter of the tape is cut. */
uint64_t tape_add_frame(struct tape *t, nsec when, const struct tape_frame *f);
uint64_t tape_add_socket(struct tape *t, nsec when, const struct tape_socket *s);
uint64_t tape_add_program(struct tape *t, nsec when, const struct tape_program *p);
uint64_t tape_add_output(struct tape *t, nsec when, uint16_t pane, const char *bytes, size_t len);
uint64_t tape_add_note(struct tape *t, nsec when, enum tape_note_kind kind, const char *text);

uint64_t tape_add_call(struct tape *t, nsec when, const struct tape_call *c);
uint64_t tape_add_counter(struct tape *t, nsec when, const struct tape_counter *c);

/* For a tape that is read back: before its first event says which id that shall have; a FATE event
 * with marks as they were (its frame may be gone already). */
void tape_begin_at(struct tape *t, uint64_t id);
uint64_t tape_add_fate(struct tape *t, nsec when, const struct tape_fate *f);

/* Changes a frame's fate and appends the FATE event. False when the frame is no longer there. */
bool tape_set_fate(struct tape *t, nsec when, uint64_t frame, enum frame_fate fate,
        enum frame_by by, unsigned add_marks);
/* Sets `related` and the mark that says what it means. */
void tape_relate(struct tape *t, uint64_t frame, uint64_t related, unsigned mark);
/* Counts one more repeat folded into a held frame. */
void tape_fold(struct tape *t, uint64_t frame);

/* The ids that can be read are first .. end-1. */
uint64_t tape_first(const struct tape *t);
uint64_t tape_end(const struct tape *t);
/* Events that went because room was needed. */
uint64_t tape_lost(const struct tape *t);
/* Bytes in use, overhead included, and the capacity. */
size_t tape_used(const struct tape *t);
size_t tape_capacity(const struct tape *t);

/* Reads one event; borrowed pointers are good until the next append. False: not there. */
bool tape_get(const struct tape *t, uint64_t id, struct tape_event *out);
/* The next event of that kind at or after (or before: step -1) id; TAPE_NONE when none. */
uint64_t tape_find(const struct tape *t, uint64_t id, enum tape_kind kind, int step);
/* How many events of a kind were ever added. */
uint64_t tape_count(const struct tape *t, enum tape_kind kind);
/* The event that gave a frame its fate: its last FATE event, or the frame itself. */
uint64_t tape_fate_event(const struct tape *t, uint64_t frame);
/* The fate a frame had when the tape ended at event `as_of`. */
bool tape_fate_at(const struct tape *t, uint64_t frame, uint64_t as_of, struct tape_fate *out);

/* A window: reads like the tape did when event `end` was the next to come, fates and folded
 * repeats included. It borrows t's memory: set it anew after t was appended to, before it is read;
 * nothing can be added to it. The first call makes it (w NULL); tape_destroy() frees it. */
struct tape *tape_window(struct tape *w, const struct tape *t, uint64_t end);

#endif
