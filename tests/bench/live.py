# SPDX-License-Identifier: GPL-3.0-or-later
"""What `wirelab watch` keeps up with: a sender on the lo of a namespace, the screen drawn."""

import os
import re
import select
import statistics
import time

from figures import Figure, percentile
from probe import Gone, Terminal, letters, redrawn

SECONDS = 3
# The sender waits for a line, and says when it has ended.
SCENE = "ip link set lo up && exec 3<>{go} 4<>{said} && " \
        "{{ read -r _ <&3; exec {blast} 127.0.0.1 9000 {rate} {seconds} 64 >&4; }} & " \
        "exec {wirelab} watch -i lo"


def number(pattern, text, otherwise=None):
    found = re.search(pattern, text)
    if not found and otherwise is None:
        raise Gone(f"nothing like {pattern} in: {text[:200]}")
    return int(found[1]) if found else otherwise


def until_said(t, said, seconds):
    """Draws until the sender speaks; what it says, and the moment."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if said in select.select([said, t.fd], [], [], 1)[0]:
            return os.read(said, 4096).decode(), time.monotonic()
        t.read(0)
    raise Gone("the sender never ended")


def type_and_wait(t, go, said, seconds):
    """Letters while it sends, not at its end; then how late the last of it was drawn, in ms."""
    os.write(go, b"go\n")
    took = letters(t, 1000, time.monotonic() + seconds - 0.3)
    sent, over = until_said(t, said, seconds + 10)
    return took, number(r"sent (\d+)", sent), (t.settled(0.5) - over) * 1e3


def one_watch(bench, rate):
    """One run: sent, on the list, dropped, ms behind at the end, letters' ms."""
    seconds = bench.seconds(SECONDS)
    pipes = {name: os.path.join(bench.home, name) for name in ("go", "said")}
    for path in pipes.values():
        os.mkfifo(path)
    go, said = (os.open(path, os.O_RDWR) for path in pipes.values())
    script = SCENE.format(**pipes, blast=bench.beside("udp_blast"), rate=rate, seconds=seconds,
                          wirelab=bench.program)
    try:
        with Terminal(["unshare", "-rn", "sh", "-c", script], bench.env) as t:
            t.frame()
            t.settled()
            took, sent, behind = type_and_wait(t, go, said, seconds)
            shown = redrawn(t)
    finally:
        for fd in (go, said):
            os.close(fd)
        for path in pipes.values():
            os.unlink(path)
    listed, dropped = number(r"(\d+) packets", shown), number(r"(\d+) dropped", shown, 0)
    if listed + dropped < sent:
        raise Gone(f"{sent} sent, but {listed} listed and {dropped} dropped")
    return {"rate": sent / seconds, "lost": (sent - listed) / sent * 100, "behind": behind,
            "keys": took}


def at_rate(bench, key, what, rate, loss):
    runs = [one_watch(bench, rate) for _ in range(bench.times(5))]
    keys = [ms for run in runs for ms in run["keys"]]
    how = f"unshare -rn; wirelab watch -i lo; udp_blast 127.0.0.1 9000 {rate} {SECONDS} 64"
    return [
        Figure(key + ".rate", f"{what}: sent", "1/s", [r["rate"] for r in runs], how),
        Figure(key + ".lost", f"{what}: not on the list", "%", [r["lost"] for r in runs], how,
               ("<=", loss)),
        Figure(key + ".behind", f"{what}: the last packet drawn after the sender's end", "ms",
               [r["behind"] for r in runs], how, ("<=", 100)),
        Figure(key + ".key", f"{what}: letter to screen, 99th percentile", "ms",
               [percentile(keys, 99)], how + "; letters at :", ("<=", 16),
               note=f"median {statistics.median(keys):.1f} ms, longest {max(keys):.0f} ms of "
               f"{len(keys)} keys"),
    ]


def live(bench):
    for tool in ("unshare", "ip"):
        if not bench.have(tool, "a live capture"):
            return []
    return (at_rate(bench, "live.paced", "400,000 datagrams a second", 400_000, 0)
            + at_rate(bench, "live.flat-out", "as fast as one sender goes", 0, 1))
