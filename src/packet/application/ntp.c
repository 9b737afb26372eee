/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Network Time Protocol (RFC 5905 7.3); versions 1 to 4 and SNTP have the same header.
 */
#include <time.h>

#include "packet/application/app_internal.h"
#include "packet/application/part_internal.h"

#define FIXED 48
#define ERA 2208988800u /* s from 1900 to 1970 */

static const struct word leaps[] = {{0, N_("no warning")}, {1, N_("the last minute has 61 s")},
        {2, N_("the last minute has 59 s")}, {3, N_("clock not synchronized")}, {0, NULL}};
static const struct word modes[] = {{1, N_("symmetric active")}, {2, N_("symmetric passive")},
        {3, N_("client")}, {4, N_("server")}, {5, N_("broadcast")}, {6, N_("control message")},
        {7, N_("private")}, {0, NULL}};

static const struct field_spec flags[] = {
        {"ntp.flags", N_("Flags"), FIELD_HEX, 1, .bit = 0, .bits = 8},
        {"ntp.flags.li", N_("Leap indicator"), FIELD_UINT, 2, .bit = 0, .bits = 2, .words = leaps},
        {"ntp.flags.vn", N_("Version"), FIELD_UINT, 2, .bit = 2, .bits = 3},
        {"ntp.flags.mode", N_("Mode"), FIELD_UINT, 2, .bit = 5, .bits = 3, .words = modes},
};
static const struct field_spec head[] = {
        {"ntp.stratum", N_("Stratum"), FIELD_UINT, 1, .bit = 0, .bits = 8},
        {"ntp.ppoll", N_("Polls every 2^n s"), FIELD_UINT, 1, .bit = 8, .bits = 8},
        {"ntp.precision", N_("Precision 2^n s"), FIELD_UINT, 1, .bit = 16, .bits = 8},
        {"ntp.rootdelay", N_("Round trip to the root"), FIELD_UINT, 1, .bit = 24, .bits = 32},
        {"ntp.rootdispersion", N_("Error bound"), FIELD_UINT, 1, .bit = 56, .bits = 32},
        {"ntp.refid", N_("Reference"), FIELD_BYTES, 1, .bit = 88, .bits = 32},
};
static const struct field_spec stamps[] = {
        {"ntp.reftime", N_("Last set"), FIELD_BYTES, 1, .bits = 64},
        {"ntp.org", N_("Client sent at"), FIELD_BYTES, 1, .bits = 64},
        {"ntp.rec", N_("Server received at"), FIELD_BYTES, 1, .bits = 64},
        {"ntp.xmt", N_("This was sent at"), FIELD_BYTES, 1, .bits = 64},
};
static const struct field_spec key = {
        "ntp.keyid", N_("Key and extensions"), FIELD_BYTES, .depth = 1};
static const struct field_spec control = {
        "ntp.ctrl.data", N_("Control message"), FIELD_BYTES, .depth = 1};
static const struct spec_group groups[] = {SPEC_GROUP(flags), SPEC_GROUP(head), {NULL, 0}};

static bool fits(struct bytes b, const struct packet *p)
{
	(void)p;
	unsigned mode = app_byte(&b, 0) & 7, version = app_byte(&b, 0) >> 3 & 7;
	if (version < 1 || version > 4)
		return false;
	return mode >= 6 ? bytes_left(&b) >= 4 : mode > 0 && bytes_left(&b) >= 24;
}

/* Seconds since 1900 and a fraction (RFC 5905 6); in era 0, which lasts until 2036. */
static void add_stamp(struct part *p, const struct field_spec *s)
{
	uint32_t seconds = (uint32_t)part_number(p, 0, 4);
	uint64_t fraction = part_number(p, 4, 4);
	struct field *f = part_add(p, s);
	if (seconds == 0 && fraction == 0) {
		field_mean(f, "%s", _("not known"));
		return;
	}
	time_t at = (time_t)(int64_t)seconds - (time_t)ERA;
	struct tm tm;
	char text[40] = "";
	if (gmtime_r(&at, &tm))
		strftime(text, sizeof(text), "%Y-%m-%d %H:%M:%S", &tm);
	field_mean(f, "%s.%06u UTC", text, (unsigned)(fraction * 1000000 >> 32));
}

static void mean_reference(struct field *f, unsigned stratum, const uint8_t id[4])
{
	bool letters = stratum <= 1;
	for (unsigned i = 0; i < 4; i++)
		letters = letters && (id[i] == 0 || (id[i] > ' ' && id[i] < 127));
	if (letters)
		field_mean(f, "%.4s", (const char *)id);
	else
		field_mean(f, "%u.%u.%u.%u", id[0], id[1], id[2], id[3]);
}

static void mean_head(struct builder *b, size_t from, unsigned stratum)
{
	static const char *const fixed[] = {"ntp.rootdelay", "ntp.rootdispersion"};
	static const char *const powers[] = {"ntp.ppoll", "ntp.precision"};
	for (size_t i = 0; i < 2; i++) {
		struct field *f = builder_find(b, from, fixed[i]);
		if (f)
			field_mean(f, "%.6f s", (double)f->value / 65536);
		f = builder_find(b, from, powers[i]);
		int power = f ? (int8_t)f->value : 0;
		if (f && power >= 0 && power < 32)
			field_mean(f, "%u s", 1u << power);
		else if (f && power < 0 && power >= -32)
			field_mean(f, "%.9f s", 1.0 / (double)(1ull << -power));
	}
	struct field *f = builder_find(b, from, "ntp.stratum");
	field_mean(f, "%s",
	        stratum == 0    ? _("none, see the reference: a kiss of death")
	        : stratum == 1  ? _("has a clock of its own")
	        : stratum <= 15 ? _("synchronized by another server")
	                        : _("not synchronized"));
	uint8_t id[4];
	f = builder_find(b, from, "ntp.refid");
	if (f && builder_copy(b, f->offset, id, sizeof(id)))
		mean_reference(f, stratum, id);
}

static void fields(struct builder *b, const struct packet_layer *l)
{
	struct part p = part_of_layer(b, l);
	size_t from = b->list->count;
	bool special = (part_number(&p, 0, 1) & 7) >= 6;
	/* Mode 7 has a bit of its own in the leap indicator's place. */
	for (size_t i = 0; i < COUNT_OF(flags); i++) {
		if (i != 1 || (part_number(&p, 0, 1) & 7) != 7)
			part_peep(&p, &flags[i], 1);
	}
	part_skip(&p, 1);
	if (special) {
		part_sized(&p, &control, part_left(&p));
		return;
	}
	unsigned stratum = (unsigned)part_number(&p, 0, 1);
	PART_TABLE(&p, head, 15);
	mean_head(b, from, stratum);
	for (size_t i = 0; i < COUNT_OF(stamps); i++)
		add_stamp(&p, &stamps[i]);
	part_sized(&p, &key, part_left(&p));
}

static void summary(struct bytes b, const struct packet *p, struct out *o)
{
	(void)p;
	unsigned first = app_byte(&b, 0), stratum = app_byte(&b, 1);
	const char *mode = word_find(modes, first & 7);
	out_add(o, "NTPv%u %s", first >> 3 & 7, mode ? mode : _("reserved mode"));
	if ((first & 7) < 4 || (first & 7) > 5 || bytes_left(&b) < FIXED)
		return;
	out_add(o, _(", stratum %u"), stratum);
	struct bytes id = b;
	if (stratum == 0 && bytes_skip(&id, 12)) {
		out_add(o, " ");
		out_foreign(o, id, 4);
	}
}

const struct app app_ntp = {fits, NULL, summary};
const struct protocol protocol_ntp = {
        "ntp", N_("Network Time Protocol"), "NTP", app_decode, fields, groups};
