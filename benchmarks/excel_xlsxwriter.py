"""The sheets that `ipexport` writes, written with XlsxWriter: the peer of the Excel format.

    python benchmarks/excel_xlsxwriter.py ROWS OUT

ROWS is a JSON list of rows with province, focus, task, results and plan, each cell one text. The
workbook has contents with links, a sheet for each region with merged cells, row heights, ids, print
set-up and a defined name, and all items as an Excel table. Row heights come from the number of
characters, pages are left to Excel: less work than `ipexport` does.
"""

from __future__ import annotations

import json
import re
import sys
from itertools import groupby
from pathlib import Path
from typing import Any

import xlsxwriter

HEADERS = ("工作重点", "工作任务", "2016-2017年工作绩效", "2018年工作计划")
WIDTHS = (10, 20, 44, 26)
CHARACTERS = (5, 12, 26, 15)
LABEL = re.compile(r"^\d+\.\s*")
FONT = {"font_name": "仿宋", "font_size": 10.5, "text_wrap": True, "valign": "top", "num_format": "@"}


def main() -> None:
    rows = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    book = xlsxwriter.Workbook(sys.argv[2], {"strings_to_formulas": False, "strings_to_numbers": False})
    formats = {
        "body": book.add_format({**FONT, "border": 1}),
        "head": book.add_format({**FONT, "border": 1, "bg_color": "#EDEDED", "align": "center"}),
        "title": book.add_format({"font_name": "黑体", "font_size": 16, "align": "center"}),
    }
    contents = book.add_worksheet("目录")
    data: list[list[Any]] = []
    for number, (region, found) in enumerate(groupby(rows, key=lambda row: row["province"])):
        contents.write_url(number, 0, f"internal:'{region}'!A1", string=region)
        draw(book, formats, region, list(found), data)
    draw_data(book, formats, data)
    book.close()


def draw(
    book: Any, formats: dict[str, Any], region: str, rows: list[dict[str, str]], data: list[list[Any]]
) -> None:
    """A region's sheet; its items are added to the data."""
    sheet = book.add_worksheet(region)
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width)
    sheet.set_column(4, 4, 20, None, {"hidden": True})
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0, 1)
    sheet.freeze_panes(2, 0)
    sheet.set_footer("&R— &P —")
    sheet.merge_range(0, 0, 0, 3, f"{region}2016-2017年工作绩效及2018年工作计划", formats["title"])
    sheet.write_row(1, 0, HEADERS, formats["head"])
    at = 2
    for focus, found in groupby(rows, key=lambda row: row["focus"]):
        group = list(found)
        if len(group) > 1:
            sheet.merge_range(at, 0, at + len(group) - 1, 0, focus, formats["body"])
        else:
            sheet.write_string(at, 0, focus, formats["body"])
        for row in group:
            id = f"{region}-{at}"
            cells = row["task"], row["results"], row["plan"]
            lines = max(
                sum(-(-len(line) // room) for line in cell.split("\n"))
                for cell, room in zip(cells, CHARACTERS[1:], strict=True)
            )
            sheet.set_row(at, min(409.5, 15.25 * lines + 3))
            for column, (kind, cell) in enumerate(zip(HEADERS[1:], cells, strict=True), 1):
                sheet.write_string(at, column, cell, formats["body"])
                for number, item in enumerate(cell.split("\n"), 1):
                    data.append([region, focus, id, kind, number, LABEL.sub("", item)])
            sheet.write_string(at, 4, id)
            at += 1
    sheet.print_area(0, 0, at - 1, 3)
    book.define_name(f"table_{len(book.worksheets())}", f"='{region}'!$A$2:$D${at}")


def draw_data(book: Any, formats: dict[str, Any], data: list[list[Any]]) -> None:
    """All items as an Excel table."""
    sheet = book.add_worksheet("data")
    sheet.set_column(5, 5, 90)
    for number, row in enumerate(data, 1):
        sheet.set_row(number, 15.25 * max(1, -(-len(row[5]) // 44)) + 3)
    labels = ("省市", "工作重点", "任务编号", "类别", "序号", "内容")
    columns = [{"header": label, "format": formats["body"]} for label in labels]
    sheet.add_table(0, 0, len(data), 5, {"data": data, "columns": columns, "name": "data"})


if __name__ == "__main__":
    main()
