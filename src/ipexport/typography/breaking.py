"""Where a paragraph breaks into lines.

Prohibited line starts and ends follow GB/T 15834-2011, 5.1 and clreq, 3.1.3 (strict level);
a Latin word, and a number with its sign, stay whole. A full-width mark at the end of a line may
shrink to half an em, an opening mark at its start loses its left half (clreq, 3.1.6).
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

from ipexport.typography.spacing import CLOSING, OPENING, PAUSES, spacing

NEVER_FIRST = frozenset(PAUSES + CLOSING + "？！%‰℃·-–~～—…/／,.;:?!)]}")
NEVER_LAST = frozenset(OPENING + "￥$/／([{")
_SHRINKS_LAST = frozenset(PAUSES + CLOSING)
_SHRINKS_FIRST = frozenset(OPENING)
_FULL_WIDTH = 0.9
_TOLERANCE = 1e-6


class Line(NamedTuple):
    """Characters `start` to `end` (not included), `width` in em without the space at both ends.

    `shift` is what the first character stands left of the line's start, in em.
    """

    start: int
    end: int
    width: float
    shift: float


def break_lines(text: str, advances: Sequence[float], width: float) -> list[Line]:
    """The lines of one paragraph, at least one.

    `advances` are the widths of the characters in em, `width` the room for a line in em. A
    character or a word wider than that stands alone or is broken where it must be.
    """
    gaps = spacing(text)
    end = len(text)
    if gaps:
        steps = list(advances)
        for index, gap in gaps.items():
            steps[index] += _kept(gap, advances[index])
    else:
        steps = advances  # type: ignore[assignment]
    starts = list(accumulate(steps, initial=0.0))
    lines = []
    start = 0
    while True:
        shift = 0.5 if text[start : start + 1] in _SHRINKS_FIRST and _wide(advances[start]) else 0.0
        line = _widest_line(text, advances, starts, start, shift, width)
        if line.end >= end:
            lines.append(line)
            return lines
        lines.append(line)
        start = line.end
        while start < end and text[start] == " ":
            start += 1
        if start == end:
            return lines


def _widest_line(
    text: str, advances: Sequence[float], starts: list[float], start: int, shift: float, width: float
) -> Line:
    room = width + shift + _TOLERANCE
    origin = starts[start]

    def extent(end: int) -> float:
        """The width of the line up to `end`, without the space after its last character."""
        return starts[end - 1] + advances[end - 1] - origin

    def shrinkable(end: int) -> float:
        return 0.5 if text[end - 1] in _SHRINKS_LAST and _wide(advances[end - 1]) else 0.0

    last = len(text)
    if start >= last:
        return Line(start, last, 0.0, 0.0)
    end = min(max(bisect_right(starts, origin + room) - 1, start + 1), last)
    while end < last and extent(end + 1) - shrinkable(end + 1) <= room:
        end += 1
    while end > start + 1 and extent(end) - shrinkable(end) > room:
        end -= 1
    if end < last:
        widest = end
        while end > start + 1 and not can_break(text, end):
            end -= 1
        if not can_break(text, end):
            end = widest
    full = len(text[start:end].rstrip(" ")) or 1
    printed = start + full
    over = extent(printed) - shift - width
    return Line(
        start, end, extent(printed) - shift - (min(shrinkable(printed), over) if over > 0 else 0.0), shift
    )


def can_break(text: str, index: int) -> bool:
    """Whether a line may end before the character at `index` (0 < index < len(text))."""
    before, after = text[index - 1], text[index]
    if after in NEVER_FIRST or before in NEVER_LAST or after == " ":
        return False
    if before == " ":
        return True
    return not (_in_word(before) and _in_word(after)) and not _clings(after)


def _in_word(character: str) -> bool:
    """Latin letters, digits and the signs inside numbers and words; not Han, not full-width."""
    if character < "\x7f":
        return character > " "
    if character in "—…":
        return True
    return "\u00a0" <= character < "\u1100" and character not in "“”‘’·×"


def _clings(character: str) -> bool:
    """Combining marks, variation selectors and joiners belong to the character before."""
    return unicodedata.category(character) in ("Mn", "Me", "Mc", "Cf")


def _kept(gap: float, advance: float) -> float:
    return gap if gap > 0 or _wide(advance) else 0.0


def _wide(advance: float) -> bool:
    return advance > _FULL_WIDTH
