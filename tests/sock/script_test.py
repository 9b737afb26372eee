# SPDX-License-Identifier: GPL-3.0-or-later
"""Commands from -c and from standard input: what is printed, and the exit status.

   script_test.py WIRELAB
"""

import os
import re
import signal
import socket

from shells import Home, Shell, check, main

OK, FAILED, USAGE, MACHINE = 0, 1, 2, 3


def free_port():
    """A port that nobody listens on: one that was bound and given back."""
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def rows():
    """(commands, exit status, what stdout must match, what stderr must match)"""
    refused = free_port()
    return [
        ("", OK, r"^\Z", r"^\Z"),
        ("# nothing", OK, r"^\Z", r"^\Z"),
        ("socket tcp", OK, r"^socket\(AF_INET, SOCK_STREAM, 0\) = 3\n\Z", r"^\Z"),
        (f"socket tcp; connect 3 127.0.0.1 {refused}; close 3", FAILED,
         rf"^connect\(3, \{{AF_INET, 127.0.0.1:{refused}\}}, 16\) = -1 ECONNREFUSED "
         r"\(Connection refused\)\n  nobody listens there.*\nclose\(3\) = 0$", r"^\Z"),
        (f"socket tcp; connect 3 127.0.0.1 {refused}; quit", FAILED, "ECONNREFUSED", r"^\Z"),
        ("socket tcp; quit; brew", OK, r" = 3$", r"^\Z"),
        ("socket tcp; brew; close 3", USAGE, r"^socket\(.*\) = 3\n\Z", r'^wirelab: .*"brew"'),
        ('socketpair; send 3 "hi\\n"; close 3; recv 4; recv 4', OK,
         r'"hi\\n"\n  0000  68 69 0a +hi\.\n.* = 0\n  0: the peer', r"^\Z"),
        ("socketpair unix-seqpacket; send 3 20; recv 4 7", OK, r"MSG_TRUNC", r"^\Z"),
        ("socketpair; poll 3 4:POLLOUT timeout 0", OK, r" = 1  4: POLLOUT$", r"^\Z"),
        ("socketpair; setsockopt 3 SO_RCVTIMEO 0.01; recv 3", FAILED, r" = -1 EAGAIN", r"^\Z"),
        ("socketpair; close 4; send 3 x", FAILED, r" = -1 EPIPE \(Broken pipe\)\n", r"^\Z"),
        ("socket udp; setsockopt 3 SO_RCVBUF 5000", OK, r"value = 10000\n  the kernel doubles", r"^\Z"),
        ("socket udp; sendto 3 x 255.255.255.255 9", FAILED, r"EACCES|ENETUNREACH", r"^\Z"),
        ("send 3", USAGE, r"^\Z", r"expected: send FD \"TEXT\"\|COUNT \[MSG_\.\.\.\]"),
        ("socketpair; send 3 \"a", USAGE, r"sv = \{3, 4\}", r'a quote \("\) is not closed'),
        ("help", OK, r"^connect +connect to a peer", r"^\Z"),
    ]


def commands(home):
    for line, status, out, err in rows():
        for how, r in (("-c", home.run("sock", "-c", line, seconds=20)),
                       ("stdin", home.run("sock", seconds=20, stdin=None, **{"input": line}))):
            told = f"{how} {line!r}: {r.returncode} {r.stdout!r} {r.stderr!r}"
            check(r.returncode == status, f"not exit {status}:", told)
            check(re.search(out, r.stdout, re.M), f"not {out!r}:", told)
            check(re.search(err, r.stderr, re.M), f"not {err!r}:", told)
            check(len(r.stderr.splitlines()) <= 1, "more than a sentence:", told)


def lines_have_numbers(home):
    r = home.run("sock", stdin=None, **{"input": "socket tcp\n\nlisten\n"})
    check(r.returncode == USAGE and "line 3: expected: listen" in r.stderr, r.stderr)


def odd_input(home):
    """Whatever comes: an answer, and no crash."""
    for text in ("x" * (1 << 20), "send 3 \"" + "\\x41" * 100000 + "\"", "\x01\x02\x7f", "; ; ;\n;",
                 "socket tcp\0brew\n", "send " * 5000, "poll " + "3 " * 100, "bind 3 " + "/" * 500):
        r = home.run("sock", seconds=20, stdin=None, **{"input": text})
        check(r.returncode in (OK, FAILED, USAGE), repr(text[:40]), r.returncode, r.stderr[:300])
        check(len(r.stderr) < 1000, "a long sentence", r.stderr[:300])


def many(home):
    """As many as the kernel allows, then its error."""
    r = home.run("sock", "-c", "socket udp;" * 30 + "close 20; socket tcp; status", seconds=20)
    check(r.returncode == OK and "SOCK_STREAM, 0) = 20\n" in r.stdout, r.stdout[-300:])
    check(len(re.findall(r"^ ?[ \d]\d (?:udp|tcp) ", r.stdout, re.M)) == 30, r.stdout)


def chinese(home):
    r = home.run("sock", "--lang", "zh", "-c", "close 900")
    check("没有打开的描述符" in r.stdout, r.stdout)


def a_script_is_interrupted(home):
    """Without a person C-c ends it, as any program."""
    with Shell(home) as shell:
        shell.does("socketpair; recv 3", r"recv\(3, buffer, 1024, 0\)\Z")
        shell.run.send_signal(signal.SIGINT)
        check(shell.run.wait(30) == -signal.SIGINT, shell.run.returncode)


def no_room(home):
    with open("/dev/full", "w") as full:
        r = home.run("sock", "-c", "socket tcp", stdout=full)
        check(r.returncode == MACHINE and "standard output" in r.stderr, r.returncode, r.stderr)
    r = home.run("sock", "-c", "socket tcp", env={"HOME": "/proc/self"})
    check(r.returncode == OK, "a home that can't be written:", r.stderr)


def test(program):
    with Home(program) as home:
        for part in (commands, lines_have_numbers, odd_input, many, chinese,
                     a_script_is_interrupted, no_room):
            part(home)
        check(not os.listdir(home.tmp), "left behind in TMPDIR")


main(test)
