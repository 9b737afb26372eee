/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The two glyph sets.
 */
#include "ui/draw/glyphs.h"

const struct glyphs glyphs_utf8 = {{
#define X(name, utf8, ascii) [GLYPH_##name] = (utf8),
        GLYPHS(X)
#undef X
}};

const struct glyphs glyphs_ascii = {{
#define X(name, utf8, ascii) [GLYPH_##name] = (ascii),
        GLYPHS(X)
#undef X
}};
