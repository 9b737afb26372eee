/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Bytes as hexadecimal and ASCII, as tcpdump's -x, -X and -A have them.
 */
#ifndef PRINT_DUMP_H
#define PRINT_DUMP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct sink;

void print_dump(struct sink *s, const uint8_t *bytes, size_t len, bool ascii);
/* Control characters but line feeds, tabs and blanks are '.'; ends with a line feed. */
void print_ascii(struct sink *s, const uint8_t *bytes, size_t len);

#endif
