/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Building, completing and checking a network as data. Pure: no system call, no allocation.
 */
#include "net/topology.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/err.h"
#include "base/i18n.h"

#define LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define NAME_BYTES LETTERS "0123456789-"

/* Letters, digits and '-', a letter first: safe as a host name, an interface name, a file name. */
static bool name_is_good(const char *name, size_t room)
{
	size_t len = strnlen(name, room);
	return len > 0 && len < room && strchr(LETTERS, name[0]) &&
	       strspn(name, NAME_BYTES) == len && name[len - 1] != '-';
}

int topology_node(const struct topology *t, const char *name)
{
	for (int i = 0; i < t->node_count; i++)
		if (!strcasecmp(t->nodes[i].name, name)) /* RFC 4343: host names ignore case */
			return i;
	return -1;
}

int topology_link(const struct topology *t, const char *name)
{
	for (int i = 0; i < t->link_count; i++)
		if (t->links[i].name[0] && !strcmp(t->links[i].name, name))
			return i;
	return -1;
}

__attribute__((format(printf, 2, 3))) static bool fail(struct err *e, const char *fmt, ...)
{
	char text[sizeof(e->text)];
	va_list ap;
	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	return err_set(e, ERR_INPUT, "%s", text);
}

int topology_add_node(struct topology *t, const char *name, enum node_kind kind, struct err *e)
{
	if (!name_is_good(name, TOPOLOGY_NAME_MAX)) {
		fail(e,
		        _("\"%s\" can't name a host: at most 11 letters, digits and '-', a letter "
		          "first"),
		        name);
		return -1;
	}
	if (topology_node(t, name) >= 0 || !strcasecmp(name, "localhost")) {
		fail(e, _("the name \"%s\" is taken"), name);
		return -1;
	}
	if (t->node_count == TOPOLOGY_NODES_MAX) {
		err_set(e, ERR_INPUT, _("a network has at most %d hosts, routers and switches"),
		        TOPOLOGY_NODES_MAX);
		return -1;
	}
	struct topology_node *n = &t->nodes[t->node_count];
	*n = (struct topology_node){.kind = kind};
	memcpy(n->name, name, strlen(name) + 1);
	return t->node_count++;
}

int topology_add_link(struct topology *t, const char *name, int a, int b, struct err *e)
{
	if (a < 0 || b < 0 || a >= t->node_count || b >= t->node_count) {
		fail(e, _("the link \"%s\" ends at something that is not there"), name ? name : "");
		return -1;
	}
	if (t->link_count == TOPOLOGY_LINKS_MAX) {
		err_set(e, ERR_INPUT, _("a network has at most %d links"), TOPOLOGY_LINKS_MAX);
		return -1;
	}
	struct topology_link *l = &t->links[t->link_count];
	*l = (struct topology_link){.ends = {{.node = (uint8_t)a}, {.node = (uint8_t)b}}};
	if (name && *name) {
		if (!name_is_good(name, sizeof(l->name))) {
			fail(e, _("\"%s\" can't name a link: at most 24 letters, digits and '-'"),
			        name);
			return -1;
		}
		if (topology_link(t, name) >= 0) {
			fail(e, _("there are two links \"%s\""), name);
			return -1;
		}
		memcpy(l->name, name, strlen(name) + 1);
	}
	return t->link_count++;
}

int topology_add_loopback(struct topology *t, int node, struct err *e)
{
	char name[TOPOLOGY_NAME_MAX + 4];
	snprintf(name, sizeof(name), "%s-lo", t->nodes[node].name);
	int i = topology_add_link(t, name, node, node, e);
	if (i < 0)
		return -1;
	struct topology_link *l = &t->links[i];
	l->carrier = LINK_LOOPBACK;
	for (int end = 0; end < 2; end++)
		memcpy(l->ends[end].interface, "lo", sizeof("lo"));
	return i;
}

/* "10.0.0.1/24", "2001:db8::1/64"; without a length /24 or /64. */
static bool parse_prefix(const char *text, struct topology_prefix *out)
{
	char addr[64];
	size_t len = strcspn(text, "/");
	if (len == 0 || len >= sizeof(addr))
		return false;
	memcpy(addr, text, len);
	addr[len] = '\0';
	struct packet_addr a;
	if (!packet_addr_parse(addr, &a) || a.length == 6)
		return false;
	unsigned bits = a.length == 4 ? 24 : 64;
	if (text[len] == '/') {
		const char *digits = text + len + 1;
		size_t count = strspn(digits, "0123456789");
		if (count == 0 || count > 3 || digits[count])
			return false;
		bits = (unsigned)strtoul(digits, NULL, 10);
	}
	if (bits > a.length * 8u)
		return false;
	*out = (struct topology_prefix){.addr = a, .length = (uint8_t)bits};
	return true;
}

bool topology_add_address(struct topology_end *end, const char *text, struct err *e)
{
	struct topology_prefix p;
	if (!parse_prefix(text, &p))
		return fail(e,
		        _("\"%s\" is no address; expected one like 10.0.0.1/24 or "
		          "2001:db8::1/64"),
		        text);
	if (end->address_count == TOPOLOGY_ADDRESSES_MAX)
		return err_set(e, ERR_INPUT, _("an interface has at most %d addresses"),
		        TOPOLOGY_ADDRESSES_MAX);
	end->addresses[end->address_count++] = p;
	return true;
}

/* Ends in the order of links: `at` counts links * 2 + end, below end_count(). */
static int end_count(const struct topology *t)
{
	return t->link_count * 2;
}

static struct topology_end *end_at(struct topology *t, int at)
{
	return &t->links[at / 2].ends[at % 2];
}

static const struct topology_end *const_end_at(const struct topology *t, int at)
{
	return &t->links[at / 2].ends[at % 2];
}

int topology_owner(const struct topology *t, const struct packet_addr *addr)
{
	for (int i = 0; i < end_count(t); i++) {
		const struct topology_end *end = const_end_at(t, i);
		for (int a = 0; a < end->address_count; a++)
			if (packet_addr_equal(&end->addresses[a].addr, addr))
				return end->node;
	}
	return -1;
}

const struct packet_addr *topology_address(const struct topology *t, int node, int bytes)
{
	for (int i = 0; i < end_count(t); i++) {
		const struct topology_end *end = const_end_at(t, i);
		for (int a = 0; end->node == node && a < end->address_count; a++)
			if (end->addresses[a].addr.length == bytes)
				return &end->addresses[a].addr;
	}
	return NULL;
}

bool topology_simple(struct topology *t, const char *const *hosts, size_t count, struct err *e)
{
	*t = (struct topology){0};
	if (count == 0)
		return err_set(e, ERR_INPUT, _("a network needs at least one host"));
	for (size_t i = 0; i < count; i++)
		if (topology_add_node(t, hosts[i], NODE_HOST, e) < 0)
			return false;
	if (count == 2)
		return topology_add_link(t, NULL, 0, 1, e) >= 0 && topology_complete(t, e);
	if (count == 1)
		return topology_add_loopback(t, 0, e) >= 0 && topology_complete(t, e);
	int hub = topology_add_node(t, "sw", NODE_SWITCH, e);
	if (hub < 0)
		return false;
	for (int i = 0; i < hub; i++)
		if (topology_add_link(t, NULL, i, hub, e) < 0)
			return false;
	return topology_complete(t, e);
}

static bool mac_is_unset(const uint8_t mac[6])
{
	static const uint8_t zero[6];
	return memcmp(mac, zero, sizeof(zero)) == 0;
}

/* Ends of lo have neither a MAC nor an address of their own. */
static bool is_loopback(const struct topology *t, int end)
{
	return t->links[end / 2].carrier == LINK_LOOPBACK;
}

static void fill_interfaces(struct topology *t)
{
	int used[TOPOLOGY_NODES_MAX] = {0};
	for (int i = 0; i < end_count(t); i++) {
		if (is_loopback(t, i))
			continue;
		struct topology_end *end = end_at(t, i);
		const struct topology_node *n = &t->nodes[end->node];
		int ordinal = used[end->node]++;
		char name[32] = "";
		if (n->kind == NODE_SWITCH)
			snprintf(name, sizeof(name), "%s-p%d", n->name, ordinal + 1);
		else
			snprintf(name, sizeof(name), "eth%d", ordinal);
		if (!end->interface[0]) /* fits: 11 letters, "-p" and two digits */
			memcpy(end->interface, name, sizeof(end->interface) - 1);
		if (mac_is_unset(end->mac)) {
			/* Locally administered; interface 0 is left to the bridge itself. */
			uint8_t mac[6] = {
			        2, 0, 0, 0, (uint8_t)(end->node + 1), (uint8_t)(ordinal + 1)};
			memcpy(end->mac, mac, sizeof(mac));
		}
	}
}

static void fill_addresses(struct topology *t)
{
	struct topology_prefix next = {{4, {10, 0, 0, 1}}, 24};
	for (int node = 0; node < t->node_count; node++) {
		for (int i = 0; i < end_count(t); i++) {
			struct topology_end *end = end_at(t, i);
			if (end->node != node || end->address_count || is_loopback(t, i) ||
			        t->nodes[node].kind == NODE_SWITCH)
				continue;
			while (topology_owner(t, &next.addr) >= 0)
				next.addr.bytes[3]++;
			end->addresses[end->address_count++] = next;
		}
	}
}

static bool fill_link_name(struct topology *t, struct topology_link *l, struct err *e)
{
	char name[64];
	const char *a = t->nodes[l->ends[0].node].name, *b = t->nodes[l->ends[1].node].name;
	snprintf(name, sizeof(name), "%s-%s", a, b);
	for (int n = 2; topology_link(t, name) >= 0; n++)
		snprintf(name, sizeof(name), "%s-%s-%d", a, b, n);
	size_t len = strlen(name);
	if (len >= sizeof(l->name))
		return fail(e, _("two links would be \"%s\": give them names"), name);
	memcpy(l->name, name, len + 1);
	return true;
}

static bool check_switch_end(
        const struct topology_node *n, const struct topology_end *end, struct err *e)
{
	if (end->address_count)
		return fail(e, _("the switch \"%s\" can't have an address"), n->name);
	return true;
}

/* An address on two ends would make the hosts disagree about who is who. */
static bool check_address(const struct topology *t, int at, int a, struct err *e)
{
	const struct topology_end *end = const_end_at(t, at);
	const struct topology_prefix *p = &end->addresses[a];
	char text[46];
	packet_addr_text(&p->addr, text);
	if (p->addr.length != 4 && p->addr.length != 16)
		return fail(e, _("an address of \"%s\" is neither IPv4 nor IPv6"),
		        t->nodes[end->node].name);
	if (p->length > p->addr.length * 8)
		return fail(e, _("the prefix length of %s is too large"), text);
	for (int i = 0; i <= at; i++) {
		const struct topology_end *other = const_end_at(t, i);
		for (int b = 0; b < (i == at ? a : other->address_count); b++)
			if (packet_addr_equal(&other->addresses[b].addr, &p->addr))
				return fail(e, _("the address %s is given twice"), text);
	}
	return true;
}

static bool check_end(const struct topology *t, int at, struct err *e)
{
	const struct topology_end *end = const_end_at(t, at);
	const struct topology_node *n = &t->nodes[end->node];
	if (is_loopback(t, at))
		return true;
	if (end->mac[0] & 1)
		return fail(e, _("the MAC of an interface of \"%s\" is a group address"), n->name);
	size_t len = strnlen(end->interface, sizeof(end->interface));
	if (len == sizeof(end->interface) || strspn(end->interface, NAME_BYTES) != len)
		return fail(e,
		        _("an interface name of \"%s\" is wrong: at most 15 letters, "
		          "digits and '-'"),
		        n->name);
	for (int i = 0; i < at; i++) {
		const struct topology_end *other = const_end_at(t, i);
		/* Ports of switches are all in one namespace. */
		bool together =
		        other->node == end->node ||
		        (n->kind == NODE_SWITCH && t->nodes[other->node].kind == NODE_SWITCH);
		if (together && !strcmp(other->interface, end->interface))
			return fail(e, _("two interfaces are called \"%s\""), end->interface);
		if (!memcmp(other->mac, end->mac, sizeof(end->mac)))
			return fail(e, _("the MAC of \"%s\" is given twice"), n->name);
	}
	if (n->kind == NODE_SWITCH)
		return check_switch_end(n, end, e);
	for (int a = 0; a < end->address_count; a++)
		if (!check_address(t, at, a, e))
			return false;
	return true;
}

static bool check_link(const struct topology *t, const struct topology_link *l, struct err *e)
{
	bool switched[2];
	if (l->carrier == LINK_LOOPBACK)
		return true;
	for (int i = 0; i < 2; i++)
		switched[i] = t->nodes[l->ends[i].node].kind == NODE_SWITCH;
	if (l->ends[0].node == l->ends[1].node && !switched[0])
		return fail(e, _("the link \"%s\" ends twice at the same host"), l->name);
	if (l->carrier == LINK_KERNEL && !switched[0] && !switched[1])
		return fail(e,
		        _("the link \"%s\" is carried by the kernel, so one end must be a "
		          "switch"),
		        l->name);
	if (l->carrier == LINK_WIRE && l->rate_kbit)
		return fail(e, _("the link \"%s\" is a wire: limit its rate as an impairment"),
		        l->name);
	bool ipv6 = t->nodes[l->ends[0].node].ipv6 || t->nodes[l->ends[1].node].ipv6;
	uint32_t least = ipv6 ? 1280 : 68; /* RFC 8200 section 5, RFC 791 */
	if (l->mtu && (l->mtu < least || l->mtu > 65535))
		return err_set(e, ERR_INPUT, _("the MTU of \"%s\" must be from %u to 65535"),
		        l->name, least);
	return true;
}

static bool check_sysctl(
        const struct topology_node *n, const struct topology_sysctl *s, struct err *e)
{
	size_t len = strnlen(s->key, sizeof(s->key));
	if (len == 0 || len == sizeof(s->key) || s->key[0] == '/' || strstr(s->key, ".."))
		return fail(e,
		        _("a sysctl of \"%s\" is wrong; expected one like "
		          "ipv4/tcp_syncookies"),
		        n->name);
	if (strnlen(s->value, sizeof(s->value)) == sizeof(s->value))
		return fail(e, _("the value of the sysctl %s is too long"), s->key);
	return true;
}

static bool check_node(const struct topology_node *n, struct err *e)
{
	if (n->kind == NODE_SWITCH && (n->route_count || n->sysctl_count))
		return fail(e, _("the switch \"%s\" can't have routes or sysctls"), n->name);
	if (n->kind != NODE_SWITCH && n->stp)
		return fail(e, _("\"%s\" is no switch and has no spanning tree"), n->name);
	if (n->forward_delay && (n->forward_delay < 2 || n->forward_delay > 30))
		return fail(e, _("the forward delay of \"%s\" must be from 2 to 30 s"), n->name);
	for (int i = 0; i < n->route_count; i++) {
		const struct topology_route *r = &n->routes[i];
		if (r->via.length != 4 && r->via.length != 16)
			return fail(e, _("a route of \"%s\" has no gateway"), n->name);
		if (r->to.length && r->to.addr.length != r->via.length)
			return fail(e, _("a route of \"%s\" mixes IPv4 and IPv6"), n->name);
		if (r->to.length > r->via.length * 8)
			return fail(e, _("a route of \"%s\" has too long a prefix"), n->name);
	}
	for (int i = 0; i < n->sysctl_count; i++)
		if (!check_sysctl(n, &n->sysctls[i], e))
			return false;
	return true;
}

/* Who has an IPv6 address wants IPv6. */
static void turn_ipv6_on(struct topology *t)
{
	for (int i = 0; i < end_count(t); i++) {
		struct topology_end *end = end_at(t, i);
		for (int a = 0; a < end->address_count; a++)
			if (end->addresses[a].addr.length == 16)
				t->nodes[end->node].ipv6 = true;
	}
}

bool topology_complete(struct topology *t, struct err *e)
{
	if (t->node_count == 0)
		return err_set(e, ERR_INPUT, _("a network needs at least one host"));
	fill_interfaces(t);
	fill_addresses(t);
	turn_ipv6_on(t);
	for (int i = 0; i < t->link_count; i++)
		if (!t->links[i].name[0] && !fill_link_name(t, &t->links[i], e))
			return false;
	for (int i = 0; i < t->node_count; i++)
		if (!check_node(&t->nodes[i], e))
			return false;
	for (int i = 0; i < t->link_count * 2; i++)
		if (!check_end(t, i, e))
			return false;
	for (int i = 0; i < t->link_count; i++)
		if (!check_link(t, &t->links[i], e))
			return false;
	return true;
}
