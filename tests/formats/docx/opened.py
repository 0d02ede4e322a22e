"""A written file, opened by other hands: python-docx and lxml."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

import docx
from docx.document import Document as WordDocument
from docx.oxml.ns import nsmap
from lxml import etree

from ipexport.formats.docx.writer import write
from ipexport.style import Style, load_style
from ipexport.table import Cell, Document, FocusLayout, Table, plain, tabulate
from tests.sample import work_plan

OFFICIAL = load_style("official")
COMPACT = load_style("compact")


def sample(focus: FocusLayout = "column") -> Document:
    return tabulate(work_plan(), "zh", focus)


def opened(document: Document | None = None, style: Style = OFFICIAL) -> WordDocument:
    return docx.Document(io.BytesIO(write(document or sample(), style)))


def part(data: bytes, name: str) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return etree.fromstring(package.read(name))


def find(element: etree._Element, path: str) -> list[etree._Element]:
    """The elements on an XPath with Word's prefixes."""
    # python-docx's elements have an xpath of their own, which takes no namespaces.
    found = etree.ElementBase.xpath(element, path, namespaces=nsmap)
    assert isinstance(found, list)
    return [item for item in found if isinstance(item, etree._Element)]


def value(element: etree._Element, attribute: str = "val") -> str:
    return str(element.attrib[f"{{{nsmap['w']}}}{attribute}"])


def text(element: etree._Element) -> str:
    """What a paragraph or cell shows, without the results of fields' instructions."""
    return "".join(found.text or "" for found in find(element, ".//w:t"))


def grid(table: etree._Element) -> list[list[str]]:
    """What stands in each place of the grid; a merged cell stands in all that it covers."""
    rows: list[list[str]] = []
    for tr in find(table, "w:tr"):
        row: list[str] = []
        for tc in find(tr, "w:tc"):
            merge = find(tc, "w:tcPr/w:vMerge")
            goes_on = bool(merge) and value(merge[0]) == "continue"
            span = find(tc, "w:tcPr/w:gridSpan")
            shown = rows[-1][len(row)] if goes_on else text(tc)
            row += [shown] * (int(value(span[0])) if span else 1)
        rows.append(row)
    return rows


def expected_grid(table: Table) -> list[list[str]]:
    """The same of a table before it is written, without the labels that Word itself counts."""
    rows = [[""] * len(table.columns) for _ in table.rows]
    for number, cells in enumerate(table.rows):
        for cell in cells:
            for row in rows[number : number + cell.row_span]:
                row[cell.column : cell.column + cell.column_span] = [shown(cell)] * cell.column_span
    return [[plain(column.label) for column in table.columns], *rows]


def shown(cell: Cell) -> str:
    labels = [paragraph.label for paragraph in cell.paragraphs]
    counted = labels == [f"{number}." for number in range(1, len(labels) + 1)]
    return "".join(("" if counted else p.label or "") + p.text for p in cell.paragraphs)


def cell_paragraphs(document: WordDocument, words: str) -> list[etree._Element]:
    """The paragraphs of the first cell that has these words."""
    return next(find(tc, "w:p") for tc in _cells(document) if words in text(tc))


def _cells(document: WordDocument) -> Iterator[etree._Element]:
    return iter(find(document.element, "//w:tc"))
