"""Paper, margins, page numbers and view of a sheet."""

from __future__ import annotations

from typing import Literal

from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from ipexport.formats.xlsx.styles import font_name
from ipexport.model import Language
from ipexport.style import POINTS_PER_MM, Margins, PageStyle, Style

_Orientation = Literal["portrait", "landscape"]
_PAPER_SIZES = {(297, 420): 8, (210, 297): 9, (148, 210): 11}


def table_margins(page: PageStyle) -> Margins:
    """The margins of every page of a region's sheet, in points.

    A turned page's margins differ between odd and even pages (GB/T 9704-2012, 7.10); a sheet has
    one set, so it gets the mean of both, and the type area keeps its size.
    """
    odd, even = page.table_margins(1), page.table_margins(2)
    return Margins(
        top=(odd.top + even.top) / 2,
        right=(odd.right + even.right) / 2,
        bottom=(odd.bottom + even.bottom) / 2,
        left=(odd.left + even.left) / 2,
    )


def set_up_table_page(sheet: Worksheet, style: Style, language: Language, first_page: int) -> None:
    """The landscape page of a region's table, numbered from `first_page`."""
    margins = table_margins(style.page)
    _set_up(sheet, style.page, margins, "landscape")
    sheet.page_setup.firstPageNumber = first_page
    sheet.page_setup.useFirstPageNumber = True
    # Turned pages have their number at the side of the turned page, where Excel prints nothing:
    # it stands at the foot of the page as it is read, on the outer side and one character in from
    # the edge (GB/T 9704-2012, 7.5).
    text = style.text["page_number"]
    number = f'&"{font_name("page_number", style, language)},Regular"&{round(text.size)}'
    footer = sheet.HeaderFooter
    assert footer.oddFooter is not None
    assert footer.evenFooter is not None
    footer.differentOddEven = True
    footer.scaleWithDoc = False
    footer.oddFooter.right.text = f"{number}— &P —\u3000"
    footer.evenFooter.left.text = f"{number}\u3000— &P —"
    below = margins.bottom - style.page.page_number_gap - text.leading
    sheet.page_margins.footer = _inches(max(below, 0.0))


def front_area_width(page: PageStyle) -> float:
    """The width of the type area of the first sheet, in points."""
    margins, orientation = _front(page)
    width = page.width if orientation == "portrait" else page.height
    return width - margins.left - margins.right


def set_up_front_page(sheet: Worksheet, page: PageStyle) -> None:
    """The page of cover and contents, without a number."""
    _set_up(sheet, page, *_front(page))


def _front(page: PageStyle) -> tuple[Margins, _Orientation]:
    """Margins and orientation: upright when table pages are turned, else as they are."""
    return (page.margins, "portrait") if page.view == "turned" else (page.table_margins(1), "landscape")


def _set_up(sheet: Worksheet, page: PageStyle, margins: Margins, orientation: _Orientation) -> None:
    size = round(page.width / POINTS_PER_MM), round(page.height / POINTS_PER_MM)
    sheet.page_setup.paperSize = _PAPER_SIZES[size]
    sheet.page_setup.orientation = orientation
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_options.horizontalCentered = True
    sheet.page_margins.top, sheet.page_margins.bottom = _inches(margins.top), _inches(margins.bottom)
    sheet.page_margins.left, sheet.page_margins.right = _inches(margins.left), _inches(margins.right)
    sheet.page_margins.header = _inches(margins.top / 2)
    sheet.page_margins.footer = _inches(margins.bottom / 2)
    sheet.sheet_view.showGridLines = False
    sheet.sheet_view.zoomScale = 100
    sheet.sheet_view.zoomScaleNormal = 100


def _inches(points: float) -> float:
    return round(points / 72, 4)
