"""The tags, read by another program: every text once, in the order of the model, rightly owned."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

import ipexport
from ipexport.formats import format_of, render
from ipexport.formats.pdf.writer import write
from ipexport.model import Languages, RegionId, WorkPlan
from ipexport.style import Style, load_style
from ipexport.table import (
    Bilingual,
    BilingualLayout,
    BilingualOrder,
    Cell,
    FocusLayout,
    Section,
    plain,
    tabulate,
)
from tests.formats.pdf.tagged import Element, read_tagged
from tests.sample import work_plan

OFFICIAL = load_style("official")
SOURCE = Path(__file__).parents[3] / "source"


def pdf(work: WorkPlan, style: Style = OFFICIAL) -> bytes:
    return write(tabulate(work, "zh", style.table.focus_area), style, lambda: b"{}")


def with_focus(focus: FocusLayout) -> Style:
    return replace(OFFICIAL, table=replace(OFFICIAL.table, focus_area=focus))


def words(cell: Cell) -> str:
    return "".join((p.label or "") + p.text for p in cell.paragraphs).replace("\u200b", "")


def heard(table: Element) -> list[list[str]]:
    """The cells of each body row as a screen reader hears them: a soft hyphen is none of the text."""
    (body,) = table.find("TBody")
    return [[cell.all_text().replace("\xad", "") for cell in row.kids] for row in body.kids]


def shown(section: Section) -> list[list[str]]:
    return [[words(cell) for cell in sorted(row, key=lambda cell: cell.column)] for row in section.table.rows]


@pytest.mark.parametrize("focus", ["column", "band"])
def test_the_structure_has_every_text_of_the_real_document_once_and_in_order(focus: FocusLayout) -> None:
    work = ipexport.read(SOURCE)
    document = tabulate(work, "zh", focus)
    read = read_tagged(pdf(work, with_focus(focus)))
    cover, contents, *sections = read.root.kids
    assert cover.all_text() == plain(document.title) + plain(document.subtitle)
    assert len(list(contents.find("TOCI"))) == len(document.sections)
    assert len(sections) == len(document.sections)
    for sect, section in zip(sections, document.sections, strict=True):
        heading, table = sect.kids
        assert (heading.tag, heading.all_text(), table.tag) == ("H2", plain(section.heading), "Table")
        (head,) = table.find("THead")
        assert [cell.all_text() for cell in head.kids[0].kids] == [
            plain(c.label) for c in section.table.columns
        ]
        assert heard(table) == shown(section)


@pytest.mark.parametrize("order", ["column", "language"])
@pytest.mark.parametrize("layout", ["columns", "stacked"])
@pytest.mark.parametrize("languages", ["en", "zh-en"])
def test_every_part_says_its_language_and_has_its_text(
    languages: Languages, layout: BilingualLayout, order: BilingualOrder
) -> None:
    work = ipexport.read(SOURCE).extract([RegionId("hubei"), RegionId("guizhou")])
    arrangement = Bilingual(layout, order)
    style = replace(OFFICIAL, bilingual=replace(OFFICIAL.bilingual, arrangement=arrangement))
    document = tabulate(work, languages, "column", arrangement)
    read = read_tagged(render(format_of("a.pdf"), work, languages, style))
    cover, contents, *sections = read.root.kids
    assert cover.all_text() == plain(document.title, "") + plain(document.subtitle, "")
    for entry, section in zip(contents.find("TOCI"), document.sections, strict=True):
        assert entry.all_text().startswith(plain(section.heading, ""))
    for sect, section in zip(sections, document.sections, strict=True):
        heading, table = sect.kids
        assert heading.all_text() == plain(section.heading, "")
        assert heard(table) == shown(section)
        main = document.language
        for text, language in spoken(sect, main):
            assert is_chinese(text) == (language == "zh") or not text.strip("0123456789. "), text


def spoken(element: Element, language: str) -> Iterator[tuple[str, str]]:
    """The text of each element that has some, with the language that it says or inherits."""
    language = {"zh-CN": "zh", "en-GB": "en"}.get(element.language, language)
    if element.text:
        yield element.text, language
    for kid in element.kids:
        yield from spoken(kid, language)


def is_chinese(text: str) -> bool:
    return any("\u4e00" <= character <= "\u9fff" for character in text)


def test_every_text_is_tagged_or_an_artifact() -> None:
    read = read_tagged(pdf(ipexport.read(SOURCE)))
    assert read.unmarked == []
    # What is repeated is an artifact: header labels, focus areas, tasks, page numbers, leaders.
    assert "工作任务" in read.artifacts
    assert "— 1 —" in read.artifacts


def test_every_piece_of_marked_content_belongs_to_one_element() -> None:
    read = read_tagged(pdf(ipexport.read(SOURCE)))
    owners = Counter(place for element in every(read.root) for place in element.places)
    assert set(owners) == set(read.texts)
    assert set(owners.values()) == {1}


def every(element: Element) -> list[Element]:
    return [element, *(below for kid in element.kids for below in every(kid))]


def test_the_parent_tree_leads_from_each_piece_to_the_element_that_has_it() -> None:
    with pikepdf.open(io.BytesIO(pdf(ipexport.read(SOURCE)))) as file:
        tree = file.Root.StructTreeRoot.ParentTree
        numbers = list(tree.Nums) if "/Nums" in tree else [n for kid in tree.Kids for n in kid.Nums]
        parents = {int(key): value for key, value in zip(numbers[::2], numbers[1::2], strict=True)}
        assert sorted(parents) == list(range(int(file.Root.StructTreeRoot.ParentTreeNextKey)))
        for page in file.pages:
            for mark, element in enumerate(parents[int(page.StructParents)]):
                kids = element.K if isinstance(element.K, pikepdf.Array) else [element.K]
                owned = [
                    (kid.Pg, int(kid.MCID)) if isinstance(kid, pikepdf.Dictionary) else (element.Pg, int(kid))
                    for kid in kids
                    if not (isinstance(kid, pikepdf.Dictionary) and kid.Type == "/OBJR")
                ]
                assert (page.obj, mark) in [(on, number) for on, number in owned]
            for link in page.get("/Annots", []):
                assert parents[int(link.StructParent)].S == "/Link"


def test_cells_say_their_spans_and_headers() -> None:
    read = read_tagged(pdf(work_plan()))
    ids = {element.id: element for element in every(read.root) if element.id}
    table = next(read.root.find("Table"))
    focus, task, results, plan = table.kids[1].kids[0].kids
    assert (focus.tag, focus.attributes["Scope"], focus.attributes["RowSpan"]) == ("TH", "/Row", 2)
    assert (task.tag, task.attributes["Scope"]) == ("TH", "/Row")
    assert (results.tag, plan.tag, plan.attributes["RowSpan"]) == ("TD", "TD", 2)
    headers = [ids[str(id)].all_text() for id in results.attributes["Headers"]]  # type: ignore[attr-defined]
    assert headers == ["2016-2017年工作成绩", "推进知识产权领域的改革创新", "推动管理体制改革。"]


def test_a_list_has_labels_and_bodies_and_a_lead_in_stands_before_it() -> None:
    read = read_tagged(pdf(work_plan()))
    results, plan = (
        cell
        for cell in every(read.root)
        if cell.all_text().startswith(("1.印发通知", "重点完成")) and cell.tag == "TD"
    )
    (found,) = results.find("L")
    assert [(item.kids[0].text, item.kids[1].text) for item in found.kids][2:] == [
        ("3.", "发挥导向作用。"),
        ("3.", "建立三级培训体系。"),
        ("4.", "达40亿元。"),
    ]
    assert [kid.tag for kid in plan.kids] == ["P", "L"]


def test_the_band_is_a_header_over_its_columns() -> None:
    read = read_tagged(pdf(work_plan(), with_focus("band")))
    band = next(read.root.find("TBody")).kids[0].kids[0]
    assert (band.tag, band.attributes["ColSpan"]) == ("TH", 3)


def test_contents_entries_are_links_with_their_annotations() -> None:
    read = read_tagged(pdf(work_plan()))
    links = list(read.root.find("Link"))
    assert [link.all_text() for link in links] == [
        "安徽省2016-2017年工作绩效及2018年工作计划1",
        "江苏省2016-2017年工作绩效及2018年工作计划2",
    ]
    assert [link.links for link in links] == [1, 1]


@pytest.mark.usefixtures("_second_is_killed")
def test_a_second_process_that_is_killed_is_made_up_for(monkeypatch: pytest.MonkeyPatch) -> None:
    from ipexport.formats import halves

    work = work_plan()
    whole = pdf(work)
    monkeypatch.setattr(halves, "_middle", lambda _: 1)
    assert pdf(work) == whole


def test_two_processes_draw_what_one_does(monkeypatch: pytest.MonkeyPatch) -> None:
    from ipexport.formats import halves

    work = ipexport.read(SOURCE)
    both = pdf(work)
    monkeypatch.setattr(halves, "_middle", lambda _: 0)
    assert pdf(work) == both
    monkeypatch.setattr(halves, "_middle", lambda _: 3)
    assert pdf(work) == both
