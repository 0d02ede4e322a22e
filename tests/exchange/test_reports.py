"""What a collection says to people and to programs."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable

import openpyxl
import pytest
from lxml import html
from openpyxl.worksheet.worksheet import Worksheet

from ipexport.exchange.collect import Collection
from ipexport.exchange.html_report import collection_page
from ipexport.exchange.shapes import collection_shape
from ipexport.exchange.text_report import collection_text
from ipexport.exchange.workbook_report import collection_workbook
from tests.exchange.rounds import Round
from tests.openxml import complaints, needs_sdk


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    """One of everything: taken, to decide, locked, answered, missing, damaged."""
    round_ = Round(tmp_path_factory.mktemp("round"))
    plan = "建立“贷款+保险保障+财政风险补偿”的新模式。"
    round_.say("regions/anhui.yaml", plan, plan.replace("新", "好"))

    def answer(_: object, sheet: Worksheet) -> None:
        heads = {sheet.cell(3, column).value: column for column in range(1, sheet.max_column + 1)}
        sheet.cell(4, heads["完成情况"]).value = "已完成"
        sheet.cell(4, heads["备注"]).value = "=<b>注&意"

    cells = {
        "anhui-finance-1:plan": plan.replace("新", "老"),
        "anhui-reform-1:task": "推动<i>管理体制改革。",
        "anhui-reform-2:results": "已将万人<script>alert(1)</script>发明专利拥有量等指标纳入评价体系。",
        "anhui-reform-1:results": "完成。" * 30,
    }
    round_.send_back("anhui", cells, edit=answer)
    (round_.inbox / "坏.xlsx").write_bytes(b"PK")
    return round_.collect()


def test_the_terminal_tells_everything(collection: Collection) -> None:
    said = collection_text(collection)
    for words in (
        "安徽省 (anhui): ",
        "to decide: 安徽省 › 拓宽服务创新的投融资渠道 › 建立风险补偿机制。: plan",
        "{+老+}",
        "{+好+}",
        "90 characters, 30 more than the 60",
        "locked, not taken: ",
        "{+<i>+}",
        "完成情况: 已完成 1",
        "missing: 江苏省",
        "坏.xlsx: error: is not a workbook",
    ):
        assert words in said


def test_lines_fit_the_terminal(collection: Collection) -> None:
    # And one mark that must not begin a line.
    assert max(map(len, collection_text(collection, columns=60).splitlines())) <= 61


def test_the_page_escapes_what_came_back_and_loads_nothing(collection: Collection) -> None:
    page = collection_page(collection)
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page
    assert not re.search(r"(?:src|href)=\"(?!#)", page)
    tree = html.fromstring(page)
    assert [one.text_content() for one in tree.iter("h1")] == ["回收汇总"]
    assert {"anhui"} <= {one.get("id") for one in tree.iter("h2")}
    assert page.count('<tr class="change"') > 3
    assert "未收到" in page


def test_the_workbook_has_a_sheet_for_each_kind(collection: Collection) -> None:
    book = openpyxl.load_workbook(io.BytesIO(collection_workbook(collection)))
    assert book.sheetnames == ["总览", "已采纳", "待定", "未采纳（锁定）", "填报", "问题"]
    rows = {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}
    assert [row[:2] for row in rows["总览"][1:]] == [("安徽省", "已收到"), ("江苏省", "未收到")]
    assert {row[6] for row in rows["待定"][1:]} == {"待定"}
    assert len(rows["待定"]) == 1 + len(collection.undecided)
    texts = [cell for listed in rows.values() for row in listed for cell in row if isinstance(cell, str)]
    assert any(text.startswith("=") for text in texts)
    assert all(cell.data_type != "f" for sheet in book for row in sheet.iter_rows() for cell in row)


def test_the_json_has_every_case_with_its_place(collection: Collection) -> None:
    shape = json.loads(json.dumps(collection_shape(collection)))
    anhui, jiangsu = shape["regions"]
    assert (anhui["returned"], jiangsu["returned"]) == (True, False)
    assert {case["kind"] for case in anhui["cases"]} == {"conflict", "rule"}
    assert all(case["place"]["part"].startswith("sheet 安徽省, ") for case in anhui["cases"])
    assert [answer["text"] for answer in anhui["answers"]] == ["已完成", "=<b>注&意"]


@pytest.mark.parametrize("make", [collection_page, collection_workbook, collection_text])
def test_a_report_is_the_same_every_time(
    collection: Collection, make: Callable[[Collection], object]
) -> None:
    assert make(collection) == make(collection)


@needs_sdk
def test_the_workbook_is_valid(collection: Collection) -> None:
    assert complaints(collection_workbook(collection), "xlsx") == []
