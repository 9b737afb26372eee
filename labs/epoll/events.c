/* Prints each event that epoll_wait() reports of a connection.
 * usage: ./events PORT */
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

static const struct {
	unsigned bit;
	const char *name;
} names[] = {{EPOLLIN, "EPOLLIN"}, {EPOLLPRI, "EPOLLPRI"}, {EPOLLOUT, "EPOLLOUT"},
        {EPOLLERR, "EPOLLERR"}, {EPOLLHUP, "EPOLLHUP"}, {EPOLLRDHUP, "EPOLLRDHUP"}};

static void show(const struct epoll_event *ev)
{
	printf("%#x:", ev->events);
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		if (ev->events & names[i].bit)
			printf(" %s", names[i].name);
	}
	puts("");
}

int main(int argc, char **argv)
{
	int fd = listen_on(argc > 1 ? argv[1] : "9002"), epfd = epoll_create1(0);
	struct epoll_event ev;
	char buf[512];

	watch(epfd, fd, EPOLLIN);
	while (epoll_wait(epfd, &ev, 1, -1) == 1) {
		int conn = ev.data.fd;
		if (conn == fd) {
			watch(epfd, accept4(fd, NULL, NULL, SOCK_NONBLOCK),
			        EPOLLIN | EPOLLOUT | EPOLLPRI | EPOLLRDHUP | EPOLLET);
			continue;
		}
		show(&ev);
		while (recv(conn, buf, sizeof buf, 0) > 0)
			;
		if (ev.events & EPOLLHUP)
			close(conn);
	}
}
