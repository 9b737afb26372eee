/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The programs' calls: from the tracer onto the tape, and those that are held into Next.
 *
 * How it works. Each traced thread is known by its pane (children inherit their parent's) and by
 * the tape event with which its present call began, so that the event of the result can name it.
 * Bytes that go through a stream socket are counted for its inode and direction: the count is the
 * call's place in the stream. An inode's counts begin anew when a call makes a socket with it.
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"
#include "bench/bench_internal.h"
#include "loop/loop.h"
#include "net/world.h"
#include "tape/tape.h"
#include "term/terminal.h"
#include "trace/consts.h"
#include "trace/format.h"
#include "trace/syscalls.h"
#include "trace/tracer.h"

/* What a call does, by its name; others are told by their groups. */
static const struct {
	const char *name;
	enum tape_call_kind kind;
} kinds[] = {
        {"socket", CALL_SOCKET},
        {"socketpair", CALL_SOCKET},
        {"bind", CALL_BIND},
        {"listen", CALL_LISTEN},
        {"accept", CALL_ACCEPT},
        {"accept4", CALL_ACCEPT},
        {"connect", CALL_CONNECT},
        {"shutdown", CALL_SHUTDOWN},
        {"close", CALL_CLOSE},
        {"setsockopt", CALL_OPTION},
        {"getsockopt", CALL_OPTION},
};

static enum tape_call_kind kind_of(const struct trace_call *c)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strcmp(kinds[i].name, c->name) == 0)
			return kinds[i].kind;
	bool on_socket = c->fd && c->fd->kind == TRACE_FD_SOCKET;
	if ((c->groups & TRACE_SEND) && on_socket)
		return CALL_SEND;
	if ((c->groups & TRACE_RECV) && on_socket)
		return CALL_RECV;
	return (c->groups & TRACE_WAIT) ? CALL_WAIT : CALL_OTHER;
}

static struct pane *pane_of(const struct bench *b, pid_t pid)
{
	const uint64_t *index = map_find(&b->calls.panes, (uint64_t)pid);
	return index && *index < b->panes.count ? b->panes.at[*index] : NULL;
}

/* The bytes that the call moves, if it moves any. */
static const struct trace_bytes *bytes_of(const struct trace_call *c)
{
	for (int i = 0; i < c->arg_count; i++) {
		const struct trace_arg *a = &c->args[i];
		if (a->unread || (a->out && !c->done))
			continue;
		if (a->kind == TRACE_ARG_BYTES)
			return &a->bytes;
		if (a->kind == TRACE_ARG_VECTOR)
			return &a->vector.bytes;
		if (a->kind == TRACE_ARG_MESSAGE)
			return &a->message.vector.bytes;
	}
	return NULL;
}

static bool is_stream(const struct trace_call *c)
{
	return c->fd && c->fd->kind == TRACE_FD_SOCKET && c->fd->type == SOCK_STREAM;
}

/* Where in its stream the call's bytes begin; counts them once it is over. */
static uint64_t place_in_stream(
        struct bench *b, const struct trace_call *c, enum tape_call_kind kind)
{
	struct map *places = kind == CALL_SEND ? &b->calls.sent : &b->calls.received;
	if ((kind != CALL_SEND && kind != CALL_RECV) || !is_stream(c))
		return 0;
	uint64_t *count = map_find(places, c->fd->inode), at = count ? *count : 0;
	if (c->done && c->result > 0)
		map_put(places, c->fd->inode, at + (uint64_t)c->result);
	return at;
}

static void begin_stream(struct bench *b, const struct trace_call *c, enum tape_call_kind kind)
{
	if (!c->done || c->result < 0 || (kind != CALL_SOCKET && kind != CALL_ACCEPT))
		return;
	const struct trace_fd *fd = tracer_fd(b->calls.tracer, c->pid, (int)c->result);
	if (!fd)
		return;
	map_remove(&b->calls.sent, fd->inode);
	map_remove(&b->calls.received, fd->inode);
}

static void describe(const struct trace_call *c, struct buf *args)
{
	for (int i = 0; i < c->arg_count; i++) {
		if (i)
			buf_puts(args, ", ");
		format_arg(args, &c->args[i], (struct trace_style){.form = TRACE_LONG});
	}
}

static void source_text(const struct trace_call *c, char *out, size_t size)
{
	const char *slash = c->source.file ? strrchr(c->source.file, '/') : NULL;
	out[0] = '\0';
	if (c->source.file)
		snprintf(out, size, "%s:%d", slash ? slash + 1 : c->source.file, c->source.line);
}

static void put_ends(struct tape_call *t, const struct trace_fd *fd)
{
	if (!fd || fd->kind != TRACE_FD_SOCKET)
		return;
	t->inode = fd->inode;
	t->family = (uint8_t)fd->family;
	t->protocol = fd->type == SOCK_STREAM  ? IPPROTO_TCP
	              : fd->type == SOCK_DGRAM ? IPPROTO_UDP
	                                       : 0;
	t->local_port = fd->local.port;
	t->remote_port = fd->remote.port;
	memcpy(t->local, fd->local.bytes, sizeof(t->local));
	memcpy(t->remote, fd->remote.bytes, sizeof(t->remote));
}

/* The socket address that the program passed, as it lies in its memory: the family in this CPU's
 * order, port and address in network order (ip(7)). */
static size_t address_bytes(const struct trace_call *c, uint8_t out[8])
{
	for (int i = 0; i < c->arg_count; i++) {
		const struct trace_arg *a = &c->args[i];
		if (a->kind != TRACE_ARG_ADDRESS || a->out || a->unread ||
		        a->address.family != AF_INET)
			continue;
		uint16_t port = htons(a->address.port);
		memcpy(out, &a->address.family, 2);
		memcpy(out + 2, &port, 2);
		memcpy(out + 4, a->address.bytes, 4);
		return 8;
	}
	return 0;
}

static uint64_t record(
        struct bench *b, const struct tracer_event *ev, enum tape_call_stage stage, uint64_t enter)
{
	const struct trace_call *c = ev->call;
	const struct pane *p = pane_of(b, c->pid);
	enum tape_call_kind kind = kind_of(c);
	const struct trace_bytes *bytes = bytes_of(c);
	struct buf args = {0};
	char source[128];
	describe(c, &args);
	source_text(c, source, sizeof(source));
	struct tape_call t = {.node = p ? (uint16_t)p->shown.node : 0,
	        .pane = p ? (uint16_t)p->index : 0,
	        .pid = c->pid,
	        .tid = c->tid,
	        .stage = (uint8_t)stage,
	        .kind = (uint8_t)kind,
	        .changed = c->changed,
	        .enter = enter,
	        .fd = c->arg_count && c->args[0].kind == TRACE_ARG_FD ? (int32_t)c->args[0].raw
	                                                              : -1,
	        .error = c->done ? c->error : 0,
	        .result = c->done ? c->result : 0,
	        .blocked = c->done ? c->left - c->let : 0,
	        .offset = place_in_stream(b, c, kind),
	        .name = c->name,
	        .args = buf_text(&args),
	        .source = source};
	put_ends(&t, c->fd);
	if (bytes && (kind == CALL_SEND || kind == CALL_RECV)) {
		t.data_total =
		        (uint32_t)(c->done && c->result >= 0 ? (uint64_t)c->result : bytes->total);
		t.data_kept = bytes->kept < t.data_total ? bytes->kept : t.data_total;
		t.data = bytes->at;
	}
	uint8_t address[8];
	if (kind == CALL_CONNECT || kind == CALL_BIND) {
		t.data_kept = t.data_total = (uint32_t)address_bytes(c, address);
		t.data = address;
	}
	begin_stream(b, c, kind);
	uint64_t id = tape_add_call(b->tape, ev->when, &t);
	buf_finish(&args);
	return id;
}

/* Processes that begin and end have events of their own; the search for a program's file along PATH
 * is nobody's business. */
static bool is_told_otherwise(const struct trace_call *c)
{
	return c->groups & TRACE_PROCESS;
}

static void on_call(struct bench *b, const struct tracer_event *ev)
{
	static const enum tape_call_stage stages[TRACER_EVENTS] = {[TRACER_HELD] = CALL_HELD,
	        [TRACER_BEGAN] = CALL_ENTERED,
	        [TRACER_CALL] = CALL_RETURNED};
	if (ev->kind != TRACER_HELD && is_told_otherwise(ev->call))
		return;
	uint64_t tid = (uint64_t)ev->call->tid;
	const uint64_t *enter = map_find(&b->calls.began, tid);
	uint64_t id = record(b, ev, stages[ev->kind], enter ? *enter : TAPE_NONE);
	if (ev->kind == TRACER_CALL)
		map_remove(&b->calls.began, tid);
	else if (!enter)
		map_put(&b->calls.began, tid, id);
	if (ev->kind == TRACER_HELD || b->calls.held)
		b->waiting_changed(b);
}

static void note_process(struct bench *b, const struct tracer_event *ev, enum tape_call_stage stage,
        const char *name, const char *args)
{
	const struct pane *p = pane_of(b, ev->pid);
	struct tape_call t = {.node = p ? (uint16_t)p->shown.node : 0,
	        .pane = p ? (uint16_t)p->index : 0,
	        .pid = ev->pid,
	        .tid = ev->tid,
	        .stage = (uint8_t)stage,
	        .enter = TAPE_NONE,
	        .fd = -1,
	        .result = ev->code,
	        .name = name,
	        .args = args,
	        .source = ""};
	tape_add_call(b->tape, ev->when, &t);
}

static void on_child(struct bench *b, const struct tracer_event *ev)
{
	const uint64_t *pane = map_find(&b->calls.panes, (uint64_t)ev->parent);
	if (pane)
		map_put(&b->calls.panes, (uint64_t)ev->pid, *pane);
	char who[48];
	snprintf(who, sizeof(who), "%d", (int)ev->tid);
	note_process(b, ev, CALL_PROCESS, ev->tid == ev->pid ? "fork" : "thread", who);
}

static void on_ended(struct bench *b, const struct tracer_event *ev)
{
	char how[48] = "";
	if (ev->signal)
		snprintf(how, sizeof(how), "signal %d", ev->signal);
	else
		snprintf(how, sizeof(how), "%d", ev->code);
	note_process(b, ev, CALL_PROCESS, "exit", how);
	map_remove(&b->calls.began, (uint64_t)ev->tid);
	if (ev->tid == ev->pid)
		map_remove(&b->calls.panes, (uint64_t)ev->pid);
	b->waiting_changed(b);
}

static void on_signal(struct bench *b, const struct tracer_event *ev)
{
	char name[16];
	note_process(b, ev, CALL_SIGNAL, const_signal(ev->signal, name), "");
}

static void on_event(void *user, const struct tracer_event *ev)
{
	struct bench *b = user;
	switch (ev->kind) {
	case TRACER_HELD:
	case TRACER_BEGAN:
	case TRACER_CALL:
		on_call(b, ev);
		break;
	case TRACER_STARTED:
		break; /* pane_start has noted it */
	case TRACER_CHILD:
		on_child(b, ev);
		break;
	case TRACER_EXEC:
		note_process(b, ev, CALL_PROCESS, "exec", ev->text ? ev->text : "");
		break;
	case TRACER_SIGNAL:
		on_signal(b, ev);
		break;
	case TRACER_ENDED:
		on_ended(b, ev);
		break;
	case TRACER_WORD:
		bench_say(b, false, "%s", ev->text);
		break;
	case TRACER_EVENTS:
		break;
	}
	bench_touch(b);
	bench_poll_soon(b);
}

static bool have_tracer(struct bench *b, struct err *e)
{
	static const struct tracer_options options = {.source_lines = true};
	struct tracer_hooks hooks = {.on_event = on_event, .user = b};
	if (!b->calls.tracer)
		b->calls.tracer = tracer_create(b->loop, &options, &hooks, e);
	return b->calls.tracer;
}

bool bench_can_trace(struct err *e)
{
	return tracer_probe(e);
}

void calls_destroy(struct bench *b)
{
	tracer_destroy(b->calls.tracer);
	b->calls.tracer = NULL;
	map_finish(&b->calls.panes);
	map_finish(&b->calls.began);
	map_finish(&b->calls.sent);
	map_finish(&b->calls.received);
}

static bool on_enter(void *pane, struct err *e)
{
	struct pane *p = pane;
	return tracer_enter(p->ticket, e);
}

static bool on_seize(void *pane, pid_t pid, struct err *e)
{
	struct pane *p = pane;
	map_put(&p->bench->calls.panes, (uint64_t)pid, p->index);
	return tracer_seize(p->ticket, pid, e);
}

/* A program that can't be traced runs all the same, with a word about it. */
bool calls_prepare(struct pane *p, struct terminal_program *program, struct err *e)
{
	struct bench *b = p->bench;
	if (b->calls.mode == CALLS_OFF)
		return true;
	if (!have_tracer(b, e))
		return false;
	if (!p->ticket)
		p->ticket = tracer_ticket_create(
		        b->calls.tracer, (int)p->index, program->enter, program->enter_user);
	program->enter = on_enter;
	program->seize = on_seize;
	program->enter_user = p;
	return true;
}

void calls_forget(struct pane *p)
{
	tracer_ticket_destroy(p->ticket);
	p->ticket = NULL;
}

/* ---- the gate ---- */

static bool tid_of_entry(const struct bench *b, uint64_t id, pid_t *tid)
{
	struct tape_event ev;
	if (!tape_get(b->tape, id, &ev) || ev.kind != TAPE_CALL || ev.call.stage != CALL_HELD)
		return false;
	*tid = ev.call.tid;
	return true;
}

static bool open_gate(struct bench *b, const char *set, struct err *e)
{
	struct trace_rule rule;
	if (!have_tracer(b, e) || !rule_parse(set ? set : "socket", &rule, e))
		return false;
	b->calls.gate = tracer_add_rule(b->calls.tracer, &rule);
	b->calls.gated = true;
	return true;
}

bool calls_set(struct bench *b, enum bench_calls mode, const char *set, struct err *e)
{
	if (b->calls.gated)
		tracer_remove_rule(b->calls.tracer, b->calls.gate);
	b->calls.gated = false;
	if (mode == CALLS_HOLD && !open_gate(b, set, e))
		return false;
	b->calls.mode = mode;
	if (mode != CALLS_HOLD)
		calls_let_all(b);
	bench_touch(b);
	return true;
}

bool calls_begin(struct bench *b, enum bench_calls mode, struct err *e)
{
	if (!b->lab)
		return calls_set(b, mode, NULL, e);
	return calls_set(b, (enum bench_calls)b->lab->calls, b->lab->hold_calls, e);
}

bool bench_knows_calls(const char *set, struct err *e)
{
	struct trace_rule rule;
	return rule_parse(set, &rule, e);
}

bool calls_inject(struct bench *b, const char *rule, struct err *e)
{
	struct trace_rule r;
	if (!have_tracer(b, e) || !rule_parse(rule, &r, e))
		return false;
	tracer_add_rule(b->calls.tracer, &r);
	return true;
}

bool calls_until(struct bench *b, const char *set, struct err *e)
{
	struct trace_rule rule;
	if (!have_tracer(b, e) || !rule_parse(set, &rule, e))
		return false;
	if (!calls_set(b, CALLS_PASS, NULL, e))
		return false;
	tracer_hold_once(b->calls.tracer, &rule);
	return true;
}

void calls_let_all(struct bench *b)
{
	if (!b->calls.tracer)
		return;
	tracer_let_all(b->calls.tracer);
	b->waiting_changed(b);
}

enum bench_calls bench_calls(const struct bench *b)
{
	return b->calls.mode;
}

bool calls_let(struct bench *b, uint64_t id, int error, struct err *e)
{
	pid_t tid;
	bool good = b->calls.tracer && tid_of_entry(b, id, &tid) &&
	            (error ? tracer_fail(b->calls.tracer, tid, error)
	                   : tracer_let(b->calls.tracer, tid));
	b->waiting_changed(b);
	return good ||
	       err_set(e, ERR_CHECK, _("call #%llu is not waiting"), (unsigned long long)id);
}

/* What letting a held call happen will do, as far as that can be said beforehand; `at_once`: when
 * it is not to wait. */
static const struct {
	const char *name, *effect, *at_once;
} effects[] = {
        {"socket", N_("gets a descriptor; nothing goes over the wire"), NULL},
        {"bind", N_("names its socket; nothing goes over the wire"), NULL},
        {"listen", N_("the kernel will answer calls to this port; nothing goes over the wire"),
                NULL},
        {"accept", N_("takes a finished connection out of the queue, or waits for one"),
                N_("takes a finished connection out of the queue, or fails with EAGAIN")},
        {"accept4", N_("takes a finished connection out of the queue, or waits for one"),
                N_("takes a finished connection out of the queue, or fails with EAGAIN")},
        {"connect", N_("the kernel sends a SYN, and the program waits for the answer"),
                N_("the kernel sends a SYN; the call fails with EINPROGRESS and it goes on")},
        {"send", N_("the kernel takes the bytes; it decides when to send them"), NULL},
        {"sendto", N_("the kernel takes the bytes; it decides when to send them"), NULL},
        {"write", N_("the kernel takes the bytes; it decides when to send them"), NULL},
        {"recv", N_("gets what lies in the receive queue, or waits for something"),
                N_("gets what lies in the receive queue, or fails with EAGAIN")},
        {"recvfrom", N_("gets what lies in the receive queue, or waits for something"),
                N_("gets what lies in the receive queue, or fails with EAGAIN")},
        {"read", N_("gets what lies in the receive queue, or waits for something"),
                N_("gets what lies in the receive queue, or fails with EAGAIN")},
        {"close", N_("gives the descriptor back; the last one of a connection sends FIN"), NULL},
        {"shutdown", N_("ends a direction of the connection"), NULL},
};

/* Whether the call was told not to wait, by the mode of its socket or by a flag of its own. */
static bool is_nonblocking(const struct trace_call *c)
{
	for (int i = 0; i < c->arg_count; i++) {
		if (c->args[i].kind == TRACE_ARG_FLAGS && c->args[i].set == CONST_MSG &&
		        (c->args[i].mask & MSG_DONTWAIT))
			return true;
	}
	return c->fd && c->fd->nonblocking;
}

static void effect_of_call(
        const struct bench *b, const struct trace_call *c, int node, char *out, size_t size)
{
	const char *host = node < 0 ? "?" : b->topology.nodes[node].name;
	const char *name = c->name;
	bool local = c->fd && c->fd->kind == TRACE_FD_SOCKET && c->fd->family == AF_UNIX;
	if (local && strcmp(name, "socket") != 0) {
		snprintf(out, size,
		        _("%s: concerns a program on this machine; nothing goes over the wire"),
		        host);
		return;
	}
	for (size_t i = 0; i < sizeof(effects) / sizeof(effects[0]); i++) {
		if (strcmp(effects[i].name, name) != 0)
			continue;
		bool at_once = effects[i].at_once && is_nonblocking(c);
		snprintf(out, size, "%s: %s", host,
		        _(at_once ? effects[i].at_once : effects[i].effect));
		return;
	}
	snprintf(out, size, _("%s asks its kernel"), host);
}

size_t calls_waiting(struct bench *b, struct bench_next *out, size_t max)
{
	const struct trace_call *held[CALLS_SHOWN_MAX];
	size_t n = b->calls.tracer ? tracer_held(b->calls.tracer, held, CALLS_SHOWN_MAX) : 0;
	b->calls.held = n;
	if (n > CALLS_SHOWN_MAX)
		n = CALLS_SHOWN_MAX;
	size_t count = 0;
	for (size_t i = 0; i < n && count < max; i++) {
		const uint64_t *id = map_find(&b->calls.began, (uint64_t)held[i]->tid);
		const struct pane *p = pane_of(b, held[i]->pid);
		if (!id)
			continue;
		struct bench_next *entry = &out[count++];
		struct buf text = {0};
		*entry = (struct bench_next){.kind = NEXT_CALL,
		        .id = *id,
		        .since = held[i]->entered,
		        .from = p ? p->shown.node : -1,
		        .to = -1};
		format_call(&text, held[i], (struct trace_style){.form = TRACE_SHORT});
		snprintf(entry->what, sizeof(entry->what), "%s", buf_text(&text));
		buf_finish(&text);
		effect_of_call(b, held[i], entry->from, entry->effect, sizeof(entry->effect));
	}
	return count;
}
