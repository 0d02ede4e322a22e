"""A section's table, set in lines and broken over pages, as a style asks for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import accumulate

from ipexport.layout.pages import Fragment, Rules, SetCell, break_pages
from ipexport.layout.text import Metrics, SetLine, set_lines
from ipexport.style import FontRole, Style, TextRole
from ipexport.table import Cell, Paragraph, Section

FontMetrics = Mapping[FontRole, Metrics]


@dataclass(frozen=True, slots=True)
class SetSection:
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


def heading_space(style: Style) -> float:
    """The space between heading and table in points."""
    return style.text["heading"].leading / 2


def set_section(section: Section, style: Style, metrics: FontMetrics, rules: Rules) -> SetSection:
    """The pages of a section, at least one."""
    width, height = style.page.table_area
    widths = style.table.column_widths()
    edges = tuple(accumulate(widths, initial=0.0))
    heading = _set(Paragraph(section.heading), width, "heading", style, metrics)
    header = tuple(
        _header_cell(column.label, number, edges, style, metrics)
        for number, column in enumerate(section.table.columns)
    )
    header_height = max(cell.height(len(cell.lines)) for cell in header)
    header_top = len(heading) * style.text["heading"].leading + heading_space(style)
    rows = [[_set_cell(cell, edges, style, metrics) for cell in row] for row in section.table.rows]
    pages = break_pages(rows, header_top + header_height, header_height, height, rules)
    return SetSection(
        section=section,
        heading=heading,
        header=header,
        header_top=header_top,
        header_height=header_height,
        edges=edges,
        pages=tuple(map(tuple, pages)),
    )


def _set(
    paragraph: Paragraph, width: float, role: TextRole, style: Style, metrics: FontMetrics
) -> tuple[SetLine, ...]:
    text = style.text[role]
    return set_lines([paragraph], width, text, metrics[text.font])


def _header_cell(
    label: str, column: int, edges: tuple[float, ...], style: Style, metrics: FontMetrics
) -> SetCell:
    text = style.text["table_header"]
    padding = style.table.padding
    width = edges[column + 1] - edges[column] - 2 * padding
    lines = _set(Paragraph(label), width, "table_header", style, metrics)
    cell = Cell(f"header:{column}", "task", column, (Paragraph(label),))
    return SetCell(cell, lines, text.leading, padding)


def _set_cell(cell: Cell, edges: tuple[float, ...], style: Style, metrics: FontMetrics) -> SetCell:
    text = style.text[cell.role]
    padding = style.table.padding
    width = edges[cell.column + cell.column_span] - edges[cell.column] - 2 * padding
    lines = set_lines(cell.paragraphs, width, text, metrics[text.font])
    return SetCell(cell, lines, text.leading, padding)
