"""Draws sections: the pages of a table, and its part of the structure tree.

One Table a section, however many pages (ISO 14289-1, 7.5). What is printed again on a page (header
row, focus area, task) is an artifact, so that it is read once; a cell on two pages is one element
with marked content on both.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from ipexport.formats.pdf.content import ASCENT, FOOTER, HEADER, LAYOUT, PAGINATION, Content, Drawing
from ipexport.formats.pdf.faces import RoleFont
from ipexport.formats.pdf.objects import Pack, compressed, packed
from ipexport.formats.pdf.structure import Piece, Tree, cell_attributes, kids_of, references, user_properties
from ipexport.layout.pages import Fragment
from ipexport.layout.table import SetSection
from ipexport.layout.text import SetLine, SetWords
from ipexport.model import Language
from ipexport.style import FontRole, Style, TextRole, TextStyle
from ipexport.table import CONTINUED, Cell, Paragraph, Section, Words

Key = tuple[str, int, str]
"""What marked content belongs to: a cell's id, the number of the paragraph, the element's type."""

_HEADING = "heading"
_REPEATED_ROLES = ("focus_area", "task")


class Drawn(NamedTuple):
    """Pages of sections and their elements, in values that go between processes.

    `pages` are compressed content streams, `parents` the parent tree's value of each page, `packs`
    the elements, `sections` the element numbers of the sections.
    """

    pages: list[bytes]
    parents: list[str]
    packs: list[Pack]
    ids: list[tuple[str, int]]
    sections: list[int]


def element_count(section: Section) -> int:
    """How many elements a section has in the structure tree: known before anything is set."""
    table = section.table
    words = sum(_word_elements(column.label) for column in table.columns) + _word_elements(section.heading)
    cells = sum(_cell_elements(cell) for row in table.rows for cell in row)
    # Sect, Table, THead, its TR and TBody besides heading, rows and cells.
    return 5 + words + len(table.rows) + cells


def _word_elements(words: Words) -> int:
    return 1 if len(words) == 1 else 1 + len(words)


def _cell_elements(cell: Cell) -> int:
    paragraphs = cell.paragraphs
    if len(paragraphs) == 1 and paragraphs[0].label is None:
        return 1
    blocks = _blocks(paragraphs)
    if _is_plain(blocks):
        return 1
    return 1 + sum(
        1 + sum(3 if len(item) == 1 else 3 + len(item) for item in items) if tag == "L" else 1
        for tag, items in blocks
    )


Block = tuple[str, list[list[int]]]
"""An element of a cell and the paragraphs in it: a list (L) of items, or a paragraph (P). An item
has the number of its paragraph, and of those that go on with it."""


def _blocks(paragraphs: Sequence[Paragraph]) -> list[Block]:
    """Labelled neighbours are a list, others stand alone."""
    if len(paragraphs) == 1 and paragraphs[0].label is None:
        return [("P", [[0]])]
    blocks: list[Block] = []
    for number, paragraph in enumerate(paragraphs):
        if paragraph.label is None:
            blocks.append(("P", [[number]]))
        elif not blocks or blocks[-1][0] == "P":
            blocks.append(("L", [[number]]))
        elif paragraph.label == CONTINUED:
            blocks[-1][1][-1].append(number)
        else:
            blocks[-1][1].append([number])
    return blocks


def _is_plain(blocks: Sequence[Block]) -> bool:
    """Whether a cell needs no elements below it: at most one paragraph, without a label."""
    return not blocks or (len(blocks) == 1 and blocks[0][0] == "P")


def _tags(cell: Cell) -> dict[int, str]:
    """What each paragraph of a cell belongs to: an item that has several holds paragraphs."""
    blocks = _blocks(cell.paragraphs)
    if _is_plain(blocks):
        return {0: _tag(cell)}
    return {
        number: "LBody" if tag == "L" and len(item) == 1 else "P"
        for tag, items in blocks
        for item in items
        for number in item
    }


def draw_sections(
    sections: Sequence[SetSection],
    style: Style,
    fonts: Mapping[FontRole, RoleFont],
    first_page: int,
    first_object: int,
    tree: Tree,
    parent: int,
) -> Drawn:
    """All pages of the sections.

    `first_page` is the page number of the first one, `first_object` the number of its page object
    (every page has two: itself and its content); `tree` gives out the numbers of elements,
    `parent` is the element of the document.
    """
    pages: list[bytes] = []
    parents: list[str] = []
    numbers: list[int] = []
    packs: list[Pack] = []
    for section in sections:
        start = len(pages)
        drawer = _Drawer(section, style, fonts, {})
        contents = [drawer.page(number, first_page + start + number) for number in range(len(section.pages))]
        pieces: dict[Key, list[Piece]] = defaultdict(list)
        for number, content in enumerate(contents):
            page_object = first_object + 2 * (start + number)
            for mark, key in enumerate(content.marks):
                pieces[key].append((page_object, mark))  # type: ignore[index]
        elements = _Elements(section.section, pieces, tree)
        numbers.append(elements.section(parent))
        # Section by section, so that the bytes do not depend on how many processes share them.
        packs += packed(tree.elements)
        tree.elements.clear()
        for content in contents:
            parents.append(references([elements.numbers[key] for key in content.marks])[2:] or "[]")  # type: ignore[index]
            pages.append(compressed(content.data()))
    return Drawn(pages, parents, packs, tree.ids, numbers)


class _Drawer(NamedTuple):
    """`headers` has the repeated header row as it was drawn, by its place: even and odd pages have two."""

    section: SetSection
    style: Style
    fonts: Mapping[FontRole, RoleFont]
    headers: dict[tuple[float, float], Drawing]

    def page(self, number: int, page_number: int) -> Content:
        """One page of the section, its heading on the first (`number` 0)."""
        page = self.style.page
        content = Content(page.width)
        margins = page.table_margins(page_number)
        left, top = margins.left, margins.top
        fragments = self.section.pages[number]
        header_top = top + (self.section.header_top if number == 0 else 0.0)
        self._rules(content, fragments, left, top, header_top)
        self._page_number(content, page_number)
        if number == 0:
            self._words(content, self.section.heading, _HEADING, "H2", left, top)
            self._header(content, left, header_top, repeated=False)
        elif header := self.headers.get((left, top)):
            content.draw_again(header)
        else:
            start = len(content.operators)
            self._header(content, left, top, repeated=True)
            self.headers[left, top] = content.drawing(start)
        for fragment in fragments:
            self._fragment(content, fragment, left, top)
        return content

    def _rules(
        self, content: Content, fragments: Sequence[Fragment], left: float, top: float, header_top: float
    ) -> None:
        edges = self.section.edges
        height = self.section.header_height
        boxes = [(left + a, header_top, left + b, header_top + height) for a, b in pairwise(edges)]
        for fragment in fragments:
            cell = fragment.cell.cell
            x1, x2 = left + edges[cell.column], left + edges[cell.column + cell.column_span]
            boxes.append((x1, top + fragment.top, x2, top + fragment.top + fragment.height))
        content.begin_artifact(LAYOUT)
        content.fill(left, header_top, edges[-1], height, self.style.table.header_fill)
        content.boxes(boxes, self.style.table.rule)
        content.end()

    def _page_number(self, content: Content, page: int) -> None:
        """— 1 — (GB/T 9704-2012, 7.5): one character in from the edge, outside.

        Turned pages have it where the portrait page has it: at the left of the page as it is
        read, running down, at the bottom of odd and at the top of even pages (7.10).
        """
        style, font = self._text("page_number")
        text = f"— {page} —"
        length = sum(font.metrics(text)) * style.size
        margins = self.style.page.table_margins(page)
        below = self.style.page.page_number_gap + ASCENT * style.size
        width, height = self.style.page.height, self.style.page.width
        content.begin_artifact(FOOTER)
        if self.style.page.view == "turned":
            top = height - margins.bottom - style.size - length if page % 2 else margins.top + style.size
            content.turned_text(text, font, style.size, margins.left - below, top)
        else:
            left = width - margins.right - style.size - length if page % 2 else margins.left + style.size
            content.text(text, font, style.size, left, margins.bottom - below)
        content.end()

    def _header(self, content: Content, left: float, top: float, *, repeated: bool) -> None:
        """The header row, its labels in the middle of their cells."""
        edges, padding = self.section.edges, self.style.table.padding
        for number, label in enumerate(self.section.header):
            middle = top + (self.section.header_height - sum(words.height for words in label)) / 2
            key = "" if repeated else _header_key(number)
            self._words(content, label, key, "TH", left + edges[number] + padding, middle)

    def _words(
        self, content: Content, words: Sequence[SetWords], key: str, tag: str, left: float, top: float
    ) -> None:
        """A text in each of its languages; without a key it was printed before."""
        for number, part in enumerate(words):
            if key:
                own = tag if len(words) == 1 else "Span"
                content.begin(own, (key, number, own))
            else:
                content.begin_artifact(HEADER)
            content.lines(part.lines, self.fonts[part.style.font], part.style, left, top, part.style.align)
            content.end()
            top += part.height

    def _fragment(self, content: Content, fragment: Fragment, left: float, top: float) -> None:
        cell, leading = fragment.cell.cell, fragment.cell.leading
        x = left + self.section.edges[cell.column] + self.style.table.padding
        y = top + fragment.top + self.style.table.padding
        if not fragment.lines:
            return
        if fragment.repeated:
            content.begin_artifact(PAGINATION)
        tags = {} if fragment.repeated else _tags(cell)
        for number, lines in _paragraphs(fragment):
            style, font = self._text(cell.role, cell.paragraphs[number].language)
            if lines[0].label:
                if not fragment.repeated:
                    content.begin("Lbl", (cell.id, number, "Lbl"))
                content.text(lines[0].label, font, style.size, x, content.baseline(style, y, leading))
                if not fragment.repeated:
                    content.end()
            if not fragment.repeated:
                content.begin(tags[number], (cell.id, number, tags[number]))
            content.lines(lines, font, style, x, y, style.align, leading)
            if not fragment.repeated:
                content.end()
            y += len(lines) * leading
        if fragment.repeated:
            content.end()

    def _text(self, role: TextRole, language: Language = "zh") -> tuple[TextStyle, RoleFont]:
        style = self.style.text_in(language)[role]
        return style, self.fonts[style.font]


def _paragraphs(fragment: Fragment) -> Iterator[tuple[int, Sequence[SetLine]]]:
    """The lines of each paragraph on this page, by the number of the paragraph in its cell."""
    every, first, last = fragment.cell.lines, fragment.first, fragment.last
    ends = [place for place, line in enumerate(every, 1) if line.last]
    number = bisect_right(ends, first)
    for end in ends[number:]:
        yield number, every[first : min(end, last)]
        first, number = end, number + 1
        if first >= last:
            break


def _column(cell: Cell) -> int:
    return cell.column


def _header_key(column: int) -> str:
    return f"header:{column}"


def _tag(cell: Cell) -> str:
    """Focus area and task are the headers of their rows."""
    return "TH" if cell.role in _REPEATED_ROLES else "TD"


class _Elements:
    """The elements of one section; `numbers` are those that marked content belongs to."""

    def __init__(self, source: Section, pieces: Mapping[Key, Sequence[Piece]], tree: Tree) -> None:
        self.source, self.pieces, self.tree = source, pieces, tree
        self.numbers: dict[Key, int] = {}

    def section(self, parent: int) -> int:
        """Sect with H2 and Table; returns its number."""
        tree, table = self.tree, self.source.table
        sect = tree.reserve()
        heading = self._words("H2", sect, self.source.heading, _HEADING)
        number = tree.reserve()
        head, row = tree.reserve(), tree.reserve()
        columns = []
        for position, column in enumerate(table.columns):
            id = self._column_id(position)
            attributes = f"/ID({id})" + cell_attributes(scope="Column")
            columns.append(self._words("TH", row, column.label, _header_key(position), attributes))
            tree.ids.append((id, columns[-1]))
        tree.element(row, "TR", head, references(columns))
        tree.element(head, "THead", number, references([row]))
        body = tree.reserve()
        tree.element(body, "TBody", number, references(list(self._rows(body))))
        tree.element(number, "Table", sect, references([head, body]))
        properties = user_properties(self.source.properties)
        return tree.element(sect, "Sect", parent, references([heading, number]), properties)

    def _column_id(self, column: int) -> str:
        return f"{self.source.region}:column:{column}:{self.source.table.columns[column].role}"

    def _rows(self, body: int) -> Iterator[int]:
        focus = task = ""
        for cells in self.source.table.rows:
            row = self.tree.reserve()
            numbers = []
            for cell in sorted(cells, key=_column):
                if cell.role == "focus_area":
                    focus, task = cell.id, ""
                elif cell.role == "task":
                    task = cell.id
                # A plan can answer several tasks: its focus area and column say what it belongs to.
                above = {"results": (focus, task), "plan": (focus,), "task": (focus,)}.get(cell.role, ())
                numbers.append(self._cell(cell, row, above))
            yield self.tree.element(row, "TR", body, references(numbers))

    def _cell(self, cell: Cell, row: int, above: Sequence[str]) -> int:
        tag = _tag(cell)
        headers = [self._column_id(cell.column)] if cell.column_span == 1 else []
        headers += above
        attributes = cell_attributes(
            scope="Row" if tag == "TH" else "",
            row_span=cell.row_span,
            column_span=cell.column_span,
            headers=f"({')('.join(headers)})" if headers else "",
        )
        blocks = _blocks(cell.paragraphs)
        number = self.tree.reserve()
        if tag == "TH":
            attributes = f"/ID({cell.id}){attributes}"
            self.tree.ids.append((cell.id, number))
        if _is_plain(blocks):
            language = cell.paragraphs[0].language if cell.paragraphs else self.tree.language
            return self._leaf(tag, row, (cell.id, 0, tag), attributes + self.tree.spoken(language), number)
        kids = [
            self._list(cell, number, items)
            if kind == "L"
            else self._paragraph("P", number, cell, items[0][0])
            for kind, items in blocks
        ]
        return self.tree.element(number, tag, row, references(kids), attributes)

    def _list(self, cell: Cell, parent: int, items: Sequence[Sequence[int]]) -> int:
        tree = self.tree
        number = tree.reserve()
        kids = []
        for item in items:
            entry = tree.reserve()
            label = self._leaf("Lbl", entry, (cell.id, item[0], "Lbl"))
            if len(item) == 1:
                body = self._paragraph("LBody", entry, cell, item[0])
            else:
                body = tree.reserve()
                parts = [self._paragraph("P", body, cell, part) for part in item]
                tree.element(body, "LBody", entry, references(parts))
            kids.append(tree.element(entry, "LI", number, references([label, body])))
        return tree.element(number, "L", parent, references(kids), "/A<</O/List/ListNumbering/Decimal>>")

    def _paragraph(self, tag: str, parent: int, cell: Cell, number: int) -> int:
        spoken = self.tree.spoken(cell.paragraphs[number].language)
        return self._leaf(tag, parent, (cell.id, number, tag), spoken)

    def _words(self, tag: str, parent: int, words: Words, key: str, attributes: str = "") -> int:
        """A text in several languages has a part for each."""
        if len(words) == 1:
            spoken = self.tree.spoken(words[0].language)
            return self._leaf(tag, parent, (key, 0, tag), attributes + spoken)
        number = self.tree.reserve()
        parts = [
            self._leaf("Span", number, (key, place, "Span"), self.tree.spoken(paragraph.language))
            for place, paragraph in enumerate(words)
        ]
        return self.tree.element(number, tag, parent, references(parts), attributes)

    def _leaf(self, tag: str, parent: int, key: Key, extra: str = "", number: int | None = None) -> int:
        number = self.tree.reserve() if number is None else number
        self.numbers[key] = number
        return self.tree.element(number, tag, parent, kids_of(self.pieces.get(key, ())), extra)
