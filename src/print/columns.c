/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Named values: a table of those that are known without building the packet's fields, and the
 * fields for all others.
 */
#include "print/columns.h"

#include <string.h>

#include "base/near.h"
#include "packet/fields.h"
#include "packet/format.h"

#define NAMES_MAX 4096

/* Fills `out`, v[0] and for names of both ends v[1]; returns how many, or ASK_FIELDS. */
#define ASK_FIELDS 255u
typedef unsigned (*get_fn)(
        const struct printer *p, const struct print_packet *k, int which, struct value v[2]);

struct builtin {
	const char *name;
	get_fn get;
	int which;
};

static unsigned number(struct value *v, uint64_t n)
{
	v->kind = VALUE_NUMBER;
	v->number = n;
	return 1;
}

static unsigned seconds(struct value *v, nsec t)
{
	v->kind = VALUE_SECONDS;
	v->number = (uint64_t)t;
	return 1;
}

static unsigned text(struct value *v, const char *from, size_t len)
{
	v->kind = VALUE_TEXT;
	v->text = from;
	v->length = len;
	return 1;
}

static unsigned bytes(struct value *v, const uint8_t *from, size_t len)
{
	v->kind = VALUE_BYTES;
	v->text = (const char *)from;
	v->length = len;
	return 1;
}

enum { NUMBER, EPOCH, RELATIVE, DELTA, LENGTH, CAPTURED, LINK };

static unsigned get_frame(
        const struct printer *p, const struct print_packet *k, int which, struct value v[2])
{
	const struct print_clock *c = &p->clock;
	switch (which) {
	case NUMBER:
		return number(v, k->number);
	case EPOCH:
		return seconds(v, k->when);
	case RELATIVE:
		return seconds(v, c->begun ? k->when - c->first : 0);
	case DELTA:
		return seconds(v, c->begun ? k->when - c->before : 0);
	case LENGTH:
		return number(v, k->packet->length);
	case CAPTURED:
		return number(v, k->packet->captured);
	default: /* LINK: of the table below alone */
		return number(v, k->link);
	}
}

enum { DATE, PROTOCOLS, INTERFACE, COMMENT, PROTOCOL, INFO, SOURCE, DESTINATION, OWNER };

/* "eth:ip:tcp": what Wireshark calls frame.protocols. */
static unsigned get_protocols(const struct packet *k, struct value *v)
{
	char *at = v->room;
	for (unsigned i = 0; i < k->layer_count; i++) {
		const char *name = packet_layer_name((enum packet_layer_kind)k->layers[i].kind);
		if (strlen(name) + 2 > sizeof(v->room) - (size_t)(at - v->room))
			break;
		at = put_text(i ? put_char(at, ':') : at, name);
	}
	return text(v, v->room, (size_t)(at - v->room));
}

static unsigned get_words(
        const struct printer *p, const struct print_packet *k, int which, struct value v[2])
{
	struct print_clock clock = p->clock;
	char *end = v->room;
	switch (which) {
	case DATE:
		end = put_time(end, &clock, PRINT_TIME_DATE, k->when);
		break;
	case PROTOCOLS:
		return get_protocols(k->packet, v);
	case INTERFACE:
		return k->interface && *k->interface ? text(v, k->interface, strlen(k->interface))
		                                     : 0;
	case COMMENT:
		return k->comment_length ? text(v, k->comment, k->comment_length) : 0;
	case PROTOCOL:
		return text(v, print_protocol(k), strlen(print_protocol(k)));
	case INFO:
		end = put_info(end, k, p->options.absolute);
		break;
	case SOURCE:
	case DESTINATION:
		end = put_end(end, k->packet, which == SOURCE);
		break;
	default: /* OWNER: of the table below alone */
		return k->owner ? text(v, k->owner, strlen(k->owner)) : 0;
	}
	return text(v, v->room, (size_t)(end - v->room));
}

/* The only layer of that kind; a packet in a packet has its values twice. */
static const struct packet_layer *only(const struct packet *p, enum packet_layer_kind kind)
{
	const struct packet_layer *found = NULL;
	for (unsigned i = 0; i < p->layer_count; i++) {
		if (p->layers[i].kind != kind)
			continue;
		if (found)
			return NULL;
		found = &p->layers[i];
	}
	return found;
}

static unsigned address(struct value *v, const struct packet_addr *a)
{
	return text(v, v->room, (size_t)(put_addr(v->room, a) - v->room));
}

enum { FROM, TO, BOTH, PLACES };

/* Ends of a layer: which is PLACES * kind + place. */
#define ENDS(kind, place) (PLACES * (int)(kind) + (place))

static unsigned get_ends(
        const struct printer *p, const struct print_packet *k, int which, struct value v[2])
{
	(void)p;
	const struct packet *q = k->packet;
	enum packet_layer_kind kind = (enum packet_layer_kind)(which / PLACES);
	int place = which % PLACES;
	bool mac = kind == LAYER_ETHERNET;
	bool quoted = packet_find(q, LAYER_ICMP) || packet_find(q, LAYER_ICMPV6);
	if (!packet_find(q, kind))
		return 0;
	if (quoted || !only(q, kind) ||
	        (!mac && packet_find(q, LAYER_IPV4) && packet_find(q, LAYER_IPV6)))
		return ASK_FIELDS;
	const struct packet_addr *from = mac ? &q->mac_src : &q->src;
	const struct packet_addr *to = mac ? &q->mac_dst : &q->dst;
	if (place == BOTH)
		return address(v, from) + address(v + 1, to);
	return address(v, place == FROM ? from : to);
}

static unsigned get_ports(
        const struct printer *p, const struct print_packet *k, int which, struct value v[2])
{
	(void)p;
	const struct packet *q = k->packet;
	enum packet_layer_kind kind = (enum packet_layer_kind)(which / PLACES);
	int place = which % PLACES;
	if (!packet_find(q, kind))
		return 0;
	if (packet_find(q, LAYER_ICMP) || packet_find(q, LAYER_ICMPV6) || !only(q, kind))
		return ASK_FIELDS;
	if (place == BOTH)
		return number(v, q->sport) + number(v + 1, q->dport);
	return number(v, place == FROM ? q->sport : q->dport);
}

enum { STREAM_TCP, STREAM_UDP, SEQ, ACK, LEN, WINDOW, FLAGS };

static unsigned get_flow(
        const struct printer *p, const struct print_packet *k, int which, struct value v[2])
{
	const struct packet *q = k->packet;
	const struct flow_note *n = k->note && k->note->flow != FLOW_NONE ? k->note : NULL;
	bool udp = which == STREAM_UDP, relative = n && !p->options.absolute;
	const struct packet_layer *l = packet_find(q, udp ? LAYER_UDP : LAYER_TCP);
	if (!l || packet_find(q, LAYER_ICMP) || packet_find(q, LAYER_ICMPV6))
		return 0;
	if (which == STREAM_TCP || udp)
		return n ? number(v, n->stream) : 0;
	if (l->length < 20)
		return 0;
	switch (which) {
	case SEQ:
		return number(v, relative ? n->seq : q->tcp_seq);
	case ACK:
		return number(v, relative ? n->ack : q->tcp_ack);
	case LEN:
		return number(v, q->payload_length);
	case WINDOW:
		return number(v, n ? n->window : q->tcp_window);
	default: /* FLAGS: of the table below alone */
		v->kind = VALUE_HEX;
		v->digits = 4;
		v->number = q->tcp_flags;
		return 1;
	}
}

static unsigned get_payload(
        const struct printer *p, const struct print_packet *k, int which, struct value v[2])
{
	(void)p;
	const struct packet *q = k->packet;
	uint32_t end = q->payload_offset + q->payload_length;
	end = end < q->captured ? end : q->captured;
	if (!packet_find(q, (enum packet_layer_kind)which) || q->payload_offset >= end)
		return 0;
	return bytes(v, k->bytes + q->payload_offset, end - q->payload_offset);
}

static unsigned get_mark(
        const struct printer *p, const struct print_packet *k, int which, struct value v[2])
{
	(void)p;
	v->kind = VALUE_TRUTH;
	v->number = 1;
	return k->note && k->note->flow != FLOW_NONE && (k->note->marks & (unsigned)which) ? 1 : 0;
}

enum { IN_FLIGHT, PUSHED, DUP_NUMBER, DUP_OF, ACKED, RTT, RTO, INITIAL_RTT };

static unsigned number_unless(struct value *v, uint64_t n, uint64_t none)
{
	return n == none ? 0 : number(v, n);
}

static unsigned get_analysis(
        const struct printer *p, const struct print_packet *k, int which, struct value v[2])
{
	(void)p;
	const struct flow_note *n = k->note;
	if (!n || n->flow == FLOW_NONE || !packet_find(k->packet, LAYER_TCP))
		return 0;
	switch (which) {
	case IN_FLIGHT:
		return number_unless(v, n->in_flight, 0);
	case PUSHED:
		return number_unless(v, n->pushed, 0);
	case DUP_NUMBER:
		return number_unless(v, n->dup_number, 0);
	case DUP_OF:
		return number_unless(v, n->dup_of, FLOW_NONE);
	case ACKED:
		return number_unless(v, n->acks, FLOW_NONE);
	case RTT:
		return n->rtt ? seconds(v, n->rtt) : 0;
	case RTO:
		return n->rto ? seconds(v, n->rto) : 0;
	default: /* INITIAL_RTT: of the table below alone */
		return n->initial_rtt ? seconds(v, n->initial_rtt) : 0;
	}
}

static const struct builtin builtins[] = {
        {"frame.number", get_frame, NUMBER},
        {"frame.time_epoch", get_frame, EPOCH},
        {"frame.time_relative", get_frame, RELATIVE},
        {"frame.time_delta", get_frame, DELTA},
        {"frame.time", get_words, DATE},
        {"frame.len", get_frame, LENGTH},
        {"frame.cap_len", get_frame, CAPTURED},
        {"frame.encap_type", get_frame, LINK},
        {"frame.protocols", get_words, PROTOCOLS},
        {"frame.interface_name", get_words, INTERFACE},
        {"frame.comment", get_words, COMMENT},
        {"_ws.col.Protocol", get_words, PROTOCOL},
        {"_ws.col.protocol", get_words, PROTOCOL},
        {"_ws.col.Info", get_words, INFO},
        {"_ws.col.info", get_words, INFO},
        {"number", get_frame, NUMBER},
        {"time", get_frame, RELATIVE},
        {"from", get_words, SOURCE},
        {"to", get_words, DESTINATION},
        {"protocol", get_words, PROTOCOL},
        {"length", get_frame, LENGTH},
        {"info", get_words, INFO},
        {"owner", get_words, OWNER},
        {"eth.src", get_ends, ENDS(LAYER_ETHERNET, FROM)},
        {"eth.dst", get_ends, ENDS(LAYER_ETHERNET, TO)},
        {"eth.addr", get_ends, ENDS(LAYER_ETHERNET, BOTH)},
        {"ip.src", get_ends, ENDS(LAYER_IPV4, FROM)},
        {"ip.dst", get_ends, ENDS(LAYER_IPV4, TO)},
        {"ip.addr", get_ends, ENDS(LAYER_IPV4, BOTH)},
        {"ipv6.src", get_ends, ENDS(LAYER_IPV6, FROM)},
        {"ipv6.dst", get_ends, ENDS(LAYER_IPV6, TO)},
        {"ipv6.addr", get_ends, ENDS(LAYER_IPV6, BOTH)},
        {"tcp.srcport", get_ports, ENDS(LAYER_TCP, FROM)},
        {"tcp.dstport", get_ports, ENDS(LAYER_TCP, TO)},
        {"tcp.port", get_ports, ENDS(LAYER_TCP, BOTH)},
        {"udp.srcport", get_ports, ENDS(LAYER_UDP, FROM)},
        {"udp.dstport", get_ports, ENDS(LAYER_UDP, TO)},
        {"udp.port", get_ports, ENDS(LAYER_UDP, BOTH)},
        {"tcp.stream", get_flow, STREAM_TCP},
        {"udp.stream", get_flow, STREAM_UDP},
        {"tcp.seq", get_flow, SEQ},
        {"tcp.ack", get_flow, ACK},
        {"tcp.len", get_flow, LEN},
        {"tcp.window_size", get_flow, WINDOW},
        {"tcp.flags", get_flow, FLAGS},
        {"tcp.payload", get_payload, LAYER_TCP},
        {"udp.payload", get_payload, LAYER_UDP},
        {"tcp.analysis.retransmission", get_mark, FLOW_RETRANSMISSION},
        {"tcp.analysis.fast_retransmission", get_mark, FLOW_FAST},
        {"tcp.analysis.spurious_retransmission", get_mark, FLOW_SPURIOUS},
        {"tcp.analysis.out_of_order", get_mark, FLOW_OUT_OF_ORDER},
        {"tcp.analysis.lost_segment", get_mark, FLOW_LOST},
        {"tcp.analysis.ack_lost_segment", get_mark, FLOW_ACK_LOST},
        {"tcp.analysis.duplicate_ack", get_mark, FLOW_DUP_ACK},
        {"tcp.analysis.keep_alive", get_mark, FLOW_KEEP_ALIVE},
        {"tcp.analysis.keep_alive_ack", get_mark, FLOW_KEEP_ALIVE_ACK},
        {"tcp.analysis.zero_window", get_mark, FLOW_ZERO_WINDOW},
        {"tcp.analysis.zero_window_probe", get_mark, FLOW_ZERO_PROBE},
        {"tcp.analysis.zero_window_probe_ack", get_mark, FLOW_ZERO_PROBE_ACK},
        {"tcp.analysis.window_full", get_mark, FLOW_WINDOW_FULL},
        {"tcp.analysis.window_update", get_mark, FLOW_WINDOW_UPDATE},
        {"tcp.analysis.reused_ports", get_mark, FLOW_REUSED_PORTS},
        {"tcp.analysis.bytes_in_flight", get_analysis, IN_FLIGHT},
        {"tcp.analysis.push_bytes_sent", get_analysis, PUSHED},
        {"tcp.analysis.duplicate_ack_num", get_analysis, DUP_NUMBER},
        {"tcp.analysis.duplicate_ack_frame", get_analysis, DUP_OF},
        {"tcp.analysis.acks_frame", get_analysis, ACKED},
        {"tcp.analysis.ack_rtt", get_analysis, RTT},
        {"tcp.analysis.rto", get_analysis, RTO},
        {"tcp.analysis.initial_rtt", get_analysis, INITIAL_RTT},
};
#define BUILTINS (sizeof(builtins) / sizeof(builtins[0]))

const char *const columns_of_json[] = {"frame.number", "frame.time_epoch", "frame.len",
        "frame.cap_len", "frame.interface_name", "frame.comment", "frame.protocols",
        "_ws.col.Protocol", "_ws.col.Info", "owner", "tcp.stream", "udp.stream", "tcp.seq",
        "tcp.ack", "tcp.len", "tcp.window_size", "tcp.analysis.retransmission",
        "tcp.analysis.fast_retransmission", "tcp.analysis.spurious_retransmission",
        "tcp.analysis.out_of_order", "tcp.analysis.lost_segment", "tcp.analysis.ack_lost_segment",
        "tcp.analysis.duplicate_ack", "tcp.analysis.keep_alive", "tcp.analysis.keep_alive_ack",
        "tcp.analysis.zero_window", "tcp.analysis.zero_window_probe",
        "tcp.analysis.zero_window_probe_ack", "tcp.analysis.window_full",
        "tcp.analysis.window_update", "tcp.analysis.reused_ports", "tcp.analysis.bytes_in_flight",
        "tcp.analysis.push_bytes_sent", "tcp.analysis.duplicate_ack_num",
        "tcp.analysis.duplicate_ack_frame", "tcp.analysis.acks_frame", "tcp.analysis.ack_rtt",
        "tcp.analysis.rto", "tcp.analysis.initial_rtt", NULL};

bool column_find(const char *name, struct column *out)
{
	*out = (struct column){.name = name};
	for (size_t i = 0; i < BUILTINS; i++) {
		if (strcmp(builtins[i].name, name) == 0) {
			out->builtin = &builtins[i];
			return true;
		}
	}
	return fields_known(name);
}

const char *column_near(const char *name)
{
	const char *names[NAMES_MAX];
	size_t count = 0;
	for (; count < BUILTINS; count++)
		names[count] = builtins[count].name;
	for (const char *const *n = fields_editable(); *n && count < NAMES_MAX; n++)
		names[count++] = *n;
	size_t more;
	const char *const *content = fields_placed_by_content(&more);
	for (size_t i = 0; i < more && count < NAMES_MAX; i++)
		names[count++] = content[i];
	return near_word(name, names, count);
}

void columns_begin(struct printer *p, const struct print_packet *k)
{
	if (p->need_fields)
		fields_build(k->packet, k->bytes, &p->fields);
	else
		p->fields.count = 0;
}

static bool is_name(const char *field)
{
	return strncmp(field, "dns.", 4) == 0 || strncmp(field, "mdns.", 5) == 0;
}

void value_of_field(const struct field *f, const struct print_packet *k, struct value *out)
{
	switch ((enum field_form)f->form) {
	case FIELD_UINT:
		number(out, f->value);
		return;
	case FIELD_FLAG:
		out->kind = VALUE_TRUTH;
		out->number = f->value;
		return;
	case FIELD_HEX:
		out->kind = VALUE_HEX;
		out->number = f->value;
		out->digits = (uint8_t)((f->bits + 3) / 4);
		return;
	case FIELD_MAC:
	case FIELD_IPV4:
	case FIELD_IPV6:
		field_value_text(f, k->bytes, out->room, sizeof(out->room));
		text(out, out->room, strlen(out->room));
		return;
	case FIELD_TEXT:
		text(out, (const char *)k->bytes + f->offset, f->length);
		return;
	case FIELD_HEADER:
	case FIELD_BYTES:
		/* A domain name is spread over the message: what it says is its meaning. */
		if (f->form == FIELD_BYTES && f->meaning[0] && is_name(f->name)) {
			text(out, f->meaning, strlen(f->meaning));
			return;
		}
		bytes(out, k->bytes + f->offset, f->length);
		return;
	}
}

static unsigned each_field(struct printer *p, const struct column *c, const struct print_packet *k,
        value_fn fn, void *user)
{
	struct value v;
	unsigned count = 0;
	if (!p->fields.count)
		fields_build(k->packet, k->bytes, &p->fields);
	for (size_t i = 0; i < p->fields.count; i++) {
		const struct field *f = &p->fields.at[i];
		if (strcmp(f->name, c->name) != 0)
			continue;
		value_of_field(f, k, &v);
		fn(user, &v);
		count++;
	}
	return count;
}

unsigned column_each(struct printer *p, const struct column *c, const struct print_packet *k,
        value_fn fn, void *user)
{
	struct value v[2];
	unsigned count = c->builtin ? c->builtin->get(p, k, c->builtin->which, v) : ASK_FIELDS;
	if (count == ASK_FIELDS)
		return each_field(p, c, k, fn, user);
	for (unsigned i = 0; i < count; i++)
		fn(user, &v[i]);
	return count;
}
