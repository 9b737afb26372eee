/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The file of a lab's progress:
 *
 *   wirelab progress 1
 *   at STEP
 *   step STEP done 1 chosen 0 right 1 hints 2
 *
 * STEP is a step's id. Lines of steps that the lab no longer has are left out when it is saved.
 */
#include "lab/progress.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/alloc.h"
#include "base/err.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/paths.h"

#define FILE_MAX ((size_t)64 * 1024)
#define HEADER "wirelab progress 1"
#define OPTIONS_MAX 16

void progress_init(struct progress *p)
{
	*p = (struct progress){0};
	for (size_t i = 0; i < PROGRESS_STEPS_MAX; i++)
		p->chosen[i] = p->right[i] = -1;
}

static size_t steps_of(const struct lab *lab)
{
	return lab->step_count < PROGRESS_STEPS_MAX ? lab->step_count : PROGRESS_STEPS_MAX;
}

static char *path_of(const struct lab *lab, const char *state_dir)
{
	return xasprintf("%s/progress/%s", state_dir, lab->name);
}

/* ---- reading ---- */

/* Takes " WORD N" at *s, N from -1 to most. */
static bool take(const char **s, const char *word, int most, int *out)
{
	size_t len = strlen(word);
	if (**s != ' ' || strncmp(*s + 1, word, len) != 0 || (*s)[len + 1] != ' ')
		return false;
	char *end;
	errno = 0;
	long n = strtol(*s + len + 2, &end, 10);
	if (errno || end == *s + len + 2 || n < -1 || n > most)
		return false;
	*s = end;
	*out = (int)n;
	return true;
}

static bool read_step(const struct lab *lab, const char *line, struct progress *p)
{
	char id[64];
	size_t len = strcspn(line, " ");
	if (!len || len >= sizeof(id))
		return false;
	memcpy(id, line, len);
	id[len] = '\0';
	line += len;
	int done, chosen, right, hints;
	bool ok = take(&line, "done", 1, &done) && take(&line, "chosen", OPTIONS_MAX, &chosen) &&
	          take(&line, "right", 1, &right) && take(&line, "hints", 3, &hints);
	if (!ok || *line || done < 0 || hints < 0)
		return false;
	int step = lab_step(lab, id);
	if (step < 0 || step >= PROGRESS_STEPS_MAX)
		return true;
	p->done[step] = done == 1;
	p->chosen[step] = chosen;
	p->right[step] = right;
	p->hints[step] = (unsigned)hints;
	return true;
}

/* The step the learner is at may be gone: then the first that is not done. */
static void read_at(const struct lab *lab, const char *id, struct progress *p)
{
	int step = lab_step(lab, id);
	p->step = step >= 0 && step < PROGRESS_STEPS_MAX ? (size_t)step : SIZE_MAX;
}

static bool read_line(const struct lab *lab, const char *line, struct progress *p)
{
	if (strncmp(line, "step ", 5) == 0)
		return read_step(lab, line + 5, p);
	if (strncmp(line, "at ", 3) != 0)
		return false;
	read_at(lab, line + 3, p);
	return true;
}

static bool read_all(const struct lab *lab, char *text, size_t len, struct progress *p)
{
	if (strlen(text) != len || len == 0 || text[len - 1] != '\n')
		return false;
	bool first = true;
	p->step = SIZE_MAX;
	for (char *line = text, *end; *line; line = end + 1) {
		end = strchr(line, '\n');
		*end = '\0';
		if (first ? strcmp(line, HEADER) != 0 : !read_line(lab, line, p))
			return false;
		first = false;
	}
	if (p->step != SIZE_MAX)
		return true;
	p->step = 0;
	while (p->step + 1 < steps_of(lab) && p->done[p->step])
		p->step++;
	return true;
}

/* Nothing is lost: the file gets another name. True with e's sentence: one can begin anew. */
static bool set_aside(const char *path, struct err *e)
{
	_cleanup_free_ char *aside = xasprintf("%s.broken", path);
	if (rename(path, aside) != 0)
		return err_sys(e, errno, _("%s can't be understood and can't be set aside"), path);
	err_set(e, ERR_INPUT,
	        _("the saved progress could not be understood; it is kept as %s, and you begin "
	          "anew"),
	        aside);
	return true;
}

bool progress_load(const struct lab *lab, const char *state_dir, struct progress *p, struct err *e)
{
	_cleanup_free_ char *path = path_of(lab, state_dir);
	struct stat st;
	progress_init(p);
	if (stat(path, &st) != 0 && errno == ENOENT)
		return true;
	struct buf text = {0};
	bool readable = file_read(path, FILE_MAX, &text, e);
	/* A file that is there but can't be read (permissions) stays where it is; one that is no
	 * file of ours, or too long, goes aside. */
	if (!readable && !S_ISREG(st.st_mode))
		return false;
	if (!readable && (size_t)st.st_size <= FILE_MAX)
		return false;
	size_t len = text.len;
	_cleanup_free_ char *copy = buf_steal(&text);
	if (readable && read_all(lab, copy, len, p))
		return true;
	progress_init(p);
	return set_aside(path, e);
}

/* ---- writing ---- */

bool progress_save(
        const struct lab *lab, const char *state_dir, const struct progress *p, struct err *e)
{
	_cleanup_free_ char *dir = xasprintf("%s/progress", state_dir);
	_cleanup_free_ char *path = path_of(lab, state_dir);
	if (!paths_make_dir(dir, e))
		return false;
	size_t steps = steps_of(lab), at = p->step < steps ? p->step : 0;
	struct buf text = {0};
	buf_printf(&text, HEADER "\nat %s\n", lab->steps[at].id);
	for (size_t i = 0; i < steps; i++)
		buf_printf(&text, "step %s done %d chosen %d right %d hints %u\n", lab->steps[i].id,
		        p->done[i], p->chosen[i], p->right[i], p->hints[i]);
	bool ok = file_write(path, buf_text(&text), text.len, 0600, e);
	buf_finish(&text);
	return ok;
}

size_t progress_count(const struct lab *lab, const struct progress *p)
{
	size_t n = 0;
	for (size_t i = 0; i < steps_of(lab); i++)
		n += p->done[i];
	return n;
}
