#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
#
# A schedule is played again and again against fresh hosts: the same checks hold each time.
#
#   schedule_test.py WIRELAB TIMES
import os
import subprocess
import sys
import tempfile

SCHEDULE = """# a SYN is lost by hand, its repeat and the rest are let go
start server
deliver call socket by server
deliver call bind by server
deliver call listen by server
wait listens server 8888
start client
deliver call socket by client
deliver call connect by client
drop syn from client and dst port 8888
deliver syn from client and dst port 8888
wait server-syn-recv
deliver synack from server and src port 8888
wait client-first
deliver ack from client and dst port 8888
wait printed client "connect() returned 0"
wait waits-for-accept
type server "\\\\n"
deliver call accept by server
wait printed server "accept() returned"
"""
MUST_HOLD = {"syn-dropped", "syn-again", "syn-1s", "connect-returned", "server-established",
             "accept-called"}


def play(wirelab, path):
    run = subprocess.run([wirelab, "run", "tcp-handshake", "--play", path],
                         capture_output=True, text=True, timeout=120, check=False)
    if run.returncode == 3:
        print(run.stderr.strip())
        sys.exit(77)
    assert run.returncode == 0, run.stderr
    return {line.split()[1] for line in run.stdout.splitlines() if line.startswith("  ok ")}


def main():
    wirelab, times = sys.argv[1], int(sys.argv[2])
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "schedule")
        with open(path, "w", encoding="utf-8") as out:
            out.write(SCHEDULE)
        first = play(wirelab, path)
        assert MUST_HOLD <= first, f"missing: {MUST_HOLD - first}"
        for _ in range(times - 1):
            again = play(wirelab, path)
            assert again == first, f"differs: {again ^ first}"
    print(f"{times} times the same {len(first)} checks")


main()
