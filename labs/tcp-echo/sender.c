/* Sends ten million bytes with one send(). Is that enough?
 * usage: ./sender HOST PORT [block] */
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define BYTES 10000000

static char bytes[BYTES];

/* Hands all the bytes to the kernel. */
static void send_all(int fd)
{
	ssize_t n = send(fd, bytes, BYTES, 0);
	printf("send() took %zd of %d bytes\n", n, BYTES);
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
	int blocks = argc > 3 && strcmp(argv[3], "block") == 0;
	if (!blocks)
		fcntl(fd, F_SETFL, O_NONBLOCK);
	send_all(fd);
	while (!blocks && send(fd, bytes, BYTES, 0) > 0)
		continue; /* until nothing fits any more */
	if (!blocks)
		printf("send() = -1: %s\n", strerror(errno));
	return 0;
}
