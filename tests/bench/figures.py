# SPDX-License-Identifier: GPL-3.0-or-later
"""Figures as values: what was measured, how often, and what is asked of it."""

import dataclasses
import statistics


@dataclasses.dataclass
class Figure:
    """Values of one thing; `aim` is (comparison, number) or None, `ratio` to a peer, run by run."""
    key: str
    what: str
    unit: str
    values: list
    command: str
    aim: tuple = None
    peer: str = ""
    ratio: list = dataclasses.field(default_factory=list)
    note: str = ""

    @property
    def median(self):
        return statistics.median(self.values)

    @property
    def met(self):
        """None when nothing is asked of it."""
        if not self.aim:
            return None
        return self.median <= self.aim[1] if self.aim[0] == "<=" else self.median >= self.aim[1]


def ratios(ours, peers):
    return [a / b for a, b in zip(ours, peers) if b]


def percentile(values, percent):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)]
