/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * File Transfer Protocol (RFC 959, RFC 2428): the control connection, and where the data
 * connection is to be made.
 */
#include <stdlib.h>
#include <ctype.h>
#include <stdio.h>
#include <strings.h>

#include "packet/application/lines_internal.h"

static const char *const verbs[] = {"USER", "PASS", "ACCT", "CWD", "CDUP", "SMNT", "QUIT", "REIN",
        "PORT", "PASV", "TYPE", "STRU", "MODE", "RETR", "STOR", "STOU", "APPE", "ALLO", "REST",
        "RNFR", "RNTO", "ABOR", "DELE", "RMD", "MKD", "PWD", "LIST", "NLST", "SITE", "SYST", "STAT",
        "HELP", "NOOP", "AUTH", "PBSZ", "PROT", "CCC", "FEAT", "OPTS", "EPRT", "EPSV", "MDTM",
        "SIZE", "MLST", "MLSD", "LANG", "CLNT", "HOST", "XCWD", "XPWD", "XMKD", "XRMD", NULL};

static void more(struct builder *b, const struct line *l, bool reply);

static const struct dialogue ftp = {
        .command = {{"ftp.request.command", N_("Command"), FIELD_TEXT, .depth = 1},
                {"ftp.request.arg", N_("Argument"), FIELD_TEXT, .depth = 2}},
        .reply = {{"ftp.response.code", N_("Reply"), FIELD_TEXT, .depth = 1},
                {"ftp.response.arg", N_("Text"), FIELD_TEXT, .depth = 2}},
        .verbs = verbs,
        .open = true,
        .more = more,
};
static const struct spec_group groups[] = {
        SPEC_GROUP(ftp.command), SPEC_GROUP(ftp.reply), {NULL, 0}};

/* On its port any text is, also from the middle of a long reply; what is encrypted is none. */
static bool fits(struct bytes b, const struct packet *p)
{
	return lines_text(&b) || (lines_from_server(p) ? lines_reply(&b) : lines_verb(&b, verbs));
}

/* Only a greeting that names the protocol; its commands are those of others as well. */
static bool sure(struct bytes b, const struct packet *p)
{
	(void)p;
	size_t n = lines_first(&b);
	if (!app_begins(&b, "220 ") && !app_begins(&b, "220-"))
		return false;
	for (size_t i = 4; i + 3 <= n && i < 100; i++) {
		if (memcmp(b.base + b.pos + i, "FTP", 3) == 0)
			return app_byte(&b, i - 1) != 'T'; /* no TFTP */
	}
	return false;
}

/* "10,0,0,1,156,64": an address and the two bytes of a port, from `text` on. */
static bool six_numbers(const char *text, unsigned out[6])
{
	for (unsigned i = 0; i < 6; i++) {
		char *end;
		unsigned long n = isdigit((unsigned char)*text) ? strtoul(text, &end, 10) : 256;
		if (n > 255 || (i < 5 && *end != ','))
			return false;
		out[i] = (unsigned)n;
		text = end + 1;
	}
	return true;
}

static void add_place(
        struct builder *b, const struct line *l, uint32_t from, bool passive, const unsigned n[6])
{
	static const struct field_spec specs[2][2] = {
	        {{"ftp.active.cip", N_("Client listens at"), FIELD_TEXT, .depth = 2},
	                {"ftp.active.port", N_("on port"), FIELD_TEXT, .depth = 2}},
	        {{"ftp.passive.ip", N_("Server listens at"), FIELD_TEXT, .depth = 2},
	                {"ftp.passive.port", N_("on port"), FIELD_TEXT, .depth = 2}},
	};
	struct bytes c = builder_cursor(b, l->at + from, l->at + l->n);
	uint32_t commas = 0, ip = 0, all = 0;
	while (all < bytes_left(&c) &&
	        (app_byte(&c, all) == ',' ||
	                (app_byte(&c, all) >= '0' && app_byte(&c, all) <= '9'))) {
		commas += app_byte(&c, all) == ',';
		if (commas < 4)
			ip = all + 1;
		all++;
	}
	field_mean(field_add_sized(b, &specs[passive][0], l->at + from, ip), "%u.%u.%u.%u", n[0],
	        n[1], n[2], n[3]);
	if (all > ip + 1)
		field_mean(
		        field_add_sized(b, &specs[passive][1], l->at + from + ip + 1, all - ip - 1),
		        "%u", n[4] * 256 + n[5]);
}

/* "|2|2001:db8::1|5282|", "|||6446|": family, address, port; the delimiter comes first. */
static void add_extended(struct builder *b, const struct line *l, uint32_t from, bool passive)
{
	static const struct field_spec specs[2][3] = {
	        {{"ftp.eprt.af", N_("Address family"), FIELD_TEXT, .depth = 2},
	                {"ftp.eprt.ip", N_("Client listens at"), FIELD_TEXT, .depth = 2},
	                {"ftp.eprt.port", N_("on port"), FIELD_TEXT, .depth = 2}},
	        {{"ftp.epsv.af", N_("Address family"), FIELD_TEXT, .depth = 2},
	                {"ftp.epsv.ip", N_("Server listens at"), FIELD_TEXT, .depth = 2},
	                {"ftp.epsv.port", N_("on port"), FIELD_TEXT, .depth = 2}},
	};
	struct bytes c = builder_cursor(b, l->at + from, l->at + l->n);
	uint8_t delimiter = bytes_u8(&c);
	uint32_t at = l->at + from + 1;
	for (unsigned i = 0; i < 3; i++) {
		size_t left = bytes_left(&c);
		const uint8_t *end = left ? memchr(c.base + c.pos, delimiter, left) : NULL;
		if (!end)
			return;
		uint32_t n = (uint32_t)(end - (c.base + c.pos));
		if (n)
			field_add_sized(b, &specs[passive][i], at, n);
		at += n + 1;
		bytes_skip(&c, n + 1);
	}
}

static void more(struct builder *b, const struct line *l, bool reply)
{
	char text[160];
	unsigned n[6];
	uint32_t length = l->n < sizeof(text) - 1 ? l->n : (uint32_t)sizeof(text) - 1;
	if (length < 5 || !builder_copy(b, l->at, text, length))
		return;
	text[length] = '\0';
	bool port = !reply && strncasecmp(text, "PORT ", 5) == 0;
	bool eprt = !reply && strncasecmp(text, "EPRT ", 5) == 0;
	bool passive = reply && strncmp(text, "227", 3) == 0;
	bool epsv = reply && strncmp(text, "229", 3) == 0;
	const char *open = eprt ? text + 4 : epsv ? strchr(text, '(') : NULL;
	if (open && open[1])
		add_extended(b, l, (uint32_t)(open - text) + 1, epsv);
	if (!port && !passive)
		return;
	/* Where in a 227 the numbers are is not laid down: RFC 1123 4.1.2.6. */
	size_t from = port ? 5 : strcspn(text + 4, "0123456789") + 4;
	if (from < length && six_numbers(text + from, n))
		add_place(b, l, (uint32_t)from, passive, n);
}

static void fields(struct builder *b, const struct packet_layer *l)
{
	struct part p = part_of_layer(b, l);
	lines_dialogue(&p, &ftp);
}

const struct app app_ftp = {fits, sure, lines_summary};
const struct protocol protocol_ftp = {
        "ftp", N_("File Transfer Protocol"), "FTP", app_decode, fields, groups};
