"""How high each row of a table must be.

Excel fits no height to merged or wrapped cells, so every height is written and comes from here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from ipexport.formats.xlsx.grid import line_pixels, text_pixels, text_room
from ipexport.formats.xlsx.measure import Widths, cell_text, count_lines
from ipexport.style import Style, TextStyle
from ipexport.table import Cell, Table

# A row in which no text ends is at least as high as this, in pixels.
_LEAST = 8


@dataclass(frozen=True, slots=True)
class Block:
    """A cell that begins in body row `row`, with its text measured; heights in pixels."""

    row: int
    cell: Cell
    text: str
    lines: int
    line_height: float
    height: int

    @property
    def end(self) -> int:
        """The row after the last one that the cell covers."""
        return self.row + self.cell.row_span


def measure(table: Table, columns: Sequence[int], style: Style, widths: Widths) -> list[Block]:
    """The cells of the body in their order; `columns` are the widths in pixels."""
    edges = list(accumulate(columns, initial=0))
    blocks = []
    for number, row in enumerate(table.rows):
        for cell in row:
            text_style = style.text[cell.role]
            text = cell_text(cell)
            room = text_room(edges[cell.column + cell.column_span] - edges[cell.column], text_style)
            lines = count_lines(text, room, widths)
            height = text_pixels(lines, text_style)
            blocks.append(Block(number, cell, text, lines, line_pixels(text_style), height))
    return blocks


def row_heights(blocks: Sequence[Block], rows: int) -> list[int]:
    """The heights of the body rows in pixels; a merged cell that needs more than its rows have
    makes the last of them higher."""
    ending: list[list[Block]] = [[] for _ in range(rows)]
    for block in blocks:
        ending[block.end - 1].append(block)
    tops = [0]
    heights: list[int] = []
    for row in range(rows):
        top = tops[-1]
        need = [block.height - (top - tops[block.row]) for block in ending[row]]
        heights.append(max([_LEAST, *need]))
        tops.append(top + heights[-1])
    return heights


def text_height(text: str, pixels: int, text_style: TextStyle, widths: Widths) -> int:
    """The height in pixels of a cell with this text in a column so many pixels wide."""
    return text_pixels(count_lines(text, text_room(pixels, text_style), widths), text_style)
