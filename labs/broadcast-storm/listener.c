/* Counts the broadcasts that its host receives, and says so once a second.
 * usage: ./listener PORT */
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>

int main(int argc, char **argv)
{
	struct sockaddr_in me = {.sin_family = AF_INET,
	        .sin_port = htons((unsigned short)(argc > 1 ? atoi(argv[1]) : 5000))};
	char text[64];
	long total = 0, said = 0;
	time_t last = 0;
	int fd = socket(AF_INET, SOCK_DGRAM, 0);

	setvbuf(stdout, NULL, _IOLBF, 0);
	if (bind(fd, (struct sockaddr *)&me, sizeof me) < 0) {
		perror("bind()");
		return 1;
	}
	puts("listening");
	struct pollfd p = {.fd = fd, .events = POLLIN};
	for (;;) {
		if (poll(&p, 1, 1000) > 0)
			total += recv(fd, text, sizeof text, 0) >= 0;
		time_t now = time(NULL);
		if (total == said || now == last)
			continue;
		printf("broadcasts received: %ld\n", total);
		said = total;
		last = now;
	}
}
