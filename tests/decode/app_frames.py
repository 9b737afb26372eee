# SPDX-License-Identifier: GPL-3.0-or-later
"""Messages of application protocols, as bytes: make_captures.py puts them into frames.

Each is (name, protocol, sport, dport, data). Conversations have a client port of their own, since
tshark follows them; what needs the whole conversation there is left out here.
"""
import struct


def u8(*values):
    return bytes(values)


def u16(value):
    return struct.pack(">H", value)


def u24(value):
    return struct.pack(">I", value)[1:]


def u32(value):
    return struct.pack(">I", value)


def counted(data, size=1):
    return len(data).to_bytes(size, "big") + data


def labels(text):
    return b"".join(counted(p.encode()) for p in text.split(".")) + b"\0"


A4, B4 = b"\x0a\0\0\1", b"\x0a\0\0\2"
MAC = bytes.fromhex("020000000001")
A6 = bytes.fromhex("20010db8000000000000000000000001")


# Names.

def dns_head(ident, flags, *counts):
    return struct.pack(">HHHHHH", ident, flags, *counts)


def record(name, kind, data, cls=1, ttl=300):
    return name + struct.pack(">HHI", kind, cls, ttl) + counted(data, 2)


def dns_records():
    here = b"\xc0\x0c"
    soa = labels("ns.example.org") + labels("admin.example.org") + struct.pack(">5I", 1, 2, 3, 4, 5)
    rrsig = struct.pack(">HBBIIIH", 1, 13, 2, 300, 1700000000, 1690000000, 4711) + \
        labels("example.org") + bytes(8)
    svcb = u16(1) + b"\0" + u16(1) + counted(counted(b"h2") + counted(b"h3"), 2) + \
        u16(3) + counted(u16(8443), 2) + u16(4) + counted(A4, 2) + u16(6) + counted(A6, 2)
    return [
        (6, soa), (12, labels("host.example.org")), (13, counted(b"x86") + counted(b"Linux")),
        (16, counted(b"v=spf1") + counted(b"-all")), (35, struct.pack(">HH", 1, 2) + counted(b"s") +
         counted(b"SIP+D2U") + counted(b"") + labels("_sip._udp.example.org")),
        (39, labels("other.example")), (43, struct.pack(">HBB", 4711, 13, 2) + bytes(32)),
        (44, u8(4, 2) + bytes(32)), (46, rrsig), (47, labels("b.example.org") + b"\0\1\x40"),
        (48, struct.pack(">HBB", 257, 3, 13) + bytes(16)),
        (50, struct.pack(">BBH", 1, 0, 5) + counted(b"\xab\xcd") + counted(bytes(20)) + b"\0\1\x40"),
        (52, u8(3, 1, 1) + bytes(32)), (64, svcb), (65, svcb),
        (257, u8(0) + counted(b"issue") + b"letsencrypt.org"), (99, counted(b"v=spf1 -all")),
        (17, labels("me.example.org") + b"\0"), (108, MAC),
    ], here


def dns_frames():
    out = []
    kinds, here = dns_records()
    for kind, data in kinds:
        answer = dns_head(7, 0x8180, 1, 1, 0, 0) + labels("example.org") + u16(kind) + u16(1) + \
            record(here, kind, data)
        out.append((f"dns-record-{kind}", 17, 53, 40000, answer))
    edns = u16(10) + counted(bytes(8), 2) + u16(8) + counted(u16(1) + u8(24, 0, 10, 0, 0), 2) + \
        u16(15) + counted(u16(18) + b"no", 2)
    query = dns_head(1, 0x0120, 1, 0, 0, 1) + labels("example.org") + u16(1) + u16(1)
    out += [
        ("dns-edns", 17, 40000, 53, query + b"\0" + u16(41) + u16(1232) + u32(0x8000) +
         counted(edns, 2)),
        ("dns-nxdomain", 17, 53, 40000, dns_head(2, 0x8183, 1, 0, 0, 0) + labels("nope.example") +
         u16(1) + u16(1)),
        ("dns-update", 17, 40000, 53, dns_head(3, 0x2800, 1, 0, 1, 0) + labels("example.org") +
         u16(6) + u16(1) + record(labels("a.example.org"), 1, A4)),
        ("dns-other-port", 17, 40001, 8053, query[:10] + u16(0) + query[12:]),
        ("mdns-query", 17, 5353, 5353, dns_head(0, 0, 1, 0, 0, 0) + labels("_http._tcp.local") +
         u16(12) + u16(0x8001)),
        ("mdns-answer", 17, 5353, 5353, dns_head(0, 0x8400, 0, 2, 0, 0) +
         record(labels("_http._tcp.local"), 12, labels("web._http._tcp.local")) +
         record(labels("host.local"), 1, A4, cls=0x8001)),
        ("llmnr", 17, 40000, 5355, dns_head(4, 0, 1, 0, 0, 0) + labels("printer") + u16(28) + u16(1)),
        ("dns-tcp-two", 6, 40010, 53, counted(query[:10] + u16(0) + query[12:], 2) * 2),
        ("nbns", 17, 137, 137, dns_head(5, 0x0110, 1, 0, 0, 0) +
         labels("FHEPFCELEHFCEPFFFACACACACACACABN") + u16(32) + u16(1)),
        ("nbns-answer", 17, 137, 137, dns_head(5, 0x8580, 0, 1, 0, 0) +
         record(labels("FHEPFCELEHFCEPFFFACACACACACACABN"), 32, u16(0x6000) + A4)),
    ]
    return out


# Addresses.

def dhcp(kind, op, options, your=bytes(4)):
    head = u8(op, 1, 6, 0) + u32(0x3903f326) + u16(3) + u16(0x8000) + bytes(4) + your + bytes(8)
    sname = b"server".ljust(64, b"\0")
    return head + MAC.ljust(16, b"\0") + sname + b"boot.img".ljust(128, b"\0") + \
        b"\x63\x82\x53\x63" + u8(53, 1, kind) + options + b"\xff" + bytes(4)


def dhcp_frames():
    lease = u8(54, 4) + B4 + u8(51, 4) + u32(3600) + u8(58, 4) + u32(1800) + u8(59, 4) + \
        u32(3150) + u8(1, 4) + b"\xff\xff\xff\0" + u8(3, 8) + B4 + A4 + u8(6, 4) + B4 + \
        u8(15) + counted(b"example.org") + u8(28, 4) + b"\x0a\0\0\xff" + u8(26, 2) + u16(1400) + \
        u8(42, 4) + B4 + u8(121, 8, 24) + b"\xc0\0\2" + B4 + u8(33, 8) + A4 + B4
    asks = u8(55, 6, 1, 3, 6, 15, 26, 121) + u8(50, 4) + A4 + u8(61, 7, 1) + MAC + u8(12) + \
        counted(b"learner") + u8(60) + counted(b"wirelab") + u8(57, 2) + u16(1500) + \
        u8(93, 2) + u16(7)
    names = u8(119) + counted(labels("example.org") + b"\3lab\xc0\x00") + u8(81) + \
        counted(u8(4, 0, 0) + labels("host.example.org")) + u8(82) + \
        counted(u8(1) + counted(b"eth0") + u8(2) + counted(b"remote")) + u8(56) + counted(b"no")
    return [
        ("dhcp-discover", 17, 68, 67, dhcp(1, 1, asks)),
        ("dhcp-offer", 17, 67, 68, dhcp(2, 2, lease, A4)),
        ("dhcp-request", 17, 68, 67, dhcp(3, 1, asks + u8(54, 4) + B4)),
        ("dhcp-ack", 17, 67, 68, dhcp(5, 2, lease + names, A4)),
        ("bootp", 17, 68, 67, dhcp(1, 1, b"")[:236] + bytes(64)),
    ]


def option6(code, data):
    return u16(code) + counted(data, 2)


def dhcpv6_frames():
    duid = u16(3) + u16(1) + MAC
    address = option6(5, A6 + u32(1800) + u32(3600))
    prefix = option6(26, u32(1800) + u32(3600) + u8(56) + A6)
    solicit = u8(1) + u24(0xabcdef) + option6(1, duid) + option6(8, u16(100)) + \
        option6(6, u16(23) + u16(24)) + option6(3, u32(1) + u32(0) + u32(0)) + option6(14, b"")
    reply = u8(7) + u24(0xabcdef) + option6(1, duid) + option6(2, duid) + option6(7, u8(200)) + \
        option6(3, u32(1) + u32(900) + u32(1440) + address) + \
        option6(25, u32(2) + u32(900) + u32(1440) + prefix) + option6(13, u16(0) + b"fine") + \
        option6(23, A6 * 2) + option6(24, labels("example.org") + labels("lab.example.org")) + \
        option6(39, u8(1) + labels("host.example.org"))
    relay = u8(12, 1) + A6 * 2 + option6(18, b"eth1") + option6(9, solicit)
    return [("dhcpv6-solicit", 17, 546, 547, solicit), ("dhcpv6-reply", 17, 547, 546, reply),
            ("dhcpv6-relay", 17, 547, 547, relay)]


# Small ones over UDP.

def udp_frames():
    stamp = u32(3900000000) + u32(1 << 31)
    ntp = u8(0x1b, 0, 6, 0xe9) + u32(0x10000) + u32(0x8000) + b"GPS\0" + stamp * 4
    invite = b"INVITE sip:bob@example.org SIP/2.0\r\nVia: SIP/2.0/UDP 10.0.0.1\r\nFrom: <sip:a@b>\r\n" \
        b"To: <sip:bob@example.org>\r\nCall-ID: 77@10.0.0.1\r\nCSeq: 1 INVITE\r\n" \
        b"Max-Forwards: 70\r\nContact: <sip:a@10.0.0.1>\r\nContent-Length: 0\r\n\r\n"
    initial = u8(0xc3) + u32(1) + counted(bytes(range(8))) + counted(b"") + u8(0) + \
        u16(0x4000 | 1178) + bytes(1178)
    return [
        ("ntp-client", 17, 40000, 123, ntp), ("ntp-server", 17, 123, 40000, u8(0x24, 1) + ntp[2:]),
        ("ntp-control", 17, 40001, 123, u8(0x16, 2) + bytes(10)),
        ("dns-escapes", 17, 40000, 53, u16(7) + u16(0x100) + u16(1) + bytes(6) +
         counted(bytes(range(32))) +
         counted("\u4e2d\u200b".encode() + b"a\xe4\xb8") + b"\0\0\1\0\1"),
        ("snmp-3", 17, 40000, 161, bytes.fromhex(
            "3045020103300d020109020205dc0401000201030414301204028000"
            "02010c02010704026d6504000400301b040280000400a813020105020100020100300830060602"
            "2b060500")),
        ("snmp-bulk", 17, 40000, 161, b"0\x18\x02\x01\x01\x04\x06public\xa5\x0b"
         b"\x02\x01\x07\x02\x01\x00\x02\x01\x0a0\x00"),
        ("stun", 17, 40000, 3478, u16(1) + u16(8) + u32(0x2112a442) + bytes(range(12)) +
         u16(0x8022) + u16(3) + b"abc\0"),
        ("syslog", 17, 40000, 514, b"<34>Oct 11 22:14:15 host su: failed"),
        ("ssdp", 17, 40000, 1900, b"M-SEARCH * HTTP/1.1\r\nHOST: 239.255.255.250:1900\r\n"
         b"MAN: \"ssdp:discover\"\r\nMX: 1\r\nST: ssdp:all\r\n\r\n"),
        ("sip-invite", 17, 5060, 5060, invite),
        ("sip-ringing", 17, 5060, 5060, b"SIP/2.0 180 Ringing\r\nVia: SIP/2.0/UDP 10.0.0.1\r\n"
         b"f: <sip:a@b>\r\nt: <sip:bob@example.org>\r\ni: 77@10.0.0.1\r\nCSeq: 1 INVITE\r\n\r\n"),
        ("quic-initial", 17, 40000, 443, initial),
        ("quic-negotiation", 17, 443, 40000, u8(0x80) + u32(0) + counted(b"") +
         counted(bytes(range(8))) + u32(1) + u32(0x6b3343cf)),
    ]


# TLS.

def extension(kind, data):
    return u16(kind) + counted(data, 2)


def client_hello():
    extensions = extension(0, counted(u8(0) + counted(b"example.org", 2), 2)) + \
        extension(16, counted(counted(b"h2") + counted(b"http/1.1"), 2)) + \
        extension(43, counted(u16(0x7a7a) + u16(0x0304) + u16(0x0303))) + \
        extension(10, counted(u16(29) + u16(23), 2)) + extension(11, counted(u8(0))) + \
        extension(13, counted(u16(0x0403) + u16(0x0804), 2)) + \
        extension(51, counted(u16(29) + counted(bytes(32), 2), 2)) + extension(23, b"")
    body = u16(0x0303) + bytes(32) + counted(bytes(32)) + \
        counted(u16(0x1301) + u16(0x1302) + u16(0xc02f), 2) + counted(u8(0)) + \
        counted(extensions, 2)
    return u8(1) + counted(body, 3)


def server_hello():
    extensions = extension(43, u16(0x0304)) + extension(51, u16(29) + counted(bytes(32), 2))
    body = u16(0x0303) + bytes(range(32)) + counted(bytes(32)) + u16(0x1301) + u8(0) + \
        counted(extensions, 2)
    return u8(2) + counted(body, 3)


def tls_record(kind, data, version=0x0301):
    return u8(kind) + u16(version) + counted(data, 2)


def tls_frames():
    hello, answer = tls_record(22, client_hello()), tls_record(22, server_hello(), 0x0303)
    return [
        ("tls-client-hello", 6, 41000, 443, hello),
        ("tls-hello-other-port", 6, 41001, 8888, hello),
        ("tls-hello-goes-on", 6, 41002, 443, hello[:150]),
        ("tls-server-hello", 6, 443, 41003, answer + tls_record(20, b"\1", 0x0303) +
         tls_record(23, bytes(range(40)), 0x0303)),
        ("tls-alert", 6, 443, 41004, tls_record(21, u8(2, 48), 0x0303)),
        ("tls-data", 6, 41005, 443, tls_record(23, bytes(range(100)), 0x0303)),
        ("tls-certificate", 6, 443, 41006, tls_record(22, u8(11) + counted(
            counted(counted(b"\x30\x03\2\1\1", 3), 3), 3) + u8(14) + u24(0), 0x0303)),
    ] + tls_old_frames()


def tls_old_frames():
    """What TLS 1.3 has no more: keys outside of the hello, and the form of SSL 2."""
    signed = u16(0x0403) + counted(bytes(8), 2)
    stamp = u8(0) + bytes(32) + u32(0) + u32(1) + u16(0) + signed
    stamps = extension(18, counted(counted(stamp, 2) * 2, 2))
    hello = u8(1) + u16(0x0301) + u16(6) + u16(0) + u16(16) + u24(0x010080) + u24(0x2f) + bytes(16)
    return [
        ("tls-hello-ssl2", 6, 41007, 443, u16(0x8000 | len(hello)) + hello),
        ("tls-timestamps", 6, 443, 41008, tls_record(22, u8(2) + counted(
            u16(0x0303) + bytes(range(32)) + counted(b"") + u16(0xc02b) + u8(0) +
            counted(stamps, 2), 3), 0x0303)),
        ("tls-request", 6, 443, 41009, tls_record(22, u8(13) + counted(
            counted(u8(1)) + counted(u16(0x0403) + u16(0x0804), 2) + u16(0), 3), 0x0303)),
    ]


# Text over TCP.

def text_frames():
    return [
        ("smtp-banner", 6, 25, 42000, b"220 mail.example.org ESMTP ready\r\n"),
        ("smtp-ehlo", 6, 42001, 25, b"EHLO client.example.org\r\n"),
        ("smtp-reply", 6, 25, 42002, b"250-mail.example.org\r\n250-SIZE 1000\r\n250 HELP\r\n"),
        ("smtp-mail", 6, 42003, 25, b"MAIL FROM:<a@example.org>\r\n"),
        ("ftp-banner", 6, 21, 42010, b"220 Welcome to FTP\r\n"),
        ("ftp-user", 6, 42011, 21, b"USER anonymous\r\n"),
        ("ftp-port", 6, 42012, 21, b"PORT 10,0,0,1,156,64\r\n"),
        ("ftp-pasv", 6, 21, 42013, b"227 Entering Passive Mode (10,0,0,2,19,137)\r\n"),
        ("ftp-eprt", 6, 42014, 21, b"EPRT |1|10.0.0.1|5282|\r\n"),
        ("ftp-own", 6, 42016, 21, b"XOWN a b\r\n"),
        ("ftp-middle", 6, 21, 42017, b" This is the second half of a reply.\r\n"),
        ("ftp-epsv", 6, 21, 42015, b"229 Entering Extended Passive Mode (|||6446|)\r\n"),
        ("pop-ok", 6, 110, 42020, b"+OK POP3 ready\r\n"),
        ("pop-user", 6, 42021, 110, b"USER me\r\n"),
        ("imap-login", 6, 42030, 143, b"a1 LOGIN me secret\r\n"),
        ("imap-uid", 6, 42032, 143, b"a2 UID FETCH 1:* (FLAGS)\r\n"),
        ("imap-ok", 6, 143, 42031, b"a1 OK LOGIN completed\r\n"),
        ("telnet", 6, 42040, 23, b"\xff\xfd\3\xff\xfb\x18\xff\xfa\x18\0xterm\xff\xf0hello\r\n"),
        ("ssh-version", 6, 22, 42050, b"SSH-2.0-OpenSSH_9.2p1 Debian\r\n"),
        ("http-chunked", 6, 80, 42060, b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n"
         b"Content-Type: text/plain\r\n\r\n5\r\nhello\r\n0\r\n\r\n"),
        ("http-upgrade", 6, 42061, 80, b"GET /chat HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\n"
         b"Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"),
        ("http-two", 6, 42062, 80, b"GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\n"
         b"Host: b\r\n\r\n"),
        ("http-mkcol", 6, 42063, 80, b"MKCOL /new HTTP/1.1\r\nHost: a\r\n\r\n"),
        ("http-no-target", 6, 42064, 80, b"OPTIONS\nHost: a\n\n"),
        ("http-rest-of-head", 6, 80, 42065, b"Server: a\r\nContent-Length: 2\r\n\r\nhi"),
        ("http-empty-lines", 6, 42066, 80, b"\r\nGET /1 HTTP/1.1\r\nHost: a\r\n\r\n\r\n"
         b"GET /2 HTTP/1.1\r\nHost: b\r\n\r\n"),
        ("http-blanks", 6, 80, 42067, b"HTTP/1.1   200  OK\r\nServer: a\r\n\r\n"),
        ("http-bare-cr", 6, 42068, 80, b"GET /1 HTTP/1.1\rHost: a\rUser-Agent: b\r\r"),
        ("http-long-length", 6, 42069, 80, b"POST /1 HTTP/1.1\r\nContent-Length: "
         b"18446744073709551615\r\n\r\nGET /2 HTTP/1.1\r\n\r\n"),
        ("http-zeros-length", 6, 42070, 80, b"POST /1 HTTP/1.1\r\nContent-Length: "
         b"00000000000000000002\r\n\r\nhiGET /2 HTTP/1.1\r\n\r\n"),
        ("http-two-lengths", 6, 42071, 80, b"POST /1 HTTP/1.1\r\nContent-Length: 50\r\n"
         b"Content-Length: 2\r\n\r\nhiGET /2 HTTP/1.1\r\n\r\n"),
    ]


# Binary over TCP.

def binary_frames():
    connect = counted(b"MQTT", 2) + u8(4, 0x82) + u16(60) + counted(b"client-1", 2) + \
        counted(b"me", 2)
    connect5 = counted(b"MQTT", 2) + u8(5, 2) + u16(60) + counted(u8(0x11) + u32(10)) + \
        counted(b"client-5", 2)
    names = b"".join(counted(n, 4) for n in [b"curve25519-sha256", b"ssh-ed25519", b"aes128-ctr",
                                             b"aes128-ctr", b"hmac-sha2-256", b"hmac-sha2-256",
                                             b"none", b"none", b"", b""])
    kexinit = u8(20) + bytes(16) + names + u8(0) + u32(0)
    padding = 8 - (len(kexinit) + 5) % 8 + 8
    settings = u24(12) + u8(4, 0) + u32(0) + u16(3) + u32(100) + u16(4) + u32(65535)
    return [
        ("mqtt-connect", 6, 43000, 1883, u8(0x10) + counted(connect)),
        ("mqtt-connect-5", 6, 43001, 1883, u8(0x10) + counted(connect5)),
        ("mqtt-connack", 6, 1883, 43002, u8(0x20, 2, 0, 0)),
        ("mqtt-publish", 6, 43003, 1883, u8(0x32) + counted(counted(b"room/temp", 2) + u16(9) +
                                                            b"21.5")),
        ("mqtt-subscribe", 6, 43004, 1883, u8(0x82) + counted(u16(1) + counted(b"room/#", 2) +
                                                              u8(1))),
        ("mqtt-ping", 6, 43005, 1883, u8(0xc0, 0)),
        ("redis-set", 6, 43010, 6379, b"*3\r\n$3\r\nSET\r\n$1\r\na\r\n$5\r\nhello\r\n"),
        ("redis-ok", 6, 6379, 43011, b"+OK\r\n"),
        ("redis-error", 6, 6379, 43012, b"-ERR unknown command\r\n"),
        ("redis-number", 6, 6379, 43013, b":42\r\n"),
        ("redis-bulk", 6, 6379, 43014, b"$5\r\nhello\r\n"),
        ("redis-nothing", 6, 6379, 43015, b"$-1\r\n"),
        ("socks5-greeting", 6, 43020, 1080, u8(5, 2, 0, 2)),
        ("socks4-connect", 6, 43021, 1080, u8(4, 1) + u16(80) + B4 + b"me\0"),
        ("ssh-kexinit", 6, 43030, 22, u32(len(kexinit) + padding + 1) + u8(padding) + kexinit +
         bytes(padding)),
        ("http2-preface", 6, 43040, 8889, b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + settings),
        ("websocket-text", 6, 43050, 8890, u8(0x81, 0x85) + b"\x37\xfa\x21\x3d" +
         b"\x7f\x9f\x4d\x51\x58"),
        ("websocket-close", 6, 8890, 43051, u8(0x88, 2) + u16(1000)),
    ]


def conversations():
    """(name, port, [(whether the client speaks, data)]): what tshark reads only in context."""
    kex = next(data for name, *_, data in binary_frames() if name == "ssh-kexinit")
    text = u8(0x81, 0x85) + b"\x37\xfa\x21\x3d" + b"\x7f\x9f\x4d\x51\x58"
    return [
        ("websocket", 80, [
            (True, b"GET /chat HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
             b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"),
            (False, b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
             b"Connection: Upgrade\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n"),
            (True, text), (False, u8(0x81, 5) + b"Hello"),
            (False, u8(0x82, 2) + u16(1)), (False, u8(0x89, 4) + b"ping"),
            (True, u8(0x8a, 0x84) + bytes(4) + b"ping"), (False, u8(2, 1) + b"a"),
            (False, u8(0, 1) + b"b" + u8(0x80, 1) + b"c"), (False, u8(0x88, 2) + u16(1000))]),
        ("tls-somewhere", 8899, [
            (True, tls_record(22, client_hello())),
            (False, tls_record(22, server_hello(), 0x0303)),
            (True, tls_record(20, b"\1", 0x0303)),
            (True, tls_record(23, bytes(range(30)), 0x0303)),
            (False, tls_record(23, bytes(range(20)), 0x0303) * 3)]),
        ("ssh", 22, [(True, b"SSH-2.0-OpenSSH_9.2\r\n"), (False, b"SSH-2.0-OpenSSH_9.2\r\n"),
                     (True, kex)]),
        ("socks5", 1080, [
            (True, u8(5, 2, 0, 2)), (False, u8(5, 0)),
            (True, u8(5, 1, 0, 3) + counted(b"example.org") + u16(80)),
            (False, u8(5, 0, 0, 1) + B4 + u16(40000))]),
        ("socks4", 1080, [(True, u8(4, 1) + u16(80) + b"\0\0\0\1" + b"me\0" + b"example.org\0"),
                          (False, u8(0, 90) + u16(80) + B4)]),
    ]


def last_frames():
    """Those behind which tshark numbers streams otherwise."""
    pdu = b"\x02\1\7\x02\1\0\x02\1\0\x30" + counted(b"\x30" + counted(
        bytes.fromhex("06082b06010201010500") + b"\5\0"))
    snmp = b"\x30" + counted(b"\2\1\1\4\6public\xa0" + counted(pdu))
    return [
        ("snmp-get", 17, 40000, 161, snmp),
        ("tftp-read", 17, 40000, 69, u16(1) + b"boot.img\0octet\0blksize\x001428\0"),
        ("tftp-write", 17, 40001, 69, u16(2) + b"log\0netascii\0"),
        ("tftp-error", 17, 40002, 69, u16(5) + u16(1) + b"no such file\0"),
    ]


def messages():
    return dns_frames() + dhcp_frames() + dhcpv6_frames() + udp_frames() + tls_frames() + \
        text_frames() + binary_frames() + last_frames()
