/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A copy of the session's tape in the person's state folder, written as it goes: after a crash, a
 * kill or a lost terminal all but the last second is there, for `wirelab read`.
 *
 * Files are state_dir/sessions/NAME-YYYYMMDD-HHMMSS.pcapng (local time; NAME: the lab's, or
 * "bench"), readable by their owner alone. Of a session in which nothing happened none is left. A
 * file stops growing at 64 MiB; beyond 20 files, or 256 MiB of them, the oldest go when a session
 * begins. Turned off by bench_options.no_autosave, and where there is no state_dir.
 */
#ifndef BENCH_AUTOSAVE_H
#define BENCH_AUTOSAVE_H

struct autosave;
struct bench;

/* What can't be written is said once in the status line; the bench goes on. NULL: it is not kept.
 */
struct autosave *autosave_begin(struct bench *b, const char *state_dir);
/* Ends the file properly. While the bench's tape is still there; NULL is fine. */
void autosave_end(struct autosave *a);

#endif
