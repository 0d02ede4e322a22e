"""The ten edits of `benchmarks/edits.py`, made where a person makes them: in Word and in Excel."""

from __future__ import annotations

import copy
import io
import re
from collections.abc import Callable, Iterator
from typing import Any

import docx
import openpyxl
from docx.document import Document
from docx.table import Table
from docx.text.paragraph import Paragraph
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

NEW_ROW = ("建立知识产权运营基金。", "完成基金设立方案。", "完成首期出资。")
NEW_ITEM = "建立知识产权服务业统计制度。"

# Word: python-docx, and what it has no words for as elements.

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def in_word(data: bytes, *edits: str) -> bytes:
    """The Word file after some of the edits."""
    document = docx.Document(io.BytesIO(data))
    for edit in edits:
        WORD[edit](document)
    saved = io.BytesIO()
    document.save(saved)
    return saved.getvalue()


def _table(document: Document, words: str) -> Table:
    return next(table for table in document.tables if words in "".join(table._tbl.itertext()))


def _row(document: Document, words: str) -> Any:
    """The row of a table in which words stand."""
    return next(tr for tr in _table(document, words)._tbl.tr_lst if words in "".join(tr.itertext()))


def _paragraph(document: Document, words: str) -> Paragraph:
    cells = _row(document, words).iter(f"{_W}p")
    return next(Paragraph(p, document) for p in cells if words in "".join(p.itertext()))


def _retyped(words: str, old: str, new: str) -> Callable[[Document], None]:
    def edit(document: Document) -> None:
        for run in _paragraph(document, words).runs:
            run.text = run.text.replace(old, new)

    return edit


def _unnumbered(paragraph: Paragraph) -> None:
    """Takes a paragraph out of its list, as Word does it."""
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_numId().val = 0


def _item_added(document: Document) -> None:
    first = _paragraph(document, "国家区域专利信息服务中心（南京）中心分支机")
    new = copy.deepcopy(first._p)
    first._p.addprevious(new)
    added = Paragraph(new, document)
    added.runs[0].text = NEW_ITEM
    for run in added.runs[1:]:
        new.remove(run._r)


def _item_removed(document: Document) -> None:
    paragraph = _paragraph(document, "围绕创造潜力、创造能力")._p
    paragraph.getparent().remove(paragraph)


def _item_moved(document: Document) -> None:
    paragraph = _paragraph(document, "对重庆38个区县的知识产权资源现状的分析")._p
    paragraph.getparent().append(paragraph)


def _label_retyped(document: Document) -> None:
    paragraph = _paragraph(document, "引进北京友联")
    _unnumbered(paragraph)
    paragraph.runs[0].text = f"2. {paragraph.runs[0].text}"


def _row_added(document: Document) -> None:
    last = _row(document, "建设上海漕河泾国家知识产权服务业集聚发展示范区")
    new = copy.deepcopy(last)
    last.addnext(new)
    for mark in [*new.iter(f"{_W}bookmarkStart"), *new.iter(f"{_W}bookmarkEnd")]:
        mark.getparent().remove(mark)
    for cell, text in zip(new.tc_lst[1:], NEW_ROW, strict=True):
        for other in cell.p_lst[1:]:
            cell.remove(other)
        paragraph = Paragraph(cell.p_lst[0], document)
        paragraph.runs[0].text = text
        for run in paragraph.runs[1:]:
            cell.p_lst[0].remove(run._r)
        _unnumbered(paragraph)


def _row_removed(document: Document) -> None:
    row = _row(document, "加强知识产权执法协作，推动建设知识产权法院")
    row.getparent().remove(row)


def _row_moved(document: Document) -> None:
    first, last = _row(document, "推进知识产权领域的改革创新"), _row(document, "推进知识产权综合管理改革。")
    first.addprevious(last)
    focus, covered = first.tc_lst[0], last.tc_lst[0]
    place = list(last).index(covered)
    first.insert(list(first).index(focus), covered)
    last.insert(place, focus)


def _region_moved(document: Document) -> None:
    heading = next(p for p in document.paragraphs if p.style.name == "Heading 1" and "浙江省" in p.text)  # type: ignore[union-attr]
    table = heading._p.getnext()
    end = document.tables[-1]._tbl
    end.addnext(table)
    end.addnext(heading._p)


WORD: dict[str, Callable[[Document], None]] = {
    "a number in an item": _retyped("推动成都技术转移（集团）有限公司等", "5家", "6家"),
    "a word of a task": _retyped("按照相关政策规定，鼓励", "鼓励", "支持"),
    "an item added before others": _item_added,
    "an item removed": _item_removed,
    "an item moved to the end": _item_moved,
    "the label of an item": _label_retyped,
    "a row added": _row_added,
    "a row removed": _row_removed,
    "a row moved": _row_moved,
    "a region moved to the end": _region_moved,
}

# Excel: openpyxl. It leaves merged cells where they were when rows come and go, so they are undone.


def in_excel(data: bytes, *edits: str) -> bytes:
    """The workbook after some of the edits."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    for edit in edits:
        EXCEL[edit](book)
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def _found(sheet: Worksheet, words: str) -> tuple[int, int]:
    """Row and column of the cell in which words stand."""
    return next(
        (cell.row or 0, cell.column or 0)
        for row in sheet.iter_rows()
        for cell in row
        if words in str(cell.value)
    )


def _replaced(region: str, words: str, old: str, new: str) -> Callable[[Workbook], None]:
    def edit(book: Workbook) -> None:
        cell = book[region].cell(*_found(book[region], words))
        cell.value = str(cell.value).replace(old, new)

    return edit


def _cells(sheet: Worksheet, words: str) -> Iterator[Any]:
    """The cell with words, and those with the rest of its text on further pages."""
    row, column = _found(sheet, words)
    id = str(sheet.cell(row, 5).value).split()[0]
    while str(sheet.cell(row, 5).value).split()[0] == id:
        yield sheet.cell(row, column)
        row += 1


def _items_edited(
    region: str, words: str, edit: Callable[[list[str]], list[str]]
) -> Callable[[Workbook], None]:
    """Edits the lines of a cell, and counts them anew."""

    def edit_cells(book: Workbook) -> None:
        cells = list(_cells(book[region], words))
        lines = edit("".join(str(cell.value or "") for cell in cells).split("\n"))
        counted = (re.sub(r"^\d+\. ", f"{number}. ", line) for number, line in enumerate(lines, 1))
        cells[0].value = "\n".join(counted)
        for cell in cells[1:]:
            cell.value = None

    return edit_cells


def _without_merged_cells(sheet: Worksheet) -> Worksheet:
    for area in [*sheet.merged_cells.ranges]:
        sheet.unmerge_cells(str(area))
    return sheet


def _row_added_in_excel(book: Workbook) -> None:
    sheet = _without_merged_cells(book["上海市"])
    row = _found(sheet, "营造保障创新的市场环境")[0]
    sheet.insert_rows(row)
    for column, text in enumerate(NEW_ROW, 2):
        sheet.cell(row, column).value = text


def _row_removed_in_excel(book: Workbook) -> None:
    sheet = _without_merged_cells(book["湖南省"])
    cells = list(_cells(sheet, "加强知识产权执法协作，推动建设知识产权法院"))
    sheet.delete_rows(cells[0].row, len(cells))


def _row_moved_in_excel(book: Workbook) -> None:
    sheet = _without_merged_cells(book["上海市"])
    first = _found(sheet, "推进知识产权领域的改革创新")[0]
    moved = [cell.row for cell in _cells(sheet, "推进知识产权综合管理改革。")]
    rows = [[cell.value for cell in sheet[number]] for number in (*moved, *range(first, moved[0]))]
    for number, values in enumerate(rows, first):
        for column, value in enumerate(values, 1):
            sheet.cell(number, column).value = value


def _sheet_moved(book: Workbook) -> None:
    book.move_sheet("浙江省", len(book.sheetnames) - 2 - book.sheetnames.index("浙江省"))


EXCEL: dict[str, Callable[[Workbook], None]] = {
    "a number in an item": _replaced("四川省", "推动成都技术转移（集团）有限公司等", "5家", "6家"),
    "a word of a task": _replaced("四川省", "按照相关政策规定，鼓励", "鼓励", "支持"),
    "an item added before others": _items_edited(
        "江苏省", "国家区域专利信息服务中心（南京）中心分支机", lambda lines: [f"1. {NEW_ITEM}", *lines]
    ),
    "an item removed": _items_edited(
        "江苏省", "围绕创造潜力、创造能力", lambda lines: [lines[0], *lines[2:]]
    ),
    "an item moved to the end": _items_edited(
        "重庆市", "对重庆38个区县的知识产权资源现状的分析", lambda lines: [*lines[1:], lines[0]]
    ),
    "the label of an item": _replaced("湖北省", "推进集聚区建设。2017年2月", "\n3. ", "\n2. "),
    "a row added": _row_added_in_excel,
    "a row removed": _row_removed_in_excel,
    "a row moved": _row_moved_in_excel,
    "a region moved to the end": _sheet_moved,
}
