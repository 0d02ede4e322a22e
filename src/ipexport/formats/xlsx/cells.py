"""Putting texts into a sheet's cells, always as text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import cast

from openpyxl.cell.cell import Cell
from openpyxl.worksheet.cell_range import CellRange, MultiCellRange
from openpyxl.worksheet.worksheet import Worksheet

from ipexport.errors import OutputError
from ipexport.formats.xlsx.grid import POINTS_PER_PIXEL

_LONGEST = 32_767
# Excel reads _x0041_ as the character U+0041 (ECMA-376 part 1, 22.9.2.19, ST_Xstring).
_LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


def put_text(sheet: Worksheet, row: int, column: int, text: str, style: str) -> Cell:
    """Writes a text that stays one: no formula, number, error value or escape comes of it.

    Raises `OutputError` for a text longer than a cell can be: 32,767 UTF-16 units.
    """
    cell = style_cell(sheet, row, column, style)
    stored = _LOOKS_ESCAPED.sub("_x005F_", text)
    length = len(stored.encode("utf-16-le")) // 2
    if length > _LONGEST:
        place = f"{sheet.title}!{cell.coordinate}"
        raise OutputError(f"{place}: {length:,} characters, an Excel cell holds {_LONGEST:,}")
    if text:
        cell.value = stored
        cell.data_type = "s"
    return cell


def style_cell(sheet: Worksheet, row: int, column: int, style: str) -> Cell:
    """A cell with a named style and without a value."""
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)  # no cell is merged before all are written
    cell.style = style
    return cell


def put_merged(sheet: Worksheet, area: CellRange, text: str, style: str) -> None:
    """Writes a text into the first cell of an area and draws the area's borders."""
    for row, column in area.cells:
        style_cell(sheet, row, column, style)
    put_text(sheet, area.min_row, area.min_col, text, style)


def merge(sheet: Worksheet, areas: Iterable[CellRange]) -> None:
    """Merges areas, in this order. openpyxl's own `merge_cells` compares each with all others,
    and writes them in the order of a set, which differs from run to run."""
    merged = [area for area in areas if area.size["rows"] * area.size["columns"] > 1]
    sheet.merged_cells = cast(MultiCellRange, merged)


def set_height(sheet: Worksheet, row: int, pixels: int) -> None:
    sheet.row_dimensions[row].height = pixels * POINTS_PER_PIXEL
