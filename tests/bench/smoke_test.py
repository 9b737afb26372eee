# SPDX-License-Identifier: GPL-3.0-or-later
"""scripts/bench can measure everything: each figure is in its report. How fast, is not judged.

   smoke_test.py WIRELAB WIRE_BENCH
"""

import json
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "support"))
from program import Home, check, main  # noqa: E402

NEEDED = {
    "start": ["start.home", "start.lab", "start.bench", "start.storm"],
    "keys": ["key.cat", "key.home", "key.home.more", "key.focus", "key.prompt", "key.program"],
    "idle": ["idle.home", "idle.lab", "idle.held"],
    "wire": ["wire.world", "wire.screen"] + [
        f"wire.{what}{pinned}{peer}" for pinned in ("", ".pinned")
        for what in ("tcp", "datagrams-received", "ping-median")
        for peer in ("", ".bare", ".kernel")],
    "storm": [f"storm.{which}.{what}" for which in ("lab", "unlimited")
              for what in ("rate", "key", "cpu")],
    "memory": ["memory.frame", "memory.bounded", "memory.said"],
    "trace": ["trace.alone", "trace.strace", "trace.traced.part", "trace.lines.part",
              "trace.others", "trace.others.filter", "trace.others.strace"],
    "past": [f"past.{what}-of-{tape}" for tape in ("everything", "output")
             for what in ("save", "open", "jump-anywhere-longest", "step-back-longest",
                          "unprepared-look-a-frame-longest")],
    "captures": [f"captures.{what}" for what in ("text.few", "text.big", "text.few.memory",
                                                 "filter", "count", "screen", "indexed",
                                                 "filter.screen", "key", "key.indexing",
                                                 "memory")],
    "live": [f"live.{which}.{what}" for which in ("paced", "flat-out")
             for what in ("rate", "lost", "behind", "key")],
}
TOOLS = {"keys": "tmux", "wire": "iperf3", "trace": "strace"}  # without these a part is skipped


def test(program, wire_bench):
    with Home(program) as home:
        home.need_namespaces()
        report, values = (os.path.join(home.path, name) for name in ("report.md", "values.json"))
        done = subprocess.run([os.path.join(HERE, "..", "..", "scripts", "bench"), "--quick",
                               "--program", program, "--wire-bench", wire_bench,
                               "-o", report, "--json", values],
                              env=home.env, capture_output=True, text=True, check=False)
        check(done.returncode == 0, "scripts/bench:", done.returncode, done.stderr)
        with open(values) as f:
            found = json.load(f)
        with open(report) as f:
            text = f.read()
        skipped = " ".join(found["skipped"])
        for part, keys in NEEDED.items():
            check(f"## {part}" in text, "the report has no part", part)
            if TOOLS.get(part, "scripts/bench") + " is not installed" in skipped:
                continue
            figures = {f["key"]: f for f in found["sections"][part]["figures"]}
            for key in keys:
                check(key in figures, part, "lacks", key, "skipped:", skipped)
                check(figures[key]["values"], key, "has no values")
                check(figures[key]["command"], key, "does not say how it was measured")
                check(figures[key]["what"] in text, key, "is not in the report")


main(test)
