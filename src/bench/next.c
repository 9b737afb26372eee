/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Next: what waits at the gates, and in words what each frame is and would do.
 */
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"
#include "bench/bench_internal.h"
#include "bench/fate.h"
#include "capture/filter.h"
#include "loop/loop.h"
#include "net/sockets.h"
#include "packet/format.h"
#include "tape/tape.h"

static const char *node_name(const struct bench *b, int node)
{
	return node < 0 ? _("everybody") : b->topology.nodes[node].name;
}

static const struct tape_socket *socket_for(const struct bench *b, int node, const struct packet *p)
{
	const struct tape_socket *s = NULL, *listener = NULL;
	size_t n = b->sockets && node >= 0 ? sockets_of(b->sockets, node, &s) : 0;
	for (size_t i = 0; i < n; i++) {
		if (s[i].protocol != p->protocol || s[i].local_port != p->dport)
			continue;
		if (s[i].state == TCP_LISTEN || s[i].remote_port == 0)
			listener = &s[i];
		else if (s[i].remote_port == p->sport)
			return &s[i];
	}
	return listener;
}

static void effect_of_syn(
        const struct bench *b, const struct packet *p, int to, char *out, size_t size)
{
	const struct tape_socket *s = socket_for(b, to, p);
	const char *name = node_name(b, to);
	if (!s)
		snprintf(out, size,
		        _("%s gets it; nobody there has port %u, so its kernel should answer RST"),
		        name, p->dport);
	else if (s->state == TCP_LISTEN && s->recv_queue > s->send_queue)
		snprintf(out, size,
		        _("%s gets it; its accept queue is full (%u, limit %u), so it should be "
		          "ignored"),
		        name, s->recv_queue, s->send_queue);
	else if (s->state == TCP_LISTEN)
		snprintf(out, size,
		        _("%s gets it; port %u listens there, so its kernel should answer SYN ACK"),
		        name, p->dport);
	else
		snprintf(out, size, _("%s gets it; its socket is %s"), name,
		        sockets_state_name(s->protocol, s->state));
}

static void effect_of_tcp(
        const struct bench *b, const struct packet *p, int to, char *out, size_t size)
{
	const struct tape_socket *s = socket_for(b, to, p);
	const char *name = node_name(b, to);
	const char *state = s ? sockets_state_name(s->protocol, s->state) : _("no socket");
	unsigned flags = p->tcp_flags;
	if ((flags & TCP_SYN) && !(flags & TCP_ACK))
		effect_of_syn(b, p, to, out, size);
	else if (flags & TCP_SYN)
		snprintf(out, size,
		        _("%s (%s) learns that its SYN arrived: connect() can return, and it "
		          "answers ACK"),
		        name, state);
	else if (flags & TCP_RST)
		snprintf(out, size, _("%s (%s) is told to give the connection up at once"), name,
		        state);
	else if (p->payload_length)
		snprintf(out, size, _("%s (%s) gets %u bytes into its receive queue%s"), name,
		        state, p->payload_length,
		        (flags & TCP_FIN) ? _(", and the end of the stream") : "");
	else if (flags & TCP_FIN)
		snprintf(out, size,
		        _("%s (%s) learns that nothing more will come: recv() will return 0"), name,
		        state);
	else
		snprintf(out, size, _("%s (%s) learns what has arrived so far"), name, state);
}

/* What should happen when it is let go. A step's open question must not be answered here. */
static void effect_of(const struct bench *b, const struct packet *p, int to, char *out, size_t size)
{
	struct bench_step_state step = bench_step(b);
	if (step.asked && !step.done)
		snprintf(out, size, _("%s gets it, and its kernel decides what follows"),
		        node_name(b, to));
	else if (packet_find(p, LAYER_TCP))
		effect_of_tcp(b, p, to, out, size);
	else if (p->protocol == IPPROTO_UDP && !socket_for(b, to, p) && to >= 0)
		snprintf(out, size,
		        _("%s gets it; nobody there has port %u, so it should answer with an ICMP "
		          "error"),
		        node_name(b, to), p->dport);
	else if (packet_find(p, LAYER_ARP) && p->arp_op == 1)
		snprintf(out, size, _("%s is asked for its hardware address"), node_name(b, to));
	else
		snprintf(out, size, _("%s gets it"), node_name(b, to));
}

static struct bench_next entry_of(struct bench *b, const struct wire_held *h)
{
	struct bench_next n = {
	        .kind = NEXT_FRAME, .id = h->frame, .since = h->since, .repeats = h->repeats};
	frame_ends(&b->topology, &h->packet, h->link, h->direction, &n.from, &n.to);
	format_summary(&h->packet, &h->note, false, n.what, sizeof(n.what));
	effect_of(b, &h->packet, n.to, n.effect, sizeof(n.effect));
	return n;
}

/* Frames keep the order that the wire has them in (they may have been moved); a call stands before
 * the first frame that is younger. */
static void insert_by_time(struct bench *b, const struct bench_next *call)
{
	size_t at = 0;
	while (at < b->next.count && b->next.at[at].since <= call->since)
		at++;
	vec_push(&b->next, *call);
	memmove(&b->next.at[at + 1], &b->next.at[at],
	        (b->next.count - 1 - at) * sizeof(b->next.at[0]));
	b->next.at[at] = *call;
}

void next_refresh(struct bench *b)
{
	const struct wire_held *held = NULL;
	size_t n = b->wire ? wire_held(b->wire, &held) : 0;
	b->next.count = 0;
	for (size_t i = 0; i < n; i++) {
		struct bench_next entry = entry_of(b, &held[i]);
		vec_push(&b->next, entry);
	}
	struct bench_next calls[CALLS_SHOWN_MAX];
	n = calls_waiting(b, calls, CALLS_SHOWN_MAX);
	for (size_t i = 0; i < n; i++)
		insert_by_time(b, &calls[i]);
}

size_t bench_next(const struct bench *b, const struct bench_next **out)
{
	*out = b->next.at;
	return b->next.count;
}

/* Words of capture/filter.h that name the segment by what it is. */
static const char *segment_word(const struct packet *p)
{
	static const struct {
		unsigned mask, flags;
		const char *word;
	} words[] = {
	        {TCP_SYN | TCP_ACK, TCP_SYN, "syn"},
	        {TCP_SYN | TCP_ACK, TCP_SYN | TCP_ACK, "synack"},
	        {TCP_RST, TCP_RST, "rst"},
	        {TCP_FIN, TCP_FIN, "fin"},
	};
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if ((p->tcp_flags & words[i].mask) == words[i].flags)
			return words[i].word;
	return p->payload_length ? "data" : "ack";
}

/* A frame by what it is: a filter that finds its like in another run. */
static void describe(const struct bench *b, const struct wire_held *h, char *out, size_t size)
{
	int from, to;
	frame_ends(&b->topology, &h->packet, h->link, h->direction, &from, &to);
	bool segment = packet_find(&h->packet, LAYER_TCP) != NULL;
	const char *what = segment                                 ? segment_word(&h->packet)
	                   : packet_find(&h->packet, LAYER_UDP)    ? "udp"
	                   : packet_find(&h->packet, LAYER_ARP)    ? "arp"
	                   : packet_find(&h->packet, LAYER_ICMP)   ? "icmp"
	                   : packet_find(&h->packet, LAYER_ICMPV6) ? "icmp6"
	                                                           : "ether";
	int len = snprintf(out, size, "%s from %s", what, node_name(b, from));
	/* The port that was agreed on; the other one is another in each run. */
	bool initiator = h->note.direction == 0;
	if (len > 0 && (size_t)len < size && (segment || h->packet.protocol == IPPROTO_UDP))
		snprintf(out + len, size - (size_t)len, " and %s port %u",
		        initiator ? "dst" : "src", initiator ? h->packet.dport : h->packet.sport);
}

static void note_selection(struct bench *b, int argc, char **argv, uint64_t frame)
{
	const struct wire_held *held = NULL;
	size_t n = wire_held(b->wire, &held);
	if (b->selected_count == SELECTIONS_MAX)
		return;
	struct selection *s = &b->selected[b->selected_count++];
	*s = (struct selection){.argv = argv, .argc = argc};
	for (size_t i = 0; i < n; i++)
		if (held[i].frame == frame)
			describe(b, &held[i], s->text, sizeof(s->text));
	struct tape_event ev;
	if (!tape_get(b->tape, frame, &ev) || ev.kind != TAPE_CALL)
		return;
	char text[sizeof(s->text)];
	snprintf(text, sizeof(text), "call %s by %s", ev.call.name, node_name(b, ev.call.node));
	memcpy(s->text, text, sizeof(text));
}

bool next_is_call(const struct bench *b, uint64_t id)
{
	for (size_t i = 0; i < b->next.count; i++)
		if (b->next.at[i].id == id)
			return b->next.at[i].kind == NEXT_CALL;
	return false;
}

static bool select_by_id(struct bench *b, const char *word, uint64_t *frame, struct err *e)
{
	char *end;
	uint64_t id = strtoull(word + 1, &end, 10);
	if (*end || end == word + 1)
		return err_set(e, ERR_USAGE,
		        _("expected a frame's number such as #7, found \"%s\""), word);
	for (size_t i = 0; i < b->next.count; i++) {
		if (b->next.at[i].id == id) {
			*frame = id;
			return true;
		}
	}
	return err_set(e, ERR_CHECK, _("frame #%llu is not waiting"), (unsigned long long)id);
}

static char *join_words(int argc, char **argv)
{
	struct buf text = {0};
	for (int i = 0; i < argc; i++) {
		if (i)
			buf_putc(&text, ' ');
		buf_puts(&text, argv[i]);
	}
	return buf_steal(&text);
}

static bool call_fits(const struct bench *b, const struct bench_next *n, const char *name, int node)
{
	struct tape_event ev;
	return n->kind == NEXT_CALL && (node < 0 || n->from == node) &&
	       (!name || (tape_get(b->tape, n->id, &ev) && strcmp(ev.call.name, name) == 0));
}

/* "call [NAME] [by HOST]" */
static bool select_call(struct bench *b, int argc, char **argv, uint64_t *id, struct err *e)
{
	int at = 1, node = -1;
	const char *name = at < argc && strcmp(argv[at], "by") != 0 ? argv[at++] : NULL;
	if (at + 1 < argc && strcmp(argv[at], "by") == 0) {
		node = topology_node(&b->topology, argv[at + 1]);
		if (node < 0)
			return err_set(
			        e, ERR_USAGE, _("expected a host, found \"%s\""), argv[at + 1]);
		at += 2;
	}
	if (at < argc)
		return err_set(
		        e, ERR_USAGE, _("expected call [NAME] [by HOST], found \"%s\""), argv[at]);
	for (size_t i = 0; i < b->next.count; i++) {
		if (!call_fits(b, &b->next.at[i], name, node))
			continue;
		*id = b->next.at[i].id;
		return true;
	}
	return err_set(e, ERR_CHECK, _("no such call is waiting"));
}

static bool find_waiting(struct bench *b, int argc, char **argv, uint64_t *frame, struct err *e)
{
	if (argc == 0 && b->next.count == 0)
		return err_set(e, ERR_CHECK, _("no frame is waiting"));
	if (argc == 0 || (argc == 1 && strcmp(argv[0], "first") == 0 && b->next.count)) {
		*frame = b->next.at[0].id;
		return true;
	}
	if (argv[0][0] == '#')
		return select_by_id(b, argv[0], frame, e);
	if (strcmp(argv[0], "call") == 0)
		return select_call(b, argc, argv, frame, e);
	char *_cleanup_free_ text = join_words(argc, argv);
	struct filter *f = filter_create(text, bench_address_of, b, e);
	if (!f)
		return false;
	const struct wire_held *held = NULL;
	size_t n = wire_held(b->wire, &held), i = 0;
	while (i < n && !filter_match(f, held[i].bytes, held[i].length, held[i].length))
		i++;
	filter_destroy(f);
	if (i == n)
		return err_set(e, ERR_CHECK, _("no frame that matches \"%s\" is waiting"), text);
	*frame = held[i].frame;
	return true;
}

bool next_select(struct bench *b, int argc, char **argv, uint64_t *frame, struct err *e)
{
	if (!find_waiting(b, argc, argv, frame, e))
		return false;
	note_selection(b, argc, argv, *frame);
	return true;
}

void bench_frame_ends(const struct bench *b, uint64_t frame, int *from, int *to)
{
	struct tape_event ev;
	*from = *to = -1;
	if (!tape_get(b->tape, frame, &ev) || ev.kind != TAPE_FRAME)
		return;
	struct packet p;
	packet_decode(PACKET_LINK_ETHERNET, ev.frame.bytes, ev.frame.captured, ev.frame.length, &p);
	frame_ends(&b->topology, &p, ev.frame.link, ev.frame.direction, from, to);
}
