/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A world in real namespaces: names, cables, switches, routers, counters, programs that die.
 */
#include <dirent.h>
#include <errno.h>
#include <linux/ethtool.h>
#include <linux/sockios.h>
#include <net/if.h>
#include <netdb.h>
#include <netinet/in.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/clock.h"
#include "base/err.h"
#include "net/room.h"
#include "net/world.h"
#include "tests/netns/support.h"

static struct world *create(const struct topology *t)
{
	struct err e = {0};
	struct world *w = world_create(t, &e);
	if (!w)
		fail_msg("%s", e.text);
	return w;
}

static struct world *star(int hosts)
{
	struct topology t;
	support_star(&t, hosts);
	return create(&t);
}

static struct world *two_hosts(void)
{
	static const char *const names[] = {"client", "server"};
	struct topology t;
	struct err e = {0};
	assert_true(topology_simple(&t, names, 2, &e));
	return create(&t);
}

static int identity(const void *expected_name)
{
	char name[64], link[64] = "";
	if (gethostname(name, sizeof(name)) < 0 || strcmp(name, expected_name) != 0)
		return 1;
	/* The /proc is that of the programs' own PID namespace, or at least one that knows us. */
	if (readlink("/proc/self", link, sizeof(link) - 1) <= 0)
		return 2;
	if (strtol(link, NULL, 10) != getpid())
		return 3;
	return 0;
}

static int address_of_server(const void *text)
{
	struct addrinfo hints = {.ai_family = AF_INET}, *found = NULL;
	if (getaddrinfo("server", NULL, &hints, &found) != 0)
		return 1;
	char host[64];
	int rc = getnameinfo(
	        found->ai_addr, found->ai_addrlen, host, sizeof(host), NULL, 0, NI_NUMERICHOST);
	freeaddrinfo(found);
	return rc == 0 && !strcmp(host, text) ? 0 : 2;
}

static int privileged_port(const void *unused)
{
	(void)unused;
	struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons(80)};
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	return bind(fd, (struct sockaddr *)&a, sizeof(a)) == 0 ? 0 : errno;
}

static void test_hosts_have_names(void **state)
{
	(void)state;
	struct world *w = two_hosts();
	assert_int_equal(support_on_host(w, 0, identity, "client"), 0);
	assert_int_equal(support_on_host(w, 1, identity, "server"), 0);
	assert_int_equal(support_on_host(w, 0, address_of_server, "10.0.0.2"), 0);
	assert_int_equal(support_on_host(w, 0, privileged_port, NULL), 0);
	assert_string_equal(world_port(w, 0, 0), "w0.0");
	assert_string_equal(world_port(w, 0, 1), "w0.1");
	assert_int_not_equal(if_nametoindex(world_port(w, 0, 0)), 0);
	world_destroy(w);
	assert_int_equal(if_nametoindex("w0.0"), 0);
}

static void test_we_stay_in_the_room(void **state)
{
	(void)state;
	char before[64], after[64], here[256], there[256];
	gethostname(before, sizeof(before));
	assert_non_null(getcwd(here, sizeof(here)));
	struct world *w = two_hosts();
	gethostname(after, sizeof(after));
	assert_string_equal(before, after);
	assert_non_null(getcwd(there, sizeof(there)));
	assert_string_equal(here, there);
	assert_int_not_equal(if_nametoindex(world_port(w, 0, 0)), 0);
	world_destroy(w);
}

static int in_directory(const void *expected)
{
	char here[256];
	return getcwd(here, sizeof(here)) && !strcmp(here, expected) ? 0 : 1;
}

static void test_programs_start_where_we_are(void **state)
{
	(void)state;
	char here[256];
	assert_non_null(getcwd(here, sizeof(here)));
	struct world *w = two_hosts();
	assert_int_equal(support_on_host(w, 1, in_directory, here), 0);
	world_destroy(w);
}

/* Process 1 is what keeps them; no signal of theirs may end it. */
static int signal_the_keeper(const void *user)
{
	static const int signals[] = {SIGTERM, SIGALRM, SIGCHLD, SIGHUP, SIGKILL};
	(void)user;
	for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++)
		if (kill(1, signals[i]) < 0)
			return 1;
	return 0;
}

static void test_programs_cant_end_the_keeper(void **state)
{
	(void)state;
	struct world *w = two_hosts();
	assert_int_equal(support_on_host(w, 0, signal_the_keeper, NULL), 0);
	/* It still answers, and programs still start. */
	assert_int_equal(support_on_host(w, 1, identity, "server"), 0);
	assert_true(keeper_kill_all(&room_get()->keeper));
	assert_int_equal(support_on_host(w, 1, identity, "server"), 0);
	world_destroy(w);
}

static void test_switch_carries(void **state)
{
	(void)state;
	struct world *w = star(3);
	assert_int_equal(support_on_host(w, 0, support_ping, "server"), 0);
	assert_int_equal(support_on_host(w, 1, support_ping, "third"), 0);
	assert_int_equal(support_on_host(w, 2, support_ping, "client"), 0);
	assert_int_equal(support_on_host(w, 0, support_ping, "localhost"), 0);
	assert_int_equal(support_on_host(w, 0, support_ping, "nobody-there.invalid"), 2);
	assert_string_equal(world_port(w, 0, 0), "sw-p1");
	assert_string_equal(world_port(w, 0, 1), "sw-p1");
	world_destroy(w);
}

static int offloads_left(const void *interface)
{
	static const unsigned asks[] = {ETHTOOL_GTXCSUM, ETHTOOL_GRXCSUM, ETHTOOL_GTSO,
	        ETHTOOL_GGSO, ETHTOOL_GGRO, ETHTOOL_GSG};
	int fd = socket(AF_INET, SOCK_DGRAM, 0), left = 0;
	for (size_t i = 0; i < sizeof(asks) / sizeof(asks[0]); i++) {
		struct ethtool_value v = {.cmd = asks[i]};
		struct ifreq r = {.ifr_data = (void *)&v};
		snprintf(r.ifr_name, sizeof(r.ifr_name), "%s", (const char *)interface);
		if (ioctl(fd, SIOCETHTOOL, &r) < 0)
			return 50;
		left += v.data != 0;
	}
	close(fd);
	return left;
}

static void test_offloads_are_off(void **state)
{
	(void)state;
	struct world *w = two_hosts();
	assert_int_equal(support_on_host(w, 0, offloads_left, "eth0"), 0);
	assert_int_equal(support_on_host(w, 1, offloads_left, "eth0"), 0);
	assert_int_equal(offloads_left("w0.0"), 0);
	world_destroy(w);
}

static int has_carrier(const void *unused)
{
	(void)unused;
	struct ifreq r = {.ifr_name = "eth0"};
	int fd = socket(AF_INET, SOCK_DGRAM, 0);
	if (ioctl(fd, SIOCGIFFLAGS, &r) < 0)
		return 50;
	close(fd);
	return (r.ifr_flags & IFF_UP ? 2 : 0) + (r.ifr_flags & IFF_RUNNING ? 1 : 0);
}

static void cable(struct world *w)
{
	struct err e = {0};
	assert_int_equal(support_on_host(w, 0, has_carrier, NULL), 3);
	assert_true(world_plugged(w, 0));
	assert_true(world_plug(w, 0, false, &e));
	assert_false(world_plugged(w, 0));
	assert_int_equal(support_on_host(w, 0, has_carrier, NULL), 2);
	assert_true(world_plug(w, 0, true, &e));
	assert_int_equal(support_on_host(w, 0, has_carrier, NULL), 3);
}

static void test_cable_of_a_wire(void **state)
{
	(void)state;
	struct world *w = two_hosts();
	cable(w);
	world_destroy(w);
}

static void test_cable_to_a_switch(void **state)
{
	(void)state;
	struct world *w = star(2);
	cable(w);
	/* Neighbours and routes have survived. */
	assert_int_equal(support_on_host(w, 0, support_ping, "server"), 0);
	world_destroy(w);
}

static void test_router_forwards(void **state)
{
	(void)state;
	struct topology t = {0};
	struct err e = {0};
	int a = topology_add_node(&t, "a", NODE_HOST, &e);
	int r = topology_add_node(&t, "r", NODE_ROUTER, &e);
	int b = topology_add_node(&t, "b", NODE_HOST, &e);
	int s1 = topology_add_node(&t, "s1", NODE_SWITCH, &e);
	int s2 = topology_add_node(&t, "s2", NODE_SWITCH, &e);
	const int ends[][2] = {{a, s1}, {r, s1}, {r, s2}, {b, s2}};
	static const char *const addresses[] = {
	        "10.0.1.2/24", "10.0.1.1/24", "10.0.2.1/24", "10.0.2.2/24"};
	for (int i = 0; i < 4; i++) {
		int l = topology_add_link(&t, NULL, ends[i][0], ends[i][1], &e);
		t.links[l].carrier = LINK_KERNEL;
		assert_true(topology_add_address(&t.links[l].ends[0], addresses[i], &e));
	}
	t.nodes[a].routes[0].via = (struct packet_addr){4, {10, 0, 1, 1}};
	t.nodes[a].route_count = 1;
	t.nodes[b].routes[0] =
	        (struct topology_route){{{4, {10, 0, 1, 77}}, 24}, {4, {10, 0, 2, 1}}};
	t.nodes[b].route_count = 1;
	assert_true(topology_complete(&t, &e));
	struct world *w = create(&t);
	assert_int_equal(support_on_host(w, a, support_ping, "b"), 0);
	uint64_t forwarded = 0;
	assert_true(world_kernel_counter(w, r, "IpForwDatagrams", &forwarded));
	assert_true(forwarded >= 2);
	world_destroy(w);
}

static int connect6(const void *unused)
{
	(void)unused;
	struct addrinfo hints = {.ai_family = AF_INET6, .ai_socktype = SOCK_STREAM}, *found = NULL;
	if (getaddrinfo("server", "9", &hints, &found) != 0)
		return 1;
	int fd = socket(AF_INET6, SOCK_STREAM, 0);
	/* Nobody listens: a refusal proves that both directions work. */
	int rc = connect(fd, found->ai_addr, found->ai_addrlen);
	freeaddrinfo(found);
	return rc < 0 && errno == ECONNREFUSED ? 0 : 2;
}

static int ipv6_is_off(const void *unused)
{
	(void)unused;
	char line[128];
	FILE *f = fopen("/proc/net/if_inet6", "r");
	int lines = 0;
	while (f && fgets(line, sizeof(line), f))
		lines++;
	if (f)
		fclose(f);
	return lines;
}

static void test_ipv6(void **state)
{
	(void)state;
	struct topology t;
	struct err e = {0};
	support_star(&t, 3);
	assert_true(topology_add_address(&t.links[0].ends[0], "fd00::1/64", &e));
	assert_true(topology_add_address(&t.links[1].ends[0], "fd00::2/64", &e));
	assert_true(topology_complete(&t, &e));
	assert_true(t.nodes[0].ipv6);
	struct world *w = create(&t);
	assert_int_equal(support_on_host(w, 0, connect6, NULL), 0);
	assert_int_equal(support_on_host(w, 2, ipv6_is_off, NULL), 0);
	world_destroy(w);
}

static void test_counters(void **state)
{
	(void)state;
	struct world *w = star(2);
	struct world_counters before, after, port;
	uint64_t echos = 99;
	assert_true(world_counters(w, 0, 0, &before));
	assert_true(world_kernel_counter(w, 1, "IcmpInEchos", &echos));
	assert_int_equal(echos, 0);
	assert_int_equal(support_on_host(w, 0, support_ping, "server"), 0);
	assert_true(world_counters(w, 0, 0, &after));
	assert_int_equal(after.tx_frames - before.tx_frames, 1);
	assert_int_equal(after.rx_frames - before.rx_frames, 1);
	assert_int_equal(after.tx_bytes - before.tx_bytes, 14 + 20 + 8);
	assert_true(world_counters(w, 0, 1, &port));
	assert_int_equal(port.rx_frames, after.tx_frames);
	assert_true(world_kernel_counter(w, 1, "IcmpInEchos", &echos));
	assert_int_equal(echos, 1);
	assert_true(world_kernel_counter(w, 1, "TcpExtListenOverflows", &echos));
	assert_true(world_kernel_counter(w, 1, "IpExtInOctets", &echos));
	assert_false(world_kernel_counter(w, 1, "TcpExtNoSuchThing", &echos));
	assert_false(world_kernel_counter(w, 1, "Tcp", &echos));
	assert_false(world_kernel_counter(w, 2, "TcpRetransSegs", &echos));
	world_destroy(w);
}

static void test_spanning_tree(void **state)
{
	(void)state;
	struct topology t;
	struct err e = {0};
	support_star(&t, 2);
	t.nodes[2].stp = true;
	struct world *w = create(&t);
	assert_true(world_stp(w, 2));
	int first = world_port_state(w, 0, 1);
	assert_true(first == 1 || first == 4); /* nothing is forwarded at first */
	assert_int_equal(world_port_state(w, 0, 0), -1);
	assert_true(world_set_stp(w, 2, false, &e));
	assert_false(world_stp(w, 2));
	assert_int_equal(support_on_host(w, 0, support_ping, "server"), 0);
	assert_int_equal(world_port_state(w, 0, 1), 3);
	assert_true(world_set_stp(w, 2, true, &e));
	assert_false(world_set_stp(w, 0, true, &e));
	assert_string_equal(e.text, "\"client\" is no switch and has no spanning tree");
	world_destroy(w);
}

static void test_loop_of_switches(void **state)
{
	(void)state;
	struct topology t;
	struct err e = {0};
	support_star(&t, 2);
	int far = topology_add_node(&t, "far", NODE_SWITCH, &e);
	t.nodes[2].stp = t.nodes[far].stp = true;
	for (int i = 0; i < 2; i++) {
		int l = topology_add_link(&t, NULL, 2, far, &e);
		t.links[l].carrier = LINK_KERNEL;
		t.links[l].rate_kbit = 1000;
	}
	assert_true(topology_complete(&t, &e));
	assert_string_equal(t.links[3].name, "sw-far-2");
	struct world *w = create(&t);
	assert_string_equal(world_port(w, 2, 0), "sw-p3");
	assert_string_equal(world_port(w, 2, 1), "far-p1");
	assert_true(world_port_state(w, 2, 0) >= 0);
	assert_true(world_port_state(w, 3, 1) >= 0);
	assert_true(world_plug(w, 3, false, &e));
	assert_int_equal(world_port_state(w, 3, 1), 0);
	world_destroy(w);
}

/* Both ends of one cable in one switch. */
static void test_self_loop(void **state)
{
	(void)state;
	struct topology t;
	struct err e = {0};
	support_star(&t, 2);
	int l = topology_add_link(&t, "loop", 2, 2, &e);
	t.links[l].carrier = LINK_KERNEL;
	assert_true(topology_complete(&t, &e));
	struct world *w = create(&t);
	struct world_counters before, after;
	assert_true(world_counters(w, l, 0, &before));
	assert_int_equal(before.rx_frames, 0); /* nobody speaks unasked */
	assert_true(world_plug(w, l, false, &e));
	assert_int_equal(world_port_state(w, l, 0), 0);
	assert_int_equal(support_on_host(w, 0, support_ping, "server"), 0);
	assert_true(world_counters(w, l, 0, &after));
	assert_int_equal(after.rx_frames, 0);
	world_destroy(w);
}

static int shout(const void *unused)
{
	(void)unused;
	struct sockaddr_in a = {
	        .sin_family = AF_INET, .sin_port = htons(9), .sin_addr.s_addr = htonl(0x0a0000ff)};
	int fd = socket(AF_INET, SOCK_DGRAM, 0), on = 1;
	setsockopt(fd, SOL_SOCKET, SO_BROADCAST, &on, sizeof(on));
	return sendto(fd, "x", 1, 0, (struct sockaddr *)&a, sizeof(a)) == 1 ? 0 : 1;
}

static uint64_t frames_at(struct world *w, int link)
{
	struct world_counters c = {0};
	assert_true(world_counters(w, link, 0, &c));
	return c.rx_frames;
}

/* One broadcast and two cables between two switches; pulling one ends it. */
static void test_storm_ends_with_a_cable(void **state)
{
	(void)state;
	struct topology t;
	struct err e = {0};
	support_star(&t, 2);
	int far = topology_add_node(&t, "far", NODE_SWITCH, &e), loop = 0;
	for (int i = 0; i < 2; i++) {
		loop = topology_add_link(&t, NULL, 2, far, &e);
		t.links[loop].carrier = LINK_KERNEL;
	}
	assert_true(topology_complete(&t, &e));
	struct world *w = create(&t);
	assert_int_equal(frames_at(w, loop), 0);
	assert_int_equal(support_on_host(w, 0, shout, NULL), 0);
	nsec deadline = clock_now() + 10 * NSEC_PER_SEC;
	while (frames_at(w, loop) < 10000)
		assert_true(clock_now() < deadline);
	assert_true(world_plug(w, loop, false, &e));
	/* What was under way arrives, then nothing moves any more. */
	uint64_t before = 0, now = frames_at(w, loop - 1);
	while (now != before) {
		assert_true(clock_now() < deadline);
		assert_int_equal(support_on_host(w, 0, support_ping, "server"), 0);
		before = now;
		now = frames_at(w, loop - 1);
	}
	world_destroy(w);
}

static int patience(const void *key)
{
	char path[128], text[16] = "";
	snprintf(path, sizeof(path), "/proc/sys/net/%s", (const char *)key);
	FILE *f = fopen(path, "r");
	int value = f && fgets(text, sizeof(text), f) ? (int)strtol(text, NULL, 10) : -1;
	if (f)
		fclose(f);
	return value >= 60 ? 0 : 1;
}

static int asks_for_neighbours(const void *unused)
{
	(void)unused;
	char line[128];
	int lines = 0;
	FILE *f = fopen("/proc/net/arp", "r");
	while (f && fgets(line, sizeof(line), f))
		lines++;
	if (f)
		fclose(f);
	return lines - 1; /* the heading */
}

static void test_patient_hosts(void **state)
{
	(void)state;
	struct topology t;
	struct err e = {0};
	support_star(&t, 2);
	t.nodes[0].learn_neighbours = true;
	assert_true(topology_complete(&t, &e));
	struct world *w = create(&t);
	assert_int_equal(support_on_host(w, 0, patience, "ipv4/tcp_syn_retries"), 0);
	assert_int_equal(support_on_host(w, 1, patience, "ipv4/tcp_synack_retries"), 0);
	assert_int_equal(support_on_host(w, 1, patience, "ipv4/tcp_retries2"), 0);
	assert_int_equal(support_on_host(w, 0, patience, "ipv4/neigh/eth0/mcast_solicit"), 0);
	assert_int_equal(support_on_host(w, 0, asks_for_neighbours, NULL), 0);
	assert_int_equal(support_on_host(w, 1, asks_for_neighbours, NULL), 1);
	assert_int_equal(support_on_host(w, 0, support_ping, "server"), 0);
	assert_int_equal(support_on_host(w, 0, asks_for_neighbours, NULL), 1);
	world_destroy(w);
}

static void test_rates(void **state)
{
	(void)state;
	struct err e = {0};
	struct world *w = star(2);
	assert_true(world_set_rate(w, 0, 1000, &e));
	assert_true(world_set_rate(w, 0, 50, &e));
	assert_int_equal(support_on_host(w, 0, support_ping, "server"), 0);
	assert_true(world_set_rate(w, 0, 0, &e));
	assert_true(world_set_rate(w, 0, 0, &e));
	assert_true(world_set_rate(w, 0, 100000000, &e));
	world_destroy(w);
	w = two_hosts();
	assert_false(world_set_rate(w, 0, 1000, &e));
	assert_int_equal(e.code, ERR_INPUT);
	world_destroy(w);
}

static void refuse_sysctl(const char *key, const char *value, const char *sentence)
{
	struct topology t;
	struct err e = {0};
	support_star(&t, 2);
	struct topology_sysctl *s = &t.nodes[1].sysctls[0];
	snprintf(s->key, sizeof(s->key), "%s", key);
	snprintf(s->value, sizeof(s->value), "%s", value);
	t.nodes[1].sysctl_count = 1;
	assert_true(topology_complete(&t, &e));
	assert_null(world_create(&t, &e));
	assert_string_equal(e.text, sentence);
	assert_int_equal(e.code, ERR_INPUT);
}

static void test_sysctls(void **state)
{
	(void)state;
	refuse_sysctl(
	        "ipv4/tcp_no_such", "1", "server: this kernel has no sysctl net/ipv4/tcp_no_such");
	refuse_sysctl("ipv4/tcp_syn_retries", "9999",
	        "server: the sysctl net/ipv4/tcp_syn_retries can't be \"9999\"");
	refuse_sysctl("ipv4/tcp_syn_retries", "many",
	        "server: the sysctl net/ipv4/tcp_syn_retries can't be \"many\"");
	/* All or nothing: the names are free again. */
	world_destroy(star(2));
}

static int daemonize(const void *user)
{
	const int *pipe_end = user;
	if (fork() > 0)
		return 0;
	setsid();
	if (fork() > 0)
		_exit(0);
	signal(SIGTERM, SIG_IGN);
	signal(SIGHUP, SIG_IGN);
	(void)!write(*pipe_end, "r", 1);
	for (;;)
		pause();
}

/* The pipe's other end is open in the daemon alone. */
static void test_daemons_die_with_the_world(void **state)
{
	(void)state;
	int ends[2];
	char byte;
	struct world *w = two_hosts();
	assert_int_equal(pipe(ends), 0);
	assert_int_equal(support_on_host(w, 1, daemonize, &ends[1]), 0);
	close(ends[1]);
	assert_int_equal(read(ends[0], &byte, 1), 1);
	world_destroy(w);
	struct pollfd p = {.fd = ends[0], .events = POLLIN};
	assert_int_equal(poll(&p, 1, 0), 1); /* already, not soon */
	assert_int_equal(read(ends[0], &byte, 1), 0);
	close(ends[0]);
}

/* Our own child stays as a zombie for us to reap, and that must not keep world_destroy(). */
static void test_children_are_ours_to_reap(void **state)
{
	(void)state;
	struct world *w = two_hosts();
	pid_t pid = fork();
	if (pid == 0) {
		struct world_seat seat = {.world = w, .node = 0};
		world_sit(&seat, NULL);
		for (;;)
			pause();
	}
	world_destroy(w);
	int status = 0;
	assert_int_equal(waitpid(pid, &status, WNOHANG), pid);
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
}

static void test_one_world_at_a_time(void **state)
{
	(void)state;
	struct topology t;
	struct err e = {0};
	support_star(&t, 2);
	struct world *w = create(&t);
	assert_null(world_create(&t, &e));
	assert_int_equal(e.code, ERR_SYSTEM);
	assert_int_equal(support_on_host(w, 0, support_ping, "server"), 0);
	struct world_seat seat = {.world = w, .node = 2};
	assert_false(world_sit(&seat, &e));
	world_destroy(w);
	world_destroy(NULL);
	for (int i = 0; i < 3; i++) {
		w = create(&t);
		assert_int_equal(support_on_host(w, 1, support_ping, "client"), 0);
		world_destroy(w);
	}
}

static int open_descriptors(void)
{
	int count = 0;
	DIR *d = opendir("/proc/self/fd");
	while (d && readdir(d))
		count++;
	if (d)
		closedir(d);
	return count;
}

static void test_no_descriptor_is_left(void **state)
{
	(void)state;
	struct topology t;
	struct err e = {0};
	int before = open_descriptors();
	world_destroy(star(3));
	assert_int_equal(open_descriptors(), before);
	/* Nor where bringing up failed half way. */
	support_star(&t, 2);
	t.nodes[1].routes[0].via = (struct packet_addr){4, {10, 9, 9, 9}};
	t.nodes[1].route_count = 1;
	assert_null(world_create(&t, &e));
	assert_non_null(strstr(e.text, "server: the kernel refused \"add route via 10.9.9.9\""));
	assert_int_equal(open_descriptors(), before);
}

static void test_largest_topology(void **state)
{
	(void)state;
	struct topology t = {0};
	struct err e = {0};
	char name[TOPOLOGY_NAME_MAX];
	for (int i = 0; i < TOPOLOGY_NODES_MAX; i++) {
		snprintf(name, sizeof(name), "n%d", i);
		assert_int_equal(topology_add_node(&t, name, i ? NODE_HOST : NODE_SWITCH, &e), i);
	}
	for (int i = 1; i < TOPOLOGY_NODES_MAX; i++)
		for (int k = 0; k < 2; k++)
			assert_true(topology_add_link(&t, NULL, i, 0, &e) >= 0);
	for (int i = 0; i < t.link_count; i++)
		t.links[i].carrier = i % 2 ? LINK_WIRE : LINK_KERNEL;
	assert_true(topology_complete(&t, &e));
	struct world *w = create(&t);
	assert_int_equal(support_on_host(w, 1, support_ping, "n31"), 0);
	world_destroy(w);
}

int main(int argc, char **argv)
{
	support_begin(argc, argv);
	struct err e = {0};
	if (!world_enter(&e) || !world_enter(&e)) {
		printf("%s\n", e.text);
		return 1;
	}
	static const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_hosts_have_names),
	        cmocka_unit_test(test_we_stay_in_the_room),
	        cmocka_unit_test(test_programs_start_where_we_are),
	        cmocka_unit_test(test_programs_cant_end_the_keeper),
	        cmocka_unit_test(test_switch_carries),
	        cmocka_unit_test(test_offloads_are_off),
	        cmocka_unit_test(test_cable_of_a_wire),
	        cmocka_unit_test(test_cable_to_a_switch),
	        cmocka_unit_test(test_router_forwards),
	        cmocka_unit_test(test_ipv6),
	        cmocka_unit_test(test_counters),
	        cmocka_unit_test(test_spanning_tree),
	        cmocka_unit_test(test_loop_of_switches),
	        cmocka_unit_test(test_self_loop),
	        cmocka_unit_test(test_storm_ends_with_a_cable),
	        cmocka_unit_test(test_patient_hosts),
	        cmocka_unit_test(test_rates),
	        cmocka_unit_test(test_sysctls),
	        cmocka_unit_test(test_daemons_die_with_the_world),
	        cmocka_unit_test(test_children_are_ours_to_reap),
	        cmocka_unit_test(test_one_world_at_a_time),
	        cmocka_unit_test(test_no_descriptor_is_left),
	        cmocka_unit_test(test_largest_topology),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
