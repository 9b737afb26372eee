/* A client that forgets htons(). To which port does it really connect?
 * usage: ./forget HOST PORT */
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

int main(int argc, char **argv)
{
	struct addrinfo want = {.ai_family = AF_INET, .ai_socktype = SOCK_STREAM}, *found;
	struct sockaddr_in to;

	setvbuf(stdout, NULL, _IOLBF, 0);
	if (getaddrinfo(argc > 1 ? argv[1] : "server", NULL, &want, &found) != 0)
		return 1;
	memcpy(&to, found->ai_addr, sizeof to);
	to.sin_port =
	        (unsigned short)atoi(argc > 2 ? argv[2] : "8888"); /* here htons() is missing */
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	puts("calling connect()");
	if (connect(fd, (struct sockaddr *)&to, sizeof to) < 0)
		printf("connect() failed: %s\n", strerror(errno));
	else
		puts("connected");
	return 0;
}
