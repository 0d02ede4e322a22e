"""Foretells on which page of an Office file something stands.

A Word file has no pages until a program opens it; its contents, though, must say them. Rows and
lines have fixed heights there, so counting lines with the metrics of the usual fonts finds the
pages that the program will find: full-width characters are 1 em wide, Latin ones as in Times New
Roman; punctuation is not squeezed, rows break after any line, and rules take room of their own
(measured in LibreOffice 7.4).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import cache
from itertools import accumulate
from typing import NamedTuple

from ipexport.layout.pages import Fragment, Rules, SetCell, break_pages
from ipexport.layout.table import heading_space
from ipexport.layout.text import SetLine
from ipexport.style import Style
from ipexport.table import Cell, Column, Document, Paragraph, Section, plain
from ipexport.typography.counting import count_lines
from ipexport.typography.labels import hanging_indent

# Advance widths of Times New Roman in 1/1000 em, U+0020 to U+007E.
_TIMES = (
    "250 333 408 500 500 833 778 180 333 333 500 564 250 333 250 278 500 500 500 500 500 500 500 500 "
    "500 500 278 278 564 564 564 444 921 722 667 667 722 611 556 722 722 333 389 722 611 889 722 722 "
    "556 722 667 556 611 722 722 944 722 722 611 333 278 333 469 500 333 444 500 444 500 444 333 500 "
    "500 278 278 500 278 778 500 500 500 500 333 389 278 500 500 722 500 500 444 480 200 480 541"
)
_AS_OFFICE = Rules(repeat=False, minimum=1)
_ONE_LINE = (SetLine("", None, 0.0, 0.0, {}, 0.0, True),)


class _Advances(dict[str, float]):
    """The advance width of each character in em, found once."""

    def __missing__(self, character: str) -> float:
        width = 1.0 if unicodedata.east_asian_width(character) in "WFA" else 0.55
        if unicodedata.category(character) in ("Mn", "Me", "Cf"):
            width = 0.0
        self[character] = width
        return width


_ADVANCES = _Advances({chr(32 + n): int(width) / 1000 for n, width in enumerate(_TIMES.split())})


def office_metrics(text: str) -> list[float]:
    """The advance widths in em that an Office program gives the characters, within a few percent."""
    return list(map(_ADVANCES.__getitem__, text))


class Spaces(NamedTuple):
    """Spaces in points: between heading and table, and above and below the text of a cell."""

    heading: float
    cell: float


def spaces(style: Style) -> Spaces:
    """The spaces that a style sheet asks for."""
    return Spaces(heading_space(style), style.table.padding)


def office_pages(document: Document, style: Style, said: Spaces | None = None) -> dict[str, int]:
    """The page on which each section and each focus area begins, counted from 1 at the first table.

    `said` are the spaces where they are not those of the style. Keys are the sections' region ids
    and the ids of the focus area cells.
    """
    pages: dict[str, int] = {}
    page = 1
    columns = document.sections[0].table.columns if document.sections else ()
    counter = _Counter(style, said or spaces(style), columns)
    for section in document.sections:
        pages[section.region] = page
        broken = counter.pages(section)
        for number, fragments in enumerate(broken, page):
            for fragment in fragments:
                if fragment.cell.cell.role == "focus_area":
                    pages.setdefault(fragment.cell.cell.id, number)
        page += len(broken)
    return pages


class _Counter:
    """Counts the lines of cells, and breaks tables into pages."""

    def __init__(self, style: Style, said: Spaces, columns: Sequence[Column]) -> None:
        self.style, self.spaces = style, said
        self.edges = tuple(accumulate(style.column_widths(columns), initial=0.0))
        self.padding = said.cell + style.table.rule / 2

    def pages(self, section: Section) -> list[list[Fragment]]:
        width, height = self.style.page.table_area
        heading = self.style.text["heading"]
        lines = count_lines(plain(section.heading), width / heading.size, office_metrics)
        top = lines * heading.leading + self.spaces.heading
        header = max(
            sum(self._label_height(word, self._room(number, 1)) for word in column.label)
            for number, column in enumerate(section.table.columns)
        )
        header += 2 * self.padding
        rows = [[self._cell(cell) for cell in row] for row in section.table.rows]
        return break_pages(rows, top + header, header, height, _AS_OFFICE)

    def _label_height(self, label: Paragraph, room: float) -> float:
        text = self.style.text_in(label.language)["table_header"]
        return count_lines(label.text, room / text.size, office_metrics) * text.leading

    def _cell(self, cell: Cell) -> SetCell:
        """The cell's lines; where two languages share it, all have the leading of the first one."""
        text = self.style.text_in(cell.language)[cell.role]
        room = self._room(cell.column, cell.column_span)
        lines = _ONE_LINE * self._lines(cell, room, text.size)
        return SetCell(cell, lines, text.leading, self.padding)

    def _room(self, column: int, span: int) -> float:
        return self.edges[column + span] - self.edges[column] - 2 * self.style.table.padding

    def _lines(self, cell: Cell, room: float, size: float) -> int:
        hanging = _indent(tuple([paragraph.label for paragraph in cell.paragraphs])) * size
        # Where no character has room beside the label, this stands on a line of its own.
        beside = room - hanging >= size
        lines = 0
        for text, label, language in cell.paragraphs:
            own = size if language == cell.language else self.style.text_in(language)[cell.role].size
            width = room - hanging if label is not None and beside else room
            lines += count_lines(text, max(width / own, 1.0), office_metrics)
            if label and not beside:
                lines += 1
        return lines


@cache
def _indent(labels: tuple[str | None, ...]) -> float:
    return hanging_indent(labels)
