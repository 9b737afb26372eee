#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes captures of TCP in trouble, out of nothing: transfers simulated between two kernels of a
kind over links that lose, repeat and reorder, seen at either end or in the middle with gaps; and
segments thrown at random, which no kernel would send.

    make_tcp.py FOLDER [FIRST_SEED [SEEDS]]      FOLDER/transfer-SEED.pcap, FOLDER/noise-SEED.pcap
"""
import heapq
import os
import random
import struct
import sys

from make_captures import A4, A6, B4, B6, eth, ip4, ip6, pseudo4, pseudo6, put_sum

FIN, SYN, RST, PSH, ACK = 1, 2, 4, 8, 16
MSEC = 1000000


def segment(ends, six, flags, seq, ack, window, options=b"", data=b""):
    """A frame; `ends` are (from A to B?, port of A, port of B)."""
    forward, a, b = ends
    options += b"\1" * (-len(options) % 4)
    sport, dport = (a, b) if forward else (b, a)
    header = struct.pack(">HHIIBBHHH", sport, dport, seq % 2**32, ack % 2**32,
                         (20 + len(options)) // 4 << 4, flags, window, 0, 0)
    body = header + options + data
    if six:
        src, dst = (A6, B6) if forward else (B6, A6)
        return eth(0x86dd, ip6(6, put_sum(body, 16, pseudo6(6, len(body), src, dst)), src, dst))
    src, dst = (A4, B4) if forward else (B4, A4)
    pseudo = src + dst + struct.pack(">HH", 6, len(body))
    return eth(0x800, ip4(6, put_sum(body, 16, pseudo), src=src, dst=dst))


def sack(blocks):
    return b"\1\1" + struct.pack(">BB", 5, 2 + 8 * len(blocks)) + b"".join(
        struct.pack(">II", a % 2**32, b % 2**32) for a, b in blocks) if blocks else b""


class End:
    """One kernel: sends `left` bytes as the window allows, repeats, acknowledges, closes."""
    def __init__(self, net, forward, isn, left, scale, slow):
        self.net, self.forward, self.left, self.scale, self.slow = net, forward, left, scale, slow
        self.isn = self.una = self.nxt = isn
        self.rcv, self.ooo, self.unread = None, [], 0
        self.room, self.peer_room = 1 << 14, 1460
        self.dups = self.tries = 0
        self.timer = None
        self.open = self.fin_sent = self.done = False

    def window(self):
        free = max(0, self.room - self.unread) >> (self.scale or 0)
        return min(65535, free if free >= 2 or not self.scale else 0)

    def send(self, flags, seq, data=b"", options=b""):
        window = self.window() if not flags & SYN else 14600
        self.net.carry(self, flags, seq, self.rcv or 0, window, options, data)

    def connect(self):
        self.send(SYN, self.isn, options=self.syn_options())
        self.nxt = self.isn + 1
        self.arm(1000 * MSEC)

    def syn_options(self):
        out = struct.pack(">BBH", 2, 4, 1460) + b"\4\2"
        return out + struct.pack(">BBBB", 1, 3, 3, self.scale) if self.scale is not None else out

    def arm(self, after):
        self.timer = self.net.now + after
        self.net.at(self.timer, lambda due=self.timer: self.expire(due))

    def expire(self, due):
        if self.timer != due or self.done:
            return
        self.timer = None
        if self.una == self.nxt:
            if self.left and self.open:
                self.send(ACK, self.nxt - 1)    # the window is closed: as Linux asks
                self.arm(200 * MSEC)
            return
        self.tries += 1
        if self.tries > 5:
            self.send(RST | ACK, self.nxt)
            self.done = True
            return
        self.again()
        self.arm((200 << self.tries) * MSEC)

    def again(self):
        if self.una == self.isn:
            self.send(SYN | (ACK if self.rcv else 0), self.isn, options=self.syn_options())
            return
        end = self.nxt - (1 if self.fin_sent else 0)
        n = min(1460, end - self.una)
        if n > 0:
            self.send(ACK, self.una, b"r" * n)
        else:
            self.send(ACK | FIN, self.una)

    def push(self):
        while self.open and self.left and not self.fin_sent:
            n = min(1460, self.left, self.peer_room - (self.nxt - self.una))
            if n <= 0:
                break
            self.left -= n
            self.send(ACK | (PSH if not self.left or random.random() < .2 else 0), self.nxt,
                      b"d" * n)
            self.nxt += n
        if self.open and not self.left and not self.fin_sent and random.random() < .5:
            self.fin_sent = True
            self.send(ACK | FIN, self.nxt)
            self.nxt += 1
        if self.timer is None and (self.una != self.nxt or self.left):
            self.arm(200 * MSEC)

    def read(self):
        self.unread = max(0, self.unread - random.randrange(1, 1 << 14))
        self.send(ACK, self.nxt)
        if self.unread:
            self.net.at(self.net.now + self.slow * MSEC, self.read)

    def take(self, flags, seq, ack, window, data, scaled):
        if self.done:
            return
        if flags & RST:
            self.done = True
            return
        if flags & SYN:
            if self.rcv is None:
                self.rcv = seq + 1
            if not flags & ACK:
                self.send(SYN | ACK, self.isn, options=self.syn_options())
                self.nxt = max(self.nxt, self.isn + 1)
                return
        if flags & ACK:
            self.hear_ack(ack, window << (scaled if not flags & SYN else 0), data)
        if flags & SYN:
            self.send(ACK, self.nxt)
        elif data or flags & FIN:
            self.hear_data(seq, len(data) + (1 if flags & FIN else 0))
        self.push()

    def hear_ack(self, ack, window, data):
        self.open = True
        if ack > self.una:
            self.una, self.dups, self.tries, self.timer = ack, 0, 0, None
        elif ack == self.una and not data and self.una < self.nxt and window == self.peer_room:
            self.dups += 1
            if self.dups == 3:
                self.again()
        self.peer_room = window

    def hear_data(self, seq, n):
        if seq <= self.rcv < seq + n:
            self.unread += seq + n - self.rcv
            self.rcv = seq + n
            for a, b in sorted(self.ooo):
                if a <= self.rcv:
                    self.unread += max(0, b - self.rcv)
                    self.rcv = max(self.rcv, b)
            self.ooo = [(a, b) for a, b in self.ooo if b > self.rcv]
            if self.slow:
                if self.unread <= n:
                    self.net.at(self.net.now + self.slow * MSEC, self.read)
            else:
                self.unread = 0
        elif seq > self.rcv:
            self.ooo = [(seq, seq + n)] + [x for x in self.ooo if x[0] != seq][:2]
        blocks = sack(self.ooo) if self.net.sack else b""
        if self.ooo or random.random() < .7:
            self.send(ACK, self.nxt, options=blocks)


class Net:
    """Two ends and the wire between; what passes the capture's place is written down."""
    def __init__(self, frames, start):
        self.frames, self.now, self.events, self.count = frames, start, [], 0
        self.loss = random.choice((0, .01, .05, .2))
        self.jitter = random.choice((0, 0, 2, 30)) * MSEC
        self.twice = random.choice((0, 0, .03))
        self.unseen = random.choice((0, 0, .05))
        self.delay = random.choice((20000, MSEC, 40 * MSEC))
        self.place = random.random()
        self.sack = random.random() < .7
        self.six = random.random() < .3

    def at(self, when, what):
        self.count += 1
        heapq.heappush(self.events, (when, self.count, what))

    def see(self, end, args):
        flags, seq, ack, window, options, data = args
        if random.random() >= self.unseen:
            ends = (end.forward, *self.ports)
            self.frames.append((self.now, segment(ends, self.six, flags, seq, ack, window, options,
                                                  data)))

    def carry(self, end, *args):
        other = self.ends[1 if end.forward else 0]
        for _ in range(2 if random.random() < self.twice else 1):
            wait = self.delay + random.randrange(self.jitter + 1)
            seen = int(wait * (self.place if end.forward else 1 - self.place))
            lost = random.random() < self.loss
            if not lost or random.random() < .5:
                self.at(self.now + seen, lambda: self.see(end, args))
            if not lost:
                flags, seq, ack, window, _, data = args
                scaled = end.scale or 0
                self.at(self.now + wait, lambda f=flags, s=seq, a=ack, w=window, d=data, c=scaled:
                        other.take(f, s, a, w, d, c))

    def talk(self, ports, size):
        self.ports = ports
        scale = random.choice((None, 0, 2, 7))
        slow = random.choice((0, 0, 30, 400))
        isn = random.choice((1000, 2**32 - 3000, random.randrange(2**32)))
        self.ends = (End(self, True, isn, size, scale, 0),
                     End(self, False, random.randrange(2**31), random.choice((0, 50, size)), scale,
                         slow))
        self.at(self.now, self.ends[0].connect)
        steps = 0
        while self.events and steps < 6000:
            when, _, what = heapq.heappop(self.events)
            self.now = max(self.now, when)
            what()
            steps += 1
        self.idle()

    def idle(self):
        """Keep-alives, and at times a reset, when nothing is left to say."""
        for end in self.ends:
            if end.rcv is None or random.random() < .5:
                continue
            for _ in range(random.randrange(3)):
                self.now += 75 * 1000 * MSEC
                self.see(end, (ACK, end.nxt - 1, end.rcv, 500, b"", b"k"[:random.randrange(2)]))
                other = self.ends[1 if end.forward else 0]
                self.now += self.delay
                self.see(other, (ACK, other.nxt, end.nxt, other.window(), b"", b""))
            if random.random() < .3:
                self.see(end, (RST | ACK, end.nxt, end.rcv, 0, b"", b""))


def transfers(seed):
    random.seed(seed)
    frames, start = [], 10**18
    for _ in range(4):
        ports = (40000 + random.randrange(3), random.choice((80, 40001)))
        net = Net(frames, start)
        net.talk(ports, random.choice((0, 1, 3000, 60000)))
        start = net.now + random.choice((0, MSEC, 1000 * MSEC))
    first = random.choice((0, 0, 1, 3, 10))    # the capture began late
    return sorted(frames[first:], key=lambda frame: frame[0])


def noise(seed):
    random.seed(seed)
    frames, when = [], 10**18
    base = random.choice((0, 5000, 2**32 - 200, 2**31 - 100))
    wild = random.choice((0, 0, .02))
    broken_share = random.choice((0, 0, .05))
    half = random.choice((0, 0, .05))    # numbers half the space away: each is behind the other
    last = {}
    for _ in range(1500):
        when += random.choice((0, 1000, MSEC, 5 * MSEC, 25 * MSEC, 500 * MSEC, -MSEC))
        flags = random.choices((ACK, ACK | PSH, SYN, SYN | ACK, FIN | ACK, RST, RST | ACK, 0,
                                FIN, SYN | FIN), (40, 10, 2, 2, 2, 1, 1, 1, 1, 1))[0]
        seq, ack = (base + random.choice((1, 10)) * random.randrange(30) for _ in range(2))
        if random.random() < wild:
            seq = random.randrange(2**32)
        if random.random() < wild:
            ack = random.randrange(2**32)
        seq += 2**31 * (random.random() < half)
        ack += 2**31 * (random.random() < half)
        options = b""
        if flags & SYN:
            options = random.choice((b"", b"\3\3\2", b"\3\3\x0f", b"\2\4\5\xb4\4\2"))
        elif flags & ACK and random.random() < .1:
            options = sack([(ack + 10 * i, ack + 10 * i + random.randrange(15))
                            for i in range(1, 1 + random.randrange(1, 5))])
        elif random.random() < .05:
            options = random.choice((b"\x1e\x08\x20\x01\0\0\0\1", b"\x1e\4\x40\1", b"\x1e\3\x50"))
        ends = (random.random() < .5, 1000 + random.randrange(2), 80)
        window = random.choice((0, 0, 1, 10, 10, 100, 500, 500, 500))
        data = b"x" * random.choice((0, 0, 0, 1, 1, 2, 10, 10, 30))
        if ends in last and random.random() < .4:
            # As the one before has it, or a number below: what repeats, probes, keeps alive.
            flags, options, (seq, ack, window) = ACK, b"", last[ends]
            seq -= random.random() < .2
            data = data[:random.choice((0, 0, 1))]
        last[ends] = (seq + len(data) + bool(flags & (SYN | FIN)), ack, window)
        frame = segment(ends, False, flags, seq, ack, window, options, data)
        frames.append((when, broken(frame) if random.random() < broken_share else frame))
    return frames


def broken(frame):
    """An IPv4 frame as a first fragment, or with a TCP header longer than the packet."""
    frame = bytearray(frame)
    if random.random() < .5:
        frame[14 + 6] |= 0x20
    elif len(frame) < 14 + 20 + 50:
        frame[14 + 20 + 12] |= 0xf0
    return bytes(frame)


def write(path, frames):
    with open(path, "wb") as out:
        out.write(struct.pack("<IHHiIII", 0xa1b23c4d, 2, 4, 0, 0, 262144, 1))
        for when, data in frames:
            out.write(struct.pack("<IIII", when // 10**9, when % 10**9, len(data), len(data)))
            out.write(data)


def main():
    folder = sys.argv[1]
    first = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    count = int(sys.argv[3]) if len(sys.argv) > 3 else 3
    for seed in range(first, first + count):
        write(os.path.join(folder, f"transfer-{seed}.pcap"), transfers(seed))
        write(os.path.join(folder, f"noise-{seed}.pcap"), noise(seed))


if __name__ == "__main__":
    main()
