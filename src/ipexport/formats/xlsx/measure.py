"""How many lines a text takes in a sheet's cell.

Excel neither squeezes punctuation nor leaves gaps between Chinese and Latin letters, so lines
are counted without `typography.spacing`; where a line may end is the same (`can_break`).
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate, pairwise

from ipexport.model import Language
from ipexport.typography.breaking import can_break


class Widths(dict[str, float]):
    """The width of each character in em, filled in as characters are asked for."""

    def __init__(self, language: Language) -> None:
        super().__init__(_TIMES if language == "en" else _BESIDE_CHINESE)

    def __missing__(self, character: str) -> float:
        kind = unicodedata.east_asian_width(character)
        width = 1.0 if kind in "WFA" else 0.0 if unicodedata.combining(character) else _OTHER
        self[character] = width
        return width


_OTHER = 0.56
# Chinese fonts of Windows have Latin letters of half an em, Noto CJK proportional ones (digits
# 0.557 em): the wider of both, so that a row is high enough whichever font is there.
_BESIDE_CHINESE = {
    **dict.fromkeys("ABCDEFGHKLNOPQRSTUVXYZ&", 0.68),
    **dict.fromkeys("mMwW@%", 0.95),
}
# Times New Roman (the AFM widths of Times-Roman), a little wider for what may stand in for it.
_TIMES = {
    character: 1.02 * width
    for width, characters in (
        (0.25, " .,"),
        (0.28, "ijlt:;/|"),
        (0.33, "fr-()[]!’‘I"),
        (0.39, "sJ"),
        (0.44, "acez?“”"),
        (0.5, "bdghknopquvxy0123456789–$_*"),
        (0.56, "FPS+=<>"),
        (0.61, "ELTZ"),
        (0.67, "BCR"),
        (0.72, "wADGHKNOQUVXY"),
        (0.78, "m&"),
        (0.89, "M%"),
        (0.95, "W@"),
        (1.0, "—…"),
    )
    for character in characters
}
_WIDEST = 1.02


def count_lines(paragraph: str, room: float, widths: Widths) -> int:
    """The lines of a paragraph in a cell with `room` em for a line."""
    return len(_line_starts(paragraph, room, widths))


def lines(paragraph: str, room: float, widths: Widths) -> Iterator[str]:
    """The lines that `count_lines` counts; put together, they are the paragraph."""
    for start, end in pairwise([*_line_starts(paragraph, room, widths), len(paragraph)]):
        yield paragraph[start:end]


def _line_starts(paragraph: str, room: float, widths: Widths) -> list[int]:
    starts = [0]
    last = len(paragraph)
    if last * _WIDEST <= room:
        return starts
    ends = list(accumulate(map(widths.__getitem__, paragraph), initial=0.0))
    limit = room
    while ends[last] > limit:
        start = starts[-1]
        end = max(bisect_right(ends, limit, start) - 1, start + 1)
        # Nearly every line of Chinese ends between two characters of the main block.
        if not (
            "\u4e00" <= paragraph[end - 1] <= "\u9fff" and "\u4e00" <= paragraph[end : end + 1] <= "\u9fff"
        ):
            end = _line_end(paragraph, start, end)
            while end < last and paragraph[end] == " ":
                end += 1
            if end == last:
                break
        starts.append(end)
        limit = ends[end] + room
    return starts


def _line_end(paragraph: str, start: int, widest: int) -> int:
    """Where the line that begins at `start` ends when no more than up to `widest` fits."""
    if widest == len(paragraph):
        return widest
    for end in range(widest, start, -1):
        if paragraph[end] == " " or can_break(paragraph, end):
            return end
    return widest
