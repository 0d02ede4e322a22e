"""The text of the document: cover and contents, then headings and tables, as strings of XML.

Strings, because the rows are most of the file: building them as elements takes five times as
long and python-docx's own table cells take time that grows with the square of the rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape

from ipexport.formats.docx.fields import Target, contents, run
from ipexport.formats.docx.numbering import Lists
from ipexport.formats.docx.styles import ITEM_INDENT, ITEM_STYLES, ROLE_STYLES, SPACER, TABLE
from ipexport.formats.docx.units import column_twips, twips
from ipexport.style import Style
from ipexport.table import Cell, Document, Row, Section, Table
from ipexport.typography.labels import hanging_indent, is_regular


def front(document: Document, listed: Mapping[str, Target], pages: Mapping[str, int]) -> str:
    """Cover and contents; the contents stand in the frame that offers to update them in Word."""
    return (
        _paragraph("Title", run(document.title))
        + _paragraph("Subtitle", run(document.subtitle))
        + '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/>'
        + "<w:docPartUnique/></w:docPartObj></w:sdtPr><w:sdtContent>"
        + _paragraph("TOCHeading", run(document.contents_title))
        + contents(listed, pages)
        + "</w:sdtContent></w:sdt>"
    )


def sections(document: Document, style: Style, listed: Mapping[str, Target], lists: Lists) -> Iterator[str]:
    """Every section: its heading and its table, on a new page."""
    for number, section in enumerate(document.sections):
        # The first one already begins a page; with a page break some programs leave one empty.
        broken = "" if number else '<w:pageBreakBefore w:val="0"/>'
        heading = listed[section.region].around(run(section.heading))
        yield f'<w:p><w:pPr><w:pStyle w:val="Heading1"/>{broken}</w:pPr>{heading}</w:p>'
        yield from _table(section, document, _Cells(style, listed, lists))
    # A body that ends with a table gets an empty paragraph from Word; this one is 1 pt high.
    yield _paragraph(SPACER, "")


def _paragraph(style: str, runs: str) -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{runs}</w:p>'


def _table(section: Section, document: Document, cells: _Cells) -> Iterator[str]:
    table = section.table
    separator = "、" if document.language == "zh" else ", "
    description = separator.join(column.label for column in table.columns)
    yield (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{TABLE}"/><w:tblW w:w="{sum(cells.widths)}" w:type="dxa"/>'
        '<w:tblLayout w:type="fixed"/><w:tblLook w:val="0620" w:firstRow="1" w:lastRow="0" '
        'w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
        f'<w:tblCaption w:val="{escape(section.heading)}"/>'
        f'<w:tblDescription w:val="{escape(description)}"/></w:tblPr><w:tblGrid>'
    )
    for width in cells.widths:
        yield f'<w:gridCol w:w="{width}"/>'
    yield "</w:tblGrid><w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>"
    for number, column in enumerate(table.columns):
        yield cells.box(number, 1, "", _paragraph(ROLE_STYLES["table_header"], run(column.label)))
    yield "</w:tr>"
    yield from _rows(table, cells)
    yield "</w:tbl>"


def _rows(table: Table, cells: _Cells) -> Iterator[str]:
    """The rows; a cell over several rows goes on below as an empty cell that says so."""
    open_cells: dict[int, tuple[Cell, int]] = {}
    for row in table.rows:
        yield "<w:tr>"
        yield from _row(row, len(table.columns), open_cells, cells)
        yield "</w:tr>"


def _row(row: Row, columns: int, open_cells: dict[int, tuple[Cell, int]], cells: _Cells) -> Iterator[str]:
    """One row; `open_cells` has for each column the cell that covers it and its rows to come."""
    begins = {cell.column: cell for cell in row}
    column = 0
    while column < columns:
        if column in begins:
            cell = begins[column]
            merge = '<w:vMerge w:val="restart"/>' if cell.row_span > 1 else ""
            yield cells.box(column, cell.column_span, merge, cells.paragraphs(cell))
            rest = cell.row_span - 1
        else:
            cell, rest = open_cells.pop(column)
            empty = _paragraph(ROLE_STYLES[cell.role], "")
            yield cells.box(column, cell.column_span, '<w:vMerge w:val="continue"/>', empty)
            rest -= 1
        if rest:
            open_cells[column] = cell, rest
        column += cell.column_span


class _Cells:
    """Draws cells; knows the widths of the columns, the bookmarks and the lists."""

    __slots__ = ("_lists", "_listed", "_style", "widths")

    def __init__(self, style: Style, listed: Mapping[str, Target], lists: Lists) -> None:
        self.widths = column_twips(style.table.column_widths())
        self._style = style
        self._listed = listed
        self._lists = lists

    def box(self, column: int, span: int, merge: str, content: str) -> str:
        """A cell from `column` over `span` columns around its paragraphs."""
        width = sum(self.widths[column : column + span])
        grid = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
        properties = f'<w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{grid}{merge}</w:tcPr>'
        return f"<w:tc>{properties}{content}</w:tc>"

    def paragraphs(self, cell: Cell) -> str:
        """The paragraphs, at least one: a cell without is not valid."""
        labels = [paragraph.label for paragraph in cell.paragraphs]
        plain = ROLE_STYLES[cell.role]
        if not any(labels):
            texts = [run(paragraph.text) for paragraph in cell.paragraphs] or [""]
            target = self._listed.get(cell.id)
            if target is not None:
                texts = [target.around("".join(texts))] if len(texts) == 1 else _spanned(texts, target)
            return "".join(_paragraph(plain, text) for text in texts)
        return "".join(self._items(cell, labels))
