/* Connects to a name, sends each line that you type and prints what comes back. Ctrl-D ends it.
 * usage: ./client NAME */
#include <poll.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	const char *name = argc > 1 ? argv[1] : "echo.sock";
	struct sockaddr_un to = {.sun_family = AF_UNIX};
	socklen_t len = offsetof(struct sockaddr_un, sun_path) + strlen(name);
	char text[200];
	ssize_t n;

	setvbuf(stdout, NULL, _IOLBF, 0);
	snprintf(to.sun_path, sizeof to.sun_path, "%s", name);
	if (*name == '@')
		to.sun_path[0] = '\0';
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);
	if (connect(fd, (struct sockaddr *)&to, len) < 0) {
		perror("connect()");
		return 1;
	}
	puts("connected; type a line");
	struct pollfd p[2] = {{.fd = 0, .events = POLLIN}, {.fd = fd, .events = POLLIN}};
	while (poll(p, 2, -1) > 0) {
		if (p[0].revents) {
			if ((n = read(0, text, sizeof text)) <= 0)
				return 0;
			send(fd, text, (size_t)n, 0);
		}
		if (p[1].revents) {
			if ((n = recv(fd, text, sizeof text, 0)) <= 0)
				return 0;
			printf("back: %.*s", (int)n, text);
		}
	}
}
