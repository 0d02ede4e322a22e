"""Which rows are tasks, results and plans, and which focus area they stand under."""

from __future__ import annotations

import difflib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from ipexport.dataset.groups import ID
from ipexport.errors import Place
from ipexport.model import (
    Cell,
    FocusArea,
    FocusAreaId,
    FocusGroup,
    Languages,
    Plan,
    Task,
    TaskId,
    Text,
)
from ipexport.nodes import Findings
from ipexport.recognition.columns import ColumnRoles
from ipexport.recognition.found import FoundAnswer, FoundCell, FoundRow
from ipexport.recognition.words import items_of, shown, text_of
from ipexport.table import Role

_NUMBER = re.compile("[0-9]{1,6}")
_STEM = 56
"""Characters of an id before its number: an id has up to 64."""

_ALIKE = 0.6
_SHOWN = 20

Cells = Mapping[Role, Sequence[FoundCell]]
"""The cells that begin in a row: one of a role, or one in each language."""


@dataclass(slots=True)
class Vocabulary:
    """The focus areas: those that the file brought along, and those that its tables add.

    In a file of others an area is named as it is worded most often.
    """

    names: dict[str, Text]
    is_complete: bool
    wordings: dict[str, Counter[Text]] = field(default_factory=dict)
    _added: set[str] = field(default_factory=set)

    def area(self, wording: Text, said: str | None) -> str:
        """The id of the focus area with this wording; `said` is what the file says it is."""
        words = shown(wording)
        known = {shown(name): id for id, name in reversed(self.names.items())}
        id = said or known.get(words)
        if id is None:
            alike = difflib.get_close_matches(words, known, n=1, cutoff=_ALIKE)
            id = known[alike[0]] if alike else None
        if id is None:
            id = next(f"area-{n}" for n in range(1, len(self.names) + 2) if f"area-{n}" not in self.names)
        if id not in self.names:
            self._added.add(id)
        self.names.setdefault(id, wording)
        self.wordings.setdefault(id, Counter())[wording] += 1
        return id

    def forget(self, id: str, wording: Text) -> None:
        """Takes back a wording under which no task stands, and the area that it has added."""
        self.wordings[id].subtract([wording])
        if id in self._added and not self.wordings[id].total():
            self._added.remove(id)
            del self.names[id]

    def focus_areas(self) -> tuple[FocusArea, ...]:
        names = self.names
        if not self.is_complete:
            names = {id: self.wordings[id].most_common(1)[0][0] for id in names}
        return tuple(FocusArea(FocusAreaId(id), name) for id, name in names.items())


class Answered(NamedTuple):
    """What stands under a question of a form for a task, empty where nothing does."""

    question: str
    task: TaskId
    text: str
    place: Place


@dataclass(slots=True)
class _Task:
    """A task while its rows come in; `places` are those of its cells, by what stands behind its id."""

    id: str
    text: Text
    results: list[Cell]
    places: dict[str, Place] = field(default_factory=dict)
    answers: list[FoundAnswer] = field(default_factory=list)

    def put(self, name: str, cells: Sequence[FoundCell], row: FoundRow) -> None:
        """Takes down where a cell stands, in English beside it where there are two."""
        for cell, language in zip(cells, ("", ":en"), strict=False):
            self.places[f"{name}{language}"] = cell.place or row.place


@dataclass(slots=True)
class _Plan:
    tasks: list[_Task]
    items: Cell
    id: str


@dataclass(slots=True)
class _Group:
    """A focus group while its rows come in."""

    place: Place
    area: str
    wording: Text
    tasks: list[_Task] = field(default_factory=list)
    plans: list[_Plan] = field(default_factory=list)


@dataclass(slots=True)
class Rows:
    """Reads the rows of one region, from one or several tables, one after the other.

    `ids` are the task ids of the whole document so far. `places` are where cells stand, by their ids, and
    `answers` those to questions of a form, once the groups are made.
    """

    region: str
    languages: Languages
    vocabulary: Vocabulary
    ids: set[str]
    findings: Findings
    places: dict[str, Place] = field(default_factory=dict)
    answers: list[Answered] = field(default_factory=list)
    _groups: list[_Group] = field(default_factory=list)
    _current: _Group | None = None
    _plan_rows: int = 0
    """How many more rows the last plan cell covers."""
    _plan_ids: set[str] = field(default_factory=set)

    def read(self, rows: Iterable[FoundRow], roles: ColumnRoles, properties: Mapping[str, str]) -> None:
        """Reads the body rows of a table; `properties` are those of its section."""
        self._plan_rows = 0
        width = max(roles) + 1
        for row in rows:
            self._plan_rows = max(self._plan_rows - 1, 0)
            begins_task = any(roles.get(cell.column) == "task" for cell in row.cells)
            # A row of ours that begins no task and has no words is an empty one of results.
            if (begins_task or not properties) and not _has_words(row.cells):
                continue
            if len(row.cells) == 1 and row.cells[0].column_span >= width > 1:
                self._begin_group(row, row.cells, properties)
                continue
            cells: dict[Role, list[FoundCell]] = defaultdict(list)
            for cell in row.cells:
                role = roles.get(cell.column)
                if role is not None:
                    cells[role].append(cell)
                elif cell.words:
                    message = f"{_quoted(cell.words)} stands under no known label; it is left out"
                    self.findings.add("unknown-column", cell.place or row.place, message, severity="warning")
            self._row(row, cells, properties)

    def _row(self, row: FoundRow, cells: Cells, properties: Mapping[str, str]) -> None:
        focus, results, plan = (cells.get(role, ()) for role in ("focus_area", "results", "plan"))
        said = _quoted("".join(cell.words for part in cells.values() for cell in part))
        if _has_words(focus):
            self._begin_group(row, focus, properties)
        elif focus and properties:
            self._begin_lost_group(row, said, properties.get(focus[0].id) or self._named_in(focus[0].id))
        group = self._current
        if group is None:
            self._find("no-focus-area", row, f"the row {said} stands under no focus area; it is left out")
            return
        task = self._task(row, cells.get("task", ()))
        if task is not None:
            group.tasks.append(task)
            if not results:
                self._missing(row, "results", task)
            task.put("task", cells.get("task", ()), row)
            self._results(row, results, task)
            self._plan(row, plan, task, group)
        elif not group.tasks:
            self._find("no-task", row, f"the row {said} begins a focus area without a task; it is left out")
        else:
            if results:
                self._results(row, results, group.tasks[-1])
            if _has_words(plan):
                words = _quoted(plan[0].words)
                self._find(
                    "second-plan", row, f"{words} is a second plan of a task; it is put with the first"
                )
                group.plans[-1].items += self._items(row, plan)
        if group.tasks:
            group.tasks[-1].answers += row.answers

    def _results(self, row: FoundRow, cells: Sequence[FoundCell], task: _Task) -> None:
        task.results.append(self._items(row, cells))
        number = len(task.results)
        task.put("results" if number == 1 else f"results:{number}", cells, row)

    def _items(self, row: FoundRow, cells: Sequence[FoundCell]) -> Cell:
        items = items_of(cells, self.languages)
        for item in items if self.languages == "zh-en" else ():
            if not item.text.zh:
                self._find("one-language", row, f"{_quoted(item.text.en or '')} has no Chinese beside it")
        return items

    def _begin_lost_group(self, row: FoundRow, said: str, area: str) -> None:
        """Under the focus area that a file of ours says a cell without words is of."""
        name = self.vocabulary.names.get(area)
        read_as = f"read under {_quoted(shown(name))}" if name else "read under the one above"
        self._find("lost-focus-area", row, f"no focus area stands beside the row {said}; it is {read_as}")
        if name:
            self._begin(row.place, self.vocabulary.area(name, area), name)

    def _named_in(self, id: str) -> str:
        """The focus area in the id of a task, "" for an id that is made otherwise."""
        return next((area for area in self.vocabulary.names if id.startswith(self._stem(area))), "")

    def _begin_group(self, row: FoundRow, cells: Sequence[FoundCell], properties: Mapping[str, str]) -> None:
        wording = self._text(cells)
        area = self.vocabulary.area(wording, properties.get(cells[0].id))
        self._begin(cells[0].place or row.place, area, wording)

    def _begin(self, place: Place, area: str, wording: Text) -> None:
        for group in self._groups:
            if (group.area, group.wording) == (area, wording):
                self._current = group
                return
        self._current = _Group(place, area, wording)
        self._groups.append(self._current)

    def _text(self, cells: Sequence[FoundCell]) -> Text:
        return text_of((paragraph for cell in cells for paragraph in cell.paragraphs), self.languages)

    def _task(self, row: FoundRow, cells: Sequence[FoundCell]) -> _Task | None:
        """The task that begins in a row; None where the one above goes on."""
        if not _has_words(cells):
            return None
        if any(len(cell.paragraphs) > (2 if self.languages == "zh-en" else 1) for cell in cells):
            said = _quoted(cells[0].words)
            self._find("joined-paragraphs", row, f"the paragraphs of the task {said} are put together")
        stem, _, role = cells[0].id.rpartition(":")
        id = stem if role == "task" and ID.fullmatch(stem) else ""
        if id in self.ids:
            self._find("duplicate-id", row, f"the id {id!r} stands twice; the second task gets a new one")
            id = ""
        if id:
            self.ids.add(id)
        return _Task(id, self._text(cells), [])

    def _plan(self, row: FoundRow, cells: Sequence[FoundCell], task: _Task, group: _Group) -> None:
        if cells:
            task.put("plan", cells, row)
            self._plan_rows = cells[0].row_span
            id = cells[0].id
            if id and group.plans and group.plans[-1].id == id:
                group.plans[-1].tasks.append(task)
                return
            if id and id in self._plan_ids:
                message = "a plan no longer stands beside all of its tasks; it is repeated"
                self._find("parted-plan", row, message)
            self._plan_ids.add(id)
            group.plans.append(_Plan([task], self._items(row, cells), id))
        elif self._plan_rows and len(group.tasks) > 1:
            group.plans[-1].tasks.append(task)
        else:
            if self._plan_rows:
                message = "a plan covers tasks of two focus areas; it is read as that of the first"
                self._find("plan-over-focus-areas", row, message)
            else:
                self._missing(row, "plan", task)
            group.plans.append(_Plan([task], (), ""))

    def _missing(self, row: FoundRow, role: Role, task: _Task) -> None:
        said = _quoted(shown(task.text))
        self._find(
            "no-cell", row, f"the task {said} has no cell of its own for its {role}; it is read as empty"
        )

    def _find(self, code: str, row: FoundRow, message: str) -> None:
        self.findings.add(code, row.place, message, severity="warning")

    def groups(self) -> tuple[FocusGroup, ...]:
        """The focus groups, once all rows are read."""
        read = []
        for group in self._groups:
            if group.tasks:
                self._give_ids(group)
                read.append(_group(group))
                self._say_places(group)
            else:
                message = f"the focus area {_quoted(shown(group.wording))} has no tasks and is left out"
                self.findings.add("empty", group.place, message, severity="warning")
                self.vocabulary.forget(group.area, group.wording)
        return tuple(read)

    def _say_places(self, group: _Group) -> None:
        self.places[f"{group.tasks[0].id}:focus_area"] = group.place
        for task in group.tasks:
            self.places.update((f"{task.id}:{name}", place) for name, place in task.places.items())
            self.answers += (
                Answered(answer.question, TaskId(task.id), answer.text, answer.place)
                for answer in task.answers
            )

    def _give_ids(self, group: _Group) -> None:
        """Numbers the tasks that have no id: after every number that is taken."""
        stem = self._stem(group.area) if ID.fullmatch(group.area) else f"{self.region}-"[:_STEM]
        numbers = (_NUMBER.fullmatch(id, len(stem)) for id in self.ids if id.startswith(stem))
        number = max((int(match[0]) for match in numbers if match), default=0)
        for task in group.tasks:
            if not task.id:
                number += 1
                task.id = f"{stem}{number}"
                self.ids.add(task.id)

    def _stem(self, area: str) -> str:
        return f"{self.region}-{area}-"[:_STEM]


def _group(group: _Group) -> FocusGroup:
    return FocusGroup(
        focus_area=FocusAreaId(group.area),
        wording=group.wording,
        tasks=tuple(Task(TaskId(task.id), task.text, tuple(task.results)) for task in group.tasks),
        plans=tuple(Plan(tuple(TaskId(task.id) for task in plan.tasks), plan.items) for plan in group.plans),
    )


def _has_words(cells: Sequence[FoundCell]) -> bool:
    return any(cell.words for cell in cells)


def _quoted(text: str) -> str:
    return repr(text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…")
