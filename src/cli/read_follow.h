/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What one conversation of a capture said, for scripts: read --follow tcp:N.
 */
#ifndef CLI_READ_FOLLOW_H
#define CLI_READ_FOLLOW_H

struct cli;

/* Returns the exit status: 0, 1 there is no such conversation, 2, 3, 4. */
int cli_read_follow(struct cli *c);

#endif
