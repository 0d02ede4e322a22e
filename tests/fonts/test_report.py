"""Which characters of a document the fonts of a role lack."""

from __future__ import annotations

from dataclasses import replace

from ipexport.fonts.report import printed_texts, report
from ipexport.model import Text, WorkPlan
from ipexport.style import load_style
from ipexport.table import Document, plain, tabulate
from tests.sample import work_plan

OFFICIAL = load_style("official")


def document(work: WorkPlan) -> Document:
    return tabulate(work, "zh", "column")


def lacking(work: WorkPlan) -> dict[str, list[tuple[str, str | None, str]]]:
    return {
        role.role: [(one.character, one.font and one.font.family, one.where) for one in role.lacking]
        for role in report([document(work)], OFFICIAL)
        if role.lacking
    }


def test_the_sample_lacks_nothing() -> None:
    assert lacking(work_plan()) == {}


def test_a_rare_character_is_named_with_the_font_that_has_it_and_its_place() -> None:
    work = replace(work_plan(), title=Text("𬭚方案"))
    assert lacking(work) == {"title": [("𬭚", "Noto Serif SC", "the title")]}


def test_a_character_that_no_font_has_is_named_in_every_role() -> None:
    regions = work_plan().regions
    task = replace(regions[0].groups[0].tasks[0], text=Text("参观😀"))
    group = replace(
        regions[0].groups[0], tasks=(task, *regions[0].groups[0].tasks[1:]), wording=Text("改革😀")
    )
    region = replace(regions[0], groups=(group, *regions[0].groups[1:]))
    assert lacking(replace(work_plan(), regions=(region,))) == {
        "heading": [("😀", None, "anhui-reform-1:focus_area")],
        "body": [("😀", None, "anhui-reform-1:focus_area")],
    }


def test_what_prints_nothing_is_not_lacking() -> None:
    assert lacking(replace(work_plan(), title=Text("知\u200d识\u200b产\ufe0f权\xad"))) == {}


def test_every_text_is_among_the_printed_ones() -> None:
    work = document(work_plan())
    texts = printed_texts([work], OFFICIAL)
    said = {text for role in texts.values() for text, _ in role}
    assert {plain(work.title), plain(work.subtitle), plain(work.contents_title)} <= said
    for section in work.sections:
        headings = {text for text, _ in texts["heading"]} & {text for text, _ in texts["body"]}
        assert plain(section.heading) in headings
        assert {plain(column.label) for column in section.table.columns} <= {
            text for text, _ in texts["table_header"]
        }
        for row in section.table.rows:
            for cell in row:
                assert {paragraph.text for paragraph in cell.paragraphs} <= said
                assert {paragraph.label for paragraph in cell.paragraphs} - {None} <= said
