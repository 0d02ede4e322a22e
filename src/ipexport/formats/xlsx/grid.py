"""Widths and heights in the pixels of Excel's grid: 96 to the inch, 0.75 points each.

Excel keeps column widths in characters of the workbook's default font and rounds row heights to
pixels; counting in whole pixels from the start makes the sums that decide about pages exact.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from itertools import pairwise

from ipexport.model import Language
from ipexport.style import TextStyle

POINTS_PER_PIXEL = 0.75
TALLEST_ROW = 546
"""Excel's tallest row, 409.5 points."""

# The font of the Normal style, in whose digits column widths are given. Excel rounds the width
# of a digit to pixels, LibreOffice does not: Verdana of 12 points has digits of 10.17 pixels, so
# both agree; and where it is missing its usual stand-in, DejaVu Sans, has digits of the same
# width. With 宋体 the columns come out 17 to 27 % wider in a LibreOffice without that font, and
# the printed page so much smaller.
DEFAULT_FONT, DEFAULT_SIZE = "Verdana", 12
_DIGIT = 10

# What Excel keeps free beside and below the text of a cell.
_BESIDE_TEXT = 5
_BELOW_TEXT = 4
# Programs set lines as far apart as the font says, whatever a style wants. The largest of the
# Chinese fonts in use is that of Noto Serif and Noto Sans CJK, 1.437 and 1.448; Times New Roman
# and what stands in for it have 1.15, and programs round up to pixels.
_LEADINGS: dict[Language, float] = {"zh": 1.45, "en": 1.2}
_TINY = 1e-6


def whole_pixels(points: float) -> int:
    """How many pixels fit into a length in points."""
    return math.floor(points / POINTS_PER_PIXEL + _TINY)


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


def text_room(pixels: int, text: TextStyle) -> float:
    """The room for a line of text in a cell so many pixels wide, in em."""
    return max((pixels - _BESIDE_TEXT) * POINTS_PER_PIXEL / text.size, 1.0)


def line_pixels(text: TextStyle, language: Language) -> float:
    """The height of a line."""
    return _LEADINGS[language] * text.size / POINTS_PER_PIXEL


def text_pixels(lines: int, line_height: float) -> int:
    """The height of a cell with so many lines; an empty cell is as high as one line."""
    return math.ceil(max(lines, 1) * line_height - _TINY) + _BELOW_TEXT


def lines_in(pixels: int, line_height: float) -> int:
    """How many lines a cell of this height holds."""
    return max(math.floor((pixels - _BELOW_TEXT) / line_height + _TINY), 0)
