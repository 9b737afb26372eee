/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Rules about calls: their grammar, and when they apply.
 */
#include "trace/rule.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "trace/consts.h"
#include "trace/syscalls.h"

#define WORD_MAX 256

/* A piece of the text, not terminated. */
struct word {
	const char *at;
	size_t len;
};

/* Takes the word up to `stop` off the front of *text; false when nothing is left. */
static bool next_word(const char **text, char stop, struct word *w)
{
	if (!*text)
		return false;
	const char *end = strchr(*text, stop);
	w->at = *text;
	w->len = end ? (size_t)(end - *text) : strlen(*text);
	*text = end ? end + 1 : NULL;
	return true;
}

static bool copy_word(struct word w, char out[WORD_MAX])
{
	if (w.len >= WORD_MAX)
		return false;
	memcpy(out, w.at, w.len);
	out[w.len] = '\0';
	return true;
}

/* The whole text as a number; false else. */
static bool number(const char *text, uint64_t *out, const char **rest)
{
	char *end = NULL;
	if (*text < '0' || *text > '9')
		return false;
	errno = 0;
	*out = strtoull(text, &end, 0);
	*rest = end;
	return !errno;
}

/* ---- the set ---- */

static void add_call(struct trace_rule *r, int sysno)
{
	if (sysno >= 0 && sysno < RULE_CALLS_MAX)
		r->calls[sysno / 64] |= (uint64_t)1 << (sysno % 64);
}

static bool has_call(const struct trace_rule *r, int sysno)
{
	return sysno >= 0 && sysno < RULE_CALLS_MAX && (r->calls[sysno / 64] >> (sysno % 64) & 1);
}

static void add_groups(struct trace_rule *r, uint32_t groups)
{
	size_t count = 0;
	const struct trace_syscall *all = syscalls_all(&count);
	for (size_t i = 0; i < count; i++) {
		if ((all[i].groups & groups) && !(all[i].groups & TRACE_QUIET))
			add_call(r, all[i].sysno);
	}
}

/* What libc calls send and recv, the kernel calls sendto and recvfrom; and so on. */
static const char *kernel_name(const char *name)
{
	static const char *const others[][2] = {{"send", "sendto"}, {"recv", "recvfrom"}};
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		if (strcmp(others[i][0], name) == 0)
			return others[i][1];
	}
	return name;
}

static bool add_word(struct trace_rule *r, struct word w, struct err *e)
{
	char name[WORD_MAX];
	if (!copy_word(w, name))
		return err_set(e, ERR_USAGE, _("a word of the rule is too long"));
	uint32_t group = name[0] == '%' || !syscalls_named(kernel_name(name))
	                         ? syscalls_group(w.at, w.len)
	                         : 0;
	if (strcmp(name, "all") == 0)
		group = TRACE_ALL_GROUPS;
	if (group) {
		add_groups(r, group);
		return true;
	}
	const struct trace_syscall *s = syscalls_named(kernel_name(name));
	if (!s || (s->groups & TRACE_QUIET))
		return err_set(e, ERR_USAGE, _("\"%s\" is no call or group of calls"), name);
	add_call(r, s->sysno);
	return true;
}

static bool parse_set(struct trace_rule *r, struct word set, struct err *e)
{
	char text[WORD_MAX];
	if (!copy_word(set, text))
		return err_set(e, ERR_USAGE, _("a word of the rule is too long"));
	bool others = text[0] == '!';
	const char *rest = text + others;
	struct word w;
	while (next_word(&rest, ',', &w)) {
		if (!add_word(r, w, e))
			return false;
	}
	if (!others)
		return true;
	struct trace_rule all = {0};
	add_groups(&all, TRACE_ALL_GROUPS);
	for (size_t i = 0; i < RULE_CALLS_MAX / 64; i++)
		r->calls[i] = all.calls[i] & ~r->calls[i];
	return true;
}

/* ---- the actions ---- */

static bool parse_hold(struct trace_rule *r, const char *v)
{
	r->actions |= RULE_HOLD;
	return !*v;
}

static bool parse_error(struct trace_rule *r, const char *v)
{
	uint64_t n = 0;
	const char *rest = v;
	r->error = const_error_value(v);
	if (!r->error && number(v, &n, &rest) && !*rest && n < 4096)
		r->error = (int)n;
	r->actions |= RULE_ERROR;
	return r->error > 0;
}

static bool parse_retval(struct trace_rule *r, const char *v)
{
	uint64_t n = 0;
	const char *rest = v;
	bool good = number(v, &n, &rest) && !*rest && n <= INT64_MAX;
	r->retval = (int64_t)n;
	r->actions |= RULE_RETVAL;
	return good;
}

static bool parse_short(struct trace_rule *r, const char *v)
{
	const char *rest = v;
	r->actions |= RULE_SHORT;
	return number(v, &r->shorten, &rest) && !*rest;
}

static bool parse_signal(struct trace_rule *r, const char *v)
{
	uint64_t n = 0;
	const char *rest = v;
	char name[16];
	r->actions |= RULE_SIGNAL;
	if (number(v, &n, &rest)) {
		r->signal = (int)n;
		return !*rest && n > 0 && n < NSIG;
	}
	const char *full = strncmp(v, "SIG", 3) == 0 ? v + 3 : v;
	for (int i = 1; i < NSIG; i++) {
		if (strcmp(const_signal(i, name) + 3, full) == 0)
			r->signal = i;
	}
	return r->signal > 0;
}

/* As strace: microseconds without a unit. */
static bool parse_time(const char *v, nsec *out)
{
	static const struct {
		const char *unit;
		nsec each;
	} units[] = {{"", NSEC_PER_USEC}, {"us", NSEC_PER_USEC}, {"ms", NSEC_PER_MSEC},
	        {"s", NSEC_PER_SEC}, {"ns", 1}};
	uint64_t n = 0;
	const char *rest = v;
	if (!number(v, &n, &rest) || n > INT32_MAX)
		return false;
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		if (strcmp(units[i].unit, rest) == 0) {
			*out = (nsec)n * units[i].each;
			return true;
		}
	}
	return false;
}

static bool parse_delay_enter(struct trace_rule *r, const char *v)
{
	r->actions |= RULE_DELAY_ENTER;
	return parse_time(v, &r->delay_enter);
}

static bool parse_delay_exit(struct trace_rule *r, const char *v)
{
	r->actions |= RULE_DELAY_EXIT;
	return parse_time(v, &r->delay_exit);
}

/* FIRST, FIRST+, FIRST+STEP, FIRST..LAST, FIRST..LAST+STEP; as strace(1)'s when=. */
static bool parse_when(struct trace_rule *r, const char *v)
{
	if (!number(v, &r->first, &v) || !r->first)
		return false;
	bool range = v[0] == '.' && v[1] == '.';
	r->last = r->first;
	if (range && (!number(v + 2, &r->last, &v) || r->last < r->first))
		return false;
	if (*v != '+')
		return !*v;
	if (!range)
		r->last = UINT64_MAX;
	v++;
	return !*v || (number(v, &r->step, &v) && !*v && r->step);
}

static bool parse_pid(struct trace_rule *r, const char *v)
{
	uint64_t n = 0;
	bool good = number(v, &n, &v) && !*v && n > 0 && n <= INT32_MAX;
	r->pid = (pid_t)n;
	return good;
}

static bool parse_program(struct trace_rule *r, const char *v)
{
	uint64_t n = 0;
	bool good = number(v, &n, &v) && !*v && n <= INT32_MAX;
	r->program = (int)n;
	return good;
}

static const struct {
	const char *name;
	bool (*parse)(struct trace_rule *r, const char *value);
} words[] = {
        {"hold", parse_hold},
        {"error", parse_error},
        {"retval", parse_retval},
        {"short", parse_short},
        {"signal", parse_signal},
        {"delay_enter", parse_delay_enter},
        {"delay_exit", parse_delay_exit},
        {"when", parse_when},
        {"pid", parse_pid},
        {"program", parse_program},
};

static bool parse_word(struct trace_rule *r, struct word w, struct err *e)
{
	char text[WORD_MAX];
	if (!copy_word(w, text))
		return err_set(e, ERR_USAGE, _("a word of the rule is too long"));
	char *equals = strchr(text, '=');
	if (equals)
		*equals = '\0';
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (strcmp(words[i].name, text) != 0)
			continue;
		if (words[i].parse(r, equals ? equals + 1 : ""))
			return true;
		return err_set(
		        e, ERR_USAGE, _("\"%.*s\" of a rule is not understood"), (int)w.len, w.at);
	}
	return err_set(e, ERR_USAGE, _("\"%s\" is no action of a rule"), text);
}

bool rule_parse(const char *text, struct trace_rule *out, struct err *e)
{
	*out = (struct trace_rule){.program = -1, .first = 1, .last = UINT64_MAX, .step = 1};
	struct word w;
	if (!next_word(&text, ':', &w) || !parse_set(out, w, e))
		return false;
	while (next_word(&text, ':', &w)) {
		if (!parse_word(out, w, e))
			return false;
	}
	if ((out->actions & RULE_ERROR) && (out->actions & RULE_RETVAL))
		return err_set(e, ERR_USAGE, _("a call can't both fail and return a value"));
	if (!out->actions)
		out->actions = RULE_HOLD;
	return true;
}

bool rule_names(const struct trace_rule *r, const struct trace_call *c)
{
	if (r->pid && r->pid != c->pid && r->pid != c->tid)
		return false;
	if (r->program >= 0 && r->program != c->program)
		return false;
	return has_call(r, c->sysno);
}

bool rule_applies(struct trace_rule *r, const struct trace_call *c)
{
	if (!rule_names(r, c))
		return false;
	r->seen++;
	if (r->seen < r->first || r->seen > r->last)
		return false;
	return !r->step || (r->seen - r->first) % r->step == 0;
}
