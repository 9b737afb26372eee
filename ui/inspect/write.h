/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Writing the packets that are shown, a batch at a time: into a capture file, comments included, or
 * as text in any form that packets are printed in.
 */
#ifndef INSPECT_WRITE_H
#define INSPECT_WRITE_H

#include "ui/inspect/inspect.h"

/* Begins: pcapng, or classic pcap for a name in .pcap or .cap. False when the file can't be made,
 * is there already and not to be replaced, or when packets are still being written. */
bool write_begin(struct inspect *in, const char *path, bool replace, struct err *e);
/* The same as text: "text", "json", "jsonl", "csv", "hex", "c"; "pcapng" is write_begin(). */
bool write_begin_text(
        struct inspect *in, const char *form, const char *path, bool replace, struct err *e);
/* At most so many packets; false: nothing is being written. What came of it is told by in->said. */
bool write_work(struct inspect *in, unsigned most);
/* Nothing is being written any more; the file has what was written so far. */
void write_stop(struct inspect *in);
/* Packets written so far of how many; false: nothing is being written. */
bool write_progress(const struct inspect *in, uint64_t *done, uint64_t *all);

#endif
