"""Two documents in one, as the writer of tracked changes takes them: what was kept, removed and added."""

from __future__ import annotations

from typing import Literal, NamedTuple

from ipexport.table import Cell, Document, Paragraph, Section

Kind = Literal["kept", "removed", "added"]
Parts = tuple[tuple[Kind, str], ...]
"""A text in pieces: those not added are the old one, those not removed the new one."""


class TrackedParagraph(NamedTuple):
    """A paragraph of the old document, of the new one, or of both, and its text in pieces."""

    before: Paragraph | None
    after: Paragraph | None
    parts: Parts

    @property
    def either(self) -> Paragraph:
        paragraph = self.after or self.before
        assert paragraph is not None
        return paragraph

    @property
    def kind(self) -> Kind:
        return "added" if self.before is None else "removed" if self.after is None else "kept"


class TrackedCell(NamedTuple):
    """A cell that begins in its row; `row_span` counts the rows of both documents."""

    cell: Cell
    paragraphs: tuple[TrackedParagraph, ...]
    row_span: int


class TrackedRow(NamedTuple):
    """A row as a whole: one that was kept has cells that begin in the same columns before and after."""

    kind: Kind
    cells: tuple[TrackedCell, ...]


class TrackedSection(NamedTuple):
    """A section; `labels` are those of its columns."""

    kind: Kind
    section: Section
    heading: tuple[TrackedParagraph, ...]
    labels: tuple[tuple[TrackedParagraph, ...], ...]
    rows: tuple[TrackedRow, ...]


class TrackedDocument(NamedTuple):
    """The new document, and what it has in common with the old one."""

    document: Document
    title: tuple[TrackedParagraph, ...]
    subtitle: tuple[TrackedParagraph, ...]
    contents_title: tuple[TrackedParagraph, ...]
    sections: tuple[TrackedSection, ...]
