# SPDX-License-Identifier: GPL-3.0-or-later
"""What scripts read: JSON of labs, run and doctor, the summary, the version, both languages.

   report_test.py WIRELAB LABS
"""

import json
import os
import re
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "support"))
from program import Home, check, main  # noqa: E402


def loads(r):
    check(not r.stderr, "words on stderr:", r.stderr)
    try:
        return json.loads(r.stdout)
    except ValueError as e:
        check(False, "not JSON:", e, r.stdout)


def doctor(home):
    r = home.run("doctor", "--json")
    said = loads(r)
    check(r.returncode in (0, 3), "exit", r.returncode)
    check(said["labs_can_run"] is (r.returncode == 0), r.stdout)
    names = [a["name"] for a in said["abilities"]]
    check(len(names) >= 5 and len(set(names)) == len(names), names)
    for a in said["abilities"]:
        check(set(a) == {"name", "what", "ok", "cause", "cure", "without"}, a)
        check(a["ok"] is not (a["cause"] is not None and a["cure"] is not None), a)
    text = home.run("doctor")
    check(text.returncode == r.returncode, text.stdout)
    for name in names:
        check(re.search(rf"^  (ok  |FAIL)  {re.escape(name)} ", text.stdout, re.M), name)


def labs(home, folder):
    there = sorted(n for n in os.listdir(folder) if os.path.exists(f"{folder}/{n}/lab.yaml"))
    said = loads(home.run("labs", "--json"))["labs"]
    check(sorted(lab["name"] for lab in said) == there, said)
    for lab in said:
        check(lab["steps"] > 0 and lab["minutes"] > 0 and lab["title"], lab)
        check(os.path.samefile(lab["dir"], os.path.join(folder, lab["name"])), lab)
    chinese = loads(home.run("labs", "--json", "--lang", "zh"))["labs"]
    for lab in chinese:
        check(re.search("[\u4e00-\u9fff]", lab["title"]), "not Chinese:", lab)
    text = home.run("labs").stdout
    for name in there:
        check(re.search(rf"^  {name} ", text, re.M), name, "is not in", text)


def run(home):
    """One lab that passes, one that fails, and a list of both."""
    good = os.path.join(home.path, "labs", "good")
    bad = os.path.join(home.path, "labs", "idle")
    for folder in (good, bad):
        check(home.run("new", folder).returncode == 0)
    path = os.path.join(bad, "lab.yaml")
    with open(path) as f:
        text = f.read()
    with open(path, "w") as f:
        f.write(text.replace("- start client", "- pass all"))
    said = loads(home.run("run", good, "--json"))
    check(said["lab"] == "good" and said["passed"] is True and said["error"] is None, said)
    check([s["passed"] for s in said["steps"]] == [True, True], said)
    r = home.run("run", bad, "--json", "--for", "1")
    said = loads(r)
    check(r.returncode == 1 and said["passed"] is False and "step 2" in said["error"], r.stdout)
    check([s["passed"] for s in said["steps"]] == [True, False], said)
    check("syn-held" in said["steps"][1]["detail"], said)
    r = home.run("run", "all", "--json", "--for", "1", "--labs", os.path.dirname(good))
    said = loads(r)
    check(r.returncode == 1 and [lab["passed"] for lab in said] == [True, False], r.stdout)


def summary(home):
    r = home.run("--help")
    check(r.returncode == 0 and not r.stderr and "Exit status" in r.stdout, r.stdout)
    check(home.run("run", "--help").stdout == r.stdout, "`run --help` says something else")
    check(home.run("-h").stdout == r.stdout == home.run("help").stdout)
    check(all(len(line) <= 100 for line in r.stdout.splitlines()), "too wide:", r.stdout)
    r = home.run("--version")
    check(re.fullmatch(r"wirelab [0-9]+\.[0-9]+\.[0-9]+\n", r.stdout), r.stdout)
    r = home.run("--help", "--lang", "zh")
    check(re.search("[\u4e00-\u9fff]", r.stdout), "not Chinese:", r.stdout)


def test(program, folder):
    with Home(program) as home:
        home.env["WIRELAB_LABS"] = folder
        summary(home)
        labs(home, folder)
        doctor(home)
        home.need_namespaces()
        run(home)


main(test)
