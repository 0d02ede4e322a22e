"""A region's sheet before it is drawn: sizes in pixels, rows and page breaks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from ipexport.formats.xlsx.grid import column_pixels, whole_pixels
from ipexport.formats.xlsx.heights import Block, measure, row_heights, text_height
from ipexport.formats.xlsx.measure import Widths
from ipexport.formats.xlsx.page_setup import table_margins
from ipexport.formats.xlsx.pages import SheetRow, break_pages, is_cut
from ipexport.model import Language
from ipexport.style import Style
from ipexport.table import Section, plain

# So that rounding, here or in a printer's driver, never pushes a row onto the next page.
_SPARE = 3
# What is left for the body when a very long heading fills the page.
_LEAST_PAGE = 96


@dataclass(frozen=True, slots=True)
class RegionLayout:
    """Widths and heights in pixels; `over_pages` are the ids of the cells whose text fills them
    and goes on behind a page break."""

    section: Section
    columns: tuple[int, ...]
    heading_height: int
    header_height: int
    blocks: tuple[Block, ...]
    rows: tuple[SheetRow, ...]
    over_pages: frozenset[str]

    @property
    def page_count(self) -> int:
        return 1 + sum(row.ends_page for row in self.rows)


def lay_out(section: Section, style: Style, language: Language) -> RegionLayout:
    """Measures the section's table and breaks it into pages."""
    columns = column_pixels(style.column_widths(section.table.columns))
    widths = Widths(language)
    heading = text_height(plain(section.heading), sum(columns), style.text["heading"], widths)
    header = max(
        text_height(plain(column.label), pixels, style.text["table_header"], widths)
        for column, pixels in zip(section.table.columns, columns, strict=True)
    )
    blocks = measure(section.table, columns, style, widths)
    heights = row_heights(blocks, len(section.table.rows))
    # The two title rows are printed on every page.
    margins = table_margins(style.page)
    page = whole_pixels(style.page.width - margins.top - margins.bottom) - _SPARE - heading - header
    rows = break_pages(heights, blocks, max(page, _LEAST_PAGE))
    return RegionLayout(
        section=section,
        columns=columns,
        heading_height=heading,
        header_height=header,
        blocks=tuple(blocks),
        rows=tuple(rows),
        over_pages=_over_pages(heights, blocks, rows),
    )


def _over_pages(heights: Sequence[int], blocks: Sequence[Block], rows: Sequence[SheetRow]) -> frozenset[str]:
    tops = list(accumulate(heights, initial=0))
    breaks = [
        bottom
        for row, bottom in zip(rows, accumulate(row.height for row in rows), strict=True)
        if row.ends_page
    ]
    return frozenset(
        block.cell.id
        for block in blocks
        if tops[block.end] - tops[block.row] < block.height + block.line_height
        and any(is_cut(block, tops, y) for y in breaks)
    )
