/* A server that listens and never calls accept(): whom does its kernel let in?
 * usage: ./queue PORT */
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#define BACKLOG 5

int main(int argc, char **argv)
{
	int port = argc > 1 ? atoi(argv[1]) : 9000, yes = 1;
	struct sockaddr_in me = {.sin_family = AF_INET, .sin_port = htons((unsigned short)port)};

	setvbuf(stdout, NULL, _IOLBF, 0);
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
	if (bind(fd, (struct sockaddr *)&me, sizeof me) < 0 || listen(fd, BACKLOG) < 0) {
		perror("bind() or listen()");
		return 1;
	}
	printf("listening on port %d with backlog %d; accept() is never called\n", port, BACKLOG);
	for (;;)
		pause();
}
