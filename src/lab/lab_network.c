/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The part `network` of lab.yaml: hosts, switches and links, given to topology.h as values.
 */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/err.h"
#include "lab/lab.h"
#include "lab/reader.h"
#include "lab/values.h"

/* ---- values that only networks have ---- */

static bool read_delay(struct reader *r, const struct tree *v, const struct key *k, void *field)
{
	const char *text = reader_text(r, v, k->name);
	if (!text)
		return false;
	return value_time(text, field) ||
	       reader_fail(r, v->line, "expected a time such as 20 ms for `%s`, found `%.40s`",
	               k->name, text);
}

static bool read_share(struct reader *r, const struct tree *v, const struct key *k, void *field)
{
	const char *text = reader_text(r, v, k->name);
	if (!text)
		return false;
	return value_share(text, field) ||
	       reader_fail(r, v->line, "expected a share such as 10 %% for `%s`, found `%.40s`",
	               k->name, text);
}

static bool read_rate(struct reader *r, const struct tree *v, const struct key *k, void *field)
{
	const char *text = reader_text(r, v, k->name);
	if (!text)
		return false;
	return value_rate(text, field) ||
	       reader_fail(r, v->line, "expected a rate such as 512 kbit for `%s`, found `%.40s`",
	               k->name, text);
}

static bool read_seed(struct reader *r, const struct tree *v, const struct key *k, void *field)
{
	unsigned seed = 0;
	if (!read_whole(r, v, k, &seed))
		return false;
	*(uint64_t *)field = seed;
	return true;
}

/* ---- hosts and switches ---- */

struct host_spec {
	const char *name;
	bool ipv6, learn_neighbours, router;
	const struct tree *addresses, *routes, *sysctls;
};

#define AT(field) offsetof(struct host_spec, field)
static const struct key host_keys[] = {
        {"name", true, AT(name), read_borrowed, 0, 0, NULL},
        {"addresses", false, AT(addresses), read_list, 0, TOPOLOGY_ADDRESSES_MAX, NULL},
        {"ipv6", false, AT(ipv6), read_flag, 0, 0, NULL},
        {"learn-neighbours", false, AT(learn_neighbours), read_flag, 0, 0, NULL},
        {"router", false, AT(router), read_flag, 0, 0, NULL},
        {"routes", false, AT(routes), read_list, 0, TOPOLOGY_ROUTES_MAX, NULL},
        {"sysctls", false, AT(sysctls), read_tree, 0, 0, NULL},
};
#undef AT

struct route_spec {
	const char *to, *via;
};

static const struct key route_keys[] = {
        {"to", true, offsetof(struct route_spec, to), read_borrowed, 0, 0, NULL},
        {"via", true, offsetof(struct route_spec, via), read_borrowed, 0, 0, NULL},
};

/* "default" takes its family from the router. */
static bool parse_target(
        const char *text, const struct packet_addr *via, struct topology_prefix *to)
{
	if (strcmp(text, "default") == 0) {
		*to = (struct topology_prefix){.addr = {.length = via->length}};
		return true;
	}
	struct topology_end scratch = {0};
	if (!topology_add_address(&scratch, text, NULL))
		return false;
	*to = scratch.addresses[0];
	return to->addr.length == via->length;
}

static bool add_route(struct reader *r, const struct tree *t, struct topology_node *node)
{
	struct route_spec s = {0};
	struct topology_route route = {0};
	if (!read_map(r, t, "a route", route_keys, KEY_COUNT(route_keys), &s))
		return false;
	if (!packet_addr_parse(s.via, &route.via) || route.via.length == 6)
		return reader_fail(r, t->line,
		        "expected an address such as 10.0.0.254 for `via`, found `%.40s`", s.via);
	if (!parse_target(s.to, &route.via, &route.to))
		return reader_fail(r, t->line,
		        "expected `default` or a network of the same kind as `via`, such as "
		        "10.0.1.0/24, for `to`, found `%.40s`",
		        s.to);
	node->routes[node->route_count++] = route;
	return true;
}

static bool add_sysctl(struct reader *r, const struct tree *t, struct topology_node *node)
{
	static const char bytes[] = "abcdefghijklmnopqrstuvwxyz0123456789_/.-";
	struct topology_sysctl s = {0};
	const char *value = reader_text(r, t, t->key);
	if (!value)
		return false;
	size_t len = strlen(t->key), value_len = strlen(value);
	bool good = len && len < sizeof(s.key) && strspn(t->key, bytes) == len && *t->key != '/' &&
	            !strstr(t->key, "..");
	if (!good)
		return reader_fail(r, t->key_line,
		        "expected a name below /proc/sys/net such as ipv4/tcp_syncookies, found "
		        "`%.40s`",
		        t->key);
	if (value_len >= sizeof(s.value))
		return reader_fail(r, t->line, "the value of `%s` is longer than 31 bytes", t->key);
	memcpy(s.key, t->key, len);
	memcpy(s.value, value, value_len);
	node->sysctls[node->sysctl_count++] = s;
	return true;
}

static bool add_sysctls(struct reader *r, const struct tree *map, struct topology_node *node)
{
	if (!reader_kind(r, map, "sysctls", TREE_MAP))
		return false;
	if (map->count > TOPOLOGY_SYSCTLS_MAX)
		return reader_fail(r, map->line,
		        "`sysctls` has %zu entries; at most %d are possible", map->count,
		        TOPOLOGY_SYSCTLS_MAX);
	for (size_t i = 0; i < map->count; i++)
		if (!add_sysctl(r, &map->at[i], node))
			return false;
	return true;
}

static bool add_host(struct reader *r, const struct tree *t)
{
	struct host_spec s = {0};
	if (!read_map(r, t, "a host", host_keys, KEY_COUNT(host_keys), &s))
		return false;
	struct topology *net = &r->lab->topology;
	int i = topology_add_node(net, s.name, s.router ? NODE_ROUTER : NODE_HOST, r->e);
	if (i < 0)
		return reader_place(r, t->line);
	struct topology_node *node = &net->nodes[i];
	node->ipv6 = s.ipv6;
	node->learn_neighbours = s.learn_neighbours;
	for (size_t j = 0; s.routes && j < s.routes->count; j++)
		if (!add_route(r, &s.routes->at[j], node))
			return false;
	return !s.sysctls || add_sysctls(r, s.sysctls, node);
}

struct switch_spec {
	const char *name;
	bool stp;
	unsigned forward_delay;
};

static bool add_switch(struct reader *r, const struct tree *t)
{
	static const struct key keys[] = {
	        {"name", true, offsetof(struct switch_spec, name), read_borrowed, 0, 0, NULL},
	        {"stp", false, offsetof(struct switch_spec, stp), read_flag, 0, 0, NULL},
	        {"forward-delay", false, offsetof(struct switch_spec, forward_delay), read_whole, 2,
	                30, NULL},
	};
	struct switch_spec s = {0};
	if (!read_map(r, t, "a switch", keys, KEY_COUNT(keys), &s))
		return false;
	struct topology *net = &r->lab->topology;
	int i = topology_add_node(net, s.name, NODE_SWITCH, r->e);
	if (i < 0)
		return reader_place(r, t->line);
	net->nodes[i].stp = s.stp;
	net->nodes[i].forward_delay = (uint8_t)s.forward_delay;
	return true;
}

/* ---- links ---- */

static const char *const carriers[] = {"wire", "kernel", NULL};
static const char *const modes[] = {"pass", "hold", NULL};

struct link_spec {
	const char *name, *gate;
	const struct tree *between, *addresses;
	int carrier, mode; /* -1: not given */
	unsigned mtu, rate_kbit;
	struct wire_impairment impairment;
};

#define AT(field) offsetof(struct link_spec, field)
static const struct key link_keys[] = {
        {"between", true, AT(between), read_list, 0, 2, NULL},
        {"name", false, AT(name), read_borrowed, 0, 0, NULL},
        {"carrier", false, AT(carrier), read_word, 0, 0, carriers},
        {"mtu", false, AT(mtu), read_whole, 68, 9000, NULL},
        {"rate-kbit", false, AT(rate_kbit), read_whole, 1, 100e6, NULL},
        {"addresses", false, AT(addresses), read_tree, 0, 0, NULL},
        {"mode", false, AT(mode), read_word, 0, 0, modes},
        {"gate", false, AT(gate), read_borrowed, 0, 0, NULL},
        {"delay", false, AT(impairment.delay), read_delay, 0, 0, NULL},
        {"jitter", false, AT(impairment.jitter), read_delay, 0, 0, NULL},
        {"loss", false, AT(impairment.loss_ppm), read_share, 0, 0, NULL},
        {"duplicate", false, AT(impairment.duplicate_ppm), read_share, 0, 0, NULL},
        {"reorder", false, AT(impairment.reorder_ppm), read_share, 0, 0, NULL},
        {"corrupt", false, AT(impairment.corrupt_ppm), read_share, 0, 0, NULL},
        {"rate", false, AT(impairment.rate_bit), read_rate, 0, 0, NULL},
        {"drop-above", false, AT(impairment.mtu), read_whole, 14, 65535, NULL},
        {"seed", false, AT(impairment.seed), read_seed, 1, 4294967295.0, NULL},
};
#undef AT

/* Keys that mean something only where wirelab carries the frames itself. */
static const char *const wire_only[] = {"mode", "gate", "delay", "jitter", "loss", "duplicate",
        "reorder", "corrupt", "rate", "drop-above", "seed"};

static bool check_carrier(struct reader *r, const struct tree *t, enum link_carrier carrier)
{
	const struct tree *wrong = carrier == LINK_WIRE ? tree_entry(t, "rate-kbit") : NULL;
	if (wrong)
		return reader_fail(r, wrong->key_line,
		        "`rate-kbit` is for links that the kernel carries; a wire has `rate`");
	for (size_t i = 0; carrier == LINK_KERNEL && i < KEY_COUNT(wire_only); i++) {
		wrong = tree_entry(t, wire_only[i]);
		if (wrong)
			return reader_fail(r, wrong->key_line,
			        "`%s` needs `carrier: wire`; the kernel carries this link",
			        wire_only[i]);
	}
	return true;
}

static bool add_addresses(struct reader *r, const struct tree *list, struct topology_end *end)
{
	if (!reader_kind(r, list, "addresses", TREE_LIST))
		return false;
	for (size_t i = 0; i < list->count; i++) {
		const char *text = reader_text(r, &list->at[i], "addresses");
		if (!text)
			return false;
		if (!topology_add_address(end, text, r->e))
			return reader_place(r, list->at[i].line);
	}
	return true;
}

static bool add_link_addresses(struct reader *r, const struct tree *map, struct topology_link *link)
{
	if (!reader_kind(r, map, "addresses", TREE_MAP))
		return false;
	for (size_t i = 0; i < map->count; i++) {
		const struct tree *v = &map->at[i];
		int node = topology_node(&r->lab->topology, v->key);
		int end = node == link->ends[0].node ? 0 : node == link->ends[1].node ? 1 : -1;
		if (node < 0 || end < 0)
			return reader_fail(
			        r, v->key_line, "this link doesn't end at `%.40s`", v->key);
		if (!add_addresses(r, v, &link->ends[end]))
			return false;
	}
	return true;
}

static enum link_carrier carrier_of(
        const struct topology *net, const struct link_spec *s, int a, int b)
{
	if (s->carrier >= 0)
		return s->carrier ? LINK_KERNEL : LINK_WIRE;
	bool switches = net->nodes[a].kind == NODE_SWITCH && net->nodes[b].kind == NODE_SWITCH;
	return switches ? LINK_KERNEL : LINK_WIRE;
}

static bool add_link(struct reader *r, const struct tree *t)
{
	struct link_spec s = {.carrier = -1};
	if (!read_map(r, t, "a link", link_keys, KEY_COUNT(link_keys), &s))
		return false;
	if (s.between->count != 2)
		return reader_fail(r, s.between->line,
		        "expected two names for `between`, found %zu", s.between->count);
	int a = reader_node(r, &s.between->at[0], "between");
	int b = a < 0 ? -1 : reader_node(r, &s.between->at[1], "between");
	if (b < 0)
		return false;
	struct topology *net = &r->lab->topology;
	int i = topology_add_link(net, s.name, a, b, r->e);
	if (i < 0)
		return reader_place(r, t->line);
	struct topology_link *link = &net->links[i];
	link->carrier = carrier_of(net, &s, a, b);
	link->mtu = s.mtu;
	link->rate_kbit = s.rate_kbit;
	r->lab->links[i] = (struct lab_link_start){
	        .mode = s.mode ? WIRE_HOLD : WIRE_PASS,
	        .gate = xstrdup(s.gate ? s.gate : ""),
	        .impairment = s.impairment,
	        .line = t->line,
	};
	return check_carrier(r, t, link->carrier) &&
	       (!s.addresses || add_link_addresses(r, s.addresses, link));
}

/* ---- the network ---- */

struct network_spec {
	const struct tree *hosts, *switches, *links;
};

/* A host's `addresses` belong to the first link that ends there. */
static bool add_host_addresses(struct reader *r, const struct tree *host)
{
	const struct tree *list = tree_entry(host, "addresses");
	if (!list)
		return true;
	struct topology *net = &r->lab->topology;
	int node = topology_node(net, tree_entry(host, "name")->text);
	for (int i = 0; i < net->link_count; i++)
		for (int end = 0; end < 2; end++)
			if (net->links[i].ends[end].node == node)
				return add_addresses(r, list, &net->links[i].ends[end]);
	return reader_fail(r, list->line, "a host without a link can't have addresses");
}

bool read_network(struct reader *r, const struct tree *t)
{
	static const struct key keys[] = {
	        {"hosts", true, offsetof(struct network_spec, hosts), read_list, 0,
	                TOPOLOGY_NODES_MAX, NULL},
	        {"switches", false, offsetof(struct network_spec, switches), read_list, 0,
	                TOPOLOGY_NODES_MAX, NULL},
	        {"links", false, offsetof(struct network_spec, links), read_list, 0,
	                TOPOLOGY_LINKS_MAX, NULL},
	};
	struct network_spec s = {0};
	if (!read_map(r, t, "`network`", keys, KEY_COUNT(keys), &s))
		return false;
	r->lab->links = xcalloc(TOPOLOGY_LINKS_MAX, sizeof(*r->lab->links));
	bool ok = reader_each(r, s.hosts, add_host) && reader_each(r, s.switches, add_switch) &&
	          reader_each(r, s.links, add_link) && reader_each(r, s.hosts, add_host_addresses);
	if (!ok)
		return false;
	return topology_complete(&r->lab->topology, r->e) || reader_place(r, t->line);
}
