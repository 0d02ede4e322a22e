"""Estimates the pages of a table without setting its lines, in a hundredth of the time.

The lines of a cell are the length of its text over the width of its column. The estimate breaks
pages as `layout.pages` does: a row begins where its focus area and task have room, and goes on
below them on the next page.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate
from math import ceil
from typing import NamedTuple

from ipexport.layout.office import office_metrics
from ipexport.layout.table import heading_space
from ipexport.model import Language
from ipexport.style import Style, TextRole
from ipexport.table import ROLES, Cell, Column, Paragraph, Role, Row, Section
from ipexport.typography.labels import hanging_indent

_UNUSED = 0.4
"""What a line of Chinese text leaves free at its end on the average, in em."""


class Cost(NamedTuple):
    """Estimated pages, and the same with parts of pages."""

    pages: int
    exactly: float


class _Text(NamedTuple):
    """The length of each paragraph of a cell in em, and the hanging indent of all in em."""

    lengths: tuple[float, ...]
    indent: float


class Estimate:
    """The sections measured once, for any widths of their columns."""

    def __init__(self, style: Style, sections: Sequence[Section]) -> None:
        self.style = style
        self.sections = sections
        cells = (cell for section in sections for row in section.table.rows for cell in row)
        self._cells = {cell.id: self._text(cell.paragraphs, cell.role, cell.language) for cell in cells}
        self._labels: dict[Column, _Text] = {
            column: self._text(column.label, "table_header", column.language)
            for section in sections
            for column in section.table.columns
        }
        self._heights: dict[tuple[str, float], float] = {}
        leading = max(style.text[role].leading for role in ROLES)
        self._line = leading + 2 * style.table.padding
        # A break costs the padding of both parts and, on the average, half a line.
        self._broken = leading / 2 + 2 * style.table.padding

    def _text(self, paragraphs: Sequence[Paragraph], role: TextRole, language: Language) -> _Text:
        size = self.style.text_in(language)[role].size
        return _Text(
            tuple(
                sum(office_metrics(paragraph.text))
                * (self.style.text_in(paragraph.language)[role].size / size)
                for paragraph in paragraphs
            ),
            hanging_indent([paragraph.label for paragraph in paragraphs]),
        )

    def cost(self, widths: Mapping[Role, float]) -> Cost:
        """What the sections take when the roles' columns have these widths in points."""
        ends = []
        for section in self.sections:
            columns = self.style.shared_out(widths, section.table.columns)
            ends.append(self._end(section, list(accumulate(columns, initial=0.0))))
        return Cost(sum(map(ceil, ends)), sum(ends))

    def _end(self, section: Section, edges: Sequence[float]) -> float:
        """Where a section ends, in pages from its beginning."""
        columns = enumerate(section.table.columns)
        header = max(
            self._height(
                self._labels[column], edges[number + 1] - edges[number], "table_header", column.language
            )
            for number, column in columns
        )
        page = self.style.page.table_area[1] - header
        y = self.style.text["heading"].leading + heading_space(self.style)
        full = 0
        done = band = 0.0
        ends: dict[int, float] = {}
        rows = section.table.rows
        for number, row in enumerate(rows):
            for cell in row:
                end = number + cell.row_span - 1
                ends[end] = max(ends.get(end, 0.0), done + self._cell_height(cell, edges))
            height = max(ends.pop(number, 0.0) - done, self._line)
            done += height
            whole = self._whole(row, edges, page)
            is_band = row[0].column_span > 1
            if is_band:
                band = height
                whole = height + self._whole(rows[number + 1], edges, page) if rows[number + 1 :] else height
            if y + whole > page and y > band:
                full, y = full + 1, 0.0 if is_band else band
            while y + height > page and page - y > self._line:
                height = max(height - (page - y) + self._broken, min(whole, page - band))
                full, y = full + 1, band
            y += height
        return full + min(y / page, 1.0)

    def _whole(self, row: Row, edges: Sequence[float], page: float) -> float:
        """The height that the beginning of a row needs: its focus area and task are not broken."""
        heights = (self._cell_height(cell, edges) for cell in row if cell.role in ("focus_area", "task"))
        return max((height for height in heights if height <= page), default=self._line)

    def _cell_height(self, cell: Cell, edges: Sequence[float]) -> float:
        width = edges[cell.column + cell.column_span] - edges[cell.column]
        key = cell.id, width
        if key not in self._heights:
            self._heights[key] = self._height(self._cells[cell.id], width, cell.role, cell.language)
        return self._heights[key]

    def _height(self, text: _Text, width: float, role: TextRole, language: Language) -> float:
        style, padding = self.style.text_in(language)[role], self.style.table.padding
        room = (width - 2 * padding) / style.size - text.indent
        fitting = max(room - _UNUSED, 1.0)
        lines = sum(max(1, ceil((length - _UNUSED) / fitting)) for length in text.lengths)
        return lines * style.leading + 2 * padding
