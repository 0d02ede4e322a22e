"""The cells of a workbook's sheets: their texts in runs with fonts, and which are merged."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from xml.etree.ElementTree import Element

from ipexport.formats.xlsx.reading.package import (
    Package,
    UnreadableWorkbook,
    attribute,
    child,
    children,
    local,
    whole_number,
)
from ipexport.formats.xlsx.reading.shown import shown_number

_MOST_CELLS, _MOST_MERGED = 2_000_000, 200_000
WIDEST = 64
"""Columns that are looked at."""

_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_PLACE = re.compile("([A-Z]{1,3})([0-9]{1,7})")


class Font(NamedTuple):
    """What tells the font of one language from that of the other."""

    name: str
    size: float
    bold: bool


class Run(NamedTuple):
    """A part of a cell's text; without a font it has that of its cell."""

    text: str
    font: Font | None


Runs = tuple[Run, ...]


class SheetCell(NamedTuple):
    """A cell with a text, as it is shown; `is_text` is false for numbers, dates, formulas and the like,
    `formula` is what such a cell computes."""

    runs: Runs
    font: Font
    is_text: bool
    formula: str = ""

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


class SheetRow(NamedTuple):
    """A row, counted from 1, and its cells with texts by column, counted from 0."""

    number: int
    cells: dict[int, SheetCell]


class Merged:
    """The merged areas of a sheet: rows and columns as `SheetRow` counts them."""

    def __init__(self, areas: Iterable[tuple[int, int, int, int]]) -> None:
        """From first row, first column, last row and last column of each."""
        self._by_column: dict[int, list[tuple[int, int, int, int]]] = {}
        for first, left, last, right in sorted(areas):
            for column in range(left, min(right, WIDEST - 1) + 1):
                self._by_column.setdefault(column, []).append((first, last, left, right))

    def area(self, row: int, column: int) -> tuple[int, int, int, int]:
        """First row, last row, first column and last column of what the cell is part of."""
        areas = self._by_column.get(column, [])
        at = bisect_right(areas, (row, 2**31, 0, 0)) - 1
        if at >= 0 and areas[at][1] >= row:
            return areas[at]
        return row, row, column, column


class Sheet(NamedTuple):
    """A sheet; `comments` are the places and texts of its notes, `drawn` the texts of each picture, chart
    or text box on it, which can be none."""

    name: str
    rows: list[SheetRow]
    merged: Merged
    comments: list[tuple[str, str]]
    drawn: list[str]


class _Format(NamedTuple):
    """What a cell's text looks like: its font, and its number format by its number and what it says."""

    font: Font
    number: int
    code: str


class _Book(NamedTuple):
    """What the cells of all sheets refer to: shared texts and formats; and whether days count from 1904."""

    strings: list[Runs]
    formats: list[_Format]
    from_1904: bool

    def format(self, number: int) -> _Format:
        return self.formats[number] if number < len(self.formats) else self.formats[0]


def sheets(package: Package) -> Iterator[Sheet]:
    """The sheets of a workbook in their order; charts and the like are none."""
    from_1904 = attribute(child(package.workbook(), "workbookPr"), "date1904") in ("1", "true")
    book = _Book(_strings(package), _formats(package.part("styles")), from_1904)
    parts = {link.id: link.target for link in package.links if link.kind == "worksheet"}
    cells = 0
    for entry in children(child(package.workbook(), "sheets"), "sheet"):
        part = parts.get(attribute(entry, "id"))
        if part is not None:
            sheet = _sheet(package, part, attribute(entry, "name"), book)
            cells += sum(len(row.cells) for row in sheet.rows)
            if cells > _MOST_CELLS:
                raise UnreadableWorkbook(f"has more than {_MOST_CELLS:,} cells", code="too-large")
            yield sheet


def column_letters(column: int) -> str:
    """The letters of a column, counted from 0."""
    letters = ""
    while column >= 0:
        letters = chr(ord("A") + column % 26) + letters
        column = column // 26 - 1
    return letters


def place_of(said: str) -> tuple[int, int] | None:
    """Row and column of a place like C5."""
    match = _PLACE.fullmatch(said)
    if not match:
        return None
    column = 0
    for letter in match[1]:
        column = 26 * column + ord(letter) - ord("A") + 1
    return int(match[2]), column - 1


def _sheet(package: Package, part: str, name: str, book: _Book) -> Sheet:
    rows: dict[int, dict[int, SheetCell]] = {}
    areas = []
    number = count = 0
    for element in package.elements(part, "row", "mergeCell"):
        if local(element) == "mergeCell":
            area = _area(attribute(element, "ref"))
            if area:
                areas.append(area)
            if len(areas) > _MOST_MERGED:
                raise UnreadableWorkbook(f"has more than {_MOST_MERGED:,} merged cells", code="too-large")
            continue
        number = whole_number(attribute(element, "r"), number + 1)
        cells = dict(_cells(element, book))
        count += len(cells)
        if count > _MOST_CELLS:
            raise UnreadableWorkbook(f"has more than {_MOST_CELLS:,} cells", code="too-large")
        if cells or number not in rows:
            rows[number] = cells
    comments = [
        (attribute(comment, "ref"), "".join(run.text for run in _runs(child(comment, "text"))))
        for comment in children(child(package.related(part, "comments"), "commentList"), "comment")
    ]
    drawn = [
        "".join(it.text or "" for it in anchor.iter() if local(it) == "t")
        for anchor in package.related(part, "drawing") or ()
    ]
    return Sheet(name, [SheetRow(n, rows[n]) for n in sorted(rows)], Merged(areas), comments, drawn)


def _area(said: str) -> tuple[int, int, int, int] | None:
    first, _, last = said.partition(":")
    start, end = place_of(first), place_of(last or first)
    return (*start, *end) if start and end and start <= end else None


def _cells(row: Element, book: _Book) -> Iterator[tuple[int, SheetCell]]:
    column = -1
    for cell in children(row, "c"):
        place = place_of(attribute(cell, "r"))
        column = place[1] if place else column + 1
        if column >= WIDEST:
            return
        kind = attribute(cell, "t", "n")
        format = book.format(whole_number(attribute(cell, "s")))
        runs = _value(cell, kind, format, book)
        if runs:
            formula = child(cell, "f")
            is_text = kind in ("s", "inlineStr", "str") and formula is None
            said = "" if formula is None else "=" + (formula.text or "")
            yield column, SheetCell(runs, format.font, is_text, said)


def _value(cell: Element, kind: str, format: _Format, book: _Book) -> Runs:
    if kind == "inlineStr":
        return _runs(child(cell, "is"))
    value = child(cell, "v")
    said = "" if value is None else value.text or ""
    if kind == "n" and said:
        said = shown_number(said, format.number, format.code, book.from_1904)
    elif kind == "b" and said:
        said = "FALSE" if said == "0" else "TRUE"
    if kind != "s":
        # A program that computes nothing leaves formulas without a result.
        formula = child(cell, "f")
        if not said and kind != "str" and formula is not None and formula.text:
            said = "=" + formula.text
        return (Run(_unescaped(said), None),) if said else ()
    number = whole_number(said.strip(), len(book.strings))
    return book.strings[number] if number < len(book.strings) else ()


def _strings(package: Package) -> list[Runs]:
    part = next((link.target for link in package.links if link.kind == "sharedStrings"), None)
    return [] if part is None else [_runs(item) for item in package.elements(part, "si")]


def _runs(item: Element | None) -> Runs:
    """The runs of a text (18.4.8); what is said of its pronunciation is no part of it."""
    found = []
    for part in children(item, "t", "r"):
        if local(part) == "t":
            found.append(Run(_unescaped(part.text or ""), None))
        else:
            text, font = child(part, "t"), child(part, "rPr")
            said = "" if text is None else text.text or ""
            found.append(Run(_unescaped(said), None if font is None else _font(font, "rFont")))
    return tuple(run for run in found if run.text)


def _unescaped(text: str) -> str:
    """A text with the characters that XML has no other way to say (22.9.2.19)."""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


def _formats(styles: Element | None) -> list[_Format]:
    """Each format of cells, at least one."""
    fonts = [_font(font, "name") for font in children(child(styles, "fonts"), "font")] or [Font("", 0, False)]
    codes = {
        whole_number(attribute(format, "numFmtId")): attribute(format, "formatCode")
        for format in children(child(styles, "numFmts"), "numFmt")
    }
    formats = []
    for format in children(child(styles, "cellXfs"), "xf"):
        font, number = (whole_number(attribute(format, name)) for name in ("fontId", "numFmtId"))
        formats.append(_Format(fonts[font] if font < len(fonts) else fonts[0], number, codes.get(number, "")))
    return formats or [_Format(fonts[0], 0, "")]


def _font(element: Element, name: str) -> Font:
    bold = child(element, "b")
    is_bold = bold is not None and attribute(bold, "val", "1") not in ("0", "false")
    try:
        size = float(attribute(child(element, "sz"), "val", "0"))
    except ValueError:
        size = 0.0
    return Font(attribute(child(element, name), "val"), size, is_bold)
