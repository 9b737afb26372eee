/* Sends one broadcast and counts what comes back within two seconds.
 * usage: ./shout BROADCAST-ADDRESS PORT */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static double seconds(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

int main(int argc, char **argv)
{
	unsigned short port = (unsigned short)(argc > 2 ? atoi(argv[2]) : 5000);
	struct sockaddr_in me = {.sin_family = AF_INET, .sin_port = htons(port)};
	struct sockaddr_in all = me, from;
	char text[64];
	int yes = 1, answers = 0, fd = socket(AF_INET, SOCK_DGRAM, 0);

	setvbuf(stdout, NULL, _IOLBF, 0);
	inet_pton(AF_INET, argc > 1 ? argv[1] : "10.0.0.255", &all.sin_addr);
	setsockopt(fd, SOL_SOCKET, SO_BROADCAST, &yes, sizeof yes);
	if (bind(fd, (struct sockaddr *)&me, sizeof me) < 0 ||
	        sendto(fd, "hello", 5, 0, (struct sockaddr *)&all, sizeof all) < 0) {
		perror("bind() or sendto()");
		return 1;
	}
	puts("one broadcast sent");
	struct pollfd p = {.fd = fd, .events = POLLIN};
	for (double end = seconds() + 2, left; (left = end - seconds()) > 0;) {
		socklen_t len = sizeof from;
		if (poll(&p, 1, (int)(left * 1000)) <= 0)
			continue;
		ssize_t n = recvfrom(fd, text, sizeof text, 0, (struct sockaddr *)&from, &len);
		answers += n > 0 && strncmp(text, "re:", 3) == 0;
	}
	printf("answers within two seconds: %d\n", answers);
	return 0;
}
