/* Level-triggered: epoll_wait() tells of a connection as long as it has bytes.
 * usage: ./level PORT */
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

static int listen_on(const char *port)
{
	int yes = 1, fd = socket(AF_INET, SOCK_STREAM, 0);
	struct sockaddr_in me = {
	        .sin_family = AF_INET, .sin_port = htons((unsigned short)atoi(port))};

	setvbuf(stdout, NULL, _IOLBF, 0);
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
	if (bind(fd, (struct sockaddr *)&me, sizeof me) < 0 || listen(fd, 128) < 0) {
		perror("bind() or listen()");
		exit(1);
	}
	puts("listening");
	return fd;
}

static void watch(int epfd, int fd, unsigned events)
{
	struct epoll_event ev = {.events = events, .data.fd = fd};

	epoll_ctl(epfd, EPOLL_CTL_ADD, fd, &ev);
}

/* Reads once. */
static void take(int conn)
{
	char buf[5];
	ssize_t n = recv(conn, buf, sizeof buf, 0);

	if (n <= 0)
		close(conn);
	else
		printf("recv() = %zd\n", n);
}

int main(int argc, char **argv)
{
	int fd = listen_on(argc > 1 ? argv[1] : "9000"), epfd = epoll_create1(0);
	struct epoll_event ev;

	watch(epfd, fd, EPOLLIN);
	while (epoll_wait(epfd, &ev, 1, -1) == 1) {
		if (ev.data.fd == fd)
			watch(epfd, accept4(fd, NULL, NULL, SOCK_NONBLOCK), EPOLLIN);
		else
			take(ev.data.fd);
	}
}
