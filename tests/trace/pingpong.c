/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Subject: N round trips of 64 bytes over loopback TCP between a parent and a forked child; with a
 * second number, so many calls that nobody traces before that.
 */
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static void serve(int fd, long rounds)
{
	char bytes[64];
	for (long i = 0; i < rounds; i++) {
		if (recv(fd, bytes, sizeof(bytes), MSG_WAITALL) != sizeof(bytes) ||
		        send(fd, bytes, sizeof(bytes), 0) != sizeof(bytes))
			_exit(1);
	}
	_exit(0);
}

static void ask(int fd, long rounds)
{
	char bytes[64] = "ping";
	for (long i = 0; i < rounds; i++) {
		if (send(fd, bytes, sizeof(bytes), 0) != sizeof(bytes) ||
		        recv(fd, bytes, sizeof(bytes), MSG_WAITALL) != sizeof(bytes))
			exit(1);
	}
}

int main(int argc, char **argv)
{
	long rounds = argc > 1 ? strtol(argv[1], NULL, 10) : 100;
	long others = argc > 2 ? strtol(argv[2], NULL, 10) : 0;
	struct sockaddr_in a = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t len = sizeof(a);
	int listener = socket(AF_INET, SOCK_STREAM, 0), one = 1;
	if (bind(listener, (struct sockaddr *)&a, len) < 0 || listen(listener, 1) < 0 ||
	        getsockname(listener, (struct sockaddr *)&a, &len) < 0)
		return 1;
	pid_t child = fork();
	if (child == 0) {
		int fd = accept(listener, NULL, NULL);
		setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
		serve(fd, rounds);
	}
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	if (connect(fd, (struct sockaddr *)&a, sizeof(a)) < 0)
		return 1;
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
	for (long i = 0; i < others; i++)
		syscall(SYS_getppid);
	ask(fd, rounds);
	int status = 1;
	if (waitpid(child, &status, 0) != child || status)
		return 1;
	printf("done\n");
	return 0;
}
