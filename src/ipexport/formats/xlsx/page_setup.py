"""Paper, margins, page numbers and view of a sheet."""

from __future__ import annotations

from typing import Literal

from ipexport.formats.xlsx.grid import whole_pixels
from ipexport.formats.xlsx.styles import font_name
from ipexport.formats.xlsx.xml import number
from ipexport.formats.xml import escaped
from ipexport.model import Language
from ipexport.style import POINTS_PER_MM, Margins, PageStyle, Style

_Orientation = Literal["portrait", "landscape"]
_FORM_MARGIN = 12 * POINTS_PER_MM
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


def table_page(style: Style, language: Language, first_page: int | None = None) -> str:
    """The landscape page of a table, numbered from `first_page` or on from the sheet before, as
    elements of a sheet."""
    margins = table_margins(style.page)
    # Turned pages have their number at the side of the turned page, where Excel prints nothing:
    # it stands at the foot of the page as it is read, on the outer side and one character in from
    # the edge (GB/T 9704-2012, 7.5).
    text = style.text["page_number"]
    font = f'&"{font_name("page_number", style, language)},Regular"&{round(text.size)}'
    odd, even = escaped(f"&R{font}— &P —\u3000"), escaped(f"&L{font}\u3000— &P —")
    footer = (
        '<headerFooter differentOddEven="1" scaleWithDoc="0">'
        f"<oddFooter>{odd}</oddFooter><evenFooter>{even}</evenFooter></headerFooter>"
    )
    below = max(margins.bottom - style.page.page_number_gap - text.leading, 0.0)
    return _page(style.page, margins, "landscape", below, first_page) + footer


def form_page(style: Style, language: Language) -> str:
    """The landscape page of a form, as elements of a sheet: less margin than a handout has, since what is
    beside the table makes it wider, and the page number in the middle of the foot."""
    text = style.text["page_number"]
    font = f'&"{font_name("page_number", style, language)},Regular"&{round(text.size)}'
    number = escaped(f"&C{font}— &P / &N —")
    footer = f'<headerFooter scaleWithDoc="0"><oddFooter>{number}</oddFooter></headerFooter>'
    margins = Margins(*[_FORM_MARGIN] * 4)
    return _page(style.page, margins, "landscape", _FORM_MARGIN / 2, 1) + footer


def form_page_pixels(page: PageStyle, width: int) -> int:
    """How many pixels of rows fit on a form's page when the sheet is so many pixels wide."""
    across, down = (whole_pixels(side - 2 * _FORM_MARGIN) for side in (page.height, page.width))
    return down * max(width, across) // across


def form_guide_page(style: Style) -> str:
    """The upright page of a form's instructions."""
    margins = Margins(*[2 * _FORM_MARGIN] * 4)
    return _page(style.page, margins, "portrait", _FORM_MARGIN)


def front_page(page: PageStyle) -> str:
    """The page of cover and contents, without a number, as elements of a sheet."""
    margins, orientation = _front(page)
    return _page(page, margins, orientation, margins.bottom / 2)


def front_area_width(page: PageStyle) -> float:
    """The width of the type area of the first sheet, in points."""
    margins, orientation = _front(page)
    width = page.width if orientation == "portrait" else page.height
    return width - margins.left - margins.right


def _front(page: PageStyle) -> tuple[Margins, _Orientation]:
    """Margins and orientation: upright when table pages are turned, else as they are."""
    return (page.margins, "portrait") if page.view == "turned" else (page.table_margins(1), "landscape")


def _page(
    page: PageStyle, margins: Margins, orientation: _Orientation, footer: float, first: int | None = None
) -> str:
    size = round(page.width / POINTS_PER_MM), round(page.height / POINTS_PER_MM)
    # In inches, in the order of the schema (ECMA-376 part 1, 18.3.1.62).
    lengths = {
        "left": margins.left,
        "right": margins.right,
        "top": margins.top,
        "bottom": margins.bottom,
        "header": margins.top / 2,
        "footer": footer,
    }
    number_from = f' firstPageNumber="{first}" useFirstPageNumber="1"' if first else ""
    inches = "".join(f' {side}="{number(points / 72)}"' for side, points in lengths.items())
    return (
        f'<printOptions horizontalCentered="1"/><pageMargins{inches}/>'
        f'<pageSetup paperSize="{_PAPER_SIZES[size]}"{number_from} fitToWidth="1" fitToHeight="0"'
        f' orientation="{orientation}"/>'
    )
