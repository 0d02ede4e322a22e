"""Two people's changes put together, and what they disagree on."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ipexport.compare.differences import diff
from ipexport.compare.languages import only
from ipexport.compare.merging.decisions import Edited
from ipexport.compare.merging.merge import Merge, merge
from ipexport.dataset import dump_json, load_dataset
from ipexport.model import LANGUAGES, FocusGroup, Item, Language, Plan, RegionId, Task, TaskId, Text, WorkPlan
from tests.compare.documents import documents, editions
from tests.compare.test_differences import (
    in_group,
    in_region,
    in_results,
    in_task,
    own_plans,
    real,
    tasks_moved,
)
from tests.sample import items, work_plan


@given(st.data())
def test_what_one_of_us_changed_or_both_in_the_same_way_is_taken(data: st.DataObject) -> None:
    base = data.draw(documents())
    edited = data.draw(editions(base) | documents())
    for ours, theirs in ((base, edited), (edited, base), (edited, edited)):
        merged = merge(base, ours, theirs)
        assert merged.work_plan == edited
        assert merged.conflicts == ()


@given(st.data())
def test_edits_in_different_regions_are_all_taken(data: st.DataObject) -> None:
    base = data.draw(documents().filter(lambda one: len(one.regions) == 2))
    first, second = base.regions
    ours, theirs = data.draw(editions(base)), data.draw(editions(base))
    merged = merge(
        base,
        replace(base, title=ours.title, regions=(ours.regions[0], second)),
        replace(base, regions=(first, theirs.regions[1])),
    )
    assert (
        diff(merged.work_plan, replace(base, title=ours.title, regions=(ours.regions[0], theirs.regions[1])))
        == ()
    )
    assert merged.conflicts == ()


def is_sound(document: WorkPlan, folder: Path) -> bool:
    """Whether the merged work plan is one that can be read again."""
    path = folder / "merged.json"
    path.write_bytes(dump_json(document))
    loaded = load_dataset(path)
    return loaded.work_plan == document and all(one.severity != "error" for one in loaded.findings)


@settings(max_examples=100)
@given(st.data())
def test_any_three_versions_give_a_work_plan_in_which_each_task_has_one_plan(data: st.DataObject) -> None:
    base = data.draw(documents())
    ours, theirs = data.draw(editions(base) | documents()), data.draw(editions(base) | documents())
    for prefer in (None, "ours", "theirs"):
        merged = merge(base, ours, theirs, prefer)
        ids = [
            task.id for region in merged.work_plan.regions for group in region.groups for task in group.tasks
        ]
        assert len(ids) == len(set(ids))
        for region in merged.work_plan.regions:
            for group in region.groups:
                assert group.tasks
                assert [id for plan in group.plans for id in plan.tasks] == [task.id for task in group.tasks]


@given(st.data())
def test_swapping_the_sides_finds_the_same_conflicts(data: st.DataObject) -> None:
    base = data.draw(documents())
    ours, theirs = data.draw(editions(base)), data.draw(editions(base))
    assert len(merge(base, ours, theirs).conflicts) == len(merge(base, theirs, ours).conflicts)


def reworded(document: WorkPlan, id: str, old: str, new: str) -> WorkPlan:
    return in_task(document, id, lambda t: replace(t, text=Text(t.text.zh.replace(old, new))))


def added(document: WorkPlan, region: str, number: int, id: str, text: str, at: int = 0) -> WorkPlan:
    new = Task(TaskId(id), Text(text), (items("新设。"),))

    def add(group: FocusGroup) -> FocusGroup:
        tasks = (*group.tasks[:at], new, *group.tasks[at:])
        return replace(group, tasks=tasks, plans=(Plan((new.id,), items("推进。")), *group.plans))

    return in_group(document, region, number, add)


EDITS: dict[str, Callable[[WorkPlan], WorkPlan]] = {
    "a task is reworded": lambda d: reworded(d, "sichuan-reform-2", "鼓励", "支持"),
    "an item is added": lambda d: in_results(
        d, "sichuan-reform-1", lambda i: [Item(Text("建立联席会议制度。")), *i]
    ),
    "an item is removed": lambda d: in_results(d, "sichuan-transfer-1", lambda i: i[:-1]),
    "another item of that cell is reworded": lambda d: in_results(
        d,
        "sichuan-transfer-1",
        lambda i: [replace(i[0], text=Text(i[0].text.zh.replace("5家", "6家"))), *i[1:]],
    ),
    "a task is added": lambda d: added(d, "hubei", 0, "hubei-reform-9", "设立资金池。"),
    "a focus area is moved": lambda d: in_region(
        d, "anhui", lambda r: replace(r, groups=(*r.groups[1:], r.groups[0]))
    ),
    "a task of it is reworded": lambda d: reworded(d, "anhui-reform-1", "改革", "变革"),
    "a focus area is removed": lambda d: in_region(d, "yunnan", lambda r: replace(r, groups=r.groups[1:])),
    "a region is removed": lambda d: replace(d, regions=tuple(r for r in d.regions if r.id != "guizhou")),
    "the title is reworded": lambda d: replace(d, title=Text(d.title.zh + "（修订）")),
    "a region is moved": lambda d: replace(d, regions=(*d.regions[1:], d.regions[0])),
    "a plan is rewritten": lambda d: in_group(
        d,
        "jiangsu",
        0,
        lambda g: replace(g, plans=(replace(g.plans[0], items=items("另行安排。")), *g.plans[1:])),
    ),
}


@cache
def base() -> WorkPlan:
    """The regions of the real document that the edits are in."""
    return real().extract(map(RegionId, ("anhui", "guizhou", "hubei", "jiangsu", "sichuan", "yunnan")))


@cache
def edition(edit: str) -> WorkPlan:
    return EDITS[edit](base())


@pytest.mark.parametrize("one", EDITS)
@pytest.mark.parametrize("other", EDITS)
def test_edits_in_different_places_both_survive(one: str, other: str, tmp_path: Path) -> None:
    merged = merge(base(), edition(one), edition(other))
    assert merged.conflicts == ()
    assert diff(merged.work_plan, EDITS[one](edition(other)) if one != other else edition(one)) == ()
    if one == "a task is added":
        assert is_sound(merged.work_plan, tmp_path)


@pytest.mark.parametrize("languages", [(LANGUAGES, LANGUAGES), (("zh",), ("zh",))])
def test_a_row_that_one_added_is_one_decision(
    languages: tuple[Sequence[Language], Sequence[Language]],
) -> None:
    base = work_plan()
    ours = added(base, "anhui", 0, "anhui-reform-9", "设立资金池。")
    for versions in ((ours, base), (base, ours)):
        merged = merge(base, *versions, languages=languages)
        assert merged.work_plan == ours
        assert [(one.what, one.base) for one in merged.decisions] == [("task", "")]


def test_items_that_both_added_to_one_cell_are_counted_together() -> None:
    base, one, other = work_plan(), Item(Text("设立专项资金。")), Item(Text("开展跨区域执法协作。"))
    ours = in_results(base, "anhui-reform-1", lambda i: [one, *i])
    theirs = in_results(base, "anhui-reform-1", lambda i: [*i, other])
    merged = merge(base, ours, theirs)
    assert merged.conflicts == ()
    assert merged.work_plan == in_results(base, "anhui-reform-1", lambda i: [one, *i, other])


def conflict(merged: Merge) -> tuple[str, str, str, str]:
    (found,) = merged.conflicts
    return found.what, found.base, found.ours, found.theirs


def test_a_text_that_both_changed_is_a_conflict_with_both_versions() -> None:
    base = work_plan()
    ours, theirs = (reworded(base, "anhui-reform-1", "推动", word) for word in ("推进", "加快"))
    merged = merge(base, ours, theirs)
    assert conflict(merged) == ("task", "推动管理体制改革。", "推进管理体制改革。", "加快管理体制改革。")
    assert merged.work_plan == merge(base, ours, theirs, "ours").work_plan == ours
    assert merge(base, ours, theirs, "theirs").work_plan == theirs


def test_two_languages_of_one_text_are_no_conflict() -> None:
    base = work_plan()
    ours = reworded(base, "anhui-reform-1", "推动", "推进")
    theirs = in_task(base, "anhui-reform-1", lambda t: replace(t, text=Text(t.text.zh, "Reform")))
    merged = merge(base, ours, theirs)
    assert merged.conflicts == ()
    assert merged.work_plan.regions[0].groups[0].tasks[0].text == Text("推进管理体制改革。", "Reform")


def test_a_file_without_translations_has_not_removed_them() -> None:
    base = in_task(work_plan(), "anhui-reform-1", lambda t: replace(t, text=Text(t.text.zh, "Reform")))
    theirs = reworded(work_plan(), "anhui-reform-2", "将", "把")
    merged = merge(base, base, theirs, languages=(("zh", "en"), ("zh",)))
    assert merged.conflicts == ()
    assert merged.work_plan == reworded(base, "anhui-reform-2", "将", "把")


def test_a_row_that_one_removed_and_the_other_reworded_is_a_conflict() -> None:
    base = in_group(work_plan(), "anhui", 0, own_plans)
    ours = in_group(base, "anhui", 0, lambda g: replace(g, tasks=g.tasks[:1], plans=g.plans[:1]))
    theirs = reworded(base, "anhui-reform-2", "将", "把")
    merged = merge(base, ours, theirs)
    assert conflict(merged)[0] == "task"
    assert merged.work_plan == merge(base, ours, theirs, "theirs").work_plan == theirs
    assert merge(base, ours, theirs, "ours").work_plan == ours


@pytest.mark.parametrize("id", ["jiangsu", "anhui"])
def test_a_region_that_one_removed_and_the_other_changed_is_one_conflict(id: str) -> None:
    base = work_plan()
    ours = replace(base, regions=tuple(r for r in base.regions if r.id != id))
    theirs = in_region(base, id, lambda r: replace(r, name=Text("新" + r.name.zh)))
    assert conflict(merge(base, ours, theirs))[0] == "region"
    assert merge(base, ours, theirs, "ours").work_plan == ours
    assert merge(base, ours, theirs, "theirs").work_plan == theirs
    assert merge(base, theirs, ours, "ours").work_plan == theirs


def test_a_row_that_both_moved_to_different_places_is_a_conflict() -> None:
    base = in_group(added(work_plan(), "anhui", 0, "anhui-reform-3", "设立资金池。"), "anhui", 0, own_plans)
    ours = in_group(base, "anhui", 0, lambda g: tasks_moved(g, [1, 0, 2]))
    theirs = in_group(base, "anhui", 0, lambda g: tasks_moved(g, [1, 2, 0]))
    merged = merge(base, ours, theirs)
    assert [found.what for found in merged.conflicts] == ["task"]
    assert merge(base, ours, theirs, "ours").work_plan == ours
    assert merge(base, ours, theirs, "theirs").work_plan == theirs


def test_new_rows_of_both_with_one_id_get_different_ids(tmp_path: Path) -> None:
    base = in_group(work_plan(), "anhui", 0, own_plans)
    ours = added(base, "anhui", 0, "anhui-reform-9", "设立资金池。")
    theirs = added(base, "jiangsu", 0, "anhui-reform-9", "开展跨区域执法协作与信息共享。")
    merged = merge(base, ours, theirs)
    assert merged.conflicts == ()
    assert is_sound(merged.work_plan, tmp_path)
    assert (
        json.loads(dump_json(merged.work_plan))["regions"][1]["focus_areas"][0]["tasks"][0]["id"]
        == "anhui-reform-9-2"
    )


def test_a_plan_cell_that_one_gave_up_and_the_other_changed_is_a_conflict() -> None:
    base = in_group(work_plan(), "anhui", 0, own_plans)

    def cover(group: FocusGroup) -> FocusGroup:
        return replace(group, plans=(replace(group.plans[0], tasks=tuple(t.id for t in group.tasks)),))

    ours = in_group(base, "anhui", 0, cover)
    theirs = in_group(
        base,
        "anhui",
        0,
        lambda g: replace(g, plans=(g.plans[0], replace(g.plans[1], items=items("另行安排。")))),
    )
    assert conflict(merge(base, ours, theirs))[0] == "plan"
    assert merge(base, ours, theirs, "ours").work_plan == ours
    assert merge(base, ours, theirs, "theirs").work_plan == theirs


def test_what_was_decided_is_told() -> None:
    base = work_plan()
    ours, theirs = (
        reworded(base, "anhui-reform-1", "推动", "推进"),
        reworded(base, "anhui-reform-2", "将", "把"),
    )
    assert {(one.what, one.taken, one.conflict) for one in merge(base, ours, theirs).decisions} == {
        ("task", "ours", False),
        ("task", "theirs", False),
    }


def in_chinese(document: WorkPlan) -> WorkPlan:
    return only(document, ("zh",))


def test_a_cell_that_came_back_in_one_language_keeps_the_other() -> None:
    base = real()
    old = next(task for task in base.regions[5].groups[0].tasks).results[0][0].text
    new = Text(old.zh + "已完成。", old.en)
    theirs = in_results(base, "hubei-reform-1", lambda cell: [replace(cell[0], text=new), *cell[1:]])
    merged = merge(base, base, in_chinese(theirs), languages=(("zh", "en"), ("zh",)))
    assert merged.work_plan == theirs


@given(st.data())
def test_one_side_can_be_taken_in_everything(data: st.DataObject) -> None:
    base = data.draw(documents())
    ours, theirs = data.draw(editions(base)), data.draw(editions(base))
    assert merge(base, ours, theirs, decide=lambda _: "ours").work_plan == ours


def test_a_conflict_can_be_decided_by_a_text_of_its_own() -> None:
    base = work_plan()
    ours = reworded(base, "anhui-reform-1", "推动", "推进")
    theirs = reworded(base, "anhui-reform-1", "推动", "加快")
    merged = merge(base, ours, theirs, decide=lambda one: Edited("推进并加快。") if one.conflict else None)
    assert merged.work_plan == in_task(
        base, "anhui-reform-1", lambda t: replace(t, text=Text("推进并加快。"))
    )
    assert [one.taken for one in merged.decisions] == ["edited"]
