/* Serves one client after the other.
 * usage: ./sequential PORT */
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

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

/* Sends back what comes, until the client closes. */
static void serve(int conn)
{
	char buf[64];
	ssize_t n;

	while ((n = recv(conn, buf, sizeof buf, 0)) > 0)
		send(conn, buf, (size_t)n, 0);
}

int main(int argc, char **argv)
{
	int fd = listen_on(argc > 1 ? argv[1] : "8000");

	for (;;) {
		int conn = accept(fd, NULL, NULL);
		puts("a client is served");
		serve(conn);
		close(conn);
	}
}
