/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Session Initiation Protocol (RFC 3261): start line and header fields.
 */
#include "packet/application/lines_internal.h"

#define METHOD_MAX 9 /* "SUBSCRIBE" */

static const char *const methods[] = {"INVITE", "ACK", "BYE", "CANCEL", "REGISTER", "OPTIONS",
        "PRACK", "SUBSCRIBE", "NOTIFY", "PUBLISH", "INFO", "REFER", "MESSAGE", "UPDATE", NULL};

/* With the compact forms (RFC 3261 7.3.3). */
static const struct header known[] = {
        {"Via", "sip.Via"},
        {"v", "sip.Via"},
        {"From", "sip.From"},
        {"f", "sip.From"},
        {"To", "sip.To"},
        {"t", "sip.To"},
        {"Call-ID", "sip.Call-ID"},
        {"i", "sip.Call-ID"},
        {"CSeq", "sip.CSeq"},
        {"Contact", "sip.Contact"},
        {"m", "sip.Contact"},
        {"Max-Forwards", "sip.Max-Forwards"},
        {"Content-Type", "sip.Content-Type"},
        {"c", "sip.Content-Type"},
        {"Content-Length", "sip.Content-Length"},
        {"l", "sip.Content-Length"},
        {"User-Agent", "sip.User-Agent"},
        {"Server", "sip.Server"},
        {"Expires", "sip.Expires"},
        {"Allow", "sip.Allow"},
        {"Route", "sip.Route"},
        {"Record-Route", "sip.Record-Route"},
        {"Subject", "sip.Subject"},
        {"s", "sip.Subject"},
        {"Supported", "sip.Supported"},
        {"k", "sip.Supported"},
        {"Authorization", "sip.Authorization"},
        {"WWW-Authenticate", "sip.WWW-Authenticate"},
        {"Proxy-Authenticate", "sip.Proxy-Authenticate"},
        {"Proxy-Authorization", "sip.Proxy-Authorization"},
        {"Event", "sip.Event"},
        {"o", "sip.Event"},
        {"Accept", "sip.Accept"},
        {"Require", "sip.Require"},
        {"Reason", "sip.Reason"},
};
static const struct headers headers = {known, COUNT_OF(known), "sip.unknown_header"};
static const struct field_spec lines[] = {
        {"sip.Request-Line", N_("Request line"), FIELD_TEXT, .depth = 1},
        {"sip.Status-Line", N_("Status line"), FIELD_TEXT, .depth = 1},
};
static const struct field_spec parts[2][3] = {
        {{"sip.Method", N_("Method"), FIELD_TEXT, .depth = 2},
                {"sip.r-uri", N_("Target"), FIELD_TEXT, .depth = 2},
                {"sip.Version", N_("Version"), FIELD_TEXT, .depth = 2}},
        {{"sip.Version", N_("Version"), FIELD_TEXT, .depth = 2},
                {"sip.Status-Code", N_("Status code"), FIELD_TEXT, .depth = 2},
                {"sip.Reason-Phrase", N_("Reason"), FIELD_TEXT, .depth = 2}},
};
static const struct field_spec body = {"sip.msg_body", N_("Body"), FIELD_BYTES, .depth = 1};
static const struct spec_group groups[] = {
        SPEC_GROUP(lines), SPEC_GROUP(parts[0]), SPEC_GROUP(parts[1]), {NULL, 0}};

/* A method, a blank, an address of one of three kinds: no other protocol has that. */
static bool sure(struct bytes b, const struct packet *p)
{
	(void)p;
	if (app_begins(&b, "SIP/2.0 "))
		return true;
	struct bytes method = b;
	for (unsigned i = 0; i <= METHOD_MAX && app_byte(&b, 0) >= 'A' && app_byte(&b, 0) <= 'Z';
	        i++)
		bytes_skip(&b, 1);
	if (bytes_u8(&b) != ' ' || (app_byte(&b, 0) != 's' && app_byte(&b, 0) != 't') ||
	        !lines_verb(&method, methods))
		return false;
	return app_begins(&b, "sip:") || app_begins(&b, "sips:") || app_begins(&b, "tel:");
}

static void fields(struct builder *b, const struct packet_layer *l)
{
	struct part p = part_of_layer(b, l);
	struct bytes start = part_bytes(&p);
	bool status = app_begins(&start, "SIP/"), ended;
	struct line first;
	if (!lines_take(&p, &first))
		return;
	field_add_sized(b, &lines[status], first.at, first.n);
	lines_words(b, &first, parts[status], 3, false);
	lines_headers(&p, &headers, &ended);
	part_sized(&p, &body, part_left(&p));
}

const struct app app_sip = {sure, sure, lines_summary};
const struct protocol protocol_sip = {
        "sip", N_("Session Initiation Protocol"), "SIP", app_decode, fields, groups};
