# SPDX-License-Identifier: GPL-3.0-or-later
"""A lab teaches what is true: lint is silent, its solution passes, and without any one step it fails.

   lab_test.py WIRELAB LAB
"""

import concurrent.futures
import os
import re
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "support"))
from program import Home, check, main  # noqa: E402


def lint(home, lab):
    for lang in ("en", "zh"):
        r = home.run("lint", lab, "--lang", lang)
        check(r.returncode == 0 and not r.stdout and not r.stderr, "lint says", r.stdout, r.stderr)


def solve(home, lab):
    """How long each step took, in seconds."""
    times, last = [], time.monotonic()
    with subprocess.Popen([home.program, "run", lab], env=home.env, cwd=home.path, text=True,
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE) as child:
        for line in child.stdout:
            now = time.monotonic()
            if re.match(r"  ok   [0-9]+/[0-9]+ ", line):
                times.append(now - last)
                last = now
            else:
                check("FAIL" not in line, "the solution fails:", line)
        said = child.stderr.read()
    check(child.returncode == 0 and not said, "the solution fails:", child.returncode, said)
    return times


def leave_out(home, lab, number, seconds):
    r = home.run("run", lab, "--without", str(number), "--for", f"{seconds:.1f}", seconds=170,
                 env={"XDG_CACHE_HOME": os.path.join(home.path, f"cache-{number}")})
    check(r.returncode == 1, f"without step {number}: exit {r.returncode}\n", r.stdout, r.stderr)
    check(f"step {number} (" in r.stderr,
          f"without step {number} another one fails:\n", r.stdout, r.stderr)
    print(f"without {number}: {r.stderr.strip()}")


def test(program, lab):
    with Home(program) as home:
        home.need_namespaces()
        lint(home, lab)
        times = solve(home, lab)
        print("steps took", ", ".join(f"{t:.1f}" for t in times), "s")
        check(len(times) > 1, "one step is no lab")
        # Most only wait; a lab that takes long may be a storm, which wants the processors itself.
        at_once = 4 if sum(times) < 10 else 1
        with concurrent.futures.ThreadPoolExecutor(max_workers=at_once) as pool:
            # How long the step that is left out is watched: long enough to pass by itself if it
            # could, shorter than a storm's governor waits.
            limits = [1 + min(4, 2 * t) for t in times]
            for done in [pool.submit(leave_out, home, lab, i + 1, limit)
                         for i, limit in enumerate(limits)]:
                done.result()


main(test)
