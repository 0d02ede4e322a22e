"""Ten edits of the work plan, each one thing that an official does in one place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ipexport.model import FocusGroup, Item, Plan, Region, Task, TaskId, Text, WorkPlan

Items = tuple[Item, ...]
Edit = Callable[[WorkPlan], WorkPlan]


def _in_region(id: str, edit: Callable[[Region], Region]) -> Edit:
    return lambda plan: replace(plan, regions=tuple(edit(r) if r.id == id else r for r in plan.regions))


def _in_group(region: str, number: int, edit: Callable[[FocusGroup], FocusGroup]) -> Edit:
    """`number` counts the region's focus areas from 0."""

    def in_region(one: Region) -> Region:
        groups = (edit(g) if n == number else g for n, g in enumerate(one.groups))
        return replace(one, groups=tuple(groups))

    return _in_region(region, in_region)


def _in_task(region: str, number: int, id: str, edit: Callable[[Task], Task]) -> Edit:
    return _in_group(
        region,
        number,
        lambda group: replace(group, tasks=tuple(edit(t) if t.id == id else t for t in group.tasks)),
    )


def _in_results(region: str, number: int, id: str, edit: Callable[[Items], Items]) -> Edit:
    """An edit of a task's first row of results."""
    return _in_task(
        region, number, id, lambda task: replace(task, results=(edit(task.results[0]), *task.results[1:]))
    )


def _counted(items: Items) -> Items:
    """The items with the labels 1., 2., …"""
    return tuple(replace(item, label=f"{n}.") for n, item in enumerate(items, 1))


def _replaced(text: Text, old: str, new: str) -> Text:
    assert old in text.zh
    return Text(text.zh.replace(old, new))


def _with_row(group: FocusGroup) -> FocusGroup:
    """A row at the end."""
    new = Task(TaskId("new"), Text("建立知识产权运营基金。"), ((Item(Text("完成基金设立方案。")),),))
    plan = Plan((new.id,), (Item(Text("完成首期出资。")),))
    return replace(group, tasks=(*group.tasks, new), plans=(*group.plans, plan))


def _without_last_row(group: FocusGroup) -> FocusGroup:
    assert len(group.plans[-1].tasks) == 1
    return replace(group, tasks=group.tasks[:-1], plans=group.plans[:-1])


def _last_row_first(group: FocusGroup) -> FocusGroup:
    assert len(group.plans[-1].tasks) == 1
    return replace(
        group,
        tasks=(group.tasks[-1], *group.tasks[:-1]),
        plans=(group.plans[-1], *group.plans[:-1]),
    )


EDITS: dict[str, Edit] = {
    "a number in an item": _in_results(
        "sichuan",
        1,
        "sichuan-transfer-1",
        lambda items: (replace(items[0], text=_replaced(items[0].text, "5家", "6家")), *items[1:]),
    ),
    "a word of a task": _in_task(
        "sichuan",
        0,
        "sichuan-reform-2",
        lambda task: replace(task, text=_replaced(task.text, "鼓励", "支持")),
    ),
    "an item added before others": _in_results(
        "jiangsu",
        3,
        "jiangsu-services-1",
        lambda items: _counted((Item(Text("建立知识产权服务业统计制度。")), *items)),
    ),
    "an item removed": _in_results(
        "jiangsu", 2, "jiangsu-transfer-3", lambda items: _counted((items[0], *items[2:]))
    ),
    "an item moved to the end": _in_results(
        "chongqing", 1, "chongqing-transfer-3", lambda items: _counted((*items[1:], items[0]))
    ),
    "the label of an item": _in_results(
        "hubei", 3, "hubei-services-1", lambda items: (*items[:-1], replace(items[-1], label="2."))
    ),
    "a row added": _in_group("shanghai", 2, _with_row),
    "a row removed": _in_group("hunan", 3, _without_last_row),
    "a row moved": _in_group("shanghai", 0, _last_row_first),
    "a region moved to the end": lambda plan: replace(
        plan,
        regions=tuple(sorted(plan.regions, key=lambda region: region.id == "zhejiang")),
    ),
}
"""What was edited, and how."""


def edited(work_plan: WorkPlan) -> WorkPlan:
    """The work plan with all ten edits."""
    for edit in EDITS.values():
        work_plan = edit(work_plan)
    return work_plan
