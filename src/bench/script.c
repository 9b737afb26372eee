/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What was done, kept as a schedule.
 */
#include "bench/script.h"

#include <ctype.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/file.h"
#include "base/i18n.h"
#include "bench/bench_internal.h"
#include "tape/tape.h"

#define LINES_MAX 10000
#define FILE_BYTES_MAX ((size_t)1 << 20)
#define PRINTED_MAX 60

static void keep_line(struct bench *b, char *line)
{
	if (b->script.lines.count < LINES_MAX)
		vec_push(&b->script.lines, line);
	else
		free(line);
}

/* Words that the shell-like splitting of commands takes apart again as they were. */
static void add_quoted(struct buf *out, const char *word)
{
	if (*word && !strpbrk(word, " \t'\"\\#")) {
		buf_puts(out, word);
		return;
	}
	buf_putc(out, '"');
	for (; *word; word++) {
		if (*word == '"' || *word == '\\')
			buf_putc(out, '\\');
		buf_putc(out, *word);
	}
	buf_putc(out, '"');
}

static void keep_listener(struct bench *b, const struct tape_socket *s)
{
	bool listens = s->protocol == IPPROTO_TCP ? s->state == TCP_LISTEN : s->remote_port == 0;
	if (s->gone || s->old_state || !listens || !s->local_port)
		return;
	keep_line(
	        b, xasprintf("wait listens %s %u", b->topology.nodes[s->node].name, s->local_port));
}

/* The last line that a pane printed, without what is no text; "" when nothing new. */
struct printed {
	char text[PRINTED_MAX + 1];
	size_t len;
	bool ended; /* a newline came: the next character begins a new line */
};

static void take_output(struct printed *p, const struct tape_output *o)
{
	for (uint32_t i = 0; i < o->length; i++) {
		unsigned char c = (unsigned char)o->bytes[i];
		if (c == '\n' || c == '\r' || c == '\033') {
			p->ended = p->len > 0;
			continue;
		}
		if (!isprint(c))
			continue;
		if (p->ended)
			p->len = 0;
		p->ended = false;
		if (p->len < PRINTED_MAX)
			p->text[p->len++] = (char)c;
	}
	p->text[p->len] = '\0';
}

/* What happened since the last kept line and a player has to wait for. */
static void keep_facts(struct bench *b, int typed_into)
{
	struct printed printed = {0};
	struct tape_event ev;
	for (uint64_t id = b->script.seen; id < tape_end(b->tape); id++) {
		if (!tape_get(b->tape, id, &ev))
			continue;
		if (ev.kind == TAPE_SOCKET)
			keep_listener(b, &ev.socket);
		else if (ev.kind == TAPE_OUTPUT && ev.output.pane == typed_into)
			take_output(&printed, &ev.output);
	}
	b->script.seen = tape_end(b->tape);
	if (!printed.len)
		return;
	struct buf line = {0};
	buf_printf(&line, "wait printed %s ", b->panes.at[typed_into]->shown.name);
	add_quoted(&line, printed.text);
	keep_line(b, buf_steal(&line));
}

/* The event with which the pane's program began, or the first that is there. */
static uint64_t began_at(const struct bench *b, size_t pane)
{
	struct tape_event ev;
	uint64_t id = tape_find(b->tape, tape_end(b->tape), TAPE_PROGRAM, -1);
	while (id != TAPE_NONE && tape_get(b->tape, id, &ev)) {
		if (ev.program.pane == pane && !ev.program.ended)
			return id;
		id = id ? tape_find(b->tape, id - 1, TAPE_PROGRAM, -1) : TAPE_NONE;
	}
	return tape_first(b->tape);
}

bool script_printed(const struct bench *b, size_t pane, const char *text)
{
	struct buf printed = {0};
	struct tape_event ev;
	uint64_t id = tape_find(b->tape, began_at(b, pane), TAPE_OUTPUT, 1);
	while (id != TAPE_NONE && tape_get(b->tape, id, &ev) && printed.len < FILE_BYTES_MAX) {
		for (uint32_t i = 0; ev.output.pane == pane && i < ev.output.length; i++)
			if (isprint((unsigned char)ev.output.bytes[i]))
				buf_putc(&printed, ev.output.bytes[i]);
		id = tape_find(b->tape, id + 1, TAPE_OUTPUT, 1);
	}
	bool found = strstr(buf_text(&printed), text) != NULL;
	buf_finish(&printed);
	return found;
}

static void keep_typed(struct bench *b)
{
	if (!b->script.typed.len)
		return;
	struct buf line = {0};
	buf_printf(&line, "type %s ", b->panes.at[b->script.typed_into]->shown.name);
	add_quoted(&line, buf_text(&b->script.typed));
	buf_clear(&b->script.typed);
	keep_line(b, buf_steal(&line));
}

/* As command_type() reads it. */
static void add_typed(struct buf *out, char c)
{
	if (c == '\r')
		buf_puts(out, "\\n");
	else if (c == '\\')
		buf_puts(out, "\\\\");
	else if (c == '\033')
		buf_puts(out, "\\e");
	else if ((unsigned char)c < 0x20)
		buf_printf(out, "\\c%c", c + 'a' - 1);
	else
		buf_putc(out, c);
}

void script_typed(struct bench *b, size_t pane, const char *bytes, size_t len)
{
	if (b->script.typed.len && b->script.typed_into != pane)
		keep_typed(b);
	/* What the program had said before: not its echo of what is typed now. */
	if (!b->script.typed.len)
		keep_facts(b, (int)pane);
	b->script.typed_into = pane;
	for (size_t i = 0; i < len; i++) {
		add_typed(&b->script.typed, bytes[i]);
		if (bytes[i] == '\r')
			keep_typed(b);
	}
}

static bool is_kept(const char *command)
{
	static const char *const left_out[] = {"predict", "hint", "step", "reset", "wait", "write",
	        "save", "export", "save", "export", "schedule", "source", "build"};
	for (size_t i = 0; i < sizeof(left_out) / sizeof(left_out[0]); i++)
		if (strcmp(left_out[i], command) == 0)
			return false;
	return true;
}

void script_keep(
        struct bench *b, int argc, char **argv, const struct script_name *names, size_t name_count)
{
	if (!is_kept(argv[0]))
		return;
	keep_typed(b);
	bool types = strcmp(argv[0], "type") == 0 && argc > 1;
	keep_facts(b, types ? bench_pane_find(b, argv[1]) : -1);
	struct buf line = {0};
	for (int i = 0; i < argc; i++) {
		size_t n = 0;
		while (n < name_count && names[n].at != i)
			n++;
		if (line.len)
			buf_putc(&line, ' ');
		if (n == name_count) {
			add_quoted(&line, argv[i]);
			continue;
		}
		buf_puts(&line, names[n].text);
		i += names[n].count - 1;
	}
	/* Nothing named what waits: the first did. */
	for (size_t n = 0; n < name_count; n++)
		if (names[n].count == 0)
			buf_printf(&line, " %s", names[n].text);
	keep_line(b, buf_steal(&line));
}

void script_clear(struct bench *b)
{
	for (size_t i = 0; i < b->script.lines.count; i++)
		free(b->script.lines.at[i]);
	vec_free(&b->script.lines);
	buf_finish(&b->script.typed);
	b->script.seen = b->tape ? tape_end(b->tape) : 0;
}

void script_text(const struct bench *b, struct buf *out)
{
	buf_printf(out, "# A schedule of wirelab: :schedule play FILE, or wirelab %s --play FILE\n",
	        b->lab ? "run" : "bench");
	if (b->lab)
		buf_printf(out, "# lab: %s\n", b->lab->name);
	for (size_t i = 0; i < b->script.lines.count; i++)
		buf_printf(out, "%s\n", b->script.lines.at[i]);
}

bool script_save(struct bench *b, const char *path, struct err *e)
{
	keep_typed(b);
	struct buf text = {0};
	script_text(b, &text);
	bool good = file_write(path, text.at, text.len, 0644, e);
	buf_finish(&text);
	return good;
}

void script_lines_free(char **lines, size_t count)
{
	for (size_t i = 0; i < count; i++)
		free(lines[i]);
	free(lines);
}

char **script_load(const char *path, size_t *count, struct err *e)
{
	struct buf text = {0};
	*count = 0;
	if (!file_read(path, FILE_BYTES_MAX, &text, e))
		return NULL;
	VEC(char *) lines = {0};
	char *rest = text.at;
	for (char *line; rest && (line = strsep(&rest, "\n"));) {
		line += strspn(line, " \t");
		if (*line && *line != '#' && lines.count < LINES_MAX)
			vec_push(&lines, xstrdup(line));
	}
	buf_finish(&text);
	*count = lines.count;
	if (lines.count)
		return lines.at;
	vec_free(&lines);
	err_set(e, ERR_INPUT, _("%s holds no command"), path);
	return NULL;
}
