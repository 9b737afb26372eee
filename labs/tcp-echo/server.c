/* The sequential echo server: one client after the other, five bytes at a time.
 * usage: ./server PORT */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	int yes = 1, fd = socket(AF_INET, SOCK_STREAM, 0);
	struct sockaddr_in me = {.sin_family = AF_INET,
	        .sin_port = htons((unsigned short)(argc > 1 ? atoi(argv[1]) : 8888))};
	char buf[5];
	ssize_t n;

	setvbuf(stdout, NULL, _IOLBF, 0);
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
	if (bind(fd, (struct sockaddr *)&me, sizeof me) < 0 || listen(fd, 5) < 0) {
		perror("bind() or listen()");
		return 1;
	}
	puts("listening");
	for (;;) {
		int conn = accept(fd, NULL, NULL);
		puts("a client is served");
		while ((n = recv(conn, buf, sizeof buf, 0)) > 0) {
			printf("recv() = %zd\n", n);
			send(conn, buf, (size_t)n, 0);
		}
		puts("recv() = 0: the client has closed");
		close(conn);
	}
}
