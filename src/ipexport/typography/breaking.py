"""Where a paragraph breaks into lines.

Prohibited line starts and ends follow GB/T 15834-2011, 5.1 and clreq, 3.1.4 (strict level);
two-em dashes, numbers with their signs (3.1.5) and Latin words (3.2.4) stay whole. A full-width
mark at the end of a line takes half an em (GB/T 15834-2011, 5.1.10), an opening mark at its start
loses its left half (clreq, 3.1.6.3). A gap beside Latin text is squeezed to 1/8 em where one more
character or mark fits for it (3.5.3), and stands at no edge of a line (3.2.2). The last line is
not one single character (3.4.4).
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

from ipexport.typography.clusters import inside_cluster
from ipexport.typography.dashes import dash_advances
from ipexport.typography.spacing import CLOSING, FULL_WIDTH, GAP, OPENING, PAUSES, WIDEST, spacing
from ipexport.typography.words import (
    ADDRESS_SIGNS,
    OWN_HYPHENS,
    hyphenations,
    in_word,
    is_apostrophe,
    is_latin,
    sign_break,
)

NEVER_FIRST = frozenset(PAUSES + CLOSING + "%‰‱％℃℉′″·・‧-‐‑‒–~～〜—…⋯⸺/／,.;:?!)]}\xa0\u202f\u2060")
NEVER_LAST = frozenset(OPENING + "￥＄￡$/／([{\xa0\u200c\u200d\u2011\u202f\u2060")
NARROWEST = 0.125
"""A gap beside Latin text is never narrower than this, in em."""

_SHRINKS_LAST = frozenset(PAUSES + CLOSING)
_SHRINKS_FIRST = frozenset(OPENING)
_TOLERANCE = 1e-6
_line = tuple.__new__
"""What `Line(…)` calls: of lines there are so many that the function in between shows."""
_NONE: dict[int, float] = {}
"""The gaps of lines that have none: nobody changes those of a line."""


class Line(NamedTuple):
    """Characters `start` to `end` (not included); `width` in em without spaces at both ends, and
    without the blank half of a mark at the end.

    The first character stands `shift` em left of the line's start. `gaps` are the spaces after
    characters in em, by their index from `start`. With `hyphen`, the line ends inside a word with
    a hyphen that is not part of the text; `width` counts it.
    """

    start: int
    end: int
    width: float
    shift: float
    gaps: dict[int, float]
    hyphen: bool = False


def break_lines(
    text: str,
    advances: Sequence[float],
    width: float,
    hyphen: float | None = None,
    justified: bool = False,
) -> list[Line]:
    """The lines of one paragraph, at least one.

    `advances` are the widths of the characters in em, `width` the room for a line in em, `hyphen`
    the width of a hyphen when words may be hyphenated: those that are wider than a line, and in
    lines that are to be `justified` those that would leave too much room. A character wider than
    its line stands alone, a word is broken where it must be. (`counting` is for the programs that
    do not know better.)
    """
    paragraph = _Paragraph(text, advances, width, hyphen, justified)
    lines = paragraph.lines()
    line = lines[-1]
    if len(lines) > 1 and is_lone(text, line.start):
        lines[-2:] = paragraph.shared(lines[-2], line)
    return lines


class _Paragraph:
    """A paragraph measured once: where each character starts, with the gaps before it."""

    def __init__(
        self,
        text: str,
        advances: Sequence[float],
        width: float,
        hyphen: float | None,
        justified: bool,
    ) -> None:
        self.text = text
        self.advances = dash_advances(text, advances)
        self.width = width
        self.hyphen = hyphen
        self.justified = justified
        self.gaps = spacing(text, advances)
        self.places = list(self.gaps)
        self.squeezable = [index for index, gap in self.gaps.items() if gap > 0]
        steps = self.advances
        if self.gaps:
            steps = list(steps)
            for index, gap in self.gaps.items():
                steps[index] += gap
        self.starts = list(accumulate(steps, initial=0.0))

    def lines(self) -> list[Line]:
        """Each as wide as it can be."""
        text, starts, places, room = self.text, self.starts, self.places, self.width + _TOLERANCE
        last = len(text)
        found: list[Line] = []
        start = 0
        while start < last:
            # Most lines of Chinese are full, end between two Han characters and have nothing that
            # could shrink for one more.
            end = bisect_right(starts, starts[start] + room, start) - 1
            if (
                start < end < last
                and "\u3400" <= text[end - 1] <= "\u9fff"
                and "\u3400" <= text[end] <= "\u9fff"
                and text[start] not in _SHRINKS_FIRST
                and not (places and bisect_left(places, start) < bisect_left(places, end + 1))
            ):
                found.append(_line(Line, (start, end, starts[end] - starts[start], 0.0, _NONE, False)))
            else:
                line = self.line(start)
                found.append(line)
                end = line.end
            start = end
        return found or [self.line(0)]

    def line(self, start: int) -> Line:
        """The widest line from `start` that ends where it may."""
        text, last = self.text, len(self.text)
        if start >= last:
            return Line(start, last, 0.0, 0.0, _NONE)
        fitting = self._fitting(start)
        if fitting == last:
            return self._set(start, last)
        for end in range(fitting, start, -1):
            if can_break(text, end):
                break
        else:
            return self._cut(start, fitting)
        if text[end - 1] == " " and self.justified:
            return self._with_part_of_a_word(start, end, fitting)
        return self._set(start, end)

    def shared(self, before: Line, lone: Line) -> list[Line]:
        """The last two lines of a paragraph, so that the last one is not one single character."""
        for index in range(lone.start - 1, before.start, -1):
            if can_break(self.text, index) and not is_lone(self.text, index):
                line = self.line(index)
                if line.end == len(self.text):
                    return [self._set(before.start, index), line]
                break
        return [before, lone]

    def _fitting(self, start: int) -> int:
        """The end of the longest line from `start` that has room, wherever it may break.

        (At least one character.) What has room as it is is found at once; what shrinks makes room
        for a character or two more.
        """
        text, starts = self.text, self.starts
        last = len(text)
        end = bisect_right(starts, starts[start] + self.width + _TOLERANCE, start) - 1
        if end == start:
            end += 1
        if end == last:
            return end
        if text[end] in _SHRINKS_LAST or text[start] in _SHRINKS_FIRST or self.gaps:
            while end < last and self._excess(start, end + 1) <= _TOLERANCE:
                end += 1
            # A mark that is squeezed before another one is not when it ends the line.
            while (
                self.gaps.get(end - 1, 0.0) < 0 and end > start + 1 and self._excess(start, end) > _TOLERANCE
            ):
                end -= 1
        return self._after_spaces(end) if end < last and text[end] == " " else end

    def _excess(self, start: int, end: int) -> float:
        """What a line is wider than its room when all that may shrink has shrunk, in em."""
        starts, text = self.starts, self.text
        excess = starts[end - 1] + self.advances[end - 1] - starts[start] - self.width
        if excess > 0:
            if text[end - 1] in _SHRINKS_LAST:
                excess -= self._half(end - 1)
            if text[start] in _SHRINKS_FIRST:
                excess -= self._half(start)
            if excess > 0 and self.squeezable:
                excess -= (GAP - NARROWEST) * len(self._squeezable_of(start, end))
        return excess

    def _set(self, start: int, end: int, hyphen: bool = False) -> Line:
        """The line from `start` to `end`, its gaps squeezed as far as its room asks for."""
        text, starts = self.text, self.starts
        if end < len(text) and text[end] == " ":
            end = self._after_spaces(end)
        printed = end
        while text[printed - 1] == " " and printed > start + 1:
            printed -= 1
        final = printed - 1
        shift = self._half(start) if text[start] in _SHRINKS_FIRST else 0.0
        width = starts[final] + self.advances[final] - starts[start] - shift
        if text[final] in _SHRINKS_LAST:
            width -= self._half(final)
        if hyphen and self.hyphen is not None:
            width += self.hyphen
        gaps = self._gaps_of(start, printed) if self.places else _NONE
        excess = width - self.width
        if gaps and excess > _TOLERANCE and (places := self._squeezable_of(start, printed)):
            less = min(excess / len(places), GAP - NARROWEST)
            width -= less * len(places)
            gaps.update((index - start, GAP - less) for index in places)
        return _line(Line, (start, end, width, shift, gaps, hyphen))

    def _cut(self, start: int, fitting: int) -> Line:
        """A line inside a word that is longer than it: after a sign of an address, else hyphenated,
        else between any two characters (clusters stay whole)."""
        text = self.text
        if (end := sign_break(text, start, fitting, ADDRESS_SIGNS)) is not None:
            return self._set(start, end)
        if self.hyphen is not None:
            for end in hyphenations(text, start, fitting):
                if self._excess(start, end) + self.hyphen <= _TOLERANCE:
                    return self._set(start, end, hyphen=True)
        end = fitting
        while end > start and inside_cluster(text, end):
            end -= 1
        if end == start:
            end = fitting
            while end < len(text) and inside_cluster(text, end):
                end += 1
        return self._set(start, end)

    def _with_part_of_a_word(self, start: int, end: int, fitting: int) -> Line:
        """The line up to `end`, with a part of the next word where its word spaces would become
        too wide without it. Only Latin text is hyphenated like that."""
        line = self._set(start, end)
        spaces = self.text.count(" ", start, end - 1)
        if self.hyphen is None or self.width - line.width <= WIDEST * spaces or not is_latin(self.text):
            return line
        own = sign_break(self.text, end, fitting, OWN_HYPHENS)
        if own is not None and self.text[own].isalpha():
            return self._set(start, own)
        for part in hyphenations(self.text, end, fitting):
            if self._excess(start, part) + self.hyphen <= _TOLERANCE:
                return self._set(start, part, hyphen=True)
        return line

    def _half(self, index: int) -> float:
        """Half an em where a mark with a blank half is full-width."""
        return 0.5 if self.advances[index] > FULL_WIDTH else 0.0

    def _after_spaces(self, end: int) -> int:
        """Spaces at the end of a line take no room; one that bears an accent is no space."""
        text, last = self.text, len(self.text)
        while end < last and text[end] == " " and not (end + 1 < last and inside_cluster(text, end + 1)):
            end += 1
        return end

    def _gaps_of(self, start: int, end: int) -> dict[int, float]:
        """The gaps inside a line, none at its edges, by their index in it."""
        places, gaps = self.places, self.gaps
        inside = places[bisect_left(places, start) : bisect_left(places, end - 1)]
        return {index - start: gaps[index] for index in inside}

    def _squeezable_of(self, start: int, end: int) -> list[int]:
        places = self.squeezable
        return places[bisect_left(places, start) : bisect_left(places, end - 1)]


def can_break(text: str, index: int) -> bool:
    """Whether a line may end before the character at `index` (0 < index < len(text))."""
    before, after = text[index - 1], text[index]
    if "\u3400" <= before <= "\u9fff" and "\u3400" <= after <= "\u9fff":
        return True
    if after in NEVER_FIRST or before in NEVER_LAST or after == " ":
        return False
    if inside_cluster(text, index) or is_apostrophe(text, index - 1):
        return False
    return not (in_word(before) and in_word(after)) or text[max(index - 2, 0) : index] in ("——", "……")


def is_lone(text: str, start: int) -> bool:
    """Whether the text from `start` is one single character, with or without its punctuation."""
    seen = 0
    for index in range(start, len(text)):
        continues = index > start and inside_cluster(text, index)
        if not continues and unicodedata.category(text[index])[0] not in "PZ":
            seen += 1
            if seen > 1:
                return False
    return True
