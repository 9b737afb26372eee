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
/* A new file under its name from the first byte on, for what has to survive a crash; only its owner
 * may read it. */
struct pcapng *pcapng_create_growing(const char *path, struct err *e);
/* A file that others may read while it grows, in place of what was there; "-" is standard output.
 */
struct pcapng *pcapng_create_capture(const char *path, struct err *e);
/* Into *bytes, which the caller frees once pcapng_close() has succeeded. */
struct pcapng *pcapng_create_memory(char **bytes, size_t *len);
/* What a frame's time is to be wall-clock time by; else clock_realtime_offset(). */
void pcapng_set_offset(struct pcapng *p, nsec offset);
/* Returns the interface's number; call before its first frame. */
int pcapng_interface(struct pcapng *p, const char *name, const char *description);
/* The same for frames that are not Ethernet's: LINKTYPE_ number, and bytes kept of a frame (0:
 * all).
 */
int pcapng_interface_of(struct pcapng *p, uint32_t link, uint32_t snaplen, const char *name,
        const char *description);
/* comment may be NULL. `when` is our clock; it is converted to wall-clock time. */
void pcapng_frame(struct pcapng *p, int interface, nsec when, const uint8_t *bytes,
        uint32_t captured, uint32_t length, const char *comment);
/* The same with one more option, of at most 65535 bytes. */
void pcapng_frame_with(struct pcapng *p, int interface, nsec when, const uint8_t *bytes,
        uint32_t captured, uint32_t length, const char *comment, uint16_t code, const void *extra,
        size_t len);
/* A block of another type. */
void pcapng_block(struct pcapng *p, uint32_t type, const void *body, size_t len);
/* Hands all to the kernel. False when anything could not be written so far. */
bool pcapng_flush(struct pcapng *p);
uint64_t pcapng_bytes(const struct pcapng *p); /* written so far */
/* False when anything could not be written (disk full): then nothing is under the name. Frees. */
bool pcapng_close(struct pcapng *p, struct err *e);
/* Frees without writing: what was under the name stays. NULL is fine. */
void pcapng_abandon(struct pcapng *p);

#endif
