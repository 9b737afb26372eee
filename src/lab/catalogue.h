/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The labs that can be found: every folder with a lab.yaml below the labs folder.
 */
#ifndef LAB_CATALOGUE_H
#define LAB_CATALOGUE_H

#include <stddef.h>

struct err;
struct lab;

struct catalogue {
	struct lab **labs; /* in the order of chapter, then of the course within it */
	size_t count;
	char **broken; /* sentences about folders whose lab could not be read */
	size_t broken_count;
};

/* Reads all labs below dir. NULL only when the folder itself can't be read. */
struct catalogue *catalogue_load(const char *dir, struct err *e);
void catalogue_destroy(struct catalogue *c);

/* Where a lab is: a name of the catalogue's folder, or a path to a folder with a lab.yaml. The
 * caller frees; NULL with e ("no lab is called X; there are ...") when there is none. */
char *catalogue_find(const char *labs_dir, const char *name_or_path, struct err *e);

/* The chapters' titles, 'A' to 'G'; English, to be translated where shown. Static. */
const char *catalogue_chapter(char letter);

#endif
