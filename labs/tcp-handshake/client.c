/* A client that calls connect() and says what came of it.
 * usage: ./client HOST PORT */
#include <errno.h>
#include <netdb.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	const char *host = argc > 1 ? argv[1] : "server", *port = argc > 2 ? argv[2] : "8888";
	struct addrinfo want = {.ai_family = AF_INET, .ai_socktype = SOCK_STREAM}, *to;

	setvbuf(stdout, NULL, _IOLBF, 0);
	if (getaddrinfo(host, port, &want, &to) != 0) {
		printf("no such host: %s\n", host);
		return 1;
	}
	int fd = socket(to->ai_family, to->ai_socktype, 0);
	printf("calling connect() to %s port %s\n", host, port);
	if (connect(fd, to->ai_addr, to->ai_addrlen) < 0) {
		printf("connect() failed: %s\n", strerror(errno));
		return 1;
	}
	printf("connect() returned 0: connected\n");
	getchar(); /* keep the connection until Enter */
	return 0;
}
