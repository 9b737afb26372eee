/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Display filters: what they say of a packet.
 */
#include "traffic/filter.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/err.h"
#include "capture/filter.h"
#include "traffic/filter_internal.h"
#include "traffic/traffic_internal.h"

static bool is_lasting(const struct traffic_filter *f)
{
	for (unsigned i = 0; i < f->count; i++) {
		enum node_kind k = f->nodes[i].kind;
		if (k == NODE_MARK || k == NODE_COMMENT || k == NODE_PID || k == NODE_PROGRAM)
			return false;
	}
	return true;
}

struct traffic_filter *traffic_filter_create(const char *text,
        const struct traffic_filter_context *context, struct traffic_filter_error *e)
{
	struct traffic_filter *f = xcalloc(1, sizeof(*f));
	f->text = xstrdup(text);
	f->context = *context;
	*e = (struct traffic_filter_error){0};
	if (!filter_parse(f, e)) {
		traffic_filter_destroy(f);
		return NULL;
	}
	f->lasting = is_lasting(f);
	struct buf out = {0};
	filter_tell(f, f->root, false, &out);
	f->expanded = buf_steal(&out);
	return f;
}

void traffic_filter_destroy(struct traffic_filter *f)
{
	if (!f)
		return;
	for (unsigned i = 0; i < f->count; i++)
		filter_destroy(f->nodes[i].pcap);
	free(f->text);
	free(f->expanded);
	free(f);
}

/* The packet in question: one of an index, whose bytes are fetched when first asked for, or one
 * that goes by. */
struct subject {
	struct traffic *traffic;
	const struct traffic_record *record;
	const struct traffic_passing *passing; /* NULL: of the index */
	uint64_t number, flow, about;
	uint32_t marks;
	const uint8_t *bytes;
	bool fetched;
};

static bool match_pcap(const struct node *n, struct subject *s)
{
	const struct traffic_record *r = s->record;
	const struct traffic_passing *p = s->passing;
	if (p)
		return filter_match_link(n->pcap, p->link, p->bytes, p->captured, p->length);
	if (!s->fetched)
		s->bytes = traffic_bytes(s->traffic, r);
	s->fetched = true;
	uint32_t link = filter_link(traffic_interface(s->traffic, r->interface));
	return s->bytes && filter_match_link(n->pcap, link, s->bytes, r->captured, r->length);
}

static bool match_owner(const struct traffic_filter *f, const struct node *n,
        const struct subject *s, enum traffic_end end)
{
	struct traffic_owner o;
	if (!f->context.owner(f->context.user, s->number, end, &o))
		return false;
	if (n->kind == NODE_PID)
		return o.pid >= 0 && (uint64_t)o.pid == n->low;
	return o.program && strlen(o.program) == n->high &&
	       memcmp(o.program, f->text + n->low, n->high) == 0;
}

static bool match_stream_of(const struct node *n, const struct subject *s)
{
	uint8_t protocol;
	uint32_t stream;
	if (s->flow == UINT32_MAX)
		return false;
	if (s->passing) {
		protocol = s->passing->note->protocol;
		stream = s->passing->note->stream;
	} else if (!flow_stream(traffic_flows(s->traffic), s->flow, &protocol, &stream)) {
		return false;
	}
	return protocol == n->high && stream == n->low;
}

static bool match(const struct traffic_filter *f, unsigned node, struct subject *s)
{
	const struct node *n = &f->nodes[node];
	switch (n->kind) {
	case NODE_ALL:
		return true;
	case NODE_AND:
		return match(f, n->left, s) && match(f, n->right, s);
	case NODE_OR:
		return match(f, n->left, s) || match(f, n->right, s);
	case NODE_NOT:
		return !match(f, n->left, s);
	case NODE_PCAP:
		return match_pcap(n, s);
	case NODE_BITS:
		return s->marks & n->low;
	case NODE_STREAM:
		return (s->flow == n->low || s->about == n->low) && n->low < UINT32_MAX;
	case NODE_STREAM_OF:
		return match_stream_of(n, s);
	case NODE_FRAMES:
		return s->number >= n->low && s->number <= n->high;
	case NODE_MARK:
		return !s->passing && traffic_marked(s->traffic, s->number);
	case NODE_COMMENT:
		return s->passing ? s->passing->commented
		                  : traffic_comment(s->traffic, s->number) != NULL;
	case NODE_PID:
	case NODE_PROGRAM:
		return match_owner(f, n, s, TRAFFIC_SENDER) ||
		       match_owner(f, n, s, TRAFFIC_RECEIVER);
	}
	return false;
}

bool traffic_filter_match(struct traffic_filter *f, struct traffic *t, uint64_t number)
{
	if (!traffic_there(t, number))
		return false;
	const struct traffic_record *r = traffic_record(t, number);
	struct subject s = {.traffic = t,
	        .record = r,
	        .number = number,
	        .flow = r->note.flow,
	        .about = traffic_record_about(r),
	        .marks = r->note.bits};
	return match(f, f->root, &s);
}

bool traffic_filter_match_passing(struct traffic_filter *f, const struct traffic_passing *p)
{
	struct subject s = {.passing = p,
	        .number = p->number,
	        .flow = p->note->flow < UINT32_MAX ? p->note->flow : UINT32_MAX,
	        .about = p->about,
	        .marks = p->note->marks};
	return match(f, f->root, &s);
}

bool traffic_filter_lasting(const struct traffic_filter *f)
{
	return f->lasting;
}

const char *traffic_filter_text(const struct traffic_filter *f)
{
	return f->text;
}

const char *traffic_filter_expanded(const struct traffic_filter *f)
{
	return f->expanded;
}
