# SPDX-License-Identifier: GPL-3.0-or-later
"""Captures printed, counted, saved: every option of `read`, its exit status, pipes, damage.

   read_test.py WIRELAB LABS
"""

import csv
import io
import json
import os
import re
import shutil
import struct
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "support"))
from program import Home, check, main  # noqa: E402

CLIENT, SERVER = bytes([10, 0, 0, 1]), bytes([10, 0, 0, 2])
MACS = b"\2\0\0\0\0\2" b"\2\0\0\0\0\1"
BEGAN = 1_700_000_000


def total(data):
    data += b"\0" * (len(data) % 2)
    s = sum(struct.unpack(f"!{len(data) // 2}H", data))
    while s >> 16:
        s = (s & 0xffff) + (s >> 16)
    return ~s & 0xffff


def ip(protocol, content, source=CLIENT, target=SERVER):
    head = struct.pack("!BBHHHBBH4s4s", 0x45, 0, 20 + len(content), 1, 0x4000, 64, protocol, 0,
                       source, target)
    return MACS + b"\x08\0" + head[:10] + struct.pack("!H", total(head)) + head[12:] + content


def tcp(flags, seq, ack, payload=b"", back=False, options=b""):
    ports = (8888, 40000) if back else (40000, 8888)
    ends = (SERVER, CLIENT) if back else (CLIENT, SERVER)
    head = struct.pack("!HHIIBBHHH", *ports, seq, ack, (20 + len(options)) // 4 << 4, flags, 64240,
                       0, 0) + options
    pseudo = ends[0] + ends[1] + struct.pack("!HH", 6, len(head) + len(payload))
    ck = total(pseudo + head + payload)
    return ip(6, head[:16] + struct.pack("!H", ck) + head[18:] + payload, *ends)


def udp(port, payload, source=50000):
    return ip(17, struct.pack("!HHHH", source, port, 8 + len(payload), 0) + payload)


QUERY = struct.pack("!HHHHHH", 7, 0x100, 1, 0, 0, 0) + b"\3www\7example\3com\0\0\1\0\1"
MSS = b"\2\4\5\xb4"
FRAMES = [
    tcp(2, 1000, 0, options=MSS),
    tcp(18, 5000, 1001, back=True, options=MSS),
    tcp(16, 1001, 5001),
    tcp(24, 1001, 5001, b"GET / HTTP/1.1\r\nHost: a,b\r\n\r\n"),
    tcp(24, 1001, 5001, b"GET / HTTP/1.1\r\nHost: a,b\r\n\r\n"),
    udp(53, QUERY),
    udp(9, b'"quoted", and more'),
    tcp(20, 5001, 1030, back=True),
]


def capture(frames, order="<"):
    """A pcap file; the n-th packet n ms after the first."""
    out = struct.pack(order + "IHHiIII", 0xa1b2c3d4, 2, 4, 0, 0, 262144, 1)
    for n, f in enumerate(frames):
        out += struct.pack(order + "IIII", BEGAN, n * 1000, len(f), len(f)) + f
    return out


def read(home, *words, status=0, **more):
    r = home.run("read", *words, **more)
    check(r.returncode == status, "read", *words, "gave", r.returncode, r.stderr)
    return r


def check_lines(home, path):
    lines = read(home, path).stdout.splitlines()
    check(len(lines) == len(FRAMES), lines)
    for n, line in enumerate(lines, 1):
        columns = line.split()
        check(columns[0] == str(n) and columns[1] == f"0.{(n - 1) * 1000:06}", line)
        check(columns[3] == ">" and int(columns[6]) == len(FRAMES[n - 1]), line)
    check(re.search(r"10\.0\.0\.1\.40000 > 10\.0\.0\.2\.8888 +TCP +58  Flags \[S\], seq 0, "
                    r"win 64240, options \[mss 1460\], length 0$", lines[0]), lines[0])
    check("Flags [S.], seq 0, ack 1, win 64240, options [mss 1460], length 0" in lines[1], lines[1])
    check("Flags [P.], seq 1:30, ack 1" in lines[3] and "GET / HTTP/1.1" in lines[3], lines[3])
    check("retransmission" in lines[4] and "retransmission" not in lines[3], lines[4])
    check("www.example.com" in lines[5] and " DNS " in lines[5], lines[5])
    check("Flags [R.]" in lines[7], lines[7])
    check(lines == read(home, path, "--text").stdout.splitlines(), "--text differs")
    check(lines == read(home, "-r", path).stdout.splitlines(), "-r differs")
    check("seq 1000, win" in read(home, "-S", path).stdout, "-S")
    return lines


def check_times(home, path):
    def second(*words):
        return read(home, path, *words).stdout.splitlines()[1].split()
    check(second("-t")[1] == "10.0.0.2.8888", second("-t"))
    check(second("-tt")[1] == f"{BEGAN}.001000", second("-tt"))
    check(second("-ttt")[1] == "0.001000", second("-ttt"))
    r = read(home, path, "-tttt", env={"TZ": "UTC"}).stdout.splitlines()[1].split()
    check(r[1:3] == ["2023-11-14", "22:13:20.001000"], r)
    r = read(home, path, "-tttt", env={"TZ": "CST-8"}).stdout.splitlines()[1].split()
    check(r[1:3] == ["2023-11-15", "06:13:20.001000"], r)
    check(second("-ttttt")[1] == "0.001000", second("-ttttt"))
    check(second("-e")[2:5] == ["02:00:00:00:00:01", ">", "02:00:00:00:00:02"], second("-e"))


def check_choices(home, path):
    check(len(read(home, path, "-c", "3").stdout.splitlines()) == 3, "-c 3")
    check(read(home, path, "--count").stdout == "8\n", "--count")
    check(read(home, path, "--count", "tcp", "port", "8888").stdout == "6\n", "--count EXPR")
    check(read(home, path, "--count", "-c", "2", "tcp").stdout == "2\n", "--count -c")
    lines = read(home, path, "-n", "retrans").stdout.splitlines()
    check(len(lines) == 1 and lines[0].split()[0] == "5", lines)
    lines = read(home, path, "udp and not port 53").stdout.splitlines()
    check(len(lines) == 1 and lines[0].split()[0] == "7", lines)
    check(read(home, path, "icmp", status=1).stdout == "", "nothing matched")
    check(read(home, path, "--count", "icmp", status=1).stdout == "0\n", "--count of nothing")
    lines = read(home, path, "-v", "-c", "1").stdout
    check("        Transmission Control Protocol" in lines and "Source port: 40000" in lines, lines)


def check_refusals(home, path):
    r = read(home, path, "port 80 and foo bar", status=2)
    said = r.stderr.splitlines()
    check(len(said) == 3 and said[0].startswith("wirelab: "), said)
    check(said[1] == "  port 80 and foo bar" and said[2].strip("^ ") == "", said)
    check(said[1].index("and") <= said[2].index("^") <= said[1].index("foo"), said)
    said = read(home, path, "tcp and frame x", status=2).stderr.splitlines()
    check(said[2].index("^") == said[1].index("x"), said)
    for words, says in ((("-T", "yaml"), "json"), (("-T", "fields"), "-e FIELD"),
                        (("-T", "fields", "-e", "tcp.dstprot"), "tcp.dstport"),
                        (("-T", "csv", "-E", "header=maybe"), "header=y"),
                        (("-c", "0"), "number"), (("--jsonl", "-T", "csv"), "-T json"),
                        (("-T", "hex", "-e", "ip.src"), "-T fields"), (("--step", "2"), "--step")):
        r = read(home, path, *words, status=2)
        check(says in r.stderr and r.stderr.count("\n") == 1 and not r.stdout, words, r.stderr)
    check("expected: wirelab read" in read(home, status=2).stderr, "no file")
    r = read(home, home.file("a.txt", "hello\n"), status=4)
    check("no capture" in r.stderr and not r.stdout, r.stderr)
    check("/nowhere/x" in read(home, "/nowhere/x", status=4).stderr, "missing file")


def check_damage(home, path, lines):
    with open(path, "rb") as f:
        content = f.read()
    cut = home.file("cut.pcap", content[:-5])
    r = read(home, cut, status=4)
    check(r.stdout.splitlines() == lines[:-1], r.stdout)
    check(r.stderr.count("\n") == 1 and "packet 8" in r.stderr, r.stderr)
    r = read(home, cut, "-T", "json", status=4)
    check(len(json.loads(r.stdout)) == len(lines) - 1, "JSON of a damaged file")


def check_pipes(home, path, lines):
    with open(path, "rb") as f:
        content = f.read()
    r = subprocess.run([home.program, "read", "-"], input=content, capture_output=True,
                       env=home.env, timeout=60)
    check(r.returncode == 0 and r.stdout.decode().splitlines() == lines, r.stderr)
    # Live: a packet's line is there before the next packet comes.
    p = subprocess.Popen([home.program, "read", "-"], stdin=subprocess.PIPE,
                         stdout=subprocess.PIPE, env=home.env)
    ends = [24]
    for f in FRAMES:
        ends.append(ends[-1] + 16 + len(f))
    p.stdin.write(content[:24])
    for n, line in enumerate(lines):
        p.stdin.write(content[ends[n]:ends[n + 1]])
        p.stdin.flush()
        check(p.stdout.readline().decode().rstrip("\n") == line, "line", n, "did not come")
    p.stdin.close()
    check(p.wait(60) == 0, "status of a live pipe")
    # Nobody reads any more: no word about it.
    many = home.file("many.pcap", capture(FRAMES * 5000))
    p = subprocess.Popen([home.program, "read", many], stdout=subprocess.PIPE,
                         stderr=subprocess.PIPE, env=home.env)
    p.stdout.readline()
    p.stdout.close()
    said = p.stderr.read()
    check(p.wait(60) in (0, 3) and said == b"", said)
    check(read(home, many, "--count").stdout == f"{len(FRAMES) * 5000}\n", "count of many")
    check(read(home, many).stdout.count("\n") == len(FRAMES) * 5000, "lines of many")


def check_json(home, path):
    rows = json.loads(read(home, path, "-T", "json").stdout)
    check([r["frame.number"] for r in rows] == list(range(1, 9)), rows)
    first = rows[0]
    check(first["tcp.srcport"] == 40000 and first["tcp.flags.syn"] is True, first)
    check(first["ip.src"] == "10.0.0.1" and first["tcp.seq"] == 0, first)
    check(first["tcp.seq_raw"] == 1000 and first["frame.protocols"].startswith("eth:"), first)
    check(rows[4]["tcp.analysis.retransmission"] is True, rows[4])
    check(rows[5]["dns.qry.name"] == "www.example.com", rows[5])
    lines = read(home, path, "--jsonl", "-T", "json").stdout.splitlines()
    check([json.loads(line) for line in lines] == rows, "--jsonl differs")
    some = json.loads(read(home, path, "-T", "json", "-e", "ip.addr", "-e", "udp.port").stdout)
    check(some[5] == {"ip.addr": ["10.0.0.1", "10.0.0.2"], "udp.port": [50000, 53]}, some[5])
    check(json.loads(read(home, path, "-T", "json", "icmp", status=1).stdout) == [], "no packets")


def check_csv(home, path, lines):
    rows = list(csv.reader(io.StringIO(read(home, path, "-T", "csv").stdout, newline="")))
    check(rows[0] == ["number", "time", "from", "to", "protocol", "length", "info"], rows[0])
    check([r[6] for r in rows[1:]] == [line.split("  ", 8)[-1] for line in lines] or
          all(line.endswith(r[6]) for r, line in zip(rows[1:], lines)), rows)
    rows = list(csv.reader(io.StringIO(read(home, path, "-T", "csv", "-e", "http.host", "-e",
                                            "data.data", "-E", "quote=d").stdout, newline="")))
    check(rows[4] == ["a,b", ""] and len(rows) == 9, rows)
    check(bytes.fromhex(rows[7][1]) == b'"quoted", and more', rows[7])
    r = read(home, path, "-T", "fields", "-e", "frame.number", "-e", "ip.addr", "-E", "header=y",
             "-E", "separator=;", "-E", "occurrence=l", "-c", "2").stdout
    check(r == "frame.number;ip.addr\n1;10.0.0.2\n2;10.0.0.1\n", r)


# Tags and IEEE 802.2's header are of the link; a carriage return at the end of a line is not shown.
ODD_FRAMES = [
    FRAMES[3][:12] + b"\x81\0\0\7" + FRAMES[3][12:],
    FRAMES[3][:12] + b"\x88\xa8\0\5\x81\0\0\7" + FRAMES[3][12:],
    b"\1\x80\xc2\0\0\0" + MACS[6:] + b"\0\x26\x42\x42\3" + bytes(35) + b"pad",
    MACS + b"\x08\6\0\1\x08\0\6\4\0\1" + MACS[6:] + CLIENT + bytes(6) + SERVER + b"fill",
    tcp(24, 1031, 5001, b"a line\r\n\ttab \x1b[31m \xe4\xb8\xad \0\x7f\r"),
    tcp(24, 1041, 5001, b"\r\n\r\n"),
    udp(9, b""),
]


def like_tcpdump(text):
    """What is below the lines of packets; of theirs and ours the beginnings of lines differ."""
    return re.split(r"^(?:\d\d:\d\d:\d\d\.\d{6}| *\d+ +\d+\.\d{6}) .*\n", text, flags=re.M)[1:]


def check_like_tcpdump(home, path):
    for option in ("-x", "-xx", "-X", "-XX", "-A"):
        with open(path, "rb") as f:
            theirs = subprocess.run(["tcpdump", option, "-nr", "-"], stdin=f, timeout=60,
                                    capture_output=True, text=True, check=True).stdout
        ours, theirs = like_tcpdump(read(home, path, option).stdout), like_tcpdump(theirs)
        for n, (our, their) in enumerate(zip(ours, theirs)):
            check(our == their, option, n + 1, repr(our), "and tcpdump's", repr(their))
        check(len(ours) == len(theirs) > 5, option, len(ours), "packets, not", len(theirs))


def check_dumps(home, path):
    if shutil.which("cc"):
        source = home.file("packets.c", read(home, path, "-T", "c").stdout + """
#include <stdio.h>
int main(void)
{
	return fwrite(packet_4, 1, sizeof(packet_4), stdout) != sizeof(packet_4);
}
""")
        program = os.path.join(home.path, "packets")
        subprocess.run(["cc", "-Wall", "-Wextra", "-Werror", "-o", program, source], check=True)
        got = subprocess.run([program], capture_output=True, check=True).stdout
        check(got == FRAMES[3], "the C array holds other bytes")
    if shutil.which("text2pcap"):
        dump = home.file("dump.txt", read(home, path, "-T", "hex").stdout)
        again = os.path.join(home.path, "again.pcap")
        subprocess.run(["text2pcap", "-q", dump, again], check=True, capture_output=True)
        check(read(home, again, "-xx", "-t").stdout == read(home, path, "-xx", "-t").stdout,
              "text2pcap reads other bytes")
    if shutil.which("tcpdump"):
        for frames in (FRAMES, ODD_FRAMES):
            check_like_tcpdump(home, home.file("dumped.pcap", capture(frames)))


def check_save(home, path):
    for name, magic in (("s.pcapng", b"\n\r\r\n"), ("s.pcap", b"\x4d\x3c\xb2\xa1")):
        out = os.path.join(home.path, name)
        r = read(home, path, "-w", out, "udp")
        check(r.stdout == "", r.stdout)
        with open(out, "rb") as f:
            check(f.read(4) == magic, name, "has another form")
        lines = read(home, out).stdout.splitlines()
        check(len(lines) == 2 and "www.example.com" in lines[0], lines)
        if shutil.which("tshark"):
            r = subprocess.run(["tshark", "-n", "-r", out, "-T", "fields", "-e", "frame.time_epoch"],
                               env=home.env, capture_output=True, text=True, timeout=60, check=True)
            check(r.stdout.split() == [f"{BEGAN}.005000000", f"{BEGAN}.006000000"], r.stdout)
    read(home, path, "-w", os.path.join(home.path, "none.pcap"), "icmp", status=1)
    check(read(home, os.path.join(home.path, "none.pcap"), "--count").stdout == "0\n", "empty")
    whole = subprocess.run([home.program, "read", path, "-w", "-"], env=home.env,
                           capture_output=True, timeout=60)
    r = subprocess.run([home.program, "read", "--count", "-"], input=whole.stdout, env=home.env,
                       capture_output=True, timeout=60)
    check(r.stdout == b"8\n", "-w - into read -:", r.stdout, r.stderr)


COMPARED = ["frame.number", "frame.len", "frame.time_relative", "frame.time_delta", "eth.src",
            "ip.src", "ip.dst", "ip.ttl", "ip.len", "tcp.srcport", "tcp.dstport", "tcp.stream",
            "tcp.seq", "tcp.ack", "tcp.seq_raw", "tcp.len", "tcp.flags", "tcp.flags.syn",
            "tcp.window_size", "tcp.options.mss_val", "tcp.analysis.retransmission", "udp.srcport",
            "udp.dstport", "udp.length", "udp.stream", "dns.qry.name", "dns.id",
            "http.request.method", "http.host", "data.data", "ip.addr", "tcp.payload"]


def check_tshark(home, path):
    if not shutil.which("tshark"):
        print("tshark is not installed: fields are not compared")
        return
    names = [w for name in COMPARED for w in ("-e", name)]
    r = subprocess.run(["tshark", "-n", "-r", path, "-T", "fields", *names], env=home.env,
                       capture_output=True, text=True, timeout=60, check=True)
    ours = read(home, path, "-T", "fields", *names).stdout
    for their, our in zip(r.stdout.split("\n"), ours.split("\n")):
        for name, t, o in zip(COMPARED, their.split("\t"), our.split("\t")):
            if name.startswith("http.") and o and not t and our.startswith("5\t"):
                continue  # tshark looks into no retransmission
            check(t == o, name, "of packet", our.split("\t")[0], "is", o, "to tshark", t)


def check_follow(home, path):
    request = b"GET / HTTP/1.1\r\nHost: a,b\r\n\r\n"
    said = read(home, path, "--follow", "tcp:0").stdout
    check(said.startswith("> #4 10.0.0.1.40000 29 bytes at 0\nGET / HTTP/1.1\n"), said)
    check(said.count("GET /") == 1, "a retransmission is told twice:", said)
    raw = subprocess.run([home.program, "read", path, "--follow", "tcp:0:client", "--follow-as",
                          "raw"], env=home.env, capture_output=True, timeout=60).stdout
    check(raw == request, raw)
    check(read(home, path, "--follow", "tcp:0:server", "--follow-as", "raw").stdout == "", "server")
    check("0x0000:  4745 5420" in read(home, path, "--follow", "tcp:0", "--follow-as",
                                       "hex").stdout, "hex")
    check('"quoted", and more' in read(home, path, "--follow", "udp:1").stdout, "udp")
    check("no such" in read(home, path, "--follow", "tcp:9", status=1).stderr, "tcp:9")
    for words in (("--follow", "sctp:1"), ("--follow", "tcp:x"), ("--follow-as", "hex"),
                  ("--follow", "tcp:0", "--follow-as", "pdf"), ("--follow", "tcp:0", "--count")):
        read(home, path, *words, status=2)


def test(program, labs):
    del labs
    with Home(program) as home:
        path = home.file("a.pcap", capture(FRAMES))
        lines = check_lines(home, path)
        swapped = home.file("b.pcap", capture(FRAMES, ">"))
        check(read(home, swapped).stdout.splitlines() == lines, "the other byte order")
        check_times(home, path)
        check_choices(home, path)
        check_refusals(home, path)
        check_damage(home, path, lines)
        check_pipes(home, path, lines)
        check_json(home, path)
        check_csv(home, path, lines)
        check_dumps(home, path)
        check_save(home, path)
        check_follow(home, path)
        check_tshark(home, path)


main(test)
