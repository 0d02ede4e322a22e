"""A region's table as ipexport writes it, as the hidden column beside it says (`region_sheet`).

Rows can be moved, sorted, copied, deleted and added, cells retyped, merged and no longer merged: each
row says what it is and what goes on in it, wherever it stands. A row without an id is one that somebody
has added.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import NamedTuple

from ipexport.errors import Place
from ipexport.formats.xlsx.form.marks import asked, is_beside
from ipexport.formats.xlsx.reading.sheets import Sheet, SheetCell, SheetRow
from ipexport.formats.xlsx.reading.texts import Texts
from ipexport.formats.xlsx.region_sheet import ID
from ipexport.model import Language
from ipexport.recognition import FoundAnswer, FoundCell, FoundRow
from ipexport.table import ROLES, Role

_HEAD = 10
"""Rows from the top in which the labels are looked for."""
_BAND = ":focus_area"

Find = Callable[[str, int, str], None]
"""Takes note of what is wrong: code, row of the sheet, message."""


class Column(NamedTuple):
    """A printed column; `name` is what the hidden column calls it, `has_both` whether both languages
    stand in its cells. One with a question has a cell for each task, and so the role of tasks."""

    name: str
    role: Role
    language: Language
    has_both: bool

    @property
    def question(self) -> str:
        return asked(self.name)


class Header(NamedTuple):
    """Where the labels are: the row, counted from 1, and the hidden column; what that says of the roles."""

    row: int
    ids: int
    roles: tuple[str, ...]


def header_of(sheet: Sheet) -> Header | None:
    """Where the labels of a sheet of ours are."""
    for row in sheet.rows[:_HEAD]:
        for column, cell in row.cells.items():
            name, *roles = cell.text.split() or ("",)
            if name == ID and roles and all(role_of(role) or is_beside(role) for role in roles):
                return Header(row.number, column, tuple(roles))
    return None


def role_of(name: str) -> Role | None:
    """The role of a column that the hidden column names so, None for one that is beside the document."""
    return next((role for role in ROLES if role == name.partition(":")[0]), None)


Key = tuple[int, str]
"""A cell of the table: its column, and the row that it begins in by its id (or its number)."""


@dataclass(slots=True)
class _BodyRow:
    """A row of the table, from one or several rows of the sheet."""

    number: int
    id: str
    keys: dict[int, Key] = field(default_factory=dict)
    is_band: bool = False


@dataclass(slots=True)
class RegionTable:
    """Reads the rows of a sheet below its labels. `columns` are the roles by their number; what stands in
    the columns `left_out` is not looked at. `place` is that of a row and column."""

    sheet: Sheet
    header: Header
    columns: Mapping[int, Column]
    left_out: frozenset[int]
    texts: Texts
    place: Callable[[int, int], Place]
    find: Find
    _rows: list[_BodyRow] = field(default_factory=list)
    _pieces: dict[Key, list[SheetCell]] = field(default_factory=dict)
    _places: dict[Key, int] = field(default_factory=dict)
    """The row in which the text of a cell begins."""
    _by_id: dict[str, _BodyRow] = field(default_factory=dict)

    def rows(self) -> list[FoundRow]:
        for row in self.sheet.rows:
            if row.number > self.header.row:
                self._row(row)
        return self._found()

    def _row(self, row: SheetRow) -> None:
        id_cell = row.cells.get(self.header.ids)
        id, *said = (id_cell.text.split() if id_cell else ()) or ("",)
        goes_on = {name for name in said if "=" not in name}
        owners = {role: owner for role, _, owner in (name.partition("=") for name in said if "=" in name)}
        hidden = {self.header.ids, *self.left_out}
        texts = {c: cell for c, cell in row.cells.items() if c not in hidden}
        known = self._by_id.get(id)
        if known and all(self._is_rest(c, goes_on) for c in texts):
            for column, cell in texts.items():
                self._add(known.keys[column if not known.is_band else 0], cell, row)
            return
        if not id and not texts:
            return
        body = _BodyRow(row.number, "" if known else id)
        if id and not known:
            self._by_id[id] = body
        if self._is_band(row, texts, id):
            body.is_band = True
            body.keys[0] = (0, id if body.id else str(row.number))
            for cell in texts.values():
                self._add(body.keys[0], cell, row)
        else:
            self._cells(body, row, texts, goes_on, owners)
        self._rows.append(body)

    def _is_rest(self, column: int, goes_on: set[str]) -> bool:
        """Whether the text in a column is the rest of one above."""
        return column in self.columns and self.columns[column].name in goes_on

    def _is_band(self, row: SheetRow, texts: Mapping[int, SheetCell], id: str) -> bool:
        """Whether a row is one cell over all columns, or was."""
        first, _, left, right = self.sheet.merged.area(row.number, min(texts, default=0))
        wide = left == 0 and right >= max(self.columns) > 0 and first == row.number
        return wide or (id.endswith(_BAND) and set(texts) <= {0})

    def _cells(
        self,
        body: _BodyRow,
        row: SheetRow,
        texts: Mapping[int, SheetCell],
        goes_on: set[str],
        owners: Mapping[str, str],
    ) -> None:
        above = self._rows[-1] if self._rows and not self._rows[-1].is_band else None
        for number in sorted({*self.columns, *texts}):
            column = self.columns.get(number)
            own = (
                number,
                body.id.partition(":")[0] if body.id and self._begins(body, column) else str(row.number),
            )
            text = texts.get(number)
            owner = owners.get(column.role) if column else None
            merged = self.sheet.merged.area(row.number, number)
            if above and number in above.keys and merged[0] <= above.number and merged[1] >= row.number:
                key = above.keys[number]
            elif owner and (text is None or self._is_rest(number, goes_on)):
                key = number, owner
            elif text is None and not body.id and above and column and column.role in ("focus_area", "task"):
                key = above.keys.get(number, own)
            else:
                key = own
            body.keys[number] = key
            if text is not None:
                self._add(key, text, row)

    def _begins(self, body: _BodyRow, column: Column | None) -> bool:
        """Whether a cell that begins in a row can be named by its task: further results have another id."""
        return column is not None and column.role != "results" and ":" not in body.id

    def _add(self, key: Key, cell: SheetCell, row: SheetRow) -> None:
        self._pieces.setdefault(key, []).append(cell)
        self._places.setdefault(key, row.number)

    def _found(self) -> list[FoundRow]:
        """The rows with their cells, each over as many rows as it goes on."""
        cells: list[list[FoundCell]] = [[] for _ in self._rows]
        answers: list[list[FoundAnswer]] = [[] for _ in self._rows]
        parted: set[tuple[Role, str]] = set()
        for number in sorted({number for row in self._rows for number in row.keys}):
            seen: set[Key] = set()
            keys = [None if row.is_band else row.keys.get(number) for row in self._rows]
            at = 0
            for key, run in groupby(keys):
                length = len(list(run))
                if key is not None:
                    question = self.columns[number].question if number in self.columns else ""
                    if question and key not in seen:
                        answers[at].append(self._answer(question, key, self._rows[at]))
                    elif not question:
                        self._note(key, key in seen, self._rows[at], parted)
                        cells[at].append(self._cell(key, length, self._rows[at], again=key in seen))
                    seen.add(key)
                at += length
        for body, found in zip(self._rows, cells, strict=True):
            if body.is_band:
                band = Column("", "focus_area", self._first_language, self._is_bilingual)
                pieces = self._pieces.get(body.keys[0], ())
                words = self.texts.paragraphs(pieces, band.language, has_both=band.has_both)
                found.append(FoundCell(0, words, 1, max(self.columns) + 1, body.id))
        return [
            FoundRow(self.place(body.number, 0), tuple(found), answers=tuple(answered))
            for body, found, answered in zip(self._rows, cells, answers, strict=True)
        ]

    def _answer(self, question: str, key: Key, row: _BodyRow) -> FoundAnswer:
        text = "\n".join(piece.text for piece in self._pieces.get(key, ()))
        return FoundAnswer(question, text, self._place(key, row))

    def _place(self, key: Key, row: _BodyRow) -> Place:
        """Where the text of a cell begins, else where the cell does."""
        return self.place(self._places.get(key, row.number), key[0])

    def _cell(self, key: Key, length: int, row: _BodyRow, *, again: bool) -> FoundCell:
        number, owner = key
        column = self.columns.get(number) or Column("", "results", self._first_language, has_both=False)
        words = self.texts.paragraphs(self._pieces.get(key, ()), column.language, has_both=column.has_both)
        is_named = not owner.isdecimal() or owner in self._by_id
        id = f"{owner}:{column.role}" if is_named and number in self.columns and not again else ""
        if column.role == "results" and number in self.columns:
            id = ""
        return FoundCell(number, words, length, 1, id, self._place(key, row))

    def _note(self, key: Key, is_again: bool, row: _BodyRow, parted: set[tuple[Role, str]]) -> None:
        """Says what a cell has lost: its text, or its place beside all of its tasks."""
        column = self.columns.get(key[0])
        if column is None:
            return
        what = column.role, key[1]
        if is_again and column.role == "plan" and what not in parted:
            parted.add(what)
            message = "a plan no longer stands beside all of its tasks; it is repeated"
            self.find("parted-plan", row.number, message)
        lost = column.role == "focus_area" and not self._pieces.get(key)
        if lost and what not in parted:
            parted.add(what)
            message = "the focus area of this row is gone; the row is read under the one above"
            self.find("no-focus-area", row.number, message)

    @property
    def _first_language(self) -> Language:
        return next(iter(self.columns.values())).language

    @property
    def _is_bilingual(self) -> bool:
        columns: Sequence[Column] = tuple(self.columns.values())
        return any(c.has_both for c in columns) or len({c.language for c in columns}) > 1
