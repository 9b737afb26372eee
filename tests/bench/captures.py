# SPDX-License-Identifier: GPL-3.0-or-later
"""What `wirelab read` takes on large captures, beside the readers that are installed."""

import os
import subprocess
import time

from figures import Figure, ratios

SEED = "42"


def spent(argv, env):
    """Seconds from start to end of a program whose output nobody reads, and its peak MiB."""
    began = time.monotonic()
    p = subprocess.Popen(argv, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                         stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(p.pid, 0)
    p.returncode = os.waitstatus_to_exitcode(status)
    return time.monotonic() - began, usage.ru_maxrss / 1024


def in_turn(bench, often, commands):
    """Each command's seconds and peaks, run one after the other, so often."""
    runs = {name: [] for name in commands}
    for _ in range(bench.times(often)):
        for name, argv in commands.items():
            runs[name].append(spent(argv, bench.env))
    return runs


def beside(key, what, runs, peer, aim=None, command=""):
    """Ours, the peer's, and how many times faster we are, as figures."""
    ours = [seconds for seconds, _ in runs["wirelab"]]
    made = [Figure(f"captures.{key}", what, "s", ours, command)]
    if peer not in runs:
        return made
    theirs = [seconds for seconds, _ in runs[peer]]
    made.append(Figure(f"captures.{key}.{peer}", f"peer: {what}, {peer}", "s", theirs, peer))
    made.append(Figure(f"captures.{key}.faster.{peer}", f"{what}: faster than {peer} by", "x",
                       ratios(theirs, ours), command, aim))
    return made


def trace(bench, kind, packets):
    path = os.path.join(bench.home, f"{kind}.pcap")
    subprocess.run([bench.beside("gen_trace"), str(packets), SEED, path, kind], check=True)
    with open(path, "rb") as f:  # so that all of them find it in the page cache
        while f.read(1 << 20):
            pass
    return path


def text_of(bench, kind, path, aims):
    commands = {"wirelab": [bench.program, "read", "--text", path]}
    if bench.have("tcpdump", f"text of {kind} beside tcpdump"):
        commands["tcpdump"] = ["tcpdump", "-nn", "-r", path]
    runs = in_turn(bench, 5, commands)
    what = f"text of every packet, {kind}"
    figures = beside(f"text.{kind}", what, runs, "tcpdump", aims.get("tcpdump"),
                     "wirelab read --text FILE >/dev/null; tcpdump -nn -r FILE")
    figures.append(Figure(f"captures.text.{kind}.memory", f"{what}: peak memory", "MiB",
                          [peak for _, peak in runs["wirelab"]], "wirelab read --text FILE"))
    if "tshark" in aims and bench.have("tshark", f"text of {kind} beside tshark"):
        runs = in_turn(bench, 1, {**commands, "tshark": ["tshark", "-n", "-r", path]})
        figures += beside(f"text.{kind}.again", what, runs, "tshark", aims["tshark"],
                          "wirelab read --text FILE; tshark -n -r FILE")
    return figures


def captures(bench):
    packets = 20_000 if bench.quick else 1_000_000
    few, big = (trace(bench, kind, packets) for kind in ("few", "big"))
    figures = text_of(bench, "few", few, {"tcpdump": (">=", 4), "tshark": (">=", 9)})
    figures += text_of(bench, "big", big, {"tcpdump": (">=", 10)})
    syn = "tcp[13]&2!=0"
    commands = {"wirelab": [bench.program, "read", "--text", few, syn]}
    if bench.have("tcpdump", "a filter beside tcpdump"):
        commands["tcpdump"] = ["tcpdump", "-nn", "-r", few, syn]
    figures += beside("filter", "text of the SYNs", in_turn(bench, 5, commands), "tcpdump", None,
                      f"wirelab read --text FILE '{syn}'; tcpdump -nn -r FILE '{syn}'")
    counted = in_turn(bench, 5, {"wirelab": [bench.program, "read", "--count", few]})
    figures += beside("count", "how many packets", counted, "", None, "wirelab read --count FILE")
    screens = []
    for _ in range(bench.times(5)):
        with bench.wirelab("read", few) as t:
            screens.append((t.frame() - t.began) * 1e3)
    figures.append(Figure("captures.screen", "exec to first screen, few", "ms", screens,
                          "WIRELAB_TEST_MARK=1 wirelab read FILE until \\e]7777;frame=1\\a",
                          ("<=", 50)))
    for path in (few, big):
        os.unlink(path)
    return figures
