/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The command table, how a line is run, and what may stand where.
 */
#include "bench/command.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/err.h"
#include "base/i18n.h"
#include "bench/bench_internal.h"
#include "bench/command_internal.h"
#include "bench/script.h"
#include "loop/loop.h"
#include "packet/fields.h"
#include "tape/tape.h"

/* Least words: how many of the arguments are not in brackets. */
static const struct command table[] = {
        {"deliver", N_("[FRAME|all]"), N_("let a frame that waits go on"), {WORD_WAITING},
                command_deliver},
        {"drop", N_("[FRAME]"), N_("take a frame away"), {WORD_WAITING}, command_drop},
        {"duplicate", N_("[FRAME]"), N_("deliver a frame twice"), {WORD_WAITING},
                command_duplicate},
        {"delay", N_("TIME [FRAME]"), N_("deliver a frame later"), {WORD_TEXT, WORD_WAITING},
                command_delay},
        {"move", N_("[FRAME] [before FRAME]"), N_("put a frame first, or before another"),
                {WORD_WAITING}, command_move},
        {"corrupt", N_("[at OFFSET] [FRAME]"), N_("flip a bit of a frame; its checksum stays"),
                {WORD_WAITING}, command_corrupt},
        {"edit", N_("FIELD=VALUE [keep] [FRAME]"),
                N_("set a field; checksums are mended unless kept"), {WORD_FIELD, WORD_WAITING},
                command_edit},
        {"restore", N_("[FRAME]"), N_("undo what was done to a frame's bytes"), {WORD_WAITING},
                command_restore},
        {"calls", N_("hold|pass|off [SET]"),
                N_("hold the programs' calls (all, connect, socket ...), let them pass, or trace "
                   "none"),
                {WORD_TEXT}, command_calls},
        {"fail", N_("ERRNO [CALL]"), N_("make a call that waits fail"), {WORD_TEXT, WORD_WAITING},
                command_fail},
        {"until", N_("SET"), N_("let calls pass until the next of these, and hold that"),
                {WORD_TEXT}, command_until},
        {"inject", N_("SET:error=ERRNO|short=N|delay_enter=TIME[:when=N]"),
                N_("change calls by itself, as strace does"), {WORD_TEXT}, command_inject},
        {"hold", N_("[LINK|all] [FILTER]"), N_("hold the frames of a link that match"),
                {WORD_LINK, WORD_FILTER}, command_hold},
        {"pass", N_("[LINK|all]"), N_("let a link's frames pass, and what waits there"),
                {WORD_LINK}, command_pass},
        {"rule", N_("ACTION FILTER [when WHEN]"),
                N_("drop, deliver, duplicate, hold, delay or corrupt by itself"),
                {WORD_TEXT, WORD_FILTER}, command_rule},
        {"unrule", N_("[N|all]"), N_("remove a rule"), {WORD_TEXT}, command_unrule},
        {"impair", N_("LINK off|IMPAIRMENT..."),
                N_("delay, jitter, loss, duplicate, reorder, corrupt, rate, mtu, seed of a link"),
                {WORD_LINK, WORD_IMPAIRMENT}, command_impair},
        {"pull", N_("LINK"), N_("pull a cable"), {WORD_LINK}, command_pull},
        {"plug", N_("LINK"), N_("plug a cable in"), {WORD_LINK}, command_plug},
        {"stp", N_("SWITCH|all on|off"), N_("spanning tree of a switch"), {WORD_SWITCH, WORD_ONOFF},
                command_stp},
        {"rate", N_("LINK KBIT"), N_("limit a link that the kernel carries; 0: no limit"),
                {WORD_LINK, WORD_TEXT}, command_rate},
        {"start", N_("PROGRAM"), N_("start a program, again if it runs"), {WORD_PANE},
                command_start},
        {"stop", N_("PROGRAM [kill]"), N_("interrupt a program, or kill it"), {WORD_PANE},
                command_stop},
        {"type", N_("PROGRAM TEXT"), N_("type into a program's terminal; \\n is Enter"),
                {WORD_PANE, WORD_TEXT}, command_type},
        {"source", N_("PROGRAM"), N_("open a program's source in $EDITOR; it is rebuilt after"),
                {WORD_PANE}, command_source},
        {"build", N_("PROGRAM"), N_("build a program again"), {WORD_PANE}, command_build},
        {"use", N_("PROGRAM FILE"), N_("build a program from another file of the lab"),
                {WORD_PANE, WORD_FILE}, command_use},
        {"predict", N_("N"), N_("answer the step's question"), {WORD_TEXT}, command_predict},
        {"hint", "", N_("show the next hint"), {WORD_NONE}, command_hint},
        {"step", N_("[next|back|N]"),
                N_("go to a step; the world is rebuilt when it is not the next"), {WORD_STEP},
                command_step},
        {"reset", N_("[world|lab]"), N_("begin the step, the hosts alone, or the lab afresh"),
                {WORD_TEXT}, command_reset},
        {"wait", N_("CHECK|held|ended|listens|printed [WHAT]"),
                N_("say whether it is so; a schedule waits for it"), {WORD_CHECK, WORD_WAITING},
                command_wait},
        {"save", N_("FILE"), N_("save the whole tape; wirelab read opens it"), {WORD_FILE},
                command_save},
        {"export", N_("FORMAT FILE"), N_("write the ladder as text, markdown, json or svg"),
                {WORD_FORMAT, WORD_FILE}, command_export},
        {"write", N_("FILE"), N_("write all frames to a pcapng file"), {WORD_FILE}, command_write},
        {"schedule", N_("save|play|clear [FILE]"),
                N_("keep what was done as a schedule, or play one"), {WORD_TEXT, WORD_FILE},
                command_schedule},
};

const struct command *command_table(size_t *count)
{
	*count = sizeof(table) / sizeof(table[0]);
	return table;
}

const struct command *command_find(const char *name)
{
	const struct command *only = NULL;
	size_t count, len = strlen(name);
	const struct command *c = command_table(&count);
	for (size_t i = 0; i < count; i++) {
		if (strcmp(c[i].name, name) == 0)
			return &c[i];
		if (len && strncmp(c[i].name, name, len) == 0) {
			if (only)
				return NULL;
			only = &c[i];
		}
	}
	return only;
}

/* Words outside brackets: what must be there. */
static int least_words(const char *arguments)
{
	int words = 0, depth = 0;
	bool inside = false;
	for (const char *at = arguments; *at; at++) {
		depth += *at == '[';
		bool is_word = depth == 0 && *at != ' ';
		words += is_word && !inside;
		inside = is_word;
		depth -= *at == ']';
	}
	return words;
}

static bool run_words(struct bench *b, int argc, char **argv, struct err *e)
{
	const struct command *c = command_find(argv[0]);
	if (!c)
		return err_set(
		        e, ERR_USAGE, _("there is no command \"%s\"; ? shows them all"), argv[0]);
	if (argc - 1 < least_words(c->arguments))
		return err_set(e, ERR_USAGE, _("expected: %s %s"), c->name, _(c->arguments));
	return c->run(b, argc, argv, e);
}

static void keep(struct bench *b, int argc, char **argv)
{
	struct script_name names[SELECTIONS_MAX];
	for (size_t i = 0; i < b->selected_count; i++) {
		names[i].at = (int)(b->selected[i].argv - argv);
		names[i].count = b->selected[i].argc;
		snprintf(names[i].text, sizeof(names[i].text), "%s", b->selected[i].text);
	}
	script_keep(b, argc, argv, names, b->selected_count);
}

bool command_run(struct bench *b, const char *line, struct err *e)
{
	int argc = 0;
	char **argv = command_split(line, &argc, e);
	if (!argv)
		return false;
	b->selected_count = 0;
	bool good = argc == 0 || run_words(b, argc, argv, e);
	if (good && argc)
		keep(b, argc, argv);
	command_words_free(argv);
	if (!good)
		return false;
	tape_add_note(b->tape, loop_now(b->loop), NOTE_COMMAND, line);
	bench_touch(b);
	bench_poll_soon(b);
	return true;
}

struct offering {
	const struct bench *bench;
	const char *prefix;
	command_offer_fn offer;
	void *user;
};

static void offer_one(const struct offering *o, const char *candidate)
{
	if (strncmp(candidate, o->prefix, strlen(o->prefix)) == 0)
		o->offer(o->user, candidate);
}

static void offer_list(const struct offering *o, const char *const *list)
{
	for (; *list; list++)
		offer_one(o, *list);
}

static void offer_panes(const struct offering *o)
{
	for (size_t i = 0; i < o->bench->panes.count; i++)
		offer_one(o, o->bench->panes.at[i]->shown.name);
}

static void offer_links(const struct offering *o)
{
	for (int i = 0; i < o->bench->topology.link_count; i++)
		offer_one(o, o->bench->topology.links[i].name);
	offer_one(o, "all");
}

static void offer_nodes(const struct offering *o, bool switches)
{
	for (int i = 0; i < o->bench->topology.node_count; i++)
		if ((o->bench->topology.nodes[i].kind == NODE_SWITCH) == switches)
			offer_one(o, o->bench->topology.nodes[i].name);
}

static void offer_waiting(const struct offering *o)
{
	static const char *const words[] = {
	        "all", "syn", "synack", "fin", "rst", "data", "ack", "from", NULL};
	for (size_t i = 0; i < o->bench->next.count; i++) {
		char id[24];
		snprintf(id, sizeof(id), "#%llu", (unsigned long long)o->bench->next.at[i].id);
		offer_one(o, id);
	}
	offer_list(o, words);
}

static void offer_steps(const struct offering *o)
{
	static const char *const words[] = {"next", "back", NULL};
	offer_list(o, words);
	for (size_t i = 0; o->bench->lab && i < o->bench->lab->step_count; i++)
		offer_one(o, o->bench->lab->steps[i].id);
}

static void offer_checks(const struct offering *o)
{
	static const char *const words[] = {"held", "ended", NULL};
	offer_list(o, words);
	for (size_t i = 0; o->bench->lab && i < o->bench->lab->check_count; i++)
		offer_one(o, o->bench->lab->checks[i].name);
}

static void offer_fields(const struct offering *o)
{
	for (const char *const *f = fields_editable(); *f; f++) {
		char word[80];
		snprintf(word, sizeof(word), "%s=", *f);
		offer_one(o, word);
	}
}

static void offer_words(const struct offering *o, enum command_word kind)
{
	static const char *const impairments[] = {"off", "from", "delay", "jitter", "loss",
	        "duplicate", "reorder", "corrupt", "rate", "mtu", "seed", NULL};
	static const char *const formats[] = {"text", "markdown", "json", "svg", NULL};
	static const char *const onoff[] = {"on", "off", NULL};
	static const char *const filters[] = {"syn", "synack", "fin", "rst", "data", "ack", "from",
	        "to", "tcp", "udp", "arp", "icmp", "port", "host", NULL};
	switch (kind) {
	case WORD_PANE:
		offer_panes(o);
		return;
	case WORD_HOST:
		offer_nodes(o, false);
		return;
	case WORD_SWITCH:
		offer_nodes(o, true);
		offer_one(o, "all");
		return;
	case WORD_LINK:
		offer_links(o);
		return;
	case WORD_WAITING:
		offer_waiting(o);
		return;
	case WORD_FIELD:
		offer_fields(o);
		return;
	case WORD_FILTER:
		offer_list(o, filters);
		offer_nodes(o, false);
		return;
	case WORD_STEP:
		offer_steps(o);
		return;
	case WORD_CHECK:
		offer_checks(o);
		return;
	case WORD_ONOFF:
		offer_list(o, onoff);
		return;
	case WORD_IMPAIRMENT:
		offer_list(o, impairments);
		return;
	case WORD_FORMAT:
		offer_list(o, formats);
		return;
	case WORD_FILE:
	case WORD_TEXT:
	case WORD_NONE:
	case COMMAND_WORDS:
		return;
	}
}

/* Which word of the line the cursor is in, from 0. */
static size_t word_index(const char *line, size_t cursor, size_t *start)
{
	size_t index = 0;
	*start = strspn(line, " ");
	for (size_t i = *start; i < cursor; i++) {
		if (line[i] == ' ' && i + 1 <= cursor && line[i + 1] != ' ') {
			index++;
			*start = i + 1;
		}
	}
	return index;
}

void command_complete(
        const struct bench *b, const char *line, size_t cursor, command_offer_fn offer, void *user)
{
	size_t start;
	if (cursor > strlen(line))
		cursor = strlen(line);
	size_t index = word_index(line, cursor, &start);
	char *_cleanup_free_ prefix = xstrndup(line + start, cursor > start ? cursor - start : 0);
	struct offering o = {.bench = b, .prefix = prefix, .offer = offer, .user = user};
	size_t count;
	const struct command *c = command_table(&count);
	if (index == 0) {
		for (size_t i = 0; i < count; i++)
			offer_one(&o, c[i].name);
		return;
	}
	char *_cleanup_free_ name = xstrndup(line, strcspn(line, " "));
	c = command_find(name);
	size_t slots = sizeof(c->words) / sizeof(c->words[0]);
	if (!c)
		return;
	/* Beyond the listed words the last kind goes on: a filter has many words. */
	size_t slot = index - 1 < slots ? index - 1 : slots - 1;
	while (slot > 0 && c->words[slot] == WORD_NONE)
		slot--;
	offer_words(&o, c->words[slot]);
}
