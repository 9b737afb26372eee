/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the data of each type of DNS record hold: tables of values, names and texts in order.
 */
#include "packet/application/dns_internal.h"

#define STRINGS_MAX 64

enum what {
	NUMBER, /* of `size` bytes */
	HEX,
	ADDR4,
	ADDR6,
	NAME,   /* a domain name */
	STRING, /* a byte of length, then text */
	TEXT,   /* the rest, as text */
	BYTES,  /* the rest */
	SIZED,  /* a byte of length, then bytes */
	BITMAP, /* the rest: types of records (RFC 4034 4.1.2) */
	STAMP,  /* seconds since 1970 in 4 bytes */
};

struct piece {
	const char *name, *label;
	uint8_t what, size;
	const struct word *words;
};

static const struct word algorithms[] = {{5, "RSA/SHA-1"}, {7, "RSA/SHA-1 NSEC3"},
        {8, "RSA/SHA-256"}, {10, "RSA/SHA-512"}, {13, "ECDSA P-256 SHA-256"},
        {14, "ECDSA P-384 SHA-384"}, {15, "Ed25519"}, {16, "Ed448"}, {0, NULL}};
static const struct word digests[] = {{1, "SHA-1"}, {2, "SHA-256"}, {4, "SHA-384"}, {0, NULL}};
static const struct word usages[] = {{0, N_("authority must be this one")},
        {1, N_("certificate must be this one")}, {2, N_("this authority is to be trusted")},
        {3, N_("this certificate is to be trusted")}, {0, NULL}};
static const struct word key_flags[] = {
        {256, N_("zone key")}, {257, N_("zone key, entry point")}, {0, NULL}};

static const struct piece a[] = {{"dns.a", N_("Address"), ADDR4, 4, NULL}};
static const struct piece aaaa[] = {{"dns.aaaa", N_("Address"), ADDR6, 16, NULL}};
static const struct piece ns[] = {{"dns.ns", N_("Name server"), NAME, 0, NULL}};
static const struct piece cname[] = {{"dns.cname", N_("Canonical name"), NAME, 0, NULL}};
static const struct piece dname[] = {{"dns.dname", N_("Names below are below"), NAME, 0, NULL}};
static const struct piece ptr[] = {{"dns.ptr.domain_name", N_("Name"), NAME, 0, NULL}};
static const struct piece soa[] = {
        {"dns.soa.mname", N_("Primary server"), NAME, 0, NULL},
        {"dns.soa.rname", N_("Mail of who is responsible"), NAME, 0, NULL},
        {"dns.soa.serial_number", N_("Serial number"), NUMBER, 4, NULL},
        {"dns.soa.refresh_interval", N_("Secondaries look every s"), NUMBER, 4, NULL},
        {"dns.soa.retry_interval", N_("and again after s"), NUMBER, 4, NULL},
        {"dns.soa.expire_limit", N_("and give up after s"), NUMBER, 4, NULL},
        {"dns.soa.minimum_ttl", N_("\"No such name\" is kept s"), NUMBER, 4, NULL},
};
static const struct piece hinfo[] = {
        {"dns.hinfo.cpu", N_("Processor"), STRING, 0, NULL},
        {"dns.hinfo.os", N_("System"), STRING, 0, NULL},
};
static const struct piece mx[] = {
        {"dns.mx.preference", N_("Preference"), NUMBER, 2, NULL},
        {"dns.mx.mail_exchange", N_("Mail server"), NAME, 0, NULL},
};
static const struct piece rp[] = {
        {"dns.rp.mailbox", N_("Mail of who is responsible"), NAME, 0, NULL},
        {"dns.rp.txt_rr", N_("More is told by TXT of"), NAME, 0, NULL},
};
static const struct piece afsdb[] = {
        {"dns.afsdb.subtype", N_("Subtype"), NUMBER, 2, NULL},
        {"dns.afsdb.hostname", N_("Host"), NAME, 0, NULL},
};
static const struct piece srv[] = {
        {"dns.srv.priority", N_("Priority"), NUMBER, 2, NULL},
        {"dns.srv.weight", N_("Weight"), NUMBER, 2, NULL},
        {"dns.srv.port", N_("Port"), NUMBER, 2, NULL},
        {"dns.srv.target", N_("Target host"), NAME, 0, NULL},
};
static const struct piece naptr[] = {
        {"dns.naptr.order", N_("Order"), NUMBER, 2, NULL},
        {"dns.naptr.preference", N_("Preference"), NUMBER, 2, NULL},
        {"dns.naptr.flags", N_("Flags"), STRING, 0, NULL},
        {"dns.naptr.service", N_("Service"), STRING, 0, NULL},
        {"dns.naptr.regex", N_("Substitution"), STRING, 0, NULL},
        {"dns.naptr.replacement", N_("Replacement"), NAME, 0, NULL},
};
static const struct piece kx[] = {
        {"dns.kx.preference", N_("Preference"), NUMBER, 2, NULL},
        {"dns.kx.key_exchange", N_("Key exchanger"), NAME, 0, NULL},
};
static const struct piece ds[] = {
        {"dns.ds.key_id", N_("Key tag"), NUMBER, 2, NULL},
        {"dns.ds.algorithm", N_("Algorithm"), NUMBER, 1, algorithms},
        {"dns.ds.digest_type", N_("Digest type"), NUMBER, 1, digests},
        {"dns.ds.digest", N_("Digest"), BYTES, 0, NULL},
};
static const struct piece sshfp[] = {
        {"dns.sshfp.algorithm", N_("Algorithm"), NUMBER, 1, NULL},
        {"dns.sshfp.fingerprint.type", N_("Fingerprint type"), NUMBER, 1, NULL},
        {"dns.sshfp.fingerprint", N_("Fingerprint"), BYTES, 0, NULL},
};
static const struct piece rrsig[] = {
        {"dns.rrsig.type_covered", N_("Type covered"), NUMBER, 2, dns_types},
        {"dns.rrsig.algorithm", N_("Algorithm"), NUMBER, 1, algorithms},
        {"dns.rrsig.labels", N_("Labels"), NUMBER, 1, NULL},
        {"dns.rrsig.original_ttl", N_("Original time to live"), NUMBER, 4, NULL},
        {"dns.rrsig.signature_expiration", N_("Valid until"), STAMP, 4, NULL},
        {"dns.rrsig.signature_inception", N_("Valid from"), STAMP, 4, NULL},
        {"dns.rrsig.key_tag", N_("Key tag"), NUMBER, 2, NULL},
        {"dns.rrsig.signers_name", N_("Signer"), NAME, 0, NULL},
        {"dns.rrsig.signature", N_("Signature"), BYTES, 0, NULL},
};
static const struct piece nsec[] = {
        {"dns.nsec.next_domain_name", N_("Next name"), NAME, 0, NULL},
        {"dns.nsec.types", N_("Types there are"), BITMAP, 0, NULL},
};
static const struct piece dnskey[] = {
        {"dns.dnskey.flags", N_("Flags"), HEX, 2, key_flags},
        {"dns.dnskey.protocol", N_("Protocol"), NUMBER, 1, NULL},
        {"dns.dnskey.algorithm", N_("Algorithm"), NUMBER, 1, algorithms},
        {"dns.dnskey.public_key", N_("Public key"), BYTES, 0, NULL},
};
static const struct piece nsec3[] = {
        {"dns.nsec3.algo", N_("Hash algorithm"), NUMBER, 1, digests},
        {"dns.nsec3.flags", N_("Flags"), HEX, 1, NULL},
        {"dns.nsec3.iterations", N_("Iterations"), NUMBER, 2, NULL},
        {"dns.nsec3.salt_value", N_("Salt"), SIZED, 0, NULL},
        {"dns.nsec3.hash_value", N_("Hash of the next name"), SIZED, 0, NULL},
        {"dns.nsec.types", N_("Types there are"), BITMAP, 0, NULL},
};
static const struct piece nsec3param[] = {
        {"dns.nsec3.algo", N_("Hash algorithm"), NUMBER, 1, digests},
        {"dns.nsec3.flags", N_("Flags"), HEX, 1, NULL},
        {"dns.nsec3.iterations", N_("Iterations"), NUMBER, 2, NULL},
        {"dns.nsec3.salt_value", N_("Salt"), SIZED, 0, NULL},
};
static const struct piece tlsa[] = {
        {"dns.tlsa.certificate_usage", N_("Usage"), NUMBER, 1, usages},
        {"dns.tlsa.selector", N_("Selector"), NUMBER, 1, NULL},
        {"dns.tlsa.matching_type", N_("Matching type"), NUMBER, 1, NULL},
        {"dns.tlsa.certificate_association_data", N_("Data"), BYTES, 0, NULL},
};
static const struct piece eui48[] = {{"dns.eui48", N_("Address"), BYTES, 0, NULL}};
static const struct piece tsig[] = {
        {"dns.tsig.algorithm_name", N_("Algorithm"), NAME, 0, NULL},
        {"dns.tsig.time_signed", N_("Signed at"), NUMBER, 6, NULL},
        {"dns.tsig.fudge", N_("Clocks may differ by s"), NUMBER, 2, NULL},
        {"dns.tsig.mac_size", N_("Signature length"), NUMBER, 2, NULL},
        {"dns.data", N_("Signature and the rest"), BYTES, 0, NULL},
};
static const struct piece caa[] = {
        {"dns.caa.flags", N_("Flags"), HEX, 1, NULL},
        {"dns.caa.tag", N_("Tag"), STRING, 0, NULL},
        {"dns.caa.value", N_("Value"), TEXT, 0, NULL},
};

#define ROW(type, table)                                    \
	{                                                   \
		type, table, sizeof(table) / sizeof(*table) \
	}
static const struct {
	uint16_t type;
	const struct piece *pieces;
	size_t count;
} records[] = {ROW(DNS_A, a), ROW(DNS_NS, ns), ROW(DNS_CNAME, cname), ROW(6, soa),
        ROW(DNS_PTR, ptr), ROW(13, hinfo), ROW(15, mx), ROW(17, rp), ROW(18, afsdb),
        ROW(DNS_AAAA, aaaa), ROW(33, srv), ROW(35, naptr), ROW(36, kx), ROW(39, dname), ROW(43, ds),
        ROW(44, sshfp), ROW(46, rrsig), ROW(47, nsec), ROW(48, dnskey), ROW(50, nsec3),
        ROW(51, nsec3param), ROW(52, tlsa), ROW(59, ds), ROW(60, dnskey), ROW(108, eui48),
        ROW(250, tsig), ROW(257, caa)};

static void add_name(struct part *p, const struct dns_message *m, const struct field_spec *s)
{
	struct dns_message at = *m;
	at.b.pos = p->at - m->offset;
	bool inside = dns_add_name(p->b, &at, s) && m->offset + at.b.pos <= p->end;
	p->at = inside ? m->offset + (uint32_t)at.b.pos : p->end;
}

/* Windows of 256 types: its number, how many bytes of bits, the bits. */
static void add_types(struct part *p, const struct field_spec *s)
{
	char text[72];
	struct out o = out_begin(text, sizeof(text));
	struct bytes c = part_bytes(p);
	while (!c.bad && bytes_left(&c) > 2) {
		unsigned window = bytes_u8(&c) * 256u;
		struct bytes bits = bytes_sub(&c, bytes_u8(&c));
		for (unsigned i = 0; i < bytes_left(&bits) * 8; i++) {
			const char *type = word_find(dns_types, window + i);
			if (app_byte(&bits, i / 8) >> (7 - i % 8) & 1)
				out_add(&o, "%s%s", o.len ? " " : "", type ? type : "?");
		}
	}
	field_mean(part_sized(p, s, part_left(p)), "%s", text);
}

static void add_piece(struct part *p, const struct dns_message *m, const struct piece *piece)
{
	static const uint8_t forms[] = {
	        [NUMBER] = FIELD_UINT,
	        [HEX] = FIELD_HEX,
	        [ADDR4] = FIELD_IPV4,
	        [ADDR6] = FIELD_IPV6,
	        [NAME] = FIELD_BYTES,
	        [STRING] = FIELD_TEXT,
	        [TEXT] = FIELD_TEXT,
	        [BYTES] = FIELD_BYTES,
	        [SIZED] = FIELD_BYTES,
	        [BITMAP] = FIELD_BYTES,
	        [STAMP] = FIELD_UINT,
	};
	_Static_assert(COUNT_OF(forms) == STAMP + 1, "one per kind of piece");
	struct field_spec s = {
	        piece->name, piece->label, forms[piece->what], .depth = 2, .words = piece->words};
	switch ((enum what)piece->what) {
	case NAME:
		add_name(p, m, &s);
		break;
	case STRING:
	case SIZED: {
		uint32_t n = (uint32_t)part_number(p, 0, 1);
		part_skip(p, 1);
		part_sized(p, &s, n);
		break;
	}
	case TEXT:
	case BYTES:
		part_sized(p, &s, part_left(p));
		break;
	case BITMAP:
		add_types(p, &s);
		break;
	case NUMBER:
	case HEX:
	case ADDR4:
	case ADDR6:
	case STAMP:
		part_sized(p, &s, piece->size);
		break;
	}
}

/* Strings, each behind its length (RFC 1035 3.3.14). */
static void add_strings(struct part *p, bool spf)
{
	const struct field_spec length = {
	        spf ? "dns.spf.length" : "dns.txt.length", N_("Length"), FIELD_UINT, 2, .bits = 8};
	const struct field_spec text = {
	        spf ? "dns.spf" : "dns.txt", N_("Text"), FIELD_TEXT, .depth = 2};
	for (unsigned i = 0; i < STRINGS_MAX && part_left(p); i++) {
		uint32_t n = (uint32_t)part_number(p, 0, 1);
		part_add(p, &length);
		part_upto(p, &text, n);
	}
}

/* EDNS options (RFC 6891 6.1.2). */
static void add_options(struct part *p)
{
	static const struct word codes[] = {{3, N_("name server's identifier")},
	        {8, N_("client's subnet")}, {9, N_("expiry")}, {10, N_("cookie")},
	        {11, N_("how long TCP stays open")}, {12, N_("padding")}, {14, N_("key tags")},
	        {15, N_("extended error")}, {0, NULL}};
	static const struct word errors[] = {{0, N_("other")}, {3, N_("stale answer")},
	        {4, N_("forged answer")}, {6, N_("DNSSEC: bogus")}, {7, N_("signature expired")},
	        {9, N_("DNSKEY missing")}, {10, N_("RRSIGs missing")}, {15, N_("blocked")},
	        {16, N_("censored")}, {17, N_("filtered")}, {18, N_("prohibited")},
	        {22, N_("no authority reachable")}, {23, N_("network error")}, {0, NULL}};
	static const struct field_spec head[] = {
	        {"dns.opt.code", N_("Option"), FIELD_UINT, 2, .bit = 0, .bits = 16, .words = codes},
	        {"dns.opt.len", N_("Length"), FIELD_UINT, 3, .bit = 16, .bits = 16},
	};
	static const struct field_spec subnet[] = {
	        {"dns.opt.client.family", N_("Address family"), FIELD_UINT, 3, .bit = 0,
	                .bits = 16},
	        {"dns.opt.client.netmask", N_("Bits that count"), FIELD_UINT, 3, .bit = 16,
	                .bits = 8},
	        {"dns.opt.client.scope", N_("Bits the answer is for"), FIELD_UINT, 3, .bit = 24,
	                .bits = 8},
	};
	static const struct field_spec client = {
	        "dns.opt.cookie.client", N_("Client's cookie"), FIELD_BYTES, 3, .bits = 64};
	static const struct field_spec error = {"dns.opt.ext_error.info_code", N_("Error"),
	        FIELD_UINT, 3, .bits = 16, .words = errors};
	static const struct field_spec data = {"dns.opt.data", N_("Data"), FIELD_BYTES, .depth = 3};
	for (unsigned i = 0; i < STRINGS_MAX && part_left(p) >= 4; i++) {
		unsigned code = (unsigned)part_number(p, 0, 2);
		uint32_t n = (uint32_t)part_number(p, 2, 2);
		PART_TABLE(p, head, 4);
		struct part value = part_take(p, n);
		if (code == 8 && part_left(&value) >= 4)
			PART_TABLE(&value, subnet, 4);
		else if (code == 10)
			part_add(&value, &client);
		else if (code == 15)
			part_add(&value, &error);
		part_sized(&value, &data, part_left(&value));
	}
}

/* Service parameters (RFC 9460 2.2): keys in order, each with a value. */
static void add_service(struct part *p, const struct dns_message *m)
{
	static const struct word keys[] = {{0, "mandatory"}, {1, "alpn"}, {2, "no-default-alpn"},
	        {3, "port"}, {4, "ipv4hint"}, {5, "ech"}, {6, "ipv6hint"}, {0, NULL}};
	static const struct piece pieces[] = {
	        {"dns.svcb.svcpriority", N_("Priority"), NUMBER, 2, NULL},
	        {"dns.svcb.targetname", N_("Target"), NAME, 0, NULL},
	};
	static const struct field_spec head[] = {
	        {"dns.svcb.svcparam.key", N_("Parameter"), FIELD_UINT, 2, .bit = 0, .bits = 16,
	                .words = keys},
	        {"dns.svcb.svcparam.value.length", N_("Length"), FIELD_UINT, 3, .bit = 16,
	                .bits = 16},
	};
	static const struct field_spec alpn = {
	        "dns.svcb.svcparam.alpn", N_("Protocol"), FIELD_TEXT, .depth = 3};
	static const struct field_spec port = {
	        "dns.svcb.svcparam.port", N_("Port"), FIELD_UINT, 3, .bits = 16};
	static const struct field_spec four = {
	        "dns.svcb.svcparam.ipv4hint.ip", N_("Address"), FIELD_IPV4, 3, .bits = 32};
	static const struct field_spec six = {
	        "dns.svcb.svcparam.ipv6hint.ip", N_("Address"), FIELD_IPV6, 3, .bits = 128};
	static const struct field_spec value = {
	        "dns.svcb.svcparam.value", N_("Value"), FIELD_BYTES, .depth = 3};
	for (size_t i = 0; i < COUNT_OF(pieces); i++)
		add_piece(p, m, &pieces[i]);
	for (unsigned i = 0; i < STRINGS_MAX && part_left(p) >= 4; i++) {
		unsigned key = (unsigned)part_number(p, 0, 2);
		uint32_t n = (uint32_t)part_number(p, 2, 2);
		PART_TABLE(p, head, 4);
		struct part v = part_take(p, n);
		while (key == 1 && part_left(&v)) {
			n = (uint32_t)part_number(&v, 0, 1);
			part_skip(&v, 1);
			part_upto(&v, &alpn, n);
		}
		while ((key == 4 || key == 6) && part_left(&v))
			part_add(&v, key == 4 ? &four : &six);
		if (key == 3)
			part_add(&v, &port);
		part_sized(&v, &value, part_left(&v));
	}
}

void dns_data_fields(struct builder *b, struct dns_message m, unsigned type, uint32_t n)
{
	static const struct field_spec other = {"dns.data", N_("Data"), FIELD_BYTES, .depth = 2};
	struct part whole = {b, m.offset + (uint32_t)m.b.pos, m.offset + (uint32_t)m.b.len, false};
	struct part p = part_take(&whole, n);
	if (type == DNS_TXT || type == 99)
		add_strings(&p, type == 99);
	else if (type == DNS_OPT)
		add_options(&p);
	else if (type == 64 || type == 65)
		add_service(&p, &m);
	/* An update's record may have no data at all (RFC 2136 2.4). */
	for (size_t i = 0; i < COUNT_OF(records) && part_left(&p); i++) {
		for (size_t k = 0; records[i].type == type && k < records[i].count; k++)
			add_piece(&p, &m, &records[i].pieces[k]);
	}
	part_sized(&p, &other, part_left(&p));
}
