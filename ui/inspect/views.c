/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The views of a capture.
 */
#include "ui/inspect/views.h"

static const struct inspect_view views[] = {
        {&inspect_list, PLACE_MAIN},
        {&inspect_flow, PLACE_MAIN},
        {&view_fields, PLACE_TREE},
        {&view_bytes, PLACE_BYTES},
};

const struct inspect_view *inspect_views(size_t *count)
{
	*count = sizeof(views) / sizeof(views[0]);
	return views;
}
