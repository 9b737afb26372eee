/* Takes a listening socket that comes through give.sock, and serves it: each caller gets the name
 * of the host on which this program runs. */
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static int take(int conn)
{
	int fd = -1;
	char letter, room[CMSG_SPACE(sizeof fd)];
	struct iovec bytes = {.iov_base = &letter, .iov_len = 1};
	struct msghdr m = {.msg_iov = &bytes,
	        .msg_iovlen = 1,
	        .msg_control = room,
	        .msg_controllen = sizeof room};

	if (recvmsg(conn, &m, 0) == 1 && CMSG_FIRSTHDR(&m))
		memcpy(&fd, CMSG_DATA(CMSG_FIRSTHDR(&m)), sizeof fd);
	return fd;
}

int main(void)
{
	struct sockaddr_un me = {.sun_family = AF_UNIX, .sun_path = "give.sock"};
	char host[50], text[80];
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	setvbuf(stdout, NULL, _IOLBF, 0);
	gethostname(host, sizeof host);
	unlink(me.sun_path);
	if (bind(fd, (struct sockaddr *)&me, sizeof me) < 0 || listen(fd, 1) < 0) {
		perror("bind()");
		return 1;
	}
	int given = take(accept(fd, NULL, NULL));
	printf("got a descriptor: %d\n", given);
	for (int conn; (conn = accept(given, NULL, NULL)) >= 0; close(conn))
		send(conn, text, (size_t)snprintf(text, sizeof text, "served on %s\n", host), 0);
	return 1;
}
