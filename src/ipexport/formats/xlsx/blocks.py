"""The cells of a table with their texts measured.

Excel fits no height to merged or wrapped cells, so every height is written and comes from here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import NamedTuple

from ipexport.formats.xlsx.grid import POINTS_PER_PIXEL, TALLEST_ROW, Lines, cell_pixels
from ipexport.formats.xlsx.measure import TextMeasure
from ipexport.formats.xlsx.styles import font_name
from ipexport.formats.xlsx.words import Said, said
from ipexport.model import LANGUAGES, Language
from ipexport.style import Style, TextRole
from ipexport.table import Cell, Table

# What may stay empty below a text, in lines; what is missing of a line is free below each text.
_MOST_SPARE = 0.9
# What stays free below a part of a text on a page: a line of English can become two.
_SPARE_LINES: dict[Language, float] = {"zh": 0.0, "en": _MOST_SPARE}


class Block(NamedTuple):
    """A cell of the body: what it says, its width in pixels, the lines that it can be cut between
    and how much height it needs in pixels where it is whole. `end` is the row after the last one
    that the cell covers."""

    end: int
    cell: Cell
    said: Said
    width: int
    lines: Lines
    height: int


class Ruler:
    """Measures texts in the fonts of a style."""

    def __init__(self, style: Style) -> None:
        self._styles = {language: style.text_in(language) for language in LANGUAGES}
        self._measures = {
            (role, language): TextMeasure(
                language,
                font_name(role, style, language),
                style.font_of(role, language).bold,
                text.size,
            )
            for language, texts in self._styles.items()
            for role, text in texts.items()
        }

    def pitch(self, role: TextRole, language: Language) -> float:
        """How far apart in pixels lines are printed."""
        return self._measures[role, language].print_pitch

    def tallest_line(self, roles: Iterable[TextRole]) -> float:
        """How far apart in pixels the lines of the largest font are."""
        return max(self.pitch(role, language) for role in roles for language in LANGUAGES)

    def measured(self, words: Said, role: TextRole, pixels: int) -> tuple[Lines, int]:
        """The lines of a text in a cell so many pixels wide, and the height of the whole cell: what
        the text takes in print and on Excel's screen, but not a line more than it can take in print."""
        counts, pitches = [], []
        fewest = most = on_screen = spare = 0.0
        for text, language in words.paragraphs():
            measure = self._measures[role, language]
            pitch = measure.print_pitch
            lines = measure.count(text, pixels)
            fewest += lines.fewest * pitch
            most += lines.most * pitch
            on_screen += lines.on_screen * measure.screen_pitch
            spare = max(spare, _SPARE_LINES[language] * pitch)
            counts.append(lines.cut)
            pitches.append(pitch)
        height = cell_pixels(min(max(most, on_screen), fewest + _MOST_SPARE * max(pitches)))
        if not words.languages:
            return Lines(sum(counts), pitches[0], spare), height
        each = [pitch for count, pitch in zip(counts, pitches, strict=True) for _ in range(count)]
        return Lines(len(each), max(each), spare, tuple(accumulate(each, initial=0.0))), height

    def text_height(self, words: Said, role: TextRole, pixels: int) -> int:
        """The height of a cell with a text, so many pixels wide."""
        return self.measured(words, role, pixels)[1]

    def lines(self, words: Said, role: TextRole, pixels: int) -> list[tuple[str, Language, bool]]:
        """The lines of a text, each with its language and whether it ends a paragraph that is not the
        last."""
        found = []
        for text, language in words.paragraphs():
            measure = self._measures[role, language]
            found += [(line, language, False) for line in measure.lines(text, pixels)]
            found[-1] = found[-1][0], language, True
        found[-1] = *found[-1][:2], False
        return found

    def height(self, words: Said, role: TextRole, pixels: int) -> int:
        """The height in pixels of a row of titles with this text in a column so many pixels wide: as
        much as the style wants, as far as there are rows so high."""
        lines, _ = self.measured(words, role, pixels)
        leading = self._styles[words.language][role].leading / POINTS_PER_PIXEL
        return min(cell_pixels(lines.number * max(lines.pitch, leading)), TALLEST_ROW)


def measure(table: Table, columns: Sequence[int], ruler: Ruler) -> list[list[Block]]:
    """The cells of each row of the body; `columns` are the widths in pixels."""
    edges = list(accumulate(columns, initial=0))
    rows = []
    for number, row in enumerate(table.rows):
        blocks = []
        for cell in row:
            words = said(cell.paragraphs, cell.language)
            width = edges[cell.column + cell.column_span] - edges[cell.column]
            lines, height = ruler.measured(words, cell.role, width)
            blocks.append(Block(number + cell.row_span, cell, words, width, lines, height))
        rows.append(blocks)
    return rows
