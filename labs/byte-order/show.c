/* Shows how this CPU keeps a port number in memory, and what htons() makes of it. On Enter it
 * connects, so that the same two bytes go over the wire.
 * usage: ./show HOST PORT */
#include <arpa/inet.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static void show(const char *what, const void *memory, size_t len)
{
	const unsigned char *byte = memory;

	printf("%-22s", what);
	for (size_t i = 0; i < len; i++)
		printf(" %02x", byte[i]);
	printf("\n");
}

int main(int argc, char **argv)
{
	unsigned short port = (unsigned short)atoi(argc > 2 ? argv[2] : "8888");
	unsigned short swapped = htons(port);
	struct addrinfo want = {.ai_family = AF_INET, .ai_socktype = SOCK_STREAM}, *found;
	struct sockaddr_in to;

	setvbuf(stdout, NULL, _IOLBF, 0);
	if (getaddrinfo(argc > 1 ? argv[1] : "server", NULL, &want, &found) != 0)
		return 1;
	memcpy(&to, found->ai_addr, sizeof to);
	to.sin_port = swapped;
	printf("port %d is 0x%04x\n", port, port);
	show("port in memory:", &port, sizeof port);
	show("htons(port) in memory:", &swapped, sizeof swapped);
	show("sockaddr_in:", &to, 8);
	puts("Enter: connect()");
	getchar();
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	if (connect(fd, (struct sockaddr *)&to, sizeof to) < 0)
		perror("connect()");
	else
		puts("connected");
	getchar();
	return 0;
}
