/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a tape is about, as fields of u16 tag, u16 length, value. Unknown tags are skipped, so that
 * later versions can say more.
 */
#include "record/about.h"

#include <string.h>

#include "base/text.h"
#include "record/codec.h"

enum tag {
	TAG_VERSION = 1,  /* text */
	TAG_LAB = 2,      /* text */
	TAG_LANG = 3,     /* text */
	TAG_BEGAN = 4,    /* u64 */
	TAG_OFFSET = 5,   /* u64 */
	TAG_RECORDED = 6, /* u64; left out when 0 */
	TAG_NODE = 10,    /* name, u8 kind, u8 flags, u8 forward delay, u8 routes: prefix, address;
	                     u8 sysctls: key, value */
	TAG_LINK = 11,    /* name, u8 carrier, u32 mtu, u32 kbit/s, two ends: u8 node, interface,
	                     6 bytes, u8 addresses: prefix */
	TAG_PANE = 12,    /* name, run, u16 node, u16 rows, u16 columns */
};

enum { FLAG_IPV6 = 1, FLAG_STP = 2, FLAG_LEARNS = 4 };
enum { TERMINAL_MOST = 1000 };

static void put_address(struct buf *b, const struct packet_addr *a)
{
	put8(b, a->length);
	buf_add(b, a->bytes, a->length);
}

static void put_prefix(struct buf *b, const struct topology_prefix *p)
{
	put_address(b, &p->addr);
	put8(b, p->length);
}

static bool take_address(struct bytes *b, struct packet_addr *a)
{
	*a = (struct packet_addr){.length = bytes_u8(b)};
	if (a->length > sizeof(a->bytes))
		return false;
	return bytes_copy(b, a->bytes, a->length);
}

static bool take_prefix(struct bytes *b, struct topology_prefix *p)
{
	if (!take_address(b, &p->addr))
		return false;
	p->length = bytes_u8(b);
	return !b->bad && p->length <= 128;
}

/* Into an array, made printable, cut. */
static void take_name(struct bytes *b, char *out, size_t size)
{
	struct buf text = {0};
	take_text(b, &text);
	text_printable(buf_text(&text), text.len, out, size);
	buf_finish(&text);
}

static void put_node(struct buf *b, const struct topology_node *n)
{
	put_text(b, n->name);
	put8(b, (uint8_t)n->kind);
	put8(b, (uint8_t)((n->ipv6 ? FLAG_IPV6 : 0) | (n->stp ? FLAG_STP : 0) |
	                  (n->learn_neighbours ? FLAG_LEARNS : 0)));
	put8(b, n->forward_delay);
	put8(b, n->route_count);
	for (size_t i = 0; i < n->route_count; i++) {
		put_prefix(b, &n->routes[i].to);
		put_address(b, &n->routes[i].via);
	}
	put8(b, n->sysctl_count);
	for (size_t i = 0; i < n->sysctl_count; i++) {
		put_text(b, n->sysctls[i].key);
		put_text(b, n->sysctls[i].value);
	}
}

static bool take_routes(struct bytes *b, struct topology_node *n)
{
	n->route_count = bytes_u8(b);
	if (n->route_count > TOPOLOGY_ROUTES_MAX)
		return false;
	for (size_t i = 0; i < n->route_count; i++)
		if (!take_prefix(b, &n->routes[i].to) || !take_address(b, &n->routes[i].via))
			return false;
	return true;
}

static bool take_sysctls(struct bytes *b, struct topology_node *n)
{
	n->sysctl_count = bytes_u8(b);
	if (n->sysctl_count > TOPOLOGY_SYSCTLS_MAX)
		return false;
	for (size_t i = 0; i < n->sysctl_count; i++) {
		take_name(b, n->sysctls[i].key, sizeof(n->sysctls[i].key));
		take_name(b, n->sysctls[i].value, sizeof(n->sysctls[i].value));
	}
	return !b->bad;
}

static bool take_node(struct bytes *b, struct tape_about *a)
{
	struct topology_node n = {0};
	take_name(b, n.name, sizeof(n.name));
	uint8_t kind = bytes_u8(b), flags = bytes_u8(b);
	n.forward_delay = bytes_u8(b);
	n.ipv6 = flags & FLAG_IPV6;
	n.stp = flags & FLAG_STP;
	n.learn_neighbours = flags & FLAG_LEARNS;
	if (kind >= NODE_KINDS || !n.name[0] || a->topology.node_count == TOPOLOGY_NODES_MAX)
		return false;
	n.kind = (enum node_kind)kind;
	if (!take_routes(b, &n) || !take_sysctls(b, &n))
		return false;
	a->topology.nodes[a->topology.node_count++] = n;
	return true;
}

static void put_end(struct buf *b, const struct topology_end *e)
{
	put8(b, e->node);
	put_text(b, e->interface);
	buf_add(b, e->mac, sizeof(e->mac));
	put8(b, e->address_count);
	for (size_t i = 0; i < e->address_count; i++)
		put_prefix(b, &e->addresses[i]);
}

static bool take_end(struct bytes *b, const struct topology *t, struct topology_end *e)
{
	e->node = bytes_u8(b);
	take_name(b, e->interface, sizeof(e->interface));
	bytes_copy(b, e->mac, sizeof(e->mac));
	e->address_count = bytes_u8(b);
	if (e->node >= t->node_count || e->address_count > TOPOLOGY_ADDRESSES_MAX)
		return false;
	for (size_t i = 0; i < e->address_count; i++)
		if (!take_prefix(b, &e->addresses[i]))
			return false;
	return !b->bad;
}

static void put_link(struct buf *b, const struct topology_link *l)
{
	put_text(b, l->name);
	put8(b, (uint8_t)l->carrier);
	put32(b, l->mtu);
	put32(b, l->rate_kbit);
	put_end(b, &l->ends[0]);
	put_end(b, &l->ends[1]);
}

static bool take_link(struct bytes *b, struct tape_about *a)
{
	struct topology *t = &a->topology;
	struct topology_link l = {0};
	take_name(b, l.name, sizeof(l.name));
	uint8_t carrier = bytes_u8(b);
	l.carrier = (enum link_carrier)(carrier <= LINK_LOOPBACK ? carrier : LINK_WIRE);
	l.mtu = bytes_be32(b);
	l.rate_kbit = bytes_be32(b);
	if (!take_end(b, t, &l.ends[0]) || !take_end(b, t, &l.ends[1]) || carrier > LINK_LOOPBACK ||
	        t->link_count == TOPOLOGY_LINKS_MAX)
		return false;
	t->links[t->link_count++] = l;
	return true;
}

static void put_pane(struct buf *b, const struct tape_about_pane *p)
{
	put_text(b, p->name);
	put_text(b, p->run);
	put16(b, p->node);
	put16(b, p->rows);
	put16(b, p->cols);
}

static bool take_pane(struct bytes *b, struct tape_about *a)
{
	struct tape_about_pane p = {0};
	take_name(b, p.name, sizeof(p.name));
	take_name(b, p.run, sizeof(p.run));
	p.node = bytes_be16(b);
	p.rows = bytes_be16(b);
	p.cols = bytes_be16(b);
	if (b->bad || p.node >= a->topology.node_count || a->pane_count == TAPE_ABOUT_PANES ||
	        p.rows == 0 || p.rows > TERMINAL_MOST || p.cols == 0 || p.cols > TERMINAL_MOST)
		return false;
	a->panes[a->pane_count++] = p;
	return true;
}

/* One field: `value` is emptied after. */
static void put_field(struct buf *out, enum tag tag, struct buf *value)
{
	put16(out, (uint16_t)tag);
	put16(out, (uint16_t)value->len);
	if (value->len)
		buf_add(out, value->at, value->len);
	buf_clear(value);
}

void tape_about_put(const struct tape_about *a, struct buf *out)
{
	struct buf v = {0};
	put_text(&v, a->version);
	put_field(out, TAG_VERSION, &v);
	put_text(&v, a->lab);
	put_field(out, TAG_LAB, &v);
	put_text(&v, a->lang);
	put_field(out, TAG_LANG, &v);
	put64(&v, (uint64_t)a->began);
	put_field(out, TAG_BEGAN, &v);
	put64(&v, (uint64_t)a->offset);
	put_field(out, TAG_OFFSET, &v);
	if (a->recorded) {
		put64(&v, a->recorded);
		put_field(out, TAG_RECORDED, &v);
	}
	for (size_t i = 0; i < a->topology.node_count; i++) {
		put_node(&v, &a->topology.nodes[i]);
		put_field(out, TAG_NODE, &v);
	}
	for (size_t i = 0; i < a->topology.link_count; i++) {
		put_link(&v, &a->topology.links[i]);
		put_field(out, TAG_LINK, &v);
	}
	for (size_t i = 0; i < a->pane_count; i++) {
		put_pane(&v, &a->panes[i]);
		put_field(out, TAG_PANE, &v);
	}
	buf_finish(&v);
}

static bool take_field(uint16_t tag, struct bytes *v, struct tape_about *a)
{
	switch (tag) {
	case TAG_VERSION:
		take_name(v, a->version, sizeof(a->version));
		return !v->bad;
	case TAG_LAB:
		take_name(v, a->lab, sizeof(a->lab));
		return !v->bad;
	case TAG_LANG:
		take_name(v, a->lang, sizeof(a->lang));
		return !v->bad;
	case TAG_BEGAN:
		a->began = (nsec)take64(v);
		return !v->bad;
	case TAG_OFFSET:
		a->offset = (nsec)take64(v);
		return !v->bad;
	case TAG_RECORDED:
		a->recorded = take64(v);
		return !v->bad;
	case TAG_NODE:
		return take_node(v, a);
	case TAG_LINK:
		return take_link(v, a);
	case TAG_PANE:
		return take_pane(v, a);
	}
	return true;
}

bool tape_about_take(struct bytes from, struct tape_about *out)
{
	*out = (struct tape_about){0};
	while (bytes_left(&from) > 3) { /* less is the block's padding */
		uint16_t tag = bytes_be16(&from);
		struct bytes value = bytes_sub(&from, bytes_be16(&from));
		if (from.bad || !take_field(tag, &value, out))
			return false;
	}
	return out->topology.node_count > 0;
}
