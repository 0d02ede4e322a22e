"""A table of a Word file as cells with their spans (ECMA-376 part 1, 17.4)."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from lxml import etree

from ipexport.formats.docx.reading.package import number, value, w
from ipexport.formats.docx.reading.paragraphs import Lines

_WIDEST = 64
"""Columns that a table can have (Word has 63)."""

_WRAPPERS = frozenset(
    map(w, ("sdt", "sdtContent", "customXml", "smartTag", "ins", "del", "moveFrom", "moveTo"))
)
_ROW, _CELL, _CELL_PROPERTIES = w("tr"), w("tc"), w("tcPr")


class GridCell(NamedTuple):
    """A cell that begins in its row: grid columns from `start` up to `end`."""

    element: etree._Element
    start: int
    end: int
    row_span: int


class GridRow(NamedTuple):
    """A row: its number in the table, from 1, the cells that begin in it, and the parts of those above."""

    number: int
    cells: tuple[GridCell, ...]
    covered: tuple[etree._Element, ...]
    is_header: bool


def grid_rows(table: etree._Element, lines: Lines) -> tuple[GridRow, ...]:
    """The rows that are there in a view of tracked changes, their columns counted as a reader does.

    Where somebody has moved the borders of single cells, the grid has columns that nobody sees: what
    counts are the columns of the first row, and each cell begins at the nearest one.
    """
    rows = [_Row(number, element) for number, element in enumerate(_inside(table, _ROW), 1)]
    rows = [row for row in rows if not lines.is_gone(row.properties)]
    for row in rows:
        row.read(lines)
    _put_in_columns(rows, _borders(table))
    _span(rows)
    return tuple(row.finished() for row in rows)


def _inside(element: etree._Element, tag: str) -> Iterator[etree._Element]:
    """The children with a tag, also those in content controls."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _inside(child, tag)


class _Row:
    """A row while its cells come in; `goes_on` says which cells are parts of those above."""

    def __init__(self, number: int, element: etree._Element) -> None:
        self.number, self.element = number, element
        self.properties = element.find(w("trPr"))
        self.cells: list[GridCell] = []
        self.goes_on: list[bool] = []

    def read(self, lines: Lines) -> None:
        column = 0 if self.properties is None else number(value(self.properties.find(w("gridBefore"))))
        for element in _inside(self.element, _CELL):
            properties = element.find(_CELL_PROPERTIES)
            if _is_gone(properties, lines):
                continue
            span = 1 if properties is None else number(value(properties.find(w("gridSpan")), "1"), 1)
            end = min(column + min(max(span, 1), _WIDEST), 10 * _WIDEST)
            if _merge(properties, "hMerge") == "continue" and self.cells:
                self.cells[-1] = self.cells[-1]._replace(end=end)
            else:
                self.cells.append(GridCell(element, column, end, 1))
                self.goes_on.append(_merge(properties, "vMerge") == "continue")
            column = end

    def finished(self) -> GridRow:
        cells = tuple(cell for cell, goes_on in zip(self.cells, self.goes_on, strict=True) if not goes_on)
        covered = tuple(
            cell.element for cell, goes_on in zip(self.cells, self.goes_on, strict=True) if goes_on
        )
        header = None if self.properties is None else self.properties.find(w("tblHeader"))
        is_header = header is not None and value(header, "1") not in ("0", "false", "off")
        return GridRow(self.number, cells, covered, is_header)


def _is_gone(properties: etree._Element | None, lines: Lines) -> bool:
    """Whether a single cell came or went (17.13.5.1, 17.13.5.2)."""
    if properties is None:
        return False
    inserted, deleted = properties.find(w("cellIns")), properties.find(w("cellDel"))
    if inserted is not None or deleted is not None:
        lines.has_changes = True
    return (deleted if lines.view == "accepted" else inserted) is not None


def _merge(properties: etree._Element | None, name: str) -> str:
    element = None if properties is None else properties.find(w(name))
    return "" if element is None else value(element, "continue")


def _span(rows: Sequence[_Row]) -> None:
    """Counts the rows of merged cells. One that goes on with nothing above it begins there."""
    above: dict[int, tuple[_Row, int]] = {}
    for row in rows:
        here: dict[int, tuple[_Row, int]] = {}
        for place, cell in enumerate(row.cells):
            if row.goes_on[place] and cell.start in above:
                owner, index = above[cell.start]
                first = owner.cells[index]
                owner.cells[index] = first._replace(row_span=first.row_span + 1)
                here[cell.start] = above[cell.start]
            else:
                row.goes_on[place] = False
                here[cell.start] = (row, place)
        above = here


def _borders(table: etree._Element) -> list[int]:
    """Where the columns of the grid begin, and where the last one ends, in twips."""
    widths = [number(column.get(w("w")), 1) for column in table.iterfind(f"{w('tblGrid')}/{w('gridCol')}")]
    return [0, *accumulate(max(width, 1) for width in widths[: 10 * _WIDEST])]


def _put_in_columns(rows: Sequence[_Row], borders: list[int]) -> None:
    first = rows[0].cells if rows else []
    # A first row with fewer cells than there are columns is a title over them.
    if len(first) < max((len(row.cells) for row in rows), default=0):
        return
    starts = [cell.start for cell in first] + [first[-1].end] if first else [0]
    last = max((cell.end for row in rows for cell in row.cells), default=0)
    while len(borders) <= last:
        borders.append(borders[-1] + 1)
    edges = [borders[start] for start in starts]

    def nearest(column: int) -> int:
        place = borders[column]
        right = bisect_left(edges, place)
        if right in (0, len(edges)):
            return min(right, len(edges) - 1)
        return right if edges[right] - place <= place - edges[right - 1] else right - 1

    def columns(cells: Sequence[GridCell]) -> Iterator[GridCell]:
        place = 0
        for cell in cells:
            start = max(nearest(cell.start), place)
            place = max(nearest(cell.end), start + 1)
            yield cell._replace(start=start, end=place)

    for row in rows:
        row.cells = list(columns(row.cells))
