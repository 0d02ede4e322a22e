"""A region's sheet before it is drawn: sizes in pixels, rows, page breaks and the cells on each page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from ipexport.formats.xlsx.blocks import Ruler, measure
from ipexport.formats.xlsx.grid import cell_pixels, column_pixels, whole_pixels
from ipexport.formats.xlsx.page_setup import table_margins
from ipexport.formats.xlsx.pages import Piece, SheetRow, break_pages
from ipexport.formats.xlsx.words import Said, put_together, said
from ipexport.model import Language
from ipexport.style import Style
from ipexport.table import ROLES, Section

# So that rounding, here or in a printer's driver, never pushes a row onto the next page.
_SPARE = 8
# What is left for the body when a very long heading or a very large font fills the page.
_LEAST_PAGE, _LEAST_LINES = 96, 5


@dataclass(frozen=True, slots=True)
class RegionLayout:
    """Widths and heights in pixels; `labels` are those of the columns, `texts` those of the pieces."""

    section: Section
    heading: Said
    labels: tuple[Said, ...]
    columns: tuple[int, ...]
    heading_height: int
    header_height: int
    rows: tuple[SheetRow, ...]
    pieces: tuple[Piece, ...]
    texts: tuple[Said, ...]

    @property
    def page_count(self) -> int:
        return 1 + sum(row.ends_page for row in self.rows)

    def first_rows(self) -> list[int]:
        """The row of the sheet, counted from 0, in which each body row begins, and the one after all."""
        counts = [0] * len(self.section.table.rows)
        for row in self.rows:
            counts[row.body_row] += 1
        return list(accumulate(counts, initial=0))


def lay_out(section: Section, style: Style, ruler: Ruler) -> RegionLayout:
    """Measures the section's table and breaks it into pages."""
    columns = column_pixels(style.column_widths(section.table.columns))
    heading = said(section.heading, section.table.columns[0].language)
    labels = tuple(said(column.label, column.language) for column in section.table.columns)
    heading_height = ruler.height(heading, "heading", sum(columns))
    header_height = max(
        ruler.height(label, "table_header", width) for label, width in zip(labels, columns, strict=True)
    )
    # The two title rows are printed on every page.
    margins = table_margins(style.page)
    page = whole_pixels(style.page.width - margins.top - margins.bottom)
    page -= _SPARE + heading_height + header_height
    least = max(_LEAST_PAGE, cell_pixels(_LEAST_LINES * ruler.tallest_line(ROLES)))
    rows, pieces = break_pages(measure(section.table, columns, ruler), max(page, least))
    return RegionLayout(
        section=section,
        heading=heading,
        labels=labels,
        columns=columns,
        heading_height=heading_height,
        header_height=header_height,
        rows=tuple(rows),
        pieces=tuple(pieces),
        texts=tuple(_texts(pieces, ruler)),
    )


def _texts(pieces: Sequence[Piece], ruler: Ruler) -> Iterator[Said]:
    """What each piece says; put together, the pieces of a cell say what the cell does."""
    broken: dict[str, list[tuple[str, Language, bool]]] = {}
    for block, _, _, start, stop, _ in pieces:
        if start == 0 and stop == block.lines.number:
            yield block.said
        else:
            id = block.cell.id
            if id not in broken:
                broken[id] = ruler.lines(block.said, block.cell.role, block.width)
            yield put_together(broken[id][start:stop], block.said.language)
