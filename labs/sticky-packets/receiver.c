/* Receives what it can get and shows what each recv() gave. You type:
 *   stop | go                    don't read for a while, so that bytes gather; read again
 *   raw | fixed | prefix | line  how to find the messages in the stream
 * usage: ./receiver PORT */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static char stream[65536]; /* bytes that are not yet a whole message */
static size_t have;
static char how[32] = "raw";

/* Length of the first message in the stream with its framing, 0: not all of it is here yet. */
static size_t whole(size_t *skip, size_t *len)
{
	char *end;
	*skip = 0;
	if (strcmp(how, "fixed") == 0) {
		*len = strnlen(stream, 16);
		return have >= 16 ? 16 : 0;
	}
	if (strcmp(how, "prefix") == 0) {
		unsigned short n;
		memcpy(&n, stream, 2);
		*skip = 2;
		*len = ntohs(n);
		return have >= 2 && have >= 2 + *len ? 2 + *len : 0;
	}
	end = memchr(stream, '\n', have);
	*len = end ? (size_t)(end - stream) : 0;
	return end ? *len + 1 : 0;
}

static void show_messages(void)
{
	size_t skip, len, used;
	while (have > 0 && (used = whole(&skip, &len)) > 0) {
		printf("  message: %.*s\n", (int)len, stream + skip);
		memmove(stream, stream + used, have -= used);
	}
}

static void take(int conn)
{
	char buf[4096];
	ssize_t n = recv(conn, buf, sizeof buf, 0);
	if (n <= 0)
		exit(0);
	printf("recv %zd bytes: %.*s%s\n", n, (int)(n > 40 ? 40 : n), buf, n > 40 ? "..." : "");
	if (strcmp(how, "raw") == 0 || have + (size_t)n > sizeof stream)
		return;
	memcpy(stream + have, buf, (size_t)n);
	have += (size_t)n;
	show_messages();
}

/* Does what you typed; returns the descriptor to read from, -1 while stopped: poll() passes over
 * it. */
static int obey(int reading, int conn)
{
	char line[64] = "", word[32];

	if (read(0, line, sizeof line - 1) <= 0 || sscanf(line, "%31s", word) != 1)
		return reading;
	printf("ok: %s\n", word);
	if (strcmp(word, "stop") == 0)
		return -1;
	if (strcmp(word, "go") == 0)
		return conn;
	snprintf(how, sizeof how, "%s", word);
	return reading;
}

int main(int argc, char **argv)
{
	int yes = 1, fd = socket(AF_INET, SOCK_STREAM, 0);
	struct sockaddr_in me = {.sin_family = AF_INET,
	        .sin_port = htons((unsigned short)(argc > 1 ? atoi(argv[1]) : 7000))};

	setvbuf(stdout, NULL, _IOLBF, 0);
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
	if (bind(fd, (struct sockaddr *)&me, sizeof me) < 0 || listen(fd, 5) < 0) {
		perror("bind() or listen()");
		return 1;
	}
	puts("listening");
	int conn = accept(fd, NULL, NULL);
	puts("connected; type stop, go, raw, fixed, prefix or line");
	struct pollfd p[2] = {{.fd = 0, .events = POLLIN}, {.fd = conn, .events = POLLIN}};
	while (poll(p, 2, -1) > 0) {
		if (p[0].revents) /* first what you typed, so that it holds for bytes that wait */
			p[1].fd = obey(p[1].fd, conn);
		else if (p[1].revents)
			take(conn);
	}
}
