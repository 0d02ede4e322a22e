"""The work plan at several times its size, every copy's text different.

Copies have other Chinese characters (substituted one for one among those of the document), so
that memoised results and shared strings gain nothing; lengths and punctuation stay the same.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import Any

from ipexport.model import (
    Cell,
    FocusGroup,
    Item,
    Plan,
    Region,
    RegionId,
    Task,
    TaskId,
    Text,
    WorkPlan,
    texts,
)

_SHIFT = 7


def scaled(work_plan: WorkPlan, times: int) -> WorkPlan:
    """`times` copies of all regions, one after the other; the first one as it is."""
    han = sorted({c for text in texts(work_plan) for c in text.zh if "\u4e00" <= c <= "\u9fff"})
    regions: list[Region] = []
    for copy in range(times):
        table = {ord(c): han[(n + _SHIFT * copy) % len(han)] for n, c in enumerate(han)}
        regions += (
            [_copied(region, copy, table) for region in work_plan.regions] if copy else work_plan.regions
        )
    return replace(work_plan, regions=tuple(regions))


def _copied(region: Region, copy: int, table: dict[int, str]) -> Region:
    def text(text: Text) -> Text:
        return Text(text.zh.translate(table))

    def cell(cell: Cell) -> Cell:
        return tuple(Item(text(item.text), item.label) for item in cell)

    def task_id(id: str) -> TaskId:
        return TaskId(f"{id}-copy-{copy}")

    def group(group: FocusGroup) -> FocusGroup:
        return replace(
            group,
            wording=text(group.wording),
            tasks=tuple(
                Task(task_id(task.id), text(task.text), tuple(map(cell, task.results)))
                for task in group.tasks
            ),
            plans=tuple(Plan(tuple(map(task_id, plan.tasks)), cell(plan.items)) for plan in group.plans),
        )

    return replace(
        region,
        id=RegionId(f"{region.id}-copy-{copy}"),
        name=Text(f"{region.name.zh}（{copy + 1}）"),
        groups=tuple(map(group, region.groups)),
    )


def in_chinese(work_plan: WorkPlan) -> WorkPlan:
    """The work plan without its English."""

    def shed(value: Any) -> Any:
        if isinstance(value, Text):
            return Text(value.zh)
        if isinstance(value, tuple):
            return tuple(map(shed, value))
        if is_dataclass(value) and not isinstance(value, type):
            return replace(value, **{field.name: shed(getattr(value, field.name)) for field in fields(value)})
        return value

    chinese: WorkPlan = shed(work_plan)
    return chinese
