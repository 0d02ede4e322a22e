"""Where the cells of a form stand, and how high its rows are.

A cell of the document is one cell of the sheet, or one merged area: people type into it. A row of the
document that is higher than a sheet's highest becomes several sheet rows, over which all of its cells
are merged. Programs fit no height to merged cells, so all heights are written; a row whose height comes
from cells of its own alone may grow when somebody types more.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from ipexport.formats.xlsx.blocks import Ruler
from ipexport.formats.xlsx.form.columns import FormColumn
from ipexport.formats.xlsx.grid import TALLEST_ROW, cell_pixels
from ipexport.formats.xlsx.words import Said, said
from ipexport.table import Cell, Section

_EMPTY_LINES = 3
"""How many lines there is room for in a cell that is to be filled in."""


class FormCell(NamedTuple):
    """A cell over the columns from `left` to `right` and the rows of the table from `first` up to `end`."""

    left: int
    right: int
    first: int
    end: int
    said: Said


class FormRow(NamedTuple):
    """A row of the sheet that shows (part of) a row of the table; heights are in pixels."""

    body_row: int
    height: int
    can_grow: bool


class FormLayout(NamedTuple):
    """`firsts` are the sheet's rows, counted from 0, in which each row of the table begins, and the one
    after all."""

    section: Section
    columns: tuple[FormColumn, ...]
    cells: tuple[FormCell, ...]
    rows: tuple[FormRow, ...]
    firsts: tuple[int, ...]


def lay_out(section: Section, columns: tuple[FormColumn, ...], ruler: Ruler) -> FormLayout:
    """Finds the cells of a region's form, measures them and makes rows of them."""
    cells = tuple(_cells(section, columns))
    heights, stretched = _heights(cells, columns, len(section.table.rows), ruler)
    counts = [math.ceil(height / TALLEST_ROW) for height in heights]
    rows = tuple(
        FormRow(number, math.ceil(height / count), can_grow=count == 1 and number not in stretched)
        for number, (height, count) in enumerate(zip(heights, counts, strict=True))
        for _ in range(count)
    )
    return FormLayout(section, columns, cells, rows, tuple(accumulate(counts, initial=0)))


def breaks(layout: FormLayout, page: int) -> list[int]:
    """The rows of the sheet, counted from 0, that begin a page of so many pixels: those with which a row of
    the table begins that is several rows of the sheet, and would be cut within a line. Pages break between
    other rows by themselves, wherever these are when somebody has filled them in."""
    found = []
    used = 0
    for first, end in pairwise(layout.firsts):
        heights = [row.height for row in layout.rows[first:end]]
        if len(heights) > 1 and used > 0 and used + sum(heights) > page:
            found.append(first)
            used = 0
        for height in heights:
            used = used + height if used + height <= page else height
    return found


def _cells(section: Section, columns: Sequence[FormColumn]) -> Iterator[FormCell]:
    """The cells of the table and those of the questions, row by row."""
    places = [place for place, column in enumerate(columns) if column.kind == "text"]
    questions = [place for place, column in enumerate(columns) if column.kind == "question"]
    for first, row in enumerate(section.table.rows):
        for cell in row:
            left = places[cell.column]
            right = left if cell.column_span == 1 else len(columns) - 1
            yield FormCell(left, right, first, first + cell.row_span, said(cell.paragraphs, cell.language))
        for place in questions:
            for task in filter(_is_task, row):
                empty = Said("", columns[place].language)
                yield FormCell(place, place, first, first + task.row_span, empty)


def _is_task(cell: Cell) -> bool:
    return cell.role == "task" and not cell.id.endswith(":en")


def _heights(
    cells: Sequence[FormCell], columns: Sequence[FormColumn], count: int, ruler: Ruler
) -> tuple[list[int], set[int]]:
    """The heights of the table's rows, and which of them are higher than their own cells need."""
    heights = [0] * count
    stretched: set[int] = set()
    for cell in sorted(cells, key=lambda cell: cell.end - cell.first):
        column, rows = columns[cell.left], range(cell.first, cell.end)
        width = sum(column.width for column in columns[cell.left : cell.right + 1])
        needed = ruler.text_height(cell.said, column.role, width)
        if column.rule is not None:
            needed = max(needed, cell_pixels(_EMPTY_LINES * ruler.pitch(column.role, cell.said.language)))
        missing = needed - sum(heights[cell.first : cell.end])
        if missing > 0:
            if len(rows) > 1:
                stretched.update(rows)
            for place, row in enumerate(rows):
                heights[row] += (missing + place) // len(rows)
    return heights, stretched
