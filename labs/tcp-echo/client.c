/* Sends each line that you type and prints what comes back. Ctrl-D ends it.
 * usage: ./client HOST PORT */
#include <netdb.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	struct addrinfo want = {.ai_family = AF_INET, .ai_socktype = SOCK_STREAM}, *to;
	char text[512];
	ssize_t n;

	setvbuf(stdout, NULL, _IOLBF, 0);
	if (getaddrinfo(argc > 1 ? argv[1] : "server", argc > 2 ? argv[2] : "8888", &want, &to) !=
	        0)
		return 1;
	int fd = socket(to->ai_family, to->ai_socktype, 0);
	if (connect(fd, to->ai_addr, to->ai_addrlen) < 0) {
		perror("connect()");
		return 1;
	}
	puts("connected; type a line");
	struct pollfd p[2] = {{.fd = 0, .events = POLLIN}, {.fd = fd, .events = POLLIN}};
	while (poll(p, 2, -1) > 0) {
		if (p[0].revents) {
			if ((n = read(0, text, sizeof text)) <= 0)
				return 0;
			send(fd, text, (size_t)n, 0);
		}
		if (p[1].revents) {
			if ((n = recv(fd, text, sizeof text, 0)) <= 0)
				return 0;
			printf("back: %.*s\n",
			        (int)strcspn(text, "\n") < n ? (int)strcspn(text, "\n") : (int)n,
			        text);
		}
	}
}
