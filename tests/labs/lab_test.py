# SPDX-License-Identifier: GPL-3.0-or-later
"""A lab teaches what is true: lint is silent, its solution passes, and without any one step it fails.

   lab_test.py WIRELAB LAB [--plain]     --plain: only the solution
"""

import concurrent.futures
import json
import os
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "support"))
from program import Home, check, main  # noqa: E402


def lint(home, lab):
    for lang in ("en", "zh"):
        r = home.run("lint", lab, "--lang", lang)
        check(r.returncode == 0 and not r.stdout and not r.stderr, "lint says", r.stdout, r.stderr)


def solve(home, lab):
    """The steps' ids and the seconds that all of them took."""
    began = time.monotonic()
    r = home.run("run", lab, "--json", seconds=170)
    took = time.monotonic() - began
    check(r.returncode == 0 and not r.stderr, "the solution fails:", r.stdout, r.stderr)
    said = json.loads(r.stdout)
    check(said["passed"] is True, "exit 0 of what did not pass:", r.stdout)
    check(all(s["passed"] for s in said["steps"]), "a step did not pass:", r.stdout)
    return [s["id"] for s in said["steps"]], took


def leave_out(home, lab, number, step, seconds):
    r = home.run("run", lab, "--without", str(number), "--for", f"{seconds:.1f}", seconds=170,
                 env={"XDG_CACHE_HOME": os.path.join(home.path, f"cache-{number}")})
    check(r.returncode == 1, f"without step {number} ({step}): exit {r.returncode}\n",
          r.stdout, r.stderr)
    check(f"step {number} ({step})" in r.stderr,
          f"without step {number} ({step}) another one fails:\n", r.stdout, r.stderr)
    print(f"without {number}: {r.stderr.strip()}")


def test(program, lab, *words):
    with Home(program) as home:
        home.need_namespaces()
        lint(home, lab)
        steps, took = solve(home, lab)
        print(f"{len(steps)} steps in {took:.1f} s")
        if "--plain" in words:
            return
        # No step takes longer than all of them together took.
        seconds = max(2.0, min(took, 5.0) * 1.2)
        with concurrent.futures.ThreadPoolExecutor(max_workers=2) as pool:
            for done in [pool.submit(leave_out, home, lab, i + 1, step, seconds)
                         for i, step in enumerate(steps)]:
                done.result()


main(test)
