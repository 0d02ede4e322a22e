"""Files that people and other programs have had in hand."""

from __future__ import annotations

import copy
import io
import shutil
import subprocess
import time
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import nsmap
from lxml import etree

import ipexport
from ipexport.errors import SourceError
from ipexport.formats.docx.reader import read
from ipexport.formats.docx.reading.document import find as find_in
from ipexport.model import Languages, Text, WorkPlan
from ipexport.nodes import MAX_SIZE
from ipexport.recognition import Recognised, TrackedChanges, recognise
from tests.formats.docx.edited import W, edited, element, insert_row_mark, packed, paragraph, row, with_parts
from tests.formats.docx.opened import find
from tests.formats.docx.test_reader import real, word
from tests.generated import spoken
from tests.sample import work_plan

__all__ = ["real"]

PLAIN = word(work_plan())
needs_office = pytest.mark.skipif(not shutil.which("soffice"), reason="apt-get install libreoffice-writer")


def reading(data: bytes, changes: TrackedChanges = "accepted") -> Recognised:
    return recognise(find_in(data, "a.docx", MAX_SIZE, changes))


def changes(data: bytes, changes: TrackedChanges = "accepted") -> list[str]:
    """What differs from the sample: what, and how."""
    found = ipexport.diff(work_plan(), reading(data, changes).work_plan)
    return [f"{change.what} {type(change).__name__.lower()}" for change in found]


@needs_office
@pytest.mark.parametrize("languages", ["zh", "zh-en"])
@pytest.mark.parametrize("way", [("docx",), ("odt", "docx")])
def test_the_real_document_saved_again_by_libreoffice_comes_back(
    languages: Languages, way: tuple[str, ...], real: WorkPlan, tmp_path: Path
) -> None:
    path = tmp_path / "plan.docx"
    path.write_bytes(word(real, languages))
    for number, format in enumerate(way):
        out = tmp_path / str(number)
        profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
        command = ["soffice", profile, "--headless", "--convert-to", format, "--outdir", str(out), str(path)]
        subprocess.run(command, check=True, capture_output=True, timeout=300)
        path = out / f"plan.{format}"
    found = read(path)
    assert found.work_plan == spoken(real, languages)
    assert found.findings == ()


def test_a_row_that_was_added_is_a_task_with_a_new_id() -> None:
    def add(root: etree._Element) -> None:
        old = row(root, "设立基金")
        new = copy.deepcopy(old)
        old.addprevious(new)
        for mark in [*find(new, ".//w:bookmarkStart"), *find(new, ".//w:bookmarkEnd")]:
            mark.getparent().remove(mark)
        for text in find(new, ".//w:t"):
            text.text = f"新增：{text.text}"
        for merge in find(new, ".//w:vMerge")[1:]:
            merge.getparent().remove(merge)
        first = find(old, "w:tc/w:tcPr/w:vMerge")[0]
        first.set(f"{W}val", "continue")

    found = reading(edited(PLAIN, add))
    ids = [task.id for group in found.work_plan.regions[0].groups for task in group.tasks]
    assert ids == ["anhui-reform-1", "anhui-reform-2", "anhui-finance-2", "anhui-finance-1"]


def test_two_rows_that_were_swapped_are_one_move() -> None:
    def swap(root: etree._Element) -> None:
        first = row(root, "制定《知识产权投融资管理办法》")
        second = row(root, "=1+1")
        focus, covered = find(first, "w:tc")[0], find(second, "w:tc")[0]
        first.addprevious(second)
        second.insert(list(second).index(covered), focus)
        first.insert(0, covered)

    assert changes(edited(PLAIN, swap)) == ["task moved"]


def test_a_paragraph_that_was_split_is_an_item_more() -> None:
    def split(root: etree._Element) -> None:
        old = paragraph(root, "部署改革。")
        new = copy.deepcopy(old)
        old.addnext(new)
        find(old, ".//w:t")[0].text = "部署"
        find(new, ".//w:t")[0].text = "改革。"

    assert changes(edited(PLAIN, split)) == ["item added", "item reworded"]


def test_a_cell_that_was_typed_again_with_other_spacing_is_no_change() -> None:
    def retype(root: etree._Element) -> None:
        find(paragraph(root, "85%以上"), ".//w:t")[0].text = " 建立联席会议制度， 85% 以上的市建立机构。 "

    assert changes(edited(PLAIN, retype)) == []


def test_a_list_that_was_typed_again_with_wide_full_stops_is_no_change() -> None:
    def retype(root: etree._Element) -> None:
        typed = "1．印发通知。2．加强协同。3．发挥导向作用。3．建立三级培训体系。4．达40亿元。"
        first, *others = find(row(root, "印发通知"), "w:tc")[2].findall(f"{W}p")
        for other in others:
            other.getparent().remove(other)
        for run in find(first, "w:r")[1:]:
            first.remove(run)
        (text,) = find(first, "w:r")[0].findall(f"{W}t")
        text.text = typed

    assert changes(edited(PLAIN, retype)) == []


@pytest.mark.parametrize("languages", ["zh", "en", "zh-en"])
def test_saving_in_word_which_marks_every_paragraph_changes_nothing(
    languages: Languages, real: WorkPlan
) -> None:
    def save(root: etree._Element) -> None:
        for one in find(root, "//w:p"):
            one.set(f"{W}rsidR", "00AB12CD")

    assert reading(edited(word(real, languages), save)).work_plan == spoken(real, languages)


def test_columns_that_were_widened_row_by_row_stay_what_they_are() -> None:
    def widen(root: etree._Element) -> None:
        for table in find(root, "//w:tbl"):
            # Word makes a column of the grid for every border of every row.
            grid = find(table, "w:tblGrid")[0]
            for width, column in zip((1200, 47, 2608, 5613, 3288), find(grid, "w:gridCol"), strict=False):
                column.set(f"{W}w", str(width))
            grid.append(element('<w:gridCol {w} w:w="3288"/>'))
            for number, tr in enumerate(find(table, "w:tr")):
                cell = find(tr, "w:tc/w:tcPr")[number % 2]
                cell.insert(1, element('<w:gridSpan {w} w:val="2"/>'))

    assert changes(edited(PLAIN, widen)) == []


def test_columns_that_were_widened_in_one_row_leave_merged_cells_whole() -> None:
    """As LibreOffice saves it: the parts of a merged cell begin at different columns of the grid."""

    def widen(root: etree._Element) -> None:
        table = find(root, "//w:tbl")[0]
        grid = find(table, "w:tblGrid")[0]
        grid[:] = [
            element(f'<w:gridCol {{w}} w:w="{width}"/>') for width in (1247, 381, 2226, 382, 5231, 381, 2907)
        ]
        for number, tr in enumerate(find(table, "w:tr")):
            for cell, span in zip(
                find(tr, "w:tc"), (2, 2, 2, 1) if number == 1 else (1, 2, 2, 2), strict=True
            ):
                find(cell, "w:tcPr")[0].insert(1, element(f'<w:gridSpan {{w}} w:val="{span}"/>'))

    assert changes(edited(PLAIN, widen)) == []


def insert_row(root: etree._Element, words: str) -> etree._Element:
    """Puts a row with words in its first cell at the end of the first table."""
    last = row(root, "出台指导意见")
    new = copy.deepcopy(last)
    last.addnext(new)
    for part in [*find(new, ".//w:vMerge"), *find(new, ".//w:r")]:
        part.getparent().remove(part)
    find(new, "w:tc/w:p")[0].append(element(f"<w:r {{w}}><w:t>{words}</w:t></w:r>"))
    return new


def test_a_row_that_was_inserted_without_any_text_is_none() -> None:
    """LibreOffice puts a joiner of no width into the first cell of a row with tracked changes."""
    data = edited(PLAIN, lambda root: insert_row_mark(insert_row(root, "\u200d"), "ins"))
    assert changes(data) == []


def test_a_focus_area_without_a_task_is_not_in_the_vocabulary() -> None:
    data = edited(PLAIN, lambda root: insert_row(root, "其他"))
    assert changes(data) == []
    assert [one.code for one in reading(data).findings if "其他" in one.message] == ["no-task", "empty"]


def test_inserted_and_deleted_words_are_read_in_either_view() -> None:
    def track(root: etree._Element) -> None:
        old = paragraph(root, "部署改革。")
        (run,) = find(old, "w:r")
        run.addnext(element("<w:ins {by}><w:r><w:t>全面部署。</w:t></w:r></w:ins>"))
        gone = element("<w:del {by}/>")
        run.addprevious(gone)
        gone.append(run)
        run[-1].tag = f"{W}delText"

    data = edited(PLAIN, track)
    assert changes(data) == ["item reworded"]
    assert changes(data, "rejected") == []
    assert "tracked-changes" in [finding.code for finding in reading(data).findings]
    assert "tracked-changes" not in [finding.code for finding in reading(data, "rejected").findings]


def test_words_moved_with_tracked_changes_stand_in_one_place_in_either_view() -> None:
    def track(root: etree._Element) -> None:
        source, target = paragraph(root, "部署改革。"), paragraph(root, "联席会议")
        (run,) = find(source, "w:r")
        there = element("<w:moveTo {by}/>")
        there.append(copy.deepcopy(run))
        target.append(there)
        gone = element("<w:moveFrom {by}/>")
        run.addprevious(gone)
        gone.append(run)

    data = edited(PLAIN, track)
    assert changes(data, "rejected") == []
    cell = reading(data).work_plan.regions[0].groups[0].tasks[0].results[0]
    assert [item.text.zh for item in cell] == ["建立联席会议制度，85%以上的市建立机构。部署改革。"]


def test_rows_that_came_or_went_are_there_in_one_view() -> None:
    def track(root: etree._Element) -> None:
        insert_row_mark(row(root, "=1+1"), "ins")

    data = edited(PLAIN, track)
    assert changes(data) == []
    assert changes(data, "rejected") == ["task removed"]
    gone = edited(PLAIN, lambda root: insert_row_mark(row(root, "=1+1"), "del"))
    assert changes(gone) == ["task removed"]
    assert changes(gone, "rejected") == []


def test_a_paragraph_mark_that_went_joins_two_paragraphs() -> None:
    def track(root: etree._Element) -> None:
        properties = find(paragraph(root, "部署改革。"), "w:pPr")[0]
        properties.append(element("<w:rPr {w}><w:del {by}/></w:rPr>"))

    data = edited(PLAIN, track)
    assert changes(data, "rejected") == []
    cell = reading(data).work_plan.regions[0].groups[0].tasks[0].results[0]
    assert [item.text.zh for item in cell] == ["部署改革。建立联席会议制度，85%以上的市建立机构。"]


def test_comments_pictures_and_notes_are_said_with_their_place() -> None:
    def mark(root: etree._Element) -> None:
        for kind in ('footnoteReference w:id="1"', 'commentReference w:id="1"', "drawing"):
            paragraph(root, "部署改革。").append(element(f"<w:r {{w}}><w:{kind}/></w:r>"))

    found = reading(edited(PLAIN, mark))
    assert found.work_plan == work_plan()
    left_out = [finding for finding in found.findings if "left out" in finding.message]
    assert [(finding.code, finding.place.part) for finding in left_out] == [
        ("note", "table 1, row 2"),
        ("comment", "table 1, row 2"),
        ("picture", "table 1, row 2"),
    ]


def test_a_table_pasted_into_another_document_is_read_and_the_rest_is_said(tmp_path: Path) -> None:
    other = docx.Document()
    other.add_paragraph("关于报送材料的函")
    other.add_heading("安徽省2016-2017年工作绩效及2018年工作计划", 1)
    body = docx.Document(io.BytesIO(PLAIN)).element.body
    other.element.body.insert(2, copy.deepcopy(find(body, "w:tbl")[0]))
    other.add_paragraph("联系人：王")
    other.add_table(2, 2)
    path = tmp_path / "a.docx"
    other.save(str(path))
    found = read(path)
    (region,) = found.work_plan.regions
    assert (region.id, region.name, region.code) == ("anhui", Text("安徽省"), "340000")
    before = work_plan().regions[0]
    assert [group.wording for group in region.groups] == [group.wording for group in before.groups]
    assert [[task.text for task in group.tasks] for group in region.groups] == [
        [task.text for task in group.tasks] for group in before.groups
    ]
    codes = [finding.code for finding in found.findings]
    assert codes.count("unread-text") == 1
    assert codes.count("unknown-table") == 1
    assert any(finding.place.part == "table 2" for finding in found.findings)


def test_a_work_plan_in_a_table_of_another_table_is_found() -> None:
    def nest(root: etree._Element) -> None:
        for table in find(root, "//w:tbl"):
            outer = element("<w:tbl {w}><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>")
            table.addprevious(outer)
            find(outer, "w:tr/w:tc")[0].insert(0, table)

    found = reading(edited(PLAIN, nest))
    assert found.work_plan.regions == work_plan().regions


# Files that mean harm.


def refused(data: bytes, tmp_path: Path, max_size: int = MAX_SIZE) -> str:
    path = tmp_path / "a.docx"
    path.write_bytes(data)
    start = time.monotonic()
    with pytest.raises(SourceError) as caught:
        read(path, max_size)
    assert time.monotonic() - start < 5
    (finding,) = caught.value.findings
    return str(finding).removeprefix(str(path))


def _body(part: bytes, times: int) -> bytes:
    """The text of a Word file that repeats a part."""
    return (
        b'<w:document xmlns:w="%s"><w:body>' % nsmap["w"].encode() + part * times + b"</w:body></w:document>"
    )


BOMB = b"<w:p/>" * 20_000_000
HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "zip bomb": (lambda: with_parts(PLAIN, word__document_xml=BOMB), "unpacks to more than"),
    "many parts": (
        lambda: packed({f"{n}.xml": b"" for n in range(10_001)}),
        "more parts than a document has",
    ),
    "entities": (
        lambda: with_parts(
            PLAIN, word__document_xml=b'<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;">]><a>&c;</a>'
        ),
        "word/document.xml has a document type",
    ),
    "entities in another encoding": (
        lambda: with_parts(
            PLAIN,
            word__styles_xml='<?xml version="1.0" encoding="utf-16"?><!DOCTYPE a><a/>'.encode("utf-16"),
        ),
        "word/styles.xml has a document type",
    ),
    "password": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4096), "is protected with a password"),
    "macros": (lambda: with_parts(PLAIN, word__vbaProject_bin=b""), "has macros"),
    "broken zip": (lambda: PLAIN[:-500], "is not a Word file (.docx), or is damaged"),
    "broken part": (lambda: PLAIN.replace(b"PK\x03\x04", b"PK\x03\x05"), "cannot be unpacked"),
    "broken XML": (lambda: with_parts(PLAIN, word__document_xml=b"<a><b></a>"), "word/document.xml: "),
    "no Word file": (lambda: packed({"a.txt": b""}), "is not a Word file (.docx)"),
    "no zip": (lambda: b"hello", "is not a Word file (.docx), or is damaged"),
    "very many cells": (
        lambda: with_parts(
            PLAIN, word__document_xml=_body(b"<w:tr><w:tc><w:p/></w:tc><w:tc><w:p/></w:tc></w:tr>", 250_001)
        ),
        "has more than 1,000,000 cells, paragraphs and runs",
    ),
    "deep": (
        lambda: with_parts(PLAIN, word__document_xml=b"<a>" * 100_000 + b"</a>" * 100_000),
        "word/document.xml: ",
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_file_that_means_harm_is_refused_in_one_line_and_soon(name: str, tmp_path: Path) -> None:
    make, words = HOSTILE[name]
    assert words in refused(make(), tmp_path)


def test_a_gigabyte_of_xml_is_refused_before_it_is_parsed(tmp_path: Path) -> None:
    buffer = io.BytesIO(PLAIN)
    with (
        zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as package,
        package.open("word/large.xml", "w", force_zip64=True) as part,
    ):
        for _ in range(1024):
            part.write(bytes(2**20))
    assert "unpacks to more than" in refused(buffer.getvalue(), tmp_path)


def test_links_to_elsewhere_are_never_followed() -> None:
    def link(root: etree._Element) -> None:
        target = 'Target="http://192.0.2.1/a.dotx" TargetMode="External"'
        kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"
        root.append(
            etree.fromstring(f'<Relationship xmlns="{root.nsmap[None]}" Id="x" Type="{kind}" {target}/>')
        )

    data = edited(PLAIN, link, "word/_rels/document.xml.rels")
    assert reading(data).work_plan == work_plan()


def test_the_whole_document_is_read_in_half_a_second(real: WorkPlan) -> None:
    data = word(real)
    times = []
    for _ in range(3):
        start = time.process_time()
        reading(data)
        times.append(time.process_time() - start)
    assert min(times) < 0.5


def test_renamed_regions_are_known_by_their_headings() -> None:
    work = work_plan()
    renamed = replace(work, regions=(replace(work.regions[0], name=Text("皖")), *work.regions[1:]))

    def rename(root: etree._Element) -> None:
        for text in find(root, "//w:t"):
            text.text = (text.text or "").replace("安徽省2016", "皖2016")

    assert reading(edited(PLAIN, rename)).work_plan == renamed
