/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The child that says so. Its word in shared memory goes IDLE -> ARMED -> IDLE when the call ends
 * at once, else IDLE -> ARMED -> SAYING -> SAID -> IDLE; LEAVE ends it.
 */
#include "ui/front/sock_wait.h"

#include <errno.h>
#include <linux/futex.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/file.h"

#define MOMENT_NS 200000000L

enum { IDLE, ARMED, SAYING, SAID, LEAVE };

struct sock_wait {
	_Atomic uint32_t *word; /* shared with the child */
	pid_t child;
};

static void sleep_while(_Atomic uint32_t *word, uint32_t value, const struct timespec *most)
{
	syscall(SYS_futex, word, FUTEX_WAIT, value, most, NULL, 0);
}

static void set(_Atomic uint32_t *word, uint32_t value)
{
	atomic_store(word, value);
	syscall(SYS_futex, word, FUTEX_WAKE, 1, NULL, NULL, 0);
}

/* One change, never two: a word that is no longer `from` stays. */
static bool change(_Atomic uint32_t *word, uint32_t from, uint32_t to)
{
	return atomic_compare_exchange_strong(word, &from, to);
}

static void watch(_Atomic uint32_t *word, const char *text)
{
	static const struct timespec moment = {.tv_nsec = MOMENT_NS};
	uint32_t now;
	while ((now = atomic_load(word)) != LEAVE) {
		if (now != ARMED) {
			sleep_while(word, now, NULL);
			continue;
		}
		errno = 0;
		sleep_while(word, ARMED, &moment);
		if (errno != ETIMEDOUT || !change(word, ARMED, SAYING))
			continue;
		(void)file_write_all(STDOUT_FILENO, text, strlen(text));
		set(word, SAID);
	}
}

static void be_the_child(_Atomic uint32_t *word, const char *text, pid_t parent)
{
	signal(SIGINT, SIG_IGN); /* C-c is for the call */
	signal(SIGQUIT, SIG_IGN);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() == parent)
		watch(word, text);
	_exit(0);
}

struct sock_wait *sock_wait_create(const char *text)
{
	void *page = mmap(
	        NULL, sizeof(uint32_t), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (page == MAP_FAILED)
		return NULL;
	struct sock_wait *w = xcalloc(1, sizeof(*w));
	w->word = page;
	pid_t parent = getpid();
	w->child = fork();
	if (w->child == 0)
		be_the_child(w->word, text, parent);
	if (w->child > 0)
		return w;
	munmap(page, sizeof(uint32_t));
	free(w);
	return NULL;
}

void sock_wait_destroy(struct sock_wait *w)
{
	if (!w)
		return;
	set(w->word, LEAVE);
	while (waitpid(w->child, NULL, 0) < 0 && errno == EINTR)
		;
	munmap(w->word, sizeof(uint32_t));
	free(w);
}

void sock_wait_begin(struct sock_wait *w)
{
	if (w)
		set(w->word, ARMED);
}

void sock_wait_end(struct sock_wait *w)
{
	if (!w)
		return;
	if (!change(w->word, ARMED, IDLE)) {
		while (atomic_load(w->word) == SAYING)
			sleep_while(w->word, SAYING, NULL);
		atomic_store(w->word, IDLE);
	}
	syscall(SYS_futex, w->word, FUTEX_WAKE, 1, NULL, NULL, 0);
}
