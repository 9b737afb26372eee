/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Display filters: from text to tree.
 *
 * How it works. What has none of our words about conversations in it is pcap-filter's as a whole,
 * however it uses brackets. Else the text is parted at "and" and "or" outside of brackets, and each
 * part is read by itself: one of our words, a pair of brackets, or pcap-filter again. Parts of
 * pcap-filter that stand side by side stay together, so that "port 80 or 443" keeps its meaning.
 */
#include <ctype.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/near.h"
#include "capture/filter.h"
#include "packet/packet.h"
#include "traffic/filter_internal.h"

#define LINKS_MAX 16
#define TEXT_MAX 2000
#define FLOW_PROBES (FLOW_ZERO_PROBE | FLOW_ZERO_PROBE_ACK | FLOW_WINDOW_PROBE)

enum token_kind { TOKEN_WORD, TOKEN_AND, TOKEN_OR, TOKEN_NOT, TOKEN_OPEN, TOKEN_CLOSE, TOKEN_SIGN };

struct token {
	enum token_kind kind;
	const struct own_word *own; /* one of our words, where it means itself */
	size_t at, len;
};

/* Tokens from `from` up to `to`. */
struct range {
	unsigned from, to;
};

struct parser {
	struct traffic_filter *f;
	struct traffic_filter_error *e;
	unsigned count, depth;
	struct token tokens[TOKENS_MAX];
	struct buf addresses; /* of the name asked for last */
};

typedef bool (*read_fn)(struct parser *p, struct range r, struct node *out);

struct own_word {
	const char *word;
	enum node_kind kind;
	uint32_t bits;     /* of flow.h's marks; of NODE_STREAM_OF the protocol */
	unsigned operands; /* words that follow */
	read_fn read;
};

static bool read_stream(struct parser *p, struct range r, struct node *out);
static bool read_frames(struct parser *p, struct range r, struct node *out);
static bool read_owner(struct parser *p, struct range r, struct node *out);

static const struct own_word own_words[] = {
        {"retrans", NODE_BITS, FLOW_RETRANSMISSION, 0, NULL},
        {"fast-retrans", NODE_BITS, FLOW_FAST, 0, NULL},
        {"spurious", NODE_BITS, FLOW_SPURIOUS, 0, NULL},
        {"out-of-order", NODE_BITS, FLOW_OUT_OF_ORDER, 0, NULL},
        {"lost", NODE_BITS, FLOW_LOST, 0, NULL},
        {"ack-lost", NODE_BITS, FLOW_ACK_LOST, 0, NULL},
        {"dup-ack", NODE_BITS, FLOW_DUP_ACK, 0, NULL},
        {"keep-alive", NODE_BITS, FLOW_KEEP_ALIVE | FLOW_KEEP_ALIVE_ACK, 0, NULL},
        {"zerowindow", NODE_BITS, FLOW_ZERO_WINDOW, 0, NULL},
        {"probe", NODE_BITS, FLOW_PROBES, 0, NULL},
        {"window-full", NODE_BITS, FLOW_WINDOW_FULL, 0, NULL},
        {"window-update", NODE_BITS, FLOW_WINDOW_UPDATE, 0, NULL},
        {"reused-ports", NODE_BITS, FLOW_REUSED_PORTS, 0, NULL},
        {"mark", NODE_MARK, 0, 0, NULL},
        {"comment", NODE_COMMENT, 0, 0, NULL},
        {"stream", NODE_STREAM, 0, 1, read_stream},
        {"tcp.stream", NODE_STREAM_OF, IPPROTO_TCP, 1, read_stream},
        {"udp.stream", NODE_STREAM_OF, IPPROTO_UDP, 1, read_stream},
        {"frame", NODE_FRAMES, 0, 1, read_frames},
        {"pid", NODE_PID, 0, 1, read_owner},
        {"program", NODE_PROGRAM, 0, 1, read_owner},
};

static bool refuse(struct parser *p, size_t at, size_t len, const char *sentence)
{
	p->e->offset = at;
	p->e->length = len;
	snprintf(p->e->text, sizeof(p->e->text), "%s", sentence);
	return false;
}

static bool refuse_token(struct parser *p, unsigned i, const char *sentence)
{
	if (i < p->count)
		return refuse(p, p->tokens[i].at, p->tokens[i].len, sentence);
	return refuse(p, strlen(p->f->text), 0, sentence);
}

static bool is_word(const struct parser *p, const struct token *t, const char *word)
{
	return t->len == strlen(word) && memcmp(p->f->text + t->at, word, t->len) == 0;
}

/* After these a word is a name or a value, whatever it is. */
static bool wants_value(const struct parser *p, const struct token *t)
{
	static const char *const words[] = {"host", "src", "dst", "net", "gateway", "port",
	        "portrange", "proto", "protochain", "from", "to", "ifname", "on", "type", "subtype",
	        "dir", "mask"};
	for (size_t i = 0; i < sizeof(own_words) / sizeof(own_words[0]); i++)
		if (own_words[i].operands && is_word(p, t, own_words[i].word))
			return true;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (is_word(p, t, words[i]))
			return true;
	return false;
}

static const struct own_word *find_own(const struct parser *p, const struct token *t)
{
	if (t->kind != TOKEN_WORD || (p->count && wants_value(p, &p->tokens[p->count - 1])))
		return NULL;
	for (size_t i = 0; i < sizeof(own_words) / sizeof(own_words[0]); i++)
		if (is_word(p, t, own_words[i].word))
			return &own_words[i];
	return NULL;
}

static bool is_word_char(char c)
{
	return isalnum((unsigned char)c) || (c && strchr("_-.:\\$/", c));
}

/* What stands in square brackets is one token: "[13]". */
static size_t token_length(const char *s)
{
	size_t n = 0;
	if (is_word_char(*s))
		while (is_word_char(s[n]))
			n++;
	else if (*s == '[')
		n = strcspn(s, "]") + (strchr(s, ']') != NULL);
	else
		n = strncmp(s, "&&", 2) == 0 || strncmp(s, "||", 2) == 0 ? 2 : 1;
	return n;
}

static enum token_kind kind_of(const struct parser *p, const struct token *t)
{
	static const struct {
		const char *word;
		enum token_kind kind;
	} kinds[] = {{"and", TOKEN_AND}, {"&&", TOKEN_AND}, {"or", TOKEN_OR}, {"||", TOKEN_OR},
	        {"not", TOKEN_NOT}, {"!", TOKEN_NOT}, {"(", TOKEN_OPEN}, {")", TOKEN_CLOSE}};
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (is_word(p, t, kinds[i].word))
			return kinds[i].kind;
	return is_word_char(p->f->text[t->at]) ? TOKEN_WORD : TOKEN_SIGN;
}

static bool tokenize(struct parser *p)
{
	const char *text = p->f->text;
	if (strlen(text) > TEXT_MAX)
		return refuse(p, TEXT_MAX, strlen(text) - TEXT_MAX, _("the filter is too long"));
	for (size_t at = strspn(text, " \t\n"); text[at];) {
		struct token t = {.at = at, .len = token_length(text + at)};
		if (p->count == TOKENS_MAX)
			return refuse(p, at, t.len, _("the filter has too many words"));
		t.kind = kind_of(p, &t);
		t.own = find_own(p, &t);
		p->tokens[p->count++] = t;
		at += t.len;
		at += strspn(text + at, " \t\n");
	}
	return true;
}

static bool add_node(struct parser *p, struct node n, unsigned *out)
{
	if (p->f->count == NODES_MAX)
		return refuse(p, n.offset, n.length, _("the filter has too many words"));
	*out = p->f->count;
	p->f->nodes[p->f->count++] = n;
	return true;
}

static bool has_own(const struct parser *p, struct range r)
{
	for (unsigned i = r.from; i < r.to; i++)
		if (p->tokens[i].own)
			return true;
	return false;
}

/* Names that libpcap can't know: first those of hosts here, then those of the file. */
static const char *addresses_of(void *user, const char *name)
{
	struct parser *p = user;
	const struct traffic_filter_context *c = &p->f->context;
	const char *known = c->host ? c->host(c->user, name) : NULL;
	if (known || !c->traffic)
		return known;
	struct packet_addr a;
	buf_clear(&p->addresses);
	for (size_t i = 0; i < 32 && traffic_named(c->traffic, name, i, &a); i++) {
		char text[46];
		packet_addr_text(&a, text);
		buf_printf(&p->addresses, "%s%s", i ? " " : "", text);
	}
	return p->addresses.len ? buf_text(&p->addresses) : NULL;
}

/* The kinds of links the capture has so far. */
static size_t links_of(const struct traffic_filter_context *context, uint32_t links[LINKS_MAX])
{
	const struct traffic *t = context->traffic;
	size_t n = 0;
	uint32_t count = t ? traffic_interface_count(t) : 0;
	for (uint32_t i = 0; i < count && n < LINKS_MAX; i++) {
		uint32_t link = filter_link(traffic_interface(t, i));
		size_t k = 0;
		while (k < n && links[k] != link)
			k++;
		if (k == n)
			links[n++] = link;
	}
	if (!n)
		links[n++] = context->link ? context->link : (uint32_t)PACKET_LINK_ETHERNET;
	return n;
}

/* The word that was refused is not pcap-filter's: is it nearly one of ours? */
static bool suggest_own(struct parser *p)
{
	const char *words[sizeof(own_words) / sizeof(own_words[0])];
	const size_t count = sizeof(words) / sizeof(words[0]);
	unsigned i = 0;
	while (i < p->count && p->tokens[i].at != p->e->offset)
		i++;
	bool word = i < p->count && p->tokens[i].kind == TOKEN_WORD;
	if (!word || (i && wants_value(p, &p->tokens[i - 1])))
		return false;
	for (size_t k = 0; k < count; k++)
		words[k] = own_words[k].word;
	char *_cleanup_free_ found = xstrndup(p->f->text + p->tokens[i].at, p->tokens[i].len);
	const char *near = near_word(found, words, count);
	if (near)
		snprintf(p->e->text, sizeof(p->e->text),
		        _("\"%s\" is not understood; the nearest word is \"%s\""), found, near);
	return false;
}

/* `prefix` holds words that count before those of the range: "port" of "port 80 or 443". */
static bool read_pcap(struct parser *p, struct range r, struct range prefix, unsigned *out)
{
	const struct token *first = &p->tokens[r.from], *last = &p->tokens[r.to - 1];
	size_t begin = first->at, end = last->at + last->len, before = 0;
	char *_cleanup_free_ own = xstrndup(p->f->text + begin, end - begin);
	char *_cleanup_free_ text = NULL;
	if (prefix.to > prefix.from) {
		const struct token *a = &p->tokens[prefix.from], *b = &p->tokens[prefix.to - 1];
		before = b->at + b->len - a->at + 1;
		text = xasprintf("%.*s %s", (int)before - 1, p->f->text + a->at, own);
	}
	uint32_t links[LINKS_MAX];
	size_t count = links_of(&p->f->context, links);
	struct filter_place where;
	struct err e;
	struct node n = {.kind = NODE_PCAP, .slow = true};
	n.pcap = filter_create_for(text ? text : own, links, count, addresses_of, p, &where, &e);
	if (!n.pcap) {
		size_t skip = where.offset > before ? where.offset - before : 0;
		size_t rest = end - begin - skip;
		refuse(p, begin + skip, where.length < rest ? where.length : rest, e.text);
		return suggest_own(p);
	}
	if (add_node(p, n, out))
		return true;
	filter_destroy(n.pcap);
	return false;
}

static bool read_number(const struct parser *p, const struct token *t, size_t *at, uint64_t *out)
{
	uint64_t v = 0;
	size_t from = *at;
	for (; *at < t->len && isdigit((unsigned char)p->f->text[t->at + *at]); (*at)++) {
		if (v > UINT64_MAX / 100)
			return false;
		v = v * 10 + (uint64_t)(p->f->text[t->at + *at] - '0');
	}
	*out = v;
	return *at > from;
}

static bool read_stream(struct parser *p, struct range r, struct node *out)
{
	size_t at = 0;
	const struct token *t = &p->tokens[r.from + 1];
	if (read_number(p, t, &at, &out->low) && at == t->len)
		return true;
	return refuse_token(p, r.from + 1, _("the number of a conversation was expected"));
}

static bool read_frames(struct parser *p, struct range r, struct node *out)
{
	const struct token *t = &p->tokens[r.from + 1];
	const char *s = p->f->text + t->at;
	size_t at = 0;
	bool low = read_number(p, t, &at, &out->low);
	bool range = t->len - at >= 2 && s[at] == '.' && s[at + 1] == '.';
	bool high = false;
	if (range) {
		at += 2;
		high = read_number(p, t, &at, &out->high);
	}
	if (at != t->len || (!low && !high))
		return refuse_token(p, r.from + 1,
		        _("a packet's number or a range such as 10..20 was expected"));
	if (!range)
		out->high = out->low;
	else if (!high)
		out->high = UINT64_MAX;
	return true;
}

static bool read_owner(struct parser *p, struct range r, struct node *out)
{
	const struct token *t = &p->tokens[r.from + 1];
	size_t at = 0;
	if (!p->f->context.owner)
		return refuse_token(p, r.from,
		        _("who owns a connection is known only while it is watched: pid and "
		          "program are for \"wirelab watch\""));
	if (out->kind == NODE_PROGRAM) {
		out->low = t->at;
		out->high = t->len;
		return true;
	}
	if (read_number(p, t, &at, &out->low) && at == t->len)
		return true;
	return refuse_token(p, r.from + 1, _("the number of a process was expected"));
}

/* One of our words and what belongs to it; *end is behind that. */
static bool read_own(struct parser *p, struct range r, unsigned *end, unsigned *out)
{
	const struct token *t = &p->tokens[r.from];
	struct node n = {
	        .kind = t->own->kind, .low = t->own->bits, .high = t->own->bits, .offset = t->at};
	*end = r.from + 1 + t->own->operands;
	if (*end > r.to)
		return refuse_token(p, r.to, _("the filter ends where a value was expected"));
	const struct token *last = &p->tokens[*end - 1];
	n.length = last->at + last->len - t->at;
	if (t->own->read && !t->own->read(p, r, &n))
		return false;
	return add_node(p, n, out);
}

static bool read_all(struct parser *p, struct range r, unsigned *out);

/* Behind the bracket that closes the one at `from`; 0 when there is none. */
static unsigned find_close(const struct parser *p, struct range r)
{
	unsigned depth = 0;
	for (unsigned i = r.from; i < r.to; i++) {
		depth += p->tokens[i].kind == TOKEN_OPEN;
		if (p->tokens[i].kind == TOKEN_CLOSE && --depth == 0)
			return i + 1;
	}
	return 0;
}

static bool read_brackets(struct parser *p, struct range r, unsigned *end, unsigned *out)
{
	*end = find_close(p, r);
	if (!*end)
		return refuse_token(p, r.from, _("this bracket is never closed"));
	if (++p->depth > DEPTH_MAX)
		return refuse_token(p, r.from, _("brackets are too deep here"));
	bool good = read_all(p, (struct range){r.from + 1, *end - 1}, out);
	p->depth--;
	return good;
}

/* A part without "and" and "or" outside of brackets; *end is behind what was read of it. */
static bool read_part(
        struct parser *p, struct range r, struct range prefix, unsigned *end, unsigned *out)
{
	if (r.from == r.to)
		return refuse_token(p, r.to, _("a condition was expected here"));
	*end = r.to;
	if (!has_own(p, r))
		return read_pcap(p, r, prefix, out);
	const struct token *t = &p->tokens[r.from];
	if (t->kind == TOKEN_NOT) {
		unsigned inner = 0;
		struct node n = {.kind = NODE_NOT};
		if (!read_part(p, (struct range){r.from + 1, r.to}, (struct range){0}, end, &inner))
			return false;
		n.left = (uint16_t)inner;
		n.slow = p->f->nodes[inner].slow;
		return add_node(p, n, out);
	}
	if (t->own)
		return read_own(p, r, end, out);
	if (t->kind == TOKEN_OPEN)
		return read_brackets(p, r, end, out);
	unsigned i = r.from;
	while (!p->tokens[i].own)
		i++;
	return refuse_token(p, i, _("\"and\" or \"or\" was expected before this word"));
}

/* The end of the part that begins at r.from. */
static unsigned part_end(const struct parser *p, struct range r)
{
	unsigned depth = 0;
	for (unsigned i = r.from; i < r.to; i++) {
		enum token_kind k = p->tokens[i].kind;
		if (k == TOKEN_OPEN)
			depth++;
		else if (k == TOKEN_CLOSE && depth)
			depth--;
		else if (!depth && (k == TOKEN_AND || k == TOKEN_OR))
			return i;
	}
	return r.to;
}

/* Parts of pcap-filter side by side, all joined by `join` (TOKEN_SIGN: by either), end here. */
static unsigned run_end(const struct parser *p, struct range r, enum token_kind join)
{
	unsigned end = part_end(p, r);
	while (end < r.to && (join == TOKEN_SIGN || p->tokens[end].kind == join)) {
		unsigned next = part_end(p, (struct range){end + 1, r.to});
		if (next == end + 1 || has_own(p, (struct range){end + 1, next}))
			break;
		end = next;
	}
	return end;
}

static bool join_nodes(struct parser *p, enum token_kind how, unsigned right, unsigned *left)
{
	const struct node *l = &p->f->nodes[*left], *r = &p->f->nodes[right];
	struct node n = {.kind = how == TOKEN_AND ? NODE_AND : NODE_OR};
	bool turn = l->slow && !r->slow; /* what is known without the bytes is asked first */
	n.left = (uint16_t)(turn ? right : *left);
	n.right = (uint16_t)(turn ? *left : right);
	n.slow = l->slow || r->slow;
	return add_node(p, n, left);
}

/* A bare value takes the words of the part before: pcap-filter's "port 80 or 443". */
static struct range inherited(const struct parser *p, struct range part, struct range before)
{
	char first = p->f->text[p->tokens[part.from].at];
	bool bare = part.to == part.from + 1 && isdigit((unsigned char)first);
	if (!bare || before.to < before.from + 2 || has_own(p, before))
		return (struct range){0};
	return (struct range){before.from, before.to - 1};
}

static bool read_all(struct parser *p, struct range r, unsigned *out)
{
	if (r.from == r.to)
		return refuse_token(p, r.to, _("a condition was expected here"));
	struct range before = {0};
	enum token_kind join = TOKEN_SIGN;
	for (unsigned at = r.from; at < r.to || join != TOKEN_SIGN;) {
		bool first = at == r.from;
		struct range part = {at, part_end(p, (struct range){at, r.to})};
		struct range prefix = {0};
		if (part.from < part.to && !has_own(p, part)) {
			prefix = inherited(p, part, before);
			part.to = run_end(p, (struct range){at, r.to}, first ? TOKEN_SIGN : join);
		}
		unsigned node = 0, end = 0;
		if (!read_part(p, part, prefix, &end, &node))
			return false;
		if (first)
			*out = node;
		else if (!join_nodes(p, join, node, out))
			return false;
		before = part;
		/* After one of our words "and" is meant where nothing stands. */
		bool joined = end == part.to && end < r.to;
		join = joined ? p->tokens[end].kind : end < part.to ? TOKEN_AND : TOKEN_SIGN;
		at = end + joined;
	}
	return true;
}

bool filter_parse(struct traffic_filter *f, struct traffic_filter_error *e)
{
	struct parser *_cleanup_free_ p = xcalloc(1, sizeof(*p));
	p->f = f;
	p->e = e;
	bool good = tokenize(p);
	if (good && p->count == 0)
		good = add_node(p, (struct node){.kind = NODE_ALL}, &f->root);
	else if (good)
		good = read_all(p, (struct range){0, p->count}, &f->root);
	buf_finish(&p->addresses);
	return good;
}

void filter_tell(const struct traffic_filter *f, unsigned node, bool inside, struct buf *out)
{
	const struct node *n = &f->nodes[node];
	switch (n->kind) {
	case NODE_ALL:
		return;
	case NODE_AND:
	case NODE_OR:
		buf_puts(out, inside ? "(" : "");
		filter_tell(f, n->left, true, out);
		buf_puts(out, n->kind == NODE_AND ? " and " : " or ");
		filter_tell(f, n->right, true, out);
		buf_puts(out, inside ? ")" : "");
		return;
	case NODE_NOT:
		buf_puts(out, "not ");
		filter_tell(f, n->left, true, out);
		return;
	case NODE_PCAP:
		buf_printf(out, inside ? "(%s)" : "%s", filter_expanded(n->pcap));
		return;
	case NODE_BITS:
	case NODE_STREAM:
	case NODE_STREAM_OF:
	case NODE_FRAMES:
	case NODE_MARK:
	case NODE_COMMENT:
	case NODE_PID:
	case NODE_PROGRAM:
		buf_add(out, f->text + n->offset, n->length);
		return;
	}
}
