# SPDX-License-Identifier: GPL-3.0-or-later
"""Two socket shells that talk: TCP, UDP and Unix, on loopback.

   two_test.py WIRELAB
"""

import os

from shells import Home, Shell, check, main

READY = r" = 0$"


def own_port(shell, fd):
    return shell.does(f"getsockname {fd}", r"\{AF_INET6?, (127\.0\.0\.1|\[::1\]):(\d+)\}").group(2)


def tcp_echo(home, kind="tcp", host="127.0.0.1"):
    with Shell(home) as server, Shell(home) as client:
        server.does(f"socket {kind}", r" = 3$")
        server.line(f"bind 3 {host} 0")
        if "EADDRNOTAVAIL" in server.hears(r" = (0|-1 \w+)").group(0):
            print("no", host, "here")
            return
        server.does("listen 3 5", READY)
        port = own_port(server, 3)
        # The call is shown while it waits.
        server.does("accept 3", r"^accept\(3, &address, &length\)\Z")
        client.does(f"socket {kind}", r" = 3$")
        client.does(f"connect 3 {host} {port}", rf"^connect\(3, \{{AF_INET6?, .*:{port}\}}, \d+\) = 0$")
        server.hears(r" = 4  \{AF_INET6?, ")
        server.does("recv 4 100", r"^recv\(4, buffer, 100, 0\)\Z")
        client.does('send 3 "ping\\n"', r'^send\(3, "ping\\n", 5, 0\) = 5$')
        server.hears(r' = 5  "ping\\n"\n  0000  70 69 6e 67 0a ')
        server.does("send 4 5000", r"5000, 0\) = 5000$")
        client.does("recv 3 5000 MSG_WAITALL", r" = 5000  \"abcdef")
        client.hears(r"and 4744 bytes more$")
        client.does("shutdown 3 SHUT_WR", r"^shutdown\(3, SHUT_WR\) = 0$")
        server.does("recv 4", r" = 0\n  0: the peer sends no more")
        server.does("status 4", r"CLOSE-WAIT")
        client.does("status", r"FIN-WAIT-[12]")
        # Closed with bytes unread: a RST.
        client.does("close 3", READY)
        server.does("send 4 x", r" = 1$")
        server.does("poll 4", r" = 1  4: .*POLLERR")
        server.does("getsockopt 4 SO_ERROR", r"value = EPIPE|value = ECONNRESET")
        server.does("send 4 x", r" = -1 EPIPE \(Broken pipe\)$")
        client.ends(0)
        server.ends(1)  # a call failed


def accept_many(home):
    """A poll that waits is woken; the backlog is told; numbers are used again."""
    with Shell(home) as server, Shell(home) as client:
        server.does("socket tcp; bind 3 127.0.0.1:0; listen 3 2", r"listen\(3, 2\) = 0$")
        port = own_port(server, 3)
        server.does("poll 3:POLLIN", r"^poll\(\{\{3, POLLIN\}\}, 1, -1\)\Z")
        client.does("socket tcp; connect 3 localhost " + port, r"\) = 0$")
        server.hears(r" = 1  3: POLLIN$")
        client.does("socket tcp; connect 4 localhost:" + port, r"connect\(4, .* = 0$")
        server.does("status", r"LISTEN +2 +2  r--$")
        server.does("accept 3; accept 3", r"accept\(3, &address, &length\) = 5 ")
        server.does("close 4; socket udp", r"socket\(AF_INET, SOCK_DGRAM, 0\) = 4$")
        client.ends(0)
        server.ends(0)


def udp(home):
    with Shell(home) as server, Shell(home) as client:
        server.does("socket udp; bind 3 127.0.0.1:0", r"bind.* = 0$")
        port = own_port(server, 3)
        client.does(f'socket udp; sendto 3 "twelve bytes" 127.0.0.1:{port}', r"sendto.* = 12$")
        client.does(f'sendto 3 "" 127.0.0.1 {port}', r"sendto.* = 0$")
        server.does("recvfrom 3 5", r' = 5  "twelv" from \{AF_INET, 127\.0\.0\.1:\d+\}$')
        server.hears(r"MSG_TRUNC: .* the rest of it is lost$")
        server.does("recvfrom 3 5", r"0: a datagram without a byte in it$")
        server.does("recv 3 5 MSG_DONTWAIT", r" = -1 EAGAIN")
        # An ICMP error comes back to a connected socket, on its next call.
        server.does("close 3", READY)
        client.does(f"connect 3 127.0.0.1 {port}; send 3 x", r"send.* = 1$")
        client.does("recv 3", r" = -1 ECONNREFUSED")
        client.does("send 3 70000", r" = -1 EMSGSIZE")


def unix(home):
    path = os.path.join(home.path, "s")
    for kind, address in (("unix", path), ("unix-seqpacket", path), ("unix", f"@wirelab-{os.getpid()}")):
        with Shell(home) as server, Shell(home) as client:
            server.does(f"socket {kind}; bind 3 {address}; listen 3", r"listen.* = 0$")
            client.does(f"socket {kind}; connect 3 {address}", r"connect\(3, \{AF_UNIX, \".*\"\}, \d+\) = 0$")
            server.does("accept 3", r" = 4  \{AF_UNIX\}$")
            client.does('send 3 "abc"; send 3 "def"', r'"def", 3, 0\) = 3$')
            # A stream runs together, packets stay apart.
            together = "abcdef" if kind == "unix" else "abc"
            server.does("recv 4", rf' = {len(together)}  "{together}"$')
            client.does("quit", "")
            server.does("getsockname 3", "AF_UNIX")
        if os.path.exists(path):
            os.unlink(path)
    with Shell(home) as one:
        one.does(f"socket unix-dgram; bind 3 {path}; socket unix-dgram", r" = 4$")
        one.does(f'sendto 4 "x" {path}; recvfrom 3', r' = 1  "x"$')  # from a socket without a name
        name = f"@wirelab-{os.getpid()}"
        one.does(f'bind 4 {name}; sendto 4 "x" {path}; recvfrom 3', rf' = 1  "x" from \{{AF_UNIX, "{name}"\}}$')
        one.does(f"socket unix; connect 5 {path}", r" = -1 EPROTOTYPE")
        os.unlink(path)


def test(program):
    with Home(program) as home:
        tcp_echo(home)
        tcp_echo(home, "tcp6", "::1")
        accept_many(home)
        udp(home)
        unix(home)
        check(not os.path.exists(os.path.join(home.path, ".local/state/wirelab/sock-history")),
              "a script left a history")


main(test)
