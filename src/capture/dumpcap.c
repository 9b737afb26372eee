/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * dumpcap(1) as a child whose standard output is ours.
 */
#include "capture/dumpcap.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/err.h"
#include "base/i18n.h"
#include "capture/filter.h"

#define MIB (1024u * 1024)
#define WORDS_MAX 16
#define SAID_MAX 4096
#define BEGINS_WITHIN 3000 /* ms */

struct dumpcap {
	pid_t pid;
	int frames; /* -1 once taken */
	int words;  /* what it says about itself */
	char said[SAID_MAX];
};

struct command {
	const char *at[WORDS_MAX];
	char snaplen[16], buffer[16];
};

/* `filter` is spelt out. */
static void make_command(struct command *c, const struct live_watch *w, const char *filter)
{
	size_t n = 0;
	snprintf(c->snaplen, sizeof(c->snaplen), "%d", w->snaplen);
	snprintf(c->buffer, sizeof(c->buffer), "%zu", (w->buffer ? w->buffer : 32 * MIB) / MIB + 1);
	const char *const always[] = {
	        "dumpcap", "-q", "-i", w->interface, "-w", "-", "-B", c->buffer};
	for (size_t i = 0; i < sizeof(always) / sizeof(always[0]); i++)
		c->at[n++] = always[i];
	if (!w->promiscuous)
		c->at[n++] = "-p";
	if (*filter) {
		c->at[n++] = "-f";
		c->at[n++] = filter;
	}
	if (w->snaplen > 0) {
		c->at[n++] = "-s";
		c->at[n++] = c->snaplen;
	}
	c->at[n] = NULL;
}

static void become(const struct command *c, int frames, int words, pid_t parent)
{
	int null = open("/dev/null", O_RDONLY);
	if (null < 0 || dup2(null, 0) < 0 || dup2(frames, 1) < 0 || dup2(words, 2) < 0)
		_exit(127);
	/* Nothing outlives us. Capabilities of its file would clear this, so the pipe's end, at
	 * which it ends too, is the second net. */
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(127);
	sigset_t none;
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	signal(SIGPIPE, SIG_DFL);
	setpgid(0, 0); /* Ctrl-C is ours to pass on */
	char *words_of[WORDS_MAX];
	memcpy(words_of, c->at, sizeof(words_of));
	execvp(words_of[0], words_of);
	dprintf(2, "%s\n", strerror(errno));
	_exit(127);
}

static bool start(struct dumpcap *d, const struct command *c)
{
	int frames[2], words[2];
	if (pipe2(frames, O_CLOEXEC) < 0)
		return false;
	d->frames = frames[0];
	if (pipe2(words, O_CLOEXEC) < 0) {
		close(frames[1]);
		return false;
	}
	d->words = words[0];
	fcntl(d->frames, F_SETFL, O_NONBLOCK);
	fcntl(d->words, F_SETFL, O_NONBLOCK);
	pid_t self = getpid();
	d->pid = fork();
	if (d->pid == 0)
		become(c, frames[1], words[1], self);
	close(frames[1]);
	close(words[1]);
	return d->pid > 0;
}

static void finish(struct dumpcap *d)
{
	if (d->frames >= 0)
		close(d->frames);
	if (d->words >= 0)
		close(d->words);
	free(d);
}

static size_t room_left(const struct dumpcap *d)
{
	return sizeof(d->said) - 1 - strlen(d->said);
}

/* Reads on in what it says, as far as there is room; false at its end. */
static bool hear(struct dumpcap *d)
{
	size_t used = strlen(d->said), room = room_left(d);
	ssize_t n = room ? read(d->words, d->said + used, room) : 0;
	d->said[n > 0 ? used + (size_t)n : used] = '\0';
	return n > 0;
}

/* It names its file once the interface is open; else it says why not, and ends. What it still does
 * after a long speech shows at its pipe. */
static bool has_begun(struct dumpcap *d)
{
	struct pollfd p = {.fd = d->words, .events = POLLIN};
	while (!strstr(d->said, "File: ") && room_left(d)) {
		if (poll(&p, 1, BEGINS_WITHIN) <= 0)
			return true; /* it still tries */
		if (!hear(d))
			return false;
	}
	return true;
}

struct dumpcap *dumpcap_start(const struct live_watch *w, struct err *e)
{
	struct command c;
	struct dumpcap *d = xcalloc(1, sizeof(*d));
	d->frames = d->words = -1;
	char *_cleanup_free_ filter = filter_expand(w->filter ? w->filter : "", NULL, NULL);
	make_command(&c, w, filter);
	if (!start(d, &c)) {
		err_sys(e, errno, _("can't start %s"), "dumpcap");
		finish(d);
		return NULL;
	}
	if (has_begun(d))
		return d;
	dumpcap_ended(d, e);
	return NULL;
}

int dumpcap_take_fd(struct dumpcap *d)
{
	int fd = d->frames;
	d->frames = -1;
	return fd;
}

/* Its first line that is not about files or packets counted. */
static const char *reason(struct dumpcap *d)
{
	while (hear(d))
		;
	char *rest = d->said;
	for (char *line = strsep(&rest, "\n"); line; line = strsep(&rest, "\n")) {
		const char *text = strncmp(line, "dumpcap: ", 9) ? line : line + 9;
		if (*text && strncmp(text, "Capturing on", 12) != 0 &&
		        strncmp(text, "File: ", 6) != 0)
			return text;
	}
	return _("it says no reason");
}

void dumpcap_stop(struct dumpcap *d)
{
	kill(d->pid, SIGKILL);
	waitpid(d->pid, NULL, 0);
	finish(d);
}

bool dumpcap_ended(struct dumpcap *d, struct err *e)
{
	int status = 0;
	waitpid(d->pid, &status, 0);
	bool good = (WIFEXITED(status) && WEXITSTATUS(status) == 0) ||
	            err_set(e, ERR_MACHINE, _("dumpcap can't capture: %s"), reason(d));
	finish(d);
	return good;
}
