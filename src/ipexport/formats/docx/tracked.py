"""Writes two versions of a document as one Word file with tracked changes (ECMA-376 part 1, 17.13.5).

The same styles, pages and tables as any Word file has, and around what came and went w:ins and w:del:
words, paragraph marks, rows. The contents are those of the new document.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from ipexport.formats.docx.body import (
    Cells,
    ItemForm,
    box,
    front,
    in_style,
    item_form,
    marked_task,
    paragraph_properties,
    table_beginning,
)
from ipexport.formats.docx.fields import Bookmark, bookmarks
from ipexport.formats.docx.look import own_look
from ipexport.formats.docx.marks import Marks, are_tidy
from ipexport.formats.docx.numbering import Lists
from ipexport.formats.docx.runs import SPACE, TAB, run
from ipexport.formats.docx.styles import HEADER_CELL, HEADING, SPACER, SUBTITLE, TITLE
from ipexport.formats.docx.tracking import (
    Kind,
    TrackedCell,
    TrackedDocument,
    TrackedParagraph,
    TrackedRow,
    TrackedSection,
)
from ipexport.formats.docx.writer import package_document
from ipexport.formats.docx.xml import declared
from ipexport.formats.ooxml import deflate
from ipexport.formats.xml import DECLARATION, quoted
from ipexport.layout.front import contents
from ipexport.layout.office import count_pages, office_pages
from ipexport.style import Style
from ipexport.table import Paragraph

_AUTHOR = "ipexport"
_ELEMENTS: dict[Kind, str] = {"added": "ins", "removed": "del"}


def write_tracked(tracked: TrackedDocument, style: Style) -> bytes:
    """The .docx package; every change is by ipexport, on the day of the new document."""
    document = tracked.document
    look = own_look(style, document.languages)
    marks = bookmarks(document)
    lists = Lists(look.numbering.first_list)
    cells = Cells(document, look, marks, Marks(len(marks) + 1), lists)
    writer = _Writer(tracked, cells)
    tables = "".join(writer.sections())
    counted = count_pages(document.sections, look.style, look.spaces)
    entries = contents(document, office_pages(document.sections, counted))
    titles = writer.title(tracked.title, TITLE) + writer.title(tracked.subtitle, SUBTITLE)
    cover = front(titles, writer.line(tracked.contents_title), document, look, entries, marks)
    xml = (
        f"{DECLARATION}<w:document {declared('w', 'r')}><w:body>{cover}{tables}"
        f"{look.tables.properties(numbered=True)}</w:body></w:document>"
    )
    removed = [it.section for it in tracked.sections if it.section.region not in writer.regions]
    text, tidy = deflate(xml.encode()), are_tidy(_paragraphs(tracked))
    return package_document(document, look, cells.ids.long, lists.styles, text, tidy, removed)


def _paragraphs(tracked: TrackedDocument) -> Iterator[Paragraph]:
    """Those of all cells, old and new."""
    for section in tracked.sections:
        cells = (cell.paragraphs for row in section.rows for cell in row.cells)
        for words in chain(*section.labels, *cells):
            yield from filter(None, (words.before, words.after))


class _Shown(NamedTuple):
    """A paragraph of the file: its text, what becomes of its mark, and what its properties are for:
    a paragraph of the new document, and one of the old."""

    words: TrackedParagraph
    mark: Kind
    after: Paragraph | None
    before: Paragraph | None


class _Writer:
    def __init__(self, tracked: TrackedDocument, cells: Cells) -> None:
        self.tracked, self.cells, self.look = tracked, cells, cells.look
        self.when = f"{tracked.document.date.isoformat()}T00:00:00Z"
        self.regions = {section.region for section in tracked.document.sections}
        self.new_ids = {
            cell.id
            for section in tracked.document.sections
            for row in section.table.rows
            for cell in row
            if cell.role == "task"
        }

    def sections(self) -> Iterator[str]:
        """Headings and tables, removed ones among them."""
        direct = '<w:pageBreakBefore w:val="0"/>'
        for section in self.tracked.sections:
            marked: Mapping[str, Bookmark] = {} if section.kind == "removed" else self.cells.marks
            words = self.line(section.heading)
            if mark := marked.get(section.section.region):
                words = mark.around(words)
            properties = f'<w:pStyle w:val="{self.look.ids[HEADING]}"/>{direct}'
            yield f"<w:p><w:pPr>{properties}{self._mark(section.kind)}</w:pPr>{words}</w:p>"
            yield self._table(section)
            direct = self.look.direct.get(HEADING, "")
        yield self.look.paragraph(SPACER, "")

    def title(self, words: Sequence[TrackedParagraph], style: str) -> str:
        """The paragraphs of a title, one in each language."""
        return "".join(
            self.look.paragraph(in_style(one.either.language, style, self.tracked.document), self._runs(one))
            for one in words
        )

    def line(self, words: Sequence[TrackedParagraph]) -> str:
        """A text in each of its languages, in one line."""
        parts = []
        for number, one in enumerate(words):
            space = self._run(one.kind, SPACE) if number else ""
            parts.append(space + self._runs(one))
        return "".join(parts)

    def _change(self, kind: Kind, content: str = "") -> str:
        element = _ELEMENTS[kind]
        number = self.cells.ids.number()
        said = f'<w:{element} w:id="{number}" w:author={quoted(_AUTHOR)} w:date="{self.when}"'
        return f"{said}>{content}</w:{element}>" if content else f"{said}/>"

    def _run(self, kind: Kind, runs: str) -> str:
        if kind == "removed":
            runs = runs.replace("<w:t ", "<w:delText ").replace("</w:t>", "</w:delText>")
        return runs if kind == "kept" or not runs else self._change(kind, runs)

    def _runs(self, words: TrackedParagraph) -> str:
        language = words.either.language
        return "".join(self._run(kind, run(text, language)) for kind, text in words.parts if text)

    def _mark(self, kind: Kind) -> str:
        """The run properties of a paragraph mark that came or went."""
        return "" if kind == "kept" else f"<w:rPr>{self._change(kind)}</w:rPr>"

    def _table(self, section: TrackedSection) -> str:
        own = section.section.region
        marked = [own, *[""] * len(section.labels)]
        if section.kind == "removed" and own in self.regions:  # the mark is where it stands now
            marked[0] = ""
        header = "".join(
            f"{box(width)}{self._label(label, region)}</w:tc>"
            for width, label, region in zip(self.cells.widths, section.labels, marked, strict=False)
        )
        changed = "" if section.kind == "kept" else self._change(section.kind)
        return (
            f"{table_beginning(section.section, self.cells)}"
            f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/>{changed}</w:trPr>{header}</w:tr>"
            f"{self._rows(section.rows)}</w:tbl>"
        )

    def _label(self, words: Sequence[TrackedParagraph], region: str) -> str:
        """The label of a column; the first one has the mark of the region."""
        parts = []
        for number, one in enumerate(words):
            runs = self._runs(one)
            if region and not number:
                runs = self.cells.ids.around_region(region, runs)
            style = in_style(one.either.language, HEADER_CELL, self.tracked.document)
            parts.append(self.look.paragraph(style, runs))
        return "".join(parts)

    def _rows(self, rows: Sequence[TrackedRow]) -> str:
        covering: dict[int, tuple[TrackedCell, int]] = {}
        parts: list[str] = []
        for row in rows:
            begins = {cell.cell.column: cell for cell in row.cells}
            parts.append("<w:tr>")
            if row.kind != "kept":
                parts.append(f"<w:trPr>{self._change(row.kind)}</w:trPr>")
            column = 0
            while column < len(self.cells.widths):
                cell = begins.get(column)
                if cell is None:
                    cell, rest = covering.pop(column)
                    merge, content = "continue", self._empty(cell)
                else:
                    rest = cell.row_span
                    merge = "restart" if rest > 1 else ""
                    content = self._content(cell, row.kind)
                if rest > 1:
                    covering[column] = cell, rest - 1
                end = column + cell.cell.column_span
                parts += (box(sum(self.cells.widths[column:end]), end - column, merge), content, "</w:tc>")
                column = end
            parts.append("</w:tr>")
        return "".join(parts)

    def _empty(self, cell: TrackedCell) -> str:
        return f"{self.cells.beginnings[cell.cell.role, cell.cell.language]}</w:p>"

    def _content(self, cell: TrackedCell, kind: Kind) -> str:
        """The paragraphs of a cell; the lists of both versions are counted as one."""
        if not cell.paragraphs:
            return self._empty(cell)
        old = item_form([it.before for it in cell.paragraphs if it.before], cell.cell, self.cells)
        counted = old.number if old else None
        new = item_form([it.after for it in cell.paragraphs if it.after], cell.cell, self.cells, counted)
        parts = []
        for place, shown in enumerate(_shown(cell.paragraphs, kind)):
            words = shown.words
            before = paragraph_properties(shown.before, cell.cell, old, self.cells)
            after = paragraph_properties(shown.after, cell.cell, new, self.cells)
            is_both = kind == "kept" and (shown.mark == "kept" or bool(shown.before and shown.after))
            properties = after if is_both or shown.after else before
            change = ""
            if is_both and before != after:
                # Where marks go, Word keeps the properties of the last paragraph, LibreOffice those of
                # the first: both have them.
                said = f'w:id="{self.cells.ids.number()}" w:author={quoted(_AUTHOR)} w:date="{self.when}"'
                change = f"<w:pPrChange {said}><w:pPr>{before}</w:pPr></w:pPrChange>"
            labels = _printed(words.before, old), _printed(words.after, new)
            runs = self._labels(*labels, words) + self._runs(words)
            if not place:
                runs = self._marked(cell, kind, runs)
            mark = self._mark(shown.mark)
            parts.append(f"<w:p><w:pPr>{properties}{mark}{change}</w:pPr>{runs}</w:p>")
        return "".join(parts)

    def _labels(self, old: str, new: str, words: TrackedParagraph) -> str:
        """The labels that are printed as text, with the tab after them."""
        language = words.either.language
        if old == new:
            kinds: list[tuple[Kind, str]] = [(words.kind, old)]
        else:
            kinds = [("removed", old), ("added", new)]
        return "".join(self._run(kind, run(label, language) + TAB) for kind, label in kinds if label)

    def _marked(self, cell: TrackedCell, kind: Kind, runs: str) -> str:
        """The runs in the bookmarks of what they belong to."""
        id = cell.cell.id
        if kind != "removed" and (mark := self.cells.marks.get(id)):
            runs = mark.around(runs)
        if (task := marked_task(cell.cell)) and (kind != "removed" or id not in self.new_ids):
            runs = self.cells.ids.around_task(task, runs)
        return runs


def _printed(paragraph: Paragraph | None, form: ItemForm | None) -> str:
    """The label that a paragraph has as text."""
    counted = form is None or form.number is not None
    return "" if paragraph is None or counted else paragraph.label or ""


def _shown(paragraphs: Sequence[TrackedParagraph], row: Kind) -> Iterator[_Shown]:
    """The paragraphs of a cell with their marks.

    The last mark of a cell cannot come or go. So a paragraph added behind the last old one begins with
    a new mark (that of the old one stands behind it), and one removed and one added at the end are one.
    """
    if row != "kept":
        for number, words in enumerate(paragraphs, 1):
            last = number == len(paragraphs)
            yield _Shown(words, "kept" if last else row, words.after, words.before)
        return
    first = next((n for n in range(len(paragraphs), 0, -1) if paragraphs[n - 1].kind == "kept"), 0)
    inner, tail = list(paragraphs[:first]), list(paragraphs[first:])
    removed = [words for words in tail if words.kind == "removed"]
    added = [words for words in tail if words.kind == "added"]
    if removed and added:
        old, new = removed.pop(), added.pop()
        both = TrackedParagraph(old.before, new.after, (*old.parts, *new.parts))
        inner += [*removed, *added, both]
        tail = []
    for number, words in enumerate(inner, 1):
        mark: Kind = words.kind
        if number == len(inner) and tail:
            mark = tail[-1].kind
        yield _Shown(words, mark, words.after, words.before)
    for number, words in enumerate(tail, 1):
        if number < len(tail):
            yield _Shown(words, words.kind, words.after, words.before)
        else:
            end = inner[-1] if inner else None
            yield _Shown(
                words,
                "kept",
                words.after or (end and end.after),
                words.before or (end and end.before),
            )
