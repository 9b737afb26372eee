/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Arguments of verbs: words into values, values into the C line.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "sock/names.h"
#include "sock/shell_internal.h"

#define QUOTE_MOST 32 /* bytes of data shown in a C line */
#define COUNT_USUAL 1024
#define BACKLOG_USUAL 128

struct reader {
	const struct sock_shell *s;
	const struct sock_words *words;
	size_t at, count; /* the words of this argument; count 0: it was left out */
	struct err *e;
};

static const struct sock_word *word_at(const struct reader *r, size_t i)
{
	return &r->words->all.at[r->at + i];
}

static bool number_of(const struct sock_word *word, long least, long most, long *out)
{
	char *end;
	errno = 0;
	*out = strtol(word->text, &end, 10);
	return !word->quoted && word->len && !*end && errno == 0 && *out >= least && *out <= most;
}

/* ---- one function an argument ---- */

static bool parse_fd(struct reader *r, struct sock_args *a)
{
	long fd;
	if (!r->count) {
		a->fd = -1;
		return true;
	}
	if (!number_of(word_at(r, 0), 0, 1 << 20, &fd))
		return err_set(r->e, ERR_USAGE, _("expected a descriptor such as 3, found \"%s\""),
		        word_at(r, 0)->text);
	a->fd = (int)fd;
	/* One that is not open gets its EBADF from the kernel; the terminal and the like stay. */
	if (!sock_entry_of(r->s, a->fd) && fcntl(a->fd, F_GETFD) >= 0)
		return err_set(r->e, ERR_USAGE,
		        _("descriptor %d is the shell's own, not a socket you opened"), a->fd);
	const struct sock_entry *entry = sock_entry_of(r->s, a->fd);
	a->domain = entry ? entry->domain : AF_UNSPEC;
	a->type = entry ? entry->type : SOCK_STREAM;
	a->protocol = entry ? entry->protocol : 0;
	return true;
}

struct type_name {
	const char *name;
	int domain, type;
};

static const struct type_name type_names[] = {
        {"tcp", AF_INET, SOCK_STREAM},
        {"udp", AF_INET, SOCK_DGRAM},
        {"tcp6", AF_INET6, SOCK_STREAM},
        {"udp6", AF_INET6, SOCK_DGRAM},
        {"unix", AF_UNIX, SOCK_STREAM},
        {"unix-dgram", AF_UNIX, SOCK_DGRAM},
        {"unix-seqpacket", AF_UNIX, SOCK_SEQPACKET},
};
#define TYPE_NAMES (sizeof(type_names) / sizeof(type_names[0]))

const char *sock_args_type_name(size_t i)
{
	return i < TYPE_NAMES ? type_names[i].name : NULL;
}

static bool constant(
        struct reader *r, size_t i, const struct sock_name *table, const char *such_as, int *out)
{
	const struct sock_name *row = sock_name_find(table, word_at(r, i)->text);
	if (!row)
		return err_set(r->e, ERR_USAGE, _("expected a constant such as %s, found \"%s\""),
		        such_as, word_at(r, i)->text);
	*out = row->value;
	return true;
}

static bool parse_type(struct reader *r, struct sock_args *a)
{
	const char *word = r->count ? word_at(r, 0)->text : "unix";
	for (size_t i = 0; i < TYPE_NAMES; i++) {
		if (strcmp(type_names[i].name, word) != 0)
			continue;
		a->domain = type_names[i].domain;
		a->type = type_names[i].type;
		return true;
	}
	if (strncmp(word, "AF_", 3) != 0)
		return err_set(r->e, ERR_USAGE,
		        _("expected tcp, udp, tcp6, udp6, unix, unix-dgram, unix-seqpacket or "
		          "AF_... SOCK_..., found \"%s\""),
		        word);
	a->type = SOCK_STREAM;
	return constant(r, 0, sock_families, "AF_INET", &a->domain) &&
	       (r->count < 2 || constant(r, 1, sock_types, "SOCK_STREAM", &a->type)) &&
	       (r->count < 3 || constant(r, 2, sock_protocols, "IPPROTO_TCP", &a->protocol));
}

static bool looks_like_path(const char *word)
{
	return *word == '@' || strchr(word, '/');
}

static bool parse_an_address(struct reader *r, struct sock_args *a, bool passive)
{
	bool named = false;
	const char *host = word_at(r, 0)->text;
	const char *port = r->count > 1 ? word_at(r, 1)->text : NULL;
	int family = a->domain == AF_UNSPEC && looks_like_path(host) ? AF_UNIX : a->domain;
	if (!sock_address_parse(family, a->type, host, port, passive, &a->address, &named, r->e))
		return false;
	a->name = named ? host : NULL;
	return true;
}

static bool parse_address(struct reader *r, struct sock_args *a)
{
	return parse_an_address(r, a, false);
}

static bool parse_own_address(struct reader *r, struct sock_args *a)
{
	return parse_an_address(r, a, true);
}

static bool parse_backlog(struct reader *r, struct sock_args *a)
{
	long backlog = BACKLOG_USUAL;
	if (r->count && !number_of(word_at(r, 0), -1, 1 << 20, &backlog))
		return err_set(r->e, ERR_USAGE,
		        _("expected how many connections may wait, found \"%s\""),
		        word_at(r, 0)->text);
	a->backlog = (int)backlog;
	return true;
}

static bool count_of(struct reader *r, long *count)
{
	if (number_of(word_at(r, 0), 0, SOCK_COUNT_MAX, count))
		return true;
	return err_set(r->e, ERR_USAGE, _("expected a number of bytes from 0 to %d, found \"%s\""),
	        SOCK_COUNT_MAX, word_at(r, 0)->text);
}

/* So many bytes of the alphabet, over and over: one sees where a piece was cut. */
static void make_pattern(struct sock_args *a)
{
	a->data = xmalloc(a->count + 1);
	for (size_t i = 0; i < a->count; i++)
		a->data[i] = (char)('a' + i % 26);
	a->data[a->count] = '\0';
}

static bool parse_data(struct reader *r, struct sock_args *a)
{
	const struct sock_word *word = word_at(r, 0);
	long count;
	a->data_is_count =
	        !word->quoted && word->len && strspn(word->text, "0123456789") == word->len;
	if (a->data_is_count) {
		if (!count_of(r, &count))
			return false;
		a->count = (size_t)count;
		make_pattern(a);
		return true;
	}
	a->count = word->len;
	a->data = xmalloc(word->len + 1);
	memcpy(a->data, word->text, word->len + 1);
	return true;
}

static bool parse_count(struct reader *r, struct sock_args *a)
{
	long count = COUNT_USUAL;
	if (r->count && !count_of(r, &count))
		return false;
	a->count = (size_t)count;
	a->data = xcalloc(1, a->count + 1);
	return true;
}

static bool parse_flags(struct reader *r, struct sock_args *a)
{
	for (size_t i = 0; i < r->count; i++) {
		const char *bad;
		size_t len;
		if (!sock_bits_parse(sock_flags, word_at(r, i)->text, &a->flags, &bad, &len))
			return err_set(r->e, ERR_USAGE,
			        _("expected a flag such as MSG_DONTWAIT, found \"%.*s\"; text with "
			          "blanks needs quotes"),
			        (int)len, bad);
	}
	return true;
}

static bool parse_how(struct reader *r, struct sock_args *a)
{
	static const char *const short_names[] = {
	        [SHUT_RD] = "rd", [SHUT_WR] = "wr", [SHUT_RDWR] = "rdwr"};
	for (int i = 0; i < (int)(sizeof(short_names) / sizeof(short_names[0])); i++) {
		a->how = i;
		if (strcmp(word_at(r, 0)->text, short_names[i]) == 0)
			return true;
	}
	return constant(r, 0, sock_hows, "SHUT_WR", &a->how);
}

static bool parse_option(struct reader *r, struct sock_args *a)
{
	int level = -1;
	if (r->count > 1 && !constant(r, 0, sock_levels, "SOL_SOCKET", &level))
		return false;
	const char *name = word_at(r, r->count - 1)->text;
	a->option = sock_option_find(level, name);
	if (a->option)
		return true;
	a->option = sock_option_find(-1, name);
	if (a->option)
		return err_set(r->e, ERR_USAGE, _("%s is of level %s"), name,
		        sock_name_of(sock_levels, a->option->level));
	return err_set(r->e, ERR_USAGE,
	        _("expected an option such as SO_REUSEADDR (`help setsockopt` lists them), "
	          "found \"%s\""),
	        name);
}

static bool parse_value(struct reader *r, struct sock_args *a)
{
	const char *second = r->count > 1 ? word_at(r, 1)->text : NULL;
	return sock_option_parse(a->option, word_at(r, 0)->text, second, &a->value, r->e);
}

static bool parse_poll(struct reader *r, size_t i, struct sock_args *a)
{
	char *_cleanup_free_ word = xstrdup(word_at(r, i)->text);
	char *events = strchr(word, ':');
	const char *bad = word;
	size_t len;
	int bits = 0;
	if (events)
		*events++ = '\0';
	struct sock_word number = {.text = word, .len = strlen(word)};
	long fd;
	if (!number_of(&number, 0, 1 << 20, &fd))
		return err_set(r->e, ERR_USAGE,
		        _("expected a descriptor, or one with events such as 3:POLLIN|POLLOUT, "
		          "found \"%s\""),
		        word_at(r, i)->text);
	if (events && !sock_bits_parse(sock_events, events, &bits, &bad, &len))
		return err_set(r->e, ERR_USAGE, _("expected events such as POLLIN, found \"%.*s\""),
		        (int)len, bad);
	a->polls[a->poll_count++] =
	        (struct pollfd){.fd = (int)fd, .events = (short)(events ? bits : POLLIN)};
	return true;
}

static bool parse_polls(struct reader *r, struct sock_args *a)
{
	size_t count = r->count;
	a->timeout = -1;
	if (count >= 2 && strcmp(word_at(r, count - 2)->text, "timeout") == 0) {
		long timeout;
		if (!number_of(word_at(r, count - 1), -1, 86400000, &timeout))
			return err_set(r->e, ERR_USAGE,
			        _("expected milliseconds, or -1 for ever, found \"%s\""),
			        word_at(r, count - 1)->text);
		a->timeout = (int)timeout;
		count -= 2;
	}
	if (count == 0 || count > SOCK_POLL_MAX)
		return err_set(r->e, ERR_USAGE, _("expected 1 to %d descriptors"), SOCK_POLL_MAX);
	for (size_t i = 0; i < count; i++)
		if (!parse_poll(r, i, a))
			return false;
	return true;
}

static bool parse_onoff(struct reader *r, struct sock_args *a)
{
	const char *word = word_at(r, 0)->text;
	a->on = strcmp(word, "on") == 0;
	if (a->on || strcmp(word, "off") == 0)
		return true;
	return err_set(r->e, ERR_USAGE, _("expected on or off, found \"%s\""), word);
}

static bool parse_verb(struct reader *r, struct sock_args *a)
{
	if (!r->count)
		return true;
	a->topic = sock_verb_find(word_at(r, 0)->text);
	if (a->topic)
		return true;
	return err_set(r->e, ERR_USAGE, _("there is no verb \"%s\"; help lists them"),
	        word_at(r, 0)->text);
}

/* ---- which words belong to which argument ---- */

enum span {
	SPAN_ONE,
	SPAN_TYPE,    /* up to three words from AF_... on */
	SPAN_ADDRESS, /* one, or a host and a port */
	SPAN_COUNT,   /* one, unless it is a flag */
	SPAN_OPTION,  /* a name, with its level before it or not */
	SPAN_REST,
};

struct kind_row {
	bool (*parse)(struct reader *r, struct sock_args *a);
	enum span span;
	bool optional;
};

static const struct kind_row kinds[] = {
        [ARG_END] = {NULL, SPAN_REST, true},
        [ARG_FD] = {parse_fd, SPAN_ONE, false},
        [ARG_FD_MAYBE] = {parse_fd, SPAN_ONE, true},
        [ARG_TYPE] = {parse_type, SPAN_TYPE, false},
        [ARG_PAIR] = {parse_type, SPAN_TYPE, true},
        [ARG_ADDRESS] = {parse_address, SPAN_ADDRESS, false},
        [ARG_OWN_ADDRESS] = {parse_own_address, SPAN_ADDRESS, false},
        [ARG_BACKLOG] = {parse_backlog, SPAN_ONE, true},
        [ARG_DATA] = {parse_data, SPAN_ONE, false},
        [ARG_COUNT] = {parse_count, SPAN_COUNT, true},
        [ARG_FLAGS] = {parse_flags, SPAN_REST, true},
        [ARG_HOW] = {parse_how, SPAN_ONE, false},
        [ARG_OPTION] = {parse_option, SPAN_OPTION, false},
        [ARG_VALUE] = {parse_value, SPAN_REST, false},
        [ARG_POLLS] = {parse_polls, SPAN_REST, false},
        [ARG_ONOFF] = {parse_onoff, SPAN_ONE, false},
        [ARG_VERB] = {parse_verb, SPAN_ONE, true},
};
_Static_assert(sizeof(kinds) / sizeof(kinds[0]) == ARG_KINDS, "one row a kind");

static bool is_flag(const char *word)
{
	return strncmp(word, "MSG_", 4) == 0;
}

/* An address of this command's socket is a path. */
static bool is_unix(const struct sock_shell *s, const struct sock_words *words)
{
	const char *word = words->all.count > 1 ? words->all.at[1].text : "";
	const struct sock_entry *entry = sock_entry_of(s, (int)strtol(word, NULL, 10));
	return entry && entry->domain == AF_UNIX;
}

/* How many words the argument wants that begins at word `at`. */
static size_t span_of(
        const struct sock_shell *s, enum span span, const struct sock_words *words, size_t at)
{
	size_t left = words->all.count - at;
	const char *word = left ? words->all.at[at].text : "";
	size_t want = 1;
	switch (span) {
	case SPAN_ONE:
		break;
	case SPAN_TYPE:
		want = strncmp(word, "AF_", 3) == 0 ? 3 : 1;
		break;
	case SPAN_ADDRESS:
		want = sock_address_is_whole(word) || looks_like_path(word) || is_unix(s, words) ||
		                       (left > 1 && is_flag(words->all.at[at + 1].text))
		               ? 1
		               : 2;
		break;
	case SPAN_COUNT:
		want = is_flag(word) ? 0 : 1;
		break;
	case SPAN_OPTION:
		want = sock_name_find(sock_levels, word) ? 2 : 1;
		break;
	case SPAN_REST:
		want = left;
		break;
	}
	return want;
}

static bool usage(const struct sock_verb *verb, struct err *e)
{
	return err_set(e, ERR_USAGE, _("expected: %s %s"), verb->name, _(verb->arguments));
}

bool sock_args_parse(const struct sock_shell *s, const struct sock_verb *verb,
        const struct sock_words *words, struct sock_args *a, struct err *e)
{
	*a = (struct sock_args){.verb = verb, .fd = -1};
	struct reader r = {.s = s, .words = words, .at = 1, .e = e};
	for (size_t i = 0; i < SOCK_KINDS_MAX && verb->kinds[i] != ARG_END; i++) {
		const struct kind_row *kind = &kinds[verb->kinds[i]];
		size_t left = words->all.count - r.at;
		r.count = span_of(s, kind->span, words, r.at);
		r.count = r.count < left ? r.count : left;
		if (!r.count && !kind->optional)
			return usage(verb, e);
		if (!kind->parse(&r, a))
			return false;
		r.at += r.count;
	}
	if (r.at == words->all.count)
		return true;
	return err_set(e, ERR_USAGE, _("%s takes no \"%s\"; expected: %s %s"), verb->name,
	        words->all.at[r.at].text, verb->name, _(verb->arguments));
}

enum arg_kind sock_args_kind_at(const struct sock_shell *s, const struct sock_verb *verb,
        const struct sock_words *words, size_t at, size_t *first)
{
	*first = 1;
	for (size_t i = 0; i < SOCK_KINDS_MAX && verb->kinds[i] != ARG_END; i++) {
		const struct kind_row *kind = &kinds[verb->kinds[i]];
		size_t count = span_of(s, kind->span, words, *first);
		if (at < *first + count || kind->span == SPAN_REST)
			return verb->kinds[i];
		*first += count;
	}
	return ARG_END;
}

/* ---- the C line ---- */

static void put_fd(const struct sock_args *a, struct buf *out)
{
	buf_printf(out, "%d", a->fd);
}

static void put_constant(const struct sock_name *table, int value, struct buf *out)
{
	const char *name = sock_name_of(table, value);
	if (name)
		buf_puts(out, name);
	else
		buf_printf(out, "%d", value);
}

static void put_domain(const struct sock_args *a, struct buf *out)
{
	put_constant(sock_families, a->domain, out);
}

static void put_type(const struct sock_args *a, struct buf *out)
{
	put_constant(sock_types, a->type, out);
}

static void put_protocol(const struct sock_args *a, struct buf *out)
{
	put_constant(sock_protocols, a->protocol, out);
}

static void put_address(const struct sock_args *a, struct buf *out)
{
	sock_address_text(&a->address, out);
}

static void put_address_len(const struct sock_args *a, struct buf *out)
{
	buf_printf(out, "%u", (unsigned)a->address.len);
}

static void put_backlog(const struct sock_args *a, struct buf *out)
{
	buf_printf(out, "%d", a->backlog);
}

static void put_data(const struct sock_args *a, struct buf *out)
{
	sock_quote(a->data, a->count, QUOTE_MOST, out);
}

static void put_count(const struct sock_args *a, struct buf *out)
{
	buf_printf(out, "%zu", a->count);
}

static void put_flags(const struct sock_args *a, struct buf *out)
{
	sock_bits_text(sock_flags, a->flags, out);
}

static void put_how(const struct sock_args *a, struct buf *out)
{
	put_constant(sock_hows, a->how, out);
}

static void put_level(const struct sock_args *a, struct buf *out)
{
	put_constant(sock_levels, a->option->level, out);
}

static void put_option(const struct sock_args *a, struct buf *out)
{
	buf_puts(out, a->option->name);
}

static void put_value(const struct sock_args *a, struct buf *out)
{
	sock_option_c(a->option, &a->value, out);
}

static void put_value_len(const struct sock_args *a, struct buf *out)
{
	buf_printf(out, "%u", (unsigned)a->value.len);
}

static void put_polls(const struct sock_args *a, struct buf *out)
{
	buf_putc(out, '{');
	for (nfds_t i = 0; i < a->poll_count; i++) {
		buf_printf(out, "%s{%d, ", i ? ", " : "", a->polls[i].fd);
		sock_bits_text(sock_events, a->polls[i].events, out);
		buf_putc(out, '}');
	}
	buf_putc(out, '}');
}

static void put_poll_count(const struct sock_args *a, struct buf *out)
{
	buf_printf(out, "%lu", (unsigned long)a->poll_count);
}

static void put_timeout(const struct sock_args *a, struct buf *out)
{
	buf_printf(out, "%d", a->timeout);
}

static void put_file_flags(const struct sock_args *a, struct buf *out)
{
	buf_puts(out, a->on ? "O_RDWR|O_NONBLOCK" : "O_RDWR");
}

struct filler {
	const char *name;
	void (*put)(const struct sock_args *a, struct buf *out);
};

static const struct filler fillers[] = {{"fd", put_fd}, {"domain", put_domain}, {"type", put_type},
        {"protocol", put_protocol}, {"address", put_address}, {"address_len", put_address_len},
        {"backlog", put_backlog}, {"data", put_data}, {"count", put_count}, {"flags", put_flags},
        {"how", put_how}, {"level", put_level}, {"option", put_option}, {"value", put_value},
        {"value_len", put_value_len}, {"polls", put_polls}, {"poll_count", put_poll_count},
        {"timeout", put_timeout}, {"file_flags", put_file_flags}};

static void fill_one(const struct sock_args *a, const char *name, size_t len, struct buf *out)
{
	for (size_t i = 0; i < sizeof(fillers) / sizeof(fillers[0]); i++) {
		if (strlen(fillers[i].name) != len || strncmp(fillers[i].name, name, len) != 0)
			continue;
		fillers[i].put(a, out);
		return;
	}
	abort(); /* a template names what no filler knows; each is tried by a test */
}

void sock_args_fill(const struct sock_args *a, const char *c, struct buf *out)
{
	while (*c) {
		size_t plain = strcspn(c, "{");
		buf_add(out, c, plain);
		c += plain;
		if (!*c)
			return;
		size_t len = strcspn(++c, "}");
		fill_one(a, c, len, out);
		c += len + 1;
	}
}
