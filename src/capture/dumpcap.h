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

/* NULL with e when there is none, or this person may not run it. That it has no right either shows
 * when its pipe ends: see dumpcap_stop(). */
struct dumpcap *dumpcap_start(const struct live_watch *w, struct err *e);
/* The pipe's end, for capture_file_take(), which closes it; given once. */
int dumpcap_take_fd(struct dumpcap *d);
/* Ends it and frees. False with the sentence it died with, unless it was us who ended it. */
bool dumpcap_stop(struct dumpcap *d, struct err *e);

#endif
