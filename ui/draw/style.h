/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a cell means, and the themes that say how a meaning looks.
 *
 * Views name a role, never a colour. A theme is a table role -> look. Terminal panes, whose
 * colours are foreign, use ROLE_RAW and carry their own. No theme relies on colour alone (views
 * also use words or glyphs), and none puts dark blue on black.
 */
#ifndef DRAW_STYLE_H
#define DRAW_STYLE_H

#include <stdbool.h>
#include <stdint.h>

/* The second column is the letter of canvas_dump_styles(), the third the name in files. */
#define STYLE_ROLES(X)                                                                        \
	X(TEXT, '.', "text")                                                                  \
	X(RAW, '*', "raw") /* not a meaning: the cell carries colours of its own */           \
	X(DIM, 'd', "dim")                                                                    \
	X(STRONG, 'b', "strong")                                                              \
	X(TITLE, 'T', "title")                                                                \
	X(HEADING, 'H', "heading")                                                            \
	X(CODE, 'c', "code")                                                                  \
	X(CODE_KEYWORD, 'k', "code-keyword")                                                  \
	X(CODE_STRING, 's', "code-string")                                                    \
	X(CODE_COMMENT, 'q', "code-comment")                                                  \
	X(LINK, 'l', "link")                                                                  \
	X(BORDER, '-', "border")                                                              \
	X(BORDER_FOCUS, '=', "border-focus")                                                  \
	X(SELECTED, 'S', "selected")           /* chosen row of the pane with the keyboard */ \
	X(SELECTED_IDLE, 'i', "selected-idle") /* chosen row elsewhere */                     \
	X(FIELD_LIT, 'L', "field-lit")         /* bytes or text of the chosen field */        \
	X(MATCH, 'm', "match")                 /* found by a search */                        \
	X(HERE, 'h', "here")                   /* source line a program stands at */          \
	X(CHANGED, 'v', "changed")             /* differs from the moment before */           \
	X(BAR, '_', "bar")                     /* top and bottom line */                      \
	X(KEY, 'K', "key")                     /* a key's name in hints */                    \
	X(PROMPT, 'p', "prompt")                                                              \
	X(OK, 'o', "ok")                                                                      \
	X(WARNING, 'w', "warning")                                                            \
	X(ERROR, 'e', "error")                                                                \
	X(WAITING, 'W', "waiting") /* a call that blocks */                                   \
	X(HELD, 'P', "held")                                                                  \
	X(DELIVERED, 'D', "delivered")                                                        \
	X(DROPPED, 'X', "dropped")                                                            \
	X(DOUBLED, 'B', "doubled")                                                            \
	X(CORRUPTED, 'C', "corrupted")                                                        \
	X(DELAYED, 'Y', "delayed")                                                            \
	X(FLAG_ON, 'F', "flag-on")                                                            \
	X(FLAG_OFF, 'f', "flag-off")                                                          \
	X(CALL, 'a', "call")                                                                  \
	X(LAYER_LINK, '2', "layer-link")                                                      \
	X(LAYER_NET, '3', "layer-net")                                                        \
	X(LAYER_TRANSPORT, '4', "layer-transport")                                            \
	X(LAYER_DATA, '7', "layer-data")                                                      \
	X(HOST1, 'A', "host1")                                                                \
	X(HOST2, 'E', "host2")                                                                \
	X(HOST3, 'G', "host3")                                                                \
	X(HOST4, 'I', "host4")                                                                \
	X(HOST5, 'J', "host5")                                                                \
	X(HOST6, 'M', "host6")

enum role {
#define X(name, letter, word) ROLE_##name,
	STYLE_ROLES(X)
#undef X
	        ROLE_COUNT
};

enum paint_kind { PAINT_DEFAULT, PAINT_INDEX, PAINT_RGB };

/* A colour: the terminal's own, one of 256 (xterm's order; v[0]), or red green blue. */
struct paint {
	uint8_t kind; /* enum paint_kind */
	uint8_t v[3];
};

enum attr {
	ATTR_BOLD = 1,
	ATTR_DIM = 2,
	ATTR_UNDERLINE = 4,
	ATTR_REVERSE = 8,
	ATTR_ITALIC = 16,
	ATTR_BLINK = 32,
	ATTR_STRIKE = 64,
};

/* Of a cell. The attributes are added to the theme's; fg and bg count for ROLE_RAW only. */
struct style {
	uint8_t role; /* enum role */
	uint8_t attrs;
	struct paint fg, bg;
};

/* How it is shown. */
struct look {
	struct paint fg, bg;
	uint8_t attrs;
};

/* How many colours a terminal has. */
enum depth { DEPTH_MONO, DEPTH_8, DEPTH_16, DEPTH_256 };

struct theme {
	const char *name; /* "dark", "light", "contrast", "mono" */
	bool light;       /* made for dark letters on a light background */
	struct look looks[ROLE_COUNT];
};

static inline struct style style_of(enum role role)
{
	return (struct style){.role = (uint8_t)role};
}

/* The role of host number i (0 ...), round and round. */
enum role style_host(unsigned i);

/* A letter per role for golden files; '?' for a role that does not exist. */
char style_letter(unsigned role);

/* By name, NULL when there is none; theme_at(i) lists them, NULL after the last. */
const struct theme *theme_named(const char *name);
const struct theme *theme_at(unsigned i);

/* The theme for this environment: `name` (may be NULL), but mono when NO_COLOR is set and not
 * empty (no-color.org) or the terminal has no colours. */
const struct theme *theme_choose(const char *name, const char *no_color, enum depth depth);

/* The look of a style in a theme on a terminal of that depth: colours it hasn't are replaced by
 * the nearest it has that can be read. In DEPTH_MONO all colours are the default. */
struct look theme_look(const struct theme *t, struct style s, enum depth depth);

#endif
