/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Mail: SMTP (RFC 5321), POP3 (RFC 1939), IMAP (RFC 9051); lines of commands and replies. A
 * segment that begins with neither is the text of a mail, and left as data.
 */
#include <strings.h>

#include "packet/application/lines_internal.h"

#define LINES_MAX 300
#define BANNER_MAX 120

static const char *const smtp_verbs[] = {"EHLO", "HELO", "LHLO", "MAIL", "RCPT", "DATA", "RSET",
        "QUIT", "NOOP", "VRFY", "EXPN", "HELP", "AUTH", "STARTTLS", "BDAT", "ETRN", "TURN", NULL};
static const char *const pop_verbs[] = {"USER", "PASS", "APOP", "AUTH", "CAPA", "STAT", "LIST",
        "RETR", "DELE", "NOOP", "RSET", "QUIT", "TOP", "UIDL", "STLS", NULL};
static const char *const imap_verbs[] = {"CAPABILITY", "NOOP", "LOGOUT", "STARTTLS", "AUTHENTICATE",
        "LOGIN", "SELECT", "EXAMINE", "CREATE", "DELETE", "RENAME", "SUBSCRIBE", "UNSUBSCRIBE",
        "LIST", "LSUB", "STATUS", "APPEND", "CHECK", "CLOSE", "EXPUNGE", "SEARCH", "FETCH", "STORE",
        "COPY", "MOVE", "UID", "IDLE", "ENABLE", "NAMESPACE", "UNSELECT", "ID", NULL};
static const char *const imap_uid[] = {"UID", NULL};
static const char *const imap_states[] = {"OK", "NO", "BAD", "BYE", "PREAUTH", NULL};

static const struct dialogue smtp = {
        .command = {{"smtp.req.command", N_("Command"), FIELD_TEXT, .depth = 1},
                {"smtp.req.parameter", N_("Argument"), FIELD_TEXT, .depth = 2}},
        .reply = {{"smtp.response.code", N_("Reply"), FIELD_TEXT, .depth = 1},
                {"smtp.rsp.parameter", N_("Text"), FIELD_TEXT, .depth = 2}},
        .data = {"smtp.message", N_("Text"), FIELD_TEXT, .depth = 1},
        .verbs = smtp_verbs,
};
static const struct spec_group smtp_groups[] = {
        SPEC_GROUP(smtp.command), SPEC_GROUP(smtp.reply), {NULL, 0}};
static const struct field_spec pop_request[] = {
        {"pop.request.command", N_("Command"), FIELD_TEXT, .depth = 1},
        {"pop.request.parameter", N_("Argument"), FIELD_TEXT, .depth = 2},
};
static const struct field_spec pop_response[] = {
        {"pop.response.indicator", N_("Reply"), FIELD_TEXT, .depth = 1},
        {"pop.response.description", N_("Text"), FIELD_TEXT, .depth = 2},
};
static const struct field_spec pop_data = {"pop.response.data", N_("Text"), FIELD_TEXT, .depth = 1};
static const struct spec_group pop_groups[] = {
        SPEC_GROUP(pop_request), SPEC_GROUP(pop_response), {NULL, 0}};
static const struct field_spec imap_request[] = {
        {"imap.request_tag", N_("Tag"), FIELD_TEXT, .depth = 1},
        {"imap.request.command", N_("Command"), FIELD_TEXT, .depth = 1},
        {"imap.request.argument", N_("Argument"), FIELD_TEXT, .depth = 2},
};
static const struct field_spec imap_uid_request[] = {
        {"imap.request_tag", N_("Tag"), FIELD_TEXT, .depth = 1},
        {"imap.request.command.uid", N_("By unique identifiers"), FIELD_TEXT, .depth = 2},
        {"imap.request.command", N_("Command"), FIELD_TEXT, .depth = 1},
        {"imap.request.argument", N_("Argument"), FIELD_TEXT, .depth = 2},
};
static const struct field_spec imap_response[] = {
        {"imap.response_tag", N_("Tag"), FIELD_TEXT, .depth = 1},
        {"imap.response.status", N_("Status"), FIELD_TEXT, .depth = 1},
        {"imap.response.text", N_("Text"), FIELD_TEXT, .depth = 2},
};
static const struct field_spec imap_line = {"imap.line", N_("Line"), FIELD_TEXT, .depth = 1};
static const struct spec_group imap_groups[] = {
        SPEC_GROUP(imap_request), SPEC_GROUP(imap_response), {NULL, 0}};

static bool smtp_fits(struct bytes b, const struct packet *p)
{
	return lines_from_server(p) ? lines_reply(&b) : lines_verb(&b, smtp_verbs);
}

/* The word stands in the first line, within what a banner may be long. */
static bool line_has(const struct bytes *b, const char *word)
{
	size_t n = lines_first(b), length = strlen(word);
	if (n > BANNER_MAX)
		n = BANNER_MAX;
	for (size_t i = 0; i + length <= n; i++) {
		if (strncasecmp((const char *)b->base + b->pos + i, word, length) == 0)
			return true;
	}
	return false;
}

/* A greeting that names the protocol, or commands that only this one has. */
static bool smtp_sure(struct bytes b, const struct packet *p)
{
	(void)p;
	if (app_byte(&b, 0) == '2')
		return (app_begins(&b, "220 ") || app_begins(&b, "220-")) && line_has(&b, "SMTP");
	return app_begins(&b, "EHLO ") || app_begins(&b, "HELO ") ||
	       app_begins(&b, "MAIL FROM:<") || app_begins(&b, "RCPT TO:<");
}

static void smtp_fields(struct builder *b, const struct packet_layer *l)
{
	struct part p = part_of_layer(b, l);
	lines_dialogue(&p, &smtp);
}

static bool pop_fits(struct bytes b, const struct packet *p)
{
	if (!lines_from_server(p))
		return lines_verb(&b, pop_verbs);
	return app_begins(&b, "+OK") || app_begins(&b, "-ERR") || app_begins(&b, "+ ");
}

static void pop_fields(struct builder *b, const struct packet_layer *l)
{
	struct part p = part_of_layer(b, l);
	bool response = lines_from_server(b->p);
	struct line line;
	for (unsigned i = 0; i < LINES_MAX; i++) {
		struct bytes c = part_bytes(&p);
		if (!lines_take(&p, &line))
			return;
		if (response ? i == 0 : lines_verb(&c, pop_verbs))
			lines_words(b, &line, response ? pop_response : pop_request, 2, true);
		else if (line.n)
			field_add_sized(b, &pop_data, line.at, line.n);
	}
}

/* The second word of the line is one of these, and the first one no header field's name. */
static bool second_is(struct bytes b, const char *const *words)
{
	uint8_t before = 0;
	for (unsigned i = 0; i < 32 && bytes_left(&b); i++) {
		uint8_t c = bytes_u8(&b);
		if (c == ' ' && i > 0)
			return before != ':' && lines_verb(&b, words);
		before = c;
		if (c <= ' ' || c >= 127)
			return false;
	}
	return false;
}

static bool imap_fits(struct bytes b, const struct packet *p)
{
	if (!lines_from_server(p))
		return second_is(b, imap_verbs);
	return app_begins(&b, "* ") || app_begins(&b, "+ ") || second_is(b, imap_states);
}

/* The greeting and the capabilities alone name it. */
static bool imap_sure(struct bytes b, const struct packet *p)
{
	(void)p;
	return (app_begins(&b, "* OK ") || app_begins(&b, "* CAPABILITY ")) &&
	       line_has(&b, "IMAP4");
}

static void imap_fields(struct builder *b, const struct packet_layer *l)
{
	struct part p = part_of_layer(b, l);
	struct line line;
	for (unsigned i = 0; i < LINES_MAX; i++) {
		struct bytes c = part_bytes(&p);
		if (!lines_take(&p, &line))
			return;
		if (second_is(c, imap_states))
			lines_words(b, &line, imap_response, 3, true);
		else if (second_is(c, imap_uid) && app_byte(&c, 0) != '*')
			lines_words(b, &line, imap_uid_request, 4, true);
		else if (second_is(c, imap_verbs) && app_byte(&c, 0) != '*')
			lines_words(b, &line, imap_request, 3, true);
		else if (line.n)
			field_add_sized(b, &imap_line, line.at, line.n);
	}
}

const struct app app_smtp = {smtp_fits, smtp_sure, lines_summary};
const struct protocol protocol_smtp = {
        "smtp", N_("Simple Mail Transfer Protocol"), "SMTP", app_decode, smtp_fields, smtp_groups};
const struct app app_pop = {pop_fits, NULL, lines_summary};
const struct protocol protocol_pop = {
        "pop", N_("Post Office Protocol"), "POP", app_decode, pop_fields, pop_groups};
const struct app app_imap = {imap_fits, imap_sure, lines_summary};
const struct protocol protocol_imap = {"imap", N_("Internet Message Access Protocol"), "IMAP",
        app_decode, imap_fields, imap_groups};
