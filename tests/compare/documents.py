"""Work plans of every shape, for properties that hold for any of them."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from itertools import product
from typing import Any, TypeVar, cast

from hypothesis import strategies as st

from ipexport.model import (
    Cell,
    Columns,
    FocusArea,
    FocusAreaId,
    FocusGroup,
    Item,
    Plan,
    Region,
    RegionId,
    Task,
    TaskId,
    Text,
    WorkPlan,
)
from tests.sample import work_plan as sample

T = TypeVar("T")

# Many of them are alike. Texts and items are chosen whole: hypothesis takes time for each choice.
_WORDS = product(
    ("", "推进", "ab "),
    ("知识产权", "保护", "12"),
    ("", "试点", "，试"),
    ("", "。", "产权1 ", "保护试点ab12，。"),
)
_TEXTS = [
    Text("".join(zh), en) for zh, en in product(_WORDS, (None, None, None, "Pilot", "Patent pool", "Plan a"))
]
_ITEMS = [Item(text, label) for text, label in product(_TEXTS, (None, "1.", "2.", "3.", "（一）"))]
TEXTS = st.sampled_from(_TEXTS)
CELLS = st.lists(st.sampled_from(_ITEMS), max_size=4).map(tuple)
IDS = [f"t{number}" for number in range(12)]


@st.composite
def groups(draw: st.DrawFn, ids: list[str], area: str) -> FocusGroup:
    tasks = tuple(
        Task(TaskId(id), draw(TEXTS), tuple(draw(st.lists(CELLS, min_size=1, max_size=2)))) for id in ids
    )
    plans = []
    rest = list(ids)
    while rest:
        count = draw(st.integers(1, len(rest)))
        plans.append(Plan(tuple(map(TaskId, rest[:count])), draw(CELLS)))
        rest = rest[count:]
    return FocusGroup(FocusAreaId(area), draw(TEXTS), tasks, tuple(plans))


@st.composite
def regions(draw: st.DrawFn, name: str) -> Region:
    ids = draw(st.permutations(IDS))[: draw(st.integers(1, 5))]
    cut = draw(st.integers(1, len(ids)))
    columns = Columns(*(draw(TEXTS) for _ in range(4)))
    parts = [part for part in (ids[:cut], ids[cut:]) if part]
    listed = [draw(groups([f"{name}-{id}" for id in part], f"area-{n}")) for n, part in enumerate(parts)]
    return Region(
        RegionId(name), draw(st.sampled_from(["310000", "320000"])), draw(TEXTS), columns, tuple(listed)
    )


@st.composite
def documents(draw: st.DrawFn) -> WorkPlan:
    names = draw(st.permutations(["a", "b", "c"]))[: draw(st.integers(1, 2))]
    return replace(
        sample(),
        title=draw(TEXTS),
        keywords=tuple(draw(st.lists(TEXTS, max_size=3))),
        date=draw(st.dates(datetime.date(2018, 1, 1), datetime.date(2018, 1, 3))),
        focus_areas=tuple(FocusArea(FocusAreaId(f"area-{n}"), draw(TEXTS)) for n in range(2)),
        regions=tuple(draw(regions(name)) for name in names),
    )


def editions(document: WorkPlan) -> st.SearchStrategy[WorkPlan]:
    """The document with up to three edits, each in one place."""
    return st.lists(_edits(), max_size=3).map(lambda edits: _all(document, edits))


def _all(document: WorkPlan, edits: list[_Edit]) -> WorkPlan:
    for edit in edits:
        document = edit(document)
    return document


_Edit = Callable[[WorkPlan], WorkPlan]


@st.composite
def _edits(draw: st.DrawFn) -> _Edit:
    """An edit of the document, a region, a focus area, a task, or a cell."""
    at = draw(st.tuples(*[st.integers(0, 5)] * 5))
    other = draw(st.integers(0, 5))
    text = draw(TEXTS)
    kind = draw(st.sampled_from(sorted(_KINDS)))

    def edit(document: WorkPlan) -> WorkPlan:
        region, group, task, cell, item = at
        edit_one = partial(_KINDS[kind], at=item, other=other, text=text)
        if kind in ("name", "title"):
            return cast(WorkPlan, edit_one(document))
        return replace(
            document,
            regions=_changed(
                document.regions,
                region,
                lambda r: replace(
                    r, groups=_changed(r.groups, group, lambda g: _in_group(g, kind, task, cell, edit_one))
                ),
            ),
        )

    return edit


def _in_group(group: FocusGroup, kind: str, task: int, cell: int, edit: Callable[[Any], Any]) -> FocusGroup:
    if kind in ("wording", "drop", "swap", "insert", "split"):
        return cast(FocusGroup, edit(group))
    if cell == 0:
        return replace(group, plans=_changed(group.plans, task, lambda p: replace(p, items=edit(p.items))))
    return replace(
        group,
        tasks=_changed(group.tasks, task, lambda t: replace(t, results=_changed(t.results, cell - 1, edit))),
    )


def _changed(values: tuple[T, ...], at: int, edit: Callable[[T], T]) -> tuple[T, ...]:
    at %= len(values)
    return (*values[:at], edit(values[at]), *values[at + 1 :])


def _title(document: WorkPlan, *, text: Text, **_: int) -> WorkPlan:
    return replace(document, title=text)


def _name(document: WorkPlan, *, at: int, text: Text, **_: int) -> WorkPlan:
    return replace(document, regions=_changed(document.regions, at, lambda r: replace(r, name=text)))


def _wording(group: FocusGroup, *, text: Text, **_: int) -> FocusGroup:
    return replace(group, wording=text)


def _drop(group: FocusGroup, *, at: int, **_: object) -> FocusGroup:
    if len(group.tasks) == 1:
        return group
    gone = group.tasks[at % len(group.tasks)].id
    plans = (replace(plan, tasks=tuple(t for t in plan.tasks if t != gone)) for plan in group.plans)
    return replace(
        group,
        tasks=tuple(task for task in group.tasks if task.id != gone),
        plans=tuple(plan for plan in plans if plan.tasks),
    )


def _swap(group: FocusGroup, *, at: int, other: int, **_: object) -> FocusGroup:
    """Two tasks that have plans of their own change places."""
    order = list(group.tasks)
    a, b = at % len(order), other % len(order)
    own = {plan.tasks[0]: plan for plan in group.plans if len(plan.tasks) == 1}
    if order[a].id not in own or order[b].id not in own:
        return group
    order[a], order[b] = order[b], order[a]
    plans = {plan.tasks: plan for plan in group.plans}
    covers = [plan.tasks for plan in group.plans]
    first, second = covers.index((order[a].id,)), covers.index((order[b].id,))
    covers[first], covers[second] = covers[second], covers[first]
    return replace(group, tasks=tuple(order), plans=tuple(plans[tasks] for tasks in covers))


def _insert(group: FocusGroup, *, at: int, other: int, text: Text, **_: object) -> FocusGroup:
    """A task with a plan of its own, at the end of some plan."""
    # Ids are unique in a dataset; another group can have the same edit.
    id = TaskId(f"{group.tasks[0].id}-new-{at}-{other}-{len(text.zh)}")
    if any(task.id == id for task in group.tasks):
        return group
    plan = at % len(group.plans)
    row = sum(len(one.tasks) for one in group.plans[: plan + 1])
    new = Task(id, text, ((Item(text),),))
    return replace(
        group,
        tasks=(*group.tasks[:row], new, *group.tasks[row:]),
        plans=(*group.plans[: plan + 1], Plan((id,), ()), *group.plans[plan + 1 :]),
    )


def _split(group: FocusGroup, *, at: int, text: Text, **_: int) -> FocusGroup:
    """The last task of a merged plan cell gets a plan of its own."""
    number = at % len(group.plans)
    plan = group.plans[number]
    if len(plan.tasks) == 1:
        return group
    parts = replace(plan, tasks=plan.tasks[:-1]), Plan(plan.tasks[-1:], (Item(text),))
    return replace(group, plans=(*group.plans[:number], *parts, *group.plans[number + 1 :]))


def _add_item(cell: Cell, *, at: int, text: Text, **_: int) -> Cell:
    return (*cell[:at], Item(text), *cell[at:])


def _remove_item(cell: Cell, *, at: int, **_: object) -> Cell:
    return (*cell[:at], *cell[at + 1 :])


def _reword_item(cell: Cell, *, at: int, text: Text, **_: int) -> Cell:
    return _changed(cell, at, lambda item: replace(item, text=text)) if cell else cell


def _label_item(cell: Cell, *, at: int, **_: object) -> Cell:
    return _changed(cell, at, lambda item: replace(item, label="9.")) if cell else cell


_KINDS: dict[str, Callable[..., Any]] = {
    "title": _title,
    "name": _name,
    "wording": _wording,
    "drop": _drop,
    "swap": _swap,
    "insert": _insert,
    "split": _split,
    "add item": _add_item,
    "remove item": _remove_item,
    "reword item": _reword_item,
    "label item": _label_item,
}
