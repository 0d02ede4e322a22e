"""A region's table as ipexport writes it, as the hidden column beside it says (`region_sheet`).

Rows can be moved, sorted, copied, deleted and added, cells retyped, merged and no longer merged: each
row says what it is and what goes on in it, wherever it stands. A row without an id is one that somebody
has added.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from ipexport.errors import Place
from ipexport.formats.xlsx.form.marks import asked, is_beside
from ipexport.formats.xlsx.reading.package import whole_number
from ipexport.formats.xlsx.reading.sheets import Sheet, SheetCell, SheetRow
from ipexport.formats.xlsx.reading.texts import Texts
from ipexport.formats.xlsx.region_sheet import ID
from ipexport.model import Language
from ipexport.recognition import FoundAnswer, FoundCell, FoundRow
from ipexport.table import ROLES, Role

_HEAD = 10
"""Rows from the top in which the labels are looked for."""
_BAND = ":focus_area"
_NAMED: tuple[Role, ...] = ("focus_area", "task", "plan")
"""Roles of cells that are named by the task that they begin with."""


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


class _Line(NamedTuple):
    """A row of the sheet: its number, its id, its texts by column, and what the hidden column says goes
    on in it: the rests of texts above, by the column and with their numbers, and the tasks with which
    cells of a role began."""

    row: int
    id: str
    texts: dict[int, SheetCell]
    rests: dict[str, int]
    owners: dict[str, str]


def _line(row: SheetRow, ids: int, left_out: frozenset[int]) -> _Line:
    cell = row.cells.get(ids)
    id, *said = (cell.text.split() if cell else ()) or ("",)
    owners = (name.partition("=") for name in said if "=" in name)
    rests = (name.partition("+") for name in said if "=" not in name)
    return _Line(
        row=row.number,
        id=id,
        texts={column: cell for column, cell in row.cells.items() if column not in {ids, *left_out}},
        rests={name: whole_number(number) for name, _, number in rests},
        owners={role: owner for role, _, owner in owners},
    )


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
    """Reads the rows of a sheet below its labels. `columns` are the roles by their number, `place` is that
    of a row and column. What stands in the columns `left_out` is not looked at.

    `_pieces` are the texts of a cell with their numbers: 0 where it begins, then those of its rests.
    """

    sheet: Sheet
    header: Header
    columns: Mapping[int, Column]
    left_out: frozenset[int]
    texts: Texts
    place: Callable[[int, int], Place]
    find: Find
    _rows: list[_BodyRow] = field(default_factory=list)
    _pieces: dict[Key, list[tuple[int, SheetCell]]] = field(default_factory=dict)
    _places: dict[Key, int] = field(default_factory=dict)
    """The row in which the text of a cell begins."""
    _by_id: dict[str, _BodyRow] = field(default_factory=dict)

    def rows(self) -> list[FoundRow]:
        lines = [
            _line(row, self.header.ids, self.left_out)
            for row in self.sheet.rows
            if row.number > self.header.row
        ]
        whole = {line.id for line in lines if not self._is_rest_of_row(line)}
        rests: list[_Line] = []
        last: tuple[str, _BodyRow] | None = None
        for line in lines:
            if not line.id and not line.texts:
                continue
            is_rest = self._is_rest_of_row(line) and (line.id in whole or line.id in self._by_id)
            if not is_rest:
                last = line.id, self._row(line)
            elif last and last[0] == line.id:
                self._add_rest(last[1], line)
            else:
                rests.append(line)
        for line in rests:
            self._add_rest(self._by_id[line.id], line)
        self._rows = list(self._in_order())
        return self._found()

    def _in_order(self) -> Iterator[_BodyRow]:
        """The rows, a task's further results behind it, wherever somebody has sorted them to."""
        further: dict[str, list[_BodyRow]] = defaultdict(list)
        strayed: set[str] = set()
        above = ""
        for row in self._rows:
            task, _, number = row.id.partition(":")
            if number.isdecimal() and task in self._by_id:
                further[task].append(row)
                strayed |= set() if task == above else {task}
            above = task
        for row in self._rows:
            task, _, number = row.id.partition(":")
            if task not in strayed or not number.isdecimal():
                yield row
            if row.id in strayed:
                yield from sorted(further[row.id], key=lambda row: int(row.id.partition(":")[2]))

    def _is_rest_of_row(self, line: _Line) -> bool:
        """Whether nothing begins in a row of the sheet, if another one has the same id."""
        return bool(line.id) and all(self._is_rest(column, line) for column in line.texts)

    def _is_rest(self, column: int, line: _Line) -> bool:
        """Whether the text in a column is the rest of one above."""
        return column in self.columns and self.columns[column].name in line.rests

    def _add_rest(self, body: _BodyRow, line: _Line) -> None:
        for column, cell in line.texts.items():
            number = line.rests[self.columns[column].name]
            self._add(body.keys[column if not body.is_band else 0], cell, line.row, number)

    def _row(self, line: _Line) -> _BodyRow:
        known = line.id in self._by_id
        body = _BodyRow(line.row, "" if known else line.id)
        if line.id and not known:
            self._by_id[line.id] = body
        if self._is_band(line):
            body.is_band = True
            body.keys[0] = (0, body.id or str(line.row))
            for cell in line.texts.values():
                self._add(body.keys[0], cell, line.row)
        else:
            self._cells(body, line)
        self._rows.append(body)
        return body

    def _is_band(self, line: _Line) -> bool:
        """Whether a row is one cell over all columns, or was."""
        first, _, left, right = self.sheet.merged.area(line.row, min(line.texts, default=0))
        wide = left == 0 and right >= max(self.columns) > 0 and first == line.row
        return wide or (line.id.endswith(_BAND) and set(line.texts) <= {0})

    def _cells(self, body: _BodyRow, line: _Line) -> None:
        above = self._rows[-1] if self._rows and not self._rows[-1].is_band else None
        for number in sorted({*self.columns, *line.texts}):
            column = self.columns.get(number)
            own = (
                number,
                body.id.partition(":")[0] if body.id and self._begins(body, column) else str(line.row),
            )
            text = line.texts.get(number)
            owner = line.owners.get(column.role) if column else None
            is_rest = self._is_rest(number, line)
            merged = self.sheet.merged.area(line.row, number)
            if above and number in above.keys and merged[0] <= above.number and merged[1] >= line.row:
                key = above.keys[number]
            elif owner and (text is None or is_rest):
                key = number, owner
            elif text is None and not body.id and above and column and column.role in ("focus_area", "task"):
                key = above.keys.get(number, own)
            else:
                key = own
            body.keys[number] = key
            if text is not None:
                self._add(key, text, line.row, line.rests[column.name] if column and is_rest else 0)

    def _begins(self, body: _BodyRow, column: Column | None) -> bool:
        """Whether a cell that begins in a row can be named by its task: further results have another id."""
        return column is not None and column.role != "results" and ":" not in body.id

    def _add(self, key: Key, cell: SheetCell, row: int, number: int = 0) -> None:
        self._pieces.setdefault(key, []).append((number, cell))
        if not number:
            self._places.setdefault(key, row)

    def _text(self, key: Key) -> Iterator[SheetCell]:
        """What a cell says, piece by piece, in whatever order the rows are."""
        return (cell for _, cell in sorted(self._pieces.get(key, ()), key=itemgetter(0)))

    def _found(self) -> list[FoundRow]:
        """The rows with their cells, each over as many rows as it goes on."""
        cells: list[list[FoundCell]] = [[] for _ in self._rows]
        answers: list[list[FoundAnswer]] = [[] for _ in self._rows]
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
                        self._note(key, key in seen, self._rows[at])
                        cells[at].append(self._cell(key, length, self._rows[at], again=key in seen))
                    seen.add(key)
                at += length
        for body, found in zip(self._rows, cells, strict=True):
            if body.is_band:
                band = Column("", "focus_area", self._first_language, self._is_bilingual)
                pieces = self._text(body.keys[0])
                words = self.texts.paragraphs(pieces, band.language, has_both=band.has_both)
                found.append(FoundCell(0, words, 1, max(self.columns) + 1, body.id))
        return [
            FoundRow(self.place(body.number, 0), tuple(found), answers=tuple(answered))
            for body, found, answered in zip(self._rows, cells, answers, strict=True)
        ]

    def _answer(self, question: str, key: Key, row: _BodyRow) -> FoundAnswer:
        text = "\n".join(piece.text for piece in self._text(key))
        return FoundAnswer(question, text, self._place(key, row))

    def _place(self, key: Key, row: _BodyRow) -> Place:
        """Where the text of a cell begins, else where the cell does."""
        return self.place(self._places.get(key, row.number), key[0])

    def _cell(self, key: Key, length: int, row: _BodyRow, *, again: bool) -> FoundCell:
        number, owner = key
        column = self.columns.get(number) or Column("", "results", self._first_language, has_both=False)
        words = self.texts.paragraphs(self._text(key), column.language, has_both=column.has_both)
        is_named = not owner.isdecimal() or owner in self._by_id
        # A plan can stand beside tasks that are no neighbours any more.
        is_known = number in self.columns and column.role in (("plan",) if again else _NAMED)
        id = f"{owner}:{column.role}" if is_named and is_known else ""
        return FoundCell(number, words, length, 1, id, self._place(key, row))

    def _note(self, key: Key, is_again: bool, row: _BodyRow) -> None:
        """Says that a plan has lost its text."""
        column = self.columns.get(key[0])
        if column is None:
            return
        lost = column.role == "plan" and not self._pieces.get(key) and self._is_gone(key[1])
        if lost and not is_again:
            message = "the plan of this row has gone with the row that it began in; it is read as empty"
            self.find("lost-plan", row.number, message)

    def _is_gone(self, owner: str) -> bool:
        """Whether a cell began in a row that is not there any more."""
        return not owner.isdecimal() and owner not in self._by_id

    @property
    def _first_language(self) -> Language:
        return next(iter(self.columns.values())).language

    @property
    def _is_bilingual(self) -> bool:
        columns: Sequence[Column] = tuple(self.columns.values())
        return any(c.has_both for c in columns) or len({c.language for c in columns}) > 1
