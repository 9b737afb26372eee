/* Reads messages that begin with their length: four bytes in network order.
 * usage: ./reader PORT */
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

static void serve(int conn)
{
	unsigned char raw[4];
	char text[256];

	while (read_exactly(conn, raw, 4)) {
		unsigned len = (unsigned)raw[0] << 24 | (unsigned)raw[1] << 16 |
		               (unsigned)raw[2] << 8 | raw[3];
		printf("length bytes %02x %02x %02x %02x: the message has %u bytes\n", raw[0],
		        raw[1], raw[2], raw[3], len);
		if (len >= sizeof text) {
			printf("that is more than I can take\n");
			return;
		}
		if (!read_exactly(conn, text, len))
			return;
		printf("message: %.*s\n", (int)len, text);
	}
}

int main(int argc, char **argv)
{
	int yes = 1, fd = socket(AF_INET, SOCK_STREAM, 0);
	struct sockaddr_in me = {.sin_family = AF_INET,
	        .sin_port = htons((unsigned short)(argc > 1 ? atoi(argv[1]) : 8888))};

	setvbuf(stdout, NULL, _IOLBF, 0);
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
	if (bind(fd, (struct sockaddr *)&me, sizeof me) < 0 || listen(fd, 5) < 0) {
		perror("bind() or listen()");
		return 1;
	}
	printf("listening\n");
	for (;;) {
		int conn = accept(fd, NULL, NULL);
		serve(conn);
		close(conn);
	}
}
