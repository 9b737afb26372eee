/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The part `checks` of lab.yaml: one table of keys a kind, and what a kind demands beyond them.
 */
#include <ctype.h>
#include <math.h>
#include <netinet/in.h>
#include <regex.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/err.h"
#include "lab/lab.h"
#include "base/near.h"
#include "lab/reader.h"
#include "lab/values.h"
#include "tape/tape.h"

#define CHECKS_MAX 256
#define PARTS_MAX 32
#define ERRNO_MAX 134 /* one above EHWPOISON, the last of errno(3) on Linux */
#define CALL_NAME_MAX 31

/* ---- names of hosts, links, programs, checks ---- */

static bool read_node(struct reader *r, const struct tree *v, const struct key *k, void *field)
{
	const char *name = reader_text(r, v, k->name);
	if (!name)
		return false;
	if (topology_node(&r->lab->topology, name) < 0)
		return reader_fail(r, v->line, "no host or switch is called `%.40s`", name);
	*(char **)field = xstrdup(name);
	return true;
}

static bool read_link(struct reader *r, const struct tree *v, const struct key *k, void *field)
{
	const struct topology *net = &r->lab->topology;
	const char *name = reader_text(r, v, k->name);
	if (!name)
		return false;
	*(char **)field = xstrdup(name);
	if (topology_link(net, name) >= 0)
		return true;
	struct buf all = {0};
	for (int i = 0; i < net->link_count; i++)
		buf_printf(&all, "%s%s", i ? ", " : "", net->links[i].name);
	reader_fail(r, v->line, "no link is called `%.40s`; there are %s", name, buf_text(&all));
	buf_finish(&all);
	return false;
}

static bool read_program_name(
        struct reader *r, const struct tree *v, const struct key *k, void *field)
{
	const char *name = reader_text(r, v, k->name);
	if (!name)
		return false;
	*(char **)field = xstrdup(name);
	return lab_program(r->lab, name) >= 0 ||
	       reader_fail(r, v->line, "no program is called `%.40s`", name);
}

/* Index of a check that was read before; -1 with r->e. */
static int check_of(struct reader *r, const struct tree *v, const char *key)
{
	const struct lab *lab = r->lab;
	const char *name = reader_text(r, v, key);
	if (!name)
		return -1;
	int index = lab_check(lab, name);
	if (index >= 0)
		return index;
	const char *names[CHECKS_MAX];
	for (size_t i = 0; i < lab->check_count; i++)
		names[i] = lab->checks[i].name;
	const char *near = near_word(name, names, lab->check_count);
	if (near)
		reader_fail(
		        r, v->line, "no check is called `%.40s`; did you mean `%s`?", name, near);
	else
		reader_fail(r, v->line, "no check is called `%.40s`", name);
	return -1;
}

bool read_check_list(
        struct reader *r, const struct tree *v, const char *name, size_t **out, size_t *count)
{
	if (!reader_kind(r, v, name, TREE_LIST))
		return false;
	if (!v->count || v->count > PARTS_MAX)
		return reader_fail(r, v->line, "expected 1 to %d checks for `%s`, found %zu",
		        PARTS_MAX, name, v->count);
	*out = xcalloc(v->count, sizeof(**out));
	for (size_t i = 0; i < v->count; i++) {
		int index = check_of(r, &v->at[i], name);
		if (index < 0)
			return false;
		(*out)[(*count)++] = (size_t)index;
	}
	return true;
}

/* ---- frame ---- */

static const char *const fates[] = {
        [FATE_SEEN] = "seen",
        [FATE_HELD] = "held",
        [FATE_DELAYED] = "delayed",
        [FATE_DELIVERED] = "delivered",
        [FATE_DROPPED] = "dropped",
        [FATE_FOLDED] = "folded",
        [FATES] = NULL,
};

/* The order of enum frame_marks' bits. */
static const char *const marks[] = {
        "doubled", "corrupted", "edited", "moved", "copy", "repeat", NULL};

_Static_assert(MARK_DOUBLED == 1 << 0 && MARK_COPY == 1 << 4 && MARK_REPEAT == 1 << 5,
        "the words stand in the order of the bits");

static bool read_marks(struct reader *r, const struct tree *v, const struct key *k, void *field)
{
	static const struct key word = {"marks", false, 0, read_word, 0, 0, marks};
	const struct tree *list = NULL;
	if (!read_list(r, v, k, &list))
		return false;
	for (size_t i = 0; i < list->count; i++) {
		int bit = 0;
		if (!read_word(r, &list->at[i], &word, &bit))
			return false;
		*(unsigned *)field |= 1u << bit;
	}
	return true;
}

static bool read_repeat(struct reader *r, const struct tree *v, const struct key *k, void *field)
{
	bool repeat = false;
	if (!read_flag(r, v, k, &repeat))
		return false;
	if (repeat)
		*(unsigned *)field |= MARK_REPEAT;
	return repeat || reader_fail(r, v->line, "`repeat` is true or left out");
}

static bool read_payload(struct reader *r, const struct tree *v, const struct key *k, void *field)
{
	const char *text = reader_text(r, v, k->name);
	if (!text)
		return false;
	*(char **)field = xstrdup(text);
	_cleanup_free_ uint8_t *bytes = xmalloc(strlen(text));
	size_t len;
	return value_bytes(text, bytes, &len) ||
	       reader_fail(r, v->line,
	               "expected bytes with \\r \\n \\t \\0 \\\\ \\xHH for `%s`, found `%.40s`",
	               k->name, text);
}

static bool finish_frame(struct reader *r, const struct tree *t, struct lab_check *c)
{
	if (tree_entry(t, "gap"))
		c->marks |= MARK_REPEAT;
	if (!c->field != !tree_entry(t, "is"))
		return reader_fail(r, t->line, "`field` and `is` belong together");
	return true;
}

/* ---- socket ---- */

/* By the numbers of Linux's TCP states (net/tcp_states.h). */
static const char *const states[] = {"", "ESTABLISHED", "SYN-SENT", "SYN-RECV", "FIN-WAIT-1",
        "FIN-WAIT-2", "TIME-WAIT", "CLOSE", "CLOSE-WAIT", "LAST-ACK", "LISTEN", "CLOSING", NULL};

/* RFC 9293's spelling, and ss(8)'s, where they differ from Linux's. */
static const struct {
	const char *word, *means;
} state_spellings[] = {{"SYN-RECEIVED", "SYN-RECV"}, {"CLOSED", "CLOSE"}, {"UNCONN", "CLOSE"}};

static bool read_state(struct reader *r, const struct tree *v, const struct key *k, void *field)
{
	static const struct key words = {"state", false, 0, read_word, 0, 0, states + 1};
	const char *text = reader_text(r, v, k->name);
	if (!text)
		return false;
	_cleanup_free_ char *word = xstrdup(text);
	for (char *c = word; *c; c++)
		*c = *c == '_' ? '-' : (char)toupper((unsigned char)*c);
	const char *means = word;
	for (size_t i = 0; i < KEY_COUNT(state_spellings); i++)
		if (strcmp(word, state_spellings[i].word) == 0)
			means = state_spellings[i].means;
	for (int i = 1; states[i]; i++) {
		if (strcmp(means, states[i]) != 0)
			continue;
		*(int *)field = i;
		return true;
	}
	return read_word(r, v, &words, field); /* says which there are */
}

static const char *const protocols[] = {"tcp", "udp", NULL};

static bool read_protocol(struct reader *r, const struct tree *v, const struct key *k, void *field)
{
	int word = 0;
	if (!read_word(r, v, k, &word))
		return false;
	*(int *)field = word ? IPPROTO_UDP : IPPROTO_TCP;
	return true;
}

/* ---- output, exit ---- */

static bool read_regex(struct reader *r, const struct tree *v, const struct key *k, void *field)
{
	const char *text = reader_text(r, v, k->name);
	if (!text)
		return false;
	*(char **)field = xstrdup(text);
	if (strlen(text) > 255) /* regcomp's memory grows with it */
		return reader_fail(r, v->line, "`%s` is longer than 255 bytes", k->name);
	regex_t regex;
	int error = regcomp(&regex, text, REG_EXTENDED | REG_NOSUB);
	if (!error) {
		regfree(&regex);
		return true;
	}
	char why[96];
	regerror(error, &regex, why, sizeof(why));
	return reader_fail(r, v->line, "`%s` is no regular expression: %s", k->name, why);
}

static bool finish_output(struct reader *r, const struct tree *t, struct lab_check *c)
{
	return c->text || c->matches || reader_fail(r, t->line, "output needs `text` or `matches`");
}

static bool read_status(struct reader *r, const struct tree *v, const struct key *k, void *field)
{
	unsigned status = 0;
	if (!read_whole(r, v, k, &status))
		return false;
	*(int *)field = (int)status;
	return true;
}

/* ---- call ---- */

static const char *const call_stages[] = {
        [CALL_HELD] = "held", [CALL_ENTERED] = "entered", [CALL_RETURNED] = "returned", NULL};

/* A call as the kernel's headers name it: epoll_wait, accept4. */
static bool read_call(struct reader *r, const struct tree *v, const struct key *k, void *field)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz_0123456789";
	const char *text = reader_text(r, v, k->name);
	if (!text)
		return false;
	size_t len = strlen(text);
	if (!islower((unsigned char)*text) || strspn(text, letters) != len || len > CALL_NAME_MAX)
		return reader_fail(r, v->line,
		        "expected a call such as accept or epoll_wait for `%s`, found `%.40s`",
		        k->name, text);
	*(char **)field = xstrdup(text);
	return true;
}

/* An errno by its name, or "none". */
static bool read_error(struct reader *r, const struct tree *v, const struct key *k, void *field)
{
	const char *text = reader_text(r, v, k->name);
	if (!text)
		return false;
	int error = 0;
	while (error < ERRNO_MAX &&
	        strcmp(error ? strerrorname_np(error) ? strerrorname_np(error) : "" : "none",
	                text) != 0)
		error++;
	*(int *)field = error;
	return error < ERRNO_MAX ||
	       reader_fail(r, v->line,
	               "expected none or a name such as ECONNREFUSED for `%s`, found `%.40s`",
	               k->name, text);
}

static bool finish_call(struct reader *r, const struct tree *t, struct lab_check *c)
{
	bool result = tree_entry(t, "result") || tree_entry(t, "error") || tree_entry(t, "blocked");
	return !result || c->stage == CALL_RETURNED ||
	       reader_fail(
	               r, t->line, "only a call that returned has `result`, `error` or `blocked`");
}

/* ---- switch ---- */

static const char *const port_states[] = {
        "disabled", "listening", "learning", "forwarding", "blocking", NULL};

static bool finish_switch(struct reader *r, const struct tree *t, struct lab_check *c)
{
	const struct topology *net = &r->lab->topology;
	int node = topology_node(net, c->host);
	if (net->nodes[node].kind != NODE_SWITCH)
		return reader_fail(r, t->line, "`%s` is no switch", c->host);
	bool stp = tree_entry(t, "stp") != NULL;
	if (stp == (c->state >= 0) || !c->link != (c->state < 0))
		return reader_fail(r, t->line, "switch needs either `stp`, or `link` and `state`");
	if (stp)
		return true;
	const struct topology_link *link = &net->links[topology_link(net, c->link)];
	return link->ends[0].node == node || link->ends[1].node == node ||
	       reader_fail(r, t->line, "the link `%s` doesn't end at `%s`", c->link, c->host);
}

/* ---- the kinds ---- */

#define AT(field) offsetof(struct lab_check, field)
static const struct key frame_keys[] = {
        {"from", false, AT(from), read_node, 0, 0, NULL},
        {"to", false, AT(to), read_node, 0, 0, NULL},
        {"link", false, AT(link), read_link, 0, 0, NULL},
        {"filter", false, AT(filter), read_string, 0, 0, NULL},
        {"fate", false, AT(fate), read_word, 0, 0, fates},
        {"marks", false, AT(marks), read_marks, 0, 6, NULL},
        {"repeat", false, AT(marks), read_repeat, 0, 0, NULL},
        {"gap", false, AT(gap), read_bound, 0, 0, NULL},
        {"field", false, AT(field), read_string, 0, 0, NULL},
        {"is", false, AT(value), read_bound, 0, 0, NULL},
        {"payload", false, AT(payload), read_payload, 0, 0, NULL},
        {"count", false, AT(count), read_bound, 0, 0, NULL},
};

static const struct key socket_keys[] = {
        {"host", true, AT(host), read_node, 0, 0, NULL},
        {"protocol", false, AT(protocol), read_protocol, 0, 0, protocols},
        {"state", false, AT(state), read_state, 0, 0, NULL},
        {"port", false, AT(port), read_whole16, 1, 65535, NULL},
        {"peer-port", false, AT(peer_port), read_whole16, 1, 65535, NULL},
        {"recv-queue", false, AT(recv_queue), read_bound, 0, 0, NULL},
        {"send-queue", false, AT(send_queue), read_bound, 0, 0, NULL},
        {"retransmits", false, AT(retransmits), read_bound, 0, 0, NULL},
        {"count", false, AT(count), read_bound, 0, 0, NULL},
};

static const struct key output_keys[] = {
        {"program", false, AT(program), read_program_name, 0, 0, NULL},
        {"text", false, AT(text), read_string, 0, 0, NULL},
        {"matches", false, AT(matches), read_regex, 0, 0, NULL},
        {"count", false, AT(count), read_bound, 0, 0, NULL},
};

static const struct key exit_keys[] = {
        {"program", false, AT(program), read_program_name, 0, 0, NULL},
        {"status", false, AT(exit_status), read_status, 0, 255, NULL},
        {"count", false, AT(count), read_bound, 0, 0, NULL},
};

static const struct key call_keys[] = {
        {"program", false, AT(program), read_program_name, 0, 0, NULL},
        {"host", false, AT(host), read_node, 0, 0, NULL},
        {"name", true, AT(call), read_call, 0, 0, NULL},
        {"stage", false, AT(stage), read_word, 0, 0, call_stages},
        {"result", false, AT(value), read_bound, 0, 0, NULL},
        {"error", false, AT(error), read_error, 0, 0, NULL},
        {"blocked", false, AT(gap), read_bound, 0, 0, NULL},
        {"data", false, AT(payload), read_payload, 0, 0, NULL},
        {"args", false, AT(text), read_string, 0, 0, NULL},
        {"count", false, AT(count), read_bound, 0, 0, NULL},
};

static const struct key rate_keys[] = {
        {"link", false, AT(link), read_link, 0, 0, NULL},
        {"is", true, AT(value), read_bound, 0, 0, NULL},
};

static const struct key counter_keys[] = {
        {"host", true, AT(host), read_node, 0, 0, NULL},
        {"name", true, AT(counter), read_name, 0, 0, NULL},
        {"is", true, AT(value), read_bound, 0, 0, NULL},
};

static const struct key switch_keys[] = {
        {"name", true, AT(host), read_node, 0, 0, NULL},
        {"stp", false, AT(on), read_flag, 0, 0, NULL},
        {"link", false, AT(link), read_link, 0, 0, NULL},
        {"state", false, AT(state), read_word, 0, 0, port_states},
};

static const struct key cable_keys[] = {
        {"link", true, AT(link), read_link, 0, 0, NULL},
        {"plugged", true, AT(on), read_flag, 0, 0, NULL},
};
#undef AT

/* `keys` NULL: the value is a list of checks, for `not` a single one. */
static const struct kind {
	const char *name, *what;
	const struct key *keys;
	size_t count;
	bool (*finish)(struct reader *r, const struct tree *t, struct lab_check *c);
} kinds[] = {
        [CHECK_FRAME] = {"frame", "frame", frame_keys, KEY_COUNT(frame_keys), finish_frame},
        [CHECK_SOCKET] = {"socket", "socket", socket_keys, KEY_COUNT(socket_keys), NULL},
        [CHECK_OUTPUT] = {"output", "output", output_keys, KEY_COUNT(output_keys), finish_output},
        [CHECK_EXIT] = {"exit", "exit", exit_keys, KEY_COUNT(exit_keys), NULL},
        [CHECK_CALL] = {"call", "call", call_keys, KEY_COUNT(call_keys), finish_call},
        [CHECK_RATE] = {"rate", "rate", rate_keys, KEY_COUNT(rate_keys), NULL},
        [CHECK_COUNTER] = {"counter", "counter", counter_keys, KEY_COUNT(counter_keys), NULL},
        [CHECK_SWITCH] = {"switch", "switch", switch_keys, KEY_COUNT(switch_keys), finish_switch},
        [CHECK_CABLE] = {"cable", "cable", cable_keys, KEY_COUNT(cable_keys), NULL},
        [CHECK_ORDER] = {.name = "order"},
        [CHECK_ALL] = {.name = "all"},
        [CHECK_ANY] = {.name = "any"},
        [CHECK_NOT] = {.name = "not"},
};

_Static_assert(KEY_COUNT(kinds) == CHECK_KINDS, "each kind of check has its row");

/* ---- one check ---- */

enum since { SINCE_LAB, SINCE_STEP, SINCE_UNSAID };

struct check_spec {
	struct lab_text says;
	int since; /* enum since */
	bool now;
	double hold;
	const struct tree *kind[CHECK_KINDS];
};

static const char *const sinces[] = {"lab", "step", NULL};

#define AT(field) offsetof(struct check_spec, field)
static const struct key check_keys[] = {
        {"says", true, AT(says), read_text, 0, 0, NULL},
        {"since", false, AT(since), read_word, 0, 0, sinces},
        {"now", false, AT(now), read_flag, 0, 0, NULL},
        {"hold", false, AT(hold), read_number, 0, 60, NULL},
        {"frame", false, AT(kind[CHECK_FRAME]), read_tree, 0, 0, NULL},
        {"socket", false, AT(kind[CHECK_SOCKET]), read_tree, 0, 0, NULL},
        {"output", false, AT(kind[CHECK_OUTPUT]), read_tree, 0, 0, NULL},
        {"exit", false, AT(kind[CHECK_EXIT]), read_tree, 0, 0, NULL},
        {"call", false, AT(kind[CHECK_CALL]), read_tree, 0, 0, NULL},
        {"rate", false, AT(kind[CHECK_RATE]), read_tree, 0, 0, NULL},
        {"counter", false, AT(kind[CHECK_COUNTER]), read_tree, 0, 0, NULL},
        {"switch", false, AT(kind[CHECK_SWITCH]), read_tree, 0, 0, NULL},
        {"cable", false, AT(kind[CHECK_CABLE]), read_tree, 0, 0, NULL},
        {"order", false, AT(kind[CHECK_ORDER]), read_tree, 0, 0, NULL},
        {"all", false, AT(kind[CHECK_ALL]), read_tree, 0, 0, NULL},
        {"any", false, AT(kind[CHECK_ANY]), read_tree, 0, 0, NULL},
        {"not", false, AT(kind[CHECK_NOT]), read_tree, 0, 0, NULL},
};
#undef AT

static bool find_kind(struct reader *r, const struct tree *t, const struct check_spec *s,
        enum lab_check_kind *out)
{
	const struct tree *first = NULL;
	for (int i = 0; i < CHECK_KINDS; i++) {
		const struct tree *v = s->kind[i];
		if (!v)
			continue;
		if (first)
			return reader_fail(r, v->key_line,
			        "a check has one kind, but `%s` has both `%s` and `%s`", t->key,
			        first->key, v->key);
		first = v;
		*out = (enum lab_check_kind)i;
	}
	if (first)
		return true;
	return reader_fail(r, t->key_line,
	        "`%s` needs one of frame, socket, output, exit, call, rate, counter, switch, "
	        "cable, "
	        "order, all, any, not",
	        t->key);
}

static bool read_kind(struct reader *r, const struct tree *v, struct lab_check *c)
{
	const struct kind *k = &kinds[c->kind];
	if (k->keys)
		return read_map(r, v, k->what, k->keys, k->count, c) &&
		       (!k->finish || k->finish(r, v, c));
	if (c->kind != CHECK_NOT)
		return read_check_list(r, v, k->name, &c->parts, &c->part_count);
	int part = check_of(r, v, k->name);
	if (part < 0)
		return false;
	c->parts = xcalloc(1, sizeof(*c->parts));
	c->parts[c->part_count++] = (size_t)part;
	return true;
}

static struct lab_check fresh_check(const struct tree *t)
{
	return (struct lab_check){
	        .name = xstrdup(t->key),
	        .line = t->key_line,
	        .fate = -1,
	        .state = -1,
	        .exit_status = -1,
	        .stage = CALL_RETURNED,
	        .error = -1,
	        .protocol = IPPROTO_TCP,
	        .value = BOUND_ANY,
	        .gap = BOUND_ANY,
	        .count = BOUND_SOME,
	        .recv_queue = BOUND_ANY,
	        .send_queue = BOUND_ANY,
	        .retransmits = BOUND_ANY,
	};
}

/* Fills a check that the lab owns already. Its name becomes known only afterwards, so that it
 * can't be a part of itself. */
static bool read_check(struct reader *r, const struct tree *t, struct lab_check *c)
{
	if (!value_name(t->key))
		return reader_fail(r, t->key_line,
		        "expected a name for a check (letters, digits, `-`; at most 31), found "
		        "`%.40s`",
		        t->key);
	struct check_spec s = {.since = SINCE_UNSAID};
	bool ok = read_map(r, t, "a check", check_keys, KEY_COUNT(check_keys), &s);
	c->says = s.says;
	c->now = s.now;
	c->hold = s.hold;
	if (!ok || !find_kind(r, t, &s, &c->kind))
		return false;
	c->since_step =
	        s.since == SINCE_STEP || (s.since == SINCE_UNSAID && c->kind == CHECK_COUNTER);
	return read_kind(r, s.kind[c->kind], c);
}

bool read_checks(struct reader *r, const struct tree *map)
{
	struct lab *lab = r->lab;
	if (!reader_kind(r, map, "checks", TREE_MAP))
		return false;
	if (!map->count || map->count > CHECKS_MAX)
		return reader_fail(r, map->line, "expected 1 to %d entries for `checks`, found %zu",
		        CHECKS_MAX, map->count);
	lab->checks = xcalloc(map->count, sizeof(*lab->checks));
	for (size_t i = 0; i < map->count; i++) {
		struct lab_check *c = &lab->checks[i];
		*c = fresh_check(&map->at[i]);
		bool ok = read_check(r, &map->at[i], c);
		lab->check_count++; /* in any case, so that it is freed with the lab */
		if (!ok)
			return false;
	}
	return true;
}
