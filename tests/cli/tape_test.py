# SPDX-License-Identifier: GPL-3.0-or-later
"""A lab's tape saved, read again, exported, and opened by others' tools.

   tape_test.py WIRELAB LABS
"""

import json
import os
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ElementTree

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "support"))
from program import Home, check, main, skip  # noqa: E402

SVG = "{http://www.w3.org/2000/svg}"


def save(home, labs):
    path = os.path.join(home.path, "t.pcapng")
    r = home.run("run", "tcp-handshake", "--labs", labs, "--save", path, seconds=120)
    check(r.returncode == 0, "run --save:", r.stdout, r.stderr)
    return path


def read(home, *words, status=0):
    r = home.run("read", *words)
    check(r.returncode == status, "read", *words, r.returncode, r.stderr)
    return r


def check_lines(home, path):
    lines = read(home, path).stdout.splitlines()
    text = "\n".join(lines)
    check(len(lines) > 100, "only", len(lines), "lines")
    for number, line in enumerate(lines):
        check(re.match(rf" *\d+\.\d{{6}} #{number} +[a-z]+ ", line), "line", number, line)
    for part in ("note    world: tcp-handshake", "dropped by you", "LISTEN", "server: \"listening",
                 "connect(3, {AF_INET, 10.0.0.2:8888}", "Flags [S.]"):
        check(part in text, "no", part, "in the lines")
    check(lines == read(home, path, "--text").stdout.splitlines(), "--text differs")
    with open(path, "rb") as tape:
        again = home.run("read", "-", stdin=tape).stdout.splitlines()
    check(lines == again, "standard input reads differently")
    return lines


def check_exports(home, path, lines):
    text = read(home, path, "--export", "text").stdout
    check("client" in text.splitlines()[0] and re.search(r"\|-.* SYN .*X\|", text), text[:2000])
    markdown = read(home, path, "--export", "markdown").stdout
    check(markdown.startswith("# tcp-handshake") and text in markdown, "markdown lacks the ladder")
    whole = json.loads(read(home, path, "--export", "json").stdout)
    check(whole["lab"] == "tcp-handshake" and whole["nodes"] == ["client", "server"],
          whole["lab"], whole["nodes"])
    check([e["id"] for e in whole["events"]] == list(range(len(lines))), "ids of events")
    frames = [e for e in whole["events"] if e["kind"] == "frame"]
    check(all(len(f["bytes"]) == 2 * f["length"] for f in frames), "bytes of frames")
    target = os.path.join(home.path, "t.svg")
    read(home, path, "--export", "svg", "-o", target)
    root = ElementTree.parse(target).getroot()
    check(root.tag == SVG + "svg", root.tag)
    words = [t.text or "" for t in root.iter(SVG + "text")]
    check("client" in words and any("SYN" in w for w in words), words[:20])
    check(any(p.get("class") == "lost" for p in root.iter(SVG + "path")), "no lost frame is drawn")
    return frames


def check_others(home, path, frames):
    missing = [t for t in ("tshark", "tcpdump", "capinfos") if not shutil.which(t)]
    if missing:
        print("not installed, not asked:", *missing)
        return
    r = subprocess.run(["tshark", "-n", "-r", path, "-T", "fields", "-e", "frame.comment"],
                       env=home.env, capture_output=True, text=True, timeout=60)
    comments = r.stdout.split("\n")[:-1]
    check(r.returncode == 0 and len(comments) == len(frames), r.stderr, len(comments), len(frames))
    check("dropped by you" in comments, comments)
    with open(path, "rb") as tape:
        r = subprocess.run(["tcpdump", "-nr", "-"], stdin=tape, capture_output=True, text=True,
                           timeout=60)
    check(r.returncode == 0 and len(r.stdout.splitlines()) == len(frames), r.stderr, r.stdout)
    r = subprocess.run(["capinfos", "-c", path], env=home.env, capture_output=True, text=True,
                       timeout=60)
    check(r.returncode == 0 and str(len(frames)) in r.stdout, r.stdout, r.stderr)


def check_damage(home, path, lines):
    with open(path, "rb") as tape:
        content = tape.read()
    cut = home.file("cut.pcapng", content[:len(content) // 2])
    r = read(home, cut, status=4)
    got = r.stdout.splitlines()
    check(0 < len(got) < len(lines) and "cut off" in r.stderr, r.stderr)
    check([line.split()[:3] for line in got] == [line.split()[:3] for line in lines[:len(got)]],
          "what is left is not the beginning")
    check(r.stderr.count("\n") == 1, r.stderr)
    for name, content, says in (("a.txt", b"hello\n", "no capture"), ("empty", b"", "empty")):
        r = read(home, home.file(name, content), status=4)
        check(says in r.stderr and not r.stdout, r.stderr)
    r = home.run("bench", "a=true", "b=true", "--headless", "-w", os.path.join(home.path, "w"))
    check(r.returncode == 0, r.stderr)
    r = read(home, os.path.join(home.path, "w"), "--export", "text", status=4)
    check("pcapng capture without a tape" in r.stderr, r.stderr)


def check_packets(home, path, lines, frames):
    """An expression chooses frames; other options read the tape as the capture that it is."""
    chosen = read(home, path, "from client and syn").stdout.splitlines()
    check(chosen and all(line in lines and " frame " in line for line in chosen), chosen)
    check(all("Flags [S" in line for line in chosen), chosen)
    read(home, path, "port 1", status=1)
    r = read(home, path, "--count")
    check(int(r.stdout) == len(frames), r.stdout, len(frames))
    rows = json.loads(read(home, path, "-T", "json").stdout)
    check([r["frame.len"] for r in rows] == [f["length"] for f in frames], "lengths")
    check(any(r.get("frame.comment") == "dropped by you" for r in rows), "no comment")
    with open(path, "rb") as tape:
        piped = subprocess.Popen([home.program, "read", "-"], env=home.env, text=True,
                                 stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        piped.stdin.buffer.write(tape.read())
        said = piped.communicate()[0].splitlines()
    check(said == lines, "a tape through a pipe reads differently")


def check_words(home, path):
    for words, says in ((("read", path, "--export", "pdf"), "text, markdown, json or svg"),
                        (("read", path, "-o", "x"), "--export"),
                        (("read",), "expected"),
                        (("run", "all", "--save", "x"), "one lab"),
                        (("run", "tcp-handshake", "--save", "-", "-w", "-"), "only one"),
                        (("bench", "a", "b", "--save", "x"), "--headless")):
        r = home.run(*words)
        check(r.returncode == 2 and says in r.stderr, *words, r.returncode, r.stderr)
    r = read(home, "/nowhere/t.pcapng", status=4)
    check("/nowhere/t.pcapng" in r.stderr, r.stderr)


def test(program, labs):
    with Home(program) as home:
        home.need_namespaces()
        if not shutil.which("cc"):
            skip("no compiler: labs in C can't be built")
        path = save(home, labs)
        lines = check_lines(home, path)
        frames = check_exports(home, path, lines)
        check_others(home, path, frames)
        check_packets(home, path, lines, frames)
        check_damage(home, path, lines)
        check_words(home, path)


main(test)
