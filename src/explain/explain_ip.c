/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is explained of fields of IP, ICMP, IGMP and UDP.
 */
#include "base/i18n.h"
#include "explain/explain_internal.h"

const struct explanation explain_ip[] = {
        {"ip",
                N_("Carries packets from host to host over any number of links, each hop choosing "
                   "the next by the destination address. It promises nothing: packets may be lost, "
                   "doubled or overtake each other."),
                "RFC 791, ip(7)"},
        {"ip.version",
                N_("4 in the first four bits of a packet; IPv6 has a 6 there. It is why both can "
                   "share a link."),
                "RFC 791 3.1"},
        {"ip.hdr_len",
                N_("The header's length in units of 4 bytes: 5 without options. More means that "
                   "options follow the destination address, which routers often treat slowly or "
                   "drop."),
                "RFC 791 3.1"},
        {"ip.dsfield",
                N_("Six bits that ask for a treatment and two for congestion. Most networks clear "
                   "or ignore what they did not set themselves."),
                "RFC 2474 3"},
        {"ip.dsfield.dscp",
                N_("Which treatment the packet asks for: 0 is ordinary, 46 is for voice that must "
                   "not wait. A program sets it by IP_TOS; routers honour it only where somebody "
                   "configured them to."),
                "RFC 2474, RFC 4594"},
        {"ip.dsfield.ecn",
                N_("Whether the ends understand congestion marks, and whether a router has set one "
                   "(3). A mark does what a loss would do, but nothing has to be sent again."),
                "RFC 3168 5"},
        {"ip.len",
                N_("The length of the packet with its header. What lies behind it in the frame is "
                   "padding; more than the frame holds means a capture of offloaded packets, or "
                   "damage."),
                "RFC 791 3.1"},
        {"ip.id",
                N_("A number by which pieces of one fragmented packet are known to belong "
                   "together. Where fragmenting is forbidden it means nothing, and may be 0."),
                "RFC 791 3.1, RFC 6864"},
        {"ip.flags",
                N_("Whether the packet may be cut into pieces, and whether more pieces follow. "
                   "Linux forbids it for TCP, to learn how large packets may be on the whole "
                   "path."),
                "RFC 791 3.1"},
        {"ip.flags.df",
                N_("Don't fragment: a router that can't pass the packet on whole drops it and says "
                   "so by ICMP. That is how path MTU discovery finds out; where ICMP is filtered, "
                   "large packets vanish without a word."),
                "RFC 791 3.1, RFC 1191"},
        {"ip.flags.mf",
                N_("More fragments: this is a piece, and it is not the last. The receiver waits, "
                   "usually 30 s, until all pieces are there, and else drops those it has."),
                "RFC 791 3.2"},
        {"ip.frag_offset",
                N_("Where in the original packet this piece belongs, in units of 8 bytes. Only the "
                   "piece with 0 has the transport's header, so only there one sees ports."),
                "RFC 791 3.1"},
        {"ip.ttl",
                N_("How many routers may still forward the packet: each takes one away, and "
                   "whoever reaches 0 drops it and sends ICMP time exceeded. Linux starts at 64, "
                   "so the value on arrival tells how far it came."),
                "RFC 791 3.1, ip(7)"},
        {"ip.proto",
                N_("What the packet carries: 1 ICMP, 6 TCP, 17 UDP. The kernel hands it to that "
                   "protocol, and answers with ICMP if there is none."),
                "RFC 791 3.1"},
        {"ip.checksum",
                N_("A sum over the header alone; each router recomputes it, since the time to live "
                   "changes. The data are protected by the sums of TCP and UDP."),
                "RFC 791 3.1, RFC 1071"},
        {"ip.src",
                N_("The address of the sender, as the sender says. Nothing proves it, but answers "
                   "go there."),
                "RFC 791 3.1"},
        {"ip.dst",
                N_("The address that the packet is meant for. Each router looks for the longest "
                   "prefix in its table that fits, and passes it on there."),
                "RFC 791 3.1"},
        {"ip.opt",
                N_("An extra request in the header: to record the route, to go by a given one, to "
                   "be looked at by each router. They are rare now, since most routers drop or "
                   "slow down such packets."),
                "RFC 791 3.1, RFC 7126"},
        {"ipv6",
                N_("The successor of IPv4 with addresses of 128 bits. Its header has a fixed size "
                   "and no checksum, and routers never fragment: only the sender may."),
                "RFC 8200"},
        {"ipv6.tclass",
                N_("What DSCP and ECN are in IPv4, in the same bits. Programs set it by "
                   "IPV6_TCLASS."),
                "RFC 8200 7"},
        {"ipv6.flow",
                N_("A label that all packets of one flow share, so that routers can keep them on "
                   "one path without reading ports. 0 means that the sender gives none."),
                "RFC 6437"},
        {"ipv6.plen",
                N_("How many bytes follow the header, extension headers included. 0 with a jumbo "
                   "option means more than 65535."),
                "RFC 8200 3"},
        {"ipv6.nxt",
                N_("What follows: a transport such as 6 for TCP, or an extension header that says "
                   "in its turn what follows. The numbers are those of IPv4's protocol field."),
                "RFC 8200 3"},
        {"ipv6.hlim",
                N_("How many routers may still forward the packet, as IPv4's time to live. "
                   "Neighbour discovery wants 255 there: such a packet can't have come through a "
                   "router."),
                "RFC 8200 3, RFC 4861 3.1"},
        {"ipv6.src",
                N_("The sender's address. One that begins with fe80 is link-local: it counts on "
                   "this link alone, and a program must say which link it means."),
                "RFC 8200 3, RFC 4291 2.5.6"},
        {"ipv6.dst",
                N_("Whom the packet is meant for. An address beginning with ff is a multicast "
                   "group; IPv6 has no broadcast."),
                "RFC 8200 3, RFC 4291 2.7"},
        {"ipv6.fraghdr",
                N_("The sender has cut a packet that was too large for the path. Routers don't: "
                   "they answer with ICMPv6 packet too big instead."),
                "RFC 8200 4.5"},
        {"ipv6.hopopts",
                N_("Options that each router on the way shall look at; it must come first. The "
                   "router alert of multicast listener messages is one."),
                "RFC 8200 4.3"},
        {"ipv6.routing",
                N_("Addresses that the packet shall visit on its way. Type 0 is forbidden, since "
                   "it let packets run to and fro between two routers."),
                "RFC 8200 4.4, RFC 5095"},
        {"ipv6.dstopts",
                N_("Options for the destination alone, or for the hops of a routing header. "
                   "Routers in between pass them by."),
                "RFC 8200 4.6"},
        {"ah",
                N_("Proves who sent the packet and that nobody changed it, without hiding "
                   "anything. Since it covers the addresses, it does not survive address "
                   "translation."),
                "RFC 4302"},
        {"esp",
                N_("Encrypts the rest of the packet, so that only its length and times can be "
                   "seen. A number in front says which agreed keys are meant."),
                "RFC 4303"},
        {"icmp",
                N_("How IP's hosts and routers tell the sender about trouble, and answer pings. A "
                   "program learns of it as an error of a socket call, if the kernel finds the "
                   "socket it belongs to."),
                "RFC 792, icmp(7)"},
        {"icmp.type",
                N_("What the message is: 8 asks for an echo, 0 answers, 3 says unreachable, 11 "
                   "time exceeded. Errors quote the packet that caused them."),
                "RFC 792"},
        {"icmp.code",
                N_("More exactly what is meant within a type: with type 3, 0 is the network, 1 the "
                   "host, 3 the port, 4 too large to pass unfragmented. Port unreachable becomes "
                   "ECONNREFUSED for a connected UDP socket."),
                "RFC 792"},
        {"icmp.ident",
                N_("Which ping this echo belongs to, so that several can run at once. Linux' ping "
                   "socket uses it as UDP uses a port."),
                "RFC 792, icmp(7)"},
        {"icmp.seq",
                N_("Counts the echoes of one ping from 1 or 0. An answer bears the same number, "
                   "which is how the round trip time and losses are found."),
                "RFC 792"},
        {"icmp.checksum",
                N_("A sum over the whole ICMP message. One that is wrong makes the receiver drop "
                   "the message without a word."),
                "RFC 792"},
        {"icmp.mtu",
                N_("The largest packet that the next link takes, told by the router that could not "
                   "pass one on. The sender's kernel remembers it for that destination and sends "
                   "smaller ones."),
                "RFC 1191 4"},
        {"icmp.redir_gw",
                N_("A better first router for that destination, told by the one that was used. "
                   "Linux hosts believe it only from their own gateway, and can be told not to "
                   "(accept_redirects)."),
                "RFC 792, ip(7)"},
        {"icmpv6",
                N_("ICMP for IPv6, and more: neighbour discovery, router advertisements and "
                   "multicast listener reports are its messages. Who filters all of it breaks "
                   "IPv6."),
                "RFC 4443"},
        {"icmpv6.type",
                N_("What the message is: below 128 an error, from 128 on information. 128 and 129 "
                   "are echo, 133 to 137 neighbour discovery."),
                "RFC 4443 2.1"},
        {"icmpv6.code",
                N_("More exactly what is meant within a type: with type 1, 0 is no route, 4 the "
                   "port. Type 2 has none: its number is the MTU of the link that was too small."),
                "RFC 4443 3"},
        {"icmpv6.checksum",
                N_("A sum over the message and the addresses, unlike in IPv4. So a message that "
                   "went to a wrong address is noticed."),
                "RFC 4443 2.3"},
        {"icmpv6.nd.ns.target_address",
                N_("The address whose hardware address is asked for, or whose freedom is tested. "
                   "With :: as the sender it is a test: somebody else's answer means that the "
                   "address is taken."),
                "RFC 4861 4.3, RFC 4862 5.4"},
        {"icmpv6.nd.na.target_address",
                N_("The address that this neighbour answers for. Its hardware address is in the "
                   "option that follows."),
                "RFC 4861 4.4"},
        {"icmpv6.nd.ra.router_lifetime",
                N_("For how many seconds this router may be used as a default. 0 says: don't use "
                   "me, but believe the rest."),
                "RFC 4861 4.2"},
        {"icmpv6.nd.ra.flag.m",
                N_("Managed: addresses are to be had by DHCPv6. Without it hosts make their own "
                   "from the prefix that is announced."),
                "RFC 4861 4.2"},
        {"icmpv6.opt.prefix",
                N_("A prefix of this link, with how long it is valid. Hosts that may make "
                   "themselves an address in it."),
                "RFC 4861 4.6.2, RFC 4862"},
        {"igmp",
                N_("Hosts tell routers which IPv4 multicast groups they want to hear. Switches "
                   "listen too, to send a group only where somebody wants it."),
                "RFC 3376"},
        {"igmp.type",
                N_("Query, report or leave; the versions have different numbers. A router that "
                   "gets no report to its queries stops forwarding the group."),
                "RFC 3376 4"},
        {"igmp.maddr",
                N_("The group that is meant, an address from 224 to 239. 0.0.0.0 in a query asks "
                   "for all."),
                "RFC 3376 4"},
        {"udp",
                N_("Sends datagrams with nothing but ports, a length and a checksum. What is lost "
                   "stays lost, and each send is one datagram to be received by one call."),
                "RFC 768, udp(7)"},
        {"udp.srcport",
                N_("Where answers are to go; a program that did not bind gets a free one from the "
                   "kernel. On Linux they come from ip_local_port_range."),
                "RFC 768, ip(7)"},
        {"udp.dstport",
                N_("Which program is meant. If nobody has that port, the kernel answers with ICMP "
                   "port unreachable."),
                "RFC 768"},
        {"udp.length",
                N_("The datagram's length with its header of 8 bytes. A receiver's buffer that is "
                   "smaller gets the beginning; the rest is gone, and MSG_TRUNC says so."),
                "RFC 768, recv(2)"},
        {"udp.checksum",
                N_("A sum over the datagram and the addresses. 0 means that the sender left it "
                   "out, which only IPv4 allows."),
                "RFC 768, RFC 8200 8.1"},
        {"data.data",
                N_("Bytes that nothing here decodes: an application's own, or the middle of a "
                   "message that began in another segment. Follow the stream to see them in "
                   "order."),
                ""},
        {NULL, NULL, NULL},
};
