# SPDX-License-Identifier: GPL-3.0-or-later
"""What the screen sends to terminals of all kinds, looked at byte by byte.

   screen_test.py WIRELAB LABS
"""

import fcntl
import os
import re
import select
import struct
import subprocess
import sys
import termios
import time

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "support"))
from program import Home, check, main  # noqa: E402

PATIENCE = 20
# SGR with a foreground or background colour (ECMA-48 8.3.117; 38 and 48 are ISO 8613-6).
COLOUR = re.compile(rb"\x1b\[(?:[0-9:;]*;)?(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])(?:[;:][0-9:;]*)?m")


def session(home, env, *words, size=(24, 80), keys=b"q"):
    """Starts, waits for the first frame, sends keys; all that came, the status, the modes kept."""
    master, slave = os.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", *size, 0, 0))
    modes = termios.tcgetattr(slave)
    whole = {**home.env, "WIRELAB_TEST_MARK": "1", **env}
    whole = {name: value for name, value in whole.items() if value is not None}
    said, sent, deadline = b"", False, time.monotonic() + PATIENCE
    with subprocess.Popen([home.program, *words], env=whole, cwd=home.path, stdin=slave,
                          stdout=slave, stderr=slave, start_new_session=True) as child:
        os.close(slave)
        while True:
            if not select.select([master], [], [], max(0, deadline - time.monotonic()))[0]:
                child.kill()
                check(False, words, env, "no end; it said", said[-500:])
            try:
                more = os.read(master, 65536)
            except OSError:
                break
            if not more:
                break
            said += more
            if not sent and b"\x1b]7777;frame=1\x07" in said:
                os.write(master, keys)
                sent = True
        child.wait()
        kept = termios.tcgetattr(master) == modes
    os.close(master)
    return said, child.returncode, kept


def terminals(home):
    """One that can't place text is refused; one that nobody described is tried as a common one."""
    said, status, kept = session(home, {"TERM": "dumb"})
    lines = said.decode(errors="replace").strip().splitlines()
    check(status == 3 and len(lines) == 1 and lines[0].startswith("wirelab: "), status, said[:300])
    check(said.startswith(b"wirelab: "), "TERM=dumb: something stands before the sentence", said)
    check(kept, "TERM=dumb: the terminal's modes changed")
    for term in (None, "", "no-such-terminal", "linux", "screen", "vt220"):
        said, status, kept = session(home, {"TERM": term})
        check(status == 0 and kept and b"]7777;frame=1" in said, "TERM", term, status, said[:300])


def colours(home):
    said, status, kept = session(home, {})
    check(status == 0 and kept, status, said[-300:])
    check(COLOUR.search(said), "no colour where colours are")
    for env in ({"NO_COLOR": "1"}, {"TERM": "vt100"}):
        said, status, kept = session(home, env)
        check(status == 0 and kept, status, said[-300:])
        check(not COLOUR.search(said), env, "colours:", COLOUR.search(said))
    said, _, _ = session(home, {"NO_COLOR": ""})
    check(COLOUR.search(said), "an empty NO_COLOR counts as none")


def letters(home):
    for words, env in ((("--ascii",), {}), ((), {"LANG": "C"}), ((), {"LANG": "POSIX"})):
        said, status, kept = session(home, env, *words)
        check(status == 0 and kept, words, env, status, said[-300:])
        check(not re.search(rb"[\x80-\xff]", said), words, env, "more than ASCII")


def sizes(home):
    """Home is drawn at any size, and can be left."""
    for size in ((1, 1), (2, 2), (5, 20), (24, 80), (3, 300), (200, 3), (150, 500)):
        said, status, kept = session(home, {}, size=size)
        check(status == 0 and kept, size, status, said[-300:])


def themes(home):
    for theme in ("dark", "light", "contrast", "mono"):
        said, status, kept = session(home, {}, "--theme", theme)
        check(status == 0 and kept, theme, status, said[-300:])
        check(bool(COLOUR.search(said)) == (theme != "mono"), theme, "colours")


def test(program, labs):
    with Home(program) as home:
        home.env["WIRELAB_LABS"] = labs
        for part in (terminals, colours, letters, sizes, themes):
            print(part.__name__)
            part(home)


main(test)
