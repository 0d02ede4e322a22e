"""The sheet with all items as an Excel table."""

from __future__ import annotations

import io
import zipfile

from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from ipexport.formats.xlsx.data_sheet import items
from ipexport.formats.xlsx.writer import write
from ipexport.style import load_style
from ipexport.table import tabulate
from tests.sample import work_plan


def book() -> Workbook:
    data = write(tabulate(work_plan(), "zh", "column"), load_style("official"))
    return load_workbook(io.BytesIO(data))


def test_the_data_is_a_table_with_filters() -> None:
    sheet = book()["data"]
    (table,) = sheet.tables.values()
    assert (table.displayName, table.ref, table.autoFilter.ref) == ("data", "A1:F23", "A1:F23")
    assert [column.name for column in table.tableColumns] == [cell.value for cell in sheet[1]]
    assert (sheet.max_row, sheet.freeze_panes, sheet.print_title_rows) == (23, "A2", "$1:$1")


def test_every_item_has_a_row_of_its_own_that_says_where_it_belongs() -> None:
    rows = list(book()["data"].iter_rows(values_only=True))
    assert rows[:4] == [
        ("省市", "工作重点", "任务编号", "类别", "序号", "内容"),
        ("安徽省", "推进知识产权领域的改革创新", "anhui-reform-1", "工作任务", 1, "推动管理体制改革。"),
        ("安徽省", "推进知识产权领域的改革创新", "anhui-reform-1", "工作绩效", 1, "部署改革。"),
        (
            "安徽省",
            "推进知识产权领域的改革创新",
            "anhui-reform-1",
            "工作绩效",
            2,
            "建立联席会议制度，85%以上的市建立机构。",
        ),
    ]
    assert len(rows) == 1 + sum(
        len(list(items(section))) for section in tabulate(work_plan(), "zh", "column").sections
    )


def test_a_row_s_task_kind_and_number_are_there_once() -> None:
    keys = [row[2:5] for row in book()["data"].iter_rows(values_only=True)]
    assert len(set(keys)) == len(keys)
    assert [key[2] for key in keys if key[:2] == ("anhui-finance-1", "工作绩效")] == [1, 2, 3]


def test_both_layouts_have_the_same_data() -> None:
    column, band = (tabulate(work_plan(), "zh", focus) for focus in ("column", "band"))
    for one, other in zip(column.sections, band.sections, strict=True):
        assert list(items(one)) == list(items(other))


def test_an_extract_of_one_region_has_no_data_sheet() -> None:
    work = work_plan()
    one = work.extract([work.regions[0].id])
    data = write(tabulate(one, "zh", "column"), load_style("official"))
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert not [name for name in package.namelist() if "table" in name]
