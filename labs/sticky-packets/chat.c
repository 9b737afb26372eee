/* The task. The sender puts two bytes of length before each message. This program takes each
 * recv() for one message, and so it is wrong. Mend it.
 * usage: ./chat PORT */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* Reads one message into buf; returns its length, -1 at the end of the stream. */
static ssize_t read_message(int conn, char *buf, size_t size)
{
	ssize_t n = recv(conn, buf, size, 0);
	return n > 2 ? (memmove(buf, buf + 2, (size_t)n - 2), n - 2) : -1;
}

int main(int argc, char **argv)
{
	int yes = 1, fd = socket(AF_INET, SOCK_STREAM, 0);
	struct sockaddr_in me = {.sin_family = AF_INET,
	        .sin_port = htons((unsigned short)(argc > 1 ? atoi(argv[1]) : 7001))};
	char buf[65536];

	setvbuf(stdout, NULL, _IOLBF, 0);
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
	if (bind(fd, (struct sockaddr *)&me, sizeof me) < 0 || listen(fd, 5) < 0) {
		perror("bind() or listen()");
		return 1;
	}
	puts("listening");
	int conn = accept(fd, NULL, NULL);
	ssize_t n;
	for (int i = 1; (n = read_message(conn, buf, sizeof buf)) >= 0; i++)
		printf("message %d: %.*s\n", i, (int)n, buf);
	return 0;
}
