"""Workbooks opened by LibreOffice: every text is there, pages begin where the contents say, rules are
at the foot of each, and what LibreOffice saves has all that a sheet needs to come back."""

from __future__ import annotations

import csv
import io
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import pdfplumber
import pytest
from openpyxl import load_workbook

from ipexport.cli import main
from ipexport.formats.xlsx.words import said
from ipexport.formats.xlsx.writer import write
from ipexport.model import Item, RegionId, TaskId, Text, WorkPlan
from ipexport.style import load_style
from ipexport.table import Document, FocusLayout, plain, tabulate
from tests.formats.xlsx.sheets import texts
from tests.sample import plan, work_plan

pytestmark = pytest.mark.skipif(
    not (shutil.which("soffice") and shutil.which("pdftotext")),
    reason="apt-get install libreoffice-calc poppler-utils fonts-noto-cjk",
)

SOURCE = Path(__file__).parents[2] / "source"
# All sheets, as UTF-8, each cell as it is shown.
CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
SENTENCE = "深入推进知识产权综合管理改革试点，专利申请量增长6.5%以上（其中PCT专利120件）；"


def long_work_plan() -> WorkPlan:
    """Three regions of several pages; one cell is longer than two pages."""
    work = work_plan()
    region = work.regions[0]
    group = region.groups[1]
    tasks = tuple(
        replace(
            group.tasks[0],
            id=TaskId(f"anhui-finance-{number + 10}"),
            results=(tuple(Item(Text(SENTENCE * length), f"{n}.") for n in range(1, 3)),),
        )
        for number, length in enumerate((1, 2, 3, 4, 1, 5, 15, 2, 2))
    )
    plans = tuple(plan((Item(Text(SENTENCE)),), task.id) for task in tasks)
    longer = replace(group, tasks=tasks, plans=plans)
    region = replace(region, groups=(region.groups[0], longer))
    hubei = replace(region, id=RegionId("hubei"), name=Text("湖北省"), groups=(longer,))
    return replace(work, regions=(region, work.regions[1], hubei))


def convert(data: bytes, target: str, folder: Path, source: str = "xlsx") -> None:
    path = folder / f"plan.{source}"
    path.write_bytes(data)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", target, "--outdir", folder, path],
        check=True,
        capture_output=True,
        timeout=180,
    )


def pdf_pages(folder: Path) -> list[str]:
    """The text of each page, without white space."""
    command: list[str | Path] = ["pdftotext", "-enc", "UTF-8", folder / "plan.pdf", "-"]
    text = subprocess.run(command, check=True, capture_output=True).stdout.decode()
    return [re.sub(r"\s", "", page) for page in text.split("\f")[:-1]]


def document_and_data(focus: FocusLayout, style_name: str) -> tuple[Document, bytes]:
    style = load_style(style_name)
    style = replace(style, table=replace(style.table, focus_area=focus))
    document = tabulate(long_work_plan(), "zh", focus)
    return document, write(document, style)


@pytest.mark.parametrize(
    ("focus", "style"), [("column", "official"), ("band", "official"), ("column", "compact")]
)
def test_pages_begin_where_the_contents_say(focus: FocusLayout, style: str, tmp_path: Path) -> None:
    document, data = document_and_data(focus, style)
    convert(data, "pdf", tmp_path)
    cover, *pages = pdf_pages(tmp_path)
    contents = load_workbook(io.BytesIO(data)).worksheets[0]
    listed = [contents.cell(row, 2).value for row in range(4, 4 + len(document.sections))]
    rendered = [
        next(number for number, page in enumerate(pages, 1) if page.startswith(plain(section.heading)))
        for section in document.sections
    ]
    assert rendered == listed
    assert len(pages) >= 5
    assert not re.search(r"—\d+—", cover)
    for number, page in enumerate(pages, 1):
        assert re.search(r"—(\d+)—", page).group(1) == str(number)  # type: ignore[union-attr]
        labels = document.sections[0].table.columns[-1].label[0].text, "任务编号"
        assert any(label in page for label in labels)


def test_every_character_of_every_cell_is_printed(tmp_path: Path) -> None:
    document, data = document_and_data("column", "official")
    convert(data, "pdf", tmp_path)
    printed = "".join(pdf_pages(tmp_path))
    for section in document.sections:
        for row in section.table.rows:
            for cell in row:
                for character in set(re.sub(r"\s", "", said(cell.paragraphs, cell.language).text)):
                    assert character in printed


@pytest.mark.parametrize("focus", ["column", "band"])
def test_every_cell_has_its_whole_text_in_its_place(focus: FocusLayout, tmp_path: Path) -> None:
    document, data = document_and_data(focus, "official")
    convert(data, CSV, tmp_path)
    for section in document.sections:
        with (tmp_path / f"plan-{plain(section.name)}.csv").open(encoding="utf-8", newline="") as file:
            heading, header, *body = list(csv.reader(file))
        labels = [plain(column.label) for column in section.table.columns]
        assert heading[0] == plain(section.heading)
        assert header[:-1] == labels
        assert texts(body, section.table) == [
            (cell.column, said(cell.paragraphs, cell.language).text)
            for row in section.table.rows
            for cell in row
            if cell.paragraphs
        ]


def test_ids_texts_names_and_filters_survive_saving_by_libreoffice(tmp_path: Path) -> None:
    _, data = document_and_data("column", "official")
    convert(data, "ods", tmp_path)
    convert((tmp_path / "plan.ods").read_bytes(), "xlsx:Calc MS Excel 2007 XML", tmp_path, "ods")
    before, after = load_workbook(io.BytesIO(data)), load_workbook(tmp_path / "plan.xlsx")
    assert after.sheetnames == before.sheetnames
    for one, other in zip(before.worksheets, after.worksheets, strict=True):
        width = one.max_column
        values = [row[:width] for row in other.iter_rows(max_row=one.max_row, values_only=True)]
        assert values == list(one.iter_rows(values_only=True))
        assert {str(area) for area in other.merged_cells.ranges} == {
            str(area) for area in one.merged_cells.ranges
        }
    assert after.worksheets[1].column_dimensions["E"].hidden
    assert set(before.defined_names) <= set(after.defined_names)
    assert [table.ref for table in after.worksheets[-1].tables.values()] or after.worksheets[
        -1
    ].auto_filter.ref


class Room(NamedTuple):
    """What is free below the last line of a table's row, and how far apart the lines of its largest
    text are, in points on the printed page."""

    free: float
    pitch: float
    text: str


def is_chinese(char: dict[str, Any]) -> bool:
    return bool(char["text"] >= "\u2e80")


def room(inside: Sequence[dict[str, Any]], bottom: float) -> Room:
    """The room of a cell with these characters; a line is as high as the font says, 1.448 em with a
    descent of 0.288 in Noto CJK, 1.107 and 0.216 in Liberation Serif."""
    baseline = min(char["matrix"][5] for char in inside)
    lowest = [char for char in inside if char["matrix"][5] == baseline]
    descent = max(char["size"] for char in lowest) * (0.288 if any(map(is_chinese, lowest)) else 0.216)
    pitch = max(char["size"] * (1.448 if is_chinese(char) else 1.107) for char in inside)
    return Room(baseline - descent - bottom, pitch, "".join(char["text"] for char in inside))


def rooms(page: pdfplumber.page.Page) -> Iterator[Room]:
    """The rows of a printed page: of each the cell with the least room."""
    chars = [char for char in page.chars if char["text"].strip()]
    for table in page.find_tables({"vertical_strategy": "lines", "horizontal_strategy": "lines"}):
        ends: dict[int, list[Room]] = {}
        for left, top, right, bottom in table.cells:
            inside = [
                char
                for char in chars
                if left < (char["x0"] + char["x1"]) / 2 < right
                and top < (char["top"] + char["bottom"]) / 2 < bottom + 1
            ]
            if inside:
                ends.setdefault(round(bottom), []).append(room(inside, page.height - bottom))
        yield from (min(cells) for cells in ends.values())


@pytest.mark.parametrize(
    ("style", "languages"),
    [("official", "zh"), ("official", "en"), ("official", "zh-en"), ("compact", "zh-en")],
)
def test_no_text_of_the_work_plan_is_cut_and_no_row_is_a_line_too_high(
    style: str, languages: str, tmp_path: Path
) -> None:
    path = tmp_path / "written.xlsx"
    assert main(["convert", str(SOURCE), str(path), "--lang", languages, "--style", style]) == 0
    convert(path.read_bytes(), "pdf", tmp_path)
    with pdfplumber.open(tmp_path / "plan.pdf") as pdf:
        found = [room for page in pdf.pages[2::2] for room in rooms(page)]
    assert len(found) > 300
    # Three points are the padding of a cell.
    assert [room for room in found if room.free < 0] == []
    assert [room for room in found if room.free > 3 + room.pitch] == []


@pytest.mark.parametrize("style", ["official", "compact"])
def test_no_line_is_cut_and_rules_close_the_table_on_every_page(style: str, tmp_path: Path) -> None:
    document, data = document_and_data("column", style)
    convert(data, "pdf", tmp_path)
    descent = load_style(style).text["results"].size / 4
    with pdfplumber.open(tmp_path / "plan.pdf") as pdf:
        pages = [
            page
            for page in pdf.pages[1:]
            if document.sections[0].table.columns[-1].label[0].text in page.extract_text()
        ]
        assert len(pages) >= 5
        for page in pages:
            verticals = [edge for edge in page.edges if edge["orientation"] == "v"]
            foot = max(edge["bottom"] for edge in verticals)
            left, right = min(edge["x0"] for edge in verticals), max(edge["x1"] for edge in verticals)
            ruled = [
                edge for edge in page.edges if edge["orientation"] == "h" and abs(edge["top"] - foot) < 2
            ]
            assert sum(edge["width"] for edge in ruled) >= right - left - 5
            body = [char for char in page.chars if char["top"] < foot and char["text"].strip()]
            lowest = max(page.height - char["matrix"][5] for char in body)
            assert foot - lowest > descent
            assert max(char["x1"] for char in body) < right + 1
