/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is explained of fields of links.
 */
#include "base/i18n.h"
#include "explain/explain_internal.h"

const struct explanation explain_link[] = {
        {"eth.dst",
                N_("The address of the network card that is meant, or ff:ff:ff:ff:ff:ff for all. A "
                   "card passes up only what is meant for it, unless it is in promiscuous mode, as "
                   "when one captures."),
                "IEEE 802.3 3.2.4"},
        {"eth.src",
                N_("The address of the card that sent the frame over this link. A router puts its "
                   "own in, so it says which neighbour sent, not which host began."),
                "IEEE 802.3 3.2.5"},
        {"eth.type",
                N_("Which protocol the frame carries: 0x0800 IPv4, 0x0806 ARP, 0x86dd IPv6. Below "
                   "1536 the same two bytes are a length, and a header of IEEE 802.2 follows."),
                "IEEE 802.3 3.2.6, RFC 9542"},
        {"eth.len",
                N_("How many bytes the frame carries, in a frame that has a length where others "
                   "have a type. What lies behind is padding up to Ethernet's least size."),
                "IEEE 802.3 3.2.6"},
        {"eth.padding",
                N_("Bytes that fill a frame up to 60, since Ethernet's least frame has 64 with its "
                   "checksum. They mean nothing, and IP's own length says where the packet really "
                   "ends."),
                "IEEE 802.3 3.2.7"},
        {"vlan",
                N_("A tag that says to which virtual LAN a frame belongs. Switches add it on links "
                   "that carry several, and take it away before the frame reaches an ordinary "
                   "host."),
                "IEEE 802.1Q 9"},
        {"vlan.id",
                N_("The number of the virtual LAN, 1 to 4094. Frames of different numbers meet "
                   "only where a router joins them; 0 means that the tag carries a priority "
                   "alone."),
                "IEEE 802.1Q 9.6"},
        {"vlan.priority",
                N_("How urgent the frame is to switches, 0 to 7. Where a queue builds up, higher "
                   "ones are sent first; 1 is below 0 on purpose, for bulk data."),
                "IEEE 802.1Q 6.9"},
        {"vlan.dei",
                N_("Marks a frame that may be dropped first when a switch is congested. It is set "
                   "by whoever polices a rate, not by the application."),
                "IEEE 802.1Q 6.9"},
        {"arp",
                N_("How a host finds the hardware address that belongs to an IPv4 address on its "
                   "own link. It asks everybody, the owner answers, and the answer is kept for a "
                   "while in the neighbour table."),
                "RFC 826, arp(7)"},
        {"arp.opcode",
                N_("1 asks who has an address, 2 answers. Nothing proves that an answer is true: "
                   "whoever answers is believed, which is what ARP spoofing lives on."),
                "RFC 826"},
        {"arp.src.hw_mac",
                N_("The hardware address of whoever sends this message. Those that hear the "
                   "request learn it too, so that they need not ask back."),
                "RFC 826"},
        {"arp.src.proto_ipv4",
                N_("The IPv4 address of whoever sends this message. 0.0.0.0 is a probe: somebody "
                   "wants to know whether the address is free before taking it."),
                "RFC 826, RFC 5227 1.1"},
        {"arp.dst.hw_mac",
                N_("In an answer, whom it is for; in a request it is what is wanted, and so is "
                   "empty. Switches look at Ethernet's address and not at this one."),
                "RFC 826"},
        {"arp.dst.proto_ipv4",
                N_("The address that is asked for. Equal to the sender's own, the message "
                   "announces an address, so that neighbours forget who had it before."),
                "RFC 826, RFC 5227 2.3"},
        {"llc",
                N_("A header of IEEE 802.2 behind a frame that has a length in place of a type. "
                   "Its service access points say which protocol follows; spanning tree uses it to "
                   "this day."),
                "IEEE 802.2"},
        {"stp",
                N_("How switches agree on a tree, so that frames can't run in circles where cables "
                   "make a loop. Ports that would close a loop are kept blocked until another link "
                   "fails."),
                "IEEE 802.1D 8"},
        {"stp.root.hw",
                N_("The switch that the sender takes for the root of the tree. The lowest priority "
                   "wins, then the lowest address, so the oldest card wins where nobody configured "
                   "anything."),
                "IEEE 802.1D 8.6"},
        {"stp.root.cost",
                N_("What it costs to reach the root from the sender, summed over the links. Each "
                   "switch keeps the port with the least cost towards the root, and blocks what "
                   "would close a loop."),
                "IEEE 802.1D 8.6"},
        {"stp.flags",
                N_("Say that the topology changes and, in rapid spanning tree, propose and agree "
                   "to open a port. When a change is told, switches forget sooner which address is "
                   "where."),
                "IEEE 802.1D 9.3.3"},
        {"lldp",
                N_("A device tells its neighbours on the link who it is and which port this is. "
                   "Messages are never forwarded, so what one hears comes from the other end of "
                   "the cable."),
                "IEEE 802.1AB"},
        {"mpls",
                N_("A label in front of an IP packet by which routers forward without looking at "
                   "addresses. Each router swaps it for the label that the next one wants."),
                "RFC 3032"},
        {"mpls.ttl",
                N_("Counts down at each router that forwards by labels, as IP's does. It stops "
                   "packets that run in a circle of labels."),
                "RFC 3443"},
        {"gre",
                N_("A plain tunnel: a few bytes that say what protocol follows inside of an IP "
                   "packet. It encrypts nothing."),
                "RFC 2784"},
        {"ppp",
                N_("How packets travel over a link between exactly two ends, such as a modem's. "
                   "Link control agrees on options first, then a protocol of its own sets up IP."),
                "RFC 1661"},
        {"sll",
                N_("The header that Linux puts in place of a link's own when one captures on all "
                   "interfaces at once. It says only in which direction the packet went and one "
                   "address."),
                "packet(7)"},
        {"wlan",
                N_("A frame of wireless LAN, with up to four addresses: who is meant, who sent, "
                   "and the stations in between. What it carries is usually encrypted and so "
                   "unreadable here."),
                "IEEE 802.11 9"},
        {"sctp",
                N_("A transport that carries messages instead of a stream, several streams at "
                   "once, over several addresses of a host. Lost messages of one stream don't hold "
                   "up the others."),
                "RFC 9260"},
        {NULL, NULL, NULL},
};
