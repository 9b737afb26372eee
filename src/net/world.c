/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A topology brought to life: hosts, bridges, cables between them, and what can be done to them.
 *
 * How it works. Every interface index is a function of the link's and the end's number, so that
 * nothing has to be looked up, and all devices of the room are in one group, so that one request
 * removes them. A wire's end is a veth pair: the node has one end (a host's eth0, or a port of a
 * bridge in the room), wirelab has the other, the port. A link carried by the kernel is one pair
 * whose ends both belong to nodes.
 */
#include "net/world.h"

#include <linux/if_bridge.h>
#include <errno.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"
#include "net/devices.h"
#include "net/host.h"
#include "net/offload.h"
#include "net/room.h"
#include "net/rtnl.h"
#include "net/sysctl.h"
#include "net/world_internal.h"

enum {
	BRIDGE_INDEX = 1000, /* + node */
	ROOM_INDEX = 2000,   /* + 4 a link */
	HOST_INDEX = 100,    /* + 2 a link: clear of tunnel devices that some kernels add */
	DEFAULT_MTU = 1500,
	DEFAULT_FORWARD_DELAY = 2,
};

struct link {
	char ports[2][16]; /* wire ports in the room, by end */
	bool unplugged;
	uint32_t rate;
};

struct world {
	struct topology t;
	struct room *room;
	struct host hosts[TOPOLOGY_NODES_MAX]; /* zeroed for switches */
	struct link links[TOPOLOGY_LINKS_MAX];
	bool stp[TOPOLOGY_NODES_MAX];
	int8_t port_states[TOPOLOGY_LINKS_MAX][2];
	uint64_t changes; /* of links, when port_states was read; see rtnl_changes() */
};

static bool is_switch(const struct world *w, int node)
{
	return w->t.nodes[node].kind == NODE_SWITCH;
}

static bool end_is_switch(const struct world *w, int link, int end)
{
	return is_switch(w, w->t.links[link].ends[end].node);
}

/* The index of the node's own interface: in the room for a switch, else in the host. */
static int node_index(const struct world *w, int link, int end)
{
	if (end_is_switch(w, link, end))
		return ROOM_INDEX + link * 4 + 2 + end;
	return HOST_INDEX + link * 2 + end;
}

static int port_index(int link, int end)
{
	return ROOM_INDEX + link * 4 + end;
}

static uint32_t link_mtu(const struct topology_link *l)
{
	return l->mtu ? l->mtu : DEFAULT_MTU;
}

/* The netlink socket of the namespace in which the node's interface is. */
static struct rtnl *node_rtnl(const struct world *w, int node)
{
	return is_switch(w, node) ? w->room->rtnl : w->hosts[node].rtnl;
}

static bool is_loopback(const struct world *w, int link)
{
	return w->t.links[link].carrier == LINK_LOOPBACK;
}

static struct rtnl_device node_device(const struct world *w, int link, int end)
{
	const struct topology_link *l = &w->t.links[link];
	const struct topology_end *at = &l->ends[end];
	bool sw = is_switch(w, at->node);
	return (struct rtnl_device){.name = at->interface,
	        .index = node_index(w, link, end),
	        .mac = at->mac,
	        .mtu = link_mtu(l),
	        .master = sw ? BRIDGE_INDEX + at->node : 0,
	        .group = sw ? ROOM_GROUP : 0,
	        .up = true,
	        .noarp = sw,
	        .netns = sw ? -1 : w->hosts[at->node].net};
}

/* The device that is made here comes first; its peer may be made elsewhere. */
static void add_wire_end(struct world *w, int link, int end)
{
	char *name = w->links[link].ports[end];
	snprintf(name, sizeof(w->links[link].ports[end]), "w%d.%d", link, end);
	struct rtnl_device port = {.name = name,
	        .index = port_index(link, end),
	        .mtu = link_mtu(&w->t.links[link]),
	        .group = ROOM_GROUP,
	        .up = true,
	        .noarp = true,
	        .netns = -1};
	struct rtnl_device node = node_device(w, link, end);
	rtnl_add_veth(w->room->rtnl, &port, &node);
}

static void add_kernel_link(struct world *w, int link)
{
	int first = end_is_switch(w, link, 0) ? 0 : 1;
	struct rtnl_device a = node_device(w, link, first), b = node_device(w, link, !first);
	rtnl_add_veth(w->room->rtnl, &a, &b);
}

static void add_bridge(struct world *w, int node)
{
	const struct topology_node *n = &w->t.nodes[node];
	const uint8_t mac[6] = {2, 0, 0, 0, (uint8_t)(node + 1), 0};
	struct rtnl_device d = {.name = n->name,
	        .index = BRIDGE_INDEX + node,
	        .mac = mac,
	        .group = ROOM_GROUP,
	        .up = true,
	        .noarp = true,
	        .netns = -1};
	struct rtnl_bridge b = {.stp = n->stp,
	        .forward_delay = n->forward_delay ? n->forward_delay : DEFAULT_FORWARD_DELAY};
	w->stp[node] = n->stp;
	rtnl_add_bridge(w->room->rtnl, &d, &b);
}

/* The bridges' own options can't turn this off; absent where br_netfilter is not loaded, and on
 * again in every namespace when it is. */
static void keep_netfilter_out(void)
{
	static const struct sysctl_setting off[] = {{"bridge/bridge-nf-call-iptables", "0"},
	        {"bridge/bridge-nf-call-ip6tables", "0"}, {"bridge/bridge-nf-call-arptables", "0"}};
	size_t failed;
	sysctl_write_all(off, sizeof(off) / sizeof(off[0]), &failed);
}

static bool add_devices(struct world *w, struct err *e)
{
	keep_netfilter_out();
	for (int i = 0; i < w->t.node_count; i++)
		if (is_switch(w, i))
			add_bridge(w, i);
	for (int i = 0; i < w->t.link_count; i++) {
		if (is_loopback(w, i))
			continue;
		if (w->t.links[i].carrier == LINK_KERNEL) {
			add_kernel_link(w, i);
			continue;
		}
		add_wire_end(w, i, 0);
		add_wire_end(w, i, 1);
	}
	return rtnl_flush(w->room->rtnl, e);
}

static bool offload(int socket, const char *interface, struct err *e)
{
	int rc = offload_disable(socket, interface);
	return rc == 0 || err_sys(e, -rc, _("can't switch offloads off on %s"), interface);
}

static bool disable_offloads(struct world *w, struct err *e)
{
	for (int i = 0; i < w->t.link_count * 2; i++) {
		const struct topology_end *end = &w->t.links[i / 2].ends[i % 2];
		const char *port = w->links[i / 2].ports[i % 2];
		if (is_loopback(w, i / 2))
			continue;
		int where = is_switch(w, end->node) ? w->room->ioctls : w->hosts[end->node].ioctls;
		if (!offload(where, end->interface, e))
			return false;
		if (port[0] && !offload(w->room->ioctls, port, e))
			return false;
	}
	return true;
}

static int root_of(int *parent, int i)
{
	while (parent[i] != i)
		i = parent[i] = parent[parent[i]];
	return i;
}

/* Which links are one segment: joined by switches, however many. segment[link] is its name. */
static void find_segments(const struct topology *t, int segment[TOPOLOGY_LINKS_MAX])
{
	int parent[TOPOLOGY_LINKS_MAX + TOPOLOGY_NODES_MAX];
	for (int i = 0; i < TOPOLOGY_LINKS_MAX + TOPOLOGY_NODES_MAX; i++)
		parent[i] = i;
	for (int i = 0; i < t->link_count * 2; i++) {
		int node = t->links[i / 2].ends[i % 2].node;
		if (t->nodes[node].kind == NODE_SWITCH)
			parent[root_of(parent, i / 2)] = root_of(parent, TOPOLOGY_LINKS_MAX + node);
	}
	for (int i = 0; i < t->link_count; i++)
		segment[i] = root_of(parent, i);
}

/* Everybody that the host's interface could meet, so that no ARP disturbs the picture. */
static void add_neighbours(struct world *w, int at, const int *segment)
{
	const struct topology_end *self = &w->t.links[at / 2].ends[at % 2];
	for (int i = 0; i < w->t.link_count * 2; i++) {
		const struct topology_end *other = &w->t.links[i / 2].ends[i % 2];
		if (i == at || segment[i / 2] != segment[at / 2])
			continue;
		for (int a = 0; a < other->address_count; a++) {
			const struct packet_addr *addr = &other->addresses[a].addr;
			if (addr->length == 16 && !w->t.nodes[self->node].ipv6)
				continue;
			rtnl_add_neighbour(w->hosts[self->node].rtnl, node_index(w, at / 2, at % 2),
			        addr, other->mac);
		}
	}
}

static bool configure_host(struct world *w, int node, const int *segment, struct err *e)
{
	const struct topology_node *n = &w->t.nodes[node];
	struct rtnl *r = w->hosts[node].rtnl;
	rtnl_set_up(r, 1, true);
	for (int i = 0; i < w->t.link_count * 2; i++) {
		const struct topology_end *end = &w->t.links[i / 2].ends[i % 2];
		if (end->node != node || is_loopback(w, i / 2))
			continue;
		int index = node_index(w, i / 2, i % 2);
		rtnl_set_up(r, index, true);
		for (int a = 0; a < end->address_count; a++)
			rtnl_add_address(r, index, &end->addresses[a]);
		if (!n->learn_neighbours)
			add_neighbours(w, i, segment);
	}
	for (int i = 0; i < n->route_count; i++)
		rtnl_add_route(r, &n->routes[i]);
	return rtnl_flush(r, e) || err_wrap(e, "%s", n->name);
}

/* Both ends of a link carry frames (or, unplugged, none), in every eye of the kernel. */
static bool await_link(struct world *w, int link, bool running, struct err *e)
{
	int rc = 0;
	for (int end = 0; rc == 0 && end < 2 && !is_loopback(w, link); end++) {
		struct rtnl *r = node_rtnl(w, w->t.links[link].ends[end].node);
		rc = rtnl_await_running(r, node_index(w, link, end), running);
		if (rc == 0 && w->t.links[link].carrier == LINK_WIRE)
			rc = rtnl_await_running(w->room->rtnl, port_index(link, end), running);
	}
	return rc == 0 ||
	       err_sys(e, -rc, _("the link \"%s\" does not come up"), w->t.links[link].name);
}

static bool configure_hosts(struct world *w, struct err *e)
{
	int segment[TOPOLOGY_LINKS_MAX];
	find_segments(&w->t, segment);
	for (int i = 0; i < w->t.node_count; i++)
		if (!is_switch(w, i) && !configure_host(w, i, segment, e))
			return false;
	for (int i = 0; i < w->t.link_count; i++)
		if (w->t.links[i].rate_kbit && !world_set_rate(w, i, w->t.links[i].rate_kbit, e))
			return false;
	for (int i = 0; i < w->t.link_count; i++)
		if (!await_link(w, i, true, e))
			return false;
	for (int i = 0; i < w->t.node_count; i++)
		if (!is_switch(w, i) && !host_apply_sysctls(&w->hosts[i], w->room, &w->t, i, e))
			return false;
	return true;
}

/* hosts(5): an address, then its name. */
static bool write_names(const struct world *w, struct err *e)
{
	struct buf b = {0};
	buf_puts(&b, "127.0.0.1 localhost\n");
	for (int i = 0; i < w->t.node_count; i++)
		if (w->t.nodes[i].ipv6) {
			buf_puts(&b, "::1 localhost\n");
			break;
		}
	for (int i = 0; i < w->t.link_count * 2; i++) {
		const struct topology_end *end = &w->t.links[i / 2].ends[i % 2];
		for (int a = 0; a < end->address_count; a++) {
			char text[46];
			packet_addr_text(&end->addresses[a].addr, text);
			buf_printf(&b, "%s %s\n", text, w->t.nodes[end->node].name);
		}
	}
	bool ok = room_write_hosts(w->room, buf_text(&b), e);
	buf_finish(&b);
	return ok;
}

static bool bring_up(struct world *w, struct err *e)
{
	for (int i = 0; i < w->t.node_count; i++) {
		if (is_switch(w, i))
			continue;
		if (!host_init(&w->hosts[i], w->room, &w->t.nodes[i], e))
			return false;
		keeper_tell_host(&w->room->keeper, w->hosts[i].net);
	}
	return add_devices(w, e) && disable_offloads(w, e) && configure_hosts(w, e) &&
	       write_names(w, e);
}

bool world_enter(struct err *e)
{
	return room_enter(e);
}

bool world_entered(void)
{
	return room_get() != NULL;
}

bool world_cover(const char *dir)
{
	return room_get() &&
	       mount("wirelab", dir, "tmpfs", MS_NOSUID | MS_NODEV, "size=256m,mode=700") == 0;
}

void world_uncover(const char *dir)
{
	umount2(dir, MNT_DETACH);
}

struct world *world_create(const struct topology *t, struct err *e)
{
	if (!room_enter(e))
		return NULL;
	struct room *room = room_get();
	if (room->occupied) {
		err_set(e, ERR_SYSTEM, _("there is a world already"));
		return NULL;
	}
	struct world *w = xcalloc(1, sizeof(*w));
	w->t = *t;
	w->room = room;
	w->changes = UINT64_MAX; /* of none yet */
	room->occupied = true;
	if (bring_up(w, e))
		return w;
	world_destroy(w);
	return NULL;
}

void world_destroy(struct world *w)
{
	if (!w)
		return;
	keeper_kill_all(&w->room->keeper);
	/* The other ends, in the hosts, go with them. Nothing can be done about a failure. */
	rtnl_delete_group(w->room->rtnl, ROOM_GROUP);
	rtnl_flush_errno(w->room->rtnl);
	for (int i = 0; i < w->t.node_count; i++)
		host_finish(&w->hosts[i]);
	w->room->occupied = false;
	free(w);
}

const struct topology *world_topology(const struct world *w)
{
	return &w->t;
}

/* The keeper's mounts differ in /proc alone; entering them moves us to the root directory, so
 * the working directory has to be found again. */
static bool sit_at_mounts(const struct room *r, struct err *e)
{
	if (r->keeper.mnt < 0)
		return true;
	_cleanup_free_ char *here = getcwd(NULL, 0);
	if (setns(r->keeper.mnt, CLONE_NEWNS) < 0)
		return err_sys(e, errno, _("can't enter the programs' mounts"));
	if (here && chdir(here) < 0)
		return err_sys(e, errno, _("can't go back to %s"), here);
	return true;
}

bool world_sit(void *user, struct err *e)
{
	const struct world_seat *seat = user;
	const struct world *w = seat->world;
	if (seat->node < 0 || seat->node >= w->t.node_count || is_switch(w, seat->node))
		return err_set(e, ERR_INPUT, _("programs run on hosts, not on switches"));
	const struct host *h = &w->hosts[seat->node];
	if (setns(h->net, CLONE_NEWNET) < 0 || setns(h->uts, CLONE_NEWUTS) < 0)
		return err_sys(e, errno, _("can't enter %s"), w->t.nodes[seat->node].name);
	return sit_at_mounts(w->room, e);
}

int world_call_in_host(const struct world *w, int node, int (*fn)(void *user), void *user)
{
	if (is_switch(w, node))
		return -ENOENT;
	int rc = host_enter(&w->hosts[node]);
	if (rc < 0)
		return rc;
	rc = fn(user);
	room_return(w->room);
	return rc;
}

const char *world_port(const struct world *w, int link, int end)
{
	const struct topology_link *l = &w->t.links[link];
	if (l->carrier == LINK_WIRE)
		return w->links[link].ports[end];
	return l->ends[end_is_switch(w, link, end) ? end : !end].interface;
}

bool world_plug(struct world *w, int link, bool plugged, struct err *e)
{
	if (is_loopback(w, link))
		return err_set(e, ERR_INPUT, _("\"%s\" is a host's loopback: it has no cable"),
		        w->t.links[link].name);
	for (int end = 0; end < 2; end++) {
		if (w->t.links[link].carrier == LINK_WIRE)
			rtnl_set_up(w->room->rtnl, port_index(link, end), plugged);
		else if (end_is_switch(w, link, end))
			rtnl_set_up(w->room->rtnl, node_index(w, link, end), plugged);
	}
	if (!rtnl_flush(w->room->rtnl, e))
		return false;
	w->links[link].unplugged = !plugged;
	/* Late or not, the cable is as asked: a storm may keep the kernel from saying so. */
	await_link(w, link, plugged, NULL);
	return true;
}

bool world_plugged(const struct world *w, int link)
{
	return !w->links[link].unplugged;
}

/* Without a tree nothing speaks against forwarding, but a blocked port believes the better switch
 * that it heard until that message's age runs out, 20 s later. A port that joins anew believes
 * nobody. */
static bool unblock_ports(struct world *w, int node, struct err *e)
{
	for (int i = 0; i < w->t.link_count * 2; i++)
		if (w->t.links[i / 2].ends[i % 2].node == node &&
		        world_port_state(w, i / 2, i % 2) != BR_STATE_FORWARDING)
			rtnl_rejoin_master(
			        w->room->rtnl, node_index(w, i / 2, i % 2), BRIDGE_INDEX + node);
	return rtnl_flush(w->room->rtnl, e);
}

bool world_set_stp(struct world *w, int node, bool on, struct err *e)
{
	if (!is_switch(w, node))
		return err_set(e, ERR_INPUT, _("\"%s\" is no switch and has no spanning tree"),
		        w->t.nodes[node].name);
	rtnl_set_stp(w->room->rtnl, BRIDGE_INDEX + node, on);
	if (!rtnl_flush(w->room->rtnl, e))
		return false;
	w->stp[node] = on;
	return on || unblock_ports(w, node, e);
}

bool world_stp(const struct world *w, int node)
{
	return w->stp[node];
}

static void read_port_states(struct world *w)
{
	for (int i = 0; i < w->t.link_count * 2; i++) {
		struct rtnl_state s = {.port_state = -1};
		if (end_is_switch(w, i / 2, i % 2) &&
		        rtnl_read(w->room->rtnl, node_index(w, i / 2, i % 2), &s) < 0)
			s.port_state = -1;
		w->port_states[i / 2][i % 2] = (int8_t)s.port_state;
	}
}

/* The kernel tells of each change, so that it is asked only then: see devices.h on why. */
int world_port_state(struct world *w, int link, int end)
{
	uint64_t changes = rtnl_changes(w->room->rtnl);
	if (w->changes != changes) {
		w->changes = changes;
		read_port_states(w);
	}
	return w->port_states[link][end];
}

bool world_set_rate(struct world *w, int link, uint32_t kbit, struct err *e)
{
	const struct topology_link *l = &w->t.links[link];
	if (is_loopback(w, link))
		return err_set(
		        e, ERR_INPUT, _("\"%s\" is a host's loopback: it has no rate"), l->name);
	if (l->carrier != LINK_KERNEL)
		return err_set(e, ERR_INPUT,
		        _("the link \"%s\" is a wire: limit its rate as an impairment"), l->name);
	for (int end = 0; end < 2; end++) {
		struct rtnl *r = node_rtnl(w, l->ends[end].node);
		rtnl_set_rate(r, node_index(w, link, end), kbit, w->links[link].rate != 0);
		if (!rtnl_flush(r, e))
			return false;
	}
	w->links[link].rate = kbit;
	return true;
}

bool world_counters(struct world *w, int link, int end, struct world_counters *out)
{
	const struct topology_end *at = &w->t.links[link].ends[end];
	bool sw = is_switch(w, at->node);
	return devices_read(sw ? w->room->devices : w->hosts[at->node].devices, at->interface, out);
}

bool world_kernel_counter(struct world *w, int node, const char *name, uint64_t *out)
{
	return !is_switch(w, node) && host_counter(&w->hosts[node], name, out);
}

bool world_read_counters(const struct world *w, int node, char *text, size_t room)
{
	return !is_switch(w, node) && host_read_counters(&w->hosts[node], text, room);
}
