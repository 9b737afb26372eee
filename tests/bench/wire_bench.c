/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How fast the world comes up and the wire carries, as lines of JSON:
 *
 *   wire_bench [--pin] [SECONDS [PINGS]]
 *
 * Two hosts are joined by one wire in pass mode, every frame decoded and on the tape. TCP is
 * measured by iperf3, round trips by ping, datagrams by a sender and a counter of our own
 * (64 bytes of UDP payload, as fast as they go). The same is then done by a bare forwarder, which
 * only reads with libpcap and injects: the ratio of both says what deciding, decoding and recording
 * cost, on any machine and under any load. Last, a bridge of the kernel joins them: what carrying
 * costs without leaving the kernel. --pin puts everything onto one CPU.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "base/err.h"
#include "capture/live.h"
#include "loop/loop.h"
#include "net/wire.h"
#include "net/world.h"
#include "tape/tape.h"

#define TAPE_BYTES ((size_t)64 << 20)
#define PINGS_MAX 1000
#define BATCH 64
#define DATAGRAM 64

enum host { CLIENT, SERVER, SWITCH };

/* What joins the hosts. */
enum path { WIRE, BARE, BRIDGE, PATHS };
static const char *const path_names[] = {"wire", "bare forwarder", "kernel bridge"};
_Static_assert(sizeof(path_names) / sizeof(path_names[0]) == PATHS, "a name for each");

/* One end of the bare forwarder. */
struct bare {
	struct live *live, *other;
	struct loop_fd *fd;
	uint64_t frames;
};

struct bench {
	struct loop *loop;
	struct world *world;
	struct tape *tape;
	struct wire *wire;
	struct bare bare[2];
	uint64_t frames; /* told by the wire */
	int running;     /* children that the loop waits for */
	bool pinned;
	enum path path;
	const char *seconds, *pings;
};

/* What the children of the datagram measurement tell. */
struct shared {
	volatile uint64_t sent, received;
	volatile int ready;
};

static void figure(const struct bench *b, const char *name, double value, const char *unit)
{
	printf("{\"figure\": \"%s\", \"path\": \"%s\", \"pinned\": %s, \"value\": %.3f, "
	       "\"unit\": \"%s\"}\n",
	        name, path_names[b->path], b->pinned ? "true" : "false", value, unit);
	fflush(stdout);
}

static void fail(const char *what, const char *why)
{
	fprintf(stderr, "wire_bench: %s: %s\n", what, why);
	exit(3);
}

static void on_frame(
        void *user, uint64_t frame, const struct packet *p, const struct flow_note *note)
{
	struct bench *b = user;
	(void)frame;
	(void)p;
	(void)note;
	b->frames++;
}

static void on_exit_of_child(void *user, struct loop_exit how)
{
	struct bench *b = user;
	(void)how;
	if (--b->running == 0)
		loop_stop(b->loop);
}

static void forward(void *user, const struct live_frame *f)
{
	struct bare *b = user;
	b->frames++;
	(void)live_inject(b->other, f->bytes, f->captured);
}

static void on_bare_readable(void *user, int fd, unsigned events)
{
	struct bare *b = user;
	(void)fd;
	(void)events;
	live_dispatch(b->live, 256, forward, b);
}

/* The wire goes; what is left is the least a forwarder must do. */
static void become_bare(struct bench *b)
{
	struct err e = {0};
	wire_destroy(b->wire);
	b->wire = NULL;
	b->path = BARE;
	for (int end = 0; end < 2; end++) {
		b->bare[end].live = live_open(world_port(b->world, 0, end), LIVE_IN, 0, 0, &e);
		if (!b->bare[end].live)
			fail("bare forwarder", e.text);
	}
	for (int end = 0; end < 2; end++) {
		struct bare *port = &b->bare[end];
		port->other = b->bare[!end].live;
		port->fd = loop_fd_add(
		        b->loop, live_fd(port->live), LOOP_READ, on_bare_readable, port);
	}
}

static void close_bare(struct bench *b)
{
	for (int end = 0; end < 2; end++) {
		loop_fd_remove(b->bare[end].fd);
		live_close(b->bare[end].live);
	}
}

static void become_bridged(struct bench *b)
{
	struct topology t = {0};
	struct err e = {0};
	close_bare(b);
	world_destroy(b->world);
	b->path = BRIDGE;
	topology_add_node(&t, "client", NODE_HOST, &e);
	topology_add_node(&t, "server", NODE_HOST, &e);
	topology_add_node(&t, "switch", NODE_SWITCH, &e);
	for (int host = CLIENT; host <= SERVER; host++) {
		int link = topology_add_link(&t, NULL, host, SWITCH, &e);
		if (link >= 0)
			t.links[link].carrier = LINK_KERNEL;
	}
	b->world = topology_complete(&t, &e) ? world_create(&t, &e) : NULL;
	if (!b->world)
		fail("kernel bridge", e.text);
}

/* Frames carried so far, and lost before. */
static uint64_t carried(struct bench *b, uint64_t *lost)
{
	struct world_counters c = {0};
	struct wire_stats s;
	*lost = 0;
	switch (b->path) {
	case WIRE:
		s = wire_stats(b->wire, -1);
		*lost = s.lost_by_kernel;
		return b->frames;
	case BARE:
		*lost = live_lost(b->bare[0].live) + live_lost(b->bare[1].live);
		return b->bare[0].frames + b->bare[1].frames;
	case BRIDGE:
		world_counters(b->world, 0, 1, &c);
		return c.rx_frames + c.tx_frames;
	case PATHS:
		break;
	}
	return 0;
}

/* CPU time of this process alone, in seconds. */
static double cpu(void)
{
	struct rusage r;
	getrusage(RUSAGE_SELF, &r);
	return (double)(r.ru_utime.tv_sec + r.ru_stime.tv_sec) +
	       (double)(r.ru_utime.tv_usec + r.ru_stime.tv_usec) / 1e6;
}

static void bring_up(struct bench *b)
{
	struct err e = {0};
	struct topology t = {0};
	const char *const hosts[] = {"client", "server"};
	if (!topology_simple(&t, hosts, 2, &e) || !topology_complete(&t, &e) || !world_enter(&e))
		fail("world", e.text);
	nsec before = clock_now();
	b->world = world_create(&t, &e);
	if (!b->world)
		fail("world", e.text);
	nsec up = clock_now();
	b->tape = tape_create(TAPE_BYTES);
	b->loop = loop_create();
	b->wire = wire_create(b->loop, b->world, b->tape, &e);
	if (!b->wire)
		fail("wire", e.text);
	figure(b, "world of two hosts up", (double)(up - before) / 1e6, "ms");
	figure(b, "wire open", (double)(clock_now() - up) / 1e6, "ms");
	wire_listen(b->wire, on_frame, NULL, b);
}

/* A child in a host; returns 0 in the child. */
static pid_t spawn(struct bench *b, enum host host, int output)
{
	pid_t pid = fork();
	if (pid < 0)
		fail("fork", strerror(errno));
	if (pid)
		return pid;
	struct err e = {0};
	struct world_seat seat = {.world = b->world, .node = host};
	if (output >= 0)
		dup2(output, STDOUT_FILENO);
	if (!world_sit(&seat, &e))
		fail("host", e.text);
	return 0;
}

static pid_t run(struct bench *b, enum host host, int output, const char *const argv[])
{
	pid_t pid = spawn(b, host, output);
	if (pid)
		return pid;
	execvp(argv[0], (char *const *)(uintptr_t)argv);
	fail(argv[0], strerror(errno));
	return 0;
}

/* The loop carries frames until the child has ended. */
static void wait_for(struct bench *b, pid_t pid)
{
	b->running++;
	loop_child_add(b->loop, pid, on_exit_of_child, b);
	loop_run(b->loop);
}

static void end_child(pid_t pid)
{
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
}

static int output_file(void)
{
	int fd = memfd_create("output", MFD_CLOEXEC);
	if (fd < 0)
		fail("memfd", strerror(errno));
	return fd;
}

static char *content(int fd)
{
	off_t len = lseek(fd, 0, SEEK_END);
	char *s = xcalloc(1, (size_t)len + 1);
	if (pread(fd, s, (size_t)len, 0) != len)
		fail("output", strerror(errno));
	close(fd);
	return s;
}

static int by_size(const void *a, const void *b)
{
	const double *x = a, *y = b;
	return (*x > *y) - (*x < *y);
}

static void measure_ping(struct bench *b)
{
	const char *const argv[] = {"ping", "-n", "-c", b->pings, "-i", "0.004", "10.0.0.2", NULL};
	int fd = output_file();
	wait_for(b, run(b, CLIENT, fd, argv));
	char *_cleanup_free_ out = content(fd);
	double times[PINGS_MAX];
	size_t n = 0;
	for (char *s = out; n < PINGS_MAX && (s = strstr(s, "time=")); s++)
		times[n++] = strtod(s + 5, NULL);
	if (!n)
		fail("ping", "no answers");
	qsort(times, n, sizeof(times[0]), by_size);
	figure(b, "ping median", times[n / 2] * 1000, "us");
	figure(b, "ping 99th percentile", times[n * 99 / 100] * 1000, "us");
}

/* iperf3 says when it listens; until then the frames wait. */
static void wait_for_listen(struct bench *b, int fd)
{
	for (int i = 0; i < 500; i++) {
		char *_cleanup_free_ s = xcalloc(1, 4097);
		if (pread(fd, s, 4096, 0) > 0 && strstr(s, "listening"))
			return;
		loop_turn(b->loop, 10 * NSEC_PER_MSEC);
	}
	fail("iperf3", "does not listen");
}

/* What forwarding cost us; a bridge costs the kernel, which can't be told from other work. */
static void cost(const struct bench *b, const char *name, double seconds, uint64_t frames)
{
	if (b->path != BRIDGE)
		figure(b, name, seconds * 1e9 / (double)frames, "ns");
}

static void measure_tcp(struct bench *b)
{
	const char *const server[] = {"iperf3", "-s", "--forceflush", NULL};
	const char *const client[] = {"iperf3", "-c", "10.0.0.2", "-J", "-t", b->seconds, NULL};
	int log = output_file(), fd = output_file();
	pid_t listener = run(b, SERVER, log, server);
	wait_for_listen(b, log);
	uint64_t lost, before = carried(b, &lost);
	double busy = cpu();
	wait_for(b, run(b, CLIENT, fd, client));
	busy = cpu() - busy;
	end_child(listener);
	close(log);
	char *_cleanup_free_ out = content(fd);
	const char *sum = strstr(out, "\"sum_received\"");
	const char *rate = sum ? strstr(sum, "\"bits_per_second\":") : NULL;
	if (!rate)
		fail("iperf3", out);
	figure(b, "TCP", strtod(rate + strlen("\"bits_per_second\":"), NULL) / 1e9, "Gbit/s");
	cost(b, "CPU a TCP frame", busy, carried(b, &lost) - before);
}

static int udp_socket(void)
{
	int s = socket(AF_INET, SOCK_DGRAM, 0);
	int size = 8 << 20;
	if (s < 0)
		fail("socket", strerror(errno));
	setsockopt(s, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof(size));
	setsockopt(s, SOL_SOCKET, SO_RCVBUF, &size, sizeof(size));
	return s;
}

static void fill_batch(struct mmsghdr *m, struct iovec *v, uint8_t (*bytes)[DATAGRAM])
{
	for (int i = 0; i < BATCH; i++) {
		v[i] = (struct iovec){.iov_base = bytes[i], .iov_len = DATAGRAM};
		m[i] = (struct mmsghdr){.msg_hdr = {.msg_iov = &v[i], .msg_iovlen = 1}};
	}
}

static void count_datagrams(struct shared *shared)
{
	static struct mmsghdr m[BATCH];
	static struct iovec v[BATCH];
	static uint8_t bytes[BATCH][DATAGRAM];
	struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons(9)};
	int s = udp_socket();
	if (bind(s, (const struct sockaddr *)&a, sizeof(a)) < 0)
		fail("bind", strerror(errno));
	fill_batch(m, v, bytes);
	shared->ready = 1;
	/* Looks once a millisecond: a wake-up a datagram would be most of what is measured. */
	for (;;) {
		int n = recvmmsg(s, m, BATCH, MSG_DONTWAIT, NULL);
		if (n > 0)
			shared->received += (uint64_t)n;
		else
			poll(NULL, 0, 1);
	}
}

static void send_datagrams(struct shared *shared, double seconds)
{
	static struct mmsghdr m[BATCH];
	static struct iovec v[BATCH];
	static uint8_t bytes[BATCH][DATAGRAM];
	struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons(9)};
	inet_pton(AF_INET, "10.0.0.2", &a.sin_addr);
	int s = udp_socket();
	if (connect(s, (const struct sockaddr *)&a, sizeof(a)) < 0)
		fail("connect", strerror(errno));
	fill_batch(m, v, bytes);
	nsec end = clock_now() + (nsec)(seconds * 1e9);
	while (clock_now() < end) {
		int n = sendmmsg(s, m, BATCH, 0);
		if (n > 0)
			shared->sent += (uint64_t)n;
	}
	_exit(0);
}

static void measure_datagrams(struct bench *b)
{
	struct shared *shared = mmap(
	        NULL, sizeof(*shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (shared == MAP_FAILED)
		fail("mmap", strerror(errno));
	pid_t counter = spawn(b, SERVER, -1);
	if (!counter)
		count_datagrams(shared);
	while (!shared->ready)
		loop_turn(b->loop, NSEC_PER_MSEC);
	uint64_t lost, lost_before, before = carried(b, &lost_before);
	double busy = cpu();
	pid_t sender = spawn(b, CLIENT, -1);
	if (!sender)
		send_datagrams(shared, strtod(b->seconds, NULL));
	wait_for(b, sender);
	busy = cpu() - busy;
	uint64_t frames = carried(b, &lost) - before;
	double s = strtod(b->seconds, NULL);
	figure(b, "datagrams sent", (double)shared->sent / s, "1/s");
	figure(b, "datagrams carried", (double)frames / s, "1/s");
	figure(b, "datagrams received", (double)shared->received / s, "1/s");
	figure(b, "datagrams lost before the wire", (double)(lost - lost_before) / s, "1/s");
	cost(b, "CPU a datagram", busy, frames);
	end_child(counter);
	munmap(shared, sizeof(*shared));
}

static void take_words(struct bench *b, int argc, char **argv)
{
	const char **next[] = {&b->seconds, &b->pings};
	size_t at = 0;
	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "--pin") == 0)
			b->pinned = true;
		else if (at < sizeof(next) / sizeof(next[0]))
			*next[at++] = argv[i];
	}
}

int main(int argc, char **argv)
{
	struct bench b = {.seconds = "3", .pings = "300"};
	take_words(&b, argc, argv);
	cpu_set_t one;
	CPU_ZERO(&one);
	CPU_SET(0, &one);
	if (b.pinned && sched_setaffinity(0, sizeof(one), &one) < 0)
		fail("pin", strerror(errno));
	bring_up(&b);
	static void (*const become[])(struct bench *) = {
	        [BARE] = become_bare, [BRIDGE] = become_bridged};
	for (enum path p = WIRE; p < PATHS; p++) {
		if (become[p])
			become[p](&b);
		measure_ping(&b);
		measure_tcp(&b);
		measure_datagrams(&b);
	}
	world_destroy(b.world);
	tape_destroy(b.tape);
	loop_destroy(b.loop);
	return 0;
}
