"""How many lines a paragraph takes in a program that neither squeezes nor hyphenates.

The same prohibited line starts and ends as in `breaking`, but every mark keeps its full width.
Only lines are counted, in a tenth of the time that setting them takes.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from functools import cache
from itertools import accumulate

from ipexport.typography.breaking import NEVER_FIRST, NEVER_LAST, can_break
from ipexport.typography.clusters import inside_cluster
from ipexport.typography.spacing import GAP, gaps

FULL_WIDTH = "、-。〈-】〔-〗，；：？！（）“”\u3400-\u4dbf\u4e00-\u9fff"
"""Full-width characters between which a line may break but for prohibited starts and ends, as a set of
a regular expression."""

_FULL_WIDTH = re.compile(f"[{FULL_WIDTH}]*")
_WIDEST = 1.0 + GAP
_TOLERANCE = 1e-6


def count_lines(text: str, width: float, metrics: Callable[[str], list[float]]) -> int:
    """The lines of one paragraph in a column `width` em wide, at least one.

    `metrics` gives the advance width of each character in em; no character is wider than 1 em, and
    full-width ones are as wide as that.
    """
    if len(text) * _WIDEST <= width:
        return 1
    if _FULL_WIDTH.fullmatch(text):
        return len(_full_width_lines(max(int(width + _TOLERANCE), 1)).findall(text))
    return _count(text, width, metrics(text))


@cache
def _full_width_lines(most: int) -> re.Pattern[str]:
    """Matches one line of at most so many full-width characters."""
    first, last = _full_width(NEVER_FIRST), _full_width(NEVER_LAST)
    return re.compile(rf".{{1,{most}}}(?:\Z|(?<![{last}])(?![{first}]))|.{{1,{most}}}")


def _full_width(marks: frozenset[str]) -> str:
    return "".join(sorted(filter(_FULL_WIDTH.fullmatch, marks)))


def _count(text: str, width: float, advances: Sequence[float]) -> int:
    steps = advances
    if places := gaps(text):
        steps = list(advances)
        for index in places:
            steps[index] += GAP
    starts = list(accumulate(steps, initial=0.0))
    width += _TOLERANCE
    last = len(text)
    count, start = 1, 0
    while True:
        limit = starts[start] + width
        end = max(bisect_right(starts, limit, start) - 1, start + 1)
        # The gap after the last character of a line takes no room, nor do spaces.
        while end < last and starts[end] + advances[end] <= limit:
            end += 1
        # Nearly every line of Chinese ends between two Han characters.
        if end < last and "\u4e00" <= text[end - 1] <= "\u9fff" and "\u4e00" <= text[end] <= "\u9fff":
            count, start = count + 1, end
            continue
        fitting = end = _after_spaces(text, end)
        if end >= last:
            return count
        while not (can_break(text, end) or _after_hyphen(text, end)):
            end -= 1
            if end == start:
                end = _cut(text, start, fitting)
                break
        if end == last:
            return count
        count, start = count + 1, end


def _after_hyphen(text: str, index: int) -> bool:
    """Whether these programs break a word there that we keep whole: well-/known, 2016–/2017."""
    before, after = text[index - 1], text[index]
    return (before == "-" and after.isalpha()) or (before == "–" and after.isalnum())


def _cut(text: str, start: int, fitting: int) -> int:
    """The end of a line inside a word that is longer than it; clusters stay whole."""
    end = fitting
    while end > start and inside_cluster(text, end):
        end -= 1
    if end == start:
        end = fitting
        while end < len(text) and inside_cluster(text, end):
            end += 1
    return _after_spaces(text, end)


def _after_spaces(text: str, end: int) -> int:
    last = len(text)
    while end < last and text[end] == " " and not (end + 1 < last and inside_cluster(text, end + 1)):
        end += 1
    return end
