"""Workbooks that people and programs have touched: what they show comes back, what they changed, too."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

import ipexport
from ipexport.convert import read_any
from ipexport.model import Languages
from ipexport.recognition import Recognised
from tests.formats.xlsx.test_reader import SOURCE, read_back, xlsx
from tests.generated import spoken
from tests.sample import items, plan, task, work_plan

needs_libreoffice = pytest.mark.skipif(
    not shutil.which("soffice"), reason="apt-get install libreoffice-calc fonts-noto-cjk"
)


def edited(
    change: Callable[[Worksheet], object], sheet: str = "安徽省", data: bytes | None = None
) -> Recognised:
    """The sample after a change in one of its sheets."""
    book = openpyxl.load_workbook(io.BytesIO(data or xlsx(work_plan())), rich_text=True)
    change(book[sheet])
    return read_back(saved(book))


def saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def codes(reading: Recognised) -> list[str]:
    """Those of the findings; the sample has a task that looks like markup."""
    return [finding.code for finding in reading.findings if finding.code not in ("markup", "half-width")]


def unmerge(sheet: Worksheet) -> None:
    for area in [*sheet.merged_cells.ranges]:
        sheet.unmerge_cells(str(area))


def reorder(sheet: Worksheet, order: list[int]) -> None:
    """Puts the rows below the labels in another order, counted from 0."""
    unmerge(sheet)
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3)]
    for place, number in enumerate(order, 3):
        for column, value in enumerate(rows[number], 1):
            sheet.cell(place, column).value = value
            sheet.cell(place, column).data_type = "s"  # openpyxl takes "=" for a formula


def row_of(sheet: Worksheet, text: str) -> int:
    return next(row[0].row or 0 for row in sheet.iter_rows() for cell in row if text in str(cell.value))


@needs_libreoffice
@pytest.mark.parametrize(
    ("layout", "languages"),
    [
        ("official, column, columns, given", "zh"),
        ("official, column, columns, given", "zh-en"),
        ("official, band, stacked, given", "zh-en"),
        ("compact, column, columns, given", "en"),
    ],
)
def test_what_libreoffice_saved_again_comes_back(layout: str, languages: Languages, tmp_path: Path) -> None:
    real = ipexport.read(SOURCE)
    path = tmp_path / "a.xlsx"
    path.write_bytes(xlsx(real, layout, languages))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    out = tmp_path / "out"
    command = ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", str(out), str(path)]
    subprocess.run(command, capture_output=True, timeout=300, check=True)
    assert read_back((out / "a.xlsx").read_bytes()).work_plan == read_back(path.read_bytes()).work_plan


def test_merged_cells_can_be_undone() -> None:
    reading = edited(unmerge)
    assert reading.work_plan == work_plan()
    assert codes(reading) == []


def test_widened_columns_hidden_rows_and_a_filter_change_nothing() -> None:
    def change(sheet: Worksheet) -> None:
        sheet.column_dimensions["B"].width = 80
        sheet.auto_filter.ref = "A2:D7"
        sheet.row_dimensions[4].hidden = True

    reading = edited(change)
    assert reading.work_plan == work_plan()
    assert codes(reading) == []


def test_a_cell_retyped_with_other_spaces_says_the_same() -> None:
    def change(sheet: Worksheet) -> None:
        cell = sheet.cell(row_of(sheet, "部署改革"), 3)
        cell.value = " 1.部署改革。\n2.  建立联席会议制度， 85% 以上的市建立机构。\n"

    assert edited(change).work_plan == work_plan()


def test_rows_that_were_swapped_are_swapped_tasks() -> None:
    before = work_plan()
    group = before.regions[1].groups[0]
    plans = group.plans[::-1]
    expected = replace(group, tasks=group.tasks[::-1], plans=plans)
    reading = edited(lambda sheet: reorder(sheet, [1, 0]), "江苏省")
    assert reading.work_plan.regions[1].groups[0] == expected
    assert codes(reading) == []


def test_rows_in_any_order_keep_their_focus_area_and_plan() -> None:
    reading = edited(lambda sheet: reorder(sheet, [4, 1, 3, 0, 2]))
    found = reading.work_plan.regions[0].groups
    assert {group.focus_area for group in found} == {"reform", "finance"}
    by_id = {str(group.focus_area): group for group in found}
    assert [task.id for task in by_id["reform"].tasks] == ["anhui-reform-2", "anhui-reform-1"]
    wording = {str(group.focus_area): group.wording for group in work_plan().regions[0].groups}
    assert {id: group.wording for id, group in by_id.items()} == wording
    assert {plan.items for plan in by_id["reform"].plans} == {work_plan().regions[0].groups[0].plans[0].items}


def test_texts_over_several_pages_are_put_together_in_whatever_order_the_rows_are() -> None:
    def shuffle(sheet: Worksheet) -> None:
        unmerge(sheet)
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3)]
        for place, row in enumerate(sorted(rows, key=lambda row: str(row[2])), 3):
            for column, value in enumerate(row, 1):
                sheet.cell(place, column).value = value

    real = ipexport.read(SOURCE)
    for region in real.regions:
        name = str(region.name.zh)
        found = edited(shuffle, name, xlsx(real.extract([region.id])))
        changes = ipexport.diff(spoken(real.extract([region.id]), "zh"), found.work_plan)
        is_parted = "parted-plan" in codes(found)
        assert {type(one).__name__ for one in changes if not is_parted or one.what != "plan"} <= {"Moved"}
        assert set(codes(found)) <= {"parted-plan"}


def test_a_row_that_was_added_is_a_new_task() -> None:
    def change(sheet: Worksheet) -> None:
        last = sheet.max_row + 1
        for column, text in ((2, "新的任务。"), (3, "1. 完成一。\n2. 完成二。"), (4, "继续推进。")):
            sheet.cell(last, column).value = text

    reading = edited(change)
    group = reading.work_plan.regions[0].groups[1]
    new = task("anhui-finance-2", "新的任务。", items("完成一。", "完成二。"))
    assert group.tasks == (*work_plan().regions[0].groups[1].tasks, new)
    assert group.plans[-1] == plan(items("继续推进。"), "anhui-finance-2")
    assert codes(reading) == []


def test_a_row_that_was_deleted_is_gone() -> None:
    def change(sheet: Worksheet) -> None:
        unmerge(sheet)
        sheet.delete_rows(row_of(sheet, "将知识产权纳入"))

    reading = edited(change)
    assert [task.id for task in reading.work_plan.regions[0].groups[0].tasks] == ["anhui-reform-1"]
    assert codes(reading) == ["data-differs"]


def test_what_is_left_of_a_merge_whose_first_row_was_deleted_is_read_and_said() -> None:
    """As LibreOffice leaves it: the texts of the merged cells have gone with that row."""

    def change(sheet: Worksheet) -> None:
        unmerge(sheet)
        sheet.delete_rows(row_of(sheet, "推动管理体制改革"))

    reading = edited(change)
    reform = work_plan().regions[0].groups[0]
    (group, _) = reading.work_plan.regions[0].groups
    assert (group.focus_area, group.wording, group.tasks) == ("reform", reform.wording, reform.tasks[1:])
    assert group.plans == (plan((), "anhui-reform-2"),)
    assert codes(reading) == ["lost-plan", "data-differs", "lost-focus-area"]


def test_contents_are_known_where_somebody_has_deleted_the_hidden_columns() -> None:
    book = openpyxl.load_workbook(io.BytesIO(xlsx(work_plan())), rich_text=True)
    for name in ("安徽省", "江苏省"):
        book[name].delete_cols(5)
    reading = read_back(saved(book))
    assert ipexport.diff(work_plan(), reading.work_plan) == ()
    assert codes(reading) == []


def test_a_copied_row_is_a_second_task_and_said_so() -> None:
    def change(sheet: Worksheet) -> None:
        source, last = row_of(sheet, "细化分类"), sheet.max_row + 1
        for column in range(1, 6):
            sheet.cell(last, column).value = sheet.cell(source, column).value

    reading = edited(change, "江苏省")
    ids = [task.id for task in reading.work_plan.regions[1].groups[0].tasks]
    assert ids[:2] == ["jiangsu-finance-1", "jiangsu-finance-2"]
    assert len(ids) == 3


def test_a_number_and_a_note_are_findings_with_their_cell() -> None:
    def change(sheet: Worksheet) -> None:
        sheet["C4"].value = 85
        sheet["D3"].comment = Comment("请核对", "某人")

    reading = edited(change)
    said = [str(finding) for finding in reading.findings if finding.code in ("not-text", "comment")]
    assert said == [
        "a.xlsx: sheet 安徽省, D3: warning: a note says '请核对'; it is left out [comment]",
        "a.xlsx: sheet 安徽省, C4: warning: a number or date; it is read as what it shows, '85' [not-text]",
    ]
    assert reading.work_plan.regions[0].groups[0].tasks[1].results == (items("85"),)


def test_text_boxes_and_pictures_are_said() -> None:
    anchor = "<xdr:oneCellAnchor>{}</xdr:oneCellAnchor>"
    box = "<xdr:sp><xdr:txBody><a:p><a:r><a:t>请核对</a:t></a:r></a:p></xdr:txBody></xdr:sp>"
    drawing = (
        '<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
        f'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">{anchor.format(box)}'
        f"{anchor.format('<xdr:pic/>')}</xdr:wsDr>"
    )
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/drawing"
    links = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{kind}" Target="../drawings/drawing1.xml"/></Relationships>'
    )
    data = io.BytesIO(xlsx(work_plan()))
    with zipfile.ZipFile(data, "a") as package:
        package.writestr("xl/drawings/drawing1.xml", drawing)
        package.writestr("xl/worksheets/_rels/sheet2.xml.rels", links)
    said = [str(finding) for finding in read_back(data.getvalue()).findings if finding.code == "drawing"]
    assert said == [
        "a.xlsx: sheet 安徽省: warning: a text box says '请核对'; it is left out [drawing]",
        "a.xlsx: sheet 安徽省: warning: there is a picture or chart; it is left out [drawing]",
    ]


def test_texts_changed_on_the_data_sheet_only_are_said() -> None:
    def change(sheet: Worksheet) -> None:
        sheet["F2"].value = "改了这里。"

    reading = edited(change, "data")
    assert codes(reading) == ["data-differs"]
    assert "sheet data, F2" in str(reading.findings[-1]) or "sheet data, F2" in str(reading.findings[0])


def test_a_column_that_was_added_is_left_out_and_said_so() -> None:
    def change(sheet: Worksheet) -> None:
        unmerge(sheet)
        sheet.insert_cols(4)
        sheet["D2"].value = "备注"
        sheet["D3"].value = "很好"

    reading = edited(change)
    assert reading.work_plan.regions[0].groups == work_plan().regions[0].groups
    assert (
        "a.xlsx: sheet 安徽省, D3: warning: '很好' stands under no known label; it is left out [unknown-column]"
        in map(str, reading.findings)
    )


def test_a_sheet_of_somebody_else_is_found_by_its_labels(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "湖北省"
    for row in (
        ["湖北省2016-2017年工作绩效及2018年工作计划"],
        ["工作重点", "工作任务", "工作绩效", "工作计划"],
        ["改革", "推动改革。", "1.部署。2.落实。", "继续。"],
        [None, "加强保护。", "开展行动。", "深化。"],
    ):
        sheet.append(row)
    path = tmp_path / "a.xlsx"
    book.save(path)
    reading = read_any(path)
    (region,) = reading.work_plan.regions
    assert (region.id, region.code, region.name.zh) == ("hubei", "420000", "湖北省")
    (group,) = region.groups
    assert [task.text.zh for task in group.tasks] == ["推动改革。", "加强保护。"]
    assert group.tasks[0].results == (items("部署。", "落实。"),)
    assert [plan.items for plan in group.plans] == [items("继续。"), items("深化。")]


def test_a_changed_word_is_one_change() -> None:
    def change(sheet: Worksheet) -> None:
        sheet["B4"].value = "将知识产权纳入考核指标。"

    found = edited(change).work_plan.regions[0].groups[0].tasks[1]
    assert found == replace(work_plan().regions[0].groups[0].tasks[1], text=found.text)
    assert found.text.zh == "将知识产权纳入考核指标。"
