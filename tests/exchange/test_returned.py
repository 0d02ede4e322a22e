"""What came back: answers, places, what it was made from, and rules that pasting passed by."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

import ipexport
from ipexport.errors import SourceError
from ipexport.exchange.returned import Returned, read_returned
from ipexport.exchange.versions import base_version
from ipexport.model import Item, Languages, RegionId, Text
from tests.formats.xlsx.form.forms import FORM, form_of, opened, sample

ANHUI = RegionId("anhui")


def returned(
    folder: Path, change: Callable[[Worksheet], object] = lambda _: None, languages: Languages = "zh"
) -> Returned:
    """The sample's form after a change in the sheet that is filled in."""
    book = opened(form_of(sample(), languages))
    sheet = book.worksheets[0]
    assert isinstance(sheet, Worksheet)
    change(sheet)
    return read_book(book, folder)


def read_book(book: Workbook, folder: Path) -> Returned:
    path = folder / "a.xlsx"
    book.save(path)
    (found,) = read_returned(path, FORM, "安徽.xlsx")
    return found


def put(**cells: str | int | datetime.date | None) -> Callable[[Worksheet], None]:
    """Puts values into cells, whatever the form allows."""

    def change(sheet: Worksheet) -> None:
        for address, value in cells.items():
            sheet[address] = value

    return change


def said(found: Returned) -> list[str]:
    return [str(finding) for finding in found.findings]


def results(found: Returned, task: int = 0) -> tuple[Item, ...]:
    return found.work_plan.regions[0].groups[0].tasks[task].results[0]


def unmerge(sheet: Worksheet) -> None:
    for area in [*sheet.merged_cells.ranges]:
        sheet.unmerge_cells(str(area))


@pytest.mark.parametrize("languages", ["zh", "zh-en"])
def test_a_form_nobody_has_touched_says_what_it_was_made_from(languages: Languages, tmp_path: Path) -> None:
    found = returned(tmp_path, languages=languages)
    assert (found.name, found.region) == ("安徽.xlsx", "anhui")
    assert found.languages == (("zh",) if languages == "zh" else ("zh", "en"))
    assert found.base_version == base_version(sample(), ANHUI)
    assert found.base == sample()
    assert found.answers == ()
    assert said(found) == []
    assert str(found.places["anhui-reform-2:results"]).endswith("C5" if languages == "zh" else "D5")
    assert str(found.places["anhui-finance-1:results:3"]) == (
        "安徽.xlsx: sheet 安徽省, C8"
        if languages == "zh"
        else "安徽.xlsx: sheet 安徽省 English of 3 characters, D8"
    )
    assert {"anhui-reform-1:task", "anhui-reform-1:focus_area", "anhui-reform-1:plan"} <= set(found.places)


def test_what_was_filled_in_comes_back_as_items_and_answers(tmp_path: Path) -> None:
    found = returned(
        tmp_path,
        put(
            C5="1. 第一项，增长 5%  \n2、第二项\n",
            F5=" 进行 中",
            G5="１，２００",
            H5="  已上报  \n",
            F6="Completed",
        ),
    )
    assert results(found, 1) == (Item(Text("第一项，增长5%"), "1."), Item(Text("第二项"), "2、"))
    assert [(one.question, one.task, one.text, str(one.place)[-2:]) for one in found.answers] == [
        ("status", "anhui-reform-2", "进行中", "F5"),
        ("cost", "anhui-reform-2", "1200", "G5"),
        ("remarks", "anhui-reform-2", "已上报", "H5"),
        ("status", "anhui-finance-1", "已完成", "F6"),
    ]
    assert said(found) == []


def test_rules_are_checked_again_each_with_its_cell(tmp_path: Path) -> None:
    found = returned(tmp_path, put(C4="长" * 101, C5="  ", E6=None, F4="差不多", G4="约20", H4="注" * 21))
    where = "安徽.xlsx: sheet 安徽省, "
    assert said(found) == [
        f"{where}C4: warning: the results cell of anhui-reform-1 has 101 characters, 1 more than the 100 that it may have (shorten it) [too-long]",
        f"{where}C5: warning: the results cell of anhui-reform-2 is empty (it has to be filled in) [required-empty]",
        f"{where}E6: warning: the plan cell of anhui-finance-1 is empty (it has to be filled in) [required-empty]",
        f"{where}F4: warning: '完成情况' of anhui-reform-1 is '差不多' (choose one of 已完成, 进行中) [not-a-value]",
        f"{where}G4: warning: '经费' of anhui-reform-1 is '约20', which is not a number (write digits only, without words or units, as in 1200 or 85.5) [not-a-number]",
        f"{where}H4: warning: '备注' of anhui-reform-1 has 21 characters, 1 more than the 20 that it may have (shorten it) [too-long]",
    ]


def test_numbers_and_dates_are_read_as_they_are_shown_and_formulas_told(tmp_path: Path) -> None:
    def change(sheet: Worksheet) -> None:
        put(C4=12, C5=datetime.date(2026, 3, 1), E4="=1+1", G4=1200)(sheet)
        sheet["C5"].number_format = 'yyyy"年"m"月"d"日"'
        sheet["G4"].number_format = "#,##0"

    found = returned(tmp_path, change)
    assert results(found)[0].text.zh == "12"
    assert results(found, 1)[0].text.zh == "2026年3月1日"
    assert [(answer.question, answer.text) for answer in found.answers] == [("cost", "1200")]
    assert said(found) == [
        "安徽.xlsx: sheet 安徽省, C4: warning: a number or date; it is read as what it shows, '12' [not-text]",
        "安徽.xlsx: sheet 安徽省, E4: warning: the formula '=1+1'; it is read as what it shows, '=1+1' [not-text]",
        "安徽.xlsx: sheet 安徽省, C5: warning: a number or date; it is read as what it shows, '2026年3月1日' [not-text]",
    ]


def test_counts_are_no_answers_and_nobody_minds_when_they_are_lost(tmp_path: Path) -> None:
    assert returned(tmp_path, put(D4="x", D5=None, I4=7)).work_plan == returned(tmp_path).work_plan


def test_a_renamed_sheet_with_hidden_rows_says_the_same(tmp_path: Path) -> None:
    def change(sheet: Worksheet) -> None:
        sheet.title = "Sheet1 (2)"
        sheet.row_dimensions[5].hidden = True
        sheet.protection.sheet = False

    found = returned(tmp_path, change)
    assert found.work_plan == returned(tmp_path).work_plan
    assert str(found.places["anhui-reform-2:results"]) == "安徽.xlsx: sheet Sheet1 (2), C5"
    assert found.base is not None


def test_a_sheet_copied_into_another_workbook_keeps_region_version_and_answers(tmp_path: Path) -> None:
    book = opened(form_of(sample()))
    source = book.worksheets[0]
    other = Workbook()
    other.worksheets[0]["A1"] = "联系人：张三"
    copy = other.create_sheet("工作表2")
    for row in source.iter_rows():
        for cell in row:
            if cell.value is not None:
                copy[cell.coordinate] = cell.value
    for area in source.merged_cells.ranges:
        copy.merge_cells(area.coord)
    copy["H5"] = "见附件"
    found = read_book(other, tmp_path)
    assert (found.region, found.base_version, found.base) == ("anhui", base_version(sample(), ANHUI), None)
    assert [(one.task, one.text) for one in found.answers] == [("anhui-reform-2", "见附件")]
    assert {finding.code for finding in found.findings} == {"not-shown"}
    assert [task.id for group in found.work_plan.regions[0].groups for task in group.tasks] == [
        "anhui-reform-1", "anhui-reform-2", "anhui-finance-1",
    ]  # fmt: skip


def test_merged_cells_that_are_undone_and_rows_that_are_added_and_moved_keep_what_they_say(
    tmp_path: Path,
) -> None:
    def change(sheet: Worksheet) -> None:
        put(H6="第三行")(sheet)
        unmerge(sheet)
        put(B9="新任务", C9="新成绩", E9="新计划", H9="新备注")(sheet)
        first, second = ([cell.value for cell in sheet[row]] for row in (4, 5))
        for row, values in ((4, second), (5, first)):
            for cell, value in zip(sheet[row], values, strict=True):
                cell.value = value

    found = returned(tmp_path, change)
    groups = found.work_plan.regions[0].groups
    tasks = [task.id for group in groups for task in group.tasks]
    assert tasks == ["anhui-reform-2", "anhui-reform-1", "anhui-finance-1", "anhui-finance-2"]
    assert groups[1].tasks[1].text.zh == "新任务"
    assert [(one.task, one.text) for one in found.answers] == [
        ("anhui-finance-1", "第三行"), ("anhui-finance-2", "新备注"),
    ]  # fmt: skip
    assert str(found.places["anhui-finance-2:results"]).endswith("C9")


def test_an_added_column_moves_no_answer(tmp_path: Path) -> None:
    def change(sheet: Worksheet) -> None:
        unmerge(sheet)
        put(F5="进行中", H5="备注在此")(sheet)
        sheet.insert_cols(6)
        put(F3="负责人", F5="李四")(sheet)

    found = returned(tmp_path, change)
    assert [(one.question, one.text) for one in found.answers] == [
        ("status", "进行中"),
        ("remarks", "备注在此"),
    ]
    assert [finding.code for finding in found.findings] == ["unknown-column"]


def test_a_base_that_is_not_the_one_of_the_version_is_not_believed(tmp_path: Path) -> None:
    book = opened(form_of(sample()))
    other = opened(form_of(replace(sample(), title=Text("别的"))))
    book["ipexport"]["A2"] = other["ipexport"]["A2"].value
    found = read_book(book, tmp_path)
    assert found.base_version == base_version(sample(), ANHUI)
    assert found.base is None


@pytest.mark.parametrize("extension", ["docx", "xlsx"])
def test_a_handout_of_one_region_carries_its_version(extension: str, tmp_path: Path) -> None:
    path = tmp_path / f"a.{extension}"
    ipexport.write(sample(), path)
    (found,) = read_returned(path, FORM)
    assert found.name == str(path)
    assert found.base_version == base_version(sample(), ANHUI)
    assert found.base is None
    assert found.places["anhui-reform-1:results"].part
    assert {finding.code for finding in found.findings} == set()


def test_a_file_with_several_regions_comes_back_as_several(tmp_path: Path) -> None:
    from tests.sample import work_plan

    path = tmp_path / "a.xlsx"
    ipexport.write(work_plan(), path)
    anhui, jiangsu = read_returned(path, FORM)
    assert (anhui.region, jiangsu.region) == ("anhui", "jiangsu")
    assert (anhui.base_version, jiangsu.base_version) == (None, None)
    assert not {id for id in anhui.places if not id.startswith("anhui")}
    # What the reader says of the file is said once.
    assert [finding.code for finding in jiangsu.findings] == ["required-empty", "required-empty"]


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.pdf", b"", "not a file that comes back from a region (.xlsx, .docx)"),
        ("a.ods", b"", "unknown extension '.ods'"),
        ("a.xlsx", b"PK", "is not a workbook (.xlsx), or is damaged"),
        ("a.docx", b"", "b.docx: error:"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_line_that_names_it(
    name: str, data: bytes, said: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(SourceError) as caught:
        read_returned(path, FORM, f"b{path.suffix}")
    (line,) = str(caught.value).splitlines()
    assert line.startswith(f"b{path.suffix}: error: ")
    assert said in line
