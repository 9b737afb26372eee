/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A line into commands, a command into a call and what is told of it.
 */
#include "sock/shell.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "sock/names.h"
#include "sock/shell_internal.h"

struct sock_shell *sock_create(const struct sock_ops *ops, void *user)
{
	struct sock_shell *s = xcalloc(1, sizeof(*s));
	s->ops = *ops;
	s->user = user;
	return s;
}

void sock_destroy(struct sock_shell *s)
{
	if (!s)
		return;
	VEC_EACH (entry, &s->open)
		close(entry->fd);
	vec_free(&s->open);
	free(s);
}

const struct sock_entry *sock_entry_of(const struct sock_shell *s, int fd)
{
	for (size_t i = 0; i < s->open.count; i++)
		if (s->open.at[i].fd == fd)
			return &s->open.at[i];
	return NULL;
}

/* Kept in the order of their numbers. */
void sock_entry_add(struct sock_shell *s, int fd, int domain, int type, int protocol)
{
	struct sock_entry entry = {fd, domain, type, protocol};
	vec_push(&s->open, entry);
	for (size_t i = s->open.count - 1; i > 0 && s->open.at[i - 1].fd > fd; i--) {
		s->open.at[i] = s->open.at[i - 1];
		s->open.at[i - 1] = entry;
	}
}

void sock_entry_remove(struct sock_shell *s, int fd)
{
	for (size_t i = 0; i < s->open.count; i++) {
		if (s->open.at[i].fd == fd) {
			vec_remove(&s->open, i);
			return;
		}
	}
}

void sock_tell(struct sock_shell *s, enum sock_kind kind, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	char *_cleanup_free_ text = xvasprintf(fmt, ap);
	va_end(ap);
	struct sock_event event = {.kind = kind, .text = text};
	s->ops.happened(s->user, &event);
}

void sock_tell_bytes(struct sock_shell *s, const void *bytes, size_t len)
{
	struct sock_event event = {.kind = SOCK_BYTES, .text = "", .bytes = bytes, .len = len};
	s->ops.happened(s->user, &event);
}

static void tell_line(struct sock_shell *s, const struct sock_args *a)
{
	struct buf line = {0};
	sock_args_fill(a, a->verb->c, &line);
	sock_tell(s, SOCK_CALL, "%s", buf_text(&line));
	buf_finish(&line);
}

static long make_call(struct sock_shell *s, struct sock_args *a)
{
	bool waits = a->verb->waits;
	if (waits && s->ops.before)
		s->ops.before(s->user);
	long result = a->verb->call(a);
	int error = errno;
	if (waits && s->ops.after)
		s->ops.after(s->user);
	errno = error;
	return result;
}

long sock_call(struct sock_shell *s, struct sock_args *a)
{
	struct buf brought = {0};
	tell_line(s, a);
	long result = make_call(s, a);
	int error = result < 0 ? errno : 0;
	if (result >= 0 && a->verb->brought)
		a->verb->brought(s, a, result, &brought);
	struct sock_event event = {
	        .kind = SOCK_RESULT, .text = buf_text(&brought), .value = result, .error = error};
	s->ops.happened(s->user, &event);
	buf_finish(&brought);
	const char *hint = error ? sock_errno_hint(error) : NULL;
	if (hint)
		sock_tell(s, SOCK_NOTE, "%s", hint);
	if (a->verb->after)
		a->verb->after(s, a, result);
	return result;
}

/* What getaddrinfo() made of a name. */
static void tell_name(struct sock_shell *s, const struct sock_args *a)
{
	struct buf address = {0};
	sock_address_short(&a->address, &address);
	sock_tell(s, SOCK_NOTE, _("getaddrinfo() says that %s is %s"), a->name, buf_text(&address));
	buf_finish(&address);
}

static enum sock_outcome run_parsed(struct sock_shell *s, struct sock_args *a)
{
	if (a->verb->act)
		return a->verb->act(s, a);
	if (a->name)
		tell_name(s, a);
	return sock_call(s, a) < 0 ? SOCK_FAILED : SOCK_DONE;
}

static void refuse_verb(const char *name, struct err *e)
{
	struct buf several = {0};
	const struct sock_verb *verb;
	for (size_t i = 0; *name && (verb = sock_verb_at(i)); i++)
		if (strncmp(verb->name, name, strlen(name)) == 0)
			buf_printf(&several, "%s%s", several.len ? ", " : "", verb->name);
	if (several.len)
		err_set(e, ERR_USAGE, _("\"%s\" may be %s"), name, buf_text(&several));
	else
		err_set(e, ERR_USAGE, _("there is no verb \"%s\"; help lists them"), name);
	buf_finish(&several);
}

static enum sock_outcome run_words(
        struct sock_shell *s, const struct sock_words *words, struct err *e)
{
	if (words->all.count == 0)
		return SOCK_DONE;
	const char *name = words->all.at[0].text;
	const struct sock_verb *verb = sock_verb_find(name);
	if (!verb) {
		refuse_verb(name, e);
		return SOCK_REFUSED;
	}
	struct sock_args a;
	bool good = sock_args_parse(s, verb, words, &a, e);
	enum sock_outcome outcome = good ? run_parsed(s, &a) : SOCK_REFUSED;
	free(a.data);
	return outcome;
}

enum sock_outcome sock_run(struct sock_shell *s, const char *line, struct err *e)
{
	enum sock_outcome worst = SOCK_DONE;
	while (*line) {
		struct sock_words words = {0};
		line = sock_words_take(line, &words, e);
		enum sock_outcome outcome = line ? run_words(s, &words, e) : SOCK_REFUSED;
		sock_words_finish(&words);
		if (outcome == SOCK_REFUSED || outcome == SOCK_QUIT)
			return outcome;
		worst = outcome == SOCK_FAILED ? outcome : worst;
	}
	return worst;
}
