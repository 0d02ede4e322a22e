"""What a reader finds in a file: texts and tables in order, each with its place."""

from __future__ import annotations

from datetime import date as Date
from typing import Literal, NamedTuple

from ipexport.errors import Finding, Place
from ipexport.model import Languages
from ipexport.table import Paragraph, Properties, Words, plain

TrackedChanges = Literal["accepted", "rejected"]
"""How tracked changes are read: as if all were accepted, or as if all were rejected."""

TextRole = Literal["title", "subtitle", "contents_title", "heading", "text"]
"""What a file says of a text outside tables, in its styles or tags; "text" where it says nothing."""


class FoundCell(NamedTuple):
    """A cell that begins in `column` (counted from 0) of its row.

    `id` is that of the `table.Cell` that was written, or "<region>:column:<number>:<role>" of a
    header cell, where the file has kept it; else "". `place` is where it stands, if that says more than
    the place of its row.
    """

    column: int
    paragraphs: tuple[Paragraph, ...]
    row_span: int = 1
    column_span: int = 1
    id: str = ""
    place: Place | None = None

    @property
    def words(self) -> str:
        """The whole text, labels and all."""
        return "".join((paragraph.label or "") + paragraph.text for paragraph in self.paragraphs)


class FoundAnswer(NamedTuple):
    """What stands under a question of a form, empty where nothing does."""

    question: str
    text: str
    place: Place


class FoundRow(NamedTuple):
    """The cells that begin in a row; `is_header` where the file says that it heads columns. `answers` are
    those to the questions of a form about the row's task."""

    place: Place
    cells: tuple[FoundCell, ...]
    is_header: bool = False
    answers: tuple[FoundAnswer, ...] = ()


class FoundTable(NamedTuple):
    """A table; `properties` are those of its `table.Section`, where the file has kept them. `region` and
    `base` are the id and the version that stand in the table itself, where it has them."""

    place: Place
    rows: tuple[FoundRow, ...]
    properties: Properties = ()
    region: str = ""
    base: str = ""


class FoundText(NamedTuple):
    """A text outside tables, in each of its languages; no contents entry, page number or the like."""

    place: Place
    words: Words
    role: TextRole = "text"

    @property
    def text(self) -> str:
        return plain(self.words)


class FoundDocument(NamedTuple):
    """A file's texts and tables in reading order, and its document properties.

    `properties` are those of the `table.Document` that was written; without them the file is
    taken for one that another program made. `findings` are those of the reader; `attached` are
    datasets (JSON) that travelled in the file.
    """

    place: Place
    languages: Languages
    blocks: tuple[FoundText | FoundTable, ...]
    author: str = ""
    subject: str = ""
    keywords: tuple[str, ...] = ()
    date: Date | None = None
    properties: Properties = ()
    findings: tuple[Finding, ...] = ()
    attached: tuple[bytes, ...] = ()
