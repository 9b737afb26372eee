/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reads a tape from a pcapng file, as far as it is one.
 *
 * How it works. The whole file is in memory. A first walk over its blocks adds up how much tape
 * they can need, the second appends their events; each event says what it refers to, and what
 * refers to nothing is damage, after which nothing is read.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/file.h"
#include "base/i18n.h"
#include "capture/pcapng_read.h"
#include "record/codec.h"
#include "capture/gzip.h"
#include "record/tape_file.h"
#include "tape/tape.h"

#define FILE_BYTES_MAX ((size_t)4 << 30)
#define UNPACKED_MAX ((size_t)1 << 30)
#define PADDING_MOST 3 /* zeros at the end of a block; no event is so short */

struct reader {
	struct pcapng_walk walk;
	struct tape_file *file;
	uint64_t frames;
	bool begun; /* the first event's id is known */
	bool ended;
};

/* Is it a block of ours, and of which kind? */
static bool is_ours(const struct pcapng_found *found, struct bytes *body, uint8_t *what)
{
	*body = found->body;
	if (found->type != PCAPNG_TAPE || !codec_take_head(body))
		return false;
	*what = bytes_u8(body);
	return !body->bad;
}

/* Memory for what the blocks hold. An event takes up to five times its bytes in the file (48 for a
 * note of 12), a frame less than its block; the index takes a twelfth, and one event a quarter. */
static size_t tape_need(struct pcapng_walk w)
{
	size_t need = (size_t)1 << 20, largest = 0;
	struct pcapng_found found;
	while (pcapng_next(&w, &found) == PCAPNG_FOUND) {
		need += found.body.len * (found.type == PCAPNG_PACKET ? 1 : 5) + 64;
		largest = found.body.len > largest ? found.body.len : largest;
	}
	need += need / 8;
	return need > 5 * largest ? need : 5 * largest;
}

/* Ids only go up; where some are missing, the older ones were lost in the writing. */
static bool expect_id(struct reader *r, uint64_t id)
{
	struct tape *t = r->file->tape;
	if (id >= TAPE_NONE / 2 || (r->begun && id < tape_end(t)))
		return false;
	if (!r->begun || id > tape_end(t)) {
		tape_clear(t);
		tape_begin_at(t, id);
	}
	r->begun = true;
	return true;
}

static bool read_events(struct reader *r, struct bytes body)
{
	uint64_t id = take64(&body);
	if (body.bad || !expect_id(r, id))
		return false;
	while (bytes_left(&body) > PADDING_MOST)
		if (!codec_take_event(&body, r->file->about, r->file->tape))
			return false;
	return true;
}

static bool read_block(struct reader *r, const struct pcapng_found *found)
{
	struct bytes body;
	uint8_t what = 0;
	if (!is_ours(found, &body, &what))
		return true;
	if (what == TAPE_BLOCK_END)
		r->ended = take64(&body) == tape_end(r->file->tape);
	if (what != TAPE_BLOCK_EVENTS)
		return true;
	return read_events(r, body);
}

/* The option of ours that a frame carries; false: it is another tool's frame. */
static bool frame_option(const struct reader *r, struct bytes options, struct bytes *out)
{
	uint16_t code;
	while (pcapng_option(&r->walk, &options, &code, out))
		if (code == PCAPNG_OPTION_TAPE && codec_take_head(out))
			return true;
	return false;
}

static bool read_frame(struct reader *r, const struct pcapng_found *found)
{
	struct pcapng_packet p;
	struct bytes option;
	struct tape_event ev;
	if (!pcapng_packet(&r->walk, found->body, &p))
		return false;
	if (!frame_option(r, p.options, &option))
		return true;
	uint32_t links = r->file->about->topology.link_count;
	if (!codec_take_frame(&option, &ev) || p.interface >= 2 * links || !expect_id(r, ev.id))
		return false;
	ev.frame.link = (uint16_t)(p.interface / 2);
	ev.frame.direction = p.interface % 2;
	ev.frame.captured = p.captured;
	ev.frame.length = p.length < p.captured ? p.captured : p.length;
	ev.frame.bytes = p.bytes;
	tape_add_frame(r->file->tape, ev.when, &ev.frame);
	if (ev.frame.fate == FATE_FOLDED && ev.frame.related < ev.id)
		tape_fold(r->file->tape, ev.frame.related);
	r->frames++;
	return true;
}

static void note_damage(struct reader *r, enum pcapng_step how, size_t offset, size_t size)
{
	char *out = r->file->damage;
	size_t room = sizeof(r->file->damage);
	if (how == PCAPNG_CUT)
		snprintf(out, room, _("the file is cut off at byte %zu: what came before is shown"),
		        size);
	else
		snprintf(out, room,
		        _("the file is damaged at byte %zu: what comes before is shown"), offset);
}

static void read_all(struct reader *r)
{
	struct pcapng_found found;
	enum pcapng_step step;
	size_t size = r->walk.file.len;
	while ((step = pcapng_next(&r->walk, &found)) == PCAPNG_FOUND) {
		bool good =
		        found.type == PCAPNG_PACKET ? read_frame(r, &found) : read_block(r, &found);
		if (good)
			continue;
		note_damage(r, PCAPNG_WRONG, found.offset, size);
		return;
	}
	if (step != PCAPNG_END)
		note_damage(r, step, found.offset, size);
	else if (!r->ended)
		snprintf(r->file->damage, sizeof(r->file->damage),
		        _("the recording was cut off: what was written until then is shown"));
}

/* What the tape is about; false: no block says so. */
static bool find_about(struct pcapng_walk w, struct tape_about *out, size_t *offset)
{
	struct pcapng_found found;
	*offset = 0;
	while (pcapng_next(&w, &found) == PCAPNG_FOUND) {
		struct bytes body;
		uint8_t what = 0;
		if (!is_ours(&found, &body, &what) || what != TAPE_BLOCK_ABOUT)
			continue;
		*offset = found.offset;
		return tape_about_take(body, out);
	}
	return false;
}

static bool refuse(const char *name, struct bytes file, size_t wrong_at, struct err *e)
{
	if (wrong_at)
		return err_set(e, ERR_INPUT,
		        _("%s: the description at byte %zu of this tape is damaged"), name,
		        wrong_at);
	switch (pcapng_kind(file)) {
	case PCAPNG_YES:
		return err_set(e, ERR_INPUT,
		        _("%s is a pcapng capture without a tape: wireshark or tcpdump -r read it"),
		        name);
	case PCAPNG_OLD_PCAP:
		return err_set(e, ERR_INPUT,
		        _("%s is a pcap capture, not a tape: wireshark or tcpdump -r read it"),
		        name);
	case PCAPNG_NO:
		break;
	}
	return err_set(e, ERR_INPUT, _("%s is no tape and no capture"), name);
}

static struct tape_file *read_plain(const void *bytes, size_t len, const char *name, struct err *e)
{
	struct pcapng_walk walk = {.file = bytes_over(bytes, len)};
	struct tape_about *about = xcalloc(1, sizeof(*about));
	size_t offset;
	if (!find_about(walk, about, &offset)) {
		refuse(name, walk.file, offset, e);
		free(about);
		return NULL;
	}
	struct tape_file *f = xcalloc(1, sizeof(*f));
	f->about = about;
	f->tape = tape_create(tape_need(walk));
	struct reader r = {.walk = walk, .file = f};
	read_all(&r);
	return f;
}

/* What is damaged in packed bytes ends early, as a tape that says so. */
struct tape_file *tape_file_read(const void *bytes, size_t len, const char *name, struct err *e)
{
	struct buf plain = {0};
	struct tape_file *f = NULL;
	if (!gzip_is(bytes, len))
		return read_plain(bytes, len, name, e);
	int rc = gzip_unpack(bytes, len, UNPACKED_MAX, &plain);
	if (rc == -EFBIG)
		err_set(e, ERR_INPUT, _("%s: it unpacks to more than %zu MiB"), name,
		        UNPACKED_MAX >> 20);
	else if (rc < 0 && !plain.len)
		err_set(e, ERR_INPUT, _("%s is damaged: gzip can't unpack it"), name);
	else
		f = read_plain(buf_text(&plain), plain.len, name, e);
	buf_finish(&plain);
	return f;
}

struct tape_file *tape_file_open(const char *path, struct err *e)
{
	struct buf content = {0};
	bool is_stdin = strcmp(path, "-") == 0;
	int rc = is_stdin ? buf_read(&content, STDIN_FILENO, FILE_BYTES_MAX) : 0;
	if (rc < 0)
		err_set(e, ERR_INPUT, _("standard input: %s"), strerror(-rc));
	bool good = rc == 0 && (is_stdin || file_read(path, FILE_BYTES_MAX, &content, e));
	const char *name = is_stdin ? _("standard input") : path;
	struct tape_file *f = NULL;
	if (good)
		f = tape_file_read(buf_text(&content), content.len, name, e);
	buf_finish(&content);
	return f;
}

void tape_file_close(struct tape_file *f)
{
	if (!f)
		return;
	tape_destroy(f->tape);
	free(f->about);
	free(f);
}
