/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The signs that are not letters, each with an ASCII twin of the same width.
 *
 * A canvas carries the set in use; views write glyph(c->glyphs, GLYPH_X).
 */
#ifndef DRAW_GLYPHS_H
#define DRAW_GLYPHS_H

/* name, UTF-8, ASCII; both take the same columns (1 but where noted). */
#define GLYPHS(X)                                                                       \
	/* frames: plain, and heavy for the pane that has the keyboard */               \
	X(H, "─", "-")                                                                  \
	X(V, "│", "|")                                                                  \
	X(CORNER_TL, "╭", "+")                                                          \
	X(CORNER_TR, "╮", "+")                                                          \
	X(CORNER_BL, "╰", "+")                                                          \
	X(CORNER_BR, "╯", "+")                                                          \
	X(TEE_LEFT, "├", "+")                                                           \
	X(TEE_RIGHT, "┤", "+")                                                          \
	X(TEE_TOP, "┬", "+")                                                            \
	X(TEE_BOTTOM, "┴", "+")                                                         \
	X(CROSS, "┼", "+")                                                              \
	X(FOCUS_H, "━", "=")                                                            \
	X(FOCUS_V, "┃", "#")                                                            \
	X(FOCUS_TL, "┏", "#")                                                           \
	X(FOCUS_TR, "┓", "#")                                                           \
	X(FOCUS_BL, "┗", "#")                                                           \
	X(FOCUS_BR, "┛", "#")                                                           \
	X(TREE_MID, "├╴", "|-")  /* 2 */                                                \
	X(TREE_LAST, "└╴", "`-") /* 2 */                                                \
	X(TREE_OPEN, "▾", "v")                                                          \
	X(TREE_SHUT, "▸", ">")                                                          \
	/* arrows: heads, and a cell of each kind of shaft */                           \
	X(RIGHT, "▶", ">")                                                              \
	X(LEFT, "◀", "<")                                                               \
	X(UP, "▲", "^")                                                                 \
	X(DOWN, "▼", "v")                                                               \
	X(TO, "→", ">")                                                                 \
	X(FROM, "←", "<")                                                               \
	X(BOTH, "↔", "-")                                                               \
	X(SHAFT, "─", "-")       /* delivered: ──▶ */                             \
	X(SHAFT_HELD, "┄", ".")  /* held, under way: ┄┄▶ */                       \
	X(SHAFT_AGAIN, "═", "=") /* sent again, doubled: ══▶ */                   \
	X(SHAFT_BAD, "~", "~")   /* corrupted: ~~▶ */                                 \
	X(WHY, "◆", "@")         /* has to do with the chosen one */                    \
	X(LOST, "✗", "x")        /* the head of an arrow that was dropped: ──✗ */ \
	X(LADDER, "│", "|")      /* a host's line of life */                            \
	X(CABLE, "═", "=")                                                              \
	/* states */                                                                    \
	X(LAMP_ON, "●", "*")                                                            \
	X(LAMP_OFF, "○", "o")                                                           \
	X(FLAG_NONE, "·", ".")                                                          \
	X(PAUSE, "⏸", "=")                                                            \
	X(REWIND, "⏪", "<<") /* 2 */                                                    \
	X(PLAY, "▷", ">")                                                               \
	X(HOURGLASS, "⏳", "..") /* 2 */                                                 \
	X(CHECK, "✔", "v")                                                              \
	X(UNCHECKED, "☐", "_")                                                          \
	X(FAILED, "✗", "x")                                                             \
	X(CHOICE_ON, "(•)", "(*)")  /* 3 */                                             \
	X(CHOICE_OFF, "( )", "( )") /* 3 */                                             \
	X(BULLET, "•", "*")                                                             \
	X(STAR, "★", "*")                                                               \
	X(ELLIPSIS, "…", "~")                                                           \
	X(TIMES, "×", "x")                                                              \
	X(BLOCK_CURSOR, "▮", "#")                                                       \
	X(BLOCK, "█", "#")                                                              \
	X(SHADE, "░", ".")                                                              \
	X(DOT, "∙", ".") /* a point of a plot */                                        \
	/* eighths of a cell, bottom up, for sparklines; in this order */               \
	X(BAR1, "▁", "_")                                                               \
	X(BAR2, "▂", "_")                                                               \
	X(BAR3, "▃", ".")                                                               \
	X(BAR4, "▄", "-")                                                               \
	X(BAR5, "▅", "=")                                                               \
	X(BAR6, "▆", "*")                                                               \
	X(BAR7, "▇", "%")                                                               \
	X(BAR8, "█", "#")

enum glyph {
#define X(name, utf8, ascii) GLYPH_##name,
	GLYPHS(X)
#undef X
	        GLYPH_COUNT
};

struct glyphs {
	const char *s[GLYPH_COUNT];
};

extern const struct glyphs glyphs_utf8;
extern const struct glyphs glyphs_ascii;

static inline const char *glyph(const struct glyphs *set, enum glyph g)
{
	return set->s[g];
}

#endif
