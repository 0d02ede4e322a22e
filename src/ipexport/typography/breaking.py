"""Where a paragraph breaks into lines.

Prohibited line starts and ends follow GB/T 15834-2011, 5.1 and clreq, 3.1.3 (strict level);
a Latin word, and a number with its sign, stay whole. A full-width mark at the end of a line may
shrink to half an em, an opening mark at its start loses its left half (clreq, 3.1.6).
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from ipexport.typography.spacing import CLOSING, FULL_WIDTH, OPENING, PAUSES, spacing

NEVER_FIRST = frozenset(PAUSES + CLOSING + "？！%‰℃·-–~～—…/／,.;:?!)]}")
NEVER_LAST = frozenset(OPENING + "￥$/／([{")
_SHRINKS_LAST = frozenset(PAUSES + CLOSING)
_SHRINKS_FIRST = frozenset(OPENING)
_TOLERANCE = 1e-6


class Line(NamedTuple):
    """Characters `start` to `end` (not included); `width` in em without spaces at both ends.

    The first character stands `shift` em left of the line's start. `gaps` are the spaces after
    characters in em, by their index from `start`.
    """

    start: int
    end: int
    width: float
    shift: float
    gaps: dict[int, float]


def break_lines(text: str, advances: Sequence[float], width: float, squeeze: bool = True) -> list[Line]:
    """The lines of one paragraph, at least one.

    `advances` are the widths of the characters in em, `width` the room for a line in em. A
    character or a word wider than that stands alone or is broken where it must be. Without
    `squeeze` every mark keeps its full width, as in the programs that do not know better.
    """
    measure = _Measure(text, advances, width, squeeze)
    lines = []
    start = 0
    while True:
        line = measure.line(start)
        lines.append(line)
        start = line.end
        while start < len(text) and text[start] == " ":
            start += 1
        if start >= len(text):
            return lines


class _Measure:
    """A paragraph measured once: where each character starts, with the gaps before it."""

    def __init__(self, text: str, advances: Sequence[float], width: float, squeeze: bool) -> None:
        self.text = text
        self.advances = advances
        self.width = width
        self.squeeze = squeeze
        self.gaps = spacing(text, advances)
        if not squeeze:
            self.gaps = {index: gap for index, gap in self.gaps.items() if gap > 0}
        steps: Sequence[float] = advances
        if self.gaps:
            steps = list(advances)
            for index, gap in self.gaps.items():
                steps[index] += gap
        self.starts = list(accumulate(steps, initial=0.0))

    def line(self, start: int) -> Line:
        """The widest line from `start` that ends where it may."""
        text, last = self.text, len(self.text)
        if start >= last:
            return Line(start, last, 0.0, 0.0, {})
        shift = self._half(start, _SHRINKS_FIRST)
        room = self.width + shift + _TOLERANCE
        end = bisect_right(self.starts, self.starts[start] + room) - 1
        end = min(max(end, start + 1), last)
        while end < last and self._extent(start, end + 1) - self._shrink(end + 1) <= room:
            end += 1
        while end > start + 1 and self._extent(start, end) - self._shrink(end) > room:
            end -= 1
        if end < last:
            end = self._last_break(start, end)
        printed = start + max(len(text[start:end].rstrip(" ")), 1)
        width = self._extent(start, printed) - shift
        width -= min(self._shrink(printed), max(width - self.width, 0.0))
        gaps = {index - start: gap for index, gap in self._gaps_of(start, printed)}
        return Line(start, end, width, shift, gaps)

    def _extent(self, start: int, end: int) -> float:
        """The width from `start` to `end`, without the space after its last character."""
        return self.starts[end - 1] + self.advances[end - 1] - self.starts[start]

    def _shrink(self, end: int) -> float:
        """What the last character of a line that ends at `end` may give up."""
        return self._half(end - 1, _SHRINKS_LAST)

    def _half(self, index: int, marks: frozenset[str]) -> float:
        """Half an em where a full-width mark stands that has a blank half there."""
        shrinks = self.squeeze and self.text[index] in marks and self.advances[index] > FULL_WIDTH
        return 0.5 if shrinks else 0.0

    def _last_break(self, start: int, end: int) -> int:
        """The last place up to `end` where the line may end; `end` itself when there is none."""
        for index in range(end, start, -1):
            if can_break(self.text, index):
                return index
        return end

    def _gaps_of(self, start: int, end: int) -> Iterator[tuple[int, float]]:
        return ((index, gap) for index, gap in self.gaps.items() if start <= index < end - 1)


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
