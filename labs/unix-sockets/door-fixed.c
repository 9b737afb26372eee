/* A server at door.sock that starts again after a crash, but not beside one that lives.
 * usage: ./door [crash] */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static const struct sockaddr_un door = {.sun_family = AF_UNIX, .sun_path = "door.sock"};

/* Is the file a leftover? Then nobody answers behind it. */
static int is_left_over(void)
{
	int probe = socket(AF_UNIX, SOCK_STREAM, 0);
	int rc = connect(probe, (const struct sockaddr *)&door, sizeof door);
	int refused = rc < 0 && errno == ECONNREFUSED;

	close(probe);
	return refused;
}

/* Gives fd its name; -1: it can't. */
static int open_door(int fd)
{
	int rc = bind(fd, (const struct sockaddr *)&door, sizeof door);

	if (rc == 0 || errno != EADDRINUSE)
		return rc;
	if (!is_left_over()) {
		errno = EADDRINUSE;
		return -1;
	}
	unlink(door.sun_path);
	return bind(fd, (const struct sockaddr *)&door, sizeof door);
}

int main(int argc, char **argv)
{
	(void)argv;
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	setvbuf(stdout, NULL, _IOLBF, 0);
	if (open_door(fd) < 0 || listen(fd, 5) < 0) {
		perror("the door stays closed");
		return 1;
	}
	if (argc > 1)
		raise(SIGKILL); /* the crash */
	puts("the door is open");
	for (int conn; (conn = accept(fd, NULL, NULL)) >= 0; close(conn))
		puts("somebody came");
	return 1;
}
