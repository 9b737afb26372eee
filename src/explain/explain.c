/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Finding an explanation.
 */
#include "explain/explain.h"

#include <stdbool.h>
#include <string.h>

#include "explain/explain_internal.h"

#define NAME_MAX_LENGTH 80

static const struct explanation *const tables[] = {explain_link, explain_ip, explain_tcp,
        explain_app, explain_errno, explain_call, explain_option};
#define TABLES (sizeof(tables) / sizeof(tables[0]))

/* Other names of the same. */
static const struct {
	const char *name, *term;
} aliases[] = {
        {"ESTAB", "ESTABLISHED"},
        {"SYN-RECV", "SYN-RECEIVED"},
        {"FIN-WAIT1", "FIN-WAIT-1"},
        {"FIN-WAIT2", "FIN-WAIT-2"},
        {"CLOSE", "CLOSED"},
        {"UNCONN", "CLOSED"},
        {"eth", "eth.type"},
        {"http", "http.request.method"},
        {"tls", "tls.record.content_type"},
        {"tcp.analysis.window_probe", "tcp.analysis.zero_window_probe"},
        {"tcp.options.sack.count", "tcp.options.sack"},
        {"smtp", "smtp.req.command"},
        {"ftp", "ftp.request.command"},
        {"mqtt", "mqtt.msgtype"},
        {"sip", "sip.Method"},
        {"resp", "resp.array.length"},
        {"socks", "socks.command"},
        {"websocket", "websocket.opcode"},
        {"ssh", "ssh.protocol"},
        {"telnet", "telnet.cmd"},
        {"snmp", "snmp.community"},
        {"stun", "stun.type"},
        {"syslog", "syslog.msg"},
};

static bool same(const char *a, const char *b)
{
	for (; *a && *b; a++, b++) {
		char x = *a == '_' ? '-' : *a, y = *b == '_' ? '-' : *b;
		if (x != y)
			return false;
	}
	return *a == *b;
}

static const struct explanation *find_term(const char *term)
{
	for (size_t t = 0; t < TABLES; t++) {
		for (const struct explanation *e = tables[t]; e->term; e++) {
			if (same(e->term, term))
				return e;
		}
	}
	return NULL;
}

static const struct explanation *find_exact(const char *name)
{
	const struct explanation *found = find_term(name);
	for (size_t i = 0; !found && i < sizeof(aliases) / sizeof(aliases[0]); i++) {
		if (same(aliases[i].name, name))
			found = find_term(aliases[i].term);
	}
	return found;
}

const struct explanation *explain_find(const char *name)
{
	char text[NAME_MAX_LENGTH];
	size_t n = strcspn(name, "(");
	if (n >= sizeof(text))
		return NULL;
	memcpy(text, name, n);
	text[n] = '\0';
	for (;;) {
		const struct explanation *found = find_exact(text);
		char *dot = strrchr(text, '.');
		if (found || !dot)
			return found;
		*dot = '\0';
	}
}

const struct explanation *explain_at(size_t i)
{
	for (size_t t = 0; t < TABLES; t++) {
		const struct explanation *e = tables[t];
		while (e->term && i > 0) {
			e++;
			i--;
		}
		if (e->term)
			return e;
	}
	return NULL;
}
