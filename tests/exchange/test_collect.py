"""What came back, merged into the dataset: taken, asked, refused, and never lost."""

from __future__ import annotations

import datetime
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

import ipexport
from ipexport.model import Text
from tests.compare.test_differences import in_results, in_task
from tests.exchange.rounds import Round, codes, report
from tests.exchange.test_inputs import mail
from tests.sample import items, plan, work_plan

NEW_PLAN = {"anhui-finance-1:plan": "出台新办法。"}
OLD_PLAN = "建立“贷款+保险保障+财政风险补偿”的新模式。"


@pytest.fixture
def round_(tmp_path: Path) -> Round:
    return Round(tmp_path)


def with_plan(words: str) -> Any:
    """The sample with another plan of anhui-finance-1."""
    document = work_plan()
    anhui = document.regions[0]
    group = replace(anhui.groups[1], plans=(plan(items(words), "anhui-finance-1"),))
    return replace(document, regions=(replace(anhui, groups=(anhui.groups[0], group)), document.regions[1]))


def test_forms_that_come_back_as_they_were_sent_change_nothing(round_: Round) -> None:
    before = round_.files()
    for region in ("anhui", "jiangsu"):
        round_.send_back(region)
    found = round_.collect()
    assert found.is_done, found.findings
    assert found.work_plan == found.before == work_plan()
    assert round_.files() == before


def test_a_region_that_sent_nothing_is_missing(round_: Round) -> None:
    round_.send_back("anhui")
    found = round_.collect()
    assert [one.region.id for one in found.missing] == ["jiangsu"]
    assert not found.is_done


def test_what_was_filled_in_is_taken_and_written_where_it_belongs(round_: Round) -> None:
    old = (round_.source / "regions" / "anhui.yaml").read_text("utf-8")
    round_.send_back("anhui", NEW_PLAN)
    assert round_.collect().work_plan == with_plan("出台新办法。")
    assert ipexport.read(round_.source) == work_plan()
    found = round_.collect(write=True)
    assert ipexport.read(round_.source) == with_plan("出台新办法。") == found.work_plan
    new = (round_.source / "regions" / "anhui.yaml").read_text("utf-8")
    assert new == old.replace(OLD_PLAN, "出台新办法。")


def test_items_are_told_by_their_numbers(round_: Round) -> None:
    round_.send_back("anhui", {"anhui-reform-2:results": "1. 纳入指标。\n2. 完成评价。"})
    taken = round_.collect().work_plan
    assert taken.regions[0].groups[0].tasks[1].results == (items("纳入指标。", "完成评价。"),)


def test_a_second_run_changes_nothing(round_: Round) -> None:
    round_.say("regions/anhui.yaml", OLD_PLAN, "我们改过的计划。")
    round_.send_back("anhui", {**NEW_PLAN, "anhui-reform-2:results": "完成。"})
    round_.collect(write=True)
    before = round_.files()
    found = round_.collect(write=True)
    assert (found.written, round_.files()) == ((), before)
    assert len(found.undecided) == 1


def test_originals_are_kept_with_their_hash_and_read_again(round_: Round) -> None:
    path = round_.send_back("anhui", NEW_PLAN, "安徽省 (修改稿).xlsx")
    data = path.read_bytes()
    round_.collect(write=True)
    path.unlink()
    (kept,) = (round_.folder / "received").glob("*.xlsx")
    assert kept.read_bytes() == data
    assert re.fullmatch(r"[0-9a-f]{16}-安徽省_修改稿.xlsx", kept.name)
    found = round_.collect(round_.inbox)
    assert report(found, "anhui").files == (str(path),)
    assert found.findings == ()


def test_an_original_that_is_gone_or_changed_is_told(round_: Round) -> None:
    round_.send_back("anhui", NEW_PLAN)
    path = round_.send_back("jiangsu")
    round_.collect(write=True)
    shutil.rmtree(round_.inbox)
    one, two = sorted((round_.folder / "received").glob("*.xlsx"), key=lambda one: "jiangsu" in one.name)
    one.write_bytes(one.read_bytes() + b"x")
    two.unlink()
    found = round_.collect("received-nothing")
    assert codes(found)[:2] == ["changed-original", "lost-original"]
    assert str(path) in str(found.findings[1])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        '{"files": [{}]}',
        '{"files": [{"sha256": "x", "file": "../x", "name": "", "mail": null, "versions": {}}]}',
    ],
)
def test_an_index_that_is_damaged_stops_the_work(round_: Round, text: str) -> None:
    (round_.folder / "received").mkdir()
    (round_.folder / "received/received.json").write_text(text, "utf-8")
    with pytest.raises(ipexport.IpexportError, match="is no index of received files"):
        round_.collect()


def test_the_same_file_under_two_names_is_one_file(round_: Round) -> None:
    path = round_.send_back("anhui", NEW_PLAN)
    shutil.copy(path, round_.inbox / "again.xlsx")
    found = round_.collect(write=True)
    assert len(report(found, "anhui").files) == 1
    assert codes(found) == []
    assert len(list((round_.folder / "received").glob("*.xlsx"))) == 1


def test_a_form_in_a_mail_is_collected(round_: Round) -> None:
    data = round_.send_back("anhui", NEW_PLAN).read_bytes()
    (round_.inbox / "anhui.xlsx").unlink()
    (round_.inbox / "1.eml").write_bytes(mail(("安徽省.xlsx", data)).as_bytes())
    found = round_.collect(write=True)
    assert found.work_plan == with_plan("出台新办法。")
    assert "office@hubei.example" in (round_.folder / "received/received.json").read_text("utf-8")


# Conflicts, and what is decided.


@pytest.fixture
def conflict(round_: Round) -> Round:
    round_.say("regions/anhui.yaml", OLD_PLAN, "我们改过的计划模式。")
    round_.send_back("anhui", {"anhui-finance-1:plan": "他们改过的计划模式。"})
    round_.send_back("jiangsu")
    return round_


def test_what_both_changed_is_asked_and_stays_as_the_dataset_has_it(conflict: Round) -> None:
    found = conflict.collect(write=True)
    assert found.work_plan == with_plan("我们改过的计划模式。")
    (case,) = found.undecided
    texts = (OLD_PLAN, "我们改过的计划模式。", "他们改过的计划模式。")
    assert (case.kind, case.base, case.ours, case.theirs) == ("conflict", *texts)
    assert str(case.place).startswith(str(conflict.inbox / "anhui.xlsx") + ": sheet 安徽省, ")
    said = (conflict.folder / "received/decisions.yaml").read_text("utf-8")
    assert case.id in said
    assert said.count("take: ''") == 1


@pytest.mark.parametrize(
    ("take", "outcome"),
    [
        ("ours", "我们改过的计划模式。"),
        ("theirs", "他们改过的计划模式。"),
        ("一起改过的计划模式。", "一起改过的计划模式。"),
    ],
)
def test_a_decision_is_followed_once_and_for_all(conflict: Round, take: str, outcome: str) -> None:
    conflict.collect(write=True)
    conflict.decide(take)
    found = conflict.collect("nothing", write=True)
    assert found.undecided == ()
    assert ipexport.read(conflict.source) == with_plan(outcome)
    before = conflict.files()
    again = conflict.collect(write=True)
    assert (again.written, conflict.files(), again.is_done) == ((), before, True)
    # Not even without the memory of what was settled.
    index = conflict.folder / "received/received.json"
    index.unlink()
    assert conflict.collect().undecided == ()
    assert conflict.collect().work_plan == with_plan(outcome)


def test_decisions_can_be_given_in_a_file_of_another_name(conflict: Round) -> None:
    conflict.collect(write=True)
    conflict.decide("theirs")
    own = conflict.folder / "own.yaml"
    (conflict.folder / "received/decisions.yaml").rename(own)
    assert conflict.collect().undecided != ()
    assert conflict.collect(decisions=own).work_plan == with_plan("他们改过的计划模式。")


@pytest.mark.parametrize(
    ("take", "code", "said"),
    [
        ("their", "unknown-decision", "did you mean 'theirs'?"),
        ("no", "unknown-decision", "ours, theirs, or the text itself"),
        ('"a\\tb c"', "line-break", "a line break or tab"),
    ],
)
def test_a_slip_in_a_decision_is_named_with_its_line(
    conflict: Round, take: str, code: str, said: str
) -> None:
    conflict.collect(write=True)
    conflict.decide(take)
    found = conflict.collect()
    assert len(found.undecided) == 1
    (finding,) = found.findings
    assert (finding.code, said in str(finding)) == (code, True)
    lines = (conflict.folder / "received/decisions.yaml").read_text("utf-8").splitlines()
    assert lines[finding.place.line - 1].startswith("  take:")


def test_a_decision_about_a_text_that_has_changed_since_is_asked_again(conflict: Round) -> None:
    conflict.collect(write=True)
    conflict.decide("theirs")
    conflict.say("regions/anhui.yaml", "我们改过的计划模式。", "我们又改过的计划模式。")
    found = conflict.collect()
    assert codes(found) == ["stale-decision"]
    assert len(found.undecided) == 1
    assert found.work_plan == with_plan("我们又改过的计划模式。")


def test_the_decisions_file_keeps_the_comments_and_what_was_decided(conflict: Round) -> None:
    conflict.collect(write=True)
    conflict.decide("theirs")
    path = conflict.folder / "received/decisions.yaml"
    path.write_text(path.read_text("utf-8") + "# 已与安徽省核实\n", "utf-8")
    conflict.say("regions/jiangsu.yaml", "达40亿元。", "达41亿元。")
    results = "1. 印发通知。\n2. 加强协同。\n3. 发挥导向作用。\n3. 建立三级培训体系。\n4. 达45亿元。"
    conflict.send_back("jiangsu", {"jiangsu-finance-1:results": results})
    found = conflict.collect(write=True)
    text = path.read_text("utf-8")
    assert (text.count("take: theirs"), text.count("take: ''")) == (1, len(found.undecided) == 1)
    assert "# 已与安徽省核实" in text
    assert conflict.collect(write=True).written == ()


@pytest.mark.parametrize(
    "text",
    ["a: b\n", "- id: x\n", "- x\n", "- {id: a.b.c, base: '', ours: '', theirs: '', tke: ours}\n"],
)
def test_a_decisions_file_that_is_wrong_is_told_with_its_line(round_: Round, text: str) -> None:
    path = round_.folder / "own.yaml"
    path.write_text(text, "utf-8")
    round_.send_back("anhui", NEW_PLAN)
    assert str(round_.collect(decisions=path).findings[0]).startswith(f"{path}:1:")


def test_a_decisions_file_that_is_no_yaml_stops_the_work(round_: Round) -> None:
    path = round_.folder / "own.yaml"
    path.write_text("- [", "utf-8")
    with pytest.raises(ipexport.IpexportError, match="not valid YAML"):
        round_.collect(decisions=path)


# What is not taken.


def test_a_locked_cell_that_was_changed_is_told_and_not_taken(round_: Round) -> None:
    round_.send_back("anhui", {"anhui-reform-1:task": "推动管理体制和机制改革。", **NEW_PLAN})
    found = round_.collect()
    (locked,) = report(found, "anhui").locked
    assert (locked.ours, locked.theirs) == ("推动管理体制改革。", "推动管理体制和机制改革。")
    assert found.work_plan == with_plan("出台新办法。")


def test_a_broken_rule_holds_its_cell_back_and_nothing_else(round_: Round) -> None:
    long = "完成。" * 30
    round_.send_back("anhui", {"anhui-reform-2:results": long, **NEW_PLAN})
    found = round_.collect(write=True)
    assert found.work_plan == with_plan("出台新办法。")
    (case,) = found.undecided
    assert (case.kind, case.theirs) == ("rule", long)
    assert "90 characters, 30 more than the 60" in case.why
    round_.decide("theirs")
    assert round_.collect(write=True).undecided == ()
    assert ipexport.read(round_.source).regions[0].groups[0].tasks[1].results[0][0].text.zh == long


def add_row(_: Workbook, sheet: Worksheet) -> None:
    row = sheet.max_row + 1
    for column, words in enumerate(("拓宽服务创新的投融资渠道", "新的任务。", "新的成绩。"), 1):
        sheet.cell(row, column).value = words
    for column in range(1, sheet.max_column):
        if "计划" in str(sheet.cell(3, column).value):
            sheet.cell(row, column).value = "新的计划。"


def test_a_row_that_was_added_is_asked(round_: Round) -> None:
    round_.send_back("anhui", NEW_PLAN, edit=add_row)
    found = round_.collect(write=True)
    assert found.work_plan == with_plan("出台新办法。")
    (case,) = found.undecided
    assert (case.kind, case.why, case.theirs) == ("row", "a row was added", "新的任务。")
    round_.decide("theirs")
    found = round_.collect(write=True)
    assert [task.text.zh for task in found.work_plan.regions[0].groups[1].tasks] == [
        "建立风险补偿机制。",
        "新的任务。",
    ]
    assert round_.collect(write=True).written == ()


def test_no_text_can_be_taken_for_a_row(round_: Round) -> None:
    round_.send_back("anhui", edit=add_row)
    round_.collect(write=True)
    round_.decide("另一个任务。")
    found = round_.collect()
    assert codes(found) == ["unknown-decision"]
    assert "say ours or theirs" in str(found.findings[0])


def test_what_had_to_be_filled_in_is_told_until_it_is(round_: Round) -> None:
    path = round_.source / "form.yaml"
    path.write_text(path.read_text("utf-8").replace("plan: {}", "plan: {required: yes}"), "utf-8")
    round_.send_back("jiangsu")
    for _ in range(2):
        found = round_.collect(write=True)
        assert codes(found) == ["required-empty"]
        assert str(found.findings[0].place).startswith(
            str(round_.inbox / "jiangsu.xlsx") + ": sheet 江苏省, "
        )
    round_.send_back("jiangsu", {"jiangsu-finance-2:plan": "开展试点。"})
    assert "required-empty" not in codes(round_.collect(write=True))


def test_a_row_that_was_removed_is_asked_and_stays(round_: Round) -> None:
    def remove(_: Workbook, sheet: Worksheet) -> None:
        row = next(row for row in range(4, sheet.max_row + 1) if "=1+1" in str(sheet.cell(row, 2).value))
        sheet.delete_rows(row)

    round_.send_back("jiangsu", edit=remove)
    found = round_.collect()
    assert found.work_plan == work_plan()
    assert [case.why for case in found.undecided] == ["a row was removed"]


def test_sorted_rows_are_put_back_in_order(round_: Round) -> None:
    def swap(_: Workbook, sheet: Worksheet) -> None:
        rows = list(range(4, sheet.max_row + 1))
        for column in range(1, sheet.max_column + 1):
            one, two = sheet.cell(rows[0], column), sheet.cell(rows[1], column)
            if not isinstance(one, openpyxl.cell.cell.MergedCell) and not isinstance(
                two, openpyxl.cell.cell.MergedCell
            ):
                one.value, two.value = two.value, one.value

    round_.send_back("jiangsu", edit=swap)
    found = round_.collect()
    assert found.work_plan == work_plan()


# Files of all kinds.


def test_two_versions_of_a_region_are_told_and_what_they_agree_on_is_taken(round_: Round) -> None:
    first = {"anhui-reform-2:results": "已纳入评价体系。"}
    round_.send_back("anhui", first, "1.xlsx")
    round_.send_back("anhui", {**first, **NEW_PLAN}, "2.xlsx")
    found = round_.collect()
    assert codes(found) == ["two-versions"]
    assert "1.xlsx" in str(found.findings[0])
    assert "2.xlsx" in str(found.findings[0])
    assert found.undecided == ()
    assert found.work_plan == in_results(
        with_plan("出台新办法。"), "anhui-reform-2", lambda _: list(items("已纳入评价体系。"))
    )


@pytest.mark.parametrize("names", [("1.xlsx", "2.xlsx"), ("2.xlsx", "1.xlsx")])
def test_versions_that_contradict_each_other_are_to_decide_whichever_came_first(
    round_: Round, names: tuple[str, str]
) -> None:
    round_.send_back("anhui", {"anhui-finance-1:plan": "建立新模式甲。"}, names[0])
    round_.send_back("anhui", {"anhui-finance-1:plan": "建立新模式乙。"}, names[1])
    found = round_.collect(write=True)
    assert found.work_plan == work_plan()
    assert [case.why for case in found.undecided] == ["another file of the region says something else"]
    for side in ("theirs", "ours"):
        case = found.undecided[0]
        (round_.folder / "received/decisions.yaml").unlink()
        round_.collect(write=True)
        round_.decide(side)
        decided = round_.collect()
        assert (decided.undecided, decided.work_plan) == ((), with_plan(getattr(case, side)))
    round_.collect(write=True)
    (round_.folder / "received/received.json").unlink()
    assert round_.collect().undecided == ()


def test_a_form_of_last_year_is_told_and_not_merged(round_: Round) -> None:
    round_.send_back("anhui", NEW_PLAN)
    for old, new in (("2018年工作计划", "2019年工作计划"),):
        path = round_.source / "workplan.yaml"
        path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    found = round_.collect()
    assert codes(found) == ["other-edition"]
    assert found.work_plan == found.before
    assert report(found, "anhui").files


def test_a_renamed_file_is_known_by_what_is_in_it(round_: Round) -> None:
    round_.send_back("anhui", NEW_PLAN, "新建 Microsoft Excel 工作表(1).xlsx")
    found = round_.collect()
    assert (codes(found), found.work_plan) == ([], with_plan("出台新办法。"))


def test_a_file_of_another_region_than_it_is_called_after_is_told(round_: Round) -> None:
    round_.send_back("anhui", NEW_PLAN, "江苏省工作计划.xlsx")
    found = round_.collect()
    assert [str(one).partition(": ")[2] for one in found.findings] == [
        "warning: is called after jiangsu, and shows anhui (ask who filled it in) [other-region]"
    ]
    assert found.work_plan == with_plan("出台新办法。")


@pytest.mark.parametrize(("region", "is_told"), [("jiangsu", True), ("anhui", False)])
def test_a_form_that_somebody_of_another_region_sent_is_told(
    round_: Round, region: str, is_told: bool
) -> None:
    (round_.source / "recipients.yaml").write_text(
        "from: {name: 办公室, address: office@example.org}\n"
        f"recipients:\n- {{region: {region}, name: 王, to: Office@hubei.example}}\n",
        "utf-8",
    )
    data = round_.send_back("anhui", NEW_PLAN).read_bytes()
    (round_.inbox / "anhui.xlsx").unlink()
    (round_.inbox / "1.eml").write_bytes(mail(("1.xlsx", data)).as_bytes())
    found = round_.collect()
    assert codes(found) == (["other-region"] if is_told else [])
    if is_told:
        assert "was sent by office@hubei.example, who writes for jiangsu" in str(found.findings[0])


def test_a_region_that_the_dataset_does_not_have_is_told(round_: Round) -> None:
    round_.send_back("jiangsu")
    path = round_.source / "workplan.yaml"
    path.write_text(path.read_text("utf-8").replace("- jiangsu\n", ""), "utf-8")
    (round_.source / "regions/jiangsu.yaml").unlink()
    assert codes(round_.collect()) == ["unknown-region"]


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"not a workbook" * 100])
def test_a_damaged_file_is_told_and_the_others_go_on(round_: Round, data: bytes) -> None:
    (round_.inbox / "a.xlsx").write_bytes(data)
    round_.send_back("anhui", NEW_PLAN)
    found = round_.collect(write=True)
    assert [one.place.file for one in found.findings] == [str(round_.inbox / "a.xlsx")]
    assert found.work_plan == with_plan("出台新办法。")
    assert len(list((round_.folder / "received").glob("*.xlsx"))) == 2


def without_version(book: Any, sheet: Worksheet) -> None:
    for name in list(book.custom_doc_props.names):
        if "base" in name or "version" in name:
            del book.custom_doc_props[name]
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell.value, str) and " base=" in cell.value:
                cell.value = cell.value.partition(" base=")[0]
    del book["ipexport"]


def test_a_file_that_says_no_version_is_merged_with_the_base_that_is_given(round_: Round) -> None:
    round_.send_back("anhui", NEW_PLAN, edit=without_version)
    ipexport.write(work_plan(), round_.folder / "base.json")
    assert codes(round_.collect()) == ["unknown-version"]
    found = round_.collect(base=str(round_.folder / "base.json"))
    assert (codes(found), found.work_plan) == ([], with_plan("出台新办法。"))


def test_a_word_file_of_a_region_is_collected_like_a_form(round_: Round) -> None:
    ipexport.write(work_plan(), round_.inbox / "安徽.docx", regions=["anhui"])
    document = docx.Document(str(round_.inbox / "安徽.docx"))
    (paragraph,) = [
        paragraph
        for row in document.tables[0].rows
        for cell in row.cells
        for paragraph in cell.paragraphs
        if OLD_PLAN in paragraph.text
    ][:1]
    paragraph.runs[0].text = "出台新办法。"
    for run in paragraph.runs[1:]:
        run.text = ""
    document.save(str(round_.inbox / "安徽.docx"))
    found = round_.collect()
    assert (codes(found), found.work_plan) == ([], with_plan("出台新办法。"))


def test_a_base_that_a_file_was_not_made_from_is_refused(round_: Round) -> None:
    ipexport.write(work_plan(), round_.inbox / "安徽.docx", regions=["anhui"])
    round_.say("regions/anhui.yaml", OLD_PLAN, "我们改过的计划。")
    ipexport.write(with_plan("又一个计划。"), round_.folder / "base.json")
    assert codes(round_.collect(base=str(round_.folder / "base.json"))) == ["other-version"]
    ipexport.write(work_plan(), round_.folder / "base.json")
    assert codes(round_.collect(base=str(round_.folder / "base.json"))) == []


# What people and their programs do to workbooks.


def renamed(_: Workbook, sheet: Worksheet) -> None:
    sheet.title = "Sheet1"


def hidden(_: Workbook, sheet: Worksheet) -> None:
    sheet.row_dimensions[5].hidden = True
    sheet.column_dimensions["B"].hidden = True


def unmerged(_: Workbook, sheet: Worksheet) -> None:
    for area in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(area))


def unprotected(_: Workbook, sheet: Worksheet) -> None:
    sheet.protection.sheet = False
    sheet.auto_filter.ref = "A3:E6"


def widened(_: Workbook, sheet: Worksheet) -> None:
    sheet.column_dimensions["C"].width = 100
    sheet.row_dimensions[4].height = 300


@pytest.mark.parametrize("edit", [renamed, hidden, unmerged, unprotected, widened])
def test_how_a_workbook_looks_is_no_change(
    round_: Round, edit: Callable[[Workbook, Worksheet], None]
) -> None:
    round_.send_back("anhui", NEW_PLAN, edit=edit)
    round_.send_back("jiangsu", edit=edit)
    found = round_.collect()
    assert found.work_plan == with_plan("出台新办法。")
    assert found.undecided == ()


def test_sheets_copied_into_one_workbook_are_each_their_region(round_: Round) -> None:
    book = openpyxl.load_workbook(round_.send_back("anhui", NEW_PLAN))
    other = openpyxl.load_workbook(round_.send_back("jiangsu", {"jiangsu-finance-2:plan": "开展试点。"}))
    copy = book.create_sheet("江苏")
    for row in other.worksheets[0].iter_rows():
        for cell in row:
            copy[cell.coordinate] = cell.value
    for area in other.worksheets[0].merged_cells.ranges:
        copy.merge_cells(str(area))
    for path in round_.inbox.iterdir():
        path.unlink()
    book.save(round_.inbox / "汇总.xlsx")
    found = round_.collect()
    assert found.missing == ()
    assert report(found, "anhui").region == with_plan("出台新办法。").regions[0]
    jiangsu = report(found, "jiangsu").region
    assert jiangsu.groups[0].plans[1].items == items("开展试点。")


@pytest.mark.parametrize(
    ("typed", "taken"),
    [
        ("已完成。   ", "已完成。"),
        ("　已完成。\n", "已完成。"),
        ("已完成２０１８年ＰＣＴ申请。", "已完成2018年PCT申请。"),
    ],
)
def test_what_only_typing_made_of_a_text_is_not_taken(round_: Round, typed: str, taken: str) -> None:
    round_.send_back("anhui", {"anhui-finance-1:plan": typed})
    assert round_.collect().work_plan == with_plan(taken)


@pytest.mark.parametrize("value", [2018, 85.5, datetime.date(2018, 3, 1), '="已" & "完成。"', True])
def test_what_is_no_text_is_asked(round_: Round, value: Any) -> None:
    round_.send_back("anhui", {"anhui-finance-1:plan": value})
    found = round_.collect(write=True)
    assert found.work_plan == work_plan()
    (case,) = found.undecided
    assert (case.kind, "is read as" in case.why) == ("rule", True)
    round_.decide("2018年3月1日前完成。")
    assert round_.collect(write=True).undecided == ()
    assert ipexport.read(round_.source) == with_plan("2018年3月1日前完成。")
    assert round_.collect(write=True).written == ()


@pytest.mark.parametrize("words", ["建立“贷款+保险保障+财政风险补偿”的新模式。  ", "　" + OLD_PLAN])
def test_spaces_are_no_change(round_: Round, words: str) -> None:
    round_.send_back("anhui", {"anhui-finance-1:plan": words})
    assert round_.collect().work_plan == work_plan()


def test_answers_to_questions_are_told(round_: Round) -> None:
    def answer(_: Workbook, sheet: Worksheet) -> None:
        for column in range(1, sheet.max_column + 1):
            if sheet.cell(3, column).value == "完成情况":
                sheet.cell(4, column).value = "已完成"
            if sheet.cell(3, column).value == "备注":
                sheet.cell(4, column).value = "数据截至年底。"

    round_.send_back("anhui", edit=answer)
    found = round_.collect()
    said = [(one.question, one.task, one.text) for one in report(found, "anhui").answers]
    assert said == [("status", "anhui-reform-1", "已完成"), ("remarks", "anhui-reform-1", "数据截至年底。")]


def test_new_chinese_leaves_the_english_beside_it_and_says_that_it_is_old(tmp_path: Path) -> None:
    shutil.copytree(Path(__file__).parents[2] / "source", tmp_path / "source")
    ipexport.build(tmp_path / "source", tmp_path / "out", regions=["hubei"], languages=["zh"], form=True)
    round_ = Round.__new__(Round)
    round_.folder, round_.source, round_.inbox = tmp_path, tmp_path / "source", tmp_path / "inbox"
    round_.inbox.mkdir()
    base = ipexport.read(round_.source)
    hubei = next(region for region in base.regions if region.id == "hubei")
    task = hubei.groups[0].tasks[1]
    old = task.results[0][0].text
    round_.send_back("hubei", {f"{task.id}:results": old.zh + "已验收。"})
    found = round_.collect(write=True)
    expected = in_task(
        base,
        task.id,
        lambda one: replace(
            one, results=((replace(one.results[0][0], text=Text(old.zh + "已验收。", old.en)),),)
        ),
    )
    assert ipexport.read(round_.source) == expected
    assert found.to_translate == 1
