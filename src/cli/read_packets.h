/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Packets of a capture printed, counted, saved as they are read: nothing is kept of them, so that
 * any number takes the same memory, and a pipe is told live.
 */
#ifndef CLI_READ_PACKETS_H
#define CLI_READ_PACKETS_H

struct cli;

/* `read` without a screen, of any capture; a saved tape is one, too. Returns the exit status: 0, 1
 * when there was an expression and no packet matched, 2, 3, 4 also for a damaged file. */
int cli_read_packets(struct cli *c);

#endif
