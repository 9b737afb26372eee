# SPDX-License-Identifier: GPL-3.0-or-later
"""`wirelab run all` passes every lab there is; a lab among them that is wrong makes it fail.

   all_test.py WIRELAB LABS
"""

import os
import shutil
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "support"))
from program import Home, check, main  # noqa: E402


def names(labs):
    return sorted(n for n in os.listdir(labs) if os.path.exists(f"{labs}/{n}/lab.yaml"))


def all_pass(home, labs):
    r = home.run("run", "all", "--labs", labs, seconds=240)
    check(r.returncode == 0 and not r.stderr, "run all:", r.returncode, r.stdout, r.stderr)
    for name in names(labs):
        check(f"\n{name}: " in "\n" + r.stdout, name, "was not run:", r.stdout)
    check("FAIL" not in r.stdout, r.stdout)
    check(f"{len(names(labs))} of {len(names(labs))} labs passed" in r.stdout, r.stdout)


def one_fails(home):
    """Two labs, one whose solution does nothing: the other still runs, and the exit status is 1."""
    labs = os.path.join(home.path, "labs")
    os.mkdir(labs)
    for name in ("good", "idle"):
        r = home.run("new", os.path.join(labs, name))
        check(r.returncode == 0, r.stderr)
    path = os.path.join(labs, "idle", "lab.yaml")
    with open(path) as f:
        text = f.read()
    with open(path, "w") as f:
        f.write(text.replace("- start server", "- pass all", 1))
    check("- pass all" in open(path).read(), "the template has no `start server`")
    r = home.run("run", "all", "--labs", labs, "--for", "2", seconds=60)
    check(r.returncode == 1, "exit", r.returncode, r.stdout, r.stderr)
    check("1 of 2 labs passed" in r.stdout, r.stdout)
    shutil.rmtree(os.path.join(labs, "idle"))
    os.mkdir(os.path.join(labs, "empty"))
    home.file("labs/empty/lab.yaml", "name: empty\n")
    r = home.run("run", "all", "--labs", labs, seconds=60)
    check(r.returncode == 4, "a broken lab: exit", r.returncode, r.stdout, r.stderr)
    check("1 of 2 labs passed" in r.stdout, r.stdout)


def test(program, labs):
    with Home(program) as home:
        home.need_namespaces()
        all_pass(home, labs)
        one_fails(home)


main(test)
