/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Candidates for the prompt that several screens offer.
 */
#ifndef FRONT_COMPLETE_H
#define FRONT_COMPLETE_H

#include "ui/input/prompt.h"

/* Files and folders (with a slash behind) that begin like the `len` bytes at `word`. Bounded. */
void complete_path(const char *word, size_t len, prompt_emit_fn emit, void *to);
/* This network namespace's interfaces (netdevice(7)), and "any". */
void complete_interface(const char *word, size_t len, prompt_emit_fn emit, void *to);

#endif
