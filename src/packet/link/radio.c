/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a radio says of a frame of IEEE 802.11 before it: radiotap (www.radiotap.org), or the older
 * Prism and AVS headers.
 */
#include "packet/fields_internal.h"

#define RADIOTAP_LEAST 8
#define PRISM_LENGTH 144
#define AVS_LEAST 64
#define AVS_MAGIC 0x80211000u

/* Bits of radiotap's flags. */
enum { FLAG_FCS = 0x10, FLAG_PADDED = 0x20 };

static const struct field_spec radiotap[] = {
        {"radiotap.version", N_("Version"), FIELD_UINT, 1, .bit = 0, .bits = 8},
        {"radiotap.pad", N_("Padding"), FIELD_UINT, 1, .bit = 8, .bits = 8},
        {"radiotap.length", N_("Length"), FIELD_UINT, 1, .bit = 16, .bits = 16, .little = 2},
        {"radiotap.present.word", N_("What is there"), FIELD_HEX, 1, .bit = 32, .bits = 32,
                .little = 4},
};

/* The fields by their bit in the present word: how aligned, how long. */
enum { R_TSFT, R_FLAGS, R_RATE, R_CHANNEL, R_FHSS, R_SIGNAL, R_NOISE };
static const struct {
	uint8_t align, size;
	struct field_spec spec;
} items[] = {
        [R_TSFT] = {8, 8,
                {"radiotap.mactime", N_("Clock, microseconds"), FIELD_UINT, 1, .bits = 64,
                        .little = 8}},
        [R_FLAGS] = {1, 1, {"radiotap.flags", N_("Flags"), FIELD_HEX, 1, .bits = 8}},
        [R_RATE] = {1, 1, {"radiotap.datarate", N_("Rate, half Mb/s"), FIELD_UINT, 1, .bits = 8}},
        [R_CHANNEL] = {2, 4,
                {"radiotap.channel.freq", N_("Frequency, MHz"), FIELD_UINT, 1, .bits = 16,
                        .little = 2}},
        [R_FHSS] = {2, 2, {"radiotap.fhss.hopset", N_("Hop set"), FIELD_UINT, 1, .bits = 8}},
        [R_SIGNAL] = {1, 1, {"radiotap.dbm_antsignal", N_("Signal"), FIELD_UINT, 1, .bits = 8}},
        [R_NOISE] = {1, 1, {"radiotap.dbm_antnoise", N_("Noise"), FIELD_UINT, 1, .bits = 8}},
        {2, 2, {"radiotap.quality", N_("Lock quality"), FIELD_UINT, 1, .bits = 16, .little = 2}},
        {2, 2,
                {"radiotap.txattenuation", N_("Attenuation"), FIELD_UINT, 1, .bits = 16,
                        .little = 2}},
        {2, 2,
                {"radiotap.db_txattenuation", N_("Attenuation, dB"), FIELD_UINT, 1, .bits = 16,
                        .little = 2}},
        {1, 1, {"radiotap.txpower", N_("Transmit power"), FIELD_UINT, 1, .bits = 8}},
        {1, 1, {"radiotap.antenna", N_("Antenna"), FIELD_UINT, 1, .bits = 8}},
        {1, 1, {"radiotap.db_antsignal", N_("Signal, dB"), FIELD_UINT, 1, .bits = 8}},
        {1, 1, {"radiotap.db_antnoise", N_("Noise, dB"), FIELD_UINT, 1, .bits = 8}},
};

static const struct field_spec prism[] = {
        {"prism.msgcode", N_("Message"), FIELD_HEX, 1, .bit = 0, .bits = 32, .little = 4},
        {"prism.msglen", N_("Length"), FIELD_UINT, 1, .bit = 32, .bits = 32, .little = 4},
        {"prism.devname", N_("Interface"), FIELD_TEXT, 1, .bit = 64, .bits = 128},
};
static const struct field_spec avs[] = {
        {"wlancap.magic", N_("Magic number"), FIELD_HEX, 1, .bit = 0, .bits = 32},
        {"wlancap.length", N_("Length"), FIELD_UINT, 1, .bit = 32, .bits = 32},
        {"wlancap.mactime", N_("Clock"), FIELD_UINT, 1, .bit = 64, .bits = 64},
        {"wlancap.hosttime", N_("Host's clock"), FIELD_UINT, 1, .bit = 128, .bits = 64},
};
static const struct spec_group groups[] = {
        SPEC_GROUP(radiotap), SPEC_GROUP(prism), SPEC_GROUP(avs), {NULL, 0}};

enum form { FORM_RADIOTAP, FORM_PRISM, FORM_AVS };

static uint32_t le32(const uint8_t *h)
{
	return __builtin_bswap32(get32(h));
}

/* Prism captures may hold AVS headers. */
static enum form form_of(const uint8_t *h)
{
	if ((get32(h) & 0xfffff000) == AVS_MAGIC)
		return FORM_AVS;
	uint32_t code = le32(h);
	return (code & 0xffff) == 0x44 || (code & 0xffff) == 0x41 ? FORM_PRISM : FORM_RADIOTAP;
}

/* Where the item of that bit lies from the header's start, 0 when it is not there. Words of
 * `present` go on as long as their highest bit is set. */
static uint32_t item_at(struct bytes c, unsigned bit)
{
	uint8_t word[4];
	size_t start = c.pos;
	bytes_skip(&c, 4);
	bytes_copy(&c, word, 4);
	uint32_t present = le32(word), more = present;
	while ((more & 0x80000000u) && bytes_copy(&c, word, 4))
		more = le32(word);
	if (c.bad || !(present >> bit & 1))
		return 0;
	uint32_t at = (uint32_t)(c.pos - start);
	for (unsigned i = 0; i <= bit; i++) {
		if (!(present >> i & 1))
			continue;
		at = (at + items[i].align - 1u) & ~(items[i].align - 1u);
		if (i < bit)
			at += items[i].size;
	}
	return at;
}

/* The flags say whether a check sequence ends the frame and how its header is padded. */
static void note_flags(struct decode *d, struct bytes c, uint32_t length)
{
	uint32_t at = item_at(c, R_FLAGS);
	if (at == 0 || at >= length || !bytes_skip(&c, at))
		return;
	uint8_t flags = bytes_u8(&c);
	d->wlan_padded = flags & FLAG_PADDED;
	if ((flags & FLAG_FCS) && d->end >= d->at + length + 4)
		d->end -= 4;
}

static enum packet_layer_kind decode(struct decode *d)
{
	uint8_t h[RADIOTAP_LEAST];
	struct bytes c = decode_cursor(d), whole = c;
	if (!bytes_copy(&c, h, sizeof(h)))
		return decode_refuse(d, sizeof(h));
	uint32_t n = 0;
	switch (form_of(h)) {
	case FORM_AVS:
		n = get32(h + 4);
		break;
	case FORM_PRISM:
		n = PRISM_LENGTH;
		break;
	case FORM_RADIOTAP:
		n = (uint32_t)h[2] | (uint32_t)h[3] << 8;
		break;
	}
	if (n < RADIOTAP_LEAST)
		return decode_malformed(d);
	if (decode_left(d) < n)
		return decode_refuse(d, n < AVS_LEAST * 1024 ? n : AVS_LEAST * 1024);
	if (form_of(h) == FORM_RADIOTAP)
		note_flags(d, whole, n);
	decode_layer(d, LAYER_RADIO, n);
	return LAYER_WLAN;
}

static void add_radiotap(struct builder *b, const struct packet_layer *l)
{
	FIELD_ADD_ALL(b, radiotap, l->offset);
	struct bytes c = builder_cursor(b, l->offset, l->offset + l->length);
	for (unsigned i = 0; i < COUNT_OF(items); i++) {
		uint32_t at = item_at(c, i);
		if (at == 0 || at + items[i].size > l->length)
			continue;
		struct field *f = field_add(b, &items[i].spec, l->offset + at);
		if (f && (i == R_SIGNAL || i == R_NOISE))
			field_mean(f, "%d dBm", (int)(int8_t)f->value);
		if (f && i == R_RATE)
			field_mean(f, _("%.3g Mb/s"), (double)f->value / 2);
	}
}

static void fields(struct builder *b, const struct packet_layer *l)
{
	static const struct {
		const char *name, *label;
	} headers[] = {
	        [FORM_RADIOTAP] = {"radiotap", N_("Radiotap header")},
	        [FORM_PRISM] = {"prism", N_("Prism header")},
	        [FORM_AVS] = {"wlancap", N_("AVS header")},
	};
	uint8_t h[RADIOTAP_LEAST];
	if (!builder_copy(b, l->offset, h, sizeof(h)))
		return;
	enum form form = form_of(h);
	if (b->list->count) { /* the layer's own header line is general: make it this one's */
		b->list->at[b->list->count - 1].name = headers[form].name;
		b->list->at[b->list->count - 1].label = headers[form].label;
	}
	if (form == FORM_RADIOTAP)
		add_radiotap(b, l);
	else if (form == FORM_PRISM)
		FIELD_ADD_ALL(b, prism, l->offset);
	else
		FIELD_ADD_ALL(b, avs, l->offset);
}

const struct protocol protocol_radio = {
        "radiotap", N_("Radio header"), "radio", decode, fields, groups};
