# SPDX-License-Identifier: GPL-3.0-or-later
"""A program on a terminal of our own, watched with a clock: when it drew, when it answered."""

import fcntl
import os
import pty
import random
import re
import select
import signal
import struct
import termios
import time

ESCAPES = re.compile(rb"\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b\[[0-?]*[ -/]*[@-~]|\x1b[()]."
                     rb"|\x1b[^\[\]]")
LETTERS = b"QZXWVGJ"  # not among what the screens show while we type
FRAME = re.compile(rb"\x1b\]7777;frame=\d+\x07")  # WIRELAB_TEST_MARK: a frame is complete


class Gone(Exception):
    """The program ended, or did not do in time what it was watched for."""


class Terminal:
    """Starts argv on a new terminal. `began` is time.monotonic() just before exec."""

    def __init__(self, argv, env, size=(120, 40), cwd=None):
        told, tell = os.pipe()
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            self._become(argv, env, size, cwd, tell)
        os.close(tell)
        self.output = b""
        self.began = struct.unpack("d", os.read(told, 8))[0]
        os.close(told)

    @staticmethod
    def _become(argv, env, size, cwd, tell):
        try:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
            if cwd:
                os.chdir(cwd)
            os.write(tell, struct.pack("d", time.monotonic()))
            os.execvpe(argv[0], argv, env)
        finally:
            os._exit(127)

    def __enter__(self):
        return self

    def __exit__(self, *why):
        self.close()

    def read(self, seconds):
        """Takes more output; False when none came in time."""
        if not select.select([self.fd], [], [], max(seconds, 0))[0]:
            return False
        try:
            more = os.read(self.fd, 65536)
        except OSError:  # EIO: nobody has the other side open any more
            more = b""
        if not more:
            raise Gone("it ended: " + self.text()[-300:])
        self.output += more
        return True

    def until(self, seen, seconds=10):
        """Reads until seen(output since forget()) holds; the moment it did."""
        end = time.monotonic() + seconds
        while not seen(self.output):
            if not self.read(end - time.monotonic()) and time.monotonic() >= end:
                raise Gone(f"nothing after {seconds} s; it showed: {self.text()[-300:]}")
        return time.monotonic()

    def frame(self, seconds=10):
        """Until a frame is complete."""
        return self.until(FRAME.search, seconds)

    def word(self, word, seconds=10):
        """Until a word (bytes) was drawn."""
        return self.until(lambda out: word in ESCAPES.sub(b"", out), seconds)

    def answer(self, seconds=10):
        """Until anything was drawn."""
        return self.until(len, seconds)

    def forget(self):
        self.output = b""

    def quiet(self, seconds=0.1, within=10):
        """Until nothing has come for so many seconds; then forgets what came."""
        end = time.monotonic() + within
        while self.read(seconds) and time.monotonic() < end:
            pass
        self.forget()

    def settled(self, seconds=0.3, within=60):
        """The moment of the last output before nothing came for so long."""
        last, end = time.monotonic(), time.monotonic() + within
        while self.read(seconds):
            last = time.monotonic()
            if last > end:
                raise Gone(f"it still draws after {within} s")
        return last

    def press(self, keys):
        """Types (bytes); the moment just before."""
        now = time.monotonic()
        os.write(self.fd, keys)
        return now

    def text(self):
        return ESCAPES.sub(b"", self.output).decode(errors="replace")

    def close(self):
        """Ends it as a closed terminal window does."""
        if self.fd < 0:
            return
        ended = os.pidfd_open(self.pid)
        os.kill(self.pid, signal.SIGHUP)
        watched = [ended, self.fd]
        end = time.monotonic() + 5
        while ended not in (ready := select.select(watched, [], [], end - time.monotonic())[0]):
            if not ready:  # too late
                os.kill(self.pid, signal.SIGKILL)
                end = time.monotonic() + 5
            elif not self._drain():
                watched = [ended]
        os.waitpid(self.pid, 0)
        os.close(ended)
        os.close(self.fd)
        self.fd = -1

    def _drain(self):
        """Makes room for what it still writes; False when nobody writes any more."""
        try:
            return os.read(self.fd, 65536) != b""
        except OSError:
            return False


def rest(terminal, seconds):
    """Lets a program draw for so long; how many frames it drew."""
    end = time.monotonic() + seconds
    terminal.forget()
    while time.monotonic() < end:
        terminal.read(end - time.monotonic())
    return len(FRAME.findall(terminal.output))


def redrawn(terminal):
    """What stands on the screen."""
    terminal.forget()
    terminal.press(b"\x0c")
    rest(terminal, 0.5)
    return terminal.text()


def letters(terminal, often, before=None):
    """Milliseconds from a letter typed at the : prompt to that letter on the screen, at moments of
    no pattern: so many, or those until the moment `before`."""
    took = []
    terminal.press(b":")
    rest(terminal, 0.05 if before else 0.3)
    for i in range(often):
        rest(terminal, random.uniform(0.005, 0.04))
        if before and time.monotonic() >= before:
            break
        letter = LETTERS[i % len(LETTERS):][:1]
        if i % 30 == 29:
            terminal.press(b"\x15")
            rest(terminal, 0.1)
        terminal.forget()
        pressed = terminal.press(letter)
        took.append((terminal.word(letter, 5) - pressed) * 1e3)
    terminal.press(b"\x03")
    rest(terminal, 0.1)
    return took


def status_kib(pid, field):
    with open(f"/proc/{pid}/status") as f:
        return int(re.search(rf"{field}:\s+(\d+)", f.read())[1])
