/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The small words of lab files as numbers: times, shares, rates, bounds, yes and no.
 */
#ifndef LAB_VALUES_H
#define LAB_VALUES_H

#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"
#include "lab/lab.h"

#define BOUND_ANY ((struct lab_bound){-HUGE_VAL, HUGE_VAL})
#define BOUND_SOME ((struct lab_bound){1, HUGE_VAL}) /* at least one */

/* Each reads the whole text or returns false and leaves out alone. */
bool value_flag(const char *text, bool *out);              /* true false yes no on off */
bool value_number(const char *text, double *out);          /* decimal, finite, not negative */
bool value_time(const char *text, nsec *out);              /* "20 ms", up to an hour */
bool value_share(const char *text, uint32_t *ppm);         /* "0.5 %", up to 100 % */
bool value_rate(const char *text, uint64_t *bits);         /* "512 kbit", up to 1 Tbit */
bool value_bound(const char *text, struct lab_bound *out); /* "3", "2..", "..5", ">= 2" */
/* Bytes with the escapes \r \n \t \0 \\ \xHH; out has room for strlen(text). */
bool value_bytes(const char *text, uint8_t *out, size_t *len);
/* A name: letters, digits, '-'; begins with a letter; at most 31 bytes. */
bool value_name(const char *text);

bool bound_has(const struct lab_bound *b, double value);
/* "3", ">= 2", "<= 5", "0.8..1.4", "any"; out of at least 48 bytes. */
void bound_text(const struct lab_bound *b, char out[48]);

#endif
