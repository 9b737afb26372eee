/* One thread that asks its kernel which of its clients has said something.
 * usage: ./polling PORT */
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#define CLIENTS 16

static int listen_on(const char *port)
{
	int yes = 1, fd = socket(AF_INET, SOCK_STREAM, 0);
	struct sockaddr_in me = {
	        .sin_family = AF_INET, .sin_port = htons((unsigned short)atoi(port))};

	setvbuf(stdout, NULL, _IOLBF, 0);
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
	if (bind(fd, (struct sockaddr *)&me, sizeof me) < 0 || listen(fd, 16) < 0) {
		perror("bind() or listen()");
		exit(1);
	}
	puts("listening");
	return fd;
}

/* Takes what there is from one client. False: it has closed. */
static int serve(int conn)
{
	char buf[64];
	ssize_t n = recv(conn, buf, sizeof buf, 0);

	return n > 0 && send(conn, buf, (size_t)n, 0) > 0;
}

int main(int argc, char **argv)
{
	struct pollfd p[1 + CLIENTS] = {{.events = POLLIN}};
	nfds_t n = 1;

	p[0].fd = listen_on(argc > 1 ? argv[1] : "8000");
	while (poll(p, n, -1) > 0) {
		for (nfds_t i = n; --i > 0;) {
			if (p[i].revents && !serve(p[i].fd)) {
				close(p[i].fd);
				p[i] = p[--n];
			}
		}
		if (p[0].revents && n <= CLIENTS)
			p[n++] = (struct pollfd){
			        .fd = accept(p[0].fd, NULL, NULL), .events = POLLIN};
	}
}
