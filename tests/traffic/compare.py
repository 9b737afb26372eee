#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Compares what we make of capture files with tshark: how many packets, when, how long; and what
our filters let through with tcpdump.

    compare.py TRAFFIC_DUMP GEN_TRACE [FOLDER|FILE...]

Without a place: files are made and turned into other formats with editcap and mergecap, and
WIRELAB_CAPTURES, a folder, is compared as well.
Exit status: 0 all the same, 1 something is not, 77 tshark is not there (skipped).
"""
import gzip
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

# What tshark makes of a frame and we don't, by name of file; see why().
ATM_PSEUDO_HEADER = "tshark takes the 4 bytes of SunATM's pseudo header (link type 123) off"
UNKNOWN_LINK = "tshark refuses the link type; we show bytes"
STAMP = "more than a second's worth of fractions: tshark carries nothing over"


def tshark(path):
    fields = ["frame.number", "frame.time_epoch", "frame.cap_len", "frame.len"]
    command = ["tshark", "-n", "-r", path, "-T", "fields"]
    for field in fields:
        command += ["-e", field]
    run = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    rows = [line.split("\t") for line in run.stdout.splitlines()]
    return rows, run.returncode == 0 and "cut short" not in run.stderr, run.stderr


def ours(dump, path):
    run = subprocess.run([dump, path], capture_output=True, text=True, errors="replace",
                         check=False)
    if run.returncode not in (0, 4):
        return [], False, f"exit status {run.returncode}: {run.stderr}"
    lines = run.stdout.splitlines()
    rows = [line.split() for line in lines[:-1]]
    links = {row[4] for row in rows}
    whole = bool(lines) and lines[-1] == "whole"
    return [row[:4] for row in rows], whole, " ".join(links)


def why(theirs, mine, said, links):
    """Why the two differ, in the words above; None: nobody knows."""
    if not theirs and mine and "unknown or unsupported" in said:
        return UNKNOWN_LINK
    if len(theirs) != len(mine):
        return None
    for their, my in zip(theirs, mine):
        if their == my:
            continue
        shorter = [str(int(my[2]) - 4), str(int(my[3]) - 4)]
        if links == "123" and their[2:] == shorter:
            continue
        if their[2:] != my[2:] or float(my[1]) - float(their[1]) < 0.9:
            return None
    return ATM_PSEUDO_HEADER if links == "123" else STAMP


def compare(dump, path, explained):
    theirs, whole, said = tshark(path)
    mine, my_whole, links = ours(dump, path)
    if theirs == mine and whole == my_whole:
        return True
    reason = why(theirs, mine, said, links)
    if reason:
        explained[reason] = explained.get(reason, 0) + 1
        return True
    first = next((pair for pair in zip(theirs, mine) if pair[0] != pair[1]), "")
    print(f"{path}: tshark has {len(theirs)} packets{'' if whole else ', damaged'}; "
          f"we have {len(mine)}{'' if my_whole else ', damaged'} {first} {links}")
    print("  " + said.strip().rsplit("\n", 1)[-1])
    return False


FILTERS = ["tcp[13] & 2 != 0", "udp port 53 or arp", "not ip6 and greater 100",
           "net 10.10.0.0/24 and (tcp port 80 or icmp)"]


def by_tcpdump(path, expression):
    """The packets that tcpdump lets through, as bytes; None: it can't say it of this file."""
    run = subprocess.run(["tcpdump", "-nn", "-r", path, "-w", "-", expression],
                         capture_output=True, check=False)
    if run.returncode != 0 or len(run.stdout) < 24:
        return None
    count, at = 0, 24
    while at + 16 <= len(run.stdout):
        at += 16 + int.from_bytes(run.stdout[at + 8:at + 12], "little")
        count += 1
    return count


def cut_by_tcpdump(path):
    """Is the file's limit so low that packets may be longer? libpcap cuts those, tshark does not."""
    with open(path, "rb") as file:
        head = file.read(24)
    order = {b"\xd4\xc3\xb2\xa1": "little", b"\xa1\xb2\xc3\xd4": "big"}.get(head[:4])
    if not order:
        return False
    snaplen = int.from_bytes(head[16:20], order)
    return 0 < snaplen < 100


def compare_filters(dump, path):
    if cut_by_tcpdump(path):
        return True
    good = True
    for expression in FILTERS:
        theirs = by_tcpdump(path, expression)
        if theirs is None:
            continue
        run = subprocess.run([dump, path, expression], capture_output=True, text=True, check=False)
        mine = len(run.stdout.splitlines())
        if run.returncode != 0 or mine != theirs:
            print(f"{path}: {expression}: tcpdump has {theirs} packets, we have {mine} "
                  f"{run.stderr}")
            good = False
    return good


def make_files(generate, folder):
    """One trace in the formats that tools write."""
    made = pathlib.Path(folder)

    def run(*command):
        subprocess.run(command, check=True, capture_output=True)

    plain, other = str(made / "plain.pcap"), str(made / "other.pcapng")
    run(generate, "3000", "1", plain, "few")
    run(generate, "2000", "2", other, "big")
    forms = ["pcap", "nsecpcap", "modpcap", "pcapng"]
    for form in forms:
        run("editcap", "-F", form, plain, str(made / f"form.{form}"))
    run("editcap", "-F", "pcap", "-s", "60", plain, str(made / "cut-frames.pcap"))
    run("mergecap", "-w", str(made / "merged.pcapng"), plain, other)
    run("mergecap", "-a", "-F", "nsecpcap", "-w", str(made / "joined.pcap"), other, plain)
    run("editcap", "-T", "rawip", "-F", "pcapng", plain, str(made / "raw.pcapng"))
    data = pathlib.Path(plain).read_bytes()
    (made / "packed.pcap.gz").write_bytes(gzip.compress(data, 1))
    (made / "two.pcap.gz").write_bytes(gzip.compress(data[:99999], 1) + gzip.compress(data[99999:]))
    (made / "broken-off.pcap").write_bytes(data[:-10])
    both = pathlib.Path(other).read_bytes()
    (made / "sections.pcapng").write_bytes(both + both)
    (made / "broken-off.pcapng").write_bytes(both[:-10])
    return sorted(str(path) for path in made.iterdir())


def files_of(places):
    for place in places:
        path = pathlib.Path(place)
        if path.is_dir():
            yield from sorted(str(p) for p in path.rglob("*") if p.is_file())
        else:
            yield place


def main():
    dump, generate, places = sys.argv[1], sys.argv[2], sys.argv[3:]
    if not all(shutil.which(tool) for tool in ("tshark", "editcap", "mergecap", "tcpdump")):
        print("tshark or tcpdump is not installed: skipped")
        return 77
    good, count, explained = True, 0, {}
    with tempfile.TemporaryDirectory() as folder:
        if not places:
            places = make_files(generate, folder)
            if os.environ.get("WIRELAB_CAPTURES"):
                places.append(os.environ["WIRELAB_CAPTURES"])
        for path in files_of(places):
            if path.endswith((".pcap", ".pcapng", ".cap", ".gz", ".nsecpcap", ".modpcap")):
                good = compare(dump, path, explained) and good
                good = compare_filters(dump, path) and good
                count += 1
    for reason, times in explained.items():
        print(f"{times} files differ: {reason}")
    print(f"{count} files, {'the same' if good else 'not the same'}")
    return 0 if good and count else 1


if __name__ == "__main__":
    sys.exit(main())
