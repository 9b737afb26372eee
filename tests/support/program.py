# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs wirelab for tests: a home of its own, a time limit, and one word on what is wrong."""

import os
import shutil
import subprocess
import sys
import tempfile

SKIP = 77


class Wrong(Exception):
    """A test found something wrong."""


def check(holds, *what):
    """Ends the test unless `holds`, with `what` as its words."""
    if not holds:
        raise Wrong(" ".join(str(w) for w in what))


def skip(why):
    """Ends the test as one that this machine can't run."""
    print("skipped:", why)
    sys.exit(SKIP)


class Home:
    """A folder that is a person's whole world: HOME, XDG folders, TMPDIR."""

    def __init__(self, program):
        self.program = os.path.abspath(program)
        self.path = tempfile.mkdtemp(prefix="wirelab-test-")
        self.tmp = os.path.join(self.path, "tmp")
        os.mkdir(self.tmp)
        self.env = {k: v for k, v in os.environ.items()
                    if not k.startswith(("XDG_", "WIRELAB_", "LC_")) and k != "LANGUAGE"}
        self.env.update(HOME=self.path, TMPDIR=self.tmp, LANG="C.UTF-8", TERM="xterm-256color",
                        SHELL="/bin/sh")

    def __enter__(self):
        return self

    def __exit__(self, *why):
        shutil.rmtree(self.path, ignore_errors=True)

    def file(self, name, text):
        """Makes a file in the home; returns its path."""
        path = os.path.join(self.path, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as out:
            out.write(text if isinstance(text, bytes) else text.encode())
        return path

    def run(self, *words, seconds=60, env=None, **more):
        """Runs wirelab to its end; stdout and stderr as text in the result."""
        more.setdefault("stdin", subprocess.DEVNULL)
        more.setdefault("stdout", subprocess.PIPE)
        more.setdefault("stderr", subprocess.PIPE)
        try:
            return subprocess.run([self.program, *words], env={**self.env, **(env or {})},
                                  timeout=seconds, cwd=more.pop("cwd", self.path),
                                  errors="replace", **more)
        except subprocess.TimeoutExpired as e:
            raise Wrong(f"wirelab {' '.join(words)}: no end after {seconds} s; "
                        f"it said {e.stdout!r} {e.stderr!r}") from e

    def need_namespaces(self):
        """Skips where labs can't run."""
        doctor = self.run("doctor")
        if doctor.returncode == 3:
            skip("namespaces are refused here:\n" + doctor.stdout)


def main(test):
    """Runs test(program, *words) with the command line's words; exit status for ctest."""
    try:
        test(*sys.argv[1:])
    except Wrong as wrong:
        print("wrong:", wrong)
        sys.exit(1)
