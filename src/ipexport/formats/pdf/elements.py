"""A section's part of the structure tree.

One Table a section, however many pages (ISO 14289-1, 7.5); a cell on two pages is one element with
marked content on both.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ipexport.formats.pdf.structure import Piece, Tree, cell_attributes, kids_of, references, user_properties
from ipexport.table import CONTINUED, Cell, Paragraph, Section, Words

Key = tuple[str, int, str]
"""What marked content belongs to: a cell's id, the number of the paragraph, the element's type."""

HEADING = "heading"
_REPEATED_ROLES = ("focus_area", "task")


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


def paragraph_tags(cell: Cell) -> dict[int, str]:
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


def _column(cell: Cell) -> int:
    return cell.column


def header_key(column: int) -> str:
    return f"header:{column}"


def _tag(cell: Cell) -> str:
    """Focus area and task are the headers of their rows."""
    return "TH" if cell.role in _REPEATED_ROLES else "TD"


class Elements:
    """The elements of one section; `numbers` are those that marked content belongs to."""

    def __init__(self, source: Section, pieces: Mapping[Key, Sequence[Piece]], tree: Tree) -> None:
        self.source, self.pieces, self.tree = source, pieces, tree
        self.numbers: dict[Key, int] = {}

    def section(self, parent: int) -> int:
        """Sect with H2 and Table; returns its number."""
        tree, table = self.tree, self.source.table
        sect = tree.reserve()
        heading = self._words("H2", sect, self.source.heading, HEADING)
        number = tree.reserve()
        head, row = tree.reserve(), tree.reserve()
        columns = []
        for position, column in enumerate(table.columns):
            id = self._column_id(position)
            attributes = f"/ID({id})" + cell_attributes(scope="Column")
            columns.append(self._words("TH", row, column.label, header_key(position), attributes))
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
