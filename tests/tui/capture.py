#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes small captures for the scripts against the screen, out of nothing.

    capture.py FILE           a name asked for, a page fetched with one segment sent again, ARP, a refusal
    capture.py --cut FILE     the same, cut off in its last packet
    capture.py --empty FILE   no packet
    capture.py --grow FIFO    to standard output: the first three packets, and the others once FIFO was written to
"""
import pathlib
import struct
import sys

sys.dont_write_bytecode = True  # beside the sources nothing is left
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "decode"))
import make_captures as make

A, B, MAC_A, MAC_B = make.A4, make.B4, make.MAC_A, make.MAC_B
SYN, ACK, PSH, FIN, RST = 2, 16, 8, 1, 4
PAGE = b"HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\nhello, world"


def there(protocol, body):
    return make.eth(0x800, make.ip4(protocol, body))


def back(protocol, body):
    return make.eth(0x800, make.ip4(protocol, body, src=B, dst=A), dst=MAC_A, src=MAC_B)


def dns(answer):
    question = make.name("server.lab") + struct.pack(">HH", 1, 1)
    head = struct.pack(">HHHHHH", 7, 0x8180 if answer else 0x100, 1, int(answer), 0, 0)
    record = b"\xc0\x0c" + struct.pack(">HHIH", 1, 1, 60, 4) + B
    return head + question + (record if answer else b"")


def story():
    mss = b"\x02\x04\x05\xb4"
    get = b"GET / HTTP/1.1\r\nHost: server.lab\r\n\r\n"
    to, fro = (40000, 80), (80, 40000)
    end = 1001 + len(get)
    said = 5001 + len(PAGE)
    return [
        there(17, make.udp(dns(False), (5353 + 1000, 53))),
        back(17, make.udp(dns(True), (53, 5353 + 1000))),
        there(6, make.tcp(SYN, options=mss, ports=to)),
        back(6, make.tcp(SYN | ACK, options=mss, seq=5000, ack=1001, ports=fro)),
        there(6, make.tcp(ACK, seq=1001, ack=5001, ports=to)),
        there(6, make.tcp(PSH | ACK, get, seq=1001, ack=5001, ports=to)),
        back(6, make.tcp(ACK, seq=5001, ack=end, ports=fro)),
        back(6, make.tcp(PSH | ACK, PAGE, seq=5001, ack=end, ports=fro)),
        back(6, make.tcp(PSH | ACK, PAGE, seq=5001, ack=end, ports=fro)),
        there(6, make.tcp(ACK, seq=end, ack=said, ports=to)),
        there(6, make.tcp(FIN | ACK, seq=end, ack=said, ports=to)),
        back(6, make.tcp(FIN | ACK, seq=said, ack=end + 1, ports=fro)),
        there(6, make.tcp(ACK, seq=end + 1, ack=said + 1, ports=to)),
        make.eth(0x806, struct.pack(">HHBBH", 1, 0x800, 6, 4, 1) + MAC_A + A + bytes(6) + B, dst=make.ALL),
        there(6, make.tcp(SYN, options=mss, ports=(40001, 81))),
        back(6, make.tcp(RST | ACK, seq=0, ack=1001, ports=(81, 40001))),
    ]


def header():
    return struct.pack("<IHHIIII", 0xa1b2c3d4, 2, 4, 0, 0, 262144, 1)


def record(i, frame):
    # The segment that is sent again comes a while later, as it would.
    when = 1700000000 * 1000000 + i * 1000 + (300000 if i >= 8 else 0)
    return struct.pack("<IIII", when // 1000000, when % 1000000, len(frame), len(frame)) + frame


def grow(out):
    packets = [record(i, f) for i, f in enumerate(story())]
    out.write(header() + b"".join(packets[:3]))
    out.flush()
    with open(sys.argv[2], "rb") as fifo:
        fifo.read()
    out.write(b"".join(packets[3:]))
    out.flush()


def main():
    if sys.argv[1] == "--grow":
        return grow(sys.stdout.buffer)
    data = header() + b"".join(record(i, f) for i, f in enumerate(story()))
    if sys.argv[1] == "--cut":
        data = data[:-20]
    if sys.argv[1] == "--empty":
        data = header()
    pathlib.Path(sys.argv[-1]).write_bytes(data)
    return None


if __name__ == "__main__":
    main()
