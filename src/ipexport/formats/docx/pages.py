"""The two kinds of pages: those of cover and contents, and those of the tables."""

from __future__ import annotations

from dataclasses import dataclass

from ipexport.layout.front import front_size
from ipexport.style import Margins, Style


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page as it is read: width, height and margins in points."""

    width: float
    height: float
    margins: Margins

    @property
    def text_width(self) -> float:
        return self.width - self.margins.left - self.margins.right


def front_sheet(style: Style) -> Sheet:
    """The page of cover and contents."""
    return Sheet(*front_size(style), style.page.margins)


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
    return Sheet(page.height, page.width, mean)
