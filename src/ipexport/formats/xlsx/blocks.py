"""The cells of a table with their texts measured.

Excel fits no height to merged or wrapped cells, so every height is written and comes from here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import NamedTuple

from ipexport.formats.xlsx.grid import POINTS_PER_PIXEL, TALLEST_ROW, line_pixels, text_pixels, text_room
from ipexport.formats.xlsx.measure import Widths, count_lines, lines
from ipexport.formats.xlsx.words import Said, said
from ipexport.model import LANGUAGES, Language
from ipexport.style import Style, TextRole, TextStyle
from ipexport.table import Cell, Table


class Block(NamedTuple):
    """A cell of the body: what it says, its width in pixels, how many lines that makes, how far
    apart they are and how much height they need in pixels. `end` is the row after the last one that
    the cell covers."""

    end: int
    cell: Cell
    said: Said
    width: int
    lines: int
    line_height: float
    height: int


class Ruler:
    """Measures texts in the fonts of a style."""

    def __init__(self, style: Style) -> None:
        self._widths = {language: Widths(language) for language in LANGUAGES}
        self._styles = {language: style.text_in(language) for language in LANGUAGES}
        self._line_heights = {
            (role, language): line_pixels(text, language)
            for language, texts in self._styles.items()
            for role, text in texts.items()
        }

    def style(self, role: TextRole, language: Language) -> TextStyle:
        return self._styles[language][role]

    def tallest_line(self, roles: Iterable[TextRole]) -> float:
        """How far apart in pixels the lines of the largest font are."""
        return max(self._line_heights[role, language] for role in roles for language in LANGUAGES)

    def count(self, words: Said, role: TextRole, pixels: int) -> int:
        """The lines of a text in a cell so many pixels wide."""
        count = 0
        for text, language in words.paragraphs():
            room = text_room(pixels, self._styles[language][role])
            count += count_lines(text, room, self._widths[language])
        return count

    def lines(self, words: Said, role: TextRole, pixels: int) -> list[tuple[str, Language, bool]]:
        """These lines, each with its language and whether it ends a paragraph that is not the last."""
        found = []
        for text, language in words.paragraphs():
            room = text_room(pixels, self._styles[language][role])
            found += [(line, language, False) for line in lines(text, room, self._widths[language])]
            found[-1] = found[-1][0], language, True
        found[-1] = *found[-1][:2], False
        return found

    def line_height(self, words: Said, role: TextRole) -> float:
        """How far apart its lines are in pixels, as far as those of the larger font where it has two."""
        if not words.languages:
            return self._line_heights[role, words.language]
        return max(self._line_heights[role, language] for language in words.languages)

    def height(self, words: Said, role: TextRole, pixels: int) -> int:
        """The height in pixels of a row of titles with this text in a column so many pixels wide: as
        much as the style wants, as far as there are rows so high."""
        count = self.count(words, role, pixels)
        leading = self._styles[words.language][role].leading / POINTS_PER_PIXEL
        return min(text_pixels(count, max(self.line_height(words, role), leading)), TALLEST_ROW)


def measure(table: Table, columns: Sequence[int], ruler: Ruler) -> list[list[Block]]:
    """The cells of each row of the body; `columns` are the widths in pixels."""
    edges = list(accumulate(columns, initial=0))
    rows = []
    for number, row in enumerate(table.rows):
        blocks = []
        for cell in row:
            words = said(cell.paragraphs, cell.language)
            width = edges[cell.column + cell.column_span] - edges[cell.column]
            count, line_height = ruler.count(words, cell.role, width), ruler.line_height(words, cell.role)
            height = text_pixels(count, line_height)
            blocks.append(Block(number + cell.row_span, cell, words, width, count, line_height, height))
        rows.append(blocks)
    return rows
