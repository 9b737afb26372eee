/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How it works. The frames of the time between two polls are few when somebody looks closely, and
 * then it is plain which of them a counter meant: the only one that can have moved it. For each
 * counter a rule says what such a frame looks like.
 */
#include "net/verdict.h"

#include <netinet/in.h>
#include <string.h>

/* What a frame has to look like. */
typedef bool (*fits_fn)(const struct verdict_frame *f);

static bool has(const struct verdict_frame *f, enum packet_layer_kind kind)
{
	return packet_find(&f->packet, kind) != NULL;
}

static unsigned tcp_flags(const struct verdict_frame *f)
{
	return has(f, LAYER_TCP) ? f->packet.tcp_flags : 0;
}

static bool damaged_tcp(const struct verdict_frame *f)
{
	return f->damaged && has(f, LAYER_TCP);
}

static bool damaged_udp(const struct verdict_frame *f)
{
	return f->damaged && has(f, LAYER_UDP);
}

static bool damaged_icmp(const struct verdict_frame *f)
{
	return f->damaged && has(f, LAYER_ICMP);
}

static bool damaged_ip(const struct verdict_frame *f)
{
	return f->damaged && has(f, LAYER_IPV4);
}

static bool any_ip(const struct verdict_frame *f)
{
	return has(f, LAYER_IPV4);
}

/* A SYN, or the ACK that should end a handshake. */
static bool opens(const struct verdict_frame *f)
{
	unsigned flags = tcp_flags(f);
	if (flags & (TCP_RST | TCP_FIN))
		return false;
	return (flags & TCP_SYN) ? !(flags & TCP_ACK)
	                         : (flags & TCP_ACK) && !f->packet.payload_length;
}

static bool opens_with_syn(const struct verdict_frame *f)
{
	return (tcp_flags(f) & (TCP_SYN | TCP_ACK)) == TCP_SYN;
}

static bool any_tcp(const struct verdict_frame *f)
{
	return has(f, LAYER_TCP);
}

static bool tcp_data(const struct verdict_frame *f)
{
	return has(f, LAYER_TCP) && f->packet.payload_length;
}

static bool bare_ack(const struct verdict_frame *f)
{
	return tcp_flags(f) == TCP_ACK && !f->packet.payload_length;
}

static bool any_udp(const struct verdict_frame *f)
{
	return has(f, LAYER_UDP);
}

static bool repeated(const struct verdict_frame *f)
{
	return f->repeats && has(f, LAYER_TCP);
}

static bool repeated_syn(const struct verdict_frame *f)
{
	return f->repeats && (tcp_flags(f) & TCP_SYN);
}

static const struct {
	const char *name;
	fits_fn fits;
} rules[] = {
        {"TcpInCsumErrors", damaged_tcp},
        {"UdpInCsumErrors", damaged_udp},
        {"IcmpInCsumErrors", damaged_icmp},
        {"IpInHdrErrors", damaged_ip},
        {"IpInAddrErrors", any_ip},
        {"IpExtInNoRoutes", any_ip},
        {"TcpExtIPReversePathFilter", any_ip},
        {"TcpExtListenOverflows", opens},
        {"TcpExtTCPReqQFullDrop", opens_with_syn},
        {"TcpExtListenDrops", opens},
        {"TcpExtTCPBacklogDrop", any_tcp},
        {"TcpExtTCPRcvQDrop", tcp_data},
        {"TcpExtTCPZeroWindowDrop", tcp_data},
        {"TcpExtPAWSEstab", any_tcp},
        {"TcpExtTCPDeferAcceptDrop", bare_ack},
        {"TcpInErrs", damaged_tcp},
        {"UdpNoPorts", any_udp},
        {"UdpRcvbufErrors", any_udp},
        {"UdpInErrors", any_udp},
        {"TcpExtTCPFastRetrans", repeated},
        {"TcpExtTCPTimeouts", repeated},
        {"TcpExtTCPLossProbes", repeated},
        {"TcpExtTCPSlowStartRetrans", repeated},
        {"TcpExtTCPSynRetrans", repeated_syn},
        {"TcpRetransSegs", repeated},
        {"TcpExtTCPWinProbe", bare_ack},
        {"TcpExtTCPKeepAlive", bare_ack},
        {"TcpExtTCPSYNChallenge", bare_ack},
        {"TcpExtTCPChallengeACK", bare_ack},
};

static bool wrong_checksum(const struct tape_frame *f, const struct packet *p)
{
	struct packet copy = *p;
	packet_verify(&copy, f->bytes);
	return copy.flags & PACKET_BAD_CHECKSUM;
}

static struct verdict_frame *entry_of(struct verdict *v, uint64_t id)
{
	for (size_t i = 0; i < v->count; i++)
		if (v->at[i].id == id)
			return &v->at[i];
	if (v->count == VERDICT_FRAMES_MAX) {
		v->too_many = true;
		return NULL;
	}
	v->at[v->count] = (struct verdict_frame){.id = id};
	return &v->at[v->count++];
}

static void take_frame(struct verdict *v, const struct tape *tape, const struct topology *t,
        uint64_t id, bool sent, bool received)
{
	struct tape_event e;
	if (!tape_get(tape, id, &e) || e.kind != TAPE_FRAME || e.frame.link >= t->link_count)
		return;
	struct verdict_frame *f = entry_of(v, id);
	if (!f)
		return;
	const struct topology_link *l = &t->links[e.frame.link];
	const unsigned changed = MARK_CORRUPTED | MARK_EDITED;
	f->sender = l->ends[e.frame.direction & 1].node;
	f->receiver = l->ends[!(e.frame.direction & 1)].node;
	f->sent |= sent && !(e.frame.marks & MARK_COPY);
	f->received |= received;
	f->repeats = e.frame.marks & MARK_REPEAT;
	packet_decode(
	        PACKET_LINK_ETHERNET, e.frame.bytes, e.frame.captured, e.frame.length, &f->packet);
	f->damaged = (e.frame.marks & changed) || wrong_checksum(&e.frame, &f->packet);
}

static bool arrived(enum frame_fate fate)
{
	return fate == FATE_DELIVERED || fate == FATE_SEEN;
}

void verdict_gather(struct verdict *v, const struct tape *tape, const struct topology *t,
        uint64_t first, uint64_t end)
{
	v->count = 0;
	v->too_many = false;
	struct tape_event e;
	for (uint64_t id = first; id < end && !v->too_many; id++) {
		if (!tape_get(tape, id, &e))
			continue;
		if (e.kind == TAPE_FRAME)
			take_frame(v, tape, t, id, true, arrived((enum frame_fate)e.frame.fate));
		else if (e.kind == TAPE_FATE && arrived((enum frame_fate)e.fate.fate))
			take_frame(v, tape, t, e.fate.frame, false, true);
	}
}

static fits_fn rule_of(const char *name)
{
	for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++)
		if (!strcmp(rules[i].name, name))
			return rules[i].fits;
	return NULL;
}

/* A SYN that got its SYN ACK was not thrown away. */
static bool answered(const struct verdict *v, const struct verdict_frame *syn)
{
	const struct packet *p = &syn->packet;
	for (size_t i = 0; i < v->count; i++) {
		const struct verdict_frame *f = &v->at[i];
		const struct packet *q = &f->packet;
		unsigned flags = tcp_flags(f) & (TCP_SYN | TCP_ACK);
		if (f->sent && f->sender == syn->receiver && flags == (TCP_SYN | TCP_ACK) &&
		        q->sport == p->dport && q->dport == p->sport &&
		        q->tcp_ack == p->tcp_seq + 1)
			return true;
	}
	return false;
}

uint64_t verdict_frame(const struct verdict *v, const struct counter_row *row, int node)
{
	fits_fn fits = rule_of(row->name);
	uint64_t found = TAPE_NONE;
	if (!fits || v->too_many || row->says == COUNTER_OF_HOST)
		return TAPE_NONE;
	bool came = row->says == COUNTER_DISCARDS;
	for (size_t i = 0; i < v->count; i++) {
		const struct verdict_frame *f = &v->at[i];
		bool here =
		        came ? f->received && f->receiver == node : f->sent && f->sender == node;
		if (!here || !fits(f) || (opens_with_syn(f) && answered(v, f)))
			continue;
		if (found != TAPE_NONE)
			return TAPE_NONE;
		found = f->id;
	}
	return found;
}
