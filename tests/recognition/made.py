"""Found documents made from written ones, for tests that change them."""

from __future__ import annotations

from collections.abc import Callable

from ipexport.errors import Place
from ipexport.model import Languages, WorkPlan
from ipexport.recognition import (
    FoundCell,
    FoundDocument,
    FoundRow,
    FoundTable,
    FoundText,
    Recognised,
    recognise,
)
from ipexport.table import FocusLayout, Section, plain, tabulate
from tests.sample import work_plan

FILE = Place("a.pdf")


def found(
    work: WorkPlan | None = None,
    languages: Languages = "zh",
    focus: FocusLayout = "column",
    *,
    ours: bool = True,
) -> FoundDocument:
    """What a reader finds that loses nothing; of others' files (not `ours`) no ids and properties."""
    document = tabulate(work or work_plan(), languages, focus)
    blocks: list[FoundText | FoundTable] = [
        FoundText(FILE, document.title, "title"),
        FoundText(FILE, document.subtitle, "subtitle"),
        FoundText(FILE, document.contents_title, "contents_title"),
    ]
    for number, section in enumerate(document.sections, 1):
        blocks += [FoundText(FILE, section.heading, "heading"), _table(section, number, ours)]
    return FoundDocument(
        FILE,
        languages,
        tuple(blocks),
        plain(document.author),
        plain(document.subject),
        document.keywords,
        document.date,
        document.properties if ours else (),
    )


def _table(section: Section, number: int, ours: bool) -> FoundTable:
    def place(row: int) -> Place:
        return FILE._replace(part=f"table {number}, row {row}")

    labels = tuple(
        FoundCell(n, column.label, id=f"{section.region}:column:{n}:{column.role}" if ours else "")
        for n, column in enumerate(section.table.columns)
    )
    rows = [FoundRow(place(1), labels, is_header=True)]
    for at, row in enumerate(section.table.rows, 2):
        cells = tuple(
            FoundCell(cell.column, cell.paragraphs, cell.row_span, cell.column_span, cell.id if ours else "")
            for cell in row
        )
        rows.append(FoundRow(place(at), cells))
    return FoundTable(place(0), tuple(rows), section.properties if ours else ())


def with_rows(
    document: FoundDocument, change: Callable[[list[FoundRow]], list[FoundRow]], table: int = 0
) -> FoundDocument:
    """The document with other rows in one of its tables."""
    blocks = list(document.blocks)
    place = [n for n, block in enumerate(blocks) if isinstance(block, FoundTable)][table]
    block = blocks[place]
    assert isinstance(block, FoundTable)
    blocks[place] = block._replace(rows=tuple(change(list(block.rows))))
    return document._replace(blocks=tuple(blocks))


def codes(recognised: Recognised) -> list[str]:
    # The sample has a task that looks like markup.
    return [finding.code for finding in recognised.findings if finding.code != "markup"]


def read(document: FoundDocument) -> tuple[WorkPlan, list[str]]:
    recognised = recognise(document)
    return recognised.work_plan, codes(recognised)
