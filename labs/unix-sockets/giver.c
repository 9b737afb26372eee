/* Listens on TCP port 8080, gives that socket away through give.sock, and ends. */
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>

static void give(int conn, int fd)
{
	char letter = 'F', room[CMSG_SPACE(sizeof fd)] = {0};
	struct iovec bytes = {.iov_base = &letter, .iov_len = 1};
	struct msghdr m = {.msg_iov = &bytes,
	        .msg_iovlen = 1,
	        .msg_control = room,
	        .msg_controllen = sizeof room};
	struct cmsghdr *c = CMSG_FIRSTHDR(&m);

	c->cmsg_level = SOL_SOCKET;
	c->cmsg_type = SCM_RIGHTS;
	c->cmsg_len = CMSG_LEN(sizeof fd);
	memcpy(CMSG_DATA(c), &fd, sizeof fd);
	printf("descriptor %d: sendmsg() = %zd\n", fd, sendmsg(conn, &m, 0));
}

int main(void)
{
	struct sockaddr_in web = {.sin_family = AF_INET, .sin_port = htons(8080)};
	struct sockaddr_un to = {.sun_family = AF_UNIX, .sun_path = "give.sock"};
	int yes = 1, fd = socket(AF_INET, SOCK_STREAM, 0), conn = socket(AF_UNIX, SOCK_STREAM, 0);

	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
	if (bind(fd, (struct sockaddr *)&web, sizeof web) < 0 || listen(fd, 5) < 0 ||
	        connect(conn, (struct sockaddr *)&to, sizeof to) < 0) {
		perror("bind(), listen() or connect()");
		return 1;
	}
	give(conn, fd);
	return 0;
}
