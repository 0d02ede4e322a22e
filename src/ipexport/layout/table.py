"""A section's table, set in lines and broken over pages, as a style asks for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import NamedTuple

from ipexport.layout.pages import AS_PRINTED, Fragment, Rules, SetCell, break_pages
from ipexport.layout.text import Metrics, SetLine, set_lines
from ipexport.style import FontRole, Style, TextRole
from ipexport.table import Cell, Paragraph, Section

FontMetrics = Mapping[FontRole, Metrics]


class SetSection(NamedTuple):
    """A section on its pages, in points from the top left corner of the type area.

    The heading stands on the first page, the header row on every page: `header_top` on the
    first, 0 on the others. `edges` are the left edges of the columns and the right edge of the
    last.
    """

    section: Section
    heading: tuple[SetLine, ...]
    header: tuple[SetCell, ...]
    header_top: float
    header_height: float
    edges: tuple[float, ...]
    pages: tuple[tuple[Fragment, ...], ...]


class Setting(NamedTuple):
    """How a program sets a table.

    `squeeze` is whether it squeezes punctuation, `rule` what a rule between rows takes of the
    page besides the rows, in points.
    """

    metrics: FontMetrics
    rules: Rules = AS_PRINTED
    squeeze: bool = True
    rule: float = 0.0


def heading_space(style: Style) -> float:
    """The space between heading and table in points."""
    return style.text["heading"].leading / 2


def set_section(section: Section, style: Style, setting: Setting) -> SetSection:
    """The pages of a section, at least one."""
    width, height = style.page.table_area
    edges = tuple(accumulate(style.table.column_widths(), initial=0.0))
    setter = _Setter(style, setting, edges)
    heading = setter.lines((Paragraph(section.heading),), width, "heading")
    header = tuple(
        setter.cell(Cell(f"header:{number}", column.role, number, (Paragraph(column.label),)), "table_header")
        for number, column in enumerate(section.table.columns)
    )
    header_height = max(cell.height(len(cell.lines)) for cell in header)
    header_top = len(heading) * style.text["heading"].leading + heading_space(style)
    rows = [[setter.cell(cell, cell.role) for cell in row] for row in section.table.rows]
    pages = break_pages(rows, header_top + header_height, header_height, height, setting.rules)
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
    setting: Setting
    edges: tuple[float, ...]

    def cell(self, cell: Cell, role: TextRole) -> SetCell:
        padding = self.style.table.padding
        width = self.edges[cell.column + cell.column_span] - self.edges[cell.column] - 2 * padding
        lines = self.lines(cell.paragraphs, width, role)
        return SetCell(cell, lines, self.style.text[role].leading, padding + self.setting.rule / 2)

    def lines(self, paragraphs: Sequence[Paragraph], width: float, role: TextRole) -> tuple[SetLine, ...]:
        text = self.style.text[role]
        return set_lines(paragraphs, width, text, self.setting.metrics[text.font], self.setting.squeeze)
