#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Compares our decoder with tshark, field by field, over captures.

    compare.py DECODE_DUMP [FOLDER|FILE...] [--only GROUP,...] [--summary] [--all]

Every frame of every pcap and pcapng file (also gzipped) is read by both. Differences of a kind that
tests/decode/README.md explains are counted, others are shown: one line a kind, with an example.
  --only     groups of columns: see COLUMNS
  --summary  also what was explained, by row of the table
  --all      every difference that is not explained, not only one of each kind
Without a place: captures are made (make_captures.py, make_tcp.py), and WIRELAB_CAPTURES, a folder, is compared
as well. WIRELAB_TSHARK_CACHE names a folder that keeps what tshark said.
Exit status: 0 all is the same or explained, 1 something is not, 77 tshark is not there (skipped).
"""
import argparse
import collections
import fnmatch
import gzip
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

HERE = os.path.dirname(os.path.abspath(__file__))
APART = "\x1f"

# Names of fields, in ours and in tshark's words. A new column is a word here.
COLUMNS = {
    "link": """
eth.dst eth.src eth.type eth.len vlan.priority vlan.dei vlan.id vlan.etype ieee8021ad.id
llc.dsap llc.ssap llc.oui llc.type llc.cisco_pid llc.pid null.family sll.pkttype sll.hatype
sll.halen sll.src.eth sll.etype sll.ltype sll.ifindex chdlc.address chdlc.protocol
ppp.protocol ppp.code ppp.identifier ppp.length pppoe.code pppoe.session_id pppoe.payload_length
wlan.fc.type wlan.fc.subtype wlan.ra wlan.ta wlan.da wlan.sa wlan.bssid wlan.seq wlan.frag
wlan.duration radiotap.length radiotap.channel.freq radiotap.flags
mpls.label mpls.exp mpls.bottom mpls.ttl lldp.tlv.type lldp.tlv.len lldp.chassis.id.mac
lldp.port.subtype lldp.time_to_live lldp.tlv.system.name lldp.mgn.addr.ip4
mstp.config_revision_level mstp.cist_bridge.hw mstp.msti.root.hw mstp.msti.remaining_hops
stp.pvst.origvlan stp.bridge.prio stp.root.ext
stp.protocol stp.version stp.type stp.flags stp.root.hw stp.root.cost
stp.bridge.hw stp.port
""",
    "addr": """
ip.src ip.dst ipv6.src ipv6.dst arp.src.hw_mac arp.src.proto_ipv4 arp.dst.hw_mac
arp.dst.proto_ipv4 arp.hw.type arp.proto.type arp.hw.size arp.proto.size arp.opcode
""",
    "ip": """
ip.hdr_len ip.dsfield ip.dsfield.dscp ip.dsfield.ecn ip.len ip.id ip.flags ip.frag_offset ip.ttl
ip.proto ip.checksum ip.checksum.status
ipv6.version ipv6.flow ipv6.plen ipv6.nxt ipv6.hlim ipv6.fraghdr.nxt ipv6.fraghdr.offset
ipv6.fraghdr.more ipv6.fraghdr.ident ipv6.routing.type ipv6.routing.segleft ah.spi ah.sequence
vxlan.vni vxlan.flags geneve.vni geneve.proto_type
gre.proto gre.key gre.sequence_number gre.ack_number esp.spi esp.sequence
ip.opt.type ip.opt.ra ipv6.opt.type ipv6.opt.router_alert
""",
    "icmp": """
icmp.type icmp.code icmp.checksum icmp.ident icmp.seq icmp.redir_gw icmp.checksum.status
icmpv6.type icmpv6.code icmpv6.checksum icmpv6.echo.sequence_number icmpv6.nd.ns.target_address
icmpv6.nd.na.target_address icmpv6.opt.type icmpv6.opt.linkaddr icmpv6.opt.prefix
icmpv6.mldr.nb_mcast_records icmpv6.checksum.status icmpv6.mld.multicast_address
icmpv6.mldr.mar.multicast_address icmpv6.mldr.mar.source_address icmpv6.nd.ra.router_lifetime
icmpv6.opt.rdnss icmpv6.opt.mtu icmpv6.mtu
igmp.type igmp.checksum igmp.num_grp_recs igmp.maddr igmp.saddr igmp.checksum.status
""",
    "tcp": """
tcp.srcport tcp.dstport tcp.seq_raw tcp.ack_raw tcp.hdr_len tcp.flags tcp.flags.syn
tcp.flags.push tcp.flags.ece tcp.window_size_value tcp.checksum tcp.urgent_pointer
tcp.option_kind tcp.option_len tcp.options.mss_val tcp.options.wscale.shift
tcp.options.timestamp.tsval tcp.options.timestamp.tsecr tcp.options.sack_le
tcp.options.sack_re tcp.options.mptcp.subtype tcp.options.user_to_val tcp.checksum.status
tcp.len
""",
    "udp": "udp.srcport udp.dstport udp.length udp.checksum udp.checksum.status",
    "sctp": """
sctp.srcport sctp.dstport sctp.verification_tag sctp.chunk_type sctp.chunk_length sctp.data_tsn_raw
sctp.data_sid sctp.data_ssn sctp.data_payload_proto_id sctp.init_credit sctp.init_initial_tsn
sctp.sack_cumulative_tsn_ack_raw sctp.sack_a_rwnd sctp.parameter_type
""",
    "dns": """
dns.id dns.flags dns.count.queries dns.count.answers dns.qry.name dns.qry.type
dns.resp.type dns.resp.ttl dns.a dns.aaaa dns.cname dns.ns dns.mx.mail_exchange
dns.length dns.flags.opcode dns.flags.rcode dns.count.auth_rr dns.count.add_rr
dns.qry.class dns.qry.qu dns.resp.name dns.resp.len dns.resp.class dns.resp.cache_flush
dns.soa.mname dns.soa.rname dns.soa.serial_number dns.soa.refresh_interval dns.soa.minimum_ttl
dns.ptr.domain_name dns.hinfo.cpu dns.mx.preference dns.txt dns.txt.length dns.srv.priority
dns.srv.weight dns.srv.port dns.srv.target dns.naptr.order dns.naptr.service dns.dname
dns.ds.key_id dns.sshfp.algorithm dns.rrsig.type_covered dns.rrsig.algorithm dns.rrsig.key_tag
dns.rrsig.signers_name dns.nsec.next_domain_name dns.dnskey.flags dns.dnskey.algorithm
dns.nsec3.iterations dns.nsec3.salt_value dns.tlsa.certificate_usage dns.svcb.svcpriority
dns.svcb.targetname dns.svcb.svcparam.key dns.caa.tag dns.caa.value dns.rr.udp_payload_size
dns.resp.ext_rcode dns.resp.edns0_version dns.resp.z dns.opt.code dns.opt.len
nbns.id nbns.flags nbns.type nbns.addr
""",
    "http": """
http.request.method http.request.uri http.response.code http.host http.user_agent http.server
http.request.version http.response.version http.response.phrase http.content_length_header
http.content_type http.transfer_encoding http.connection http.location http.cookie
http.set_cookie http.referer http.upgrade http.sec_websocket_key
http2.type http2.length http2.flags http2.streamid
websocket.opcode websocket.fin websocket.mask websocket.payload_length
""",
    "udp-app": """
dhcp.type dhcp.hw.type dhcp.hw.len dhcp.hops dhcp.id dhcp.secs dhcp.flags dhcp.ip.client
dhcp.ip.your dhcp.ip.server dhcp.ip.relay dhcp.hw.mac_addr dhcp.server dhcp.file dhcp.cookie
dhcp.option.type dhcp.option.length dhcp.option.dhcp dhcp.option.subnet_mask dhcp.option.router
dhcp.option.domain_name_server dhcp.option.hostname dhcp.option.domain_name
dhcp.option.requested_ip_address dhcp.option.ip_address_lease_time dhcp.option.dhcp_server_id
dhcp.option.request_list_item dhcp.option.dhcp_max_message_size dhcp.option.renewal_time_value
dhcp.option.rebinding_time_value dhcp.option.vendor_class_id dhcp.option.broadcast_address
dhcp.option.interface_mtu dhcp.option.ntp_server dhcp.option.bootfile_name
dhcp.option.client_system_architecture dhcp.fqdn.name
dhcpv6.msgtype dhcpv6.xid dhcpv6.hopcount dhcpv6.linkaddr dhcpv6.peeraddr dhcpv6.option.type
dhcpv6.option.length dhcpv6.duid.type dhcpv6.iaid.t1 dhcpv6.iaaddr.ip
dhcpv6.iaaddr.valid_lifetime dhcpv6.iaprefix.pref_addr dhcpv6.iaprefix.pref_len
dhcpv6.requested_option_code dhcpv6.option_preference dhcpv6.elapsed_time dhcpv6.status_code
dhcpv6.dns_server dhcpv6.search_list_entry dhcpv6.client_domain
ntp.flags ntp.flags.li ntp.flags.vn ntp.flags.mode ntp.stratum ntp.ppoll ntp.refid
tftp.opcode tftp.source_file tftp.destination_file tftp.type tftp.block tftp.error.code
snmp.version snmp.community snmp.request_id snmp.error_status snmp.name
syslog.msg quic.version quic.dcid quic.scid quic.dcil quic.header_form quic.long.packet_type
sip.Method sip.r-uri sip.Status-Code sip.Request-Line sip.Status-Line sip.Via sip.From sip.To
sip.Call-ID sip.Contact sip.Max-Forwards sip.Content-Type
""",
    "tcp-app": """
smtp.req.command smtp.req.parameter smtp.response.code smtp.rsp.parameter
ftp.request.command ftp.request.arg ftp.response.code ftp.response.arg ftp.passive.ip
ftp.passive.port ftp.active.cip ftp.active.port ftp.eprt.port ftp.epsv.port
pop.request.command pop.request.parameter pop.response.indicator pop.response.description
imap.request_tag imap.request.command imap.response_tag imap.response.status
telnet.cmd telnet.subcmd
ssh.protocol ssh.packet_length ssh.padding_length ssh.message_code ssh.kex_algorithms
ssh.server_host_key_algorithms ssh.encryption_algorithms_client_to_server
tls.record.content_type tls.record.version tls.record.length tls.handshake.type
tls.handshake.length tls.handshake.version tls.handshake.ciphersuite tls.handshake.comp_method
tls.handshake.session_id_length tls.handshake.extension.type tls.handshake.extension.len
tls.handshake.extensions_server_name tls.handshake.extensions_alpn_str
tls.handshake.extensions.supported_version tls.handshake.extensions_supported_group
tls.handshake.sig_hash_alg tls.handshake.extensions_key_share_group
tls.handshake.certificates_length tls.alert_message.level tls.alert_message.desc
socks.version socks.command socks.dst socks.remote_name socks.auth_method
mqtt.msgtype mqtt.len mqtt.hdrflags mqtt.topic mqtt.clientid mqtt.protoname mqtt.ver
mqtt.conflags mqtt.kalive mqtt.msgid mqtt.qos mqtt.conack.flags mqtt.username
resp.string resp.error resp.integer resp.bulk_string.length resp.array.length
""",
    "analysis": """
tcp.seq tcp.ack tcp.window_size tcp.window_size_scalefactor tcp.stream tcp.completeness udp.stream
tcp.analysis.retransmission tcp.analysis.fast_retransmission tcp.analysis.spurious_retransmission
tcp.analysis.out_of_order tcp.analysis.lost_segment tcp.analysis.ack_lost_segment
tcp.analysis.duplicate_ack tcp.analysis.duplicate_ack_num tcp.analysis.duplicate_ack_frame
tcp.analysis.keep_alive tcp.analysis.keep_alive_ack tcp.analysis.zero_window
tcp.analysis.zero_window_probe tcp.analysis.zero_window_probe_ack tcp.analysis.window_full
tcp.analysis.window_update tcp.analysis.reused_ports tcp.analysis.acks_frame tcp.analysis.ack_rtt
tcp.analysis.initial_rtt tcp.analysis.rto tcp.analysis.bytes_in_flight
tcp.analysis.push_bytes_sent
""",
}
# What is there or not: tshark's value is a text or a number that says no more.
MARKS = set(name for name in COLUMNS["analysis"].split() if name.startswith("tcp.analysis.") and
            not name.endswith(("_num", "_frame", "_rtt", ".rto", "_flight", "_sent")))

# What tshark writes for bytes that control something; ours is a question mark.
CONTROL = re.compile(r"\\[abfnrtv]|[\x00-\x1e\x7f]")

STREAMS = ("tcp.stream", "udp.stream")
AGAIN = {"retransmission": "retransmission", "fast": "fast_retransmission",
         "spurious": "spurious_retransmission", "out_of_order": "out_of_order"}

# What tshark says of a frame as a whole, for the conditions below.
FRAME = ["_ws.malformed", "frame.len", "frame.cap_len", "frame.protocols"]

SETTINGS = """ip.defragment:FALSE ipv6.defragment:FALSE tcp.desegment_tcp_streams:FALSE
tcp.relative_sequence_numbers:TRUE ip.check_checksum:TRUE tcp.check_checksum:TRUE
udp.check_checksum:TRUE http.desegment_headers:FALSE http.desegment_body:FALSE
dns.desegment_dns_messages:FALSE tls.desegment_ssl_records:FALSE
tls.desegment_ssl_application_data:FALSE smtp.desegment_lines:FALSE smtp.desegment_data:FALSE
pop.desegment_data:FALSE resp.desegment_data:FALSE sip.desegment_headers:FALSE
sip.desegment_body:FALSE ssh.desegment_buffers:FALSE""".split()

# tshark's names of what we know by another one.
ALSO = {"ethertype": "eth", "mdns": "dns", "llmnr": "dns", "ipv6.hopopts": "ipv6",
        "ipv6.routing": "ipv6", "ipv6.fraghdr": "ipv6", "ipv6.dstopts": "ipv6", "ah": "ipv6",
        "ieee8021ad": "vlan", "capwap": "capwap.data", "raw": "",
        "udpencap": "esp", "pppoes": "pppoe", "pppoed": "pppoe", "wlan_radio": "wlan",
        "mptcp": "tcp", "pwethheuristic": "mpls", "pwethcw": "mpls", "pcap_pktdata": "ppi"}
QUOTING = ("icmp", "icmpv6")


class Frame:
    """One frame as both saw it."""
    def __init__(self, known, flags, layers, malformed, length, captured, protocols, marks=(),
                 values=None):
        self.known, self.flags, self.layers = known, int(flags or 0), layers.split(":")
        self.values = values or {}
        self.malformed, self.cut = malformed != "", length != captured
        self.fragment = self.routed = False
        self.chain = protocols.split(":")
        self.marks = set(marks)
        self.protocols = [ALSO.get(p, p) for p in self.chain]

    def first_unknown(self):
        return next((p for p in self.protocols if p not in self.known), "")

    def long_id(self):
        """Whether tshark says of a connection's id that it has more than QUIC's 20 bytes."""
        return any(int(n or 0) > 20 for n in self.values.get("quic.dcil", "").split(APART))

    def crowded(self):
        """Whether tshark's counts of DNS don't fit the length that it tells."""
        counts = [int(self.values.get("dns.count." + name, "").split(APART)[0] or 0)
                  for name in ("queries", "answers", "auth_rr", "add_rr")]
        length = int(self.values.get("dns.length", "").split(APART)[0] or 65535)
        return 12 + 5 * counts[0] + 11 * sum(counts[1:]) > length

    def beyond(self):
        """Whether something we know lies inside something we don't."""
        unknown = [i for i, p in enumerate(self.protocols) if p not in self.known]
        inside = self.protocols[unknown[0]:] if unknown else []
        return any(p in self.known and p != "data" for p in inside)

    def again(self):
        """Whether tshark leaves the segment's data alone, since it may have seen them before."""
        return "out_of_order" in self.marks or ("retransmission" in self.marks and not
                                                self.marks & {"fast", "spurious"})

    def overlay(self):
        """Whether a datagram carries frames or packets of another network."""
        if "udp" not in self.protocols:
            return False
        inside = self.protocols[self.protocols.index("udp") + 1:]
        return any(p in inside for p in ("eth", "ip", "ipv6", "arp", "wlan"))


class Conversation:
    """One of tshark's, or of ours, as tshark saw its frames."""
    def __init__(self):
        self.protocols, self.numbers = set(), set()
        self.short = self.lone = self.pieces = None

    def add(self, number, told):
        self.protocols.update(told["frame.protocols"].split(":"))
        if self.lone is None and not any(told[name] for name in STREAMS):
            self.lone = number
        self.numbers.update(told[name] for name in STREAMS if told[name])
        if self.short is None and any(part.isdigit() and int(part) < 20
                                      for part in told["tcp.hdr_len"].split(APART)):
            self.short = number
        outer = told["ip.flags"].split(APART)[:-1]
        if self.pieces is None and any(int(value, 0) & 1 for value in outer if value):
            self.pieces = number


class File:
    """The conversations of a file, and of each frame which it belongs to."""
    TOLD = ("tcp.stream", "udp.stream", "tcp.hdr_len", "tcp.len", "frame.protocols",
            "ip.flags")

    def __init__(self, names, theirs, only, mine):
        self.frames, self.protocols = [], set()
        self.reframed = len(mine) != len(theirs)
        known = collections.defaultdict(Conversation)
        place = {name: names.index(name) for name in self.TOLD}
        ours = [only.index(name) for name in STREAMS if name in only]
        for number, (a, b) in enumerate(zip(mine, theirs), 1):
            a, b = a.split("\t"), b.split("\t")
            told = {name: b[i] if i < len(b) else "" for name, i in place.items()}
            self.protocols.update(told["frame.protocols"].split(":"))
            keys = [(name, told[name]) for name in STREAMS if told[name]]
            keys += [("ours", only[i], a[i]) for i in ours if a[i]]
            for key in keys:
                known[key].add(number, told)
            self.frames.append(([known[key] for key in keys], told["tcp.len"] != ""))

    def of(self, number):
        """Its conversations, and whether tshark knows the length of its TCP segment."""
        return self.frames[number - 1] if number else ([], False)


def starts(whole, part):
    return whole[:len(part)] == part


def to_zero(whole, part):
    """Whether part is whole up to its first zero byte, which we write as a question mark."""
    return len(whole) == len(part) and \
        all(a == b or (a.startswith(b) and a[len(b):].lstrip().startswith("?"))
            for a, b in zip(whole, part))


def ascii_alone(values):
    return ["".join(c for c in value if c.isascii()) for value in values]


def carried(values):
    """Times in nanoseconds; tshark writes a rest of more than a second behind the point as it is."""
    out = []
    for seconds, point, rest in (value.lstrip("-").partition(".") for value in values):
        if not (point and seconds.isdigit() and rest.isdigit()):
            return None
        out.append(int(seconds) * 10**9 + int(rest))
    return out


def subset(whole, part):
    """Whether part is whole with some left out, in the same order."""
    rest = iter(whole)
    return part == [""] or all(value in rest for value in part)


def shown(text):
    """A text's pattern: what we show as '?' or U+FFFD is a byte that tshark may escape."""
    escape = r"(\\[abtnvfr]|\\[0-7]{3}|\\x..|\\u....|[\x00-\x1f\x7f-\x9f?\ufffd]|)"
    return "".join(escape if c in "?\ufffd" else re.escape(c) for c in text)


def unprintable(mine, theirs):
    """Whether texts differ only in what can't be printed, in blanks and line ends behind them, or
    in that tshark's end at a zero byte."""
    def alike(ours, other):
        ends = [len(ours)] + [i for i, c in enumerate(ours) if c == "?"]
        other = re.sub(r"(\\[rnt]|\s|\?)+$", "", other)
        return any(re.fullmatch(shown(ours[:end].rstrip(" ?")), other) for end in ends)
    return len(mine) == len(theirs) and all(map(alike, mine, theirs))


def swapped(mine, theirs):
    """Whether 16 bits are the other one's in the other byte order."""
    one, two = ",".join(mine), ",".join(theirs)
    return one.isdigit() and two.isdigit() and int(two) < 65536 and \
        int(one) == int(two) % 256 * 256 + int(two) // 256


# The words of the table's second column; all of a row's must hold.
CONDITIONS = {
    "cut": lambda d: d.frame.cut,
    "malformed": lambda d: d.frame.malformed,
    "flagged": lambda d: bool(d.frame.flags & 3),
    "beyond": lambda d: d.frame.beyond(),
    "overlay": lambda d: d.frame.overlay(),
    "guessed": lambda d: bool(d.frame.flags & 16),
    "again": lambda d: d.frame.again(),
    "undecoded": lambda d: d.frame.layers[-1] in ("data", "tcp", "udp"),
    "to-zero": lambda d: to_zero(d.mine, d.theirs),
    "apart": lambda d: "?".join(d.mine) == "?".join(d.theirs),
    "shorter": lambda d: len(d.mine) == len(d.theirs) and
                         all(a.startswith(b) for a, b in zip(d.mine, d.theirs)),
    "beyond-ascii": lambda d: d.mine != d.theirs and ascii_alone(d.mine) == ascii_alone(d.theirs),
    "crowded": lambda d: d.frame.crowded(),
    "long-id": lambda d: d.frame.long_id(),
    "quoted": lambda d: any(p in d.frame.protocols for p in QUOTING),
    "fragment": lambda d: d.frame.fragment,
    "routed": lambda d: d.frame.routed,
    "deep": lambda d: len(d.frame.layers) >= 16,
    "aggregate": lambda d: d.frame.chain.count("llc") > 1,
    "ours-none": lambda d: d.mine == [""],
    "ours-less": lambda d: d.mine == [""] or starts(d.theirs, d.mine),
    "ours-some": lambda d: d.mine != [""] and subset(d.theirs, d.mine),
    "swapped": lambda d: swapped(d.mine, d.theirs),
    "unprintable": lambda d: unprintable(d.mine, d.theirs),
    "theirs-some": lambda d: subset(d.mine, d.theirs),
    "theirs-none": lambda d: d.theirs == [""],
    "theirs-less": lambda d: d.theirs == [""] or starts(d.mine, d.theirs),
    "unmeasured": lambda d: not d.measured,
    "split": lambda d: any(len(c.numbers) > 1 for c in d.conversations),
    "behind-short": lambda d: any(c.short and c.short < d.number for c in d.conversations),
    "reframed": lambda d: d.reframed,
    "behind-lone": lambda d: any(c.lone and c.lone < d.number for c in d.conversations),
    "uncarried": lambda d: carried(d.mine) == carried(d.theirs),
    "behind-fragment": lambda d: any(c.pieces and c.pieces <= d.number
                                     for c in d.conversations),
    "syn-uncounted": lambda d: [int(m or 0) - 1 for m in d.mine] == [int(t or 0) for t in d.theirs],
}


class Difference:
    def __init__(self, path, number, frame, name, mine, theirs, file=None):
        self.path, self.number, self.frame, self.name = path, number, frame, name
        self.mine, self.theirs = mine, theirs
        self.conversations, self.measured = file.of(number) if file else ([], False)
        self.others = file.protocols if file else set()
        self.reframed = not file or file.reframed

    def holds(self, word):
        kind, _, rest = word.partition(":")
        if kind in ("has", "lacks"):
            names = self.frame.chain + self.frame.layers
            return any(name in names for name in rest.split(",")) == (kind == "has")
        if kind in ("we-have", "we-lack"):
            return (rest in self.frame.layers) == (kind == "we-have")
        if kind == "beside":
            return any(name in self.others for name in rest.split(","))
        if kind == "in":
            return any(name in c.protocols for c in self.conversations for name in rest.split(","))
        if kind == "tshark":
            name, _, text = rest.partition(":")
            return text in self.frame.values.get(name, "")
        if kind == "ours":
            return ",".join(self.mine) == rest
        if kind == "theirs":
            return ",".join(self.theirs) == rest
        return CONDITIONS[kind](self)

    def kind(self):
        """What differences have in common that have one cause."""
        def size(values):
            return "none" if values == [""] else "one" if len(values) == 1 else "several"
        words = [w for w in ("cut", "fragment", "malformed", "flagged", "beyond", "quoted") if self.holds(w)]
        if self.name in MARKS:
            words = []
        return (self.name, size(self.mine), size(self.theirs), " ".join(words),
                self.frame.first_unknown())

    def __str__(self):
        mine, theirs = ",".join(self.mine), ",".join(self.theirs)
        return (f"{os.path.basename(self.path)}:{self.number}: {self.name}: {mine[:60]!r}, tshark "
                f"{theirs[:60]!r} ({':'.join(self.frame.chain)}; ours "
                f"{':'.join(self.frame.layers)})")


def rows():
    """The table of README.md: (pattern of field names, words, reason)."""
    out = []
    with open(os.path.join(HERE, "README.md"), encoding="utf-8") as text:
        for line in text:
            cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
            if line.startswith("| `") and len(cells) == 3:
                out.append((cells[0].strip("`").split(), cells[1].strip("`").split(), cells[2]))
    for _, words, _ in out:
        for word in words:
            if ":" not in word and word not in CONDITIONS:
                sys.exit(f"README.md: no such condition: {word}")
    return out


def explain(table, difference):
    """The number of the first row that explains it, or None."""
    for i, (names, words, _) in enumerate(table):
        if any(fnmatch.fnmatchcase(difference.name, n) for n in names) and \
                all(difference.holds(word) for word in words):
            return i
    return None


def run_tshark(path):
    names = [n for group in COLUMNS.values() for n in group.split()] + FRAME
    command = ["tshark", "-n", "-r", path, "-T", "fields", "-E", "occurrence=a",
               "-E", "aggregator=" + APART]
    for setting in SETTINGS:
        command += ["-o", setting]
    for name in names:
        command += ["-e", name]
    cache = os.environ.get("WIRELAB_TSHARK_CACHE")
    if cache:
        with open(path, "rb") as data:
            digest = hashlib.sha256(" ".join(command[4:]).encode() + data.read()).hexdigest()
        kept = os.path.join(cache, digest)
        if os.path.exists(kept):
            with gzip.open(kept, "rt", errors="replace", newline="\n") as text:
                return names, text.read()
    done = subprocess.run(command, capture_output=True, check=False)
    if b"aren't valid" in done.stderr:
        sys.exit(done.stderr.decode(errors="replace"))
    text = done.stdout.decode(errors="replace")
    if cache:
        os.makedirs(cache, exist_ok=True)
        with gzip.open(f"{kept}.{os.getpid()}", "wt", compresslevel=1, newline="\n") as out:
            out.write(text)
        os.rename(f"{kept}.{os.getpid()}", kept)
    return names, text


def run_ours(dump, path, names):
    done = subprocess.run([dump, path] + names + ["flags", "layers"], capture_output=True)
    if done.returncode == 4:
        return None
    if done.returncode != 0:
        sys.exit(f"{path}: decode_dump ended with {done.returncode}: "
                 f"{done.stderr.decode(errors='replace')[:2000]}")
    return done.stdout.decode(errors="replace")


def normal(name, text):
    """One spelling for numbers, truth values and hexadecimal of other widths."""
    if name in MARKS:
        return ["1" if text else ""]
    if text.isdigit() and not text.startswith("0"):
        return [text]
    out = []
    if name in ("dhcpv6.search_list_entry", "dhcpv6.client_domain"):
        text = text.replace("." + APART, APART).rstrip(".") # a root that only tshark writes
    if name == "mqtt.len":
        text = text.partition(",")[0] # ours goes on: ", only 3 here"
    text = CONTROL.sub("?", text)
    for part in text.split(APART):
        part = {"True": "1", "False": "0"}.get(part.strip(), part.strip())
        if part in ("", "<MISSING>"): # a value of no bytes: tshark lists it, we don't
            continue
        try:
            part = str(int(part, 0))
        except ValueError:
            pass
        out.append(part)
    # Behind "end of options" tshark reads the rest as more ends.
    while name.startswith("tcp.option") and len(out) > 1 and out[-1] == out[-2] == "0":
        out.pop()
    return out or [""]


def same_stream(streams, mine, theirs):
    """Numbers of conversations: those that only tshark sees move all that follow, so that it counts
    which frames have the same number, not which one."""
    if mine == [""] or theirs == [""]:
        return mine == theirs
    return streams.setdefault(("mine", *mine), theirs) == theirs and \
        streams.setdefault(("theirs", *theirs), mine) == mine


def is_fragment(flags, offset, ident):
    """Whether IP, or one of those inside of each other, is a fragment."""
    more = any(int(value, 0) & 1 for value in flags.split(APART) if value)
    return more or offset.strip("0" + APART) != "" or ident != ""


def differences(dump, path, only, known):
    """Yields what differs in a file; None when it is none that we read."""
    text = run_ours(dump, path, only)
    if text is None:
        return None, 0
    mine = text.split("\n")[:-1]
    names, text = run_tshark(path)
    theirs = text.split("\n")[:-1]
    place = [names.index(name) for name in only]
    again = {mark: names.index("tcp.analysis." + name) for mark, name in AGAIN.items()}
    found, streams, file = [], collections.defaultdict(dict), None
    routes = names.index("ip.opt.type")
    pieces = [names.index(n) for n in ("ip.flags", "ip.frag_offset", "ipv6.fraghdr.ident")]
    for number, (a, b) in enumerate(zip(mine, theirs), 1):
        a, b = a.split("\t"), b.split("\t")
        frame = None
        for i, name in enumerate(only):
            if place[i] >= len(b) or a[i] == b[place[i]] and name not in STREAMS:
                continue
            ours, other = normal(name, a[i]), normal(name, b[place[i]])
            if same_stream(streams[name], ours, other) if name in STREAMS else ours == other:
                continue
            if not frame:
                frame = Frame(known, a[-2], a[-1], *b[-4:],
                              marks=(mark for mark, at in again.items() if b[at]),
                              values=dict(zip(names, b)))
                frame.routed = {"131", "137"} & set(b[routes].split(APART)) != set()
                frame.fragment = is_fragment(*(b[p] for p in pieces))
            file = file or File(names, theirs, only, mine)
            found.append(Difference(path, number, frame, name, ours, other, file))
    if len(mine) != len(theirs):
        frame = Frame(known, "0", "", "", "", "", "")
        found.append(Difference(path, 0, frame, "frames", [str(len(mine))], [str(len(theirs))]))
    return found, len(mine)


def captures(places):
    for place in places:
        if os.path.isfile(place):
            yield place
            continue
        for folder, _, names in sorted(os.walk(place)):
            for name in sorted(names):
                yield os.path.join(folder, name)


MAGIC = {bytes.fromhex(m) for m in ("a1b2c3d4 d4c3b2a1 a1b23c4d 4d3cb2a1 a1b2cd34 34cdb2a1 "
                                    "0a0d0d0a").split()}


def judge_one(dump, path, only, known):
    with open(path, "rb") as data:
        head = data.read(4)
    if head[:2] == b"\x1f\x8b":
        with tempfile.NamedTemporaryFile(suffix=os.path.basename(path)) as plain:
            try:
                with gzip.open(path) as packed:
                    shutil.copyfileobj(packed, plain)
            except (OSError, EOFError):
                pass
            plain.flush()
            return judge_one(dump, plain.name, only, known)
    if head not in MAGIC:
        return None, 0
    return differences(dump, path, only, known)


def report(found, table, args):
    kinds = collections.Counter()
    explained = collections.Counter()
    example = {}
    for difference in found:
        row = explain(table, difference)
        if row is not None:
            explained[row] += 1
            continue
        if args.all:
            print(difference)
        kind = difference.kind()
        kinds[kind] += 1
        example.setdefault(kind, difference)
    if args.summary:
        for row, count in explained.most_common():
            names, words, reason = table[row]
            print(f"{count:7} explained: {' '.join(names)} [{' '.join(words)}] {reason}")
    for kind, count in kinds.most_common():
        name, ours, theirs, words, unknown = kind
        print(f"{count:7} {name}: ours {ours}, tshark {theirs}"
              f"{' [' + words + ']' if words else ''}{' in ' + unknown if unknown else ''}\n"
              f"        {example[kind]}")
    return sum(kinds.values()), sum(explained.values())


def judge(args, places):
    groups = args.only.split(",") if args.only else list(COLUMNS)
    only = [name for group in groups for name in COLUMNS[group].split()]
    listed = subprocess.run([args.dump, "--protocols"], capture_output=True, text=True, check=True)
    known = set(listed.stdout.split()) | {""}
    table = rows()
    files = frames = 0
    found = []
    with ThreadPoolExecutor(2) as pool:
        jobs = [pool.submit(judge_one, args.dump, path, only, known) for path in captures(places)]
        for job in jobs:
            differ, count = job.result()
            if differ is None:
                continue
            files += 1
            frames += count
            found += differ
    wrong, explained = report(found, table, args)
    print(f"{files} captures, {frames} frames, {frames * len(only)} values, "
          f"{explained} differences explained, {wrong} not")
    return 1 if wrong or files == 0 else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.
                                     RawDescriptionHelpFormatter)
    parser.add_argument("dump")
    parser.add_argument("places", nargs="*")
    parser.add_argument("--only", default="")
    parser.add_argument("--summary", action="store_true")
    parser.add_argument("--all", action="store_true")
    args = parser.parse_args()
    if not shutil.which("tshark"):
        print("SKIP: tshark is not installed, nothing to compare with")
        return 77
    if args.places:
        return judge(args, args.places)
    more = [os.environ["WIRELAB_CAPTURES"]] if os.environ.get("WIRELAB_CAPTURES") else []
    with tempfile.TemporaryDirectory() as folder:
        for maker in ("make_captures.py", "make_tcp.py"):
            subprocess.run([sys.executable, os.path.join(HERE, maker), folder], check=True)
        return judge(args, [folder] + more)


if __name__ == "__main__":
    sys.exit(main())
