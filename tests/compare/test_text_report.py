"""Changes as lines for a terminal."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from ipexport.compare.differences import diff
from ipexport.compare.terminal import Run, printable, set_line, width
from ipexport.compare.text_report import counts, text_report
from ipexport.model import Text, WorkPlan
from tests.compare.documents import documents, editions
from tests.compare.edited import edited
from tests.sample import work_plan


def test_a_report_is_grouped_by_region_focus_area_and_task() -> None:
    assert text_report(diff(work_plan(), edited())) == (
        """\
安徽省
  > region: moved from region 1

安徽省 › 推进知识产权领域的改革创新 › 推动管理体制改革工作。
  ~ task: 推动管理体制改革{+工作+}。
  + results, item 3: {+3. 新设“<i>”专栏&。+}

安徽省 › 推进知识产权领域的改革创新 › 推动管理体制改革。
  - plan, item 2: [-2. 开展“三合一”试点。-]
"""
    )


def test_equal_documents_have_an_empty_report() -> None:
    assert text_report(()) == ""


def test_changes_are_counted_by_kind() -> None:
    assert counts(diff(work_plan(), edited())) == "1 moved, 1 reworded, 1 added, 1 removed"


def test_colours_stand_in_the_place_of_brackets() -> None:
    report = text_report(diff(work_plan(), edited()), colour=True)
    assert "\033[32;4m工作\033[0m" in report
    assert "\033[31;9m" in report
    assert "{+" not in report
    assert "[-" not in report


def test_a_region_that_was_added_is_told_of_in_one_line() -> None:
    fewer = replace(work_plan(), regions=work_plan().regions[:1])
    assert text_report(diff(fewer, work_plan())) == (
        "江苏省\n  + region: {+江苏省 (focus areas: 1, tasks: 2)+}\n"
    )


def test_a_row_of_results_without_items_is_told() -> None:
    before = work_plan()
    first, *others = before.regions
    group, *groups = first.groups
    task, *tasks = group.tasks
    with_row = replace(group, tasks=(replace(task, results=(*task.results, ())), *tasks))
    after = replace(before, regions=(replace(first, groups=(with_row, *groups)), *others))
    assert "  + results row 2: empty\n" in text_report(diff(before, after))


def test_long_texts_are_cut_to_what_stands_next_to_a_change() -> None:
    before = replace(work_plan(), title=Text("甲" * 50 + "旧" + "乙" * 50))
    after = replace(work_plan(), title=Text("甲" * 50 + "新" + "乙" * 50))
    assert f"…{'甲' * 12}[-旧-]{{+新+}}{'乙' * 12}…\n" in text_report(diff(before, after))


def test_a_text_cannot_steer_the_terminal() -> None:
    after = replace(work_plan(), title=Text("标题\033[2J\u202e"))
    assert "\033" not in text_report(diff(work_plan(), after))
    assert printable("a\033[2J\u202e") == r"a\x1b[2J\u202e"


def test_wide_characters_count_two_columns_and_marks_none() -> None:
    assert width("知识ab“e\u0301”") == 4 + 2 + 2 + 1 + 2


def test_a_line_never_begins_with_a_full_stop() -> None:
    assert list(set_line([Run("知识产权。保护")], 2, False, 8)) == ["知识产权。", "  保护"]


def test_english_is_broken_between_words() -> None:
    assert list(set_line([Run("one two three")], 2, False, 8)) == ["one two", "  three"]


@given(st.data(), st.integers(24, 60))
def test_no_line_is_wider_than_the_terminal(data: st.DataObject, columns: int) -> None:
    before = data.draw(documents())
    after: WorkPlan = data.draw(editions(before))
    for line in text_report(diff(before, after), columns=columns).splitlines():
        # A closing mark, and the bracket of a change, may hang over.
        assert width(line) <= columns + 6
