/* The task. A non-blocking socket, and a send() whose result nobody looks at. Mend send_all().
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
	send(fd, bytes, BYTES, 0);
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
