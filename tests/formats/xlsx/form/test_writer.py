"""The form of a region: what is open, what is locked, and what stands where nobody looks."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from ipexport.compare.differences import diff
from ipexport.dataset import dump_json
from ipexport.form import Form, Question, Rule, characters
from ipexport.formats.carried import said_properties
from ipexport.formats.xlsx.form.aside_sheet import base_of
from ipexport.formats.xlsx.form.checks import counted_characters
from ipexport.formats.xlsx.form.layout import FormLayout, FormRow, breaks
from ipexport.formats.xlsx.lines import line
from ipexport.formats.xlsx.reader import read
from ipexport.model import Item, Languages, Text, each_of
from ipexport.style import load_style
from ipexport.table import Paragraph, tabulate
from tests.formats.xlsx.faults import faults
from tests.formats.xlsx.form.forms import FORM, form_of, opened, sample
from tests.openxml import complaints, needs_sdk

ALL: tuple[Languages, ...] = ("zh", "en", "zh-en")


def first(data: bytes) -> Worksheet:
    sheet = opened(data).worksheets[0]
    assert isinstance(sheet, Worksheet)
    return sheet


def labels(sheet: Worksheet) -> list[str]:
    return [str(cell.value) for cell in sheet[3]]


def unlocked(sheet: Worksheet) -> set[str]:
    """The cells that can be changed, of a merged area its first."""
    covered = {
        cell
        for area in sheet.merged_cells.ranges
        for row in sheet[area.coord]
        for cell in [one.coordinate for one in row]
    } - {area.coord.partition(":")[0] for area in sheet.merged_cells.ranges}
    cells = {cell.coordinate for row in sheet.iter_rows() for cell in row if not cell.protection.locked}
    return cells - covered


def long_sample() -> bytes:
    plan = sample()
    region = plan.regions[0]
    group = region.groups[1]
    cell = tuple(Item(Text("长" * 700, "long " * 300), f"{number}.") for number in (1, 2))
    tasks = (replace(group.tasks[0], results=(cell,)),)
    longer = replace(region, groups=(replace(group, tasks=tasks),))
    return form_of(replace(plan, regions=(longer,)))


@needs_sdk
@pytest.mark.parametrize("languages", ALL)
def test_microsofts_validator_finds_nothing(languages: Languages) -> None:
    assert complaints(form_of(sample(), languages), "xlsx") == []


@pytest.mark.parametrize("languages", ALL)
@pytest.mark.parametrize("style", ["official", "compact"])
@pytest.mark.parametrize("region", ["anhui", "jiangsu"])
def test_nothing_is_wrong_that_no_validator_sees(languages: Languages, style: str, region: str) -> None:
    data = form_of(sample(region), languages, style=load_style(style))
    assert faults(data, formulas=True) == []
    assert faults(long_sample(), formulas=True) == []


@pytest.mark.parametrize("languages", ALL)
def test_what_is_read_back_is_what_was_sent(languages: Languages, tmp_path: Path) -> None:
    plan = sample()
    path = tmp_path / "a.xlsx"
    path.write_bytes(form_of(plan, languages))
    read_back = read(path)
    assert read_back.bases == {"anhui": sha256(dump_json(plan, indent=None)).hexdigest()}
    assert read_back.attached == (dump_json(plan, indent=None),)
    assert {answer.text for answer in read_back.answers} == {""}
    assert {finding.code for finding in read_back.findings} <= {"one-language"}
    assert diff(plan, read_back.work_plan, each_of(languages)) == ()


def test_the_same_form_has_the_same_bytes() -> None:
    assert form_of(sample(), "zh-en") == form_of(sample(), "zh-en")


def test_only_cells_to_fill_in_are_unlocked_and_coloured() -> None:
    sheet = first(form_of(sample()))
    assert labels(sheet)[:9] == [
        "工作重点", "工作任务", "2016-2017年工作成绩", "字数", "2018年工作计划", "完成情况", "经费", "备注", "字数",
    ]  # fmt: skip
    assert sheet.protection.sheet
    assert not sheet.protection.password
    assert not sheet.protection.formatColumns
    assert not sheet.protection.formatRows
    # Five rows of results, a plan over two tasks and one over three rows, answers for three tasks.
    assert unlocked(sheet) == {
        *(f"C{row}" for row in range(4, 9)), "E4", "E6", *(f"{c}{row}" for c in "FGH" for row in (4, 5, 6)),
    }  # fmt: skip
    assert {sheet[cell].fill.fgColor.rgb for cell in unlocked(sheet)} == {"FFFFF7DC"}
    assert sheet["B4"].fill.fill_type is None


def test_a_column_is_open_when_the_form_says_so() -> None:
    sheet = first(form_of(sample(), form=Form((("task", Rule()),))))
    assert unlocked(sheet) == {"B4", "B5", "B6"}


def test_each_cell_of_the_document_is_one_cell_or_one_merged_area() -> None:
    sheet = first(long_sample())
    tall = [area.coord for area in sheet.merged_cells.ranges if area.min_row == 4]
    (last,) = {area.rpartition(":")[2][1:] for area in tall}
    assert sorted(tall) == [f"{letter}4:{letter}{last}" for letter in "ABCDEFGHI"]
    assert str(sheet["C4"].value).count("长") == 1400
    assert all(float(sheet.row_dimensions[row].height or 0) <= 409.5 for row in range(4, int(last) + 1))


def test_rows_may_grow_where_no_merged_cell_needs_their_height() -> None:
    with zipfile.ZipFile(io.BytesIO(form_of(sample()))) as package:
        sheet = package.read("xl/worksheets/sheet1.xml").decode()
    fixed = {int(row) for row in re.findall(r'<row r="(\d+)" ht="[\d.]+" customHeight="1">', sheet)}
    growing = {int(row) for row in re.findall(r'<row r="(\d+)" ht="[\d.]+">', sheet)}
    assert fixed >= {1, 2, 3}
    assert growing
    assert fixed | growing == set(range(1, 9))


def test_a_count_is_a_formula_with_its_result_and_reddens_when_it_is_too_high() -> None:
    data = form_of(sample())
    sheet = first(data)
    assert str(sheet["D4"].value).startswith('=LEN(SUBSTITUTE(C4,CHAR(10),""))')
    assert sheet["D4"].number_format == '0"/100"'
    rules = {str(area.sqref): area.rules[0] for area in sheet.conditional_formatting}
    assert rules["D4 D5 D6 D7 D8"].operator == "greaterThan"
    assert rules["D4 D5 D6 D7 D8"].formula == ["100"]
    assert rules["C4 C5 C6 C7 C8"].formula == ["LEN(TRIM(C4))=0"]
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        xml = package.read("xl/worksheets/sheet1.xml").decode()
    (cached,) = re.findall(r'<c r="D4" s="\d+"><f>[^<]*</f><v>(\d+)</v></c>', xml)
    assert int(cached) == len("部署改革。建立联席会议制度，85%以上的市建立机构。")


# What a spreadsheet counts is UTF-16.
texts = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), min_size=1)


@given(st.lists(texts, min_size=1, max_size=20))
def test_a_count_is_that_of_the_rule(items: list[str]) -> None:
    lines = [line(Paragraph(text, f"{number}.")) for number, text in enumerate(items, 1)]
    assert counted_characters("\n".join(lines)) == characters("\n".join(items))


def test_hints_and_errors_are_in_the_language_of_the_form() -> None:
    checks = {str(one.sqref): one for one in first(form_of(sample())).data_validations.dataValidation}
    results = checks["C4 C5 C6 C7 C8"]
    assert results.promptTitle == "2016-2017年工作成绩"
    assert str(results.prompt).startswith("必填；不超过100字。")
    assert results.type == "textLength"
    assert results.errorStyle == "warning"
    status = checks["F4 F5 F6"]
    assert status.type == "list"
    assert status.formula1 == '"已完成,进行中"'
    assert "请从下拉列表中选择：已完成、进行中。" in str(status.error)
    assert checks["G4 G5 G6"].type == "decimal"
    english = first(form_of(sample(), "en")).data_validations.dataValidation
    assert [str(one.prompt) for one in english][
        2
    ] == "Can be left empty; choose from the list: Completed, In progress."


@pytest.mark.parametrize("values", [("甲,乙", "丙"), tuple(f"第{n}种情况都写得很长" for n in range(40))])
def test_values_that_do_not_fit_into_the_rule_stand_in_cells(values: tuple[str, ...]) -> None:
    question = Question("a", Text("甲"), Rule(values=tuple(map(Text, values))))
    book = opened(form_of(sample(), form=Form((), (question,))))
    (check,) = book.worksheets[0].data_validations.dataValidation
    assert check.formula1 == f"'ipexport'!$B$2:$B${len(values) + 1}"
    assert [row[1].value for row in book["ipexport"].iter_rows(min_row=2)] == list(values)


def test_the_version_stands_in_the_sheet_and_in_the_file_and_what_it_is_of_travels_unseen() -> None:
    plan = sample()
    data = form_of(plan)
    base = dump_json(plan, indent=None)
    version = sha256(base).hexdigest()
    book = opened(data)
    assert [(sheet.title, sheet.sheet_state) for sheet in book.worksheets] == [
        ("安徽省", "visible"), ("填表说明", "visible"), ("ipexport", "veryHidden"),
    ]  # fmt: skip
    assert book.worksheets[0]["J1"].value == f"anhui base={version}"
    assert book.worksheets[0].column_dimensions["J"].hidden
    properties = book.custom_doc_props.props  # type: ignore[attr-defined]
    carried = said_properties({one.name: str(one.value) for one in properties})
    assert carried["anhui/base"] == version
    assert base_of(str(row[0].value) for row in book["ipexport"].iter_rows(min_row=2)) == base


@pytest.mark.parametrize("pieces", [["?"], ["AAAA"], [""], ["中"]])
def test_what_is_damaged_is_no_base(pieces: list[str]) -> None:
    assert base_of(pieces) is None


def test_the_instructions_say_what_to_do_until_when_and_what_each_column_needs() -> None:
    rows = [
        [str(cell.value) for cell in row[:2] if cell.value]
        for row in opened(form_of(sample(), "zh-en")).worksheets[1].iter_rows()
    ]
    said = ["".join(row) for row in rows]
    assert said[0] == "填表说明"
    assert any("2027年1月31日前" in row for row in said)
    assert any("31 January 2027" in row for row in said)
    assert ["2016-2017年工作成绩", "必填；不超过100字。"] in rows
    assert ["Status", "Can be left empty; choose from the list: Completed, In progress."] in rows


def test_no_text_of_the_document_is_a_formula() -> None:
    sheet = first(form_of(sample("jiangsu")))
    texts = [cell for row in sheet.iter_rows() for cell in row if "=1+1" in str(cell.value)]
    assert texts
    assert all(cell.data_type == "s" and cell.quotePrefix for cell in texts)


def test_a_form_is_printed_in_landscape_to_the_width_of_a_page_with_its_labels_on_each() -> None:
    sheet = first(form_of(sample()))
    assert sheet.page_setup.orientation == "landscape"
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.print_title_rows == "$1:$3"
    assert sheet.freeze_panes == "A4"
    assert sheet.oddFooter
    assert sheet.oddFooter.center.text == "— &P / &N —"


def test_a_form_without_a_deadline_names_none() -> None:
    book = opened(form_of(sample(), form=replace(FORM, deadline=None)))
    assert book.worksheets[0]["A2"].value == "填法见“填表说明”表。"


def test_a_row_that_is_several_rows_of_the_sheet_begins_a_page_it_would_not_fit_on() -> None:
    section = tabulate(sample(), "zh", "column").sections[0]
    rows = [(0, 300), (1, 400), (1, 400), (2, 500), (3, 500), (4, 400), (4, 400)]
    made = tuple(FormRow(body, height, can_grow=True) for body, height in rows)
    layout = FormLayout(section, (), (), made, (0, 1, 3, 4, 5, 7))
    assert breaks(layout, 1000) == [1, 5]
    assert breaks(layout, 5000) == []
