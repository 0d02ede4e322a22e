"""How many lines a text takes in a sheet's cell, and how far apart they are.

Neither Excel nor LibreOffice squeezes punctuation or leaves gaps between Chinese and Latin letters,
so a line is as wide as its characters. Excel begins no line with a mark that may not
begin one (`can_break`), LibreOffice breaks Chinese anywhere; both break English after hyphens.
"""

from __future__ import annotations

import math
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate, pairwise
from typing import NamedTuple

from ipexport.formats.xlsx.grid import POINTS_PER_PIXEL, letter_pixels, print_room, screen_room
from ipexport.layout.times import times_widths
from ipexport.model import Language
from ipexport.typography.breaking import can_break
from ipexport.typography.clusters import inside_cluster
from ipexport.typography.spacing import MARKS, UNEVEN, is_even


class Widths(dict[str, float]):
    """The width of each character in em, filled in as characters are asked for."""

    def __init__(self, font: _Font, size: float) -> None:
        super().__init__({character: _tenths(width, size) / size for character, width in font.widths.items()})
        self._other = _tenths(font.other, size) / size

    def __missing__(self, character: str) -> float:
        kind = unicodedata.east_asian_width(character)
        width = 1.0 if kind in "WFA" else 0.0 if unicodedata.combining(character) else self._other
        self[character] = width
        return width


class LineCounts(NamedTuple):
    """The lines of a paragraph: the fewest and the most that it can have in print, those that it is
    cut between, and those on Excel's screen."""

    fewest: int
    most: int
    cut: int
    on_screen: int


class TextMeasure:
    """Measures texts of one font and size; `print_pitch` and `screen_pitch` are how far apart its
    lines are in pixels, as LibreOffice sets and every program prints them, and on Excel's screen."""

    def __init__(self, language: Language, family: str, is_bold: bool, size: float) -> None:
        self._size, self._is_chinese = size, language == "zh"
        font = _CHINESE if self._is_chinese else _latin(is_bold, family)
        self._widths = Widths(font, size)
        letters = letter_pixels(size)
        self.print_pitch = sum(_tenths(part, size) for part in font.print_pitch) / POINTS_PER_PIXEL
        self.screen_pitch = sum(round(part * letters) for part in font.screen_pitch)

    def count(self, paragraph: str, pixels: int) -> LineCounts:
        """The lines in a cell so many pixels wide."""
        room = self._room(pixels)
        if self._is_chinese:
            anywhere = self._starts(paragraph, room, breaks_anywhere=True)
            fewest = cut = len(anywhere)
            # Where all of these lines begin as they may, no mark moves a line's end.
            if not all(_may_begin(paragraph, start) for start in anywhere):
                cut = len(self._starts(paragraph, room))
            return LineCounts(fewest, fewest, cut, cut)
        cut = len(self._starts(paragraph, room))
        most = len(self._starts(paragraph, room * _LEAST_ROOM))
        return LineCounts(cut, most, cut, len(self._starts(paragraph, screen_room(pixels, self._size))))

    def lines(self, paragraph: str, pixels: int) -> Iterator[str]:
        """The lines that it is cut between; put together, they are the paragraph."""
        starts = self._starts(paragraph, self._room(pixels))
        for start, end in pairwise([*starts, len(paragraph)]):
            yield paragraph[start:end]

    def _room(self, pixels: int) -> float:
        """The most room for a printed line."""
        return print_room(pixels, self._size) * (_MOST_CHINESE_ROOM if self._is_chinese else _MOST_ROOM)

    def _starts(self, paragraph: str, room: float, breaks_anywhere: bool = False) -> list[int]:
        return _line_starts(paragraph, room, self._widths, breaks_anywhere)


def _tenths(length: float, size: float) -> float:
    """A length in em in points of a font of this size, rounded as LibreOffice does."""
    return math.floor(10 * length * size + 0.5) / 10


class _Font(NamedTuple):
    """Widths of characters, that of others, and how far apart lines are, in em: the sum of parts
    that are rounded, on the screen to pixels."""

    widths: dict[str, float]
    other: float
    print_pitch: tuple[float, ...]
    screen_pitch: tuple[float, ...]


# Programs set lines as far apart as the font says, whatever a style wants. The largest of the
# Chinese fonts in use is that of Noto Serif and Noto Sans CJK, 1.437 and 1.448; 宋体 and 仿宋 have
# less than 1.2. Chinese fonts of Windows have Latin letters of half an em, Noto CJK proportional
# ones (digits 0.557 em), DejaVu Sans wider ones (0.636): the widest, so that a row is high enough
# whichever font is there.
_CHINESE = _Font(
    {
        **dict.fromkeys(" .,:;!'ijl|", 0.34),
        **dict.fromkeys("frt()[]/-", 0.42),
        **dict.fromkeys("ABCDEFGHKLNOPQRSTUVXYZ&", 0.76),
        **dict.fromkeys("+=<>~", 0.84),
        **dict.fromkeys("mMwW@%", 0.99),
    },
    other=0.64,
    print_pitch=(1.16, 0.288),
    screen_pitch=(1.2,),
)
# Times New Roman, and Liberation Serif that stands in for it: ascent and descent.
_TIMES_FAMILIES = ("Times New Roman", "Liberation Serif", "Times")
_TIMES_PITCH = (0.891, 0.216)
_TIMES_SIGNS = {"—": 1.0, "…": 1.0, "•": 0.35}


def _latin(is_bold: bool, family: str) -> _Font:
    widths = times_widths(is_bold) | _TIMES_SIGNS
    if family in _TIMES_FAMILIES:
        return _Font(widths, other=0.6, print_pitch=_TIMES_PITCH, screen_pitch=_TIMES_PITCH)
    # A font that a style sheet names and nothing is known of: as wide and high as Verdana.
    wider = {character: 1.35 * width for character, width in widths.items()}
    return _Font(wider, other=0.8, print_pitch=(1.25,), screen_pitch=(1.3,))


# Kerning and rounding make a printed line of English a little longer or shorter than its letters.
_MOST_ROOM, _LEAST_ROOM = 1.003, 0.99
_MOST_CHINESE_ROOM = 1.0005
_WIDEST = 1.35
_BEFORE_NUMBERS = frozenset("+±№")
_FREE_MARKS = frozenset(MARKS)


def _line_starts(paragraph: str, room: float, widths: Widths, breaks_anywhere: bool) -> list[int]:
    starts = [0]
    last = len(paragraph)
    if last * _WIDEST <= room:
        return starts
    even = is_even(paragraph)
    if even and breaks_anywhere:
        return list(range(0, last, math.floor(room)))
    if even or breaks_anywhere:
        advances = [1.0] * last
        for run in UNEVEN.finditer(paragraph):
            begin, end = run.span()
            advances[begin:end] = map(widths.__getitem__, paragraph[begin:end])
    else:
        advances = list(map(widths.__getitem__, paragraph))
    ends = list(accumulate(advances, initial=0.0))
    limit = room
    while ends[last] > limit:
        start = starts[-1]
        end = max(bisect_right(ends, limit, start) - 1, start + 1)
        # Nearly every line of Chinese ends between two characters of the main block.
        if not (
            "\u4e00" <= paragraph[end - 1] <= "\u9fff" and "\u4e00" <= paragraph[end : end + 1] <= "\u9fff"
        ):
            end = _line_end(paragraph, start, end, breaks_anywhere)
            while end < last and paragraph[end] == " ":
                end += 1
            if end == last:
                break
        starts.append(end)
        limit = ends[end] + room
    return starts


def _line_end(paragraph: str, start: int, widest: int, breaks_anywhere: bool) -> int:
    """Where the line that begins at `start` ends when no more than up to `widest` fits."""
    if widest == len(paragraph):
        return widest
    for end in range(widest, start, -1):
        if paragraph[end - 1] in _BEFORE_NUMBERS:
            continue
        if paragraph[end] == " " or can_break(paragraph, end) or _ends_at_hyphen(paragraph, end):
            return end
        if (
            breaks_anywhere
            and (paragraph[end] in _FREE_MARKS or paragraph[end - 1] in _FREE_MARKS)
            and not inside_cluster(paragraph, end)
        ):
            return end
    return widest


def _may_begin(paragraph: str, start: int) -> bool:
    return start == 0 or paragraph[start - 1] == " " or can_break(paragraph, start)


def _ends_at_hyphen(paragraph: str, end: int) -> bool:
    return paragraph[end - 1] == "-" and paragraph[end].isalpha() and paragraph[end - 2 : end - 1].isalnum()
