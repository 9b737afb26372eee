#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes frames of every kind we decode, out of nothing, for tests.

    make_captures.py FOLDER           FOLDER/little.pcap, FOLDER/big.pcap (nanoseconds) of
                                      Ethernet, FOLDER/link-N.pcap of each other link type
    make_captures.py --seeds FOLDER   one file a frame, as tests/fuzz/fuzz_packet.c wants them
"""
import ipaddress
import os
import struct
import sys

import app_frames

MAC_A, MAC_B = bytes.fromhex("020000000001"), bytes.fromhex("020000000002")
ALL = b"\xff" * 6
BRIDGES = bytes.fromhex("0180c2000000")
A4, B4 = b"\x0a\0\0\1", b"\x0a\0\0\2"
A6 = ipaddress.ip_address("2001:db8::1").packed
B6 = ipaddress.ip_address("2001:db8::2").packed


def checksum(data):
    if len(data) % 2:
        data += b"\0"
    total = sum(struct.unpack(f">{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xffff) + (total >> 16)
    return ~total & 0xffff


def put_sum(data, at, pseudo=b""):
    value = checksum(pseudo + data)
    return data[:at] + struct.pack(">H", value) + data[at + 2:]


def eth(kind, body, dst=MAC_B, src=MAC_A):
    return (dst + src + struct.pack(">H", kind) + body).ljust(60, b"\0")


def llc(body, dst=BRIDGES):
    return eth(len(body), body, dst)


def ip4(protocol, body, options=b"", ident=0x1c46, flags=0x4000, src=A4, dst=B4, ttl=64):
    head = 20 + len(options)
    h = struct.pack(">BBHHHBBH4s4s", 0x40 | head // 4, 0, head + len(body), ident, flags, ttl,
                    protocol, 0, src, dst) + options
    return put_sum(h, 10) + body


def ip6(protocol, body, src=A6, dst=B6, hops=64):
    return struct.pack(">IHBB16s16s", 0x60012345, len(body), protocol, hops, src, dst) + body


def pseudo4(protocol, n):
    return A4 + B4 + struct.pack(">BBH", 0, protocol, n)


def pseudo6(protocol, n, src=A6, dst=B6):
    return src + dst + struct.pack(">IHBB", n, 0, 0, protocol)


def tcp(flags, data=b"", options=b"", seq=1000, ack=0, six=False, ports=(40000, 8888), window=64240):
    options += b"\0" * (-len(options) % 4)
    h = struct.pack(">HHIIHHHH", *ports, seq, ack, (20 + len(options)) // 4 << 12 | flags,
                    window, 0, 0) + options + data
    return put_sum(h, 16, (pseudo6 if six else pseudo4)(6, len(h)))


def udp(data, ports=(40000, 8888), six=False, none=False):
    h = struct.pack(">HHHH", *ports, 8 + len(data), 0) + data
    return h if none else put_sum(h, 6, (pseudo6 if six else pseudo4)(17, len(h)))


def icmp(kind, code, rest):
    return put_sum(struct.pack(">BBH", kind, code, 0) + rest, 2)


def icmp6(kind, code, rest, src=A6, dst=B6):
    h = struct.pack(">BBH", kind, code, 0) + rest
    return put_sum(h, 2, pseudo6(58, len(h), src, dst))


def name(text):
    return b"".join(bytes([len(p)]) + p.encode() for p in text.split(".")) + b"\0"


def dns_query(kind):
    return struct.pack(">HHHHHH", 0x1234, 0x0100, 1, 0, 0, 0) + name("www.example.org") + \
        struct.pack(">HH", kind, 1)


def dns_answer():
    def record(kind, data, ttl=300):
        return b"\xc0\x0c" + struct.pack(">HHIH", kind, 1, ttl, len(data)) + data
    return struct.pack(">HHHHHH", 0x1234, 0x8180, 1, 7, 0, 1) + name("www.example.org") + \
        struct.pack(">HH", 1, 1) + record(5, b"\x04host\xc0\x10") + record(1, A4) + \
        record(28, A6) + record(15, b"\0\x0a\x04mail\xc0\x10") + record(16, b"\x05hello") + \
        record(2, b"\x02ns\xc0\x10") + record(33, b"\0\1\0\2\x22\xb8\x03srv\xc0\x10") + \
        b"\0" + struct.pack(">HHIH", 41, 1232, 0, 0)


def tcp_options():
    return [
        b"\x02\x04\x05\xb4\x04\x02\x08\x0a\0\0\0\1\0\0\0\0\x01\x03\x03\x07",
        b"\x01\x01\x05\x12" + struct.pack(">IIII", 2000, 2100, 2200, 2300),
        b"\x22\x0a\1\2\3\4\5\6\7\x08" + b"\x01\x01",
        b"\x22\x02\x01\x01",
        b"\x13\x12" + bytes(range(16)) + b"\x01\x01",
        b"\x1c\x04\x80\x05",
        b"\x1e\x0c\x01\x81" + bytes(range(8)),
        b"\xfd\x06\xf9\x89\1\2\x01\x01",
        b"\x4d\x04\xaa\xbb",
    ]


def tcp_frames():
    out = []
    syn, ack, psh, fin, rst = 2, 16, 8, 1, 4
    for options in tcp_options():
        out.append(("tcp-option-%d" % options.lstrip(b"\1")[0],
                    eth(0x800, ip4(6, tcp(syn if options[0] == 2 else ack, b"", options, ack=7)))))
    out += [
        ("tcp-data", eth(0x800, ip4(6, tcp(psh | ack, b"hello", seq=1001, ack=5001)))),
        ("tcp-fin", eth(0x800, ip4(6, tcp(fin | ack, seq=1006, ack=5001)))),
        ("tcp-rst", eth(0x800, ip4(6, tcp(rst | ack, seq=0, ack=1001)))),
        ("tcp-ecn", eth(0x800, ip4(6, tcp(0x1c2, seq=0)))),
        ("tcp-v6", eth(0x86dd, ip6(6, tcp(psh | ack, b"hello", seq=1001, ack=5001, six=True)))),
        ("tcp-broken-option", eth(0x800, ip4(6, tcp(ack, b"", b"\x08\x0a\x01\x01")))),
        ("http-request", eth(0x800, ip4(6, tcp(psh | ack, b"GET /index.html HTTP/1.1\r\nHost: "
                                               b"server:8000\r\nUser-Agent: curl/8\r\n\r\n",
                                               ports=(40000, 8000))))),
        ("http-response", eth(0x800, ip4(6, tcp(psh | ack, b"HTTP/1.0 200 OK\r\nServer: test\r\n"
                                                b"Content-Length: 2\r\n\r\nhi",
                                                ports=(8000, 40000))))),
        ("dns-tcp", eth(0x800, ip4(6, tcp(psh | ack, struct.pack(">H", len(dns_query(1))) +
                                          dns_query(1), ports=(40000, 53))))),
    ]
    return out


def ip_frames():
    long = udp(b"x" * 64)
    return [
        ("ip-record-route", eth(0x800, ip4(17, udp(b"hi"), b"\x07\x0b\x08" + A4 + B4 + b"\0"))),
        ("ip-router-alert", eth(0x800, ip4(2, icmp(0x16, 0, b"\xe0\0\0\x16"), b"\x94\x04\0\0"))),
        ("ip-fragment-1", eth(0x800, ip4(17, long[:32], flags=0x2000))),
        ("ip-fragment-2", eth(0x800, ip4(17, long[32:], flags=4))),
        ("ip-in-ip", eth(0x800, ip4(4, ip4(17, udp(b"inner"))))),
        ("udp", eth(0x800, ip4(17, udp(b"hello, world")))),
        ("udp-no-checksum", eth(0x800, ip4(17, udp(b"hi", none=True)))),
        ("udp-bad-checksum", eth(0x800, ip4(17, udp(b"hi")[:-1] + b"x"))),
        ("udp-v6", eth(0x86dd, ip6(17, udp(b"hi", six=True)))),
        ("dns-query", eth(0x800, ip4(17, udp(dns_query(28), (40000, 53))))),
        ("dns-answer", eth(0x800, ip4(17, udp(dns_answer(), (53, 40000))))),
        ("icmp-echo", eth(0x800, ip4(1, icmp(8, 0, struct.pack(">HH", 3, 1) + b"abcdefgh")))),
        ("icmp-reply", eth(0x800, ip4(1, icmp(0, 0, struct.pack(">HH", 3, 1) + b"abcdefgh")))),
        ("icmp-port", eth(0x800, ip4(1, icmp(3, 3, b"\0" * 4 + ip4(17, udp(b"hello")))))),
        ("icmp-frag-needed", eth(0x800, ip4(1, icmp(3, 4, b"\0\0\x05\xdc" +
                                                    ip4(6, tcp(16))[:28])))),
        ("icmp-exceeded", eth(0x800, ip4(1, icmp(11, 0, b"\0" * 4 + ip4(6, tcp(2))[:28])))),
        ("icmp-redirect", eth(0x800, ip4(1, icmp(5, 1, B4 + ip4(17, udp(b"x")))))),
        ("icmp-stamp", eth(0x800, ip4(1, icmp(13, 0, struct.pack(">HHIII", 3, 1, 1, 2, 3))))),
        ("igmp3", eth(0x800, ip4(2, icmp(0x22, 0, b"\0\0\0\1\4\0\0\1\xe0\0\0\xfb" + B4)))),
    ]


def ip6_frames():
    ns = ipaddress.ip_address("ff02::1:ff00:2").packed
    nodes = ipaddress.ip_address("ff02::1").packed
    inner = udp(b"hi", six=True)
    option = b"\x01\x01" + MAC_A
    prefix = b"\x03\x04\x40\xc0" + struct.pack(">III", 3600, 1800, 0) + A6
    return [
        ("ip6-hopopts", eth(0x86dd, ip6(0, b"\x11\0\x05\x02\0\0\x01\0" + inner))),
        ("ip6-dstopts", eth(0x86dd, ip6(60, b"\x11\0\x01\x04\0\0\0\0" + inner))),
        ("ip6-routing", eth(0x86dd, ip6(43, b"\x11\x02\x04\0\0\0\0\0" + B6 + inner))),
        ("ip6-fragment", eth(0x86dd, ip6(44, b"\x11\0\0\1\0\0\0\x09" + inner))),
        ("ip6-fragment-2", eth(0x86dd, ip6(44, b"\x11\0\0\x08\0\0\0\x09" + b"later"))),
        ("ip6-ah", eth(0x86dd, ip6(51, b"\x11\x04\0\0\0\0\1\0\0\0\0\5" + bytes(12) + inner))),
        ("icmp6-echo", eth(0x86dd, ip6(58, icmp6(128, 0, struct.pack(">HH", 3, 1) + b"abcdef")))),
        ("icmp6-ns", eth(0x86dd, ip6(58, icmp6(135, 0, b"\0" * 4 + B6 + option, dst=ns), dst=ns,
                                     hops=255))),
        ("icmp6-na", eth(0x86dd, ip6(58, icmp6(136, 0, b"\x60\0\0\0" + A6 + b"\2" + option[1:]),
                                     hops=255))),
        ("icmp6-ra", eth(0x86dd, ip6(58, icmp6(134, 0, b"\x40\0\x07\x08" + bytes(8) + option +
                                               prefix + b"\5\1\0\0\0\0\5\xdc", dst=nodes),
                                     dst=nodes, hops=255))),
        ("icmp6-port", eth(0x86dd, ip6(58, icmp6(1, 4, b"\0" * 4 + ip6(17, inner))))),
        ("icmp6-too-big", eth(0x86dd, ip6(58, icmp6(2, 0, b"\0\0\5\0" + ip6(17, inner))))),
        ("icmp6-mld2", eth(0x86dd, ip6(58, icmp6(143, 0, b"\0\0\0\1\4\0\0\0" + ns)))),
    ]


def link_frames():
    who = struct.pack(">HHBBH", 1, 0x800, 6, 4, 1) + MAC_A + A4 + bytes(6) + B4
    is_at = struct.pack(">HHBBH", 1, 0x800, 6, 4, 2) + MAC_B + B4 + MAC_A + A4
    bridge = struct.pack(">H6s", 0x8001, MAC_A)
    config = struct.pack(">I8sI8sHHHHH", 0, bridge, 4, bridge, 0x8001, 0, 0x1400, 0x200, 0xf00)
    body = b"\x42\x42\x03\0\0"
    return [
        ("arp-request", eth(0x806, who, dst=ALL)),
        ("arp-reply", eth(0x806, is_at)),
        ("arp-odd-sizes", eth(0x806, struct.pack(">HHBBH", 6, 0x800, 2, 4, 1) + bytes(12))),
        ("vlan", eth(0x8100, b"\x60\x05\x08\0" + ip4(17, udp(b"tagged")))),
        ("qinq", eth(0x88a8, b"\0\x64\x81\0\x60\x05\x08\x06" + who)),
        ("stp-config", llc(body + b"\0\0\1" + config[4:])),
        ("stp-tcn", llc(body + b"\0\x80")),
        ("rstp", llc(body + b"\2\2\x3c" + config[4:] + b"\0")),
        ("snap", llc(b"\xaa\xaa\3\0\0\0\x08\x06" + who, dst=ALL)),
        ("unknown-type", eth(0x88b5, b"anything at all")),
    ]


def tunnel_frames():
    inner4, inner6 = ip4(17, udp(b"inner")), ip6(17, udp(b"inner", six=True))
    inner_eth = bytes.fromhex("060000000002060000000001") + b"\x08\0" + inner4
    lldp = bytes.fromhex("020704020000000001" "040405657431" "06020078" "08027570" "0a03737731"
                         "0c056c696e7578" "0e0400140010" "100c05010a00000102" "0000000700"
                         "fe0600120f010203" "0000")
    sctp = b"\x9c\x40\x22\xb8\1\2\3\4\0\0\0\0"
    init = struct.pack(">BBHIIHHI", 1, 0, 28, 0xaaa, 65536, 5, 10, 7) + b"\0\5\0\x08" + A4
    data = struct.pack(">BBHIHHI", 0, 3, 19, 7, 1, 2, 46) + b"abc\0"
    sack = struct.pack(">BBHIIHHHHI", 3, 0, 24, 9, 65536, 1, 1, 2, 4, 8)
    multiple = bytes.fromhex("0000" "03023c8001020000000001000000008001020000000001800201001400"
                             "02000f00" "00" "005000") + b"regi".ljust(32, b"\0") + \
        struct.pack(">H16sIH6sB", 2, bytes(range(16)), 200, 0x8001, MAC_B, 19) + \
        struct.pack(">BH6sIBBB", 0x3c, 0x8005, MAC_A, 100, 0x80, 0x70, 18)
    per_vlan = bytes.fromhex("aaaa0300000c010b" "0000000001800102000000000100000004800502000000"
                             "0002800201001400" "02000f00" "00" "000000020005")
    return [
        ("mpls", eth(0x8847, struct.pack(">II", 20 << 12 | 0x40, 100 << 12 | 0x140) + inner4)),
        ("mpls-6", eth(0x8847, struct.pack(">I", 100 << 12 | 0x140) + inner6)),
        ("gre", eth(0x800, ip4(47, struct.pack(">HHII", 0x3000, 0x800, 42, 7) + inner4))),
        ("gre-ethernet", eth(0x800, ip4(47, struct.pack(">HH", 0, 0x6558) + inner_eth))),
        ("pptp", eth(0x800, ip4(47, struct.pack(">HHHHII", 0x3081, 0x880b, len(inner4) + 2, 5, 1,
                                                2) + b"\0\x21" + inner4))),
        ("esp", eth(0x800, ip4(50, struct.pack(">II", 0x101, 9) + bytes(range(32))))),
        ("6in4", eth(0x800, ip4(41, inner6))),
        ("pppoe", eth(0x8864, struct.pack(">BBHH", 0x11, 0, 7, len(inner4) + 2) + b"\0\x21" +
                      inner4)),
        ("pppoe-discovery", eth(0x8863, struct.pack(">BBHHHHHH", 0x11, 9, 0, 12, 0x101, 0, 0x102,
                                                    4) + b"name")),
        ("lldp", eth(0x88cc, lldp, dst=bytes.fromhex("0180c200000e"))),
        ("sctp-init", eth(0x800, ip4(132, sctp + init))),
        ("sctp-data", eth(0x800, ip4(132, sctp + data + sack))),
        ("mstp", llc(b"\x42\x42\3" + multiple)),
        ("pvst", llc(per_vlan, dst=bytes.fromhex("01000ccccccd"))),
        ("vxlan", eth(0x800, ip4(17, udp(b"\x08\0\0\0\0\0\x2a\0" + inner_eth, (50000, 4789))))),
        ("geneve", eth(0x800, ip4(17, udp(struct.pack(">BBHII", 1, 0, 0x6558, 42 << 8, 0x01020000)
                                          + inner_eth, (50000, 6081), none=True)))),
        ("mpls-udp", eth(0x800, ip4(17, udp(struct.pack(">I", 100 << 12 | 0x140) + inner4,
                                            (50000, 6635))))),
        ("gre-udp", eth(0x800, ip4(17, udp(struct.pack(">HH", 0, 0x800) + inner4, (50000, 4754))))),
        ("gre-802.11", eth(0x800, ip4(47, struct.pack(">HH", 0, 0x8210) + bytes.fromhex(
            "88020000020000000001020000000002020000000003" "0000" "0000" "aaaa030000000800") +
                                      inner4))),
        ("gtp", eth(0x800, ip4(17, udp(struct.pack(">BBHIHBBBHB", 0x36, 255, len(inner4) + 8, 7, 5,
                                                   0, 0xc0, 1, 9, 0) + inner4, (2152, 2152))))),
        ("gtp-0", eth(0x800, ip4(17, udp(struct.pack(">BBHHHIQ", 0x1e, 255, len(inner4), 1, 2,
                                                     0xff << 24, 77) + inner4, (3386, 3386))))),
        ("gtp-2", eth(0x800, ip4(17, udp(bytes.fromhex("4801000800000001" "00000200"),
                                         (50001, 2123))))),
        ("teredo", eth(0x800, ip4(17, udp(bytes.fromhex("0000" "3caf" "f5fffffe") + inner6,
                                          (50002, 3544))))),
        ("ayiya", eth(0x800, ip4(17, udp(struct.pack(">BBBBI", 0x41, 0x52, 0x11, 41, 1000000000) +
                                         A6 + bytes(20) + inner6, (50003, 5072))))),
        ("esp-udp", eth(0x800, ip4(17, udp(struct.pack(">II", 0x101, 9) + bytes(range(32)),
                                           (4500, 4500))))),
        ("capwap", eth(0x800, ip4(17, udp(bytes.fromhex("0010030000000000" "0108") + bytes.fromhex(
            "2c00020000000001020000000002020000000003" "0000" "aaaa030000000800") + inner4,
                                          (50004, 5247))))),
        ("erspan-1", eth(0x800, ip4(47, struct.pack(">HH", 0, 0x88be) + inner_eth))),
        ("erspan-2", eth(0x800, ip4(47, struct.pack(">HHIII", 0x1000, 0x88be, 1, 0x10640005, 3) +
                                    inner_eth))),
        ("erspan-3", eth(0x800, ip4(47, struct.pack(">HHIIIHH", 0x1000, 0x22eb, 1, 0x20640005, 9, 0,
                                                    0) + inner_eth))),
        ("backbone", eth(0x88e7, struct.pack(">I", 0x60000123) + inner_eth)),
        ("vntag", eth(0x8926, struct.pack(">HHH", 0x8007, 1, 0x800) + inner4)),
        ("etag", eth(0x893f, struct.pack(">HHHH", 0x1000, 0xd3, 0, 0x800) + inner4)),
        ("nsh", eth(0x894f, struct.pack(">HBBI", 0xfc6, 1, 1, 0x102) + bytes(16) + inner4)),
        ("rarp", eth(0x8035, struct.pack(">HHBBH", 1, 0x800, 6, 4, 3) + MAC_A + bytes(4) + MAC_A +
                     bytes(4))),
        ("cdp", llc(bytes.fromhex("aaaa0300000c2000") + b"\2\xb4\0\0")),
    ]


def application_frames():
    out = []
    for i, (what, protocol, sport, dport, data) in enumerate(app_frames.messages()):
        six = 546 in (sport, dport) or 547 in (sport, dport)
        # A client's port for each: tshark knows conversations again.
        ports = tuple(45000 + i if port >= 40000 else port for port in (sport, dport))
        body = tcp(0x18, data, seq=1, ack=1, six=six, ports=ports) if protocol == 6 else \
            udp(data, ports, six=six)
        packet = ip6(protocol, body) if six else ip4(protocol, body)
        out.append((what, eth(0x86dd if six else 0x800, packet)))
    return out


def conversation_frames():
    out = []
    for i, (what, port, turns) in enumerate(app_frames.conversations()):
        at = [1, 1]
        for number, (client, data) in enumerate(turns):
            ports = (46000 + i, port) if client else (port, 46000 + i)
            out.append((f"{what}-turn-{number}", eth(0x800, ip4(6, tcp(
                0x18, data, seq=at[client], ack=at[not client], ports=ports)))))
            at[client] += len(data)
    return out


def frames():
    # Applications last: tshark counts TFTP's conversations that are yet to come as streams.
    return (link_frames() + ip_frames() + ip6_frames() + tcp_frames() + tunnel_frames() +
            application_frames())


def other_links():
    """(LINKTYPE_ number, frame) of everything that is not Ethernet."""
    four, six = ip4(17, udp(b"hi")), ip6(17, udp(b"hi", six=True))
    snap = b"\xaa\xaa\3\0\0\0\x08\0" + four
    to_us = bytes.fromhex("08023a01020000000001020000000002020000000003" "1002")
    both = bytes.fromhex("88030000020000000001020000000002020000000003" "0000" "020000000004" "0000")
    ack, beacon = bytes.fromhex("d4000000020000000001"), bytes.fromhex(
        "80000000ffffffffffff020000000002020000000002" "2000") + bytes(12)
    radiotap = bytes.fromhex("000017002f0000000100000000000000000c6c09a000d6")
    cooked = struct.pack(">HHH6sHH", 4, 1, 6, MAC_A, 0, 0x800)
    cooked2 = struct.pack(">HHIHBB6sH", 0x86dd, 0, 2, 1, 4, 6, MAC_A, 0)
    lcp = b"\xff\3\xc0\x21" + bytes.fromhex("0101000e010405dc050601020304")
    return [
        (0, b"\2\0\0\0" + four), (0, b"\0\0\0\2" + four), (0, b"\x1e\0\0\0" + six),
        (9, b"\xff\3\0\x21" + four), (9, b"\xff\3\0\x57" + six), (9, lcp),
        (50, b"\xff\3\0\x21" + four), (50, b"\x0f\0\x08\0" + four),
        (10, b"\x57" + MAC_B + MAC_A + snap), (9, b"\x0f\0\x08\0" + four),
        (192, struct.pack("<BBHI", 0, 0, 8, 1) + eth(0x800, four)),
        (239, struct.pack("<BBHHH", 2, 0, 0, 4 + len(four), 9) + four),
        (51, struct.pack(">BBHH", 0x11, 0, 7, len(four) + 2) + b"\0\x21" + four),
        (100, snap), (101, four), (101, six), (104, b"\x8f\0\x86\xdd" + six),
        (105, to_us + snap), (105, both + snap), (105, ack), (105, beacon),
        (108, b"\0\0\0\2" + four), (108, b"\0\0\0\x18" + six), (113, cooked + four),
        (119, struct.pack("<II", 0x44, 144) + b"wlan0".ljust(136, b"\0") + to_us + snap),
        (127, radiotap + to_us + snap), (127, radiotap + ack),
        (163, struct.pack(">II", 0x80211001, 64) + bytes(56) + to_us + snap),
        (204, b"\1\xff\3\0\x21" + four), (228, four), (229, six), (276, cooked2 + six),
    ]


# In the order of tests/fuzz/fuzz_packet.c.
LINKS = [1, 0, 9, 12, 14, 50, 51, 100, 101, 104, 105, 108, 113, 119, 127, 163, 166, 204, 228, 229,
         276, 10, 192, 239, 147]


def write_pcap(path, order, magic, link, packets, cut=True):
    with open(path, "wb") as out:
        out.write(struct.pack(order + "IHHiIII", magic, 2, 4, 0, 0, 262144, link))
        for i, data in enumerate(packets):
            out.write(struct.pack(order + "IIII", 1, i, len(data), len(data)) + data)
            if not cut:
                continue
            # The same as a small snapshot length leaves it.
            short = data[:50]
            out.write(struct.pack(order + "IIII", 1, i, len(short), len(data)) + short)


def write_seeds(folder):
    for what, data in frames() + conversation_frames():
        with open(os.path.join(folder, what), "wb") as out:
            out.write(b"\0" + data)
    for i, (link, data) in enumerate(other_links()):
        with open(os.path.join(folder, f"link-{link}-{i}"), "wb") as out:
            out.write(bytes([LINKS.index(link)]) + data)


def main():
    if sys.argv[1] == "--seeds":
        write_seeds(sys.argv[2])
        return
    ethernet = [data for _, data in frames()]
    write_pcap(os.path.join(sys.argv[1], "little.pcap"), "<", 0xa1b2c3d4, 1, ethernet)
    write_pcap(os.path.join(sys.argv[1], "big.pcap"), ">", 0xa1b23c4d, 1, ethernet)
    talks = [data for _, data in conversation_frames()]
    write_pcap(os.path.join(sys.argv[1], "talks.pcap"), "<", 0xa1b2c3d4, 1, talks, cut=False)
    for link in sorted(set(link for link, _ in other_links())):
        packets = [data for number, data in other_links() if number == link]
        write_pcap(os.path.join(sys.argv[1], f"link-{link}.pcap"), "<", 0xa1b2c3d4, link, packets)


if __name__ == "__main__":
    main()
