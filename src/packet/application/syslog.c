/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Syslog over UDP: a priority in angle brackets, then text (RFC 3164; RFC 5424 gives it parts).
 */
#include "packet/application/app_internal.h"
#include "packet/application/lines_internal.h"

static const struct word levels[] = {{0, "emerg"}, {1, "alert"}, {2, "crit"}, {3, "err"},
        {4, "warning"}, {5, "notice"}, {6, "info"}, {7, "debug"}, {0, NULL}};
static const struct word facilities[] = {{0, "kern"}, {1, "user"}, {2, "mail"}, {3, "daemon"},
        {4, "auth"}, {5, "syslog"}, {6, "lpr"}, {7, "news"}, {8, "uucp"}, {9, "cron"},
        {10, "authpriv"}, {11, "ftp"}, {12, "ntp"}, {13, "audit"}, {14, "alert"}, {15, "clock"},
        {16, "local0"}, {17, "local1"}, {18, "local2"}, {19, "local3"}, {20, "local4"},
        {21, "local5"}, {22, "local6"}, {23, "local7"}, {0, NULL}};
static const struct spec_group groups[] = {{NULL, 0}};

/* "<34>": the number, and how many bytes it takes; false when it is none. */
static bool take_priority(struct bytes *b, unsigned *priority)
{
	*priority = 0;
	if (app_byte(b, 0) != '<')
		return false;
	for (size_t i = 1; i <= 4; i++) {
		uint8_t c = app_byte(b, i);
		if (c == '>' && i > 1)
			return bytes_skip(b, i + 1) && *priority < 192;
		if (c < '0' || c > '9')
			return false;
		*priority = *priority * 10 + (c - '0');
	}
	return false;
}

static bool fits(struct bytes b, const struct packet *p)
{
	(void)p;
	unsigned priority;
	return take_priority(&b, &priority);
}

static void fields(struct builder *b, const struct packet_layer *l)
{
	static const struct field_spec head = {
	        "syslog.priority", N_("Facility and level"), FIELD_TEXT, .depth = 1};
	static const struct field_spec text = {"syslog.msg", N_("Message"), FIELD_TEXT, .depth = 1};
	struct part p = part_of_layer(b, l);
	struct bytes c = part_bytes(&p);
	size_t before = c.pos;
	unsigned priority;
	if (!take_priority(&c, &priority))
		return;
	const char *facility = word_find(facilities, priority / 8);
	field_mean(part_sized(&p, &head, (uint32_t)(c.pos - before)), "%s.%s",
	        facility ? facility : "?", word_find(levels, priority % 8));
	c = part_bytes(&p);
	size_t n = bytes_left(&c);
	while (n && (app_byte(&c, n - 1) < ' '))
		n--;
	part_sized(&p, &text, (uint32_t)n);
}

static void summary(struct bytes b, const struct packet *p, struct out *o)
{
	(void)p;
	unsigned priority;
	if (!take_priority(&b, &priority))
		return;
	const char *facility = word_find(facilities, priority / 8);
	out_add(o, "syslog %s.%s: ", facility ? facility : "?", word_find(levels, priority % 8));
	out_foreign(o, b, lines_first(&b));
}

const struct app app_syslog = {fits, NULL, summary};
const struct protocol protocol_syslog = {
        "syslog", N_("System log"), "syslog", app_decode, fields, groups};
