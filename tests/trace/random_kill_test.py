# SPDX-License-Identifier: GPL-3.0-or-later
"""SIGKILL of wirelab at random moments while it traces programs: nothing is left, 20 times.

   random_kill_test.py WIRELAB CROWD [SEED]

Two endless loops of forking programs run, their calls passing or held at the gate. Some kills come
while all that is being set up, most while it goes on. The seed is printed and can be given.
"""

import os
import random
import select
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "support"))
from left import Before, marked, marking  # noqa: E402
from program import Home, check, main  # noqa: E402

ROUNDS = 5  # the first: while it is set up
TOGETHER = 4  # the kernel takes a second or two to end them: not one by one
STARTS = 10  # seconds that a machine may take until the programs run


def traced(mark):
    """Processes of ours that a tracer holds or runs."""
    found = []
    for pid in marked(mark):
        try:
            with open(f"/proc/{pid}/status") as f:
                if "TracerPid:\t0\n" not in f.read():
                    found.append(pid)
        except OSError:
            pass  # gone meanwhile
    return found


def wait_for_tracees(child, mark, wanted):
    end = time.monotonic() + STARTS
    while child.poll() is None and time.monotonic() < end:
        if len(traced(mark)) >= wanted:
            return True
    return False


class Run:
    """A bench with programs that never end, and when it will be killed."""

    def __init__(self, home, crowd, before, at, dice):
        self.mark, env = marking(home)
        self.before, self.at, self.count = before, at, 0
        self.known, self.words = set(), ""
        self.calls = dice.choice(("pass", "hold"))
        programs = [f"server=while :; do {crowd} forks 7000 8; done",
                    f"client=while :; do {crowd} clients server 7000 8; done"]
        self.child = subprocess.Popen(
            [home.program, "bench", "--headless", "--calls", self.calls, *programs], env=env,
            cwd=home.path, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL)

    def kill(self):
        self.count = len(traced(self.mark))
        self.known, self.words = self.before.kill(self.child, self.mark)

    def look(self, home):
        moment = f"calls {self.calls}, {self.at * 1000:.0f} ms, {self.count} traced"
        self.before.look(home, moment, self.known, self.mark)
        print(f"{moment}: {self.words}, all gone")


def kill_some(home, crowd, longest, running, dice):
    """How many programs were traced at each kill."""
    before = Before(home)
    moments = sorted(dice.uniform(0, longest) for _ in range(TOGETHER))
    runs = [Run(home, crowd, before, at, dice) for at in moments]
    for run in runs:
        check(not running or wait_for_tracees(run.child, run.mark, 2), "nothing was traced")
    began = time.monotonic()
    for run in runs:
        left = began + run.at - time.monotonic()
        select.select([], [], [], max(0, left))  # random is all that the moment has to be
        run.kill()
    for run in runs:
        run.look(home)
    return [run.count for run in runs]


def test(program, crowd, seed=None):
    seed = int(seed) if seed else random.randrange(1 << 32)
    print("seed", seed)
    dice = random.Random(seed)
    with Home(program) as home:
        home.need_namespaces()
        kill_some(home, crowd, 0.15, False, dice)
        for _ in range(ROUNDS - 1):
            counts = kill_some(home, crowd, 0.6, True, dice)
            check(all(counts), "no program was traced when it was killed:", counts)


main(test)
