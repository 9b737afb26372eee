/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the two screens have in common. Only for the files of this folder.
 */
#ifndef SCREEN_SCREEN_INTERNAL_H
#define SCREEN_SCREEN_INTERNAL_H

#include <sys/types.h>

#include "ui/screen/decode.h"
#include "ui/screen/screen.h"

struct screen_ops {
	void (*close)(struct screen *s); /* frees the screen itself too */
	void (*present)(struct screen *s, const struct canvas *c);
	void (*redraw)(struct screen *s);
	bool (*resize)(struct screen *s);
	int (*fd)(const struct screen *s);
	/* Bytes of input without waiting: 0 none, -1 the terminal is gone. */
	ssize_t (*input)(struct screen *s, char *bytes, size_t room);
	void (*suspend)(struct screen *s);
	void (*resume)(struct screen *s);
	bool (*copy)(struct screen *s, const char *text, size_t len);
	void (*title)(struct screen *s, const char *printable);
	void (*bell)(struct screen *s);
};

/* The first member of each screen. */
struct screen {
	const struct screen_ops *ops;
	int w, h;
	bool utf8;
	enum depth depth;
	const struct theme *theme; /* borrowed */
	unsigned long frames;
	struct decoder decoder;
	nsec heard; /* when the last bytes came */
	bool gone;  /* SCREEN_CLOSED was given */
};

#endif
