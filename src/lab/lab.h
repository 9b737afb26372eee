/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A lab as values: its network, programs, checks, steps and lessons. Read from a folder by
 * lab_load; nothing here runs anything. labs/README.md describes the files for their authors.
 */
#ifndef LAB_LAB_H
#define LAB_LAB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "net/topology.h"
#include "net/wire.h"

struct err;

enum lab_lang { LAB_EN, LAB_ZH, LAB_LANGS };

/* The same text in each language; a missing one falls back to English. Owned by the lab. */
struct lab_text {
	char *in[LAB_LANGS];
	unsigned line; /* in lab.yaml */
};

/* How a link behaves when the lab begins. */
struct lab_link_start {
	enum wire_mode mode;
	char *gate; /* filter text, "" for every frame */
	struct wire_impairment impairment;
	unsigned line; /* in lab.yaml */
};

struct lab_program {
	char *name;    /* pane's name; unique in the lab */
	char *host;    /* node it runs on */
	char *source;  /* file in the lab's folder that is shown, edited and built; NULL: none */
	char *run;     /* command line for /bin/sh, in the build folder */
	bool start;    /* started with the lab */
	unsigned line; /* in lab.yaml */
};

/* What a check looks at; each kind is one row of the table in check.c. */
enum lab_check_kind {
	CHECK_FRAME,   /* frames on the tape */
	CHECK_SOCKET,  /* a host's sockets as of now */
	CHECK_OUTPUT,  /* what a program printed */
	CHECK_EXIT,    /* how a program ended */
	CHECK_CALL,    /* what a program asked its kernel for */
	CHECK_RATE,    /* frames a second on a link */
	CHECK_COUNTER, /* a counter of a host's kernel, since the step began */
	CHECK_SWITCH,  /* spanning tree, state of a port */
	CHECK_CABLE,   /* a cable is plugged or pulled */
	CHECK_ORDER,   /* checks came true in this order */
	CHECK_ALL,     /* all of these checks hold */
	CHECK_ANY,     /* one of these checks holds */
	CHECK_NOT,     /* this check does not hold (only inside order/all/any or predictions) */
	CHECK_KINDS
};

/* A bound on a number: "== 1", ">= 2", "< 5", "0.8..1.4". */
struct lab_bound {
	double least, most; /* inclusive */
};

struct lab_check {
	char *name;
	struct lab_text says; /* what it observes, as a sentence for the learner */
	enum lab_check_kind kind;
	unsigned line;   /* in lab.yaml */
	bool now;        /* true only as long as it is so; else it stays true once it was */
	bool since_step; /* counts only what came since the step began; else since the lab did */
	char *host, *from, *to, *link, *program; /* names; NULL: any */
	char *filter;                            /* CHECK_FRAME: pcap-filter text */
	int fate;                                /* CHECK_FRAME: enum frame_fate, -1 any */
	unsigned marks;         /* CHECK_FRAME: enum frame_marks that must be set */
	char *field;            /* CHECK_FRAME: a field (fields.h name) ... */
	struct lab_bound value; /* ... its value; CHECK_COUNTER, CHECK_RATE: the number */
	struct lab_bound gap;   /* CHECK_FRAME with MARK_REPEAT: seconds since the frame repeated */
	char *payload;          /* CHECK_FRAME: bytes the payload must hold (C escapes allowed) */
	struct lab_bound count; /* how many; default >= 1 */
	int state;    /* CHECK_SOCKET: Linux TCP state, -1 any; CHECK_SWITCH: port state */
	int protocol; /* CHECK_SOCKET: IPPROTO_TCP or IPPROTO_UDP */
	uint16_t port, peer_port;                             /* CHECK_SOCKET: 0 any */
	struct lab_bound recv_queue, send_queue, retransmits; /* CHECK_SOCKET */
	char *text;      /* CHECK_OUTPUT: contained in the output */
	char *matches;   /* CHECK_OUTPUT: POSIX extended regular expression, a line */
	char *counter;   /* CHECK_COUNTER: "TcpRetransSegs" */
	bool on;         /* CHECK_SWITCH: stp, CHECK_CABLE: plugged */
	char *call;      /* CHECK_CALL: its name, "accept"; NULL: any */
	int stage;       /* CHECK_CALL: enum tape_call_stage */
	int error;       /* CHECK_CALL: errno it failed with; 0: it succeeded; -1: any */
	int exit_status; /* CHECK_EXIT: -1 any, else exit code (128+n: signal n) */
	size_t *parts;   /* ORDER, ALL, ANY, NOT: indices of other checks; owned */
	size_t part_count;
	double hold; /* seconds during which it must have been true without a break */
};

/* A question of a step: its options stand as a task list in the lesson. */
struct lab_prediction {
	size_t *options;     /* one check index an option: the option whose check holds is right */
	size_t option_count; /* 0: the lesson's [x] says which is right (a question of knowledge) */
};

struct lab_step {
	char *id;
	struct lab_text title;
	size_t *until; /* check indices; the step is done when all hold */
	size_t until_count;
	bool asks; /* has a prediction */
	struct lab_prediction predict;
	char **solution; /* command lines; owned */
	size_t solution_count;
	unsigned line; /* in lab.yaml */
	bool task;     /* the lab's closing task: the learner changes something */
};

struct lab {
	char *dir;  /* folder it was read from */
	char *name; /* "tcp-handshake" */
	struct lab_text title, about;
	char chapter;                 /* 'A' to 'G' */
	unsigned order;               /* place in the chapter, 1..999; 1000 when none is given */
	unsigned minutes, level;      /* level 1..3 */
	struct topology topology;     /* completed */
	struct lab_link_start *links; /* one a topology link; owned */
	struct lab_program *programs;
	size_t program_count;
	struct lab_check *checks;
	size_t check_count;
	struct lab_step *steps;
	size_t step_count;
	int calls; /* enum bench_calls: whether the programs' calls are traced; 1 (pass) by default
	            */
	char *hold_calls; /* with calls 2 (hold): which, "socket,bind"; NULL: those on sockets */
	double storm_seconds; /* the governor ends a storm after this long; 0: the default of 10 */
};

/* Reads lab.yaml (and requires lesson.md) of a folder. Errors name file, line and what was
 * expected. NULL on failure. */
struct lab *lab_load(const char *dir, struct err *e);
/* The same from memory, for tests and fuzzing; `dir` is only remembered. */
struct lab *lab_parse(const char *yaml, size_t len, const char *dir, struct err *e);
void lab_destroy(struct lab *lab);

const char *lab_text(const struct lab_text *t, enum lab_lang lang);
/* Index of a check, step or program by name; -1 when none. */
int lab_check(const struct lab *lab, const char *name);
int lab_step(const struct lab *lab, const char *id);
int lab_program(const struct lab *lab, const char *name);

#endif
