"""Model -> YAML and JSON, in a stable order and without noise.

What is regular is left out: labels that count on, a region's columns that are those of the work
plan, wording that is that of the vocabulary. JSON has the same shape in one document, every text
an object.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

import yaml

from ipexport.dataset.cells import NO_LABEL
from ipexport.model import Cell, Columns, FocusGroup, Item, Plan, Region, Text, WorkPlan
from ipexport.table import ROLES
from ipexport.typography.labels import next_label

TOP = "workplan.yaml"
"""The file of a dataset folder that says what belongs to no region."""

Shape = Any
_TextShape = Callable[[Text], Shape]

_REGIONS, _END = b'"regions": [', b"]}\n"
"""What stands around the regions in JSON on one line: no text has an unescaped quotation mark."""


def dump_folder(work_plan: WorkPlan) -> dict[str, bytes]:
    """The files of a dataset folder, by their name in it."""
    shapes = folder_shapes(work_plan)
    return {name: _yaml(shape) if name == TOP else _airy(_yaml(shape)) for name, shape in shapes.items()}


def folder_shapes(work_plan: WorkPlan) -> dict[str, Shape]:
    """What the files of a dataset folder say, in plain values, by their name in it."""
    top = document_shape(work_plan)
    top["regions"] = [region.id for region in work_plan.regions]
    regions = {f"regions/{one.id}.yaml": _region(one, work_plan, _plain) for one in work_plan.regions}
    return {TOP: top, **regions}


def dump_yaml(work_plan: WorkPlan) -> bytes:
    """The whole dataset as one YAML document."""
    return _yaml(document_shape(work_plan))


def document_shape(work_plan: WorkPlan) -> dict[str, Shape]:
    """What that document says, in plain values."""
    return _work_plan(work_plan, _plain)


def dump_json(work_plan: WorkPlan, indent: int | None = 1, *, english: bool = True) -> bytes:
    """The whole dataset as one JSON document, every text an object of languages.

    Without `indent` on one line: for programs, and several times as fast. Without `english` in
    Chinese alone.
    """
    shape = _work_plan(work_plan, _languages if english else _chinese)
    return (json.dumps(shape, ensure_ascii=False, indent=indent) + "\n").encode()


def joined_json(parts: Sequence[bytes]) -> bytes:
    """The JSON document, on one line, of the regions of several, which are the same but for these."""
    whole, *others = parts
    for other in others:
        regions = other[other.index(_REGIONS) + len(_REGIONS) :]
        whole = b"%b, %b" % (whole.removesuffix(_END), regions)
    return whole


def _airy(region: bytes) -> bytes:
    """A region's file with an empty line before each focus area and each further task."""
    return (
        region.replace(b"\n- focus_area:", b"\n\n- focus_area:")
        .replace(b"\n  - id:", b"\n\n  - id:")
        .replace(b"\n  tasks:\n\n", b"\n  tasks:\n")
    )


def _plain(text: Text) -> Shape:
    return text.zh if text.en is None else _languages(text)


def _languages(text: Text) -> dict[str, str]:
    return {"zh": text.zh} if text.en is None else {"zh": text.zh, "en": text.en}


def _chinese(text: Text) -> dict[str, str]:
    return {"zh": text.zh}


def _work_plan(work_plan: WorkPlan, text: _TextShape) -> dict[str, Shape]:
    return {
        "title": text(work_plan.title),
        "subtitle": text(work_plan.subtitle),
        "region_title": text(work_plan.region_title),
        "contents_title": text(work_plan.contents_title),
        "author": text(work_plan.author),
        "subject": text(work_plan.subject),
        "keywords": [text(word) for word in work_plan.keywords],
        "date": work_plan.date.isoformat(),
        "columns": {role: text(getattr(work_plan.columns, role)) for role in ROLES},
        "focus_areas": {area.id: text(area.name) for area in work_plan.focus_areas},
        "regions": [_region(region, work_plan, text) for region in work_plan.regions],
    }


def _region(region: Region, work_plan: WorkPlan, text: _TextShape) -> dict[str, Shape]:
    shape: dict[str, Shape] = {"id": region.id, "code": region.code, "name": text(region.name)}
    if columns := _own_columns(region.columns, work_plan.columns, text):
        shape["columns"] = columns
    names = {area.id: area.name for area in work_plan.focus_areas}
    shape["focus_areas"] = [_group(group, names.get(group.focus_area), text) for group in region.groups]
    return shape


def _own_columns(columns: Columns, default: Columns, text: _TextShape) -> dict[str, Shape]:
    return {
        role: text(getattr(columns, role))
        for role in ROLES
        if getattr(columns, role) != getattr(default, role)
    }


def _group(group: FocusGroup, name: Text | None, text: _TextShape) -> dict[str, Shape]:
    shape: dict[str, Shape] = {"focus_area": group.focus_area}
    if group.wording != name:
        shape["wording"] = text(group.wording)
    plans = {plan.tasks[0]: plan for plan in group.plans}
    tasks = []
    for task in group.tasks:
        cells = [_cell(cell, text) for cell in task.results]
        entry = {
            "id": task.id,
            "task": text(task.text),
            "results": cells[0] if len(cells) == 1 else [{"row": cell} for cell in cells],
        }
        if task.id in plans:
            entry["plan"] = _plan(plans[task.id], text)
        tasks.append(entry)
    shape["tasks"] = tasks
    return shape


def _plan(plan: Plan, text: _TextShape) -> Shape:
    items = _cell(plan.items, text)
    return items if len(plan.tasks) == 1 else {"covers": list(plan.tasks), "items": items}


def _cell(cell: Cell, text: _TextShape) -> Shape:
    if len(cell) == 1 and cell[0].label is None:
        return text(cell[0].text)
    shapes = []
    label: str | None = None
    for item in cell:
        shapes.append(_item(item, label, text))
        label = item.label or label
    return shapes


def _item(item: Item, previous: str | None, text: _TextShape) -> Shape:
    if item.label == next_label(previous):
        return text(item.text)
    words = text(item.text)
    labelled = words if isinstance(words, dict) else {"zh": words}
    return {"label": NO_LABEL if item.label is None else item.label, **labelled}


class Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]
    """Writes the same text for the same value wherever it stands: no anchors."""

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002
        return True


def _yaml(shape: Shape) -> bytes:
    text: str = yaml.dump(
        shape, Dumper=Dumper, allow_unicode=True, sort_keys=False, width=2**20, default_flow_style=False
    )
    return text.encode()
