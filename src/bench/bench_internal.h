/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the files of src/bench share: the bench itself. No other folder includes this.
 */
#ifndef BENCH_BENCH_INTERNAL_H
#define BENCH_BENCH_INTERNAL_H

#include "base/buf.h"
#include "base/map.h"
#include "base/vec.h"
#include "bench/bench.h"

struct autosave;
struct bench_build_state;
struct counters;
struct owners;
struct loop_timer;
struct player;
struct tracer;
struct tracer_ticket;
struct schedule;

/* A pane with what runs it. The public part comes first, so that pointers convert. */
struct pane {
	struct bench_pane shown;
	struct bench *bench;
	size_t index;
	char *run;          /* owned; shown.run points here */
	char *source;       /* owned; shown.source points here */
	char *pristine;     /* the lab's own file name of the source, NULL: none */
	char *build_output; /* owned */
	struct bench_build_state *building;
	struct world_seat_box *seat;
	struct tracer_ticket *ticket;     /* its calls are traced; NULL: they are not */
	char *tape_command;               /* what was started, for the tape */
	bool restart;                     /* start again once it has ended */
	void (*on_built)(struct pane *p); /* the build succeeded */
	bool autostart;
};

/* Frames a second of the links, sampled. */
struct rates {
	struct loop_timer *timer;
	struct bench_rate links[TOPOLOGY_LINKS_MAX];
	uint64_t last[TOPOLOGY_LINKS_MAX];
	nsec last_when;
	nsec storm_since;   /* 0: no storm */
	double storm_limit; /* seconds a storm may last */
};

/* The programs' calls; see calls.c. */
struct calls {
	enum bench_calls mode; /* for programs that start from now on */
	struct tracer *tracer; /* NULL: nothing was traced so far */
	bool gated;
	int gate;                  /* the tracer's rule that holds, if gated */
	struct map panes;          /* process -> index of its pane */
	struct map began;          /* thread -> tape event with which its present call began */
	struct map sent, received; /* inode -> bytes so far */
	size_t held;
};

/* The lesson under way. */
struct steps {
	struct progress progress; /* what the learner has done; replaying changes nothing in it */
	size_t at;                /* the step under way; while replaying, the one being replayed */
	bool done;                /* the present step's checks hold */
	int chosen;               /* option chosen in the step under way, -1 */
	int right_option;
	struct lesson *lesson;
	struct checker *checker;
	bool replaying; /* a player is at work, not the learner: nothing of it is progress */
};

/* What the command under way named among what waits: argv[0..argc-1] of its words. */
struct selection {
	char **argv;
	int argc;
	char text[96]; /* by what it is */
};

#define SELECTIONS_MAX 2

struct bench {
	struct loop *loop;
	const struct lab *lab;
	struct topology topology;
	enum lab_lang lang;
	char *lab_dir; /* of the lab, absolute: programs are built and run elsewhere */
	char *state_dir, *cache_dir; /* as given; NULL: none */
	char *work_dir, *bin_dir;    /* the learner's sources; programs, ours alone */
	char *scratch_dir;           /* the compiler's, below bin_dir */
	int bin_lock;                /* holds bin_dir; -1: none */
	bool scratch_covered;        /* nothing in it reaches the disk */
	nsec began;
	size_t rows, cols;
	struct tape *tape;
	struct autosave *autosave; /* NULL: the tape is not kept */
	struct world *world;
	struct wire *wire;
	struct sockets *sockets;
	struct counters *counters;
	struct owners *owners;
	VEC(struct pane *) panes;
	VEC(struct bench_next) next;
	struct selection selected[SELECTIONS_MAX];
	size_t selected_count;
	struct {
		VEC(char *) lines; /* owned */
		uint64_t seen;     /* tape events before this one were looked at */
		struct buf typed;  /* a line under way, in the words of `type` */
		size_t typed_into;
	} script; /* script.h */
	struct steps steps;
	struct schedule *playing; /* a file's, by command; NULL: none */
	struct player *player;    /* plays solutions; NULL: none under way */
	bool (*run_line)(struct bench *b, const char *line, struct err *e); /* command_run */
	void (*waiting_changed)(struct bench *b);                           /* next_refresh */
	struct calls calls;
	struct rates rates;
	struct loop_timer *poll; /* sockets and checks */
	bool poll_soon;          /* set for the next few ms */
	size_t autostart_at;     /* free bench: next program to start */
	nsec autostart_since;
	uint64_t changed;
	struct bench_message message;
	char address_text[46]; /* of names(), below */
};

/* bench.c */
void bench_touch(struct bench *b);      /* something visible changed */
void bench_poll_soon(struct bench *b);  /* look at sockets and checks within 20 ms */
void bench_poll_later(struct bench *b); /* nothing is known to have changed: after a while */
const char *bench_address_of(void *bench, const char *name); /* filter_name_fn */

/* hosts.c */
bool hosts_up(struct bench *b, const struct bench_options *o, struct err *e);
void hosts_down(struct bench *b);

/* folders.c */
bool folders_create(struct bench *b, const struct bench_options *o, struct err *e);
void folders_destroy(struct bench *b);

/* next.c */
void next_refresh(struct bench *b);
/* Does a held frame match? Compiles `filter`; false with e when it can't be. */
bool next_select(struct bench *b, int argc, char **argv, uint64_t *frame, struct err *e);

bool next_is_call(const struct bench *b, uint64_t id);

/* pane.c */
bool panes_create(struct bench *b, const struct bench_options *o, struct err *e);
void panes_destroy(struct bench *b);
void panes_kill(struct bench *b);      /* before the world goes */
void panes_autostart(struct bench *b); /* after the world came: build all, start those that start */
void panes_tick(struct bench *b, nsec now); /* the free bench's programs one after the other */
bool pane_start(struct pane *p, struct err *e);
bool pane_edit(struct pane *p, struct err *e);
bool pane_use(struct pane *p, const char *file, struct err *e);

/* calls.c */
#define CALLS_SHOWN_MAX 64
void calls_destroy(struct bench *b);
/* From now on programs are traced (or not), and their calls held: those that `set` names (rule.h),
 * NULL for the socket calls. */
/* As the lab wants it, or on a free bench as given. */
bool calls_begin(struct bench *b, enum bench_calls mode, struct err *e);
bool calls_set(struct bench *b, enum bench_calls mode, const char *set, struct err *e);
/* What a pane's program is started with, if it shall be traced: enter, seize and their user. */
struct terminal_program;
bool calls_prepare(struct pane *p, struct terminal_program *program, struct err *e);
void calls_forget(struct pane *p); /* it starts no program any more */
/* Lets a held call be made, or fail with `error`. */
bool calls_let(struct bench *b, uint64_t id, int error, struct err *e);
void calls_let_all(struct bench *b);
size_t calls_waiting(struct bench *b, struct bench_next *out, size_t max);
/* Lets calls pass until one that `set` names, which is held. */
bool calls_until(struct bench *b, const char *set, struct err *e);
/* A rule in the words of rule.h: "connect:error=ECONNREFUSED:when=1". */
bool calls_inject(struct bench *b, const char *rule, struct err *e);

/* build.c; on_built is called when it succeeded, at once if there was nothing to do */
void build_start(struct pane *p);
void build_cancel(struct pane *p);
/* Whether what the pane would run was made from its source as it is. */
bool build_is_current(const struct pane *p);

/* rate.c */
void rates_begin(struct bench *b);
void rates_end(struct bench *b);

/* steps.c */
bool steps_create(struct bench *b, const struct bench_options *o, struct err *e);
void steps_destroy(struct bench *b);
bool steps_world(struct bench *b, struct err *e); /* the world is new: checks begin anew */
void steps_begin(struct bench *b, size_t step);
void steps_update(struct bench *b, nsec now);
bool steps_choose(struct bench *b, size_t option, struct err *e);
bool steps_hint(struct bench *b, struct err *e);
/* Chooses the option that the lesson expects, as a player does. */
void steps_choose_expected(struct bench *b);
void steps_save(struct bench *b);

/* navigate.c */
bool navigate_to(struct bench *b, const char *where, struct err *e); /* "next", "back", N, id */
/* Plays the solutions of the steps before progress.step, then begins that one. The world is fresh.
 */
void navigate_replay(struct bench *b);

/* player.c: plays the solutions of steps from .. last-1, one after the other, each until its checks
 * hold. without: step whose solution is left out, -1 none. */
struct player_hooks {
	void (*on_step)(void *user, size_t step, bool passed, const char *detail);
	void (*on_end)(void *user, const struct err *error); /* error NULL: all passed */
	void *user;
};
struct player *player_create(struct bench *b, size_t from, size_t last, int without, double seconds,
        const struct player_hooks *hooks);
void player_destroy(struct player *p); /* NULL is fine; inside on_end, too, not in on_step */

#endif
