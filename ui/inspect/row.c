/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One packet as a row of the list.
 */
#include "ui/inspect/row.h"

#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "packet/flow/flow_words.h"
#include "packet/format.h"

bool row_get(struct inspect *in, uint64_t number, uint64_t before, struct row *out)
{
	*out = (struct row){.before = before};
	if (!traffic_get(in->traffic, number, &out->k))
		return false;
	out->there = out->k.bytes != NULL;
	if (out->there)
		packet_decode(
		        out->k.link, out->k.bytes, out->k.captured, out->k.length, &out->packet);
	return true;
}

static const struct flow_note *note_of(const struct row *r)
{
	return r->k.note.flow == FLOW_NONE ? NULL : &r->k.note;
}

static bool is_tcp(const struct row *r)
{
	return r->there && packet_find(&r->packet, LAYER_TCP) && !flow_quoted_layer(&r->packet);
}

/* What an application says stands behind what its transport says: here it comes first. */
static void application_first(char *text, size_t size, const char *marks)
{
	char whole[512];
	char *colon = strstr(text, ": ");
	if (colon) {
		*colon = 0;
		snprintf(whole, sizeof(whole), "%s%s   %s", marks, colon + 2, text);
	} else {
		snprintf(whole, sizeof(whole), "%s%s", marks, text);
	}
	snprintf(text, size, "%s", whole);
}

void row_info(const struct inspect *in, const struct row *r, char *out, size_t size)
{
	struct flow_note plain = r->k.note;
	char words[256] = "", marks[300];
	if (!r->there) {
		snprintf(out, size, "%s", _("its bytes are not there any more"));
		return;
	}
	bool any = note_of(r) != NULL;
	if (any && plain.reset)
		snprintf(words, sizeof(words), " (%s)", flow_reset_words(plain.reset));
	else if (any)
		flow_note_words(&r->k.note, words, sizeof(words));
	/* What it means comes first, so that it is not what is cut off. */
	snprintf(marks, sizeof(marks), "%s%s", words[0] ? words + 1 : "", words[0] ? " " : "");
	if (r->k.about != FLOW_NONE)
		snprintf(marks, sizeof(marks), _("(about stream %llu) "),
		        (unsigned long long)r->k.about);
	plain.marks = 0;
	plain.reset = FLOW_RESET_NONE;
	plain.repeats = plain.dup_of = FLOW_NONE;
	format_summary_bytes(&r->packet, r->k.bytes, any ? &plain : NULL, in->absolute, out, size);
	application_first(out, size, marks);
}

/* "seq 0:12 ack 1" in short. */
static void seq_text(const struct inspect *in, const struct row *r, char *out, size_t size)
{
	const struct packet *p = &r->packet;
	const struct flow_note *note = note_of(r);
	bool relative = note && !in->absolute;
	uint32_t seq = relative ? note->seq : p->tcp_seq;
	uint32_t ack = relative ? note->ack : p->tcp_ack;
	char end[16] = "";
	if (p->payload_length)
		snprintf(end, sizeof(end), ":%u", seq + p->payload_length);
	if (p->tcp_flags & TCP_ACK)
		snprintf(out, size, "%u%s, %u", seq, end, ack);
	else
		snprintf(out, size, "%u%s", seq, end);
}

/* Network addresses; where there are none, those of the link. */
static void end_text(
        const struct inspect *in, const struct row *r, bool from, char *out, size_t size)
{
	const struct packet *p = &r->packet;
	const struct packet_addr *net = from ? &p->src : &p->dst;
	const struct packet_addr *mac = from ? &p->mac_src : &p->mac_dst;
	unsigned port = from ? r->k.sport : r->k.dport;
	inspect_end_text(in, net->length ? net : mac, net->length ? port : 0, out, size);
}

static void interface_text(const struct inspect *in, const struct row *r, char *out, size_t size)
{
	if (r->k.interface >= traffic_interface_count(in->traffic))
		return;
	const char *name = traffic_interface(in->traffic, r->k.interface)->name;
	if (name[0])
		snprintf(out, size, "%s", name);
	else
		snprintf(out, size, "%u", r->k.interface);
}

static void tcp_text(const struct inspect *in, const struct row *r, enum column_kind kind,
        bool ascii, char *out, size_t size)
{
	if (!is_tcp(r))
		return;
	if (kind == COLUMN_LAMPS)
		format_tcp_lamps(r->packet.tcp_flags, ascii, out, size);
	else if (kind == COLUMN_FLAGS)
		format_tcp_flags_short(r->packet.tcp_flags, out, size);
	else if (kind == COLUMN_SEQ)
		seq_text(in, r, out, size);
	else
		snprintf(out, size, "%u", note_of(r) ? r->k.note.window : r->packet.tcp_window);
}

void row_text(const struct inspect *in, const struct row *r, enum column_kind kind, bool ascii,
        char *out, size_t size)
{
	out[0] = 0;
	switch (kind) {
	case COLUMN_NUMBER:
		snprintf(out, size, "%llu", (unsigned long long)r->k.number);
		break;
	case COLUMN_TIME:
		inspect_time_text(in, in->time, &r->k, r->before, out, size);
		break;
	case COLUMN_DELTA:
		inspect_time_text(in, INSPECT_TIME_DELTA, &r->k, r->before, out, size);
		break;
	case COLUMN_FROM:
	case COLUMN_TO:
		if (r->there)
			end_text(in, r, kind == COLUMN_FROM, out, size);
		break;
	case COLUMN_PROTOCOL:
		if (r->there)
			snprintf(out, size, "%s", format_protocol(&r->packet));
		break;
	case COLUMN_LAMPS:
	case COLUMN_FLAGS:
	case COLUMN_SEQ:
	case COLUMN_WINDOW:
		tcp_text(in, r, kind, ascii, out, size);
		break;
	case COLUMN_LENGTH:
		snprintf(out, size, "%u", r->k.length);
		break;
	case COLUMN_STREAM:
		if (note_of(r))
			snprintf(out, size, "%llu", (unsigned long long)r->k.note.flow);
		else if (r->k.about != FLOW_NONE)
			snprintf(out, size, "(%llu)", (unsigned long long)r->k.about);
		break;
	case COLUMN_INTERFACE:
		interface_text(in, r, out, size);
		break;
	case COLUMN_OWNER:
		inspect_owner_text(in, r->k.number, out, size);
		break;
	case COLUMN_INFO:
		row_info(in, r, out, size);
		break;
	case COLUMN_KINDS:
		break;
	}
}

/* Marks that tell of trouble, the worst first, and how each is shown. */
static const struct {
	uint32_t marks;
	enum glyph sign;
	enum role role;
} troubles[] = {
        {FLOW_LOST | FLOW_ACK_LOST, GLYPH_LOST, ROLE_ERROR},
        {FLOW_RETRANSMISSION, GLYPH_SHAFT_AGAIN, ROLE_WARNING},
        {FLOW_OUT_OF_ORDER, GLYPH_BOTH, ROLE_WARNING},
        {FLOW_ZERO_WINDOW | FLOW_ZERO_PROBE | FLOW_WINDOW_FULL | FLOW_WINDOW_PROBE, GLYPH_PAUSE,
                ROLE_WARNING},
        {FLOW_DUP_ACK, GLYPH_TIMES, ROLE_WARNING},
        {FLOW_REUSED_PORTS, GLYPH_WHY, ROLE_WARNING},
};

static bool is_reset(const struct row *r)
{
	return r->k.tcp_flags & TCP_RST;
}

enum glyph row_sign(const struct row *r, bool *any)
{
	*any = true;
	if (is_reset(r))
		return GLYPH_FAILED;
	if (r->k.flags & (PACKET_MALFORMED | PACKET_TRUNCATED))
		return GLYPH_SHAFT_BAD;
	for (size_t i = 0; i < sizeof(troubles) / sizeof(troubles[0]); i++)
		if (r->k.note.marks & troubles[i].marks)
			return troubles[i].sign;
	*any = false;
	return GLYPH_FLAG_NONE;
}

/* Where a protocol belongs; the name of it stands beside in words. */
static enum role kind_role(const struct row *r)
{
	static const struct {
		enum packet_layer_kind kind;
		enum role role;
	} outer[] = {{LAYER_TCP, ROLE_TEXT}, {LAYER_UDP, ROLE_TEXT}, {LAYER_ICMP, ROLE_LAYER_NET},
	        {LAYER_ICMPV6, ROLE_LAYER_NET}, {LAYER_IGMP, ROLE_LAYER_NET},
	        {LAYER_IPV4, ROLE_LAYER_NET}, {LAYER_IPV6, ROLE_LAYER_NET}};
	if (packet_find(&r->packet, LAYER_TCP) && !r->packet.payload_length)
		return r->k.tcp_flags & (TCP_SYN | TCP_FIN) ? ROLE_LAYER_TRANSPORT : ROLE_TEXT;
	if (packet_find(&r->packet, LAYER_UDP) && r->k.kind != LAYER_UDP &&
	        r->k.kind != LAYER_PAYLOAD)
		return ROLE_LAYER_DATA;
	for (size_t i = 0; i < sizeof(outer) / sizeof(outer[0]); i++)
		if (packet_find(&r->packet, outer[i].kind))
			return outer[i].role;
	return ROLE_LAYER_LINK;
}

enum role row_role(const struct row *r)
{
	if (!r->there)
		return ROLE_DIM;
	if (is_reset(r) || (r->k.flags & PACKET_MALFORMED))
		return ROLE_ERROR;
	for (size_t i = 0; i < sizeof(troubles) / sizeof(troubles[0]); i++)
		if (r->k.note.marks & troubles[i].marks)
			return troubles[i].role;
	return kind_role(r);
}
