"""Every kind of Word file is valid: by Microsoft's validator, and in what that cannot see."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from ipexport.formats.docx.writer import write
from ipexport.model import Languages, WorkPlan
from ipexport.style import DocxStyle, load_style
from ipexport.table import Bilingual, FocusLayout, tabulate
from tests.formats.docx.opened import find, part, value
from tests.formats.docx.templates import letterhead
from tests.openxml import complaints, needs_sdk
from tests.sample import with_english, work_plan

# Name of a style, languages, focus areas, whether an extract, whether there is a reference.
Kind = tuple[str, Languages, FocusLayout, bool, bool]
KINDS: list[Kind] = [
    ("official", "zh", "column", False, False),
    ("official", "zh", "band", False, False),
    ("compact", "zh", "column", True, False),
    ("official", "en", "column", False, False),
    ("compact", "en", "band", True, False),
    ("official", "zh-en", "column", False, False),
    ("compact", "zh-en", "column", False, False),
    ("official", "zh-en", "band", True, False),
    ("official", "zh", "column", False, True),
    ("official", "zh", "column", True, True),
    ("compact", "en", "column", False, True),
    ("official", "zh-en", "column", False, True),
]
Make = Callable[[Kind], bytes]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    def made(kind: Kind) -> bytes:
        name, languages, focus, extract, has_reference = kind
        style = load_style(name)
        style = replace(style, table=replace(style.table, focus_area=focus)).spoken(languages)
        if has_reference:
            style = replace(style, docx=DocxStyle(letterhead(tmp_path / "t.docx", landscape=extract)))
        work = with_english(work_plan(), lambda zh: f"A & <{zh}> “quoted”")
        work = replace(work, regions=work.regions[:1]) if extract else work
        return write(tabulate(work, languages, focus, style.bilingual.arrangement), style)

    return made


@needs_sdk
@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_the_validator_of_microsoft_finds_nothing(make: Make, kind: Kind) -> None:
    assert complaints(make(kind), "docx") == []


@needs_sdk
def test_the_validator_of_microsoft_finds_nothing_in_a_document_without_regions() -> None:
    empty: WorkPlan = replace(work_plan(), regions=())
    assert complaints(write(tabulate(empty, "zh", "column"), load_style("official")), "docx") == []


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_rows_fill_the_grid_and_merged_cells_go_on_below_themselves(make: Make, kind: Kind) -> None:
    for table in find(part(make(kind), "word/document.xml"), "//w:tbl"):
        columns = len(find(table, "w:tblGrid/w:gridCol"))
        above: dict[int, int] = {}
        for row in find(table, "w:tr"):
            open_cells, place = {}, 0
            for cell in find(row, "w:tc"):
                assert find(cell, "w:p")
                spans = [int(value(span)) for span in find(cell, "w:tcPr/w:gridSpan")] or [1]
                merges = [value(merge) for merge in find(cell, "w:tcPr/w:vMerge")]
                if merges == ["continue"]:
                    assert above.get(place) == spans[0]
                if merges:
                    open_cells[place] = spans[0]
                place += spans[0]
            assert place == columns
            above = open_cells


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_fields_end_bookmarks_differ_and_links_lead_somewhere(make: Make, kind: Kind) -> None:
    data = make(kind)
    document = part(data, "word/document.xml")
    depth = 0
    for mark in find(document, "//w:fldChar"):
        depth += {"begin": 1, "separate": 0, "end": -1}[value(mark, "fldCharType")]
        assert depth >= 0
    assert depth == 0
    starts = find(document, "//w:bookmarkStart")
    names = [value(start, "name") for start in starts]
    ids = [value(start, "id") for start in starts]
    assert len(set(names)) == len(set(ids)) == len(starts)
    assert ids == [value(end, "id") for end in find(document, "//w:bookmarkEnd")]
    anchors = {value(link, "anchor") for link in find(document, "//w:hyperlink")}
    assert anchors == {name for name in names if name.startswith("_Toc")}


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_every_style_list_and_part_that_is_named_is_there(make: Make, kind: Kind) -> None:
    data = make(kind)
    document = part(data, "word/document.xml")
    styles = part(data, "word/styles.xml")
    known = {value(style, "styleId") for style in find(styles, "w:style")}
    assert len(known) == len(find(styles, "w:style"))
    used = find(document, "//w:pStyle|//w:tblStyle") + find(styles, "//w:basedOn|//w:next|//w:link")
    assert {value(style) for style in used} <= known
    numbering = part(data, "word/numbering.xml")
    lists = {value(number, "numId") for number in find(numbering, "w:num")}
    assert {value(number) for number in find(document, "//w:numId")} <= lists
    definitions = {value(number, "abstractNumId") for number in find(numbering, "w:abstractNum")}
    assert {value(number) for number in find(numbering, "w:num/w:abstractNumId")} <= definitions
    related = {relation.get("Id") for relation in part(data, "word/_rels/document.xml.rels")}
    named = {found for element in document.iter() for key, found in element.items() if key.endswith("}id")}
    assert {name for name in named if name.startswith("rId")} <= related


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_every_relationship_leads_to_a_part_and_every_part_has_a_type(make: Make, kind: Kind) -> None:
    with zipfile.ZipFile(io.BytesIO(make(kind))) as package:
        names = set(package.namelist())
        types = etree.fromstring(package.read("[Content_Types].xml"))
        for name in names:
            if name.endswith(".rels"):
                folder = name.partition("_rels/")[0]
                for relation in etree.fromstring(package.read(name)):
                    if relation.get("TargetMode") != "External":
                        assert f"{folder}{relation.get('Target')}" in names
    typed = {item.get("PartName", "")[1:] for item in types} | {item.get("Extension") for item in types}
    assert all(name in typed or name.rpartition(".")[2] in typed for name in names)


def test_the_arrangements_are_both_among_the_kinds() -> None:
    layouts = {
        load_style(name).bilingual.arrangement for name, languages, *_ in KINDS if languages == "zh-en"
    }
    assert layouts == {Bilingual("columns"), Bilingual("stacked")}
