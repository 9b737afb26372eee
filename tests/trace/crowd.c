/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Subject: a server of N clients who are all connected at once, in three ways, and the clients.
 *
 *   crowd forks|threads|epoll PORT N   answers one message of each client, ends with the last one
 *   crowd clients HOST PORT N          connects N times, then sends, then reads the answers
 *
 * Each client says "client I", and is told "client I was heard".
 */
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum { CLIENTS_MAX = 512, MESSAGE_MAX = 64, TRIES = 1000 };

static _Noreturn void fail(const char *what)
{
	perror(what);
	_exit(1);
}

static int listen_at(int port)
{
	struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
	int fd = socket(AF_INET, SOCK_STREAM, 0), on = 1;
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (bind(fd, (struct sockaddr *)&a, sizeof(a)) < 0 || listen(fd, CLIENTS_MAX) < 0)
		fail("listen");
	return fd;
}

static void answer(int fd)
{
	char text[2 * MESSAGE_MAX];
	ssize_t n = recv(fd, text, MESSAGE_MAX, 0);
	if (n <= 0)
		fail("recv");
	n += snprintf(text + n, sizeof(text) - (size_t)n, " was heard");
	if (send(fd, text, (size_t)n, 0) != n)
		fail("send");
	close(fd);
}

static int forks(int listener, int n)
{
	int bad = 0;
	for (int i = 0; i < n; i++) {
		int fd = accept(listener, NULL, NULL);
		if (fork() == 0) {
			close(listener);
			answer(fd);
			_exit(0);
		}
		close(fd);
	}
	for (int status; wait(&status) > 0;)
		bad |= status != 0;
	return bad;
}

static void *answer_in_thread(void *fd)
{
	answer((int)(intptr_t)fd);
	return NULL;
}

static int threads(int listener, int n)
{
	pthread_t all[CLIENTS_MAX];
	for (int i = 0; i < n; i++) {
		intptr_t fd = accept(listener, NULL, NULL);
		pthread_create(&all[i], NULL, answer_in_thread, (void *)fd);
	}
	for (int i = 0; i < n; i++)
		pthread_join(all[i], NULL);
	return 0;
}

static void watch(int ep, int fd)
{
	struct epoll_event ev = {.events = EPOLLIN, .data.fd = fd};
	if (epoll_ctl(ep, EPOLL_CTL_ADD, fd, &ev) < 0)
		fail("epoll_ctl");
}

/* Nobody is answered before all are here. */
static int epoll(int listener, int n)
{
	struct epoll_event ready[32];
	int ep = epoll_create1(0), fds[CLIENTS_MAX], here = 0, served = 0;
	watch(ep, listener);
	while (here < n && epoll_wait(ep, ready, 1, -1) == 1)
		fds[here++] = accept4(listener, NULL, NULL, SOCK_NONBLOCK);
	printf("%d at once\n", here);
	for (int i = 0; i < here; i++)
		watch(ep, fds[i]);
	while (served < n) {
		int count = epoll_wait(ep, ready, 32, -1);
		for (int i = 0; i < count; i++, served++)
			answer(ready[i].data.fd);
	}
	return 0;
}

static int connect_to(const struct addrinfo *server)
{
	for (int i = 0; i < TRIES; i++) {
		int fd = socket(AF_INET, SOCK_STREAM, 0);
		if (connect(fd, server->ai_addr, server->ai_addrlen) == 0)
			return fd;
		if (errno != ECONNREFUSED) /* else the server has not come so far */
			break;
		close(fd);
		poll(NULL, 0, 10);
	}
	fail("connect");
}

static int clients(const char *host, const char *port, int n)
{
	struct addrinfo hints = {.ai_family = AF_INET, .ai_socktype = SOCK_STREAM}, *server;
	int fds[CLIENTS_MAX], bad = 0;
	char text[2 * MESSAGE_MAX], wanted[2 * MESSAGE_MAX];
	if (getaddrinfo(host, port, &hints, &server))
		return 1;
	for (int i = 0; i < n; i++)
		fds[i] = connect_to(server);
	for (int i = 0; i < n; i++) {
		int length = snprintf(text, sizeof(text), "client %d", i);
		bad |= send(fds[i], text, (size_t)length, 0) != length;
	}
	for (int i = 0; i < n; i++) {
		snprintf(wanted, sizeof(wanted), "client %d was heard", i);
		ssize_t length = recv(fds[i], text, sizeof(text) - 1, 0);
		text[length > 0 ? length : 0] = '\0';
		bad |= strcmp(text, wanted) != 0;
		close(fds[i]);
	}
	freeaddrinfo(server);
	printf("%d %s\n", n, bad ? "were not all heard" : "were heard");
	return bad;
}

int main(int argc, char **argv)
{
	static const struct {
		const char *name;
		int (*serve)(int listener, int n);
	} servers[] = {{"forks", forks}, {"threads", threads}, {"epoll", epoll}};
	int n = argc > 3 ? (int)strtol(argv[argc - 1], NULL, 10) : 0;
	if (n < 1 || n > CLIENTS_MAX)
		return 2;
	if (argc == 5 && strcmp(argv[1], "clients") == 0)
		return clients(argv[2], argv[3], n);
	for (size_t i = 0; i < sizeof(servers) / sizeof(servers[0]); i++) {
		if (strcmp(argv[1], servers[i].name) == 0)
			return servers[i].serve(listen_at((int)strtol(argv[2], NULL, 10)), n);
	}
	return 2;
}
