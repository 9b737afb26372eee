/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Python's lines: from the interpreter's thread states to frames, code objects and their tables.
 */
#include "trace/source_python.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/bytes.h"
#include "base/map.h"
#include "base/text.h"
#include "base/vec.h"

enum {
	INTERPRETERS_MAX = 8,
	THREADS_MAX = 4096,
	FRAMES_MAX = 64,
	NAME_MAX_ = 1024, /* code points of a file's or a function's name */
	TABLE_MAX = 64 * 1024,
	STRINGS_MAX = 4096,
	CODES_MAX = 2048, /* then all are forgotten */
	TRAILS_MAX = 1024,
	PIECES_MAX = 12,
	PIECES_BYTES = 2048,
};

_Static_assert((int)PIECES_MAX <= (int)ARGS_PIECES_MAX, "all can be read at once");

/* CPython 3.11, LP64: pycore_runtime.h, pycore_interp.h, cpython/pystate.h. */
enum {
	RUNTIME_INTERPRETERS = 40,
	INTERPRETER_NEXT = 0,
	INTERPRETER_THREADS = 16,
	THREAD_NEXT = 8,
	THREAD_CFRAME = 56,
	THREAD_NATIVE_ID = 160,
	THREAD_SIZE = 168,
	CFRAME_FRAME = 8,
};

/* _PyInterpreterFrame, pycore_frame.h. */
enum {
	FRAME_CODE = 32,
	FRAME_PREVIOUS = 48,
	FRAME_INSTRUCTION = 56,
	FRAME_OWNER = 69,
	FRAME_SIZE = 72,
	OWNERS = 3
};

/* PyObject, PyVarObject, PyTypeObject, PyCodeObject: object.h, cpython/code.h. */
enum {
	OBJECT_TYPE = 8,
	OBJECT_SIZE = 16,
	TYPE_NAME = 24,
	CODE_FIRST_LINE = 72,
	CODE_FILE = 112,
	CODE_NAME = 120,
	CODE_TABLE = 136,
	CODE_INSTRUCTIONS = 184,
	BYTES_AT = 32,
};

/* PyASCIIObject and PyCompactUnicodeObject, cpython/unicodeobject.h; the bits of `state`. */
enum {
	TEXT_LENGTH = 16,
	TEXT_STATE = 32,
	TEXT_ASCII_AT = 48,
	TEXT_AT = 72,
	STATE_KIND = 7 << 2, /* bytes a code point: 1, 2, 4 */
	STATE_COMPACT = 1 << 5,
	STATE_ASCII = 1 << 6,
	STATE_READY = 1 << 7,
};

/* What of a code object never changes; the interpreter counts and caches in the rest of it. */
struct fixed {
	uint64_t units; /* of instructions */
	uint64_t file, name, table;
	int64_t first_line;
};

/* A code object as it was when it was read. */
struct code {
	uint64_t address;
	struct fixed fixed;
	const char *file, *function; /* among the strings */
	bool own;                    /* not of Python's library */
	uint8_t *table;              /* owned */
	size_t table_size;
	uint64_t instruction; /* the last one asked for, and its line */
	int line;
};

/* What the last look at a thread read. The next one reads the same at once, and goes on from there
 * where things have changed: mostly a look costs one call. */
struct trail {
	struct args_piece pieces[PIECES_MAX];
	size_t count;
};

struct reader {
	const struct args_memory *memory;
	struct trail used;
	struct trail ahead; /* the pieces whose bytes are here already: */
	uint8_t bytes[PIECES_BYTES];
};

struct source_python {
	uint64_t runtime;
	struct map trail_of; /* by the thread's number */
	VEC(struct trail) trails;
	struct map threads; /* number to address of its state */
	struct map by_address;
	VEC(struct code) codes;
	VEC(char *) strings;
	uint64_t code_type, text_type, bytes_type; /* 0: not met yet */
};

bool source_python_knows(uint64_t version)
{
	return version >> 16 == 0x030b && (version >> 4 & 0xf) == 0xf; /* 3.11, no alpha or beta */
}

struct source_python *source_python_create(uint64_t runtime)
{
	struct source_python *s = xcalloc(1, sizeof(*s));
	s->runtime = runtime;
	return s;
}

static void forget_codes(struct source_python *s)
{
	VEC_EACH (c, &s->codes)
		free(c->table);
	s->codes.count = 0;
	map_finish(&s->by_address);
}

void source_python_destroy(struct source_python *s)
{
	if (!s)
		return;
	forget_codes(s);
	vec_free(&s->codes);
	map_finish(&s->threads);
	map_finish(&s->trail_of);
	vec_free(&s->trails);
	VEC_EACH (p, &s->strings)
		free(*p);
	vec_free(&s->strings);
	free(s);
}

/* ---- memory ---- */

static void prefetch(struct reader *r, const struct trail *t)
{
	const struct args_memory *m = r->memory;
	if (!m->read_pieces || t->count < 2)
		return;
	size_t got = m->read_pieces(m->user, t->pieces, t->count, r->bytes), sum = 0;
	r->ahead = *t;
	for (r->ahead.count = 0; r->ahead.count < t->count; r->ahead.count++) {
		sum += t->pieces[r->ahead.count].len;
		if (sum > got)
			break;
	}
}

static bool is_ahead(const struct reader *r, uint64_t address, void *out, size_t len)
{
	size_t at = 0;
	for (size_t i = 0; i < r->ahead.count; i++) {
		if (r->ahead.pieces[i].address == address && r->ahead.pieces[i].len == len) {
			memcpy(out, r->bytes + at, len);
			return true;
		}
		at += r->ahead.pieces[i].len;
	}
	return false;
}

/* Whether one more piece of this length can be read ahead next time. */
static bool has_room(const struct trail *t, size_t len)
{
	size_t sum = len;
	for (size_t i = 0; i < t->count; i++)
		sum += t->pieces[i].len;
	return t->count < PIECES_MAX && sum <= PIECES_BYTES;
}

static bool read_all(struct reader *r, uint64_t address, void *out, size_t len)
{
	const struct args_memory *m = r->memory;
	if (!address || address % 8 != 0)
		return false;
	if (!is_ahead(r, address, out, len) && m->read(m->user, address, out, len) != len)
		return false;
	if (has_room(&r->used, len))
		r->used.pieces[r->used.count++] = (struct args_piece){address, len};
	return true;
}

static uint64_t word(const uint8_t *bytes, size_t at)
{
	uint64_t value;
	memcpy(&value, bytes + at, sizeof(value));
	return value;
}

static uint32_t half(const uint8_t *bytes, size_t at)
{
	uint32_t value;
	memcpy(&value, bytes + at, sizeof(value));
	return value;
}

static uint64_t read_word(struct reader *r, uint64_t address)
{
	uint64_t value = 0;
	return read_all(r, address, &value, sizeof(value)) ? value : 0;
}

/* Whether the type at this address has the name; `known` remembers the one that had. */
static bool is_type(struct reader *r, uint64_t type, const char *name, uint64_t *known)
{
	char text[8] = "";
	size_t len = strlen(name) + 1;
	if (type && type == *known)
		return true;
	uint64_t at = type ? read_word(r, type + TYPE_NAME) : 0;
	if (!at || r->memory->read(r->memory->user, at, text, len) != len ||
	        memcmp(text, name, len) != 0)
		return false;
	*known = type;
	return true;
}

/* ---- objects ---- */

static const char *keep_string(struct source_python *s, const char *text)
{
	VEC_EACH (p, &s->strings) {
		if (strcmp(*p, text) == 0)
			return *p;
	}
	if (s->strings.count == STRINGS_MAX)
		return NULL;
	vec_push(&s->strings, xstrdup(text));
	return s->strings.at[s->strings.count - 1];
}

static uint32_t code_point(const uint8_t *bytes, size_t i, size_t kind)
{
	if (kind == 1)
		return bytes[i];
	if (kind == 2)
		return (uint32_t)(bytes[2 * i] | bytes[2 * i + 1] << 8);
	return half(bytes, 4 * i);
}

/* A str; NULL when it is none, or too long, or there are too many. */
static const char *read_text(struct source_python *s, struct reader *r, uint64_t at)
{
	uint8_t head[TEXT_ASCII_AT], bytes[4 * NAME_MAX_];
	if (!read_all(r, at, head, sizeof(head)) ||
	        !is_type(r, word(head, OBJECT_TYPE), "str", &s->text_type))
		return NULL;
	uint64_t length = word(head, TEXT_LENGTH);
	uint32_t state = half(head, TEXT_STATE);
	size_t kind = (state & STATE_KIND) >> 2;
	bool ascii = (state & STATE_ASCII) != 0;
	if (!(state & STATE_COMPACT) || !(state & STATE_READY) || length > NAME_MAX_ ||
	        (kind != 1 && kind != 2 && kind != 4) || (ascii && kind != 1))
		return NULL;
	size_t size = (size_t)length * kind;
	if (!read_all(r, at + (ascii ? TEXT_ASCII_AT : TEXT_AT), bytes, size))
		return NULL;
	struct buf text = {0};
	char utf8[5], shown[4 * NAME_MAX_ + 1];
	for (size_t i = 0; i < length; i++)
		buf_add(&text, utf8, text_encode(code_point(bytes, i, kind), utf8));
	text_printable(buf_text(&text), text.len, shown, sizeof(shown));
	buf_finish(&text);
	return shown[0] ? keep_string(s, shown) : NULL;
}

static bool read_table(struct source_python *s, struct reader *r, struct code *c)
{
	uint8_t head[BYTES_AT];
	uint64_t at = c->fixed.table;
	if (!read_all(r, at, head, sizeof(head)) ||
	        !is_type(r, word(head, OBJECT_TYPE), "bytes", &s->bytes_type))
		return false;
	uint64_t size = word(head, OBJECT_SIZE);
	if (!size || size > TABLE_MAX)
		return false;
	c->table = xmalloc((size_t)size);
	c->table_size = (size_t)size;
	if (read_all(r, at + BYTES_AT, c->table, c->table_size))
		return true;
	free(c->table);
	c->table = NULL;
	return false;
}

/* What is of Python's library, the frozen part of it included, is not the program's own. */
static bool is_own(const char *file)
{
	return strncmp(file, "<frozen ", 8) != 0 && !strstr(file, "/lib/python3");
}

static struct code *remembered(struct source_python *s, uint64_t address)
{
	const uint64_t *i = map_find(&s->by_address, address);
	return i && *i < s->codes.count ? &s->codes.at[*i] : NULL;
}

static bool read_fixed(
        struct source_python *s, struct reader *r, uint64_t address, struct fixed *out)
{
	uint8_t head[CODE_INSTRUCTIONS];
	if (!read_all(r, address, head, sizeof(head)) ||
	        !is_type(r, word(head, OBJECT_TYPE), "code", &s->code_type))
		return false;
	memset(out, 0, sizeof(*out));
	out->units = word(head, OBJECT_SIZE);
	out->file = word(head, CODE_FILE);
	out->name = word(head, CODE_NAME);
	out->table = word(head, CODE_TABLE);
	out->first_line = (int32_t)half(head, CODE_FIRST_LINE);
	return true;
}

/* Another code object may be where one was: it is looked at each time. */
static struct code *find_code(struct source_python *s, struct reader *r, uint64_t address)
{
	struct code c = {.address = address, .instruction = UINT64_MAX};
	if (!read_fixed(s, r, address, &c.fixed))
		return NULL;
	struct code *known = remembered(s, address);
	if (known && memcmp(&known->fixed, &c.fixed, sizeof(c.fixed)) == 0)
		return known;
	c.file = read_text(s, r, c.fixed.file);
	c.function = read_text(s, r, c.fixed.name);
	if (!c.file || !read_table(s, r, &c))
		return NULL;
	c.own = is_own(c.file);
	if (known) {
		free(known->table);
		*known = c;
		return known;
	}
	if (s->codes.count == CODES_MAX)
		forget_codes(s);
	map_put(&s->by_address, address, s->codes.count);
	vec_push(&s->codes, c);
	return &s->codes.at[s->codes.count - 1];
}

/* ---- the location table ---- */

static uint64_t take_varint(struct bytes *b)
{
	uint64_t value = 0;
	for (unsigned shift = 0; shift < 36; shift += 6) {
		uint8_t byte = bytes_u8(b);
		value |= (uint64_t)(byte & 0x3f) << shift;
		if (!(byte & 0x40))
			break;
	}
	return value;
}

static int64_t take_signed(struct bytes *b)
{
	uint64_t value = take_varint(b);
	return value & 1 ? -(int64_t)(value >> 1) : (int64_t)(value >> 1);
}

/* One entry: how far its line is from the one before; false: it has none. */
static bool take_entry(struct bytes *b, unsigned kind, int64_t *line)
{
	enum { ONE_LINE = 10, NO_COLUMNS = 13, LONG = 14, NONE = 15 };
	if (kind == NONE)
		return false;
	if (kind == NO_COLUMNS || kind == LONG)
		*line += take_signed(b);
	else if (kind >= ONE_LINE)
		*line += kind - ONE_LINE;
	if (kind == LONG)
		take_varint(b), take_varint(b), take_varint(b);
	else if (kind != NO_COLUMNS)
		bytes_skip(b, kind >= ONE_LINE ? 2 : 1);
	return true;
}

/* The line of an instruction, counted in code units from the first; 0: none. */
static int line_at(const struct code *c, uint64_t unit)
{
	struct bytes b = bytes_over(c->table, c->table_size);
	int64_t line = c->fixed.first_line;
	uint64_t end = 0;
	while (bytes_left(&b) && !b.bad) {
		uint8_t first = bytes_u8(&b);
		bool has = take_entry(&b, first >> 3 & 0xf, &line);
		end += (first & 7u) + 1;
		if (unit < end && !b.bad)
			return has && line > 0 && line <= INT32_MAX ? (int)line : 0;
	}
	return 0;
}

/* The instruction pointer is that of the last one executed; before the first it is one less. */
static int line_of(struct code *c, uint64_t instruction)
{
	uint64_t begin = c->address + CODE_INSTRUCTIONS;
	if (instruction == begin - 2)
		instruction = begin;
	if (instruction < begin || (instruction - begin) / 2 >= c->fixed.units)
		return 0;
	if (c->instruction != instruction) {
		c->instruction = instruction;
		c->line = line_at(c, (instruction - begin) / 2);
	}
	return c->line;
}

/* ---- threads and frames ---- */

static bool read_thread(struct reader *r, uint64_t at, uint8_t out[THREAD_SIZE])
{
	return read_all(r, at, out, THREAD_SIZE);
}

static uint64_t search_threads(const struct source_python *s, struct reader *r, uint64_t thread,
        uint8_t state[THREAD_SIZE])
{
	uint64_t interpreter = read_word(r, s->runtime + RUNTIME_INTERPRETERS);
	int threads = 0;
	for (int i = 0; interpreter && i < INTERPRETERS_MAX; i++) {
		uint64_t at = read_word(r, interpreter + INTERPRETER_THREADS);
		for (; threads < THREADS_MAX && read_thread(r, at, state); threads++) {
			if (word(state, THREAD_NATIVE_ID) == thread)
				return at;
			at = word(state, THREAD_NEXT);
		}
		interpreter = read_word(r, interpreter + INTERPRETER_NEXT);
	}
	return 0;
}

static bool find_thread(
        struct source_python *s, struct reader *r, uint64_t thread, uint8_t state[THREAD_SIZE])
{
	const uint64_t *known = map_find(&s->threads, thread);
	if (known && read_thread(r, *known, state) && word(state, THREAD_NATIVE_ID) == thread)
		return true;
	uint64_t at = search_threads(s, r, thread, state);
	if (!at)
		return false;
	if (s->threads.count >= THREADS_MAX)
		map_finish(&s->threads);
	map_put(&s->threads, thread, at);
	return true;
}

static struct trace_source find(struct source_python *s, uint64_t thread, struct reader *r)
{
	uint8_t state[THREAD_SIZE], frame[FRAME_SIZE];
	struct trace_source found = {0};
	if (!find_thread(s, r, thread, state))
		return found;
	uint64_t cframe = word(state, THREAD_CFRAME);
	uint64_t at = cframe ? read_word(r, cframe + CFRAME_FRAME) : 0;
	for (int i = 0; i < FRAMES_MAX && read_all(r, at, frame, sizeof(frame)); i++) {
		struct code *c = frame[FRAME_OWNER] < OWNERS
		                         ? find_code(s, r, word(frame, FRAME_CODE))
		                         : NULL;
		int line = c ? line_of(c, word(frame, FRAME_INSTRUCTION)) : 0;
		if (line && (c->own || (!found.file && strncmp(c->file, "<frozen ", 8) != 0)))
			found = (struct trace_source){c->file, line, c->function};
		if (line && c->own)
			return found;
		at = word(frame, FRAME_PREVIOUS);
	}
	return found;
}

static struct trail *trail_of(struct source_python *s, uint64_t thread)
{
	const uint64_t *known = map_find(&s->trail_of, thread);
	if (known)
		return &s->trails.at[*known];
	if (s->trails.count >= TRAILS_MAX) {
		s->trails.count = 0;
		map_finish(&s->trail_of);
	}
	struct trail none = {0};
	map_put(&s->trail_of, thread, s->trails.count);
	vec_push(&s->trails, none);
	return &s->trails.at[s->trails.count - 1];
}

struct trace_source source_python_find(
        struct source_python *s, uint64_t thread, const struct args_memory *m)
{
	struct trail *t = trail_of(s, thread);
	struct reader reader = {.memory = m};
	prefetch(&reader, t);
	struct trace_source found = find(s, thread, &reader);
	*t = reader.used;
	return found;
}
