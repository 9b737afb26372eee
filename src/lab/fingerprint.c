/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a lab does, as one number: FNV-1a over its parts. It tells versions apart, it proves
 * nothing.
 */
#include "lab/fingerprint.h"

#include <dirent.h>
#include <errno.h>
#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/alloc.h"
#include "base/err.h"
#include "base/file.h"
#include "base/i18n.h"
#include "lab/tree.h"

#define FILE_MAX ((size_t)1 << 20)
#define FILES_MAX 200

static void mix(uint64_t *sum, const void *bytes, size_t len)
{
	const uint8_t *b = bytes;
	for (size_t i = 0; i < len; i++)
		*sum = (*sum ^ b[i]) * 0x100000001b3u;
}

/* With its NUL, so that "ab" "c" is not "a" "bc". */
static void mix_text(uint64_t *sum, const char *text)
{
	mix(sum, text, strlen(text) + 1);
}

/* Entries that only people read, or that say where the lab stands among others. */
static bool is_for_people(const char *key)
{
	static const char *const keys[] = {
	        "title", "about", "says", "chapter", "order", "minutes", "level"};
	for (size_t i = 0; key && i < sizeof(keys) / sizeof(keys[0]); i++)
		if (strcmp(keys[i], key) == 0)
			return true;
	return false;
}

/* As deep as tree.c lets a file be: TREE_DEPTH_MAX. */
static void mix_tree(uint64_t *sum, const struct tree *t)
{
	const uint8_t kind = (uint8_t)t->kind;
	if (is_for_people(t->key))
		return;
	mix(sum, &kind, 1);
	mix_text(sum, t->key ? t->key : "");
	mix_text(sum, t->kind == TREE_TEXT ? t->text : "");
	for (size_t i = 0; i < t->count; i++)
		mix_tree(sum, &t->at[i]);
	mix_text(sum, "/");
}

static bool mix_yaml(uint64_t *sum, const char *path, struct err *e)
{
	struct buf text = {0};
	struct tree *t = NULL;
	if (file_read(path, FILE_MAX, &text, e))
		t = tree_parse(buf_text(&text), text.len, path, e);
	if (t)
		mix_tree(sum, t);
	bool good = t;
	tree_destroy(t);
	buf_finish(&text);
	return good;
}

static bool mix_file(uint64_t *sum, const char *dir, const char *name, struct err *e)
{
	char *_cleanup_free_ path = xasprintf("%s/%s", dir, name);
	struct stat st;
	struct buf text = {0};
	if (strcmp(name, "lab.yaml") == 0)
		return mix_yaml(sum, path, e);
	if (stat(path, &st) == 0 && !S_ISREG(st.st_mode))
		return true;
	bool good = file_read(path, FILE_MAX, &text, e);
	mix_text(sum, name);
	mix(sum, text.at, good ? text.len : 0);
	buf_finish(&text);
	return good;
}

/* Editors leave files that begin with a dot or end with a tilde. */
static int counts(const struct dirent *entry)
{
	static const char *const others[] = {".*", "*~", "*.md", "recording.*"};
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (fnmatch(others[i], entry->d_name, 0) == 0)
			return 0;
	return 1;
}

/* Not as the locale sorts: the same everywhere. */
static int by_bytes(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

bool lab_fingerprint(const char *dir, uint64_t *out, struct err *e)
{
	struct dirent **names = NULL;
	uint64_t sum = 0xcbf29ce484222325u;
	int n = scandir(dir, &names, counts, by_bytes);
	if (n < 0)
		return err_set(e, ERR_INPUT, "%s: %s", dir, strerror(errno));
	bool good = n <= FILES_MAX ||
	            err_set(e, ERR_INPUT, _("%s: more than %d files"), dir, FILES_MAX);
	for (int i = 0; i < n; i++) {
		good = good && mix_file(&sum, dir, names[i]->d_name, e);
		free(names[i]);
	}
	free(names);
	*out = sum ? sum : 1;
	return good;
}
