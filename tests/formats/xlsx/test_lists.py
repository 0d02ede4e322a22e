"""Workbooks of lists."""

from __future__ import annotations

import datetime
import io

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from ipexport.errors import OutputError
from ipexport.formats.xlsx.lists import ListSheet, Value, added, removed, write_lists
from tests.openxml import complaints, needs_sdk

DATE = datetime.date(2026, 1, 5)


def book(*rows: tuple[Value, ...], name: str = "清单") -> bytes:
    sheet = ListSheet(name, (("省市", 90), ("文字", 200)), rows)
    return write_lists("汇总", "zh", DATE, [sheet])


def opened(data: bytes) -> Worksheet:
    return openpyxl.load_workbook(io.BytesIO(data), rich_text=True).worksheets[0]


def test_labels_stand_above_the_rows_and_stay_there() -> None:
    sheet = opened(book(("湖北省", 3), ("安徽省", "新")))
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        ["省市", "文字"],
        ["湖北省", 3],
        ["安徽省", "新"],
    ]
    assert sheet.freeze_panes == "A2"
    assert sheet.print_title_rows == "$1:$1"


@pytest.mark.parametrize("words", ["=1+1", "+1", "-1", "@x", "<b>&", "_x0041_", "a\nb", "\x07"])
def test_a_text_stays_a_text(words: str) -> None:
    cell = opened(book((words, "")))["A2"]
    assert cell.data_type == "s"
    # openpyxl shows what stands in the file, where a control character has to be written so.
    assert str(cell.value).replace("_x0007_", "\x07").replace("_x005F_", "_") == words


def test_what_changed_is_marked_in_a_text() -> None:
    value = opened(book(("x", (("甲", ""), removed("乙"), added("丙")))))["B2"].value
    assert str(value) == "甲乙丙"
    assert [(part.font.strike, part.font.u) for part in value[1:]] == [(True, None), (None, "single")]


def test_a_row_is_as_high_as_its_longest_text() -> None:
    sheet = opened(book(("短", "知识产权" * 20), ("短", "短")))
    assert sheet.row_dimensions[2].height > 6 * sheet.row_dimensions[3].height / 2
    assert opened(book(("长", "知" * 9_000))).row_dimensions[2].height == 409.5


def test_a_text_that_no_cell_can_hold_is_named() -> None:
    with pytest.raises(OutputError, match="清单!B2"):
        book(("x", "知" * 40_000))


def test_sheets_of_one_name_get_two_names() -> None:
    sheets = [ListSheet("a/b", (("x", 90),), ()) for _ in range(2)]
    names = openpyxl.load_workbook(io.BytesIO(write_lists("t", "en", DATE, sheets))).sheetnames
    assert len(set(names)) == 2


@needs_sdk
def test_the_workbook_is_valid() -> None:
    assert complaints(book(("湖北省", 3), ("=1", (("甲", ""), added("乙")))), "xlsx") == []
