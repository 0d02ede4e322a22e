"""The rows of a region's sheet: how high they are, and where the sheet breaks into pages.

A page is filled with rows, each as high as the texts that end in it need. Pages break between
rows, where a merged text does not go through. Only a row that is higher than a page, or that would
leave nearly all of a page empty, breaks inside: it becomes several sheet rows.

No merged cell goes over a page break: Excel prints no rule where a merged cell is cut, and a
program whose font has another leading would cut a line. What is left of a cell stands on the next
page in a cell of its own, with the rest of the text; the pieces of a text, put together, are the
text. Breaks are manual ones, so that every program makes the same pages and the contents are right;
programs that heed no manual breaks come to the same pages, since the rows are as high as the pages
want.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from ipexport.formats.xlsx.blocks import Block
from ipexport.formats.xlsx.grid import TALLEST_ROW

# A row in which no text ends is at least as high as this, in pixels.
_LEAST = 8
# What it costs to print a text on two pages, measured in pages left empty.
_CUT = 0.8
# Lines that stay together on each side of a break (clreq: no single line alone).
_FEWEST_LINES = 2


class SheetRow(NamedTuple):
    """A row of the sheet: the whole of body row `body_row`, or a part of it; height in pixels."""

    body_row: int
    height: int
    ends_page: bool


class Piece(NamedTuple):
    """What stands of a cell on one page: the sheet rows `first` to `end` (not included, counted
    from 0) and its lines `start` to `stop` (not included); `is_continued` on all pages but its first."""

    block: Block
    first: int
    end: int
    start: int
    stop: int
    is_continued: bool


class _Text(NamedTuple):
    """A cell on the page that is being filled: its top in pixels, the lines printed before, and the
    height that the others need. `is_continued` as in `Piece`."""

    block: Block
    top: int
    done: int
    height: int
    is_continued: bool

    def lines_above(self, y: int) -> int:
        """How many of all its lines are printed when the page ends at `y`."""
        if self.done == 0 and y - self.top >= self.height:
            return self.block.lines.number
        return self.block.lines.fitting(self.done, y - self.top)


class _Page(NamedTuple):
    """A page filled beyond its end: its first body row, the bottoms of its rows, its texts."""

    first: int
    bottoms: list[int]
    texts: list[_Text]


def break_pages(table: Sequence[Sequence[Block]], page: int) -> tuple[list[SheetRow], list[Piece]]:
    """The rows of the sheet below its two title rows, and the cells on them.

    `table` has the cells of each body row, `page` is what a page holds of them in pixels: at least
    a line of each text.
    """
    rows: list[SheetRow] = []
    pieces: list[Piece] = []
    bands = {number for number, row in enumerate(table, 1) if any(b.cell.column_span > 1 for b in row)}
    filled = _fill(table, 0, [], False, page)
    while filled.bottoms:
        end = filled.bottoms[-1]
        is_last = end <= page
        if not is_last:
            end = _break(filled, page, bands)
        _put(filled, end, is_last, rows, pieces)
        # A row that ends with the page is done, one that goes on comes again.
        first = filled.first + sum(bottom <= end for bottom in filled.bottoms)
        left = [
            _rest(text.block, text.lines_above(end))
            for text in filled.texts
            if text.block.end > first and text.top < end
        ]
        filled = _fill(table, first, left, end not in filled.bottoms, page)
    return rows, pieces


def _rest(block: Block, done: int) -> _Text:
    """A cell at the top of a page, `done` lines of which stand on the pages before."""
    height = block.lines.pixels(done, block.lines.number) if done < block.lines.number else 0
    return _Text(block, 0, done, height, True)


def _fill(
    table: Sequence[Sequence[Block]], first: int, left: list[_Text], is_begun: bool, page: int
) -> _Page:
    """Puts rows on a page until they do not fit; `left` are the texts that go on from the page
    before, `is_begun` whether the first row does."""
    filled = _Page(first, [], left)
    y = 0
    for number in range(first, len(table)):
        if number > first or not is_begun:
            filled.texts.extend([_Text(block, y, 0, block.height, False) for block in table[number]])
        needs = [text.top + text.height for text in filled.texts if text.block.end == number + 1]
        y = max([y + _LEAST, *needs])
        filled.bottoms.append(y)
        if y > page:
            break
    return filled


def _break(filled: _Page, page: int, bands: set[int]) -> int:
    """Where a page that is too full ends, in pixels from its top."""
    cheapest, end = math.inf, page
    for number, bottom in enumerate(filled.bottoms[:-1], filled.first + 1):
        # A band belongs to the rows below it.
        if number not in bands:
            cost = _cost(filled, page, bottom, number)
            if cost <= cheapest:
                cheapest, end = cost, bottom
    row = filled.first + len(filled.bottoms) - 1
    covering = [text for text in filled.texts if text.block.end > row]
    longest = max(covering, key=lambda text: text.top + text.height)
    if cheapest <= _CUT and longest.height <= page:
        return end
    for y in _line_ends(longest, filled.bottoms[-2] if len(filled.bottoms) > 1 else 0, page):
        cost = _cost(filled, page, y, row)
        if cost <= cheapest:
            cheapest, end = cost, y
    return end


def _line_ends(text: _Text, above: int, page: int) -> Iterator[int]:
    """Where a row below `above` can break: after whole lines of its longest text."""
    for stop in range(text.done + _FEWEST_LINES, text.block.lines.number - _FEWEST_LINES + 1):
        y = text.top + text.block.lines.pixels(text.done, stop)
        if y > page:
            return
        if y > above:
            yield y


def _cost(filled: _Page, page: int, y: int, row: int) -> float:
    """What a break at `y`, in or just above body row `row`, costs."""
    cut = 0
    for text in filled.texts:
        # A text higher than a page is cut in any case.
        if text.block.end > row and text.top < y and text.top + text.height > y and text.height <= page:
            cut += text.lines_above(y) < text.block.lines.number
    return (page - y) / page + _CUT * cut


def _put(filled: _Page, end: int, is_last: bool, rows: list[SheetRow], pieces: list[Piece]) -> None:
    """Adds the sheet rows of a page down to `end`, and the pieces of cells on them."""
    start = len(rows)
    edges = [0]
    for number, (top, bottom) in enumerate(pairwise([0, *filled.bottoms]), filled.first):
        height = min(bottom, end) - top
        if height <= 0:
            break
        for part in range(math.ceil(height / TALLEST_ROW), 0, -1):
            edges.append(edges[-1] + (min(bottom, end) - edges[-1]) // part)
            ends_page = edges[-1] == end and not is_last
            rows.append(SheetRow(number, edges[-1] - edges[-2], ends_page))
    for text in filled.texts:
        if text.top < end:
            covered = text.block.end - filled.first
            bottom = filled.bottoms[covered - 1] if covered <= len(filled.bottoms) else end
            is_whole = bottom <= end and covered <= len(filled.bottoms)
            pieces.append(
                Piece(
                    text.block,
                    first=start + bisect_left(edges, text.top),
                    end=start + bisect_left(edges, min(bottom, end)),
                    start=text.done,
                    stop=text.block.lines.number if is_whole else text.lines_above(end),
                    is_continued=text.is_continued,
                )
            )
