/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * DHCP options (RFC 2132 and those that extend it): one table, a few with a form of their own.
 */
#include "packet/application/dhcp_internal.h"
#include "packet/application/dns_internal.h"

#define OPTIONS_MAX 300
#define OVERLOAD 52
#define END 255

enum what {
	ADDRS,  /* IPv4 addresses, one after the other */
	PAIRS,  /* the same, by two: `name` and then `second` */
	NUMBER, /* one number as long as the option */
	SHORTS, /* 16-bit numbers */
	TEXT,
	BYTES,
	CLIENT_ID,
	REQUESTS, /* option codes */
	FQDN,     /* RFC 4702 */
	RELAY,    /* RFC 3046 */
	SEARCH,   /* RFC 3397 */
	ROUTES,   /* RFC 3442 */
};

static const struct word overloads[] = {{1, N_("the boot file's place holds options")},
        {2, N_("the server name's place holds options")}, {3, N_("both places hold options")},
        {0, NULL}};
static const struct word node_types[] = {
        {1, "B-node"}, {2, "P-node"}, {4, "M-node"}, {8, "H-node"}, {0, NULL}};
static const struct word architectures[] = {{0, "x86 BIOS"}, {6, "x86 UEFI"}, {7, "x64 UEFI"},
        {9, "x64 UEFI (EBC)"}, {10, "ARM 32 UEFI"}, {11, "ARM 64 UEFI"}, {16, "x64 UEFI HTTP"},
        {0, NULL}};

#define O(field) "dhcp.option." field
static const struct option {
	uint8_t code, what;
	const char *name, *label;
	const struct word *words;
	const char *second;
} options[] = {
        {1, ADDRS, O("subnet_mask"), N_("Subnet mask"), NULL, NULL},
        {2, NUMBER, O("time_offset"), N_("Seconds east of Greenwich"), NULL, NULL},
        {3, ADDRS, O("router"), N_("Router"), NULL, NULL},
        {4, ADDRS, O("time_server"), N_("Time server"), NULL, NULL},
        {5, ADDRS, O("name_server"), N_("Name server (IEN 116)"), NULL, NULL},
        {6, ADDRS, O("domain_name_server"), N_("DNS server"), NULL, NULL},
        {7, ADDRS, O("log_server"), N_("Log server"), NULL, NULL},
        {8, ADDRS, O("quotes_server"), N_("Quotes server"), NULL, NULL},
        {9, ADDRS, O("lpr_server"), N_("Printer server"), NULL, NULL},
        {10, ADDRS, O("impress_server"), N_("Impress server"), NULL, NULL},
        {11, ADDRS, O("resource_location_server"), N_("Resource location server"), NULL, NULL},
        {12, TEXT, O("hostname"), N_("Host name"), NULL, NULL},
        {13, NUMBER, O("boot_file_size"), N_("Boot file size in 512 bytes"), NULL, NULL},
        {14, TEXT, O("merit_dump_file"), N_("Core dump file"), NULL, NULL},
        {15, TEXT, O("domain_name"), N_("Domain name"), NULL, NULL},
        {16, ADDRS, O("swap_server"), N_("Swap server"), NULL, NULL},
        {17, TEXT, O("root_path"), N_("Root path"), NULL, NULL},
        {18, TEXT, O("extension_path"), N_("Extensions path"), NULL, NULL},
        {19, NUMBER, O("ip_forwarding"), N_("Forward packets"), NULL, NULL},
        {20, NUMBER, O("non_local_source_routing"), N_("Source routing"), NULL, NULL},
        {21, PAIRS, O("policy_filter.ip"), N_("Source route allowed"), NULL,
                O("policy_filter.subnet_mask")},
        {22, NUMBER, O("max_datagram_reassembly_size"), N_("Largest datagram"), NULL, NULL},
        {23, NUMBER, O("default_ip_ttl"), N_("Time to live"), NULL, NULL},
        {24, NUMBER, O("path_mtu_aging_timeout"), N_("Path MTU kept s"), NULL, NULL},
        {25, SHORTS, O("path_mtu_plateau_table_item"), N_("Path MTU step"), NULL, NULL},
        {26, NUMBER, O("interface_mtu"), N_("MTU"), NULL, NULL},
        {27, NUMBER, O("all_subnets_are_local"), N_("All subnets have this MTU"), NULL, NULL},
        {28, ADDRS, O("broadcast_address"), N_("Broadcast address"), NULL, NULL},
        {29, NUMBER, O("perform_mask_discovery"), N_("Ask for the mask by ICMP"), NULL, NULL},
        {30, NUMBER, O("mask_supplier"), N_("Tell the mask by ICMP"), NULL, NULL},
        {31, NUMBER, O("perform_router_discover"), N_("Look for routers by ICMP"), NULL, NULL},
        {32, ADDRS, O("router_solicitation_address"), N_("Ask for routers at"), NULL, NULL},
        {33, PAIRS, O("static_route.ip"), N_("Static route"), NULL, O("static_route.router")},
        {34, NUMBER, O("trailer_encapsulation"), N_("Trailers"), NULL, NULL},
        {35, NUMBER, O("arp_cache_timeout"), N_("ARP entries kept s"), NULL, NULL},
        {36, NUMBER, O("ethernet_encapsulation"), N_("Ethernet encapsulation"), NULL, NULL},
        {37, NUMBER, O("tcp_default_ttl"), N_("TCP's time to live"), NULL, NULL},
        {38, NUMBER, O("tcp_keepalive_interval"), N_("TCP keep-alive after s"), NULL, NULL},
        {39, NUMBER, O("tcp_keepalive_garbage"), N_("TCP keep-alive with a byte"), NULL, NULL},
        {40, TEXT, O("nis_domain"), N_("NIS domain"), NULL, NULL},
        {41, ADDRS, O("nis_server"), N_("NIS server"), NULL, NULL},
        {42, ADDRS, O("ntp_server"), N_("NTP server"), NULL, NULL},
        {43, BYTES, "dhcp.option.vendor.value", N_("Vendor's own"), NULL, NULL},
        {44, ADDRS, O("netbios_over_tcpip_name_server"), N_("NetBIOS name server"), NULL, NULL},
        {45, ADDRS, O("netbios_over_tcpip_dd_name_server"), N_("NetBIOS distribution server"), NULL,
                NULL},
        {46, NUMBER, O("netbios_over_tcpip_node_type"), N_("NetBIOS node type"), node_types, NULL},
        {47, TEXT, O("netbios_over_tcpip_scope"), N_("NetBIOS scope"), NULL, NULL},
        {48, ADDRS, O("xwindows_system_font_server"), N_("X font server"), NULL, NULL},
        {49, ADDRS, O("xwindows_system_display_manager"), N_("X display manager"), NULL, NULL},
        {50, ADDRS, O("requested_ip_address"), N_("Address asked for"), NULL, NULL},
        {51, NUMBER, O("ip_address_lease_time"), N_("Lease in s"), NULL, NULL},
        {52, NUMBER, O("option_overload"), N_("Overload"), overloads, NULL},
        {53, NUMBER, O("dhcp"), N_("Message type"), dhcp_types, NULL},
        {54, ADDRS, O("dhcp_server_id"), N_("Server"), NULL, NULL},
        {55, REQUESTS, O("request_list_item"), N_("Asks for"), NULL, NULL},
        {56, TEXT, O("message"), N_("Message"), NULL, NULL},
        {57, NUMBER, O("dhcp_max_message_size"), N_("Largest message"), NULL, NULL},
        {58, NUMBER, O("renewal_time_value"), N_("Renew after s"), NULL, NULL},
        {59, NUMBER, O("rebinding_time_value"), N_("Rebind after s"), NULL, NULL},
        {60, TEXT, O("vendor_class_id"), N_("Vendor class"), NULL, NULL},
        {61, CLIENT_ID, "dhcp.client_id", N_("Client identifier"), NULL, NULL},
        {62, TEXT, O("novell_netware_ip_domain"), N_("NetWare/IP domain"), NULL, NULL},
        {64, TEXT, O("nis_plus_domain"), N_("NIS+ domain"), NULL, NULL},
        {65, ADDRS, O("nis_plus_server"), N_("NIS+ server"), NULL, NULL},
        {66, TEXT, O("tftp_server_name"), N_("TFTP server's name"), NULL, NULL},
        {67, TEXT, O("bootfile_name"), N_("Boot file"), NULL, NULL},
        {68, ADDRS, O("mobile_ip_home_agent"), N_("Mobile IP home agent"), NULL, NULL},
        {69, ADDRS, O("smtp_server"), N_("SMTP server"), NULL, NULL},
        {70, ADDRS, O("pop3_server"), N_("POP3 server"), NULL, NULL},
        {71, ADDRS, O("nntp_server"), N_("NNTP server"), NULL, NULL},
        {72, ADDRS, O("default_www_server"), N_("WWW server"), NULL, NULL},
        {73, ADDRS, O("default_finger_server"), N_("Finger server"), NULL, NULL},
        {74, ADDRS, O("default_irc_server"), N_("IRC server"), NULL, NULL},
        {75, ADDRS, O("streettalk_server"), N_("StreetTalk server"), NULL, NULL},
        {76, ADDRS, O("streettalk_da_server"), N_("StreetTalk directory server"), NULL, NULL},
        {77, BYTES, O("user_class.data"), N_("User class"), NULL, NULL},
        {80, BYTES, O("value"), N_("Rapid commit"), NULL, NULL},
        {81, FQDN, "dhcp.fqdn.name", N_("Client's full name"), NULL, NULL},
        {82, RELAY, O("agent_information_option"), N_("Relay's information"), NULL, NULL},
        {91, NUMBER, O("client_last_transaction_time"), N_("Last transaction s ago"), NULL, NULL},
        {92, ADDRS, O("associated_ip_option"), N_("Associated address"), NULL, NULL},
        {93, SHORTS, O("client_system_architecture"), N_("Architecture"), architectures, NULL},
        {94, BYTES, O("value"), N_("Client's network interface"), NULL, NULL},
        {97, BYTES, O("value"), N_("Client's UUID"), NULL, NULL},
        {100, TEXT, O("tz_pcode"), N_("Time zone (POSIX)"), NULL, NULL},
        {101, TEXT, O("tz_tcode"), N_("Time zone"), NULL, NULL},
        {108, NUMBER, O("ipv6_only_preferred"), N_("IPv6 alone for s"), NULL, NULL},
        {114, TEXT, O("captive_portal"), N_("Captive portal"), NULL, NULL},
        {116, NUMBER, O("dhcp_auto_configuration"), N_("Automatic address"), NULL, NULL},
        {118, ADDRS, O("subnet_selection_option"), N_("Subnet wanted"), NULL, NULL},
        {119, SEARCH, O("dhcp_dns_domain_search_list_fqdn"), N_("Domain search"), NULL, NULL},
        {120, BYTES, O("value"), N_("SIP servers"), NULL, NULL},
        {121, ROUTES, O("classless_static_route"), N_("Route"), NULL, NULL},
        {124, BYTES, O("value"), N_("Vendor class"), NULL, NULL},
        {125, BYTES, O("value"), N_("Vendor's own"), NULL, NULL},
        {138, ADDRS, O("capwap_access_controller"), N_("CAPWAP controller"), NULL, NULL},
        {150, ADDRS, O("tftp_server_address"), N_("TFTP server"), NULL, NULL},
        {160, TEXT, O("captive_portal"), N_("Captive portal (old)"), NULL, NULL},
        {249, ROUTES, O("classless_static_route"), N_("Route (Microsoft)"), NULL, NULL},
        {252, TEXT, O("private_proxy_autodiscovery"), N_("Proxy configuration"), NULL, NULL},
};

static const struct option *option_of(unsigned code)
{
	for (size_t i = 0; i < COUNT_OF(options); i++) {
		if (options[i].code == code)
			return &options[i];
	}
	return NULL;
}

static void add_addresses(struct part *p, const struct option *o)
{
	const char *names[2] = {o->name, o->second ? o->second : o->name};
	for (unsigned i = 0; part_left(p) >= 4; i++) {
		const struct field_spec s = {names[i % 2], o->label, FIELD_IPV4, 2, .bits = 32};
		part_add(p, &s);
	}
}

static void add_requests(struct part *p, const struct option *o)
{
	const struct field_spec s = {o->name, o->label, FIELD_UINT, 2, .bits = 8};
	while (part_left(p)) {
		const struct option *asked = option_of((unsigned)part_number(p, 0, 1));
		struct field *f = part_add(p, &s);
		if (asked)
			field_mean(f, "%s", _(asked->label));
	}
}

static void add_client_id(struct part *p, const struct option *o)
{
	static const struct field_spec kind = {
	        "dhcp.hw.type", N_("Hardware type"), FIELD_HEX, 2, .bits = 8};
	static const struct field_spec mac = {
	        "dhcp.hw.mac_addr", N_("Hardware address"), FIELD_MAC, 2, .bits = 48};
	const struct field_spec s = {o->name, o->label, FIELD_BYTES, .depth = 2};
	bool ethernet = part_left(p) == 7 && part_number(p, 0, 1) == 1;
	if (ethernet) {
		part_add(p, &kind);
		part_add(p, &mac);
	}
	part_sized(p, &s, part_left(p));
}

static void add_fqdn(struct part *p, const struct option *o)
{
	static const struct field_spec head[] = {
	        {"dhcp.fqdn.flags", N_("Flags"), FIELD_HEX, 2, .bit = 0, .bits = 8},
	        {"dhcp.fqdn.e", N_("Name as in DNS"), FIELD_FLAG, 3, .bit = 5, .bits = 1},
	        {"dhcp.fqdn.o", N_("Server overrides"), FIELD_FLAG, 3, .bit = 6, .bits = 1},
	        {"dhcp.fqdn.s", N_("Server shall enter the address"), FIELD_FLAG, 3, .bit = 7,
	                .bits = 1},
	        {"dhcp.fqdn.rcode1", N_("Result for A"), FIELD_UINT, 2, .bit = 8, .bits = 8},
	        {"dhcp.fqdn.rcode2", N_("Result for PTR"), FIELD_UINT, 2, .bit = 16, .bits = 8},
	};
	bool labels = part_number(p, 0, 1) & 4;
	PART_TABLE(p, head, 3);
	const struct field_spec s = {
	        o->name, o->label, labels ? FIELD_BYTES : FIELD_TEXT, .depth = 2};
	struct dns_message m = {bytes_over(p->b->bytes + p->at, part_left(p)), p->at, false};
	if (labels)
		dns_add_name(p->b, &m, &s);
	else
		part_sized(p, &s, part_left(p));
}

static void add_relay(struct part *p)
{
	static const struct word kinds[] = {{1, N_("circuit of the relay")},
	        {2, N_("remote end of the circuit")}, {5, N_("link to choose addresses for")},
	        {6, N_("subscriber")}, {9, N_("vendor's own")}, {11, N_("server to name")},
	        {0, NULL}};
	static const struct field_spec head[] = {
	        {"dhcp.option.agent_information_option.suboption", N_("Part"), FIELD_UINT, 2,
	                .bit = 0, .bits = 8, .words = kinds},
	        {"dhcp.option.suboption_length", N_("Length"), FIELD_UINT, 3, .bit = 8, .bits = 8},
	};
	static const struct field_spec value = {
	        "dhcp.option.agent_information_option.value", N_("Value"), FIELD_BYTES, .depth = 3};
	while (part_left(p) >= 2) {
		uint32_t n = (uint32_t)part_number(p, 1, 1);
		PART_TABLE(p, head, 2);
		part_upto(p, &value, n);
	}
}

/* Names, pointers count from the option's start (RFC 3397 2). */
static void add_search(struct part *p, const struct option *o)
{
	const struct field_spec s = {o->name, o->label, FIELD_BYTES, .depth = 2};
	struct dns_message m = {bytes_over(p->b->bytes + p->at, part_left(p)), p->at, false};
	while (bytes_left(&m.b)) {
		if (!dns_add_name(p->b, &m, &s))
			return;
	}
}

static void add_routes(struct part *p, const struct option *o)
{
	while (part_left(p)) {
		unsigned width = (unsigned)part_number(p, 0, 1), n = (width + 7) / 8;
		const struct field_spec s = {o->name, o->label, FIELD_BYTES, .depth = 2};
		struct packet_addr net = {.length = 4}, router = {.length = 4};
		struct bytes c = part_bytes(p);
		bytes_skip(&c, 1);
		if (width > 32 || !bytes_copy(&c, net.bytes, n) || !bytes_copy(&c, router.bytes, 4))
			return;
		char to[46], by[46];
		packet_addr_text(&net, to);
		packet_addr_text(&router, by);
		field_mean(part_sized(p, &s, n + 5), _("%s/%u by %s"), to, width, by);
	}
}

static void add_value(struct part *p, const struct option *o)
{
	struct field_spec s = {o->name, o->label, FIELD_BYTES, 2, .words = o->words};
	switch ((enum what)o->what) {
	case ADDRS:
	case PAIRS:
		add_addresses(p, o);
		break;
	case NUMBER:
		s.form = part_left(p) <= 8 ? FIELD_UINT : FIELD_BYTES;
		part_sized(p, &s, part_left(p));
		break;
	case SHORTS:
		s.form = FIELD_UINT;
		while (part_left(p) >= 2)
			part_sized(p, &s, 2);
		break;
	case TEXT:
		s.form = FIELD_TEXT;
		part_sized(p, &s, part_left(p));
		break;
	case BYTES:
		part_sized(p, &s, part_left(p));
		break;
	case CLIENT_ID:
		add_client_id(p, o);
		break;
	case REQUESTS:
		add_requests(p, o);
		break;
	case FQDN:
		add_fqdn(p, o);
		break;
	case RELAY:
		add_relay(p);
		break;
	case SEARCH:
		add_search(p, o);
		break;
	case ROUTES:
		add_routes(p, o);
		break;
	}
}

static const struct field_spec kind = {"dhcp.option.type", N_("Option"), FIELD_UINT, 1, .bits = 8};
static const struct field_spec end_spec = {"dhcp.option.end", N_("End"), FIELD_UINT, 1, .bits = 8};
static const struct field_spec length = {
        "dhcp.option.length", N_("Length"), FIELD_UINT, 2, .bits = 8};
static const struct field_spec other = {"dhcp.option.value", N_("Value"), FIELD_BYTES, .depth = 2};
static const struct field_spec padding = {
        "dhcp.option.padding", N_("Padding"), FIELD_BYTES, .depth = 1};

static void add_option(struct part *p)
{
	const struct option *o = option_of((unsigned)part_number(p, 0, 1));
	field_mean(part_add(p, &kind), "%s", o ? _(o->label) : "");
	uint32_t n = (uint32_t)part_number(p, 0, 1);
	part_add(p, &length);
	struct part value = part_take(p, n);
	if (o)
		add_value(&value, o);
	part_sized(&value, &other, part_left(&value));
}

unsigned dhcp_overload(struct bytes c)
{
	while (!c.bad && bytes_left(&c)) {
		unsigned code = bytes_u8(&c);
		if (code == END)
			break;
		struct bytes value = bytes_sub(&c, code ? bytes_u8(&c) : 0);
		if (code == OVERLOAD && bytes_left(&value) == 1)
			return app_byte(&value, 0) & 3u;
	}
	return 0;
}

/* Options up to the end or an overload, whose value is returned. */
static unsigned add_options(struct part *p)
{
	unsigned overload = 0;
	for (unsigned i = 0; i < OPTIONS_MAX && part_left(p) && !overload; i++) {
		struct bytes c = part_bytes(p);
		size_t zeros = 0;
		while (zeros < bytes_left(&c) && app_byte(&c, zeros) == 0)
			zeros++;
		part_sized(p, &padding, (uint32_t)zeros);
		if (part_number(p, 0, 1) == END) {
			part_add(p, &end_spec);
			break;
		}
		if (part_number(p, 0, 2) == (OVERLOAD << 8 | 1))
			overload = (unsigned)part_number(p, 2, 1) & 3;
		if (part_left(p))
			add_option(p);
	}
	return overload;
}

void dhcp_options_fields(struct part *p, const struct part *file, const struct part *sname)
{
	struct part places[] = {*sname, *file};
	unsigned overload = add_options(p);
	for (unsigned i = 0; i < COUNT_OF(places) && overload; i++) {
		if (!(overload & (i ? 1u : 2u)))
			continue;
		add_options(&places[i]);
		part_sized(&places[i], &padding, part_left(&places[i]));
	}
	if (overload)
		add_options(p);
	part_sized(p, &padding, part_left(p));
}
