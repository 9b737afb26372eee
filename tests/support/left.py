# SPDX-License-Identifier: GPL-3.0-or-later
"""What a wirelab that is killed leaves behind: processes, namespaces, interfaces, mounts, files.

All that descends from one start is known by a variable in its environment, or, for the keeper, which
has the same one, by its namespaces.
"""

import os
import re
import select
import signal
import time
import uuid

from program import check

PATIENCE = 10  # seconds that the kernel may take to end what was killed
KINDS = ("net", "mnt", "uts", "pid", "user")


def processes():
    return [int(name) for name in os.listdir("/proc") if name.isdigit()]


def marked(mark):
    """Living processes with the mark in their environment: {pid: name}."""
    found = {}
    for pid in processes():
        try:
            with open(f"/proc/{pid}/environ", "rb") as f:
                if mark not in f.read():
                    continue
            with open(f"/proc/{pid}/stat") as f:
                stat = f.read()
            if stat[stat.rindex(")") + 2] not in "ZX":
                found[pid] = stat[stat.index("(") + 1:stat.rindex(")")]
        except OSError:
            continue  # gone, or another user's
    return found


def namespaces(pids):
    """The namespaces of these processes."""
    found = set()
    for pid in pids:
        for kind in KINDS:
            try:
                found.add(os.readlink(f"/proc/{pid}/ns/{kind}"))
            except OSError:
                pass
    return found


def open_by(pid):
    """What a process has open, as links say it."""
    try:
        return {os.readlink(f"/proc/{pid}/fd/{fd}") for fd in os.listdir(f"/proc/{pid}/fd")}
    except OSError:
        return set()


def holders(own):
    """Processes that are in one of these namespaces or have one open. (Afterwards their numbers
    tell nothing: the kernel gives them to the next who makes one.)"""
    return {pid for pid in processes() if own & (namespaces([pid]) | open_by(pid))}


def files(home):
    """Everything below the home that is no lasting possession: names that a kill may leave."""
    found = []
    for folder, _, names in os.walk(home.path):
        for name in names:
            path = os.path.relpath(os.path.join(folder, name), home.path)
            lasting = path.startswith((".cache/wirelab/", ".local/state/wirelab/"))
            odd = re.search(r"\.(new|part|o|s|res|[A-Za-z0-9]{6})$", name) or "/.build/" in path
            # The session's tape is what a crash must leave: see `wirelab read`.
            if path.startswith(".local/state/wirelab/sessions/") and name.endswith(".pcapng"):
                odd = False
            if not lasting or odd:
                found.append(path)
    return sorted(found)


class Machine:
    """What could be left behind outside of the home."""

    def __init__(self):
        with open("/proc/net/dev") as f:
            self.interfaces = {line.split(":")[0].strip() for line in f if ":" in line}
        with open("/proc/self/mountinfo") as f:
            self.mounts = {line.split()[4] for line in f if "wirelab-test-" in line
                                 or " nsfs " in line or " wirelab " in line}


def wait_gone(pids, mark):
    """Until these processes, and whatever else has the mark, are no more."""
    deadline = time.monotonic() + PATIENCE
    for pid in pids:
        try:
            fd = os.pidfd_open(pid)
        except OSError:
            continue
        poll = select.poll()
        poll.register(fd, select.POLLIN)
        ended = poll.poll(max(0, deadline - time.monotonic()) * 1000)
        os.close(fd)
        check(ended, "still there:", pid, marked(mark))
    # The kernel tells that a process has ended before its entry is gone from a scan.
    while marked(mark) and time.monotonic() < deadline:
        select.select([], [], [], 0.01)
    check(not marked(mark), "left behind:", marked(mark))


class Before:
    """What there was before, to compare with what is left."""

    def __init__(self, home):
        self.namespaces = namespaces([os.getpid()])
        self.files, self.machine = files(home), Machine()

    def kill(self, child, mark):
        """Kills it; what to wait for, and words on what it was."""
        tree = marked(mark)
        own = namespaces(tree) - self.namespaces
        known = holders(own) | set(tree)
        child.send_signal(signal.SIGKILL)
        child.wait()
        return known, (f"{len(tree)} processes ({', '.join(sorted(set(tree.values())))}), "
                       f"{len(own)} namespaces")

    def look(self, home, moment, known, mark):
        """Waits, and looks at what is left."""
        wait_gone(known, mark)
        after = Machine()
        for what in ("interfaces", "mounts"):
            left = getattr(after, what) - getattr(self.machine, what)
            check(not left, moment, what, "left behind:", left)
        left = set(files(home)) - set(self.files)
        check(not left, moment, "files left behind:", left)

    def end(self, home, moment, child, mark, happened):
        """Both, of one that must have come to this moment."""
        known, words = self.kill(child, mark)
        check(happened, f"{moment}: it ended before")
        self.look(home, moment, known, mark)
        print(f"{moment}: {words}, all gone")


def marking(home):
    """A variable that tells what descends from one start, and the environment with it."""
    mark = f"WIRELAB_TEST_ID={uuid.uuid4()}"
    return mark.encode(), {**home.env, "WIRELAB_TEST_ID": mark.split("=")[1]}
