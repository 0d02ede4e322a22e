"""Word files with tracked changes: accepting all gives the new document, rejecting all the old one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings

import ipexport
from ipexport.compare.alignment import align
from ipexport.compare.differences import changes
from ipexport.compare.reports import report_file
from ipexport.compare.sources import Comparison, Source
from ipexport.compare.tracked import tracked_word
from ipexport.formats.docx.reading.document import find
from ipexport.model import LANGUAGES, Item, Languages, Plan, Text, WorkPlan
from ipexport.nodes import MAX_SIZE
from ipexport.recognition import TrackedChanges, recognise
from ipexport.style import Style, load_style
from ipexport.table import tabulate
from tests.formats.docx.opened import find as find_all
from tests.formats.docx.opened import part
from tests.generated import work_plans
from tests.layouts import ALL, LAYOUTS
from tests.openxml import complaints, needs_sdk
from tests.sample import in_chinese, items, task, with_english, work_plan

any_work_plan = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
SOURCE = Path(__file__).parents[2] / "source"
OFFICIAL = load_style("official")


def compared(before: WorkPlan, after: WorkPlan) -> Comparison:
    alignment = align(before, after)
    old, new = Source("a", before, LANGUAGES), Source("b", after, LANGUAGES)
    return Comparison(old, new, alignment, changes(alignment), "")


def printed(work: WorkPlan, languages: Languages = "zh", style: Style = OFFICIAL) -> list[object]:
    """What a document prints: titles, headings, tables with their merged cells; no ids."""
    document = tabulate(work, languages, style.table.focus_area, style.bilingual.arrangement)
    return [
        document.title,
        document.subtitle,
        document.contents_title,
        *(
            (
                section.heading,
                [column.label for column in section.table.columns],
                [[cell[2:] for cell in row] for row in section.table.rows],
            )
            for section in document.sections
        ),
    ]


def read(data: bytes, changes: TrackedChanges) -> WorkPlan:
    return recognise(find(data, "a.docx", MAX_SIZE, changes)).work_plan


def holds(before: WorkPlan, after: WorkPlan, languages: Languages = "zh", style: Style = OFFICIAL) -> bytes:
    """Writes the changes, and asserts that both documents are in the file."""
    data = tracked_word(compared(before, after), style)
    assert printed(read(data, "accepted"), languages, style) == printed(after, languages, style)
    assert printed(read(data, "rejected"), languages, style) == printed(before, languages, style)
    return data


def edited(work: WorkPlan) -> WorkPlan:
    """A document with edits of every kind: words, items, rows, merged cells, regions."""
    first, second, *rest = work.regions
    group, *groups = first.groups
    some, *others = group.tasks
    some = replace(
        some,
        text=Text(f"新的{some.text.zh[2:]}"),
        results=((*some.results[0][1:], Item(Text("新增一项。"), "2.")), *some.results[1:]),
    )
    added = task("new-1", "新增任务。", items("尚未开始。"))
    plans = (*group.plans, Plan((added.id,), ()))
    changed = replace(group, tasks=(some, *others, added), plans=plans)
    return replace(work, regions=(second, replace(first, groups=(changed, *reversed(groups))), *rest[1:]))


def test_edits_of_every_kind_are_in_the_file() -> None:
    work = work_plan()
    holds(work, edited(work))
    holds(edited(work), work)


def test_the_real_document_with_edits_of_every_kind() -> None:
    work = in_chinese(ipexport.read(SOURCE))
    holds(work, edited(work))
    holds(edited(work), work)


def test_both_languages_stand_in_the_file_where_both_documents_have_both() -> None:
    work = ipexport.read(SOURCE).extract(["sichuan"])  # type: ignore[list-item]
    (region,) = work.regions
    group, *groups = region.groups
    changed = replace(group, wording=Text("新的措辞", "New wording"))
    holds(work, replace(work, regions=(replace(region, groups=(changed, *groups)),)), "zh-en")


@pytest.mark.parametrize("layout", ALL)
def test_in_every_layout_both_documents_stand_in_the_file(layout: str) -> None:
    work = with_english(work_plan(), lambda text: f"The English of {len(text)} characters")
    holds(work, edited(work), "zh-en", LAYOUTS[layout])
    holds(edited(work), work, "zh-en", LAYOUTS[layout])


def test_a_removed_focus_area_is_not_taken_for_the_one_below_it_with_the_same_words() -> None:
    work = work_plan()
    first, second = work.regions
    same = tuple(replace(group, wording=Text("同样的措辞")) for group in first.groups)
    before = replace(work, regions=(replace(first, groups=same), second))
    # The task of the removed focus area is in the new document, too: its id stands there.
    moved = replace(same[0], wording=Text("另一种措辞"))
    holds(before, replace(work, regions=(replace(first, groups=(*same[1:], moved)), second)))


def test_equal_documents_have_no_tracked_change() -> None:
    data = holds(work_plan(), work_plan())
    document = part(data, "word/document.xml")
    assert not find_all(document, "//w:ins|//w:del|//w:pPrChange")


def test_a_reworded_item_is_tracked_word_by_word_by_ipexport_on_the_day_of_the_document() -> None:
    before = work_plan()
    first, second = before.regions
    group, *groups = first.groups
    task, *tasks = group.tasks
    changed = replace(task, text=Text("推动知识产权管理体制改革。"))
    group = replace(group, tasks=(changed, *tasks))
    data = holds(before, replace(before, regions=(replace(first, groups=(group, *groups)), second)))
    document = part(data, "word/document.xml")
    (inserted,) = find_all(document, "//w:ins")
    assert "".join(inserted.itertext()) == "知识产权"
    assert [value for name, value in inserted.attrib.items() if not name.endswith("}id")] == [
        "ipexport",
        "2018-01-31T00:00:00Z",
    ]
    assert not find_all(document, "//w:del")


def assume_told_apart(work: WorkPlan) -> None:
    """Two focus areas of a region with the same words are told apart by their ids alone, and a removed
    one whose task stands in the new document, too, has none."""
    for region in work.regions:
        assume(len({group.wording for group in region.groups}) == len(region.groups))


@any_work_plan
@given(before=work_plans(), after=work_plans())
def test_any_two_documents_are_in_one_file(before: WorkPlan, after: WorkPlan) -> None:
    assume_told_apart(before)
    # What is not printed, as the form of the headings, is that of the new document.
    holds(before, replace(after, region_title=before.region_title))


@any_work_plan
@given(work=work_plans(), other=work_plans())
def test_any_document_with_a_part_of_another(work: WorkPlan, other: WorkPlan) -> None:
    assume_told_apart(work)
    taken = replace(other.regions[0].groups[0], wording=Text("另一个文件中的措辞"))
    region = replace(work.regions[0], groups=(*work.regions[0].groups[1:], taken))
    holds(work, replace(work, regions=(region, *work.regions[1:])))


@needs_sdk
@pytest.mark.parametrize("layout", ["official, column, columns, given", "compact, band, stacked, given"])
@pytest.mark.parametrize("languages", ["zh", "zh-en"])
def test_the_validator_of_microsoft_finds_nothing(languages: Languages, layout: str) -> None:
    work = work_plan()
    if languages == "zh-en":
        work = with_english(work, lambda text: f"The English of {len(text)} characters")
    assert complaints(holds(work, edited(work), languages, LAYOUTS[layout]), "docx") == []
    assert complaints(holds(edited(work), work, languages, LAYOUTS[layout]), "docx") == []


def test_the_same_documents_give_the_same_bytes() -> None:
    comparison = compared(work_plan(), edited(work_plan()))
    assert report_file(comparison, "docx") == report_file(comparison, "docx")


def test_the_file_is_in_the_style_that_is_asked_for() -> None:
    comparison = compared(work_plan(), edited(work_plan()))
    pages = [
        find_all(part(report_file(comparison, "docx", style), "word/document.xml"), "//w:pgMar")
        for style in ("official", "compact")
    ]
    official, compact = (float(page[0].get(page[0].tag.replace("pgMar", "left"))) for page in pages)
    assert compact < official


def test_the_screen_takes_no_word_file() -> None:
    from ipexport.compare.reports import report
    from ipexport.errors import RequestError

    with pytest.raises(RequestError, match="-o FILE"):
        report(compared(work_plan(), work_plan()), "docx")
