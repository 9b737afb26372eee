/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Writes frames to a pcapng file (draft-ietf-opsawg-pcapng): nanoseconds, one interface a link
 * end, comments on packets. `-` is standard output. Wireshark and tcpdump read it.
 */
#ifndef CAPTURE_PCAPNG_H
#define CAPTURE_PCAPNG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"

struct err;
struct pcapng;

/* Written beside the target and moved over it by pcapng_close, so that a crash never leaves half a
 * file under its name (not for "-" and devices). */
struct pcapng *pcapng_create(const char *path, struct err *e);
/* Returns the interface's number; call before its first frame. */
int pcapng_interface(struct pcapng *p, const char *name, const char *description);
/* comment may be NULL. `when` is our clock; it is converted to wall-clock time. */
void pcapng_frame(struct pcapng *p, int interface, nsec when, const uint8_t *bytes,
        uint32_t captured, uint32_t length, const char *comment);
/* False when anything could not be written (disk full): then nothing is under the name. Frees. */
bool pcapng_close(struct pcapng *p, struct err *e);
/* Frees without writing: what was under the name stays. NULL is fine. */
void pcapng_abandon(struct pcapng *p);

#endif
