/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A key press as a value, and its name: "a", "é", "C-b", "M-x", "<Enter>", "C-<Left>", "S-<Tab>".
 */
#ifndef INPUT_KEY_H
#define INPUT_KEY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum key_sym {
	KEYSYM_NONE,
	KEYSYM_CHAR, /* key.cp says which; with C- always the small letter */
	KEYSYM_ENTER,
	KEYSYM_TAB,
	KEYSYM_ESC,
	KEYSYM_BACKSPACE,
	KEYSYM_DELETE,
	KEYSYM_INSERT,
	KEYSYM_UP,
	KEYSYM_DOWN,
	KEYSYM_LEFT,
	KEYSYM_RIGHT,
	KEYSYM_HOME,
	KEYSYM_END,
	KEYSYM_PAGE_UP,
	KEYSYM_PAGE_DOWN,
	KEYSYM_F1,
	KEYSYM_F12 = KEYSYM_F1 + 11,
	KEYSYM_COUNT
};

enum key_mod { KEYMOD_CTRL = 1, KEYMOD_ALT = 2, KEYMOD_SHIFT = 4 };

struct key {
	uint32_t cp; /* KEYSYM_CHAR: the code point, else 0 */
	uint8_t sym; /* enum key_sym */
	uint8_t mods;
};

#define KEY_NAME_MAX 32

static inline bool key_equal(struct key a, struct key b)
{
	return a.sym == b.sym && a.cp == b.cp && a.mods == b.mods;
}

static inline struct key key_char(uint32_t cp)
{
	return (struct key){.sym = KEYSYM_CHAR, .cp = cp};
}

/* Whether it is this plain character without Ctrl or Alt. */
static inline bool key_is(struct key k, uint32_t cp)
{
	return k.sym == KEYSYM_CHAR && k.cp == cp && k.mods == 0;
}

/* The one name of a key; space is "<Space>". Writes at most KEY_NAME_MAX bytes with the NUL. */
void key_to_name(struct key k, char out[KEY_NAME_MAX]);

/* The key of a name; false when it is not one. "<Esc>" and "<escape>" are alike. */
bool key_parse(const char *name, struct key *out);

/* The next of several names in a row, "jj<Enter>C-b x" (spaces only separate); moves *s on.
 * False at the end, and when what follows is no key (then **s is not 0). */
bool key_parse_next(const char **s, struct key *out);

/* The bytes an xterm would send for it (cursor keys in normal mode); returns how many, 0 when
 * there are none. */
size_t key_encode(struct key k, char out[KEY_NAME_MAX]);

#endif
