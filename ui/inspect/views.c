/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The views of a capture.
 */
#include "ui/inspect/views.h"

static const struct inspect_view views[] = {
        {&inspect_list, PLACE_MAIN},
        {&inspect_flow, PLACE_MAIN},
        {&inspect_stream, PLACE_MAIN},
        {&inspect_conversations, PLACE_MAIN},
        {&inspect_endpoints, PLACE_MAIN},
        {&inspect_protocols, PLACE_MAIN},
        {&inspect_rate, PLACE_MAIN},
        {&inspect_plots, PLACE_MAIN},
        {&view_fields, PLACE_TREE},
        {&view_bytes, PLACE_BYTES},
        {&inspect_explain, PLACE_BYTES},
};

const struct inspect_view *inspect_views(size_t *count)
{
	*count = sizeof(views) / sizeof(views[0]);
	return views;
}
