"""Draws the cells of a form's sheets, whose texts it collects."""

from __future__ import annotations

from typing import NamedTuple

from ipexport.formats.xlsx.sheet import empty_cell, text_cell
from ipexport.formats.xlsx.strings import Strings, check_length
from ipexport.formats.xlsx.styles import CellStyle, Styles
from ipexport.formats.xlsx.words import Said
from ipexport.formats.xlsx.xml import column_letter
from ipexport.style import TextRole


class Pen(NamedTuple):
    """What cells are drawn with: the styles, the texts of the workbook so far, and the sheet's name."""

    styles: Styles
    strings: Strings
    sheet: str

    def cell(self, place: str, style: CellStyle, words: Said, role: TextRole) -> str:
        """A cell with a text, or an empty one; `role` is whose fonts the text has.

        Raises `OutputError` for a text that no cell can hold.
        """
        number = self.styles.of(style, words.text, words.language)
        if not words.text:
            return empty_cell(place, number)
        check_length(words.text, f"{self.sheet}!{place}")
        shared = self.styles.shared(role, words)
        return text_cell(place, number, self.strings.add([shared]).number(shared))

    def area(
        self,
        left: int,
        right: int,
        row: int,
        style: CellStyle,
        words: Said,
        role: TextRole,
        merged: list[str],
    ) -> str:
        """The cells of a row from one column, counted from 0, to another, as one: they are added to the
        `merged` areas."""
        first, *rest = (f"{column_letter(place)}{row}" for place in range(left, right + 1))
        if rest:
            merged.append(f"{first}:{rest[-1]}")
        number = self.styles.of(style, words.text, words.language)
        return self.cell(first, style, words, role) + "".join(empty_cell(place, number) for place in rest)

    def plain(self, place: str, text: str) -> str:
        """A text that nobody gets to see."""
        return text_cell(place, self.styles.of("id"), self.strings.add([text]).number(text))
