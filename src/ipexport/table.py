"""The one layout model: a work plan as tables of cells, before any file format.

`tabulate` turns a model into a `Document`: title texts, and one `Section` per region with its
heading and its table. (Named tuples: a document has thousands of cells, and these are made in
a fifth of the time.) Rows list only the cells that begin in them; a cell that covers several
rows or columns says so. Writers draw these tables, readers find them again.

A document in both languages has each of the three columns twice, or English below the Chinese
in the same cell (`Bilingual`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date as Date
from typing import Literal, NamedTuple

from ipexport.model import (
    FocusGroup,
    Item,
    Language,
    Languages,
    Plan,
    Region,
    RegionId,
    Text,
    WorkPlan,
    each_of,
)
from ipexport.typography.labels import english_label

Role = Literal["focus_area", "task", "results", "plan"]
FocusLayout = Literal["column", "band"]
BilingualLayout = Literal["columns", "stacked"]
BilingualOrder = Literal["column", "language"]
ROLES: tuple[Role, ...] = ("focus_area", "task", "results", "plan")

UNTRANSLATED = "[untranslated] "
"""Stands before a Chinese text where its English would stand, if it had one."""

CONTINUED = ""
"""The label of a paragraph that goes on with the item above it: indented like it, without a label."""


class Bilingual(NamedTuple):
    """How a table has two languages.

    "columns" has task, results and plan once in each, side by side ("column": the two of a column
    next to each other; "language": all in Chinese, then all in English), and the focus area in
    both below each other. "stacked" has each paragraph's English below it.
    """

    layout: BilingualLayout = "columns"
    order: BilingualOrder = "column"


SIDE_BY_SIDE = Bilingual()


class Paragraph(NamedTuple):
    """A paragraph in one language; `label` is printed before it with a hanging indent."""

    text: str
    label: str | None = None
    language: Language = "zh"


Words = tuple[Paragraph, ...]
"""A text of the document: a paragraph in each of its languages."""


def plain(words: Words, between: str = " ") -> str:
    """The paragraphs in one line: for properties, bookmarks and names."""
    return between.join(paragraph.text for paragraph in words)


class Cell(NamedTuple):
    """A cell that begins in `column` (counted from 0) of its row.

    `id` is unique in the document and never changes with the layout: "<task id>:<role>", for
    further result rows "<task id>:results:<n>", ":en" after it in an English column beside a
    Chinese one. `language` is that of its column, of its first paragraph where both stand in one.
    """

    id: str
    role: Role
    column: int
    paragraphs: tuple[Paragraph, ...]
    row_span: int = 1
    column_span: int = 1
    language: Language = "zh"


Row = tuple[Cell, ...]


class Column(NamedTuple):
    """A column, its label in each language that it has, `language` being the first; `doubled` where
    the other language has a column of its own."""

    role: Role
    label: Words
    language: Language = "zh"
    doubled: bool = False


class Table(NamedTuple):
    """One region's table; its one header row holds the labels of the columns."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


Properties = tuple[tuple[str, str], ...]
"""What belongs to the document but is printed nowhere, by name: writers keep it with the file in
whatever way the format has, so that readers can give it back. The name of what is in the second
language of a document begins with that: "en:name"."""


class Section(NamedTuple):
    """A region's heading and table; `name` is the region's name.

    `properties` are "region", "code" and "name"; "columns.focus_area" where no column has that
    label; by the cell's id the id of a focus area that the vocabulary words otherwise; and "base", the
    version that the file of one region is made from, where that is known.
    """

    region: RegionId
    name: Words
    heading: Words
    table: Table
    properties: Properties = ()

    def focus_cells(self) -> Iterator[tuple[int, Cell]]:
        """The cells that name a focus area, each with the number of its row."""
        for number, row in enumerate(self.table.rows):
            for cell in row:
                if cell.role == "focus_area":
                    yield number, cell


class Document(NamedTuple):
    """What a writer draws.

    `properties` are "languages", "region_title", the labels of the work plan's columns
    ("columns.task") and the vocabulary ("focus_areas.reform"), in its order; "author" and
    "subject" where they are in two languages, which the properties of files are not.
    """

    languages: Languages
    title: Words
    subtitle: Words
    contents_title: Words
    author: Words
    subject: Words
    keywords: tuple[str, ...]
    date: Date
    sections: tuple[Section, ...]
    properties: Properties = ()

    @property
    def language(self) -> Language:
        """The first language: that of the document as a whole."""
        return each_of(self.languages)[0]

    def made_from(self, data: bytes) -> Document:
        """The document of one region, saying which version of the region it shows: the SHA-256 of
        `data`, the region's part of the dataset."""
        from hashlib import sha256  # most documents do without

        (section,) = self.sections
        base = ("base", sha256(data).hexdigest())
        return self._replace(sections=(section._replace(properties=(*section.properties, base)),))

    @property
    def full_title(self) -> str:
        """The title as document properties give it; an extract's names its region."""
        second = self.sections[0].heading if len(self.sections) == 1 else self.subtitle
        titles = zip(self.title, second, strict=True)
        return " ".join(a.text + ("" if a.language == "zh" else " ") + b.text for a, b in titles)


def tabulate(
    work_plan: WorkPlan, languages: Languages, focus: FocusLayout, bilingual: Bilingual = SIDE_BY_SIDE
) -> Document:
    """The document as tables.

    With `focus="column"` the focus area is the first of four columns, merged over its rows;
    with "band" it is a row of its own over all others. A text without English stands there in
    Chinese, marked `UNTRANSLATED`.
    """
    spoken = each_of(languages)
    layout = _Layout.of(spoken, focus, bilingual)

    def say(text: Text) -> Words:
        return tuple(_paragraph(text, None, language) for language in spoken)

    return Document(
        languages=languages,
        title=say(work_plan.title),
        subtitle=say(work_plan.subtitle),
        contents_title=say(work_plan.contents_title),
        author=say(work_plan.author),
        subject=say(work_plan.subject),
        keywords=tuple(p.text for language in spoken for p in _each(work_plan.keywords, language)),
        date=work_plan.date,
        sections=tuple(
            Section(
                region=region.id,
                name=say(region.name),
                heading=say(work_plan.heading(region)),
                table=_table(region, layout),
                properties=_region_properties(region, work_plan, spoken, focus),
            )
            for region in work_plan.regions
        ),
        properties=_properties(work_plan, languages),
    )


def _properties(work_plan: WorkPlan, languages: Languages) -> Properties:
    spoken = each_of(languages)
    named = [("region_title", work_plan.region_title)]
    named += [(f"columns.{role}", getattr(work_plan.columns, role)) for role in ROLES]
    named += [(f"focus_areas.{area.id}", area.name) for area in work_plan.focus_areas]
    if len(spoken) > 1:
        named += [("author", work_plan.author), ("subject", work_plan.subject)]
    return (("languages", languages), *(pair for name, text in named for pair in _named(name, text, spoken)))


def _region_properties(
    region: Region, work_plan: WorkPlan, spoken: tuple[Language, ...], focus: FocusLayout
) -> Properties:
    said = [("region", region.id), ("code", region.code), *_named("name", region.name, spoken)]
    if focus == "band":
        said += _named("columns.focus_area", region.columns.focus_area, spoken)

    def printed(text: Text) -> str:
        return _paragraph(text, None, spoken[0]).text

    vocabulary = {printed(area.name): area.id for area in reversed(work_plan.focus_areas)}
    for group in region.groups:
        if vocabulary.get(printed(group.wording)) != group.focus_area:
            said.append((f"{group.tasks[0].id}:focus_area", group.focus_area))
    return tuple(said)


def _named(name: str, text: Text, spoken: tuple[Language, ...]) -> Iterator[tuple[str, str]]:
    for number, language in enumerate(spoken):
        yield f"{language}:{name}" if number else name, _paragraph(text, None, language).text


def _each(texts: Iterable[Text], language: Language) -> Iterator[Paragraph]:
    return (_paragraph(text, None, language) for text in texts)


def _paragraph(text: Text, label: str | None, language: Language) -> Paragraph:
    if language == "zh":
        return Paragraph(text.zh, label)
    if text.en is None:
        return Paragraph(UNTRANSLATED + text.zh, label)
    return Paragraph(text.en, english_label(label) if label else label, "en")


class _Layout(NamedTuple):
    """The columns: role and languages of each; and `places`, the columns of each role."""

    spoken: tuple[Language, ...]
    focus: FocusLayout
    columns: tuple[tuple[Role, tuple[Language, ...]], ...]
    places: dict[Role, list[tuple[int, tuple[Language, ...]]]]

    @classmethod
    def of(cls, spoken: tuple[Language, ...], focus: FocusLayout, bilingual: Bilingual) -> _Layout:
        roles = ROLES[1:]
        columns: list[tuple[Role, tuple[Language, ...]]]
        if len(spoken) == 1 or bilingual.layout == "stacked":
            columns = [(role, spoken) for role in roles]
        elif bilingual.order == "column":
            columns = [(role, (language,)) for role in roles for language in spoken]
        else:
            columns = [(role, (language,)) for language in spoken for role in roles]
        if focus == "column":
            columns.insert(0, (ROLES[0], spoken))
        places: dict[Role, list[tuple[int, tuple[Language, ...]]]] = {role: [] for role in ROLES}
        for number, (role, languages) in enumerate(columns):
            places[role].append((number, languages))
        return cls(spoken, focus, tuple(columns), places)

    def cells(self, id: str, role: Role, items: tuple[Item, ...], row_span: int = 1) -> list[Cell]:
        """The cell of a role, or one in each language, with the same content."""
        first = self.spoken[0]
        return [
            Cell(
                id if languages[0] == first else f"{id}:{languages[0]}",
                role,
                number,
                _paragraphs(items, languages),
                row_span,
                1,
                languages[0],
            )
            for number, languages in self.places[role]
        ]


def _paragraphs(items: tuple[Item, ...], languages: tuple[Language, ...]) -> tuple[Paragraph, ...]:
    if len(languages) == 1:
        language = languages[0]
        return tuple([_paragraph(item.text, item.label, language) for item in items])
    paragraphs = []
    for item in items:
        for number, language in enumerate(languages):
            label = item.label if not number or item.label is None else CONTINUED
            paragraphs.append(_paragraph(item.text, label, language))
    return tuple(paragraphs)


def _table(region: Region, layout: _Layout) -> Table:
    columns = tuple(
        Column(
            role,
            tuple(_paragraph(getattr(region.columns, role), None, language) for language in languages),
            languages[0],
            doubled=len(languages) < len(layout.spoken),
        )
        for role, languages in layout.columns
    )
    rows = tuple(row for group in region.groups for row in _group_rows(group, layout))
    return Table(columns, rows)


def _group_rows(group: FocusGroup, layout: _Layout) -> Iterator[Row]:
    first_task = group.tasks[0].id
    wording = (Item(group.wording),)
    height = sum(len(task.results) for task in group.tasks)
    plans = _plan_spans(group)
    if layout.focus == "band":
        words = _paragraphs(wording, layout.spoken)
        span = len(layout.columns)
        yield (Cell(f"{first_task}:focus_area", "focus_area", 0, words, 1, span, layout.spoken[0]),)
    for number, task in enumerate(group.tasks):
        for row, results in enumerate(task.results):
            cells: list[Cell] = []
            if layout.focus == "column" and number == 0 and row == 0:
                cells += layout.cells(f"{first_task}:focus_area", "focus_area", wording, height)
            if row == 0:
                cells += layout.cells(f"{task.id}:task", "task", (Item(task.text),), len(task.results))
            name = f"{task.id}:results" + (f":{row + 1}" if row else "")
            cells += layout.cells(name, "results", results)
            if row == 0 and task.id in plans:
                plan, span = plans[task.id]
                cells += layout.cells(f"{task.id}:plan", "plan", plan.items, span)
            yield tuple(sorted(cells, key=_column) if len(layout.spoken) > 1 else cells)


def _column(cell: Cell) -> int:
    return cell.column


def _plan_spans(group: FocusGroup) -> dict[str, tuple[Plan, int]]:
    """The plan that begins at a task, and the number of rows it covers."""
    rows = {task.id: len(task.results) for task in group.tasks}
    return {plan.tasks[0]: (plan, sum(rows[task] for task in plan.tasks)) for plan in group.plans}
