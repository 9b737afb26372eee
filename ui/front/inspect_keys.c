/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The keys of a capture. Words in braces are replaced: {filter} what is shown now, {columns} the
 * list's columns, {comment} that of the chosen packet.
 */
#include "ui/front/inspect_screen.h"

#include "base/i18n.h"

static const struct key_binding rows[] = {
        {"list", "<Enter>", "open", N_("its fields")},
        {"flow", "<Enter>", "open", N_("its fields")},
        {"stream", "<Enter>", "open", N_("its packet")},
        {"stream", "x", "as", N_("text or bytes")},
        {"stream", "W", "prompt save-stream ", N_("save what was said")},
        {"explain", "<Enter>", "open", N_("its fields")},

        {"conversations", "<Enter>", "open", N_("only this one")},
        {"endpoints", "<Enter>", "open", N_("only this one")},
        {"protocols", "<Enter>", "open", N_("only this one")},
        {"rate", "<Enter>", "open", N_("packets or bytes")},
        {"plots", "<Right>", "cursor right", N_("another plot")},

        {"inspect", "/", "prompt filter {filter}", N_("filter")},
        {"inspect", "F", "filter", N_("show all")},
        {"inspect", "s", "prompt search ", N_("search")},
        {"inspect", "n", "search-next", N_("next found")},
        {"inspect", "p", "search-back", N_("found before")},
        {"inspect", "c", "only conversation", N_("only this conversation")},
        {"inspect", "H", "only host", N_("only this host")},
        {"inspect", "=", "only field", N_("only this field's value")},
        {"inspect", "f", "focus stream", N_("follow the stream")},
        {"inspect", "e", "explain", N_("explain")},
        {"inspect", "d", "focus flow", N_("flow diagram")},
        {"inspect", "o", "focus conversations", N_("conversations")},
        {"inspect", "O", "focus endpoints", N_("endpoints")},
        {"inspect", "P", "focus protocols", N_("protocols")},
        {"inspect", "r", "focus rate", N_("rate")},
        {"inspect", "R", "focus plots", N_("plots")},
        {"inspect", "]", "conversation next", N_("next of the conversation")},
        {"inspect", "[", "conversation back", N_("the one before")},
        {"inspect", "m", "mark", N_("mark")},
        {"inspect", "'", "mark-next", N_("next mark")},
        {"inspect", "\"", "mark-back", N_("mark before")},
        {"inspect", ";", "prompt comment {comment}", N_("comment")},
        {"inspect", "t", "time", N_("time format")},
        {"inspect", "T", "reference", N_("times since this packet")},
        {"inspect", "a", "absolute", N_("absolute numbers")},
        {"inspect", "N", "names", N_("names")},
        {"inspect", "C", "prompt columns {columns}", N_("columns")},
        {"inspect", "<Space>", "capture toggle", NULL},
        {"inspect", "w", "prompt write ", N_("write")},
        {"inspect", "E", "prompt export ", N_("export as text")},
        {"inspect", "<Tab>", "focus next", N_("pane")},
        {"inspect", "S-<Tab>", "focus previous", NULL},
        {"inspect", "M-<Right>", "tab next", NULL},
        {"inspect", "M-<Left>", "tab previous", NULL},
        {"inspect", "z", "zoom", N_("zoom")},
        {"inspect", "y", "copy", N_("copy")},
        {"inspect", "<F2>", "prompt write ", NULL},
        {"inspect", "<F3>", "prompt search ", NULL},
        {"inspect", "<F4>", "focus list", N_("packets")},
        {"inspect", "<F5>", "focus flow", NULL},
        {"inspect", "<F6>", "focus fields", NULL},
        {"inspect", "<F7>", "focus bytes", NULL},
        {"inspect", "<F10>", "prompt columns {columns}", NULL},
};

const struct key_binding *inspect_keys(size_t *count)
{
	*count = sizeof(rows) / sizeof(rows[0]);
	return rows;
}
