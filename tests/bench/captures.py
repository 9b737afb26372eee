# SPDX-License-Identifier: GPL-3.0-or-later
"""What `wirelab read` takes on large captures, beside the readers that are installed."""

import os
import statistics
import subprocess
import time

from figures import Figure, percentile, ratios
from probe import Terminal, letters, rest, status_kib

SEED = "42"
FILTERS = ["tcp[13]&2!=0", "udp", "host 10.10.0.32", "tcp port 443 and syn", "ip6"]
KEYS = [b"j", b"k", b"\x1b[6~", b"\x1b[5~", b"G", b"g"]  # down, up, pages, end, begin


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
    figures += screens(bench, few, packets)
    for path in (few, big):
        os.unlink(path)
    return figures


# ---------------------------------------------------------------- on the screen

def indexed(bench, path):
    """The screen of a capture that has been read to its end, and ms until its first rows and then."""
    t = bench.wirelab("read", path)
    first = t.word(b"SYN seq") - t.began
    return t, first * 1e3, (t.settled() - t.began) * 1e3


def first_rows_of(bench, argv, path):
    """A peer's: until a packet's address is drawn."""
    with Terminal([*argv, path], bench.env) as t:
        return (t.word(b"10.20.0.", 60) - t.began) * 1e3


def filtered(t, words):
    """From a filter and Enter to the last frame that they caused, ms."""
    t.forget()
    pressed = t.press(b":filter " + words.encode() + b"\r")
    t.answer()
    took = (t.settled() - pressed) * 1e3
    t.press(b":filter\r")
    t.settled()
    return took


def keys_of(t, often):
    """From a key in the list to what it changes, ms."""
    took = []
    for i in range(often):
        t.forget()
        pressed = t.press(KEYS[i % len(KEYS)])
        took.append((t.frame() - pressed) * 1e3)
        rest(t, 0.02)
    return took


def anonymous(bench, path):
    """KiB of memory that is no file's, once all of it is indexed."""
    t, _, _ = indexed(bench, path)
    with t:
        return status_kib(t.pid, "RssAnon")


def first_packets(bench, path, packets):
    """The same capture's first packets, as a file."""
    short = os.path.join(bench.home, "short.pcap")
    subprocess.run([bench.program, "read", path, "-c", str(packets), "-w", short], env=bench.env,
                   check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return short


def screens(bench, path, packets):
    firsts, ends, passes, filters, busy, keys = [], [], [], [], [], []
    one_pass = ["tcpdump", "-r", path, "-w", "-", "tcp[13]&2!=0"]
    beside_pass = bench.have("tcpdump", "indexing beside one pass of libpcap")
    for _ in range(bench.times(5)):
        t, first, end = indexed(bench, path)
        with t:
            firsts.append(first)
            ends.append(end)
            filters += [filtered(t, words) for words in FILTERS]
            keys += keys_of(t, bench.times(60))
        if beside_pass:
            passes.append(spent(one_pass, bench.env)[0] * 1e3)
    for _ in range(bench.times(15)):
        with bench.wirelab("read", path) as t:
            t.frame()
            busy += letters(t, 1000, t.began + statistics.median(ends) / 1e3) or [0]
    read = "wirelab read FILE"
    figures = [
        Figure("captures.screen", "exec to the first rows, few", "ms", firsts, read, ("<=", 50)),
        Figure("captures.indexed", "exec to all of it indexed, flows and TCP analysis included",
               "ms", ends, read + " until it draws nothing more", ("<=", 1000)),
        Figure("captures.filter.screen", "a filter over the indexed capture", "ms", filters,
               f"{read}; :filter {', '.join(FILTERS)}; until it draws nothing more", ("<=", 150),
               note=f"longest {max(filters):.0f} ms"),
        Figure("captures.key", "a key in the list to its frame, 99th percentile", "ms",
               [percentile(keys, 99)], f"{read}; down, up, pages, end, begin", ("<=", 16),
               note=f"median {statistics.median(keys):.1f} ms of {len(keys)} keys"),
        Figure("captures.key.indexing", "a letter while it is indexed, 99th percentile", "ms",
               [percentile(busy, 99)], f"{read}; letters at :", ("<=", 16),
               note=f"median {statistics.median(busy):.1f} ms of {len(busy)} keys"),
    ]
    if passes:
        figures.append(Figure("captures.indexed.pass", "indexing, in passes of libpcap", "x",
                              ratios(ends, passes), "tcpdump -r FILE -w - 'tcp[13]&2!=0'",
                              ("<=", 3)))
    few = packets // 100
    grown = anonymous(bench, path) - anonymous(bench, first_packets(bench, path, few))
    figures.append(Figure("captures.memory", "memory of an indexed packet", "bytes",
                          [grown * 1024 / (packets - few)],
                          f"{read}: RssAnon, less that of its first hundredth", ("<=", 96)))
    if bench.have("termshark", "first rows of termshark"):
        rows = [first_rows_of(bench, ["termshark", "-r"], path) for _ in range(bench.times(3))]
        figures.append(Figure("captures.screen.termshark", "peer: exec to the first rows, termshark",
                              "ms", rows, "termshark -r FILE"))
        figures.append(Figure("captures.screen.faster", "first rows: sooner than termshark by", "x",
                              ratios(rows, firsts), read))
    return figures
