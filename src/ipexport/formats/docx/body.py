"""The text of the document: cover and contents, then headings and tables, as strings of XML.

Strings, because the rows are most of the file, and the time that python-docx's own table cells
take grows with the square of the rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from ipexport.formats.docx.fields import Bookmark, contents_field, run
from ipexport.formats.docx.numbering import Lists
from ipexport.formats.docx.pages import front_sheet
from ipexport.formats.docx.styles import (
    CONTENTS_TITLE,
    HEADER_CELL,
    HEADING,
    ITEM_INDENT,
    ITEM_STYLES,
    ROLE_STYLES,
    SPACER,
    SUBTITLE,
    TABLE,
    TITLE,
)
from ipexport.formats.docx.units import column_twips, twips
from ipexport.layout.front import Entry, title_lines
from ipexport.layout.office import office_metrics
from ipexport.model import Language
from ipexport.style import Style, TextRole
from ipexport.table import Cell, Document, Row, Section, Table, plain
from ipexport.typography.labels import hanging_indent, is_regular


def front(document: Document, style: Style, entries: Sequence[Entry], marks: Mapping[str, Bookmark]) -> str:
    """Cover and contents; the contents stand in the frame that offers to update them in Word."""
    return (
        _paragraph(TITLE, _title(plain(document.title), style, "title"))
        + _paragraph(SUBTITLE, _title(plain(document.subtitle), style, "subtitle"))
        + '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/>'
        + "<w:docPartUnique/></w:docPartObj></w:sdtPr><w:sdtContent>"
        + _paragraph(CONTENTS_TITLE, run(plain(document.contents_title)))
        + contents_field(entries, marks)
        + "</w:sdtContent></w:sdt>"
    )


def sections(document: Document, style: Style, marks: Mapping[str, Bookmark], lists: Lists) -> Iterator[str]:
    """Every section: its heading and its table, on a new page."""
    columns = document.sections[0].table.columns if document.sections else ()
    widths = column_twips(style.column_widths(columns))
    cells = _Cells(style, document.language, widths, marks, lists)
    for number, section in enumerate(document.sections):
        # The first one already begins a page; with a page break some programs leave one empty.
        broken = "" if number else '<w:pageBreakBefore w:val="0"/>'
        heading = marks[section.region].around(run(plain(section.heading)))
        yield f'<w:p><w:pPr><w:pStyle w:val="{HEADING}"/>{broken}</w:pPr>{heading}</w:p>'
        yield from _table(section, cells)
    # A body that ends with a table gets an empty paragraph from Word; this one is 1 pt high.
    yield _paragraph(SPACER, "")


def _title(text: str, style: Style, role: TextRole) -> str:
    """A title in lines of about the same length, each ending with a phrase (GB/T 9704-2012, 7.3.1)."""
    lines = title_lines(text, front_sheet(style).text_width, style.text[role], office_metrics)
    return "<w:r><w:br/></w:r>".join(run(line.text) for line in lines)


def _paragraph(style: str, runs: str) -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{runs}</w:p>'


@dataclass(frozen=True, slots=True)
class _Cells:
    """What the cells of every table need; widths of the columns in twips."""

    style: Style
    language: Language
    widths: tuple[int, ...]
    marks: Mapping[str, Bookmark]
    lists: Lists


def _table(section: Section, cells: _Cells) -> Iterator[str]:
    columns = section.table.columns
    separator = "、" if cells.language == "zh" else ", "
    description = separator.join(plain(column.label) for column in columns)
    yield (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{TABLE}"/><w:tblW w:w="{sum(cells.widths)}" w:type="dxa"/>'
        '<w:tblLayout w:type="fixed"/><w:tblLook w:val="0620" w:firstRow="1" w:lastRow="0" '
        'w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
        f'<w:tblCaption w:val="{escape(plain(section.heading))}"/>'
        f'<w:tblDescription w:val="{escape(description)}"/></w:tblPr><w:tblGrid>'
    )
    for width in cells.widths:
        yield f'<w:gridCol w:w="{width}"/>'
    yield "</w:tblGrid><w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>"
    for width, column in zip(cells.widths, columns, strict=True):
        yield _box(width, "", _paragraph(HEADER_CELL, run(plain(column.label))))
    yield "</w:tr>"
    yield from _rows(section.table, cells)
    yield "</w:tbl>"


def _rows(table: Table, cells: _Cells) -> Iterator[str]:
    """The rows; `covering` has for each column the cell from above and its rows to come."""
    covering: dict[int, tuple[Cell, int]] = {}
    for row in table.rows:
        yield "<w:tr>"
        yield from _row(row, len(table.columns), covering, cells)
        yield "</w:tr>"


def _row(row: Row, columns: int, covering: dict[int, tuple[Cell, int]], cells: _Cells) -> Iterator[str]:
    begins = {cell.column: cell for cell in row}
    column = 0
    while column < columns:
        if column in begins:
            cell, rest = begins[column], begins[column].row_span
            merge = '<w:vMerge w:val="restart"/>' if rest > 1 else ""
            content = "".join(_paragraphs(cell, cells))
        else:
            cell, rest = covering.pop(column)
            merge = '<w:vMerge w:val="continue"/>'
            content = _paragraph(ROLE_STYLES[cell.role], "")
        if rest > 1:
            covering[column] = cell, rest - 1
        span = cell.column_span
        grid = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
        yield _box(sum(cells.widths[column : column + span]), grid + merge, content)
        column += span


def _box(width: int, merge: str, content: str) -> str:
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{merge}</w:tcPr>{content}</w:tc>'


def _paragraphs(cell: Cell, cells: _Cells) -> Iterator[str]:
    """The paragraphs of a cell, at least one: a cell without is not valid."""
    plain = ROLE_STYLES[cell.role]
    labels = [paragraph.label for paragraph in cell.paragraphs]
    if not cell.paragraphs:
        yield _paragraph(plain, "")
    elif cell.id in cells.marks:
        first, *more = (run(paragraph.text) for paragraph in cell.paragraphs)
        yield _paragraph(plain, cells.marks[cell.id].around(first))
        yield from (_paragraph(plain, text) for text in more)
    elif any(labels):
        yield from _items(cell, labels, cells)
    else:
        yield from (_paragraph(plain, run(paragraph.text)) for paragraph in cell.paragraphs)


def _items(cell: Cell, labels: list[str | None], cells: _Cells) -> Iterator[str]:
    """Labelled paragraphs: numbered by Word where their labels are regular, else as they print."""
    number = cells.lists.begin(cell.role) if is_regular(labels) else None
    properties = f'<w:pStyle w:val="{ITEM_STYLES[cell.role]}"/>'
    if number is not None:
        properties += f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>'
    if (indent := hanging_indent(labels)) != ITEM_INDENT:
        hanging = twips(indent * cells.style.text[cell.role].size)
        properties += f'<w:ind w:left="{hanging}" w:hanging="{hanging}"/>'
    for paragraph in cell.paragraphs:
        if not paragraph.label:
            yield _paragraph(ROLE_STYLES[cell.role], run(paragraph.text))
        else:
            label = "" if number is not None else f"{run(paragraph.label)}<w:r><w:tab/></w:r>"
            yield f"<w:p><w:pPr>{properties}</w:pPr>{label}{run(paragraph.text)}</w:p>"
