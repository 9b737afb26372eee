/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Sends numbered datagrams at a steady rate, for measuring who keeps up with them.
 *
 *     udp_blast ADDRESS PORT PER_SECOND SECONDS [BYTES]      PER_SECOND 0: as fast as it goes
 *
 * On loopback there is a socket that they arrive at, and that nobody reads, so that no ICMP errors
 * come back. Prints how many were sent and how long it took. At most 20 million, at most 60 s.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "base/clock.h"

#define MOST 20000000u
#define SECONDS_MAX 60
#define BYTES_MAX 1400
#define BATCH 64

static int connected(const char *address, const char *port)
{
	struct sockaddr_in a = {
	        .sin_family = AF_INET, .sin_port = htons((uint16_t)strtoul(port, NULL, 10))};
	int fd = socket(AF_INET, SOCK_DGRAM, 0);
	if (fd < 0 || inet_pton(AF_INET, address, &a.sin_addr) != 1 ||
	        connect(fd, (struct sockaddr *)&a, sizeof(a)) < 0)
		return -1;
	return fd;
}

/* Kept open until the end; where the port is somebody else's, they are the receiver. */
static void open_sink(const char *port)
{
	struct sockaddr_in a = {.sin_family = AF_INET,
	        .sin_port = htons((uint16_t)strtoul(port, NULL, 10)),
	        .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	(void)bind(fd, (struct sockaddr *)&a, sizeof(a));
}

/* ECONNREFUSED tells of an earlier datagram: nobody needs to listen. */
static uint64_t send_batch(int fd, uint64_t number, size_t bytes)
{
	static uint8_t data[BATCH][BYTES_MAX];
	struct mmsghdr messages[BATCH];
	struct iovec parts[BATCH];
	memset(messages, 0, sizeof(messages));
	for (unsigned i = 0; i < BATCH; i++) {
		uint64_t n = number + i;
		memcpy(data[i], &n, sizeof(n));
		parts[i] = (struct iovec){data[i], bytes};
		messages[i].msg_hdr.msg_iov = &parts[i];
		messages[i].msg_hdr.msg_iovlen = 1;
	}
	int sent = sendmmsg(fd, messages, BATCH, 0);
	return sent > 0 ? (uint64_t)sent : 0;
}

int main(int argc, char **argv)
{
	if (argc < 5)
		return 2;
	open_sink(argv[2]);
	int fd = connected(argv[1], argv[2]);
	if (fd < 0) {
		perror("udp_blast");
		return 3;
	}
	uint64_t rate = strtoull(argv[3], NULL, 10), sent = 0;
	double seconds = strtod(argv[4], NULL);
	size_t bytes = argc > 5 ? strtoull(argv[5], NULL, 10) : 64;
	bytes = bytes < sizeof(uint64_t) ? sizeof(uint64_t) : bytes > BYTES_MAX ? BYTES_MAX : bytes;
	nsec length =
	        (nsec)((seconds < SECONDS_MAX ? seconds : SECONDS_MAX) * (double)NSEC_PER_SEC);
	nsec began = clock_now(), now = began;
	while (now - began < length && sent < MOST) {
		uint64_t due = rate ? (uint64_t)((double)(now - began) * (double)rate / 1e9) : MOST;
		if (sent + BATCH <= due)
			sent += send_batch(fd, sent, bytes);
		now = clock_now();
	}
	printf("sent %llu in %.3f s\n", (unsigned long long)sent, (double)(now - began) / 1e9);
	return 0;
}
