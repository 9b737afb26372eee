/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Themes as tables, and colours brought down to what a terminal has.
 */
#include "ui/draw/style.h"

#include <stddef.h>
#include <string.h>

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))

static const char letters[] = {
#define X(name, letter, word) [ROLE_##name] = (letter),
        STYLE_ROLES(X)
#undef X
};
_Static_assert(ARRAY_SIZE(letters) == ROLE_COUNT, "a letter for each role");

#define IDX(i)                    \
	{                         \
		PAINT_INDEX,      \
		{                 \
			(i), 0, 0 \
		}                 \
	}
#define FG(i, a)                           \
	{                                  \
		.fg = IDX(i), .attrs = (a) \
	}
#define ON(f, b, a)                                      \
	{                                                \
		.fg = IDX(f), .bg = IDX(b), .attrs = (a) \
	}
#define PLAIN(a)             \
	{                    \
		.attrs = (a) \
	}

static const struct theme dark = {
        .name = "dark",
        .looks =
                {
                        [ROLE_DIM] = FG(245, 0),
                        [ROLE_STRONG] = PLAIN(ATTR_BOLD),
                        [ROLE_TITLE] = FG(255, ATTR_BOLD),
                        [ROLE_HEADING] = FG(222, ATTR_BOLD),
                        [ROLE_CODE] = FG(151, 0),
                        [ROLE_CODE_KEYWORD] = FG(117, ATTR_BOLD),
                        [ROLE_CODE_STRING] = FG(180, 0),
                        [ROLE_CODE_COMMENT] = FG(245, ATTR_ITALIC),
                        [ROLE_LINK] = FG(117, ATTR_UNDERLINE),
                        [ROLE_BORDER] = FG(242, 0),
                        [ROLE_BORDER_FOCUS] = FG(215, ATTR_BOLD),
                        [ROLE_SELECTED] = PLAIN(ATTR_REVERSE | ATTR_BOLD),
                        [ROLE_SELECTED_IDLE] = ON(255, 239, 0),
                        [ROLE_FIELD_LIT] = ON(16, 221, ATTR_BOLD),
                        [ROLE_MATCH] = ON(16, 150, ATTR_UNDERLINE),
                        [ROLE_HERE] = ON(255, 23, ATTR_BOLD),
                        [ROLE_CHANGED] = FG(229, ATTR_BOLD),
                        [ROLE_BAR] = ON(252, 236, 0),
                        [ROLE_KEY] = FG(222, ATTR_BOLD),
                        [ROLE_PROMPT] = FG(255, ATTR_BOLD),
                        [ROLE_OK] = FG(114, 0),
                        [ROLE_WARNING] = FG(221, ATTR_BOLD),
                        [ROLE_ERROR] = FG(203, ATTR_BOLD),
                        [ROLE_WAITING] = FG(180, 0),
                        [ROLE_HELD] = FG(221, ATTR_BOLD),
                        [ROLE_DELIVERED] = FG(114, 0),
                        [ROLE_DROPPED] = FG(203, 0),
                        [ROLE_DOUBLED] = FG(117, 0),
                        [ROLE_CORRUPTED] = FG(213, ATTR_BOLD),
                        [ROLE_DELAYED] = FG(180, 0),
                        [ROLE_FLAG_ON] = FG(120, ATTR_BOLD),
                        [ROLE_FLAG_OFF] = FG(243, 0),
                        [ROLE_CALL] = FG(117, 0),
                        [ROLE_LAYER_LINK] = FG(180, 0),
                        [ROLE_LAYER_NET] = FG(117, 0),
                        [ROLE_LAYER_TRANSPORT] = FG(150, 0),
                        [ROLE_LAYER_DATA] = FG(183, 0),
                        [ROLE_HOST1] = FG(117, ATTR_BOLD),
                        [ROLE_HOST2] = FG(215, ATTR_BOLD),
                        [ROLE_HOST3] = FG(150, ATTR_BOLD),
                        [ROLE_HOST4] = FG(183, ATTR_BOLD),
                        [ROLE_HOST5] = FG(222, ATTR_BOLD),
                        [ROLE_HOST6] = FG(80, ATTR_BOLD),
                },
};

static const struct theme light = {
        .name = "light",
        .light = true,
        .looks =
                {
                        [ROLE_DIM] = FG(241, 0),
                        [ROLE_STRONG] = PLAIN(ATTR_BOLD),
                        [ROLE_TITLE] = FG(16, ATTR_BOLD),
                        [ROLE_HEADING] = FG(88, ATTR_BOLD),
                        [ROLE_CODE] = FG(22, 0),
                        [ROLE_CODE_KEYWORD] = FG(18, ATTR_BOLD),
                        [ROLE_CODE_STRING] = FG(88, 0),
                        [ROLE_CODE_COMMENT] = FG(241, ATTR_ITALIC),
                        [ROLE_LINK] = FG(18, ATTR_UNDERLINE),
                        [ROLE_BORDER] = FG(244, 0),
                        [ROLE_BORDER_FOCUS] = FG(124, ATTR_BOLD),
                        [ROLE_SELECTED] = PLAIN(ATTR_REVERSE | ATTR_BOLD),
                        [ROLE_SELECTED_IDLE] = ON(16, 252, 0),
                        [ROLE_FIELD_LIT] = ON(16, 221, ATTR_BOLD),
                        [ROLE_MATCH] = ON(16, 157, ATTR_UNDERLINE),
                        [ROLE_HERE] = ON(16, 195, ATTR_BOLD),
                        [ROLE_CHANGED] = FG(88, ATTR_BOLD),
                        [ROLE_BAR] = ON(16, 254, 0),
                        [ROLE_KEY] = FG(88, ATTR_BOLD),
                        [ROLE_PROMPT] = FG(16, ATTR_BOLD),
                        [ROLE_OK] = FG(22, 0),
                        [ROLE_WARNING] = FG(94, ATTR_BOLD),
                        [ROLE_ERROR] = FG(124, ATTR_BOLD),
                        [ROLE_WAITING] = FG(94, 0),
                        [ROLE_HELD] = FG(94, ATTR_BOLD),
                        [ROLE_DELIVERED] = FG(22, 0),
                        [ROLE_DROPPED] = FG(124, 0),
                        [ROLE_DOUBLED] = FG(24, 0),
                        [ROLE_CORRUPTED] = FG(90, ATTR_BOLD),
                        [ROLE_DELAYED] = FG(94, 0),
                        [ROLE_FLAG_ON] = FG(22, ATTR_BOLD),
                        [ROLE_FLAG_OFF] = FG(244, 0),
                        [ROLE_CALL] = FG(24, 0),
                        [ROLE_LAYER_LINK] = FG(94, 0),
                        [ROLE_LAYER_NET] = FG(24, 0),
                        [ROLE_LAYER_TRANSPORT] = FG(22, 0),
                        [ROLE_LAYER_DATA] = FG(90, 0),
                        [ROLE_HOST1] = FG(24, ATTR_BOLD),
                        [ROLE_HOST2] = FG(130, ATTR_BOLD),
                        [ROLE_HOST3] = FG(22, ATTR_BOLD),
                        [ROLE_HOST4] = FG(90, ATTR_BOLD),
                        [ROLE_HOST5] = FG(94, ATTR_BOLD),
                        [ROLE_HOST6] = FG(23, ATTR_BOLD),
                },
};

/* The bright eight on the terminal's own background, and reverse video: nothing in between. */
static const struct theme contrast = {
        .name = "contrast",
        .looks =
                {
                        [ROLE_STRONG] = PLAIN(ATTR_BOLD),
                        [ROLE_TITLE] = FG(15, ATTR_BOLD),
                        [ROLE_HEADING] = FG(11, ATTR_BOLD),
                        [ROLE_CODE] = FG(14, 0),
                        [ROLE_CODE_KEYWORD] = FG(15, ATTR_BOLD),
                        [ROLE_CODE_STRING] = FG(10, 0),
                        [ROLE_LINK] = FG(14, ATTR_UNDERLINE),
                        [ROLE_BORDER_FOCUS] = FG(11, ATTR_BOLD),
                        [ROLE_SELECTED] = PLAIN(ATTR_REVERSE | ATTR_BOLD),
                        [ROLE_SELECTED_IDLE] = PLAIN(ATTR_UNDERLINE | ATTR_BOLD),
                        [ROLE_FIELD_LIT] = ON(0, 11, ATTR_BOLD),
                        [ROLE_MATCH] = ON(0, 14, ATTR_UNDERLINE),
                        [ROLE_HERE] = PLAIN(ATTR_REVERSE),
                        [ROLE_CHANGED] = FG(11, ATTR_BOLD),
                        [ROLE_BAR] = PLAIN(ATTR_REVERSE),
                        [ROLE_KEY] = FG(11, ATTR_BOLD),
                        [ROLE_PROMPT] = FG(15, ATTR_BOLD),
                        [ROLE_OK] = FG(10, ATTR_BOLD),
                        [ROLE_WARNING] = FG(11, ATTR_BOLD),
                        [ROLE_ERROR] = FG(9, ATTR_BOLD),
                        [ROLE_WAITING] = FG(11, 0),
                        [ROLE_HELD] = FG(11, ATTR_BOLD),
                        [ROLE_DELIVERED] = FG(10, 0),
                        [ROLE_DROPPED] = FG(9, ATTR_BOLD),
                        [ROLE_DOUBLED] = FG(14, 0),
                        [ROLE_CORRUPTED] = FG(13, ATTR_BOLD),
                        [ROLE_DELAYED] = FG(11, 0),
                        [ROLE_FLAG_ON] = FG(10, ATTR_BOLD | ATTR_UNDERLINE),
                        [ROLE_CALL] = FG(14, 0),
                        [ROLE_LAYER_LINK] = FG(11, 0),
                        [ROLE_LAYER_NET] = FG(14, 0),
                        [ROLE_LAYER_TRANSPORT] = FG(10, 0),
                        [ROLE_LAYER_DATA] = FG(13, 0),
                        [ROLE_HOST1] = FG(14, ATTR_BOLD),
                        [ROLE_HOST2] = FG(11, ATTR_BOLD),
                        [ROLE_HOST3] = FG(10, ATTR_BOLD),
                        [ROLE_HOST4] = FG(13, ATTR_BOLD),
                        [ROLE_HOST5] = FG(15, ATTR_BOLD),
                        [ROLE_HOST6] = FG(9, ATTR_BOLD),
                },
};

static const struct theme mono = {
        .name = "mono",
        .looks =
                {
                        [ROLE_DIM] = PLAIN(ATTR_DIM),
                        [ROLE_STRONG] = PLAIN(ATTR_BOLD),
                        [ROLE_TITLE] = PLAIN(ATTR_BOLD),
                        [ROLE_HEADING] = PLAIN(ATTR_BOLD | ATTR_UNDERLINE),
                        [ROLE_CODE_KEYWORD] = PLAIN(ATTR_BOLD),
                        [ROLE_CODE_COMMENT] = PLAIN(ATTR_DIM),
                        [ROLE_LINK] = PLAIN(ATTR_UNDERLINE),
                        [ROLE_BORDER] = PLAIN(ATTR_DIM),
                        [ROLE_BORDER_FOCUS] = PLAIN(ATTR_BOLD),
                        [ROLE_SELECTED] = PLAIN(ATTR_REVERSE | ATTR_BOLD),
                        [ROLE_SELECTED_IDLE] = PLAIN(ATTR_UNDERLINE),
                        [ROLE_FIELD_LIT] = PLAIN(ATTR_REVERSE),
                        [ROLE_MATCH] = PLAIN(ATTR_UNDERLINE | ATTR_BOLD),
                        [ROLE_HERE] = PLAIN(ATTR_REVERSE),
                        [ROLE_CHANGED] = PLAIN(ATTR_BOLD),
                        [ROLE_BAR] = PLAIN(ATTR_REVERSE),
                        [ROLE_KEY] = PLAIN(ATTR_BOLD),
                        [ROLE_PROMPT] = PLAIN(ATTR_BOLD),
                        [ROLE_WARNING] = PLAIN(ATTR_BOLD),
                        [ROLE_ERROR] = PLAIN(ATTR_BOLD | ATTR_UNDERLINE),
                        [ROLE_WAITING] = PLAIN(ATTR_BOLD),
                        [ROLE_HELD] = PLAIN(ATTR_BOLD),
                        [ROLE_CORRUPTED] = PLAIN(ATTR_BOLD),
                        [ROLE_FLAG_ON] = PLAIN(ATTR_BOLD | ATTR_UNDERLINE),
                        [ROLE_FLAG_OFF] = PLAIN(ATTR_DIM),
                        [ROLE_HOST1] = PLAIN(ATTR_BOLD),
                        [ROLE_HOST2] = PLAIN(ATTR_BOLD),
                        [ROLE_HOST3] = PLAIN(ATTR_BOLD),
                        [ROLE_HOST4] = PLAIN(ATTR_BOLD),
                        [ROLE_HOST5] = PLAIN(ATTR_BOLD),
                        [ROLE_HOST6] = PLAIN(ATTR_BOLD),
                },
};

static const struct theme *const themes[] = {&dark, &light, &contrast, &mono};

enum role style_host(unsigned i)
{
	return (enum role)(ROLE_HOST1 + i % (ROLE_HOST6 - ROLE_HOST1 + 1));
}

char style_letter(unsigned role)
{
	return role < ROLE_COUNT ? letters[role] : '?';
}

const struct theme *theme_at(unsigned i)
{
	return i < ARRAY_SIZE(themes) ? themes[i] : NULL;
}

const struct theme *theme_named(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(themes); i++) {
		if (strcmp(themes[i]->name, name) == 0)
			return themes[i];
	}
	return NULL;
}

const struct theme *theme_choose(const char *name, const char *no_color, enum depth depth)
{
	if ((no_color && *no_color) || depth == DEPTH_MONO)
		return &mono;
	const struct theme *t = name ? theme_named(name) : NULL;
	return t ? t : &dark;
}

/* xterm's first 16 colours; 16-231 are a cube, 232-255 greys. */
static const uint8_t ansi[16][3] = {{0, 0, 0}, {205, 0, 0}, {0, 205, 0}, {205, 205, 0}, {0, 0, 238},
        {205, 0, 205}, {0, 205, 205}, {229, 229, 229}, {127, 127, 127}, {255, 0, 0}, {0, 255, 0},
        {255, 255, 0}, {92, 92, 255}, {255, 0, 255}, {0, 255, 255}, {255, 255, 255}};

static void index_rgb(uint8_t index, uint8_t rgb[3])
{
	static const uint8_t levels[] = {0, 95, 135, 175, 215, 255};
	if (index < 16) {
		memcpy(rgb, ansi[index], 3);
	} else if (index < 232) {
		rgb[0] = levels[(index - 16) / 36];
		rgb[1] = levels[(index - 16) / 6 % 6];
		rgb[2] = levels[(index - 16) % 6];
	} else {
		memset(rgb, 8 + 10 * (index - 232), 3);
	}
}

static uint8_t nearest(const uint8_t rgb[3], unsigned first, unsigned end)
{
	unsigned best = first;
	int least = INT32_MAX;
	for (unsigned i = first; i < end; i++) {
		uint8_t c[3];
		index_rgb((uint8_t)i, c);
		int r = c[0] - rgb[0], g = c[1] - rgb[1], b = c[2] - rgb[2];
		int distance = r * r + g * g + b * b;
		if (distance < least) {
			least = distance;
			best = i;
		}
	}
	return (uint8_t)best;
}

/* A colour as an index below `limit`: 256, 16 or 8. */
static struct paint paint_lower(struct paint p, unsigned limit)
{
	if (p.kind == PAINT_DEFAULT || (p.kind == PAINT_INDEX && p.v[0] < limit))
		return p;
	uint8_t rgb[3];
	if (p.kind == PAINT_RGB)
		memcpy(rgb, p.v, 3);
	else
		index_rgb(p.v[0], rgb);
	uint8_t index = nearest(rgb, limit == 256 ? 16 : 0, limit);
	return (struct paint){.kind = PAINT_INDEX, .v = {index}};
}

/* What few colours do to a theme: dark blue or black letters on a dark ground and white ones on a
 * light ground cannot be read, and a faint ground may vanish, so an underline replaces it. */
static void keep_readable(struct look *l, const struct theme *t, enum depth depth)
{
	bool vanished = l->bg.kind == PAINT_INDEX && l->bg.v[0] == (t->light ? 7 : 0);
	if (vanished) {
		l->bg = (struct paint){0};
		l->attrs |= ATTR_UNDERLINE;
	}
	if (l->bg.kind != PAINT_DEFAULT || l->fg.kind != PAINT_INDEX)
		return;
	uint8_t *fg = &l->fg.v[0];
	if (t->light) {
		if (*fg == 7 || *fg == 15)
			*fg = depth == DEPTH_16 ? 8 : 0;
		return;
	}
	if (*fg == 4 || *fg == 12)
		*fg = (uint8_t)(*fg + 2);
	if (*fg == 0)
		*fg = depth == DEPTH_16 ? 8 : 7;
}

static struct look look_lower(struct look l, enum depth depth)
{
	static const unsigned limits[] = {
	        [DEPTH_MONO] = 0, [DEPTH_8] = 8, [DEPTH_16] = 16, [DEPTH_256] = 256};
	if (depth == DEPTH_MONO) {
		bool ground = l.bg.kind != PAINT_DEFAULT;
		return (struct look){.attrs = (uint8_t)(l.attrs | (ground ? ATTR_REVERSE : 0))};
	}
	/* Eight-colour terminals show the bright ones as bold. */
	if (depth == DEPTH_8 && l.fg.kind == PAINT_INDEX && l.fg.v[0] >= 8 && l.fg.v[0] < 16) {
		l.fg.v[0] = (uint8_t)(l.fg.v[0] - 8);
		l.attrs |= ATTR_BOLD;
	}
	if (depth == DEPTH_8 && l.bg.kind == PAINT_INDEX && l.bg.v[0] >= 8 && l.bg.v[0] < 16)
		l.bg.v[0] = (uint8_t)(l.bg.v[0] - 8);
	l.fg = paint_lower(l.fg, limits[depth]);
	l.bg = paint_lower(l.bg, limits[depth]);
	return l;
}

struct look theme_look(const struct theme *t, struct style s, enum depth depth)
{
	/* Without colours there are none in foreign panes either. */
	if (t == &mono)
		depth = DEPTH_MONO;
	if (s.role == ROLE_RAW)
		return look_lower((struct look){.fg = s.fg, .bg = s.bg, .attrs = s.attrs}, depth);
	unsigned role = s.role < ROLE_COUNT ? s.role : ROLE_TEXT;
	struct look l = t->looks[role];
	l.attrs |= s.attrs;
	l = look_lower(l, depth);
	if (depth == DEPTH_8 || depth == DEPTH_16)
		keep_readable(&l, t, depth);
	return l;
}
