"""Ten and more kinds of planted edit, each found exactly, no more and no less."""

from __future__ import annotations

import datetime
import time
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import ipexport
from ipexport.compare.changes import (
    Added,
    Change,
    Covers,
    Moved,
    Removed,
    Renumbered,
    Reworded,
    Row,
)
from ipexport.compare.differences import diff
from ipexport.compare.schema import changes_schema
from ipexport.compare.shapes import changes_shape
from ipexport.model import (
    Columns,
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
from tests.compare.documents import documents, editions
from tests.sample import in_chinese, items, task, work_plan

VALIDATOR = jsonschema.Draft202012Validator(changes_schema())
SOURCE = Path(__file__).parents[2] / "source"


@cache
def real() -> WorkPlan:
    """The real document in Chinese: an edit of its text leaves no translation behind."""
    return in_chinese(ipexport.read(SOURCE))


def in_region(document: WorkPlan, id: str, edit: Callable[[Region], Region]) -> WorkPlan:
    return replace(document, regions=tuple(edit(r) if r.id == id else r for r in document.regions))


def in_group(
    document: WorkPlan, region: str, number: int, edit: Callable[[FocusGroup], FocusGroup]
) -> WorkPlan:
    def regroup(one: Region) -> Region:
        groups = list(one.groups)
        groups[number] = edit(groups[number])
        return replace(one, groups=tuple(groups))

    return in_region(document, region, regroup)


def in_task(document: WorkPlan, id: str, edit: Callable[[Task], Task]) -> WorkPlan:
    def retask(group: FocusGroup) -> FocusGroup:
        return replace(group, tasks=tuple(edit(t) if t.id == id else t for t in group.tasks))

    return replace(
        document,
        regions=tuple(replace(r, groups=tuple(map(retask, r.groups))) for r in document.regions),
    )


def in_results(document: WorkPlan, id: str, edit: Callable[[list[Item]], list[Item]]) -> WorkPlan:
    """An edit of the first row of a task's results; labels count anew."""

    def change(one: Task) -> Task:
        changed = edit(list(one.results[0]))
        if len(changed) > 1:
            changed = [Item(item.text, f"{n}.") for n, item in enumerate(changed, 1)]
        return replace(one, results=(tuple(changed), *one.results[1:]))

    return in_task(document, id, change)


def without_ids(document: WorkPlan) -> WorkPlan:
    """As it is read from a file that lost them: tasks have the ids of their numbers."""
    count = iter(range(10_000))

    def regroup(group: FocusGroup) -> FocusGroup:
        new = {one.id: TaskId(f"row-{next(count)}") for one in group.tasks}
        return replace(
            group,
            tasks=tuple(replace(one, id=new[one.id]) for one in group.tasks),
            plans=tuple(replace(plan, tasks=tuple(new[id] for id in plan.tasks)) for plan in group.plans),
        )

    return replace(
        document,
        regions=tuple(replace(r, groups=tuple(map(regroup, r.groups))) for r in document.regions),
    )


def only_change(before: WorkPlan, after: WorkPlan) -> Change:
    """The one change, which is the same one when the ids are lost, on one side or on both."""
    (change,) = diff(before, after)
    for old, new in (
        (without_ids(before), after),
        (before, without_ids(after)),
        (without_ids(before), without_ids(after)),
    ):
        (other,) = diff(old, new)
        assert (type(other), other.what) == (type(change), change.what)
    VALIDATOR.validate(changes_shape([change]))
    return change


def words(change: Change) -> str:
    """[-removed-]{+added+} without what was kept."""
    assert isinstance(change, Reworded)
    marks = {"kept": "", "removed": "[-{}-]", "added": "{{+{}+}}"}
    return "".join(marks[p.kind].format(p.text) for wording in change.wordings for p in wording.parts)


def tasks_moved(group: FocusGroup, order: list[int]) -> FocusGroup:
    tasks = tuple(group.tasks[n] for n in order)
    plans = {plan.tasks[0]: plan for plan in group.plans}
    return replace(group, tasks=tasks, plans=tuple(plans[t.id] for t in tasks if t.id in plans))


def own_plans(group: FocusGroup) -> FocusGroup:
    """The same group with a plan cell for each task."""
    return replace(
        group, plans=tuple(Plan((t.id,), items(f"计划{n}：继续推进。")) for n, t in enumerate(group.tasks))
    )


def test_equal_documents_have_no_changes() -> None:
    assert diff(ipexport.read(SOURCE), ipexport.read(SOURCE)) == ()
    assert diff(real(), without_ids(real())) == diff(without_ids(real()), real()) == ()


def test_a_reworded_item_has_its_changed_words() -> None:
    after = in_results(
        real(),
        "sichuan-transfer-1",
        lambda i: [replace(i[0], text=Text(i[0].text.zh.replace("5家", "6家"))), *i[1:]],
    )
    change = only_change(real(), after)
    assert words(change) == "[-5-]{+6+}"
    assert isinstance(change, Reworded)
    assert (change.what, change.after.cell, change.after.row, change.after.item) == ("item", "results", 1, 1)
    assert change.after.region
    assert change.after.task
    assert (change.after.region.title, change.after.task.id) == ("四川省", "sichuan-transfer-1")


def test_an_added_item_is_one_change_though_the_next_ones_count_on() -> None:
    new = Item(Text("建立跨省联席会议制度。"), "1.")
    change = only_change(real(), in_results(real(), "sichuan-reform-1", lambda i: [new, *i]))
    assert isinstance(change, Added)
    assert change.content == new


def test_a_second_item_in_a_cell_of_one_paragraph_is_one_change() -> None:
    new = Item(Text("建立跨省联席会议制度。"), "1.")
    change = only_change(real(), in_results(real(), "sichuan-reform-2", lambda i: [*i, new]))
    assert isinstance(change, Added)
    assert change.place.item == 2


def test_a_removed_item_is_one_change() -> None:
    change = only_change(real(), in_results(real(), "sichuan-reform-1", lambda i: [i[0], *i[2:]]))
    assert isinstance(change, Removed)
    assert (change.what, change.place.item) == ("item", 2)


def test_a_moved_item_is_one_move() -> None:
    change = only_change(real(), in_results(real(), "sichuan-transfer-1", lambda i: [*i[1:], i[0]]))
    assert isinstance(change, Moved)
    assert (change.what, change.before.item, change.after.item) == ("item", 1, 4)


def test_a_renumbered_item_is_one_change() -> None:
    def relabel(one: Task) -> Task:
        cell = list(one.results[0])
        cell[1] = replace(cell[1], label="3.")
        return replace(one, results=(tuple(cell),))

    change = only_change(real(), in_task(real(), "sichuan-reform-1", relabel))
    assert isinstance(change, Renumbered)
    assert (change.old, change.new, change.after.item) == ("2.", "3.", 2)


def test_a_reworded_task_is_one_change() -> None:
    after = in_task(
        real(), "sichuan-reform-2", lambda t: replace(t, text=Text(t.text.zh.replace("鼓励", "支持")))
    )
    assert words(only_change(real(), after)) == "[-鼓励-]{+支持+}"


def test_an_added_task_is_one_change_with_its_whole_row() -> None:
    new = Task(
        TaskId("sichuan-finance-9"), Text("设立省级知识产权质押风险补偿资金池。"), (items("新设资金池。"),)
    )

    def add(group: FocusGroup) -> FocusGroup:
        plan = Plan((new.id,), items("扩大规模。"))
        return replace(group, tasks=(new, *group.tasks), plans=(plan, *group.plans))

    change = only_change(real(), in_group(real(), "sichuan", -1, add))
    assert isinstance(change, Added)
    assert isinstance(change.content, Row)
    assert change.content.task.text == new.text
    assert change.content.plan
    assert change.content.plan.items == items("扩大规模。")


def test_a_task_added_under_a_merged_plan_is_one_change() -> None:
    new = Task(
        TaskId("sichuan-reform-9"), Text("设立省级知识产权质押风险补偿资金池。"), (items("新设资金池。"),)
    )

    def add(group: FocusGroup) -> FocusGroup:
        first, *rest = group.plans
        covers = replace(first, tasks=(first.tasks[0], new.id, *first.tasks[1:]))
        return replace(group, tasks=(group.tasks[0], new, *group.tasks[1:]), plans=(covers, *rest))

    change = only_change(real(), in_group(real(), "sichuan", 0, add))
    assert isinstance(change, Added)
    assert (
        change.content == Row(replace(new, id=change.content.task.id), None)
        if isinstance(change.content, Row)
        else False
    )


def test_a_removed_task_is_one_change() -> None:
    def remove(group: FocusGroup) -> FocusGroup:
        return replace(group, tasks=group.tasks[1:], plans=group.plans[1:])

    before = in_group(real(), "sichuan", 1, own_plans)
    change = only_change(before, in_group(before, "sichuan", 1, remove))
    assert isinstance(change, Removed)
    assert change.what == "task"


def test_the_first_task_under_a_merged_plan_is_removed_in_one_change() -> None:
    def remove(group: FocusGroup) -> FocusGroup:
        plan = replace(group.plans[0], tasks=group.plans[0].tasks[1:])
        return replace(group, tasks=group.tasks[1:], plans=(plan, *group.plans[1:]))

    change = only_change(real(), in_group(real(), "sichuan", 0, remove))
    assert isinstance(change, Removed)
    assert isinstance(change.content, Row)
    assert change.content.plan is None


def test_a_moved_row_is_exactly_one_move() -> None:
    before = in_group(work_plan(), "anhui", 0, own_plans)
    change = only_change(before, in_group(before, "anhui", 0, lambda g: tasks_moved(g, [1, 0])))
    assert isinstance(change, Moved)
    assert change.what == "task"


def test_a_row_that_goes_to_another_focus_area_is_one_move() -> None:
    before = in_group(real(), "sichuan", 0, own_plans)
    first = next(r for r in before.regions if r.id == "sichuan").groups[0]

    def take(group: FocusGroup) -> FocusGroup:
        return replace(group, tasks=(first.tasks[-1], *group.tasks), plans=(first.plans[-1], *group.plans))

    after = in_group(before, "sichuan", 0, lambda g: replace(g, tasks=g.tasks[:-1], plans=g.plans[:-1]))
    change = only_change(before, in_group(after, "sichuan", 2, take))
    assert isinstance(change, Moved)
    assert change.before.focus_area
    assert change.after.focus_area
    assert (change.before.focus_area.id, change.after.focus_area.id) == ("reform", "services")


def test_a_row_that_goes_to_another_region_is_one_move() -> None:
    before = in_group(real(), "sichuan", 0, own_plans)
    first = next(r for r in before.regions if r.id == "sichuan").groups[0]

    def take(group: FocusGroup) -> FocusGroup:
        return replace(group, tasks=(first.tasks[-1], *group.tasks), plans=(first.plans[-1], *group.plans))

    after = in_group(before, "sichuan", 0, lambda g: replace(g, tasks=g.tasks[:-1], plans=g.plans[:-1]))
    change = only_change(before, in_group(after, "hubei", 0, take))
    assert isinstance(change, Moved)
    assert change.after.region
    assert change.after.region.title == "湖北省"


def test_a_row_can_be_moved_and_reworded() -> None:
    before = in_group(work_plan(), "anhui", 0, own_plans)
    after = in_group(before, "anhui", 0, lambda g: tasks_moved(g, [1, 0]))
    after = in_task(after, "anhui-reform-2", lambda t: replace(t, text=Text("将知识产权列入评价指标。")))
    found = diff(before, after)
    assert sorted((type(change).__name__, change.what) for change in found) == [
        ("Moved", "task"),
        ("Reworded", "task"),
    ]


def test_the_wording_of_a_focus_area_is_one_change() -> None:
    after = in_group(real(), "sichuan", 2, lambda g: replace(g, wording=Text("推动知识产权服务业加快发展")))
    change = only_change(real(), after)
    assert (change.what, words(change)) == ("focus_area", "{+业+}")


def test_a_focus_area_is_added_with_its_tasks_in_one_change() -> None:
    after = in_region(real(), "sichuan", lambda r: replace(r, groups=r.groups[:2] + r.groups[3:]))
    gone, came = only_change(real(), after), only_change(after, real())
    assert isinstance(gone, Removed)
    assert isinstance(came, Added)
    assert came.content == gone.content
    assert came.what == "focus_area"


def test_a_moved_focus_area_is_one_move() -> None:
    after = in_region(real(), "sichuan", lambda r: replace(r, groups=(*r.groups[1:], r.groups[0])))
    change = only_change(real(), after)
    assert isinstance(change, Moved)
    assert change.what == "focus_area"


def test_a_region_comes_goes_and_moves_in_one_change_each() -> None:
    fewer = replace(real(), regions=real().regions[1:])
    gone, came = only_change(real(), fewer), only_change(fewer, real())
    assert isinstance(gone, Removed)
    assert isinstance(came, Added)
    moved = only_change(real(), replace(real(), regions=(*real().regions[1:], real().regions[0])))
    assert isinstance(moved, Moved)
    assert gone.what == came.what == moved.what == "region"


def test_the_name_of_a_region_its_code_and_its_columns_are_compared() -> None:
    def rename(region: Region) -> Region:
        columns = replace(region.columns, plan=Text("2018年计划"))
        return replace(region, name=Text("四川"), code="510001", columns=columns)

    found = diff(real(), in_region(real(), "sichuan", rename))
    assert [(change.what, words(change)) for change in found] == [
        ("region", "[-省-]"),
        ("code", "[-510000-]{+510001+}"),
        ("column", "[-工作-]"),
    ]
    assert isinstance(found[2], Reworded)
    assert found[2].after.cell == "plan"


def test_a_plan_cell_that_covers_another_task_is_one_change() -> None:
    def cover(group: FocusGroup) -> FocusGroup:
        first, *rest = group.plans
        return replace(group, plans=(replace(first, tasks=tuple(t.id for t in group.tasks)), *rest[1:]))

    before = in_group(work_plan(), "anhui", 0, own_plans)
    empty = in_group(
        before, "anhui", 0, lambda g: replace(g, plans=(g.plans[0], replace(g.plans[1], items=())))
    )
    change = only_change(empty, in_group(empty, "anhui", 0, cover))
    assert isinstance(change, Covers)
    assert [len(change.old), len(change.new)] == [1, 2]
    found = diff(before, in_group(before, "anhui", 0, cover))
    assert {(type(one).__name__, one.what) for one in found} == {("Covers", "plan"), ("Removed", "plan")}


def test_a_second_printed_row_of_results_is_one_change() -> None:
    after = in_task(
        real(), "sichuan-reform-1", lambda t: replace(t, results=(items("另设一行。"), *t.results))
    )
    change = only_change(real(), after)
    assert isinstance(change, Added)
    assert (change.what, change.place.row) == ("results", 1)


def test_what_belongs_to_the_document_is_compared() -> None:
    after = replace(
        real(),
        title=Text(real().title.zh + "（修订）"),
        date=datetime.date(2027, 1, 1),
        keywords=(*real().keywords[1:], Text("修订")),
        columns=Columns(Text("重点"), real().columns.task, real().columns.results, real().columns.plan),
        focus_areas=real().focus_areas[1:],
    )
    assert [(type(change).__name__, change.what) for change in diff(real(), after)] == [
        ("Reworded", "title"),
        ("Removed", "keyword"),
        ("Added", "keyword"),
        ("Reworded", "date"),
        ("Reworded", "column"),
        ("Removed", "focus_area"),
    ]


def test_a_translation_is_compared_unless_a_file_cannot_have_it() -> None:
    after = in_task(real(), "sichuan-reform-2", lambda t: replace(t, text=Text(t.text.zh, "Encourage")))
    (change,) = diff(real(), after)
    assert isinstance(change, Reworded)
    assert [wording.language for wording in change.wordings] == ["en"]
    assert words(change) == "{+Encourage+}"
    assert diff(real(), after, ["zh"]) == ipexport.diff(real(), after, languages=["zh"]) == ()
    with pytest.raises(ipexport.IpexportError, match="'fr'"):
        ipexport.diff(real(), after, languages=["fr"])


def test_several_edits_are_found_exactly() -> None:
    after = in_results(real(), "sichuan-reform-1", lambda i: i[1:])
    after = in_task(after, "hubei-reform-1", lambda t: replace(t, text=Text("新" + t.text.zh)))
    after = in_region(after, "anhui", lambda r: replace(r, groups=(*r.groups[1:], r.groups[0])))
    assert [(type(change).__name__, change.what) for change in diff(real(), after)] == [
        ("Moved", "focus_area"),
        ("Reworded", "task"),
        ("Removed", "item"),
    ]


@given(documents())
def test_a_document_differs_from_itself_in_nothing(document: WorkPlan) -> None:
    assert diff(document, document) == ()


def without_keys(document: WorkPlan) -> WorkPlan:
    """What a reader sees of a document: no id of anything."""
    plain = without_ids(document)
    return replace(
        plain,
        focus_areas=tuple(replace(area, id=FocusAreaId("")) for area in plain.focus_areas),
        regions=tuple(
            replace(
                region,
                id=RegionId(""),
                groups=tuple(replace(group, focus_area=FocusAreaId("")) for group in region.groups),
            )
            for region in plain.regions
        ),
    )


@given(st.data())
def test_there_is_a_change_exactly_when_a_reader_sees_one(data: st.DataObject) -> None:
    before = data.draw(documents())
    after = data.draw(editions(before))
    seen = without_keys(before) != without_keys(after)
    assert bool(diff(before, after)) == bool(diff(after, before)) == seen
    assert bool(diff(without_ids(before), after)) == seen


@settings(max_examples=30)
@given(documents(), documents())
def test_changes_between_any_documents_keep_to_the_schema(before: WorkPlan, after: WorkPlan) -> None:
    VALIDATOR.validate(changes_shape(diff(before, after)))


def test_the_sample_differs_in_nothing_from_its_own_copy_with_the_same_text_twice() -> None:
    twice = task("anhui-reform-3", "推动管理体制改革。", items("部署改革。"))

    def add(group: FocusGroup) -> FocusGroup:
        return replace(group, tasks=(*group.tasks, twice), plans=(*group.plans, Plan((twice.id,), ())))

    document = in_group(work_plan(), "anhui", 0, add)
    assert diff(document, without_ids(document)) == ()
    assert only_change(work_plan(), document).what == "task"


def test_comparing_the_whole_document_takes_no_time() -> None:
    start = time.perf_counter()
    diff(real(), without_ids(real()))
    assert time.perf_counter() - start < 0.3
