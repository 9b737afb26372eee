/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Source lines through elfutils' libdwfl.
 */
#include "trace/source_dw.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <dwarf.h>
#include <elfutils/libdwfl.h>

#include "base/alloc.h"
#include "base/vec.h"

enum {
	FRAMES_MAX = 64,
	STACK_BYTES = 2048, /* in which return addresses are looked for */
	WORDS_MAX = 8,      /* return addresses that a remembered place has at most */
	PLACES_MAX = 4096,
	BUCKETS = 256,
	LOOKS_MAX = 16, /* at what is mapped: libraries come later too */
};

/* A place remembered: with this pc and these words on the stack it is this line. */
struct place {
	struct place *next;
	uint64_t pc;
	unsigned words;
	uint16_t offsets[WORDS_MAX]; /* from the stack pointer, in words */
	uint64_t values[WORDS_MAX];
	struct trace_source source;
};

struct source_dw {
	pid_t pid;
	Dwfl *dwfl; /* NULL: nothing to be known */
	char *program;
	int looks;
	size_t places;
	struct place *buckets[BUCKETS];
};

/* Separate debug files would be looked for in the network too, where that is set up. */
static int find_nothing(Dwfl_Module *mod, void **data, const char *name, Dwarf_Addr base,
        const char *file, const char *link, GElf_Word crc, char **out)
{
	(void)mod, (void)data, (void)name, (void)base, (void)file, (void)link, (void)crc, (void)out;
	return -1;
}

static const Dwfl_Callbacks callbacks = {
        .find_elf = dwfl_linux_proc_find_elf,
        .find_debuginfo = find_nothing,
};

static bool look_at_maps(struct source_dw *s)
{
	s->looks++;
	dwfl_report_begin(s->dwfl);
	int rc = dwfl_linux_proc_report(s->dwfl, s->pid);
	return dwfl_report_end(s->dwfl, NULL, NULL) == 0 && rc == 0;
}

/* ---- the program itself ---- */

static bool is_program(const struct source_dw *s, Dwfl_Module *mod)
{
	const char *name = dwfl_module_info(mod, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
	return name && strcmp(name, s->program) == 0;
}

struct search {
	const struct source_dw *lines;
	bool found;
};

static int look_for_lines(
        Dwfl_Module *mod, void **data, const char *name, Dwarf_Addr start, void *user)
{
	(void)data, (void)name, (void)start;
	struct search *search = user;
	Dwarf_Addr bias = 0;
	if (!is_program(search->lines, mod))
		return DWARF_CB_OK;
	search->found = dwfl_module_getdwarf(mod, &bias) != NULL;
	return DWARF_CB_ABORT;
}

static bool program_has_lines(const struct source_dw *s)
{
	struct search search = {.lines = s};
	dwfl_getmodules(s->dwfl, look_for_lines, &search, 0);
	return search.found;
}

static char *program_of(pid_t pid)
{
	char path[64], program[PATH_MAX];
	snprintf(path, sizeof(path), "/proc/%d/exe", (int)pid);
	ssize_t n = readlink(path, program, sizeof(program) - 1);
	program[n < 0 ? 0 : n] = '\0';
	return xstrdup(program);
}

struct source_dw *source_dw_create(pid_t pid)
{
	struct source_dw *s = xcalloc(1, sizeof(*s));
	s->pid = pid;
	s->program = program_of(pid);
	s->dwfl = dwfl_begin(&callbacks);
	bool useful = s->dwfl && look_at_maps(s) && program_has_lines(s) &&
	              dwfl_linux_proc_attach(s->dwfl, pid, true) == 0;
	if (!useful && s->dwfl) {
		dwfl_end(s->dwfl);
		s->dwfl = NULL;
	}
	return s;
}

void source_dw_destroy(struct source_dw *s)
{
	if (!s)
		return;
	for (size_t i = 0; i < BUCKETS; i++) {
		while (s->buckets[i]) {
			struct place *p = s->buckets[i];
			s->buckets[i] = p->next;
			free(p);
		}
	}
	if (s->dwfl)
		dwfl_end(s->dwfl);
	free(s->program);
	free(s);
}

/* ---- unwinding ---- */

struct walk {
	struct source_dw *lines;
	unsigned frames;
	uint64_t pcs[FRAMES_MAX];
	struct trace_source source;
};

static bool line_at(const struct source_dw *s, uint64_t pc, struct trace_source *out)
{
	Dwfl_Module *mod = dwfl_addrmodule(s->dwfl, pc);
	if (!mod || !is_program(s, mod))
		return false;
	Dwfl_Line *line = dwfl_module_getsrc(mod, pc);
	if (!line)
		return false;
	out->file = dwfl_lineinfo(line, NULL, &out->line, NULL, NULL, NULL);
	out->function = dwfl_module_addrname(mod, pc);
	return out->file != NULL;
}

static int on_frame(Dwfl_Frame *frame, void *user)
{
	struct walk *w = user;
	Dwarf_Addr pc = 0;
	bool exact = false;
	if (w->frames == FRAMES_MAX || !dwfl_frame_pc(frame, &pc, &exact))
		return DWARF_CB_ABORT;
	w->pcs[w->frames++] = pc;
	/* A return address is behind the call. */
	return line_at(w->lines, exact ? pc : pc - 1, &w->source) ? DWARF_CB_ABORT : DWARF_CB_OK;
}

static struct walk walk_stack(struct source_dw *s, pid_t tid)
{
	struct walk w = {.lines = s};
	dwfl_getthread_frames(s->dwfl, tid, on_frame, &w);
	/* A frame in a library that was mapped after we looked ends the walk. */
	if (!w.source.file && s->looks < LOOKS_MAX && look_at_maps(s)) {
		w = (struct walk){.lines = s};
		dwfl_getthread_frames(s->dwfl, tid, on_frame, &w);
	}
	return w;
}

/* ---- remembering ---- */

struct stack {
	uint64_t words[STACK_BYTES / sizeof(uint64_t)];
	size_t count;
};

static struct place **bucket(struct source_dw *s, uint64_t pc)
{
	return &s->buckets[(pc ^ pc >> 8) % BUCKETS];
}

static bool fits(const struct place *p, uint64_t pc, const struct stack *stack)
{
	if (p->pc != pc)
		return false;
	for (unsigned i = 0; i < p->words; i++) {
		if (p->offsets[i] >= stack->count || stack->words[p->offsets[i]] != p->values[i])
			return false;
	}
	return true;
}

/* Where each return address lies; false when one can't be told (in a register, too far up). */
static bool locate(struct place *p, const struct walk *w, const struct stack *stack)
{
	size_t at = 0;
	if (w->frames - 1 > WORDS_MAX)
		return false;
	for (unsigned i = 1; i < w->frames; i++) {
		while (at < stack->count && stack->words[at] != w->pcs[i])
			at++;
		if (at == stack->count)
			return false;
		p->offsets[p->words] = (uint16_t)at++;
		p->values[p->words++] = w->pcs[i];
	}
	return true;
}

static void remember(
        struct source_dw *s, uint64_t pc, const struct walk *w, const struct stack *stack)
{
	struct place p = {.pc = pc, .source = w->source};
	if (s->places >= PLACES_MAX || !w->frames || !locate(&p, w, stack))
		return;
	struct place *kept = xmalloc(sizeof(*kept));
	struct place **head = bucket(s, pc);
	*kept = p;
	kept->next = *head;
	*head = kept;
	s->places++;
}

struct trace_source source_dw_find(
        struct source_dw *s, pid_t tid, uint64_t pc, uint64_t sp, const struct args_memory *m)
{
	if (!s->dwfl)
		return (struct trace_source){0};
	struct stack stack;
	size_t most = 4096 - (size_t)(sp & 4095); /* near its end the stack may be shorter */
	size_t want = most < STACK_BYTES ? most : STACK_BYTES;
	stack.count = m->read(m->user, sp, stack.words, want) / sizeof(uint64_t);
	for (const struct place *p = *bucket(s, pc); p; p = p->next) {
		if (fits(p, pc, &stack))
			return p->source;
	}
	struct walk w = walk_stack(s, tid);
	if (w.source.file)
		remember(s, pc, &w, &stack);
	return w.source;
}

/* ---- symbols ---- */

struct wanted {
	const char *part; /* of the module's name */
	const char *const *names;
	uint64_t *out;
	size_t count, found;
};

static void take_symbol(struct wanted *w, const char *name, uint64_t value)
{
	for (size_t i = 0; i < w->count; i++) {
		if (!w->out[i] && strcmp(w->names[i], name) == 0) {
			w->out[i] = value;
			w->found++;
		}
	}
}

static int look_for_symbols(
        Dwfl_Module *mod, void **data, const char *name, Dwarf_Addr start, void *user)
{
	(void)data, (void)start;
	struct wanted *w = user;
	const char *slash = strrchr(name, '/');
	if (!strstr(slash ? slash : name, w->part))
		return DWARF_CB_OK;
	int n = dwfl_module_getsymtab(mod);
	for (int i = 0; i < n && w->found < w->count; i++) {
		GElf_Sym sym;
		GElf_Addr value = 0;
		const char *symbol =
		        dwfl_module_getsym_info(mod, i, &sym, &value, NULL, NULL, NULL);
		if (symbol && sym.st_shndx != SHN_UNDEF)
			take_symbol(w, symbol, value);
	}
	return w->found < w->count ? DWARF_CB_OK : DWARF_CB_ABORT;
}

size_t source_dw_symbols(
        pid_t pid, const char *part, const char *const names[], uint64_t out[], size_t count)
{
	struct wanted w = {.part = part, .names = names, .out = out, .count = count};
	memset(out, 0, count * sizeof(*out));
	Dwfl *dwfl = dwfl_begin(&callbacks);
	if (!dwfl)
		return 0;
	dwfl_report_begin(dwfl);
	int rc = dwfl_linux_proc_report(dwfl, pid);
	if (dwfl_report_end(dwfl, NULL, NULL) == 0 && rc == 0)
		dwfl_getmodules(dwfl, look_for_symbols, &w, 0);
	dwfl_end(dwfl);
	return w.found;
}
