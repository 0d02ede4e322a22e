"""A section's table, set in lines and broken over pages, as a style asks for it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

from ipexport.layout.pages import AS_PRINTED, Fragment, SetCell, break_pages
from ipexport.layout.text import FontMetrics, SetLine, SetWords, set_lines, set_words
from ipexport.style import Style, TextRole
from ipexport.table import Cell, Paragraph, Section
from ipexport.typography.labels import hanging_indent


class SetSection(NamedTuple):
    """A section on its pages, in points from the top left corner of the type area.

    The heading stands on the first page, the header row on every page: `header_top` on the
    first, 0 on the others. `edges` are the left edges of the columns and the right edge of the
    last.
    """

    section: Section
    heading: tuple[SetWords, ...]
    header: tuple[tuple[SetWords, ...], ...]
    header_top: float
    header_height: float
    edges: tuple[float, ...]
    pages: tuple[tuple[Fragment, ...], ...]


def heading_space(style: Style) -> float:
    """The space between heading and table in points."""
    return style.text["heading"].leading / 2


def set_section(section: Section, style: Style, metrics: FontMetrics) -> SetSection:
    """The pages of a section, at least one."""
    width, height = style.page.table_area
    edges = tuple(accumulate(style.column_widths(section.table.columns), initial=0.0))
    setter = _Setter(style, metrics, edges)
    heading = set_words(section.heading, width, "heading", style, metrics)
    header = tuple(
        set_words(
            column.label,
            edges[number + 1] - edges[number] - 2 * style.table.padding,
            "table_header",
            style,
            metrics,
        )
        for number, column in enumerate(section.table.columns)
    )
    header_height = max(sum(words.height for words in label) for label in header) + 2 * style.table.padding
    header_top = sum(words.height for words in heading) + heading_space(style)
    rows = [[setter.cell(cell) for cell in row] for row in section.table.rows]
    pages = break_pages(rows, header_top + header_height, header_height, height, AS_PRINTED)
    return SetSection(
        section=section,
        heading=heading,
        header=header,
        header_top=header_top,
        header_height=header_height,
        edges=edges,
        pages=tuple(map(tuple, pages)),
    )


class _Setter(NamedTuple):
    style: Style
    metrics: FontMetrics
    edges: tuple[float, ...]

    def cell(self, cell: Cell) -> SetCell:
        """The cell's lines; where two languages share it, all have the leading of the first one."""
        padding = self.style.table.padding
        width = self.edges[cell.column + cell.column_span] - self.edges[cell.column] - 2 * padding
        first = self.style.text_in(cell.language)[cell.role]
        if all(paragraph.language == cell.language for paragraph in cell.paragraphs):
            lines = set_lines(cell.paragraphs, width, first, self.metrics[first.font])
        else:
            lines = self._mixed_lines(cell.paragraphs, width, cell.role, first.size)
        return SetCell(cell, lines, first.leading, padding)

    def _mixed_lines(
        self, paragraphs: Sequence[Paragraph], width: float, role: TextRole, size: float
    ) -> tuple[SetLine, ...]:
        hanging = hanging_indent([paragraph.label for paragraph in paragraphs]) * size
        lines: list[SetLine] = []
        for paragraph in paragraphs:
            text = self.style.text_in(paragraph.language)[role]
            lines += set_lines([paragraph], width, text, self.metrics[text.font], hanging)
        return tuple(lines)
