# SPDX-License-Identifier: GPL-3.0-or-later
"""What scripts/bench measures: each function gives figures, peers measured in turn with ours."""

import json
import os
import random
import re
import shutil
import statistics
import subprocess
import tempfile
import time

from captures import captures
from figures import Figure, percentile, ratios
from live import live
from probe import Gone, Terminal, letters, redrawn, rest, status_kib

STORM_SETTLES = 2  # s until the lab's programs are built


class Bench:
    """The programs to measure, a home for them, and how often to measure."""

    def __init__(self, program, wire_bench, quick):
        self.program = os.path.abspath(program)
        self.wire_bench = os.path.abspath(wire_bench)
        self.quick = quick
        self.home = tempfile.mkdtemp(prefix="wirelab-bench-")
        self.skipped = []  # sentences
        gone = ("XDG_", "WIRELAB_", "LC_", "TMUX", "NO_COLOR", "LANGUAGE")
        self.env = {k: v for k, v in os.environ.items() if not k.startswith(gone)}
        self.env.update(HOME=self.home, TMPDIR=self.home, LANG="C.UTF-8", SHELL="/bin/sh",
                        TERM="xterm-256color", WIRELAB_TEST_MARK="1")

    def __enter__(self):
        return self

    def __exit__(self, *why):
        shutil.rmtree(self.home, ignore_errors=True)

    def beside(self, name):
        """Another program that measures, of the same build."""
        return os.path.join(os.path.dirname(self.wire_bench), name)

    def times(self, often):
        return 1 if self.quick else often

    def seconds(self, long):
        return min(long, 1) if self.quick else long

    def skip(self, what, why):
        self.skipped.append(f"{what}: {why}")

    def have(self, tool, what):
        if shutil.which(tool):
            return True
        self.skip(what, f"{tool} is not installed")
        return False

    def wirelab(self, *words):
        return Terminal([self.program, *words], self.env)

    def tmux(self, command):
        """A tmux of its own, with nothing but the command on its screen."""
        conf = os.path.join(self.home, "tmux.conf")
        with open(conf, "w") as out:
            out.write("set -g status off\nset -g escape-time 0\n"
                      "set -g destroy-unattached on\nset -g exit-empty on\n")
        socket = os.path.join(self.home, f"tmux{random.randrange(10 ** 9)}")
        env = {k: v for k, v in self.env.items() if k != "WIRELAB_TEST_MARK"}
        return Terminal(["tmux", "-S", socket, "-f", conf, "new-session", command], env)


# ---------------------------------------------------------------- the first screen

IP_SCRIPT = """
mount -t tmpfs none /run
ip link add br0 type bridge
ip link set br0 up
for n in 1 2 3; do
  ip netns add h$n
  ip link add v$n type veth peer name eth0 netns h$n
  ip link set v$n master br0
  ip link set v$n up
  ip -n h$n addr add 10.0.0.$n/24 dev eth0
  ip -n h$n link set eth0 up
done
"""


def first_frame(terminal):
    with terminal as t:
        return (t.frame() - t.began) * 1e3


def first_output(bench, argv):
    with Terminal(argv, bench.env) as t:
        return (t.answer() - t.began) * 1e3


def ip_script(bench):
    """The least a script has to do for such a world; 20 calls of ip(8)."""
    began = time.monotonic()
    done = subprocess.run(["unshare", "-rnm", "sh", "-c", IP_SCRIPT], env=bench.env,
                          stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)
    if done.returncode and b"not permitted" in done.stderr:
        raise Gone(done.stderr.decode(errors="replace"))
    return (time.monotonic() - began) * 1e3


def start(bench):
    """Each thing once a round, so that a noisy moment meets all of them."""
    ours = {"home": (), "lab": ("lab", "tcp-handshake"), "bench": ("bench",),
            "storm": ("lab", "broadcast-storm")}
    took = {name: [] for name in ours}
    peers = {n: [n, *w] for n, w in {"tig": (), "htop": (), "sngrep": ("-N", "-q"), "mc": ("-u",)}
             .items() if n != "sngrep" and shutil.which(n)}
    for name in ("tig", "htop", "mc"):
        if name not in peers:
            bench.skip(f"first screen of {name}", "it is not installed")
    took.update({name: [] for name in peers})
    script = [] if bench.have("unshare", "a script of ip calls") and \
        bench.have("ip", "a script of ip calls") else None
    for _ in range(bench.times(15)):
        for name, words in ours.items():
            took[name].append(first_frame(bench.wirelab(*words)))
        for name, argv in peers.items():
            took[name].append(first_output(bench, argv))
        if script is not None:
            script.append(ip_script(bench))
    how = "WIRELAB_TEST_MARK=1 wirelab{} until \\e]7777;frame=1\\a"
    figures = [
        Figure("start.home", "home, exec to first screen", "ms", took["home"], how.format(""),
               ("<=", 40)),
        Figure("start.lab", "lab tcp-handshake, exec to first screen, its world included", "ms",
               took["lab"], how.format(" lab tcp-handshake"), ("<=", 120)),
        Figure("start.bench", "free bench, exec to first screen", "ms", took["bench"],
               how.format(" bench")),
        Figure("start.storm", "lab broadcast-storm (three hosts, two switches, five links)", "ms",
               took["storm"], how.format(" lab broadcast-storm")),
    ]
    if script:
        figures.append(Figure("start.script", "peer: a script of 20 ip calls, world alone", "ms",
                              script, "unshare -rnm sh -c ... (IP_SCRIPT in measure.py)"))
        figures[1].peer, figures[1].ratio = "the script", ratios(took["lab"], script)
    for name in peers:
        figures.append(Figure(f"start.{name}", f"peer: {name}, exec to first output", "ms",
                              took[name], " ".join(peers[name])))
    return figures


# ---------------------------------------------------------------- keys

def key_times(terminal, keys, often):
    """From each key to the first thing that changes, on a screen that was still before."""
    took = []
    for i in range(often):
        terminal.quiet(0.03, 2)
        pressed = terminal.press(keys[i % len(keys)])
        took.append((terminal.answer(5) - pressed) * 1e3)
    return took


def prepare(terminal, *keys):
    terminal.answer()
    terminal.quiet(0.5, 6)
    for key in keys:
        terminal.press(key)
        terminal.quiet(0.2, 3)


def keys(bench):
    if not bench.have("tmux", "key to changed screen"):
        return []
    scenes = [
        ("key.cat", "peer: cat", "cat", (), [b"a", b"b"]),
        ("key.home", "home: down, up", "{}", (), [b"j", b"k"]),
        ("key.focus", "lab: Tab to the next pane", "{} lab tcp-handshake", (), [b"\t"]),
        ("key.prompt", "lab: a letter at the : prompt", "{} lab tcp-handshake", (b":",),
         [b"Q", b"Z"]),
        ("key.program", "bench: a letter to cat in a pane", "{} bench client=cat server",
         (b":focus client\r", b":keyboard\r"), [b"Q", b"Z"]),
    ]
    took = {key: [] for key, *_ in scenes}
    for _ in range(bench.times(3)):
        for key, _, command, before, which in scenes:
            with bench.tmux(command.format(bench.program)) as t:
                prepare(t, *before)
                took[key].append(key_times(t, which, bench.times(40)))
    figures = []
    echo = [statistics.median(run) for run in took["key.cat"]]
    for key, what, command, _, which in scenes:
        how = f"tmux new-session '{command.format('wirelab')}', keys {which}"
        flat = [v for run in took[key] for v in run]
        f = Figure(key, what + ", in tmux", "ms", flat, how)
        figures.append(f)
        if key == "key.cat":
            continue
        medians = [statistics.median(run) for run in took[key]]
        f.peer, f.ratio = "cat", ratios(medians, echo)
        figures.append(Figure(key + ".more", f"{what}: slower than cat by", "ms",
                              [a - b for a, b in zip(medians, echo)], how, ("<=", 3)))
    return figures


# ---------------------------------------------------------------- doing nothing

def cpu_seconds(pid):
    """proc_pid_schedstat: nanoseconds on a CPU; utime and stime count whole ticks only."""
    with open(f"/proc/{pid}/schedstat") as f:
        return int(f.read().split()[0]) / 1e9


def idle(bench):
    scenes = [
        ("idle.home", "home", ()),
        ("idle.lab", "lab tcp-handshake", ("lab", "tcp-handshake")),
        ("idle.held", "bench with a frame held", ("bench", "--wire", "hold", "server",
                                                  "client=ping -c 1 -W 600 server")),
    ]
    figures = []
    for key, what, words in scenes:
        values, frames = [], []
        for _ in range(bench.times(3)):
            with bench.wirelab(*words) as t:
                t.frame()
                rest(t, bench.seconds(3))  # programs are built
                before, began = cpu_seconds(t.pid), time.monotonic()
                frames.append(rest(t, bench.seconds(5)) / bench.seconds(5))
                values.append((cpu_seconds(t.pid) - before) / (time.monotonic() - began) * 100)
        figures.append(Figure(key, f"idle, {what}", "% CPU", values,
                              f"wirelab {' '.join(words)}; /proc/PID/schedstat over 5 s", ("<=", 1),
                              note=f"{statistics.median(frames):.1f} frames/s drawn"))
    return figures


# ---------------------------------------------------------------- the wire

def run_wire_bench(bench, pinned):
    words = ["1", "50"] if bench.quick else ["3", "300"]
    argv = [bench.wire_bench, *(["--pin"] if pinned else []), *words]
    done = subprocess.run(argv, env=bench.env, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Gone(f"wire_bench ended with {done.returncode}: {done.stderr}")
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    return {(f["figure"], f["path"]): f["value"] for f in lines}


def iperf_said(log):
    """iperf3's report, None as long as it is not complete."""
    try:
        with open(log) as f:
            return json.load(f)
    except (FileNotFoundError, ValueError):
        return None


def tcp_on_screen(bench):
    """Through the whole program, its screen drawn all the while."""
    log = os.path.join(bench.home, f"iperf{random.randrange(10 ** 9)}.json")
    client = f"iperf3 -c server -t {bench.seconds(3)} -J --logfile {log}"
    with bench.wirelab("bench", "server=iperf3 -s", "client=" + client) as t:
        for _ in range(300):
            rest(t, 0.1)
            if report := iperf_said(log):
                return report["end"]["sum_received"]["bits_per_second"] / 1e9
    raise Gone("iperf3 in wirelab never came to its end")


def wire(bench):
    for tool in ("iperf3", "ping"):
        if not bench.have(tool, "throughput and latency of the wire"):
            return []
    wanted = [  # figure, unit, aim free, aim on one CPU
        ("TCP", "Gbit/s", (">=", 2), None),
        ("datagrams received", "1/s", (">=", 500e3), None),
        ("ping median", "us", ("<=", 100), ("<=", 20)),
        ("CPU a TCP frame", "ns", None, None),
        ("CPU a datagram", "ns", None, None),
    ]
    rounds = {False: [], True: []}
    for _ in range(1 if bench.quick else 3):
        for pinned, runs in rounds.items():
            runs.append(run_wire_bench(bench, pinned))
    figures = []
    for pinned, runs in rounds.items():
        how = "wire_bench --pin" if pinned else "wire_bench"
        where = ", all on one CPU" if pinned else ""
        end = ".pinned" if pinned else ""
        for name, unit, aim, aim_pinned in wanted:
            of = {p: [r[name, p] for r in runs if (name, p) in r]
                  for p in ("wire", "bare forwarder", "kernel bridge")}
            key = "wire." + name.replace(" ", "-").lower() + end
            f = Figure(key, f"wire in pass mode: {name}{where}", unit, of["wire"], how,
                       aim_pinned if pinned else aim, "a bare libpcap forwarder",
                       ratios(of["wire"], of["bare forwarder"]))
            figures.append(f)
            for peer in ("bare forwarder", "kernel bridge"):
                if of[peer]:
                    figures.append(Figure(f"{key}.{peer.split()[0]}",
                                          f"peer: {peer}: {name}{where}", unit, of[peer], how))
    figures.append(Figure("wire.screen", "the same through wirelab with its screen: TCP", "Gbit/s",
                          [tcp_on_screen(bench) for _ in rounds[False]],
                          "wirelab bench 'server=iperf3 -s' 'client=iperf3 -c server -t 3 -J'",
                          (">=", 2)))
    worlds = [r["world of two hosts up", "wire"] for r in rounds[False]]
    figures.append(Figure("wire.world", "world of two hosts, alone", "ms", worlds, "wire_bench",
                          ("<=", 40)))
    return figures


# ---------------------------------------------------------------- storms

def ports(pid):
    """Frames received so far by each device of the room in which wirelab sits."""
    found = {}
    with open(f"/proc/{pid}/net/dev") as f:
        for line in f.read().splitlines()[2:]:
            name, numbers = line.split(":")
            found[name.strip()] = int(numbers.split()[1])
    return found


def unlimited(bench):
    """The lab without its rate limits, and with a governor as patient as it can be."""
    where = os.path.join(bench.home, "unlimited")
    listed = subprocess.run([bench.program, "labs", "--json"], env=bench.env, capture_output=True,
                            text=True, check=True)
    labs = json.loads(listed.stdout)
    source = next(lab["dir"] for lab in labs["labs"] if lab["name"] == "broadcast-storm")
    shutil.copytree(source, where)
    path = os.path.join(where, "lab.yaml")
    with open(path) as f:
        text = f.read()
    text = re.sub(r", rate-kbit: \d+", "", text)
    text = re.sub(r"(?m)^storm-seconds: .*", "storm-seconds: 60", text)
    text = re.sub(r"(?m)^name: .*", "name: unlimited", text)
    with open(path, "w") as f:
        f.write(text)
    return where


LOOP = """
import select, socket, subprocess, time
def let_run(seconds):
    select.select([], [], [], seconds)
def ip(*words):
    subprocess.run(["ip", "link", *words], check=True)
def frames():
    lines = open("/proc/net/dev").read().splitlines()[2:]
    return max(int(line.split(":")[1].split()[1]) for line in lines if line.split(":")[0].strip() in
               ("a1", "a2", "b1", "b2"))
for bridge in "ab":
    ip("add", "br" + bridge, "type", "bridge")
    ip("set", "br" + bridge, "up")
def cable(name, one, other):
    ip("add", "a" + name, "type", "veth", "peer", "name", "b" + name)
    for end, bridge in (("a", one), ("b", other)):
        if bridge:
            ip("set", end + name, "master", bridge)
        ip("set", end + name, "up")
cable("1", "bra", "brb")
cable("2", "bra", "brb")
cable("3", "bra", None)
cable("4", None, "brb")
cable("5", None, "brb")
s = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
s.bind(("bra", 0))
while frames() < 1000:
    s.send(b"\\xff" * 6 + b"\\x02\\0\\0\\0\\0\\x09" + b"\\x88\\xb5" + bytes(46))
    let_run(0.001)
let_run(0.5)
before, began = frames(), time.monotonic()
let_run(1)
print((frames() - before) / (time.monotonic() - began))
ip("set", "a1", "down")
"""


def bare_loop(bench):
    """The same cables and bridges with nobody watching: frames/s received by the busiest port."""
    done = subprocess.run(["unshare", "-rnm", "python3", "-c", LOOP], env=bench.env,
                          capture_output=True, text=True, timeout=60, check=False)
    if done.returncode:
        raise Gone("the loop of bridges: " + done.stderr[-300:])
    return float(done.stdout)


def raise_storm(t):
    t.frame()
    rest(t, STORM_SETTLES)
    for command in (b":stp all off\r", b":start shout\r"):
        t.press(command)
        rest(t, 0.3)
    rest(t, 1)


def storm_of(bench, lab, key, what):
    often = 15 if bench.quick else 300
    tails, rates, cpu, everything = [], [], [], []
    for _ in range(1 if bench.quick else 3):
        with bench.wirelab("lab", lab) as t:
            raise_storm(t)
            before, busy, began = ports(t.pid), cpu_seconds(t.pid), time.monotonic()
            took = letters(t, often)
            spent, after = time.monotonic() - began, ports(t.pid)
            cpu.append((cpu_seconds(t.pid) - busy) / spent * 100)
            rates.append(max((after[p] - before[p]) / spent for p in after if p in before))
            tails.append(percentile(took, 99))
            everything += took
            t.press(b":pull down\r")
            rest(t, 1)
            before = ports(t.pid)
            rest(t, 1)
            left = max(n - before.get(p, n) for p, n in ports(t.pid).items())
            if left > 1000:
                raise Gone(f"the storm went on after the cable was pulled: {left} frames/s")
    how = f"wirelab lab {os.path.basename(lab)}; :stp all off; :start shout; then letters at :"
    return [
        Figure(key + ".rate", f"{what}: frames/s received by the busiest port", "1/s", rates,
               how + "; /proc/PID/net/dev", (">=", 10e3), note="ended by :pull down each time"),
        Figure(key + ".key", f"{what}: letter to screen, 99th percentile", "ms", tails, how,
               ("<=", 16), note=f"median {statistics.median(everything):.1f} ms, longest "
               f"{max(everything):.0f} ms of {len(everything)} keys"),
        Figure(key + ".cpu", f"{what}: CPU of wirelab", "% CPU", cpu, how),
    ]


def storm(bench):
    figures = storm_of(bench, "broadcast-storm", "storm.lab", "storm at the lab's 20 Mbit/s")
    wild = storm_of(bench, unlimited(bench), "storm.unlimited", "unlimited storm")
    if bench.have("unshare", "an unlimited storm without wirelab"):
        bare = [bare_loop(bench) for _ in wild[0].values]
        wild[0].peer, wild[0].ratio = "the same loop unwatched", ratios(wild[0].values, bare)
        wild.append(Figure("storm.bare", "peer: the same loop of bridges without wirelab", "1/s",
                           bare, "unshare -rnm python3 -c ... (LOOP in measure.py)"))
    return figures + wild


# ---------------------------------------------------------------- memory

def flood(datagrams):
    """Words for a bench whose client sends so many datagrams of 64 bytes."""
    receive = "python3 -c 'import socket; s=socket.socket(socket.AF_INET,socket.SOCK_DGRAM);" \
              " s.bind((\"\", 9)); print(\"ready\"); [s.recv(99) for i in iter(int, 1)]'"
    send = "python3 -c 'import socket; s=socket.socket(socket.AF_INET,socket.SOCK_DGRAM);" \
           f" s.connect((\"server\", 9)); [s.send(b\"x\" * 64) for i in range({datagrams})];" \
           " print(\"all\" + \" sent\"); s.recv(1)'"
    return [f"server={receive}", f"client={send}"]


def frames_shown(terminal):
    shown = re.search(r"(\d+) frames", redrawn(terminal))
    if not shown:
        raise Gone("the screen does not say how many frames there were")
    return int(shown[1])


def memory(bench):
    """Resident memory before and after, so the figure is of the whole program, not of the tape.
    What the kernel lost under the flood is not on record: the screen says how many frames are."""
    datagrams = 20_000 if bench.quick else 1_000_000
    words = ["bench", "--tape", "1024", *flood(datagrams)]
    with bench.wirelab(*words) as t:
        t.frame()
        before = status_kib(t.pid, "VmRSS")
        t.word(b"all sent", 120)
        rest(t, 1)
        after, frames = status_kib(t.pid, "VmRSS"), frames_shown(t)
    each = (after - before) * 1024 / frames
    length = 14 + 20 + 8 + 64
    figures = [Figure("memory.frame", f"memory for {frames} recorded frames of {length} bytes, "
                      "of their bytes", "x", [each / length],
                      "wirelab bench --tape 1024 ...: VmRSS before and after", ("<=", 1.5),
                      note=f"{each:.0f} bytes a frame")]
    with bench.wirelab("bench", "--tape", "1", *flood(datagrams)) as t:
        t.frame()
        before = status_kib(t.pid, "VmRSS")
        t.word(b"all sent", 120)
        rest(t, 1)
        grown = (status_kib(t.pid, "VmRSS") - before) / 1024
        said = re.search(r"the oldest \d+ events are gone", redrawn(t))
    figures.append(Figure("memory.bounded", f"the same {frames} frames on a tape of 1 MiB: memory "
                          "grows by", "MiB", [grown], "wirelab bench --tape 1 ...", ("<=", 8),
                          note="the tape, libpcap's rings as they are first used, the screen"))
    figures.append(Figure("memory.said", "the screen says that the oldest are gone (1: yes)", "",
                          [1 if said else 0], "wirelab bench --tape 1 ...", (">=", 1)))
    return figures


# ---------------------------------------------------------------- calls

STRACE = ["strace", "--seccomp-bpf", "-f", "-e", "trace=network", "-o", "/dev/null"]


def timed(bench, ways, often):
    """Wall time of each command, in turn."""
    took = {name: [] for name in ways}
    for _ in range(bench.times(often)):
        for name, argv in ways.items():
            began = time.monotonic()
            done = subprocess.run(argv, env=bench.env, stdout=subprocess.DEVNULL,
                                  stderr=subprocess.PIPE, check=False)
            took[name].append(time.monotonic() - began)
            if done.returncode:
                raise Gone(f"{argv[0]} ended with {done.returncode}: {done.stderr}")
    return took


def trace(bench):
    """Nothing is pinned by us; strace does not look at what it prints, and neither do we."""
    if not bench.have("strace", "what tracing costs"):
        return []
    run, ping, allow = (bench.beside(f"trace_{name}") for name in ("run", "pingpong", "allow"))
    rounds, others = ("1000", "100000") if bench.quick else ("100000", "4000000")
    program = [ping, rounds]
    busy = timed(bench, {"alone": program, "traced": [run, "-q", *program],
                         "lines": [run, "-q", "-l", *program], "strace": [*STRACE, *program]}, 5)
    program = [ping, "100", others]
    idle_ = timed(bench, {"alone": program, "filter": [allow, *program],
                          "traced": [run, "-q", *program], "strace": [*STRACE, *program]}, 9)
    what = f"ping-pong of {int(rounds):,} round trips over loopback"
    strace = " ".join(STRACE)
    figures = [
        Figure("trace.alone", f"{what}, untraced", "s", busy["alone"], f"trace_pingpong {rounds}"),
        Figure("trace.strace", f"peer: {what}, by strace", "s", busy["strace"],
               f"{strace} trace_pingpong {rounds}"),
        Figure("trace.traced", f"{what}, traced", "s", busy["traced"],
               f"trace_run -q trace_pingpong {rounds}", None, "strace",
               ratios(busy["traced"], busy["strace"])),
        Figure("trace.lines", f"{what}, traced with source lines", "s", busy["lines"],
               f"trace_run -q -l trace_pingpong {rounds}", None, "strace",
               ratios(busy["lines"], busy["strace"])),
        Figure("trace.traced.part", f"{what}, traced: of strace's time", "x",
               ratios(busy["traced"], busy["strace"]), "the same", ("<=", 0.4)),
        Figure("trace.lines.part", f"{what}, traced with source lines: of strace's time", "x",
               ratios(busy["lines"], busy["strace"]), "the same", ("<=", 0.7)),
    ]
    what = f"{int(others):,} getppid(), which nobody traces: of the untraced time"
    for key, who, name, aim in (
            ("trace.others", "", "traced", ("<=", 1.1)),
            ("trace.others.filter", "peer: a filter of one instruction that allows everything: ",
             "filter", None),
            ("trace.others.strace", "peer: strace: ", "strace", None)):
        figures.append(Figure(key, who + what, "x", ratios(idle_[name], idle_["alone"]),
                              f"trace_pingpong 100 {others}", aim))
    return figures


# ---------------------------------------------------------------- looking back

def past(bench):
    """On a tape of a million events, one of everything and one of programs that print."""
    events = 20000 if bench.quick else 1000000
    done = subprocess.run([bench.beside("past_bench"), str(events)], env=bench.env,
                          capture_output=True, text=True, check=False)
    if done.returncode:
        raise Gone(f"past_bench ended with {done.returncode}: {done.stderr}")
    aims = {"save": 2000, "open": 2000, "jump anywhere: longest": 50, "step back: longest": 50,
            "unprepared look, a frame: longest": 50}
    figures = []
    for line in done.stdout.splitlines():
        f = json.loads(line)
        key = re.sub("[^a-z]+", "-", f"{f['figure']} {f['path']}")
        aim = ("<=", aims[f["figure"]]) if f["figure"] in aims else None
        figures.append(Figure(f"past.{key}", f"{events:,} events {f['path']}: {f['figure']}",
                              f["unit"], [f["value"]], f"past_bench {events}", aim))
    return figures


SECTIONS = {"start": start, "keys": keys, "idle": idle, "wire": wire, "storm": storm,
            "memory": memory, "trace": trace, "past": past, "captures": captures,
            "live": live}
