/* Watches many descriptors, of which one is ready: with poll(), then with epoll.
 * usage: ./price COUNT */
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>

#define MOST 1000

int main(int argc, char **argv)
{
	static struct pollfd p[MOST];
	int n = argc > 1 ? atoi(argv[1]) : 100, epfd = epoll_create1(0);
	struct epoll_event ev = {.events = EPOLLIN};

	setvbuf(stdout, NULL, _IOLBF, 0);
	for (int i = 0; i < n && i < MOST; i++) {
		int fd = eventfd(i == n / 2, 0); /* one of them has something to read */
		p[i] = (struct pollfd){.fd = fd, .events = POLLIN};
		ev.data.fd = fd;
		epoll_ctl(epfd, EPOLL_CTL_ADD, fd, &ev);
	}
	int ready = poll(p, (nfds_t)n, -1);
	printf("poll(): %d ready, %zu bytes handed over\n", ready, (size_t)n * sizeof p[0]);
	ready = epoll_wait(epfd, &ev, 1, -1);
	printf("epoll_wait(): %d ready, %zu bytes handed over\n", ready, (size_t)ready * sizeof ev);
}
