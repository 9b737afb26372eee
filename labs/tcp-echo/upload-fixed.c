/* One solution: what send() did not take is offered again, once the socket has room.
 * usage: ./upload HOST PORT */
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define BYTES 10000000

static char bytes[BYTES];

/* Hands all the bytes to the kernel. */
static void send_all(int fd)
{
	for (size_t sent = 0; sent < BYTES;) {
		ssize_t n = send(fd, bytes + sent, BYTES - sent, 0);
		struct pollfd room = {.fd = fd, .events = POLLOUT};
		if (n > 0)
			sent += (size_t)n;
		else if (errno != EAGAIN || poll(&room, 1, -1) < 0)
			return;
	}
}

int main(int argc, char **argv)
{
	struct addrinfo want = {.ai_family = AF_INET, .ai_socktype = SOCK_STREAM}, *to;

	setvbuf(stdout, NULL, _IOLBF, 0);
	if (getaddrinfo(argc > 1 ? argv[1] : "server", argc > 2 ? argv[2] : "7000", &want, &to) !=
	        0)
		return 1;
	int fd = socket(to->ai_family, to->ai_socktype, 0);
	if (connect(fd, to->ai_addr, to->ai_addrlen) < 0) {
		perror("connect()");
		return 1;
	}
	fcntl(fd, F_SETFL, O_NONBLOCK);
	send_all(fd);
	puts("done");
	return 0;
}
