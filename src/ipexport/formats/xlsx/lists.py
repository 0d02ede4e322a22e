"""A workbook of lists: plain sheets with a row of labels, to read, filter and print, not to be read back."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Sequence
from datetime import date as Date
from typing import NamedTuple

from ipexport.formats.carried import custom_properties
from ipexport.formats.ooxml import Deflated, pack
from ipexport.formats.xlsx.grid import TALLEST_ROW
from ipexport.formats.xlsx.names import sheet_names
from ipexport.formats.xlsx.sheet import SheetPart, check_rows, empty_cell, number_cell, row, text_cell
from ipexport.formats.xlsx.strings import Run, Shared, Strings, check_length, shared_strings
from ipexport.formats.xlsx.workbook import SheetEntry, core_properties, package_parts, sheet_part
from ipexport.formats.xlsx.xml import NAMESPACE, column_letter
from ipexport.formats.xml import DECLARATION
from ipexport.model import Language

Value = Shared | int
"""What stands in a cell: a text, in runs where parts of it look different, or a number."""

_SIZE = 11
_HALF_WIDTH = 7.4
"""Pixels that half a Chinese character of that size takes."""
_LINE = 22
"""Pixels from line to line, by the font with the largest ones."""
_FONT = f'<sz val="{_SIZE}"/><name val="Microsoft YaHei"/>'
_PLAIN, _LABEL, _TEXT, _NUMBER, _QUOTED = range(5)
_FORMULA_STARTS = ("=", "+", "-", "@", "'", "\t", "\r")


class ListSheet(NamedTuple):
    """A sheet: its name, the label and the width in pixels of each column, and the rows below."""

    name: str
    columns: Sequence[tuple[str, int]]
    rows: Sequence[Sequence[Value]]


def removed(text: str) -> Run:
    """A part of a text that was taken out."""
    return text, f'<rPr><strike/><color rgb="FF8C1515"/>{_FONT.replace("<name", "<rFont")}</rPr>'


def added(text: str) -> Run:
    """A part of a text that was put in."""
    return text, f'<rPr><u/><color rgb="FF0B5A24"/>{_FONT.replace("<name", "<rFont")}</rPr>'


def write_lists(title: str, language: Language, date: Date, sheets: Sequence[ListSheet]) -> bytes:
    """The workbook. Raises `OutputError` for a text that no cell, or a list that no sheet can hold."""
    names = sheet_names([sheet.name for sheet in sheets])
    strings = Strings()
    parts: dict[str, bytes | Deflated] = {}
    entries = []
    for number, (name, sheet) in enumerate(zip(names, sheets, strict=True), 1):
        check_rows(len(sheet.rows) + 1, name)
        parts[sheet_part(number)] = _sheet(name, sheet, strings)
        entries.append(
            SheetEntry(name, f"A1:{column_letter(len(sheet.columns) - 1)}{len(sheet.rows) + 1}", 1)
        )
    core = core_properties(title, language, date)
    parts |= package_parts(entries, {}, core, custom_properties([]))
    return pack(
        {**parts, "xl/styles.xml": _styles(), "xl/sharedStrings.xml": shared_strings([strings.deflated()])}
    )


def _sheet(name: str, sheet: ListSheet, strings: Strings) -> Deflated:
    widths = [width for _, width in sheet.columns]
    part = SheetPart(widths, frozen=1, page=_PAGE)
    labels: list[Value] = [label for label, _ in sheet.columns]
    rows = [_row(1, labels, widths, name, strings, _LABEL)]
    rows += [_row(place, values, widths, name, strings, _TEXT) for place, values in enumerate(sheet.rows, 2)]
    return part.deflated(rows)


_PAGE = (
    '<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>'
    '<pageSetup paperSize="9" fitToWidth="1" fitToHeight="0" orientation="landscape"/>'
)


def _row(
    place: int, values: Sequence[Value], widths: Sequence[int], name: str, strings: Strings, style: int
) -> str:
    cells, lines = "", 1
    for column, (value, width) in enumerate(zip(values, widths, strict=True)):
        at = f"{column_letter(column)}{place}"
        if isinstance(value, int):
            cells += number_cell(at, _NUMBER, value)
            continue
        plain = value if isinstance(value, str) else "".join(text for text, _ in value)
        check_length(plain, f"{name}!{at}")
        if not plain:
            cells += empty_cell(at, style)
            continue
        quoted = _QUOTED if style == _TEXT and plain.startswith(_FORMULA_STARTS) else style
        cells += text_cell(at, quoted, strings.add([value]).number(value))
        lines = max(lines, _lines(plain, width))
    return row(place, min(lines * _LINE + 6, TALLEST_ROW), cells)


def _lines(text: str, width: int) -> int:
    """About how many lines a text takes; a line breaks early before what must not begin the next."""
    room = max((width - 10) // _HALF_WIDTH - 3, 2)
    return sum(max(math.ceil(_halves(line) / room), 1) for line in text.split("\n"))


def _halves(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WFA" else 1 for character in text)


def _styles() -> bytes:
    """Plain, the labels, texts, numbers, and texts that begin like a formula."""
    border = "".join(
        f'<{side} style="thin"><color rgb="FFB8BEC6"/></{side}>'
        for side in ("left", "right", "top", "bottom")
    )
    wrapped = '<alignment vertical="top" wrapText="1"/>'

    def look(font: int, fill: int, border: int, format: int, alignment: str = wrapped, more: str = "") -> str:
        return (
            f'<xf numFmtId="{format}" fontId="{font}" fillId="{fill}" borderId="{border}" xfId="0"'
            f' applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1"{more}>'
            f"{alignment}</xf>"
        )

    looks = (
        '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
        + look(1, 2, 1, 49)
        + look(0, 0, 1, 49)
        + look(0, 0, 1, 0, '<alignment horizontal="center" vertical="top"/>')
        + look(0, 0, 1, 49, more=' quotePrefix="1"')
    )
    return (
        f'{DECLARATION}<styleSheet xmlns="{NAMESPACE}"><fonts count="2"><font>{_FONT}</font>'
        f'<font><b/>{_FONT}</font></fonts><fills count="3"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid">'
        '<fgColor rgb="FFE8ECF1"/></patternFill></fill></fills><borders count="2">'
        "<border><left/><right/><top/><bottom/><diagonal/></border>"
        f"<border>{border}<diagonal/></border></borders>"
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        f'<cellXfs count="5">{looks}</cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
        "</styleSheet>"
    ).encode()
