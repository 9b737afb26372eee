/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * sock_diag(7) dumps of every host, compared with the last ones.
 *
 * How it works. Each host has a socket of its own, made inside. A poll dumps TCP and UDP of both
 * families, sorts what it got by who talks to whom, and walks old and new side by side like a
 * merge: what is only in one of them is new or gone.
 */
#include "net/sockets.h"

#include <ctype.h>
#include <errno.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/bytes.h"
#include "base/err.h"
#include "base/i18n.h"
#include "net/world.h"
#include "net/world_internal.h"

enum {
	SOCKETS_MAX = 4096,  /* a host */
	REPLY_BYTES = 32768, /* the kernel fills at most this much at once */
	STATE_ESTABLISHED = 1,
	STATE_CLOSE = 7,
	STATE_LISTEN = 10,
	STATES = 13,
};

/* By Linux's numbers (include/net/tcp_states.h), spelt as in RFC 9293. */
static const char *const state_names[] = {
        [0] = "",
        [1] = "ESTABLISHED",
        [2] = "SYN-SENT",
        [3] = "SYN-RECEIVED",
        [4] = "FIN-WAIT-1",
        [5] = "FIN-WAIT-2",
        [6] = "TIME-WAIT",
        [7] = "CLOSED",
        [8] = "CLOSE-WAIT",
        [9] = "LAST-ACK",
        [10] = "LISTEN",
        [11] = "CLOSING",
        [12] = "SYN-RECEIVED",
};
_Static_assert(sizeof(state_names) / sizeof(state_names[0]) == STATES, "a name for each state");

struct list {
	struct tape_socket *at;
	size_t count, room;
};

struct watched {
	int fd;
	struct list now; /* sorted by compare() */
};

struct sockets {
	nsec polled;
	const struct world *world;
	struct tape *tape;
	struct watched hosts[TOPOLOGY_NODES_MAX];
	struct list next; /* being filled by a poll */
	uint32_t seq;
	uint8_t reply[REPLY_BYTES] __attribute__((aligned(8)));
};

const char *sockets_state_name(int protocol, int state)
{
	if (state < 0 || state >= STATES)
		return "";
	if (protocol == IPPROTO_UDP && state == STATE_CLOSE)
		return "UNCONN";
	return state_names[state];
}

int sockets_state_parse(const char *name)
{
	static const struct {
		const char *name;
		int state;
	} also[] = {
	        {"SYN-RECV", 3}, {"CLOSE", 7}, {"UNCONN", 7}, {"FIN-WAIT1", 4}, {"FIN-WAIT2", 5}};
	char word[16];
	size_t len = strlen(name);
	if (len == 0 || len >= sizeof(word))
		return -1;
	for (size_t i = 0; i <= len; i++)
		word[i] = name[i] == '_' ? '-' : (char)toupper((unsigned char)name[i]);
	for (int i = 1; i < STATES; i++)
		if (!strcmp(word, state_names[i]))
			return i;
	for (size_t i = 0; i < sizeof(also) / sizeof(also[0]); i++)
		if (!strcmp(word, also[i].name))
			return also[i].state;
	return -1;
}

/* A TCP connection is its addresses and ports, also when it has left its program (TIME-WAIT has no
 * inode). Everything else may be there several times, told apart by the inode. */
static int compare(const void *left, const void *right)
{
	const struct tape_socket *a = left, *b = right;
	if (a->protocol != b->protocol)
		return a->protocol < b->protocol ? -1 : 1;
	if (a->family != b->family)
		return a->family < b->family ? -1 : 1;
	if (a->local_port != b->local_port)
		return a->local_port < b->local_port ? -1 : 1;
	if (a->remote_port != b->remote_port)
		return a->remote_port < b->remote_port ? -1 : 1;
	int d = memcmp(a->local, b->local, sizeof(a->local));
	if (d == 0)
		d = memcmp(a->remote, b->remote, sizeof(a->remote));
	if (d != 0 || (a->protocol == IPPROTO_TCP && a->remote_port))
		return d;
	return a->inode < b->inode ? -1 : a->inode > b->inode;
}

static bool changed(const struct tape_socket *old, const struct tape_socket *now)
{
	return old->state != now->state || old->recv_queue != now->recv_queue ||
	       old->send_queue != now->send_queue || old->retransmits != now->retransmits ||
	       old->timer != now->timer || old->cwnd != now->cwnd ||
	       (old->inode == 0 && now->inode != 0); /* accepted */
}

/* ::ffff:10.0.0.1 of a socket for both families is a connection over IPv4 (RFC 4291 2.5.5.2). */
static void unmap(struct tape_socket *s)
{
	static const uint8_t prefix[12] = {[10] = 0xff, [11] = 0xff};
	if (memcmp(s->local, prefix, sizeof(prefix)) != 0 ||
	        memcmp(s->remote, prefix, sizeof(prefix)) != 0)
		return;
	s->family = AF_INET;
	uint8_t *const addrs[] = {s->local, s->remote};
	for (size_t i = 0; i < 2; i++) {
		memmove(addrs[i], addrs[i] + 12, 4);
		memset(addrs[i] + 4, 0, 12);
	}
}

static void take_info(struct tape_socket *s, struct bytes b)
{
	struct tcp_info info = {0};
	size_t len = bytes_left(&b) < sizeof(info) ? bytes_left(&b) : sizeof(info);
	bytes_copy(&b, &info, len); /* older kernels tell less */
	s->cwnd = info.tcpi_snd_cwnd;
	s->ssthresh = info.tcpi_snd_ssthresh;
	s->rtt_us = info.tcpi_rtt;
	s->rto_us = info.tcpi_rto;
	s->options = info.tcpi_options;
	s->wscale = (uint8_t)(info.tcpi_rcv_wscale << 4 | info.tcpi_snd_wscale);
	s->backoff = info.tcpi_backoff;
	s->mss = (uint16_t)(info.tcpi_snd_mss < UINT16_MAX ? info.tcpi_snd_mss : UINT16_MAX);
	s->sent_again = (uint16_t)(info.tcpi_total_retrans < UINT16_MAX ? info.tcpi_total_retrans
	                                                                : UINT16_MAX);
}

/* sock_diag(7): struct inet_diag_msg and attributes in host order. */
static bool parse(struct bytes b, uint8_t protocol, uint16_t node, struct tape_socket *s)
{
	struct inet_diag_msg m;
	if (!bytes_copy(&b, &m, sizeof(m)))
		return false;
	*s = (struct tape_socket){.node = node,
	        .family = m.idiag_family,
	        .protocol = protocol,
	        .state = m.idiag_state < STATES ? m.idiag_state : 0,
	        .retransmits = m.idiag_retrans,
	        .timer = m.idiag_timer,
	        .timer_ms = m.idiag_expires,
	        .local_port = ntohs(m.id.idiag_sport),
	        .remote_port = ntohs(m.id.idiag_dport),
	        .recv_queue = m.idiag_rqueue,
	        .send_queue = m.idiag_wqueue,
	        .inode = m.idiag_inode};
	size_t len = m.idiag_family == AF_INET6 ? 16 : 4;
	memcpy(s->local, m.id.idiag_src, len);
	memcpy(s->remote, m.id.idiag_dst, len);
	if (len == 16)
		unmap(s);
	struct nlattr a;
	while (bytes_left(&b) >= sizeof(a)) {
		bytes_copy(&b, &a, sizeof(a));
		size_t body = a.nla_len < sizeof(a) ? 0 : a.nla_len - sizeof(a);
		struct bytes inside = bytes_sub(&b, body);
		if (inside.bad)
			break;
		if (a.nla_type == INET_DIAG_INFO && s->state != STATE_LISTEN)
			take_info(s, inside);
		size_t pad = (4 - body % 4) % 4;
		bytes_skip(&b, pad < bytes_left(&b) ? pad : bytes_left(&b));
	}
	return true;
}

static void list_add(struct list *l, const struct tape_socket *s)
{
	if (l->count == SOCKETS_MAX)
		return;
	if (l->count == l->room) {
		l->room = l->room ? l->room * 2 : 16;
		l->at = xrealloc(l->at, l->room * sizeof(*l->at));
	}
	l->at[l->count++] = *s;
}

/* One datagram of an answer: 1 when it was the last, 0 when more come, -errno. */
static int take_reply(struct sockets *s, size_t len, uint8_t protocol, uint16_t node)
{
	struct bytes b = bytes_over(s->reply, len);
	struct nlmsghdr h;
	while (bytes_left(&b) >= sizeof(h)) {
		bytes_copy(&b, &h, sizeof(h));
		struct bytes body =
		        bytes_sub(&b, h.nlmsg_len < sizeof(h) ? 0 : h.nlmsg_len - sizeof(h));
		if (body.bad)
			return -EBADMSG;
		size_t pad = NLMSG_ALIGN(h.nlmsg_len) - h.nlmsg_len;
		bytes_skip(&b, pad < bytes_left(&b) ? pad : bytes_left(&b));
		if (h.nlmsg_seq != s->seq)
			continue;
		if (h.nlmsg_type == NLMSG_DONE)
			return 1;
		if (h.nlmsg_type == NLMSG_ERROR) {
			struct nlmsgerr error;
			return bytes_copy(&body, &error, sizeof(error)) && error.error ? error.error
			                                                               : 1;
		}
		struct tape_socket found;
		if (parse(body, protocol, node, &found))
			list_add(&s->next, &found);
	}
	return 0;
}

static int dump(struct sockets *s, int fd, uint8_t family, uint8_t protocol, uint16_t node)
{
	struct {
		struct nlmsghdr head;
		struct inet_diag_req_v2 body;
	} request = {
	        .head = {.nlmsg_len = sizeof(request),
	                .nlmsg_type = SOCK_DIAG_BY_FAMILY,
	                .nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP,
	                .nlmsg_seq = ++s->seq},
	        .body = {.sdiag_family = family,
	                .sdiag_protocol = protocol,
	                .idiag_ext = 1 << (INET_DIAG_INFO - 1),
	                .idiag_states = (1u << STATES) - 2},
	};
	if (send(fd, &request, sizeof(request), 0) < 0)
		return -errno;
	for (;;) {
		ssize_t n = recv(fd, s->reply, sizeof(s->reply), 0);
		if (n < 0 && errno == EINTR)
			continue;
		int rc = n < 0 ? -errno : take_reply(s, (size_t)n, protocol, node);
		if (rc != 0)
			return rc < 0 ? rc : 0;
	}
}

static int open_diag(void *user)
{
	int *fd = user;
	*fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
	return *fd < 0 ? -errno : 0;
}

struct sockets *sockets_create(struct world *w, struct tape *tape, struct err *e)
{
	const struct topology *t = world_topology(w);
	struct sockets *s = xcalloc(1, sizeof(*s));
	s->world = w;
	s->tape = tape;
	for (int i = 0; i < TOPOLOGY_NODES_MAX; i++)
		s->hosts[i].fd = -1;
	for (int i = 0; i < t->node_count; i++) {
		if (t->nodes[i].kind == NODE_SWITCH)
			continue;
		int rc = world_call_in_host(w, i, open_diag, &s->hosts[i].fd);
		if (rc == 0)
			rc = dump(s, s->hosts[i].fd, AF_INET, IPPROTO_TCP, (uint16_t)i);
		if (rc < 0) {
			err_sys(e, -rc, _("the kernel does not tell the sockets of %s"),
			        t->nodes[i].name);
			sockets_destroy(s);
			return NULL;
		}
	}
	return s;
}

void sockets_destroy(struct sockets *s)
{
	if (!s)
		return;
	for (int i = 0; i < TOPOLOGY_NODES_MAX; i++) {
		if (s->hosts[i].fd >= 0)
			close(s->hosts[i].fd);
		free(s->hosts[i].now.at);
	}
	free(s->next.at);
	free(s);
}

/* Old and new are sorted. Appends what differs. */
static size_t report(struct sockets *s, const struct list *old, struct list *new, nsec now)
{
	size_t events = 0, i = 0, k = 0;
	while (i < old->count || k < new->count) {
		const struct tape_socket *before = i < old->count ? &old->at[i] : NULL;
		struct tape_socket *after = k < new->count ? &new->at[k] : NULL;
		int order = !before ? 1 : !after ? -1 : compare(before, after);
		if (order < 0) {
			struct tape_socket gone = *before;
			gone.gone = true;
			gone.old_state = before->state;
			tape_add_socket(s->tape, now, &gone);
			events++;
			i++;
			continue;
		}
		if (order == 0)
			after->old_state = before->state;
		if (order > 0 || changed(before, after)) {
			tape_add_socket(s->tape, now, after);
			events++;
		}
		i += order == 0;
		k++;
	}
	return events;
}

size_t sockets_poll(struct sockets *s, nsec now)
{
	static const struct {
		uint8_t family, protocol;
	} dumps[] = {{AF_INET, IPPROTO_TCP}, {AF_INET6, IPPROTO_TCP}, {AF_INET, IPPROTO_UDP},
	        {AF_INET6, IPPROTO_UDP}};
	size_t events = 0;
	s->polled = now;
	for (int node = 0; node < TOPOLOGY_NODES_MAX; node++) {
		struct watched *h = &s->hosts[node];
		if (h->fd < 0)
			continue;
		s->next.count = 0;
		/* A family that the kernel lacks just adds nothing. */
		for (size_t i = 0; i < sizeof(dumps) / sizeof(dumps[0]); i++)
			dump(s, h->fd, dumps[i].family, dumps[i].protocol, (uint16_t)node);
		if (s->next.count > 1)
			qsort(s->next.at, s->next.count, sizeof(*s->next.at), compare);
		events += report(s, &h->now, &s->next, now);
		struct list spare = h->now;
		h->now = s->next;
		s->next = spare;
	}
	return events;
}

nsec sockets_polled(const struct sockets *s)
{
	return s->polled;
}

size_t sockets_of(const struct sockets *s, int node, const struct tape_socket **out)
{
	if (node < 0 || node >= TOPOLOGY_NODES_MAX) {
		*out = NULL;
		return 0;
	}
	*out = s->hosts[node].now.at;
	return s->hosts[node].now.count;
}
