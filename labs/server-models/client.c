/* Quick clients ask at once; a slow one connects and asks when you press Enter.
 * usage: ./client HOST PORT COUNT    or    ./client HOST PORT slow */
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static int call_server(const char *host, const char *port)
{
	struct addrinfo want = {.ai_family = AF_INET, .ai_socktype = SOCK_STREAM}, *to;

	if (getaddrinfo(host, port, &want, &to) != 0)
		return -1;
	int fd = socket(to->ai_family, to->ai_socktype, 0);
	if (connect(fd, to->ai_addr, to->ai_addrlen) < 0) {
		perror("connect()");
		exit(1);
	}
	return fd;
}

int main(int argc, char **argv)
{
	const char *host = argc > 1 ? argv[1] : "server", *port = argc > 2 ? argv[2] : "8000";
	int slow = argc > 3 && strcmp(argv[3], "slow") == 0;
	int count = argc > 3 && !slow ? atoi(argv[3]) : 1, fd[8];
	char answer[64];

	setvbuf(stdout, NULL, _IOLBF, 0);
	for (int i = 0; i < count && i < 8; i++)
		fd[i] = call_server(host, port);
	puts(slow ? "connected; Enter asks" : "connected");
	if (slow)
		getchar();
	for (int i = 0; i < count && i < 8; i++)
		send(fd[i], "hello", 5, 0);
	for (int i = 0; i < count && i < 8; i++) {
		if (recv(fd[i], answer, sizeof answer, 0) > 0)
			printf("client %d is answered\n", i + 1);
		close(fd[i]);
	}
	return 0;
}
