/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Bytes from a terminal -> events.
 */
#include "ui/screen/decode.h"

#include <string.h>

#include "base/text.h"

#define PARAMS_MAX 4
#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))

static const char paste_end[] = "\x1b[201~";
#define PASTE_END_LEN (sizeof(paste_end) - 1)

/* What a look at the input gave: how many bytes it took and what they were. */
enum verdict { MORE, NOTHING, EVENT };

struct look_at {
	const unsigned char *s;
	size_t len;
	size_t used;
	struct screen_event *out;
};

struct csi {
	char mark; /* '<' or '?' after the bracket, else 0 */
	char final;
	int params[PARAMS_MAX];
	int count;
};

void decoder_finish(struct decoder *d)
{
	buf_finish(&d->input);
	buf_finish(&d->paste);
	*d = (struct decoder){0};
}

void decoder_add(struct decoder *d, const char *bytes, struct key key)
{
	struct decode_extra *e = &d->extra[d->extra_count];
	size_t len = strlen(bytes);
	if (d->extra_count == DECODE_EXTRA_MAX || len < 2 || len >= sizeof(e->bytes) ||
	        bytes[0] != '\x1b')
		return;
	memcpy(e->bytes, bytes, len + 1);
	e->key = key;
	d->extra_count++;
}

static enum verdict give_key(struct look_at *l, size_t used, struct key key)
{
	l->used = used;
	*l->out = (struct screen_event){.kind = SCREEN_KEY, .key = key};
	return EVENT;
}

static enum verdict give_sym(struct look_at *l, size_t used, unsigned sym, unsigned mods)
{
	return give_key(l, used, (struct key){.sym = (uint8_t)sym, .mods = (uint8_t)mods});
}

static enum verdict swallow(struct look_at *l, size_t used)
{
	l->used = used;
	return NOTHING;
}

/* xterm's modifier parameter is 1 + shift 1 + alt 2 + ctrl 4 (+ meta 8). */
static unsigned mods_of(int param)
{
	unsigned bits = param > 1 ? (unsigned)(param - 1) : 0;
	return (bits & 1 ? KEYMOD_SHIFT : 0u) | (bits & (2 | 8) ? KEYMOD_ALT : 0u) |
	       (bits & 4 ? KEYMOD_CTRL : 0u);
}

static const unsigned char by_letter[] = {
        ['A'] = KEYSYM_UP,
        ['B'] = KEYSYM_DOWN,
        ['C'] = KEYSYM_RIGHT,
        ['D'] = KEYSYM_LEFT,
        ['F'] = KEYSYM_END,
        ['H'] = KEYSYM_HOME,
        ['M'] = KEYSYM_ENTER, /* of the keypad, after ESC O */
        ['P'] = KEYSYM_F1,
        ['Q'] = KEYSYM_F1 + 1,
        ['R'] = KEYSYM_F1 + 2,
        ['S'] = KEYSYM_F1 + 3,
};

static unsigned sym_of_letter(unsigned char letter)
{
	return letter < ARRAY_SIZE(by_letter) ? by_letter[letter] : KEYSYM_NONE;
}

static const unsigned char by_number[] = {
        [1] = KEYSYM_HOME,
        [2] = KEYSYM_INSERT,
        [3] = KEYSYM_DELETE,
        [4] = KEYSYM_END,
        [5] = KEYSYM_PAGE_UP,
        [6] = KEYSYM_PAGE_DOWN,
        [7] = KEYSYM_HOME,
        [8] = KEYSYM_END,
        [11] = KEYSYM_F1,
        [12] = KEYSYM_F1 + 1,
        [13] = KEYSYM_F1 + 2,
        [14] = KEYSYM_F1 + 3,
        [15] = KEYSYM_F1 + 4,
        [17] = KEYSYM_F1 + 5,
        [18] = KEYSYM_F1 + 6,
        [19] = KEYSYM_F1 + 7,
        [20] = KEYSYM_F1 + 8,
        [21] = KEYSYM_F1 + 9,
        [23] = KEYSYM_F1 + 10,
        [24] = KEYSYM_F12,
};

static unsigned sym_of_number(int number)
{
	bool known = number >= 0 && (size_t)number < ARRAY_SIZE(by_number);
	return known ? by_number[number] : KEYSYM_NONE;
}

static struct key key_of_control(unsigned char c)
{
	static const uint8_t special[0x20] = {[0x08] = KEYSYM_BACKSPACE,
	        [0x09] = KEYSYM_TAB,
	        [0x0d] = KEYSYM_ENTER,
	        [0x1b] = KEYSYM_ESC};
	if (c == 0x7f)
		return (struct key){.sym = KEYSYM_BACKSPACE};
	if (special[c])
		return (struct key){.sym = special[c]};
	uint32_t cp = c == 0 ? ' ' : c < 0x1b ? c + 0x60u : c + 0x40u;
	return (struct key){.sym = KEYSYM_CHAR, .cp = cp, .mods = KEYMOD_CTRL};
}

/* CSI code ; modifiers u: a key by its code point (fixterms, kitty). */
static enum verdict take_code_point(struct look_at *l, size_t used, const struct csi *c)
{
	unsigned mods = mods_of(c->count > 1 ? c->params[1] : 0);
	int cp = c->params[0];
	if (cp <= 0 || cp > 0x10ffff)
		return swallow(l, used);
	struct key key = cp < 0x20 || cp == 0x7f ? key_of_control((unsigned char)cp)
	                                         : key_char((uint32_t)cp);
	if (key.sym == KEYSYM_CHAR)
		mods &= ~(unsigned)KEYMOD_SHIFT;
	key.mods |= (uint8_t)mods;
	return give_key(l, used, key);
}

/* The bits of a button code in both mouse protocols. */
enum { BUTTON = 3, SHIFT = 4, META = 8, CTRL = 16, MOTION = 32, WHEEL = 64 };

static enum mouse_action action_of(int code, bool release)
{
	bool let_go = release || (code & BUTTON) == 3;
	if (code & WHEEL)
		return code & BUTTON ? MOUSE_WHEEL_DOWN : MOUSE_WHEEL_UP;
	if (code & MOTION)
		return MOUSE_DRAG;
	return let_go ? MOUSE_RELEASE : MOUSE_PRESS;
}

static unsigned mouse_mods(int code)
{
	return (code & SHIFT ? KEYMOD_SHIFT : 0u) | (code & META ? KEYMOD_ALT : 0u) |
	       (code & CTRL ? KEYMOD_CTRL : 0u);
}

static int button_of(int code)
{
	if (code & WHEEL)
		return 0;
	/* X10 does not say which was let go. */
	return (code & BUTTON) == 3 ? 1 : (code & BUTTON) + 1;
}

static enum verdict give_mouse(struct look_at *l, size_t used, int code, int x, int y, bool release)
{
	bool nothing_held = (code & MOTION) && (code & BUTTON) == 3;
	bool sideways = (code & WHEEL) && (code & BUTTON) > 1;
	if (x < 1 || y < 1 || nothing_held || sideways)
		return swallow(l, used);
	l->used = used;
	*l->out = (struct screen_event){.kind = SCREEN_MOUSE,
	        .mouse = {.action = action_of(code, release),
	                .button = button_of(code),
	                .x = x - 1,
	                .y = y - 1,
	                .mods = mouse_mods(code)}};
	return EVENT;
}

/* ESC [ M and three bytes, each 32 too large. */
static enum verdict take_x10_mouse(struct look_at *l)
{
	if (l->len < 6)
		return MORE;
	return give_mouse(l, 6, l->s[3] - 32, l->s[4] - 32, l->s[5] - 32, false);
}

static enum verdict give_focus(struct look_at *l, size_t used, bool focused)
{
	l->used = used;
	*l->out = (struct screen_event){.kind = SCREEN_FOCUS, .focused = focused};
	return EVENT;
}

static enum verdict take_sgr_mouse(struct look_at *l, size_t used, const struct csi *c)
{
	bool known = c->mark == '<' && c->count == 3 && (c->final == 'M' || c->final == 'm');
	if (!known)
		return swallow(l, used);
	return give_mouse(l, used, c->params[0], c->params[1], c->params[2], c->final == 'm');
}

/* CSI number ; modifiers ~ and CSI 1 ; modifiers letter. rxvt ends with ^ for ctrl, and uses small
 * letters for shift. */
static enum verdict take_function_key(struct look_at *l, size_t used, const struct csi *c)
{
	unsigned mods = mods_of(c->count > 1 ? c->params[1] : 0);
	bool small = c->final >= 'a' && c->final <= 'd';
	bool numbered = c->final == '~' || c->final == '^';
	unsigned char letter = (unsigned char)(small ? c->final - 0x20 : c->final);
	unsigned sym = numbered ? sym_of_number(c->params[0]) : sym_of_letter(letter);
	mods |= small ? KEYMOD_SHIFT : 0u;
	mods |= c->final == '^' ? KEYMOD_CTRL : 0u;
	return sym == KEYSYM_NONE ? swallow(l, used) : give_sym(l, used, sym, mods);
}

static enum verdict csi_meaning(struct look_at *l, size_t used, const struct csi *c)
{
	if (c->mark)
		return take_sgr_mouse(l, used, c);
	if (c->final == 'u')
		return take_code_point(l, used, c);
	if (c->final == 'Z')
		return give_sym(l, used, KEYSYM_TAB, KEYMOD_SHIFT);
	if (c->count == 0 && (c->final == 'I' || c->final == 'O'))
		return give_focus(l, used, c->final == 'I');
	return take_function_key(l, used, c);
}

/* One byte of the parameters. */
static void csi_byte(struct csi *c, unsigned char b)
{
	if (b >= '<' && b <= '?') {
		c->mark = (char)b;
	} else if (b == ';') {
		c->count += c->count == 0 ? 2 : 1;
	} else if (b >= '0' && b <= '9') {
		c->count += c->count == 0;
		int *p = c->count <= PARAMS_MAX ? &c->params[c->count - 1] : NULL;
		if (p && *p < 100000000)
			*p = *p * 10 + (b - '0');
	}
}

/* The Linux console's F1 to F5: ESC [ [ A and so on (console_codes(4)). */
static enum verdict take_console_key(struct look_at *l)
{
	if (l->len < 4)
		return MORE;
	bool known = l->s[3] >= 'A' && l->s[3] <= 'E';
	return known ? give_sym(l, 4, KEYSYM_F1 + (unsigned)(l->s[3] - 'A'), 0) : swallow(l, 4);
}

static enum verdict take_csi(struct decoder *d, struct look_at *l)
{
	struct csi c = {0};
	if (l->len > 2 && l->s[2] == 'M')
		return take_x10_mouse(l);
	if (l->len > 2 && l->s[2] == '[')
		return take_console_key(l);
	for (size_t i = 2; i < l->len; i++) {
		unsigned char b = l->s[i];
		if (b < 0x20 || b > 0x7e || i >= DECODE_SEQUENCE_MAX)
			return swallow(l, i); /* broken: what follows begins anew */
		if (b < 0x40) {
			csi_byte(&c, b);
			continue;
		}
		c.final = (char)b;
		if (c.final == '~' && c.params[0] == 200) {
			d->pasting = true;
			buf_clear(&d->paste);
			return swallow(l, i + 1);
		}
		return csi_meaning(l, i + 1, &c);
	}
	return MORE;
}

/* ESC O letter, and the keypad in application mode: ESC O p is 0 and so on. */
static enum verdict take_ss3(struct look_at *l)
{
	if (l->len < 3)
		return MORE;
	unsigned char b = l->s[2];
	if (b >= 'j' && b <= 'y')
		return give_key(l, 3, key_char(b - 'j' + '*'));
	unsigned sym = sym_of_letter(b);
	return sym == KEYSYM_NONE ? swallow(l, 3) : give_sym(l, 3, sym, 0);
}

/* Whether s is the begin of a character whose rest may come yet (RFC 3629). */
static bool may_grow(const unsigned char *s, size_t len)
{
	size_t want = s[0] >= 0xf0 ? 4 : s[0] >= 0xe0 ? 3 : 2;
	if (s[0] < 0xc2 || s[0] > 0xf4 || len >= want)
		return false;
	for (size_t i = 1; i < len; i++) {
		if ((s[i] & 0xc0) != 0x80)
			return false;
	}
	return true;
}

static enum verdict take_char(struct look_at *l)
{
	uint32_t cp;
	unsigned char lead = l->s[0];
	if (lead < 0x20 || lead == 0x7f)
		return give_key(l, 1, key_of_control(lead));
	size_t n = text_decode((const char *)l->s, l->len, &cp);
	if (cp == 0xfffd && n == 1)
		return may_grow(l->s, l->len) ? MORE : swallow(l, 1);
	bool control = cp >= 0x80 && cp < 0xa0;
	return control ? swallow(l, n) : give_key(l, n, key_char(cp));
}

static enum verdict take_extra(const struct decoder *d, struct look_at *l)
{
	enum verdict verdict = NOTHING;
	for (size_t i = 0; i < d->extra_count; i++) {
		const struct decode_extra *e = &d->extra[i];
		size_t len = strlen(e->bytes);
		if (l->len >= len && memcmp(l->s, e->bytes, len) == 0)
			return give_key(l, len, e->key);
		if (l->len < len && memcmp(l->s, e->bytes, l->len) == 0)
			verdict = MORE;
	}
	return verdict;
}

static enum verdict take_one(struct decoder *d, struct look_at *l);

/* ESC before a key is Alt; ESC ESC [ A is rxvt's Alt Up. */
static enum verdict take_alt(struct decoder *d, struct look_at *l)
{
	struct look_at rest = {.s = l->s + 1, .len = l->len - 1, .out = l->out};
	if (rest.len > 1 && rest.s[0] == 0x1b && rest.s[1] == 0x1b)
		return give_sym(l, 1, KEYSYM_ESC, 0);
	enum verdict verdict = rest.s[0] == 0x1b ? take_one(d, &rest) : take_char(&rest);
	l->used = rest.used + 1;
	if (verdict == EVENT && l->out->kind == SCREEN_KEY)
		l->out->key.mods |= KEYMOD_ALT;
	return verdict;
}

static enum verdict take_one(struct decoder *d, struct look_at *l)
{
	if (l->s[0] != 0x1b)
		return take_char(l);
	if (l->len == 1)
		return MORE;
	enum verdict verdict = take_extra(d, l);
	if (verdict != NOTHING)
		return verdict;
	if (l->s[1] == '[')
		return take_csi(d, l);
	if (l->s[1] == 'O')
		return take_ss3(l);
	return take_alt(d, l);
}

/* Nothing more will come: ESC and ESC with a character are keys; half a sequence is dropped. */
static enum verdict take_settled(struct look_at *l)
{
	if (l->s[0] != 0x1b)
		return swallow(l, l->len);
	if (l->len == 1)
		return give_sym(l, 1, KEYSYM_ESC, 0);
	if (l->len > 2)
		return swallow(l, l->len);
	if (l->s[1] == 0x1b)
		return give_sym(l, 2, KEYSYM_ESC, KEYMOD_ALT);
	bool printable = l->s[1] >= 0x20 && l->s[1] < 0x7f;
	struct key key = {.sym = KEYSYM_CHAR, .cp = l->s[1], .mods = KEYMOD_ALT};
	return printable ? give_key(l, 2, key) : swallow(l, 2);
}

static void keep_pasted(struct decoder *d, size_t len)
{
	size_t room = SCREEN_PASTE_MAX - d->paste.len;
	buf_add(&d->paste, d->input.at + d->taken, len < room ? len : room);
	d->taken += len;
}

/* Moves pasted bytes over; true when the end was seen. */
static bool take_pasted(struct decoder *d, struct screen_event *out)
{
	size_t left = d->input.len - d->taken;
	const char *from = d->input.at + d->taken;
	const char *end = memmem(from, left, paste_end, PASTE_END_LEN);
	if (!end) {
		/* The last bytes may be the begin of the end. */
		if (left >= PASTE_END_LEN)
			keep_pasted(d, left - (PASTE_END_LEN - 1));
		return false;
	}
	keep_pasted(d, (size_t)(end - from));
	d->taken += PASTE_END_LEN;
	d->pasting = false;
	*out = (struct screen_event){
	        .kind = SCREEN_PASTE, .paste = buf_text(&d->paste), .paste_len = d->paste.len};
	return true;
}

void decoder_feed(struct decoder *d, const char *bytes, size_t len)
{
	size_t left = d->input.len - d->taken;
	if (d->taken) {
		memmove(d->input.at, d->input.at + d->taken, left);
		d->input.len = left;
		d->taken = 0;
	}
	if (len)
		buf_add(&d->input, bytes, len);
}

bool decoder_next(struct decoder *d, bool settle, struct screen_event *out)
{
	while (d->taken < d->input.len) {
		if (d->pasting)
			return take_pasted(d, out);
		struct look_at l = {.s = (const unsigned char *)d->input.at + d->taken,
		        .len = d->input.len - d->taken,
		        .out = out};
		enum verdict verdict = take_one(d, &l);
		if (verdict == MORE && settle)
			verdict = take_settled(&l);
		if (verdict == MORE)
			return false;
		d->taken += l.used;
		if (verdict == EVENT)
			return true;
	}
	return false;
}

bool decoder_pending(const struct decoder *d)
{
	return !d->pasting && d->taken < d->input.len;
}
