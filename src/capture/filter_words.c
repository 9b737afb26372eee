/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Spells our words and host names out in the language of pcap-filter(7).
 *
 * How it works. The text is read word by word. pcap-filter's own words, numbers and what stands in
 * brackets are copied as they are. Where pcap-filter expects the name of a host ours are put in as
 * addresses, and any other word there is refused, because libpcap would ask the DNS for it. Words
 * after `port` and `proto` are libpcap's business: it reads /etc/services and /etc/protocols.
 */
#include <arpa/inet.h>
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/near.h"
#include "capture/filter_internal.h"

#define WORD_MAX 64

/* Our words. pcap-filter's tcp[] finds nothing in IPv6, hence the second half of each; there the
 * TCP header is where it is without extension headers. Flags are in the 13th byte (RFC 9293). */
struct spelling {
	const char *word, *means;
};

#define TCP4_DATA "ip[2:2] > ((ip[0] & 0xf) << 2) + ((tcp[12] & 0xf0) >> 2)"
#define TCP6_DATA "ip6[4:2] > ((ip6[52] & 0xf0) >> 2)"

static const struct spelling spellings[] = {
        {"syn", "(tcp[13] & 0x12 = 0x02 or (ip6[6] = 6 and ip6[53] & 0x12 = 0x02))"},
        {"synack", "(tcp[13] & 0x12 = 0x12 or (ip6[6] = 6 and ip6[53] & 0x12 = 0x12))"},
        {"fin", "(tcp[13] & 0x01 != 0 or (ip6[6] = 6 and ip6[53] & 0x01 != 0))"},
        {"rst", "(tcp[13] & 0x04 != 0 or (ip6[6] = 6 and ip6[53] & 0x04 != 0))"},
        {"data", "((tcp and " TCP4_DATA ") or (ip6[6] = 6 and " TCP6_DATA "))"},
        {"ack", "((tcp[13] & 0x17 = 0x10 and not " TCP4_DATA ")"
                " or (ip6[6] = 6 and ip6[53] & 0x17 = 0x10 and not " TCP6_DATA "))"},
};

/* What a word may be after the one before. */
enum place {
	PLACE_START, /* a new condition */
	PLACE_HOST,  /* the name or address of a host or network */
	PLACE_LOCAL, /* a name that libpcap finds without asking the network */
	PLACE_FROM,  /* our own "from" */
	PLACE_TO,
};

struct keyword {
	enum place next;   /* what these words make of the word after them */
	const char *words; /* parted by spaces */
};

/* The words of pcap-filter(7) that are not names. */
static const struct keyword keywords[] = {
        {PLACE_HOST, " host gateway net mask src dst ra ta "},
        {PLACE_LOCAL, " port portrange proto protochain ifname on dir direction type subtype less "
                      "greater byte vlan mpls pppoes geneve ifindex "},
        {PLACE_START, " ether link ip ip6 arp rarp tcp udp sctp icmp icmp6 igmp igrp pim vrrp carp "
                      "ah esp stp llc iso clnp isis ipx netbeui pppoed broadcast multicast inbound "
                      "outbound len length and or not icmptype icmpcode icmp6type icmp6code "
                      "tcpflags "},
};

/* One condition that stands on its own is followed by another: "and" is meant. */
struct reader {
	filter_name_fn names;
	void *user;
	struct buf *out;
	struct err *err;
	enum place place;
	enum place inherit; /* what a bare word means after "and" and "or": pcap-filter's rule */
	bool ended;         /* the word before ended a condition */
	bool ours;          /* and that condition was one of our words */
	bool after_name;    /* the word before was "host", "from" or "to": a name must follow */
	int depth;          /* of brackets */
};

static bool is_word_char(char c)
{
	return isalnum((unsigned char)c) || strchr("_-.:\\$", c);
}

static const char *spelt_out(const char *word)
{
	for (size_t i = 0; i < sizeof(spellings) / sizeof(spellings[0]); i++)
		if (strcmp(spellings[i].word, word) == 0)
			return spellings[i].means;
	return NULL;
}

static const struct keyword *find_keyword(const char *word)
{
	char padded[WORD_MAX + 2];
	snprintf(padded, sizeof(padded), " %s ", word);
	for (size_t i = 0; i < sizeof(keywords) / sizeof(keywords[0]); i++)
		if (strstr(keywords[i].words, padded))
			return &keywords[i];
	return NULL;
}

static bool joins(const char *word)
{
	return strcmp(word, "and") == 0 || strcmp(word, "or") == 0;
}

/* tcp-syn, icmp-echo, icmp6-routeradvert ...: constants of pcap-filter. */
static bool is_constant(const char *word)
{
	return strncmp(word, "tcp-", 4) == 0 || strncmp(word, "icmp-", 5) == 0 ||
	       strncmp(word, "icmp6-", 6) == 0;
}

static bool is_number(const char *word)
{
	if (strncmp(word, "0x", 2) == 0)
		return word[2] && word[strspn(word + 2, "0123456789abcdefABCDEF") + 2] == '\0';
	return *word && word[strspn(word, "0123456789")] == '\0';
}

/* 10.0 or 10.0.0: networks as pcap-filter abbreviates them. */
static bool is_short_net(const char *word)
{
	int dots = 0, digits = 0;
	for (; *word; word++) {
		if (*word == '.' && digits) {
			dots++;
			digits = 0;
		} else if (isdigit((unsigned char)*word) && digits < 3) {
			digits++;
		} else {
			return false;
		}
	}
	return digits && dots && dots < 3;
}

/* aa:bb:cc:dd:ee:ff, with colons, dashes or dots as pcap-filter takes them. */
static bool is_mac(const char *word)
{
	int parts = 0, digits = 0;
	for (const char *s = word; *s; s++) {
		if (isxdigit((unsigned char)*s) && digits < 2) {
			digits++;
		} else if ((*s == ':' || *s == '-') && digits) {
			parts++;
			digits = 0;
		} else {
			return false;
		}
	}
	return digits && parts == 5;
}

static bool is_address(const char *word)
{
	uint8_t bytes[16];
	return inet_pton(AF_INET, word, bytes) == 1 || inet_pton(AF_INET6, word, bytes) == 1;
}

static const char *known_host(const struct reader *r, const char *word)
{
	return r->names ? r->names(r->user, word) : NULL;
}

/* Several addresses, parted by spaces, become "(A or B)". */
static void put_addresses(struct reader *r, const char *text)
{
	bool several = strchr(text, ' ');
	if (several)
		buf_putc(r->out, '(');
	for (;;) {
		size_t len = strcspn(text, " ");
		buf_add(r->out, text, len);
		text += len + strspn(text + len, " ");
		if (!*text)
			break;
		buf_puts(r->out, " or ");
	}
	if (several)
		buf_putc(r->out, ')');
}

static void end_condition(struct reader *r, enum place inherit, bool ours)
{
	r->place = PLACE_START;
	r->inherit = inherit;
	r->ended = true;
	r->ours = ours;
}

static void and_if_needed(struct reader *r)
{
	if (r->ended)
		buf_puts(r->out, "and ");
	r->ended = r->ours = false;
}

#define NEAR_MAX 128

/* The word of ours or of pcap-filter's that was probably meant, copied; false: none. */
static bool find_near(const char *word, char out[WORD_MAX])
{
	const char *words[NEAR_MAX];
	char *copies[sizeof(keywords) / sizeof(keywords[0])];
	size_t count = 0;
	for (size_t i = 0; i < sizeof(spellings) / sizeof(spellings[0]); i++)
		words[count++] = spellings[i].word;
	for (size_t i = 0; i < sizeof(keywords) / sizeof(keywords[0]); i++) {
		char *rest = copies[i] = xstrdup(keywords[i].words), *at;
		while (count < NEAR_MAX && (at = strsep(&rest, " ")))
			if (*at)
				words[count++] = at;
	}
	const char *near = near_word(word, words, count);
	snprintf(out, WORD_MAX, "%s", near ? near : "");
	for (size_t i = 0; i < sizeof(keywords) / sizeof(keywords[0]); i++)
		free(copies[i]);
	return near != NULL;
}

static bool refuse_bare(struct reader *r, const char *word)
{
	char near[WORD_MAX];
	if (find_near(word, near))
		return err_set(r->err, ERR_USAGE,
		        _("\"%s\" is not understood; the nearest word is \"%s\""), word, near);
	return err_set(r->err, ERR_USAGE,
	        _("\"%s\" is not understood: a word of pcap-filter was expected, or syn, synack, "
	          "fin, rst, ack, data, \"from HOST\", \"to HOST\""),
	        word);
}

static bool refuse_host(struct reader *r, const char *word)
{
	return err_set(r->err, ERR_USAGE,
	        _("\"%s\" is no host here and no address: the name of a host or an address was "
	          "expected"),
	        word);
}

/* The word after "from", "to", "host", "src", "dst" ... */
static bool read_host(struct reader *r, const char *word, bool slash)
{
	static const char *const sides[] = {[PLACE_FROM] = "src", [PLACE_TO] = "dst"};
	const char *addresses = known_host(r, word);
	bool mac = is_mac(word);
	bool net = slash || is_short_net(word);
	bool good = addresses || mac || is_address(word) || is_short_net(word) || is_number(word);
	if (r->place == PLACE_FROM || r->place == PLACE_TO)
		buf_printf(r->out, "%s%s %s ", mac ? "ether " : "", sides[r->place],
		        net ? "net" : "host");
	put_addresses(r, addresses ? addresses : word);
	end_condition(r, PLACE_HOST, r->place != PLACE_HOST);
	return good || refuse_host(r, word);
}

/* A word that begins a condition and is no keyword. */
static bool read_bare(struct reader *r, const char *word, bool slash)
{
	const char *addresses = known_host(r, word);
	bool address = is_address(word), mac = is_mac(word);
	if (r->inherit == PLACE_HOST && (addresses || address || is_short_net(word))) {
		put_addresses(r, addresses ? addresses : word);
		end_condition(r, PLACE_HOST, false);
		return true;
	}
	if (addresses || address || mac) {
		and_if_needed(r);
		buf_printf(r->out, "%s%s ", mac ? "ether " : "", slash ? "net" : "host");
		put_addresses(r, addresses ? addresses : word);
		end_condition(r, PLACE_HOST, true);
		return true;
	}
	buf_puts(r->out, word);
	if (is_number(word) || is_constant(word) || r->inherit == PLACE_LOCAL) {
		end_condition(r, r->inherit, false);
		return true;
	}
	return refuse_bare(r, word);
}

static void read_keyword(struct reader *r, const char *word, enum place next)
{
	bool joint = joins(word);
	bool negation = strcmp(word, "not") == 0;
	if (!joint && r->ours)
		and_if_needed(r);
	buf_puts(r->out, word);
	r->place = next;
	r->ours = false;
	r->ended = !joint && !negation && next == PLACE_START;
	if (!joint && !negation)
		r->inherit = PLACE_START;
	r->after_name = strcmp(word, "host") == 0;
}

static bool read_word(struct reader *r, const char *word, bool slash)
{
	bool after_name = r->after_name;
	r->after_name = false;
	if (r->depth) {
		buf_puts(r->out, word);
		return true;
	}
	if (r->place == PLACE_LOCAL && !joins(word)) {
		buf_puts(r->out, word);
		end_condition(r, PLACE_LOCAL, false);
		return true;
	}
	/* A host may be called "gateway"; a name is what counts here. */
	const struct keyword *k = find_keyword(word);
	if (after_name && (!k || known_host(r, word)))
		return read_host(r, word, slash);
	if (k) {
		read_keyword(r, word, k->next);
		return true;
	}
	if (r->place == PLACE_HOST)
		return read_host(r, word, slash);
	const char *means = spelt_out(word);
	if (means) {
		and_if_needed(r);
		buf_puts(r->out, means);
		end_condition(r, PLACE_START, true);
		return true;
	}
	if (strcmp(word, "from") == 0 || strcmp(word, "to") == 0) {
		and_if_needed(r);
		r->place = word[0] == 'f' ? PLACE_FROM : PLACE_TO;
		r->after_name = true;
		return true;
	}
	return read_bare(r, word, slash);
}

static void read_sign(struct reader *r, char c)
{
	if ((c == '(' || c == '!') && r->ours && !r->depth)
		and_if_needed(r);
	buf_putc(r->out, c);
	if (c == '[')
		r->depth++;
	if (c == ']' && r->depth)
		r->depth--;
	r->ended = c == ')' || c == ']';
	r->ours = false;
}

/* "10.0.0.0/24": the slash and the number belong to the address. */
static const char *copy_length(struct reader *r, const char *s)
{
	size_t len = 1 + strspn(s + 1, "0123456789");
	buf_add(r->out, s, len);
	return s + len;
}

bool filter_spell_out(const char *text, filter_name_fn names, void *user, struct buf *out,
        struct filter_place *where, struct err *e)
{
	struct reader r = {.names = names, .user = user, .out = out, .err = e};
	for (const char *s = text; *s;) {
		if (isspace((unsigned char)*s)) {
			buf_putc(out, ' ');
			s++;
			continue;
		}
		if (!is_word_char(*s)) {
			read_sign(&r, *s++);
			continue;
		}
		char word[WORD_MAX];
		size_t len = 0;
		while (s[len] && is_word_char(s[len]))
			len++;
		*where = (struct filter_place){(size_t)(s - text), len};
		if (len >= sizeof(word))
			return err_set(e, ERR_USAGE, _("\"%.20s...\" is too long for a word"), s);
		memcpy(word, s, len);
		word[len] = '\0';
		s += len;
		bool slash = *s == '/' && !r.depth;
		if (!read_word(&r, word, slash))
			return false;
		if (slash && r.inherit == PLACE_HOST)
			s = copy_length(&r, s);
	}
	*where = (struct filter_place){strlen(text), 0};
	if (r.place == PLACE_FROM || r.place == PLACE_TO)
		return err_set(e, ERR_USAGE, _("a host was expected after \"%s\""),
		        r.place == PLACE_FROM ? "from" : "to");
	return true;
}
