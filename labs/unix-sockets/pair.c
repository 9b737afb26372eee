/* Two processes that talk through a pair of sockets, each in both directions. */
#include <stdio.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

/* Says something and prints what the other end says. */
static void talk(int fd, const char *me, const char *what, size_t len)
{
	char text[50];

	send(fd, what, len, 0);
	ssize_t n = recv(fd, text, sizeof text, 0);
	printf("%s heard: %.*s\n", me, (int)n, text);
}

int main(void)
{
	int end[2];

	setvbuf(stdout, NULL, _IOLBF, 0);
	if (socketpair(AF_UNIX, SOCK_STREAM, 0, end) < 0) {
		perror("socketpair()");
		return 1;
	}
	if (fork() == 0) {
		close(end[0]);
		talk(end[1], "child", "from the child", 14);
		return 0;
	}
	close(end[1]);
	talk(end[0], "parent", "from the parent", 15);
	wait(NULL);
	return 0;
}
