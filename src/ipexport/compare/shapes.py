"""Changes as JSON, and the schema of it.

Every text is an object of languages; what was added or removed is there as a whole.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

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
from ipexport.compare.places import Place, Step
from ipexport.model import Cell, FocusGroup, Item, Plan, Region, Task, Text
from ipexport.table import ROLES

Shape = dict[str, Any]


def changes_shape(changes: Iterable[Change]) -> Shape:
    """The JSON of a comparison, after `changes_schema`."""
    return {"changes": [change_shape(change) for change in changes]}


def change_shape(change: Change) -> Shape:
    """The JSON of one change."""
    match change:
        case Added(what, place, content):
            return {"change": "added", "what": what, "after": place_shape(place), **_content(content)}
        case Removed(what, place, content):
            return {"change": "removed", "what": what, "before": place_shape(place), **_content(content)}
        case Moved(what, before, after, content):
            inner = {} if content is None else _content(content)
            return {"change": "moved", "what": what, **_places(before, after), **inner}
        case Reworded(what, before, after, wordings):
            words = {w.language: [{part.kind: part.text} for part in w.parts] for w in wordings}
            return {"change": "reworded", "what": what, **_places(before, after), "words": words}
        case Renumbered(before, after, old, new, what):
            labels = {"old": old, "new": new}
            return {"change": "renumbered", "what": what, **_places(before, after), "label": labels}
        case Covers(before, after, old_tasks, new_tasks, what):
            covers = {"old": [_step(step) for step in old_tasks], "new": [_step(step) for step in new_tasks]}
            return {"change": "covers", "what": what, **_places(before, after), "tasks": covers}


def place_shape(place: Place) -> Shape:
    """The steps that there are; {} is the document itself."""
    shape: Shape = {}
    for key, step in zip(("region", "focus_area", "task"), place[:3], strict=True):
        if isinstance(step, Step):
            shape[key] = _step(step)
    if place.cell is not None:
        shape["cell"] = place.cell
    if place.row:
        shape["row"] = place.row
    if place.item:
        shape["item"] = place.item
    return shape


def _places(before: Place, after: Place) -> Shape:
    return {"before": place_shape(before), "after": place_shape(after)}


def _step(step: Step) -> Shape:
    return {"id": step.id, "title": step.title, "number": step.number}


def _content(content: Content) -> Shape:
    match content:
        case Text():
            return {"content": _text(content)}
        case Item():
            return {"content": _item(content)}
        case Row(task, plan):
            return {"content": {**_task(task), "plan": None if plan is None else _plan(plan)}}
        case FocusGroup():
            return {"content": _group(content)}
        case Region():
            return {
                "content": {
                    "id": content.id,
                    "code": content.code,
                    "name": _text(content.name),
                    "columns": {role: _text(getattr(content.columns, role)) for role in ROLES},
                    "focus_areas": [_group(group) for group in content.groups],
                }
            }
        case _:
            return {"content": _cell(content)}


def _text(text: Text) -> Shape:
    return {"zh": text.zh} if text.en is None else {"zh": text.zh, "en": text.en}


def _item(item: Item) -> Shape:
    return {"label": item.label, **_text(item.text)}


def _cell(cell: Cell) -> list[Shape]:
    return [_item(item) for item in cell]


def _task(task: Task) -> Shape:
    return {"id": task.id, "task": _text(task.text), "results": [_cell(cell) for cell in task.results]}


def _plan(plan: Plan) -> Shape:
    return {"covers": list(plan.tasks), "items": _cell(plan.items)}


def _group(group: FocusGroup) -> Shape:
    plans = {plan.tasks[0]: plan for plan in group.plans}
    tasks = [
        {**_task(task), "plan": _plan(plans[task.id]) if task.id in plans else None} for task in group.tasks
    ]
    return {"focus_area": group.focus_area, "wording": _text(group.wording), "tasks": tasks}
