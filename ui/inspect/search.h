/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Looking for text in what the list says of packets, or for bytes in them; a batch at a time.
 */
#ifndef INSPECT_SEARCH_H
#define INSPECT_SEARCH_H

#include "ui/inspect/inspect.h"

/* Looks at no more than `most` packets of a search that is under way and chooses the one that is
 * found; false: none is under way. */
bool search_work(struct inspect *in, unsigned most);

#endif
