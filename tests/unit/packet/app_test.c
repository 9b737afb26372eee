/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which application is told by a port, and which by its first bytes.
 */
#include "packet/format.h"
#include "tests/unit/packet/app_cases.h"

/* A first fragment has the beginning of a message, a later one nothing that could be read. */
static void in_first_fragments(void **state)
{
	(void)state;
	struct frame f;
	frame_raw(&f, ETH4 "4500 002d 1c46 2000 4011 0000 0a000001 0a000002"
	                   "9c40 0045 051d 0000 0001 626f6f742e696d67 00 6f63746574 00");
	assert_layers(&f, LAYER_ETHERNET, LAYER_IPV4, LAYER_UDP, LAYER_TFTP);
	assert_int_equal(f.p.flags & ~PACKET_BAD_CHECKSUM, PACKET_FRAGMENT);
	frame_finish(&f);
	frame_raw(&f, ETH4 "4500 002d 1c46 2001 4011 0000 0a000001 0a000002"
	                   "9c40 0045 001d 0000 0001 626f6f742e696d67 00 6f63746574 00");
	assert_layers(&f, LAYER_ETHERNET, LAYER_IPV4, LAYER_PAYLOAD);
	frame_finish(&f);
}

/* What an ICMP error quotes is shown, but the frame is ICMP's. */
static void in_quoted_datagrams(void **state)
{
	(void)state;
	struct frame f;
	char text[200];
	frame_raw(&f, ETH4 IP4("0053", "01") "0303 0000 00000000" IP4(
	                      "0037", "11") "9c40 0035 0023 0000 1234 0100 0001 0000 0000 0000"
	                                    "0161 076578616d706c65 00 0001 0001");
	assert_layers(&f, LAYER_ETHERNET, LAYER_IPV4, LAYER_ICMP, LAYER_IPV4, LAYER_UDP, LAYER_DNS);
	assert_meaning(&f, "dns.qry.name", "a.example");
	assert_string_equal(format_protocol(&f.p), "ICMP");
	format_summary_bytes(&f.p, f.bytes, NULL, false, text, sizeof(text));
	assert_null(strstr(text, "DNS"));
	frame_finish(&f);
	/* Where a quoted segment was in its stream nobody knows. */
	frame_raw(&f, ETH4 IP4("0045", "01") "0303 0000 00000000" IP4(
	                      "0038", "06") "9c40 0050 00000001 00000002 5018 0100 0000 0000"
	                                    "474554202f20485454502f312e310d0a");
	assert_layers(
	        &f, LAYER_ETHERNET, LAYER_IPV4, LAYER_ICMP, LAYER_IPV4, LAYER_TCP, LAYER_PAYLOAD);
	frame_finish(&f);
}

static void a_guess_says_so(void **state)
{
	(void)state;
	struct frame f;
	char text[200];
	const struct app_case c = {TCP_CASE, 40000, 8000, BYTES("GET / HTTP/1.0\r\n\r\n"),
	        LAYER_HTTP, true, NULL, {{"http", NULL, "looks like it: no port says so"}}};
	app_frame(&f, &c);
	app_check_fields(&f, &c);
	format_summary_bytes(&f.p, f.bytes, NULL, false, text, sizeof(text));
	assert_non_null(strstr(text, "GET / HTTP/1.0 (looks like HTTP)"));
	assert_string_equal(format_protocol(&f.p), "HTTP");
	frame_finish(&f);
}

static const struct app_case ports_and_first_bytes_cases[] = {
        {TCP_CASE, 40000, 80, BYTES("GET / HTTP/1.0\r\n\r\n"), LAYER_HTTP, false, "GET / HTTP/1.0",
                {{NULL, NULL, NULL}}},
        {TCP_CASE, 40000, 8080, BYTES("GET / HTTP/1.0\r\n\r\n"), LAYER_HTTP, false,
                "GET / HTTP/1.0", {{NULL, NULL, NULL}}},
        {TCP_CASE, 40000, 5985, BYTES("GET /\r\n"), LAYER_HTTP, false, "GET /",
                {{NULL, NULL, NULL}}},
        {TCP_CASE, 40000, 8000, BYTES("GET / HTTP/1.0\r\n\r\n"), LAYER_HTTP, true, "GET / HTTP/1.0",
                {{NULL, NULL, NULL}}},
        {TCP_CASE, 8000, 40000, BYTES("HTTP/1.1 404 Not Found\r\n"), LAYER_HTTP, true,
                "HTTP/1.1 404 Not Found", {{NULL, NULL, NULL}}},
        {UDP_CASE, 40001, 8053,
                BYTES("\x00\x01\x01 \x00\x01\x00\x00\x00\x00\x00\x00\x07"
                      "example\x03org\x00\x00\x01\x00\x01"),
                LAYER_DNS, true, "DNS query A example.org", {{NULL, NULL, NULL}}},
        {TCP_CASE, 22, 80, BYTES("GET / HTTP/1.0\r\n\r\n"), LAYER_HTTP, false, "GET / HTTP/1.0",
                {{NULL, NULL, NULL}}},
};

static void ports_and_first_bytes(void **state)
{
	(void)state;
	APP_CHECK(ports_and_first_bytes_cases);
}

static const struct app_case no_wrong_guess_cases[] = {
        {TCP_CASE, 40000, 8888, BYTES("GET key\n"), LAYER_PAYLOAD, false, NULL,
                {{NULL, NULL, NULL}}},
        {TCP_CASE, 40000, 8888, BYTES("PUT key value\n"), LAYER_PAYLOAD, false, NULL,
                {{NULL, NULL, NULL}}},
        {TCP_CASE, 40000, 8888, BYTES("HEAD\n"), LAYER_PAYLOAD, false, NULL, {{NULL, NULL, NULL}}},
        {TCP_CASE, 40000, 8888, BYTES("POST 12\n"), LAYER_PAYLOAD, false, NULL,
                {{NULL, NULL, NULL}}},
        {TCP_CASE, 40000, 8888, BYTES("DELETE x\r\n"), LAYER_PAYLOAD, false, NULL,
                {{NULL, NULL, NULL}}},
        {TCP_CASE, 40000, 8888, BYTES("hello\n"), LAYER_PAYLOAD, false, NULL, {{NULL, NULL, NULL}}},
        {TCP_CASE, 40000, 8888, BYTES("220\n"), LAYER_PAYLOAD, false, NULL, {{NULL, NULL, NULL}}},
        {TCP_CASE, 40000, 8888, BYTES("220 ready\r\n"), LAYER_PAYLOAD, false, NULL,
                {{NULL, NULL, NULL}}},
        {TCP_CASE, 40000, 8888, BYTES("+OK\r\n"), LAYER_PAYLOAD, false, NULL, {{NULL, NULL, NULL}}},
        {TCP_CASE, 40000, 8888, BYTES("*\r\n"), LAYER_PAYLOAD, false, NULL, {{NULL, NULL, NULL}}},
        {TCP_CASE, 40000, 8888, BYTES("$\r\n"), LAYER_PAYLOAD, false, NULL, {{NULL, NULL, NULL}}},
        {TCP_CASE, 40000, 8888, BYTES("SSH\n"), LAYER_PAYLOAD, false, NULL, {{NULL, NULL, NULL}}},
        {TCP_CASE, 40000, 8888, BYTES("EHLO\n"), LAYER_PAYLOAD, false, NULL, {{NULL, NULL, NULL}}},
        {TCP_CASE, 40000, 8888, BYTES("HELP me\n"), LAYER_PAYLOAD, false, NULL,
                {{NULL, NULL, NULL}}},
        {TCP_CASE, 40000, 8888, BYTES("2"), LAYER_PAYLOAD, false, NULL, {{NULL, NULL, NULL}}},
        {TCP_CASE, 40000, 8888, BYTES("\x00"), LAYER_PAYLOAD, false, NULL, {{NULL, NULL, NULL}}},
        {TCP_CASE, 40000, 8888, BYTES("\x10"), LAYER_PAYLOAD, false, NULL, {{NULL, NULL, NULL}}},
        {TCP_CASE, 40000, 8888, BYTES("\x16"), LAYER_PAYLOAD, false, NULL, {{NULL, NULL, NULL}}},
        {TCP_CASE, 40000, 8888, BYTES("PRI"), LAYER_PAYLOAD, false, NULL, {{NULL, NULL, NULL}}},
        {TCP_CASE, 40000, 8888, BYTES("INVITE\n"), LAYER_PAYLOAD, false, NULL,
                {{NULL, NULL, NULL}}},
        {TCP_CASE, 40000, 8888, BYTES("OPTIONS are many\n"), LAYER_PAYLOAD, false, NULL,
                {{NULL, NULL, NULL}}},
        {TCP_CASE, 40000, 8888, BYTES("\x16\x03\x03"), LAYER_PAYLOAD, false, NULL,
                {{NULL, NULL, NULL}}},
        {TCP_CASE, 40000, 8888,
                BYTES("\x17\x03\x03\x00\x04"
                      "abcd"),
                LAYER_PAYLOAD, false, NULL, {{NULL, NULL, NULL}}},
        {TCP_CASE, 40000, 8888, BYTES("\x81"), LAYER_PAYLOAD, false, NULL, {{NULL, NULL, NULL}}},
        {TCP_CASE, 40000, 8888, BYTES("\x88"), LAYER_PAYLOAD, false, NULL, {{NULL, NULL, NULL}}},
        {TCP_CASE, 40000, 8888,
                BYTES("\x00\x01\x02\x03\x04\x05\x06\x07\x08\t\n\x0b\x0c\r\x0e\x0f\x10\x11\x12\x13"
                      "\x14\x15\x16\x17\x18\x19\x1a\x1b\x1c\x1d\x1e\x1f "
                      "!\"#$%&'()*+,-./"
                      "0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`"
                      "abcdefghijklmnopqrstuvwxyz{|}~"
                      "\x7f\x80\x81\x82\x83\x84\x85\x86\x87\x88\x89\x8a\x8b\x8c\x8d\x8e\x8f\x90\x91"
                      "\x92\x93\x94\x95\x96\x97\x98\x99\x9a\x9b\x9c\x9d\x9e\x9f\xa0\xa1\xa2\xa3\xa4"
                      "\xa5\xa6\xa7\xa8\xa9\xaa\xab\xac\xad\xae\xaf\xb0\xb1\xb2\xb3\xb4\xb5\xb6\xb7"
                      "\xb8\xb9\xba\xbb\xbc\xbd\xbe\xbf\xc0\xc1\xc2\xc3\xc4\xc5\xc6\xc7\xc8\xc9\xca"
                      "\xcb\xcc\xcd\xce\xcf\xd0\xd1\xd2\xd3\xd4\xd5\xd6\xd7\xd8\xd9\xda\xdb\xdc\xdd"
                      "\xde\xdf\xe0\xe1\xe2\xe3\xe4\xe5\xe6\xe7\xe8\xe9\xea\xeb\xec\xed\xee\xef\xf0"
                      "\xf1\xf2\xf3\xf4\xf5\xf6\xf7\xf8\xf9\xfa\xfb\xfc\xfd\xfe\xff"),
                LAYER_PAYLOAD, false, NULL, {{NULL, NULL, NULL}}},
        {TCP_CASE, 40000, 8888,
                BYTES("\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
                      "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
                      "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
                      "\x00\x00\x00"),
                LAYER_PAYLOAD, false, NULL, {{NULL, NULL, NULL}}},
        {TCP_CASE, 40000, 8888,
                BYTES("\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff"
                      "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff"
                      "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff"
                      "\xff\xff\xff"),
                LAYER_PAYLOAD, false, NULL, {{NULL, NULL, NULL}}},
        {UDP_CASE, 40000, 8888, BYTES("hello"), LAYER_PAYLOAD, false, NULL, {{NULL, NULL, NULL}}},
        {UDP_CASE, 40000, 8888,
                BYTES("\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
                      "\x00"),
                LAYER_PAYLOAD, false, NULL, {{NULL, NULL, NULL}}},
        {UDP_CASE, 40000, 8888,
                BYTES("\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff"
                      "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff"),
                LAYER_PAYLOAD, false, NULL, {{NULL, NULL, NULL}}},
        {UDP_CASE, 40000, 8888,
                BYTES("\x00\x01\x02\x03\x04\x05\x06\x07\x08\t\n\x0b\x0c\r\x0e\x0f\x10\x11\x12\x13"
                      "\x14\x15\x16\x17\x18\x19\x1a\x1b\x1c\x1d\x1e\x1f "
                      "!\"#$%&'()*+,-./"
                      "0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`"
                      "abcdefghijklmnopqrstuvwxyz{|}~"
                      "\x7f\x80\x81\x82\x83\x84\x85\x86\x87\x88\x89\x8a\x8b\x8c\x8d\x8e\x8f\x90\x91"
                      "\x92\x93\x94\x95\x96\x97\x98\x99\x9a\x9b\x9c\x9d\x9e\x9f\xa0\xa1\xa2\xa3\xa4"
                      "\xa5\xa6\xa7\xa8\xa9\xaa\xab\xac\xad\xae\xaf\xb0\xb1\xb2\xb3\xb4\xb5\xb6\xb7"
                      "\xb8\xb9\xba\xbb\xbc\xbd\xbe\xbf\xc0\xc1\xc2\xc3\xc4\xc5\xc6\xc7"),
                LAYER_PAYLOAD, false, NULL, {{NULL, NULL, NULL}}},
        {UDP_CASE, 40000, 8888,
                BYTES("\x00\x01\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00\x04name\x00\xff\xff\x00"
                      "\x01"),
                LAYER_PAYLOAD, false, NULL, {{NULL, NULL, NULL}}},
        {UDP_CASE, 40000, 8888,
                BYTES("\x00\x01\x80\x00\x00\x01\x00\xff\x00\xff\x00\xff\x01"
                      "a\x00\x00\x01\x00\x01"),
                LAYER_PAYLOAD, false, NULL, {{NULL, NULL, NULL}}},
        {UDP_CASE, 40000, 8888,
                BYTES("\x00\x01\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00\x01"
                      "a\x00\x00\x01\x00\x01more"),
                LAYER_PAYLOAD, false, NULL, {{NULL, NULL, NULL}}},
};

static void no_wrong_guess(void **state)
{
	(void)state;
	APP_CHECK(no_wrong_guess_cases);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(ports_and_first_bytes),
	        cmocka_unit_test(no_wrong_guess),
	        cmocka_unit_test(in_first_fragments),
	        cmocka_unit_test(in_quoted_datagrams),
	        cmocka_unit_test(a_guess_says_so),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
