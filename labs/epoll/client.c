/* Sends each line that you type. "fin" ends its sending, "rst" breaks the connection off.
 * usage: ./client HOST PORT */
#include <netdb.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	struct addrinfo want = {.ai_family = AF_INET, .ai_socktype = SOCK_STREAM}, *to;
	const struct linger at_once = {.l_onoff = 1, .l_linger = 0};
	char line[512];

	setvbuf(stdout, NULL, _IOLBF, 0);
	if (getaddrinfo(argc > 1 ? argv[1] : "server", argc > 2 ? argv[2] : "9000", &want, &to) !=
	        0)
		return 1;
	int fd = socket(to->ai_family, to->ai_socktype, 0);
	if (connect(fd, to->ai_addr, to->ai_addrlen) < 0) {
		perror("connect()");
		return 1;
	}
	puts("connected; type a line");
	while (fgets(line, sizeof line, stdin)) {
		if (strcmp(line, "fin\n") == 0) {
			shutdown(fd, SHUT_WR);
		} else if (strcmp(line, "rst\n") == 0) {
			setsockopt(fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
			return 0;
		} else {
			send(fd, line, strlen(line), 0);
		}
	}
}
