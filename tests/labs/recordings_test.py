# SPDX-License-Identifier: GPL-3.0-or-later
"""Every lab ships one recorded run of its present version, small, whole, readable by others; a lab
that has changed since says how to make it anew. Needs no namespaces.

   recordings_test.py WIRELAB LABS
"""

import gzip
import json
import os
import re
import shutil
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "support"))
from program import Home, check, main  # noqa: E402

NAME = "recording.pcapng.gz"
MOST = 300 * 1024


def names(labs):
    return sorted(n for n in os.listdir(labs) if os.path.exists(f"{labs}/{n}/lab.yaml"))


def lint(home, lab, labs):
    return home.run("lint", lab, "--labs", labs)


def good(home, labs, name):
    """There, small, up to date, with every step done; wirelab read tells and exports it."""
    path = f"{labs}/{name}/{NAME}"
    check(os.path.exists(path), f"{name} has no recording: wirelab run {labs}/{name} --record")
    check(os.path.getsize(path) <= MOST, path, "is too large:", os.path.getsize(path))
    r = lint(home, f"{labs}/{name}", labs)
    check(r.returncode == 0, r.stdout, r.stderr)
    steps = len(re.findall(r"^  - id: ", open(f"{labs}/{name}/lab.yaml").read(), re.M))
    text = home.run("read", path)
    check(text.returncode == 0 and not text.stderr, text.stderr)
    check(len(re.findall(r" note +check: step ", text.stdout)) == steps, text.stdout[:2000])
    check(" prediction: " not in text.stdout, "it tells the answers")
    exported = home.run("read", path, "--export", "json")
    check(exported.returncode == 0, exported.stderr)
    said = json.loads(exported.stdout)
    check(said["lab"] == name, said["lab"])
    with gzip.open(path) as f:
        check(f.read(4) == b"\x0a\x0d\x0d\x0a", "it is no pcapng file")


def stale(home, labs):
    """A changed program, a missing recording, another lab's, and one that is cut off."""
    there = os.path.join(home.path, "labs")
    shutil.copytree(f"{labs}/byte-order", f"{there}/byte-order")
    lab, path = f"{there}/byte-order", f"{there}/byte-order/{NAME}"
    check(lint(home, lab, there).returncode == 0)
    with open(f"{lab}/lesson.md", "a") as f:
        f.write("\nOne more sentence.\n")
    check(NAME not in lint(home, lab, there).stdout, "a lesson's words do not count")
    with open(f"{lab}/reader.c", "a") as f:
        f.write("/* changed */\n")
    r = lint(home, lab, there)
    check(r.returncode == 1 and f"`wirelab run {lab} --record`" in r.stdout, r.stdout)
    shutil.copy(f"{labs}/sticky-packets/{NAME}", path)
    r = lint(home, lab, there)
    check(r.returncode == 1 and "another version" in r.stdout, r.stdout)
    whole = open(f"{labs}/byte-order/{NAME}", "rb").read()
    with open(path, "wb") as f:
        f.write(whole[:len(whole) // 2])
    r = lint(home, lab, there)
    check(r.returncode == 1 and "cut off" in r.stdout, r.stdout)
    os.unlink(path)
    r = lint(home, lab, there)
    check(r.returncode == 1 and "has no recording" in r.stdout, r.stdout)
    # Somebody's own lab may do without.
    check(NAME not in lint(home, lab, labs).stdout)


def test(program, labs):
    with Home(program) as home:
        for name in names(labs):
            good(home, labs, name)
        stale(home, labs)
        r = home.run("run", "byte-order", "--record", "--without", "1")
        check(r.returncode == 2, r.returncode, r.stderr)


main(test)
