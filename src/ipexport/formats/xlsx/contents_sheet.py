"""The first sheet of a workbook with several regions: titles, and where each region begins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from openpyxl.utils import quote_sheetname
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from ipexport.formats.xlsx.cells import merge, put_merged, put_text, set_height, style_cell
from ipexport.formats.xlsx.grid import column_width, whole_pixels
from ipexport.formats.xlsx.heights import text_height
from ipexport.formats.xlsx.measure import Widths
from ipexport.formats.xlsx.page_setup import front_area_width, set_up_front_page
from ipexport.formats.xlsx.styles import CONTENTS_PAGE_STYLE, style_name
from ipexport.style import Style, TextRole
from ipexport.table import Document, plain

_PAGE_COLUMN_EM = 4


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the contents: the region's heading, its sheet, and its first page."""

    text: str
    sheet: str
    page: int


def draw_contents(sheet: Worksheet, document: Document, entries: Sequence[Entry], style: Style) -> None:
    """Titles over two columns, then a linked line per region with its page number."""
    whole = whole_pixels(front_area_width(style.page))
    page_column = whole_pixels(_PAGE_COLUMN_EM * style.text["contents"].size)
    sheet.column_dimensions["A"].width = column_width(whole - page_column)
    sheet.column_dimensions["B"].width = column_width(page_column)
    widths = Widths(document.language)

    titles: tuple[tuple[TextRole, str], ...] = (
        ("title", plain(document.title)),
        ("subtitle", plain(document.subtitle)),
        ("contents_title", plain(document.contents_title)),
    )
    areas = []
    for row, (role, text) in enumerate(titles, 1):
        areas.append(CellRange(min_col=1, max_col=2, min_row=row, max_row=row))
        put_merged(sheet, areas[-1], text, style_name(role))
        set_height(sheet, row, text_height(text, whole, style.text[role], widths))
    merge(sheet, areas)
    for row, entry in enumerate(entries, len(titles) + 1):
        cell = put_text(sheet, row, 1, entry.text, style_name("contents"))
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"{quote_sheetname(entry.sheet)}!A1")
        style_cell(sheet, row, 2, CONTENTS_PAGE_STYLE).value = entry.page
        set_height(sheet, row, text_height(entry.text, whole - page_column, style.text["contents"], widths))
    sheet.print_area = f"A1:B{len(titles) + len(entries)}"
    set_up_front_page(sheet, style.page)
