/* Accepts one client and does not read until you press Enter; then it counts what comes.
 * usage: ./sink PORT */
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
	        .sin_port = htons((unsigned short)(argc > 1 ? atoi(argv[1]) : 7000))};
	char buf[65536];
	long total = 0;
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
		puts("a client is there; Enter: read");
		getchar();
		for (total = 0; (n = recv(conn, buf, sizeof buf, 0)) > 0;)
			total += n;
		printf("received %ld bytes\n", total);
		close(conn);
	}
}
