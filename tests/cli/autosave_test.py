# SPDX-License-Identifier: GPL-3.0-or-later
"""A session's tape is there after kill -9; none is kept where it is not wanted.

   autosave_test.py WIRELAB LABS
"""

import glob
import os
import pty
import select
import signal
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "support"))
from program import Home, check, main  # noqa: E402

PROGRAMS = ["one=sh -c 'echo first word; ping -c 1 two; cat'", "two=cat"]
LIMIT = 30


class Screen:
    """wirelab on a terminal of ours, whose screen nobody looks at."""

    def __init__(self, home, *words):
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.chdir(home.path)
            os.execve(home.program, [home.program, *words], home.env)

    def drain(self, seconds):
        """Takes what is drawn; False once it has ended."""
        ready, _, _ = select.select([self.fd], [], [], seconds)
        try:
            return not ready or bool(os.read(self.fd, 65536))
        except OSError:
            return False

    def until(self, holds, what):
        end = time.monotonic() + LIMIT
        while not holds():
            check(time.monotonic() < end, "not within", LIMIT, "s:", what)
            check(self.drain(0.05), "it ended before", what)

    def end(self, signum):
        os.kill(self.pid, signum)
        while self.drain(1):
            pass
        os.waitpid(self.pid, 0)
        os.close(self.fd)


def sessions(home):
    return glob.glob(os.path.join(home.path, ".local/state/wirelab/sessions/*"))


def tape_has(home, *parts):
    """Whether the one session's file, as it is now, has all of these."""
    files = sessions(home)
    if len(files) != 1:
        return False
    text = home.run("read", files[0]).stdout
    return all(part in text for part in parts)


def test_killed(home):
    screen = Screen(home, "bench", *PROGRAMS)
    screen.until(lambda: tape_has(home, "first word", "ICMP echo reply"), "words on the tape")
    screen.end(signal.SIGKILL)
    path = sessions(home)[0]
    check(os.stat(path).st_mode & 0o077 == 0, "others may read it")
    r = home.run("read", path)
    check(r.returncode == 4 and "was cut off" in r.stderr, r.returncode, r.stderr)
    check("first word" in r.stdout and "ICMP echo reply" in r.stdout, r.stdout)
    os.unlink(path)


def test_ended(home):
    screen = Screen(home, "bench", *PROGRAMS)
    screen.until(lambda: tape_has(home, "first word"), "words on the tape")
    screen.end(signal.SIGTERM)
    r = home.run("read", sessions(home)[0])
    check(r.returncode == 0 and "first word" in r.stdout, r.returncode, r.stderr)


def test_not_wanted(home):
    before = sessions(home)
    mark = os.path.join(home.path, "ran")
    screen = Screen(home, "bench", "--no-autosave", f"one=sh -c 'echo hello; touch {mark}; cat'",
                    "two=cat")
    screen.until(lambda: os.path.exists(mark), "the program's work")
    screen.end(signal.SIGTERM)
    check(sessions(home) == before, sessions(home))


def test_the_oldest_go(home):
    folder = os.path.join(home.path, ".local/state/wirelab/sessions")
    for i in range(40):
        path = home.file(f".local/state/wirelab/sessions/old-{i}.pcapng", "")
        os.utime(path, (1000 + i, 1000 + i))
    home.file(".local/state/wirelab/sessions/notes.txt", "mine")
    mark = os.path.join(home.path, "ran again")
    screen = Screen(home, "bench", f"one=sh -c 'echo hello; touch \"{mark}\"; cat'", "two=cat")
    screen.until(lambda: os.path.exists(mark), "the program's work")
    screen.end(signal.SIGTERM)
    left = os.listdir(folder)
    check(len([f for f in left if f.endswith(".pcapng")]) == 20, left)
    check("old-39.pcapng" in left and "old-5.pcapng" not in left and "notes.txt" in left, left)


def test(program, _labs):
    with Home(program) as home:
        home.need_namespaces()
        test_killed(home)
        test_ended(home)
        test_not_wanted(home)
        test_the_oldest_go(home)


main(test)
