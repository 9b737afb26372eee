/* An echo server whose name is a file. To the line "who" it answers what its kernel knows of the
 * client. A name with @ before it is abstract: there is no file.
 * usage: ./server NAME */
#include <stddef.h>
#include <stdio.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static int who(int conn, char *text, size_t size)
{
	struct sockaddr_un peer;
	socklen_t len = sizeof peer;
	struct ucred cred;
	socklen_t cred_len = sizeof cred;

	getpeername(conn, (struct sockaddr *)&peer, &len);
	getsockopt(conn, SOL_SOCKET, SO_PEERCRED, &cred, &cred_len);
	return snprintf(text, size, "a name of %d bytes; pid %d, uid %u, gid %u\n",
	        (int)(len - offsetof(struct sockaddr_un, sun_path)), cred.pid, cred.uid, cred.gid);
}

static void serve(int conn)
{
	char text[200];
	ssize_t n;

	while ((n = recv(conn, text, sizeof text - 1, 0)) > 0) {
		text[n] = '\0';
		if (strcmp(text, "who\n") == 0)
			n = who(conn, text, sizeof text);
		send(conn, text, (size_t)n, 0);
	}
}

int main(int argc, char **argv)
{
	const char *name = argc > 1 ? argv[1] : "echo.sock";
	struct sockaddr_un me = {.sun_family = AF_UNIX};
	socklen_t len = offsetof(struct sockaddr_un, sun_path) + strlen(name);

	setvbuf(stdout, NULL, _IOLBF, 0);
	signal(SIGCHLD, SIG_IGN);
	snprintf(me.sun_path, sizeof me.sun_path, "%s", name);
	if (*name == '@')
		me.sun_path[0] = '\0';
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);
	if (bind(fd, (struct sockaddr *)&me, len) < 0 || listen(fd, 5) < 0) {
		perror("bind()");
		return 1;
	}
	printf("listening at %s\n", name);
	for (;;) {
		struct sockaddr_un peer;
		socklen_t peer_len = sizeof peer;
		int conn = accept(fd, (struct sockaddr *)&peer, &peer_len);
		if (fork() == 0) { /* a process for each client */
			close(fd);
			serve(conn);
			return 0;
		}
		close(conn);
	}
}
