"""The PDF, read by another program: text, fonts, links, pages."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pdfplumber
import pikepdf
import pytest

from ipexport.formats.pdf.faces import MissingGlyph
from ipexport.formats.pdf.writer import write
from ipexport.model import RegionId, Text, WorkPlan
from ipexport.style import Style, load_style
from ipexport.table import FocusLayout, tabulate
from tests.sample import work_plan

OFFICIAL = load_style("official")


def pdf(work: WorkPlan, style: Style = OFFICIAL) -> bytes:
    return write(tabulate(work, "zh", style.table.focus_area), style, lambda: b"{}")


def long_plan(times: int) -> WorkPlan:
    """The sample with one very long paragraph of results."""
    work = work_plan()
    region = work.regions[0]
    task = region.groups[0].tasks[0]
    item = task.results[0][1]
    item = replace(item, text=Text("深入推进知识产权综合管理改革试点，" * times))
    task = replace(task, results=((task.results[0][0], item),))
    group = replace(region.groups[0], tasks=(task, *region.groups[0].tasks[1:]))
    return replace(work, regions=(replace(region, groups=(group, *region.groups[1:])), *work.regions[1:]))


def text_of(data: bytes) -> str:
    with pdfplumber.open(io.BytesIO(data)) as file:
        return "".join(page.extract_text() or "" for page in file.pages)


@pytest.mark.parametrize("name", ["official", "compact"])
@pytest.mark.parametrize("focus", ["column", "band"])
def test_every_text_is_printed(name: str, focus: FocusLayout) -> None:
    style = load_style(name)
    style = replace(style, table=replace(style.table, focus_area=focus))
    # Cells stand beside each other: only the characters can be compared, not their order.
    found = sorted(re.sub(r"\s", "", text_of(pdf(work_plan(), style))))
    document = tabulate(work_plan(), "zh", style.table.focus_area)
    for section in document.sections:
        for row in section.table.rows:
            for cell in row:
                for paragraph in cell.paragraphs:
                    for character in set(paragraph.text) - {" "}:
                        assert character in found


def test_all_fonts_are_embedded_subsets() -> None:
    with pikepdf.open(io.BytesIO(pdf(work_plan()))) as file:
        fonts = {name: font for page in file.pages for name, font in page.Resources.Font.items()}
        assert len(fonts) == 3
        for font in fonts.values():
            assert re.fullmatch(r"/[A-Z]{6}\+Noto\w+-\w+", str(font.BaseFont))
            assert "/FontFile2" in font.DescendantFonts[0].FontDescriptor


def test_contents_links_lead_to_the_pages_they_name() -> None:
    with pikepdf.open(io.BytesIO(pdf(work_plan()))) as file:
        links = [link for link in file.pages[1].Annots if link.Subtype == "/Link"]
        assert len(links) == 2
        with pdfplumber.open(io.BytesIO(pdf(work_plan()))) as read:
            assert "安徽省" in read.pages[2].extract_text()
            assert "江苏省" in read.pages[3].extract_text()
            contents = read.pages[1].extract_text()
        assert re.search(r"安徽省.*\.\s*1$", contents, re.M)
        assert re.search(r"江苏省.*\.\s*2$", contents, re.M)


def test_outline_has_regions_and_focus_areas() -> None:
    with pikepdf.open(io.BytesIO(pdf(work_plan()))) as file, file.open_outline() as outline:
        titles = [(item.title, [child.title for child in item.children]) for item in outline.root]
    assert titles == [
        ("目录", []),
        (
            "安徽省2016-2017年工作绩效及2018年工作计划",
            ["推进知识产权领域的改革创新", "拓宽服务创新的投融资渠道"],
        ),
        ("江苏省2016-2017年工作绩效及2018年工作计划", ["拓宽投融资渠道"]),
    ]


def test_properties_come_from_the_dataset() -> None:
    with pikepdf.open(io.BytesIO(pdf(work_plan()))) as file:
        assert str(file.docinfo.Title) == "《知识产权工作方案》2016-2017年工作绩效及2018年工作计划"
        assert str(file.docinfo.Author) == "十一省市"
        assert str(file.docinfo.Keywords) == "知识产权, 长江经济带"
        assert str(file.docinfo.CreationDate).startswith("D:20180131000000")
        assert str(file.Root.Lang) == "zh-CN"
        assert bool(file.Root.ViewerPreferences.DisplayDocTitle)


def test_tables_stand_on_landscape_pages_and_the_rest_on_portrait_ones() -> None:
    with pdfplumber.open(io.BytesIO(pdf(work_plan()))) as file:
        assert [page.width > page.height for page in file.pages] == [False, False, True, True]
    with pdfplumber.open(io.BytesIO(pdf(work_plan(), load_style("compact")))) as file:
        assert all(page.width > page.height for page in file.pages)


def test_page_numbers_stand_outside_on_odd_and_even_pages() -> None:
    with pdfplumber.open(io.BytesIO(pdf(work_plan(), load_style("compact")))) as file:
        odd, even = (
            [word for word in page.extract_words() if word["top"] > page.height - 50]
            for page in file.pages[2:4]
        )
        assert min(word["x0"] for word in odd) > file.pages[2].width / 2
        assert max(word["x1"] for word in even) < file.pages[3].width / 2


def test_header_focus_area_and_task_are_printed_again_on_the_next_page() -> None:
    with pdfplumber.open(io.BytesIO(pdf(long_plan(150)))) as file:
        pages = [re.sub(r"\s", "", page.extract_text()) for page in file.pages[2:]]
    assert len(pages) > 3
    for page in pages[:3]:
        assert "工作任务" in page
        assert "推动管理体制改革" in page
    assert "".join(pages).count("，") >= 150


def test_the_same_document_gives_the_same_bytes() -> None:
    assert pdf(work_plan()) == pdf(work_plan())


def test_a_character_that_only_the_other_font_has_is_printed_from_it() -> None:
    work = replace(work_plan(), title=Text("《𬭚㛃䶮方案》"))
    assert "𬭚㛃䶮方案" in text_of(pdf(work))


def test_a_character_that_no_font_has_is_named_with_its_cell() -> None:
    work = long_plan(1)
    work = replace(work, regions=(work.regions[0],))
    region = work.regions[0]
    task = replace(region.groups[1].tasks[0], text=Text("参观😀展览"))
    group = replace(region.groups[1], tasks=(task,))
    work = replace(work, regions=(replace(region, groups=(region.groups[0], group)),))
    with pytest.raises(
        MissingGlyph, match=r"anhui-finance-1:task: no font has the character '😀' \(U\+1F600\)"
    ):
        pdf(work)


def test_a_cell_of_100_000_characters_is_printed() -> None:
    with pdfplumber.open(io.BytesIO(pdf(long_plan(6000)))) as file:
        assert len(file.pages) > 80


def test_contents_of_many_regions_take_several_pages_and_tables_begin_on_a_right_hand_page() -> None:
    work = work_plan()
    regions = tuple(replace(work.regions[0], id=RegionId(f"r{n}"), name=Text(f"第{n}省")) for n in range(30))
    with pdfplumber.open(io.BytesIO(pdf(replace(work, regions=regions)))) as file:
        portrait = [page for page in file.pages if page.width < page.height]
    assert len(portrait) == 4
    assert (portrait[3].extract_text() or "") == ""
