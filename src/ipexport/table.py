"""The one layout model: a work plan as tables of cells, before any file format.

`tabulate` turns a model into a `Document`: title texts, and one `Section` per region with its
heading and its table. (Named tuples: a document has thousands of cells, and these are made in
a fifth of the time.) Rows list only the cells that begin in them; a cell that covers several
rows or columns says so. Writers draw these tables, readers find them again.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date as Date
from typing import Literal, NamedTuple

from ipexport.model import FocusGroup, Item, Language, Plan, Region, RegionId, Text, WorkPlan

Role = Literal["focus_area", "task", "results", "plan"]
FocusLayout = Literal["column", "band"]
ROLES: tuple[Role, ...] = ("focus_area", "task", "results", "plan")


class Paragraph(NamedTuple):
    """A paragraph of a cell; `label` is printed before it with a hanging indent."""

    text: str
    label: str | None = None


class Cell(NamedTuple):
    """A cell that begins in `column` (counted from 0) of its row.

    `id` is unique in the document and never changes with the layout:
    "<task id>:<role>", for further result rows "<task id>:results:<n>".
    """

    id: str
    role: Role
    column: int
    paragraphs: tuple[Paragraph, ...]
    row_span: int = 1
    column_span: int = 1


Row = tuple[Cell, ...]


class Column(NamedTuple):
    role: Role
    label: str


class Table(NamedTuple):
    """One region's table; its one header row holds the labels of the columns."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


class Section(NamedTuple):
    """A region's heading and table; `name` is the region's name."""

    region: RegionId
    name: str
    heading: str
    table: Table

    def focus_cells(self) -> Iterator[tuple[int, Cell]]:
        """The cells that name a focus area, each with the number of its row."""
        for number, row in enumerate(self.table.rows):
            for cell in row:
                if cell.role == "focus_area":
                    yield number, cell


class Document(NamedTuple):
    """What a writer draws, all texts in one language."""

    language: Language
    title: str
    subtitle: str
    contents_title: str
    author: str
    subject: str
    keywords: tuple[str, ...]
    date: Date
    sections: tuple[Section, ...]

    @property
    def full_title(self) -> str:
        """The title as document properties give it; an extract's names its region."""
        if len(self.sections) == 1:
            return self.title + self.sections[0].heading
        return self.title + self.subtitle


class MissingTranslation(Exception):
    """A text has no words in the language asked for."""


def tabulate(work_plan: WorkPlan, language: Language, focus: FocusLayout) -> Document:
    """The document as tables, in one language.

    With `focus="column"` the focus area is the first of four columns, merged over its rows;
    with "band" it is a row of its own over exactly three columns.

    Raises `MissingTranslation` for a text without words in the language.
    """
    speaker = _Speaker(language)
    say = speaker.say
    return Document(
        language=language,
        title=say(work_plan.title),
        subtitle=say(work_plan.subtitle),
        contents_title=say(work_plan.contents_title),
        author=say(work_plan.author),
        subject=say(work_plan.subject),
        keywords=tuple(map(say, work_plan.keywords)),
        date=work_plan.date,
        sections=tuple(
            Section(
                region=region.id,
                name=say(region.name),
                heading=say(work_plan.heading(region)),
                table=_table(region, speaker, focus),
            )
            for region in work_plan.regions
        ),
    )


class _Speaker(NamedTuple):
    language: Language

    def say(self, text: Text) -> str:
        words = text.in_language(self.language)
        if words is None:
            raise MissingTranslation(text.zh)
        return words

    def paragraphs(self, cell: tuple[Item, ...]) -> tuple[Paragraph, ...]:
        return tuple(Paragraph(self.say(item.text), item.label) for item in cell)


def _table(region: Region, speaker: _Speaker, focus: FocusLayout) -> Table:
    roles = ROLES if focus == "column" else ROLES[1:]
    columns = tuple(Column(role, speaker.say(getattr(region.columns, role))) for role in roles)
    rows: list[Row] = []
    for group in region.groups:
        rows.extend(_group_rows(group, speaker, focus))
    return Table(columns, tuple(rows))


def _group_rows(group: FocusGroup, speaker: _Speaker, focus: FocusLayout) -> Iterator[Row]:
    first_task = group.tasks[0].id
    wording = (Paragraph(speaker.say(group.wording)),)
    height = sum(len(task.results) for task in group.tasks)
    offset = 1 if focus == "column" else 0
    plans = _plan_spans(group)
    if focus == "band":
        yield (Cell(f"{first_task}:focus_area", "focus_area", 0, wording, column_span=3),)
    for number, task in enumerate(group.tasks):
        for row, results in enumerate(task.results):
            cells: list[Cell] = []
            if focus == "column" and number == 0 and row == 0:
                cells.append(Cell(f"{first_task}:focus_area", "focus_area", 0, wording, height))
            if row == 0:
                text = (Paragraph(speaker.say(task.text)),)
                cells.append(Cell(f"{task.id}:task", "task", offset, text, len(task.results)))
            name = f"{task.id}:results" + (f":{row + 1}" if row else "")
            cells.append(Cell(name, "results", offset + 1, speaker.paragraphs(results)))
            if row == 0 and task.id in plans:
                plan, span = plans[task.id]
                items = speaker.paragraphs(plan.items)
                cells.append(Cell(f"{task.id}:plan", "plan", offset + 2, items, span))
            yield tuple(cells)


def _plan_spans(group: FocusGroup) -> dict[str, tuple[Plan, int]]:
    """The plan that begins at a task, and the number of rows it covers."""
    rows = {task.id: len(task.results) for task in group.tasks}
    return {plan.tasks[0]: (plan, sum(rows[task] for task in plan.tasks)) for plan in group.plans}
