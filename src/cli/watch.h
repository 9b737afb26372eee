/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Packets as they pass, printed or saved without a screen.
 */
#ifndef CLI_WATCH_H
#define CLI_WATCH_H

struct cli;
struct watch_options;

/* Until it is interrupted, the count is reached or nobody reads any more. `filter` is what could
 * not be left to the kernel, "" for nothing. Returns the exit status. */
int watch_print(struct cli *c, const struct watch_options *o, const char *filter);

#endif
