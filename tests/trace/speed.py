#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""How much slower programs are when traced, beside strace(1), all in one run, interleaved.

    speed.py TRACE_RUN PINGPONG [ROUNDS [TIMES]]

Prints wall and processor time of each way, and the ratios of the medians. Nothing is pinned.
"""
import resource
import statistics
import subprocess
import sys
import time

STRACE = ["strace", "--seccomp-bpf", "-f", "-e", "trace=network", "-o", "/dev/null"]


def used():
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def measure(ways, times):
    walls = {name: [] for name in ways}
    cpus = {name: [] for name in ways}
    for _ in range(times):
        for name, argv in ways.items():
            cpu, begin = used(), time.monotonic()
            subprocess.run(argv, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            walls[name].append(time.monotonic() - begin)
            cpus[name].append(used() - cpu)
    for name in ways:
        print(f"  {name:20} wall {statistics.median(walls[name]):7.3f} s"
              f"   cpu {statistics.median(cpus[name]):7.3f} s")
    return {name: statistics.median(values) for name, values in walls.items()}


def main(trace_run, pingpong, rounds="20000", times="5"):
    program = [pingpong, rounds]
    print(f"{rounds} round trips, four traced calls each:")
    wall = measure({"untraced": program, "traced": [trace_run, "-q", *program],
                    "with source lines": [trace_run, "-q", "-l", *program],
                    "strace": [*STRACE, *program]}, int(times))
    print(f"  traced / strace {wall['traced'] / wall['strace']:.2f}"
          f"   with lines / strace {wall['with source lines'] / wall['strace']:.2f}")
    program = [pingpong, "100", "1000000"]
    print("a million calls that nobody traces:")
    wall = measure({"untraced": program, "traced": [trace_run, "-q", *program],
                    "strace": [*STRACE, *program]}, int(times))
    print(f"  traced / untraced {wall['traced'] / wall['untraced']:.2f}"
          f"   strace / untraced {wall['strace'] / wall['untraced']:.2f}")


if __name__ == "__main__":
    main(*sys.argv[1:])
