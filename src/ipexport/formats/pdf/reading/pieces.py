"""Puts together what page breaks have cut: the pages of a table, and its rows."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ipexport.errors import Finding, Place
from ipexport.formats.pdf.reading.pages import Page
from ipexport.formats.pdf.reading.ruled import ENDS, Line, RuledTable, put_together, tables_of
from ipexport.recognition import FoundCell, FoundRow, FoundTable, FoundText, TextRole, closed_up, header
from ipexport.table import Paragraph, Role

_PAGE_NUMBER = re.compile(r"[\s—–\-·第/共]*\d{1,5}[\s—–\-·页/共\d]*")
_ENTRY = re.compile(r".*[\s.·…．]\d{1,4}")
_CONTENTS = ("目录", "目次", "contents", "tableofcontents")
_FIRST_LABEL = re.compile(r"\s*(?:1[.．、]|[(（]1[)）]|①)")
_LABEL = re.compile(r"\s*(?:\d{1,2}[.．、]|[(（]\d{1,2}[)）]|[①-⑳])")
_EDGES = 4.0
"""Points that the columns of a table may lie apart on two pages."""


@dataclass(slots=True)
class Pieces:
    """The blocks of a file as its pages come in."""

    file: Place
    blocks: list[FoundText | FoundTable] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    _edges: tuple[float, ...] = ()
    _cut: frozenset[int] = frozenset()
    _heading: str = ""
    _tables: int = 0

    def read(self, page: Page) -> None:
        """Takes the next page."""
        tables, lines = tables_of(page)
        place = self.file._replace(part=f"page {page.number}")
        lines = self._printed(page, lines)
        for table in tables:
            above = [line for line in lines if line.y < table.top]
            lines = [line for line in lines if line.y >= table.top]
            self._texts(above, place, is_heading=True)
            self._table(table, page.number)
        self._texts(lines, place, is_heading=False)

    def _printed(self, page: Page, lines: list[Line]) -> list[Line]:
        """The lines without the page number, which stands first or last."""
        if page.turned and not _PAGE_NUMBER.fullmatch(page.turned):
            place = self.file._replace(part=f"page {page.number}")
            self.blocks.append(_text(place, page.turned))
        numbers = [line for line in (*lines[:1], *lines[-1:]) if _PAGE_NUMBER.fullmatch(line.text)]
        return [line for line in lines if line not in numbers and line.text.strip()]

    def _texts(self, lines: Sequence[Line], place: Place, *, is_heading: bool) -> None:
        """Texts outside tables: the largest on the first pages is the title, one over a table its
        heading; entries of the contents are printed again from the headings."""
        in_front = not any(isinstance(block, FoundTable) for block in self.blocks)
        groups = _by_height(lines)
        for number, group in enumerate(groups):
            text = ""
            for line in group:
                text = put_together(text, line.text)
            compact = re.sub(r"\s", "", text)
            has_contents = any(isinstance(b, FoundText) and b.role == "contents_title" for b in self.blocks)
            if compact.lower() in _CONTENTS:
                self.blocks.append(_text(place, text, "contents_title"))
            elif is_heading and number == len(groups) - 1:
                # A running head is printed again over each part of its table.
                if text != self._heading:
                    self.blocks.append(_text(place, text, "heading"))
                self._heading = text
            elif in_front and has_contents and all(_is_entry(line) for line in group):
                continue
            elif in_front and not any(isinstance(b, FoundText) and b.role == "title" for b in self.blocks):
                self.blocks.append(_text(place, text, "title"))
            else:
                self.blocks.append(_text(place, text))

    def _table(self, table: RuledTable, page: int) -> None:
        last = self.blocks[-1] if self.blocks else None
        goes_on = isinstance(last, FoundTable) and _alike(self._edges, table.edges)
        self._tables += not goes_on
        place = self.file._replace(part=f"page {page}, table {self._tables}")
        rows = tuple(
            FoundRow(place._replace(part=f"{place.part}, row {number}"), row)
            for number, row in enumerate(filter(None, table.rows), 1)
        )
        if isinstance(last, FoundTable) and goes_on:
            self.blocks[-1] = _put_together(last, rows, self._cut)
        else:
            self.blocks.append(FoundTable(place, rows))
        self._edges, self._cut = table.edges, table.cut


def _text(place: Place, text: str, role: TextRole = "text") -> FoundText:
    return FoundText(place, (Paragraph(text),), role)


def _is_entry(line: Line) -> bool:
    return _ENTRY.fullmatch(line.text.strip()) is not None


def _by_height(lines: Sequence[Line]) -> list[list[Line]]:
    """Neighbouring lines of one size, which are one text when they are close."""
    groups: list[list[Line]] = []
    for line in lines:
        if groups and _follows(groups[-1][-1], line):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _follows(last: Line, line: Line) -> bool:
    is_close = line.y - last.y < 2.5 * line.height
    return is_close and abs(last.height - line.height) < 1 and not _is_entry(last)


def _alike(edges: Sequence[float], other: Sequence[float]) -> bool:
    """Whether two tables have the same columns; a binding margin can move them."""
    if len(edges) != len(other):
        return False
    shift = other[0] - edges[0]
    return all(abs(b - a - shift) < _EDGES for a, b in zip(edges, other, strict=True))


def _put_together(table: FoundTable, piece: Sequence[FoundRow], cut: frozenset[int]) -> FoundTable:
    """A table with its rows of the next page; one that the break has cut is one row again.

    `cut` are the columns whose text stops in the middle of a sentence at the end of the page.
    """
    heads, roles = header(table, {}, is_ours=False)
    words = [[_words(cell) for cell in row.cells] for row in heads]
    while piece and [_words(cell) for cell in piece[0].cells] in words:
        piece = piece[1:]
    if not piece or not roles:
        return table._replace(rows=(*table.rows, *piece))
    rows = list(table.rows)
    cells = {role: cell for cell in piece[0].cells if (role := roles.get(cell.column))}
    is_cut = {role: column in cut for column, role in roles.items()}
    row_goes_on = _goes_on(rows, cells, is_cut, roles)
    kept = []
    for cell in piece[0].cells:
        role = roles.get(cell.column)
        if role is None:
            kept.append(cell)
        elif role == "focus_area" and not row_goes_on:
            if _words(cell) in ("", _last_words(rows, cell.column)):
                _append(rows, cell, 0, role)
            else:
                kept.append(cell)
        elif row_goes_on:
            _append(rows, cell, cell.row_span - 1, role)
        elif role == "plan" and (is_cut[role] or _continues_plan(rows, cell)):
            _append(rows, cell, cell.row_span, role)
        else:
            kept.append(cell)
    if kept:
        piece = (piece[0]._replace(cells=tuple(kept)), *piece[1:])
    return table._replace(rows=(*rows, *(piece if kept else piece[1:])))


def _goes_on(
    rows: Sequence[FoundRow],
    cells: Mapping[Role, FoundCell],
    is_cut: Mapping[Role, bool],
    roles: Mapping[int, Role],
) -> bool:
    """Whether the first row of a page is the rest of the last row of the page before.

    It is when it names no task, prints the same one again, or when the page before ends in the
    middle of a sentence.
    """
    focus, task = cells.get("focus_area"), cells.get("task")
    column = next(column for column, role in roles.items() if role == "task")
    if focus is not None and _words(focus) not in ("", _last_words(rows, focus.column)):
        return is_cut["focus_area"]
    if is_cut["task"] or is_cut["results"]:
        return True
    return task is None or _words(task) in ("", _last_words(rows, column))


def _continues_plan(rows: Sequence[FoundRow], cell: FoundCell) -> bool:
    """An empty plan cell at the top of a page, one that does not count from 1, or one after a plan of
    several rows that stops in the middle of a sentence, goes on from above."""
    if not cell.words or (_LABEL.match(cell.words) and not _FIRST_LABEL.match(cell.words)):
        return True
    above = next((c for row in reversed(rows) for c in row.cells if c.column == cell.column), cell)
    is_merged = above.row_span > 1 or cell.row_span > 1
    return is_merged and not _FIRST_LABEL.match(cell.words) and above.words.rstrip()[-1:] not in ENDS


def _append(rows: list[FoundRow], cell: FoundCell, covers: int, role: Role) -> None:
    """Puts a cell's paragraphs to those of the last cell of its column, which covers more rows now."""
    for number in range(len(rows) - 1, -1, -1):
        for place, above in enumerate(rows[number].cells):
            if above.column == cell.column:
                is_repeated = role in ("task", "focus_area") and _words(above) == _words(cell)
                paragraphs = above.paragraphs if is_repeated else _joined(above.paragraphs, cell.paragraphs)
                longer = above._replace(paragraphs=paragraphs, row_span=above.row_span + covers)
                cells = rows[number].cells
                rows[number] = rows[number]._replace(cells=(*cells[:place], longer, *cells[place + 1 :]))
                return


def _joined(before: tuple[Paragraph, ...], after: tuple[Paragraph, ...]) -> tuple[Paragraph, ...]:
    if not before or not after:
        return before + after
    last, first = before[-1].text, after[0].text
    if last.rstrip()[-1:] in ENDS or _LABEL.match(first):
        return before + after
    return (*before[:-1], Paragraph(put_together(last, first), before[-1].label), *after[1:])


def _last_words(rows: Sequence[FoundRow], column: int) -> str:
    """The last text of a column."""
    for row in reversed(rows):
        for cell in row.cells:
            if cell.column == column and cell.words:
                return _words(cell)
    return ""


def _words(cell: FoundCell) -> str:
    return closed_up(cell.words)
