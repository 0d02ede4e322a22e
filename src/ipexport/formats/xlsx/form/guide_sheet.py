"""Draws the sheet that says what to do: steps, then the columns to fill in and what each needs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ipexport.form import Form
from ipexport.formats.ooxml import Deflated
from ipexport.formats.xlsx.blocks import Ruler
from ipexport.formats.xlsx.form.columns import FormColumn
from ipexport.formats.xlsx.form.form_sheet import PROTECTION
from ipexport.formats.xlsx.form.looks import GUIDE, GUIDE_OPEN, GUIDE_RULE
from ipexport.formats.xlsx.form.marks import GUIDE_MARK
from ipexport.formats.xlsx.form.pen import Pen
from ipexport.formats.xlsx.form.words import WORDS, said_rule, steps
from ipexport.formats.xlsx.grid import whole_pixels
from ipexport.formats.xlsx.page_setup import form_guide_page
from ipexport.formats.xlsx.sheet import SheetPart, row
from ipexport.formats.xlsx.styles import CellStyle
from ipexport.formats.xlsx.words import Said
from ipexport.model import Language
from ipexport.style import Style, TextRole

_WIDTHS_EM = (11, 40)
_MARK_WIDTH = 160


class _Cell(NamedTuple):
    style: CellStyle
    role: TextRole
    said: Said


def draw_guide(
    sheet: str, form: Form, columns: Sequence[FormColumn], spoken: Sequence[Language],
    pen: Pen, ruler: Ruler, style: Style,
) -> tuple[Deflated, str]:  # fmt: skip
    """The sheet in each language, and the cells that are printed; `sheet` is the one to fill in."""
    widths = [whole_pixels(width * style.text["results"].size) for width in _WIDTHS_EM]
    rows: list[str] = []
    merged: list[str] = []
    lines = [line for language in spoken for line in _lines(sheet, form, columns, language)]
    for at, line in enumerate(lines, 1):
        room = widths if len(line) == 2 else [sum(widths)]
        height = max(
            ruler.height(cell.said, cell.role, pixels) for cell, pixels in zip(line, room, strict=True)
        )
        if len(line) == 1:
            ((look, role, words),) = line
            cells = [pen.area(0, 1, at, look, words, role, merged)]
        else:
            cells = [
                pen.cell(f"{letter}{at}", look, words, role)
                for letter, (look, role, words) in zip("AB", line, strict=True)
            ]
        if at == 1:
            cells.append(pen.plain(f"C{at}", GUIDE_MARK))
        rows.append(row(at, height, "".join(cells)))
    part = SheetPart(
        columns=(*widths, _MARK_WIDTH),
        frozen=0,
        page=form_guide_page(style),
        hides_last=True,
        merged=merged,
        protection=PROTECTION,
    )
    return part.deflated(rows), f"A1:B{len(rows)}"


def _lines(
    sheet: str, form: Form, columns: Sequence[FormColumn], language: Language
) -> Iterator[tuple[_Cell, ...]]:
    """The rows: title, steps, an empty one, and one for each column that is filled in."""

    def cell(style: CellStyle, role: TextRole, text: str) -> _Cell:
        return _Cell(style, role, Said(text, language))

    yield (cell("heading", "heading", WORDS[language].guide),)
    for number, step in enumerate(steps(sheet, form, language), 1):
        yield (cell(GUIDE, "results", f"{number}. {step}"),)
    yield (cell(GUIDE, "results", ""),)
    for column in columns:
        if column.rule is not None and language in column.languages:
            # A label that is not translated stands there in Chinese.
            label, _ = column.label.paragraphs()[column.languages.index(language)]
            rule = said_rule(column.rule, language)
            yield cell(GUIDE_OPEN, "results", label), cell(GUIDE_RULE, "results", rule)
    yield (cell(GUIDE, "results", ""),)
