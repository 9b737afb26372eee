/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An event as one line of words, as a search sees it.
 */
#ifndef VIEW_WORDS_H
#define VIEW_WORDS_H

#include "ui/view/source.h"

/* "" for events that say nothing by themselves. */
void view_event_words(const struct view_source *s, const struct view_shared *sh,
        const struct tape_event *e, char *out, size_t size);

#endif
