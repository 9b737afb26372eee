/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The options and the forms of their values.
 */
#include "sock/option.h"

#include <arpa/inet.h>
#include <errno.h>
#include <net/if.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>

#include "base/i18n.h"
#include "sock/names.h"
#include "sock/words.h"

#define SOL(name) #name, SOL_SOCKET, name
#define TCP(name) #name, IPPROTO_TCP, name
#define IP(name) #name, IPPROTO_IP, name
#define IP6(name) #name, IPPROTO_IPV6, name

static const struct sock_option options[] = {
        {SOL(SO_REUSEADDR), SOCK_VALUE_BOOL,
                N_("bind() although connections of that port are in TIME-WAIT")},
        {SOL(SO_REUSEPORT), SOCK_VALUE_BOOL,
                N_("several sockets on one port; the kernel shares out what comes")},
        {SOL(SO_BROADCAST), SOCK_VALUE_BOOL, N_("allow sending to a broadcast address")},
        {SOL(SO_RCVBUF), SOCK_VALUE_INT, N_("bytes that may wait to be received")},
        {SOL(SO_SNDBUF), SOCK_VALUE_INT, N_("bytes that may wait to be sent")},
        {SOL(SO_RCVLOWAT), SOCK_VALUE_INT, N_("bytes that must be there before recv() wakes")},
        {SOL(SO_KEEPALIVE), SOCK_VALUE_BOOL, N_("ask an idle peer whether it is still there")},
        {SOL(SO_LINGER), SOCK_VALUE_LINGER,
                N_("close() waits for what was sent; 0 seconds: it resets the connection")},
        {SOL(SO_RCVTIMEO), SOCK_VALUE_TIME, N_("the longest time a receiving call waits")},
        {SOL(SO_SNDTIMEO), SOCK_VALUE_TIME, N_("the longest time a sending call waits")},
        {SOL(SO_OOBINLINE), SOCK_VALUE_BOOL, N_("urgent data come among the others")},
        {SOL(SO_DONTROUTE), SOCK_VALUE_BOOL, N_("only to neighbours, past the routes")},
        {SOL(SO_BINDTODEVICE), SOCK_VALUE_TEXT, N_("only this interface")},
        {SOL(SO_PRIORITY), SOCK_VALUE_INT, N_("the priority of what is sent")},
        {SOL(SO_ERROR), SOCK_VALUE_ERROR, N_("the error that waits; reading takes it away")},
        {SOL(SO_ACCEPTCONN), SOCK_VALUE_NAMED, N_("whether it listens")},
        {SOL(SO_DOMAIN), SOCK_VALUE_NAMED, N_("its family")},
        {SOL(SO_TYPE), SOCK_VALUE_NAMED, N_("its type")},
        {SOL(SO_PROTOCOL), SOCK_VALUE_NAMED, N_("its protocol")},
        {TCP(TCP_NODELAY), SOCK_VALUE_BOOL, N_("send small pieces at once (no Nagle)")},
        {TCP(TCP_CORK), SOCK_VALUE_BOOL, N_("send full segments only, until it is off again")},
        {TCP(TCP_QUICKACK), SOCK_VALUE_BOOL, N_("acknowledge at once, for the time being")},
        {TCP(TCP_MAXSEG), SOCK_VALUE_INT, N_("the largest segment, in bytes")},
        {TCP(TCP_KEEPIDLE), SOCK_VALUE_INT, N_("seconds of silence before keepalive asks")},
        {TCP(TCP_KEEPINTVL), SOCK_VALUE_INT, N_("seconds between its questions")},
        {TCP(TCP_KEEPCNT), SOCK_VALUE_INT, N_("questions without an answer before it gives up")},
        {TCP(TCP_USER_TIMEOUT), SOCK_VALUE_INT,
                N_("milliseconds that sent data may stay unacknowledged")},
        {TCP(TCP_SYNCNT), SOCK_VALUE_INT, N_("how often a SYN is sent again")},
        {TCP(TCP_DEFER_ACCEPT), SOCK_VALUE_INT, N_("accept() only once data have come")},
        {TCP(TCP_NOTSENT_LOWAT), SOCK_VALUE_INT,
                N_("bytes not sent yet below which it is ready for more")},
        {TCP(TCP_WINDOW_CLAMP), SOCK_VALUE_INT, N_("the largest window it offers")},
        {TCP(TCP_CONGESTION), SOCK_VALUE_TEXT, N_("the congestion control, by name")},
        {IP(IP_TTL), SOCK_VALUE_INT, N_("routers a packet may pass")},
        {IP(IP_TOS), SOCK_VALUE_INT, N_("the type-of-service byte")},
        {IP(IP_MTU_DISCOVER), SOCK_VALUE_INT, N_("whether packets may be fragmented")},
        {IP(IP_MTU), SOCK_VALUE_INT, N_("the MTU of the path, of a connected socket")},
        {IP(IP_RECVERR), SOCK_VALUE_BOOL, N_("keep ICMP errors for MSG_ERRQUEUE")},
        {IP(IP_FREEBIND), SOCK_VALUE_BOOL, N_("bind() to an address that no interface has")},
        {IP(IP_MULTICAST_TTL), SOCK_VALUE_INT, N_("routers a multicast packet may pass")},
        {IP(IP_MULTICAST_LOOP), SOCK_VALUE_BOOL, N_("this host hears its own multicasts")},
        {IP(IP_ADD_MEMBERSHIP), SOCK_VALUE_GROUP4, N_("join a multicast group")},
        {IP(IP_DROP_MEMBERSHIP), SOCK_VALUE_GROUP4, N_("leave a multicast group")},
        {IP6(IPV6_V6ONLY), SOCK_VALUE_BOOL, N_("no IPv4 on this IPv6 socket; before bind()")},
        {IP6(IPV6_UNICAST_HOPS), SOCK_VALUE_INT, N_("routers a packet may pass")},
        {IP6(IPV6_MULTICAST_HOPS), SOCK_VALUE_INT, N_("routers a multicast packet may pass")},
        {IP6(IPV6_MULTICAST_LOOP), SOCK_VALUE_BOOL, N_("this host hears its own multicasts")},
        {IP6(IPV6_ADD_MEMBERSHIP), SOCK_VALUE_GROUP6, N_("join a multicast group")},
        {IP6(IPV6_DROP_MEMBERSHIP), SOCK_VALUE_GROUP6, N_("leave a multicast group")},
};
#define OPTIONS (sizeof(options) / sizeof(options[0]))

const struct sock_option *sock_option_at(size_t i)
{
	return i < OPTIONS ? &options[i] : NULL;
}

const struct sock_option *sock_option_find(int level, const char *name)
{
	for (size_t i = 0; i < OPTIONS; i++)
		if ((level == -1 || options[i].level == level) &&
		        strcmp(options[i].name, name) == 0)
			return &options[i];
	return NULL;
}

static bool wrong(const struct sock_option *o, const char *found, struct err *e)
{
	return err_set(e, ERR_USAGE, _("%s: expected %s, found \"%s\""), o->name,
	        _(sock_option_expects(o)), found);
}

static void keep(struct sock_value *out, const void *bytes, size_t len)
{
	memcpy(out->bytes, bytes, len);
	out->len = (socklen_t)len;
}

static bool number_of(const char *word, int *out)
{
	char *end;
	errno = 0;
	long value = strtol(word, &end, 0);
	*out = (int)value;
	return end != word && !*end && errno == 0 && value == *out;
}

static int int_of(const struct sock_value *v)
{
	int value = 0;
	memcpy(&value, v->bytes, v->len < sizeof(value) ? v->len : sizeof(value));
	return value;
}

static bool parse_int(const struct sock_option *o, const char *word, const char *second,
        struct sock_value *out, struct err *e)
{
	(void)second;
	int value = 0;
	bool on = o->kind == SOCK_VALUE_BOOL && strcmp(word, "on") == 0;
	bool off = o->kind == SOCK_VALUE_BOOL && strcmp(word, "off") == 0;
	if (!on && !off && !number_of(word, &value))
		return wrong(o, word, e);
	value = on ? 1 : value;
	keep(out, &value, sizeof(value));
	return true;
}

static void int_c(const struct sock_value *v, struct buf *out)
{
	buf_printf(out, "&(int){%d}", int_of(v));
}

static void int_text(const struct sock_option *o, const struct sock_value *v, struct buf *out)
{
	(void)o;
	buf_printf(out, "%d", int_of(v));
}

static void bool_text(const struct sock_option *o, const struct sock_value *v, struct buf *out)
{
	int_text(o, v, out);
	buf_printf(out, " (%s)", int_of(v) ? "on" : "off");
}

static bool parse_linger(const struct sock_option *o, const char *word, const char *second,
        struct sock_value *out, struct err *e)
{
	(void)second;
	struct linger value = {0};
	if (strcmp(word, "off") != 0) {
		value.l_onoff = 1;
		if (!number_of(word, &value.l_linger))
			return wrong(o, word, e);
	}
	keep(out, &value, sizeof(value));
	return true;
}

static struct linger linger_of(const struct sock_value *v)
{
	struct linger value;
	memcpy(&value, v->bytes, sizeof(value));
	return value;
}

static void linger_c(const struct sock_value *v, struct buf *out)
{
	struct linger value = linger_of(v);
	buf_printf(out, "&(struct linger){%d, %d}", value.l_onoff, value.l_linger);
}

static void linger_text(const struct sock_option *o, const struct sock_value *v, struct buf *out)
{
	(void)o;
	struct linger value = linger_of(v);
	buf_printf(out, "{l_onoff = %d, l_linger = %d}", value.l_onoff, value.l_linger);
}

static bool parse_time(const struct sock_option *o, const char *word, const char *second,
        struct sock_value *out, struct err *e)
{
	(void)second;
	char *end;
	double seconds = strtod(word, &end);
	if (end == word || *end || !(seconds >= 0 && seconds <= 86400))
		return wrong(o, word, e);
	struct timeval value = {.tv_sec = (time_t)seconds};
	value.tv_usec = (suseconds_t)((seconds - (double)value.tv_sec) * 1e6 + 0.5);
	if (value.tv_usec >= 1000000)
		value = (struct timeval){.tv_sec = value.tv_sec + 1};
	keep(out, &value, sizeof(value));
	return true;
}

static struct timeval time_of(const struct sock_value *v)
{
	struct timeval value;
	memcpy(&value, v->bytes, sizeof(value));
	return value;
}

static void time_c(const struct sock_value *v, struct buf *out)
{
	struct timeval value = time_of(v);
	buf_printf(out, "&(struct timeval){%ld, %ld}", (long)value.tv_sec, (long)value.tv_usec);
}

static void time_text(const struct sock_option *o, const struct sock_value *v, struct buf *out)
{
	(void)o;
	struct timeval value = time_of(v);
	buf_printf(out, "{tv_sec = %ld, tv_usec = %ld}", (long)value.tv_sec, (long)value.tv_usec);
	if (!value.tv_sec && !value.tv_usec)
		buf_printf(out, " (%s)", _("no limit"));
}

static bool parse_text(const struct sock_option *o, const char *word, const char *second,
        struct sock_value *out, struct err *e)
{
	(void)second;
	size_t len = strlen(word);
	if (len >= SOCK_VALUE_MAX)
		return wrong(o, word, e);
	keep(out, word, len);
	return true;
}

static void text_c(const struct sock_value *v, struct buf *out)
{
	sock_quote(v->bytes, v->len, SOCK_VALUE_MAX, out);
}

static void text_text(const struct sock_option *o, const struct sock_value *v, struct buf *out)
{
	(void)o;
	size_t len = v->len < SOCK_VALUE_MAX ? v->len : SOCK_VALUE_MAX;
	sock_quote(v->bytes, strnlen((const char *)v->bytes, len), SOCK_VALUE_MAX, out);
}

static bool parse_group4(const struct sock_option *o, const char *word, const char *second,
        struct sock_value *out, struct err *e)
{
	struct ip_mreq value = {0};
	if (inet_pton(AF_INET, word, &value.imr_multiaddr) != 1)
		return wrong(o, word, e);
	if (second && inet_pton(AF_INET, second, &value.imr_interface) != 1)
		return wrong(o, second, e);
	keep(out, &value, sizeof(value));
	return true;
}

static void group4_c(const struct sock_value *v, struct buf *out)
{
	struct ip_mreq value;
	char group[INET_ADDRSTRLEN], interface[INET_ADDRSTRLEN];
	memcpy(&value, v->bytes, sizeof(value));
	inet_ntop(AF_INET, &value.imr_multiaddr, group, sizeof(group));
	inet_ntop(AF_INET, &value.imr_interface, interface, sizeof(interface));
	buf_printf(out, "&(struct ip_mreq){%s, %s}", group, interface);
}

static bool parse_group6(const struct sock_option *o, const char *word, const char *second,
        struct sock_value *out, struct err *e)
{
	struct ipv6_mreq value = {0};
	if (inet_pton(AF_INET6, word, &value.ipv6mr_multiaddr) != 1)
		return wrong(o, word, e);
	value.ipv6mr_interface = second ? if_nametoindex(second) : 0;
	if (second && !value.ipv6mr_interface)
		return wrong(o, second, e);
	keep(out, &value, sizeof(value));
	return true;
}

static void group6_c(const struct sock_value *v, struct buf *out)
{
	struct ipv6_mreq value;
	char group[INET6_ADDRSTRLEN];
	memcpy(&value, v->bytes, sizeof(value));
	inet_ntop(AF_INET6, &value.ipv6mr_multiaddr, group, sizeof(group));
	buf_printf(out, "&(struct ipv6_mreq){%s, %u}", group, value.ipv6mr_interface);
}

static void error_text(const struct sock_option *o, const struct sock_value *v, struct buf *out)
{
	(void)o;
	int value = int_of(v);
	const char *name = strerrorname_np(value), *says = strerrordesc_np(value);
	if (value && name && says)
		buf_printf(out, "%s (%s)", name, says);
	else
		buf_printf(out, value ? "%d" : _("%d (no error)"), value);
}

static void named_text(const struct sock_option *o, const struct sock_value *v, struct buf *out)
{
	int value = int_of(v);
	const char *name = NULL;
	if (o->number == SO_DOMAIN)
		name = sock_name_of(sock_families, value);
	else if (o->number == SO_TYPE)
		name = sock_name_of(sock_types, value);
	else if (o->number == SO_PROTOCOL)
		name = sock_name_of(sock_protocols, value);
	if (name)
		buf_puts(out, name);
	else
		int_text(o, v, out);
}

struct form {
	size_t words;
	const char *expects;
	bool (*parse)(const struct sock_option *o, const char *word, const char *second,
	        struct sock_value *out, struct err *e);
	void (*c)(const struct sock_value *v, struct buf *out);
	void (*text)(const struct sock_option *o, const struct sock_value *v, struct buf *out);
};

static const struct form forms[] = {
        [SOCK_VALUE_BOOL] = {1, N_("on|off"), parse_int, int_c, bool_text},
        [SOCK_VALUE_INT] = {1, N_("NUMBER"), parse_int, int_c, int_text},
        [SOCK_VALUE_LINGER] = {1, N_("off|SECONDS"), parse_linger, linger_c, linger_text},
        [SOCK_VALUE_TIME] = {1, N_("SECONDS"), parse_time, time_c, time_text},
        [SOCK_VALUE_TEXT] = {1, N_("NAME"), parse_text, text_c, text_text},
        [SOCK_VALUE_GROUP4] = {2, N_("GROUP [ADDRESS]"), parse_group4, group4_c, int_text},
        [SOCK_VALUE_GROUP6] = {2, N_("GROUP [INTERFACE]"), parse_group6, group6_c, int_text},
        [SOCK_VALUE_ERROR] = {0, "", NULL, NULL, error_text},
        [SOCK_VALUE_NAMED] = {0, "", NULL, NULL, named_text},
};
_Static_assert(sizeof(forms) / sizeof(forms[0]) == SOCK_VALUE_KINDS, "one form a kind");

const char *sock_option_expects(const struct sock_option *o)
{
	return forms[o->kind].expects;
}

size_t sock_option_words(const struct sock_option *o)
{
	return forms[o->kind].words;
}

bool sock_option_parse(const struct sock_option *o, const char *word, const char *second,
        struct sock_value *out, struct err *e)
{
	*out = (struct sock_value){0};
	if (!forms[o->kind].parse)
		return err_set(e, ERR_USAGE, _("%s can only be read"), o->name);
	return forms[o->kind].parse(o, word, second, out, e);
}

void sock_option_c(const struct sock_option *o, const struct sock_value *v, struct buf *out)
{
	forms[o->kind].c(v, out);
}

void sock_option_text(const struct sock_option *o, const struct sock_value *v, struct buf *out)
{
	forms[o->kind].text(o, v, out);
}
