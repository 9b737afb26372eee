/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Events as words.
 */
#include "ui/view/words.h"

#include <stdio.h>

#include "base/text.h"
#include "net/sockets.h"
#include "ui/view/frame.h"

void view_event_words(const struct view_source *s, const struct view_shared *sh,
        const struct tape_event *e, char *out, size_t size)
{
	struct frame_look look;
	out[0] = 0;
	switch (e->kind) {
	case TAPE_FRAME:
		if (frame_look(s, sh, e->id, &look))
			snprintf(out, size, "#%llu %s", (unsigned long long)e->id, look.summary);
		break;
	case TAPE_CALL:
		calls_text(&e->call, CALLS_LONG, out, size);
		break;
	case TAPE_COUNTER:
		snprintf(out, size, "%s", e->counter.name);
		break;
	case TAPE_NOTE:
		snprintf(out, size, "%s", e->note.text);
		break;
	case TAPE_PROGRAM:
		snprintf(out, size, "%s", e->program.command);
		break;
	case TAPE_SOCKET:
		snprintf(out, size, "%s :%u",
		        sockets_state_name(e->socket.protocol, e->socket.state),
		        e->socket.local_port);
		break;
	case TAPE_OUTPUT:
		text_printable(e->output.bytes, e->output.length, out, size);
		break;
	case TAPE_FATE:
	case TAPE_KINDS:
		break;
	}
}
