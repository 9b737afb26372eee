/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Finding labs: folders with a lab.yaml, sorted as the course goes.
 */
#include "lab/catalogue.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/vec.h"
#include "lab/lab.h"
#include "base/near.h"

#define FOLDERS_MAX 512

typedef VEC(char *) names;

static bool has_lab(const char *folder)
{
	_cleanup_free_ char *file = xasprintf("%s/lab.yaml", folder);
	struct stat st;
	return stat(file, &st) == 0 && S_ISREG(st.st_mode);
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The names of dir's folders that hold a lab, sorted. */
static bool list_folders(const char *dir, names *out, struct err *e)
{
	DIR *d = opendir(dir);
	if (!d)
		return err_set(
		        e, ERR_INPUT, _("the labs in %s can't be read: %s"), dir, strerror(errno));
	for (struct dirent *entry; out->count < FOLDERS_MAX && (entry = readdir(d));) {
		_cleanup_free_ char *folder = xasprintf("%s/%s", dir, entry->d_name);
		if (entry->d_name[0] != '.' && has_lab(folder))
			vec_push(out, xstrdup(entry->d_name));
	}
	closedir(d);
	if (out->count)
		qsort(out->at, out->count, sizeof(*out->at), by_name);
	return true;
}

static void free_names(names *n)
{
	VEC_EACH (name, n) {
		free(*name);
	}
	vec_free(n);
}

/* By chapter, then place in it, then name. */
static int by_course(const void *a, const void *b)
{
	const struct lab *x = *(struct lab *const *)a, *y = *(struct lab *const *)b;
	if (x->chapter != y->chapter)
		return x->chapter < y->chapter ? -1 : 1;
	if (x->order != y->order)
		return x->order < y->order ? -1 : 1;
	return strcmp(x->name, y->name);
}

struct catalogue *catalogue_load(const char *dir, struct err *e)
{
	names folders = {0};
	if (!list_folders(dir, &folders, e))
		return NULL;
	struct catalogue *c = xcalloc(1, sizeof(*c));
	c->labs = xcalloc(folders.count + 1, sizeof(*c->labs));
	c->broken = xcalloc(folders.count + 1, sizeof(*c->broken));
	VEC_EACH (name, &folders) {
		_cleanup_free_ char *folder = xasprintf("%s/%s", dir, *name);
		struct err why = {0};
		struct lab *lab = lab_load(folder, &why);
		if (lab)
			c->labs[c->count++] = lab;
		else
			c->broken[c->broken_count++] = xstrdup(why.text);
	}
	free_names(&folders);
	if (c->count)
		qsort(c->labs, c->count, sizeof(*c->labs), by_course);
	return c;
}

void catalogue_destroy(struct catalogue *c)
{
	if (!c)
		return;
	for (size_t i = 0; i < c->count; i++)
		lab_destroy(c->labs[i]);
	for (size_t i = 0; i < c->broken_count; i++)
		free(c->broken[i]);
	free(c->labs);
	free(c->broken);
	free(c);
}

static void say_missing(const char *name, names *there, struct err *e)
{
	const char *near = near_word(name, (const char *const *)there->at, there->count);
	if (near) {
		err_set(e, ERR_USAGE, _("no lab is called %.60s; did you mean %s?"), name, near);
		return;
	}
	struct buf all = {0};
	VEC_EACH (lab, there) {
		buf_printf(&all, "%s%s", all.len ? ", " : "", *lab);
	}
	err_set(e, ERR_USAGE, _("no lab is called %.60s; there are %s"), name,
	        all.len ? buf_text(&all) : _("none"));
	buf_finish(&all);
}

char *catalogue_find(const char *labs_dir, const char *name_or_path, struct err *e)
{
	bool is_path = strchr(name_or_path, '/') || *name_or_path == '.' || !*name_or_path;
	if (is_path) {
		if (*name_or_path && has_lab(name_or_path))
			return xstrdup(name_or_path);
		err_set(e, ERR_USAGE, _("there is no lab.yaml in %.200s"),
		        *name_or_path ? name_or_path : "\"\"");
		return NULL;
	}
	char *folder = xasprintf("%s/%s", labs_dir, name_or_path);
	if (has_lab(folder))
		return folder;
	free(folder);
	if (has_lab(name_or_path)) /* a folder right here, named without ./ */
		return xasprintf("./%s", name_or_path);
	names there = {0};
	if (list_folders(labs_dir, &there, e))
		say_missing(name_or_path, &there, e);
	free_names(&there);
	return NULL;
}

const char *catalogue_chapter(char letter)
{
	static const char *const titles[] = {
	        N_("Foundations"),
	        N_("TCP"),
	        N_("UDP and sockets"),
	        N_("Servers"),
	        N_("I/O models"),
	        N_("One to many"),
	        N_("Applications"),
	};
	bool known = letter >= 'A' && letter <= 'G';
	return known ? titles[letter - 'A'] : "";
}
