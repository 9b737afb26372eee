/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * FDDI, a netfilter log's messages in both byte orders, and Per-Packet Information.
 */
#include "tests/unit/packet/frames.h"

#define UDP "9c40 22b8 000a 0000 6869"
#define FOUR IP4("001e", "11") UDP

static void frame_of(struct frame *f, enum packet_link link, const char *hex)
{
	frame_of_link(f, link, hex);
	packet_mend_checksums(&f->p, f->bytes);
	frame_look(f);
}

static void fddi(void **state)
{
	(void)state;
	struct frame f;
	frame_of(&f, PACKET_LINK_FDDI, "57 020000000002 020000000001 aaaa03 000000 0800" FOUR);
	assert_layers(&f, LAYER_FDDI, LAYER_LLC, LAYER_IPV4, LAYER_UDP, LAYER_PAYLOAD);
	assert_value(&f, "fddi.src", "02:00:00:00:00:01");
	frame_cut_everywhere(&f);
	frame_finish(&f);
	frame_of(&f, PACKET_LINK_FDDI, "41 020000000002 020000000001 0000");
	assert_layers(&f, LAYER_FDDI, LAYER_PAYLOAD);
	frame_finish(&f);
}

static void nflog(void **state)
{
	(void)state;
	static const char *const cases[] = {
	        "02 00 0005 0500 0a00 00000000 2200 0900" FOUR "0000", /* little */
	        "02 00 0005 0005 000a 00000000 0022 0009" FOUR "0000",
	};
	for (size_t i = 0; i < 2; i++) {
		struct frame f;
		frame_of(&f, PACKET_LINK_NFLOG, cases[i]);
		assert_layers(&f, LAYER_NFLOG, LAYER_IPV4, LAYER_UDP, LAYER_PAYLOAD);
		assert_int_equal(f.p.flags & PACKET_MALFORMED, 0);
		assert_value(&f, "nflog.tlv_type", "10");
		assert_int_equal(f.p.dport, 8888);
		frame_cut_everywhere(&f);
		frame_finish(&f);
	}
	struct frame f;
	frame_of(&f, PACKET_LINK_NFLOG, "02 00 0005 0000 0900" FOUR);
	assert_layers(&f, LAYER_NFLOG, LAYER_PAYLOAD); /* an attribute of no bytes */
	frame_finish(&f);
}

static void ppi(void **state)
{
	(void)state;
	struct frame f;
	frame_of(&f, PACKET_LINK_PPI, "00 00 0c00 01000000 01020304" ETH4 FOUR);
	assert_layers(&f, LAYER_PPI, LAYER_ETHERNET, LAYER_IPV4, LAYER_UDP, LAYER_PAYLOAD);
	assert_value(&f, "ppi.length", "12");
	frame_cut_everywhere(&f);
	frame_finish(&f);
	/* A link type whose frames begin with a byte of direction, behind it. */
	frame_of(&f, PACKET_LINK_PPI, "00 00 0800 cc000000 01 ff03 0021" FOUR);
	assert_layers(&f, LAYER_PPI, LAYER_PPP, LAYER_IPV4, LAYER_UDP, LAYER_PAYLOAD);
	frame_finish(&f);
	frame_of(&f, PACKET_LINK_PPI, "00 00 0700 01000000");
	assert_true(f.p.flags & PACKET_MALFORMED);
	frame_finish(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(fddi),
	        cmocka_unit_test(nflog),
	        cmocka_unit_test(ppi),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
