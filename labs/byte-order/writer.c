/* Sends "hello" with its length before it, as four bytes. Something is missing.
 * usage: ./writer HOST PORT */
#include <arpa/inet.h>
#include <netdb.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	struct addrinfo want = {.ai_family = AF_INET, .ai_socktype = SOCK_STREAM}, *to;
	const char *text = "hello";
	char message[64];

	setvbuf(stdout, NULL, _IOLBF, 0);
	if (getaddrinfo(argc > 1 ? argv[1] : "server", argc > 2 ? argv[2] : "8888", &want, &to) !=
	        0)
		return 1;
	int fd = socket(to->ai_family, to->ai_socktype, 0);
	if (connect(fd, to->ai_addr, to->ai_addrlen) < 0) {
		perror("connect()");
		return 1;
	}
	uint32_t length = (uint32_t)strlen(text);
	memcpy(message, &length, 4);
	memcpy(message + 4, text, strlen(text));
	send(fd, message, 4 + strlen(text), 0);
	printf("sent length %zu and \"%s\"\n", strlen(text), text);
	getchar();
	return 0;
}
