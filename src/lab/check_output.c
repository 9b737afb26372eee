/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Checks of what programs print and how they end. Terminal output becomes lines of plain text:
 * escape sequences (ECMA-48) are left out, a carriage return begins the line anew.
 */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "lab/check_internal.h"
#include "lab/values.h"

#define LINE_MAX_BYTES 1024

enum escape { ESCAPE_NONE, ESCAPE_BEGUN, ESCAPE_CSI, ESCAPE_STRING, ESCAPE_STRING_END };

struct pane_lines {
	char line[LINE_MAX_BYTES];
	size_t len;
	bool cr; /* a carriage return came: the next character begins the line anew */
	enum escape escape;
	bool matched[]; /* one a check: it has counted this line */
};

static struct pane_lines *pane_of(struct checker *c, uint16_t pane)
{
	if (pane >= PANES_MAX)
		return NULL;
	if (!c->panes[pane])
		c->panes[pane] = xcalloc(1, sizeof(struct pane_lines) + c->count * sizeof(bool));
	return c->panes[pane];
}

void check_lines_clear(struct checker *c)
{
	for (size_t i = 0; i < PANES_MAX; i++) {
		free(c->panes[i]);
		c->panes[i] = NULL;
	}
}

static bool is_program(const struct checker *c, const struct check_state *s, uint16_t pane)
{
	if (s->program < 0)
		return true;
	return c->world.program_of && c->world.program_of(c->world.user, pane) == s->program;
}

static bool fits(const struct check_state *s, const char *line, bool complete)
{
	if (s->has_regex && (!complete || regexec(&s->regex, line, 0, NULL, 0) != 0))
		return false;
	return !s->lab->text || strstr(line, s->lab->text);
}

static void look_at_line(struct checker *c, struct pane_lines *p, uint16_t pane, bool complete,
        const struct tape_event *ev)
{
	p->line[p->len] = '\0';
	for (size_t i = 0; i < c->count; i++) {
		struct check_state *s = &c->states[i];
		if (!checker_wants(c, i, CHECK_OUTPUT, ev->id) || p->matched[i] ||
		        !is_program(c, s, pane) || !fits(s, p->line, complete))
			continue;
		p->matched[i] = true;
		s->count++;
		checker_settle(c, i, bound_has(&s->lab->count, (double)s->count), ev->when, ev->id);
	}
}

static void end_line(
        struct checker *c, struct pane_lines *p, uint16_t pane, const struct tape_event *ev)
{
	look_at_line(c, p, pane, true, ev);
	memset(p->matched, 0, c->count * sizeof(bool));
	p->len = 0;
	p->cr = false;
}

/* True when the character belongs to an escape sequence. */
static bool skip_escape(struct pane_lines *p, char ch)
{
	switch (p->escape) {
	case ESCAPE_NONE:
		if (ch != '\x1b')
			return false;
		p->escape = ESCAPE_BEGUN;
		return true;
	case ESCAPE_BEGUN:
		if (ch == '[')
			p->escape = ESCAPE_CSI;
		else if (strchr("]P^_X", ch) && ch)
			p->escape = ESCAPE_STRING;
		else if (ch < ' ' || ch > '/') /* else an intermediate byte */
			p->escape = ESCAPE_NONE;
		return true;
	case ESCAPE_CSI:
		if (ch >= '@' && ch <= '~')
			p->escape = ESCAPE_NONE;
		return true;
	case ESCAPE_STRING:
		if (ch == '\a')
			p->escape = ESCAPE_NONE;
		else if (ch == '\x1b')
			p->escape = ESCAPE_STRING_END;
		return true;
	case ESCAPE_STRING_END:
		p->escape = ESCAPE_NONE;
		return true;
	}
	return false;
}

static void add_char(struct pane_lines *p, char ch)
{
	if (ch == '\r') {
		p->cr = true;
		return;
	}
	if (ch == '\b') {
		p->len -= p->len > 0;
		return;
	}
	if ((unsigned char)ch < ' ' && ch != '\t')
		return;
	if (p->cr)
		p->len = 0;
	p->cr = false;
	if (p->len < LINE_MAX_BYTES - 1)
		p->line[p->len++] = ch;
}

void check_output_event(struct checker *c, const struct tape_event *ev)
{
	struct pane_lines *p = pane_of(c, ev->output.pane);
	if (!p)
		return;
	for (uint32_t i = 0; i < ev->output.length; i++) {
		char ch = ev->output.bytes[i];
		if (skip_escape(p, ch))
			continue;
		if (ch == '\n')
			end_line(c, p, ev->output.pane, ev);
		else
			add_char(p, ch);
	}
	if (p->len)
		look_at_line(c, p, ev->output.pane, false, ev);
}

/* Exit code, 128 + signal as the shell says it, 127 when it could not start. */
static int status_of(const struct tape_program *p)
{
	if (p->ended == 1)
		return p->code;
	return p->ended == 2 ? 128 + p->code : 127;
}

void check_program_event(struct checker *c, const struct tape_event *ev)
{
	if (!ev->program.ended)
		return;
	struct pane_lines *p = pane_of(c, ev->program.pane);
	if (p && p->len)
		end_line(c, p, ev->program.pane, ev);
	for (size_t i = 0; i < c->count; i++) {
		struct check_state *s = &c->states[i];
		bool wanted = checker_wants(c, i, CHECK_EXIT, ev->id) &&
		              is_program(c, s, ev->program.pane);
		if (!wanted || (s->lab->exit_status >= 0 &&
		                       s->lab->exit_status != status_of(&ev->program)))
			continue;
		s->count++;
		checker_settle(c, i, bound_has(&s->lab->count, (double)s->count), ev->when, ev->id);
	}
}
