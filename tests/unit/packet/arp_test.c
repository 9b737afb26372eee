/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * ARP.
 */
#include "tests/unit/packet/frames.h"

#define HEAD ETH "0806 0001 0800 06 04 "

static void a_question(void **state)
{
	(void)state;
	struct frame f;
	frame_raw(&f, HEAD "0001 020000000001 0a000001 000000000000 0a000002 000000000000");
	assert_layers(&f, LAYER_ETHERNET, LAYER_ARP);
	assert_int_equal(f.p.arp_op, 1);
	assert_int_equal(f.p.layers[1].length, 28);
	assert_int_equal(f.p.payload_length, 0);
	assert_value(&f, "arp.hw.type", "1");
	assert_value(&f, "arp.proto.type", "0x0800");
	assert_value(&f, "arp.hw.size", "6");
	assert_value(&f, "arp.proto.size", "4");
	assert_value(&f, "arp.opcode", "1");
	assert_meaning(&f, "arp.opcode", "request");
	assert_value(&f, "arp.src.hw_mac", "02:00:00:00:00:01");
	assert_value(&f, "arp.src.proto_ipv4", "10.0.0.1");
	assert_value(&f, "arp.dst.hw_mac", "00:00:00:00:00:00");
	assert_meaning(&f, "arp.dst.hw_mac", "not known yet: this is the question");
	assert_value(&f, "arp.dst.proto_ipv4", "10.0.0.2");
	assert_int_equal(frame_field(&f, "eth.padding")->length, 6);
	frame_cut_everywhere(&f);
	frame_finish(&f);
}

static void the_senders_own(void **state)
{
	(void)state;
	struct frame f;
	frame_raw(&f, HEAD "0001 020000000001 0a000001 000000000000 0a000001");
	assert_meaning(&f, "arp.dst.proto_ipv4", "the sender's own: gratuitous ARP");
	frame_finish(&f);
	frame_raw(&f, HEAD "0001 020000000001 00000000 000000000000 0a000001");
	assert_meaning(&f, "arp.dst.proto_ipv4", "a probe: is this address free? (RFC 5227)");
	frame_finish(&f);
}

static void odd_sizes(void **state)
{
	(void)state;
	struct frame f;
	frame_raw(&f, ETH "0806 0007 0800 01 04 0002 aa 0a000001 bb 0a000002");
	assert_int_equal(f.p.flags, 0);
	assert_value(&f, "arp.src.hw", "aa");
	assert_value(&f, "arp.dst.hw", "bb");
	assert_value(&f, "arp.src.proto_ipv4", "10.0.0.1");
	assert_int_equal(f.p.src.length, 4);
	frame_cut_everywhere(&f);
	frame_finish(&f);
	frame_raw(&f, ETH "0806 0001 0800 ff ff 0001 aabbccdd");
	assert_int_equal(f.p.flags, PACKET_MALFORMED);
	assert_int_equal(f.p.src.length, 0);
	frame_cut_everywhere(&f);
	frame_finish(&f);
}

static void the_reverse_has_its_own_type(void **state)
{
	(void)state;
	struct frame f;
	frame_raw(&f, ETH "8035 0001 0800 06 04 0003 020000000001 00000000 020000000001 00000000");
	assert_layers(&f, LAYER_ETHERNET, LAYER_ARP);
	assert_meaning(&f, "arp.opcode", "RARP request");
	frame_finish(&f);
	frame_of_link(&f, PACKET_LINK_PPP, "0f00 8035 00000002 00000001 00000000 ffff");
	assert_layers(&f, LAYER_CHDLC, LAYER_PAYLOAD); /* there it is SLARP */
	frame_finish(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(a_question),
	        cmocka_unit_test(the_senders_own),
	        cmocka_unit_test(odd_sizes),
	        cmocka_unit_test(the_reverse_has_its_own_type),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
