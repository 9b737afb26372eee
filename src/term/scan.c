/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Makes what a program prints harmless and complete before libvterm interprets it.
 */
#include "term/scan.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"

enum {
	ARGS_MAX = 16,      /* libvterm 0.1.4 writes past the end of its array with more */
	VALUE_MAX = 16383,  /* and adds values to positions of type int */
	MARKS_MAX = 5,      /* a cell has room for a base and five */
	REPEAT_MAX = 65536, /* bytes that one CSI b may become */
};

/* Resets what libvterm's own reset forgets: alternate screen, mouse, reverse, bracketed paste. */
static const char before_reset[] =
        "\033[?1049l\033[?1000l\033[?1002l\033[?1003l\033[?1005l\033[?1006l\033[?1015l\033[?5l";

/* A mode that does not exist: after any CSI libvterm moves the cursor back into the screen. */
static const char clamp_cursor[] = "\033[?16000l";

static void flush(struct scan *s, const struct scan_sink *sink)
{
	if (s->out_len)
		sink->pass(sink->user, s->out, s->out_len);
	s->out_len = 0;
}

/* Whole tokens only, so that none is cut between two calls of sink->pass. */
static void pass(struct scan *s, const struct scan_sink *sink, const char *bytes, size_t len)
{
	if (s->out_len + len > SCAN_PASS_MAX)
		flush(s, sink);
	if (len > sizeof(s->out)) {
		sink->pass(sink->user, bytes, len);
		return;
	}
	memcpy(s->out + s->out_len, bytes, len);
	s->out_len += len;
}

static void pass_text(struct scan *s, const struct scan_sink *sink, const char *text)
{
	pass(s, sink, text, strlen(text));
}

/* libvterm 0.1.4's widths are of Unicode 9 or so: newer emoji would take one column, and every
 * program would be off by one. Wide ones of plane 1 go in as strangers of plane 3, where nothing
 * is assigned and everything is wide; what pretends to be one is replaced. */
enum { WIDE_FIRST = 0x16fe0, WIDE_LAST = 0x1fbff, STRANGER = 0x20000 };

static uint32_t disguise(uint32_t cp)
{
	if (cp >= WIDE_FIRST && cp <= WIDE_LAST && text_width_cp(cp) == 2)
		return cp + STRANGER;
	return scan_reveal(cp) == cp ? cp : 0xfffd;
}

uint32_t scan_reveal(uint32_t cp)
{
	bool stranger = cp >= WIDE_FIRST + STRANGER && cp <= WIDE_LAST + STRANGER;
	return stranger ? cp - STRANGER : cp;
}

static void pass_code_point(struct scan *s, const struct scan_sink *sink, uint32_t cp)
{
	char utf8[5];
	size_t len = text_encode(disguise(cp), utf8);
	if (text_width_cp(cp) > 0) {
		s->marks = 0;
		memcpy(s->last, utf8, sizeof(utf8));
	} else if (++s->marks > MARKS_MAX) {
		s->marks = MARKS_MAX;
		return;
	}
	pass(s, sink, utf8, len);
}

/* RFC 3629: bytes of a sequence by its lead byte, 0 when it can't begin one. */
static uint8_t bytes_needed(uint8_t lead)
{
	if (lead >= 0xc2 && lead <= 0xdf)
		return 2;
	if ((lead & 0xf0) == 0xe0)
		return 3;
	return lead >= 0xf0 && lead <= 0xf4 ? 4 : 0;
}

/* The second byte is where overlong forms, surrogates and what is above U+10FFFF show. */
static bool may_follow(const struct scan *s, uint8_t byte)
{
	if ((byte & 0xc0) != 0x80)
		return false;
	if (s->part_have != 1)
		return true;
	switch (s->part[0]) {
	case 0xe0:
		return byte >= 0xa0;
	case 0xed:
		return byte <= 0x9f;
	case 0xf0:
		return byte >= 0x90;
	case 0xf4:
		return byte <= 0x8f;
	default:
		return true;
	}
}

static void give_up_part(struct scan *s, const struct scan_sink *sink)
{
	if (s->part_have)
		pass_code_point(s, sink, 0xfffd);
	s->part_have = 0;
}

static void begin_part(struct scan *s, const struct scan_sink *sink, uint8_t byte)
{
	s->part_need = bytes_needed(byte);
	if (!s->part_need) {
		pass_code_point(s, sink, 0xfffd);
		return;
	}
	s->part[0] = byte;
	s->part_have = 1;
}

static void on_high_byte(struct scan *s, const struct scan_sink *sink, uint8_t byte)
{
	if (!s->part_have) {
		begin_part(s, sink, byte);
		return;
	}
	if (!may_follow(s, byte)) {
		give_up_part(s, sink);
		begin_part(s, sink, byte);
		return;
	}
	s->part[s->part_have++] = byte;
	if (s->part_have < s->part_need)
		return;
	uint32_t cp = 0;
	text_decode((const char *)s->part, s->part_have, &cp);
	s->part_have = 0;
	if (cp >= 0xa0)
		pass_code_point(s, sink, cp);
}

static void enter(struct scan *s, enum scan_state state)
{
	s->state = state;
	s->sequence_len = 0;
	s->too_long = false;
}

static void collect(struct scan *s, uint8_t byte)
{
	if (s->sequence_len == sizeof(s->sequence))
		s->too_long = true;
	else
		s->sequence[s->sequence_len++] = (char)byte;
}

/* CSI: leader bytes < = > ?, arguments, intermediate bytes, final byte (ECMA-48 5.4). */
struct csi {
	char leader; /* 0: none */
	int args[ARGS_MAX];
	bool given[ARGS_MAX]; /* the argument has digits */
	bool sub[ARGS_MAX];   /* a ':' follows it, not a ';' */
	int count;            /* at least 1 */
	char intermediate;    /* 0: none */
	char final;
	bool bad;
};

static void parse_argument(struct csi *c, char byte)
{
	int *arg = &c->args[c->count - 1];
	if (byte >= '0' && byte <= '9') {
		*arg = *arg * 10 + (byte - '0');
		if (*arg > VALUE_MAX)
			*arg = VALUE_MAX;
		c->given[c->count - 1] = true;
		return;
	}
	c->sub[c->count - 1] = byte == ':';
	if (c->count == ARGS_MAX)
		c->bad = true;
	else
		c->count++;
}

static struct csi parse_csi(const struct scan *s, char final)
{
	struct csi c = {.count = 1, .final = final};
	for (size_t i = 0; i < s->sequence_len && !c.bad; i++) {
		char byte = s->sequence[i];
		if (byte >= '<' && byte <= '?') {
			c.bad = i != 0;
			c.leader = byte;
		} else if (byte >= '0' && byte <= ';') {
			c.bad = c.intermediate != 0;
			parse_argument(&c, byte);
		} else {
			c.bad = c.intermediate != 0;
			c.intermediate = byte;
		}
	}
	return c;
}

static void pass_csi(struct scan *s, const struct scan_sink *sink, const struct csi *c)
{
	struct buf text = {0};
	buf_puts(&text, "\033[");
	if (c->leader)
		buf_putc(&text, c->leader);
	for (int i = 0; i < c->count; i++) {
		if (c->given[i])
			buf_printf(&text, "%d", c->args[i]);
		if (i + 1 < c->count)
			buf_putc(&text, c->sub[i] ? ':' : ';');
	}
	if (c->intermediate)
		buf_putc(&text, c->intermediate);
	buf_putc(&text, c->final);
	pass(s, sink, text.at, text.len);
	buf_finish(&text);
}

static void repeat_last(struct scan *s, const struct scan_sink *sink, int times)
{
	size_t len = strlen(s->last);
	size_t bound = len ? REPEAT_MAX / len : 0;
	for (size_t i = 0; i < bound && i < (size_t)(times ? times : 1); i++)
		pass(s, sink, s->last, len);
	s->marks = 0;
}

static void pass_modes(struct scan *s, const struct scan_sink *sink, const struct csi *c)
{
	for (int i = 0; i < c->count; i++) {
		if (!c->given[i])
			continue;
		struct csi one = {.leader = c->leader, .count = 1, .final = c->final};
		one.args[0] = c->args[i];
		one.given[0] = true;
		if (c->leader == '?' && c->args[i] == 69)
			s->side_margins = c->final == 'h';
		if (c->leader == '?' && (c->args[i] == 6 || c->args[i] == 69))
			s->margins = true;
		pass_csi(s, sink, &one);
	}
}

static bool is_plain(const struct csi *c, char final)
{
	return c->final == final && !c->leader && !c->intermediate;
}

static void on_csi(struct scan *s, const struct scan_sink *sink, char final)
{
	struct csi c = parse_csi(s, final);
	if (s->too_long || c.bad)
		return;
	if (is_plain(&c, 'b')) {
		repeat_last(s, sink, c.args[0]);
	} else if (is_plain(&c, 'J') && c.args[0] == 3) {
		flush(s, sink);
		sink->forget(sink->user);
	} else if (is_plain(&c, 's') && !s->side_margins) {
		pass_text(s, sink, "\0337");
	} else if (is_plain(&c, 'u')) {
		pass_text(s, sink, "\0338");
		pass_text(s, sink, clamp_cursor);
	} else if ((final == 'h' || final == 'l') && !c.intermediate) {
		pass_modes(s, sink, &c);
	} else {
		s->margins |= is_plain(&c, 'r') || is_plain(&c, 's');
		pass_csi(s, sink, &c);
	}
}

static void on_csi_byte(struct scan *s, const struct scan_sink *sink, uint8_t byte)
{
	if (byte >= 0x20 && byte <= 0x3f) {
		collect(s, byte);
		return;
	}
	if (byte >= 0x40 && byte <= 0x7e)
		on_csi(s, sink, (char)byte);
	enter(s, SCAN_GROUND);
}

/* ESC with one byte 0x30 to 0x7e (ECMA-48 5.3). */
static void on_escape(struct scan *s, const struct scan_sink *sink, uint8_t byte)
{
	char text[3] = {'\033', (char)byte, '\0'};
	if (byte == 'c') {
		s->margins = s->side_margins = false;
		pass_text(s, sink, before_reset);
	}
	pass_text(s, sink, text);
	if (byte == '8')
		pass_text(s, sink, clamp_cursor);
}

static void on_escape_byte(struct scan *s, const struct scan_sink *sink, uint8_t byte)
{
	if (byte == '[') {
		enter(s, SCAN_CSI);
	} else if (strchr("]P_^X", byte)) {
		enter(s, SCAN_STRING);
		s->is_osc = byte == ']';
		buf_clear(&s->string);
	} else if (byte <= 0x2f) {
		enter(s, SCAN_ESCAPE_INTERMEDIATE);
		collect(s, byte);
	} else {
		if (byte <= 0x7e)
			on_escape(s, sink, byte);
		enter(s, SCAN_GROUND);
	}
}

/* Of these only the character sets (ESC ( B) and the test picture (ESC # 8) go on, and only with
 * the final bytes libvterm knows: it takes ESC ( [ for the beginning of a CSI. */
static void on_intermediate_byte(struct scan *s, const struct scan_sink *sink, uint8_t byte)
{
	if (byte <= 0x2f) {
		collect(s, byte);
		return;
	}
	char first = s->sequence[0];
	bool set = first >= '(' && first <= '+' && (byte == '0' || byte == 'A' || byte == 'B');
	if (s->sequence_len == 1 && (set || (first == '#' && byte == '8'))) {
		char text[4] = {'\033', first, (char)byte, '\0'};
		pass_text(s, sink, text);
	}
	enter(s, SCAN_GROUND);
}

static void on_string_end(struct scan *s, const struct scan_sink *sink)
{
	if (s->is_osc && !s->too_long) {
		flush(s, sink);
		sink->osc(sink->user, buf_text(&s->string), s->string.len);
	}
	buf_clear(&s->string);
	enter(s, SCAN_GROUND);
}

static void on_string_byte(struct scan *s, const struct scan_sink *sink, uint8_t byte)
{
	(void)sink;
	if (!s->is_osc)
		return;
	if (s->string.len == SCAN_STRING_MAX)
		s->too_long = true;
	else
		buf_putc(&s->string, (char)byte);
}

static void on_ground_byte(struct scan *s, const struct scan_sink *sink, uint8_t byte)
{
	if (byte >= 0x80) {
		on_high_byte(s, sink, byte);
		return;
	}
	give_up_part(s, sink);
	pass_code_point(s, sink, byte);
}

static void on_string_escape(struct scan *s, const struct scan_sink *sink, uint8_t byte)
{
	if (byte == '\\') {
		on_string_end(s, sink);
		return;
	}
	enter(s, SCAN_ESCAPE);
	on_escape_byte(s, sink, byte);
}

static void (*const on_byte[])(struct scan *, const struct scan_sink *, uint8_t) = {
        [SCAN_GROUND] = on_ground_byte,
        [SCAN_ESCAPE] = on_escape_byte,
        [SCAN_ESCAPE_INTERMEDIATE] = on_intermediate_byte,
        [SCAN_CSI] = on_csi_byte,
        [SCAN_STRING] = on_string_byte,
        [SCAN_STRING_ESCAPE] = on_string_escape,
};
_Static_assert(sizeof(on_byte) / sizeof(on_byte[0]) == SCAN_STATES_, "every state takes bytes");

/* C0 controls act inside sequences too; in strings only the ends of them do. */
static void on_control(struct scan *s, const struct scan_sink *sink, uint8_t byte)
{
	bool in_string = s->state == SCAN_STRING || s->state == SCAN_STRING_ESCAPE;
	give_up_part(s, sink);
	if (byte == 0x1b) {
		if (in_string)
			s->state = SCAN_STRING_ESCAPE;
		else
			enter(s, SCAN_ESCAPE);
	} else if (byte == 0x18 || byte == 0x1a) {
		enter(s, SCAN_GROUND);
	} else if (in_string) {
		if (byte == 0x07 && s->is_osc)
			on_string_end(s, sink);
	} else if (byte != 0 && byte != 0x7f) {
		char control = (char)byte;
		s->marks = 0;
		pass(s, sink, &control, 1);
	}
}

void scan_feed(struct scan *s, const struct scan_sink *sink, const void *bytes, size_t len)
{
	const uint8_t *at = bytes;
	for (size_t i = 0; i < len; i++) {
		if (at[i] < 0x20 || at[i] == 0x7f)
			on_control(s, sink, at[i]);
		else
			on_byte[s->state](s, sink, at[i]);
	}
	flush(s, sink);
}

void scan_finish(struct scan *s)
{
	buf_finish(&s->string);
	*s = (struct scan){0};
}
