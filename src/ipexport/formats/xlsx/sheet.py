"""A sheet of the workbook, from its rows and its page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ipexport.errors import OutputError
from ipexport.formats.ooxml import Deflated, deflate
from ipexport.formats.xlsx.grid import POINTS_PER_PIXEL, column_width
from ipexport.formats.xlsx.xml import NAMESPACE, RELATIONSHIPS, column_letter, number
from ipexport.formats.xml import DECLARATION

MOST_ROWS = 1_048_576
_MOST_BREAKS = 1022
"""Microsoft's validator takes no more in a sheet; what follows breaks by itself, at the same places."""


class SheetPart(NamedTuple):
    """What a sheet consists of besides its rows.

    `columns` are widths in pixels, the last one is hidden when the sheet `hides_last`; the first
    `frozen` rows stay when the sheet is scrolled, which is shown at `zoom` percent; `merged` areas and
    `breaks` (the rows above page breaks) are in order; `page` is from `page_setup`; `protection`,
    `checks` (conditional formats and what cells accept), `links` and `tables` are elements.
    """

    columns: Sequence[int]
    frozen: int
    page: str
    hides_last: bool = False
    merged: Sequence[str] = ()
    breaks: Sequence[int] = ()
    links: str = ""
    tables: str = ""
    protection: str = ""
    checks: str = ""
    zoom: int = 100

    def head(self) -> str:
        """The part down to its first row."""
        pane = (
            f'<pane ySplit="{self.frozen}" topLeftCell="A{self.frozen + 1}" activePane="bottomLeft"'
            ' state="frozen"/><selection pane="bottomLeft"/>'
            if self.frozen
            else ""
        )
        shown = len(self.columns) - self.hides_last
        widths = "".join(
            f'<col min="{place}" max="{place}" width="{number(column_width(pixels))}"'
            + (' hidden="1"' if place > shown else "")
            + ' customWidth="1"/>'
            for place, pixels in enumerate(self.columns, 1)
        )
        return (
            f'{DECLARATION}<worksheet xmlns="{NAMESPACE}" xmlns:r="{RELATIONSHIPS}">'
            '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
            f'<sheetViews><sheetView showGridLines="0" zoomScale="{self.zoom}" zoomScaleNormal="{self.zoom}"'
            f' workbookViewId="0">{pane}</sheetView></sheetViews>'
            f'<sheetFormatPr defaultRowHeight="15"/><cols>{widths}</cols><sheetData>'
        )

    def tail(self) -> str:
        """The part from its last row on."""
        areas = "".join([f'<mergeCell ref="{area}"/>' for area in self.merged])
        merged = f'<mergeCells count="{len(self.merged)}">{areas}</mergeCells>' if areas else ""
        rows = self.breaks[:_MOST_BREAKS]
        marks = "".join([f'<brk id="{row}" max="16383" man="1"/>' for row in rows])
        count = len(rows)
        breaks = f'<rowBreaks count="{count}" manualBreakCount="{count}">{marks}</rowBreaks>' if rows else ""
        # Excel would mark every text that looks like a number with a green corner.
        area = f"A1:{column_letter(len(self.columns) - 1)}{MOST_ROWS}"
        ignored = f'<ignoredErrors><ignoredError sqref="{area}" numberStoredAsText="1"/></ignoredErrors>'
        return (
            f"</sheetData>{self.protection}{merged}{self.checks}{self.links}{self.page}{breaks}{ignored}"
            f"{self.tables}</worksheet>"
        )

    def deflated(self, rows: Sequence[str]) -> Deflated:
        """The whole part, compressed."""
        return deflate("".join((self.head(), *rows, self.tail())).encode())


def row(place: int, pixels: int, cells: str) -> str:
    """A row, counted from 1, of an exact height."""
    return f'<row r="{place}" ht="{pixels * POINTS_PER_PIXEL:g}" customHeight="1">{cells}</row>'


def growing_row(place: int, pixels: int, cells: str) -> str:
    """A row of a height that programs may change when its texts do."""
    return f'<row r="{place}" ht="{pixels * POINTS_PER_PIXEL:g}">{cells}</row>'


def text_cell(place: str, style: int, text: int) -> str:
    """A cell with the shared string of that number."""
    return f'<c r="{place}" s="{style}" t="s"><v>{text}</v></c>'


def empty_cell(place: str, style: int) -> str:
    return f'<c r="{place}" s="{style}"/>'


def number_cell(place: str, style: int, value: int) -> str:
    return f'<c r="{place}" s="{style}"><v>{value}</v></c>'


def check_rows(count: int, sheet: str) -> None:
    """Raises `OutputError` for more rows than a sheet holds."""
    if count > MOST_ROWS:
        raise OutputError(f"{sheet}: {count:,} rows, an Excel sheet holds {MOST_ROWS:,}")
