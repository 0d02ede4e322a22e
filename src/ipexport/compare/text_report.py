"""Changes as text for a terminal: under each region, focus area and task, a line for each change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from ipexport.compare.changes import (
    Added,
    Change,
    Content,
    Covers,
    Moved,
    Removed,
    Renumbered,
    Reworded,
    Row,
)
from ipexport.compare.places import Place, Step, spoken
from ipexport.compare.terminal import Look, Run, set_line, width
from ipexport.compare.words import Part
from ipexport.model import Cell, FocusGroup, Item, Region, Text

_TITLE = 48
"""Columns of a task's text in a heading."""
_CONTEXT = 12
"""Characters shown of what was kept, on each side of a change."""
_NAMES = {"region_title": "region title", "contents_title": "contents title", "focus_area": "focus area"}


def text_report(changes: Sequence[Change], colour: bool = False, columns: int | None = None) -> str:
    """The changes in order, "" when there are none.

    Lines are broken to fit `columns`. Without `colour`, what was removed stands in [-…-] and what
    was added in {+…+}.
    """
    lines: list[str] = []
    for steps, group in groupby(changes, key=lambda change: _where(change)[:3]):
        heading = " › ".join(short_title(step) for step in steps if isinstance(step, Step)) or "work plan"
        lines += [""] if lines else []
        lines += set_line([Run(heading, "heading")], 4, colour, columns)
        for change in group:
            for runs in _lines(change):
                lines += set_line(runs, 4, colour, columns)
    return "".join(f"{line}\n" for line in lines)


def counts(changes: Iterable[Change]) -> str:
    """ "2 added, 1 moved", in the words of the changes."""
    counted = Counter(_VERBS[type(change)] for change in changes)
    return ", ".join(f"{number} {verb}" for verb, number in counted.items())


_VERBS = {
    Added: "added",
    Removed: "removed",
    Moved: "moved",
    Reworded: "reworded",
    Renumbered: "renumbered",
    Covers: "covering other tasks",
}


def _where(change: Change) -> Place:
    return change.place if isinstance(change, Added | Removed) else change.after


def short_title(step: Step) -> str:
    """What a step prints, cut to part of a line."""
    title = step.title
    while width(title) > _TITLE:
        title = title[:-1]
    return title if title == step.title else title.rstrip("，、") + "…"


def _lines(change: Change) -> Iterator[list[Run]]:
    match change:
        case Added(_, place, content):
            yield from _whole("+", "added", part_name(change.what, place), content)
        case Removed(_, place, content):
            yield from _whole("-", "removed", part_name(change.what, place), content)
        case Moved(what, before, after, content):
            said = [Run(f"  > {part_name(what, after)}: moved from {_origin(before, after)}")]
            if isinstance(content, Item | Text):
                said += [Run(": "), Run(_words(content))]
            yield said
        case Reworded(what, _, after, wordings):
            for wording in wordings:
                language = "" if wording.language == "zh" else " (en)"
                yield [Run(f"  ~ {part_name(what, after)}{language}: "), *shown(wording.parts)]
        case Renumbered(_, after, old, new, what):
            yield [
                Run(f"  # {part_name(what, after)}: label "),
                Run(old or "none", "removed"),
                Run(" "),
                Run(new or "none", "added"),
            ]
        case Covers(_, after, old_tasks, new_tasks, what):
            yield [
                Run(f"  = {part_name(what, after)}: covers tasks "),
                Run(_numbers(old_tasks), "removed"),
                Run(" "),
                Run(_numbers(new_tasks), "added"),
            ]


def part_name(what: str, place: Place) -> str:
    """What changed, within the task, focus area or region of the heading."""
    if what == "column":
        return f"label of the column {_NAMES.get(place.cell or '', place.cell)}"
    if place.cell is None:
        name = _NAMES.get(what, what)
        return f"{name} {place.item}" if place.item else name
    row = f" row {place.row}" if place.row > 1 or what == "results" else ""
    return f"{place.cell}{row}" + (f", item {place.item}" if place.item else "")


def _origin(before: Place, after: Place) -> str:
    """Where something stood, as far as that is elsewhere."""
    if before.item or (before.row and before.task and after.task):
        return f"item {before.item}" if before.item else f"row {before.row}"
    names = ("region", "focus area", "task")
    pairs = [(old, new, name) for old, new, name in zip(before[:3], after[:3], names, strict=True) if old]
    outer = [
        short_title(old)
        for old, new, _ in pairs[:-1]
        if isinstance(old, Step) and (new is None or old.id != new.id)
    ]
    last, _, name = pairs[-1]
    return " › ".join([*outer, f"{name} {last.number}" if isinstance(last, Step) else ""])


def _numbers(steps: Sequence[Step]) -> str:
    return ", ".join(str(step.number) for step in steps)


def shown(parts: Sequence[Part]) -> Iterator[Run]:
    """The parts with long kept ones cut to what stands next to a change."""
    looks: dict[str, Look] = {"kept": "plain", "removed": "removed", "added": "added"}
    for number, part in enumerate(parts):
        text = part.text
        if part.kind == "kept" and len(text) > 2 * _CONTEXT + 1:
            head = text[:_CONTEXT] if number else ""
            tail = text[-_CONTEXT:] if number + 1 < len(parts) else ""
            text = f"{head}…{tail}"
        yield Run(text, looks[part.kind])


def _whole(sign: str, look: Look, name: str, content: Content) -> Iterator[list[Run]]:
    def line(name: str, text: str) -> list[Run]:
        return [Run(f"  {sign} {name}: "), Run(text, look)]

    def cell(name: str, items: Cell) -> Iterator[list[Run]]:
        for item in items:
            yield line(name, _words(item))

    match content:
        case Region():
            areas, tasks = len(content.groups), sum(len(group.tasks) for group in content.groups)
            yield line(name, f"{spoken(content.name)} (focus areas: {areas}, tasks: {tasks})")
        case FocusGroup():
            yield line(name, spoken(content.wording))
            for task in content.tasks:
                yield line("task", spoken(task.text))
        case Row(task, plan):
            yield line(name, spoken(task.text))
            for number, items in enumerate(task.results, 1):
                yield from cell("results" if len(task.results) == 1 else f"results row {number}", items)
            if plan is not None:
                yield from cell("plan", plan.items)
        case Item() | Text():
            yield line(name, _words(content))
        case ():
            yield [Run(f"  {sign} {name}: empty")]
        case _:
            yield from cell(name, content)


def _words(content: Item | Text) -> str:
    if isinstance(content, Text):
        return spoken(content)
    return f"{content.label} {spoken(content.text)}" if content.label else spoken(content.text)
