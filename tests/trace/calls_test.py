#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The tracer with real programs: what it says equals what the subject says of itself, and what
strace(1) says of programs that know nothing of either.

    calls_test.py TRACE_RUN SUBJECT PINGPONG subject|strace
"""
import os
import re
import shutil
import subprocess
import sys
import tempfile

SKIP = 77
NETWORK = ("socket connect accept accept4 bind listen getsockname getpeername setsockopt "
           "getsockopt shutdown sendto recvfrom sendmsg recvmsg sendmmsg recvmmsg socketpair "
           "sendfile").split()


def run(argv, **more):
    return subprocess.run(argv, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, timeout=60, text=True, **more)


def traced(trace_run, options, program):
    """The lines of a traced program without thread ids, and what it printed."""
    with tempfile.NamedTemporaryFile("r", prefix="wirelab-calls-") as out:
        done = run([trace_run, "-o", out.name, *options, *program])
        assert done.returncode == 0, f"{program}: exit {done.returncode}: {done.stderr}"
        return [line.rstrip("\n").split(" ", 1) for line in out], done.stdout


def subject(trace_run, program):
    bad = 0
    for kind in "tcp udp unix wait fds options errors".split():
        lines, printed = traced(trace_run, [], [program, kind])
        calls = [call for _, call in lines]
        assert calls[0].startswith("execve(") and calls[-1] == "exit_group(0) = ?", calls
        wanted = printed.replace("\r", "").splitlines()
        assert len(wanted) > 5
        if calls[1:-1] != wanted:
            bad = 1
            print(f"{kind}: the tracer and the subject differ")
            for got, want in zip(calls[1:-1] + [""] * 9, wanted + [""] * 9):
                if got != want:
                    print(f"  {got}\n  instead of\n  {want}")
                    break
        else:
            print(f"{kind}: {len(wanted)} calls")
    return bad


def essence(call):
    """Name and result of a call in either spelling; None when it isn't one of the network's."""
    found = re.match(r"(\w+)\(.*\)\s+= (\?|-?\d+)(?: (\w+))?", call)
    if not found or found[1] not in NETWORK:
        return None
    if found[2] in ("-1", "?"):
        return found[1], found[2], found[3] or ""
    # Which number is free next is a race between the threads of a program.
    makes = found[1] in ("socket", "accept", "accept4")
    return found[1], "fd" if makes else found[2], ""


def by_thread(pairs):
    """Calls of each thread in order; threads in the order of their first call."""
    threads = {}
    for tid, call in pairs:
        short = essence(call)
        if short:
            threads.setdefault(tid, []).append(short)
    return list(threads.values())


def our_threads(trace_run, program):
    with tempfile.NamedTemporaryFile("r", prefix="wirelab-calls-") as out:
        run([trace_run, "-o", out.name, *program])
        return by_thread(line.rstrip("\n").split(" ", 1) for line in out)


def strace_lines(program):
    with tempfile.NamedTemporaryFile("r", prefix="wirelab-strace-") as out:
        run(["strace", "-f", "-qq", "-a0", "-e", "signal=none", "-e", "trace=" + ",".join(NETWORK),
             "-o", out.name, *program])
        pending = {}
        for line in out:
            tid, call = line.rstrip("\n").split(None, 1)
            if call.endswith("<unfinished ...>"):
                pending[tid] = call[:-len("<unfinished ...>")]
                continue
            resumed = re.match(r"<\.\.\. \w+ resumed>(.*)", call)
            yield tid, pending.pop(tid, "") + resumed[1] if resumed else call


PYTHON_SERVER = """
import socket, threading
s = socket.socket(); s.bind(("127.0.0.1", 0)); s.listen(4)
def serve():
    for _ in range(3):
        c, _ = s.accept()
        c.sendall(c.recv(100).upper()); c.close()
t = threading.Thread(target=serve); t.start()
for i in range(3):
    c = socket.create_connection(s.getsockname()); c.sendall(b"x" * 50); c.recv(100); c.close()
t.join()
"""
ASYNCIO = """
import asyncio
async def serve(r, w):
    w.write(await r.read(100)); await w.drain(); w.close()
async def main():
    s = await asyncio.start_server(serve, "127.0.0.1", 0)
    r, w = await asyncio.open_connection(*s.sockets[0].getsockname())
    w.write(b"hello"); await r.read(100); w.close(); s.close()
asyncio.run(main())
"""
MESSAGES = """
import array, socket
a, b = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
a.sendmsg([b"one", b"two"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [0, 1]))])
b.recvmsg(100, socket.CMSG_SPACE(8))
u = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
u.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, b"\\0" * 16)
try:
    u.bind(("::1", 0)); u.sendto(b"x" * 3000, u.getsockname()); u.recvfrom(10)
except OSError:
    pass
"""


def strace(trace_run, pingpong):
    if not shutil.which("strace") or run(["strace", "-qq", "-o", os.devnull, "true"]).returncode:
        print("strace is not here or may not trace: nothing to compare with")
        return SKIP
    python = shutil.which("python3", path="/usr/bin:/bin") or sys.executable
    programs = [
        ["curl", "-s", "-m", "5", "http://127.0.0.1:1/"],
        ["curl", "-s", "-m", "5", "telnet://127.0.0.1:1"],
        ["nc", "-z", "127.0.0.1", "1"],
        ["nc", "-u", "-w", "1", "-z", "127.0.0.1", "9"],
        ["getent", "hosts", "localhost"],
        ["ip", "-brief", "address"],
        ["ss", "-tanH", "sport", "=", ":1"],
        ["perl", "-MIO::Socket::INET", "-e", "IO::Socket::INET->new(PeerAddr=>'127.0.0.1:1')"],
        ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/1"],
        [python, "-c", "import socket; socket.getaddrinfo('localhost', 80)"],
        [python, "-c", PYTHON_SERVER],
        [python, "-c", ASYNCIO],
        [python, "-c", MESSAGES],
        ["wget", "-q", "-O", "-", "-t", "1", "http://127.0.0.1:1/"],
        ["ssh", "-o", "BatchMode=yes", "-p", "1", "127.0.0.1"],
        ["git", "ls-remote", "http://127.0.0.1:1/x"],
        ["openssl", "s_client", "-connect", "127.0.0.1:1"],
        ["iperf3", "-c", "127.0.0.1", "-p", "1"],
        ["rsync", "rsync://127.0.0.1:1/"],
        ["node", "-e", "require('net').connect(1,'127.0.0.1').on('error',()=>0)"],
        ["logger", "--server", "127.0.0.1", "--port", "9", "-d", "hello"],
        ["gawk", 'BEGIN { print "x" |& "/inet/udp/0/127.0.0.1/9" }'],
        ["tmux", "-L", "wirelab-no-such-server", "list-sessions"],
        [pingpong, "20"],
    ]
    bad = compared = 0
    for program in programs:
        if not shutil.which(program[0]):
            print(f"{program[0]}: not here")
            continue
        label = " ".join(program)[:60].replace("\n", " ")
        # What a program does may depend on what else goes on: two runs need not be the same.
        for _ in range(3):
            ours = sorted(our_threads(trace_run, program))
            theirs = sorted(by_thread(strace_lines(program)))
            if ours == theirs:
                break
        if ours == theirs:
            compared += 1
            print(f"{label}: {sum(map(len, ours))} calls")
            continue
        bad = 1
        print(f"{label}: differs\n  ours   {ours}\n  strace {theirs}")
    return bad if bad or compared else SKIP


def python(trace_run, another, interpreter):
    """Where Python is as it says itself, in the order of its calls."""
    script = os.path.join(os.path.dirname(os.path.abspath(__file__)), "lines.py")
    lines, _ = traced(trace_run, ["-l", "-e"], [another])
    said = [rest for _, rest in lines if "word" in rest]
    assert len(said) == 1 and "Python 3.13" in said[0] and "3.11 only" in said[0], said
    version = run([interpreter, "-c", "import sys; print(*sys.version_info[:2], sep='.')"]).stdout
    if version.strip() != "3.11":
        print(f"this is Python {version.strip()}: lines are known of 3.11 only")
        return SKIP
    lines, printed = traced(trace_run, ["-l"], [interpreter, "-B", script])
    wanted = [tuple(line.split(" ", 1)) for line in printed.replace("\r", "").splitlines()]
    names = {name for name, _ in wanted}
    got = []
    for _, rest in lines:
        found = re.match(r"([^(]*/)?([^/(]*:\d+) (\w+)\(", rest)
        if found and found[3] in names:
            got.append((found[3], found[2]))
    if got == wanted:
        print(f"{len(got)} lines of Python")
        return 0
    print(f"Python says {wanted}\nthe tracer  {got}")
    return 1


if __name__ == "__main__":
    trace_run, subject_program, pingpong, what = sys.argv[1:]
    tried = run([trace_run, "true"])
    if tried.returncode == 3:
        print(tried.stderr)
        sys.exit(SKIP)
    if what == "python":
        sys.exit(python(trace_run, subject_program, pingpong))
    sys.exit(subject(trace_run, subject_program) if what == "subject"
             else strace(trace_run, pingpong))
