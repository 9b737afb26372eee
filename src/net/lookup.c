/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Exact questions to sock_diag(7).
 */
#include "net/lookup.h"

#include <errno.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/bytes.h"
#include "base/err.h"
#include "base/i18n.h"

#define EVERY_STATE 0xffffffffu

struct lookup {
	int fd;
	uint32_t seq;
};

struct question {
	struct nlmsghdr head;
	struct inet_diag_req_v2 body;
};

struct lookup *lookup_create(struct err *e)
{
	struct lookup *l = xcalloc(1, sizeof(*l));
	l->fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
	if (l->fd >= 0)
		return l;
	err_sys(e, errno, _("the kernel does not tell who owns a connection"));
	free(l);
	return NULL;
}

void lookup_destroy(struct lookup *l)
{
	if (!l)
		return;
	close(l->fd);
	free(l);
}

static struct question question(struct lookup *l, const struct lookup_key *key)
{
	struct question q = {
	        .head = {.nlmsg_len = sizeof(q),
	                .nlmsg_type = SOCK_DIAG_BY_FAMILY,
	                .nlmsg_flags = NLM_F_REQUEST,
	                .nlmsg_seq = ++l->seq},
	        .body = {.sdiag_family = key->family,
	                .sdiag_protocol = key->protocol,
	                .idiag_states = EVERY_STATE,
	                .id = {.idiag_cookie = {INET_DIAG_NOCOOKIE, INET_DIAG_NOCOOKIE}}},
	};
	size_t len = key->family == AF_INET6 ? 16 : 4;
	/* UDP is looked up as a datagram that comes in: its source is the other side. */
	bool udp = key->protocol == IPPROTO_UDP;
	q.body.id.idiag_sport = htons(udp ? key->remote_port : key->local_port);
	q.body.id.idiag_dport = htons(udp ? key->local_port : key->remote_port);
	memcpy(q.body.id.idiag_src, udp ? key->remote : key->local, len);
	memcpy(q.body.id.idiag_dst, udp ? key->local : key->remote, len);
	return q;
}

/* 1: found, 0: no such socket, -1: an answer to something else. */
static int take(struct bytes b, uint32_t seq, struct lookup_socket *out)
{
	struct nlmsghdr h;
	struct inet_diag_msg m;
	if (!bytes_copy(&b, &h, sizeof(h)))
		return 0;
	if (h.nlmsg_seq != seq)
		return -1;
	if (h.nlmsg_type != SOCK_DIAG_BY_FAMILY || !bytes_copy(&b, &m, sizeof(m)))
		return 0;
	*out = (struct lookup_socket){
	        .inode = m.idiag_inode, .uid = m.idiag_uid, .state = m.idiag_state};
	return 1;
}

bool lookup_find(struct lookup *l, const struct lookup_key *key, struct lookup_socket *out)
{
	uint8_t reply[1024] __attribute__((aligned(8)));
	struct question q = question(l, key);
	if (send(l->fd, &q, sizeof(q), 0) != (ssize_t)sizeof(q))
		return false;
	for (;;) {
		/* The answer is there when send() returns. */
		ssize_t n = recv(l->fd, reply, sizeof(reply), MSG_DONTWAIT);
		if (n < 0 && errno == EINTR)
			continue;
		int found = n < 0 ? 0 : take(bytes_over(reply, (size_t)n), l->seq, out);
		if (found >= 0)
			return found;
	}
}
