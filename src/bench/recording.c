/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Recordings of labs: made, opened, checked.
 */
#include "bench/recording.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/file.h"
#include "base/i18n.h"
#include "bench/bench_internal.h"
#include "bench/fate.h"
#include "bench/past.h"
#include "capture/pcapng.h"
#include "lab/fingerprint.h"
#include "record/abridge.h"
#include "capture/gzip.h"
#include "record/tape_file.h"
#include "tape/tape.h"

static char *path_of(const char *dir)
{
	return xasprintf("%s/" RECORDING_NAME, dir);
}

static void comment(const void *user, uint64_t frame, char *out, size_t size)
{
	fate_comment(user, frame, out, size);
}

/* The abridged tape as a capture in memory; the caller frees *bytes. */
static bool write_capture(const struct bench *b, const struct tape_about *about, char **bytes,
        size_t *len, struct err *e)
{
	static const struct abridge_limits limits = {
	        .frame_bytes = 192, .call_bytes = 256, .frames_a_step = 400};
	struct tape *t = abridge_tape(b->tape, &limits);
	struct fate_scene scene = {t, &about->topology, about->began};
	struct tape_writer *w =
	        tape_writer_begin(pcapng_create_memory(bytes, len), about, comment, &scene);
	tape_writer_add(w, t);
	bool good = tape_writer_end(w, e);
	tape_destroy(t);
	return good;
}

bool recording_save(const struct bench *b, struct err *e)
{
	char *_cleanup_free_ path = path_of(b->lab->dir);
	struct tape_about *_cleanup_free_ about = xmalloc(sizeof(*about));
	char *bytes = NULL;
	size_t len = 0;
	struct buf packed = {0};
	bench_about(b, about);
	bool good = lab_fingerprint(b->lab->dir, &about->recorded, e) &&
	            write_capture(b, about, &bytes, &len, e);
	if (good)
		gzip_pack(bytes, len, &packed);
	free(bytes);
	good = good && file_write(path, packed.at, packed.len, 0644, e);
	buf_finish(&packed);
	return good;
}

bool recording_there(const char *dir)
{
	char *_cleanup_free_ path = path_of(dir);
	return access(path, R_OK) == 0;
}

struct tape_file *recording_open(const char *dir, struct err *e)
{
	char *_cleanup_free_ path = path_of(dir);
	struct tape_file *f = tape_file_open(path, e);
	if (!f || f->about->recorded)
		return f;
	tape_file_close(f);
	err_set(e, ERR_INPUT, _("%s is no recording of a lab"), path);
	return NULL;
}

bool recording_is_of(const struct tape_about *about, const char *dir)
{
	uint64_t now;
	struct err e;
	return lab_fingerprint(dir, &now, &e) && now == about->recorded;
}

/* Every step is done in it, in whatever order. */
static bool has_all_steps(const struct tape *t, const struct lab *lab)
{
	size_t done = 0;
	struct tape_event ev;
	for (uint64_t id = tape_first(t); tape_get(t, id, &ev); id++) {
		if (ev.kind != TAPE_NOTE || ev.note.kind != NOTE_CHECK)
			continue;
		done += strncmp(ev.note.text, "step ", 5) == 0 &&
		        lab_step(lab, ev.note.text + 5) == (int)done;
	}
	return done == lab->step_count;
}

bool recording_check(const struct lab *lab, struct err *e)
{
	char *_cleanup_free_ path = path_of(lab->dir);
	struct stat st;
	if (stat(path, &st) < 0)
		return err_set(e, ERR_CHECK,
		        _("%s: the lab has no recording: `wirelab run %s --record` makes it"),
		        lab->dir, lab->dir);
	if ((size_t)st.st_size > RECORDING_BYTES_MAX)
		return err_set(e, ERR_CHECK,
		        _("%s: %zu KiB, more than the %zu that a recording may have"), path,
		        (size_t)st.st_size >> 10, RECORDING_BYTES_MAX >> 10);
	struct tape_file *f = recording_open(lab->dir, e);
	if (!f)
		return false;
	bool good = !f->damage[0] || err_set(e, ERR_CHECK, "%s: %s", path, f->damage);
	if (good && (!recording_is_of(f->about, lab->dir) || !has_all_steps(f->tape, lab)))
		good = err_set(e, ERR_CHECK,
		        _("%s is of another version of the lab: `wirelab run %s --record` makes "
		          "it anew"),
		        path, lab->dir);
	tape_file_close(f);
	return good;
}
