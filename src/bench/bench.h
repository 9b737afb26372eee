/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The running laboratory: a world, its wire, programs in terminals, the tape, and, when a lab is
 * under way, its steps and checks. It knows no screen; front ends read it through the functions
 * here and change it only through commands (command.h).
 *
 * How it works: bench_create makes the world and returns; programs are built and started from the
 * loop. Each frame and each output asks for a poll of sockets and checks, done at most every 20 ms
 * from a timer. bench_changed() counts up whenever something a screen may show has changed.
 */
#ifndef BENCH_BENCH_H
#define BENCH_BENCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"
#include "lab/check.h"
#include "lab/lab.h"
#include "lab/lesson.h"
#include "lab/progress.h"
#include "net/topology.h"
#include "net/wire.h"

struct bench;
struct err;
struct loop;
struct sockets;
struct tape;
struct terminal;
struct world;

struct bench_program {
	const char *name; /* pane's name; default the host's */
	const char *host;
	const char *run; /* command line for /bin/sh; NULL: an interactive shell */
};

/* Whether the programs' calls are traced, and wait before they are made. */
enum bench_calls { CALLS_OFF, CALLS_PASS, CALLS_HOLD };

struct bench_options {
	const struct lab *lab;           /* borrowed for the bench's life; NULL: a free bench */
	const struct topology *topology; /* free bench: completed topology */
	const struct bench_program *programs; /* free bench */
	size_t program_count;
	enum wire_mode mode; /* free bench */
	const char *gate;    /* free bench: filter text, "" for every frame */
	enum lab_lang lang;
	const char *state_dir;  /* progress and the learner's sources; NULL: keep nothing, use the
	                         * lab's own sources */
	bool no_autosave;       /* else the tape is kept in state_dir, too: autosave.h */
	const char *cache_dir;  /* built programs; needed when the lab has sources in C */
	enum bench_calls calls; /* free bench */
	size_t tape_bytes;      /* 0: 64 MiB */
	size_t rows, cols;      /* of terminals at first; 0: 24x80 */
	bool fresh;             /* begin at step 1, forget the saved progress */
};

struct bench *bench_create(struct loop *l, const struct bench_options *o, struct err *e);
/* Saves progress, ends programs, removes the world. NULL is fine. */
void bench_destroy(struct bench *b);

/* Builds the world anew and starts again at the present step (its earlier steps' solutions are
 * replayed when `replay`, else only the network begins afresh). */
bool bench_reset(struct bench *b, bool replay, struct err *e);

/* Counts up with every change that could be seen. */
uint64_t bench_changed(const struct bench *b);
/* The last sentences for the status line: text, whether it is an error, when. NULL: none yet. */
struct bench_message {
	nsec when;
	bool is_error;
	char text[320];
};
const struct bench_message *bench_message(const struct bench *b);
void bench_say(struct bench *b, bool is_error, const char *fmt, ...)
        __attribute__((format(printf, 3, 4)));

/* Whether this machine lets us see the calls of programs, tried with one of our own. */
bool bench_can_trace(struct err *e);
/* Whether names of calls ("socket,bind") are understood. */
bool bench_knows_calls(const char *set, struct err *e);

/* Parts, for reading. Borrowed. */
const struct topology *bench_topology(const struct bench *b);
struct tape *bench_tape(const struct bench *b);
struct wire *bench_wire(const struct bench *b);
struct world *bench_world(const struct bench *b);
const struct sockets *bench_sockets(const struct bench *b);
struct loop *bench_loop(const struct bench *b);
const struct lab *bench_lab(const struct bench *b); /* NULL: a free bench */
enum lab_lang bench_lang(const struct bench *b);
nsec bench_began(const struct bench *b); /* time 0 of the screen's clock */

/* Panes: one terminal a program. */
enum bench_build { BUILD_NONE, BUILD_RUNNING, BUILD_DONE, BUILD_FAILED };
struct bench_pane {
	char name[32];
	int node;                  /* host it runs on */
	struct terminal *terminal; /* never NULL */
	const char *run;           /* command line, borrowed */
	const char *source;        /* path of the learner's copy of the source; NULL: none */
	enum bench_build build;
	const char *build_output; /* what the compiler said; "" when nothing */
	bool wanted;              /* start asked for, waits for the build */
	bool edits;               /* its terminal runs the editor now */
};
size_t bench_panes(const struct bench *b);
const struct bench_pane *bench_pane(const struct bench *b, size_t index);
int bench_pane_find(const struct bench *b, const char *name); /* -1: none */
void bench_pane_resize(struct bench *b, size_t index, int rows, int cols);

/* Who holds a socket of a host, by its inode: the program nearest to the pane, its descriptor, and
 * how many other processes hold it too. False: nobody known (kernel's, TIME-WAIT, not accepted). */
struct bench_owner {
	int pane;
	int32_t pid; /* as seen from outside the hosts */
	int fd;
	uint32_t others;
	char program[16]; /* comm of proc(5) */
};
bool bench_socket_owner(const struct bench *b, uint64_t inode, struct bench_owner *out);

/* Next: everything that waits at a gate, in the order to be shown. */
enum bench_next_kind {
	NEXT_FRAME, /* a frame held on the wire */
	NEXT_CALL,  /* a program held before a call; id is that of its CALL_HELD event */
};
struct bench_next {
	enum bench_next_kind kind;
	uint64_t id; /* frame id on the tape */
	nsec since;
	uint32_t repeats;
	int from, to;     /* nodes; -1 unknown; to -1: everybody (broadcast) */
	char what[96];    /* "SYN", "PSH ACK 5 bytes", "ARP who has 10.0.0.2?" */
	char effect[160]; /* what letting it happen will do, in the interface's language */
};
size_t bench_next(const struct bench *b, const struct bench_next **out);
/* The words for one frame's fate: "held 3.2 s", "dropped by you", "retransmission of #7, which
 * you dropped", in the interface's language. */
void bench_fate_text(const struct bench *b, uint64_t frame, char *out, size_t size);
/* The node that owns a frame's source or destination: by address, else by the link's end. */
void bench_frame_ends(const struct bench *b, uint64_t frame, int *from, int *to);

/* Whether calls are traced and held now. */
enum bench_calls bench_calls(const struct bench *b);

/* The lesson. */
struct bench_step_state {
	size_t index, count;
	bool done;            /* all its checks hold */
	bool asked, answered; /* it has a question; the learner chose */
	int chosen;           /* option, -1 */
	int right_option;     /* judged by facts once done, -1 not yet */
	unsigned hints;       /* shown so far */
};
const struct lesson *bench_lesson(const struct bench *b); /* in the bench's language */
struct bench_step_state bench_step(const struct bench *b);
const struct progress *bench_progress(const struct bench *b);
/* Truth of the lab's check `index` now, with the event that made it true. */
enum check_truth bench_check(const struct bench *b, size_t index, uint64_t *event);
const char *bench_check_detail(const struct bench *b, size_t index);

/* Rates of a link, one value each 250 ms, newest last, at most 240 of them; for the storm view. */
#define BENCH_RATE_SAMPLES 240
struct bench_rate {
	double now; /* frames a second, both directions */
	double peak;
	uint64_t total; /* frames since the world came up */
	size_t count;
	float samples[BENCH_RATE_SAMPLES];
};
bool bench_link_rate(const struct bench *b, int link, struct bench_rate *out);
/* The governor: seconds left until it ends the storm that is going on; < 0: no storm. */
double bench_governor(const struct bench *b);

#endif
