/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Frames of an interface through Wireshark's dumpcap(1), which may have the right to capture where
 * we have not: it writes pcapng to a pipe of ours.
 */
#ifndef CAPTURE_DUMPCAP_H
#define CAPTURE_DUMPCAP_H

#include <stdbool.h>

#include "capture/live.h"

struct dumpcap;
struct err;

/* Waits until it captures, a moment at most. NULL with e when there is none, this person may not
 * run it, or it has no right either. */
struct dumpcap *dumpcap_start(const struct live_watch *w, struct err *e);
/* The pipe's end, for capture_file_take(), which closes it; given once. */
int dumpcap_take_fd(struct dumpcap *d);
/* Ends it and frees. */
void dumpcap_stop(struct dumpcap *d);
/* Its pipe has ended, so it is about to: waits for that and frees. False with its last words. */
bool dumpcap_ended(struct dumpcap *d, struct err *e);

#endif
