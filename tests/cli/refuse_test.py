# SPDX-License-Identifier: GPL-3.0-or-later
"""What is wrong is said in one sentence, with the right exit status: a table of wrong words, labs,
files and machines.

   refuse_test.py WIRELAB LABS
"""

import os
import re
import shutil
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "support"))
from program import Home, Wrong, check, main  # noqa: E402

USAGE, MACHINE, INPUT = 2, 3, 4
BENCH = ["bench", "--headless", "--for", "1", "server=true", "client=true"]

# (words of the command line, exit status, what the sentence must contain)
WORDS = [
    # commands and options
    (["brew"], USAGE, 'no command "brew"'),
    (["Lab", "x"], USAGE, 'no command "Lab"'),
    ([""], USAGE, 'no command ""'),
    (["--colour"], USAGE, 'no option "--colour"'),
    (["run", "--colour", "all"], USAGE, 'no option "--colour"'),
    (["-Z"], USAGE, "no option"),
    (["-hZ"], USAGE, "no option"),
    (["--for"], USAGE, "--for needs a value"),
    (["bench", "-w"], USAGE, "-w needs a value"),
    (["run", "--json=yes", "all"], USAGE, "--json"),
    (["lab", "--json", "tcp-handshake"], USAGE, "--json does not belong to lab"),
    (["labs", "--headless"], USAGE, "--headless does not belong to labs"),
    (["doctor", "-w", "x"], USAGE, "--write does not belong to doctor"),
    (["run"], USAGE, "expected: wirelab run"),
    (["lab"], USAGE, "expected: wirelab lab"),
    (["lint"], USAGE, "expected: wirelab lint"),
    (["new"], USAGE, "expected: wirelab new"),
    (["run", "byte-order", "sticky-packets"], USAGE, 'run takes no "sticky-packets"'),
    (["home", "x"], USAGE, 'home takes no "x"'),
    (["labs", "x"], USAGE, 'labs takes no "x"'),
    (["doctor", "x"], USAGE, 'doctor takes no "x"'),
    (["sock", "x"], USAGE, 'sock takes no "x"'),
    (["sock", "-c"], USAGE, "-c needs a value"),
    (["labs", "-c", "x"], USAGE, "--limit does not belong to labs"),
    (["sock", "-c", "brew"], USAGE, 'no verb "brew"'),
    (["sock", "-c", "send 3"], USAGE, "expected: send FD"),
    # values
    (["run", "all", "--without", "0"], USAGE, "from 1 to 64"),
    (["run", "all", "--without", "one"], USAGE, '"one"'),
    (["run", "all", "--without", "1x"], USAGE, '"1x"'),
    (["run", "all", "--without", ""], USAGE, '""'),
    (["run", "all", "--without", "99999999999999999999"], USAGE, "from 1 to 64"),
    (["run", "byte-order", "--without", "64"], USAGE, "from 1 to 5"),
    (["lab", "byte-order", "--step", "6"], USAGE, "from 1 to 5"),
    (["lab", "byte-order", "--step", "-1"], USAGE, "from 1 to 64"),
    (["bench", "--for", "0"], USAGE, "seconds above 0"),
    (["bench", "--for", "-1"], USAGE, "seconds above 0"),
    (["bench", "--for", "nan"], USAGE, '"nan"'),
    (["bench", "--for", "inf"], USAGE, '"inf"'),
    (["bench", "--for", "3s"], USAGE, '"3s"'),
    (["bench", "--for", "1e9"], USAGE, '"1e9"'),
    (["bench", "--tape", "0"], USAGE, "from 1 to"),
    (["bench", "--tape", "lots"], USAGE, '"lots"'),
    (["bench", "--wire", "drop"], USAGE, "hold or pass"),
    (["labs", "--lang", "fr"], USAGE, 'en or zh, found "fr"'),
    (["--theme", "pink"], USAGE, 'found "pink"'),
    (["--prefix", "Hyper"], USAGE, '"Hyper"'),
    (["--prefix", ""], USAGE, '""'),
    # the free bench
    (["bench", "-w", "x.pcapng"], USAGE, "--write needs --headless"),
    (["bench", "--save", "x.pcapng"], USAGE, "--save needs --headless"),
    (["bench", "--for", "3"], USAGE, "--for needs --headless"),
    (["bench", "--headless", "=true", "b"], USAGE, '"=true"'),
    (["bench", "--headless", "ser ver=true", "b"], USAGE, '"ser ver"'),
    (["bench", "--headless", "-- ", "b"], USAGE, "-- "),
    (["bench", "--headless", "a/b=true", "b"], USAGE, '"a/b"'),
    (["bench", "--headless", "../x=true", "b"], USAGE, '"../x"'),
    (["bench", "--headless", "x" * 70 + "=true", "b"], USAGE, "xxxx"),
    (["bench", "--headless", "localhost=true", "b"], USAGE, '"localhost"'),
    (["bench", "--headless", "a\nb=true", "b"], USAGE, "a.*b"),
    (["bench", "--headless", *[f"h{i}=true" for i in range(31)]], USAGE, "bench takes no"),
    ([*BENCH, "--gate", "tcp and prot 80"], USAGE, "prot"),
    ([*BENCH, "--gate", "("], USAGE, r"\("),
    ([*BENCH, "--gate", "host nowhere"], USAGE, "nowhere"),
    # labs
    (["run", "tcp-handshak"], USAGE, "did you mean tcp-handshake"),
    (["lab", "byteorder"], USAGE, "did you mean byte-order"),
    (["run", "zzz"], USAGE, "there are .*byte-order"),
    (["run", "./nowhere"], USAGE, r"no lab.yaml in \./nowhere"),
    (["run", ""], USAGE, 'lab.yaml in ""'),
    (["run", "/etc/passwd"], USAGE, "no lab.yaml in /etc/passwd"),
    (["run", "/"], USAGE, "no lab.yaml in /"),
    (["lint", "nowhere"], INPUT, "nowhere"),
    (["lint", "/etc/passwd"], INPUT, "/etc/passwd"),
    (["labs", "--labs", "nowhere"], INPUT, "nowhere"),
    (["run", "all", "--labs", "nowhere"], INPUT, "nowhere"),
    (["labs", "--labs", "/dev/null"], INPUT, "/dev/null"),
    (["run", "x", "--labs", "nowhere"], INPUT, "nowhere"),
    (["new", "/proc/lab"], MACHINE, "/proc/lab"),
    (["new", ""], USAGE, '""'),
    (["new", "Bad Name!"], USAGE, "Bad Name!"),
    # where frames go
    ([*BENCH, "-w", "no/such/out.pcapng"], MACHINE, "no/such/out.pcapng"),
    ([*BENCH, "-w", "/"], MACHINE, "/"),
    ([*BENCH, "-w", "/proc/out.pcapng"], MACHINE, "/proc/out.pcapng"),
    ([*BENCH, "-w", ""], MACHINE, "write"),
    (["run", "all", "-w", "x.pcapng"], USAGE, "one lab"),
    (["run", "byte-order", "--json", "-w", "-"], USAGE, "standard output"),
    (["run", "byte-order", "-w", "no/such/out.pcapng"], MACHINE, "no/such/out.pcapng"),
]

GOOD = """name: bad
title: {en: A, zh: A}
about: {en: A, zh: A}
chapter: B
minutes: 5
level: 1
network:
  hosts:
    - {name: client}
    - {name: server}
  links:
    - {between: [client, server]}
programs:
  - {name: server, host: server, run: "true"}
checks:
  one:
    says: {en: a, zh: a}
    output: {program: server, text: x}
steps:
  - id: a
    title: {en: A, zh: A}
    until: [one]
    solution:
      - start server
"""
LESSON = "# A\n\nText.\n\n## A\n\nText.\n"

# (what, lab.yaml, lesson.md or None, what the sentence must contain)
LABS = [
    ("empty", "", LESSON, "lab.yaml"),
    ("not closed", GOOD + "  - {id: b\n", LESSON, r"lab\.yaml:2[0-9]"),
    ("a tab", GOOD.replace("    - {name: client}", "\t- {name: client}"), LESSON, r"lab\.yaml:9"),
    ("a list for all", "- a\n- b\n", LESSON, r"lab\.yaml:1"),
    ("an unknown key", GOOD + "colour: red\n", LESSON, r"lab\.yaml:25.*colour"),
    ("the same key twice", GOOD + "level: 1\n", LESSON, r"lab\.yaml:25.*level"),
    ("a wrong word", GOOD.replace("level: 1", "level: high"), LESSON, r"lab\.yaml:6.*high"),
    ("no steps", GOOD[:GOOD.index("steps:")], LESSON, "steps"),
    ("an unknown host", GOOD.replace("host: server,", "host: moon,"), LESSON, r"lab\.yaml:14.*moon"),
    ("an unknown check", GOOD.replace("[one]", "[two]"), LESSON, r"lab\.yaml:22.*two"),
    ("an anchor", GOOD.replace("title: {en: A, zh: A}", "title: &a {en: A, zh: A}", 1)
     .replace("about: {en: A, zh: A}", "about: *a"), LESSON, r"lab\.yaml:"),
    ("garbage", bytes(range(256)) * 20, LESSON, "lab.yaml"),
    ("zeros", b"\0" * 5000, LESSON, "lab.yaml"),
    ("not UTF-8", GOOD.encode() + b"# \xff\xfe\n", LESSON, "lab.yaml"),
    ("too large", GOOD + "#" + "x" * (32 << 20) + "\n", LESSON, "lab.yaml.*longer"),
    ("too deep", "[" * 100000, LESSON, r"lab\.yaml:1"),
    ("deep by blocks", "".join(" " * i + "a:\n" for i in range(2000)), LESSON, r"lab\.yaml:"),
    ("no lesson", GOOD, None, "lesson.md"),
    ("an empty lesson", GOOD, "", "lesson.md"),
    ("a lesson with sections of another lab", GOOD, LESSON + "## B\n\nText.\n", "lesson.md"),
    ("a lesson that is not text", GOOD, b"\xff\xfe\0\1" * 100, "lesson.md"),
    ("a lesson that is too large", GOOD, "# A\n" + "x\n" * (16 << 20), "lesson.md"),
]


def one_sentence(r, status, pattern):
    """What every refusal is like. Returns the words of what is not so, or None."""
    lines = r.stderr.split("\n")
    if r.returncode != status:
        return f"exit {r.returncode}, not {status}"
    if len(lines) != 2 or lines[1] or not lines[0].startswith("wirelab: "):
        return "not one line that begins with \"wirelab: \""
    if re.search(r"[\x00-\x1f\x7f]", lines[0]):
        return "control characters in it"
    if not re.search(pattern, lines[0]):
        return f"nothing about {pattern}"
    return None


class Tally:
    """Goes on after a failure, so that one run tells all of them."""

    def __init__(self):
        self.wrong, self.right = 0, 0

    def refuses(self, what, r, status, pattern):
        self.note(what, one_sentence(r, status, pattern), r)

    def note(self, what, fault, r):
        if fault:
            self.wrong += 1
            print(f"{what}: {fault}\n    {r.stderr[:600]!r} {r.stdout[-300:]!r}")
        else:
            self.right += 1


def words(tally, home):
    for row, status, pattern in WORDS:
        shown = " ".join(w if len(w) < 40 else w[:37] + "..." for w in row)
        tally.refuses(repr(shown), home.run(*row, seconds=20), status, pattern)


def write_lab(home, name, yaml, lesson):
    folder = os.path.join(home.path, name)
    shutil.rmtree(folder, ignore_errors=True)
    home.file(f"{name}/lab.yaml", yaml)
    if lesson is not None:
        home.file(f"{name}/lesson.md", lesson)
        home.file(f"{name}/lesson.zh.md", lesson)
    return folder


def labs(tally, home):
    check(home.run("lint", write_lab(home, "labs/bad", GOOD, LESSON)).stderr == "", "GOOD is not good")
    for what, yaml, lesson, pattern in LABS:
        folder = write_lab(home, "labs/bad", yaml, lesson)
        for command in ("lint", "run"):
            r = home.run(command, folder, seconds=20)
            if command == "lint" and yaml is GOOD and lesson is not None:
                # A faulty lesson is a complaint like others, one a line.
                told = r.returncode == 1 and re.search(pattern, r.stdout) and not r.stderr
                tally.note(f"lint of a lab with {what}", None if told else "not told", r)
                continue
            tally.refuses(f"{command} of a lab with {what}", r, INPUT, pattern)
        r = home.run("labs", "--labs", os.path.dirname(folder))
        if yaml is not GOOD:
            tally.refuses(f"labs with {what}", r, INPUT, pattern)
    shutil.rmtree(os.path.join(home.path, "labs"))
    fifo = os.path.join(home.path, "pipe")
    os.mkdir(fifo)
    os.mkfifo(os.path.join(fifo, "lab.yaml"))
    tally.refuses("lint of a pipe", home.run("lint", fifo, seconds=10), INPUT, "lab.yaml")
    shutil.rmtree(fifo)
    os.makedirs(os.path.join(fifo, "lab.yaml"))
    tally.refuses("lint of a folder", home.run("lint", fifo, seconds=10), INPUT, "lab.yaml")
    shutil.rmtree(fifo)


def new(tally, home):
    path = os.path.join(home.path, "mine")
    check(home.run("new", path).returncode == 0, "`new` does not work")
    was = open(os.path.join(path, "lab.yaml")).read()
    tally.refuses("new over a lab", home.run("new", path), USAGE, "mine")
    check(open(os.path.join(path, "lab.yaml")).read() == was, "`new` changed a lab")
    check(home.run("lint", path).returncode == 0, "what `new` makes is not clean")
    tally.refuses("new over a file", home.run("new", home.file("file", "x")), MACHINE, "file")


def readable_only(home):
    """A home in which nothing can be made; root may always write, so /proc serves as well."""
    return {"HOME": "/proc/self"}


def homes(tally, home):
    no = readable_only(home)
    tally.refuses("HOME unwritable", home.run("labs", env=no), MACHINE, "/proc/self")
    tally.refuses("HOME is a file", home.run("labs", env={"HOME": "/etc/passwd"}), MACHINE,
                  "/etc/passwd")
    r = home.run("--version", env=no)
    tally.note("--version needs no home", None if r.returncode == 0 else "fails", r)
    fine = os.path.join(home.path, "fine")
    check(home.run("new", fine).returncode == 0, "`new` does not work")
    r = home.run("lint", fine, env=no)
    tally.note("lint needs no home", None if r.returncode == 0 else "fails", r)
    r = home.run("labs", env={"HOME": "relative"})
    tally.note("a relative HOME", None if r.returncode == 0 else "fails", r)


def without(number):
    """For preexec_fn: closes a standard descriptor."""
    return lambda: os.close(number)


def descriptors(tally, home):
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        r = home.run("lint", os.path.join(home.path, "fine"), preexec_fn=without(number))
        tally.note(f"{name} closed, nothing to say", None if r.returncode == 0 else "fails", r)
    with open("/dev/full", "w") as full:
        for row in (["labs"], ["--help"], ["--version"], ["doctor"], ["labs", "--json"]):
            r = home.run(*row, stdout=full)
            r.stdout = ""
            tally.refuses(f"{row} to a full disk", r, MACHINE, "standard output")
    r = home.run("labs", preexec_fn=without(1))
    r.stdout = ""
    tally.refuses("labs with stdout closed", r, MACHINE, "standard output")
    r = home.run("brew", preexec_fn=without(2), stderr=None)
    r.stderr = ""
    tally.note("an error with stderr closed", None if r.returncode == 2 else "exit status", r)


def closed_pipe(tally, home):
    """As in `wirelab labs | head -0`: no complaint, no signal that a shell would tell of."""
    for row in (["labs"], ["--help"], ["labs", "--json"]):
        reader, writer = os.pipe()
        os.close(reader)
        r = home.run(*row, stdout=writer)
        os.close(writer)
        r.stdout = ""
        fault = None if len(r.stderr.splitlines()) <= 1 and 0 <= r.returncode <= 4 else "noise"
        tally.note(f"{row} into a pipe nobody reads", fault, r)


def screens(tally, home):
    """Screens without a terminal to be on."""
    for row in ([], ["lab", "byte-order"], ["bench"]):
        tally.refuses(f"{row} without a terminal", home.run(*row, seconds=20), MACHINE, "terminal")


def test(program, labs_dir):
    with Home(program) as home:
        home.env["WIRELAB_LABS"] = labs_dir
        home.need_namespaces()
        tally = Tally()
        for part in (words, labs, new, homes, descriptors, closed_pipe, screens):
            part(tally, home)
        left = os.listdir(home.tmp)
        check(not left, "left behind in TMPDIR:", left)
        print(f"{tally.right} refused well")
        if tally.wrong:
            raise Wrong(f"{tally.wrong} of {tally.right + tally.wrong}")


main(test)
