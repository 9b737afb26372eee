/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What DNS records hold.
 */
#include "tests/unit/packet/app_cases.h"

static const struct app_case each_type_cases[] = {
        {UDP_CASE, 53, 40000,
                BYTES("\x00\x07\x81\x80\x00\x01\x00\x01\x00\x00\x00\x00\x07"
                      "example\x03org\x00\x00\x06\x00\x01\xc0\x0c\x00\x06\x00\x01\x00\x00\x01,\x00"
                      "7\x02ns\x07"
                      "example\x03org\x00\x05"
                      "admin\x07"
                      "example\x03org\x00\x00\x00\x00\x01\x00\x00\x00\x02\x00\x00\x00\x03\x00\x00"
                      "\x00\x04\x00\x00\x00\x05"),
                LAYER_DNS, false, NULL,
                {{"dns.soa.mname", NULL, "ns.example.org"},
                        {"dns.soa.rname", NULL, "admin.example.org"},
                        {"dns.soa.serial_number", "1", NULL}, {"dns.soa.minimum_ttl", "5", NULL}}},
        {UDP_CASE, 53, 40000,
                BYTES("\x00\x07\x81\x80\x00\x01\x00\x01\x00\x00\x00\x00\x07"
                      "example\x03org\x00\x00\x0c\x00\x01\xc0\x0c\x00\x0c\x00\x01\x00\x00\x01,"
                      "\x00\x12\x04host\x07"
                      "example\x03org\x00"),
                LAYER_DNS, false, NULL, {{"dns.ptr.domain_name", NULL, "host.example.org"}}},
        {UDP_CASE, 53, 40000,
                BYTES("\x00\x07\x81\x80\x00\x01\x00\x01\x00\x00\x00\x00\x07"
                      "example\x03org\x00\x00\r\x00\x01\xc0\x0c\x00\r\x00\x01\x00\x00\x01,"
                      "\x00\n\x03x86\x05Linux"),
                LAYER_DNS, false, NULL,
                {{"dns.hinfo.cpu", "x86", NULL}, {"dns.hinfo.os", "Linux", NULL}}},
        {UDP_CASE, 53, 40000,
                BYTES("\x00\x07\x81\x80\x00\x01\x00\x01\x00\x00\x00\x00\x07"
                      "example\x03org\x00\x00\x10\x00\x01\xc0\x0c\x00\x10\x00\x01\x00\x00\x01,"
                      "\x00\x0c\x06v=spf1\x04-all"),
                LAYER_DNS, false, NULL,
                {{"dns.txt", "v=spf1", NULL}, {"dns.txt.length", "6", NULL}}},
        {UDP_CASE, 53, 40000,
                BYTES("\x00\x07\x81\x80\x00\x01\x00\x01\x00\x00\x00\x00\x07"
                      "example\x03org\x00\x00\x11\x00\x01\xc0\x0c\x00\x11\x00\x01\x00\x00\x01,"
                      "\x00\x11\x02me\x07"
                      "example\x03org\x00\x00"),
                LAYER_DNS, false, NULL, {{"dns.rp.txt_rr", NULL, "<Root>"}}},
        {UDP_CASE, 53, 40000,
                BYTES("\x00\x07\x81\x80\x00\x01\x00\x01\x00\x00\x00\x00\x07"
                      "example\x03org\x00\x00#\x00\x01\xc0\x0c\x00#\x00\x01\x00\x00\x01,\x00&"
                      "\x00\x01\x00\x02\x01s\x07SIP+D2U\x00\x04_sip\x04_udp\x07"
                      "example\x03org\x00"),
                LAYER_DNS, false, NULL,
                {{"dns.naptr.service", "SIP+D2U", NULL},
                        {"dns.naptr.replacement", NULL, "_sip._udp.example.org"}}},
        {UDP_CASE, 53, 40000,
                BYTES("\x00\x07\x81\x80\x00\x01\x00\x01\x00\x00\x00\x00\x07"
                      "example\x03org\x00\x00'\x00\x01\xc0\x0c\x00'\x00\x01\x00\x00\x01,"
                      "\x00\x0f\x05other\x07"
                      "example\x00"),
                LAYER_DNS, false, NULL, {{"dns.dname", NULL, "other.example"}}},
        {UDP_CASE, 53, 40000,
                BYTES("\x00\x07\x81\x80\x00\x01\x00\x01\x00\x00\x00\x00\x07"
                      "example\x03org\x00\x00+\x00\x01\xc0\x0c\x00+\x00\x01\x00\x00\x01,\x00$"
                      "\x12g\r\x02\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
                      "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"),
                LAYER_DNS, false, NULL,
                {{"dns.ds.key_id", "4711", NULL}, {"dns.ds.algorithm", "13", "ECDSA P-256 SHA-256"},
                        {"dns.ds.digest_type", "2", "SHA-256"}}},
        {UDP_CASE, 53, 40000,
                BYTES("\x00\x07\x81\x80\x00\x01\x00\x01\x00\x00\x00\x00\x07"
                      "example\x03org\x00\x00,\x00\x01\xc0\x0c\x00,\x00\x01\x00\x00\x01,"
                      "\x00\"\x04\x02\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
                      "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"),
                LAYER_DNS, false, NULL, {{"dns.sshfp.algorithm", "4", NULL}}},
        {UDP_CASE, 53, 40000,
                BYTES("\x00\x07\x81\x80\x00\x01\x00\x01\x00\x00\x00\x00\x07"
                      "example\x03org\x00\x00.\x00\x01\xc0\x0c\x00.\x00\x01\x00\x00\x01,\x00'"
                      "\x00\x01\r\x02\x00\x00\x01,eS\xf1\x00"
                      "d\xbbZ\x80\x12g\x07"
                      "example\x03org\x00\x00\x00\x00\x00\x00\x00\x00\x00"),
                LAYER_DNS, false, NULL,
                {{"dns.rrsig.type_covered", "1", "A"},
                        {"dns.rrsig.signers_name", NULL, "example.org"}}},
        {UDP_CASE, 53, 40000,
                BYTES("\x00\x07\x81\x80\x00\x01\x00\x01\x00\x00\x00\x00\x07"
                      "example\x03org\x00\x00/\x00\x01\xc0\x0c\x00/"
                      "\x00\x01\x00\x00\x01,\x00\x12\x01"
                      "b\x07"
                      "example\x03org\x00\x00\x01@"),
                LAYER_DNS, false, NULL,
                {{"dns.nsec.next_domain_name", NULL, "b.example.org"},
                        {"dns.nsec.types", NULL, "A"}}},
        {UDP_CASE, 53, 40000,
                BYTES("\x00\x07\x81\x80\x00\x01\x00\x01\x00\x00\x00\x00\x07"
                      "example\x03org\x00\x00"
                      "0\x00\x01\xc0\x0c\x00"
                      "0\x00\x01\x00\x00\x01,"
                      "\x00\x14\x01\x01\x03\r\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
                      "\x00\x00\x00"),
                LAYER_DNS, false, NULL, {{"dns.dnskey.flags", "0x0101", "zone key, entry point"}}},
        {UDP_CASE, 53, 40000,
                BYTES("\x00\x07\x81\x80\x00\x01\x00\x01\x00\x00\x00\x00\x07"
                      "example\x03org\x00\x00"
                      "2\x00\x01\xc0\x0c\x00"
                      "2\x00\x01\x00\x00\x01,"
                      "\x00\x1f\x01\x00\x00\x05\x02\xab\xcd\x14\x00\x00\x00\x00\x00\x00\x00\x00\x00"
                      "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x01@"),
                LAYER_DNS, false, NULL,
                {{"dns.nsec3.iterations", "5", NULL}, {"dns.nsec3.salt_value", "ab cd", NULL},
                        {"dns.nsec.types", NULL, "A"}}},
        {UDP_CASE, 53, 40000,
                BYTES("\x00\x07\x81\x80\x00\x01\x00\x01\x00\x00\x00\x00\x07"
                      "example\x03org\x00\x00"
                      "4\x00\x01\xc0\x0c\x00"
                      "4\x00\x01\x00\x00\x01,\x00#"
                      "\x03\x01\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
                      "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"),
                LAYER_DNS, false, NULL, {{"dns.tlsa.certificate_usage", "3", NULL}}},
        {UDP_CASE, 53, 40000,
                BYTES("\x00\x07\x81\x80\x00\x01\x00\x01\x00\x00\x00\x00\x07"
                      "example\x03org\x00\x00"
                      "A\x00\x01\xc0\x0c\x00"
                      "A\x00\x01\x00\x00\x01,\x00/"
                      "\x00\x01\x00\x00\x01\x00\x06\x02h2\x02h3\x00\x03\x00\x02 "
                      "\xfb\x00\x04\x00\x04\n\x00\x00\x01\x00\x06\x00\x10 "
                      "\x01\r\xb8\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x01"),
                LAYER_DNS, false, NULL,
                {{"dns.svcb.svcpriority", "1", NULL}, {"dns.svcb.targetname", NULL, "<Root>"},
                        {"dns.svcb.svcparam.alpn", "h2", NULL},
                        {"dns.svcb.svcparam.port", "8443", NULL},
                        {"dns.svcb.svcparam.ipv4hint.ip", "10.0.0.1", NULL},
                        {"dns.svcb.svcparam.ipv6hint.ip", "2001:db8::1", NULL}}},
        {UDP_CASE, 53, 40000,
                BYTES("\x00\x07\x81\x80\x00\x01\x00\x01\x00\x00\x00\x00\x07"
                      "example\x03org\x00\x00"
                      "c\x00\x01\xc0\x0c\x00"
                      "c\x00\x01\x00\x00\x01,\x00\x0c\x0bv=spf1 -all"),
                LAYER_DNS, false, NULL, {{"dns.spf", "v=spf1 -all", NULL}}},
        {UDP_CASE, 53, 40000,
                BYTES("\x00\x07\x81\x80\x00\x01\x00\x01\x00\x00\x00\x00\x07"
                      "example\x03org\x00\x00l\x00\x01\xc0\x0c\x00l\x00\x01\x00\x00\x01,"
                      "\x00\x06\x02\x00\x00\x00\x00\x01"),
                LAYER_DNS, false, NULL, {{"dns.eui48", "02 00 00 00 00 01", NULL}}},
        {UDP_CASE, 53, 40000,
                BYTES("\x00\x07\x81\x80\x00\x01\x00\x01\x00\x00\x00\x00\x07"
                      "example\x03org\x00\x01\x01\x00\x01\xc0\x0c\x01\x01\x00\x01\x00\x00\x01,"
                      "\x00\x16\x00\x05issueletsencrypt.org"),
                LAYER_DNS, false, NULL,
                {{"dns.caa.tag", "issue", NULL}, {"dns.caa.value", "letsencrypt.org", NULL}}},
        {UDP_CASE, 40000, 53,
                BYTES("\x00\x01\x01 \x00\x01\x00\x00\x00\x00\x00\x01\x07"
                      "example\x03org\x00\x00\x01\x00\x01\x00\x00)"
                      "\x04\xd0\x00\x00\x80\x00\x00\x1f\x00\n\x00\x08\x00\x00\x00\x00\x00\x00\x00"
                      "\x00\x00\x08\x00\x07\x00\x01\x18\x00\n\x00\x00\x00\x0f\x00\x04\x00\x12no"),
                LAYER_DNS, false, "DNS query A example.org",
                {{"dns.opt.code", "10", "cookie"},
                        {"dns.opt.cookie.client", "00 00 00 00 00 00 00 00", NULL},
                        {"dns.opt.client.netmask", "24", NULL},
                        {"dns.opt.ext_error.info_code", "18", "prohibited"},
                        {"dns.rr.udp_payload_size", "1232", NULL}}},
};

static void each_type(void **state)
{
	(void)state;
	APP_CHECK(each_type_cases);
}

static const struct app_case kinds_of_messages_cases[] = {
        {UDP_CASE, 53, 40000,
                BYTES("\x00\x02\x81\x83\x00\x01\x00\x00\x00\x00\x00\x00\x04nope\x07"
                      "example\x00\x00\x01\x00\x01"),
                LAYER_DNS, false, "DNS answer nope.example: no such name",
                {{"dns.flags.rcode", "3", "no such name"}}},
        {UDP_CASE, 40000, 53,
                BYTES("\x00\x03(\x00\x00\x01\x00\x00\x00\x01\x00\x00\x07"
                      "example\x03org\x00\x00\x06\x00\x01\x01"
                      "a\x07"
                      "example\x03org\x00\x00\x01\x00\x01\x00\x00\x01,\x00\x04\n\x00\x00\x01"),
                LAYER_DNS, false, "DNS update SOA example.org",
                {{"dns.count.zones", "1", NULL}, {"dns.count.updates", "1", NULL}}},
        {UDP_CASE, 5353, 5353,
                BYTES("\x00\x00\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00\x05_http\x04_"
                      "tcp\x05local\x00\x00\x0c\x80\x01"),
                LAYER_MDNS, false, "mDNS query PTR _http._tcp.local",
                {{"dns.qry.qu", "1", NULL}, {"dns.qry.class", "0x0001", "IN"}}},
        {UDP_CASE, 5353, 5353,
                BYTES("\x00\x00\x84\x00\x00\x00\x00\x02\x00\x00\x00\x00\x05_http\x04_"
                      "tcp\x05local\x00\x00\x0c\x00\x01\x00\x00\x01,\x00\x16\x03web\x05_http\x04_"
                      "tcp\x05local\x00\x04host\x05local\x00\x00\x01\x80\x01\x00\x00\x01,"
                      "\x00\x04\n\x00\x00\x01"),
                LAYER_MDNS, false, "mDNS answer PTR web._http._tcp.local",
                {{"dns.resp.cache_flush", "0", NULL}}},
        {UDP_CASE, 40000, 5355,
                BYTES("\x00\x04\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00\x07printer\x00\x00\x1c\x00"
                      "\x01"),
                LAYER_LLMNR, false, "LLMNR query AAAA printer", {{NULL, NULL, NULL}}},
        {TCP_CASE, 40010, 53,
                BYTES("\x00\x1d\x00\x01\x01 \x00\x01\x00\x00\x00\x00\x00\x00\x07"
                      "example\x03org\x00\x00\x01\x00\x01\x00\x1d\x00\x01\x01 "
                      "\x00\x01\x00\x00\x00\x00\x00\x00\x07"
                      "example\x03org\x00\x00\x01\x00\x01"),
                LAYER_DNS, false, "DNS query A example.org", {{"dns.length", "29", NULL}}},
        {TCP_CASE, 40010, 53,
                BYTES("\x02\x00\x00\x01\x01 \x00\x01\x00\x00\x00\x00\x00\x01\x07"
                      "example\x03org\x00\x00\x01\x00\x01\x00\x00)"
                      "\x04\xd0\x00\x00\x80\x00\x00\x1f\x00\n\x00\x08\x00\x00\x00\x00\x00\x00\x00"
                      "\x00\x00\x08\x00\x07\x00\x01\x18\x00\n\x00\x00\x00\x0f\x00\x04\x00\x12no"),
                LAYER_DNS, false, "DNS query A example.org",
                {{"dns.length", "512", "only 71 here, it goes on"}}},
        {TCP_CASE, 40010, 53,
                BYTES("\x02\x00"
                      "defghijklmnopqrstuvwxyz{|}~\x7f\x80\x81"),
                LAYER_PAYLOAD, false, NULL, {{NULL, NULL, NULL}}},
};

static void kinds_of_messages(void **state)
{
	(void)state;
	APP_CHECK(kinds_of_messages_cases);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(each_type),
	        cmocka_unit_test(kinds_of_messages),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
