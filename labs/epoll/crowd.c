/* A hundred connections; when you press Enter, one of them says something.
 * usage: ./crowd HOST PORT */
#include <netdb.h>
#include <stdio.h>
#include <sys/socket.h>

#define CROWD 100

int main(int argc, char **argv)
{
	struct addrinfo want = {.ai_family = AF_INET, .ai_socktype = SOCK_STREAM}, *to;
	int fd[CROWD];

	setvbuf(stdout, NULL, _IOLBF, 0);
	if (getaddrinfo(argc > 1 ? argv[1] : "server", argc > 2 ? argv[2] : "9000", &want, &to) !=
	        0)
		return 1;
	for (int i = 0; i < CROWD; i++) {
		fd[i] = socket(to->ai_family, to->ai_socktype, 0);
		if (connect(fd[i], to->ai_addr, to->ai_addrlen) < 0) {
			perror("connect()");
			return 1;
		}
	}
	printf("%d connections; Enter lets one speak\n", CROWD);
	while (getchar() != EOF)
		send(fd[CROWD / 2], "me!", 3, 0);
}
