"""A section's table, set in lines and broken over pages, as a style asks for it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

from ipexport.layout.pages import AS_PRINTED, Fragment, Rules, SetCell, break_pages
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
    edges = tuple(accumulate(style.column_widths(section.table.columns), initial=0.0))
    setter = _Setter(style, setting, edges)
    heading = set_words(section.heading, width, "heading", style, setting.metrics, setting.squeeze)
    padding = 2 * setter.padding
    header = tuple(
        set_words(
            column.label,
            edges[number + 1] - edges[number] - 2 * style.table.padding,
            "table_header",
            style,
            setting.metrics,
            setting.squeeze,
        )
        for number, column in enumerate(section.table.columns)
    )
    header_height = max(sum(words.height for words in label) for label in header) + padding
    header_top = sum(words.height for words in heading) + heading_space(style)
    rows = [[setter.cell(cell) for cell in row] for row in section.table.rows]
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

    @property
    def padding(self) -> float:
        return self.style.table.padding + self.setting.rule / 2

    def cell(self, cell: Cell) -> SetCell:
        """The cell's lines; where two languages share it, all have the leading of the first one."""
        room = 2 * self.style.table.padding
        width = self.edges[cell.column + cell.column_span] - self.edges[cell.column] - room
        first = self.style.text_in(cell.language)[cell.role]
        if all(paragraph.language == cell.language for paragraph in cell.paragraphs):
            metrics = self.setting.metrics[first.font]
            lines = set_lines(cell.paragraphs, width, first, metrics, self.setting.squeeze)
        else:
            lines = self._mixed_lines(cell.paragraphs, width, cell.role, first.size)
        return SetCell(cell, lines, first.leading, self.padding)

    def _mixed_lines(
        self, paragraphs: Sequence[Paragraph], width: float, role: TextRole, size: float
    ) -> tuple[SetLine, ...]:
        hanging = hanging_indent([paragraph.label for paragraph in paragraphs]) * size
        lines: list[SetLine] = []
        for paragraph in paragraphs:
            text = self.style.text_in(paragraph.language)[role]
            metrics = self.setting.metrics[text.font]
            lines += set_lines([paragraph], width, text, metrics, self.setting.squeeze, hanging)
        return tuple(lines)
