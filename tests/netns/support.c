/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Shared by the tests in real namespaces.
 */
#include "tests/netns/support.h"

#include <grp.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/ip_icmp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/err.h"

static void skip(const char *why)
{
	printf("skipped: %s\n", why);
	exit(77);
}

static void become_nobody(void)
{
	enum { NOBODY = 65534 };
	if (geteuid() != 0)
		skip("already an ordinary user");
	if (setgroups(0, NULL) < 0 || setresgid(NOBODY, NOBODY, NOBODY) < 0 ||
	        setresuid(NOBODY, NOBODY, NOBODY) < 0 || chdir("/") < 0)
		skip("can't become an ordinary user");
}

void support_begin(int argc, char **argv)
{
	if (argc > 1 && !strcmp(argv[1], "--as-user"))
		become_nobody();
	fflush(stdout);
	pid_t pid = fork();
	if (pid == 0) {
		struct err e = {0};
		bool ok = world_enter(&e);
		if (!ok)
			printf("%s\n", e.text);
		fflush(stdout);
		_exit(ok ? 0 : 77);
	}
	int status = 0;
	if (pid < 0 || waitpid(pid, &status, 0) < 0 || !WIFEXITED(status) || WEXITSTATUS(status))
		skip("no namespaces here");
}

int support_on_host(const struct world *w, int node, int (*fn)(const void *user), const void *user)
{
	fflush(stdout);
	pid_t pid = fork();
	if (pid == 0) {
		struct world_seat seat = {.world = w, .node = node};
		struct err e = {0};
		if (!world_sit(&seat, &e)) {
			fprintf(stderr, "%s\n", e.text);
			_exit(100);
		}
		_exit(fn(user));
	}
	int status = 0;
	if (pid < 0 || waitpid(pid, &status, 0) < 0 || !WIFEXITED(status))
		return 100;
	return WEXITSTATUS(status);
}

int support_ping(const void *name)
{
	struct addrinfo hints = {.ai_family = AF_INET, .ai_socktype = SOCK_DGRAM}, *found = NULL;
	if (getaddrinfo(name, NULL, &hints, &found) != 0)
		return 2;
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, IPPROTO_ICMP);
	if (fd < 0)
		return 3;
	struct icmphdr echo = {.type = ICMP_ECHO};
	bool sent = sendto(fd, &echo, sizeof(echo), 0, found->ai_addr, found->ai_addrlen) > 0;
	freeaddrinfo(found);
	/* The bound of a test that fails, not a wait for one that passes. */
	struct pollfd p = {.fd = fd, .events = POLLIN};
	bool answered = sent && poll(&p, 1, 5000) == 1 && (p.revents & POLLIN);
	if (answered)
		answered = recv(fd, &echo, sizeof(echo), 0) > 0 && echo.type == ICMP_ECHOREPLY;
	close(fd);
	return answered ? 0 : 1;
}

void support_star(struct topology *t, int hosts)
{
	static const char *const names[] = {"client", "server", "third"};
	struct err e = {0};
	*t = (struct topology){0};
	for (int i = 0; i < hosts; i++)
		if (topology_add_node(t, names[i], NODE_HOST, &e) < 0)
			abort();
	int hub = topology_add_node(t, "sw", NODE_SWITCH, &e);
	for (int i = 0; i < hosts; i++) {
		int link = topology_add_link(t, NULL, i, hub, &e);
		if (link < 0)
			abort();
		t->links[link].carrier = LINK_KERNEL;
	}
	if (!topology_complete(t, &e)) {
		fprintf(stderr, "%s\n", e.text);
		abort();
	}
}
