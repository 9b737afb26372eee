/* A server that listens at once, but calls accept() only when you press Enter.
 * usage: ./server PORT */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

static void must(int result, const char *call)
{
	if (result >= 0)
		return;
	perror(call);
	exit(1);
}

int main(int argc, char **argv)
{
	int port = argc > 1 ? atoi(argv[1]) : 8888, yes = 1;
	struct sockaddr_in me = {.sin_family = AF_INET, .sin_port = htons((unsigned short)port)};

	setvbuf(stdout, NULL, _IOLBF, 0);
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	must(fd, "socket()");
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
	must(bind(fd, (struct sockaddr *)&me, sizeof me), "bind()");
	must(listen(fd, 5), "listen()");
	printf("listening on port %d; Enter: call accept()\n", port);
	while (getchar() != EOF) {
		struct sockaddr_in peer;
		socklen_t len = sizeof peer;
		int conn = accept(fd, (struct sockaddr *)&peer, &len);
		must(conn, "accept()");
		printf("accept() returned %d: %s port %d\n", conn, inet_ntoa(peer.sin_addr),
		        ntohs(peer.sin_port));
	}
	return 0;
}
