/* Opens three connections, one after the other, and says of each what came of it.
 * usage: ./three HOST PORT */
#include <errno.h>
#include <netdb.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* Waits for the answer to a connect() under way: 1 connected, 0 no answer so far, -1 refused. */
static int answered(int fd, int milliseconds)
{
	struct pollfd p = {.fd = fd, .events = POLLOUT};
	int error = 0;
	socklen_t len = sizeof error;

	if (poll(&p, 1, milliseconds) == 0)
		return 0;
	getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &len);
	errno = error;
	return error ? -1 : 1;
}

int main(int argc, char **argv)
{
	const char *host = argc > 1 ? argv[1] : "server", *port = argc > 2 ? argv[2] : "9000";
	struct addrinfo want = {.ai_family = AF_INET, .ai_socktype = SOCK_STREAM}, *to;

	setvbuf(stdout, NULL, _IOLBF, 0);
	if (getaddrinfo(host, port, &want, &to) != 0)
		return 1;
	for (int i = 1; i <= 3; i++) {
		int fd = socket(to->ai_family, to->ai_socktype | SOCK_NONBLOCK, 0);
		connect(fd, to->ai_addr, to->ai_addrlen);
		int came = answered(fd, 2000);
		printf("connection %d: %s\n", i,
		        came > 0    ? "connected"
		        : came == 0 ? "no answer yet"
		                    : strerror(errno));
	}
	for (;;)
		pause(); /* keep them open */
}
