/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Panes: the programs of a bench, each in a terminal on its host, built first where it has a
 * source, and the editor that takes a pane's place while a source is edited.
 */
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
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
#include "bench/script.h"
#include "loop/loop.h"
#include "net/sockets.h"
#include "net/world.h"
#include "tape/tape.h"
#include "term/terminal.h"

#define SCROLLBACK_LINES 5000
#define SOURCE_BYTES_MAX ((size_t)256 << 10)
#define NEXT_PROGRAM_AFTER NSEC_PER_SEC

struct world_seat_box {
	struct world_seat seat;
};

static void on_output(void *user, const char *bytes, size_t len)
{
	struct pane *p = user;
	if (!p->shown.edits)
		tape_add_output(
		        p->bench->tape, loop_now(p->bench->loop), (uint16_t)p->index, bytes, len);
	bench_touch(p->bench);
	bench_poll_soon(p->bench);
}

static void on_input(void *user, const char *bytes, size_t len)
{
	struct pane *p = user;
	if (!p->shown.edits)
		script_typed(p->bench, p->index, bytes, len);
}

static void note_end(struct pane *p, struct loop_exit how)
{
	struct tape_program end = {.node = (uint16_t)p->shown.node,
	        .pane = (uint16_t)p->index,
	        .ended = how.signal ? 2 : 1,
	        .code = how.signal ? how.signal : how.code,
	        .command = p->tape_command};
	tape_add_program(p->bench->tape, loop_now(p->bench->loop), &end);
}

static void on_exit_of(void *user, struct loop_exit how)
{
	struct pane *p = user;
	bool edited = p->shown.edits;
	p->shown.edits = false;
	if (!edited)
		note_end(p, how);
	bench_touch(p->bench);
	bench_poll_soon(p->bench);
	if (edited && p->source)
		build_start(p);
	if (!p->restart || edited)
		return;
	p->restart = false;
	struct err e;
	if (!pane_start(p, &e))
		bench_say(p->bench, true, "%s", e.text);
}

/* The environment of lab programs: ours, and where the lab's own files are. */
static char **environment(const struct bench *b)
{
	size_t n = 0;
	while (environ[n])
		n++;
	char **env = xcalloc(n + 2, sizeof(*env));
	memcpy(env, environ, n * sizeof(*env));
	env[n] = xasprintf("LAB=%s", b->lab_dir ? b->lab_dir : "");
	return env;
}

static void environment_free(char **env)
{
	size_t n = 0;
	while (env[n + 1])
		n++;
	free(env[n]); /* LAB=, the only one that is ours */
	free(env);
}

static bool launch(struct pane *p, const char *command, bool traced, struct err *e)
{
	struct bench *b = p->bench;
	p->seat->seat = (struct world_seat){.world = b->world, .node = p->shown.node};
	char **env = environment(b);
	/* A command list or pipe can't be exec'ed: then the shell stays in between. */
	bool simple = command && !strpbrk(command, ";|&()<>\n");
	char *_cleanup_free_ line =
	        command ? xasprintf("%s%s", simple ? "exec " : "", command) : NULL;
	const char *own = getenv("SHELL");
	char *_cleanup_free_ shell = xstrdup(line || !own || !*own ? "/bin/sh" : own);
	char *argv[] = {shell, line ? (char[]){"-c"} : NULL, line, NULL};
	struct terminal_program program = {.argv = argv,
	        .envp = env,
	        .cwd = b->bin_dir,
	        .enter = world_sit,
	        .enter_user = &p->seat->seat};
	bool good = (!traced || calls_prepare(p, &program, e)) &&
	            terminal_start(p->shown.terminal, &program, e);
	environment_free(env);
	return good;
}

static void note_start(struct pane *p, bool good)
{
	struct tape_program start = {.node = (uint16_t)p->shown.node,
	        .pane = (uint16_t)p->index,
	        .ended = good ? 0 : 3,
	        .command = p->tape_command};
	tape_add_program(p->bench->tape, loop_now(p->bench->loop), &start);
}

bool pane_start(struct pane *p, struct err *e)
{
	if (terminal_status(p->shown.terminal).state == TERMINAL_RUNNING) {
		if (p->shown.edits)
			return err_set(e, ERR_USAGE,
			        _("%s is being edited: leave the editor first"), p->shown.name);
		p->restart = true;
		terminal_kill(p->shown.terminal, SIGKILL);
		return true;
	}
	/* Another pane has built the same program from another source, or an editor elsewhere has
	 * changed this one. */
	if (p->shown.build == BUILD_DONE && !build_is_current(p))
		p->shown.build = BUILD_NONE;
	if (p->shown.build == BUILD_RUNNING || (p->source && p->shown.build == BUILD_NONE)) {
		p->shown.wanted = true;
		if (p->shown.build == BUILD_NONE)
			build_start(p);
		return true;
	}
	if (p->shown.build == BUILD_FAILED)
		return err_set(
		        e, ERR_CHECK, _("%s does not compile: edit it first"), p->shown.name);
	p->shown.wanted = false;
	free(p->tape_command);
	p->tape_command = xstrdup(p->run ? p->run : "shell");
	bool good = launch(p, p->run, true, e);
	note_start(p, good);
	bench_touch(p->bench);
	bench_poll_soon(p->bench);
	return good;
}

/* The line of the source that made the program's last call; 0: not known. */
static int last_line(const struct pane *p)
{
	const char *slash = strrchr(p->source, '/');
	const char *name = slash ? slash + 1 : p->source;
	size_t len = strlen(name);
	struct tape_event ev;
	uint64_t id = tape_find(p->bench->tape, tape_end(p->bench->tape), TAPE_CALL, -1);
	while (id != TAPE_NONE && tape_get(p->bench->tape, id, &ev)) {
		bool here = ev.call.pane == p->index && strncmp(ev.call.source, name, len) == 0;
		if (here && ev.call.source[len] == ':')
			return (int)strtol(ev.call.source + len + 1, NULL, 10);
		id = id ? tape_find(p->bench->tape, id - 1, TAPE_CALL, -1) : TAPE_NONE;
	}
	return 0;
}

/* Opens the source, at the line where the program was last seen if the editor is one that takes
 * "+LINE". The caller frees. */
static char *editor_command(const struct pane *p, const char *editor)
{
	static const char *const with_lines[] = {
	        "vi", "vim", "nvim", "nano", "emacs", "micro", "joe", "pico"};
	size_t word = strcspn(editor, " ");
	const char *name = memrchr(editor, '/', word);
	name = name ? name + 1 : editor;
	size_t len = (size_t)(editor + word - name);
	int line = last_line(p);
	for (size_t i = 0; line && i < sizeof(with_lines) / sizeof(with_lines[0]); i++)
		if (strlen(with_lines[i]) == len && strncmp(with_lines[i], name, len) == 0)
			return xasprintf("%s +%d '%s'", editor, line, p->source);
	return xasprintf("%s '%s'", editor, p->source);
}

bool pane_edit(struct pane *p, struct err *e)
{
	if (!p->source)
		return err_set(e, ERR_USAGE, _("%s has no source to edit"), p->shown.name);
	if (!p->bench->work_dir)
		return err_set(e, ERR_USAGE, _("sources are not edited in this mode"));
	if (terminal_status(p->shown.terminal).state == TERMINAL_RUNNING)
		return err_set(
		        e, ERR_USAGE, _("%s is running: stop it first, then edit"), p->shown.name);
	const char *editor = getenv("VISUAL");
	if (!editor || !*editor)
		editor = getenv("EDITOR");
	if (!editor || !*editor)
		editor = "vi";
	char *_cleanup_free_ line = editor_command(p, editor);
	p->shown.edits = launch(p, line, false, e);
	bench_touch(p->bench);
	return p->shown.edits;
}

static void set_source(struct pane *p, char *path)
{
	build_cancel(p);
	free(p->source);
	p->source = path;
	p->shown.source = path;
	p->shown.build = BUILD_NONE;
	build_start(p);
}

bool pane_use(struct pane *p, const char *file, struct err *e)
{
	if (!p->source)
		return err_set(e, ERR_USAGE, _("%s has no source"), p->shown.name);
	if (strchr(file, '/'))
		return err_set(
		        e, ERR_USAGE, _("expected a file of the lab's folder, found \"%s\""), file);
	char *path = xasprintf("%s/%s", p->bench->lab_dir, file);
	if (access(path, R_OK) < 0) {
		err_sys(e, errno, "%s", path);
		free(path);
		return false;
	}
	set_source(p, path);
	return true;
}

/* The learner's own copy of a source, made at the first visit and never overwritten. */
static char *own_copy(struct bench *b, const char *file, struct err *e)
{
	char *_cleanup_free_ from = xasprintf("%s/%s", b->lab_dir, file);
	if (!b->work_dir)
		return xstrdup(from);
	char *to = xasprintf("%s/%s", b->work_dir, file);
	if (access(to, F_OK) == 0)
		return to;
	struct buf text = {0};
	bool good = file_read(from, SOURCE_BYTES_MAX, &text, e) &&
	            file_write(to, text.at, text.len, 0600, e);
	buf_finish(&text);
	if (good)
		return to;
	free(to);
	return NULL;
}

static void on_built(struct pane *p)
{
	struct err e;
	if (p->shown.wanted && !pane_start(p, &e))
		bench_say(p->bench, true, "%s", e.text);
}

static struct pane *pane_create(
        struct bench *b, const char *name, const char *host, const char *run, struct err *e)
{
	int node = topology_node(&b->topology, host);
	if (node < 0) {
		err_set(e, ERR_INPUT, _("%s runs on %s, which is no host here"), name, host);
		return NULL;
	}
	struct pane *p = xcalloc(1, sizeof(*p));
	snprintf(p->shown.name, sizeof(p->shown.name), "%s", name);
	p->shown.node = node;
	p->shown.build_output = "";
	p->bench = b;
	p->on_built = on_built;
	p->index = b->panes.count;
	p->run = run ? xstrdup(run) : NULL;
	p->shown.run = p->run;
	p->seat = xcalloc(1, sizeof(*p->seat));
	p->shown.terminal = terminal_create(b->loop, (int)b->rows, (int)b->cols, SCROLLBACK_LINES);
	struct terminal_hooks hooks = {
	        .on_output = on_output, .on_input = on_input, .on_exit = on_exit_of, .user = p};
	terminal_set_hooks(p->shown.terminal, &hooks);
	vec_push(&b->panes, p);
	return p;
}

static bool create_of_lab(struct bench *b, struct err *e)
{
	for (size_t i = 0; i < b->lab->program_count; i++) {
		const struct lab_program *lp = &b->lab->programs[i];
		struct pane *p = pane_create(b, lp->name, lp->host, lp->run, e);
		if (!p)
			return false;
		p->autostart = lp->start;
		if (!lp->source)
			continue;
		if (!b->bin_dir)
			return err_set(e, ERR_MACHINE, _("no folder to build %s in"), lp->source);
		p->pristine = xstrdup(lp->source);
		p->source = own_copy(b, lp->source, e);
		p->shown.source = p->source;
		if (!p->source)
			return false;
	}
	return true;
}

bool panes_create(struct bench *b, const struct bench_options *o, struct err *e)
{
	if (b->lab)
		return create_of_lab(b, e);
	for (size_t i = 0; i < o->program_count; i++) {
		const struct bench_program *bp = &o->programs[i];
		struct pane *p =
		        pane_create(b, bp->name ? bp->name : bp->host, bp->host, bp->run, e);
		if (!p)
			return false;
		p->autostart = true;
	}
	return true;
}

static void free_pane(struct pane *p)
{
	build_cancel(p);
	terminal_destroy(p->shown.terminal);
	free(p->run);
	free(p->source);
	free(p->pristine);
	free(p->build_output);
	calls_forget(p);
	free(p->seat);
	free(p->tape_command);
	free(p);
}

void panes_destroy(struct bench *b)
{
	for (size_t i = 0; i < b->panes.count; i++)
		free_pane(b->panes.at[i]);
	vec_free(&b->panes);
}

void panes_kill(struct bench *b)
{
	for (size_t i = 0; i < b->panes.count; i++) {
		struct pane *p = b->panes.at[i];
		p->restart = false;
		p->shown.wanted = false;
		build_cancel(p);
		terminal_kill(p->shown.terminal, SIGKILL);
	}
}

static void start_or_say(struct pane *p)
{
	struct err e;
	if (!pane_start(p, &e))
		bench_say(p->bench, true, "%s", e.text);
}

void panes_autostart(struct bench *b)
{
	b->autostart_at = 0;
	b->autostart_since = 0;
	for (size_t i = 0; i < b->panes.count; i++) {
		struct pane *p = b->panes.at[i];
		if (p->source && p->shown.build == BUILD_NONE)
			build_start(p);
		if (b->lab && p->autostart)
			start_or_say(p);
	}
	panes_tick(b, loop_now(b->loop));
}

/* Does the host of this pane already serve: a listening TCP or a bound UDP socket? */
static bool serves(struct bench *b, const struct pane *p)
{
	const struct tape_socket *s = NULL;
	size_t n = b->sockets ? sockets_of(b->sockets, p->shown.node, &s) : 0;
	for (size_t i = 0; i < n; i++)
		if (s[i].protocol == IPPROTO_UDP || s[i].state == TCP_LISTEN)
			return true;
	return false;
}

/* A free bench starts its programs in the order given, each when the one before it serves, has
 * ended, or had a second: so a client finds its server. */
void panes_tick(struct bench *b, nsec now)
{
	while (!b->lab && b->autostart_at < b->panes.count) {
		if (b->autostart_at > 0) {
			struct pane *before = b->panes.at[b->autostart_at - 1];
			bool over =
			        terminal_status(before->shown.terminal).state != TERMINAL_RUNNING;
			if (!over && !serves(b, before) &&
			        now - b->autostart_since < NEXT_PROGRAM_AFTER)
				return;
		}
		start_or_say(b->panes.at[b->autostart_at++]);
		b->autostart_since = now;
		bench_poll_soon(b);
	}
}

size_t bench_panes(const struct bench *b)
{
	return b->panes.count;
}

const struct bench_pane *bench_pane(const struct bench *b, size_t index)
{
	return &b->panes.at[index]->shown;
}

int bench_pane_find(const struct bench *b, const char *name)
{
	for (size_t i = 0; i < b->panes.count; i++)
		if (strcmp(b->panes.at[i]->shown.name, name) == 0)
			return (int)i;
	return -1;
}

void bench_pane_resize(struct bench *b, size_t index, int rows, int cols)
{
	struct terminal *t = b->panes.at[index]->shown.terminal;
	struct vt_status before = vt_status(terminal_vt(t));
	terminal_resize(t, rows, cols);
	struct vt_status now = vt_status(terminal_vt(t));
	if (now.rows == before.rows && now.cols == before.cols)
		return;
	char text[48];
	snprintf(text, sizeof(text), "%zu %d %d", index, now.rows, now.cols);
	tape_add_note(b->tape, loop_now(b->loop), NOTE_SIZE, text);
}
