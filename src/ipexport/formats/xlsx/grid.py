"""Widths and heights in the pixels of Excel's grid: 96 to the inch, 0.75 points each.

Excel keeps column widths in characters of the workbook's default font and rounds row heights to
pixels; counting in whole pixels from the start makes the sums that decide about pages exact.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

POINTS_PER_PIXEL = 0.75
TALLEST_ROW = 546
"""Excel's tallest row, 409.5 points."""

# The font of the Normal style, in whose digits column widths are given. Excel rounds the width
# of a digit to pixels, LibreOffice does not: Verdana of 8.25 points has digits of 6.99 pixels, so
# both agree; and where it is missing its usual stand-in, DejaVu Sans, has digits of the same
# width. With 宋体 the columns come out 17 to 27 % wider in a LibreOffice without that font, and
# the printed page so much smaller.
DEFAULT_FONT, DEFAULT_SIZE = "Verdana", 8.25
_DIGIT = 7

# What Excel keeps free beside and below the text of a cell.
_BESIDE_TEXT = 5
_BELOW_TEXT = 4
# What LibreOffice keeps free beside it, 0.35 mm on each side.
_BESIDE_PRINT = 2.65
_TINY = 1e-6


def whole_pixels(points: float) -> int:
    """How many pixels fit into a length in points."""
    return math.floor(points / POINTS_PER_PIXEL + _TINY)


def letter_pixels(size: float) -> int:
    """The whole pixels that Excel's screen makes of letters of a size in points."""
    return max(round(size / POINTS_PER_PIXEL), 1)


def column_pixels(widths: Iterable[float]) -> tuple[int, ...]:
    """The widths of columns, given in points, so that no rounding adds up over them."""
    edges = [0]
    position = 0.0
    for width in widths:
        position += width
        edges.append(whole_pixels(position))
    return tuple(right - left for left, right in pairwise(edges))


def column_width(pixels: int) -> float:
    """The width that a file gives for a column of so many pixels (ECMA-376 part 1, 18.3.1.13)."""
    return pixels / _DIGIT


def print_room(pixels: int, size: float) -> float:
    """The room for a line in print in a cell so many pixels wide, in em of a size in points."""
    return max((pixels - _BESIDE_PRINT) * POINTS_PER_PIXEL / size, 1.0)


def screen_room(pixels: int, size: float) -> float:
    """The room for a line on Excel's screen, in em of its letters."""
    return max((pixels - _BESIDE_TEXT) / letter_pixels(size), 1.0)


def cell_pixels(text: float) -> int:
    """The height of a cell whose text is so many pixels high."""
    return math.ceil(text - _TINY) + _BELOW_TEXT


class Lines(NamedTuple):
    """The number of lines of a cell, how far apart they are and what stays free below them, in
    pixels; where they are not all equally far apart, `bottoms` has the top of the first line and the
    bottom of each."""

    number: int
    pitch: float
    spare: float = 0.0
    bottoms: tuple[float, ...] = ()

    def pixels(self, start: int, stop: int) -> int:
        """The height of a cell with the lines `start` to `stop` (not included); an empty cell is as
        high as one line."""
        if self.bottoms and start < stop:
            return cell_pixels(self.bottoms[stop] - self.bottoms[start] + self.spare)
        return cell_pixels(max(stop - start, 1) * self.pitch + self.spare)

    def fitting(self, start: int, pixels: int) -> int:
        """Up to where the lines from `start` fit into a cell of this height."""
        room = max(pixels - _BELOW_TEXT - self.spare, 0.0) + _TINY
        if self.bottoms:
            return max(bisect_right(self.bottoms, self.bottoms[start] + room) - 1, start)
        return min(start + math.floor(room / self.pitch), self.number)
