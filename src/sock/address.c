/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Addresses of the Internet by getaddrinfo(3), of Unix by hand.
 */
#include "sock/address.h"

#include <arpa/inet.h>
#include <net/if.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/un.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "sock/words.h"

static const size_t unix_path_at = offsetof(struct sockaddr_un, sun_path);

static bool is_digits(const char *word)
{
	return *word && word[strspn(word, "0123456789")] == '\0';
}

static bool parse_unix(const char *path, struct sock_address *out, struct err *e)
{
	struct sockaddr_un un = {.sun_family = AF_UNIX};
	size_t len = strlen(path);
	bool abstract = *path == '@';
	if (!len || len >= sizeof(un.sun_path))
		return err_set(e, ERR_USAGE,
		        _("expected a path of 1 to %zu bytes, or @NAME, found \"%s\""),
		        sizeof(un.sun_path) - 1, path);
	memcpy(un.sun_path, path, len);
	if (abstract)
		un.sun_path[0] = '\0';
	memcpy(&out->at, &un, sizeof(un));
	/* A path is counted with its NUL, an abstract name as far as it goes (unix(7)). */
	out->len = (socklen_t)(unix_path_at + len + !abstract);
	return true;
}

bool sock_address_is_whole(const char *word)
{
	const char *colon = strchr(word, ':');
	bool one_colon = colon && colon == strrchr(word, ':');
	return *word == '[' ? strstr(word, "]:") != NULL
	                    : one_colon || is_digits(word) || strcmp(word, "AF_UNSPEC") == 0;
}

/* Cuts a whole word in two, in place; the host may be NULL. */
static void split(char *word, const char **host, const char **port)
{
	char *colon = strrchr(word, ':');
	*host = colon ? word : NULL;
	*port = colon ? colon + 1 : word;
	if (!colon)
		return;
	*colon = '\0';
	if (*word == '[' && colon[-1] == ']') {
		colon[-1] = '\0';
		*host = word + 1;
	}
}

static int look_up(const char *host, const char *port, const struct addrinfo *like,
        struct addrinfo **found, bool *named)
{
	struct addrinfo hints = *like;
	hints.ai_flags |= AI_NUMERICHOST;
	int status = getaddrinfo(host, port, &hints, found);
	*named = status == EAI_NONAME && host;
	return *named ? getaddrinfo(host, port, like, found) : status;
}

static bool resolve(const char *host, const char *port, const struct addrinfo *like,
        struct sock_address *out, bool *named, struct err *e)
{
	struct addrinfo *found = NULL;
	int status = look_up(host, port, like, &found, named);
	if (status == EAI_SERVICE)
		return err_set(
		        e, ERR_USAGE, _("expected a port from 0 to 65535, found \"%s\""), port);
	if (status != 0)
		return err_set(e, ERR_USAGE, _("can't find the address of \"%s\": %s"),
		        host ? host : "", gai_strerror(status));
	memcpy(&out->at, found->ai_addr, found->ai_addrlen);
	out->len = found->ai_addrlen;
	freeaddrinfo(found);
	return true;
}

/* getaddrinfo() takes 65536 for 0. */
static bool port_fits(const char *port)
{
	return !is_digits(port) || (strlen(port) <= 5 && strtol(port, NULL, 10) <= 65535);
}

static bool parse_internet(int family, int type, char *word, const char *port, bool passive,
        struct sock_address *out, bool *named, struct err *e)
{
	const char *host = word;
	if (!port && !sock_address_is_whole(word))
		return err_set(e, ERR_USAGE,
		        _("expected HOST PORT, HOST:PORT or PORT, found \"%s\""), word);
	if (!port)
		split(word, &host, &port);
	if (host && (!*host || strcmp(host, "*") == 0))
		host = NULL;
	if (!*port || !port_fits(port))
		return err_set(
		        e, ERR_USAGE, _("expected a port from 0 to 65535, found \"%s\""), port);
	struct addrinfo like = {.ai_family = family,
	        .ai_socktype = type == SOCK_RAW ? SOCK_DGRAM : type,
	        .ai_flags = (passive ? AI_PASSIVE : 0) | (family == AF_INET6 ? AI_V4MAPPED : 0)};
	return resolve(host, port, &like, out, named, e);
}

bool sock_address_parse(int family, int type, const char *host, const char *port, bool passive,
        struct sock_address *out, bool *named, struct err *e)
{
	*named = false;
	*out = (struct sock_address){0};
	if (strcmp(host, "AF_UNSPEC") == 0) {
		out->at.ss_family = AF_UNSPEC;
		out->len = sizeof(struct sockaddr);
		return true;
	}
	if (family == AF_UNIX)
		return parse_unix(host, out, e);
	char *_cleanup_free_ word = xstrdup(host);
	return parse_internet(family, type, word, port, passive, out, named, e);
}

static void put_in4(const struct sock_address *a, struct buf *out)
{
	struct sockaddr_in in;
	char host[INET_ADDRSTRLEN];
	memcpy(&in, &a->at, sizeof(in));
	inet_ntop(AF_INET, &in.sin_addr, host, sizeof(host));
	buf_printf(out, "%s:%u", host, ntohs(in.sin_port));
}

static void put_in6(const struct sock_address *a, struct buf *out)
{
	struct sockaddr_in6 in;
	char host[INET6_ADDRSTRLEN], interface[IF_NAMESIZE] = "";
	memcpy(&in, &a->at, sizeof(in));
	inet_ntop(AF_INET6, &in.sin6_addr, host, sizeof(host));
	if (in.sin6_scope_id && !if_indextoname(in.sin6_scope_id, interface))
		interface[0] = '\0';
	buf_printf(out, "[%s%s%s]:%u", host, *interface ? "%" : "", interface, ntohs(in.sin6_port));
}

/* The path has no NUL when it fills its place, and an abstract one may hold any bytes. */
static void put_unix(const struct sock_address *a, bool quoted, struct buf *out)
{
	struct sockaddr_un un = {0};
	memcpy(&un, &a->at, sizeof(un));
	size_t len = a->len > unix_path_at ? a->len - unix_path_at : 0;
	len = len < sizeof(un.sun_path) ? len : sizeof(un.sun_path);
	bool abstract = len && !un.sun_path[0];
	if (abstract)
		un.sun_path[0] = '@';
	else
		len = strnlen(un.sun_path, len);
	struct buf text = {0};
	sock_quote(un.sun_path, len, sizeof(un.sun_path), &text);
	size_t quotes = quoted ? 0 : 1;
	buf_add(out, buf_text(&text) + quotes, text.len - 2 * quotes);
	buf_finish(&text);
	if (!len && !quoted)
		buf_putc(out, '-');
}

void sock_address_text(const struct sock_address *a, struct buf *out)
{
	if (a->len < sizeof(sa_family_t)) {
		buf_puts(out, "{}");
		return;
	}
	switch (a->at.ss_family) {
	case AF_INET:
		buf_puts(out, "{AF_INET, ");
		put_in4(a, out);
		break;
	case AF_INET6:
		buf_puts(out, "{AF_INET6, ");
		put_in6(a, out);
		break;
	case AF_UNIX:
		buf_puts(out, "{AF_UNIX");
		if (a->len > unix_path_at)
			buf_puts(out, ", ");
		if (a->len > unix_path_at)
			put_unix(a, true, out);
		break;
	case AF_UNSPEC:
		buf_puts(out, "{AF_UNSPEC");
		break;
	default:
		buf_printf(out, "{%d", a->at.ss_family);
	}
	buf_putc(out, '}');
}

static bool is_any(const struct sock_address *a)
{
	struct sockaddr_in in;
	struct sockaddr_in6 in6;
	memcpy(&in, &a->at, sizeof(in));
	memcpy(&in6, &a->at, sizeof(in6));
	return a->at.ss_family == AF_INET ? in.sin_addr.s_addr == htonl(INADDR_ANY)
	                                  : IN6_IS_ADDR_UNSPECIFIED(&in6.sin6_addr) != 0;
}

void sock_address_short(const struct sock_address *a, struct buf *out)
{
	bool internet = a->at.ss_family == AF_INET || a->at.ss_family == AF_INET6;
	struct sockaddr_in in; /* the port lies at the same place in both */
	memcpy(&in, &a->at, sizeof(in));
	if (a->len < sizeof(sa_family_t) || (internet && is_any(a) && !in.sin_port))
		buf_putc(out, '-');
	else if (internet && is_any(a))
		buf_printf(out, "*:%u", ntohs(in.sin_port));
	else if (a->at.ss_family == AF_INET)
		put_in4(a, out);
	else if (a->at.ss_family == AF_INET6)
		put_in6(a, out);
	else
		put_unix(a, false, out);
}
