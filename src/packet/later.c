#include "packet/fields_internal.h"
#include "packet/icmp_internal.h"
#include "packet/app_internal.h"
static enum packet_layer_kind none(struct decode *d)
{
	(void)d;
	return LAYER_PAYLOAD;
}
static void nofields(struct builder *b, const struct packet_layer *l)
{
	(void)b;
	(void)l;
}
const struct protocol protocol_icmpv6 = {"icmpv6", "ICMPv6", "ICMPv6", none, nofields, NULL};
const struct protocol protocol_igmp = {"igmp", "IGMP", "IGMP", none, nofields, NULL};
const struct protocol protocol_llc = {"llc", "LLC", "LLC", none, nofields, NULL};
const struct protocol protocol_stp = {"stp", "STP", "STP", none, nofields, NULL};
const struct protocol protocol_dns = {"dns", "DNS", "DNS", none, nofields, NULL};
bool icmpv6_quotes(uint8_t t)
{
	return t >= 1 && t <= 4;
}
const char *icmpv6_type_words(uint8_t type)
{
	(void)type;
	return NULL;
}
const char *icmpv6_code_words(uint8_t type, uint8_t c)
{
	(void)type;
	(void)c;
	return NULL;
}
void dns_summary(struct bytes b, bool t, char *out, size_t size)
{
	(void)b;
	(void)t;
	if (size)
		out[0] = 0;
}
