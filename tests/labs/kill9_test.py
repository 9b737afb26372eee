# SPDX-License-Identifier: GPL-3.0-or-later
"""SIGKILL at any moment leaves nothing: no process, namespace, interface, mount or temporary file.

   kill9_test.py WIRELAB LAB

The moments: when the keeper is there, when a compiler works, when a linker does, and after some of
the lines that `wirelab run` prints, in the middle of the lab; the same with the screen on a
terminal, at its first frame and while a step in the middle is prepared. All that descends from it is known by a
variable in its environment, or, for the keeper, which has the same one, by its namespaces.
"""

import fcntl
import json
import os
import re
import select
import struct
import subprocess
import sys
import termios

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "support"))
from left import Before, marked, marking  # noqa: E402
from program import Home, check, main  # noqa: E402

def lines(child, count):
    """Until it has printed `count` lines; False when it ended before."""
    for _ in range(count):
        if not child.stdout.readline():
            return False
    return True


def process_named(mark, names, child):
    """Until a process of that name descends from it; False when it ended before."""
    while child.poll() is None:
        if any(name in names for name in marked(mark).values()):
            return True
    return False


OURS = {"wirelab", "wirelab-keeper", "wirelab-guard", "cc", "cc1", "as", "collect2", "ld", "sh"}


class Screen:
    """A terminal for the program; what it draws is read so that it can go on drawing."""

    def __init__(self, home, lab, env, step):
        self.master, slave = os.openpty()
        self.modes = termios.tcgetattr(slave)
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
        self.child = subprocess.Popen([home.program, "lab", lab, "--fresh", "--step", str(step)],
                                      env={**env, "WIRELAB_TEST_MARK": "1"}, cwd=home.path,
                                      stdin=slave, stdout=slave, stderr=slave,
                                      start_new_session=True)
        os.close(slave)
        self.text = b""

    def read(self):
        """More of what it draws; False when nobody has the terminal any more."""
        try:
            more = os.read(self.master, 65536)
        except OSError:
            return False
        self.text = (self.text + more)[-200000:]
        return bool(more)

    def shows(self, pattern):
        """Until something that matches was drawn."""
        while not re.search(pattern, self.text):
            if not self.read():
                return False
        return True

    def runs_program(self, mark):
        """Until a program of the lab's own is there."""
        while self.child.poll() is None:
            if set(marked(mark).values()) - OURS:
                return True
            if select.select([self.master], [], [], 0.01)[0]:
                self.read()
        return False


def forget_programs(home):
    """So that they are built anew."""
    for folder, _, names in os.walk(os.path.join(home.path, ".cache")):
        for name in names:
            os.unlink(os.path.join(folder, name))


def kill(home, lab, moment, await_moment):
    """`wirelab run`, killed."""
    mark, env = marking(home)
    before = Before(home)
    with subprocess.Popen([home.program, "run", lab], env=env, cwd=home.path, text=True,
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE) as child:
        before.end(home, moment, child, mark, await_moment(child, mark))
        child.stdout.read()  # ends: nobody holds the pipe any more


def kill_screen(home, lab, moment, step, await_moment):
    """`wirelab lab`, killed on its terminal."""
    mark, env = marking(home)
    before = Before(home)
    screen = Screen(home, lab, env, step)
    before.end(home, "screen, " + moment, screen.child, mark, await_moment(screen, mark))
    while screen.read():  # ends: nobody holds the terminal any more
        pass
    check(termios.tcgetattr(screen.master) == screen.modes, moment, "the terminal's modes changed")
    check(screen.text.rfind(b"\x1b[?1049l") > screen.text.rfind(b"\x1b[?1049h"), moment,
          "the other screen is shown still:", screen.text[-300:])
    check(screen.text.rfind(b"\x1b[?25h") > screen.text.rfind(b"\x1b[?25l"), moment,
          "no cursor:", screen.text[-300:])
    os.close(screen.master)


def works_after(home, lab):
    r = home.run("run", lab, seconds=120)
    check(r.returncode == 0, "after all that killing the lab fails:", r.stdout, r.stderr)


def test(program, lab):
    with Home(program) as home:
        home.need_namespaces()
        listed = json.loads(home.run("labs", "--json", "--labs", os.path.dirname(lab)).stdout)
        steps = next(o["steps"] for o in listed["labs"] if o["name"] == os.path.basename(lab))
        moments = [("the keeper is there", lambda c, m: process_named(m, {"wirelab-keeper"}, c), True),
                   ("a compiler works", lambda c, m: process_named(m, {"cc1"}, c), True),
                   ("a linker works", lambda c, m: process_named(m, {"ld", "collect2"}, c), True),
                   ("its name is printed", lambda c, m: lines(c, 1), False)]
        for count in sorted({2, 3, steps // 2 + 1}):
            moments.append((f"{count - 1} steps are done",
                            lambda c, m, count=count: lines(c, count), False))
        for moment, await_moment, fresh in moments:
            if fresh:
                forget_programs(home)
            kill(home, lab, moment, await_moment)
        forget_programs(home)
        for moment, step, await_moment in (
                ("its first frame", 1, lambda s, m: s.shows(rb"\x1b\]7777;frame=1\x07")),
                ("a compiler works", 1, lambda s, m: process_named(m, {"cc1"}, s.child)),
                ("steps are prepared", steps // 2 + 1, lambda s, m: s.runs_program(m)),
                ("steps are ready", steps // 2 + 1, lambda s, m: s.shows(b"Ready: "))):
            kill_screen(home, lab, moment, step, await_moment)
        works_after(home, lab)


main(test)
