/* Sends the three messages "hello", "world", "how are you", in the way you type:
 *   burst    three send()          nodelay  the same with TCP_NODELAY
 *   pause    0.1 s between them    cork     between TCP_CORK on and off
 *   more     with MSG_MORE         big      one send() of 4000 bytes
 *   fixed | prefix | line   framed (16 bytes each, a length before each, a newline after each),
 *            and glued on purpose with MSG_MORE
 * usage: ./sender HOST PORT */
#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static const char *messages[] = {"hello", "world", "how are you"};
static int fd;

static void option(int name, int value)
{
	setsockopt(fd, IPPROTO_TCP, name, &value, sizeof value);
}

static void put(const void *bytes, size_t len, int flags)
{
	printf("send %zd bytes\n", send(fd, bytes, len, flags));
}

/* One message as the framing wants it; returns its length. */
static size_t frame(const char *how, const char *message, char *out, size_t size)
{
	size_t len = strlen(message);
	if (strcmp(how, "fixed") == 0) { /* padded with zeros to 16 bytes */
		memset(out, 0, 16);
		memcpy(out, message, len);
		return 16;
	}
	if (strcmp(how, "prefix") == 0) { /* two bytes of length, in network order */
		unsigned short n = htons((unsigned short)len);
		memcpy(out, &n, 2);
		memcpy(out + 2, message, len);
		return len + 2;
	}
	return (size_t)snprintf(out, size, strcmp(how, "line") == 0 ? "%s\n" : "%s", message);
}

static void send_all(const char *how)
{
	int cork = strcmp(how, "cork") == 0;
	int more = strcmp(how, "more") == 0 || strcmp(how, "fixed") == 0 ||
	           strcmp(how, "prefix") == 0 || strcmp(how, "line") == 0;
	char out[64];

	option(TCP_NODELAY, strcmp(how, "nodelay") == 0);
	option(TCP_CORK, cork);
	for (int i = 0; i < 3; i++) {
		if (i > 0 && strcmp(how, "pause") == 0)
			usleep(100000);
		put(out, frame(how, messages[i], out, sizeof out), more && i < 2 ? MSG_MORE : 0);
	}
	if (cork)
		option(TCP_CORK, 0); /* pulled: what is there goes out */
}

int main(int argc, char **argv)
{
	struct addrinfo want = {.ai_family = AF_INET, .ai_socktype = SOCK_STREAM}, *to;
	static char big[4000];
	char how[32];

	setvbuf(stdout, NULL, _IOLBF, 0);
	if (getaddrinfo(argc > 1 ? argv[1] : "server", argc > 2 ? argv[2] : "7000", &want, &to) !=
	        0)
		return 1;
	fd = socket(to->ai_family, to->ai_socktype, 0);
	if (connect(fd, to->ai_addr, to->ai_addrlen) < 0) {
		perror("connect()");
		return 1;
	}
	puts("connected; type burst, nodelay, pause, cork, more, big, fixed, prefix or line");
	while (scanf("%31s", how) == 1) {
		if (strcmp(how, "big") == 0)
			put(memset(big, 'x', sizeof big), sizeof big, 0);
		else
			send_all(how);
	}
	return 0;
}
