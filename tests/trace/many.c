/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Subject: a server and N clients in one program, and other things that are hard to follow.
 *
 *   many forks|threads|epoll N     a process or thread for each client, or one epoll loop
 *   many exec PROGRAM ARGUMENT     a thread that is not the first one calls execv(2)
 *   many block N                   N children, all waiting in recv for ever
 *   many pipe                      writes to a pipe nobody reads
 *   many repeat N                  N datagrams to itself, sum of the results printed
 *   many cpus                      how many CPUs it may use after it was busy for a while
 */
#include <netinet/in.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

static struct sockaddr_in address;

static int listen_here(void)
{
	socklen_t len = sizeof(address);
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	address = (struct sockaddr_in){
	        .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	if (bind(fd, (struct sockaddr *)&address, len) < 0 || listen(fd, 512) < 0 ||
	        getsockname(fd, (struct sockaddr *)&address, &len) < 0)
		exit(1);
	return fd;
}

static void ask_once(void)
{
	char byte = 'x';
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	if (connect(fd, (struct sockaddr *)&address, sizeof(address)) < 0 ||
	        send(fd, &byte, 1, 0) != 1 || recv(fd, &byte, 1, 0) != 1)
		_exit(1);
	close(fd);
}

static void answer(int fd)
{
	char byte = 0;
	if (recv(fd, &byte, 1, 0) != 1 || send(fd, &byte, 1, 0) != 1)
		_exit(1);
	close(fd);
}

static int wait_for_children(void)
{
	int bad = 0;
	for (int status; wait(&status) > 0;)
		bad |= status != 0;
	return bad;
}

static void fork_clients(int n)
{
	for (int i = 0; i < n; i++) {
		if (fork() == 0) {
			ask_once();
			_exit(0);
		}
	}
}

static int forks(int n)
{
	int listener = listen_here();
	fork_clients(n);
	for (int i = 0; i < n; i++) {
		int fd = accept(listener, NULL, NULL);
		if (fork() == 0) {
			answer(fd);
			_exit(0);
		}
		close(fd);
	}
	return wait_for_children();
}

static void *answer_in_thread(void *fd)
{
	answer((int)(intptr_t)fd);
	return NULL;
}

static void *ask_in_thread(void *nothing)
{
	ask_once();
	return nothing;
}

static int threads(int n)
{
	pthread_t clients[512], servers[512];
	int listener = listen_here();
	for (int i = 0; i < n; i++)
		pthread_create(&clients[i], NULL, ask_in_thread, NULL);
	for (int i = 0; i < n; i++) {
		intptr_t fd = accept(listener, NULL, NULL);
		pthread_create(&servers[i], NULL, answer_in_thread, (void *)fd);
	}
	for (int i = 0; i < n; i++) {
		pthread_join(clients[i], NULL);
		pthread_join(servers[i], NULL);
	}
	return 0;
}

static int epoll(int n)
{
	int listener = listen_here(), ep = epoll_create1(0), served = 0;
	struct epoll_event ev = {.events = EPOLLIN, .data.fd = listener};
	epoll_ctl(ep, EPOLL_CTL_ADD, listener, &ev);
	fork_clients(n);
	while (served < n) {
		if (epoll_wait(ep, &ev, 1, -1) != 1)
			return 1;
		if (ev.data.fd == listener) {
			ev = (struct epoll_event){
			        .events = EPOLLIN, .data.fd = accept(listener, NULL, NULL)};
			epoll_ctl(ep, EPOLL_CTL_ADD, ev.data.fd, &ev);
		} else {
			answer(ev.data.fd);
			served++;
		}
	}
	return wait_for_children();
}

static void *rest(void *fds)
{
	char byte;
	recv(((int *)fds)[0], &byte, 1, 0);
	return NULL;
}

static void *become(void *argv)
{
	execv(((char **)argv)[0], argv);
	_exit(1);
}

static int exec_in_thread(char **argv)
{
	int pair[2];
	pthread_t others[4];
	if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair) < 0)
		return 1;
	for (int i = 0; i < 3; i++)
		pthread_create(&others[i], NULL, rest, pair);
	pthread_create(&others[3], NULL, become, argv);
	pthread_join(others[3], NULL);
	return 1;
}

static int block(int n)
{
	int pair[2];
	if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair) < 0)
		return 1;
	for (int i = 0; i < n; i++) {
		if (fork() == 0)
			rest(pair);
	}
	printf("blocked\n");
	fflush(stdout);
	rest(pair);
	return 0;
}

static int broken_pipe(void)
{
	int ends[2];
	if (pipe(ends) < 0)
		return 1;
	close(ends[0]);
	return write(ends[1], "x", 1) < 0;
}

static int repeat(int n)
{
	char bytes[16] = "";
	socklen_t len = sizeof(address);
	long sent = 0, failed = 0;
	int fd = socket(AF_INET, SOCK_DGRAM, 0);
	address = (struct sockaddr_in){
	        .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	if (bind(fd, (struct sockaddr *)&address, len) < 0 ||
	        getsockname(fd, (struct sockaddr *)&address, &len) < 0 ||
	        connect(fd, (struct sockaddr *)&address, len) < 0)
		return 1;
	for (int i = 0; i < n; i++) {
		ssize_t got = send(fd, bytes, sizeof(bytes), 0);
		sent += got > 0 ? got : 0;
		failed += got < 0;
	}
	printf("%ld sent %ld failed\n", sent, failed);
	return 0;
}

static int cpus(void)
{
	cpu_set_t set;
	repeat(500);
	sched_getaffinity(0, sizeof(set), &set);
	printf("%d cpus\n", CPU_COUNT(&set));
	return 0;
}

int main(int argc, char **argv)
{
	const char *what = argc > 1 ? argv[1] : "";
	int n = argc > 2 ? (int)strtol(argv[2], NULL, 10) : 0;
	n = n > 512 ? 512 : n;
	if (strcmp(what, "forks") == 0)
		return forks(n);
	if (strcmp(what, "threads") == 0)
		return threads(n);
	if (strcmp(what, "epoll") == 0)
		return epoll(n);
	if (strcmp(what, "exec") == 0)
		return exec_in_thread(argv + 2);
	if (strcmp(what, "block") == 0)
		return block(n);
	if (strcmp(what, "pipe") == 0)
		return broken_pipe();
	if (strcmp(what, "repeat") == 0)
		return repeat(n);
	return strcmp(what, "cpus") == 0 ? cpus() : 2;
}
