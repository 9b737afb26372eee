/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What may stand where: verbs, then what the verb's arguments are.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/file.h"
#include "base/i18n.h"
#include "sock/names.h"
#include "sock/shell_internal.h"

#define HOSTS_MAX ((size_t)1 << 20)

struct offering {
	const struct sock_shell *s;
	const struct sock_words *words; /* of the command, up to the one to complete */
	size_t first;                   /* first word of the argument that is completed */
	const char *prefix;
	sock_emit_fn emit;
	void *to;
};

typedef void (*offer_fn)(const struct offering *o);

static void offer_none(const struct offering *o)
{
	(void)o;
}

static void offer_verbs(const struct offering *o)
{
	const struct sock_verb *v;
	for (size_t i = 0; (v = sock_verb_at(i)); i++)
		o->emit(o->to, v->name, _(v->help));
}

static void offer_fds(const struct offering *o)
{
	for (size_t i = 0; i < o->s->open.count; i++) {
		char number[16];
		snprintf(number, sizeof(number), "%d", o->s->open.at[i].fd);
		o->emit(o->to, number, "");
	}
}

static void offer_names(const struct offering *o, const struct sock_name *table)
{
	for (; table->name; table++)
		o->emit(o->to, table->name, "");
}

static void offer_type(const struct offering *o)
{
	size_t which = o->words->all.count - o->first;
	const char *name;
	if (which == 1)
		offer_names(o, sock_types);
	if (which == 2)
		offer_names(o, sock_protocols);
	for (size_t i = 0; which == 0 && (name = sock_args_type_name(i)); i++)
		o->emit(o->to, name, "");
	if (which == 0)
		offer_names(o, sock_families);
}

static void offer_pair(const struct offering *o)
{
	o->emit(o->to, "unix", "");
	o->emit(o->to, "unix-dgram", "");
	o->emit(o->to, "unix-seqpacket", "");
}

/* The constants of one word "A|B": what stands before the last '|' stays. `kept` bytes at the
 * beginning of the word are not of the list. */
static void offer_bits(const struct offering *o, const struct sock_name *table, size_t kept)
{
	const char *bar = strrchr(o->prefix, '|');
	size_t len = bar ? (size_t)(bar - o->prefix) + 1 : kept;
	for (; table->name; table++) {
		char *_cleanup_free_ word = xasprintf("%.*s%s", (int)len, o->prefix, table->name);
		o->emit(o->to, word, "");
	}
}

static void offer_flags(const struct offering *o)
{
	offer_bits(o, sock_flags, 0);
}

static void offer_hows(const struct offering *o)
{
	offer_names(o, sock_hows);
}

static void offer_polls(const struct offering *o)
{
	const char *colon = strchr(o->prefix, ':');
	if (colon) {
		offer_bits(o, sock_events, (size_t)(colon - o->prefix) + 1);
		return;
	}
	offer_fds(o);
	o->emit(o->to, "timeout", "");
}

static void offer_options(const struct offering *o)
{
	int level = -1;
	const struct sock_option *option;
	if (o->words->all.count > o->first) {
		const struct sock_name *row =
		        sock_name_find(sock_levels, o->words->all.at[o->first].text);
		level = row ? row->value : -1;
	}
	bool setting = o->words->all.count && strcmp(o->words->all.at[0].text, "setsockopt") == 0;
	for (size_t i = 0; (option = sock_option_at(i)); i++)
		if ((level == -1 || option->level == level) &&
		        (!setting || sock_option_words(option)))
			o->emit(o->to, option->name, _(option->help));
	if (level == -1 && o->words->all.count == o->first)
		offer_names(o, sock_levels);
}

static void offer_values(const struct offering *o)
{
	const char *name = o->words->all.at[o->words->all.count - 1].text;
	const struct sock_option *option = sock_option_find(-1, name);
	bool first = o->words->all.count == o->first;
	if (!first || !option)
		return;
	if (option->kind == SOCK_VALUE_BOOL)
		o->emit(o->to, "on", "");
	if (option->kind == SOCK_VALUE_BOOL || option->kind == SOCK_VALUE_LINGER)
		o->emit(o->to, "off", "");
}

static void offer_onoff(const struct offering *o)
{
	o->emit(o->to, "on", "");
	o->emit(o->to, "off", "");
}

/* hosts(5): an address, then its names. */
static void offer_names_of_line(const struct offering *o, char *line)
{
	line[strcspn(line, "#")] = '\0';
	char *rest = line;
	bool address = true;
	for (char *word = strsep(&rest, " \t\r"); word; word = strsep(&rest, " \t\r")) {
		if (!*word)
			continue;
		if (!address)
			o->emit(o->to, word, line);
		address = false;
	}
}

static void offer_hosts(const struct offering *o)
{
	struct buf hosts = {0};
	bool first = o->words->all.count == o->first;
	if (first && file_read("/etc/hosts", HOSTS_MAX, &hosts, NULL)) {
		char *rest = hosts.at;
		for (char *line = strsep(&rest, "\n"); line; line = strsep(&rest, "\n"))
			offer_names_of_line(o, line);
	}
	buf_finish(&hosts);
}

static const offer_fn offers[] = {
        [ARG_END] = offer_none,
        [ARG_FD] = offer_fds,
        [ARG_FD_MAYBE] = offer_fds,
        [ARG_TYPE] = offer_type,
        [ARG_PAIR] = offer_pair,
        [ARG_ADDRESS] = offer_hosts,
        [ARG_OWN_ADDRESS] = offer_hosts,
        [ARG_BACKLOG] = offer_none,
        [ARG_DATA] = offer_none,
        [ARG_COUNT] = offer_flags,
        [ARG_FLAGS] = offer_flags,
        [ARG_HOW] = offer_hows,
        [ARG_OPTION] = offer_options,
        [ARG_VALUE] = offer_values,
        [ARG_POLLS] = offer_polls,
        [ARG_ONOFF] = offer_onoff,
        [ARG_VERB] = offer_verbs,
};
_Static_assert(sizeof(offers) / sizeof(offers[0]) == ARG_KINDS, "one function a kind");

static void offer_argument(struct offering *o)
{
	const struct sock_verb *verb = sock_verb_find(o->words->all.at[0].text);
	if (!verb)
		return;
	size_t first = 0, count = o->words->all.count;
	enum arg_kind kind = sock_args_kind_at(o->s, verb, o->words, count, &first);
	o->first = first;
	offers[kind](o);
}

/* The words of the last command in `text`; false within quotes and after a mistake. */
static bool last_words(const char *text, struct sock_words *words)
{
	while (*text) {
		sock_words_finish(words);
		text = sock_words_take(text, words, NULL);
		if (!text)
			return false;
	}
	return true;
}

void sock_complete(const struct sock_shell *s, const char *line, size_t word, size_t cursor,
        sock_emit_fn emit, void *to)
{
	char *_cleanup_free_ before = xstrndup(line, word);
	char *_cleanup_free_ prefix = xstrndup(line + word, cursor - word);
	struct sock_words words = {0};
	struct offering o = {.s = s, .words = &words, .prefix = prefix, .emit = emit, .to = to};
	/* A ';' at the end has taken its words with it: what follows is a verb. */
	size_t last = strlen(before);
	while (last && strchr(" \t", before[last - 1]))
		last--;
	bool fresh = last && before[last - 1] == ';';
	if (last_words(before, &words)) {
		if (words.all.count == 0 || fresh)
			offer_verbs(&o);
		else
			offer_argument(&o);
	}
	sock_words_finish(&words);
}
