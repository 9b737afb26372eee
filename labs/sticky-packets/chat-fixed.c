/* One solution of the task: read the length whole, then so many bytes, however many recv() it
 * takes. usage: ./chat PORT */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

static int read_exactly(int conn, void *buf, size_t len)
{
	for (size_t got = 0; got < len;) {
		ssize_t n = recv(conn, (char *)buf + got, len - got, 0);
		if (n <= 0)
			return 0;
		got += (size_t)n;
	}
	return 1;
}

/* Reads one message into buf; returns its length, -1 at the end of the stream. */
static ssize_t read_message(int conn, char *buf, size_t size)
{
	unsigned short len;
	if (!read_exactly(conn, &len, 2) || ntohs(len) > size ||
	        !read_exactly(conn, buf, ntohs(len)))
		return -1;
	return ntohs(len);
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
