/* A datagram socket at inbox.sock. It reads what has come when you press Enter. */
#include <stdio.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

int main(void)
{
	struct sockaddr_un me = {.sun_family = AF_UNIX, .sun_path = "inbox.sock"}, from;
	char text[100];
	int fd = socket(AF_UNIX, SOCK_DGRAM, 0);

	setvbuf(stdout, NULL, _IOLBF, 0);
	unlink(me.sun_path);
	if (bind(fd, (struct sockaddr *)&me, sizeof me) < 0) {
		perror("bind()");
		return 1;
	}
	puts("Enter: read what has come");
	getchar();
	for (;;) {
		socklen_t len = sizeof from;
		ssize_t n = recvfrom(fd, text, sizeof text, 0, (struct sockaddr *)&from, &len);
		printf("recvfrom() = %zd: %.*s; the sender's address has %u bytes\n", n, (int)n,
		        text, len);
	}
}
