"""Where something stands in a document: the steps that lead to it, with their words for people."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Generic, NamedTuple, TypeVar

from ipexport.model import Cell, FocusGroup, Item, Plan, Region, Task, Text, WorkPlan
from ipexport.table import Role

T = TypeVar("T")


class Step(NamedTuple):
    """A region, focus area or task: its id, what it prints, its number from 1 in what it is part of."""

    id: str
    title: str
    number: int


class Place(NamedTuple):
    """The way to a part of the document; empty for the document itself.

    `cell` is a column. `row` is the number of a printed row of results, `item` that of a paragraph,
    both counted from 1, 0 where it is neither.
    """

    region: Step | None = None
    focus_area: Step | None = None
    task: Step | None = None
    cell: Role | None = None
    row: int = 0
    item: int = 0


class Placed(NamedTuple, Generic[T]):
    """A part of a document and where it stands."""

    place: Place
    value: T


class Pair(NamedTuple, Generic[T]):
    """The same thing before and after; None where there was none. `moved` is out of its old order."""

    before: Placed[T] | None
    after: Placed[T] | None
    moved: bool = False

    @property
    def both(self) -> tuple[Placed[T], Placed[T]] | None:
        """The two versions of what was neither added nor removed."""
        return (self.before, self.after) if self.before and self.after else None

    @property
    def either(self) -> T:
        """The new version, or the old one of what was removed."""
        side = self.after or self.before
        assert side is not None
        return side.value


def spoken(text: Text) -> str:
    """The words that a text is known by: Chinese, else English."""
    return text.zh or text.en or ""


def cell_text(cell: Cell) -> str:
    """The words of a cell, a line for each item."""
    return "\n".join(spoken(item.text) for item in cell)


def regions(work_plan: WorkPlan) -> list[Placed[Region]]:
    return [
        Placed(Place(Step(region.id, spoken(region.name), number)), region)
        for number, region in enumerate(work_plan.regions, 1)
    ]


def groups(region: Placed[Region]) -> list[Placed[FocusGroup]]:
    return [
        Placed(region.place._replace(focus_area=Step(group.focus_area, spoken(group.wording), number)), group)
        for number, group in enumerate(region.value.groups, 1)
    ]


def tasks(group: Placed[FocusGroup]) -> list[Placed[Task]]:
    return [
        Placed(group.place._replace(task=Step(task.id, spoken(task.text), number)), task)
        for number, task in enumerate(group.value.tasks, 1)
    ]


def plans(group: Placed[FocusGroup], listed: list[Placed[Task]]) -> Iterator[Placed[Plan]]:
    """The plans of a focus area, each at the first task that it covers."""
    places = {task.value.id: task.place for task in listed}
    for plan in group.value.plans:
        yield Placed(places[plan.tasks[0]]._replace(cell="plan"), plan)


def rows(task: Placed[Task]) -> list[Placed[Cell]]:
    """The printed rows of a task's results."""
    place = task.place._replace(cell="results")
    return [Placed(place._replace(row=n), cell) for n, cell in enumerate(task.value.results, 1)]


def items(cell: Placed[Cell]) -> list[Placed[Item]]:
    """The items of a cell."""
    return [Placed(cell.place._replace(item=n), item) for n, item in enumerate(cell.value, 1)]


def step_of(task: Placed[Task]) -> Step:
    """The last step on the way to a task."""
    assert task.place.task is not None
    return task.place.task
