/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The walk over the layers.
 */
#include "tests/unit/packet/frames.h"

#define SYN                                                                       \
	ETH4 IP4("003c", "06") "d204 22b8 6b8b4567 00000000 a002 faf0 0000 0000 " \
	                       "020405b4 0402 080a 00000001 00000000 01 030307"

static void decodes_a_syn(void **state)
{
	(void)state;
	struct frame f;
	frame_mended(&f, SYN);
	assert_layers(&f, LAYER_ETHERNET, LAYER_IPV4, LAYER_TCP);
	assert_int_equal(f.p.layers[0].offset, 0);
	assert_int_equal(f.p.layers[0].length, 14);
	assert_int_equal(f.p.layers[1].offset, 14);
	assert_int_equal(f.p.layers[1].length, 20);
	assert_int_equal(f.p.layers[2].offset, 34);
	assert_int_equal(f.p.layers[2].length, 40);
	assert_int_equal(f.p.flags, 0);
	assert_int_equal(f.p.protocol, 6);
	assert_int_equal(f.p.sport, 53764);
	assert_int_equal(f.p.dport, 8888);
	assert_int_equal(f.p.tcp_flags, TCP_SYN);
	assert_int_equal(f.p.tcp_seq, 0x6b8b4567);
	assert_int_equal(f.p.tcp_ack, 0);
	assert_int_equal(f.p.tcp_window, 64240);
	assert_int_equal(f.p.tcp_mss, 1460);
	assert_int_equal(f.p.tcp_wscale, 7);
	assert_int_equal(f.p.payload_offset, 74);
	assert_int_equal(f.p.payload_length, 0);
	char text[46];
	packet_addr_text(&f.p.src, text);
	assert_string_equal(text, "10.0.0.1");
	packet_addr_text(&f.p.dst, text);
	assert_string_equal(text, "10.0.0.2");
	packet_addr_text(&f.p.mac_src, text);
	assert_string_equal(text, "02:00:00:00:00:01");
	frame_cut_everywhere(&f);
	frame_finish(&f);
}

static void leaves_padding_out_of_the_payload(void **state)
{
	(void)state;
	struct frame f;
	frame_mended(&f, ETH4 IP4("0020", "11") "9c40 22b8 000c 0000 68656c6c "
	                                        "000000000000000000000000000000000000000000");
	assert_layers(&f, LAYER_ETHERNET, LAYER_IPV4, LAYER_UDP, LAYER_PAYLOAD);
	assert_int_equal(f.p.payload_offset, 42);
	assert_int_equal(f.p.payload_length, 4);
	assert_int_equal(f.p.layers[3].length, 4);
	const struct field *padding = frame_field(&f, "eth.padding");
	assert_int_equal(padding->offset, 46);
	assert_int_equal(padding->length, f.len - 46);
	frame_finish(&f);
}

static void tells_cut_from_contradiction(void **state)
{
	(void)state;
	struct frame f;
	frame_raw(&f, SYN);
	packet_decode(PACKET_LINK_ETHERNET, f.bytes, 30, f.len, &f.p);
	assert_int_equal(f.p.flags, PACKET_TRUNCATED);
	frame_finish(&f);
	frame_raw(&f, ETH4 "4300 0014 0000 0000 4006 0000 0a000001 0a000002");
	assert_int_equal(
	        f.p.flags & ~PACKET_BAD_CHECKSUM, PACKET_MALFORMED); /* header of 12 bytes */
	assert_layers(&f, LAYER_ETHERNET, LAYER_IPV4);
	assert_value(&f, "ip.hdr_len", "12");
	frame_finish(&f);
	frame_raw(&f, ETH4 IP4("0100", "11") "9c40 22b8 0008 0000");
	assert_int_equal(f.p.flags & ~PACKET_BAD_CHECKSUM,
	        PACKET_MALFORMED); /* total behind the frame's end */
	frame_finish(&f);
	frame_raw(&f, ETH4 IP4("001e", "06") "9c40 22b8 00000001 0000");
	assert_int_equal(f.p.flags & ~PACKET_BAD_CHECKSUM,
	        PACKET_MALFORMED); /* TCP header longer than its packet */
	frame_finish(&f);
}

static void survives_nothing_and_too_much(void **state)
{
	(void)state;
	struct packet p;
	packet_decode(PACKET_LINK_ETHERNET, (const uint8_t *)"", 0, 0, &p);
	assert_int_equal(p.layer_count, 0);
	size_t len = 200000;
	uint8_t *huge = calloc(1, len);
	assert_non_null(huge);
	huge[12] = 0x88;
	huge[13] = 0xb5;
	packet_decode(PACKET_LINK_ETHERNET, huge, len, len, &p);
	assert_int_equal(p.layer_count, 2);
	assert_int_equal(p.layers[1].length, len - 14);
	assert_int_equal(p.payload_length, len - 14);
	free(huge);
}

/* Tags in tags without end: the depth is limited and the rest is data. */
static void limits_the_depth(void **state)
{
	(void)state;
	struct frame f = {.len = 14 + 4 * 100};
	for (size_t i = 12; i + 1 < f.len; i += 4) {
		f.bytes[i] = 0x81;
		f.bytes[i + 1] = 0;
	}
	frame_look(&f);
	assert_int_equal(f.p.layer_count, PACKET_LAYERS_MAX);
	assert_int_equal(f.p.layers[PACKET_LAYERS_MAX - 2].kind, LAYER_VLAN);
	assert_int_equal(f.p.layers[PACKET_LAYERS_MAX - 1].kind, LAYER_PAYLOAD);
	frame_finish(&f);
}

static void finds_layers(void **state)
{
	(void)state;
	struct frame f;
	frame_raw(&f, SYN);
	assert_ptr_equal(packet_find(&f.p, LAYER_IPV4), &f.p.layers[1]);
	assert_null(packet_find(&f.p, LAYER_UDP));
	frame_finish(&f);
}

static void is_small(void **state)
{
	(void)state;
	assert_true(sizeof(struct packet) <= 272);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(decodes_a_syn),
	        cmocka_unit_test(leaves_padding_out_of_the_payload),
	        cmocka_unit_test(tells_cut_from_contradiction),
	        cmocka_unit_test(survives_nothing_and_too_much),
	        cmocka_unit_test(limits_the_depth),
	        cmocka_unit_test(finds_layers),
	        cmocka_unit_test(is_small),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
