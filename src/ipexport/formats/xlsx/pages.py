"""Where a region's sheet breaks into pages.

Pages break between rows, where a merged text does not go through. Only a row that is higher than
a page, or that would leave nearly all of a page empty, breaks inside: it becomes several sheet
rows, and the text of its cells, merged over them, goes on behind the break. A program whose font
has another leading than was reckoned cuts a line there; that is why such breaks are few. Breaks
are manual ones, so that every program makes the same pages and the contents are right; programs
that heed no manual breaks come to the same pages, since the rows are as high as the pages want.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import accumulate

from ipexport.formats.xlsx.grid import TALLEST_ROW
from ipexport.formats.xlsx.heights import Block

# What it costs to print a text on two pages, measured in pages left empty.
_CUT = 0.8
# Lines that stay together on each side of a break (clreq: no single line alone).
_FEWEST_LINES = 2


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row of the sheet: the whole of body row `body_row`, or a part of it; height in pixels."""

    body_row: int
    height: int
    ends_page: bool


def break_pages(heights: Sequence[int], blocks: Sequence[Block], page: int) -> list[SheetRow]:
    """The rows of the sheet below its two title rows.

    `heights` are those of the body rows, `page` is what a page holds of them; all in pixels.
    """
    tops = list(accumulate(heights, initial=0))
    breaks = list(_breaks(tops, blocks, page))
    rows: list[SheetRow] = []
    coming = iter([*breaks, math.inf])
    position, next_break = 0, next(coming)
    for number, bottom in enumerate(tops[1:]):
        while position < bottom:
            until = int(min(bottom, next_break))
            count = math.ceil((until - position) / TALLEST_ROW)
            for part in range(count, 0, -1):
                height = (until - position) // part
                position += height
                rows.append(SheetRow(number, height, ends_page=position == next_break))
            if position == next_break:
                next_break = next(coming)
    return rows


def _breaks(tops: Sequence[int], blocks: Sequence[Block], page: int) -> Iterator[int]:
    """The positions of the page breaks, measured from the top of the body."""
    bands = {block.end for block in blocks if block.cell.column_span > 1}
    coming = deque(blocks)
    texts: list[Block] = []
    start = 0
    while tops[-1] - start > page:
        limit = start + page
        while coming and tops[coming[0].row] < limit:
            texts.append(coming.popleft())
        texts = [block for block in texts if tops[block.row] + block.height > start]
        first, row = bisect_right(tops, start), bisect_right(tops, limit) - 1
        candidates = [tops[number] for number in range(first, row + 1) if number not in bands]
        candidates += [y for y in _line_ends(tops, texts, row) if start < y <= limit]
        start = min(candidates, key=partial(_cost, tops, texts, limit, page), default=limit)
        yield start


def _line_ends(tops: Sequence[int], texts: Sequence[Block], row: int) -> list[int]:
    """Where a row can break: after whole lines of the text that reaches down the farthest."""
    covering = [block for block in texts if block.row <= row < block.end]
    if not covering:
        return []
    longest = max(covering, key=lambda block: tops[block.row] + block.height)
    top, line = tops[longest.row], longest.line_height
    fewest = max(_FEWEST_LINES, math.floor((tops[row] - top) / line) + 1)
    return [top + round(line * lines) for lines in range(fewest, longest.lines - _FEWEST_LINES + 1)]


def _cost(tops: Sequence[int], texts: Sequence[Block], limit: int, page: int, y: int) -> tuple[float, int]:
    # A text higher than a page is cut in any case.
    cut = sum(block.height <= page and is_cut(block, tops, y) for block in texts)
    return (limit - y) / page + _CUT * cut, -y


def is_cut(block: Block, tops: Sequence[int], y: int) -> bool:
    """Whether a break at `y` goes through the cell's text."""
    top = tops[block.row]
    return top < y < top + block.lines * block.line_height
