/* Answers a broadcast with a broadcast, but no answer with an answer. It gives up after 20000
 * answers or five seconds. usage: ./parrot BROADCAST-ADDRESS PORT */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

/* Is this a message that deserves an answer? */
static int wants_answer(const char *text)
{
	return strncmp(text, "re:", 3) != 0;
}

int main(int argc, char **argv)
{
	unsigned short port = (unsigned short)(argc > 2 ? atoi(argv[2]) : 6000);
	struct sockaddr_in me = {.sin_family = AF_INET, .sin_port = htons(port)}, all = me;
	char text[64], answer[80];
	int yes = 1, said = 0, fd = socket(AF_INET, SOCK_DGRAM, 0);
	time_t first = 0;

	setvbuf(stdout, NULL, _IOLBF, 0);
	inet_pton(AF_INET, argc > 1 ? argv[1] : "10.0.0.255", &all.sin_addr);
	setsockopt(fd, SOL_SOCKET, SO_BROADCAST, &yes, sizeof yes);
	if (bind(fd, (struct sockaddr *)&me, sizeof me) < 0) {
		perror("bind()");
		return 1;
	}
	puts("listening");
	while (said < 20000 && (!first || time(NULL) - first < 5)) {
		ssize_t n = recv(fd, text, sizeof text - 1, 0);
		if (n < 0)
			continue;
		text[n] = '\0';
		if (!wants_answer(text))
			continue;
		if (!first)
			first = time(NULL);
		int len = snprintf(answer, sizeof answer, "re:%.40s", text);
		sendto(fd, answer, (size_t)len, 0, (struct sockaddr *)&all, sizeof all);
		said++;
	}
	printf("gave up after %d answers\n", said);
	return 0;
}
