"""The text of the document: cover and contents, then headings and tables, as strings of XML.

Strings, because the rows are most of the file, and the time that python-docx's own table cells
take grows with the square of the rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from ipexport.formats.docx.fields import Bookmark, contents_field
from ipexport.formats.docx.look import Look
from ipexport.formats.docx.marks import Marks, count_long
from ipexport.formats.docx.numbering import Lists
from ipexport.formats.docx.runs import LINE_BREAK, TAB, run, words_runs
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
    in_english,
)
from ipexport.formats.docx.units import column_twips, twips
from ipexport.formats.xml import quoted
from ipexport.layout.front import Entry, title_lines
from ipexport.layout.office import text_metrics
from ipexport.model import LANGUAGES, Language
from ipexport.style import TextRole
from ipexport.table import CONTINUED, Cell, Document, Paragraph, Section, Table, Words, plain
from ipexport.typography.labels import hanging_indent, is_regular

_TITLE_ROOM = 0.97
"""The part of the width that lines of a title may fill: a style of the user's may space its letters."""


def titles(document: Document, look: Look) -> str:
    """The paragraphs of title and subtitle."""
    title = _title(document, document.title, "title", TITLE, look)
    return title + _title(document, document.subtitle, "subtitle", SUBTITLE, look)


def front(
    titles: str,
    contents_title: str,
    document: Document,
    look: Look,
    entries: Sequence[Entry],
    marks: Mapping[str, Bookmark],
) -> str:
    """Cover and contents, from the titles' paragraphs and the runs of the contents' title; the contents
    stand in the frame that offers to update them in Word."""
    return (
        titles
        + '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/>'
        + "<w:docPartUnique/></w:docPartObj></w:sdtPr><w:sdtContent>"
        + look.paragraph(CONTENTS_TITLE, contents_title)
        + contents_field(entries, marks, document.language, look)
        + "</w:sdtContent></w:sdt>"
        + look.paragraph(SPACER, "").replace("</w:pPr>", f"{look.front.properties(numbered=False)}</w:pPr>")
    )


def section_text(section: Section, cells: Cells) -> str:
    """A section: its heading and its table, on a new page."""
    words = cells.marks[section.region].around(words_runs(section.heading))
    heading = cells.look.beginning(HEADING)
    if section is cells.document.sections[0]:
        # It already begins a page; with a page break some programs leave one empty.
        style = cells.look.ids[HEADING]
        heading = f'<w:p><w:pPr><w:pStyle w:val="{style}"/><w:pageBreakBefore w:val="0"/></w:pPr>'
    return f"{heading}{words}</w:p>{_table(section, cells)}"


def _title(document: Document, words: Words, role: TextRole, style: str, look: Look) -> str:
    """A title in lines of about the same length, each ending with a phrase (GB/T 9704-2012, 7.3.1)."""
    paragraphs = ""
    for text, _, language in words:
        own = look.style.text_in(language)[role]
        metrics = text_metrics(own, language, look.style)
        lines = title_lines(text, _TITLE_ROOM * look.front.sheet.text_width, own, metrics)
        runs = LINE_BREAK.join(run(line, language) for line in _whole(text, [line.text for line in lines]))
        paragraphs += look.paragraph(in_style(language, style, document), runs)
    return paragraphs


def _whole(text: str, lines: Sequence[str]) -> Iterator[str]:
    """The lines with the spaces that setting them has left out, so that they are the text again."""
    start = place = 0
    for line in lines[1:]:
        place = text.find(line, place + 1)
        if place < 0:
            break
        yield text[start:place]
        start = place
    yield text[start:]


def in_style(language: Language, style: str, document: Document) -> str:
    """The style of text in a language; English beside Chinese has one of its own."""
    return in_english(style) if document.languages == "zh-en" and language == "en" else style


class Cells:
    """What the cells of every table need: widths of the columns in twips, and of each role and
    language the styles and how a paragraph begins."""

    def __init__(
        self, document: Document, look: Look, marks: Mapping[str, Bookmark], ids: Marks, lists: Lists
    ) -> None:
        self.document, self.look, self.marks, self.ids, self.lists = document, look, marks, ids, lists
        columns = document.sections[0].table.columns if document.sections else ()
        self.widths = column_twips(look.style.column_widths(columns))
        self.beginnings = {
            (role, language): look.beginning(in_style(language, style, document))
            for role, style in ROLE_STYLES.items()
            for language in LANGUAGES
        }
        self.properties = {
            key: begin.removeprefix("<w:p><w:pPr>").removesuffix("</w:pPr>")
            for key, begin in self.beginnings.items()
        }
        self.items = {
            (role, language): in_style(language, style, document)
            for role, style in ITEM_STYLES.items()
            for language in LANGUAGES
        }


class Numbered(NamedTuple):
    """How many lists, bookmarks with ids, and numbered ones among these, some sections have."""

    lists: int = 0
    marks: int = 0
    long: int = 0


def numbered(sections: Sequence[Section]) -> Numbered:
    """What the sections have of all that is numbered throughout the document."""
    cells = [cell for section in sections for row in section.table.rows for cell in row]
    regions = [section.region for section in sections]
    tasks = list(filter(None, map(marked_task, cells)))
    lists = sum(_list_form(_labels(cell.paragraphs))[0] for cell in cells)
    return Numbered(lists, len(regions) + len(tasks), count_long(regions, tasks))


def marked_task(cell: Cell) -> str:
    """The id of the task that has its mark in the cell, "" where there is none."""
    is_marked = cell.role == "task" and cell.paragraphs and cell.id.endswith(":task")
    return cell.id.removesuffix(":task") if is_marked else ""


def _table(section: Section, cells: Cells) -> str:
    table = section.table
    header = "".join(
        f"{box(width)}{_label(column.label, cells, '' if number else section.region)}</w:tc>"
        for number, (width, column) in enumerate(zip(cells.widths, table.columns, strict=True))
    )
    return (
        f"{table_beginning(section, cells)}"
        f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{header}</w:tr>{_rows(table, cells)}</w:tbl>"
    )


def table_beginning(section: Section, cells: Cells) -> str:
    """A table up to its first row: style, widths, title and description, grid."""
    table, look = section.table, cells.look
    separator = "、" if cells.document.language == "zh" else ", "
    description = separator.join(plain(column.label) for column in table.columns)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in cells.widths)
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{look.ids[TABLE]}"/>'
        f'<w:tblW w:w="{sum(cells.widths)}" w:type="dxa"/>'
        '<w:tblLayout w:type="fixed"/><w:tblLook w:val="0620" w:firstRow="1" w:lastRow="0" '
        'w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
        f"<w:tblCaption w:val={quoted(plain(section.heading))}/>"
        f"<w:tblDescription w:val={quoted(description)}/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>"
    )


def _label(words: Words, cells: Cells, region: str) -> str:
    """The label of a column; the first one has the mark of the region."""
    parts = []
    for text, _, language in words:
        runs = run(text, language)
        if region:
            runs, region = cells.ids.around_region(region, runs), ""
        parts.append(cells.look.paragraph(in_style(language, HEADER_CELL, cells.document), runs))
    return "".join(parts)


def _rows(table: Table, cells: Cells) -> str:
    """The rows; `covering` has for each column the cell from above and its rows to come."""
    covering: dict[int, tuple[Cell, int]] = {}
    parts: list[str] = []
    for row in table.rows:
        begins = {cell.column: cell for cell in row}
        parts.append("<w:tr>")
        column = 0
        while column < len(table.columns):
            cell = begins.get(column)
            if cell is None:
                cell, rest = covering.pop(column)
                merge, content = "continue", f"{cells.beginnings[cell.role, cell.language]}</w:p>"
            else:
                rest = cell.row_span
                merge, content = "restart" if rest > 1 else "", _paragraphs(cell, cells)
            if rest > 1:
                covering[column] = cell, rest - 1
            end = column + cell.column_span
            parts += (box(sum(cells.widths[column:end]), end - column, merge), content, "</w:tc>")
            column = end
        parts.append("</w:tr>")
    return "".join(parts)


@cache
def box(width: int, span: int = 1, merge: str = "") -> str:
    """The beginning of a cell `width` twips wide."""
    grid = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    vertical = f'<w:vMerge w:val="{merge}"/>' if merge else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{grid}{vertical}</w:tcPr>'


def _paragraphs(cell: Cell, cells: Cells) -> str:
    """The paragraphs of a cell, at least one: a cell without is not valid."""
    if not cell.paragraphs:
        return f"{cells.beginnings[cell.role, cell.language]}</w:p>"
    form = item_form(cell.paragraphs, cell, cells)
    if form is not None:
        return _items(cell, form, cells)
    mark = cells.marks.get(cell.id)
    task = marked_task(cell)
    parts: list[str] = []
    for text, _, language in cell.paragraphs:
        words = run(text, language)
        if task:
            words, task = cells.ids.around_task(task, words), ""
        if mark is not None:
            words, mark = mark.around(words), None
        parts += (cells.beginnings[cell.role, language], words, "</w:p>")
    return "".join(parts)


def _labels(paragraphs: Sequence[Paragraph]) -> tuple[str | None, ...]:
    return tuple([paragraph.label for paragraph in paragraphs])


@cache
def _list_form(labels: tuple[str | None, ...]) -> tuple[bool, float]:
    """Whether the labels are 1. 2. 3., and how far the paragraphs hang in em (0 without labels)."""
    return is_regular([label for label in labels if label != CONTINUED]), hanging_indent(labels)


class ItemForm(NamedTuple):
    """How the labels of a cell are made: by the list with a number, or as they print without one.

    `properties` are those of labelled paragraphs, `hanging` is their indent in twips.
    """

    number: int | None
    properties: str
    hanging: int


def item_form(
    paragraphs: Sequence[Paragraph], cell: Cell, cells: Cells, number: int | None = None
) -> ItemForm | None:
    """The form of a cell's labels, None where no paragraph has any.

    Labels that count 1. 2. 3. get a new list, or that with the `number`.
    """
    regular, indent = _list_form(_labels(paragraphs))
    if not indent:
        return None
    style = cells.items[cell.role, cell.language]
    if not regular:
        number = None
    elif number is None:
        number = cells.lists.begin(style)
    hanging = twips(indent * cells.look.style.text_in(cell.language)[cell.role].size)
    properties = f'<w:pStyle w:val="{cells.look.ids[style]}"/>'
    if number is not None:
        properties += f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>'
    if indent != ITEM_INDENT:
        properties += f'<w:ind w:left="{hanging}" w:hanging="{hanging}"/>'
    return ItemForm(number, properties, hanging)


def paragraph_properties(paragraph: Paragraph | None, cell: Cell, form: ItemForm | None, cells: Cells) -> str:
    """What stands in the properties of a cell's paragraph; None is that of an empty cell."""
    if paragraph is None or paragraph.label is None or form is None:
        language = cell.language if paragraph is None else paragraph.language
        return cells.properties[cell.role, language]
    if paragraph.label == CONTINUED:
        id = cells.look.ids[cells.items[cell.role, paragraph.language]]
        return f'<w:pStyle w:val="{id}"/><w:ind w:left="{form.hanging}" w:hanging="0"/>'
    return form.properties


def _items(cell: Cell, form: ItemForm, cells: Cells) -> str:
    """Labelled paragraphs: numbered by Word where their labels are regular, else as they print."""
    parts: list[str] = []
    for paragraph in cell.paragraphs:
        text, label, language = paragraph
        parts += ("<w:p><w:pPr>", paragraph_properties(paragraph, cell, form, cells), "</w:pPr>")
        if label and form.number is None:
            parts += (run(label, language), TAB)
        parts += (run(text, language), "</w:p>")
    return "".join(parts)
