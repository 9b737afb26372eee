# SPDX-License-Identifier: GPL-3.0-or-later
"""A socket shell fed line by line, for tests with two of them."""

import os
import re
import select
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "support"))
from program import Home, Wrong, check, main  # noqa: E402,F401

SECONDS = 30


class Shell:
    """`wirelab sock` on pipes."""

    def __init__(self, home):
        self.said = ""
        self.run = subprocess.Popen([home.program, "sock"], stdin=subprocess.PIPE, env=home.env,
                                    stdout=subprocess.PIPE, stderr=subprocess.STDOUT, cwd=home.path)

    def __enter__(self):
        return self

    def __exit__(self, *why):
        self.run.kill()
        self.run.wait()
        for end in (self.run.stdout, self.run.stdin):
            try:
                end.close()
            except BrokenPipeError:
                pass

    def line(self, text):
        """Types a line, and forgets what was said before."""
        self.said = ""
        self.run.stdin.write(text.encode() + b"\n")
        self.run.stdin.flush()

    def hears(self, pattern):
        """Waits until it has said this; returns the match."""
        end = time.monotonic() + SECONDS
        while True:
            match = re.search(pattern, self.said, re.M)
            if match:
                return match
            ready, _, _ = select.select([self.run.stdout], [], [], max(0, end - time.monotonic()))
            more = os.read(self.run.stdout.fileno(), 65536) if ready else b""
            check(more, f"waited for {pattern!r}, and it said {self.said!r}")
            self.said += more.decode()

    def does(self, text, pattern):
        """Types a line and waits for what it says."""
        self.line(text)
        return self.hears(pattern)

    def ends(self, status):
        """Closes its input; it must end so."""
        self.run.stdin.close()
        check(self.run.wait(SECONDS) == status, f"exit {self.run.returncode}, not {status}")
