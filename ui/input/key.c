/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Keys and their names.
 */
#include "ui/input/key.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))

/* How xterm sends it (ctlseqs, "PC-Style Function Keys"): CSI number ~, CSI letter, or as it is. */
struct named_key {
	const char *name;
	const char *bytes; /* NULL: see number and letter */
	int number;
	char letter;
};

static const struct named_key keys[] = {
        [KEYSYM_ENTER] = {"Enter", "\r", 0, 0},
        [KEYSYM_TAB] = {"Tab", "\t", 0, 0},
        [KEYSYM_ESC] = {"Esc", "\x1b", 0, 0},
        [KEYSYM_BACKSPACE] = {"Backspace", "\x7f", 0, 0},
        [KEYSYM_DELETE] = {"Delete", NULL, 3, '~'},
        [KEYSYM_INSERT] = {"Insert", NULL, 2, '~'},
        [KEYSYM_UP] = {"Up", NULL, 1, 'A'},
        [KEYSYM_DOWN] = {"Down", NULL, 1, 'B'},
        [KEYSYM_LEFT] = {"Left", NULL, 1, 'D'},
        [KEYSYM_RIGHT] = {"Right", NULL, 1, 'C'},
        [KEYSYM_HOME] = {"Home", NULL, 1, 'H'},
        [KEYSYM_END] = {"End", NULL, 1, 'F'},
        [KEYSYM_PAGE_UP] = {"PageUp", NULL, 5, '~'},
        [KEYSYM_PAGE_DOWN] = {"PageDown", NULL, 6, '~'},
        [KEYSYM_F1] = {"F1", NULL, 11, '~'},
        [KEYSYM_F1 + 1] = {"F2", NULL, 12, '~'},
        [KEYSYM_F1 + 2] = {"F3", NULL, 13, '~'},
        [KEYSYM_F1 + 3] = {"F4", NULL, 14, '~'},
        [KEYSYM_F1 + 4] = {"F5", NULL, 15, '~'},
        [KEYSYM_F1 + 5] = {"F6", NULL, 17, '~'},
        [KEYSYM_F1 + 6] = {"F7", NULL, 18, '~'},
        [KEYSYM_F1 + 7] = {"F8", NULL, 19, '~'},
        [KEYSYM_F1 + 8] = {"F9", NULL, 20, '~'},
        [KEYSYM_F1 + 9] = {"F10", NULL, 21, '~'},
        [KEYSYM_F1 + 10] = {"F11", NULL, 23, '~'},
        [KEYSYM_F12] = {"F12", NULL, 24, '~'},
};
_Static_assert(ARRAY_SIZE(keys) == KEYSYM_COUNT, "a row for each key");

struct alias {
	const char *name;
	struct key key;
};

static const struct alias aliases[] = {
        {"Space", {.sym = KEYSYM_CHAR, .cp = ' '}},
        {"Lt", {.sym = KEYSYM_CHAR, .cp = '<'}},
        {"Return", {.sym = KEYSYM_ENTER}},
        {"CR", {.sym = KEYSYM_ENTER}},
        {"Escape", {.sym = KEYSYM_ESC}},
        {"BS", {.sym = KEYSYM_BACKSPACE}},
        {"Del", {.sym = KEYSYM_DELETE}},
        {"Ins", {.sym = KEYSYM_INSERT}},
        {"PgUp", {.sym = KEYSYM_PAGE_UP}},
        {"PgDn", {.sym = KEYSYM_PAGE_DOWN}},
};

static bool is_function_key(unsigned sym)
{
	return sym > KEYSYM_CHAR && sym < KEYSYM_COUNT;
}

void key_to_name(struct key k, char out[KEY_NAME_MAX])
{
	char utf8[5] = "";
	const char *name = utf8, *before = "", *after = "";
	if (k.sym == KEYSYM_CHAR && (k.cp == ' ' || k.cp == '<')) {
		name = k.cp == ' ' ? "<Space>" : "<Lt>";
	} else if (k.sym == KEYSYM_CHAR) {
		text_encode(k.cp, utf8);
	} else if (is_function_key(k.sym)) {
		before = "<";
		name = keys[k.sym].name;
		after = ">";
	}
	snprintf(out, KEY_NAME_MAX, "%s%s%s%s%s%s", k.mods & KEYMOD_CTRL ? "C-" : "",
	        k.mods & KEYMOD_ALT ? "M-" : "", k.mods & KEYMOD_SHIFT ? "S-" : "", before, name,
	        after);
}

static bool find_name(const char *name, size_t len, struct key *out)
{
	for (unsigned sym = KEYSYM_CHAR + 1; sym < KEYSYM_COUNT; sym++) {
		if (strncasecmp(keys[sym].name, name, len) == 0 && keys[sym].name[len] == '\0') {
			*out = (struct key){.sym = (uint8_t)sym};
			return true;
		}
	}
	for (size_t i = 0; i < ARRAY_SIZE(aliases); i++) {
		if (strncasecmp(aliases[i].name, name, len) == 0 && aliases[i].name[len] == '\0') {
			*out = aliases[i].key;
			return true;
		}
	}
	return false;
}

/* "C-", "M-" and "S-" before a key; a lone "C" or "-" is a key of its own. */
static unsigned take_mods(const char **s)
{
	unsigned mods = 0;
	for (;;) {
		const char *p = *s;
		unsigned mod = p[0] == 'C'   ? KEYMOD_CTRL
		               : p[0] == 'M' ? KEYMOD_ALT
		               : p[0] == 'S' ? KEYMOD_SHIFT
		                             : 0;
		bool is_prefix = mod && p[1] == '-' && p[2] != '\0' && p[2] != ' ';
		if (!is_prefix)
			return mods;
		mods |= mod;
		*s += 2;
	}
}

/* Terminals can't tell C-i from Tab and so on: such names mean the key that arrives. */
static bool normalise(struct key *k, unsigned mods)
{
	if (k->sym != KEYSYM_CHAR) {
		k->mods = (uint8_t)mods;
		return true;
	}
	if (mods & KEYMOD_SHIFT)
		return false;
	if (mods & KEYMOD_CTRL) {
		if (k->cp >= 'A' && k->cp <= 'Z')
			k->cp += 'a' - 'A';
		uint8_t sym = k->cp == 'i'   ? KEYSYM_TAB
		              : k->cp == 'm' ? KEYSYM_ENTER
		              : k->cp == '[' ? KEYSYM_ESC
		                             : KEYSYM_CHAR;
		if (sym != KEYSYM_CHAR) {
			*k = (struct key){.sym = sym};
			mods &= ~(unsigned)KEYMOD_CTRL;
		}
	}
	k->mods = (uint8_t)mods;
	return true;
}

static bool take_key(const char **s, struct key *out)
{
	const char *p = *s;
	unsigned mods = take_mods(&p);
	const char *close = p[0] == '<' && p[1] != '\0' ? strchr(p + 1, '>') : NULL;
	if (close) {
		p++;
		mods |= take_mods(&p); /* "<C-Up>" as in vi */
		if (!find_name(p, (size_t)(close - p), out))
			return false;
		p = close + 1;
	} else {
		uint32_t cp;
		if (*p == '\0')
			return false;
		p += text_decode(p, strlen(p), &cp);
		if (cp < 0x20 || cp == 0x7f || cp == 0xfffd)
			return false;
		*out = key_char(cp);
	}
	if (!normalise(out, mods))
		return false;
	*s = p;
	return true;
}

bool key_parse(const char *name, struct key *out)
{
	return take_key(&name, out) && *name == '\0';
}

bool key_parse_next(const char **s, struct key *out)
{
	while (**s == ' ')
		(*s)++;
	return **s != '\0' && take_key(s, out);
}

static size_t encode_char(struct key k, char *out)
{
	if (!(k.mods & KEYMOD_CTRL))
		return text_encode(k.cp, out);
	bool has_code = (k.cp >= '@' && k.cp <= '_') || (k.cp >= 'a' && k.cp <= 'z') || k.cp == ' ';
	if (!has_code)
		return 0;
	out[0] = (char)(k.cp & 0x1f);
	return 1;
}

size_t key_encode(struct key k, char out[KEY_NAME_MAX])
{
	size_t alt = k.mods & KEYMOD_ALT ? 1 : 0;
	out[0] = '\x1b';
	if (k.sym == KEYSYM_CHAR) {
		size_t n = encode_char(k, out + alt);
		return n ? n + alt : 0;
	}
	if (!is_function_key(k.sym))
		return 0;
	const struct named_key *named = &keys[k.sym];
	if (k.sym == KEYSYM_TAB && (k.mods & KEYMOD_SHIFT))
		return (size_t)snprintf(out, KEY_NAME_MAX, "\x1b[Z");
	if (named->bytes) {
		out[alt] = named->bytes[0];
		return alt + 1;
	}
	/* The modifier parameter is 1 + shift 1 + alt 2 + ctrl 4. */
	int mods = 1 + (k.mods & KEYMOD_SHIFT ? 1 : 0) + (alt ? 2 : 0) +
	           (k.mods & KEYMOD_CTRL ? 4 : 0);
	if (mods > 1)
		return (size_t)snprintf(
		        out, KEY_NAME_MAX, "\x1b[%d;%d%c", named->number, mods, named->letter);
	if (named->number > 1)
		return (size_t)snprintf(out, KEY_NAME_MAX, "\x1b[%d~", named->number);
	return (size_t)snprintf(out, KEY_NAME_MAX, "\x1b[%c", named->letter);
}
