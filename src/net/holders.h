/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which process holds a socket: descriptors that are "socket:[INODE]" in /proc/PID/fd (proc(5)),
 * found by inode. Processes that we may not look into hold nothing here.
 */
#ifndef NET_HOLDERS_H
#define NET_HOLDERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#define HOLDERS_FDS_MAX 1024 /* looked at, of each process */
#define HOLDERS_MAX 4096     /* sockets remembered */

struct holder {
	int root;    /* the caller's number of the process */
	int32_t pid; /* as seen from here */
	int fd;
	uint32_t others;  /* further processes that hold it, as after fork */
	char program[16]; /* comm of proc(5) */
};

struct holders;

struct holders *holders_create(void);
void holders_destroy(struct holders *h); /* NULL is fine */

/* A new look: process after process, then the end. Of several holders the first looked at is told,
 * with the number of others. What was found before is known until the end, which tells whether
 * somebody else holds something now. */
void holders_begin(struct holders *h);
void holders_look(struct holders *h, pid_t pid, int root);
bool holders_end(struct holders *h);
/* The same for every process there is; at most `most` of them, the youngest first. */
bool holders_look_everywhere(struct holders *h, size_t most);

/* False: nobody known holds it. */
bool holders_find(const struct holders *h, uint64_t inode, struct holder *out);

#endif
