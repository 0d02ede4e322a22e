"""—— and ……: two em wide, and one unbroken sign (clreq, 3.1.2 and 3.1.5.1).

A font's dash may be narrower than an em (0.89 em in Noto Serif SC) and have a blank on either
side, so that two of them are neither two em wide nor joined. Lines are measured with one em for
each dash of a run; whoever draws them widens the dashes until they touch. A single — stays as
the font has it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

_RUN = re.compile("—{2,}|…{2,}")
_OVERLAP = 0.02


class JoinedDashes(NamedTuple):
    """How to draw a run of dashes: each `scale` times as wide, with spaces in em before the first
    one, between two, and after the last one (after the width of the widened dash)."""

    scale: float
    before: float
    between: float
    after: float


def dash_runs(text: str) -> list[tuple[int, int]]:
    """Start and end of each run of dashes that is one sign."""
    if "——" not in text and "……" not in text:
        return []
    return [match.span() for match in _RUN.finditer(text)]


def dash_advances(text: str, advances: Sequence[float]) -> Sequence[float]:
    """The widths of the characters in em, each dash of a run one em wide."""
    if not (runs := dash_runs(text)):
        return advances
    wide = list(advances)
    for start, end in runs:
        wide[start:end] = [1.0] * (end - start)
    return wide


def dash_joints(text: str) -> list[int]:
    """The indices at which a run of dashes goes on."""
    return [index for start, end in dash_runs(text) for index in range(start + 1, end)]


def join_dashes(run: str, advance: float, left: float, right: float) -> JoinedDashes:
    """How to draw the dashes of a run: as many em wide as they are, the font's own blank at both
    ends and none inside. Dots are not widened but stand each in the middle of its em.

    `advance` is the width of one dash, `left` and `right` are the edges of its ink, in em from
    its origin.
    """
    count = len(run)
    if run[0] == "…":
        blank = (1.0 - advance) / 2
        return JoinedDashes(1.0, blank, 2 * blank, blank)
    overlap = _OVERLAP if right - left < 1.0 else 0.0
    step = (count - 2 * left - overlap) / count
    scale = max(1.0, (step + overlap) / (right - left))
    before = left - scale * left
    after = count - before - (count - 1) * step - scale * advance
    return JoinedDashes(scale, before, step - scale * advance, after)
