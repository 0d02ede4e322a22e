"""The two kinds of pages: those of cover and contents, and those of the tables."""

from __future__ import annotations

from typing import NamedTuple

from ipexport.formats.docx.units import twips
from ipexport.layout.front import front_size
from ipexport.style import Margins, Style


class Sheet(NamedTuple):
    """A page as it is read: width, height and margins in points; `header` and `footer` are their
    distances from the edges of the page."""

    width: float
    height: float
    margins: Margins
    header: float
    footer: float

    @property
    def text_width(self) -> float:
        return self.width - self.margins.left - self.margins.right

    @property
    def text_height(self) -> float:
        return self.height - self.margins.top - self.margins.bottom


class SectionPages(NamedTuple):
    """The pages of a section: the elements that name its headers and footers, its sheet, and what
    else stands in the section's properties."""

    sheet: Sheet
    footers: str = ""
    borders: str = ""
    title_page: bool = False

    def properties(self, *, numbered: bool) -> str:
        """The element w:sectPr; in a `numbered` section pages are counted from 1."""
        sheet, margins = self.sheet, self.sheet.margins
        turned = ' w:orient="landscape"' if sheet.width > sheet.height else ""
        return (
            f'<w:sectPr>{self.footers}<w:type w:val="nextPage"/>'
            f'<w:pgSz w:w="{twips(sheet.width)}" w:h="{twips(sheet.height)}"{turned}/>'
            f'<w:pgMar w:top="{twips(margins.top)}" w:right="{twips(margins.right)}" '
            f'w:bottom="{twips(margins.bottom)}" w:left="{twips(margins.left)}" '
            f'w:header="{twips(sheet.header)}" w:footer="{twips(sheet.footer)}" w:gutter="0"/>'
            + self.borders
            + ('<w:pgNumType w:start="1"/>' if numbered else "")
            + '<w:cols w:space="720"/>'
            + ("<w:titlePg/>" if self.title_page else "")
            + "</w:sectPr>"
        )


def front_sheet(style: Style) -> Sheet:
    """The page of cover and contents."""
    width, height = front_size(style)
    return _sheet(width, height, style.page.margins, style)


def table_sheet(style: Style) -> Sheet:
    """The landscape page of the tables.

    Turned pages have their binding side at the top of odd and at the foot of even pages (GB/T
    9704-2012, 7.10). A Word section has the same top margin on both, so each gets the mean:
    27 mm for 28 and 26 mm, within the tolerance of 1 mm (5.2).
    """
    page = style.page
    odd, even = page.table_margins(1), page.table_margins(2)
    mean = Margins(
        top=(odd.top + even.top) / 2,
        right=(odd.right + even.right) / 2,
        bottom=(odd.bottom + even.bottom) / 2,
        left=(odd.left + even.left) / 2,
    )
    return _sheet(page.height, page.width, mean, style)


def _sheet(width: float, height: float, margins: Margins, style: Style) -> Sheet:
    below = margins.bottom - style.page.page_number_gap - style.text["page_number"].leading
    return Sheet(width, height, margins, header=margins.top / 2, footer=max(0.0, below))
