/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a tape is about: the network, the programs' terminals, whose lab, which clock. Values that
 * a reopened tape is understood by, since nothing of the world is left.
 */
#ifndef RECORD_ABOUT_H
#define RECORD_ABOUT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/clock.h"
#include "net/topology.h"

struct buf;

#define TAPE_ABOUT_PANES 64

struct tape_about_pane {
	char name[32];
	char run[256]; /* command line, cut; "" a shell */
	uint16_t node;
	uint16_t rows, cols; /* of its terminal when the tape began; NOTE_SIZE tells changes */
};

struct tape_about {
	char version[32];  /* of the wirelab that wrote it */
	char lab[64];      /* name; "" a free bench */
	char lang[8];      /* of texts that came from the interface: "en", "zh" */
	uint64_t recorded; /* of which lab (lab/fingerprint.h) it is the recording that the lab
	                    * ships; 0: of none */
	nsec began;        /* time 0 of the screen's clock */
	nsec offset;       /* wall clock minus the tape's clock */
	struct topology topology;
	uint16_t pane_count;
	struct tape_about_pane panes[TAPE_ABOUT_PANES];
};

/* As fields (tape_file.h), and back. False: wrong, with whatever was understood in *out. Nodes,
 * links and panes that out refers to exist. */
void tape_about_put(const struct tape_about *a, struct buf *out);
bool tape_about_take(struct bytes from, struct tape_about *out);

#endif
