/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Fills the views' source from a tape as of a moment: of the bench that runs, or of a file.
 */
#ifndef FRONT_PAST_SOURCE_H
#define FRONT_PAST_SOURCE_H

#include "bench/past.h"
#include "ui/view/source.h"

/* A program's source, of a lab that a file tells of. */
struct past_text {
	char *path;
	struct buf text;
};

/* Zeroed is closed. */
struct past_source {
	struct past *past;      /* owned; NULL: nobody looked back yet */
	const struct tape *all; /* the whole tape, borrowed */
	uint64_t moment;        /* the event after which everything is shown; TAPE_NONE: none */
	struct view_source view;
	const struct view_source *live; /* of the bench that runs; NULL: of a file */
	struct bench_pane *panes;       /* owned; without terminals */
	/* Of a file; NULL for a bench that runs. Owned. */
	struct lanes *lanes;
	struct lab *lab;
	struct lesson *lesson;
	struct past_text *texts;        /* one a pane */
	const struct progress *answers; /* of who looks at a recording; NULL: the tape's own */
	bool behind;                    /* lanes and past have not read everything yet */
};

/* live: what the bench shows now, whose lab, lesson and sources are used; NULL for a file, whose
 * lab is in lab_dir (NULL: not known) and told in `lang`. All borrowed but about, which
 * is copied. */
void past_source_begin(struct past_source *s, const struct tape *t, const struct tape_about *about,
        const struct view_source *live, const char *lab_dir, enum lab_lang lang);
/* From now on the lesson is that of somebody who looks at a lab's recording: these answers and
 * hints (borrowed) are theirs, and a step's question is judged by what was recorded. */
void past_source_answers(struct past_source *s, const struct progress *answers);
/* To the moment just after an event; the nearest one when it is not there. */
void past_source_seek(struct past_source *s, uint64_t event);
/* Once a frame: the tape may have grown. */
void past_source_fill(struct past_source *s);
/* Whether the next frame will show more, though nothing happens. */
bool past_source_behind(const struct past_source *s);
void past_source_finish(struct past_source *s);

#endif
