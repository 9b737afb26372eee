/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Subject: makes calls and prints what a tracer should say of them, so it is its own oracle.
 *
 *   subject tcp|udp|unix|wait|fds|options|errors
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/sockios.h>
#include <net/if.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <unistd.h>

static const char *failed(void)
{
	return errno == ECONNREFUSED ? "ECONNREFUSED (Connection refused)"
	       : errno == EAGAIN     ? "EAGAIN (Resource temporarily unavailable)"
	       : errno == EBADF      ? "EBADF (Bad file descriptor)"
	       : errno == ENOTCONN   ? "ENOTCONN (Transport endpoint is not connected)"
	       : errno == EADDRINUSE ? "EADDRINUSE (Address already in use)"
	       : errno == EFAULT     ? "EFAULT (Bad address)"
	                             : "some other error";
}

/* Prints the result after what was printed of the call. */
static long result(long rc)
{
	int error = errno;
	if (rc < 0)
		printf(" = -1 %s\n", failed());
	else
		printf(" = %ld\n", rc);
	errno = error;
	return rc;
}

static struct sockaddr_in loopback(int port)
{
	return (struct sockaddr_in){.sin_family = AF_INET,
	        .sin_port = htons((uint16_t)port),
	        .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
}

static int a_socket(int type, const char *word)
{
	int fd = socket(AF_INET, type, 0);
	printf("socket(AF_INET, %s, IPPROTO_IP) = %d\n", word, fd);
	return fd;
}

/* Binds to any port and tells which. */
static int bind_it(int fd)
{
	struct sockaddr_in a = loopback(0);
	socklen_t len = sizeof(a);
	long rc = bind(fd, (struct sockaddr *)&a, sizeof(a));
	printf("bind(%d, {AF_INET, 127.0.0.1:0}, 16)", fd);
	result(rc);
	rc = getsockname(fd, (struct sockaddr *)&a, &len);
	int port = ntohs(a.sin_port);
	printf("getsockname(%d, {AF_INET, 127.0.0.1:%d}, [16])", fd, port);
	result(rc);
	return port;
}

static void close_it(int fd)
{
	long rc = close(fd);
	printf("close(%d)", fd);
	result(rc);
}

static void tcp(void)
{
	char bytes[64];
	int listener = a_socket(SOCK_STREAM, "SOCK_STREAM");
	int port = bind_it(listener);
	long rc = listen(listener, 5);
	printf("listen(%d, 5)", listener);
	result(rc);
	int client = a_socket(SOCK_STREAM | SOCK_CLOEXEC, "SOCK_STREAM|SOCK_CLOEXEC");
	struct sockaddr_in a = loopback(port), peer;
	rc = connect(client, (struct sockaddr *)&a, sizeof(a));
	printf("connect(%d, {AF_INET, 127.0.0.1:%d}, 16)", client, port);
	result(rc);
	socklen_t len = sizeof(peer);
	int fd = accept4(listener, (struct sockaddr *)&peer, &len, SOCK_NONBLOCK);
	printf("accept4(%d, {AF_INET, 127.0.0.1:%d}, [16], SOCK_NONBLOCK)", listener,
	        ntohs(peer.sin_port));
	result(fd);
	rc = recv(fd, bytes, sizeof(bytes), 0);
	printf("recvfrom(%d, %p, 64, 0, NULL, NULL)", fd, (void *)bytes);
	result(rc);
	rc = send(client, "hello\n", 6, MSG_NOSIGNAL);
	printf("sendto(%d, \"hello\\n\", 6, MSG_NOSIGNAL, NULL, 0)", client);
	result(rc);
	rc = recv(fd, bytes, sizeof(bytes), 0);
	printf("recvfrom(%d, \"hello\\n\", 64, 0, NULL, NULL)", fd);
	result(rc);
	struct iovec v[2] = {{bytes, 2}, {bytes + 2, 3}};
	rc = writev(fd, v, 2);
	printf("writev(%d, [2 + 3] \"hello\", 2)", fd);
	result(rc);
	rc = read(client, bytes, sizeof(bytes));
	printf("read(%d, \"hello\", 64)", client);
	result(rc);
	rc = shutdown(client, SHUT_WR);
	printf("shutdown(%d, SHUT_WR)", client);
	result(rc);
	rc = recv(fd, bytes, 5, MSG_PEEK);
	printf("recvfrom(%d, \"\", 5, MSG_PEEK, NULL, NULL)", fd);
	result(rc);
	close_it(fd);
	close_it(client);
	close_it(listener);
}

static void udp(void)
{
	char bytes[16];
	int a = a_socket(SOCK_DGRAM, "SOCK_DGRAM"), b = a_socket(SOCK_DGRAM, "SOCK_DGRAM");
	int port = bind_it(a), own = bind_it(b);
	struct sockaddr_in to = loopback(port), from;
	socklen_t len = sizeof(from);
	long rc = sendto(b, "abcdef", 6, 0, (struct sockaddr *)&to, sizeof(to));
	printf("sendto(%d, \"abcdef\", 6, 0, {AF_INET, 127.0.0.1:%d}, 16)", b, port);
	result(rc);
	rc = recvfrom(a, bytes, 4, MSG_TRUNC, (struct sockaddr *)&from, &len);
	printf("recvfrom(%d, \"abcd\", 4, MSG_TRUNC, {AF_INET, 127.0.0.1:%d}, [16])", a, own);
	result(rc);
	struct iovec v = {"xyz", 3};
	struct msghdr m = {
	        .msg_name = &to, .msg_namelen = sizeof(to), .msg_iov = &v, .msg_iovlen = 1};
	rc = sendmsg(b, &m, 0);
	printf("sendmsg(%d, {{AF_INET, 127.0.0.1:%d}, [3] \"xyz\"}, 0)", b, port);
	result(rc);
	v = (struct iovec){bytes, 16};
	m = (struct msghdr){
	        .msg_name = &from, .msg_namelen = sizeof(from), .msg_iov = &v, .msg_iovlen = 1};
	rc = recvmsg(a, &m, 0);
	printf("recvmsg(%d, {{AF_INET, 127.0.0.1:%d}, [16] \"xyz\"}, 0)", a, own);
	result(rc);
	close_it(a);
	close_it(b);
}

static void local(void)
{
	int pair[2];
	char bytes[8];
	long rc = socketpair(AF_UNIX, SOCK_SEQPACKET, 0, pair);
	printf("socketpair(AF_UNIX, SOCK_SEQPACKET, 0, [%d, %d])", pair[0], pair[1]);
	result(rc);
	rc = write(pair[0], "one", 3);
	printf("write(%d, \"one\", 3)", pair[0]);
	result(rc);
	rc = read(pair[1], bytes, 8);
	printf("read(%d, \"one\", 8)", pair[1]);
	result(rc);
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);
	printf("socket(AF_UNIX, SOCK_STREAM, 0) = %d\n", fd);
	struct sockaddr_un a = {.sun_family = AF_UNIX};
	snprintf(a.sun_path + 1, sizeof(a.sun_path) - 1, "wirelab-test-%d", (int)getpid());
	socklen_t len = (socklen_t)(sizeof(sa_family_t) + 1 + strlen(a.sun_path + 1));
	rc = bind(fd, (struct sockaddr *)&a, len);
	printf("bind(%d, {AF_UNIX, @%s}, %u)", fd, a.sun_path + 1, len);
	result(rc);
	close_it(fd);
	close_it(pair[0]);
	close_it(pair[1]);
}

static void waits(void)
{
	int p[2];
	long rc = pipe2(p, O_NONBLOCK);
	printf("pipe2([%d, %d], O_NONBLOCK)", p[0], p[1]);
	result(rc);
	struct pollfd f[2] = {{p[0], POLLIN, 0}, {p[1], POLLOUT, 0}};
	struct timespec t = {0, 500000000};
	rc = ppoll(f, 2, &t, NULL);
	printf("ppoll([%d POLLIN, %d POLLOUT => POLLOUT], 2, 0.5s, NULL, 8)", p[0], p[1]);
	result(rc);
	rc = write(p[1], "x", 1);
	printf("write(%d, \"x\", 1)", p[1]);
	result(rc);
	int ep = epoll_create1(EPOLL_CLOEXEC);
	printf("epoll_create1(EPOLL_CLOEXEC) = %d\n", ep);
	struct epoll_event ev = {.events = EPOLLIN | EPOLLET, .data.fd = p[0]};
	rc = epoll_ctl(ep, EPOLL_CTL_ADD, p[0], &ev);
	printf("epoll_ctl(%d, EPOLL_CTL_ADD, %d, [%d EPOLLIN|EPOLLET])", ep, p[0], p[0]);
	result(rc);
	struct epoll_event got[4];
	rc = epoll_pwait(ep, got, 4, 100, NULL);
	printf("epoll_pwait(%d, [%d => EPOLLIN], 4, 100, NULL, 8)", ep, p[0]);
	result(rc);
	fd_set r;
	FD_ZERO(&r);
	FD_SET(p[0], &r);
	FD_SET(ep, &r);
	struct timespec none = {0, 0};
	rc = pselect(ep + 1, &r, NULL, NULL, &none, NULL);
	printf("pselect6(%d, [%d %d] => [%d], NULL, NULL, 0s, NULL)", ep + 1, p[0], ep, p[0]);
	result(rc);
	close_it(ep);
	close_it(p[0]);
	close_it(p[1]);
}

static void fds(void)
{
	int fd = a_socket(SOCK_STREAM, "SOCK_STREAM");
	int copy = dup(fd);
	printf("dup(%d) = %d\n", fd, copy);
	long rc = dup3(fd, 20, O_CLOEXEC);
	printf("dup3(%d, 20, O_CLOEXEC)", fd);
	result(rc);
	rc = fcntl(fd, F_GETFL);
	printf("fcntl(%d, F_GETFL) = %ld (O_RDWR)\n", fd, rc);
	rc = fcntl(fd, F_SETFL, O_RDWR | O_NONBLOCK);
	printf("fcntl(%d, F_SETFL, O_RDWR|O_NONBLOCK)", fd);
	result(rc);
	int on = 0, queued = 0;
	rc = ioctl(fd, FIONBIO, &on);
	printf("ioctl(%d, FIONBIO, [0])", fd);
	result(rc);
	rc = ioctl(fd, SIOCOUTQ, &queued);
	printf("ioctl(%d, SIOCOUTQ, [0])", fd);
	result(rc);
	struct ifconf devices = {0};
	ioctl(fd, SIOCGIFCONF, &devices); /* about devices: not the tracer's */
	rc = fcntl(fd, F_DUPFD_CLOEXEC, 30);
	printf("fcntl(%d, F_DUPFD_CLOEXEC, 30)", fd);
	result(rc);
	int ev = eventfd(3, EFD_NONBLOCK);
	printf("eventfd2(3, EFD_NONBLOCK) = %d\n", ev);
	/* A file is nobody's business, a socket in its place is. */
	close_it(copy);
	int file = open("/dev/null", O_WRONLY);
	if (file != copy || write(file, "x", 1) != 1)
		printf("no file\n");
	close(file);
	copy = dup(fd);
	printf("dup(%d) = %d\n", fd, copy);
	close_it(copy);
	close_it(ev);
	close_it(30);
	close_it(20);
	close_it(fd);
}

static void options(void)
{
	int fd = a_socket(SOCK_STREAM, "SOCK_STREAM"), value = 1;
	socklen_t len = sizeof(value);
	struct timeval t = {2, 0};
	struct linger l = {1, 5};
	long rc = setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &value, len);
	printf("setsockopt(%d, SOL_SOCKET, SO_REUSEADDR, [1], 4)", fd);
	result(rc);
	rc = setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &value, len);
	printf("setsockopt(%d, SOL_TCP, TCP_NODELAY, [1], 4)", fd);
	result(rc);
	rc = setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &t, sizeof(t));
	printf("setsockopt(%d, SOL_SOCKET, SO_RCVTIMEO, 2s, 16)", fd);
	result(rc);
	rc = setsockopt(fd, SOL_SOCKET, SO_LINGER, &l, sizeof(l));
	printf("setsockopt(%d, SOL_SOCKET, SO_LINGER, {on, 5s}, 8)", fd);
	result(rc);
	rc = getsockopt(fd, SOL_SOCKET, SO_TYPE, &value, &len);
	printf("getsockopt(%d, SOL_SOCKET, SO_TYPE, [SOCK_STREAM], [4])", fd);
	result(rc);
	rc = getsockopt(fd, SOL_SOCKET, SO_ERROR, &value, &len);
	printf("getsockopt(%d, SOL_SOCKET, SO_ERROR, [0], [4])", fd);
	result(rc);
	close_it(fd);
}

static void errors(void)
{
	int fd = a_socket(SOCK_STREAM, "SOCK_STREAM"), other = a_socket(SOCK_STREAM, "SOCK_STREAM");
	int port = bind_it(fd);
	struct sockaddr_in a = loopback(port);
	long rc = bind(other, (struct sockaddr *)&a, sizeof(a));
	printf("bind(%d, {AF_INET, 127.0.0.1:%d}, 16)", other, port);
	result(rc);
	rc = connect(other, (struct sockaddr *)&a, sizeof(a));
	printf("connect(%d, {AF_INET, 127.0.0.1:%d}, 16)", other, port);
	result(rc);
	rc = shutdown(other, SHUT_RDWR);
	printf("shutdown(%d, SHUT_RDWR)", other);
	result(rc);
	rc = send(77, "x", 1, 0);
	printf("sendto(77, \"x\", 1, 0, NULL, 0)");
	result(rc);
	close_it(88);
	close_it(other);
	close_it(fd);
}

int main(int argc, char **argv)
{
	static const struct {
		const char *name;
		void (*make)(void);
	} kinds[] = {{"tcp", tcp}, {"udp", udp}, {"unix", local}, {"wait", waits}, {"fds", fds},
	        {"options", options}, {"errors", errors}};
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		if (argc > 1 && strcmp(argv[1], kinds[i].name) == 0)
			kinds[i].make();
	}
	return 0;
}
