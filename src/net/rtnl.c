/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * rtnetlink requests, built with libnl and sent in batches. The only file that knows libnl.
 */
#include "net/rtnl.h"

#include <errno.h>
#include <linux/if.h>
#include <linux/if_bridge.h>
#include <linux/if_link.h>
#include <linux/neighbour.h>
#include <linux/pkt_sched.h>
#include <linux/rtnetlink.h>
#include <linux/veth.h>

#include <netlink/attr.h>
#include <netlink/msg.h>
#include <netlink/netlink.h>
#include <netlink/socket.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/i18n.h"

#define BATCH_BYTES 16384 /* under the send buffer's 32 KiB */
#define BATCH_MESSAGES 128
#define REPLY_BYTES 16384 /* one link with all its attributes takes under 4 KiB */

struct rtnl {
	struct nl_sock *socket;
	int events;       /* wakes rtnl_await_running(): any change of a link */
	uint64_t changes; /* events so far */
	uint8_t batch[BATCH_BYTES] __attribute__((aligned(NLMSG_ALIGNTO)));
	size_t len;
	size_t last;        /* where the last queued message starts */
	uint32_t count;     /* queued */
	uint32_t first_seq; /* of the batch */
	char labels[BATCH_MESSAGES][48];
	int error; /* the first failure since the last flush, -errno */
	char failed[48];
	uint8_t reply[REPLY_BYTES] __attribute__((aligned(NLMSG_ALIGNTO)));
};

/* What is in it never matters, only that something came; so it may overflow. */
static int open_events(void)
{
	struct sockaddr_nl a = {.nl_family = AF_NETLINK, .nl_groups = RTMGRP_LINK};
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_ROUTE);
	int small = 4096;
	if (fd < 0)
		return fd;
	setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &small, sizeof(small));
	if (bind(fd, (struct sockaddr *)&a, sizeof(a)) == 0)
		return fd;
	close(fd);
	return -1;
}

static void drain_events(struct rtnl *r)
{
	while (recv(r->events, r->reply, sizeof(r->reply), 0) >= 0 || errno == EINTR ||
	        errno == ENOBUFS)
		r->changes++;
}

uint64_t rtnl_changes(struct rtnl *r)
{
	drain_events(r);
	return r->changes;
}

struct rtnl *rtnl_create(struct err *e)
{
	struct rtnl *r = xcalloc(1, sizeof(*r));
	r->events = open_events();
	r->socket = nl_socket_alloc();
	if (r->events < 0 || !r->socket || nl_connect(r->socket, NETLINK_ROUTE) < 0) {
		err_sys(e, errno, _("can't open a netlink socket"));
		rtnl_destroy(r);
		return NULL;
	}
	/* Without this each error carries the whole request back. */
	int on = 1;
	setsockopt(nl_socket_get_fd(r->socket), SOL_NETLINK, NETLINK_CAP_ACK, &on, sizeof(on));
	r->first_seq = 1;
	return r;
}

void rtnl_destroy(struct rtnl *r)
{
	if (!r)
		return;
	if (r->events >= 0)
		close(r->events);
	nl_socket_free(r->socket);
	free(r);
}

/* Takes note of one answer; true when it is the acknowledgement of the batch's last message. */
static bool take_answer(struct rtnl *r, const struct nlmsghdr *h)
{
	struct nlmsgerr answer;
	if (h->nlmsg_type != NLMSG_ERROR || h->nlmsg_len < NLMSG_LENGTH(sizeof(answer)))
		return false;
	memcpy(&answer, (const uint8_t *)h + NLMSG_HDRLEN, sizeof(answer));
	uint32_t index = h->nlmsg_seq - r->first_seq;
	if (index >= r->count)
		return false;
	if (answer.error && !r->error) {
		r->error = answer.error;
		memcpy(r->failed, r->labels[index], sizeof(r->failed));
	}
	return index == r->count - 1;
}

static int receive(struct rtnl *r, size_t *len)
{
	ssize_t n;
	do
		n = recv(nl_socket_get_fd(r->socket), r->reply, sizeof(r->reply), 0);
	while (n < 0 && errno == EINTR);
	if (n < 0)
		return -errno;
	*len = (size_t)n;
	return 0;
}

static int await_answers(struct rtnl *r)
{
	for (;;) {
		size_t len;
		int rc = receive(r, &len);
		if (rc < 0)
			return rc;
		const uint8_t *at = r->reply;
		while (len >= NLMSG_HDRLEN) {
			const struct nlmsghdr *h = (const void *)at;
			if (h->nlmsg_len < NLMSG_HDRLEN || h->nlmsg_len > len)
				return -EBADMSG;
			if (take_answer(r, h))
				return 0;
			size_t step = NLMSG_ALIGN(h->nlmsg_len);
			if (step >= len)
				break;
			at += step;
			len -= step;
		}
	}
}

static void send_batch(struct rtnl *r)
{
	if (r->count == 0)
		return;
	struct nlmsghdr *last = (void *)(r->batch + r->last);
	last->nlmsg_flags |= NLM_F_ACK;
	ssize_t n;
	do
		n = send(nl_socket_get_fd(r->socket), r->batch, r->len, 0);
	while (n < 0 && errno == EINTR);
	int rc = n < 0 ? -errno : await_answers(r);
	if (rc < 0 && !r->error)
		r->error = rc;
	r->first_seq += r->count;
	r->count = 0;
	r->len = 0;
}

int rtnl_flush_errno(struct rtnl *r)
{
	send_batch(r);
	int error = r->error;
	r->error = 0;
	return error;
}

bool rtnl_flush(struct rtnl *r, struct err *e)
{
	int error = rtnl_flush_errno(r);
	if (error == 0)
		return true;
	return err_sys(e, -error, _("the kernel refused \"%s\""), r->failed);
}

/* Puts the finished message into the batch and frees it. */
static void queue(struct rtnl *r, struct nl_msg *m, const char *verb, const char *what)
{
	struct nlmsghdr *h = nlmsg_hdr(m);
	size_t len = NLMSG_ALIGN(h->nlmsg_len);
	if (r->count == BATCH_MESSAGES || r->len + len > BATCH_BYTES)
		send_batch(r);
	h->nlmsg_seq = r->first_seq + r->count;
	memcpy(r->batch + r->len, h, h->nlmsg_len);
	memset(r->batch + r->len + h->nlmsg_len, 0, len - h->nlmsg_len);
	snprintf(r->labels[r->count], sizeof(r->labels[0]), "%s %s", verb, what);
	r->last = r->len;
	r->len += len;
	r->count++;
	nlmsg_free(m);
}

static struct nl_msg *message(int type, int flags, const void *head, size_t len)
{
	struct nl_msg *m = nlmsg_alloc_simple(type, NLM_F_REQUEST | flags);
	if (!m || nlmsg_append(m, (void *)(uintptr_t)head, len, NLMSG_ALIGNTO) < 0)
		abort(); /* out of memory, as in base/alloc.h */
	return m;
}

/* Room in a message is a matter of our own code alone, so a failure is a bug. */
static void put(struct nl_msg *m, int type, const void *bytes, size_t len)
{
	if (nla_put(m, type, (int)len, bytes) < 0)
		abort();
}

static void put_u32(struct nl_msg *m, int type, uint32_t value)
{
	put(m, type, &value, sizeof(value));
}

static void put_u8(struct nl_msg *m, int type, uint8_t value)
{
	put(m, type, &value, sizeof(value));
}

static void put_text(struct nl_msg *m, int type, const char *s)
{
	put(m, type, s, strlen(s) + 1);
}

static struct nlattr *nest(struct nl_msg *m, int type)
{
	struct nlattr *a = nla_nest_start(m, type);
	if (!a)
		abort();
	return a;
}

static struct ifinfomsg device_head(const struct rtnl_device *d)
{
	unsigned flags = (d->up ? IFF_UP : 0u) | (d->noarp ? IFF_NOARP : 0u);
	return (struct ifinfomsg){.ifi_index = d->index,
	        .ifi_flags = flags,
	        .ifi_change = IFF_UP | (d->noarp ? IFF_NOARP : 0u)};
}

static void put_device(struct nl_msg *m, const struct rtnl_device *d)
{
	put_text(m, IFLA_IFNAME, d->name);
	if (d->mac)
		put(m, IFLA_ADDRESS, d->mac, 6);
	if (d->mtu)
		put_u32(m, IFLA_MTU, d->mtu);
	if (d->group)
		put_u32(m, IFLA_GROUP, d->group);
	if (d->master)
		put_u32(m, IFLA_MASTER, (uint32_t)d->master);
}

void rtnl_add_veth(struct rtnl *r, const struct rtnl_device *d, const struct rtnl_device *peer)
{
	/* The kernel can't open a peer before the pair is complete (ENOTCONN). */
	struct rtnl_device closed = *peer;
	closed.up = false;
	struct ifinfomsg head = device_head(d), peer_head = device_head(&closed);
	struct nl_msg *m = message(RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL, &head, sizeof(head));
	put_device(m, d);
	struct nlattr *info = nest(m, IFLA_LINKINFO);
	put_text(m, IFLA_INFO_KIND, "veth");
	struct nlattr *data = nest(m, IFLA_INFO_DATA);
	struct nlattr *other = nest(m, VETH_INFO_PEER);
	if (nlmsg_append(m, &peer_head, sizeof(peer_head), NLMSG_ALIGNTO) < 0)
		abort();
	put_device(m, peer);
	if (peer->netns >= 0)
		put_u32(m, IFLA_NET_NS_FD, (uint32_t)peer->netns);
	nla_nest_end(m, other);
	nla_nest_end(m, data);
	nla_nest_end(m, info);
	queue(r, m, "add cable", d->name);
	/* ... and it ignores a peer's bridge in the request above. */
	if (peer->netns < 0)
		rtnl_set_master(r, peer->index, peer->master, peer->up, peer->noarp);
}

void rtnl_add_bridge(struct rtnl *r, const struct rtnl_device *d, const struct rtnl_bridge *b)
{
	enum { HZ = 100 }; /* USER_HZ: bridge times are in 1/100 s */
	struct ifinfomsg head = device_head(d);
	struct nl_msg *m = message(RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL, &head, sizeof(head));
	put_device(m, d);
	struct nlattr *info = nest(m, IFLA_LINKINFO);
	put_text(m, IFLA_INFO_KIND, "bridge");
	struct nlattr *data = nest(m, IFLA_INFO_DATA);
	put_u32(m, IFLA_BR_FORWARD_DELAY, b->forward_delay * HZ);
	put_u32(m, IFLA_BR_HELLO_TIME, 1 * HZ);
	put_u32(m, IFLA_BR_MAX_AGE, 6 * HZ); /* the least the kernel takes: a cut is noticed soon */
	put_u32(m, IFLA_BR_STP_STATE, b->stp);
	put_u8(m, IFLA_BR_MCAST_SNOOPING, 0); /* no queries of its own, multicast floods */
	nla_nest_end(m, data);
	nla_nest_end(m, info);
	queue(r, m, "add switch", d->name);
}

void rtnl_set_stp(struct rtnl *r, int index, bool on)
{
	struct ifinfomsg head = {.ifi_index = index};
	struct nl_msg *m = message(RTM_NEWLINK, 0, &head, sizeof(head));
	struct nlattr *info = nest(m, IFLA_LINKINFO);
	put_text(m, IFLA_INFO_KIND, "bridge");
	struct nlattr *data = nest(m, IFLA_INFO_DATA);
	put_u32(m, IFLA_BR_STP_STATE, on);
	nla_nest_end(m, data);
	nla_nest_end(m, info);
	queue(r, m, "set spanning tree", on ? "on" : "off");
}

void rtnl_rejoin_master(struct rtnl *r, int index, int master)
{
	const int masters[] = {0, master};
	struct ifinfomsg head = {.ifi_index = index};
	for (size_t i = 0; i < 2; i++) {
		struct nl_msg *m = message(RTM_NEWLINK, 0, &head, sizeof(head));
		put_u32(m, IFLA_MASTER, (uint32_t)masters[i]);
		queue(r, m, masters[i] ? "rejoin" : "leave", "switch");
	}
}

static void set_device(struct rtnl *r, const struct rtnl_device *d, const char *verb)
{
	struct ifinfomsg head = device_head(d);
	struct nl_msg *m = message(RTM_NEWLINK, 0, &head, sizeof(head));
	if (d->master)
		put_u32(m, IFLA_MASTER, (uint32_t)d->master);
	char index[16];
	snprintf(index, sizeof(index), "%d", d->index);
	queue(r, m, verb, index);
}

void rtnl_set_up(struct rtnl *r, int index, bool up)
{
	set_device(
	        r, &(struct rtnl_device){.index = index, .up = up}, up ? "link up" : "link down");
}

void rtnl_set_master(struct rtnl *r, int index, int master, bool up, bool noarp)
{
	set_device(r,
	        &(struct rtnl_device){.index = index, .master = master, .up = up, .noarp = noarp},
	        "set switch of link");
}

static uint8_t family(const struct packet_addr *a)
{
	return a->length == 16 ? AF_INET6 : AF_INET;
}

void rtnl_add_address(struct rtnl *r, int index, const struct topology_prefix *p)
{
	/* No duplicate address detection (RFC 4862): it would be frames nobody asked for. */
	uint32_t flags = IFA_F_PERMANENT | (p->addr.length == 16 ? IFA_F_NODAD : 0u);
	struct ifaddrmsg head = {.ifa_family = family(&p->addr),
	        .ifa_prefixlen = p->length,
	        .ifa_flags = (uint8_t)flags,
	        .ifa_index = (unsigned)index};
	struct nl_msg *m = message(RTM_NEWADDR, NLM_F_CREATE | NLM_F_EXCL, &head, sizeof(head));
	put(m, IFA_LOCAL, p->addr.bytes, p->addr.length);
	put(m, IFA_ADDRESS, p->addr.bytes, p->addr.length);
	if (p->addr.length == 4 && p->length < 31) {
		uint8_t broadcast[4];
		for (unsigned i = 0; i < 4; i++) {
			unsigned bits = p->length > i * 8 ? p->length - i * 8u : 0;
			unsigned host = bits >= 8 ? 0 : 0xffu >> bits;
			broadcast[i] = (uint8_t)(p->addr.bytes[i] | host);
		}
		put(m, IFA_BROADCAST, broadcast, sizeof(broadcast));
	}
	char text[46];
	packet_addr_text(&p->addr, text);
	queue(r, m, "add address", text);
}

/* The network's bits alone: the kernel refuses a route to 10.0.1.5/24. */
static void network_of(const struct topology_prefix *p, uint8_t out[16])
{
	for (unsigned i = 0; i < 16; i++) {
		unsigned bits = p->length > i * 8 ? p->length - i * 8u : 0;
		unsigned mask = bits >= 8 ? 0xff : 0xff00u >> bits & 0xff;
		out[i] = (uint8_t)(p->addr.bytes[i] & mask);
	}
}

void rtnl_add_route(struct rtnl *r, const struct topology_route *route)
{
	struct rtmsg head = {.rtm_family = family(&route->via),
	        .rtm_dst_len = route->to.length,
	        .rtm_table = RT_TABLE_MAIN,
	        .rtm_protocol = RTPROT_STATIC,
	        .rtm_scope = RT_SCOPE_UNIVERSE,
	        .rtm_type = RTN_UNICAST};
	struct nl_msg *m = message(RTM_NEWROUTE, NLM_F_CREATE | NLM_F_EXCL, &head, sizeof(head));
	if (route->to.length) {
		uint8_t network[16];
		network_of(&route->to, network);
		put(m, RTA_DST, network, route->to.addr.length);
	}
	put(m, RTA_GATEWAY, route->via.bytes, route->via.length);
	char text[46];
	packet_addr_text(&route->via, text);
	queue(r, m, "add route via", text);
}

void rtnl_add_neighbour(
        struct rtnl *r, int index, const struct packet_addr *a, const uint8_t mac[6])
{
	struct ndmsg head = {
	        .ndm_family = family(a), .ndm_ifindex = index, .ndm_state = NUD_PERMANENT};
	struct nl_msg *m = message(RTM_NEWNEIGH, NLM_F_CREATE | NLM_F_REPLACE, &head, sizeof(head));
	put(m, NDA_DST, a->bytes, a->length);
	put(m, NDA_LLADDR, mac, 6);
	char text[46];
	packet_addr_text(a, text);
	queue(r, m, "add neighbour", text);
}

void rtnl_set_rate(struct rtnl *r, int index, uint32_t kbit, bool had_one)
{
	struct tcmsg head = {.tcm_family = AF_UNSPEC,
	        .tcm_ifindex = index,
	        .tcm_handle = 0x10000,
	        .tcm_parent = TC_H_ROOT};
	if (kbit == 0 && !had_one)
		return;
	if (kbit == 0) {
		queue(r, message(RTM_DELQDISC, 0, &head, sizeof(head)), "remove", "rate");
		return;
	}
	/* Bursts of 10 ms, or two full frames; a queue of 100 ms, or 64 KiB. */
	uint64_t bytes = (uint64_t)kbit * 125;
	uint32_t burst = bytes / 100 < 4096 ? 4096 : (uint32_t)(bytes / 100);
	uint32_t limit = bytes / 10 < 65536 ? 65536 : (uint32_t)(bytes / 10);
	struct tc_tbf_qopt options = {
	        .rate = {.linklayer = TC_LINKLAYER_ETHERNET,
	                .rate = bytes > UINT32_MAX ? UINT32_MAX : (uint32_t)bytes},
	        .limit = limit};
	struct nl_msg *m = message(RTM_NEWQDISC, NLM_F_CREATE | NLM_F_REPLACE, &head, sizeof(head));
	put_text(m, TCA_KIND, "tbf");
	struct nlattr *o = nest(m, TCA_OPTIONS);
	put(m, TCA_TBF_PARMS, &options, sizeof(options));
	put_u32(m, TCA_TBF_BURST, burst);
	if (bytes > UINT32_MAX)
		put(m, TCA_TBF_RATE64, &bytes, sizeof(bytes));
	nla_nest_end(m, o);
	queue(r, m, "limit", "rate");
}

void rtnl_delete_group(struct rtnl *r, uint32_t group)
{
	struct ifinfomsg head = {0};
	struct nl_msg *m = message(RTM_DELLINK, 0, &head, sizeof(head));
	put_u32(m, IFLA_GROUP, group);
	queue(r, m, "remove", "links");
}

static int port_state(struct nlattr *link_info)
{
	struct nlattr *info[IFLA_INFO_MAX + 1], *port[IFLA_BRPORT_MAX + 1];
	if (!link_info || nla_parse_nested(info, IFLA_INFO_MAX, link_info, NULL) < 0 ||
	        !info[IFLA_INFO_SLAVE_KIND] || !info[IFLA_INFO_SLAVE_DATA] ||
	        nla_strcmp(info[IFLA_INFO_SLAVE_KIND], "bridge") != 0 ||
	        nla_parse_nested(port, IFLA_BRPORT_MAX, info[IFLA_INFO_SLAVE_DATA], NULL) < 0 ||
	        !port[IFLA_BRPORT_STATE])
		return -1;
	return nla_get_u8(port[IFLA_BRPORT_STATE]);
}

static int parse_device(struct nlmsghdr *h, struct rtnl_state *out)
{
	struct nlattr *a[IFLA_MAX + 1];
	if (nlmsg_parse(h, sizeof(struct ifinfomsg), a, IFLA_MAX, NULL) < 0)
		return -EBADMSG;
	*out = (struct rtnl_state){
	        .running = a[IFLA_OPERSTATE] && nla_get_u8(a[IFLA_OPERSTATE]) == IF_OPER_UP,
	        .port_state = port_state(a[IFLA_LINKINFO])};
	return 0;
}

int rtnl_read(struct rtnl *r, int index, struct rtnl_state *out)
{
	int rc = rtnl_flush_errno(r);
	if (rc < 0)
		return rc;
	struct ifinfomsg head = {.ifi_index = index};
	struct nl_msg *m = message(RTM_GETLINK, 0, &head, sizeof(head));
	uint32_t seq = r->first_seq++;
	nlmsg_hdr(m)->nlmsg_seq = seq;
	ssize_t n = send(nl_socket_get_fd(r->socket), nlmsg_hdr(m), nlmsg_hdr(m)->nlmsg_len, 0);
	rc = n < 0 ? -errno : 0;
	nlmsg_free(m);
	size_t len = 0;
	if (rc == 0)
		rc = receive(r, &len);
	if (rc < 0)
		return rc;
	struct nlmsghdr *h = (void *)r->reply;
	if (len < NLMSG_HDRLEN || h->nlmsg_len > len || h->nlmsg_seq != seq)
		return -EBADMSG;
	if (h->nlmsg_type == NLMSG_ERROR) {
		struct nlmsgerr answer;
		if (len < NLMSG_LENGTH(sizeof(answer)))
			return -EBADMSG;
		memcpy(&answer, r->reply + NLMSG_HDRLEN, sizeof(answer));
		return answer.error < 0 ? answer.error : -EBADMSG;
	}
	return parse_device(h, out);
}

int rtnl_await_running(struct rtnl *r, int index, bool running)
{
	nsec deadline = clock_now() + 2 * NSEC_PER_SEC;
	for (;;) {
		struct rtnl_state s = {0};
		drain_events(r); /* before looking, so that no later one is missed */
		int rc = rtnl_read(r, index, &s);
		if (rc < 0 || s.running == running)
			return rc;
		nsec left = deadline - clock_now();
		struct pollfd p = {.fd = r->events, .events = POLLIN};
		if (left <= 0 || poll(&p, 1, (int)(left / NSEC_PER_MSEC) + 1) == 0)
			return -ETIMEDOUT;
	}
}
