"""The contents: entries, links, cached page numbers."""

from __future__ import annotations

import pytest
from lxml import etree

from ipexport.formats.docx import writer
from ipexport.table import plain
from tests.formats.docx.opened import find, opened, sample, text, value


def entries(document: etree._Element) -> list[etree._Element]:
    return find(document, "//w:sdtContent/w:p[w:hyperlink]")


def test_the_contents_list_every_region_with_its_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "office_pages", lambda *_: {"anhui": 1, "jiangsu": 17})
    document = opened().element
    assert [text(entry) for entry in entries(document)] == [
        "安徽省2016-2017年工作绩效及2018年工作计划1",
        "江苏省2016-2017年工作绩效及2018年工作计划17",
    ]
    assert all(find(entry, "w:hyperlink/w:r/w:tab") for entry in entries(document))


def test_each_entry_leads_to_the_bookmark_of_its_heading() -> None:
    document = opened().element
    for entry, section in zip(entries(document), sample().sections, strict=True):
        anchor = value(find(entry, "w:hyperlink")[0], "anchor")
        (heading,) = find(document, f"//w:p[w:bookmarkStart[@w:name='{anchor}']]")
        assert text(heading) == plain(section.heading)
        instructions = [found.text or "" for found in find(entry, "w:hyperlink//w:instrText")]
        assert instructions == [f" PAGEREF {anchor} \\h "]


def test_a_document_with_one_section_lists_its_focus_areas_too() -> None:
    document = opened(sample()._replace(sections=sample().sections[:1])).element
    styles = [value(find(entry, "w:pPr/w:pStyle")[0]) for entry in entries(document)]
    assert styles == ["TOC1", "TOC2", "TOC2"]
    assert [text(entry)[:-1] for entry in entries(document)][1:] == [
        "推进知识产权领域的改革创新",
        "拓宽服务创新的投融资渠道",
    ]
    assert toc(document) == ' TOC \\o "1-2" \\h \\z \\u '


def test_a_document_with_several_sections_lists_only_these() -> None:
    assert toc(opened().element) == ' TOC \\o "1-1" \\h \\z \\u '


@pytest.mark.parametrize("sections", [0, 1, 2])
def test_every_field_ends_and_none_asks_to_be_updated(sections: int) -> None:
    document = opened(sample()._replace(sections=sample().sections[:sections]))
    kinds = [value(mark, "fldCharType") for mark in find(document.element, "//w:fldChar")]
    depth = 0
    for kind in kinds:
        depth += {"begin": 1, "separate": 0, "end": -1}[kind]
        assert depth in (0, 1, 2)
    assert depth == 0
    assert kinds.count("begin") == kinds.count("separate") == kinds.count("end")
    assert not find(document.element, "//@w:dirty/..")
    assert not find(document.settings.element, "w:updateFields")


def test_bookmarks_have_numbers_and_names_of_their_own() -> None:
    document = opened(sample()._replace(sections=sample().sections[:1])).element
    starts = find(document, "//w:bookmarkStart")
    names = {value(start, "name") for start in starts}
    assert len({value(start, "id") for start in starts}) == len(starts) == len(names)
    assert len([name for name in names if name.startswith("_Toc")]) == 3
    assert {name for name in names if not name.startswith("_Toc")} == {
        "_region-anhui",
        "_id-anhui-reform-1",
        "_id-anhui-reform-2",
        "_id-anhui-finance-1",
    }
    assert [value(end, "id") for end in find(document, "//w:bookmarkEnd")] == [
        value(start, "id") for start in starts
    ]


def toc(document: etree._Element) -> str:
    return find(document, "//w:instrText")[0].text or ""
