"""Writes a document as an Excel workbook.

1. Each region's table is measured and broken into pages (`region_layout`), and its texts are
   collected (`strings`); a large document in two processes (`halves`).
2. What comes before a region (pages, texts, rows of data) is known then: its sheet is drawn
   (`region_sheet`), and its rows of the data sheet (`data_sheet`).
3. The contents (`contents_sheet`) and the parts that hold a workbook together (`workbook`, `styles`)
   are added and packed.

The parts are few and regular, and written as text: importing a library for them takes longer than
writing the whole document.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import Any, NamedTuple

from ipexport.formats.halves import in_halves
from ipexport.formats.ooxml import Deflated, joined, pack
from ipexport.formats.xlsx.blocks import Ruler
from ipexport.formats.xlsx.contents_sheet import Entry, contents_area, contents_texts, draw_contents
from ipexport.formats.xlsx.data_sheet import HEADER as DATA_HEADER
from ipexport.formats.xlsx.data_sheet import SHEET as DATA_SHEET
from ipexport.formats.xlsx.data_sheet import DataSheet, Item, items, region_data_texts, words
from ipexport.formats.xlsx.names import defined_names, quoted, sheet_names
from ipexport.formats.xlsx.region_layout import RegionLayout, lay_out
from ipexport.formats.xlsx.region_sheet import HEADER, draw_region, focus_groups, printed_area, region_texts
from ipexport.formats.xlsx.sheet import check_rows
from ipexport.formats.xlsx.strings import Strings, shared_strings
from ipexport.formats.xlsx.styles import Styles
from ipexport.formats.xlsx.workbook import SheetEntry, absolute, sheet_part, workbook_parts
from ipexport.style import Style
from ipexport.table import Document, Section, plain


def write(document: Document, style: Style) -> bytes:
    """The document as an .xlsx package: a sheet per region; if there is not just one, after contents
    and before all items as data.

    Raises `OutputError` for a text that no cell, or a table that no sheet can hold.
    """
    return _Workbook(document, style).write()


class _Region(NamedTuple):
    """A region measured, its texts, and its rows of the data sheet."""

    layout: RegionLayout
    strings: Strings
    items: list[Item]


class _Drawn(NamedTuple):
    """A region drawn: its sheet, texts and rows of data, how many pages and rows of data these are,
    and the cells that are printed, that hold the table, and that hold each focus group."""

    sheet: Deflated
    strings: Deflated
    data: Deflated
    pages: int
    items: int
    area: str
    table: str
    groups: list[tuple[str, str]]


_Taken = tuple[int, ...]
"""How many pages, shared strings and rows of data some regions take."""


def _taken(regions: Sequence[_Region]) -> _Taken:
    pages = sum(region.layout.page_count for region in regions)
    return pages, sum(len(region.strings) for region in regions), sum(len(region.items) for region in regions)


class _Workbook:
    """A workbook being written."""

    def __init__(self, document: Document, style: Style) -> None:
        self.document, self.style = document, style
        self.is_whole = len(document.sections) != 1
        regions = [plain(section.name) for section in document.sections]
        front, back = ([plain(document.contents_title)], [DATA_SHEET]) if self.is_whole else ([], [])
        self.names = sheet_names([*front, *regions, *back])
        self.region_names = self.names[len(front) : len(front) + len(regions)]
        self.styles, self.ruler = Styles(style, document.languages), Ruler(style)
        self.strings = Strings().add(contents_texts(document, self.styles)).add(words(document.languages))
        self.data = DataSheet(document, style, self.styles, self.ruler, self.strings)

    def write(self) -> bytes:
        halves = in_halves(self.document.sections, self._set, _taken, (0, 0, 0), self._draw)
        regions = [_drawn(*values) for half in halves for values in half]
        sheets = [
            (SheetEntry(name, region.area, HEADER), region.sheet)
            for name, region in zip(self.region_names, regions, strict=True)
        ]
        table = b""
        if self.is_whole:
            sheets.insert(0, self._contents(regions))
            rows = sum(region.items for region in regions)
            sheets.append(self._data(regions, rows))
            table = self.data.table(rows)
        parts: dict[str, bytes | Deflated] = {
            **workbook_parts(
                self.document,
                [entry for entry, _ in sheets],
                self._names(regions),
                self.styles.english_fonts(),
                table,
            ),
            "xl/styles.xml": self.styles.part(),
            "xl/sharedStrings.xml": shared_strings(
                [self.strings.deflated(), *(region.strings for region in regions)]
            ),
        }
        for number, (_, sheet) in enumerate(sheets, 1):
            parts[sheet_part(number)] = sheet
        return pack(parts)

    def _contents(self, regions: Sequence[_Drawn]) -> tuple[SheetEntry, Deflated]:
        first_pages = accumulate((region.pages for region in regions), initial=1)
        entries = [Entry(name, page) for name, page in zip(self.region_names, first_pages, strict=False)]
        sheet = draw_contents(
            self.document, self.names[0], entries, self.strings, self.styles, self.ruler, self.style
        )
        return SheetEntry(self.names[0], contents_area(self.document), 0), sheet

    def _data(self, regions: Sequence[_Drawn], rows: int) -> tuple[SheetEntry, Deflated]:
        name = self.names[-1]
        check_rows(DATA_HEADER + rows, name)
        sheet = joined([self.data.head(), *(region.data for region in regions), self.data.end()])
        return SheetEntry(name, self.data.area(rows), DATA_HEADER), sheet

    def _names(self, regions: Sequence[_Drawn]) -> dict[str, str]:
        """The defined names: one for each region's table, one for each focus group."""
        places = [
            (f"{quoted(name)}!", region) for name, region in zip(self.region_names, regions, strict=True)
        ]
        tables = defined_names("table", (section.region for section in self.document.sections))
        groups = defined_names("focus_area", (task for region in regions for task, _ in region.groups))
        names = {
            name: sheet + absolute(region.table) for name, (sheet, region) in zip(tables, places, strict=True)
        }
        areas = (sheet + absolute(area) for sheet, region in places for _, area in region.groups)
        return names | dict(zip(groups, areas, strict=True))

    def _set(self, sections: Sequence[Section]) -> list[_Region]:
        regions = []
        for section in sections:
            layout = lay_out(section, self.style, self.ruler)
            strings = Strings().add(region_texts(layout, self.styles))
            rows = list(items(section)) if self.is_whole else []
            if rows:
                strings.add(region_data_texts(section, rows))
            regions.append(_Region(layout, strings, rows))
        return regions

    def _draw(self, regions: list[_Region], before: _Taken, is_second: bool) -> tuple[Any, ...]:
        """What is drawn of some regions, in plain values."""
        pages, strings, rows = before
        names = self.region_names[-len(regions) :] if is_second else self.region_names
        drawn = []
        for region, name in zip(regions, names, strict=False):
            layout, texts, items = region
            texts.first = len(self.strings) + strings
            sheet = draw_region(
                layout, name, texts, pages + 1, self.styles, self.style, self.document.language
            )
            data = self.data.rows(layout.section, items, DATA_HEADER + rows + 1, texts)
            found = _Drawn(
                sheet,
                texts.deflated(),
                data,
                layout.page_count,
                len(items),
                printed_area(layout),
                printed_area(layout, HEADER),
                focus_groups(layout),
            )
            drawn.append(tuple(tuple(part) if isinstance(part, Deflated) else part for part in found))
            pages, strings, rows = (
                had + more for had, more in zip((pages, strings, rows), _taken([region]), strict=True)
            )
        return tuple(drawn)


def _drawn(sheet: Any, strings: Any, data: Any, *others: Any) -> _Drawn:
    """A region that came from another process, perhaps."""
    return _Drawn(Deflated(*sheet), Deflated(*strings), Deflated(*data), *others)
