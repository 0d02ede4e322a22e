"""Draws a region's sheet: heading, header row and body, as laid out."""

from __future__ import annotations

from itertools import accumulate

from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from ipexport.formats.xlsx.cells import merge, put_merged, put_text, set_height
from ipexport.formats.xlsx.grid import column_width
from ipexport.formats.xlsx.page_setup import set_up_table_page
from ipexport.formats.xlsx.region_layout import RegionLayout
from ipexport.formats.xlsx.styles import ID_STYLE, over_pages_style_name, style_name
from ipexport.model import Language
from ipexport.style import Style
from ipexport.table import Row, plain

_HEADING, _HEADER, _BODY = 1, 2, 3
_MOST_BREAKS = 1023
"""Excel takes no more in a sheet ([MS-XLSB] 2.4.196); what follows breaks by itself."""


def draw_region(
    sheet: Worksheet, layout: RegionLayout, table_name: str, first_page: int, style: Style, language: Language
) -> None:
    """Draws the region's sheet and gives its table a name; pages count from `first_page`."""
    _draw_head(sheet, layout)
    _draw_body(sheet, layout)
    last = get_column_letter(len(layout.columns))
    end = _HEADER + len(layout.rows)
    sheet.print_title_rows = f"{_HEADING}:{_HEADER}"
    sheet.print_area = f"A1:{last}{end}"
    sheet.freeze_panes = f"A{_BODY}"
    set_up_table_page(sheet, style, language, first_page)
    assert sheet.parent is not None
    place = f"{quote_sheetname(sheet.title)}!$A${_HEADER}:${last}${end}"
    sheet.parent.defined_names[table_name] = DefinedName(table_name, attr_text=place)


def _draw_head(sheet: Worksheet, layout: RegionLayout) -> None:
    """The two rows that are printed on every page, the columns' widths, and the hidden column.

    The hidden column holds each row's task id, so that a sheet that comes back can be matched.
    """
    put_merged(
        sheet,
        _area(_HEADING, 1, 0, len(layout.columns)),
        plain(layout.section.heading),
        style_name("heading"),
    )
    set_height(sheet, _HEADING, layout.heading_height)
    set_height(sheet, _HEADER, layout.header_height)
    columns = zip(layout.section.table.columns, layout.columns, strict=True)
    for number, (column, pixels) in enumerate(columns, 1):
        put_text(sheet, _HEADER, number, plain(column.label), style_name("table_header"))
        sheet.column_dimensions[get_column_letter(number)].width = column_width(pixels)
    hidden = len(layout.columns) + 1
    put_text(sheet, _HEADER, hidden, "id", ID_STYLE)
    sheet.column_dimensions[get_column_letter(hidden)].hidden = True


def _draw_body(sheet: Worksheet, layout: RegionLayout) -> None:
    areas = [_area(_HEADING, 1, 0, len(layout.columns))]
    first_rows = _first_rows(layout)
    for block in layout.blocks:
        first, end = first_rows[block.row], first_rows[block.end]
        area = _area(first, end - first, block.cell.column, block.cell.column_span)
        over_pages = block.cell.id in layout.over_pages
        role = block.cell.role
        put_merged(sheet, area, block.text, over_pages_style_name(role) if over_pages else style_name(role))
        areas.append(area)
    merge(sheet, areas)
    for number, row in enumerate(layout.rows, _BODY):
        set_height(sheet, number, row.height)
        if row.ends_page and len(sheet.row_breaks) < _MOST_BREAKS:
            sheet.row_breaks.append(Break(id=number))
    for first, cells in zip(first_rows, layout.section.table.rows, strict=False):
        put_text(sheet, first, len(layout.columns) + 1, _task_id(cells), ID_STYLE)


def _first_rows(layout: RegionLayout) -> list[int]:
    """The sheet row in which each body row begins, and the one after the last."""
    counts = [0] * len(layout.section.table.rows)
    for row in layout.rows:
        counts[row.body_row] += 1
    return list(accumulate(counts, initial=_BODY))


def _area(row: int, rows: int, column: int, columns: int) -> CellRange:
    """Sheet rows count from 1, the columns of a table from 0."""
    return CellRange(min_row=row, max_row=row + rows - 1, min_col=column + 1, max_col=column + columns)


def _task_id(row: Row) -> str:
    """The id of the task that a row belongs to; a band belongs to none."""
    results = (cell.id for cell in row if cell.role == "results")
    return next(results, "").partition(":")[0]
