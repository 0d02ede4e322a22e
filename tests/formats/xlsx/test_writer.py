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
from xml.etree import ElementTree

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.xml.constants import SHEET_MAIN_NS

from ipexport.errors import OutputError
from ipexport.formats.xlsx.measure import cell_text
from ipexport.formats.xlsx.writer import write
from ipexport.model import Item, RegionId, Text, WorkPlan
from ipexport.style import Style, TextRole, load_style
from ipexport.table import Document, FocusLayout, plain, tabulate
from tests.sample import work_plan

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


def texts(sheet: Worksheet) -> list[str]:
    """The texts of the printed columns, row by row."""
    cells = (cell for row in sheet.iter_rows(min_row=3, max_col=sheet.max_column - 1) for cell in row)
    return [str(cell.value) for cell in cells if cell.value is not None]


@pytest.mark.parametrize("focus", LAYOUTS)
def test_every_text_stands_in_a_cell_of_its_own_in_order(focus: FocusLayout) -> None:
    book = written(work_plan(), focus)
    for section in document(work_plan(), focus).sections:
        expected = [cell_text(cell) for row in section.table.rows for cell in row if cell.paragraphs]
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
    work = with_results(work_plan(), "_x0041_")
    assert written(work)["安徽省"]["C3"].value == "1. _x005F_x0041_"


def test_all_cells_of_the_tables_are_texts_with_a_named_style() -> None:
    for sheet in sheets(written(work_plan()))[1:]:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type == "s" or cell.value is None
                if cell.value is not None:
                    assert cell.style.startswith("Work plan: ")


def test_fonts_are_those_of_the_style() -> None:
    sheet = written(work_plan())["安徽省"]
    places: dict[str, TextRole] = {"A1": "heading", "A2": "table_header", "A3": "focus_area", "C3": "results"}
    for place, role in places.items():
        assert sheet[place].style == "Work plan: " + role.replace("_", " ")
        assert sheet[place].font.name == OFFICIAL.font_of(role).families[0]
        assert sheet[place].font.sz == OFFICIAL.text[role].size
    assert sheet["A2"].fill.fgColor.rgb == "00" + OFFICIAL.table.header_fill


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


def test_a_cell_longer_than_a_page_is_merged_over_several_rows_with_page_breaks_between() -> None:
    sheet = written(LONG)["安徽省"]
    area = next(area for area in sheet.merged_cells.ranges if area.coord.startswith("C3:"))
    assert [brk.id for brk in sheet.row_breaks.brk if area.min_row <= brk.id < area.max_row]
    assert sum(sheet.row_dimensions[row].height for row in range(area.min_row, area.max_row + 1)) > 409.5
    assert sheet["C3"].alignment.vertical == "justify"
    assert sheet["B3"].alignment.vertical == "top"


def test_columns_fill_the_type_area() -> None:
    sheet = written(work_plan())["安徽省"]
    points = sum(sheet.column_dimensions[letter].width for letter in "ABCD") * 10 * 0.75
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


def test_a_hidden_column_holds_the_task_of_each_row() -> None:
    sheet = written(work_plan())["安徽省"]
    assert sheet.column_dimensions["E"].hidden
    ids = [sheet.cell(row, 5).value for row in range(2, 8)]
    assert ids == ["id", "anhui-reform-1", "anhui-reform-2", *["anhui-finance-1"] * 3]


def test_a_band_has_no_task() -> None:
    sheet = written(work_plan(), "band")["安徽省"]
    assert [sheet.cell(row, 4).value for row in (3, 4)] == [None, "anhui-reform-1"]


def test_a_provincial_workbook_is_one_sheet() -> None:
    book = written(work_plan().extract([RegionId("jiangsu")]))
    assert book.sheetnames == ["江苏省"]
    assert book["江苏省"].page_setup.firstPageNumber == 1


def test_several_regions_have_contents_with_links_and_pages() -> None:
    book = written(LONG)
    assert book.sheetnames == ["目录", "安徽省", "江苏省"]
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
    assert written(work_plan().extract([])).sheetnames == ["目录"]


def test_each_table_has_a_defined_name() -> None:
    names = written(work_plan()).defined_names
    assert {name: names[name].attr_text for name in names} == {
        "table_anhui": "'安徽省'!$A$2:$D$7",
        "table_jiangsu": "'江苏省'!$A$2:$D$4",
    }


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


def test_the_longest_text_that_a_cell_can_hold_is_kept_whole() -> None:
    work = with_results(work_plan(), "字" * 32_764)
    assert len(str(written(work)["安徽省"]["C3"].value)) == 32_767


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
