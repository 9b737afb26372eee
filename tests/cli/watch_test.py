# SPDX-License-Identifier: GPL-3.0-or-later
"""`wirelab watch` without a screen, in a network namespace of its own, whose lo is watched.

   watch_test.py WIRELAB LABS
"""

import ctypes
import fcntl
import json
import os
import shutil
import signal
import socket
import struct
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "support"))
from program import Home, check, main, skip  # noqa: E402

CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000
SIOCSIFFLAGS, IFF_UP = 0x8914, 1
PORT = 7000


def enter_namespace():
    """This process and its children: a network of their own, where they may capture."""
    uid, gid = os.getuid(), os.getgid()
    if ctypes.CDLL(None, use_errno=True).unshare(CLONE_NEWUSER | CLONE_NEWNET) != 0:
        skip("no namespaces: " + os.strerror(ctypes.get_errno()))
    for path, text in (("setgroups", "deny"), ("uid_map", f"0 {uid} 1"), ("gid_map", f"0 {gid} 1")):
        with open(f"/proc/self/{path}", "w") as f:
            f.write(text)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
        fcntl.ioctl(s, SIOCSIFFLAGS, struct.pack("16sH14x", b"lo", IFF_UP))


class Watch:
    """Started; each line of its output can be waited for."""

    def __init__(self, home, *words):
        self.child = subprocess.Popen([home.program, "watch", *words], env=home.env, cwd=home.path,
                                      stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                      stderr=subprocess.PIPE, text=True)

    def end(self, signum=None):
        if signum:
            self.child.send_signal(signum)
        out, err = self.child.communicate(timeout=30)
        return self.child.returncode, out, err


def send_until_over(watch, sender, text=b"hello"):
    """Datagrams to a socket that nobody reads, until the watching program has ended."""
    while watch.child.poll() is None:
        sender.send(text)
        try:
            watch.child.wait(0.02)
        except subprocess.TimeoutExpired:
            pass


def sockets():
    receiver = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    receiver.bind(("127.0.0.1", PORT))
    sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sender.connect(("127.0.0.1", PORT))
    return receiver, sender


def lines(home, sender):
    """Each packet once, with the program that sent it."""
    w = Watch(home, "--text", "-c", "5", "udp", "and", "port", str(PORT))
    send_until_over(w, sender)
    status, out, err = w.end()
    rows = out.splitlines()
    check(status == 0 and len(rows) == 5, status, out, err)
    port = sender.getsockname()[1]
    check(all(f"127.0.0.1.{port} > 127.0.0.1.{PORT}" in r for r in rows), *rows)
    check(f"[{os.getpid()}]" in rows[-1], "whose is it?", rows[-1])
    check("5 packets captured, 0 dropped by the kernel" in err, err)


def as_json(home, sender):
    w = Watch(home, "-T", "json", "-c", "3", "udp")
    send_until_over(w, sender)
    status, out, err = w.end()
    found = json.loads(out)
    check(status == 0 and len(found) == 3, status, out, err)


def by_owner(home, sender):
    """What libpcap can't judge is judged here."""
    w = Watch(home, "--text", "-c", "2", "pid", str(os.getpid()), "and", "udp")
    send_until_over(w, sender)
    status, out, err = w.end()
    check(status == 0 and len(out.splitlines()) == 2 and "2 let through" in err, status, out, err)


def files(home, sender):
    """A file that grows, told to end; a ring of small ones."""
    w = Watch(home, "-w", "all.pcapng", "udp")
    path = os.path.join(home.path, "all.pcapng")
    while not os.path.exists(path) or os.path.getsize(path) < 2000:
        sender.send(b"x" * 1000)
        check(w.child.poll() is None, "it ended:", w.child.returncode)
    status, out, err = w.end(signal.SIGINT)
    check(status == 0 and not out and "dropped by the kernel" in err, status, out, err)
    r = home.run("read", "--count", path)
    check(r.returncode == 0 and int(r.stdout) >= 2, r.stdout, r.stderr)

    w = Watch(home, "-w", "ring.pcap", "-C", "1", "-W", "2", "-c", "3000", "udp")
    send_until_over_fast(w, sender)
    status, out, err = w.end()
    ring = sorted(n for n in os.listdir(home.path) if n.startswith("ring"))
    check(status == 0 and ring == ["ring.pcap0", "ring.pcap1"], status, ring, err)
    for name in ring:
        r = home.run("read", "--count", os.path.join(home.path, name))
        check(r.returncode == 0 and int(r.stdout) > 0, r.stdout, r.stderr)


def send_until_over_fast(watch, sender):
    for _ in range(100000):
        for _ in range(50):
            sender.send(b"x" * 1000)
        if watch.child.poll() is not None:
            return
    check(False, "it does not end")


def wrong(home):
    r = home.run("watch", "--text", "tcp port eighty")
    check(r.returncode == 2 and "eighty" in r.stderr and "^" in r.stderr, r.returncode, r.stderr)
    r = home.run("watch", "--text", "-i", "nosuch")
    check(r.returncode == 3 and "nosuch" in r.stderr, r.returncode, r.stderr)
    r = home.run("watch", "-C", "1")
    check(r.returncode == 2 and "-w" in r.stderr, r.returncode, r.stderr)
    r = home.run("watch", "-w", "x.pcapng", "retrans")
    check(r.returncode == 2 and "pcap-filter" in r.stderr, r.returncode, r.stderr)
    r = home.run("watch", "-w", "none/x.pcapng")
    check(r.returncode == 3 and "none/x.pcapng" in r.stderr, r.returncode, r.stderr)


def nobody_reads(home, sender):
    w = Watch(home, "--text", "udp")
    w.child.stdout.close()
    w.child.stdout = None
    send_until_over(w, sender)
    check(w.child.returncode in (0, 3), w.child.returncode)
    check("rror" not in w.child.stderr.read(), "it complains")


def lose_right():
    """In a user namespace that does not own the network nobody may open packet sockets."""
    ctypes.CDLL(None).unshare(CLONE_NEWUSER)


def stand_in(home, script):
    """A dumpcap of ours in front of the machine's; its environment."""
    path = home.file("bin/dumpcap", "#!/bin/sh\necho \"Capturing on 'Loopback: lo'\" >&2\n" + script)
    os.chmod(path, 0o755)
    return {"PATH": os.path.dirname(path) + ":" + os.environ["PATH"]}


def by_dumpcap(home, sender):
    """Where we have no right, dumpcap may have it; where it has none either, the cure is named."""
    w = Watch(home, "-c", "2", "-w", "two.pcapng", "udp")
    send_until_over(w, sender)
    may = stand_in(home, "echo 'File: -' >&2\ncat two.pcapng\n")
    r = home.run("watch", "--text", env=may, cwd=home.path, preexec_fn=lose_right)
    check(r.stdout.count("UDP, length 5") == 2, r.returncode, r.stdout, r.stderr)
    talks = stand_in(home, "yes warning | head -n 2000 >&2\necho 'File: -' >&2\ncat two.pcapng\n")
    r = home.run("watch", "--text", env=talks, cwd=home.path, preexec_fn=lose_right)
    check(r.stdout.count("UDP, length 5") == 2, r.returncode, r.stdout, r.stderr)
    may_not = stand_in(home, "echo 'dumpcap: You do not have permission' >&2\nexit 2\n")
    r = home.run("watch", "--text", env=may_not, preexec_fn=lose_right)
    check(r.returncode == 3 and "setcap" in r.stderr and not r.stdout, r.returncode, r.stderr)


def a_command(home):
    """In a host of its own, with its calls."""
    r = home.run("watch", "--text", "--", "sh", "-c",
                 "nc -l -p 9000 -N </dev/null & "
                 "until echo 'it works' | nc -N 127.0.0.1 9000; do :; done; wait", seconds=60)
    check(r.returncode == 0 and "it works" in r.stdout, r.returncode, r.stdout, r.stderr)
    check("127.0.0.1.9000: Flags [S]" in r.stdout, "no SYN:", r.stdout)
    if "connect(" not in r.stderr:
        check("ptrace" in home.run("doctor").stdout, "no calls:", r.stderr)


def test(program, _labs):
    with Home(program) as home:
        home.need_namespaces()
        if shutil.which("nc"):
            a_command(home)
        enter_namespace()
        receiver, sender = sockets()
        for part in (lines, as_json, by_owner, files, nobody_reads, by_dumpcap):
            print(part.__name__)
            part(home, sender)
        wrong(home)
        receiver.close()


main(test)
