# SPDX-License-Identifier: GPL-3.0-or-later
"""What a bench without a screen writes, others read, and find nothing wrong with.

   capture_test.py WIRELAB LABS
"""

import os
import shutil
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "support"))
from program import Home, check, main, skip  # noqa: E402

CHECKSUMS = ["-o", "tcp.check_checksum:TRUE", "-o", "udp.check_checksum:TRUE",
             "-o", "ip.check_checksum:TRUE"]
# A segment that passed two links is on record twice, which is no error of a reassembly.
APART = ["-o", "tcp.desegment_tcp_streams:FALSE"]
MTU_FRAME = 1514

IPV6_LAB = """name: six
title: {en: Six, zh: 六}
about: {en: Six., zh: 六。}
chapter: B
minutes: 5
level: 1
network:
  hosts:
    - {name: client, addresses: [10.9.0.2/24, "fd00::2/64"]}
    - {name: server, addresses: [10.9.0.1/24, "fd00::1/64"]}
    - {name: third, addresses: [10.9.0.3/24, "fd00::3/64"]}
  switches:
    - {name: sw}
  links:
    - {between: [client, sw]}
    - {between: [server, sw]}
    - {between: [third, sw]}
programs:
  - {name: server, host: server, run: python3 -m http.server --bind fd00::1 8000}
  - {name: client, host: client, run: "curl -s -o page http://[fd00::1]:8000/"}
  - {name: third, host: third, run: ping -6 -c 2 -i 0.2 fd00::1}
checks:
  listens:
    says: {en: a, zh: a}
    socket: {host: server, state: LISTEN, port: 8000}
  said:
    says: {en: a, zh: a}
    output: {program: server, text: GET / HTTP/1.1}
  pinged:
    says: {en: a, zh: a}
    output: {program: third, matches: ".* 2 received.*"}
  over:
    says: {en: a, zh: a}
    frame: {from: server, filter: "ip6 and ip6[53] & 1 != 0"}
steps:
  - id: get
    title: {en: A, zh: A}
    until: [said, pinged, over]
    solution:
      - start server
      - wait listens
      - start client
      - start third
"""
LESSON = "# Six\n\nText.\n\n## A\n\nText.\n"


def need_tools():
    missing = [t for t in ("tshark", "tcpdump", "curl", "python3") if not shutil.which(t)]
    if missing:
        skip("not installed: " + ", ".join(missing))


def tshark(home, path, *words):
    r = subprocess.run(["tshark", "-n", "-r", path, *words], env=home.env, capture_output=True,
                       text=True, timeout=60)
    check(r.returncode == 0, "tshark:", r.stderr)
    return r.stdout.splitlines()


def tcpdump(home, path, *words):
    """From standard input, since tcpdump may have given up the right to open files of ours."""
    with open(path, "rb") as frames:
        r = subprocess.run(["tcpdump", "-n", "-r", "-", *words], stdin=frames, env=home.env,
                           capture_output=True, text=True, timeout=60)
    check(r.returncode == 0, "tcpdump:", r.stderr)
    return r.stdout.splitlines()


def sound(home, path):
    """Checksums, lengths, forms. Returns the number of frames."""
    frames = tshark(home, path, "-T", "fields", "-e", "frame.len", "-e", "frame.cap_len")
    check(frames, "no frame")
    for i, line in enumerate(frames):
        length, kept = map(int, line.split("\t"))
        check(length == kept <= MTU_FRAME, f"frame {i + 1} has {length} bytes, {kept} kept")
    bad = tshark(home, path, *CHECKSUMS, *APART, "-Y",
                 'tcp.checksum.status == "Bad" || udp.checksum.status == "Bad" || '
                 'ip.checksum.status == "Bad" || icmpv6.checksum.status == "Bad" || _ws.malformed')
    check(not bad, "tshark finds wrong:", *bad)
    good = tshark(home, path, *CHECKSUMS, "-Y", 'tcp.checksum.status == "Good"')
    check(good, "tshark checked no checksum")
    return len(frames)


def connection(home, path, port, family="tcp"):
    """A handshake, two FINs, nothing lost."""
    for name, flags in (("SYN", "syn==1 && tcp.flags.ack==0"), ("SYN ACK", "syn==1 && tcp.flags.ack==1")):
        found = tshark(home, path, "-Y", f"tcp.port=={port} && tcp.flags.{flags} && {family} && "
                                         "!tcp.analysis.retransmission")
        check(len(found) == 1, f"{len(found)} {name}", *found)
    # A slow machine makes a kernel send again (RFC 8985, TLP): what arrived twice is not lost.
    fins = tshark(home, path, "-Y",
                  f"tcp.port=={port} && tcp.flags.fin==1 && !tcp.analysis.retransmission")
    check(len(fins) == 2, len(fins), "FINs", *fins)
    order = tcpdump(home, path, f"tcp port {port}")
    check("Flags [S]," in order[0] and "Flags [S.]," in order[1] and "Flags [.]," in order[2],
          "no handshake first:", *order[:3])
    lost = tshark(home, path, "-Y", "tcp.analysis.lost_segment")
    check(not lost, "lost:", *lost)


def interfaces(home, path):
    r = subprocess.run(["capinfos", "-I", path], env=home.env, capture_output=True, text=True,
                       timeout=60)
    return r.stdout


def two_hosts(home):
    path = os.path.join(home.path, "two.pcapng")
    r = home.run("bench", "--headless", "--for", "3", "-w", path,
                 "server=python3 -u -m http.server 8000", "client=curl -s http://server:8000/")
    check(r.returncode == 0 and "client exited with 0" in r.stderr, r.stdout, r.stderr)
    check("client: <!DOCTYPE HTML" in r.stdout and 'server: 10.0.0.' in r.stdout, r.stdout)
    sound(home, path)
    connection(home, path, 8000)
    for host in ("server", "client"):
        check(f"Name = {host}-eth0" in interfaces(home, path), interfaces(home, path))
    check(tshark(home, path, "-Y", 'http.request.uri == "/" && http.host == "server:8000"'))


def it_ends(home):
    """A server that would never end, ends with --for; what it had sent is on record."""
    path = os.path.join(home.path, "ends.pcapng")
    r = home.run("bench", "--headless", "--for", "1", "-w", path, "server=nc -lk 7000",
                 "client=nc server 7000", seconds=20)
    check(r.returncode == 0, r.stderr)
    flags = tcpdump(home, path, "tcp")
    check(len(flags) >= 3 and "Flags [S]," in flags[0], *flags)


def three_hosts(home):
    """Three hosts on a switch; each frame is on record where it passed."""
    path = os.path.join(home.path, "three.pcapng")
    r = home.run("bench", "--headless", "--for", "10", "-w", path, "a=nc -l -p 7000 -N </dev/null",
                 "b=echo hello | nc -N a 7000", "c=ping -c 2 -i 0.2 a")
    check(r.returncode == 0 and "a: hello" in r.stdout and "2 received" in r.stdout, r.stdout,
          r.stderr)
    sound(home, path)
    for host in ("a", "b", "c"):
        check(f"Name = {host}-eth0" in interfaces(home, path), interfaces(home, path))
    check(len(tshark(home, path, "-Y", "icmp.type==8")) == 4, "a ping passes two links")


def one_host(home):
    """Its own lo: each frame once, whoever talks to whom."""
    path = os.path.join(home.path, "lo.pcapng")
    r = home.run("bench", "--headless", "--for", "10", "-w", path,
                 "alone=nc -l -p 7000 -N </dev/null & "
                 "until echo hello | nc -N 127.0.0.1 7000; do :; done; wait")
    check(r.returncode == 0 and "alone: hello" in r.stdout, r.stdout, r.stderr)
    # What nobody listened to yet was refused.
    data = tshark(home, path, "-Y", "tcp.len==6", "-T", "fields", "-e", "ip.src", "-e", "ip.dst")
    check(data == ["127.0.0.1\t127.0.0.1"], "not seen once:", *data)
    check("Name = alone-lo" in interfaces(home, path), interfaces(home, path))


def ipv6(home):
    folder = os.path.dirname(home.file("six/lab.yaml", IPV6_LAB))
    home.file("six/lesson.md", LESSON)
    home.file("six/lesson.zh.md", LESSON)
    path = os.path.join(home.path, "six.pcapng")
    r = home.run("run", folder, "-w", path, "--for", "10")
    check(r.returncode == 0, r.stdout, r.stderr)
    sound(home, path)
    check(tshark(home, path, "-Y", "ipv6 && tcp.flags.syn==1"), "no SYN over IPv6")
    check(tshark(home, path, "-Y", "icmpv6.type==128"), "no ping over IPv6")


def stdout(home):
    """`-w -` for a pipe: frames only."""
    r = subprocess.run([home.program, "bench", "--headless", "--for", "10", "-w", "-",
                        "a=nc -l -p 7000", "b=echo hello | nc -N a 7000"], env=home.env,
                       stdin=subprocess.DEVNULL, capture_output=True, timeout=60)
    check(r.returncode == 0 and b"a: hello" in r.stderr, r.stderr)
    path = os.path.join(home.path, "stdout.pcapng")
    with open(path, "wb") as f:
        f.write(r.stdout)
    sound(home, path)
    connection(home, path, 7000)


def full_disk(home):
    r = home.run("bench", "--headless", "--for", "10", "-w", "/dev/full", "a=nc -l -p 7000",
                 "b=echo hello | nc -N a 7000")
    check(r.returncode == 3 and r.stderr.endswith("wirelab: cannot write /dev/full: No space left "
                                                  "on device\n"), r.returncode, r.stderr)
    script = ('mount -t tmpfs -o size=128k none "$0" && cd "$0" && echo old >out.pcapng && '
              '"$@"; s=$?; [ "$(cat out.pcapng)" = old ] && [ "$(ls)" = out.pcapng ] || s=99; exit $s')
    folder = os.path.join(home.path, "small")
    os.mkdir(folder)
    r = subprocess.run(["unshare", "-rm", "sh", "-c", script, folder, home.program, "bench",
                        "--headless", "--for", "10", "-w", "out.pcapng", "a=nc -l -p 7000",
                        "b=head -c 300000 /dev/zero | nc -N a 7000"], env=home.env,
                       stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60)
    check(r.returncode == 3 and "No space left on device" in r.stderr, r.returncode, r.stderr)


def test(program, _labs):
    need_tools()
    with Home(program) as home:
        home.need_namespaces()
        for part in (two_hosts, it_ends, three_hosts, one_host, ipv6, stdout, full_disk):
            print(part.__name__)
            part(home)


main(test)
