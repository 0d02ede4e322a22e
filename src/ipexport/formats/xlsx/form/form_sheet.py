"""Draws the sheet that is filled in: heading, what the colours mean, labels, and the table.

The hidden column beside it (`marks`) says what is what when it comes back.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from ipexport.formats.ooxml import Deflated
from ipexport.formats.xlsx.blocks import Ruler
from ipexport.formats.xlsx.form.checks import (
    conditional_formats,
    count_formula,
    counted_characters,
    validation,
)
from ipexport.formats.xlsx.form.columns import FormColumn
from ipexport.formats.xlsx.form.layout import FormCell, FormLayout, breaks
from ipexport.formats.xlsx.form.looks import LEGEND_MISSING, LEGEND_OPEN, NOTE, cell_style
from ipexport.formats.xlsx.form.marks import NOTES_ROW, heading_mark
from ipexport.formats.xlsx.form.pen import Pen
from ipexport.formats.xlsx.page_setup import form_page, form_page_pixels
from ipexport.formats.xlsx.region_sheet import ID, table_ids
from ipexport.formats.xlsx.sheet import SheetPart, empty_cell, growing_row, row
from ipexport.formats.xlsx.styles import CellStyle
from ipexport.formats.xlsx.words import Said, said
from ipexport.formats.xlsx.xml import column_letter
from ipexport.formats.xml import escaped
from ipexport.style import Style

HEADING, NOTES, HEADER, BODY = 1, 2, 3, 4
"""The rows of the sheet: three that are printed on every page, and the first of the body."""

_ID_WIDTH = 160
_FITS = 1400
"""Pixels that a window is wide; a wider sheet is shown smaller, as far as it can be read."""
_LEAST_ZOOM = 70
_SPARE = 30
"""Pixels of a page that stay free, so that rounding pushes no row onto the next."""
_LEAST_NOTE = 90
"""Pixels of a column that has room for a note."""
PROTECTION = '<sheetProtection sheet="1" formatColumns="0" formatRows="0"/>'
"""Without a password; columns and rows can be made wider and higher, and comments written."""


def form_area(layout: FormLayout) -> str:
    """The printed cells of the sheet."""
    return f"A{HEADING}:{column_letter(len(layout.columns) - 1)}{HEADER + len(layout.rows)}"


class Notes(NamedTuple):
    """What stands above the labels: what is to be done, and what the colours of cells to fill in, and of
    empty ones that must not be, mean."""

    to_do: Said
    is_open: Said
    is_missing: Said


def draw_form(
    layout: FormLayout,
    version: str,
    notes: Notes,
    lists: Mapping[str, str],
    pen: Pen,
    ruler: Ruler,
    style: Style,
) -> Deflated:
    """The sheet. `version` is that of what the form was made from; `lists` says of columns with values
    what can be chosen, or where that stands."""
    columns = layout.columns
    widths = [column.width for column in columns]
    merged: list[str] = []
    head = [
        _heading(layout, version, pen, ruler, merged),
        _notes(columns, notes, pen, ruler, merged),
        _labels(columns, pen, ruler),
    ]
    rows = [row(place, height, cells) for place, (height, cells) in enumerate(head, HEADING)]
    rows += _body(layout, pen, merged)
    page = form_page_pixels(style.page, sum(widths)) - sum(height for height, _ in head) - _SPARE
    part = SheetPart(
        columns=(*widths, _ID_WIDTH),
        frozen=HEADER,
        page=form_page(style, columns[0].language),
        hides_last=True,
        merged=merged,
        breaks=[HEADER + first for first in breaks(layout, page)],
        protection=PROTECTION,
        checks=_checks(layout, lists, pen),
        zoom=max(min(100, 100 * _FITS // sum(widths)), _LEAST_ZOOM),
    )
    return part.deflated(rows)


_Head = tuple[int, str]
"""The height of a row in pixels, and its cells."""


def _heading(layout: FormLayout, version: str, pen: Pen, ruler: Ruler, merged: list[str]) -> _Head:
    columns, section = layout.columns, layout.section
    words = said(section.heading, section.table.columns[0].language)
    cells = pen.area(0, len(columns) - 1, HEADING, "heading", words, "heading", merged)
    id = pen.plain(f"{column_letter(len(columns))}{HEADING}", heading_mark(section.region, version))
    height = ruler.height(words, "heading", sum(column.width for column in columns))
    return height, cells + id


def _notes(columns: Sequence[FormColumn], notes: Notes, pen: Pen, ruler: Ruler, merged: list[str]) -> _Head:
    cells, height = "", 0
    for left, right, style, words in _noted(columns, notes):
        cells += pen.area(left, right, NOTES, style, words, "results", merged)
        width = sum(column.width for column in columns[left : right + 1])
        height = max(height, ruler.height(words, "results", width))
    return height, cells + pen.plain(f"{column_letter(len(columns))}{NOTES}", NOTES_ROW)


def _noted(columns: Sequence[FormColumn], notes: Notes) -> Iterator[tuple[int, int, CellStyle, Said]]:
    """The areas of the row above the labels: first and last column, style and text of each.

    What is to be done stands over the locked columns at the left, the colours over two columns of cells to
    fill in, each with its count.
    """
    places = [place for place, column in enumerate(columns) if column.rule is not None]
    parts: list[tuple[CellStyle, Said, int]] = [(LEGEND_OPEN, notes.is_open, places[0])]
    wide = [place for place in places[1:] if columns[place].width > _LEAST_NOTE]
    if wide and any(column.rule and column.rule.required for column in columns):
        parts.append((LEGEND_MISSING, notes.is_missing, wide[0]))
    empty = Said("", columns[0].language)
    end = 0
    for style, words, left in parts:
        if left > end:
            yield end, left - 1, NOTE, empty if end else notes.to_do
        end = left + 1
        if end < len(columns) and columns[end].kind == "count":
            end += 1
        yield left, end - 1, style, words
    if end < len(columns):
        yield end, len(columns) - 1, NOTE, empty


def _labels(columns: Sequence[FormColumn], pen: Pen, ruler: Ruler) -> _Head:
    cells = "".join(
        pen.cell(f"{column_letter(place)}{HEADER}", "table_header", column.label, "table_header")
        for place, column in enumerate(columns)
    )
    names = pen.plain(
        f"{column_letter(len(columns))}{HEADER}", " ".join((ID, *(column.name for column in columns)))
    )
    height = max(ruler.height(column.label, "table_header", column.width) for column in columns)
    return height, cells + names


def _body(layout: FormLayout, pen: Pen, merged: list[str]) -> Iterator[str]:
    columns = layout.columns
    letters = [column_letter(place) for place in range(len(columns) + 1)]
    cells = [[""] * len(columns) for _ in layout.rows]
    for cell in layout.cells:
        first, end = BODY + layout.firsts[cell.first], BODY + layout.firsts[cell.end]
        for left, right, style, drawn in _drawn(cell, first, columns, letters, pen):
            for at in range(first, end):
                for place in range(left, right + 1):
                    cells[at - BODY][place] = empty_cell(f"{letters[place]}{at}", style)
            cells[first - BODY][left] = drawn
            if end - first > 1 or right > left:
                merged.append(f"{letters[left]}{first}:{letters[right]}{end - 1}")
    own = table_ids(layout.section.table)
    above = -1
    for at, (line, drawn_cells) in enumerate(zip(layout.rows, cells, strict=True), BODY):
        id = own[line.body_row] if line.body_row != above else own[line.body_row].partition(" ")[0]
        above = line.body_row
        drawn_cells.append(pen.plain(f"{letters[-1]}{at}", id))
        yield (growing_row if line.can_grow else row)(at, line.height, "".join(drawn_cells))


def _drawn(
    cell: FormCell, row: int, columns: Sequence[FormColumn], letters: Sequence[str], pen: Pen
) -> Iterator[tuple[int, int, int, str]]:
    """A cell, and the count beside it where there is one: columns, style and first cell of each."""
    column = columns[cell.left]
    place = f"{letters[cell.left]}{row}"
    name = cell_style(column) if cell.left == cell.right else "focus_area"
    style = pen.styles.of(name, cell.said.text, cell.said.language)
    yield cell.left, cell.right, style, pen.cell(place, name, cell.said, column.role)
    after = cell.right + 1
    if after < len(columns) and columns[after].kind == "count":
        style = pen.styles.of(cell_style(columns[after]), "", columns[after].language)
        formula = escaped(count_formula(place))
        counted = f"<f>{formula}</f><v>{counted_characters(cell.said.text)}</v>"
        yield after, after, style, f'<c r="{letters[after]}{row}" s="{style}">{counted}</c>'


def _checks(layout: FormLayout, lists: Mapping[str, str], pen: Pen) -> str:
    """The colours that cells take on, then what they accept, as elements of the sheet."""
    colours, accepted = "", []
    for place, column in enumerate(layout.columns):
        counted = place - 1 if column.kind == "count" else place
        letter = column_letter(place)
        cells = [
            f"{letter}{BODY + layout.firsts[cell.first]}"
            for cell in layout.cells
            if cell.left == cell.right == counted
        ]
        if cells:
            colours += conditional_formats(column, cells, pen.styles, place + 1)
        if cells and column.rule is not None:
            accepted.append(validation(column, cells, lists.get(column.name, "")))
    return f'{colours}<dataValidations count="{len(accepted)}">{"".join(accepted)}</dataValidations>'
