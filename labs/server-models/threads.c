/* A thread for each client.
 * usage: ./threads PORT */
#include <netinet/in.h>
#include <pthread.h>
#include <stdio.h>
#include <stdint.h>
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
static void *serve(void *arg)
{
	int conn = (int)(intptr_t)arg;
	char buf[64];
	ssize_t n;

	while ((n = recv(conn, buf, sizeof buf, 0)) > 0)
		send(conn, buf, (size_t)n, 0);
	close(conn); /* threads share their descriptors: nobody else does it */
	return NULL;
}

int main(int argc, char **argv)
{
	int fd = listen_on(argc > 1 ? argv[1] : "8000");
	pthread_t thread;

	for (;;) {
		int conn = accept(fd, NULL, NULL);
		if (pthread_create(&thread, NULL, serve, (void *)(intptr_t)conn) == 0)
			pthread_detach(thread); /* what is left of it goes by itself */
	}
}
