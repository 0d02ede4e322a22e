"""One region's part of a file, merged: only what the form asks for is ever taken by itself."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipexport.compare.languages import with_texts
from ipexport.exchange.cases import Case
from ipexport.exchange.merging import merge_returned
from ipexport.exchange.returned import Returned
from ipexport.form import DEFAULT_FORM, Form, Rule
from ipexport.model import FocusGroup, Item, Language, Plan, RegionId, Text, WorkPlan
from tests.compare.documents import editions
from tests.compare.test_differences import in_results, in_task
from tests.sample import with_english, work_plan

ANHUI = RegionId("anhui")


def returned(document: WorkPlan, languages: tuple[Language, ...] = ("zh",)) -> Returned:
    return Returned("a.xlsx", ANHUI, document.extract([ANHUI]), languages, None, None, (), {}, ())


def undecided(_: Case) -> None:
    return None


def locked_part(document: WorkPlan) -> WorkPlan:
    """The document without what stands in the cells that the form opens."""

    def group(one: FocusGroup) -> FocusGroup:
        tasks = tuple(replace(task, results=()) for task in one.tasks)
        return replace(one, tasks=tasks, plans=tuple(Plan(plan.tasks, ()) for plan in one.plans))

    return replace(
        document,
        regions=tuple(replace(one, groups=tuple(map(group, one.groups))) for one in document.regions),
    )


@given(st.data())
def test_whatever_comes_back_leaves_rows_and_locked_cells_alone(data: st.DataObject) -> None:
    base = work_plan()
    theirs = data.draw(editions(base))
    if not any(one.id == ANHUI for one in theirs.regions):
        return
    now, sent = base.extract([ANHUI]), base.extract([ANHUI])
    merged = merge_returned(now, sent, returned(theirs, ("zh", "en")), DEFAULT_FORM, undecided)
    assert locked_part(merged.work_plan) == locked_part(now)
    again = merge_returned(merged.work_plan, sent, returned(theirs, ("zh", "en")), DEFAULT_FORM, undecided)
    assert again.work_plan == merged.work_plan
    assert {case.id for case in again.cases} == {case.id for case in merged.cases}


@given(st.data())
def test_with_every_case_decided_for_theirs_nothing_is_left_to_decide(data: st.DataObject) -> None:
    base = work_plan()
    theirs = data.draw(editions(base))
    if not any(one.id == ANHUI for one in theirs.regions):
        return
    now = base.extract([ANHUI])
    merged = merge_returned(now, now, returned(theirs, ("zh", "en")), DEFAULT_FORM, lambda _: "theirs")
    again = merge_returned(
        merged.work_plan, now, returned(theirs, ("zh", "en")), DEFAULT_FORM, lambda _: "theirs"
    )
    assert again.work_plan == merged.work_plan


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_form_in_one_language_changes_that_language_only(language: Language) -> None:
    base = with_english(work_plan(), lambda zh: f"English of {zh}")

    def shown(text: Text) -> Text:
        return Text(text.zh) if language == "zh" else Text("", text.en)

    def change(items: list[Item]) -> list[Item]:
        text = items[0].text
        new = Text(text.zh + "改。", text.en) if language == "zh" else Text(text.zh, f"{text.en} Changed.")
        return [replace(items[0], text=new), *items[1:]]

    expected = in_results(base, "anhui-reform-1", change).extract([ANHUI])
    theirs = with_texts(in_results(base, "anhui-reform-1", change), shown)
    now = base.extract([ANHUI])
    merged = merge_returned(now, now, returned(theirs, (language,)), DEFAULT_FORM, undecided)
    assert (merged.work_plan, merged.cases, merged.locked) == (expected, (), ())


def test_a_new_text_in_english_alone_waits_for_its_chinese() -> None:
    base = with_english(work_plan(), lambda zh: f"English of {zh}")
    theirs = in_results(base, "anhui-reform-1", lambda items: [*items, Item(Text("", "Something else."))])
    theirs = with_texts(theirs, lambda text: Text("", text.en))
    now = base.extract([ANHUI])
    merged = merge_returned(now, now, returned(theirs, ("en",)), DEFAULT_FORM, lambda _: "theirs")
    assert merged.work_plan == now
    assert [finding.code for finding in merged.findings] == ["only-english"]


def test_a_column_that_is_open_is_taken() -> None:
    now = work_plan().extract([ANHUI])
    theirs = in_task(work_plan(), "anhui-reform-1", lambda task: replace(task, text=Text("新任务改革。")))
    form = Form(open=(("task", Rule()),))
    merged = merge_returned(now, now, returned(theirs), form, undecided)
    assert merged.work_plan == theirs.extract([ANHUI])
    assert merge_returned(now, now, returned(theirs), DEFAULT_FORM, undecided).work_plan == now


def test_what_cannot_be_printed_is_held_back_and_what_reads_badly_is_told() -> None:
    now = work_plan().extract([ANHUI])

    def change(items: list[Item]) -> list[Item]:
        return [Item(Text("坏\x07字"), None), *items[1:]]

    theirs = in_results(work_plan(), "anhui-reform-1", change)
    merged = merge_returned(now, now, returned(theirs), DEFAULT_FORM, undecided)
    assert (merged.work_plan, [case.kind for case in merged.cases]) == (now, ["rule"])
    theirs = in_results(work_plan(), "anhui-reform-1", lambda _: [Item(Text("已完成,见附件。"), None)])
    merged = merge_returned(now, now, returned(theirs), DEFAULT_FORM, undecided)
    assert [finding.code for finding in merged.findings] == ["half-width"]
    assert merged.work_plan == theirs.extract([ANHUI])
