/* Sends three datagrams to inbox.sock. */
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>

int main(void)
{
	struct sockaddr_un to = {.sun_family = AF_UNIX, .sun_path = "inbox.sock"};
	const char *messages[] = {"hello", "world", "how are you"};
	int fd = socket(AF_UNIX, SOCK_DGRAM, 0);

	for (int i = 0; i < 3; i++) {
		ssize_t n = sendto(
		        fd, messages[i], strlen(messages[i]), 0, (struct sockaddr *)&to, sizeof to);
		printf("sendto() = %zd\n", n);
	}
	return 0;
}
