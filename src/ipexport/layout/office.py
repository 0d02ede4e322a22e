"""Foretells on which page of an Office file something stands.

A Word file has no pages until a program opens it; its contents, though, must say them. Rows and
lines have fixed heights there, so counting lines with the metrics of the usual fonts finds the
pages that the program will find: full-width characters are 1 em wide, Latin ones as in Times New
Roman; punctuation is not squeezed, rows break after any line, and rules take room of their own
(measured in LibreOffice 7.4).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from itertools import accumulate, combinations
from typing import NamedTuple

from ipexport.layout.pages import Fragment, Rules, SetCell, break_pages
from ipexport.layout.table import heading_space
from ipexport.layout.text import Metrics, SetLine
from ipexport.layout.times import MARKS, times_widths
from ipexport.model import LANGUAGES, Language
from ipexport.style import Style, TextRole, TextStyle
from ipexport.table import ROLES, Cell, Column, Paragraph, Section, plain
from ipexport.typography.counting import FULL_WIDTH, count_lines
from ipexport.typography.labels import hanging_indent

_OTHERS = re.compile(f"[^{FULL_WIDTH}]+")
_LATIN_MARKS = re.compile(f"(?<=[!-~])[{MARKS}]")
"""In Chinese LibreOffice takes a mark behind a letter or digit for Latin."""

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


@cache
def _metrics(language: Language, bold: bool) -> Metrics:
    """The advance widths of the characters of a text, in em."""
    latin = times_widths(bold)
    english, chinese = _Advances(latin), _Advances(item for item in latin.items() if item[0].isascii())

    def of_english(text: str) -> list[float]:
        return list(map(english.__getitem__, text))

    def of_chinese(text: str) -> list[float]:
        found = [1.0] * len(text)
        for match in _OTHERS.finditer(text):
            found[match.start() : match.end()] = map(chinese.__getitem__, match[0])
        for match in _LATIN_MARKS.finditer(text):
            found[match.start()] = latin[match[0]]
        return found

    return of_english if language == "en" else of_chinese


def office_metrics(text: str) -> list[float]:
    """The advance widths in em that an Office program gives the characters of a Chinese text, within
    a few percent."""
    return _metrics("zh", False)(text)


def text_metrics(text: TextStyle, language: Language, style: Style) -> Metrics:
    """The same for a text in a language."""
    return _metrics(language, style.fonts[text.font].bold)


class Spaces(NamedTuple):
    """Spaces in points: between heading and table, and above and below the text of a cell."""

    heading: float
    cell: float


def spaces(style: Style) -> Spaces:
    """The spaces that a style sheet asks for."""
    return Spaces(heading_space(style), style.table.padding)


Counted = tuple[int, list[tuple[str, int]]]
"""The pages of a section, and on which of them, from 0, each focus area cell begins."""


def office_pages(sections: Sequence[Section], counted: Sequence[Counted]) -> dict[str, int]:
    """The page on which each section and each focus area begins, counted from 1 at the first table.

    Keys are the sections' region ids and the ids of the focus area cells.
    """
    pages: dict[str, int] = {}
    page = 1
    for section, (count, cells) in zip(sections, counted, strict=True):
        pages[section.region] = page
        pages.update((id, page + number) for id, number in cells)
        page += count
    return pages


def count_pages(sections: Sequence[Section], style: Style, said: Spaces) -> list[Counted]:
    """The pages of each section, each beginning a page; all have the same columns."""
    counter = _Counter(style, said, sections[0].table.columns) if sections else None
    counted = []
    for section in sections:
        assert counter is not None
        broken = counter.pages(section)
        cells = [
            (fragment.cell.cell.id, number)
            for number, fragments in enumerate(broken)
            for fragment in fragments
            if fragment.begins and fragment.cell.cell.role == "focus_area"
        ]
        counted.append((len(broken), cells))
    return counted


class _Counter:
    """Counts the lines of cells, and breaks tables into pages."""

    def __init__(self, style: Style, said: Spaces, columns: Sequence[Column]) -> None:
        self.style, self.spaces = style, said
        edges = list(map(_in_twips, accumulate(style.column_widths(columns), initial=0.0)))
        both = 2 * _in_twips(style.table.padding)
        self.rooms = {
            (column, end - column): edges[end] - edges[column] - both
            for column, end in combinations(range(len(edges)), 2)
        }
        self.texts: dict[tuple[TextRole, Language], tuple[float, Metrics]] = {
            (role, language): (text.size, text_metrics(text, language, style))
            for language in LANGUAGES
            for role, text in style.text_in(language).items()
        }
        self.leadings = {
            (role, language): style.text_in(language)[role].leading
            for language in LANGUAGES
            for role in ROLES
        }
        self.padding = _in_twips(said.cell) + style.table.rule / 2

    def pages(self, section: Section) -> list[list[Fragment]]:
        width, height = self.style.page.table_area
        heading = self.style.text["heading"]
        metrics = text_metrics(heading, section.heading[0].language, self.style)
        lines = count_lines(plain(section.heading), width / heading.size, metrics)
        top = lines * heading.leading + self.spaces.heading
        header = max(
            sum(self._label_height(word, self.rooms[number, 1]) for word in column.label)
            for number, column in enumerate(section.table.columns)
        )
        header += 2 * self.padding
        rows = [[self._cell(cell) for cell in row] for row in section.table.rows]
        return break_pages(rows, top + header, header, height, _AS_OFFICE)

    def _label_height(self, label: Paragraph, room: float) -> float:
        text = self.style.text_in(label.language)["table_header"]
        metrics = text_metrics(text, label.language, self.style)
        return count_lines(label.text, room / text.size, metrics) * text.leading

    def _cell(self, cell: Cell) -> SetCell:
        """The cell's lines; where two languages share it, all have the leading of the first one."""
        room = self.rooms[cell.column, cell.column_span]
        lines = _ONE_LINE * self._lines(cell, room)
        return SetCell(cell, lines, self.leadings[cell.role, cell.language], self.padding)

    def _lines(self, cell: Cell, room: float) -> int:
        size, _ = self.texts[cell.role, cell.language]
        hanging = _indent(tuple([paragraph.label for paragraph in cell.paragraphs])) * size
        # Where no character has room beside the label, this stands on a line of its own.
        beside = room - hanging >= size
        lines = 0
        for text, label, language in cell.paragraphs:
            own, metrics = self.texts[cell.role, language]
            width = (room - hanging if label is not None and beside else room) / own
            lines += count_lines(text, max(width, 1.0), metrics)
            if label and not beside:
                lines += 1
        return lines


def _in_twips(points: float) -> float:
    """A length as a Word file has it, in whole twentieths of a point."""
    return round(points * 20) / 20


@cache
def _indent(labels: tuple[str | None, ...]) -> float:
    return hanging_indent(labels)
