# SPDX-License-Identifier: GPL-3.0-or-later
"""Two panes that build the same program from different sources each run their own.

   shared_test.py WIRELAB
"""

import os
import shutil
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "support"))
from program import Home, check, main, skip  # noqa: E402

LAB = """name: shared
title: T
about: A
chapter: A
minutes: 1
level: 1
network:
  hosts: [{name: a}, {name: b}]
  links: [{between: [a, b]}]
programs:
  - {name: left, host: a, source: p.c, run: ./p}
  - {name: right, host: b, source: p.c, run: ./p}
checks:
  left-two: {says: l, output: {program: left, text: two}}
  right-one: {says: r, output: {program: right, text: one}}
steps:
  - id: only
    title: T
    until: [left-two, right-one]
    solution:
      - use left q.c
      - start left
      - wait left-two
      - start right
      - wait right-one
      - start left
      - wait ended left
"""


def test(program):
    with Home(program) as home:
        home.need_namespaces()
        if not shutil.which("cc"):
            skip("no compiler")
        home.file("shared/lab.yaml", LAB)
        home.file("shared/lesson.md", "# T\n\n## T\n\nText.\n")
        for name, word in (("p", "one"), ("q", "two")):
            home.file(f"shared/{name}.c", '#include <stdio.h>\nint main(void) { return puts("%s") < 0; }\n' % word)
        r = home.run("run", "./shared", "--for", "15")
        check(r.returncode == 0, r.stdout, r.stderr)


main(test)
