"""The workbook, read with openpyxl: texts, merges, heights, print set-up, names, bytes."""

from __future__ import annotations

import datetime
import io
import os
import subprocess
import sys
import zipfile
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.xml.constants import SHEET_MAIN_NS

import ipexport
from ipexport.errors import OutputError
from ipexport.formats import halves
from ipexport.formats.xlsx.words import said
from ipexport.formats.xlsx.writer import write
from ipexport.model import Item, RegionId, Text, WorkPlan
from ipexport.style import Style, TextRole, load_style
from ipexport.table import Document, FocusLayout, plain, tabulate
from tests.sample import work_plan

SOURCE = Path(__file__).parents[3] / "source"
OFFICIAL = load_style("official")
LAYOUTS: tuple[FocusLayout, ...] = ("column", "band")


def style_for(focus: FocusLayout, name: str = "official") -> Style:
    style = load_style(name)
    return replace(style, table=replace(style.table, focus_area=focus))


def document(work: WorkPlan, focus: FocusLayout = "column") -> Document:
    return tabulate(work, "zh", focus)


def written(work: WorkPlan, focus: FocusLayout = "column") -> Workbook:
    return load_workbook(io.BytesIO(write(document(work, focus), style_for(focus))))


def with_results(work: WorkPlan, *texts: str) -> WorkPlan:
    """The work plan with other results for its first task."""
    region = work.regions[0]
    group = region.groups[0]
    items = tuple(Item(Text(text), f"{n}.") for n, text in enumerate(texts, 1))
    task = replace(group.tasks[0], results=(items,))
    group = replace(group, tasks=(task, *group.tasks[1:]))
    return replace(work, regions=(replace(region, groups=(group, *region.groups[1:])), *work.regions[1:]))


LONG = with_results(work_plan(), *["深入推进知识产权综合管理改革试点，加强统筹协调。" * 12] * 6)


def sheets(book: Workbook) -> list[Worksheet]:
    return [book[name] for name in book.sheetnames]


def value(sheet: Worksheet, row: int, column: int) -> str:
    return str(sheet.cell(row, column).value or "")


def texts(sheet: Worksheet) -> list[str]:
    """The texts of the printed columns, row by row."""
    printed = next(n for n, cell in enumerate(sheet[2]) if str(cell.value).startswith("id "))
    cells = (cell for row in sheet.iter_rows(min_row=3, max_col=printed) for cell in row)
    return [str(cell.value) for cell in cells if cell.value is not None]


def whole_text(sheet: Worksheet, column: int) -> str:
    """The text of the column's first cell, with what stands of it on further pages."""
    role = ("focus_area", "task", "results", "plan")[column - 1]
    text = value(sheet, 3, column)
    for row in range(4, sheet.max_row + 1):
        id, *continued = value(sheet, row, 5).split()
        if id != value(sheet, 3, 5).split()[0]:
            break
        if role in {name.partition("+")[0] for name in continued}:
            text += value(sheet, row, column)
    return text


@pytest.mark.parametrize("focus", LAYOUTS)
def test_every_text_stands_in_a_cell_of_its_own_in_order(focus: FocusLayout) -> None:
    book = written(work_plan(), focus)
    for section in document(work_plan(), focus).sections:
        expected = [
            said(cell.paragraphs, cell.language).text
            for row in section.table.rows
            for cell in row
            if cell.paragraphs
        ]
        assert texts(book[plain(section.name)]) == expected


def test_labels_are_part_of_the_text_and_paragraphs_are_lines() -> None:
    assert written(work_plan())["江苏省"]["C3"].value.startswith("1. 印发通知。\n2. 加强协同。\n3. 发挥")


@pytest.mark.parametrize("text", ["=1+1", "+86", "-1", "@x", "'x", "1", "#N/A", "TRUE", "2018-01-31"])
def test_any_text_stays_a_text(text: str) -> None:
    work = with_results(work_plan(), text)
    task = work.regions[0].groups[0].tasks[0]
    bare = replace(task, text=Text(text))
    group = replace(work.regions[0].groups[0], tasks=(bare, *work.regions[0].groups[0].tasks[1:]))
    work = replace(work, regions=(replace(work.regions[0], groups=(group,)),))
    cell = written(work)["安徽省"]["B3"]
    assert (cell.value, cell.data_type, cell.number_format) == (text, "s", "@")


def test_a_text_that_looks_like_an_escape_is_escaped() -> None:
    data = write(document(with_results(work_plan(), "_x0041_")), OFFICIAL)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert "1. _x005F_x0041_</t>" in package.read("xl/sharedStrings.xml").decode()
    assert load_workbook(io.BytesIO(data))["安徽省"]["C3"].value == "1. _x0041_"


def test_control_characters_and_halves_of_pairs_are_escaped() -> None:
    text = "a\tb\x07\r\ufffe\ud83d"
    data = write(document(with_results(work_plan(), text)), OFFICIAL)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert "a\tb_x0007__x000D__xFFFE__xD83D_</t>" in package.read("xl/sharedStrings.xml").decode()


@pytest.mark.parametrize(("text", "is_quoted"), [("=1+1", True), ("'x", True), ("@x", True), ("1=1", False)])
def test_a_text_that_begins_like_a_formula_stays_a_text_when_it_is_edited(text: str, is_quoted: bool) -> None:
    region = work_plan().regions[0]
    group = replace(region.groups[0], wording=Text(text))
    work = replace(work_plan(), regions=(replace(region, groups=(group,)),))
    cell = written(work)["安徽省"]["A3"]
    assert (cell.value, cell.quotePrefix, cell.style) == (text, is_quoted, "Work plan: focus area")


def test_all_cells_of_the_tables_are_texts_with_a_named_style() -> None:
    book = written(work_plan())
    for sheet in sheets(book)[1:]:
        for row in sheet.iter_rows():
            for cell in row:
                is_number = sheet.title == "data" and cell.coordinate[0] == "E" and cell.coordinate != "E1"
                assert cell.data_type == ("n" if is_number else "s") or cell.value is None
                if cell.value is not None:
                    assert cell.style.startswith("Work plan: ")


def test_fonts_are_those_of_the_style() -> None:
    sheet = written(work_plan())["安徽省"]
    places: dict[str, TextRole] = {"A1": "heading", "A2": "table_header", "A3": "focus_area", "C3": "results"}
    for place, role in places.items():
        assert sheet[place].style == "Work plan: " + role.replace("_", " ")
        assert sheet[place].font.name == OFFICIAL.font_of(role).families[0]
        assert sheet[place].font.sz == OFFICIAL.text[role].size
    assert sheet["A2"].fill.fgColor.rgb == "FF" + OFFICIAL.table.header_fill


def test_a_plan_cell_that_covers_two_tasks_is_merged_over_two_rows() -> None:
    merged = {str(area) for area in written(work_plan())["安徽省"].merged_cells.ranges}
    assert merged == {"A1:D1", "A3:A4", "D3:D4", "A5:A7", "B5:B7", "D5:D7"}


def test_a_band_is_merged_over_the_three_columns() -> None:
    merged = {str(area) for area in written(work_plan(), "band")["安徽省"].merged_cells.ranges}
    assert {"A1:C1", "A3:C3", "A6:C6"} <= merged


@pytest.mark.parametrize("focus", LAYOUTS)
@pytest.mark.parametrize("work", [work_plan(), LONG], ids=["short", "long"])
def test_no_merged_cells_overlap(work: WorkPlan, focus: FocusLayout) -> None:
    for sheet in sheets(written(work, focus)):
        for one, other in combinations(sheet.merged_cells.ranges, 2):
            assert one.isdisjoint(other)


def test_every_cell_of_a_merged_area_has_the_style_and_so_the_borders_of_the_first() -> None:
    # Read as XML: openpyxl makes up the borders of merged cells when it reads a workbook.
    data = write(document(work_plan()), OFFICIAL)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        sheet = ElementTree.fromstring(package.read("xl/worksheets/sheet2.xml"))
    styles = {cell.get("r"): cell.get("s") for cell in sheet.iter(f"{{{SHEET_MAIN_NS}}}c")}
    for area in (("A3", "A4"), ("D3", "D4"), ("B5", "B6", "B7")):
        assert len({styles[place] for place in area}) == 1
        border = load_workbook(io.BytesIO(data))["安徽省"][area[0]].border
        assert {side.style for side in (border.left, border.right, border.top, border.bottom)} == {"thin"}


@pytest.mark.parametrize("name", ["official", "compact"])
def test_every_row_has_a_height_that_excel_accepts(name: str) -> None:
    book = load_workbook(io.BytesIO(write(document(LONG), load_style(name))))
    for sheet in sheets(book):
        for row in range(1, sheet.max_row + 1):
            height = sheet.row_dimensions[row].height
            assert height is not None
            assert 0 < height <= 409.5


def test_rows_are_high_enough_for_the_lines_of_their_cells() -> None:
    sheet = written(work_plan())["江苏省"]
    assert sheet.row_dimensions[3].height >= 5 * OFFICIAL.text["results"].leading


def test_a_cell_longer_than_a_page_goes_on_in_a_cell_of_its_own_on_the_next() -> None:
    sheet = written(LONG)["安徽省"]
    ids = [value(sheet, row, 5) for row in range(3, 3 + sheet.row_breaks.brk[1].id)]
    assert ids[:2] == ["anhui-reform-1", "anhui-reform-1 focus_area+1 task+1 results+1 plan+1"]
    assert sheet.row_breaks.brk[0].id == 3
    first = document(LONG).sections[0].table.rows[0]
    assert whole_text(sheet, 3) == said(first[2].paragraphs, first[2].language).text
    assert sheet["C4"].value
    assert sheet["B4"].value is None


@pytest.mark.parametrize("length", [1_500, 10_000, 32_764])
def test_a_long_text_is_there_in_full_and_its_rows_are_high_enough(length: int) -> None:
    words = "深入推进知识产权综合管理改革试点，专利申请量增长6.5%以上（其中PCT专利120件）；"
    text = (words * 1000)[:length]
    sheet = written(with_results(work_plan(), text).extract([RegionId("anhui")]))["安徽省"]
    assert whole_text(sheet, 3) == f"1. {text}"
    height = sum(
        float(sheet.row_dimensions[row].height or 0)
        for row in range(3, sheet.max_row + 1)
        if value(sheet, row, 5).split()[0] == "anhui-reform-1"
    )
    assert height >= length / 28 * OFFICIAL.text["results"].leading


@pytest.mark.parametrize("focus", LAYOUTS)
@pytest.mark.parametrize("work", [work_plan(), LONG], ids=["short", "long"])
def test_no_merged_cell_goes_over_a_page_break(work: WorkPlan, focus: FocusLayout) -> None:
    for sheet in sheets(written(work, focus)):
        for area in sheet.merged_cells.ranges:
            assert not any(area.min_row <= brk.id < area.max_row for brk in sheet.row_breaks.brk)


def test_columns_fill_the_type_area() -> None:
    sheet = written(work_plan())["安徽省"]
    points = sum(sheet.column_dimensions[letter].width for letter in "ABCD") * 7 * 0.75
    assert points == pytest.approx(OFFICIAL.page.table_area[0], abs=0.75)


def test_the_sheet_is_set_up_for_print() -> None:
    sheet = written(work_plan())["安徽省"]
    assert (sheet.print_title_rows, sheet.print_area) == ("$1:$2", "'安徽省'!$A$1:$D$7")
    setup = sheet.page_setup
    assert (setup.orientation, setup.paperSize, setup.fitToWidth, setup.fitToHeight) == ("landscape", 9, 1, 0)
    assert sheet.sheet_properties.pageSetUpPr is not None
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    millimetres = {
        side: getattr(sheet.page_margins, side) * 25.4 for side in ("top", "right", "bottom", "left")
    }
    assert millimetres == pytest.approx({"top": 27, "right": 37, "bottom": 27, "left": 35}, abs=0.01)
    assert sheet.page_margins.footer < sheet.page_margins.bottom
    assert sheet.HeaderFooter.oddFooter.right.text.strip() == "— &P —"
    assert sheet.HeaderFooter.evenFooter.left.text.strip() == "— &P —"


def test_the_sheet_is_set_up_for_the_screen() -> None:
    sheet = written(work_plan())["安徽省"]
    assert sheet.freeze_panes == "A3"
    assert not sheet.sheet_view.showGridLines
    assert sheet.sheet_view.zoomScale == 100


def test_a_hidden_column_holds_the_id_of_each_row() -> None:
    sheet = written(work_plan())["安徽省"]
    assert sheet.column_dimensions["E"].hidden
    ids = [sheet.cell(row, 5).value for row in range(1, 8)]
    task, reform = "anhui-finance-1", "anhui-reform-1"
    assert ids == [
        "anhui",
        "id focus_area task results plan",
        reform,
        f"anhui-reform-2 focus_area={reform} plan={reform}",
        task,
        *(f"{task}:{n} focus_area={task} task={task} plan={task}" for n in (2, 3)),
    ]


def test_a_band_has_the_id_of_its_cell() -> None:
    sheet = written(work_plan(), "band")["安徽省"]
    assert [sheet.cell(row, 4).value for row in (3, 4)] == ["anhui-reform-1:focus_area", "anhui-reform-1"]


def test_a_provincial_workbook_is_one_sheet() -> None:
    book = written(work_plan().extract([RegionId("jiangsu")]))
    assert book.sheetnames == ["江苏省"]
    assert book["江苏省"].page_setup.firstPageNumber == 1


def test_several_regions_have_contents_with_links_and_pages() -> None:
    book = written(LONG)
    assert book.sheetnames == ["目录", "安徽省", "江苏省", "data"]
    contents = book["目录"]
    assert [contents.cell(row, 1).value for row in (1, 2, 3)] == [LONG.title.zh, LONG.subtitle.zh, "目录"]
    for row, region in enumerate(LONG.regions, 4):
        cell = contents.cell(row, 1)
        assert cell.value == LONG.heading(region).zh
        assert cell.hyperlink is not None
        assert cell.hyperlink.location == f"'{region.name.zh}'!A1"
        assert contents.cell(row, 2).value == book[region.name.zh].page_setup.firstPageNumber
    assert contents.cell(5, 2).value == 2 + len(book["安徽省"].row_breaks.brk)
    assert not contents.HeaderFooter.oddFooter.center.text
    assert contents.page_setup.orientation == "portrait"


def test_a_document_without_regions_has_contents_only() -> None:
    assert written(work_plan().extract([])).sheetnames == ["目录", "data"]


def test_each_table_and_each_focus_group_has_a_defined_name() -> None:
    names = written(work_plan()).defined_names
    assert {name: names[name].attr_text for name in names} == {
        "table_anhui": "'安徽省'!$A$2:$D$7",
        "table_jiangsu": "'江苏省'!$A$2:$D$4",
        "focus_area_anhui_reform_1": "'安徽省'!$A$3:$D$4",
        "focus_area_anhui_finance_1": "'安徽省'!$A$5:$D$7",
        "focus_area_jiangsu_finance_1": "'江苏省'!$A$3:$D$4",
    }


def test_a_focus_group_in_bands_begins_with_its_band() -> None:
    names = written(work_plan(), "band").defined_names
    assert names["focus_area_anhui_reform_1"].attr_text == "'安徽省'!$A$3:$C$5"
    assert names["focus_area_anhui_finance_1"].attr_text == "'安徽省'!$A$6:$C$9"


def test_cells_say_nothing_that_their_style_does_not_so_that_a_changed_style_changes_them() -> None:
    with zipfile.ZipFile(io.BytesIO(write(document(work_plan()), OFFICIAL))) as package:
        styles = ElementTree.fromstring(package.read("xl/styles.xml"))
    parents = list(styles.iterfind(f"{{{SHEET_MAIN_NS}}}cellStyleXfs/*"))
    for cell in styles.iterfind(f"{{{SHEET_MAIN_NS}}}cellXfs/*"):
        own = {name: value for name, value in cell.attrib.items() if name not in ("xfId", "quotePrefix")}
        parent = parents[int(cell.attrib["xfId"])]
        assert own == parent.attrib
        assert [child.attrib for child in cell] == [child.attrib for child in parent]


def test_the_properties_say_what_the_document_is() -> None:
    properties = written(work_plan()).properties
    assert properties.title == "《知识产权工作方案》2016-2017年工作绩效及2018年工作计划"
    assert (properties.creator, properties.lastModifiedBy) == ("十一省市", "十一省市")
    assert (properties.subject, properties.keywords) == ("知识产权", "知识产权; 长江经济带")
    assert properties.language == "zh-CN"
    assert properties.created == properties.modified == datetime.datetime(2018, 1, 31)


def test_a_text_too_long_for_a_cell_is_an_error_that_names_the_cell() -> None:
    work = with_results(work_plan(), "字" * 32_765)
    with pytest.raises(OutputError, match=r"安徽省!C3: 32,768 characters"):
        write(document(work), OFFICIAL)


def test_an_english_document_has_the_latin_fonts() -> None:
    work = english(work_plan())
    book = load_workbook(io.BytesIO(write(tabulate(work, "en", "column"), OFFICIAL)))
    assert book.properties.language == "en-GB"
    assert book["Anhui"]["C3"].font.name == OFFICIAL.font_of("results").latin


def english(work: WorkPlan) -> WorkPlan:
    """One region with every text "translated"."""
    region = work.regions[0]
    group = region.groups[0]
    text = Text("中", "Text of a cell")
    tasks = tuple(replace(task, text=text, results=((Item(text),),)) for task in group.tasks)
    plans = tuple(replace(plan, items=(Item(text),)) for plan in group.plans)
    columns = replace(region.columns, focus_area=text, task=text, results=text, plan=text)
    group = replace(group, wording=text, tasks=tasks, plans=plans)
    region = replace(region, name=Text("安徽省", "Anhui"), columns=columns, groups=(group,))
    return replace(
        work,
        title=text,
        subtitle=text,
        region_title=Text("{region}", "{region}"),
        contents_title=text,
        author=text,
        subject=text,
        keywords=(),
        columns=columns,
        regions=(region,),
    )


def test_the_same_document_gives_the_same_bytes_anywhere() -> None:
    program = (
        "import hashlib\n"
        "from tests.formats.xlsx.test_writer import LONG, OFFICIAL, document, write\n"
        "print(hashlib.sha256(write(document(LONG), OFFICIAL)).hexdigest())"
    )
    found = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "PYTHONHASHSEED": seed, "TZ": zone},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed, zone in (("0", "UTC"), ("1", "Asia/Shanghai"), ("2", "America/New_York"))
    }
    assert len(found) == 1


def test_content_types_come_first_in_the_package() -> None:
    with zipfile.ZipFile(io.BytesIO(write(document(work_plan()), OFFICIAL))) as package:
        assert package.namelist()[0] == "[Content_Types].xml"


def test_two_processes_write_what_one_does(monkeypatch: pytest.MonkeyPatch) -> None:
    real = tabulate(ipexport.read(SOURCE), "zh", "column")
    both = write(real, OFFICIAL)
    for middle in (0, 1, 7):
        monkeypatch.setattr(halves, "_middle", lambda _, middle=middle: middle)
        assert write(real, OFFICIAL) == both


@pytest.mark.usefixtures("_second_is_killed")
def test_a_second_process_that_is_killed_is_made_up_for(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = write(document(work_plan()), OFFICIAL)
    monkeypatch.setattr(halves, "_middle", lambda _: 1)
    assert write(document(work_plan()), OFFICIAL) == whole
