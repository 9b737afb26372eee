/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Writes a classic pcap file with nanoseconds (pcap-savefile(5)), for tools that read nothing else:
 * one link type, no comments, no names.
 */
#ifndef CAPTURE_PCAP_WRITE_H
#define CAPTURE_PCAP_WRITE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/clock.h"

struct err;
struct pcap_write;

/* In place of what was there; "-" is standard output. snaplen 0: 262144. */
struct pcap_write *pcap_write_create(
        const char *path, uint32_t link, uint32_t snaplen, struct err *e);
/* when: since 1970-01-01 UTC. */
void pcap_write_frame(
        struct pcap_write *p, nsec when, const uint8_t *bytes, uint32_t captured, uint32_t length);
bool pcap_write_flush(struct pcap_write *p);
uint64_t pcap_write_bytes(const struct pcap_write *p); /* so far */
/* False when anything could not be written. Frees. NULL is fine. */
bool pcap_write_close(struct pcap_write *p, struct err *e);

#endif
